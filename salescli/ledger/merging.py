"""Facts of other copies taken as they are: what is missing by its id, the row and its envelope, whatever the order of copies.

A code may have been given, taken back and given again across copies, so which facts of a code are in force is asked once all
are there. What copies say of the same thing is nobody's to decide here: codes that clash refuse the whole, the rest is a doubt.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from gettext import gettext as _
from typing import Literal, NamedTuple

from salescli.errors import LedgerUnusable, Refused
from salescli.ledger import arrivals, chain, ids, kinds, late
from salescli.ledger.store import Ledger
from salescli.money import shown

CODED = ("rep", "team", "product", "opportunity", "contract")
SHOWN = 3  # clashes in one refusal
ENVELOPE = (*chain.ENVELOPE, "hash")

Span = tuple[int, int]
"""Ids above the first, up to the second."""
Taking = Callable[[int], bool]
"""Whether a fact is among those taken."""


What = Literal["name", "phone", "row", "policy", "closing"]


class Doubt(NamedTuple):
    """A fact that was taken and an older one that may be the same: the ids, what is alike, and the text of it.

    Of a closing `other` is a statement of the earlier one, which counts, `taken` one of the later, and the text is the days of
    this one, the first and the first after them.
    """

    taken: int
    other: int
    what: What
    text: str


class Taken(NamedTuple):
    """What a merge took from each of the others, in their order, and what a person should look at."""

    counts: list[int]
    doubts: list[Doubt]


def take(ledger: Ledger, others: Sequence[Ledger], *, into_new: bool = False) -> Taken:
    """Take the facts that are missing from sound ledgers, inside the transaction of one; nothing else is recorded in it but
    that they came.

    Args:
        into_new: whether the ledger is a copy in the making of the first of the others, to which they came when they came to that.

    Raises:
        Refused: another currency or zone; other facts under the same ids; two facts in force of one code.
        LedgerUnusable: what another holds is no fact, or the ledger cannot be written.
    """
    try:
        return _taken(ledger, others, into_new)
    except sqlite3.Error as error:
        raise LedgerUnusable(
            _("The ledger {path} cannot be written: {reason}. Nothing was taken.").format(
                path=shown(ledger.path), reason=error
            )
        ) from None


def _taken(ledger: Ledger, others: Sequence[Ledger], into_new: bool) -> Taken:
    connection = ledger._connection
    spans: list[Span] = []
    came: list[Span] = []
    counts = []
    with laying(connection):
        for number, other in enumerate(others):
            _refuse_other_money(ledger, other)
            missing = list(_missing(connection, other))
            _take(connection, other, missing)
            spans += missing
            came += [] if into_new and not number else missing
            counts.append(sum(last - first for first, last in missing))
    if into_new:
        arrivals.note(connection, arrivals.all_of(others[0]._connection))
    if came:
        instant = ledger.instant()
        arrivals.note(connection, ((first + 1, last, instant) for first, last in came))
    if spans:
        _refuse_clashes(connection)
        _touch(ledger, spans)
    return Taken(counts, sorted(_doubts(connection, spans)) if spans else [])


@contextmanager
def laying(connection: sqlite3.Connection) -> Iterator[None]:
    """Inside a transaction: facts go in in any order, as long as all that they refer to is there at the end.

    Raises:
        LedgerUnusable: it is not.
    """
    connection.execute("PRAGMA defer_foreign_keys = on")  # until the end of the transaction
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%\\_code\\_taken' ESCAPE '\\'"
    ).fetchall()
    for name, _sql in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in guards:
        connection.execute(sql)
    for table, row, referred, _number in connection.execute("PRAGMA foreign_key_check"):
        raise LedgerUnusable(
            _("The {kind} {id} refers to a {other} that is in none of the copies.").format(
                kind=kinds.word(table), id=ids.show(row, 0), other=kinds.word(referred)
            )
        )


def lay(connection: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    """Put rows as they are into a table."""
    names, slots = ", ".join(f'"{name}"' for name in columns), ", ".join("?" for _column in columns)
    connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({slots})', rows)


# What is missing.


def _refuse_other_money(ledger: Ledger, other: Ledger) -> None:
    for what, ours, theirs in (
        (_("currency"), ledger.currency, other.currency),
        (_("time zone"), ledger.zone, other.zone),
    ):
        if ours != theirs:
            raise Refused(
                _("{path} is kept in another {what}, {theirs}, this ledger in {ours}; the two do not merge.").format(
                    path=shown(other.path), what=what, theirs=repr(theirs[:40]), ours=ours
                )
            )


def _missing(connection: sqlite3.Connection, other: Ledger) -> Iterator[Span]:
    """Of each origin of another ledger the ids that are not here; what both have must be the same.

    Raises:
        Refused: it is not: a copy was copied, and both went on under one origin.
    """
    for theirs, _last in other.reached().lasts:
        first, end = ids.span(theirs >> 32)
        ours = connection.execute("SELECT max(id) FROM fact WHERE id > ? AND id < ?", (first, end)).fetchone()[0]
        common = min(theirs, ours or first)
        if common > first:
            _refuse_fork(connection, other, first, common)
        if theirs > common:
            yield common, theirs


def _refuse_fork(connection: sqlite3.Connection, other: Ledger, first: int, common: int) -> None:
    """Both chains are linked, so where the last common fact is the same, all before it are."""
    there = other._connection
    if _hash(connection, common) == _hash(there, common):
        return
    low, high = first, common  # the same up to low, not the same at high
    while high - low > 1:
        middle = (low + high) // 2
        if _hash(connection, middle) == _hash(there, middle):
            low = middle
        else:
            high = middle
    raise Refused(
        _(
            "The fact {id} is one thing here and another in {path}: a ledger's file was copied, and both went on. "
            "Nothing was taken; a copy to work in is made by `salescli merge` where there is no ledger yet."
        ).format(id=ids.show(high, 0), path=shown(other.path))
    )


def _hash(connection: sqlite3.Connection, id: int) -> bytes | None:
    found = connection.execute("SELECT hash FROM fact WHERE id = ?", (id,)).fetchone()
    return bytes(found[0]) if found else None


def _take(connection: sqlite3.Connection, other: Ledger, missing: Sequence[Span]) -> None:
    try:
        for span in missing:
            _lay_span(connection, other._connection, "fact", ENVELOPE, span)
        for kind in chain.kinds_in(other._connection):
            columns = [row[1] for row in connection.execute(f'PRAGMA table_info("{kind}")')]
            for span in missing if columns else ():
                _lay_span(connection, other._connection, kind, columns, span)
        for span in missing:
            _refuse_unkept(connection, span)
    except (sqlite3.IntegrityError, UnicodeError, OverflowError) as error:
        raise LedgerUnusable(
            _("{path} holds what no ledger keeps: {reason}.").format(path=shown(other.path), reason=error)
        ) from None


def _lay_span(
    connection: sqlite3.Connection, there: sqlite3.Connection, table: str, columns: Sequence[str], span: Span
) -> None:
    names = ", ".join(f'"{name}"' for name in columns)
    lay(
        connection,
        table,
        columns,
        there.execute(f'SELECT {names} FROM "{table}" WHERE id > ? AND id <= ? ORDER BY id', span),
    )


def _refuse_unkept(connection: sqlite3.Connection, span: Span) -> None:
    """A fact whose kind has no table here would be an envelope without anything in it."""
    known = set(chain.kinds_in(connection))
    for (kind,) in connection.execute("SELECT DISTINCT kind FROM fact WHERE id > ? AND id <= ?", span):
        if kind not in known:
            raise sqlite3.IntegrityError(repr(kind[:40]))


# What it comes to.


def _refuse_clashes(connection: sqlite3.Connection) -> None:
    """A code means one thing among what is in force.

    Raises:
        Refused: with the facts and the command that gives one of them another code.
    """
    clashes = [clash for kind in CODED for clash in _clashes(connection, kind)]
    if not clashes:
        return
    said = "; ".join(
        _("the {kind} code {code} is of {facts}").format(
            kind=kinds.word(kind), code=repr(code[:40]), facts=_(" and of ").join(ids.show(id, 0) for id in facts)
        )
        for kind, code, facts in clashes[:SHOWN]
    )
    more = _(" and {count} more").format(count=len(clashes) - SHOWN) if len(clashes) > SHOWN else ""
    raise Refused(
        _(
            "Nothing was taken, for a code means one thing: {clashes}{more}. Give one of them another code in the copy that "
            'has it, for instance `salescli correct {id} code=… --why "code twice"`, and merge again.'
        ).format(clashes=said, more=more, id=ids.show(clashes[0][2][-1], 0))
    )


def _clashes(connection: sqlite3.Connection, kind: str) -> Iterator[tuple[str, str, list[int]]]:
    twice = connection.execute(
        f'SELECT code FROM (SELECT id, code FROM "{kind}" WHERE code IS NOT NULL UNION SELECT said.fact_id, said.value '
        f"FROM correction AS said JOIN \"{kind}\" AS own ON own.id = said.fact_id WHERE said.field = 'code') "
        "GROUP BY code HAVING count(*) > 1 ORDER BY code"
    )
    for (code,) in twice.fetchall():
        rows = connection.execute(f"SELECT id FROM {kind}_in_force WHERE code = ? ORDER BY id", (code,)).fetchall()
        if len(rows) > 1:
            yield kind, code, [id for (id,) in rows]


def _touch(ledger: Ledger, spans: Sequence[Span]) -> None:
    """The days that the taken facts speak of, where some period is closed already."""
    if not ledger.closed_since(date.min):
        return
    for kind in chain.kinds_in(ledger._connection):
        columns = late.columns_of(kind)
        for span in spans:
            for row in ledger._ask(f'SELECT {", ".join(columns)} FROM "{kind}" WHERE id > ? AND id <= ?', *span):
                fields = dict(zip(columns, row, strict=True))
                plain = late.is_plain(kind)
                day = date.fromisoformat(fields["happened_on"]) if plain else late.told_of(ledger._ask, kind, fields)
                ledger.touched |= {day} - {late.NEVER}


def _doubts(connection: sqlite3.Connection, spans: Sequence[Span]) -> Iterator[Doubt]:
    """Pairs of a taken fact and one of another origin that was there, and may be the same."""

    def taken(id: int) -> bool:
        return any(first < id <= last for first, last in spans)

    customers = connection.execute("SELECT id, name, phone FROM customer_in_force ORDER BY id").fetchall()
    yield from _pairs("name", [(id, _folded(name or ""), name) for id, name, _phone in customers], taken)
    yield from _pairs("phone", [(id, _digits(phone or ""), phone) for id, _name, phone in customers], taken)
    rows = connection.execute(
        "SELECT id, source_key FROM fact WHERE source_key IS NOT NULL "
        "AND NOT EXISTS (SELECT 1 FROM voided WHERE fact_id = fact.id) ORDER BY id"
    ).fetchall()
    yield from _pairs("row", [(id, key, key) for id, key in rows], taken)
    policies = connection.execute(
        "SELECT id, coalesce(starts_on, '-'), title FROM policy_in_force ORDER BY id"
    ).fetchall()
    yield from _pairs("policy", policies, taken)
    yield from _closed_twice(connection, taken)


def _closed_twice(connection: sqlite3.Connection, taken: Taking) -> Iterator[Doubt]:
    """The closings of days that an earlier one of another copy closed; the earlier one's statements count."""
    closings = connection.execute(
        "SELECT min(statement.id), statement.starts_on, statement.ends_on FROM statement_in_force AS statement "
        "JOIN fact ON fact.id = statement.id GROUP BY statement.id >> 32, statement.starts_on, statement.ends_on, "
        "statement.happened_on ORDER BY statement.happened_on, min(fact.recorded_at), min(statement.id)"
    ).fetchall()
    for number, (later, start, end) in enumerate(closings):
        for earlier, first, after in closings[:number]:
            if first < end and start < after and earlier >> 32 != later >> 32:
                if taken(later) or taken(earlier):
                    yield Doubt(later, earlier, "closing", f"{start}/{end}")
                break


def _pairs(what: What, keyed: Sequence[tuple[int, str, str]], taken: Taking) -> Iterator[Doubt]:
    """Each taken fact with the first of another origin of the same key."""
    same: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for id, key, text in keyed:
        same[key].append((id, text))
    for key, facts in same.items():
        for id, text in facts if key and len(facts) > 1 else ():
            others = [other for other, _text in facts if other >> 32 != id >> 32 and not (taken(other) and other > id)]
            if taken(id) and others:
                yield Doubt(id, others[0], what, text)


def _folded(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", text).casefold().strip()


def _digits(text: str) -> str:
    digits = "".join(sign for sign in text if sign.isdigit())
    return digits if len(digits) >= 5 else ""
