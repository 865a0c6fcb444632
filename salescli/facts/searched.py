"""Rows of the search: a fact in whose own text a word was found, and whose it is."""

from datetime import date
from typing import NamedTuple


class Hit(NamedTuple):
    """A fact that was found (search_texts.sql).

    Attributes:
        kind: its table; rep, name: whose it is, else the owner's of its opportunity or customer.
        text: what was written, its fields one after the other, with " · " before each that is not the first.
        found: how many facts were found, of which this is one.
    """

    id: int
    kind: str
    happened_on: date
    customer_id: int | None
    customer: str | None
    opportunity_id: int | None
    opportunity: str | None
    rep: str | None
    name: str | None
    text: str
    found: int
