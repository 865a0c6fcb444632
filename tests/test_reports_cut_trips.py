"""reports/cut_trips.py: what is said of trips that are asked for in one period and begin in another."""

from datetime import date

import pytest
from small_company import span

from salescli.reports import cut_trips

D = date
MARCH, APRIL = D(2024, 3, 31), D(2024, 4, 1)


@pytest.mark.parametrize(
    ("over", "said"),
    [
        (
            "2024-03",
            "2 trips asked for in this period begin outside of it; profit counts them here, by the day of the request.",
        ),
        ("2024-04", "2 trips that begin in this period were asked for outside of it; profit counts them there."),
        ("2024", ""),
        ("2023", ""),
    ],
)
def test_the_last_day_of_march_and_the_first_of_april(over: str, said: str) -> None:
    """Two asked for on the one and made from the other on; one that lies whole in each month is not cut."""
    trips = [(MARCH, APRIL), (MARCH, MARCH), (APRIL, APRIL), (MARCH, APRIL)]
    assert " ".join(cut_trips.notes(trips, span(over))) == said


def test_without_a_period_nothing_is_cut() -> None:
    assert not list(cut_trips.notes([(MARCH, APRIL)], None))
