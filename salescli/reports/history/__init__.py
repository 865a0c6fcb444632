"""All that happened with an opportunity or a customer, or to a rep (figures.md §7, `history`): what, when, and who entered it when.

A stage change says what it changed: the stage with the days in the one it left (that stay, `cumulative_days` over all stays), the
amount, the win probability (its own, else its stage's in the policy of its day), the expected close (`slipped`: days later, negative
earlier) and the next step; its `amount`, `probability` and `expected_close` are as they stood after it. `late_days`: how many days
after it happened a fact was entered. A voided fact stays, marked with why and by whom; what was put right in place stands as it
was recorded, and its correction is a row of its own with what it `changed` and `why`. A customer's history holds its
opportunities', a rep's what was the rep's on that day. A name that nothing has any more finds what had it. Order: (happened_on,
recorded_at, id), nothing after --on.
Facts: all that name the thing. Policy: [[stage]].
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli import money
from salescli.facts.histories import HistoryFact
from salescli.facts.names import Named
from salescli.ledger import kinds, names
from salescli.period import Period, parse_instant, parse_period, today
from salescli.reports import put_right
from salescli.reports.history import words
from salescli.reports.history.meant import kind_of, meant
from salescli.reports.history.stage_words import stage_words, standing_notes
from salescli.reports.history.stages import Stages
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules.progress import Changed, Said, Step

__all__ = ["build", "kind_of", "of_customer", "of_opportunity", "of_rep"]

Row = dict[str, Any]
LAST = "last 30 days"  # of a rep, without a period


def build(view: View, text: str, kind: names.Kind | None = None, period: Period | None = None) -> Report:
    """The history of what a name means, of a period where one is given; of a rep else of the last 30 days.

    Args:
        kind: what it is, where one name is several things'.

    Raises:
        NotFound: nothing has that name, or several things have (it lists them).
    """
    found = meant(view, text, kind)
    of = {"opportunity": of_opportunity, "customer": of_customer, "rep": of_rep}[found.kind]
    report = of(view, found.named, period)
    return replace(report, notes=[*found.notes, *report.notes])


def of_opportunity(view: View, opportunity: Named, period: Period | None = None) -> Report:
    """An opportunity's changes and all that was done about it."""
    facts = _happenings(view, opportunity_id=opportunity.id)
    stages = Stages(view, opportunity.id)
    return _report(view, opportunity, facts, stages, period, standing_notes(stages, opportunity.id, view.on))


def of_customer(view: View, customer: Named, period: Period | None = None) -> Report:
    """A customer's owners, contacts, communication, opportunities, money and feedback."""
    return _report(view, customer, _happenings(view, customer_id=customer.id), Stages(view), period)


def of_rep(view: View, rep: Named, period: Period | None = None) -> Report:
    """A rep's posts, customers, communication, opportunities, requests, tasks and what was said of the rep."""
    over = period or parse_period(LAST, view.on)
    start, end = view.seen(over)
    facts = view.ledger.read("rep_happenings", HistoryFact, rep_id=rep.id, start=start, end=end, known=_known(view))
    return _report(view, rep, facts, Stages(view), over)


def _happenings(view: View, customer_id: int | None = None, opportunity_id: int | None = None) -> list[HistoryFact]:
    of = {"customer_id": customer_id, "opportunity_id": opportunity_id}
    return view.ledger.read("happenings", HistoryFact, day=view.on, known=_known(view), **of)


def _known(view: View) -> str:
    """The instant before which everything recorded is known: voided facts are read with those not known yet."""
    if view.as_of is None:
        return "9999"
    return parse_instant(view.as_of, view.ledger.zone, today(view.ledger.zone))


# Rows.


def _report(
    view: View,
    named: Named,
    facts: Iterable[HistoryFact],
    stages: Stages,
    period: Period | None,
    notes: Iterable[str] = (),
) -> Report:
    entered_on = _entered_on(view)
    rows = [
        _row(view, one, stages, entered_on(one.recorded_at))
        for one in facts
        if period is None or period.contains(one.happened_on)
    ]
    look = Look(emphasis=["quiet" if row["voided"] else None for row in rows])
    title = _("History of {name}").format(name=named.label)
    return view.report(
        "history", title, _columns(), rows, period=period, notes=[*notes], rests_on_policy=False, look=look
    )


def _entered_on(view: View) -> Callable[[str], date]:
    """The day of an instant in the ledger's zone."""
    from zoneinfo import ZoneInfo

    zone = ZoneInfo(view.ledger.zone)
    return lambda instant: datetime.fromisoformat(instant).astimezone(zone).date()


