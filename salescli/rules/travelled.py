"""On how many days people were on trips; what trips cost is not known here."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from salescli.calendar import days_between
from salescli.facts.worked import Travelled

DAY = timedelta(days=1)


def trip_days(trips: Iterable[Travelled], start: date, end: date) -> Mapping[int, int]:
    """The calendar days of [start, end) on a trip, by rep id; a day of two trips counts once."""
    away: dict[int, set[date]] = defaultdict(set)
    for trip in trips:
        away[trip.rep_id] |= days_between(max(trip.from_day, start), min(trip.to_day + DAY, end))
    return {rep_id: len(days) for rep_id, days in away.items()}
