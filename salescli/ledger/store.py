"""One open ledger: appends facts in a chain and reads the shelf; files, creation and names are its neighbours' work."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from pathlib import Path
from typing import Any, TypeVar

from salescli import period
from salescli.errors import LedgerUnusable, NotFound, Refused, WrongUse
from salescli.ledger import ids, shelf

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Who:
    """Who records: the actor as given, and login@host beside it."""

    actor: str
    place: str


class Ledger:
    """An open ledger; made by ledger.files, closed by its `with` block.

    Attributes:
        origin: this copy's number, 1 … 2^31 − 1.
        currency: three letters; amounts are integers of its hundredths.
        zone: the time zone whose midnights bound the days.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, who: Who) -> None:
        self._connection = connection
        self.path = path
        self.who = who
        self.origin, self.currency, self.zone = connection.execute(
            "SELECT origin, currency, zone FROM ledger"
        ).fetchone()
        self._last: tuple[int, bytes] | None = None

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._connection.close()

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, query: str, row: type[T], **parameters: Any) -> list[T]:
        """The rows of queries/QUERY.sql as dataclasses, days given as dates or ISO text."""
        cursor = self._connection.execute(shelf.sql(query), {k: _stored(v) for k, v in parameters.items()})
        return list(shelf.shaped(row, (column[0] for column in cursor.description), cursor))

    def head(self) -> str:
        """The digest over the last hash of every origin: what stands on a sheet to say which ledger it was."""
        lasts = self._connection.execute(
            "SELECT id, hash FROM fact WHERE id IN (SELECT max(id) FROM fact GROUP BY id >> 32) ORDER BY id"
            if self._many_origins()
            else "SELECT id, hash FROM fact ORDER BY id DESC LIMIT 1"
        ).fetchall()
        return hashlib.sha256("".join(f"{id}:{bytes(hash).hex()};" for id, hash in lasts).encode()).hexdigest()

    def _many_origins(self) -> bool:
        first, last = self._connection.execute(
            "SELECT (SELECT min(id) FROM fact) >> 32, (SELECT max(id) FROM fact) >> 32"
        ).fetchone()
        return bool(first != last)

    # -- writing ---------------------------------------------------------------------------------------------------

    @contextmanager
    def write(self) -> Iterator["Ledger"]:
        """All or nothing: what is appended inside is there after the block, or, if it raises, never was.

        Raises:
            LedgerUnusable: another program holds the ledger, or the file cannot be written.
        """
        self._execute("BEGIN IMMEDIATE")
        try:
            self._last = self._tail()
            yield self
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        finally:
            self._last = None

    def append(
        self,
        kind: str,
        happened_on: date,
        /,  # a receipt has a column `kind` of its own
        *,
        note: str | None = None,
        source_key: str | None = None,
        recorded_at: str | None = None,
        **fields: Any,
    ) -> int:
        """Append one fact inside write() and give its id.

        Args:
            kind: the table of schema.sql; fields are its columns (days as dates, money in minor units).
            source_key: what makes an imported row the same row the next time; a key that exists is refused.
            recorded_at: only for a generated history (the example team); else the clock.
        """
        if self._last is None:
            raise RuntimeError("append() outside write()")
        id, before = self._last[0] + 1, self._last[1]
        envelope = {
            "id": id,
            "kind": kind,
            "recorded_at": recorded_at or period.instant_text(period.now()),
            "recorded_by": self.who.actor,
            "recorded_from": self.who.place,
            "note": note,
            "source_key": source_key,
        }
        details = {"id": id, "happened_on": happened_on.isoformat()}
        details.update((name, _stored(value)) for name, value in fields.items() if value is not None)
        hash = _link(before, envelope, details)
        self._insert("fact", {**envelope, "hash": hash})
        self._insert(kind, details)
        self._last = (id, hash)
        return id

    def known_source_keys(self, prefix: str) -> set[str]:
        """The source keys that begin with this prefix: what an import has brought in already."""
        end = prefix[:-1] + chr(ord(prefix[-1]) + 1)
        rows = self._connection.execute(
            "SELECT source_key FROM fact WHERE source_key >= ? AND source_key < ?", (prefix, end)
        )
        return {key for (key,) in rows}

    def fact_of_source_key(self, key: str) -> int | None:
        """The id of the fact that an import brought in under this key."""
        row = self._connection.execute("SELECT id FROM fact WHERE source_key = ?", (key,)).fetchone()
        return row[0] if row else None

    def _tail(self) -> tuple[int, bytes]:
        first, end = ids.span(self.origin)
        row = self._connection.execute(
            "SELECT id, hash FROM fact WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1", (first, end)
        ).fetchone()
        return (row[0], bytes(row[1])) if row else (first, b"")

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        columns = ", ".join(values)
        slots = ", ".join(f":{name}" for name in values)
        self._execute(f"INSERT INTO {table} ({columns}) VALUES ({slots})", values)

    def _execute(self, statement: str, values: dict[str, Any] | None = None) -> None:
        try:
            self._connection.execute(statement, values or {})
        except UnicodeEncodeError:
            raise WrongUse(
                _("A text holds half a character (a lone surrogate); type it again as plain text.")
            ) from None
        except OverflowError:
            raise WrongUse(_("A number is too large to keep; the largest is 9,000,000,000,000,000.")) from None
        except sqlite3.IntegrityError as error:
            raise Refused(_("The ledger's own rules refuse this: {reason}.").format(reason=error)) from None
        except sqlite3.OperationalError as error:
            raise LedgerUnusable(
                _("The ledger {path} cannot be written: {reason}. Nothing was recorded.").format(
                    path=self.path, reason=error
                )
            ) from None

    # -- ids -------------------------------------------------------------------------------------------------------

    def show_id(self, id: int) -> str:
        """An id as people see it: `1042` for a fact of this copy, `k7f2q9x-1042` for another's."""
        return ids.show(id, self.origin)

    def find_id(self, text: str, *kinds: str) -> int:
        """The id that a person typed, of a fact of one of these kinds.

        Raises:
            NotFound: no such fact, or of another kind.
        """
        id = ids.parse(text, self.origin)
        row = self._connection.execute("SELECT kind FROM fact WHERE id = ?", (id,)).fetchone() if id else None
        if id is None or row is None or (kinds and row[0] not in kinds):
            wanted = " / ".join(kinds) or _("fact")
            raise NotFound(_("There is no {kind} with the id {id}.").format(kind=wanted, id=repr(text[:40])))
        return id


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, int | str | bytes):
        return str(value) if isinstance(value, str) else value
    return str(value)


def _link(before: bytes, envelope: dict[str, Any], details: dict[str, Any]) -> bytes:
    """SHA-256 over the hash before and the content; empty fields are left out, so that a later column changes no hash."""
    content = [{k: v for k, v in part.items() if v is not None} for part in (envelope, details)]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(before + text.encode("ascii")).digest()
