"""rules/spent.py: profit and the expense ratio from receipts, approved expenses and trips."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from salescli.facts.measured import MeasureFact, TripCost
from salescli.measure import MeasureKey
from salescli.rules import spent
from salescli.rules.measures import MEASURES, tallied

D = date
DAY = D(2024, 3, 1)


def _fact(amount: int, opportunity: int | None = 9, rep: int | None = None, before: int = 0) -> MeasureFact:
    return MeasureFact(rep, opportunity, 7, DAY, DAY, amount, 1, before)


TRIP = TripCost(8, 1, 9, DAY, D(2024, 2, 28), D(2024, 3, 1), 1_000)


def test_a_trip_costs_its_travel_and_its_days() -> None:
    """28 and 29 February and 1 March are three days."""
    assert TRIP.days == 3
    assert spent.trip_cost(TRIP, lambda _rep, _day: 400) == 2_200


def test_days_still_to_be_travelled_cost_no_labour_yet() -> None:
    """Looked at on its second day it has two; before it has begun none, and nobody asks what a day costs."""
    [second], [before], [after] = (
        spent.travelled([TRIP], day) for day in (D(2024, 2, 29), D(2024, 2, 27), D(2024, 12, 31))
    )
    assert (second.days, before.days, after.days) == (2, 0, 3)
    assert spent.trip_cost(second, lambda _rep, _day: 400) == 1_800
    assert spent.trip_cost(before, lambda _rep, _day: pytest.fail("nobody asks")) == 1_000


def test_profit_is_of_opportunities_and_shared() -> None:
    """10,000 collected, 1,000 spent and a trip of 2,200 on the opportunity; 500 for the office is no opportunity's."""
    facts = spent.profit_facts([_fact(10_000)], [_fact(1_000), _fact(500, None, 1)], [TRIP], lambda _rep, _day: 400)
    found = tallied(
        MEASURES[MeasureKey.PROFIT], facts, lambda *_asked: {"zw": Decimal(60), "ls": Decimal(40)}, {1: "zw"}
    )
    assert {code: tally.value for code, tally in found.items()} == {"zw": 4_080, "ls": 2_720}


def test_a_cent_that_cannot_be_shared_falls_as_receipts_do() -> None:
    """0.05 at 50/50 spent is 0.03 and 0.02, against the earlier code as it would be for it."""
    facts = spent.profit_facts([], [_fact(5)], [], lambda _rep, _day: 0)
    shares = {"ls": Decimal(50), "zw": Decimal(50)}
    found = tallied(MEASURES[MeasureKey.PROFIT], facts, lambda *_asked: shares, {})
    assert {code: tally.value for code, tally in found.items()} == {"ls": -3, "zw": -2}


def test_the_expense_ratio_takes_every_expense() -> None:
    """1,000 shared and 500 of zw's own over 10,000 shared: 1,100 of 6,000 and 400 of 4,000."""
    facts = spent.ratio_facts([_fact(10_000)], [_fact(1_000), _fact(500, None, 1)])
    shares = {"zw": Decimal(60), "ls": Decimal(40)}
    found = tallied(MEASURES[MeasureKey.EXPENSE_RATIO], facts, lambda *_asked: shares, {1: "zw"})
    assert found["zw"].value == Fraction(1_100, 6_000) and found["ls"].value == Fraction(400, 4_000)


def test_spent_and_nothing_collected_has_no_value() -> None:
    found = tallied(
        MEASURES[MeasureKey.EXPENSE_RATIO], spent.ratio_facts([], [_fact(9)]), lambda *_: {"zw": Decimal(100)}, {}
    )
    assert found["zw"].value is None
