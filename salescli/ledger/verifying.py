"""What is wrong with a ledger's file, check by check, whatever state it is in: the file, its schema, its keys, its chains.

What the figures' own rules say of the facts is known elsewhere; here is only what can be asked of any table.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from gettext import gettext as _
from pathlib import Path
from typing import Literal, NamedTuple

from salescli import period
from salescli.errors import WrongUse
from salescli.ledger import chain, files, founding, ids, law
from salescli.ledger.kept import SPEAKING_OF
from salescli.ledger.known import Head
from salescli.ledger.store import Ledger

Check = Literal[
    "file", "schema", "integrity", "keys", "chain", "head", "voided", "clock", "future", "statements", "own"
]
SHOWN = 100  # of what one check says of a file; a wholly damaged one would say it of every page
MOST_HEADS = 3_000_000
"""So many heads that a ledger may have had are tried, a few seconds of work; each copy merged multiplies them."""
HAPPENED = ("contract", "receipt", "settlement")
"""Kinds that say what happened and are not planned: money that was signed, came or went."""
Ask = Callable[[sqlite3.Connection], Iterator["Fault"]]
IN_FORCE = "id NOT IN (SELECT fact_id FROM voided) ORDER BY id"


class Fault(NamedTuple):
    """Something that is wrong: by which check, of which fact and kind (None: of none), in words, and whether it is only a note."""

    check: Check
    id: int | None
    kind: str | None
    text: str
    note: bool = False


class Examined(NamedTuple):
    """What was found of a ledger's file, and whose it is, as far as that can be read.

    Attributes:
        origin: 0 where it cannot be read; currency, zone: likewise "" and None.
        older: whether it is of an earlier version, whose schema is looked at once it is brought up to date.
    """

    origin: int
    currency: str
    zone: str | None
    older: bool
    faults: list[Fault]


def examined(path: Path) -> Examined:
    """Why a ledger cannot be trusted, in the order of the checks; what can still be read of a damaged one is read.

    Raises:
        LedgerUnusable: there is no file, or it cannot be opened at all.
    """
    with closing(files.open_as_it_is(path)) as connection:
        found = _safely("file", _file, connection)
        older = not found and connection.execute("PRAGMA user_version").fetchone()[0] < files.VERSION
        checks: list[tuple[Check, Ask]] = [
            ("own", _own),
            ("integrity", _integrity),
            ("keys", _keys),
            ("chain", _chain),
        ]
        for check, ask in checks if older else [("schema", _schema), *checks]:
            found += _safely(check, ask, connection) if not found or found[0].check != "file" else []
        return Examined(*_whose(connection), older, found)


def is_sound(path: Path) -> bool:
    """Whether a ledger is as it was recorded, which says that what is wrong with a figure is the program's fault."""
    return all(fault.note for fault in examined(path).faults)


def doubts(path: Path, now: str, today: str, last: str) -> list[Fault]:
    """What may be right and deserves a look, of a ledger that can be trusted: facts that stand on a voided one, were recorded
    after the instant `now`, happen after the day `last`, or are money of a day after `today`."""
    with closing(files.open_as_it_is(path)) as connection:
        return [*_future(connection, now, today, last), *_on_voided(connection)]


def on_voided(ledger: Ledger) -> list[Fault]:
    """The facts in force that stand on a voided one, of an open ledger, in the order of kinds."""
    return list(_on_voided(ledger._connection))


def cut_off(path: Path, head: str) -> list[Fault]:
    """Whether a ledger whose chains are whole once had a head (its first digits at the least): if not, its end was cut off, or
    written anew, since that head was noted."""
    with closing(files.open_as_it_is(path)) as connection:
        chains: dict[int, list[tuple[int, bytes]]] = {}
        for id, hash in connection.execute("SELECT id, hash FROM fact ORDER BY id"):
            chains.setdefault(id >> 32, []).append((id, bytes(hash)))
        known = list(chains.values())
        lasts = [_lasts(text) for (text,) in connection.execute("SELECT DISTINCT ledger_head FROM statement")]
        if any(chain.head(one).startswith(head) for one in [[one[-1] for one in known], *lasts]):
            return []
        if chain.beginnings(known) > MOST_HEADS:
            said = _("so many copies were merged that it cannot be told whether the ledger ever had the head {head}")
            return [Fault("head", None, None, said.format(head=head[:12]), note=True)]
        if chain.ever(known, head):
            return []
    said = _("it never had the head {head}: what was recorded before that was noted is cut off, or written anew")
    return [Fault("head", None, None, said.format(head=head[:12]))]


