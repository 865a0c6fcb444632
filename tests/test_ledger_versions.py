"""Ledgers of every earlier version open in this one with all that was in them; a newer one, and what is none, are refused.

A new version: run tests/ledgers/make.py before the schema is changed, then raise files.VERSION and add a migration.
"""

import importlib.util
import json
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from one_of_each import EACH, append_one, new, reading, writing

from salescli.errors import LedgerUnusable
from salescli.ledger import files, migrations

ROOT = Path(__file__).parents[1]
LEDGERS = Path(__file__).parent / "ledgers"
EARLIER = list(range(1, files.VERSION))
NOT_YET = {1: {"correction"}, 2: set()}
"""The kinds of fact that a version did not know."""
LISTS = (
    ["customer", "list"], ["opportunity", "list"], ["product", "list"], ["team", "list"], ["contract", "list"],
    ["task", "list"], ["leave", "list"], ["goal", "list"], ["feedback", "list"], ["target", "list"], ["policy", "list"],
    ["expenses"], ["trips"], ["assessments"], ["search", "quote"],
)  # fmt: skip
"""Of what the fixtures hold; their policy is a mere word, and nothing is reckoned by it."""


def laid(version: int, path: Path) -> Path:
    """The ledger of a version, as the program of that version left it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = wal")
        connection.executescript((LEDGERS / f"version-{version}.sql").read_text(encoding="utf-8"))
    return path


def schema(path: Path) -> set[tuple[str, str, str]]:
    """What SQLite keeps of the schema, whatever the order, the comments and the space in it."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name, " ".join(re.sub(r"--[^\n]*", "", sql).split())) for kind, name, sql in rows}


def held(path: Path, ending: str = "") -> dict[str, list[Any]]:
    """Every row of every kind's table, or of the views of such an ending."""
    with closing(sqlite3.connect(path)) as connection:
        names = {
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        }
        kinds = [kind for kind in ("fact", *EACH) if f"{kind}{ending}" in names]
        return {kind: connection.execute(f"SELECT * FROM {kind}{ending} ORDER BY id").fetchall() for kind in kinds}


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def test_the_ledger_of_this_version_is_kept_as_it_is_made(tmp_path: Path) -> None:
    """A schema that changed without a new version would leave ledgers behind that nobody brings up to date."""
    assert sorted(LEDGERS.glob("*.sql")) == [
        LEDGERS / f"version-{number}.sql" for number in range(1, files.VERSION + 1)
    ]
    assert schema(laid(files.VERSION, tmp_path / "kept.db")) == schema(new(tmp_path / "made.db"))


def test_the_script_gives_the_ledger_that_is_kept() -> None:
    found = importlib.util.spec_from_file_location("make", LEDGERS / "make.py")
    assert found and found.loader
    make = importlib.util.module_from_spec(found)
    found.loader.exec_module(make)
    assert make.fixture().read_text(encoding="utf-8") == make.dump()


@pytest.mark.parametrize("number", EARLIER)
@pytest.mark.parametrize("opened", [reading, writing])
def test_an_earlier_ledger_is_brought_up_whole(tmp_path: Path, number: int, opened: Any) -> None:
    """The schema is that of a new ledger, every row is as it was, and the chain holds."""
    path = laid(number, tmp_path / "ledger.db")
    before, in_force = held(path), held(path, "_in_force")
    with opened(path) as ledger:
        assert ledger.verify_chain() == []
    assert version(path) == files.VERSION
    assert schema(path) == schema(new(tmp_path / "new.db"))
    after, in_force_after = held(path), held(path, "_in_force")
    assert {kind: after[kind] for kind in before} == before and set(EACH) - set(before) == NOT_YET[number]
    assert {kind: in_force_after[kind] for kind in in_force} == in_force
    assert all(after[kind] == [] for kind in NOT_YET[number])


