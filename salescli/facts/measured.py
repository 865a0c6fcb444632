"""Rows that measures count: one shape for most of them, and those of measures that take a rule to be counted."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class MeasureFact(NamedTuple):
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


class Collection(NamedTuple):
    """A contract's plan and money before two days, in minor units (collections.sql)."""

    opportunity_id: int
    fact: int
    happened_on: date
    due_start: int
    due_end: int
    paid_start: int
    paid_end: int


class TargetRow(NamedTuple):
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


class LeaveRow(NamedTuple):
    """A rep's days away, both included."""

    rep_id: int
    from_day: date
    to_day: date


class StageStep(NamedTuple):
    """A stage change of an opportunity in the order of its history."""

    opportunity_id: int
    fact: int
    happened_on: date
    stage: str
    closes: str | None


class Complaint(NamedTuple):
    """A complaint about a rep, and the day it was closed (None: it is open)."""

    rep_id: int
    fact: int
    happened_on: date
    closed_on: date | None


class TripCost(NamedTuple):
    """An approved trip for an opportunity: what the travel cost, in minor units, and its days, as far as they are travelled."""

    fact: int
    rep_id: int
    opportunity_id: int
    happened_on: date
    from_day: date
    to_day: date
    travel: int

    @property
    def days(self) -> int:
        """How many days, the first and the last included; 0 where the last lies before the first: not begun yet."""
        return max(0, (self.to_day - self.from_day).days + 1)


class CompetenceRating(NamedTuple):
    """A rating of a rep's proficiency or mastery by somebody else; score and its maximum as decimals."""

    rep_id: int
    fact: int
    happened_on: date
    method: str
    score: Decimal
    out_of: Decimal


class CustomerEntry(NamedTuple):
    """A customer as it was entered, under its first owner."""

    rep_id: int
    fact: int
    happened_on: date
    grade: str | None
    source: str | None
    phone: str | None
    industry: str | None
    region: str | None


class ContactEntry(NamedTuple):
    """A contact as it was entered, under the customer's owner of that day."""

    rep_id: int
    fact: int
    happened_on: date
    title: str | None
    phone: str | None
    email: str | None


class OpportunityEntry(NamedTuple):
    """An opportunity under its first owner, with what it or any of its stage changes states."""

    rep_id: int
    fact: int
    happened_on: date
    code: str | None
    customer_id: int | None
    rate: str | None
    amount: int | None
    probability: str | None
    expected_close: date | None
    next_step: str | None


class FollowUpEntry(NamedTuple):
    """A follow-up as it was entered; happened_at is the time of the day (None: not said), recorded_at the instant of entry."""

    rep_id: int
    fact: int
    happened_on: date
    happened_at: str | None
    recorded_at: str
    contact_id: int | None
    opportunity_id: int | None
    minutes: int | None
    content: str | None
    next_on: date | None
    next_step: str | None


class FollowUpDay(NamedTuple):
    """A rep's follow-ups of one day, counted.

    Attributes:
        follow_ups: how many they are; customers: how many different ones were reached.
        happened_at … next_step: in how many of them this field is filled.
        first_at: the earliest time of the day that was said (None: none was); last_entry: the instant of the last entry.
    """

    rep_id: int
    happened_on: date
    follow_ups: int
    customers: int
    happened_at: int
    contact_id: int
    opportunity_id: int
    minutes: int
    content: int
    next_on: int
    next_step: int
    first_at: str | None
    last_entry: str


class EntryCount(NamedTuple):
    """Expenses and trips of a rep of one day that are in force (`fact` is None); or an entry that was voided."""

    rep_id: int
    fact: int | None
    happened_on: date
    entries: int
    voided: int
