"""Killed in the middle of a backup, a restore, an export or a merge: what was there is there as it was, and the command can simply
be run again, which removes what the killed one left: it may be a copy of everything.

Each case starts a real process that says when it has come to a certain step, and kills it there with SIGKILL.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from one_of_each import DAY, append_each, new, reading, writing

from salescli.ledger import verifying
from salescli.main import main

ROOT = Path(__file__).parents[2]

CHILD = """
import sys
from salescli import unfinished
from salescli.exchange import exported
from salescli.ledger import chain, copies, files, merging
from salescli.main import main

def stop(*given, **more):
    print("here", flush=True)
    sys.stdin.read()  # until killed

room, name, when = sys.argv[1:4]
module = globals()[room]
*inner, name = name.split("/")
for part in inner:
    module = getattr(module, part)
real = getattr(module, name)

def after(*given, **more):
    answer = real(*given, **more)
    stop()
    return answer

setattr(module, name, stop if when == "before" else after)
main(sys.argv[4:])
"""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A ledger with one fact of every kind."""
    path = new(tmp_path / "office" / "ledger.db", origin=1)
    with writing(path) as ledger, ledger.write():
        append_each(ledger)
    return path


def head(path: Path) -> str:
    assert [fault for fault in verifying.examined(path).faults if not fault.note] == []
    with reading(path) as ledger:
        return ledger.head()


def team(path: Path, code: str) -> None:
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code=code, name="x")


def killed_at(moment: str, path: Path, *words: str) -> None:
    """Run a command line in a process of its own that is killed before or after a function: `before copies._publish`."""
    when, place = moment.split()
    room, name = place.split(".", 1)
    line = [sys.executable, "-c", CHILD, room, name.replace(".", "/"), when, "--ledger", str(path), *words]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout and process.stdout.readline() == "here\n"
        process.kill()


def run(path: Path, *words: str) -> None:
    assert main(["--ledger", str(path), *words]) == 0


def left(folder: Path) -> list[str]:
    """What nobody has finished, anywhere under a folder."""
    return [file.name for file in folder.rglob("*.unfinished-*")]


@pytest.mark.parametrize("moment", ["before copies._copy", "after copies._copy", "before copies._publish"])
def test_a_backup(moment: str, office: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    run(office, "backup", str(target))
    before = target.read_bytes()
    team(office, "since")
    killed_at(moment, office, "backup", str(target), "--force")
    assert target.read_bytes() == before
    killed_at(moment, office, "backup", str(tmp_path / "other.db"))
    assert not (tmp_path / "other.db").exists()
    assert len(left(tmp_path)) == 2
    run(office, "backup", str(target), "--force")
    run(office, "backup", str(tmp_path / "other.db"))
    assert left(tmp_path) == []
    assert head(target) == head(office) == head(tmp_path / "other.db")


@pytest.mark.parametrize(
    "moment",
    [
        "before merging.take",
        "after merging.take",
        "after files.create",
        "before copies._swap",
        "before copies._keep",
        "after copies._copy",
        "before copies._publish",
        "after copies._keep",
    ],
)
def test_a_restore(moment: str, office: Path, tmp_path: Path) -> None:
    """The ledger that is to be replaced is there, whole, until the other is in its place."""
    run(office, "backup", str(tmp_path / "b.db"))
    team(office, "since")
    before = head(office)
    killed_at(moment, office, "restore", str(tmp_path / "b.db"), "--replace")
    assert head(office) == before
    assert [file for file in office.parent.glob("ledger.db.*") if file.samefile(office)] == []
    team(office, "after all")
    before = head(office)
    if not moment.endswith(("_keep", "_copy")):  # where nothing stands nothing is kept
        killed_at(moment, tmp_path / "none.db", "restore", str(tmp_path / "b.db"))
        assert not (tmp_path / "none.db").exists()
        run(tmp_path / "none.db", "restore", str(tmp_path / "b.db"))
        assert head(tmp_path / "none.db") == head(tmp_path / "b.db")
    run(office, "restore", str(tmp_path / "b.db"), "--replace")
    assert head(office) == head(tmp_path / "b.db") != before
    assert before in [head(file) for file in office.parent.glob("*.before-restored-*Z")]
    assert left(tmp_path) == []


def test_a_restore_that_is_killed_when_it_is_done(office: Path, tmp_path: Path) -> None:
    run(office, "backup", str(tmp_path / "b.db"))
    team(office, "since")
    before = head(office)
    killed_at("after copies._swap", office, "restore", str(tmp_path / "b.db"), "--replace")
    assert head(office) == head(tmp_path / "b.db")
    (kept,) = office.parent.glob("*.before-restored-*Z")
    assert head(kept) == before


@pytest.mark.parametrize("there", [False, True], ids=["a new folder", "an empty one"])
@pytest.mark.parametrize(
    "moment",
    [
        "before exported.Folder.put",
        "after exported.Folder.put",
        "before exported.Folder.finish",
        "after exported.Folder.finish",
        "after exported.Path.rename",
    ],
)
def test_an_export(moment: str, there: bool, office: Path, tmp_path: Path) -> None:
    """Nothing that could be taken for one is there before all is, and it can be made again in the same folder."""
    target = tmp_path / "out"
    if there:
        target.mkdir()
    killed_at(moment, office, "export", str(target))
    done = moment == "after exported.Path.rename" and not there
    assert (target / "manifest.json").is_file() == done
    if not done:
        assert len(left(tmp_path)) == 1
        team(office, "since")
        run(office, "export", str(target))
    assert left(tmp_path) == []
    run(tmp_path / "back.db", "restore", str(target))
    assert head(tmp_path / "back.db") == head(office)


@pytest.mark.parametrize("moment", ["before merging._take", "after merging._take", "after merging.take"])
def test_a_merge(moment: str, office: Path, tmp_path: Path) -> None:
    """Half the facts, or the ledger without the guards that a merge sets aside, is nothing that anybody sees."""
    laptop = tmp_path / "laptop.db"
    run(laptop, "merge", str(office))
    team(laptop, "road")
    before = head(office)
    killed_at(moment, office, "merge", str(laptop))
    assert head(office) == before
    run(office, "merge", str(laptop))
    assert head(office) == head(laptop)


def test_a_copy_by_merge(office: Path, tmp_path: Path) -> None:
    killed_at("after merging.take", tmp_path / "laptop.db", "merge", str(office))
    assert not (tmp_path / "laptop.db").exists()
    run(tmp_path / "laptop.db", "merge", str(office))
    assert head(tmp_path / "laptop.db") == head(office)
