"""One open ledger: appends facts in a chain and reads the shelf; files, creation and names are its neighbours' work."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from salescli import period
from salescli.errors import LedgerUnusable, Refused, WrongUse
from salescli.ledger import chain, founding, ids, known, late, shelf
from salescli.ledger.kept import Kept
from salescli.ledger.known import Head
from salescli.ledger.said import held, unkeepable
from salescli.money import shown

if TYPE_CHECKING:
    from salescli.facts.closed import LateFact
    from salescli.ledger.scaled import Scaling

T = TypeVar("T", bound=tuple[Any, ...])

LAST_WORDS = ("void", "correction")
"""Kinds of which the last on a fact counts."""
_NEWEST_WORD = "SELECT max(recorded_at) FROM fact WHERE id IN (SELECT id FROM void UNION ALL SELECT id FROM correction)"
_MOMENT = timedelta(microseconds=1)
SILENT_MS = 2000  # how long another program is waited for without a word
PUT_BACK = timedelta(hours=1)
"""At the most, of a clock that is put right; one that says still earlier is believed."""


@dataclass(frozen=True, slots=True)
class Who:
    """Who records: the actor as given, and login@host beside it."""

    actor: str
    place: str


class Ledger(Kept):
    """An open ledger; made by ledger.files, closed by its `with` block.

    Attributes:
        origin: this copy's number, 1 … 2^31 − 1.
        currency: three letters; amounts are integers of its hundredths.
        zone: the time zone whose midnights bound the days.
        touched: the days of what was appended or voided since it was opened speaks of, statements apart.
        waits: what is done when another program must be waited for; None: nothing.
        known_at: the instant that it is shown as known at; known_head: the head up to which it is shown; None: all.
        shown, amounts: numbers that change as soon as it shows other facts, or other amounts of them, than before.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, who: Who) -> None:
        self._connection = connection
        self.path = path
        self.who = who
        self.origin, self.currency, self.zone = connection.execute(
            "SELECT origin, currency, zone FROM ledger"
        ).fetchone()
        self._refuse_impossible()
        self.touched: set[date] = set()
        self.waits: Callable[[], None] | None = None
        self.known_at: str | None = None
        self.known_head: Head | None = None
        self._file = _number(path)
        self.shown, self.amounts = 0, 0
        self._last: tuple[int, bytes] | None = None
        self._at: str | None = None
        self._fields: dict[str, dict[str, str]] = {}

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, *_exc: object) -> None:
        self._connection.close()

    def _refuse_impossible(self) -> None:
        """What a ledger says of itself stands outside the chain: another program can have written anything there.

        Raises:
            LedgerUnusable: an origin, a currency or a time zone that there is not.
        """
        wrong = founding.impossible(self.origin, self.currency, self.zone)
        if wrong:
            raise LedgerUnusable(
                _("The ledger {path} cannot be used: {reason}; `salescli verify` tells more.").format(
                    path=shown(self.path), reason=wrong[0]
                )
            )

    # -- reading ---------------------------------------------------------------------------------------------------

    def read(self, query: str, row: type[T], **parameters: Any) -> list[T]:
        """The rows of queries/QUERY.sql as named tuples, days given as dates or ISO text, several ids as a set.

        Raises:
            WrongUse: a parameter is half a character, or too large a number.
            LedgerUnusable: the file is damaged, or what it holds is no row of the query.
        """
        with self._reading():
            cursor = self._connection.execute(shelf.sql(query), {k: shelf.parameter(v) for k, v in parameters.items()})
            return shelf.shaped(row, (column[0] for column in cursor.description), cursor)

    def head(self) -> str:
        """The digest over the last hash of every origin: what stands on a sheet to say which ledger it was."""
        return self.reached().digest

    def reached(self) -> Head:
        """How far the ledger has come; known at an instant, how far it had come then; shown up to a head, that one."""
        if self.known_head is not None:
            return self.known_head
        known = "" if self.known_at is None else f" AND recorded_at < '{period.checked_instant(self.known_at)}'"
        return Head([(id, bytes(hash)) for id, hash in self._lasts("hash", known)])

    def facts_after(self, head: Head, on: date, before: date) -> "list[LateFact]":
        """What was not seen at a head on a day and may move figures of days before `before`, in the order of entry.

        Those are facts that were not there at the head, whatever their clock says, and facts that were, but that a report
        of that day hid until their own.
        """
        return late.facts_after(self._ask, self.reached().lasts, head.lasts, on, before, self.known_at)

    def hide(self, facts: Iterable[int]) -> None:
        """Of a ledger shown up to a head: hide exactly these facts."""
        self.shown += 1
        known.hide(self._connection, facts)

    @contextmanager
    def scaled(self, scaling: "Scaling") -> Iterator[None]:
        """Inside the block the ledger shows some money facts larger or smaller than they are; it is open for reading alone.

        Raises:
            Refused: an amount would be larger than a ledger keeps.
        """
        from salescli.ledger import scaled  # at its use: `log` needs none of it

        try:
            self.amounts += 1
            scaled.see_scaled(self._connection, scaling)
            yield
        finally:
            self.amounts += 1
            scaled.see_unscaled(self._connection)

    def verify_chain(self) -> list[chain.Break]:
        """Every place where the stored facts are not what was recorded, in the order of ids; empty where all is well.

        Raises:
            LedgerUnusable: the file is too damaged to be read through.
        """
        self._connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
        try:
            with self._reading():
                return list(chain.breaks(self._connection))
        finally:
            self._connection.text_factory = str

    def _ask(self, statement: str, *values: Any) -> list[Any]:
        with self._reading():
            return self._connection.execute(statement, values).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Turn what SQLite says of a value or of the file into a sentence."""
        try:
            yield
        except (UnicodeEncodeError, OverflowError) as error:
            raise unkeepable(error) from None
        except sqlite3.ProgrammingError:  # a parameter is not given: a bug, and no damage
            raise
        except (sqlite3.DatabaseError, ValueError, ArithmeticError) as error:
            raise held(self.path, error) or LedgerUnusable(
                _("The ledger {path} cannot be read: {reason}.").format(path=shown(self.path), reason=error)
            ) from None

    # -- writing ---------------------------------------------------------------------------------------------------

    @contextmanager
    def write(self) -> Iterator["Ledger"]:
        """All or nothing: what is appended inside is there after the block, or, if it raises, never was.

        Raises:
            LedgerUnusable: another program holds the ledger, or the file cannot be written.
        """
        self._begin()
        try:
            with self.appending():
                yield self
            self._execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._check_place()

    def _begin(self) -> None:
        """Begin to write; where another program is at it, wait for it, and after a while say so."""
        ((patience,),) = self._ask("PRAGMA busy_timeout")
        if patience > SILENT_MS:
            self._connection.execute(f"PRAGMA busy_timeout = {SILENT_MS}")
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if held(self.path, error) and self.waits:
                    self.waits()
            finally:
                self._connection.execute(f"PRAGMA busy_timeout = {patience}")
        self._execute("BEGIN IMMEDIATE")

    def _check_place(self) -> None:
        """What was written went into the file that was opened: it must be the ledger still, and not one that was moved.

        Raises:
            LedgerUnusable: the file is gone, or another is in its place.
        """
        if _number(self.path) != self._file:
            raise LedgerUnusable(
                _(
                    "The ledger {path} was removed or replaced while it was written; see with `salescli journal` whether "
                    "it holds what was just recorded, and record it again if not."
                ).format(path=shown(self.path))
            )

    @contextmanager
    def appending(self) -> Iterator["Ledger"]:
        """As write(), inside a transaction that the caller has begun and will end."""
        self._last = self._tail()
        self._at = None
        try:
            yield self
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
        """Append one fact inside write() and give its id; one that is refused leaves nothing, and others may follow.

        Args:
            kind: the table of schema.sql; fields are its columns (days as dates, money in minor units).
            source_key: what makes an imported row the same row the next time; a key that exists is refused.
            recorded_at: for a generated history (the example team), and for facts of one instant(); else the clock, never
                earlier than what is there.

        Raises:
            WrongUse: a field that the kind has not, or a value that it cannot keep.
            Refused: the schema forbids it.
            LedgerUnusable: the file cannot be written.
        """
        if self._last is None or not self._connection.in_transaction:
            raise RuntimeError("append() outside write()")
        id, before = self._last[0] + 1, self._last[1]
        if id >= ids.span(self.origin)[1]:
            raise LedgerUnusable(_("The ledger {path} is full.").format(path=shown(self.path)))
        envelope: dict[str, Any] = {
            "id": id,
            "kind": kind,
            "recorded_at": recorded_at or self._at or self.instant(kind),
            "recorded_by": self.who.actor,
            "recorded_from": self.who.place,
            "note": note,
            "source_key": source_key,
        }
        details = {"id": id, "happened_on": happened_on.isoformat()}
        details.update((name, shelf.stored(value)) for name, value in fields.items() if value is not None)
        self._check_fields("fact", envelope)
        self._check_fields(kind, details)
        hash = chain.link(before, envelope, details)
        self._execute("SAVEPOINT fact")
        try:
            self._insert("fact", {**envelope, "hash": hash})
            self._insert(kind, details)
        except BaseException:
            if self._connection.in_transaction:  # a full disk ends the whole transaction
                self._connection.execute("ROLLBACK TO fact")
            raise
        self._execute("RELEASE fact")
        self._last = (id, hash)
        self.shown += 1
        if not late.is_plain(kind):
            happened_on = late.told_of(self._ask, kind, {**dict.fromkeys(late.columns_of(kind)), **details})
        if happened_on != late.NEVER:
            self.touched.add(happened_on)
        return id

    def instant(self, kind: str = "") -> str:
        """The instant of this write, from now on: what is recorded together is recorded at once, and can be told by it.

        It is the clock's, and where that was put back a little the one after the newest fact's, of this copy or of another:
        what is said last has the last word. A fact from further ahead dates none that follows it, as its clock may have been
        the wrong one; of voids and corrections alone all are asked, for there the last word decides what counts.
        """
        clock = period.now(self.zone)
        newest = [at for _id, at in self._lasts("recorded_at") if at <= period.instant_text(clock + PUT_BACK)]
        if kind in LAST_WORDS:
            newest += [at for (at,) in self._ask(_NEWEST_WORD) if at]
        self._at = max([period.instant_text(clock), *map(_after, newest)])
        return self._at

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Inside write(): where the block raises, what was appended in it is taken back, and others may follow."""
        before, touched = self._last, set(self.touched)
        self._execute("SAVEPOINT attempt")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:  # a full disk ends the whole transaction
                self._connection.execute("ROLLBACK TO attempt")
                self._connection.execute("RELEASE attempt")
            self._last, self.touched = before, touched
            raise
        self._execute("RELEASE attempt")

    def void(self, id: int, happened_on: date, why: str, *, note: str | None = None) -> int:
        """Append that a fact counts no more; of a void, that its fact counts again, and so on back and forth."""
        for said, effect in self._ask("SELECT fact_id, effect FROM void WHERE id = ?", id):
            back = "restore" if effect == "void" else "void"
            return self.append("void", happened_on, note=note, fact_id=said, effect=back, why=why)
        return self.append("void", happened_on, note=note, fact_id=id, effect="void", why=why)

    def _check_fields(self, kind: str, details: dict[str, Any]) -> None:
        """What is hashed must be what is stored: SQLite would turn the text 5 into the number 5 in silence."""
        fields = self.fields(kind)
        for name, value in details.items():
            if name not in fields:
                raise WrongUse(
                    _("A {kind} has no field {given}; it has {fields}.").format(
                        kind=kind, given=repr(name[:40]), fields=", ".join(fields) or "—"
                    )
                )
            if value is not None and type(value) is not (int if fields[name] == "INTEGER" else str):
                right = _("a whole number") if fields[name] == "INTEGER" else _("a text")
                raise WrongUse(
                    _("The field {field} of a {kind} is {right}, not {given}.").format(
                        field=name, kind=kind, right=right, given=repr(value)[:40]
                    )
                )

    def _insert(self, table: str, values: dict[str, Any]) -> None:
        columns = ", ".join(values)
        slots = ", ".join(f":{name}" for name in values)
        self._execute(f"INSERT INTO {table} ({columns}) VALUES ({slots})", values)

    def _execute(self, statement: str, values: dict[str, Any] | None = None) -> None:
        try:
            self._connection.execute(statement, values or {})
        except (UnicodeEncodeError, OverflowError, sqlite3.DataError) as error:
            raise unkeepable(error) from None
        except sqlite3.IntegrityError as error:
            raise Refused(_("The ledger's own rules refuse this: {reason}.").format(reason=error)) from None
        except sqlite3.ProgrammingError:
            raise
        except sqlite3.DatabaseError as error:
            raise held(self.path, error) or LedgerUnusable(
                _("The ledger {path} cannot be written: {reason}. Nothing was recorded.").format(
                    path=shown(self.path), reason=error
                )
            ) from None


def _number(path: Path) -> tuple[int, int] | None:
    """Which file is at a path now, whatever it is called; None: none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _after(instant: str) -> str:
    """The instant after one; of the last that there is, and of what is none, itself."""
    try:
        return period.instant_text(datetime.fromisoformat(instant) + _MOMENT)
    except (ValueError, OverflowError):
        return instant
