"""schema.sql as the program reads it: whole, and statement by statement; nothing is executed here."""

import re
import sqlite3
from collections.abc import Iterator
from gettext import gettext as _
from pathlib import Path

from salescli.errors import LedgerUnusable


def schema() -> str:
    """schema.sql: in the package when installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    for place in (package / "schema.sql", package.parent / "schema.sql"):
        if place.is_file():
            return place.read_text(encoding="utf-8")
    raise LedgerUnusable(_("schema.sql is missing from this installation of salescli; install it again."))


def statements() -> Iterator[str]:
    """Its statements in order, each with the comment above it."""
    statement = ""
    for line in schema().splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def kinds() -> frozenset[str]:
    """The kinds of facts: every table but the ledger's own row, the envelopes and when they came."""
    tables = re.findall(r"^CREATE TABLE (\w+)", schema(), flags=re.MULTILINE)
    return frozenset(tables) - {"ledger", "fact", "arrival"}


def guards() -> frozenset[str]:
    """The views and triggers, each as SQLite keeps it in a ledger: what is shown, and what guards the facts."""
    parts = re.split("^(?=CREATE |--)", schema(), flags=re.MULTILINE)
    return frozenset(
        part.rstrip().removesuffix(";") for part in parts if part.startswith(("CREATE VIEW", "CREATE TRIGGER"))
    )
