"""Everybody's pay under another policy and under the one in force, computed once for the reports that show both (figures.md §10).

Both are reckoned anew on the same facts: closed months too, and what is trued up of periods before stands in both alike.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.period import Period
from salescli.reports import what_if
from salescli.reports.closed import calendar_of
from salescli.reports.paid import months_of, pay_of
from salescli.reports.report import Column, Report
from salescli.reports.settled import Due, due_of
from salescli.reports.trued_up import TrueUp, true_ups_of
from salescli.reports.view import View
from salescli.reports.what_if import Costly, Costs
from salescli.rules.roster import roster
from salescli.rules.staff import Staff

Row = dict[str, Any]
NO_VALUE = "—"  # in a cell of text
ARROW = "→"


@dataclass(frozen=True, slots=True)
class Both:
    """Everybody's pay under the policy asked for, and beside a what-if under the one in force.

    Attributes:
        now: None without a what-if, and where the ledger has no policy in the period.
    """

    new: Due
    now: Due | None

    def reps(self) -> list[str]:
        """Who has a place in one of them, by code, in order."""
        return sorted({*self.new.reps(), *(self.now.reps() if self.now else ())})

    def paid(self, reps: Iterable[str]) -> tuple[int | None, int | None]:
        """What is paid to some reps, under the other policy and under the one in force; None: not of everyone it is known."""
        asked = list(reps)
        return _total(self.new, asked), _total(self.now, asked) if self.now else None

    def difference(self, rep: str) -> int | None:
        """What the other policy pays a rep more, minor units; None: one of the two is not known."""
        return what_if.difference(*self.paid([rep]))

    def commission(self, reps: Iterable[str]) -> tuple[int | None, int | None]:
        """The same of their commission."""
        asked = list(reps)
        return _commission(self.new, asked), _commission(self.now, asked) if self.now else None

    def cost_notes(self, costs: Costs | None, reps: Sequence[str], *, everybody: bool) -> Iterator[str]:
        """What the pay and the commission of those shown cost of the money collected; without a what-if nothing."""
        if costs is not None:
            paid: Mapping[Costly, tuple[int | None, int | None]] = {
                "pay": self.paid(reps),
                "commission": self.commission(reps),
            }
            yield from costs.notes(paid, None if everybody else reps)


def both(view: View, period: Period, staff: Staff) -> Both:
    """Everybody's pay under the view's policies, and beside a what-if under the one in force, on the same facts.

    Raises:
        WrongUse: a period that is not of whole calendar months.
    """
    if view.what_if is None:
        return Both(due_of(view, period, staff), None)
    before = what_if.in_force(view, period)
    if before is None:
        return Both(_anew(view, period, staff, ()), None)
    true_ups = _of_earlier_periods(before, period, staff)
    return Both(_anew(view, period, staff, true_ups), _anew(before, period, staff, true_ups))


def _anew(view: View, period: Period, staff: Staff, true_ups: Sequence[TrueUp]) -> Due:
    """The pay of a period as if no month of it had been closed."""
    members = {member.person.code: member for member in roster(staff, period, view.on)}
    return Due(view, period, staff, members, [pay_of(view, period, staff)], {}, true_ups)


def _of_earlier_periods(view: View, period: Period, staff: Staff) -> list[TrueUp]:
    """The true-ups that stand in the period and are of closings before it: no policy of the period changes them."""
    closed = calendar_of(view).months
    found = [one for month in months_of(period) if closed for one in true_ups_of(view, staff, month)]
    return [one for one in found if one.closing.ends_on <= period.start]


def _total(due: Due, reps: Sequence[str]) -> int | None:
    totals = [None if rep in due.faults else due.of(rep).total for rep in reps]
    known = [total for total in totals if total is not None]
    return sum(known) if len(known) == len(totals) else None


def _commission(due: Due, reps: Sequence[str]) -> int:
    return sum(due.of(rep).commission or 0 for rep in reps)


# The appraisal of several reps.


def appraisal_notes(
    view: View, period: Period, staff: Staff, paid: Both, rows: what_if.Rows, *, everybody: bool
) -> Iterator[str]:
    """Whose pay grows and shrinks with another policy, and what that costs; without a what-if nothing.

    Args:
        rows: the appraisal's, with `pay_difference`; everybody: whether nobody was asked for, so that leavers count too.
    """
    reps = paid.reps() if everybody else [row["rep"] for row in rows]
    there = {row["rep"] for row in rows}
    left = {rep: paid.difference(rep) for rep in reps if rep not in there}
    more = [{"rep": rep, "pay_difference": move} for rep, move in left.items()]
    yield from what_if.notes(view, period, [*rows, *more], "pay_difference")
    if left and paid.now:
        yield _("Not employed in {period}, but paid: {amounts}.").format(
            period=period.name, amounts=", ".join(f"{rep} {_paid(paid, rep, move)}" for rep, move in left.items())
        )
    yield from paid.cost_notes(what_if.costs_of(view, period, staff), reps, everybody=everybody)


def _paid(paid: Both, rep: str, move: int | None) -> str:
    """What a rep is paid under the other policy, with how much more that is than today."""
    total = paid.new.of(rep).total
    amount = NO_VALUE if total is None else money.money_text(total, grouped=True)
    return amount if not move else f"{amount} ({what_if.signed(move)})"


def appraisals(report: Report) -> Report:
    """The appraisal of several reps as people read it under both policies: score, grade and pay."""
    kept = {column.key: column for column in report.columns}
    found = [_appraised(row) for row in report.rows]
    shown = what_if.ordered(found, "pay_difference", taken=False)
    return replace(
        report,
        title=what_if.titled(report.title),
        columns=[
            *(kept[key] for key in ("rep", "name")),
            replace(kept["post"], under="name"),
            Column("score_now", _("Score in force"), "score", data=False),
            kept["score"],
            Column("grades", _("Grade"), data=False),
            *what_if.amounts(),
        ],
        rows=shown,
        totals=what_if.sums(shown),
        look=replace(report.look, emphasis=what_if.emphasis(shown, "pay_difference", taken=False)),
    )


def _appraised(row: Mapping[str, Any]) -> Row:
    now = row["in_force"]
    before, after = now["grade"] if now else None, row["grade"]
    return {
        **row,
        "score_now": now["score"] if now else None,
        "grades": after if before == after or now is None else f"{before or NO_VALUE} {ARROW} {after or NO_VALUE}",
        "now": now["pay"]["total"] if now else None,
        "new": row["pay"]["total"],
        "difference": row["pay_difference"],
    }
