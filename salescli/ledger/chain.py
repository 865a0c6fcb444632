"""The chain of an origin's facts: how a fact is linked to the one before it, and where a chain is broken; nothing is written here."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from math import prod
from typing import Any, NamedTuple

from salescli.ledger import ids, law

try:  # The interpreter's own SHA-256: hashlib loads OpenSSL first, a twentieth of what `log` may take.
    from _sha2 import sha256  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    try:
        from _sha256 import sha256  # type: ignore[import-not-found,unused-ignore]  # its name before Python 3.12
    except ImportError:
        from hashlib import sha256

ENVELOPE = ("id", "kind", "recorded_at", "recorded_by", "recorded_from", "note", "source_key")


class Break(NamedTuple):
    """A place where the stored facts are not what was recorded: the fact, and what is wrong with it in words."""

    id: int
    what: str


def link(before: bytes, envelope: dict[str, Any], details: dict[str, Any]) -> bytes:
    """SHA-256 over the hash before and the content; empty fields are left out, so that a later column changes no hash."""
    content = [{k: v for k, v in part.items() if v is not None} for part in (envelope, details)]
    text = json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=repr)
    digest: bytes = sha256(before + text.encode("ascii")).digest()
    return digest


def head(lasts: Iterable[tuple[int, bytes]]) -> str:
    """The digest over the last id and hash of every origin, in hex."""
    digest: str = sha256("".join(f"{id}:{hash.hex()};" for id, hash in lasts).encode("ascii")).hexdigest()
    return digest


def ever(chains: Sequence[Sequence[tuple[int, bytes]]], digest: str) -> bool:
    """Whether a digest, or its first digits, was the head of some beginning of each of these chains; each is one's ids and hashes.

    Every beginning of one goes with every beginning of the others, for nobody noted when which was merged: so many are tried.
    """
    return _any(sha256(), chains, digest)


def beginnings(chains: Sequence[Sequence[tuple[int, bytes]]]) -> int:
    """How many heads ever() tries."""
    return prod(len(one) + 1 for one in chains)


def _any(begun: Any, chains: Sequence[Sequence[tuple[int, bytes]]], digest: str) -> bool:
    if not chains:
        return str(begun.hexdigest()).startswith(digest)
    if _any(begun, chains[1:], digest):  # that origin was not there yet
        return True
    for id, hash in chains[0]:
        state = begun.copy()
        state.update(f"{id}:{hash.hex()};".encode("ascii"))
        if _any(state, chains[1:], digest):
            return True
    return False


def breaks(connection: sqlite3.Connection) -> Iterator[Break]:
    """Every break in the chains of all origins, in the order of ids; none where each fact is as it was recorded.

    A chain cannot know that its last facts were cut off: a head on an earlier sheet does.
    """
    kinds = {kind: _Rows(connection, kind) for kind in kinds_in(connection)}
    last, before = 0, b""
    for *values, hash in connection.execute(f"SELECT {', '.join(ENVELOPE)}, hash FROM fact ORDER BY id"):
        envelope = dict(zip(ENVELOPE, values, strict=True))
        id, kind = envelope["id"], envelope["kind"]
        if id >> 32 != last >> 32:
            last, before = ids.span(id >> 32)[0], b""
        details = kinds[kind].of(id) if kind in kinds else None
        if id != last + 1:
            yield Break(id, _("facts before it are missing"))
        elif details is None:
            yield Break(id, _("its row in {table} is missing").format(table=kind))
        elif link(before, envelope, details) != hash:
            yield Break(id, _("it, or its link to the fact before, is not what was recorded"))
        last, before = id, hash if isinstance(hash, bytes) else b""
    for kind, rows in kinds.items():
        for id in rows.strangers():
            yield Break(id, _("it stands in {table} and was never recorded there").format(table=kind))


class _Rows:
    """The rows of one kind, taken in the order of ids; what is passed over belongs to no fact of the kind."""

    def __init__(self, connection: sqlite3.Connection, kind: str) -> None:
        self._cursor = connection.execute(f'SELECT * FROM "{kind}" ORDER BY id')
        self._columns = [column[0] for column in self._cursor.description]
        self._place = self._columns.index("id")
        self._next = self._cursor.fetchone()
        self._passed: list[int] = []

    def of(self, id: int) -> dict[str, Any] | None:
        while self._next and self._next[self._place] <= id:
            row, self._next = self._next, self._cursor.fetchone()
            if row[self._place] == id:
                return dict(zip(self._columns, row, strict=True))
            self._passed.append(row[self._place])
        return None

    def strangers(self) -> list[int]:
        rest = [self._next, *self._cursor] if self._next else []
        return self._passed + [row[self._place] for row in rest]


def kinds_in(connection: sqlite3.Connection) -> list[str]:
    """The kinds of facts that there are tables of, in order: an earlier version has fewer; other programs' tables are none."""
    rows = connection.execute("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name").fetchall()
    known = law.kinds()
    return [name for (name,) in rows if name in known]
