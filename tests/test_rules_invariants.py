"""What must hold of shares and contracts, in numbers."""

from decimal import Decimal

import pytest

from salescli.facts.verified import ContractSums, SharePercent
from salescli.rules import invariants


def sums(amount: int = 100, lines: int | None = None, paid: int = 0, refunded: int = 0, off: int = 0) -> ContractSums:
    return ContractSums(7, None, amount, 1, lines, None, paid, refunded, off)


@pytest.mark.parametrize(
    ("percents", "says"),
    [(["100"], None), (["33.3", "66.7"], None), (["60", "39"], "99"), (["50", "50.001"], "100.001"), ([None], "0")],
)
def test_shares_sum_to_100_exactly(percents: list[str | None], says: str | None) -> None:
    parts = [SharePercent(5, 1, Decimal(one) if one else None) for one in percents]
    expected = [] if says is None else [("shares", 5, Decimal(says), Decimal(100))]
    assert [tuple(one) for one in invariants.shares(parts)] == expected


@pytest.mark.parametrize(
    ("contract", "kinds"),
    [
        (sums(), []),
        (sums(lines=100, paid=100), []),
        (sums(lines=99), ["lines"]),
        (sums(lines=0), ["lines"]),
        (sums(paid=120, refunded=20), []),
        (sums(paid=101), ["collected"]),
        (sums(paid=60, off=41), ["collected"]),
        (sums(paid=10, refunded=11), ["refunded"]),
    ],
)
def test_a_contract_and_what_its_parts_come_to(contract: ContractSums, kinds: list[str]) -> None:
    assert [one.kind for one in invariants.contracts([contract])] == kinds
