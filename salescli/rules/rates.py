"""A rate table and what it pays on an amount, whole or slice by slice (figures.md §5); no windows, no people."""

from bisect import bisect_right
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from salescli.policy.rows import Rows

NOTHING = Fraction(0)
AMOUNT = "amount"
DAYS = "days_from_signing"
COMPUTED_BY = (AMOUNT, DAYS)


class RateTable:
    """The rate table of one version of a plan, with the rates of its products.

    Attributes:
        rows: bounds in minor units where `by` is amount, in days where it is days_from_signing; rates as parts of one.
        products: rates by product code, which stay out of the ladder.
        source: the policy's version and key, as people name them.
    """

    def __init__(
        self, rows: Rows[Decimal], by: str = AMOUNT, products: Mapping[str, Decimal] | None = None, source: str = ""
    ) -> None:
        self.rows = rows
        self.by = by
        self.products = {code: Fraction(rate) for code, rate in (products or {}).items()}
        self.source = source
        self._bounds = [(_number(row.bound), row.above, Fraction(row.value)) for row in rows.rows]
        self._edges = [_number(bound) for bound in rows.breakpoints if bound > 0]
        self._paid = self._cumulated()

    def rate(self, amount: int) -> Fraction:
        """The tier that an amount reaches, 0 under the first row; a negative amount takes the rates of |amount|."""
        size, found = abs(amount), NOTHING
        for bound, above, rate in self._bounds:
            if size < bound or (above and size == bound):
                break
            found = rate
        return found

    def paid(self, amount: int) -> Fraction:
        """What split pays up to an amount, each slice at its own tier, exact; odd: paid(−x) = −paid(x)."""
        size = abs(amount)
        at = bisect_right(self._edges, size)
        base, start, rate = self._paid[at]
        total = base + (size - start) * rate
        return -total if amount < 0 else total

    def rate_after(self, days: int) -> Fraction:
        """The rate so many days after signing; the first row reaches down."""
        return Fraction(self.rows.lookup_or_first(days)) if self.rows else NOTHING

    def _cumulated(self) -> list[tuple[Fraction, int | Fraction, Fraction]]:
        """Per slice: what is paid up to its start, its start, its rate."""
        slices: list[tuple[Fraction, int | Fraction, Fraction]] = []
        paid = NOTHING
        starts: list[int | Fraction] = [0, *self._edges]
        for number, start in enumerate(starts):
            rate = self._inside(start)
            slices.append((paid, start, rate))
            if number + 1 < len(starts):
                paid += (starts[number + 1] - start) * rate
        return slices

    def _inside(self, start: int | Fraction) -> Fraction:
        """The rate just above the start of a slice, whether its row says from or above."""
        reached = [rate for bound, _above, rate in self._bounds if bound <= start]
        return reached[-1] if reached else NOTHING


def _number(bound: Decimal) -> int | Fraction:
    exact = Fraction(bound)
    return exact.numerator if exact.denominator == 1 else exact
