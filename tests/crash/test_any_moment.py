"""kill -9 at random moments of an import, a migration, a closing and a day of `log`: the ledger verifies, holds all or nothing,
and the command that was interrupted is simply run again and ends as if nobody had disturbed it.

SALESCLI_KILLS is how often each is killed (a hundred for a thorough look), SALESCLI_SEED repeats the moments of a failure.
"""

import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from nursery import End, Nursery, in_memory
from one_of_each import reading

KILLS = int(os.environ.get("SALESCLI_KILLS", "20"))
SEED = os.environ.get("SALESCLI_SEED") or str(random.randrange(10**9))
OLD = Path(__file__).parents[1] / "ledgers" / "version-1.sql"
ROWS = 400
PROFILE = """
[profile]
key = "p"
[[source]]
files = "customers.csv"
key = "No"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = "Day"
name = "Name"
phone = "Phone"
"""
RULES = """
[policy]
title = "Ten percent"
[[stage]]
key = "open"
probability = "0.5"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[post.rep]
title = "Rep"
base = "1000.00"
[post.manager]
title = "Manager"
approves = true
"""

Content = dict[str, list[tuple[Any, ...]]]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    process = Nursery(SALESCLI_TODAY="2024-02-05", SALESCLI_ACTOR="zw")
    yield process
    process.end()


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """What is tried is who comes when, and not how fast the disk is."""
    with in_memory(tmp_path) as folder:
        yield folder


@pytest.fixture
def team(tmp_path: Path, nursery: Nursery) -> Path:
    """Two reps and a manager with a policy that pays a base, and a customer; nothing stands beside the file."""
    path = tmp_path / "team.db"
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    for words in (
        ("init", "--with-policy", str(tmp_path / "rules.toml")),
        ("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2023-01-01"),
        ("rep", "add", "ls", "李四", "--post", "rep", "--hired", "2023-01-01"),
        ("rep", "add", "boss", "老板", "--post", "manager", "--hired", "2023-01-01"),
        ("customer", "add", "华北机械", "--owner", "zw", "--on", "2024-01-02"),
    ):
        assert nursery.command(path, *words).code == 0, words
    return path


def content(path: Path) -> Content:
    """All that a ledger of a sound chain holds, but for the instants of the clock and the hashes over them."""
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        found = {name: connection.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in tables}
    found["fact"] = [(*row[:2], *row[3:-1]) for row in found["fact"]]
    return found


def copied(path: Path, place: Path) -> Path:
    """A ledger to kill on, in a folder of its own."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    return Path(shutil.copy(path, place / "ledger.db"))


def killed_again_and_again(path: Path, folder: Path, work: Callable[..., End], before: Content | None) -> list[str]:
    """Kill the work at random moments of a copy of the ledger; what was found each time: nothing of it, all, or it was over.

    Args:
        before: what the ledger holds without the work; None: it cannot be asked without bringing it about.
    """
    print(f"SALESCLI_SEED={SEED} SALESCLI_KILLS={KILLS}")  # pytest shows it where the test fails
    moments = random.Random(SEED)
    undisturbed = copied(path, folder / "undisturbed")
    times = [work(copied(path, folder / "timed")).seconds for _turn in range(3)]
    assert work(undisturbed).code == 0
    whole, found = content(undisturbed), []
    for _kill in range(KILLS):
        ledger = copied(path, folder / "killed")
        end = work(ledger, kill_after=moments.uniform(0, sorted(times)[1]))
        assert end.killed or end.code == 0
        if before is not None:
            held = content(ledger)
            assert held in (before, whole)
            found.append("over" if not end.killed else "nothing" if held == before else "all")
        assert work(ledger).code in ((0,) if found[-1:] == ["nothing"] or before is None else (0, 4))
        assert content(ledger) == whole
    return found


def test_an_import(team: Path, tmp_path: Path, nursery: Nursery) -> None:
    """Importing again after a kill brings in what is missing, and nothing twice."""
    rows = [f"{number},2024-01-05,客户{number},010-{number:05}" for number in range(ROWS)]
    export = tmp_path / "customers.csv"
    export.write_text("\n".join(["No,Day,Name,Phone", *rows]), encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    words = ("import", str(export), "--profile", str(tmp_path / "p.toml"))
    found = killed_again_and_again(
        team, tmp_path, lambda ledger, **how: nursery.command(ledger, *words, **how), content(team)
    )
    assert "nothing" in found


@pytest.mark.parametrize("journal", ["delete", "wal"])
def test_a_migration(tmp_path: Path, nursery: Nursery, journal: str) -> None:
    """A ledger of version 1 is one of version 1 or whole of this one, never between; whoever comes next brings it up."""
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.executescript(OLD.read_text(encoding="utf-8"))
    killed_again_and_again(path, tmp_path, nursery.opening, None)


def test_a_closing(team: Path, tmp_path: Path, nursery: Nursery) -> None:
    """Everybody's statement or nobody's; where it was over already, closing again is refused and changes nothing."""
    found = killed_again_and_again(
        team,
        tmp_path,
        lambda ledger, **how: nursery.command(ledger, "close", "2024-01", "--as", "boss", **how),
        content(team),
    )
    assert "nothing" in found


def test_a_day_of_log(team: Path, tmp_path: Path, nursery: Nursery) -> None:
    """Every follow-up that was acknowledged on stdout is there, at most one more than that, and the next one goes in."""
    print(f"SALESCLI_SEED={SEED} SALESCLI_KILLS={KILLS}")
    moments = random.Random(SEED)
    words = ("log", "华北机械", "said NUMBER")
    for kill in range(KILLS):
        said, ledger = tmp_path / f"said-{kill}", copied(team, tmp_path / "killed")
        said.touch()  # a child may be killed before it has opened it
        end = nursery.commands(ledger, *words, times=10_000, kill_after=moments.uniform(0, 0.25), out=said)
        assert end.killed
        acknowledged = re.findall(r"#(\d+)\n", said.read_text(encoding="utf-8"))
        held = [str(row[0] & 0xFFFFFFFF) for row in content(ledger)["follow_up"]]
        assert held[: len(acknowledged)] == acknowledged and len(held) - len(acknowledged) in (0, 1)
        assert nursery.command(ledger, "log", "华北机械", "after it").code == 0
        assert len(content(ledger)["follow_up"]) == len(held) + 1
