"""rules/served.py: complaints resolved in time, and the months that retention compares."""

from datetime import date

import pytest

from salescli.facts.measured import Complaint
from salescli.rules import served

D = date


@pytest.mark.parametrize(
    ("closed", "in_time"),
    [(D(2024, 3, 1), 1), (D(2024, 3, 8), 1), (D(2024, 3, 9), 0), (None, 0)],
)
def test_a_complaint_is_resolved_up_to_the_policys_last_day(closed: date | None, in_time: int) -> None:
    """Made on 1 March, seven days: the 8th is in time, the 9th is not, and open is not."""
    (fact,) = served.resolution_facts([Complaint(1, 7, D(2024, 3, 1), closed)], lambda _day: 7)
    assert (fact.numerator, fact.denominator) == (in_time, 1)


def test_without_days_in_the_policy_there_is_no_figure() -> None:
    assert not served.resolution_facts([Complaint(1, 7, D(2024, 3, 1), D(2024, 3, 2))], lambda _day: None)


def test_twelve_months_end_where_the_period_does() -> None:
    """A quarter, and a period that ends on 28 February, whose first day after is leap day."""
    assert served.retention_days(D(2024, 4, 1)) == (D(2022, 4, 1), D(2023, 4, 1))
    assert served.retention_days(D(2024, 2, 29)) == (D(2022, 2, 28), D(2023, 2, 28))
