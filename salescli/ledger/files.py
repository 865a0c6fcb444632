"""The ledger's file: where it is, how it is made, migrated and opened; what is in it is the store's work."""

import os
import secrets
import sqlite3
from gettext import gettext as _
from pathlib import Path

from salescli import period
from salescli.errors import LedgerUnusable, WrongUse
from salescli.ledger.store import Ledger, Who

APPLICATION_ID = 0x73616C65  # "sale": so that another program's file is never taken for a ledger
VERSION = 1
BUSY_SECONDS = 10.0


def default_path() -> Path:
    """Where the ledger is when nobody says: the user's data directory (XDG)."""
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "salescli" / "ledger.db"


def schema() -> str:
    """schema.sql: in the package when installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    for place in (package / "schema.sql", package.parent / "schema.sql"):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise LedgerUnusable(_("schema.sql is missing from this installation of salescli; install it again."))


def open_for_writing(path: Path, who: Who, *, currency: str = "CNY", zone: str = "Asia/Shanghai") -> Ledger:
    """Open a ledger to record in, made first where there is none.

    Raises:
        LedgerUnusable: it cannot be opened or made, is no ledger, or is newer than this program.
    """
    if not path.exists():
        create(path, currency=currency, zone=zone)
    connection = _connect(path, "rw")
    try:
        _check(connection, path)
        return Ledger(connection, path, who)
    except BaseException:
        connection.close()
        raise


def open_for_reading(path: Path, who: Who, *, as_of: str | None = None) -> Ledger:
    """Open a ledger that SQLite itself will not write, as it is or as it was known at an instant.

    Raises:
        LedgerUnusable: there is none (it says how to make one), or it cannot be read.
    """
    if not path.exists():
        raise LedgerUnusable(
            _("There is no ledger at {path}; `salescli init` makes one, `salescli demo` an example.").format(path=path)
        )
    connection = _connect(path, "ro")
    try:
        _check(connection, path)
        if as_of:
            _see_as_of(connection, as_of)
        connection.execute("PRAGMA query_only = on")
        return Ledger(connection, path, who)
    except BaseException:
        connection.close()
        raise


def create(path: Path, *, currency: str, zone: str, origin: int | None = None) -> None:
    """Make an empty ledger at the path, for its owner's eyes alone; two processes may try at once, one makes it.

    Args:
        origin: only for a generated history (the example team); else a random one, so that copies stay apart.

    Raises:
        LedgerUnusable: the place cannot be written.
        WrongUse: the currency or the time zone is none.
    """
    _check_currency(currency)
    period.check_zone(zone)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise LedgerUnusable(
            _("A ledger cannot be made at {path}: {reason}.").format(path=path, reason=error.strerror)
        ) from None
    connection = _connect(path, "rw")
    try:
        connection.execute("PRAGMA journal_mode = wal")
        connection.execute("BEGIN IMMEDIATE")
        if not connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone():
            _lay_down(connection, currency, zone, origin or secrets.randbelow(2**31 - 1) + 1)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    finally:
        connection.close()


def _lay_down(connection: sqlite3.Connection, currency: str, zone: str, origin: int) -> None:
    # Statement by statement: executescript() would commit first, and a second process could come in between.
    statement = ""
    for line in schema().splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""
    connection.execute(
        "INSERT INTO ledger VALUES (1, ?, ?, ?, ?)",
        (origin, currency, zone, period.instant_text(period.now())),
    )
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _connect(path: Path, mode: str) -> sqlite3.Connection:
    try:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
        )
        connection.execute("PRAGMA foreign_keys = on")
        connection.execute("PRAGMA recursive_triggers = on")
        connection.execute("PRAGMA trusted_schema = off")
        connection.execute("PRAGMA synchronous = full")
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    return connection


def _check(connection: sqlite3.Connection, path: Path) -> None:
    try:
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        version = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error as error:
        raise _unusable(path, error) from None
    if application != APPLICATION_ID:
        raise LedgerUnusable(_("{path} is no salescli ledger.").format(path=path))
    if version > VERSION:
        raise LedgerUnusable(
            _(
                "The ledger {path} was made by a newer salescli (version {found}, this one knows {known}); upgrade."
            ).format(path=path, found=version, known=VERSION)
        )
    if version < VERSION:
        from salescli.ledger import migrations

        migrations.migrate(connection, path)


def _see_as_of(connection: sqlite3.Connection, as_of: str) -> None:
    """Lay views of the same names over those in force, which see only what was known at the instant."""
    instant = period.checked_instant(as_of)  # goes into SQL text below: a view takes no parameters
    known = f"(SELECT recorded_at FROM main.fact WHERE fact.id = {{}}.id) < '{instant}'"
    views = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'view' AND name LIKE '%_in_force'"
    ).fetchall()
    connection.execute(
        f"""CREATE TEMP VIEW voided AS
        SELECT v.fact_id FROM main.void AS v JOIN main.fact AS entry ON entry.id = v.id
        WHERE v.effect = 'void' AND entry.recorded_at < '{instant}' AND NOT EXISTS (
          SELECT 1 FROM main.void AS later JOIN main.fact AS after ON after.id = later.id
          WHERE later.fact_id = v.fact_id AND after.recorded_at < '{instant}'
            AND (after.recorded_at, later.id) > (entry.recorded_at, v.id))"""
    )
    for (view,) in views:
        table = view.removesuffix("_in_force")
        connection.execute(
            f"CREATE TEMP VIEW {view} AS SELECT * FROM main.{table} AS seen "
            f"WHERE {known.format('seen')} AND id NOT IN (SELECT fact_id FROM temp.voided)"
        )


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


def _unusable(path: Path, error: sqlite3.Error) -> LedgerUnusable:
    if isinstance(error, sqlite3.DatabaseError) and "not a database" in str(error):
        return LedgerUnusable(_("{path} is no salescli ledger.").format(path=path))
    return LedgerUnusable(_("The ledger {path} cannot be used: {reason}.").format(path=path, reason=error))
