"""rules/travelled.py: days on trips, each once, and only those that were asked for."""

from datetime import date

from salescli.facts.worked import Travelled
from salescli.rules.travelled import trip_days

MARCH = (date(2024, 3, 1), date(2024, 4, 1))


def trip(rep: int, first: tuple[int, int], last: tuple[int, int]) -> Travelled:
    return Travelled(rep, date(2024, *first), date(2024, *last))


def test_both_ends_belong_to_a_trip_and_only_the_periods_days_count() -> None:
    """Three days inside; one that begins before; one that ends after; one that spans all of it."""
    trips = [trip(1, (3, 5), (3, 7)), trip(2, (2, 27), (3, 1)), trip(3, (3, 31), (4, 9)), trip(4, (1, 1), (12, 31))]
    assert trip_days(trips, *MARCH) == {1: 3, 2: 1, 3: 1, 4: 31}


def test_a_day_of_two_trips_counts_once() -> None:
    assert trip_days([trip(1, (3, 5), (3, 7)), trip(1, (3, 7), (3, 8))], *MARCH) == {1: 4}


def test_no_days() -> None:
    """No trip, and a period of which nothing may be seen yet."""
    assert trip_days([], *MARCH) == {}
    assert trip_days([trip(1, (3, 5), (3, 7))], MARCH[0], MARCH[0]) == {1: 0}
