"""Rate tables by amount, by attainment, by days: which row counts, and the way through the slices."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.policy.rows import Row, Rows
from salescli.rules.rates import RateTable

ROWS = Rows((Row(Decimal("0.5"), False, Decimal("0.04")), Row(Decimal(1), True, Decimal("0.06"))))
LADDER = RateTable(
    Rows(tuple(Row(Decimal(b), False, Decimal(r)) for b, r in ((100, "0.05"), (300, "0.07"), (400, "0.02"))))
)


@pytest.mark.parametrize(
    ("level", "rate"),
    [(None, "0.04"), ("-2", "0"), ("0.49", "0"), ("0.5", "0.04"), ("1", "0.04"), ("1.01", "0.06")],
)
def test_by_attainment(level: str | None, rate: str) -> None:
    """Without an attainment the first row counts; under it nothing is paid, and below zero neither."""
    table = RateTable(ROWS, "attainment:collected")
    assert table.tier(None if level is None else Fraction(level)) == Fraction(rate)
    assert table.measure == "collected" and not table.has_ladder


def test_by_days_the_first_row_reaches_down() -> None:
    table = RateTable(
        Rows((Row(Decimal(10), False, Decimal("0.05")), Row(Decimal(30), True, Decimal("0.03")))), "days_from_due"
    )
    assert [table.rate_after(days) for days in (-40, 10, 30, 31)] == [Fraction(5, 100)] * 3 + [Fraction(3, 100)]


@given(low=st.integers(-600, 600), high=st.integers(-600, 600))
def test_slices_are_what_split_pays(low: int, high: int) -> None:
    """From one amount to another, up or down, through zero: the slices follow on one another and pay the difference."""
    slices = LADDER.slices(low, high)
    assert sum(((end - start) * rate for start, end, rate in slices), Fraction(0)) == LADDER.paid(high) - LADDER.paid(
        low
    )
    at: int | Fraction = low
    for start, end, _rate in slices:
        assert start == at
        at = end
    assert at == high


def test_an_empty_table_pays_nothing() -> None:
    """A plan with products alone has no rows."""
    empty = RateTable(Rows(()))
    assert (empty.tier(None), empty.tier(500), empty.paid(500), empty.rate_after(3), empty.row(5)) == (0, 0, 0, 0, None)
