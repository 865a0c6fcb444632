"""rules/profit.py: profit in its parts, whole by opportunity, shared by rep, and always what the measure says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.measured import MeasureFact, TripCost
from salescli.facts.spent import SpentOpportunity
from salescli.measure import MeasureKey
from salescli.rules import profit, spent
from salescli.rules.measures import MEASURES, NOBODY, tallied
from salescli.rules.profit import Spending, Sums

D = date
DAY = D(2024, 3, 1)
COST = 33


def _fact(
    amount: int, opportunity: int | None = 9, fact: int = 7, before: int = 0, rep: int | None = None
) -> MeasureFact:
    return MeasureFact(rep, opportunity, fact, DAY, DAY, amount, 1, before)


def _trip(travel: int, days: int = 1, opportunity: int = 9) -> TripCost:
    return TripCost(8, 1, opportunity, DAY, D(2024, 3, 1), D(2024, 3, days), travel)


def _daily(_rep: int, _day: date) -> int:
    return COST


def _shares(opportunity: int, _signed: date, _day: date) -> Mapping[str, Decimal]:
    """9 is shared in three; 10 is zw's; 11 nobody's."""
    thirds = {"ls": Decimal("33.33"), "ww": Decimal("33.33"), "zw": Decimal("33.34")}
    return {9: thirds, 10: {"zw": Decimal(100)}}.get(opportunity, {})


SPENDING = Spending(
    collected=[_fact(10_000), _fact(-1_000, before=10_000), _fact(500, 10)],
    expenses=[_fact(1_001), _fact(300, None, rep=1)],
    trips=[_trip(100, days=3), _trip(7, opportunity=10)],
    contracts=[_fact(1), _fact(1), _fact(1, 10)],
    unclosed=[_fact(1_001)],
)


def test_an_opportunity_is_whole() -> None:
    """An expense for no opportunity stands nowhere."""
    found = profit.by_opportunity(SPENDING, _daily)
    assert found == {
        9: Sums(9_000, 1_001, 100, 99, 1_001, Fraction(1), Fraction(2)),
        10: Sums(500, 0, 7, 33, 0, Fraction(1), Fraction(1)),
    }
    assert found[9].profit == 9_000 - 1_001 - 100 - 99 and found[9].trips_per_contract == Fraction(1, 2)


def test_without_a_contract_there_are_no_trips_per_contract() -> None:
    assert Sums(trip_count=Fraction(3)).trips_per_contract is None
    assert Sums(contracts=Fraction(3)).trips_per_contract == 0


def test_one_opportunity_alone() -> None:
    assert list(profit.by_opportunity(SPENDING.of(10), _daily)) == [10]


@given(
    st.lists(st.tuples(st.integers(-500, 500), st.sampled_from([9, 10, 11])), max_size=4),
    st.lists(st.tuples(st.integers(1, 500), st.sampled_from([9, 10, 11, None])), max_size=4),
    st.lists(st.tuples(st.integers(0, 500), st.integers(1, 5), st.sampled_from([9, 10, 11])), max_size=4),
)
def test_the_parts_of_a_rep_are_the_measure_and_those_of_all_the_whole(
    receipts: list[tuple[int, int]], expenses: list[tuple[int, int | None]], trips: list[tuple[int, int, int]]
) -> None:
    """To the cent, column by column, what is nobody's among them."""
    spending = Spending(
        [_fact(*one) for one in receipts],
        [_fact(amount, of, rep=None if of else 1) for amount, of in expenses],
        [_trip(*one) for one in trips],
        [],
    )
    reps = profit.by_rep(spending, _daily, _shares, {1: "zw"})
    facts = spent.profit_facts(spending.collected, spending.expenses, spending.trips, _daily)
    measured = tallied(MEASURES[MeasureKey.PROFIT], facts, _shares, {1: "zw"})
    assert {code: one.profit for code, one in reps.items()} == {code: tally.value for code, tally in measured.items()}
    whole = profit.total(profit.by_opportunity(spending, _daily).values())
    assert profit.total(reps.values()) == whole
    assert set(reps) <= {"zw", "ls", "ww", NOBODY}


@pytest.mark.parametrize(
    ("closes", "is_signed", "is_unclosed"),
    [(None, False, True), ("lost", True, True), ("lost", False, True), ("won", True, False), (None, True, False)],
)
def test_entertainment_without_a_close(closes: str | None, is_signed: bool, is_unclosed: bool) -> None:
    """The opportunity is lost, or nothing is signed; a fuel bill is no entertainment."""
    opportunity = SpentOpportunity(9, "o", None, None, None, None, closes, is_signed)
    found = profit.unclosed([_fact(10, fact=1), _fact(20, fact=2)], {1}, [opportunity])
    assert [one.fact for one in found] == ([1] if is_unclosed else [])
