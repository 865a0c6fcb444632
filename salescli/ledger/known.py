"""Which facts an open ledger shows, where it does not show all: those known at an instant, or those up to a head.

Temporary views of the same names lie over those in force, so no query knows of it; the file itself is not touched.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from salescli import period
from salescli.errors import LedgerUnusable
from salescli.ledger import arrivals, chain, ids, law

Seen = Callable[[str], str]
"""The name of a column with a fact's id → the SQL condition under which the fact is seen."""


@dataclass(frozen=True, slots=True)
class Head:
    """How far a ledger had come: the last id and hash of each of its origins, in the order of origins."""

    lasts: Sequence[tuple[int, bytes]]

    @property
    def digest(self) -> str:
        """One digest for all of it, in hex: what stands on a sheet."""
        return chain.head(self.lasts)

    @property
    def text(self) -> str:
        """How a statement keeps it: JSON of each origin's last sequence and hash."""
        lasts = {str(id >> 32): [id & ids.MOST_SEQUENCE, hash.hex()] for id, hash in self.lasts}
        return json.dumps(lasts, separators=(",", ":"))

    @classmethod
    def of_text(cls, text: str) -> "Head":
        """The head that a statement kept.

        Raises:
            LedgerUnusable: the text is none.
        """
        try:
            lasts = json.loads(text).items()
            return cls(sorted((int(origin) << 32 | number, bytes.fromhex(hash)) for origin, (number, hash) in lasts))
        except (ValueError, TypeError, AttributeError):
            raise LedgerUnusable(
                _("The head that a statement kept cannot be read, {given}; run `salescli verify`.").format(
                    given=repr(text[:40])
                )
            ) from None

    def has(self, id: int) -> bool:
        """Whether a fact was there."""
        return any(id >> 32 == last >> 32 and id <= last for last, _hash in self.lasts)


def see(connection: sqlite3.Connection, as_of: str | None, head: Head | None, *, trusted: bool = True) -> None:
    """Show only what was recorded before an instant, or the facts up to a head, whatever their clock says, or both.

    Args:
        as_of: an instant; what another copy recorded before it and a merge brought later was not known here then.
        trusted: whether the file's own views are those of the schema; else the schema's are laid over them.
    """
    parts: list[Seen] = [] if trusted else [lambda id: f"{id} IS NOT NULL"]
    if as_of is not None:
        instant = period.checked_instant(as_of)  # goes into SQL text below: a view takes no parameters
        arrivals.hide_later(connection, instant)  # `fact` is then a view of what was here
        parts.append(lambda id: f"(SELECT e.recorded_at FROM fact AS e WHERE e.id = {id}) < '{instant}'")
    if head is not None:
        connection.execute("CREATE TEMP TABLE known (first INTEGER PRIMARY KEY, last INTEGER NOT NULL)")
        connection.execute("CREATE TEMP TABLE hidden (id INTEGER PRIMARY KEY)")
        spans = [(ids.span(last >> 32)[0], last) for last, _hash in head.lasts]
        connection.executemany("INSERT INTO temp.known VALUES (?, ?)", spans)
        parts.append(
            lambda id: (
                f"EXISTS (SELECT 1 FROM temp.known WHERE {id} BETWEEN known.first AND known.last)"
                f" AND NOT EXISTS (SELECT 1 FROM temp.hidden WHERE hidden.id = {id})"
            )
        )
    if parts:
        _lay(connection, lambda id: " AND ".join(part(id) for part in parts))


def hide(connection: sqlite3.Connection, facts: Iterable[int]) -> None:
    """Of a ledger shown up to a head hide exactly these facts, and no others that were hidden before."""
    connection.execute("PRAGMA query_only = off")  # the file itself is open for reading alone
    connection.execute("DELETE FROM temp.hidden")
    connection.executemany("INSERT INTO temp.hidden VALUES (?)", [(id,) for id in facts])
    connection.execute("PRAGMA query_only = on")


def _lay(connection: sqlite3.Connection, seen: Seen) -> None:
    """Lay schema.sql's own views down again, each with the condition; the file's are not trusted to be the same."""
    for name, body in _views():
        if name == "voided":
            body = _voided(seen)
        elif name.endswith("_in_force"):
            body += f" AND {seen(name.removesuffix('_in_force') + '.id')}"
        connection.execute(f"CREATE TEMP VIEW {name} AS {body}")


def _views() -> Iterator[tuple[str, str]]:
    """The views of schema.sql in their order, each with its SELECT."""
    for statement in law.statements():
        found = re.search(r"^CREATE VIEW (\w+) AS\s+(.*);\s*$", statement, re.MULTILINE | re.DOTALL)
        if found:
            yield found[1], found[2]


def _voided(seen: Seen) -> str:
    return f"""SELECT v.fact_id FROM main.void AS v JOIN main.fact AS entry ON entry.id = v.id
        WHERE v.effect = 'void' AND {seen("v.id")} AND NOT EXISTS (
          SELECT 1 FROM main.void AS later JOIN main.fact AS after ON after.id = later.id
          WHERE later.fact_id = v.fact_id AND {seen("later.id")}
            AND (after.recorded_at, later.id) > (entry.recorded_at, v.id))"""
