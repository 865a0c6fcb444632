"""Rows of the workload: what a rep did in a period, counted by the database, and trips by their days."""

from datetime import date
from typing import NamedTuple


class WorkedChannel(NamedTuple):
    """A rep's follow-ups over one channel; unanswered ones are among them (worked_channels.sql)."""

    rep_id: int
    channel: str
    follow_ups: int
    unanswered: int
    minutes: int


class Worked(NamedTuple):
    """A rep's number of one kind of work (worked_KIND.sql): a count, of expenses minor units."""

    rep_id: int
    number: int


class Travelled(NamedTuple):
    """A trip of a rep, both days included (worked_trips.sql)."""

    rep_id: int
    from_day: date
    to_day: date
