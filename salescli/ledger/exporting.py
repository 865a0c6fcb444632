"""Facts as other programs read and give them back: ids and references as text, money as decimal text, the hash in hex.

The files they go into are known elsewhere; whose facts an export holds too.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path
from typing import Any

from salescli import money, period
from salescli.errors import LedgerUnusable, SalescliError
from salescli.ledger import arrivals, chain, files, ids, merging
from salescli.ledger.store import Ledger
from salescli.money import shown

MONEY = ("amount", "base", "list_price", "cost", "unit_price")
"""The columns of any kind that hold minor units."""
ENVELOPE = ("id", "recorded_at", "recorded_by", "recorded_from", "note", "source_key", "hash")
"""The envelope's columns in an export, before the kind's own; the kind itself is the table's name."""

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Kept:
    """All facts of a kind as an export holds them: the columns, and the rows in the order of ids; `numbers` are the columns that
    hold whole numbers, the others texts."""

    kind: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Value]]
    numbers: Collection[str]


@dataclass(frozen=True, slots=True)
class Export:
    """An export as it was read back.

    Attributes:
        manifest: what the export says of itself (`about`).
        rows: kind → its rows, each with where it stands in words ("rep.csv, line 3").
        path: where it is.
    """

    manifest: Mapping[str, Any]
    rows: Callable[[str], Iterator[tuple[str, Mapping[str, Value]]]]
    path: Path


def about(ledger: Ledger, counts: Mapping[str, int], rep: str | None) -> dict[str, Any]:
    """What an export says of itself: whose copy, up to which head, how many facts of each kind, which of them came from another
    copy and when; of a rep's own, whose."""
    return {
        "salescli_export": 1,
        "version": files.VERSION,
        "origin": ids.origin_text(ledger.origin),
        "currency": ledger.currency,
        "timezone": ledger.zone,
        "for": rep,
        "head": None if rep else ledger.head(),
        "facts": sum(counts.values()),
        "arrivals": []
        if rep
        else [[ids.show(first, 0), ids.show(last, 0), at] for first, last, at in arrivals.all_of(ledger._connection)],
        "counts": dict(counts),
    }


def kept(ledger: Ledger, only: Collection[int] | None = None) -> Iterator[Kept]:
    """Every kind of which there are facts, in the order of names, with all its facts or those with these ids.

    Of a selection nobody learns from which account and machine others recorded.

    Raises:
        LedgerUnusable: the file is damaged, or holds what is no text; the rows raise it too, as they are read.
    """
    connection = ledger._connection
    for kind in chain.kinds_in(connection):
        own = [name for name in ledger.fields(kind) if name != "id"]
        found = (id for (id,) in ledger._ask(f'SELECT id FROM "{kind}"'))
        if any(only is None or id in only for id in found):
            columns = [*(name for name in ENVELOPE if only is None or name != "recorded_from"), *own]
            yield Kept(kind, columns, _shown(ledger, kind, columns, only), _numbers(ledger, kind))


def refuse_newer(export: Export) -> None:
    """An export of a newer program may hold what this one would lose.

    Raises:
        LedgerUnusable: it is of one.
    """
    if export.manifest["version"] > files.VERSION:
        raise LedgerUnusable(
            _(
                "The export {path} was made by a newer salescli (version {found}, this one knows {known}); upgrade."
            ).format(path=shown(export.path), found=export.manifest["version"], known=files.VERSION)
        )


def pour(ledger: Ledger, export: Export) -> None:
    """Put an export's facts into a new ledger, inside its transaction; it is then equal to the one that was exported.

    Raises:
        LedgerUnusable: something in it is no fact, is missing, or is not what was recorded (with the first such fact).
    """
    connection = ledger._connection
    for kind in export.manifest["counts"]:
        if kind not in chain.kinds_in(connection):
            raise _no_facts(export, _("there is no kind of fact {kind}").format(kind=repr(kind[:40])))
    try:
        with merging.laying(connection):
            _lay_envelopes(connection, export)
            for kind in export.manifest["counts"]:
                columns = list(ledger.fields(kind))
                inward = _inward(connection, kind, ledger.fields(kind))
                rows = ([_read(inward, name, row, where) for name in columns] for where, row in export.rows(kind))
                merging.lay(connection, kind, columns, rows)
        arrivals.note(connection, _arrivals(export))
    except (sqlite3.IntegrityError, UnicodeError, OverflowError) as error:
        raise _no_facts(export, " ".join(str(error).split())) from None
    for found in chain.breaks(connection):
        raise LedgerUnusable(
            _("{path} is not what was recorded, from the fact {id} on: {what}.").format(
                path=shown(export.path), id=ids.show(found.id, 0), what=found.what
            )
        )
    if ledger.head() != export.manifest["head"]:
        raise _no_facts(export, _("facts at its end are missing"))


