"""Rows that the figures' own rules are checked on, and what was recorded when, by whom; no arithmetic."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SharePercent:
    """A part of a set of shares (verify_shares.sql); percent None: the set has no part."""

    share_id: int
    opportunity_id: int
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ContractSums:
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


@dataclass(frozen=True, slots=True)
class Recorded:
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


@dataclass(frozen=True, slots=True)
class CorrectedField:
    """What was put right of a fact, in the order of entry (corrections_of.sql); value "": it was emptied."""

    id: int
    field: str
    value: str
    why: str
    recorded_at: str
    recorded_by: str
