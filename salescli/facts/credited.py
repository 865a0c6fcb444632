"""Rows of money that carries credit to people, and of whose the credit is; sharing it is the rules' work."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class CreditChange:
    """From a day on an opportunity has this owner (percent None), or a rep has this part of a share (credits.sql).

    The rows of one share have the same id.
    """

    opportunity_id: int
    happened_on: date
    id: int
    rep: str
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """A payment, a refund or a signed contract (commission_receipts.sql, commission_contracts.sql), in minor units.

    Attributes:
        kind: payment, refund or signed; the amount is positive, the kind says which way.
        preset: the commission rate preset on the opportunity.
        before: what the contract had collected, refunds off, before this fact.
    """

    id: int
    kind: str
    happened_on: date
    recorded_at: str
    contract_id: int
    contract: str
    signed_on: date
    opportunity_id: int
    preset: Decimal | None
    amount: int
    before: int

    @property
    def signed_amount(self) -> int:
        """The amount with its direction: a refund is negative."""
        return -self.amount if self.kind == "refund" else self.amount


@dataclass(frozen=True, slots=True)
class FirstDay:
    """The earliest day of what a query looked for; None: there is none."""

    happened_on: date | None


@dataclass(frozen=True, slots=True)
class LineWeight:
    """What a line of a contract weighs in its money, minor units (contract_weights.sql)."""

    contract_id: int
    product: str
    name: str
    amount: int
