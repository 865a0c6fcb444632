"""Rows that a recording command looks at before it appends: what stands already, and whose it is."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Act(NamedTuple):
    """The latest change of a rep's job (hire, move, raise, depart) up to a day (rep_act_on.sql)."""

    act: str
    happened_on: date


class Belongings(NamedTuple):
    """What a rep owns on a day: customers, open opportunities (belongings_of.sql)."""

    customers: int
    opportunities: int


class TeamPlace(NamedTuple):
    """Where a team stands in the tree on a day, and who leads it (team_place_on.sql)."""

    parent_id: int | None
    lead_id: int | None


class OwnedSince(NamedTuple):
    """Whose a customer is on a day, and since when (customer_owner_since.sql)."""

    code: str
    name: str
    since: date


class Disqualified(NamedTuple):
    """That a customer was said to be no lead, with the reason (disqualified_on.sql)."""

    happened_on: date
    why: str


class OwnedLater(NamedTuple):
    """Whose a customer is since a later day, nobody's without a code (customer_owner_after.sql)."""

    code: str | None
    name: str | None
    since: date


class OpenDeal(NamedTuple):
    """An open opportunity of a customer and its owner on a day (open_deals_of.sql)."""

    id: int
    name: str
    owner_code: str | None
    owner: str | None


class StageStep(NamedTuple):
    """A stage change of an opportunity in the order of its history, money in minor units (stages_of.sql)."""

    happened_on: date
    stage: str
    closes: str | None
    amount: int | None


class SharePart(NamedTuple):
    """A rep's percentage in the shares of an opportunity on a day (share_parts_on.sql)."""

    code: str
    name: str
    percent: Decimal


class OpenStage(NamedTuple):
    """How many open opportunities stand in a stage on a day (open_stages.sql)."""

    stage: str
    opportunities: int


class Price(NamedTuple):
    """A product's list price and cost on a day, minor units (product_price_on.sql)."""

    list_price: int | None
    cost: int | None


class Balance(NamedTuple):
    """A contract and all money against it, minor units (contract_balance.sql)."""

    id: int
    signed_on: date
    amount: int
    paid: int
    refunded: int
    written_off: int

    @property
    def collected(self) -> int:
        """Receipts less refunds."""
        return self.paid - self.refunded

    @property
    def outstanding(self) -> int:
        """What of the contract neither came nor was given up; below 0 when more came than was signed."""
        return self.amount - self.collected - self.written_off


class CashStep(NamedTuple):
    """A receipt or refund of a contract in the order of happening, minor units (receipts_of.sql)."""

    happened_on: date
    kind: str
    amount: int


class Planned(NamedTuple):
    """What a contract is worth and what of it falls due by its instalments so far, minor units (planned_of.sql)."""

    amount: int
    planned: int


class Signed(NamedTuple):
    """A contract of an opportunity (contracts_of.sql)."""

    id: int
    code: str
    name: str
    happened_on: date


class Stored(NamedTuple):
    """Any fact as it was recorded.

    Attributes:
        fields: the filled columns of its kind's table, as stored: text or whole numbers.
    """

    kind: str
    note: str | None
    voided: bool
    fields: Mapping[str, str | int]
    recorded_at: str
    recorded_by: str


class RepCode(NamedTuple):
    """A code that a rep has or had (codes_of_rep.sql)."""

    code: str


class Replacement(NamedTuple):
    """A correction that recorded a fact anew: which one it took back, by which void, and which stands in its place (replacements.sql)."""

    old_id: int
    void_id: int
    new_id: int
