"""Rows of what has been closed: periods, the statements that keep a rep's figures of one, what came late, and disputes about figures."""

from datetime import date
from typing import NamedTuple


class ClosedPeriod(NamedTuple):
    """The half-open days of a period that has statements (closed_periods.sql)."""

    starts_on: date
    ends_on: date


class Closing(NamedTuple):
    """A period that was closed, when, and on what (closings.sql).

    Attributes:
        policy_digest: of the policies in force in it; ledger_head: each origin's last sequence and hash, JSON.
    """

    starts_on: date
    ends_on: date
    closed_on: date
    policy_digest: str
    ledger_head: str


class StatementRow(NamedTuple):
    """What was kept of a rep when a period was closed (statements.sql); figures: JSON of rules/statement.py."""

    id: int
    rep: str
    name: str
    starts_on: date
    ends_on: date
    closed_on: date
    figures: str
    policy_digest: str
    ledger_head: str
    recorded_by: str
    recorded_at: str


class DisputeRow(NamedTuple):
    """A question on a rep's figure of a period, and its answer where there is one (disputes.sql)."""

    id: int
    rep: str
    name: str
    figure: str
    starts_on: date
    ends_on: date
    happened_on: date
    why: str
    recorded_by: str
    answer: str | None
    answered_on: date | None
    answered_by: str | None


class LateFact(NamedTuple):
    """A fact that came after a closing and may move what was closed.

    Attributes:
        day: the first day whose figures it may move.
        whole: the fact that it is a part of, as the parts of a share and the lines of a contract are, or that it voids; None:
            it stands alone.
    """

    id: int
    kind: str
    recorded_at: str
    day: date
    whole: int | None
