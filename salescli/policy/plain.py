"""The blocks of a policy about time, stages, tracking and posts; pay and appraisal stand elsewhere."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from salescli.policy import kinds as k
from salescli.policy.blocks import Block, Keyed, fault_at
from salescli.terms import Closes

_HUNDRED = Decimal(100)


class Head(Block):
    """`[policy]`: the title, and the day the version starts unless loading says otherwise."""

    title: k.TitleText
    starts_on: date | None = Field(default=None, alias="from")


class Calendar(Block):
    """`[calendar]`: fiscal year, public holidays, make-up workdays, month weights of a year's target."""

    fiscal_year_starts: int | None = Field(default=None, ge=1, le=12)
    country: str | None = Field(default=None, pattern=r"^[A-Z]{2}$")
    holidays: k.Many[date] = ()
    workdays: k.Many[date] = ()
    seasonality: k.Many[k.NotNegative] = ()
    prorate: k.ProrateWord = k.Prorate.NONE

    @field_validator("seasonality")
    @classmethod
    def _twelve(cls, weights: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if weights and len(weights) != 12:
            raise PydanticCustomError("twelve", "twelve", {"count": len(weights)})
        if weights and sum(weights) != _HUNDRED:
            raise PydanticCustomError("sum", "sum", {"sum": str(sum(weights)), "whole": "100"})
        return weights


class Stage(Keyed):
    """`[[stage]]`: win probability 0…1 (won is 1, lost 0), days until an opportunity is stuck, how it closes."""

    probability: k.Rate | None = None
    stuck_after_days: k.Count | None = None
    closes: k.ClosesWord | None = None

    @model_validator(mode="before")
    @classmethod
    def _closed_probability(cls, written: Any) -> Any:
        fixed = {"won": "1", "lost": "0"}.get(str(written.get("closes"))) if isinstance(written, dict) else None
        return written if fixed is None else {"probability": fixed, **written}

    @model_validator(mode="after")
    def _closed_means_certain(self) -> "Stage":
        if self.closes is not None and self.probability != Decimal(self.closes is Closes.WON):
            right = "1" if self.closes is Closes.WON else "0"
            raise fault_at("probability", "closed_probability", {"right": right})
        return self


class Credit(Block):
    """`[credit]`: whose money a receipt is: by the shares on the signing day or on the receipt's."""

    on: k.CreditDayWord = k.CreditDay.SIGNED


class Pay(Block):
    """`[pay]`: how part of a month's base is reckoned."""

    base_by: k.BaseByWord | None = None


class BonusYear(Block):
    """`[bonus_year]`: the least the pool of yearly settled bonuses pays, in minor units."""

    floor: k.SignedMoney | None = None


class Interval(Block):
    """`[[tracking.interval]]`: days between contacts, for a customer grade or a stage; without both: for all."""

    grade: k.Text | None = None
    stage: k.Text | None = None
    days: k.Count


class Escalate(Block):
    """`[[tracking.escalate]]`: from how many days overdue on a contact is shown to whom (a post, or "manager")."""

    after_days: k.Days
    to: k.Text


class Tracking(Block):
    """`[tracking]`: deadlines of leads and contacts, and what good data is."""

    unprocessed_after_hours: k.Count | None = None
    remind_days_ahead: k.Days | None = None
    grace_days: k.Days = 0
    data_entry_hours: k.Count | None = None
    complaint_days: k.Count | None = None
    wanted_fields: k.Many[k.WantedField] = ()
    intervals: k.Many[Interval] = Field(default=(), alias="interval")
    escalations: k.Many[Escalate] = Field(default=(), alias="escalate")

    def interval_days(self, grade: str | None, stages: Collection[str]) -> int | None:
        """Days between contacts for a customer of this grade with opportunities in these stages: the first that
        matches; None: the policy sets no interval."""
        for row in self.intervals:
            if row.grade in (None, grade) and (row.stage is None or row.stage in stages):
                return row.days
        return None


class Post(Block):
    """`[post.NAME]`: base per month and cost of a day on a trip in minor units, what it requires (0…1), duties."""

    title: k.TitleText
    base: k.Money | None = None
    daily_cost: k.Money | None = None
    requires: dict[k.AssessmentWord, k.Rate] = Field(default_factory=dict)
    duties: k.TitleText | None = None
    approves: bool = False
