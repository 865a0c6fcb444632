"""Rows about the deadlines of customers in a span of days: what set them, who owned the customers, and how far their opportunities were."""

from datetime import date
from typing import NamedTuple


class DeadlineSet(NamedTuple):
    """What set a customer's next contact: an answered follow-up, or, never contacted, the first day it was owned.

    Attributes:
        fact: the follow-up's id, or the customer's own where it was never contacted.
        grade: the customer's, where no next day was said.
        replaced_on: the day of the next answered follow-up; ended_on: from which day it is no lead (None: neither yet).
        stage: where no next day was said, one that an open opportunity of the customer was in on set_on; None: it was in none.
    """

    customer_id: int
    customer: str
    grade: str | None
    fact: int
    set_on: date
    next_on: date | None
    replaced_on: date | None
    ended_on: date | None
    stage: str | None = None


class OwnerChange(NamedTuple):
    """From this day a customer belongs to this rep (None: released)."""

    customer_id: int
    happened_on: date
    rep_id: int | None


class CustomerStage(NamedTuple):
    """From this day an opportunity of a customer is in this stage."""

    customer_id: int
    opportunity_id: int
    happened_on: date
    stage: str
    closes: str | None
