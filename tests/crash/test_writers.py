"""Many write at once: every fact is kept, every id is another, and the chain holds, whoever came first."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

from one_of_each import new, reading

from salescli.facts import Named

ROOT = Path(__file__).parents[2]
PROCESSES, FACTS = 20, 25

CHILD = """
import sys
from datetime import date
from pathlib import Path
from salescli.ledger import files
from salescli.ledger.store import Who

files.BUSY_SECONDS = 3600.0  # a slow machine is no failure
path, name, facts, how = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4]
print("ready", flush=True)
sys.stdin.readline()

def append(ledger, number):
    with ledger.write():
        return ledger.append("team", date(2024, 3, 5), code=f"{name}-{number}", name="x")

if how == "opened once":
    with files.open_for_writing(path, Who(name, "here")) as ledger:
        for number in range(facts):
            print(append(ledger, number), flush=True)
else:
    for number in range(facts):
        with files.open_for_writing(path, Who(name, "here")) as ledger:
            print(append(ledger, number), flush=True)
"""

READER = """
import sys
from pathlib import Path
from salescli.facts import Named
from salescli.ledger import files
from salescli.ledger.store import Who

files.BUSY_SECONDS = 3600.0
print("ready", flush=True)
sys.stdin.readline()
seen = 0
while seen < int(sys.argv[2]):
    with files.open_for_reading(Path(sys.argv[1]), Who("reader", "here")) as ledger:
        now = len(ledger.read("names_team_part", Named, text=""))
        assert now >= seen and ledger.verify_chain() == []
    seen = now
print(seen)
"""


def start(script: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip


def together(children: list[subprocess.Popen[str]]) -> list[list[str]]:
    """Let all go at the same moment; what each has said when all are done."""
    for child in children:
        assert child.stdout and child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    said = [child.communicate()[0].splitlines() for child in children]
    assert [child.returncode for child in children] == [0] * len(children)
    return said


def held(path: Path) -> list[Named]:
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        return ledger.read("names_team_part", Named, text="")


def test_twenty_writers(tmp_path: Path) -> None:
    """Half of them open the ledger anew for each fact, as commands do."""
    path = new(tmp_path / "ledger.db")
    how = ("opened once", "opened each time")
    said = together([start(CHILD, path, f"w{number}", FACTS, how[number % 2]) for number in range(PROCESSES)])
    acknowledged = [int(id) for ids in said for id in ids]
    kept = held(path)
    assert sorted(acknowledged) == [team.id for team in kept]
    assert len(set(acknowledged)) == PROCESSES * FACTS
    assert [team.id & 0xFFFFFFFF for team in kept] == list(range(1, PROCESSES * FACTS + 1))
    assert set(Counter(team.code.partition("-")[0] for team in kept).values()) == {FACTS}


def test_readers_go_on_meanwhile(tmp_path: Path) -> None:
    """They never see a fact by halves, nor fewer than before."""
    path = new(tmp_path / "ledger.db")
    writers = [start(CHILD, path, f"w{number}", FACTS, "opened each time") for number in range(4)]
    readers = [start(READER, path, 4 * FACTS) for _number in range(2)]
    said = together([*writers, *readers])
    assert said[4:] == [[str(4 * FACTS)]] * 2


def test_all_make_the_ledger_that_none_has_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ledger.db"
    together([start(CHILD, path, f"w{number}", 3, "opened each time") for number in range(10)])
    assert len(held(path)) == 30
