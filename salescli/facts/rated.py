"""Rows about what people were given marks for: assessments and personal goals."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class AssessmentMark(NamedTuple):
    """One piece of evidence about a rep: score of a maximum, and who rated, seen from the rated (None: not said)."""

    rep_id: int
    fact: int
    happened_on: date
    method: str
    purpose: str | None
    score: Decimal
    out_of: Decimal
    rater: str | None


class GoalStanding(NamedTuple):
    """A personal goal and how far it is, 0…1 (None: nothing was said yet); weight None: as any other."""

    rep_id: int
    fact: int
    happened_on: date
    title: str
    weight: Decimal | None
    progress_fact: int | None
    progress: Decimal | None
