"""What the tests of commands share: a fresh ledger, a small company in it, and a runner of one command line."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from salescli.main import main

TODAY = "2024-03-15"  # a Friday


@dataclass(frozen=True)
class Answer:
    """What a command line gave: exit code, stdout, stderr."""

    code: int
    out: str
    err: str


Run = Callable[..., Answer]
Facts = Callable[..., list[tuple[Any, ...]]]
Refused = Callable[..., str]

COMPANY = [
    ["team", "add", "north", "华北区", "--on", "2024-01-02"],  # 2
    ["rep", "add", "zw", "张伟", "--post", "rep", "--team", "north", "--hired", "2024-01-08"],  # 3, 4
    ["rep", "add", "ls", "李四", "--post", "rep", "--hired", "2024-01-08"],  # 5, 6
    ["customer", "add", "华北机械", "--owner", "zw", "--phone", "010-8888", "--on", "2024-02-01"],  # 7, 8
    ["customer", "add", "华北电子", "--owner", "ls", "--on", "2024-02-01"],  # 9, 10
    ["customer", "add", "江南化工", "--on", "2024-02-01"],  # 11
    ["product", "add", "GTX", "GTX Pro", "--price", "4821", "--cost", "2900", "--on", "2024-01-02"],  # 12, 13
    ["contact", "add", "华北机械", "李娜", "--title", "采购经理", "--on", "2024-02-01"],  # 14
    ["opportunity", "open", "风机改造", "--customer", "华北机械", "--amount", "12万", "--on", "2024-03-01"],  # 15 … 17
]
"""Two reps, three customers (the last is nobody's), a product, a contact and an opportunity; behind: the facts' ids."""


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The language is the process's: whatever a test before has spoken, each begins in English."""
    monkeypatch.setenv("LANGUAGE", "en")


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the ledger of this test is; a command that records makes it. The day is a Friday, the language English."""
    return surroundings(tmp_path / "ledger.db", monkeypatch)


@pytest.fixture(scope="session")
def _company_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as monkeypatch:
        path = surroundings(tmp_path_factory.mktemp("company") / "ledger.db", monkeypatch)
        assert [main([*words, "--lang", "en"]) for words in COMPANY] == [0] * len(COMPANY)
    return path


@pytest.fixture
def company(ledger: Path, _company_file: Path) -> Path:
    """The ledger with COMPANY in it; its next fact is 18."""
    shutil.copy(_company_file, ledger)
    return ledger


@pytest.fixture
def run(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command line on the ledger, in this process, in English unless the words say --lang."""

    def once(*words: str) -> Answer:
        before = dict(os.environ)
        capsys.readouterr()
        try:
            code = main(list(words))
        finally:  # the language is kept in the environment; the next line starts anew
            os.environ.clear()
            os.environ.update(before)
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return once


@pytest.fixture
def facts(ledger: Path) -> Facts:
    """The rows of a table of the ledger in the order of entry: all its columns but the id, or those named.

    Ids are shown as people see them: 15, not origin << 32 | 15.
    """

    def rows(table: str, *columns: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            found = connection.execute(f"SELECT * FROM {table} ORDER BY id").fetchall()
            return [tuple(_seen(key, row[key]) for key in columns or row.keys()[1:]) for row in found]

    return rows


@pytest.fixture
def refused(run: Run, facts: Facts) -> Refused:
    """Run a command line that must fail with this exit code: nothing on stdout, nothing written; gives stderr's sentence."""

    def sentence(code: int, *words: str) -> str:
        before = facts("fact", "id", "hash")
        answer = run(*words)
        assert (answer.code, answer.out) == (code, ""), answer
        assert facts("fact", "id", "hash") == before
        assert answer.err.count("\n") == 1 and answer.err.startswith("salescli: "), answer.err
        return answer.err.removeprefix("salescli: ").rstrip("\n")

    return sentence


def surroundings(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the environment at a ledger, a fixed day and English, with nobody acting."""
    for name in ("SALESCLI_ACTOR", "LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    monkeypatch.setenv("SALESCLI_TODAY", TODAY)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("USER", "clerk")  # the login name: no rep's code
    for name in ("LOGNAME", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    return path


def _seen(column: str, value: Any) -> Any:
    return value & 0xFFFFFFFF if value is not None and (column == "id" or column.endswith("_id")) else value
