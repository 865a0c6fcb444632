"""Rows that say whose a telephone number is."""

from typing import NamedTuple


class Telephone(NamedTuple):
    """What stands in a customer's phone, or in that of one of its contacts (telephones.sql)."""

    customer_id: int
    customer: str
    contact_id: int | None
    phone: str
