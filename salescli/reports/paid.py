"""Everybody's pay of a period, computed once for the reports that rest on it (figures.md §6); no report is made here.

pay = base + Σ bonuses due + commission + true-ups − penalties ± draw, month by month. Facts: jobs, and those of
commission, bonuses, penalties and draws. Policy: [pay], [post], and theirs.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from gettext import gettext as _

from salescli import money
from salescli.errors import NothingInForce, SalescliError, WrongUse
from salescli.facts.measured import LeaveRow
from salescli.period import Period
from salescli.reports import bonus, commission, penalties
from salescli.reports.drawn import draws_of
from salescli.reports.view import View, once
from salescli.reports.whose import several
from salescli.rules.base_pay import BaseMonth, BasePay
from salescli.rules.draw import DrawMonth, off_last_payslip
from salescli.rules.pay import Pay
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Staff

DAY = timedelta(days=1)  # one day


@dataclass(frozen=True, slots=True)
class Settlement:
    """The open draw of a leaver at the last payslip.

    Attributes:
        month: the last month employed, with what is owed; payslip: what it would pay otherwise, minor units.
        taken: what comes off it: what is owed as far as the payslip reaches.
    """

    month: DrawMonth
    payslip: int
    taken: int


@dataclass(frozen=True, slots=True)
class Paid:
    """Everybody's pay of a period.

    Attributes:
        months: the calendar months of the period.
        members: everybody employed on a day of it, by code.
        faults: by rep code, why a base cannot be reckoned.
    """

    view: View
    period: Period
    staff: Staff
    months: Sequence[Period]
    members: Mapping[str, Member]
    bases: Mapping[str, Sequence[BaseMonth]]
    faults: Mapping[str, SalescliError]
    bonuses: bonus.BonusFigures
    commission: commission.Figures
    draws: Mapping[str, Sequence[DrawMonth]]
    penalties: penalties.PenaltyFigures
    _of: dict[str, Pay] = field(default_factory=dict)

    def of(self, rep: str) -> Pay:
        """A rep's pay; of somebody whom nothing concerns an empty one."""
        if rep not in self._of:
            self._of[rep] = self._reckoned(rep)
        return self._of[rep]

    def reps(self) -> Sequence[str]:
        """Who has a place in it, by code: everybody employed, and who has left and still has something coming."""
        return [code for code in self.staff.by_code if code in self.members or not self.of(code).is_empty]

    def post(self, rep: str) -> str | None:
        """The post on the last day employed in the period, of who has left the last one."""
        member = self.members.get(rep)
        if member:
            return member.post
        return self.staff.post_on(self.staff.by_code[rep].id, min(self.period.last, self.view.on))

    def notes(self, reps: Collection[str]) -> Iterable[str]:
        """Problems of the data, as sentences, as far as they are about these reps or about money that is nobody's."""
        yield from self._own_notes(reps)
        yield from self.commission.notes

    def notes_of(self, rep: str) -> Iterable[str]:
        """Those that are about one rep alone, as they may stand on the rep's payslip."""
        yield from self._own_notes([rep])
        yield from _leave_notes(self.view, self.period, self.staff.by_code[rep].id)

    def _own_notes(self, reps: Collection[str]) -> Iterable[str]:
        yield from (str(self.faults[rep]) for rep in reps if rep in self.faults)
        yield from _base_notes({rep: self.bases[rep] for rep in reps if rep in self.bases})
        lines = {rep: self.bonuses.of(rep) for rep in reps}
        missing = [one for one in self.bonuses.missing if one.rep in reps]
        yield from bonus.notes_on(self.view, self.period, lines, missing)

    def before_settling(self, rep: str) -> Pay:
        """A rep's pay before an open draw comes off a leaver's last payslip."""
        return Pay(
            base=base_of(self.bases.get(rep, ())),
            bonus=self.bonuses.paid(rep),
            commission=self.commission.commission(rep),
            penalty=self.penalties.amount(rep),
            draw=sum(month.change for month in self.draws.get(rep, ())),
            unknown=frozenset({"base"}) if rep in self.faults else frozenset(),
        )

    def settlements(self, rep: str) -> Sequence[Settlement]:
        """What comes off a rep's last payslips of the period for an open draw."""
        return [self._settled(rep, month) for month in self.draws.get(rep, ()) if month.is_last and month.owed]

    def _settled(self, rep: str, month: DrawMonth) -> Settlement:
        alone = self if len(self.months) == 1 else pay_of(self.view, month.month, self.staff)
        payslip = alone.before_settling(rep).total
        return Settlement(month, payslip or 0, off_last_payslip(month.owed, payslip or 0))

    def _reckoned(self, rep: str) -> Pay:
        pay = self.before_settling(rep)
        return replace(pay, draw=pay.draw - sum(one.taken for one in self.settlements(rep)))


