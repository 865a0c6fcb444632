"""True-ups (补差, figures.md §10): what facts that came after a closing change of it, and in which open month that stands.

True-up of a closed period = its pay with all facts − as it was closed − what later statements have trued up already.
Late are the facts that were not there at the closing's head, whatever their clock says: those of days before the period's
end, and those that speak of an earlier fact.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from salescli.facts.closed import Closing
from salescli.ledger import files
from salescli.ledger.known import Head
from salescli.period import Period
from salescli.reports.closed import calendar_of, closings_of, statements_of
from salescli.reports.paid import pay_of
from salescli.reports.view import View, versions_of
from salescli.rules import true_up as rule
from salescli.rules.pay import Pay
from salescli.rules.staff import Staff
from salescli.rules.statement import Calendar, figures_in, pay_in

AFTERTHOUGHTS = (
    "void",
    "waiver",
    "decision",
    "settlement",
    "trip_report",
    "task_done",
    "goal_progress",
    "feedback_close",
    "quality_review",
    "target",
    "policy",
    "instalment",
)
"""Kinds that speak of something earlier: their own day may come after the end of a period whose figures they move."""


@dataclass(frozen=True, slots=True)
class Move:
    """What changed a rep's pay of a closed period: one late fact; or, `fact` None, what later statements have `paid` of it
    already, else what was entered before the closing for days after it."""

    fact: int | None
    change: Pay
    paid: bool = False

    @property
    def amount(self) -> int:
        """Minor units, with its sign."""
        return self.change.total or 0


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What later facts changed of the pay of one closed period.

    Attributes:
        span: the months that the closing closed; month: the open month in which it stands.
        of: by rep code, part by part, less what was trued up before; who is not there has nothing coming.
        late: the facts that came after the closing, in the order of their entry.
        before: what later statements have trued up of it, minor units, by rep code.
    """

    closing: Closing
    span: Period
    month: Period
    of: Mapping[str, Pay]
    late: Sequence[int]
    before: Mapping[str, int]

    def amount(self, rep: str) -> int:
        """A rep's, minor units, with its sign."""
        return (self.of[rep].total or 0) if rep in self.of else 0


def true_ups_of(view: View, staff: Staff, month: Period) -> Sequence[TrueUp]:
    """The true-ups that stand in an open month; closings after which nothing came have none."""
    known = calendar_of(view)
    found = (_of_closing(view, staff, known, closing, month) for closing in known.due_in(month))
    return [one for one in found if one is not None]


def moves_of(view: View, staff: Staff, one: TrueUp, rep: str) -> Sequence[Move]:
    """A true-up fact by fact, in the order of entry: what each late one changed once those before it were known.

    What later statements have paid of it already is taken off last.
    """
    head, late = Head.of_text(one.closing.ledger_head), one.late
    with files.open_for_reading(view.ledger.path, view.ledger.who, up_to=head) as ledger:

        def after(count: int) -> Pay:
            ledger.show_also(late[:count])
            return pay_of(View(ledger, view.on, view.lang, versions_of(ledger)), one.span, staff).of(rep)

        found = [Move(late[place - 1], less(new, old)) for place, old, new in rule.moves(after, len(late))]
    paid = one.before.get(rep, 0)
    rest = one.amount(rep) + paid - sum(move.amount for move in found)
    extra = [Move(None, Pay(true_up=rest))] if rest else []
    return [*found, *extra, *([Move(None, Pay(true_up=-paid), paid=True)] if paid else [])]


def less(new: Pay, old: Pay) -> Pay:
    """What one pay has more than another, part by part."""
    return Pay(
        base=(new.base or 0) - (old.base or 0),
        bonus=new.bonus - old.bonus,
        commission=(new.commission or 0) - (old.commission or 0),
        penalty=new.penalty - old.penalty,
        true_up=new.true_up - old.true_up,
        draw=new.draw - old.draw,
    )


def _of_closing(view: View, staff: Staff, known: Calendar, closing: Closing, month: Period) -> TrueUp | None:
    head = Head.of_text(closing.ledger_head)
    late = view.ledger.facts_after(head, closing.ends_on, AFTERTHOUGHTS)
    if not late and not view.ledger.facts_of_days_after(closing.closed_on, AFTERTHOUGHTS, head):
        return None
    months = known.of(closing)
    span = Period(months[0].start, months[-1].end, _name(closing))
    now = pay_of(view, span, staff)
    kept = {row.rep: figures_in(row.figures) for row in statements_of(view, closing)}
    before = _trued_up(view, closing)
    found = {}
    for rep in {*now.reps(), *kept}:
        closed = (
            pay_in(kept[rep]["months"][one.name] for one in months if one.name in kept[rep]["months"])
            if rep in kept
            else Pay()
        )
        change = less(now.of(rep), Pay(closed.base, closed.bonus, closed.commission, closed.penalty, 0, closed.draw))
        paid = Pay(true_up=-before.get(rep, 0))
        if (change + paid).total or before.get(rep):
            found[rep] = change + paid
    return TrueUp(closing, span, month, found, late, before)


def _trued_up(view: View, closing: Closing) -> Mapping[str, int]:
    """What the statements of later closings have trued up of one, by rep code."""
    found: dict[str, int] = {}
    for later in closings_of(view):
        for row in statements_of(view, later) if later.closed_on >= closing.closed_on and later != closing else ():
            for one in figures_in(row.figures)["true_ups"]:
                if one["of"] == [closing.starts_on.isoformat(), closing.ends_on.isoformat()]:
                    found[row.rep] = found.get(row.rep, 0) + one["amount"]
    return found


def _name(closing: Closing) -> str:
    whole = Period(closing.starts_on, closing.ends_on, "")
    return name_of(whole.start, whole.end)


def name_of(start: date, end: date) -> str:
    """The name of the calendar period of these days."""
    from salescli.period import period_of

    kind = Period(start, end, "").kind
    return period_of(kind, start).name if kind else f"{start.isoformat()}..{end.isoformat()}"
