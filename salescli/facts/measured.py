"""Rows that measures count: one shape for all of them, and the wider one of the collection rate."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class MeasureFact:
    """What one fact (or one rep's day, then `fact` is None) adds to a measure.

    Attributes:
        rep_id: whose it is; None: the opportunity's shares on credit_on say.
        numerator, denominator: minor units or counts; a measure that is a sum has 1 below.
        before: what the numerator of the same contract had summed to earlier, so that sharing is cumulative.
    """

    rep_id: int | None
    opportunity_id: int | None
    fact: int | None
    happened_on: date
    credit_on: date
    numerator: int
    denominator: int
    before: int


@dataclass(frozen=True, slots=True)
class Collection:
    """A contract's plan and money before two days, in minor units (collections.sql)."""

    opportunity_id: int
    fact: int
    happened_on: date
    due_start: int
    due_end: int
    paid_start: int
    paid_end: int


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as it was set; later rows replace earlier ones of the same person, measure, product and days."""

    id: int
    scope: str
    rep_id: int | None
    team_id: int | None
    measure: str
    product_id: int | None
    starts_on: date
    ends_on: date
    amount: int | None
    number: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class LeaveRow:
    """A rep's days away, both included."""

    rep_id: int
    from_day: date
    to_day: date
