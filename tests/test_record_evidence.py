"""record/evidence.py: plain numbers, who is employed, and what was voided."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import SmallCompany

from salescli.errors import Refused, WrongUse
from salescli.record import evidence

D = date


@pytest.mark.parametrize("text", ["0", "85", "7.50", " 3 ", "123456789012.123456789012"])
def test_a_plain_number_stays_as_it_is(text: str) -> None:
    assert str(evidence.number(text, "The score")) == text.strip()


@pytest.mark.parametrize("text", ["", "-1", "+1", "1e3", ".5", "5.", "1,000", "nan", "١", "1" * 13, "1\x1b"])
def test_what_is_no_plain_number(text: str) -> None:
    """Neither digits of another script, nor anything that a float would take."""
    with pytest.raises(WrongUse, match="The score is a plain number"):
        evidence.number(text, "The score")


@given(st.decimals(min_value=0, max_value=999, places=3))
def test_a_number_is_exact(value: Decimal) -> None:
    assert evidence.number(f"{value:f}", "The score") == value


def test_who_is_employed(tmp_path: Path) -> None:
    """From the day of hiring to the day of departing, both included, and again after another hiring."""
    ours = SmallCompany(tmp_path / "l.db")
    ours.hire("zw", D(2024, 1, 8))
    ours.job("zw", D(2024, 3, 1), "depart")
    ours.job("zw", D(2024, 6, 3), "hire", post="rep")
    with ours.view() as view:
        for day in (D(2024, 1, 8), D(2024, 3, 1), D(2024, 6, 3)):
            assert evidence.employed(view.ledger, "zw", day).code == "zw"
        with pytest.raises(Refused, match="zw ZW is not employed on 2024-01-07; `salescli rep hire`"):
            evidence.employed(view.ledger, "zw", D(2024, 1, 7))
        with pytest.raises(Refused, match="zw ZW departed on 2024-03-01, before 2024-03-02"):
            evidence.employed(view.ledger, "zw", D(2024, 3, 2))


def test_what_was_voided_takes_nothing_more(tmp_path: Path) -> None:
    ours = SmallCompany(tmp_path / "l.db")
    with ours.view() as view:
        assert evidence.standing(view.ledger, 1, ["found"]) == "found"
        with pytest.raises(Refused, match="was voided; it counts no more"):
            evidence.standing(view.ledger, (view.ledger.origin << 32) + 18, [])
