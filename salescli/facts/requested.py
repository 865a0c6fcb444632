"""Rows about single requests: what was asked, decided, paid and reported, and what an opportunity has had; no judgement here."""

from datetime import date
from typing import NamedTuple


class Request(NamedTuple):
    """An expense or a trip as it was asked for (request.sql); amount in minor units (None: a trip whose cost nobody said).

    Attributes:
        kind: expense or trip; what: the category or the destination.
        from_day, to_day: a trip's days, both included.
    """

    id: int
    kind: str
    happened_on: date
    rep_id: int
    rep: str
    name: str
    opportunity_id: int | None
    opportunity: str | None
    customer: str | None
    what: str
    amount: int | None
    from_day: date | None
    to_day: date | None
    limit_note: str | None


class Decision(NamedTuple):
    """What was decided of a request (decisions_of.sql): minor units, and by whom: the rep's name, else the actor's."""

    id: int
    happened_on: date
    verdict: str
    amount: int | None
    why: str | None
    who: str


class Settlement(NamedTuple):
    """What was paid out of a request (settlements_of.sql), minor units, and who entered it."""

    id: int
    happened_on: date
    amount: int
    who: str


class TripReport(NamedTuple):
    """What a trip came to as reported (trip_reports_of.sql); cost in minor units, None: not said."""

    id: int
    happened_on: date
    cost: int | None


class TripDays(NamedTuple):
    """The days of a trip, both included, and where it goes (trips_meeting.sql)."""

    id: int
    destination: str
    from_day: date
    to_day: date


class SpentOn(NamedTuple):
    """A trip or an entertainment asked for an opportunity and not rejected (requests_of_opportunity.sql).

    Attributes:
        amount: an entertainment's, approved else asked for, minor units; from_day, to_day: a trip's, both included.
    """

    id: int
    amount: int | None
    from_day: date | None
    to_day: date | None


class Chances(NamedTuple):
    """What is known of an opportunity on a day (opportunity_chances.sql): its latest stage, and the amount last stated.

    Attributes:
        probability: the stage change's own (None: not said); amount: minor units.
    """

    stage: str | None
    closes: str | None
    probability: str | None
    amount: int | None
