"""What is due to everybody for a period: statements for its closed months, what is reckoned for the open ones, and true-ups.

A quarter of which some months are closed = their statements + the open months (figures.md §10). Without any closing it is
what paid.py reckons; no figure is made here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from salescli.errors import SalescliError
from salescli.period import Period
from salescli.reports.closed import calendar_of, statements_of
from salescli.reports.paid import Paid, months_of, pay_of
from salescli.reports.trued_up import TrueUp, true_ups_of
from salescli.reports.view import View
from salescli.rules.pay import Pay
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Staff
from salescli.rules.statement import Figures, figures_in, pay_in


@dataclass(frozen=True, slots=True)
class Due:
    """Everybody's pay of a period, closed months as their statements have them.

    Attributes:
        open: what is reckoned, run by run of months that are open.
        kept: of each closed month, by rep code, what its statement says.
        true_ups: those that stand in the open months, in order.
    """

    view: View
    period: Period
    staff: Staff
    members: Mapping[str, Member]
    open: Sequence[Paid]
    kept: Mapping[Period, Mapping[str, Figures]]
    true_ups: Sequence[TrueUp]

    def of(self, rep: str) -> Pay:
        """A rep's pay; of somebody whom nothing concerns an empty one."""
        parts = [*(run.of(rep) for run in self.open), *self._closed(rep)]
        pay = sum(parts[1:], parts[0]) if parts else Pay()
        return pay + Pay(None, true_up=sum(one.amount(rep) for one in self.true_ups))

    def reps(self) -> Sequence[str]:
        """Who has a place in it, by code."""
        concerned = {rep for run in self.open for rep in run.reps()} | {
            rep for one in self.kept.values() for rep in one
        }
        concerned |= {rep for one in self.true_ups for rep in one.of}
        return [code for code in self.staff.by_code if code in concerned]

    def post(self, rep: str) -> str | None:
        """The post on the last day employed in the period, of who has left the last one."""
        member = self.members.get(rep)
        if member:
            return member.post
        return self.staff.post_on(self.staff.by_code[rep].id, min(self.period.last, self.view.on))

    @property
    def faults(self) -> Mapping[str, SalescliError]:
        """By rep code, why a base, or one of a closed month that is to be trued up, cannot be reckoned."""
        known = [*(one.faults for one in self.true_ups), *(run.faults for run in self.open)]
        return {rep: fault for faults in known for rep, fault in faults.items()}

    def notes(self, reps: Iterable[str]) -> Iterable[str]:
        """Problems of the data about these reps, as sentences."""
        asked = list(reps)
        for run in self.open:
            yield from run.notes(asked)

    def notes_of(self, rep: str) -> Iterable[str]:
        """Those that are about one rep alone."""
        for run in self.open:
            yield from run.notes_of(rep)

    def _closed(self, rep: str) -> list[Pay]:
        months = [kept[rep] for kept in self.kept.values() if rep in kept]
        return [pay_in(months)] if months else []


def due_of(view: View, period: Period, staff: Staff) -> Due:
    """What is due to everybody for whole months, with nothing after the view's day.

    Raises:
        WrongUse: a period that is not of whole calendar months.
    """
    months = months_of(period)
    closed = calendar_of(view).months if view.what_if is None else {}
    runs = [list(run) for is_open, run in groupby(months, key=lambda month: month not in closed) if is_open]
    open = [pay_of(view, _span(run, period), staff) for run in runs]
    kept = _kept(view, [month for month in months if month in closed])
    true_ups = [one for run in runs for month in run for one in true_ups_of(view, staff, month)] if closed else []
    members = {member.person.code: member for member in roster(staff, period, view.on)}
    return Due(view, period, staff, members, open, kept, true_ups)


def _span(run: Sequence[Period], period: Period) -> Period:
    start, end = run[0].start, run[-1].end
    if (start, end) == (period.start, period.end):
        return period
    return run[0] if len(run) == 1 else Period(start, end, f"{run[0].name}..{run[-1].name}")


def _kept(view: View, months: Sequence[Period]) -> Mapping[Period, Mapping[str, Figures]]:
    known = calendar_of(view).months if months else {}
    statements = {
        closing: {row.rep: figures_in(row.figures)["months"] for row in statements_of(view, closing)}
        for closing in {known[month] for month in months}
    }
    return {
        month: {rep: kept[month.name] for rep, kept in statements[known[month]].items() if month.name in kept}
        for month in months
    }
