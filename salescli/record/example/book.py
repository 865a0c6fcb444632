"""The pages on which the example's history is written before it is appended in the order of entry; it knows no story."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from salescli.ledger.store import Ledger, Who
from salescli.period import instant_text

PLACE = "example"
OFFICE = "yun"
"""The sales assistant: enters what reps do not (customers of the campaign, contracts, money)."""
SYSTEM = Who(OFFICE, f"{OFFICE}@{PLACE}")
CHINA = timedelta(hours=8)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One fact to be appended; where a field holds another entry, that one's id stands in the ledger.

    Attributes:
        at: the instant of entry, in UTC.
        by: the actor.
    """

    kind: str
    day: date
    at: datetime
    by: str
    note: str | None
    fields: dict[str, Any]


@dataclass(slots=True)
class Book:
    """The entries, in the order they were thought of."""

    entries: list[Entry] = field(default_factory=list)

    def add(
        self,
        kind: str,
        day: date,
        /,
        at: datetime | None = None,
        by: str = OFFICE,
        note: str | None = None,
        **fields: Any,
    ) -> Entry:
        """Note a fact; it is entered at the instant, but never before what it refers to.

        Args:
            at: else five in the afternoon of the day.
        """
        moments = [value.at for value in fields.values() if isinstance(value, Entry)]
        entry = Entry(kind, day, max([at or clock(day, 17), *moments]), by, note, fields)
        self.entries.append(entry)
        return entry

    def append_to(self, ledger: Ledger) -> None:
        """Append everything in the order of entry, so that the ids rise as they would have."""
        ids: dict[Entry, int] = {}
        ordinary = ledger.who
        for entry in sorted(self.entries, key=lambda entry: entry.at):  # stable: what refers comes after
            fields: dict[str, Any] = {
                key: ids[value] if isinstance(value, Entry) else value for key, value in entry.fields.items()
            }
            ledger.who = Who(entry.by, f"{entry.by}@{PLACE}")
            ids[entry] = ledger.append(
                entry.kind, entry.day, note=entry.note, recorded_at=instant_text(entry.at), **fields
            )
        ledger.who = ordinary


def clock(day: date, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """The instant of a time of day in China."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=UTC) - CHINA


def soon(chance: Random, day: date, hour: int = 9, late: int = 8) -> datetime:
    """An instant of entry some time after an hour of the day; of a hundred, `late` are entered days afterwards."""
    days = chance.choice((1, 1, 2, 3, 5)) if chance.randrange(100) < late else 0
    spread = timedelta(seconds=chance.randrange(120, 3 * 3600), milliseconds=chance.randrange(1000))
    return clock(day + timedelta(days=days), hour) + spread


def stream(*name: object) -> Random:
    """A source of chance of its own for each part of the story, so that a change in one leaves the others alone."""
    return Random(":".join(["example-2024", *map(str, name)]))


def happens(chance: Random, percent: int) -> bool:
    """Whether something of this likelihood happens."""
    return chance.randrange(100) < percent
