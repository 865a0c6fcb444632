"""A rate table and what it pays on an amount, whole or slice by slice (figures.md §5); no windows, no people."""

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from salescli.policy.rows import Row, Rows

Exact = int | Fraction
Level = int | Fraction | None
"""What picks a tier: an amount in minor units, an attainment as a part of one; None: there is none, the first row counts."""
NOTHING = Fraction(0)
AMOUNT = "amount"
DAYS = "days_from_signing"
DUE = "days_from_due"
ATTAINMENT = "attainment:"
BY_DAYS = (DAYS, DUE)


class RateTable:
    """The rate table of one version of a plan, with the rates of its products.

    Attributes:
        rows: bounds in minor units where `by` is amount, in days where it is days_from_…, else parts of one; rates as
            parts of one.
        products: rates by product code, which stay out of the ladder.
        source: the policy's version and key, as people name them.
        of_previous: whether the window before picks the tier (`of`).
    """

    def __init__(
        self,
        rows: Rows[Decimal],
        by: str = AMOUNT,
        products: Mapping[str, Decimal] | None = None,
        source: str = "",
        of_previous: bool = False,
    ) -> None:
        self.rows = rows
        self.by = by
        self.products = {code: Fraction(rate) for code, rate in (products or {}).items()}
        self.source = source
        self.of_previous = of_previous
        self._bounds = [(_number(row.bound), row.above, Fraction(row.value)) for row in rows.rows]
        self._edges = [_number(bound) for bound in rows.breakpoints if bound > 0]
        self._paid = self._cumulated()

    @property
    def measure(self) -> str | None:
        """The measure whose attainment picks the tier; None: something else does."""
        return self.by.removeprefix(ATTAINMENT) if self.by.startswith(ATTAINMENT) else None

    @property
    def has_ladder(self) -> bool:
        """Whether amounts climb it slice by slice, as `split` wants."""
        return self.by == AMOUNT and not self.of_previous

    def rate(self, level: Exact) -> Fraction:
        """The tier that a level reaches, 0 under the first row; a negative amount takes the rates of |amount|."""
        size, found = self._size(level), NOTHING
        for bound, above, rate in self._bounds:
            if size < bound or (above and size == bound):
                break
            found = rate
        return found

    def tier(self, level: Level) -> Fraction:
        """The rate at a level; without one the first row's."""
        if level is None:
            return Fraction(self.rows.first) if self.rows else NOTHING
        return self.rate(level)

    def row(self, level: Level) -> Row[Decimal] | None:
        """The row that a level reaches; None: it stands under the first."""
        if level is None:
            return self.rows.rows[0] if self.rows else None
        return self.rows.row(self._size(level))

    def paid(self, amount: int) -> Fraction:
        """What split pays up to an amount, each slice at its own tier, exact; odd: paid(−x) = −paid(x)."""
        size = abs(amount)
        at = bisect_right(self._edges, size)
        base, start, rate = self._paid[at]
        total = base + (size - start) * rate
        return -total if amount < 0 else total

    def slices(self, low: int, high: int) -> list[tuple[Exact, Exact, Fraction]]:
        """The way from one amount to another, cut at the rows: (from, to, rate); Σ (to − from) × rate is what split pays."""
        start, end = min(low, high), max(low, high)
        rows: list[Exact] = [0, *self._edges, *(-edge for edge in self._edges)]
        edges = sorted({Fraction(start), *(Fraction(row) for row in rows if start < row < end), Fraction(end)})
        pieces: list[tuple[Exact, Exact, Fraction]] = [
            (a, b, self._inside(min(_absolute(a), _absolute(b)))) for a, b in pairwise(edges)
        ]
        return pieces if high >= low else [(b, a, rate) for a, b, rate in reversed(pieces)]

    def rate_after(self, days: int) -> Fraction:
        """The rate so many days after signing or falling due; the first row reaches down."""
        return Fraction(self.rows.lookup_or_first(days)) if self.rows else NOTHING

    def _size(self, level: Exact) -> Exact:
        return _absolute(level) if self.by == AMOUNT else level

    def _cumulated(self) -> list[tuple[Fraction, Exact, Fraction]]:
        """Per slice: what is paid up to its start, its start, its rate."""
        slices: list[tuple[Fraction, Exact, Fraction]] = []
        paid = NOTHING
        starts: list[Exact] = [0, *self._edges]
        for number, start in enumerate(starts):
            rate = self._inside(start)
            slices.append((paid, start, rate))
            if number + 1 < len(starts):
                paid += (starts[number + 1] - start) * rate
        return slices

    def _inside(self, start: Exact) -> Fraction:
        """The rate just above the start of a slice, whether its row says from or above."""
        reached = [rate for bound, _above, rate in self._bounds if bound <= start]
        return reached[-1] if reached else NOTHING


def _number(bound: Decimal) -> Exact:
    exact = Fraction(bound)
    return exact.numerator if exact.denominator == 1 else exact


def _absolute(value: Exact) -> Exact:
    return -value if value < 0 else value
