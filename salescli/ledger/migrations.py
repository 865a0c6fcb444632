"""Ledgers of earlier versions brought up to this one, one small function a version; making a new ledger belongs to files.

A ledger carries its version in user_version. MIGRATIONS[n] turns version n into n + 1; all that are missing run in one
transaction, taken before the version is read again, so that two processes that start at once migrate once.
"""

import sqlite3
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from salescli.errors import LedgerUnusable

MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {}


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring an open ledger up to date, or leave it as it was.

    Raises:
        LedgerUnusable: opened read-only, locked, or of a version that was never released.
    """
    try:
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        while version in MIGRATIONS:
            MIGRATIONS[version](connection)
            version += 1
            connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise LedgerUnusable(
            _("The ledger {path} cannot be brought up to date: {reason}.").format(path=path, reason=error)
        ) from None
    if version == 0:
        raise LedgerUnusable(_("{path} is no salescli ledger.").format(path=path))