def base_of(months: Sequence[BaseMonth]) -> int | None:
    """The sum of months; None: there are some, and none of them has a base that is known. Not employed: 0."""
    known = [amount for month in months if (amount := month.amount) is not None]
    return sum(known) if known or not months else None


@once
def pay_of(view: View, period: Period, staff: Staff) -> Paid:
    """Everybody's pay of whole months under the view's policies, with nothing after its day.

    Raises:
        WrongUse: a period that is not of whole calendar months.
    """
    months = months_of(period)
    members = {member.person.code: member for member in roster(staff, period, view.on)}
    bases, faults = _bases(view, months, staff, members.values())
    bonuses = bonus.figures_of(view, period, staff)
    earned = commission.figures_of(view, period, staff)
    draws = draws_of(view, period, staff)
    taken = penalties.figures_of(view, period, staff)
    return Paid(view, period, staff, months, members, bases, faults, bonuses, earned, draws, taken)


def bases_of(view: View, months: Sequence[Period], staff: Staff, rep_id: int) -> Sequence[BaseMonth]:
    """A rep's bases of the months in which the rep is employed.

    Raises:
        NothingInForce: part of a month, and no `[pay] base_by`.
    """
    pay = BasePay(view.versions, staff, view.on)
    return [found for month in months if (found := pay.of(rep_id, month)) is not None]


def months_of(period: Period) -> Sequence[Period]:
    """The calendar months that a period consists of.

    Raises:
        WrongUse: it does not consist of whole months.
    """
    months = period.months()
    if not months or months[0].start != period.start or months[-1].end != period.end:
        raise WrongUse(
            _("Pay is for whole months; {period} is not made of them. Right would be 2024-03 or 2024Q1.").format(
                period=period.name
            )
        )
    return months


def _bases(
    view: View, months: Sequence[Period], staff: Staff, members: Iterable[Member]
) -> tuple[Mapping[str, Sequence[BaseMonth]], Mapping[str, SalescliError]]:
    """Everybody's bases, and why some cannot be reckoned."""
    pay = BasePay(view.versions, staff, view.on)
    bases: dict[str, Sequence[BaseMonth]] = {}
    faults: dict[str, SalescliError] = {}
    for member in members:
        try:
            found = [pay.of(member.person.id, month) for month in months]
        except (WrongUse, NothingInForce) as error:
            faults[member.person.code] = error
        else:
            bases[member.person.code] = [month for month in found if month is not None]
    return bases, faults


def _base_notes(bases: Mapping[str, Sequence[BaseMonth]]) -> Iterable[str]:
    without: dict[str, list[str]] = {}
    for rep, months in bases.items():
        for post in dict.fromkeys(piece.post for month in months for piece in month.without):
            without.setdefault(post or "—", []).append(rep)
    for post, reps in without.items():
        yield _("No base is known for {reps}: the post {post} has none, and they have none of their own.").format(
            reps=several(reps), post=money.echo(post)
        )


def _leave_notes(view: View, period: Period, rep_id: int) -> Iterable[str]:
    """Leave of a rep: which of it is paid is not in the policy, so people must know that it was."""
    start, end = view.seen(period)
    for leave in view.ledger.read("leaves", LeaveRow, start=start, end=end):
        if leave.rep_id == rep_id:
            first, last = max(leave.from_day, start), min(leave.to_day, end - DAY)
            yield _("On leave {first} … {last}: leave takes nothing off the base.").format(
                first=first.isoformat(), last=last.isoformat()
            )
