"""Rows that the figures' own rules are checked on, and what was recorded when, by whom; no arithmetic."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class SharePercent(NamedTuple):
    """A part of a set of shares (verify_shares.sql); percent None: the set has no part."""

    share_id: int
    opportunity_id: int
    percent: Decimal | None


class ContractSums(NamedTuple):
    """A contract beside what its parts come to, minor units (verify_contracts.sql); lines, planned None: it has none."""

    id: int
    code: str | None
    amount: int
    opportunity_id: int
    lines: int | None
    planned: int | None
    paid: int
    refunded: int
    written_off: int


class RequestSums(NamedTuple):
    """A request beside what became of it, minor units (verify_requests.sql); None: nothing, or nobody said how much.

    Attributes:
        kind: expense or trip; approvals: how many of its decisions approve; approved: the most that one does.
    """

    id: int
    kind: str
    asked: int | None
    decisions: int
    approvals: int
    approved: int | None
    settlements: int
    paid: int | None


class Mark(NamedTuple):
    """What an assessment gave, out of how much, and who rated (verify_assessments.sql); rater None: not said."""

    id: int
    score: Decimal
    out_of: Decimal
    rater: str | None


class RatedBy(NamedTuple):
    """An assessment that a rep entered (verify_raters.sql): of whom, as whom he rated (None: not said), and who he is."""

    id: int
    happened_on: date
    rep_id: int
    rater: str | None
    by_id: int


class Replaced(NamedTuple):
    """A fact that a correction recorded in another's place, and which of the two count (verify_replacements.sql)."""

    old_id: int
    new_id: int
    old_counts: bool
    new_counts: bool


class Recorded(NamedTuple):
    """What was recorded, and the last word on whether it counts (journal_facts.sql).

    Attributes:
        effect: "void" where it was voided, "restore" where it counts again; None: neither was ever said.
        void_id, void_why, void_by: of that last word.
    """

    id: int
    kind: str
    recorded_at: str
    recorded_by: str
    note: str | None
    void_id: int | None
    effect: str | None
    void_why: str | None
    void_by: str | None


class CorrectedField(NamedTuple):
    """What was put right of a fact, in the order of entry (corrections_of.sql); value "": it was emptied."""

    id: int
    field: str
    value: str
    why: str
    recorded_at: str
    recorded_by: str
