"""Rows that say whose a telephone number is."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Telephone:
    """What stands in a customer's phone, or in that of one of its contacts (telephones.sql)."""

    customer_id: int
    customer: str
    contact_id: int | None
    phone: str
