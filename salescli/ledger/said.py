"""What SQLite says of a ledger's file or of a value, as a sentence for a person; nothing is read or written here."""

import sqlite3
from gettext import gettext as _
from pathlib import Path

from salescli.errors import LedgerUnusable, WrongUse
from salescli.money import shown


def held(path: Path, error: Exception) -> LedgerUnusable | None:
    """What is said where another program has the ledger in its hands, and had it as long as was waited; None: it is not that."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return None
    return LedgerUnusable(
        _(
            "Another program is writing to the ledger {path} and has not finished. Nothing was recorded; try again."
        ).format(path=shown(path))
    )


def unkeepable(error: Exception) -> WrongUse:
    """What is said of a value that no ledger keeps."""
    if isinstance(error, UnicodeEncodeError):
        return WrongUse(_("A text holds half a character (a lone surrogate); type it again as plain text."))
    if isinstance(error, OverflowError):
        return WrongUse(_("A number is too large to keep; the largest is 9,000,000,000,000,000."))
    return WrongUse(_("A text is too long to keep; a ledger takes less than 1,000,000,000 bytes of one."))
