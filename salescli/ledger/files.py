"""The ledger's file: where it is, how it is made, migrated and opened; what is in it is the store's work."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from gettext import gettext as _
from pathlib import Path

from salescli import period
from salescli.errors import LedgerUnusable, WrongUse
from salescli.ledger import known, law, migrations
from salescli.ledger.known import Head
from salescli.ledger.said import held
from salescli.ledger.store import Ledger, Who
from salescli.money import shown

APPLICATION_ID = 0x73616C65  # "sale": so that another program's file is never taken for a ledger
VERSION = 2
BUSY_SECONDS = 30.0  # how long a locked ledger is waited for
CACHE_KIBIBYTES = 65536  # at the most, of pages that a reader has read and may come back to


def default_path() -> Path:
    """Where the ledger is when nobody says: the user's data directory (XDG; a relative one counts as none)."""
    given = os.environ.get("XDG_DATA_HOME", "")
    home = Path(given) if Path(given).is_absolute() else Path("~/.local/share")
    try:
        return home.expanduser() / "salescli" / "ledger.db"
    except RuntimeError:
        raise LedgerUnusable(_("There is no home directory to keep a ledger in; say where with --ledger.")) from None


def missing(path: Path) -> bool:
    """Whether no ledger is there yet: no file, an empty one, or what a killed creation left of one.

    Raises:
        LedgerUnusable: what is there cannot be opened.
    """
    if _is_empty(path):
        return True
    if not _beside(path, "-journal").exists():  # all that a creation leaves, when killed as it puts its pages down
        return False
    with closing(_connect(path, "rw")) as connection:
        return _is_blank(connection, path)


def open_for_writing(path: Path, who: Who, *, currency: str = "CNY", zone: str = "Asia/Shanghai") -> Ledger:
    """Open a ledger to record in, made first where there is none, and brought up to date where it is older.

    Raises:
        LedgerUnusable: it cannot be opened or made, is no ledger, or is newer than this program.
    """
    if missing(path):
        create(path, currency=currency, zone=zone)
    connection = _connect(path, "rw")
    try:
        if _version(connection, path) < VERSION:
            migrations.migrate(connection, path, VERSION)
        _refuse_altered(connection, path)
        _prefer_wal(connection)
        return _ledger(connection, path, who)
    except BaseException:
        connection.close()
        raise


def open_for_reading(path: Path, who: Who, *, as_of: str | None = None, up_to: Head | None = None) -> Ledger:
    """Open a ledger that SQLite itself will not write, as it is now, was known at an instant, was at a head, or both.

    Whatever others record meanwhile is not seen. An older ledger is brought up to date first. One where nothing can be
    written is read from a copy in memory, brought up to date there.

    Raises:
        LedgerUnusable: there is none (it says how to make one), or it cannot be read.
    """
    if missing(path):
        raise LedgerUnusable(
            _("There is no ledger at {path}; `salescli init` makes one, `salescli demo` an example.").format(
                path=shown(path)
            )
        )
    connection = _connect(path, "ro")
    try:
        if _cannot_begin(connection):
            connection.close()
            connection = _copy_in_memory(path)
        if _version(connection, path) < VERSION:
            connection = _brought_up(connection, path, who)
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIBIBYTES}")
        connection.execute("BEGIN")  # one snapshot for all that is read
        known.see(connection, as_of, up_to, trusted=not _altered(connection, path))
        connection.execute("PRAGMA query_only = on")
        ledger = _ledger(connection, path, who)
        ledger.known_head, ledger.known_at = up_to, as_of
        return ledger
    except sqlite3.Error as error:
        connection.close()
        raise _unusable(path, error) from None
    except BaseException:
        connection.close()
        raise


def _brought_up(connection: sqlite3.Connection, path: Path, who: Who) -> sqlite3.Connection:
    """In place of an earlier version the one of today; where it cannot be written, that is one in memory.

    Raises:
        LedgerUnusable: it cannot be brought up to date, or somebody holds it just now.
    """
    try:
        with open_for_writing(path, who):
            now = _connect(path, "ro")
    except LedgerUnusable as error:
        if _is_held(error.__context__):
            raise
        return migrated_in_memory(connection, path)
    connection.close()
    return now