@pytest.mark.parametrize("number", EARLIER)
def test_it_answers_as_a_ledger_that_was_made_today(tmp_path: Path, run: Run, number: int) -> None:
    """The same facts recorded by this program, under the same ids at the same instant: the same head, the same reports."""
    path = laid(number, tmp_path / "old.db")
    with closing(sqlite3.connect(path)) as connection:
        (origin,) = connection.execute("SELECT origin FROM ledger").fetchone()
    today = new(tmp_path / "today.db", origin)
    ids: dict[str, int] = {}
    with writing(today) as ledger, ledger.write():
        for kind in EACH:
            if kind not in NOT_YET[number]:
                ids[kind] = append_one(ledger, ids, kind, recorded_at="2024-03-05T08:00:00.000000Z")
    for words in LISTS:
        said = [run(*words, "--format", "json", "--ledger", str(one)) for one in (path, today)]
        assert said[0].code == 0, (words, said[0].err)
        assert json.loads(said[0].out) == json.loads(said[1].out), words


@pytest.mark.parametrize("number", EARLIER)
def test_it_is_recorded_in_and_corrected(tmp_path: Path, run: Run, number: int) -> None:
    path = laid(number, tmp_path / "old.db")
    for words in (["log", "华北", "rang", "--as", "zw"], ["correct", "5", "phone=010-1", "--why", "mistyped"]):
        answer = run(*words, "--ledger", str(path))
        assert answer.code == 0, answer.err
    assert "010-1" in run("customer", "list", "--format", "json", "--ledger", str(path)).out
    with reading(path) as ledger:
        assert ledger.verify_chain() == []


@pytest.mark.parametrize("number", EARLIER)
def test_two_processes_bring_it_up_once(tmp_path: Path, number: int) -> None:
    path = laid(number, tmp_path / "old.db")
    words = [sys.executable, "-m", "salescli", "customer", "list", "--ledger", str(path)]
    children = [subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _one in range(3)]
    said = [child.communicate() for child in children]
    assert [(child.returncode, err) for child, (_out, err) in zip(children, said, strict=True)] == [(0, b"")] * 3
    assert len({out for out, _err in said}) == 1
    assert version(path) == files.VERSION and schema(path) == schema(new(tmp_path / "new.db"))


@pytest.mark.parametrize("number", EARLIER)
def test_one_that_is_broken_off_is_as_it_was(tmp_path: Path, number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    path = laid(number, tmp_path / "old.db")
    before = schema(path), held(path)
    last = migrations.MIGRATIONS[files.VERSION - 1]

    def breaks_off(connection: sqlite3.Connection) -> None:
        last(connection)
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as patch:
        patch.setitem(migrations.MIGRATIONS, files.VERSION - 1, breaks_off)
        with pytest.raises(LedgerUnusable, match=r"cannot be brought up to date: .* is full\. It is as it was\."):
            reading(path)
    assert (version(path), schema(path), held(path)) == (number, *before)
    with reading(path) as ledger:
        assert ledger.verify_chain() == []


def test_a_newer_one_is_refused(tmp_path: Path, run: Run) -> None:
    """And left as it is, to the byte."""
    path = laid(files.VERSION, tmp_path / "new.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {files.VERSION + 1}")
    before = path.read_bytes()
    for words in (["customer", "list"], ["log", "华北", "rang", "--as", "zw"]):
        answer = run(*words, "--ledger", str(path))
        assert (answer.code, answer.out) == (5, "") and answer.err.count("\n") == 1
        assert f"newer salescli (version {files.VERSION + 1}, this one knows {files.VERSION}); upgrade" in answer.err
    assert path.read_bytes() == before


def _another_programs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE fact (id)")


@pytest.mark.parametrize(
    "makes",
    [
        _another_programs,
        lambda path: path.write_bytes(b"SQLite format 3\0" + bytes(5000)),
        lambda path: path.write_text("customer,phone\n", encoding="utf-8"),
        lambda path: path.write_bytes(b"PK\x03\x04" + bytes(3000)),
    ],
    ids=["another program's database", "a header alone", "a table of text", "a zip"],
)
def test_what_is_no_ledger_is_refused(tmp_path: Path, run: Run, makes: Any) -> None:
    """And left as it is, to the byte; nothing is made beside it."""
    path = tmp_path / "file"
    makes(path)
    before = path.read_bytes()
    for words in (["customer", "list"], ["log", "华北", "rang", "--as", "zw"], ["init"]):
        answer = run(*words, "--ledger", str(path))
        assert (answer.code, answer.out) == (4 if words == ["init"] else 5, "") and answer.err.count("\n") == 1, answer
    assert path.read_bytes() == before and [one.name for one in tmp_path.iterdir()] == ["file"]
