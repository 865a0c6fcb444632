"""What is kept of single facts and what their numbers are, asked by whoever records on them; nothing is appended here, and no
report asks this way.
"""

import sqlite3
from datetime import date
from gettext import gettext as _
from typing import TYPE_CHECKING, Any

from salescli.errors import NotFound
from salescli.ledger import chain, ids
from salescli.ledger.kinds import word

if TYPE_CHECKING:
    from salescli.facts.recorded import Stored

SPEAKING_OF = ("void", "correction", "waiver")
"""Kinds that say something of a fact, and say nothing more when it is voided."""


class Kept:
    """The part of an open ledger that knows its facts one by one.

    Attributes:
        origin: the number of the copy that is open.
    """

    origin: int
    _connection: sqlite3.Connection
    _fields: dict[str, dict[str, str]]

    def _ask(self, statement: str, *values: Any) -> list[Any]:
        """The rows of a statement; what SQLite says of the file becomes a sentence."""
        raise NotImplementedError

    def stored(self, id: int) -> "Stored":
        """A fact as it was recorded, with what is filled of its own columns."""
        from salescli.facts.recorded import Stored  # what recording reads is imported with the room that needs it

        ((kind, note, voided, at, by),) = self._ask(
            "SELECT kind, note, EXISTS (SELECT 1 FROM voided WHERE fact_id = fact.id), recorded_at, recorded_by "
            "FROM fact WHERE id = ?",
            id,
        )
        (row,) = self._ask(f'SELECT * FROM "{kind}" WHERE id = ?', id)
        filled = {name: value for name, value in zip(self.fields(kind), row, strict=True) if value is not None}
        return Stored(kind, note, bool(voided), filled, at, by)

    def in_force(self, id: int) -> dict[str, Any]:
        """What is filled of a fact's own columns, as it stands now: put right where it was corrected."""
        ((kind,),) = self._ask("SELECT kind FROM fact WHERE id = ?", id)
        rows = self._ask(f'SELECT * FROM "{kind}_in_force" WHERE id = ?', id)
        names = self.fields(kind)
        return {name: value for row in rows for name, value in zip(names, row, strict=True) if value is not None}

    def recorded_with(self, id: int, most: int) -> list[int]:
        """The facts that were recorded in the same act as one, in order, itself among them; of more than `most` none."""
        ((at,),) = self._ask("SELECT recorded_at FROM fact WHERE id = ?", id)
        around = self._ask(
            "SELECT id, recorded_at FROM fact WHERE id BETWEEN ? AND ? ORDER BY id", id - most, id + most
        )
        run = [one for one, instant in around if instant == at and one >> 32 == id >> 32]
        return run if len(run) <= most else []

    def last_of(self, actor: str) -> int | None:
        """The latest fact that an actor recorded in this copy; None: none."""
        first, end = ids.span(self.origin)
        found = self._ask(
            "SELECT id FROM fact WHERE id > ? AND id < ? AND recorded_by = ? ORDER BY id DESC LIMIT 1",
            first,
            end,
            actor,
        )
        return found[0][0] if found else None

    def hanging_on(self, id: int) -> list[tuple[int, str]]:
        """The facts in force that refer to a fact, with their kinds, in the order of ids; voids and corrections apart."""
        ((kind,),) = self._ask("SELECT kind FROM fact WHERE id = ?", id)
        columns = self._ask(
            'SELECT place.name, link."from" FROM sqlite_master AS place JOIN pragma_foreign_key_list(place.name) AS link '
            """WHERE place.type = 'table' AND link."table" IN (?, 'fact') AND link."from" <> 'id' """
            "AND place.name NOT IN ('void', 'correction')",
            kind,
        )
        known = chain.kinds_in(self._connection)  # another program's table may refer to a fact, and is none
        found = {
            (one, table)
            for table, column in columns
            if table in known
            for (one,) in self._ask(f'SELECT id FROM "{table}_in_force" WHERE "{column}" = ?', id)
        }
        return sorted(found)

    def stood_on(self, id: int) -> list[int]:
        """The facts that a fact refers to, in the order of its columns; of a void, a correction or a waiver none: they only speak."""
        ((kind,),) = self._ask("SELECT kind FROM fact WHERE id = ?", id)
        links = self._ask('SELECT DISTINCT "from" FROM pragma_foreign_key_list(?)', kind)
        fields = {} if kind in SPEAKING_OF else self.stored(id).fields
        return [int(fields[name]) for name in fields if (name,) in links and name != "id"]

    def fields(self, kind: str) -> dict[str, str]:
        """The columns of a kind's table in their order, each with TEXT or INTEGER; nothing for what is no table."""
        if kind not in self._fields:
            rows = self._ask(
                "SELECT info.name, info.type FROM sqlite_master AS place JOIN pragma_table_info(place.name) AS info "
                "WHERE place.type = 'table' AND place.name = ?",
                kind,
            )
            self._fields[kind] = dict(rows)
        return self._fields[kind]

    def needed(self, kind: str) -> list[str]:
        """The columns of a kind's table that are never empty, in their order."""
        rows = self._ask('SELECT name FROM pragma_table_info(?) WHERE "notnull" = 1', kind)
        return [name for (name,) in rows]

    def closed_since(self, day: date) -> list[tuple[date, date]]:
        """The half-open days of the closed periods that end after a day, in order."""
        rows = self._ask(
            "SELECT DISTINCT starts_on, ends_on FROM statement_in_force WHERE ends_on > ? ORDER BY starts_on, ends_on",
            day.isoformat(),
        )
        return [(date.fromisoformat(start), date.fromisoformat(end)) for start, end in rows]

    def known_source_keys(self, prefix: str) -> set[str]:
        """The source keys that begin with this prefix: what imports have brought in already, in any copy."""
        rows = self._ask("SELECT source_key FROM fact WHERE source_key BETWEEN ? AND ?", prefix, prefix + "\U0010ffff")
        return {key for (key,) in rows}

    def fact_of_source_key(self, key: str) -> int | None:
        """The id of the fact that an import brought in under this key, of several copies' the first."""
        return next(iter(self.facts_of_source_key(key)), None)

    def facts_of_source_key(self, key: str) -> list[int]:
        """The ids of the facts that imports brought in under this key, one of each copy at the most."""
        return [id for (id,) in self._ask("SELECT id FROM fact WHERE source_key = ? ORDER BY id", key)]

    # Their numbers.

    def show_id(self, id: int) -> str:
        """An id as people see it: `1042` for a fact of this copy, `k7f2q9x-1042` for another's."""
        return ids.show(id, self.origin)

    def find_id(self, text: str, *kinds: str) -> int:
        """The id that a person typed, of a fact of one of these kinds.

        A number that this copy has not given yet is that of the one other copy that has: as on a sheet from before a restore.

        Raises:
            NotFound: no such fact, one of another kind, which it names, or one in each of several other copies.
        """
        meant = self._meant(text)
        found = [(id, kind) for id in meant for (kind,) in self._ask("SELECT kind FROM fact WHERE id = ?", id)]
        if len(found) > 1:
            raise NotFound(
                _("Several copies have a fact {id}: {ids}.").format(
                    id=repr(text[:40]), ids=", ".join(self.show_id(id) for id, _kind in found)
                )
            )
        if found and (not kinds or found[0][1] in kinds):
            return found[0][0]
        said = _("There is no {kind} with the id {id}.")
        if found:
            said = _("There is no {kind} with the id {id}; it is that of another kind of fact: {found}.")
        wanted = _(" or ").join(map(word, kinds)) if kinds else _("fact")
        raise NotFound(said.format(kind=wanted, id=repr(text[:40]), found=", ".join(word(kind) for _id, kind in found)))

    def _meant(self, text: str) -> list[int]:
        """The ids that a text may mean: of a number that this copy has not given yet those of all others."""
        id = ids.parse(text, self.origin)
        if id is None or id >> 32 != self.origin or id <= self._tail()[0]:
            return [] if id is None else [id]
        number = id - ids.span(self.origin)[0]
        return [ids.span(last >> 32)[0] + number for last, _hash in self._lasts("hash") if last >> 32 != self.origin]

    def _tail(self) -> tuple[int, bytes]:
        first, end = ids.span(self.origin)
        found = self._ask("SELECT id, hash FROM fact WHERE id > ? AND id <= ? ORDER BY id DESC LIMIT 1", first, end - 1)
        return found[0] if found else (first, b"")

    def _lasts(self, column: str, known: str = "") -> list[tuple[int, Any]]:
        """The last fact of each origin, in the order of origins, with a column of its envelope; a look-up for each."""
        lasts: list[tuple[int, Any]] = []
        end = 1 << 63
        while found := self._ask(
            f"SELECT id, {column} FROM fact WHERE id <= ?{known} ORDER BY id DESC LIMIT 1", end - 1
        ):
            lasts.insert(0, found[0])
            end = ids.span(found[0][0] >> 32)[0]
        return lasts
