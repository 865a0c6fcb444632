"""Tables of rows `from`/`above` → value, and how a value finds its row; what the values mean is the rules' business."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")
Amount = int | Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """One row: counts from `bound` on (`above` False: value ≥ bound; True: value > bound)."""

    bound: Decimal
    above: bool
    value: T

    def holds(self, value: Amount) -> bool:
        """Whether the row's condition holds for `value` (figures.md §5)."""
        return value > self.bound if self.above else value >= self.bound


@dataclass(frozen=True, slots=True)
class Rows(Generic[T]):
    """An ascending table; the last row whose condition holds counts, so there can be no gap."""

    rows: tuple[Row[T], ...]

    def __bool__(self) -> bool:
        """Whether there is any row."""
        return bool(self.rows)

    def index(self, value: Amount) -> int:
        """Number of the row that counts for `value`, from 0; −1 under the first row."""
        return sum(row.holds(value) for row in self.rows) - 1

    def row(self, value: Amount) -> Row[T] | None:
        """The row that counts for `value`; None under the first row."""
        at = self.index(value)
        return None if at < 0 else self.rows[at]

    def lookup(self, value: Amount) -> T | None:
        """The value of the row that counts; None under the first row (a rate table reads it as 0)."""
        row = self.row(value)
        return None if row is None else row.value

    def lookup_or_first(self, value: Amount) -> T:
        """The value of the row that counts; under the first row the first row's (days, attainment, bonus grids)."""
        return self.rows[max(0, self.index(value))].value

    @property
    def first(self) -> T:
        """The first row's value."""
        return self.rows[0].value

    @property
    def breakpoints(self) -> tuple[Decimal, ...]:
        """The bounds in ascending order, each once."""
        return tuple(dict.fromkeys(row.bound for row in self.rows))

    def slices(self, low: Amount, high: Amount) -> list[tuple[Fraction, Fraction, T | None]]:
        """Cut [low, high] (low ≤ high) at the breakpoints: (from, to, value) per piece, None under the first row."""
        start, end = Fraction(low), Fraction(high)
        inner = [Fraction(bound) for bound in self.breakpoints if start < bound < end]
        edges = [start, *inner, end]
        return [(a, b, self.lookup((a + b) / 2)) for a, b in pairwise(edges) if a < b]

    def times(self, factor: int) -> "Rows[T]":
        """The same table with every bound × factor (100: bounds in minor units)."""
        return Rows(tuple(Row(row.bound * factor, row.above, row.value) for row in self.rows))


def interpolate(points: Rows[Decimal], value: Amount) -> Fraction:
    """Straight lines between the points, held at both ends (`linear = true`; figures.md §6)."""
    at = points.index(value)
    if at < 0 or at == len(points.rows) - 1:
        return Fraction(points.rows[max(at, 0)].value)
    left, right = points.rows[at], points.rows[at + 1]
    part = (Fraction(value) - Fraction(left.bound)) / (Fraction(right.bound) - Fraction(left.bound))
    return Fraction(left.value) + part * (Fraction(right.value) - Fraction(left.value))


@dataclass(frozen=True, slots=True)
class TwoWay:
    """A two-way grid: `values[row][column]`, each axis by value ≥ bound, under the first the first (figures.md §6)."""

    rows: tuple[Decimal, ...]
    columns: tuple[Decimal, ...]
    values: tuple[tuple[Decimal, ...], ...]

    def lookup(self, down: Amount, across: Amount) -> Decimal:
        """The coefficient for a value on the rows' axis and one on the columns' axis."""
        return self.values[_step(self.rows, down)][_step(self.columns, across)]

    def times(self, row_factor: int, column_factor: int) -> "TwoWay":
        """The same grid with the bounds of each axis × its factor (100: bounds in minor units)."""
        rows = tuple(bound * row_factor for bound in self.rows)
        return TwoWay(rows, tuple(bound * column_factor for bound in self.columns), self.values)


def _step(bounds: Sequence[Decimal], value: Amount) -> int:
    return max(0, bisect_right(bounds, value) - 1)
