"""True-ups (补差, figures.md §10): what facts that came after a closing change of it, and in which open month that stands.

True-up of a closed period = its pay with all facts − as it was closed − what later statements have trued up already.
Late are the facts that were not there at the closing's head, whatever their clock says, as far as they may move its days; of
those, the ones that a later statement has trued up are paid, and only what came since is itemised.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import reduce

from salescli.errors import SalescliError
from salescli.facts.closed import Closing, LateFact
from salescli.ledger import files
from salescli.ledger.known import Head
from salescli.period import Period, period_of, year_of
from salescli.period.span import DAY
from salescli.reports import commission
from salescli.reports.closed import calendar_of, statements_of
from salescli.reports.made_of import Made, made_of
from salescli.reports.paid import pay_of
from salescli.reports.view import View, versions_of
from salescli.rules import true_up as rule
from salescli.rules.pay import Pay
from salescli.rules.staff import Staff
from salescli.rules.statement import Calendar, figures_in, pay_in

State = tuple[Pay, tuple[Made, ...]]
"""A rep's pay of some months, and what it is made of: facts that cancel each other out differ there."""
NOTHING: State = (Pay(), ())


@dataclass(frozen=True, slots=True)
class Move:
    """What changed a rep's pay of a closed period: a late fact, with the parts of it that came with it; without `facts`: no
    single one, but what was known at the closing counts otherwise now. `before` and `after`: what the pay was made of."""

    facts: Sequence[int]
    change: Pay
    before: Sequence[Made] = ()
    after: Sequence[Made] = ()

    @property
    def amount(self) -> int:
        """Minor units, with its sign."""
        return self.change.total or 0


@dataclass(frozen=True, slots=True)
class TrueUp:
    """What later facts changed of the pay of one closed period.

    Attributes:
        name: of the period; runs: its months that this closing closed, neighbours together.
        month: the open month in which it stands.
        of: by rep code, part by part, less what was trued up before; who is not there has nothing coming.
        late: what came since it was last trued up, in the order of entry: each fact with its parts.
        before: what later statements have trued up of it, minor units, by rep code.
        faults: by rep code, why a base of it cannot be reckoned any more.
        states: what was reckoned on the way through the late facts, by how many of them were known.
    """

    closing: Closing
    name: str
    runs: Sequence[Period]
    month: Period
    of: Mapping[str, Pay]
    late: Sequence[Sequence[int]]
    before: Mapping[str, int]
    faults: Mapping[str, SalescliError] = field(default_factory=dict)
    states: dict[int, Mapping[str, State]] = field(default_factory=dict, compare=False, repr=False)

    def amount(self, rep: str) -> int:
        """A rep's, minor units, with its sign."""
        return (self.of[rep].total or 0) if rep in self.of else 0

    def was_there(self, fact: int) -> bool:
        """Whether a late fact was there at the closing, hidden until its own day."""
        return Head.of_text(self.closing.ledger_head).has(fact)


def true_ups_of(view: View, staff: Staff, month: Period) -> Sequence[TrueUp]:
    """The true-ups that stand in an open month; closings after which nothing came have none."""

    def reckoned() -> Sequence[TrueUp]:
        known = calendar_of(view)
        found = (_of_closing(view, staff, known, closing, month) for closing in known.due_in(month))
        return [one for one in found if one is not None]

    return view.once(("true_ups", month), reckoned)


def moves_of(view: View, one: TrueUp, rep: str) -> Sequence[Move]:
    """A true-up fact by fact, in the order of entry: what each late one changed once those before it were known.

    What they do not come to is said last, without a fact.
    """
    ledger = view.ledger
    with files.open_for_reading(ledger.path, ledger.who, as_of=ledger.known_at, up_to=ledger.reached()) as shown:

        def known(count: int) -> State:
            if count not in one.states:
                shown.hide(fact for unit in one.late[count:] for fact in unit)
                one.states[count] = _states(View(shown, view.on, view.lang, versions_of(shown, view.lang)), one.runs)
            found = one.states[count].get(rep, NOTHING)
            return known(count - 1) if found[0].unknown and count else found

        moved = [
            Move(one.late[place - 1], less(new, old), before, after)
            for place, (old, before), (new, after) in rule.moves(known, len(one.late))
        ]
    found = [move for move in moved if not move.change.is_empty]
    rest = one.amount(rep) - sum(move.amount for move in found)
    return [*found, *([Move((), Pay(true_up=rest))] if rest else [])]


