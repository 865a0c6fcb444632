"""How customers are served (figures.md §3): complaints resolved in time, and the twelve months that retention compares."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from salescli.facts.measured import Complaint, MeasureFact

YEAR = relativedelta(months=12)  # as retention is defined, not a number of a policy


def resolution_facts(complaints: Iterable[Complaint], days: Callable[[date], int | None]) -> list[MeasureFact]:
    """投诉解决率: 1 for a complaint closed within the days that the policy of its day gives; without such days it has no part."""
    found = []
    for one in complaints:
        limit = days(one.happened_on)
        if limit is not None:
            in_time = one.closed_on is not None and one.closed_on <= one.happened_on + timedelta(days=limit)
            day = one.happened_on
            found.append(MeasureFact(one.rep_id, None, one.fact, day, day, int(in_time), 1, 0))
    return found


def retention_days(end: date) -> tuple[date, date]:
    """The days from which the 12 months before the last 12, and the last 12, count; `end` is the first day after them."""
    return end - YEAR - YEAR, end - YEAR
