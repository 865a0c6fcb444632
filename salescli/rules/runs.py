"""Runs of days that no figure tells apart: of one month, in which a rep stands in the same teams; what is counted is not known here."""

from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta

from salescli.rules.staff import Staff

DAY = timedelta(days=1)
Run = Callable[[int, date], date]
"""Of a rep, by id, and a day: the first day of the run in which the day lies, under which the run's days are added up."""


def each_day(_rep_id: int, day: date) -> date:
    """Every day by itself."""
    return day


class Runs:
    """The runs of everybody's days of [start, end)."""

    def __init__(self, staff: Staff, start: date, end: date) -> None:
        self._staff, self._start, self._end = staff, start, end
        self._teams_change = staff.place_changes(start, end)
        self._steady = self._first_days(())
        self._of: dict[int, Mapping[date, date]] = {}

    def __call__(self, rep_id: int, day: date) -> date:
        """The first day of the run in which a day lies."""
        firsts = self._of.get(rep_id)
        if firsts is None:
            changes = self._staff.changes(rep_id, self._start, self._end)
            firsts = self._of[rep_id] = self._first_days(changes) if changes else self._steady
        return firsts[day]

    def _first_days(self, changes: Collection[date]) -> Mapping[date, date]:
        edges = {*changes, *self._teams_change}
        first, found = self._start, dict[date, date]()
        for number in range((self._end - self._start).days):
            day = self._start + number * DAY
            if day.day == 1 or day in edges:
                first = day
            found[day] = first
        return found
