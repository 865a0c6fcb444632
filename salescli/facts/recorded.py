"""Rows that a recording command looks at before it appends: what stands already, and whose it is."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Act:
    """The latest change of a rep's job (hire, move, raise, depart) up to a day (rep_act_on.sql)."""

    act: str
    happened_on: date


@dataclass(frozen=True, slots=True)
class Belongings:
    """What a rep owns on a day: customers, open opportunities (belongings_of.sql)."""

    customers: int
    opportunities: int


@dataclass(frozen=True, slots=True)
class TeamPlace:
    """Where a team stands in the tree on a day, and who leads it (team_place_on.sql)."""

    parent_id: int | None
    lead_id: int | None


@dataclass(frozen=True, slots=True)
class KnownCustomer:
    """A customer with the name or phone asked for, and its owner on a day (customers_known.sql)."""

    id: int
    name: str
    phone: str | None
    same_name: bool
    owner_code: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class OpenDeal:
    """An open opportunity of a customer and its owner on a day (open_deals_of.sql)."""

    id: int
    name: str
    owner_code: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class StageState:
    """What was last said of an opportunity's stage up to a day, money in minor units (stage_on.sql)."""

    id: int
    happened_on: date
    stage: str
    closes: str | None
    amount: int | None
    probability: Decimal | None
    expected_close: date | None


@dataclass(frozen=True, slots=True)
class OpenStage:
    """How many open opportunities stand in a stage on a day (open_stages.sql)."""

    stage: str
    count: int


@dataclass(frozen=True, slots=True)
class Price:
    """A product's list price and cost on a day, minor units (product_price_on.sql)."""

    list_price: int | None
    cost: int | None


@dataclass(frozen=True, slots=True)
class Balance:
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


@dataclass(frozen=True, slots=True)
class Signed:
    """A contract of an opportunity (contracts_of.sql)."""

    id: int
    code: str
    name: str
    happened_on: date
