"""Rows about opportunities on which money was spent or earned; what it comes to is the rules' work."""

from datetime import date
from typing import NamedTuple


class SpentOpportunity(NamedTuple):
    """An opportunity, whose it is on one day and how it stands on another (opportunities_spent_on.sql).

    Attributes:
        name: None where it is voided and its money is not.
        rep, customer_rep: the code of its owner and of its customer's; closes: "won", "lost", or None while it is open.
    """

    id: int
    name: str | None
    customer_id: int | None
    customer: str | None
    rep: str | None
    customer_rep: str | None
    closes: str | None
    is_signed: bool


class EntertainmentId(NamedTuple):
    """An entertainment's id (entertainment_expenses.sql)."""

    id: int


class CutTrip(NamedTuple):
    """A trip asked for in one period and made in another (cut_trips.sql): the day of the request, and the first of the trip."""

    id: int
    happened_on: date
    from_day: date
