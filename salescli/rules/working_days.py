"""The working days of people and of the company under the policies in force; what a weekday or a holiday is stands in calendar."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from salescli import calendar
from salescli.calendar import PublicDays
from salescli.facts.measured import LeaveRow
from salescli.policy.model import Calendar
from salescli.policy.versions import Versions

Employment = Callable[[int], Iterable[tuple[date, date]]]
"""The days on which a rep, by id, is employed, as half-open spans."""


class WorkingDays:
    """The working days of [start, end) (figures.md §1): each day by the policy in force on it, without one the plain week.

    Attributes:
        company: all of them, in order.

    Raises:
        WrongUse, NothingInForce: a policy's country whose public holidays are not known here.
    """

    def __init__(
        self, versions: Versions, employment: Employment, leaves: Iterable[LeaveRow], start: date, end: date
    ) -> None:
        self.company: Sequence[date] = _working_days(versions, start, end)
        self._employment, self._start, self._end = employment, start, end
        self._away: dict[int, set[date]] = defaultdict(set)
        for leave in leaves:
            self._away[leave.rep_id].update(_days_away(leave, start, end))

    def of(self, rep_id: int) -> Sequence[date]:
        """Those of a rep: on days employed, less leave; in order."""
        spans = list(self._employment(rep_id))
        away = self._away.get(rep_id, ())
        if not away and any(low <= self._start and self._end <= high for low, high in spans):
            return self.company
        return [day for day in self.company if day not in away and any(low <= day < high for low, high in spans)]


def _working_days(versions: Versions, start: date, end: date) -> list[date]:
    days = sorted(calendar.days_between(start, end))
    public: dict[date, PublicDays] = {}
    for piece in versions.between(start, end):
        known = public_days(piece.version.policy.calendar, piece.start, piece.end)
        public.update((day, known) for day in calendar.days_between(piece.start, piece.end))
    plain = PublicDays()
    known_on = [(day, public.get(day, plain)) for day in days]
    return [day for day, known in known_on if calendar.is_working_day(day, known.holidays, known.workdays)]


def public_days(policy: Calendar, start: date, end: date) -> PublicDays:
    """The public days of a policy's calendar in [start, end): its country's, and above them the days that it lists."""
    holidays, workdays = frozenset(policy.holidays), frozenset(policy.workdays)
    if policy.country is None:
        return PublicDays(holidays, workdays)
    known = calendar.public_days(policy.country, start, end)
    return PublicDays((known.holidays - workdays) | holidays, (known.workdays - holidays) | workdays)


def _days_away(leave: LeaveRow, start: date, end: date) -> frozenset[date]:
    """The days of a leave (both its ends included) inside [start, end)."""
    after = date.fromordinal(leave.to_day.toordinal() + 1)
    return calendar.days_between(max(leave.from_day, start), min(after, end))
