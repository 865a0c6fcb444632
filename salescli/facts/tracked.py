"""Rows about what is under way: leads, next contacts, open opportunities, stage histories, money still due, and who minds them."""

from datetime import date
from typing import NamedTuple


class Lead(NamedTuple):
    """A customer nobody has processed yet; rep_id is its owner's (None: nobody's)."""

    customer_id: int
    customer: str
    entered_on: date
    rep_id: int | None


class NextContact(NamedTuple):
    """What sets a customer's next contact: its last answered follow-up, or, never contacted, the first day it was owned.

    Attributes:
        rep_id: the owner on the day looked from (None: released).
        next_on, next_step, opportunity_id: as that follow-up says.
        is_lead: nothing was done about it yet: neither a follow-up, answered or not, nor an opportunity.
    """

    customer_id: int
    customer: str
    grade: str | None
    rep_id: int | None
    contacted_on: date | None
    first_owned_on: date | None
    next_on: date | None
    next_step: str | None
    opportunity_id: int | None
    is_lead: bool


class OpenOpportunity(NamedTuple):
    """An opportunity open on a day.

    Attributes:
        stage: None where no stage was recorded yet.
        amount: the latest one stated, in minor units; probability: of the latest change alone, decimal text.
        entered_on: when its present visit of the stage began.
    """

    opportunity_id: int
    name: str
    customer_id: int | None
    stage: str | None
    amount: int | None
    probability: str | None
    entered_on: date


class StageMove(NamedTuple):
    """A stage change of an opportunity in the order of its history; signed: its contracts' sum, at changes that win."""

    opportunity_id: int
    happened_on: date
    stage: str
    closes: str | None
    amount: int | None
    signed: int | None


class Receivable(NamedTuple):
    """An instalment that money has not met, with what is outstanding of it in minor units."""

    instalment_id: int
    contract: str
    due_on: date
    outstanding: int
    opportunity_id: int
    opportunity: str
    customer_id: int | None
    customer: str | None
    rep_id: int | None


class RepDesk(NamedTuple):
    """A rep with the last team known on a day, and whether the rep has left."""

    id: int
    code: str
    name: str
    team_id: int | None
    departed: bool


class TeamDesk(NamedTuple):
    """A team's place in the tree and its lead on a day."""

    id: int
    parent_id: int | None
    lead_id: int | None


class ExpectedOpportunity(NamedTuple):
    """An open opportunity with the day on which it is expected to close; amount in minor units."""

    opportunity_id: int
    stage: str
    amount: int
    probability: str | None
    expected_close: date
