"""What the tests of backup, restore, export and merge share: a ledger that files may stumble over, and how copies are looked at."""

import csv
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from conftest import Run
from one_of_each import append_each, append_one, new, reading, writing

HOSTILE = [
    "",
    "\\",
    "\\N",
    '"',
    "a\r\nb",
    "\r",
    "=1+1",
    "\ufeff",
    "null",
    "a,b;c\td",
    "\u2028",
    "\x00",
    "🙂" * 9,
    "x" * 200_000,
]


def filled(path: Path) -> Path:
    """A ledger with one fact of every kind, and with texts that a file may stumble over."""
    new(path)
    with writing(path) as ledger, ledger.write():
        known = append_each(ledger)
        for text in HOSTILE:
            append_one(ledger, known, "follow_up", content=text, note=text)
            append_one(ledger, known, "correction", field="grade", value=text)
    return path


def head(path: Path) -> str:
    """The head of a ledger whose chains are whole."""
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        return ledger.head()


def said(run: Run, *words: str) -> Any:
    """What a command answers to a script."""
    answer = run(*words, "--json")
    assert (answer.code, answer.err) == (0, ""), answer
    return json.loads(answer.out)


def rows(folder: Path, kind: str) -> list[dict[str, str]]:
    """The rows of a kind's file of an export; none where there is no such file."""
    if not (folder / f"{kind}.csv").exists():
        return []
    with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def with_tables_of_others(path: Path) -> Path:
    """What a person's own notes and a full-text index leave in the file: no trigger, no view."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE notes_of_mine (x)")
        connection.execute("CREATE TABLE customer_copy AS SELECT * FROM customer")
        connection.execute("CREATE VIRTUAL TABLE found USING fts5 (content)")
        connection.execute("INSERT INTO found VALUES ('steel')")
        connection.commit()
    return path


def no_text(path: Path) -> Path:
    """A ledger in which a program has written something that is no text."""
    with closing(sqlite3.connect(path)) as connection:
        (law,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'customer_no_update'").fetchone()
        connection.execute("DROP TRIGGER customer_no_update")
        connection.execute(
            "UPDATE customer SET industry = CAST(x'ff' AS TEXT) WHERE id = (SELECT max(id) FROM customer)"
        )
        connection.execute(law)
        connection.commit()
    return path
