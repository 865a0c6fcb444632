"""Rows about what a penalty may look at (trips, entertainment) and what was waived; whether it costs anything is the rules' work."""

from datetime import date
from typing import NamedTuple


class TripTravelled(NamedTuple):
    """A trip with what was decided of it and when it was first reported, as known on a day (trips_travelled.sql).

    Attributes:
        asked_on: the day of the request, whose limits it was checked against; limit_note: what was said of them then.
        spent: what it cost as reported, else as approved, else as asked for, minor units (None: nobody said).
    """

    id: int
    rep: str
    destination: str
    asked_on: date
    from_day: date
    to_day: date
    limit_note: str | None
    verdict: str | None
    reported_on: date | None
    spent: int | None


class Entertainment(NamedTuple):
    """An approved entertainment on an opportunity without a contract by its day (entertainments.sql).

    Attributes:
        spent: what was paid out, else what was approved, minor units.
        lost_on: the first day, not before its own, at whose end the opportunity was lost; signed_on: its first contract's.
    """

    id: int
    rep: str
    happened_on: date
    opportunity: str
    spent: int
    lost_on: date | None
    signed_on: date | None


class WaiverRow(NamedTuple):
    """A waiver of the penalty that a fact caused (waivers.sql).

    Attributes:
        penalty: its key; None: whatever the fact caused. who: the actor who recorded it.
    """

    id: int
    fact_id: int
    penalty: str | None
    happened_on: date
    who: str
    why: str
