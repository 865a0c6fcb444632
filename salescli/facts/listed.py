"""Rows of the plain lists and of the histories behind them: what is known on a day, with its state then; no arithmetic."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple


class ListedRep(NamedTuple):
    """A person, hired or not (listed_reps.sql)."""

    id: int
    code: str
    name: str
    candidate: bool


class ListedTeam(NamedTuple):
    """A team by its names (listed_teams.sql)."""

    id: int
    code: str
    name: str


class ListedCustomer(NamedTuple):
    """A customer with its owner (listed_customers.sql).

    Attributes:
        contacted_on: the last answered follow-up's day; processed: a follow-up or an opportunity is there.
        disqualified_on: the last day on which it was said to be no lead.
    """

    id: int
    customer: str
    rep: str | None
    name: str | None
    grade: str | None
    source: str | None
    phone: str | None
    industry: str | None
    region: str | None
    entered_on: date
    contacted_on: date | None
    processed: bool
    disqualified_on: date | None


class ListedContact(NamedTuple):
    """A person at a customer (listed_contacts.sql)."""

    id: int
    name: str
    title: str | None
    phone: str | None
    email: str | None
    customer_id: int
    customer: str
    entered_on: date


class ListedProduct(NamedTuple):
    """A product and its prices since a day, minor units (listed_products.sql)."""

    id: int
    product: str
    name: str
    list_price: int | None
    cost: int | None
    since: date | None


class ListedOpportunity(NamedTuple):
    """An opportunity in its latest stage (listed_opportunities.sql); amount in minor units and expected close as last stated.

    Attributes:
        entered_on: the day on which its present stay in the stage began; rate: its preset commission rate.
    """

    id: int
    code: str | None
    opportunity: str
    customer_id: int | None
    customer: str | None
    rep: str | None
    name: str | None
    opened_on: date
    stage: str | None
    closes: str | None
    amount: int | None
    probability: Decimal | None
    expected_close: date | None
    next_step: str | None
    rate: Decimal | None
    entered_on: date


class ListedContract(NamedTuple):
    """A contract and its money up to a day, minor units (listed_contracts.sql); collected: receipts less refunds."""

    id: int
    code: str | None
    opportunity_id: int
    opportunity: str
    customer_id: int | None
    customer: str | None
    rep: str | None
    name: str | None
    signed_on: date
    amount: int
    due: int
    collected: int
    written_off: int


class ListedExpense(NamedTuple):
    """A request to spend, its latest decision and what was paid out, minor units (listed_expenses.sql)."""

    id: int
    happened_on: date
    rep: str
    name: str
    category: str
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None
    amount: int
    limit_note: str | None
    verdict: str | None
    approved: int | None
    decided_on: date | None
    decided_by: str | None
    why: str | None
    settled: int | None


class ListedTrip(NamedTuple):
    """A request to travel, its latest decision and its report, minor units (listed_trips.sql); both days are included."""

    id: int
    happened_on: date
    rep: str
    name: str
    destination: str
    from_day: date
    to_day: date
    opportunity_id: int | None
    opportunity: str | None
    customer_id: int | None
    customer: str | None
    cost: int | None
    limit_note: str | None
    verdict: str | None
    approved: int | None
    decided_on: date | None
    decided_by: str | None
    why: str | None
    reported_on: date | None
    outcome: str | None
    spent: int | None
    settled: int | None


class ListedTarget(NamedTuple):
    """A target as it was set (listed_targets.sql): money measures have an amount in minor units, others a number."""

    id: int
    set_on: date
    scope: str
    who: str | None
    name: str | None
    measure: str
    product: str | None
    starts_on: date
    ends_on: date
    amount: int | None
    number: Decimal | None
    exact: bool


class Happening(NamedTuple):
    """One line of a history (rep_, customer_, opportunity_, contract_history.sql): a fact in words that its kind explains.

    Attributes:
        kind: the fact's kind, or the word that says which of its kind it is (hire, refund, complaint).
        name: whom or what it is about; word: a key (channel, stage, post, category); mark: unanswered, won or lost.
        more: a second text or number; until: the day that it names ahead; amount: minor units.
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
