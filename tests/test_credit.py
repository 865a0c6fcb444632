"""Whose credit an opportunity is on a day, and money shared along a contract."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.credited import CreditChange
from salescli.rules import credit
from salescli.rules.credit import Credits

JAN, FEB, MAR = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)


def test_owner_has_everything() -> None:
    """Without shares the owner of the day has 100, and before there is one nobody."""
    credits = Credits([CreditChange(1, JAN, 10, "zw", None), CreditChange(1, MAR, 11, "ls", None)])
    assert credits.shares(1, FEB) == {"zw": 100}
    assert credits.shares(1, MAR) == {"ls": 100}
    assert credits.shares(1, date(2023, 12, 31)) == {}
    assert credits.shares(2, FEB) == {}


def test_latest_share_counts() -> None:
    """A share replaces the owner from its day on; a later one replaces it whole."""
    changes = [
        CreditChange(1, JAN, 10, "zw", None),
        CreditChange(1, FEB, 20, "zw", Decimal(60)),
        CreditChange(1, FEB, 20, "ls", Decimal(40)),
        CreditChange(1, MAR, 30, "ls", Decimal(100)),
    ]
    credits = Credits(changes)
    assert credits.shares(1, JAN) == {"zw": 100}
    assert credits.shares(1, FEB) == {"zw": 60, "ls": 40}
    assert credits.shares(1, MAR) == {"ls": 100}


def test_of_one_day_the_last_share_counts() -> None:
    """Two shares of one day: the one entered later."""
    changes = [CreditChange(1, FEB, 20, "zw", Decimal(100)), CreditChange(1, FEB, 21, "ls", Decimal(100))]
    assert Credits(changes).shares(1, FEB) == {"ls": 100}


def test_a_hundred_small_receipts() -> None:
    """A hundred receipts of 0.01 at 60/40 end at 0.60 and 0.40 (figures.md §2)."""
    shares, sums = {"zw": Decimal(60), "ls": Decimal(40)}, {"zw": 0, "ls": 0}
    for before in range(100):
        for code, step in credit.steps(before, 1, shares).items():
            assert step.before == sums[code]
            sums[code] += step.amount
    assert sums == {"zw": 60, "ls": 40}


@given(
    before=st.integers(0, 10**9),
    amount=st.integers(-(10**9), 10**9),
    percents=st.lists(st.decimals("0.01", 100, places=2), min_size=1, max_size=5),
)
def test_steps_sum_to_the_amount(before: int, amount: int, percents: list[Decimal]) -> None:
    """Whatever the shares, the parts of a receipt or refund sum to it."""
    shares = {f"r{number}": percent for number, percent in enumerate(percents)}
    assert sum(step.amount for step in credit.steps(before, amount, shares).values()) == amount


@given(
    parts=st.lists(st.integers(0, 10**7), min_size=1, max_size=8),
    weights=st.lists(st.integers(0, 10**7), min_size=1, max_size=4).filter(any),
)
def test_spreading_is_cumulative(parts: list[int], weights: list[int]) -> None:
    """Receipts spread one by one over the lines end where the whole would."""
    sums, before = [0] * len(weights), 0
    for part in parts:
        sums = [had + more for had, more in zip(sums, credit.spread(before, part, weights), strict=True)]
        before += part
    assert sums == credit.spread(0, before, weights)
    assert sum(sums) == before
