"""Rows about what somebody is to be reminded of: open opportunities, stage changes, tasks, requests, trips; not yet by whom."""

from datetime import date
from typing import NamedTuple


class StandingOpportunity(NamedTuple):
    """An opportunity open on a day with its customer and owner (standing_opportunities.sql).

    Attributes:
        amount: the latest one stated, minor units; next_step: of the latest change.
        entered_on: when its present stay in the stage began.
    """

    opportunity_id: int
    opportunity: str
    customer_id: int | None
    customer: str | None
    rep_id: int | None
    stage: str | None
    amount: int | None
    next_step: str | None
    entered_on: date


class StageChanged(NamedTuple):
    """A change that brought an opportunity from one stage to another (changed_stages.sql).

    Attributes:
        rep_id: the owner's; amount: the latest one stated, minor units; recorded_by: the actor who entered the change.
    """

    id: int
    opportunity_id: int
    opportunity: str
    customer_id: int | None
    customer: str | None
    rep_id: int | None
    happened_on: date
    stage_before: str
    stage: str
    amount: int | None
    recorded_by: str


class DueTask(NamedTuple):
    """A task that is not done (due_tasks.sql); the customer is its own, else its opportunity's."""

    id: int
    rep_id: int
    task_kind: str
    title: str
    due_on: date
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None


class UndecidedRequest(NamedTuple):
    """An expense or a trip on which nothing was decided (undecided_requests.sql).

    Attributes:
        kind: expense or trip; what: the category or the destination; amount: asked for, minor units (None: not said).
    """

    id: int
    kind: str
    asked_on: date
    rep_id: int
    what: str
    amount: int | None
    limit_note: str | None
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None


class UnreportedTrip(NamedTuple):
    """An approved trip that is over and not reported (unreported_trips.sql); to_day: its last day."""

    id: int
    rep_id: int
    destination: str
    to_day: date
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None