def _safely(check: Check, ask: Ask, on: sqlite3.Connection) -> list[Fault]:
    """What a check says up to where the file can be read, and that it cannot further."""
    found: list[Fault] = []
    try:
        for fault in ask(on):
            found.append(fault)
            if len(found) == SHOWN:
                break
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:
        found.append(Fault(check, None, None, _("it cannot be read through: {reason}").format(reason=error)))
    return found


# The file.


def _file(connection: sqlite3.Connection) -> Iterator[Fault]:
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != files.APPLICATION_ID or version < 1:
        yield Fault("file", None, None, _("it is not marked as a salescli ledger"))
    elif version > files.VERSION:
        said = _("it was made by a newer salescli: it is of version {found}, and {known} is the last known here")
        yield Fault("file", None, None, said.format(found=version, known=files.VERSION))
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _whose(connection: sqlite3.Connection) -> tuple[int, str, str | None]:
    try:
        ((origin, currency, zone),) = connection.execute("SELECT origin, currency, zone FROM ledger").fetchall()
        period.check_zone(zone)
    except (sqlite3.Error, ValueError, TypeError, AttributeError, WrongUse):
        return 0, "", None
    return int(origin), str(currency), str(zone)


def _own(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The ledger's own row, which no hash covers: one that there can be, and as the first fact of each copy vouches for it."""
    vouched = connection.execute(
        "SELECT fact.note FROM policy JOIN fact ON fact.id = policy.id WHERE policy.id & ? = 1 ORDER BY fact.id",
        (ids.MOST_SEQUENCE,),
    ).fetchall()
    for origin, currency, zone in connection.execute("SELECT origin, currency, zone FROM ledger").fetchall():
        wrong = founding.impossible(origin, currency, zone)
        yield from (Fault("own", None, None, what) for what in wrong)
        says = founding.remark(currency, zone)
        for was in () if wrong else dict.fromkeys(founding.remarked(note) for (note,) in vouched):
            if was and was != says:
                yield Fault(
                    "own", None, None, _("it was made as {was}, and says {says} now").format(was=was, says=says)
                )


def _integrity(connection: sqlite3.Connection) -> Iterator[Fault]:
    for (said,) in connection.execute(f"PRAGMA integrity_check({SHOWN})"):
        for line in said.splitlines() if said != "ok" else ():
            yield Fault("integrity", None, None, line)


# The schema.


def _schema(connection: sqlite3.Connection) -> Iterator[Fault]:
    """Everything that schema.sql lays down stands in the file word for word, and nothing else does."""
    right, there = _laid_down(), _objects(connection)
    for key, sql in right.items():
        if key not in there:
            yield _of_schema(key, _("the {what} {name} is missing"))
        elif there[key] != sql:
            yield _of_schema(key, _("the {what} {name} is not as the ledger's law has it"))
    for key in there.keys() - right.keys():
        yield _of_schema(key, _("the {what} {name} does not belong in a ledger"), note=key[0] == "index")
    if [row[0] for row in connection.execute("SELECT one FROM ledger")] != [1]:
        yield Fault("schema", None, None, _("the ledger does not say whose copy it is"))


def _of_schema(key: tuple[str, str], said: str, note: bool = False) -> Fault:
    what = {"table": _("table"), "view": _("view"), "trigger": _("trigger"), "index": _("index")}.get(key[0], key[0])
    return Fault("schema", None, None, said.format(what=what, name=repr(key[1][:60])), note)


def _laid_down() -> dict[tuple[str, str], str]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as connection:
        for statement in law.statements():
            connection.execute(statement)
        return _objects(connection)


def _objects(connection: sqlite3.Connection) -> dict[tuple[str, str], str]:
    """What stands in the file, by what it is and its name: the statement that made it, spaces and the like aside."""
    rows = connection.execute("SELECT type, name, tbl_name, sql FROM main.sqlite_master ORDER BY rowid")
    return {
        (str(what), str(name)): f"{table}: {' '.join(str(sql).split())}"
        for what, name, table, sql in rows
        if not re.fullmatch(r"sqlite_stat[0-9]", str(name)) and sql is not None
    }


# The keys and the chains.


def _keys(connection: sqlite3.Connection) -> Iterator[Fault]:
    for table, row, other, _number in connection.execute("PRAGMA foreign_key_check"):
        said = _("it refers to a {other} that is not there").format(other=other)
        yield Fault("keys", row, table, said)


def _chain(connection: sqlite3.Connection) -> Iterator[Fault]:
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        for id, what in chain.breaks(connection):
            yield Fault("chain", id, _kind(connection, id), what)
        yield from _cut(connection)
    finally:
        connection.text_factory = str


def _cut(connection: sqlite3.Connection) -> Iterator[Fault]:
    """The statements whose head the ledger does not reach, or does not have: a chain cannot know that its end was cut off."""
    for id, head in connection.execute("SELECT id, ledger_head FROM statement ORDER BY id").fetchall():
        for last, hash in _lasts(head):
            found = connection.execute("SELECT hash FROM fact WHERE id = ?", (last,)).fetchone()
            if found is None or bytes(found[0]) != hash:
                yield Fault("chain", id, "statement", _("the ledger that it was closed on is not this one"))


def _lasts(head: str) -> Sequence[tuple[int, bytes]]:
    """The last id and hash of each origin in a head; none of a text that is no head, which was recorded so."""
    try:
        return Head.of_text(head).lasts
    except (ValueError, TypeError, AttributeError):
        return ()


def _kind(connection: sqlite3.Connection, id: int) -> str | None:
    found = connection.execute("SELECT kind FROM fact WHERE id = ?", (id,)).fetchone()
    return str(found[0]) if found else None


# What deserves a look.


def _future(connection: sqlite3.Connection, now: str, today: str, last: str) -> Iterator[Fault]:
    found = connection.execute("SELECT id, kind, recorded_at FROM fact WHERE recorded_at > ? ORDER BY id", (now,))
    for id, kind, at in found.fetchall():
        yield Fault("clock", id, kind, _("it was recorded in the future: {instant}").format(instant=at), note=True)
    for kind in chain.kinds_in(connection):
        first = today if kind in HAPPENED else last
        rows = connection.execute(
            f'SELECT id, happened_on FROM "{kind}" WHERE happened_on > ? AND {IN_FORCE}', (first,)
        )
        for id, day in rows.fetchall():
            said = _("it happens far in the future: {day}") if day > last else _("it is of a day to come: {day}")
            yield Fault("future", id, kind, said.format(day=day), note=True)


def _on_voided(connection: sqlite3.Connection) -> Iterator[Fault]:
    voided = [id for (id,) in connection.execute("SELECT fact_id FROM voided ORDER BY fact_id")]
    for kind in chain.kinds_in(connection) if voided else ():
        for column in _references(connection, kind) if kind not in SPEAKING_OF else ():
            rows = connection.execute(
                f'SELECT id, "{column}" FROM "{kind}" WHERE "{column}" IN (SELECT fact_id FROM voided) AND {IN_FORCE}'
            )
            for id, other in rows.fetchall():
                said = _("it stands on a voided fact, of the kind {kind}")
                yield Fault("voided", id, kind, said.format(kind=_kind(connection, other)), note=True)


def _references(connection: sqlite3.Connection, kind: str) -> list[str]:
    rows = connection.execute('SELECT "from" FROM pragma_foreign_key_list(?) ORDER BY seq, id', (kind,)).fetchall()
    return [column for (column,) in rows if column != "id"]