# Out.

Turn = Callable[[Any], Value]


def _shown(
    ledger: Ledger, kind: str, columns: Sequence[str], only: Collection[int] | None
) -> Iterator[Sequence[Value]]:
    names = [f"fact.{name}" if name in ENVELOPE else f'own."{name}"' for name in columns]
    statement = f'SELECT {", ".join(names)} FROM "{kind}" AS own JOIN fact ON fact.id = own.id ORDER BY fact.id'
    turns = _outward(ledger._connection, kind, columns)
    with ledger._reading():
        for row in ledger._connection.execute(statement):
            if only is None or row[0] in only:
                yield [None if value is None else turn(value) for turn, value in zip(turns, row, strict=True)]


def _outward(connection: sqlite3.Connection, kind: str, columns: Sequence[str]) -> list[Turn]:
    references = _references(connection, kind)

    def turn(name: str) -> Turn:
        if name in references:
            return lambda value: ids.show(value, 0)
        if name == "hash":
            return lambda value: bytes(value).hex()
        if name in MONEY:
            return lambda value: money.money_text(value)
        return lambda value: value

    return [turn(name) for name in columns]


def _references(connection: sqlite3.Connection, kind: str) -> set[str]:
    """The columns that hold ids."""
    rows = connection.execute('SELECT "from" FROM pragma_foreign_key_list(?)', (kind,))
    return {"id", *(str(name) for (name,) in rows)}


def _numbers(ledger: Ledger, kind: str) -> set[str]:
    """The columns that hold whole numbers in an export too."""
    whole = {name for name, type in ledger.fields(kind).items() if type == "INTEGER"}
    return whole.difference(_references(ledger._connection, kind), MONEY)


# Back.

Back = Mapping[str, Callable[[Value], Any]]


def _inward(connection: sqlite3.Connection, kind: str, types: Mapping[str, str]) -> Back:
    references = _references(connection, kind)

    def turn(name: str) -> Callable[[Value], Any]:
        if name in references:
            return _id
        if name in MONEY:
            return lambda value: money.parse_money(str(value))
        return _number if types[name] == "INTEGER" else _text

    return {name: turn(name) for name in types}


def _arrivals(export: Export) -> Iterator[arrivals.Arrival]:
    """When facts came to the copy that was exported; an earlier version did not know."""
    try:
        for first, last, at in export.manifest.get("arrivals", []):
            yield _id(first), _id(last), period.checked_instant(at)
    except (ValueError, TypeError, SalescliError) as error:
        raise _no_facts(export, str(error)) from None


def _lay_envelopes(connection: sqlite3.Connection, export: Export) -> None:
    """All envelopes in the order of ids, whatever the order of the files."""
    turns: Back = dict.fromkeys(ENVELOPE, _text) | {"id": _id, "hash": _hash}
    envelopes = [
        (*(_read(turns, name, row, where) for name in ENVELOPE), kind)
        for kind in export.manifest["counts"]
        for where, row in export.rows(kind)
    ]
    envelopes.sort(key=lambda envelope: envelope[0])
    if len(envelopes) != export.manifest["facts"]:
        raise _no_facts(
            export,
            _("it holds {found} facts and not {said}").format(found=len(envelopes), said=export.manifest["facts"]),
        )
    merging.lay(connection, "fact", [*ENVELOPE, "kind"], iter(envelopes))


def _read(turns: Back, name: str, row: Mapping[str, Value], where: str) -> Any:
    """A value of a row as the ledger keeps it; a column that an earlier version did not have is empty, but each has its id."""
    value = row.get(name)
    try:
        return None if value is None and name != "id" else turns[name](value)
    except (ValueError, SalescliError):
        raise LedgerUnusable(
            _("{where}: {value} does not do for {column}.").format(where=where, value=repr(value)[:40], column=name)
        ) from None


def _id(value: Value) -> int:
    id = ids.parse(value, 0) if isinstance(value, str) else None
    if id is None:
        raise ValueError(value)
    return id


def _hash(value: Value) -> bytes:
    return bytes.fromhex(str(value))


def _number(value: Value) -> int:
    if not str(value).isascii() or len(str(value)) > 20:
        raise ValueError(value)
    return int(str(value))


def _text(value: Value) -> str:
    if not isinstance(value, str):
        raise ValueError(value)
    return value


def _no_facts(export: Export, reason: str) -> LedgerUnusable:
    return LedgerUnusable(
        _("The export {path} makes no ledger: {reason}.").format(path=shown(export.path), reason=reason)
    )
