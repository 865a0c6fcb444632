"""The checks of a ledger's file one by one: a ledger with a fact of every kind passes, and what cannot be read is said."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import append_each, new, writing

from salescli.errors import LedgerUnusable
from salescli.ledger import verifying

NOW, LAST = "9999", "2999-12-31"


@pytest.fixture
def full(tmp_path: Path) -> Path:
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        append_each(ledger)
    return path


def test_a_fact_of_every_kind_passes_every_check(full: Path) -> None:
    found = verifying.examined(full)
    assert (found.faults, found.older, found.origin > 0, found.currency) == ([], False, True, "CNY")


def test_nothing_is_written(full: Path) -> None:
    """Not even what SQLite itself would tidy up."""
    before = full.read_bytes()
    verifying.examined(full)
    verifying.doubts(full, NOW, LAST, LAST)
    assert full.read_bytes() == before


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable):
        verifying.examined(tmp_path / "none.db")


def test_an_untrusted_file_without_its_own_table(full: Path) -> None:
    """Whose copy it is cannot be read; all else is looked at still."""
    with closing(sqlite3.connect(full, isolation_level=None)) as connection:
        connection.execute("DROP TABLE ledger")
    found = verifying.examined(full)
    assert (found.origin, found.currency, found.zone) == (0, "", None)
    assert {one.check for one in found.faults} == {"schema", "own"}


def test_a_newer_ledger(full: Path) -> None:
    with closing(sqlite3.connect(full, isolation_level=None)) as connection:
        connection.execute("PRAGMA user_version = 99")
    (fault,) = verifying.examined(full).faults
    assert (fault.check, "newer" in fault.text) == ("file", True)


def test_very_many_faults_are_not_all_told(full: Path) -> None:
    with closing(sqlite3.connect(full, isolation_level=None)) as connection:
        for number in range(150):
            connection.execute(f"CREATE VIEW more_{number} AS SELECT 1")
    assert len(verifying.examined(full).faults) == verifying.SHOWN