def _states(view: View, runs: Sequence[Period]) -> Mapping[str, State]:
    """Everybody's pay of some months with what it is made of, by rep code."""
    staff = commission.staff_of(view)
    paid = [pay_of(view, run, staff) for run in runs]
    return {
        rep: (_sum(one.of(rep) for one in paid), tuple(line for one in paid for line in made_of(one, rep)))
        for rep in staff.by_code
    }


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
    since = [closing, *known.trued_up_by(closing)]
    months = known.of(closing)
    end, last = _horizon(staff, months), since[-1]
    late = [one for one in _after(view, last, max(end, last.closed_on + DAY)) if one.day < end]
    if not late and last.closed_on >= end - DAY:
        return None
    runs = runs_of(months)
    now = [pay_of(view, run, staff) for run in runs]
    closed, before = _closed(view, closing, months), trued_up_in(view, closing, since[1:])
    faults = {rep: fault for paid in now for rep, fault in paid.faults.items()}
    found = {}
    for rep in dict.fromkeys([*(rep for paid in now for rep in paid.reps()), *closed]):
        change = less(_sum(paid.of(rep) for paid in now), closed.get(rep, Pay()))
        left = change + Pay(true_up=-before.get(rep, 0))
        if left.total and rep not in faults:
            found[rep] = left
    name = name_of(closing.starts_on, closing.ends_on)
    return TrueUp(closing, name, runs, month, found, _units(late), before, faults)


def _after(view: View, closing: Closing, before: date) -> Sequence[LateFact]:
    """What was not seen at a closing, as far as it may move days before `before`: asked for once by all that it trued up."""
    head = Head.of_text(closing.ledger_head)
    return view.once(
        ("after", closing, before), lambda: view.ledger.facts_after(head, closing.closed_on, before), of_money=False
    )


def _horizon(staff: Staff, months: Sequence[Period]) -> date:
    """The day after the last one whose facts may move some months: of who left in them, the year's end, for what a leaver's
    bonuses are evaluated for ends after what they are due in."""
    lasts = [after - DAY for rep_id in staff.people for _first, after in staff.spans(rep_id) if after is not None]
    left = [last for last in lasts if any(month.contains(last) for month in months)]
    return max([months[-1].end, *(year_of(last).end for last in left)])


def _units(late: Sequence[LateFact]) -> Sequence[Sequence[int]]:
    """The late facts in their order, with each what is a part of it, or takes it back, and came late too."""
    whole = {one.id: one.whole for one in late}
    found: dict[int, list[int]] = {}
    for one in late:
        first = one.id
        while (above := whole[first]) in whole and above is not None:
            first = above
        found.setdefault(first, []).append(one.id)
    order = {one.id: place for place, one in enumerate(late)}
    return [[first, *(id for id in found[first] if id != first)] for first in sorted(found, key=order.__getitem__)]


def _closed(view: View, closing: Closing, months: Sequence[Period]) -> Mapping[str, Pay]:
    """What a closing's own months came to, by rep code, without what they trued up themselves."""
    kept = {row.rep: figures_in(row.figures)["months"] for row in statements_of(view, closing)}
    paid = {rep: pay_in(of[month.name] for month in months if month.name in of) for rep, of in kept.items()}
    return {rep: replace(pay, true_up=0) for rep, pay in paid.items()}


def trued_up_in(
    view: View, closing: Closing, later: Iterable[Closing], outside: Period | None = None
) -> Mapping[str, int]:
    """What the statements of later closings have trued up of one, by rep code.

    Args:
        outside: without what stands in the months of this period.
    """
    held = {month.name for month in outside.months()} if outside else set()
    days = [closing.starts_on.isoformat(), closing.ends_on.isoformat()]
    found: dict[str, int] = {}
    for row in (row for one in later for row in statements_of(view, one)):
        for one in figures_in(row.figures)["true_ups"]:
            if one["of"] == days and one["month"] not in held:
                found[row.rep] = found.get(row.rep, 0) + one["amount"]
    return found


def _sum(pays: Iterable[Pay]) -> Pay:
    return reduce(Pay.__add__, pays)


def runs_of(months: Sequence[Period]) -> Sequence[Period]:
    """Months in their order as spans, neighbours together."""
    found: list[Period] = []
    for month in months:
        if found and found[-1].end == month.start:
            last = found.pop()
            month = Period(last.start, month.end, name_of(last.start, month.end))
        found.append(month)
    return found


def name_of(start: date, end: date) -> str:
    """The name of the calendar period of these days; of others its days."""
    kind = Period(start, end, "").kind
    return period_of(kind, start).name if kind else f"{start.isoformat()}..{(end - DAY).isoformat()}"
