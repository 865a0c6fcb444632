"""Rows of tasks, leave, goals, feedback, reviews and assessments: as the lists show them, and as a recording looks them up."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

# As the lists show them.


class ListedTask(NamedTuple):
    """A task, who set it and when it was first done (listed_tasks.sql); set_by is an actor, a rep's code or any other name."""

    id: int
    happened_on: date
    rep: str
    name: str
    kind: str
    title: str
    due_on: date
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None
    done_on: date | None
    outcome: str | None
    set_by: str
    set_by_name: str


class ListedLeave(NamedTuple):
    """A rep's days away, both included (listed_leaves.sql)."""

    id: int
    happened_on: date
    rep_id: int
    rep: str
    name: str
    kind: str | None
    from_day: date
    to_day: date


class ListedGoal(NamedTuple):
    """A personal goal with its latest progress, 0…1, and who said so (listed_goals.sql); weight None: as any other."""

    id: int
    happened_on: date
    rep_id: int
    rep: str
    name: str
    title: str
    weight: Decimal | None
    due_on: date | None
    progress_fact: int | None
    progress: Decimal | None
    progress_on: date | None
    said_by: str | None
    said_by_name: str | None


class ListedFeedback(NamedTuple):
    """What a customer said about a rep, and how it was closed (listed_feedback.sql); rating 1 to 5."""

    id: int
    happened_on: date
    customer_id: int
    customer: str
    rep: str
    name: str
    kind: str
    rating: int | None
    content: str | None
    closed_on: date | None
    outcome: str | None
    handler: str | None
    handler_name: str | None


class ListedReview(NamedTuple):
    """Three marks of 1 to 5 for a follow-up or a complaint's handling (listed_reviews.sql); rep None: no rep handled it."""

    id: int
    happened_on: date
    subject_id: int
    kind: str
    subject_on: date
    customer_id: int
    customer: str
    rep: str | None
    name: str | None
    effectiveness: int
    professionalism: int
    problem_solving: int
    reviewer: str
    reviewer_name: str


class ListedAssessment(NamedTuple):
    """One piece of evidence about a rep or candidate (listed_assessments.sql); rater None: not said."""

    id: int
    happened_on: date
    rep: str
    name: str
    method: str
    purpose: str | None
    score: Decimal
    out_of: Decimal
    rater: str | None
    entered_by: str
    entered_by_name: str


# As a recording looks them up.


class TaskStanding(NamedTuple):
    """A task, and the first time that it was done (task_of_id.sql)."""

    id: int
    happened_on: date
    name: str
    title: str
    due_on: date
    done_id: int | None
    done_on: date | None


class LeaveDays(NamedTuple):
    """The days of a leave, both included (leaves_meeting.sql)."""

    id: int
    from_day: date
    to_day: date


class GoalProgress(NamedTuple):
    """A personal goal and how far it is, 0…1 (goal_of_id.sql)."""

    id: int
    happened_on: date
    name: str
    title: str
    progress: Decimal | None


class FeedbackStanding(NamedTuple):
    """Feedback of a customer about a rep, and the first time that it was closed (feedback_of_id.sql)."""

    id: int
    happened_on: date
    kind: str
    customer: str
    name: str
    closing_id: int | None
    closed_on: date | None


class ReviewSubject(NamedTuple):
    """What a review looks at (review_subject.sql).

    Attributes:
        rep_id, name: whose work it was (None: a complaint that no rep handled, or that is open).
        ready_on: the day from which there is something to review (None: a complaint that is open).
        closed_by: the actor who entered a complaint's closing.
    """

    id: int
    kind: str
    customer: str
    rep_id: int | None
    name: str | None
    ready_on: date | None
    closed_by: str | None


class ReviewBy(NamedTuple):
    """A review that somebody has made already (reviews_by.sql)."""

    id: int
    happened_on: date
