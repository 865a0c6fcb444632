"""Which facts came to this copy from another, and when: what a report said of a day before is only what was here then.

It is of this copy alone, so no hash covers it, and copies that have the same facts have the same head whenever these came.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

Arrival = tuple[int, int, str]
"""The first and the last id of facts of one origin, and the instant at which they came."""


def all_of(connection: sqlite3.Connection) -> list[Arrival]:
    """Every arrival in a ledger, in the order of ids."""
    return connection.execute("SELECT id, last_id, arrived_at FROM main.arrival ORDER BY id").fetchall()


def note(connection: sqlite3.Connection, arrivals: Iterable[Sequence[Any]]) -> None:
    """Keep that facts came; those of an arrival are in no other."""
    connection.executemany("INSERT INTO arrival (id, last_id, arrived_at) VALUES (?, ?, ?)", arrivals)


def hide_later(connection: sqlite3.Connection, instant: str) -> None:
    """Of a ledger that is about to be shown as known at an instant: no fact that came at it or later, whenever it was recorded."""
    later = connection.execute("SELECT id, last_id FROM main.arrival WHERE arrived_at >= ?", (instant,)).fetchall()
    if not later:
        return
    connection.execute("CREATE TEMP TABLE unarrived (id INTEGER PRIMARY KEY, last_id INTEGER NOT NULL)")
    connection.executemany("INSERT INTO temp.unarrived VALUES (?, ?)", later)
    connection.execute(
        "CREATE TEMP VIEW fact AS SELECT * FROM main.fact WHERE coalesce((SELECT last_id FROM temp.unarrived "
        "WHERE unarrived.id <= fact.id ORDER BY unarrived.id DESC LIMIT 1), 0) < fact.id"
    )
