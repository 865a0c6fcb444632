"""Every text that a person wrote, searched (figures.md knows no such figure): the latest facts in which a word stands.

All words must be there: one at least in the fact's own text (its fields and its note), the others there or in the names of
its customer and opportunity. ABC and abc are one; a telephone number is found however it is written. `rep` is whose the
fact is, else the owner's, on the day looked from, of its opportunity or customer. `place` counts the signs of `text` before
the first hit; people see a bit around it. Facts: all kinds that hold texts, none that is voided; what
was put right in place is found by its correction, which holds what stood there before. Policy: none counts.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli.errors import WrongUse
from salescli.facts.searched import Hit
from salescli.ledger import names
from salescli.period import Period
from salescli.reports.report import Column, Report
from salescli.reports.view import View
from salescli.rules import searching as rule
from salescli.rules.searching import Word

Row = dict[str, Any]
MOST = 20  # hits shown where nobody says how many
DAY = timedelta(days=1)


def build(
    view: View,
    text: str,
    kind: str | None = None,
    rep: str | None = None,
    period: Period | None = None,
    most: int = MOST,
) -> Report:
    """The latest facts that hold the words of a text; of one kind, of one rep, of a period, where named.

    Raises:
        NotFound: no such rep.
        WrongUse: no words, too many, or no such kind.
    """
    words, chosen = rule.words_of(text), _kind(kind)
    start, end = view.seen(period) if period else (date.min, view.on + DAY)
    found = view.ledger.read(
        "search_texts",
        Hit,
        start=start,
        end=end,
        day=view.on,
        kind=chosen,
        rep_id=names.find(view.ledger, "rep", rep).id if rep else None,
        most=most,
        **_patterns(words),
    )
    rows = [_row(view, one, words) for one in found]
    title = _("Found: {text}").format(text=" ".join(word.text for word in words)[:40])
    return view.report("search", title, _columns(), rows, period=period, notes=_notes(found), rests_on_policy=False)


def _kind(text: str | None) -> str | None:
    """The kind of fact meant, by its name or a beginning that only one has."""
    if text is None:
        return None
    known = kinds()
    wanted = text.strip().lower().replace("-", "_").replace(" ", "_")
    meant = [wanted] if wanted in known else [one for one in known if wanted and one.startswith(wanted)]
    if len(meant) == 1:
        return meant[0]
    raise WrongUse(_("--kind is one of {kinds}, not {given}.").format(kinds=", ".join(known), given=repr(text[:40])))


def _patterns(words: Sequence[Word]) -> Mapping[str, str]:
    """The words as the query takes them: patterns of LIKE in small letters, as many as it has room for."""
    found: dict[str, str] = {"digits": "".join(word.digits for word in words)}
    for number in range(rule.MOST_WORDS):
        word = words[number] if number < len(words) else Word("")
        small, large = word.text.lower(), _lowered(word.text.upper())
        title = _lowered(word.text[:1].upper() + small[1:])
        has_cases = large != small
        for name, part in (
            ("word", small),
            ("upper", large if has_cases else ""),
            ("title", title if has_cases else ""),
        ):
            found[f"{name}_{number + 1}"] = _pattern(part)
        found[f"digits_{number + 1}"] = _pattern(word.digits)
    return found


def _lowered(text: str) -> str:
    """The text as the query's lower() leaves it: capitals beyond A to Z stay."""
    return "".join(sign.lower() if sign.isascii() else sign for sign in text)


def _pattern(text: str) -> str:
    """A pattern of LIKE that has this text anywhere; "" of none."""
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%" if text else ""


def _row(view: View, one: Hit, words: Sequence[Word]) -> Row:
    show, text = view.ledger.show_id, one.text.removeprefix(" · ")
    place = rule.place_of(text, words)
    return {
        "happened_on": one.happened_on,
        "kind": one.kind,
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "rep": one.rep,
        "name": one.name,
        "text": text,
        "place": place[0] if place else None,
        "around": rule.around(text, place),
        "id": show(one.id),
    }


def _notes(found: Sequence[Hit]) -> list[str]:
    more = found[0].found - len(found) if found else 0
    if not more:
        return []
    said = ngettext(
        "{count} earlier one was found too; --most {all} shows it.",
        "{count} earlier ones were found too; --most {all} shows all.",
        more,
    )
    return [said.format(count=more, all=found[0].found)]


def _columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date"),
        Column("kind", _("What"), words=kinds()),
        Column("customer", _("Customer")),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("opportunity", _("Opportunity"), shown=False),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("text", _("Text"), shown=False),
        Column("place", _("Place"), "count", shown=False),
        Column("around", _("Text"), data=False, under="customer"),
        Column("id", _("Id")),
    ]


def kinds() -> dict[str, str]:
    """The kinds of facts that hold texts, and what they are called."""
    return {
        "follow_up": _("Follow-up"),
        "rep": _("Rep"),
        "rep_change": _("Job"),
        "team": _("Team"),
        "customer": _("Customer"),
        "customer_owner": _("Owner"),
        "disqualification": _("Disqualified"),
        "contact": _("Contact"),
        "product": _("Product"),
        "opportunity": _("Opportunity"),
        "opportunity_owner": _("Owner"),
        "share": _("Share"),
        "stage_change": _("Stage"),
        "contract": _("Contract"),
        "receipt": _("Receipt"),
        "expense": _("Expense"),
        "trip": _("Trip"),
        "decision": _("Decision"),
        "settlement": _("Paid out"),
        "trip_report": _("Trip report"),
        "task": _("Task"),
        "task_done": _("Task done"),
        "leave": _("Leave"),
        "goal": _("Goal"),
        "goal_progress": _("Progress"),
        "feedback": _("Feedback"),
        "feedback_close": pgettext("of a feedback", "Settled"),
        "quality_review": _("Review"),
        "assessment": _("Assessment"),
        "target": _("Target"),
        "waiver": _("Waiver"),
        "correction": _("Correction"),
        "dispute": _("Dispute"),
        "dispute_answer": _("Answer"),
    }
