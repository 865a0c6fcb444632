"""Rows of opportunities as projects, and of all that happened with one, with a customer or to a rep; no arithmetic."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class StageChange(NamedTuple):
    """A stage change in full, in the order of its opportunity's history (open_changes.sql, stage_changes_of.sql).

    Attributes:
        amount: minor units; like the other fields behind it None where the change does not state it.
        probability: the change's own, 0 … 1.
    """

    opportunity_id: int
    id: int
    happened_on: date
    stage: str
    closes: str | None
    amount: int | None
    probability: Decimal | None
    expected_close: date | None
    next_step: str | None


class OpenProject(NamedTuple):
    """An opportunity open on a day, whose it is then, and when its customer was last spoken with (open_projects.sql).

    Attributes:
        contacted_on: of an opportunity without a customer the last time that somebody was spoken with about it.
    """

    opportunity_id: int
    code: str | None
    opportunity: str
    opened_on: date
    customer_id: int | None
    customer: str | None
    rep_id: int | None
    rep: str | None
    name: str | None
    contacted_on: date | None


class OpenTask(NamedTuple):
    """A task about an opportunity that was not done by the day (open_tasks.sql); rep: whose task it is."""

    opportunity_id: int
    id: int
    title: str
    due_on: date
    rep: str


class HistoryFact(NamedTuple):
    """One fact of a history, in force or voided (happenings.sql, rep_happenings.sql).

    Attributes:
        kind: the fact's kind, or the word that says which of its kind it is (hire, refund, complaint).
        name: whom or what it is about; word: a key (channel, stage, post, category); mark: unanswered, won, a verdict …
        more: a second text or number; until: the day that it names ahead; amount: minor units.
        opportunity_id, opportunity: the one it is about, where it is about one.
        contact, minutes, happened_at: of a follow-up, with whom, how long, and at what time of day.
        void_id, void_why, voided_by: the last void of the fact, or, where `void_within`, of what it belongs to.
    """

    id: int
    kind: str
    happened_on: date
    recorded_at: str
    recorded_by: str
    note: str | None
    name: str | None
    word: str | None
    mark: str | None
    text: str | None
    more: str | None
    until: date | None
    amount: int | None
    opportunity_id: int | None
    opportunity: str | None
    void_id: int | None
    void_why: str | None
    voided_by: str | None
    void_within: bool
    contact: str | None
    minutes: int | None
    happened_at: str | None
