"""Ledgers of earlier versions brought up to this one, one small function a version; making a new ledger belongs to files.

A ledger carries its version in user_version. MIGRATIONS[n] turns version n into n + 1; all that are missing run in one
transaction, taken before the version is read again, so that two processes that start at once migrate once.

A migration may add tables, indexes, views and columns. It never renames or drops a column of a fact and never puts a
value into an old row: the hashes are over the names and values that were recorded.
"""

import re
import sqlite3
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path

from salescli.errors import LedgerUnusable
from salescli.ledger import law
from salescli.ledger.said import held
from salescli.money import shown

CORRECTED = ("rep", "team", "customer", "contact", "product", "opportunity", "contract", "goal")
"""The kinds whose views version 2 shows as they were put right."""


TAKEN = "_code_taken"
"""How the triggers end that keep a code to one thing: they look for what was put right, too."""
WIDENED = ("follow_up_customer_id", "expense_rep_id", "trip_rep_id")
"""The indexes that answer more alone: a customer's deadlines without the follow-ups, a rep's expenses and trips by their days."""


def corrections(connection: sqlite3.Connection) -> None:
    """To version 2: what a fact is called or says can be put right, when facts came of other copies is kept, and deadlines are
    found faster. (A version that changes these parts of schema.sql takes their text of version 2 along here.)"""
    views = [f"{kind}_in_force" for kind in CORRECTED]
    for view in views:
        connection.execute(f"DROP VIEW {view}")
    for (guard,) in connection.execute(f"SELECT name FROM sqlite_master WHERE name LIKE '%{TAKEN}'").fetchall():
        connection.execute(f"DROP TRIGGER {guard}")
    for index in WIDENED:
        connection.execute(f"DROP INDEX {index}")
    for statement in law.statements():
        made = re.search(r"^CREATE (TABLE|INDEX|TRIGGER|VIEW) (\w+)(?:[^;]*? ON (\w+))?", statement, re.MULTILINE)
        if made and (
            made[2] in (*WIDENED, "correction", "correction_in_force", "corrected", "arrival", *views)
            or made[3] in ("correction", "arrival")
            or made[2].endswith(TAKEN)
        ):
            connection.execute(statement)


MIGRATIONS: dict[int, Callable[[sqlite3.Connection], None]] = {1: corrections}


def migrate(connection: sqlite3.Connection, path: Path, wanted: int) -> None:
    """Bring an open ledger up to the wanted version, or leave it as it was.

    Raises:
        LedgerUnusable: it cannot be written, or no way leads from its version to this one.
    """
    try:
        connection.execute("PRAGMA foreign_keys = off")  # a table that is rebuilt is away for a moment
        connection.execute("BEGIN IMMEDIATE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        while version < wanted and version in MIGRATIONS:
            MIGRATIONS[version](connection)
            version += 1
            connection.execute(f"PRAGMA user_version = {version}")
        if version < wanted or connection.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.DatabaseError(f"version {version} ≠ {wanted}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA foreign_keys = on")
    except sqlite3.Error as error:
        raise held(path, error) or LedgerUnusable(
            _("The ledger {path} cannot be brought up to date: {reason}. It is as it was.").format(
                path=shown(path), reason=error
            )
        ) from None
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
