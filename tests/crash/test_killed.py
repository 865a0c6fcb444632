"""Killed at any moment, the ledger keeps everything that was acknowledged, nothing by halves, and works at once again.

Each case starts a real process, waits until it says where it is, and kills it with SIGKILL, which no program can catch.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DAY, new, reading, writing

from salescli.facts import Named
from salescli.ledger import files

ROOT = Path(__file__).parents[2]
Child = Callable[..., subprocess.Popen[str]]

HEAD = """
import sys
from datetime import date
from pathlib import Path
from salescli.ledger import files, starter
from salescli.ledger.store import Who

path, WHO, DAY = Path(sys.argv[1]), Who("zw", "here"), date(2024, 3, 5)

def say(word):
    print(word, flush=True)

def here():
    say("here")
    sys.stdin.read()  # until killed
"""

WRITES = """
with files.open_for_writing(path, WHO) as ledger, ledger.write():
    for number in range(int(sys.argv[2])):
        ledger.append("team", DAY, code=f"half{number}", name="x", note="x" * 2000)
    here()
"""

ACKNOWLEDGES = """
with files.open_for_writing(path, WHO) as ledger:
    for number in range(1_000_000):
        with ledger.write():
            id = ledger.append("team", DAY, code=f"t{number}", name="x", note="x" * 2000)
        say(id)
"""

CREATES = """
real = files._lay_down

def slowly(connection, *rest):
    if sys.argv[2] == "pages put down":
        connection.execute("PRAGMA cache_size = 5")  # SQLite puts pages into the file before the end
    if sys.argv[2] == "before":
        here()
    real(connection, *rest)
    if sys.argv[2] in ("laid down", "pages put down"):
        here()

def policy(ledger, *given):
    append(ledger, *given)
    if sys.argv[2] == "with its policy":
        here()

files._lay_down, append, starter._append_policy = slowly, starter._append_policy, policy
starter.make(path, WHO)
"""


@pytest.fixture
def child() -> Iterator[Child]:
    """Start a process that runs a script on a ledger."""
    started: list[subprocess.Popen[str]] = []

    def start(script: str, path: Path, *words: str) -> subprocess.Popen[str]:
        started.append(
            subprocess.Popen(
                [sys.executable, "-c", HEAD + script, str(path), *words],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            )
        )  # fmt: skip
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def kill_here(process: subprocess.Popen[str]) -> None:
    assert process.stdout and process.stdout.readline() == "here\n"
    process.kill()
    process.wait()


def codes(path: Path) -> list[str]:
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        found = [team.code for team in ledger.read("names_team_part", Named, text="")]
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return found


def record(path: Path, code: str) -> None:
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code=code, name="x")


@pytest.mark.parametrize("facts", [1, 3000], ids=["held back in memory", "put into the -wal already"])
def test_in_the_middle_of_a_write(tmp_path: Path, child: Child, facts: int) -> None:
    path = new(tmp_path / "ledger.db")
    record(path, "before")
    kill_here(child(WRITES, path, str(facts)))
    assert codes(path) == ["before"]
    record(path, "half0")  # the command is simply run again
    assert codes(path) == ["before", "half0"]


def test_what_was_acknowledged_is_there(tmp_path: Path, child: Child) -> None:
    """Killed while it writes one fact after another, wherever that happens to be: every id that was printed is a fact."""
    path = new(tmp_path / "ledger.db")
    acknowledged: list[int] = []
    for turn in range(6):
        process = child(ACKNOWLEDGES.replace('f"t{number}"', f'f"t{turn}-{{number}}"'), path)
        assert process.stdout
        for _number in range(40 + 17 * turn):
            acknowledged.append(int(process.stdout.readline()))
        process.kill()
        process.wait()
        acknowledged += [int(line) for line in process.stdout.read().splitlines()]
        with reading(path) as ledger:
            assert ledger.verify_chain() == []
            kept = [team.id for team in ledger.read("names_team_part", Named, text="")]
        assert set(acknowledged) <= set(kept)
        assert len(kept) - len(acknowledged) <= turn + 1  # at most the one that was about to be said, each time
    codes(path)


@pytest.mark.parametrize("moment", ["before", "laid down", "pages put down", "with its policy"])
def test_in_the_middle_of_a_creation(tmp_path: Path, child: Child, moment: str) -> None:
    """No ledger yet, and the next command makes it, whole: with its policy and for its owner's eyes alone."""
    path = tmp_path / "ledger.db"
    kill_here(child(CREATES, path, moment))
    assert (path.stat().st_size > 0) == (moment == "pages put down")
    assert files.missing(path)
    process = child(CREATES, path, "nowhere")
    assert process.communicate()[0] == "" and process.returncode == 0
    assert not files.missing(path)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT kind FROM fact").fetchall() == [("policy",)]
    record(path, "north")
    assert codes(path) == ["north"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_creation_killed_once_is_no_ledger_for_a_report(tmp_path: Path, child: Child) -> None:
    path = tmp_path / "ledger.db"
    kill_here(child(CREATES, path, "pages put down"))
    again = child("from salescli.main import main\nmain(['funnel', '--ledger', str(path), '--lang', 'en'])", path)
    again.communicate()
    assert files.missing(path)
    record(path, "north")
    assert codes(path) == ["north"]


def test_killed_between_the_last_fact_and_the_tidying_up(tmp_path: Path, child: Child) -> None:
    """The facts are in the -wal alone; a copy of both files has them, and the next reader too."""
    path = new(tmp_path / "ledger.db")
    process = child(ACKNOWLEDGES + "\nhere()", path)
    assert process.stdout
    said = [process.stdout.readline() for _number in range(3)]
    process.kill()
    process.wait()
    assert path.with_name("ledger.db-wal").stat().st_size > 0
    assert len(codes(path)) >= len(said)
