"""Many write at once: every fact is kept, every id is another, and the chain holds, whoever came first."""

import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from nursery import in_memory
from one_of_each import DAY, new, reading, writing

from salescli.facts import Named

ROOT = Path(__file__).parents[2]
PROCESSES, FACTS = 20, 50
FEWER = 10  # where the ledger itself is asked, and no command

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

PERSON = """
import sys
from pathlib import Path
from types import SimpleNamespace
from salescli.asked import Asked
from salescli.ledger import files
from salescli.record.follow_up import log

files.BUSY_SECONDS = 3600.0
path, name, facts = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.readline()
for number in range(facts):  # the command's own body, without the reading of a command line, which is most of its time
    log(SimpleNamespace(obj=Asked(ledger=path, actor="zw", on="2024-03-15")), "华北机械", f"{name} {number}")
    sys.stdout.flush()
"""

LISTER = """
import contextlib, io, json, sys
from salescli.ledger import files
from salescli.main import main

files.BUSY_SECONDS = 3600.0
print("ready", flush=True)
sys.stdin.readline()
seen = 0
while seen < int(sys.argv[2]):
    with contextlib.redirect_stdout(io.StringIO()) as said:
        assert main(["customer", "list", "--format", "json", "--ledger", sys.argv[1]]) == 0
    seen = len(json.loads(said.getvalue())["rows"])
    print(seen)
"""

ONCE = """
import sys
from salescli.ledger import files
from salescli.main import main

files.BUSY_SECONDS = 3600.0
print("ready", flush=True)
sys.stdin.readline()
sys.exit(main(sys.argv[1:]))
"""

IMPORTED = 400
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
"""


@pytest.fixture
def tmp_path(tmp_path: Path) -> Iterator[Path]:
    """What is tried is who comes when, and not how fast the disk is."""
    with in_memory(tmp_path) as folder:
        yield folder


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


def test_twenty_people_log(tmp_path: Path) -> None:
    """Each fifty follow-ups by `salescli log`, all at once; what the command answers is what is kept."""
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        rep = ledger.append("rep", DAY, code="zw", name="张伟", candidate=False)
        ledger.append("rep_change", DAY, rep_id=rep, act="hire", post="rep")
        ledger.append("customer", DAY, name="华北机械")
    said = together([start(PERSON, path, f"w{number}", FACTS) for number in range(PROCESSES)])
    acknowledged = [int(line.rpartition("#")[2]) for lines in said for line in lines]
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute("SELECT id & 0xFFFFFFFF, content FROM follow_up ORDER BY id").fetchall()
    assert sorted(acknowledged) == [id for id, _content in kept] == list(range(4, 4 + PROCESSES * FACTS))
    assert {content for _id, content in kept} == {f"w{one} {two}" for one in range(PROCESSES) for two in range(FACTS)}


def test_cron_and_people_beside_an_import(tmp_path: Path) -> None:
    """A list shows none of a running import or all of it; who records meanwhile waits, and is kept."""
    path, export = new(tmp_path / "ledger.db"), tmp_path / "customers.csv"
    with writing(path) as ledger, ledger.write():
        rep = ledger.append("rep", DAY, code="zw", name="张伟", candidate=False)
        ledger.append("rep_change", DAY, rep_id=rep, act="hire", post="rep")
        ledger.append("customer", DAY, name="华北机械")
    rows = [f"{number},2024-01-05,客户{number}" for number in range(IMPORTED)]
    export.write_text("\n".join(["No,Day,Name", *rows]), encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    readers = [start(LISTER, path, IMPORTED + 1) for _number in range(2)]
    people = [start(PERSON, path, f"w{number}", 5) for number in range(2)]
    importer = start(ONCE, "import", export, "--profile", tmp_path / "p.toml", "--ledger", path)
    said = together([*readers, *people, importer])
    assert {line for lines in said[:2] for line in lines} <= {"1", str(IMPORTED + 1)}
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        assert sum(id & 0xFFFFFFFF for id, _hash in ledger.reached().lasts) == 3 + IMPORTED + 10


def test_twenty_writers(tmp_path: Path) -> None:
    """Half of them open the ledger anew for each fact, as commands do."""
    path = new(tmp_path / "ledger.db")
    how = ("opened once", "opened each time")
    said = together([start(CHILD, path, f"w{number}", FEWER, how[number % 2]) for number in range(PROCESSES)])
    acknowledged = [int(id) for ids in said for id in ids]
    kept = held(path)
    assert sorted(acknowledged) == [team.id for team in kept]
    assert len(set(acknowledged)) == PROCESSES * FEWER
    assert [team.id & 0xFFFFFFFF for team in kept] == list(range(1, PROCESSES * FEWER + 1))
    assert set(Counter(team.code.partition("-")[0] for team in kept).values()) == {FEWER}


def test_readers_go_on_meanwhile(tmp_path: Path) -> None:
    """They never see a fact by halves, nor fewer than before."""
    path = new(tmp_path / "ledger.db")
    writers = [start(CHILD, path, f"w{number}", FEWER, "opened each time") for number in range(4)]
    readers = [start(READER, path, 4 * FEWER) for _number in range(2)]
    said = together([*writers, *readers])
    assert said[4:] == [[str(4 * FEWER)]] * 2


def test_all_make_the_ledger_that_none_has_made(tmp_path: Path) -> None:
    path = tmp_path / "new" / "ledger.db"
    together([start(CHILD, path, f"w{number}", 3, "opened each time") for number in range(10)])
    assert len(held(path)) == 30
