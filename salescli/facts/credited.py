"""Rows of money that carries credit to people, and of whose the credit is; sharing it is the rules' work."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class CreditChange(NamedTuple):
    """From a day on an opportunity has this owner (percent None), or a rep has this part of a share (credits.sql).

    The rows of one share have the same id.
    """

    opportunity_id: int
    happened_on: date
    id: int
    rep: str
    percent: Decimal | None


class MoneyFact(NamedTuple):
    """A payment, a refund, a signed contract, or a cost (commission_receipts.sql, commission_contracts.sql), in minor units.

    Attributes:
        kind: payment, refund, signed, expense or trip; the amount is positive, the kind says which way.
        contract_id: of a cost its opportunity, which stands for the contract that a cost has not.
        signed_on: of a cost its own day, by which it is shared.
        preset: the commission rate preset on the opportunity.
        before: what the contract had collected, refunds off, before this fact; of a cost 0, as each is shared by itself.
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
        """The amount with its direction: a refund and a cost are negative."""
        return self.amount if self.kind in ("payment", "signed") else -self.amount


class FirstDay(NamedTuple):
    """The earliest day of what a query looked for; None: there is none."""

    happened_on: date | None


class LineWeight(NamedTuple):
    """What a line of a contract weighs in its money, minor units (contract_weights.sql)."""

    contract_id: int
    product: str
    name: str
    amount: int


class Due(NamedTuple):
    """What of a contract falls due on a day, minor units (commission_instalments.sql)."""

    contract_id: int
    due_on: date
    amount: int


class NamedOpportunity(NamedTuple):
    """What an opportunity is called and the commission rate preset on it (commission_opportunities.sql)."""

    id: int
    name: str
    preset: Decimal | None