def _is_held(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def migrated_in_memory(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """A copy in memory of an earlier version, brought up to date; the connection is closed and the file left as it is.

    Raises:
        LedgerUnusable: it cannot be brought up to date. sqlite3.Error: it cannot be read.
    """
    memory = _careful(sqlite3.connect(":memory:", isolation_level=None))
    try:
        with closing(connection):
            connection.backup(memory)
        migrations.migrate(memory, path, VERSION)
        return memory
    except BaseException:
        memory.close()
        raise


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """The file whatever is in it, for a look at its soundness alone; its own schema is not trusted, nothing is written.

    Raises:
        LedgerUnusable: there is none, or it cannot be opened.
    """
    if missing(path):
        raise LedgerUnusable(_("There is no ledger at {path}.").format(path=shown(path)))
    connection = _connect(path, "ro")
    if _cannot_begin(connection):
        connection.close()
        connection = _copy_in_memory(path)
    connection.execute("PRAGMA query_only = on")
    return connection


def create(
    path: Path,
    *,
    currency: str,
    zone: str,
    origin: int | None = None,
    who: Who | None = None,
    first: Callable[[Ledger], object] | None = None,
) -> bool:
    """Make a ledger at the path, for its owner's eyes alone, unless there is one; two processes may try at once, one makes it.

    Args:
        origin: only for a generated history (the example team); else a random one, so that copies stay apart.
        who, first: who appends what to the new ledger; a creation that is killed leaves no ledger without it.

    Returns:
        Whether it was made.

    Raises:
        LedgerUnusable: the place cannot be written.
        WrongUse: the currency or the time zone is none.
    """
    _check_currency(currency)
    period.check_zone(zone)
    _make_file(path)
    with closing(_connect(path, "rw")) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            made = _is_blank(connection, path)
            if made:
                _lay_down(connection, currency, zone, origin or _new_origin())
                if first and who:
                    with Ledger(connection, path, who).appending() as ledger:
                        first(ledger)
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _unusable(path, error) from None
        _prefer_wal(connection)
    return made


def _make_file(path: Path) -> None:
    """An empty file that only its owner reads, before SQLite makes one for everybody; its -wal and -shm follow it."""
    from salescli import unfinished  # at its use: `log` needs none of it

    if not _is_empty(path):
        return
    try:
        unfinished.make_folders(path.parent)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as error:
        raise LedgerUnusable(
            _("A ledger cannot be made at {path}: {reason}.").format(path=shown(path), reason=error.strerror)
        ) from None


def _new_origin() -> int:
    import secrets  # at its use: `log` needs none of what it imports

    return secrets.randbelow(2**31 - 1) + 1


def _lay_down(connection: sqlite3.Connection, currency: str, zone: str, origin: int) -> None:
    # Statement by statement: executescript() would commit first, and a second process could come in between.
    for statement in law.statements():
        connection.execute(statement)
    connection.execute(
        "INSERT INTO ledger VALUES (1, ?, ?, ?, ?)",
        (origin, currency, zone, period.instant_text(period.now())),
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    if path.is_dir():
        raise LedgerUnusable(_("{path} is a folder; a ledger is a file in one.").format(path=shown(path)))
    if path.exists() and not path.is_file():  # a pipe would be waited for, a device read without end
        raise LedgerUnusable(_("{path} is no salescli ledger.").format(path=shown(path)))
    try:
        connection = _careful(
            sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
            )
        )
        if mode == "rw":
            connection.execute("PRAGMA synchronous = full")  # what is acknowledged outlives a power cut
        return connection
    except sqlite3.Error as error:
        raise _unusable(path, error) from None


def _careful(connection: sqlite3.Connection) -> sqlite3.Connection:
    """A connection that keeps the schema's rules and distrusts what another program put into the file."""
    connection.execute("PRAGMA foreign_keys = on")
    connection.execute("PRAGMA recursive_triggers = on")
    connection.execute("PRAGMA trusted_schema = off")
    connection.execute("PRAGMA cell_size_check = on")
    return connection


def _prefer_wal(connection: sqlite3.Connection) -> None:
    """Readers go on while one writes. Where somebody else holds the file just now, whoever opens it next does it."""
    with suppress(sqlite3.OperationalError):
        connection.execute("PRAGMA journal_mode = wal")


def _cannot_begin(connection: sqlite3.Connection) -> bool:
    """Whether SQLite cannot make the -shm file that it shares with those who write."""
    try:
        connection.execute("PRAGMA user_version")
    except sqlite3.OperationalError as error:
        no_room = (sqlite3.SQLITE_IOERR_SHMSIZE, sqlite3.SQLITE_IOERR_SHMMAP, sqlite3.SQLITE_IOERR_SHMOPEN)
        closed = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
        return closed or error.sqlite_errorcode in no_room  # a full disk still lets itself be read
    except sqlite3.DatabaseError:  # it will be said when the version is asked for
        return False
    return False


def _copy_in_memory(path: Path) -> sqlite3.Connection:
    """A private copy of a ledger in a folder where nothing can be written, if it stood still while it was read."""
    try:
        before = path.stat()
        content = bytearray(path.read_bytes())
        after = path.stat()
        unsettled = any(not _is_empty(_beside(path, ending)) for ending in ("-wal", "-journal"))
    except OSError as error:
        raise _unusable(path, error) from None
    if unsettled or (before.st_mtime_ns, before.st_size) != (after.st_mtime_ns, after.st_size):
        raise LedgerUnusable(
            _(
                "The ledger {path} is being written, or was not closed, in a folder that you cannot write; "
                "ask again, or copy the folder and read the copy."
            ).format(path=shown(path))
        )
    content[18:20] = b"\x01\x01"  # as if it never had a -wal, which a copy in memory cannot have
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.deserialize(bytes(content))
    return _careful(connection)


def _is_empty(path: Path) -> bool:
    """Whether there is no file, or one with nothing in it.

    Raises:
        LedgerUnusable: the folder may not be looked into.
    """
    try:
        return not path.exists() or (path.is_file() and path.stat().st_size == 0)
    except OSError as error:
        raise _unusable(path, error) from None


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(f"{path.name}{ending}")


def _is_blank(connection: sqlite3.Connection, path: Path) -> bool:
    try:
        return connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is None
    except sqlite3.Error as error:
        raise _unusable(path, error) from None


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of the ledger in the file.

    Raises:
        LedgerUnusable: it is no ledger, or newer than this program.
    """
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    if application != APPLICATION_ID or version < 1:
        raise LedgerUnusable(_("{path} is no salescli ledger.").format(path=shown(path)))
    if version > VERSION:
        raise LedgerUnusable(
            _(
                "The ledger {path} was made by a newer salescli (version {found}, this one knows {known}); upgrade."
            ).format(path=shown(path), found=version, known=VERSION)
        )
    return version


def _refuse_altered(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse to record where another program's triggers would act, or its views be believed, or the guards are gone.

    Raises:
        LedgerUnusable: with the first of what is not as the schema has it.
    """
    altered = _altered(connection, path)
    if altered:
        raise LedgerUnusable(
            _(
                "The ledger {path} has triggers or views that are not its own, or lacks some: {names}. "
                "Nothing is recorded in it; `salescli verify` tells more, and a backup is the way back."
            ).format(path=shown(path), names=", ".join(altered[:3]))
        )


def _altered(connection: sqlite3.Connection, path: Path) -> list[str]:
    """The names of the triggers and views that are not as the schema has them, or are not there, in order."""
    try:
        rows = connection.execute("SELECT sql FROM main.sqlite_master WHERE type IN ('trigger', 'view')").fetchall()
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    found, own = {str(sql) for (sql,) in rows}, law.guards()
    return sorted({repr(" ".join(sql.split()[1:3]).lower()[:60]) for sql in found ^ own}) if found != own else []


def _ledger(connection: sqlite3.Connection, path: Path, who: Who) -> Ledger:
    try:
        return Ledger(connection, path, who)
    except (sqlite3.Error, TypeError) as error:
        raise _unusable(path, error) from None


def _check_currency(currency: str) -> None:
    if not (len(currency) == 3 and currency.isascii() and currency.isalpha() and currency.isupper()):
        raise WrongUse(
            _("The currency {given} is none; give its three letters, for instance CNY.").format(
                given=repr(currency[:40])
            )
        )
    if currency in {"JPY", "KRW", "VND", "CLP", "ISK", "BHD", "KWD", "OMR", "TND", "JOD", "IQD"}:
        raise WrongUse(
            _("{currency} has no hundredths; a ledger keeps amounts with two decimals, as CNY, EUR or USD.").format(
                currency=currency
            )
        )


def _unusable(path: Path, error: Exception) -> LedgerUnusable:
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return LedgerUnusable(_("{path} is no salescli ledger.").format(path=shown(path)))
    if busy := held(path, error):
        return busy
    reason = error.strerror if isinstance(error, OSError) else error
    return LedgerUnusable(_("The ledger {path} cannot be used: {reason}.").format(path=shown(path), reason=reason))
