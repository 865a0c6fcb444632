"""The blocks of a policy about money: commission, draws, bonuses, penalties, limits."""

from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from salescli.policy import kinds as k
from salescli.policy.blocks import AnyRow, Block, Keyed, Titled, Whom, ascending, fault_at, needs, refuses
from salescli.policy.rows import Row, Rows, TwoWay
from salescli.terms import Mode, PeriodKind, Refund


class RateRow(AnyRow):
    """A row of a commission table."""

    rate: k.Rate


class PayRow(AnyRow):
    """A row of a bonus grid: the coefficient of the base."""

    to_pay: k.Number


class ProductRate(Block):
    """`[[commission.product]]`: a product's own rate."""

    product: k.Text
    rate: k.Rate


class Commission(Keyed, Whom):
    """`[[commission]]`: a commission plan (figures.md §5); `cap` and `floor` per window in minor units."""

    basis: k.BasisWord
    of_team: bool = False
    rate_on: k.CreditDayWord = k.CreditDay.RECEIVED
    credit_on: k.CreditDayWord | None = None
    window: k.WindowWord
    mode: k.ModeWord | None = None
    refund: k.RefundWord = Refund.EXACT
    by: k.CommissionBy | None = None
    rates: k.Many[RateRow] = ()
    of: k.WhichWord = k.Which.SAME
    cap: k.Money | None = None
    floor: k.Money | None = None
    products: k.Many[ProductRate] = Field(default=(), alias="product")

    _rows = field_validator("rates")(ascending)

    @model_validator(mode="after")
    def _whole(self) -> "Commission":
        if self.rates:
            needs(self, "mode", "by")
        if self.by is not None and self.by.kind is not k.ByKind.AMOUNT and self.mode is Mode.SPLIT:
            raise fault_at("mode", "flat_only", {"by": self.by.text})
        if self.cap is not None and self.floor is not None and self.floor > self.cap:
            raise fault_at("floor", "floor_over_cap")
        return self

    @cached_property
    def table(self) -> Rows[Decimal]:
        """The rate table; its bounds are minor units by amount, parts of 1 by attainment, else days."""
        rows = Rows(tuple(Row(row.bound, row.above is not None, row.rate) for row in self.rates))
        return rows.times(100) if self.by is not None and self.by.is_money else rows

    def product_rate(self, product: str) -> Decimal | None:
        """The product's own rate, if it has one."""
        return next((row.rate for row in self.products if row.product == product), None)


class Draw(Whom):
    """`[[draw]]`: an advance on commission per month, in minor units."""

    amount: k.Money
    recoverable: bool


class Bonus(Keyed, Whom):
    """`[[bonus]]`: base × coefficient, or a share of a money measure (figures.md §6); `base` in minor units for one
    period. `by` is empty for a fixed sum, one By, or two for a two-way grid (rows, columns)."""

    of_team: bool = False
    base: k.Money | None = None
    period: k.BonusKindWord = PeriodKind.MONTH
    by: k.BonusBy = ()
    grid: k.Many[PayRow] = ()
    linear: bool = False
    rows: k.Many[k.Number] = ()
    columns: k.Many[k.Number] = ()
    to_pay: k.Many[k.Many[k.Number]] = ()
    grades: dict[k.GradeName, k.Number] = Field(default_factory=dict)
    share_of: k.MoneyMeasureWord | None = None
    rate: k.SignedRate | None = None
    settle: k.SettleWord = k.Settle.PERIOD

    _rows = field_validator("grid")(ascending)

    @field_validator("rows", "columns")
    @classmethod
    def _axis(cls, bounds: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        for at, (bound, following) in enumerate(pairwise(bounds), start=2):
            if following <= bound:
                raise PydanticCustomError("ascending", "ascending", {"row": at})
        return bounds

    @model_validator(mode="after")
    def _one_shape(self) -> "Bonus":
        shape, needed = self._shape()
        needs(self, *needed)
        every = ("base", "by", "grid", "linear", "rows", "columns", "to_pay", "grades", "share_of", "rate")
        refuses(self, shape, *(key for key in every if key not in (*needed, "linear" if "grid" in needed else "")))
        self._check_dimensions()
        if self.linear and any(row.above is not None for row in self.grid):
            raise fault_at("grid", "linear_above")
        return self

    def _shape(self) -> tuple[str, tuple[str, ...]]:
        if self.share_of is not None:
            return "share_of", ("share_of", "rate")
        if len(self.by) == 2:
            return "by = [ , ]", ("base", "by", "rows", "columns", "to_pay")
        if not self.by:
            return "base", ("base",)
        if self.by[0].kind is k.ByKind.GRADE:
            return 'by = "grade"', ("base", "by", "grades")
        return f'by = "{self.by[0].text}"', ("base", "by", "grid")

    def _check_dimensions(self) -> None:
        if len(self.to_pay) != len(self.rows):
            raise fault_at("to_pay", "grid_rows", {"found": len(self.to_pay), "right": len(self.rows)})
        for at, line in enumerate(self.to_pay, start=1):
            if len(line) != len(self.columns):
                raise fault_at(f"to_pay[{at}]", "grid_columns", {"found": len(line), "right": len(self.columns)})

    @cached_property
    def table(self) -> Rows[Decimal]:
        """The one-way grid of coefficients; the bounds of a money measure are minor units."""
        rows = Rows(tuple(Row(row.bound, row.above is not None, row.to_pay) for row in self.grid))
        return rows.times(100) if self.by and self.by[0].is_money else rows

    @cached_property
    def two_way(self) -> TwoWay | None:
        """The two-way grid of coefficients, None where the bonus has none; money bounds are minor units."""
        if len(self.by) != 2:
            return None
        factors = [100 if by.is_money else 1 for by in self.by]
        return TwoWay(self.rows, self.columns, self.to_pay).times(factors[0], factors[1])


class Penalty(Titled):
    """`[[penalty]]`: amount (minor units) per occurrence or day, a share 0…1, points off the appraisal; counted from
    the `times`-th on, `after_days` days."""

    key: k.PenaltyWord
    per: k.PerWord = k.Per.OCCURRENCE
    amount: k.Money | None = None
    share: k.Rate | None = None
    points: k.NotNegative | None = None
    times: k.Count = 1
    after_days: k.Days | None = None

    @model_validator(mode="after")
    def _costs_something(self) -> "Penalty":
        if self.amount is None and self.share is None and self.points is None:
            raise PydanticCustomError("no_cost", "no_cost")
        return self


class LimitRow(Block):
    """A row of a limit; `most` is a count, or minor units for entertainment."""

    probability_from: k.Rate
    amount_from: k.Money
    most: k.Most


class Limit(Block):
    """`[[limit]]`: the most per opportunity by win probability and amount (figures.md §8)."""

    kind: k.LimitWord
    over: k.OverWord
    rows: k.Some[LimitRow]

    def most(self, probability: Decimal, amount: int) -> int | None:
        """The most allowed: the last row both of whose conditions hold; None: no row holds, no limit."""
        held = [row for row in self.rows if probability >= row.probability_from and amount >= row.amount_from]
        return held[-1].most if held else None
