"""What a commission plan cannot be, said before it is loaded."""

import pytest

from salescli.policy.faults import PolicyFaults
from salescli.policy.parse import parse_policy

HEAD = """
[policy]
title = "Test"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
"""
PLAN = {"key": "standard", "basis": "collected", "window": "quarter", "mode": "flat", "by": "amount"}


def text(**changes: str) -> str:
    keys = "".join(f'{key} = "{value}"\n' for key, value in {**PLAN, **changes}.items())
    return f'{HEAD}[[commission]]\n{keys}rates = [ {{ from = "0", rate = "0.05" }} ]\n'


@pytest.mark.parametrize(
    ("changes", "key", "part"),
    [
        ({"window": "contract", "floor": "100.00"}, "floor", "has no last day"),
        ({"window": "receipt", "by": "attainment:collected"}, "window", "month, quarter or year"),
        ({"window": "contract", "by": "attainment:collected"}, "window", "only these have a target"),
        ({"window": "contract", "of": "previous"}, "of", "has one before it"),
        ({"mode": "split", "of": "previous"}, "of", "mode = “split”"),
        ({"by": "days_from_signing", "of": "previous"}, "of", "by = “days_from_signing”"),
        ({"basis": "profit", "window": "contract"}, "window", "costs are of an opportunity"),
        ({"basis": "profit", "by": "days_from_due"}, "by", "a cost is signed and due on no day"),
        ({"basis": "signed", "by": "days_from_due"}, "by", "settles an instalment"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(changes: dict[str, str], key: str, part: str) -> None:
    """One fault, at its key, with what would be right and why."""
    with pytest.raises(PolicyFaults) as caught:
        parse_policy(text(**changes))
    (fault,) = caught.value.faults
    assert fault.path == f"commission[1].{key}" and part in fault.text


@pytest.mark.parametrize(
    "changes",
    [
        {"window": "receipt", "floor": "100.00"},
        {"window": "month", "by": "attainment:collected", "of": "previous"},
        {"basis": "profit", "window": "receipt"},
        {"basis": "profit", "by": "attainment:profit"},
        {"window": "contract", "by": "days_from_due"},
    ],
)
def test_what_can_be_is_taken(changes: dict[str, str]) -> None:
    """A floor on each receipt, the attainment of the month before, profit by its own target, days of one contract."""
    assert len(parse_policy(text(**changes)).commission_plans) == 1
