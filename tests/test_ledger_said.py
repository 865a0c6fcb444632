"""ledger/said.py: what SQLite says, as one sentence for a person."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from salescli.ledger import said


def test_only_a_ledger_in_other_hands_is_held(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        with closing(sqlite3.connect(path, timeout=0)) as other, pytest.raises(sqlite3.OperationalError) as locked:
            other.execute("SELECT * FROM sqlite_master")
    assert "Another program is writing" in str(said.held(path, locked.value))
    with closing(sqlite3.connect(path)) as connection, pytest.raises(sqlite3.OperationalError) as wrong:
        connection.execute("SELECT * FROM nothing")
    assert said.held(path, wrong.value) is None


@pytest.mark.parametrize(
    ("value", "sentence"), [("\ud800", "half a character"), (1 << 70, "too large to keep"), ("x" * 5000, "too long")]
)
def test_a_value_that_no_ledger_keeps(value: object, sentence: str) -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4000)
        with pytest.raises((UnicodeEncodeError, OverflowError, sqlite3.DataError)) as refused:
            connection.execute("SELECT ?", (value,)).fetchall()
    assert sentence in str(said.unkeepable(refused.value))