def _row(view: View, one: HistoryFact, stages: Stages, entered_on: date) -> Row:
    show, step = view.ledger.show_id, stages.step(one)
    late = max(0, (entered_on - one.happened_on).days)
    standing = step.standing if step else None
    slipped = next((c.days for c in step.changed if c.what == "expected_close"), None) if step else None
    return {
        "happened_on": one.happened_on,
        "kind": one.kind,
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "text": _text(view, one, step, stages, late),
        "stage": one.word if one.kind == "stage_change" else None,
        "amount": standing.amount if standing else one.amount,
        "probability": step.probability if step else _stated_probability(one),
        "expected_close": standing.expected_close if standing else _stated_close(one),
        "days": step.days if step else None,
        "cumulative_days": step.cumulative if step else None,
        "slipped": slipped,
        "changed": _changed_rows(view, one, step),
        "why": one.text if one.kind == "correction" else None,
        "late_days": late,
        "voided": one.void_why,
        "voided_by": one.voided_by,
        "recorded_by": one.recorded_by,
        "recorded_at": one.recorded_at,
        "id": show(one.id),
    }


def _stated_probability(one: HistoryFact) -> Decimal | None:
    return Decimal(one.more) if one.kind == "stage_change" and one.more else None


def _stated_close(one: HistoryFact) -> date | None:
    return one.until if one.kind == "stage_change" else None


def _changed_rows(view: View, one: HistoryFact, step: Step | None) -> list[Row]:
    """What a stage change or a correction changed."""
    if one.kind == "correction":
        told = put_right.put_right(view, one.id, one.recorded_at)
        before, after = (put_right.text(told.field, value) or None for value in (told.before, told.after))
        return [{"what": told.field, "before": before, "after": after, "days": None}]
    return [_changed_row(changed) for changed in step.changed] if step else []


def _changed_row(changed: Changed) -> Row:
    return {
        "what": changed.what,
        "before": _plain(changed.before),
        "after": _plain(changed.after),
        "days": changed.days,
    }


def _plain(value: Said) -> str | None:
    """A value as programs read it."""
    match value:
        case int():
            return money.money_text(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value.normalize():f}"
        case _:
            return value


# In words.


def _text(view: View, one: HistoryFact, step: Step | None, stages: Stages, late: int) -> str:
    match one.kind:
        case "stage_change":
            body = stage_words(one, step, stages)
        case "correction":
            body = _correction_words(view, one, stages)
        case _:
            body = _other_words(view, one, stages)
    return words.joined(body, one.note, _late_words(late), _void_words(one))


def _other_words(view: View, one: HistoryFact, stages: Stages) -> str:
    said = words.said(one, stages.posts, view.ledger.currency)
    about = one.opportunity if one.opportunity_id != stages.about else None
    return words.joined(said, about if about not in (None, one.name) else None) or one.opportunity or ""


def _correction_words(view: View, one: HistoryFact, stages: Stages) -> str:
    """What of what was put right, from what to what, and why."""
    told = put_right.put_right(view, one.id, one.recorded_at)
    about = one.opportunity if one.word != "opportunity" and one.opportunity_id != stages.about else None
    thing = f"{kinds.word(one.word or '')} {one.name or view.ledger.show_id(told.of)}"
    return words.joined(f"{thing}: {changed_words(told)}", about, told.why)


def changed_words(told: put_right.PutRight) -> str:
    """Which field was put right, from what to what."""
    before, after = (_value_words(told.field, value) for value in (told.before, told.after))
    return f"{put_right.titles().get(told.field, told.field)} {before} → {after}"


def _value_words(field: str, value: str) -> str:
    if value == "":
        return _("empty")
    if field == "rate":
        return words.percent(Decimal(value))
    return money.money_text(int(value), grouped=True) if field in put_right.MONEY else value


def _late_words(days: int) -> str | None:
    if not days:
        return None
    return ngettext("entered {count} day later", "entered {count} days later", days).format(count=days)


def _void_words(one: HistoryFact) -> str | None:
    if one.void_id is None:
        return None
    said = _("VOID with what it belongs to, by {who}: {why}") if one.void_within else _("VOID, by {who}: {why}")
    return said.format(who=one.voided_by, why=one.void_why)


def _columns() -> list[Column]:
    changed = (
        Column("what", _("What")),
        Column("before", _("Before")),
        Column("after", _("After")),
        Column("days", _("Days"), "count"),
    )
    return [
        Column("happened_on", _("Day"), "date"),
        Column("kind", _("What"), words=words.kinds()),
        Column("opportunity", _("Opportunity"), shown=False),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("text", _("Text"), under="kind"),
        Column("stage", _("Stage"), shown=False),
        Column("amount", _("Amount"), "money", words={None: ""}),
        Column("probability", _("Win prob."), "rate", shown=False),
        Column("expected_close", _("Expected close"), "date", shown=False),
        Column("days", _("Days"), "count", words={None: ""}),
        Column("cumulative_days", _("Days in all"), "count", shown=False),
        Column("slipped", _("Slipped"), "count", shown=False),
        Column("changed", _("Changed"), "nested", inner=changed),
        Column("why", _("Why"), shown=False),
        Column("late_days", _("Entered late"), "count", shown=False),
        Column("voided", _("Void"), shown=False),
        Column("voided_by", _("Voided by"), shown=False),
        Column("recorded_by", _("Entered by")),
        Column("recorded_at", _("Entered at"), shown=False),
        Column("id", _("Id")),
    ]
