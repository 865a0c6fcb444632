"""Bars of text beside figures: how long they are, and that figures and Chinese text still stand in line."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from salescli.render import bars
from salescli.render.wrapping import width_of
from salescli.reports.report import Column

SCORE = Column("s", "Score", "score", bar=True)
PERCENT = Column("p", "Part", "percent", bar=True)


@pytest.mark.parametrize(
    ("value", "filled"),
    [(0, 0), (-5, 0), (Decimal("9.99"), 0), (10, 1), (Decimal("99.99"), 9), (100, 10), (Decimal("112.5"), 10)],
)
def test_points_fill_it_from_100_on(value: Any, filled: int) -> None:
    """Only what is whole fills a piece: 99.99 points are not 100."""
    part = bars.part(SCORE, {"s": value})
    assert part is not None and bars.drawn(part) == "█" * filled + "░" * (10 - filled)


def test_a_percentage_fills_it_from_its_whole_on() -> None:
    assert bars.part(PERCENT, {"p": Fraction(1, 3)}) == Fraction(1, 3)
    assert bars.part(PERCENT, {"p": 2}) == 1


def test_what_has_no_bar() -> None:
    """No value, money, and a column whose rows differ in unit."""
    assert bars.part(SCORE, {"s": None}) is None
    assert bars.part(Column("m", "M", "money", bar=True), {"m": 100}) is None
    assert bars.part(Column("p", "P", "percent", kind_in="k", bar=True), {"p": 1, "k": "percent"}) is None


def test_the_bars_stand_one_below_the_other() -> None:
    """The figures are lined up behind them; without a value there is none; a column that asks for none has none."""
    rows = [{"s": 5}, {"s": 100}, {"s": None}]
    cells = bars.cells(SCORE, rows)
    assert cells == ["░░░░░░░░░░   5.00", "██████████ 100.00", "—"]
    assert len({width_of(cell) for cell in cells[:2]}) == 1
    assert bars.cells(Column("s", "Score", "score"), rows) == ["5.00", "100.00", "—"]
    assert bars.cells(SCORE, []) == []
