"""Places that are no good for a ledger, and ledgers that vanish under a writer: one sentence, exit code 5, nothing acknowledged."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from one_of_each import DAY, new, reading, writing

from salescli.errors import LedgerUnusable
from salescli.facts import Named

ROOT = Path(__file__).parents[2]
COMMANDS = (("customer", "list"), ("customer", "add", "华北机械"))


def fifo(path: Path) -> Path:
    os.mkfifo(path)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def astray(path: Path) -> Path:
    """A link into a folder that is not there."""
    path.symlink_to(path.parent / "gone" / "ledger.db")
    return path


def round_and_round(path: Path) -> Path:
    path.symlink_to(path)
    return path


def under_a_file(path: Path) -> Path:
    path.touch()
    return path / "ledger.db"


@pytest.mark.parametrize("words", COMMANDS, ids=["a report", "recording"])
@pytest.mark.parametrize(
    "place",
    [
        fifo,
        folder,
        lambda _path: Path("/dev/null"),
        lambda _path: Path("/dev/zero"),
        lambda _path: Path("/dev/full"),
        lambda _path: Path("/proc/self/mem"),
        lambda path: path.parent / ("x" * 300),
        round_and_round,
        under_a_file,
    ],
    ids=["FIFO", "folder", "null", "zero", "full", "mem", "a name too long", "a circle of links", "under a file"],
)
def test_no_place_for_a_ledger(tmp_path: Path, words: tuple[str, ...], place: Callable[[Path], Path]) -> None:
    """A process of its own, as some of these could be waited for without end."""
    path = place(tmp_path / "ledger.db")
    done = subprocess.run(
        [sys.executable, "-m", "salescli", "--ledger", str(path), *words],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (5, "", 1), done
    assert len(list(tmp_path.iterdir())) <= 1


def test_a_link_to_nowhere_leads_to_the_ledger_once_its_folder_is_there(tmp_path: Path) -> None:
    link = astray(tmp_path / "ledger.db")
    with pytest.raises(LedgerUnusable):
        writing(link)
    (tmp_path / "gone").mkdir()
    with writing(link) as ledger, ledger.write():
        ledger.append("team", DAY, code="north", name="x")
    assert (tmp_path / "gone" / "ledger.db").stat().st_mode & 0o777 == 0o600


def gone(path: Path) -> None:
    shutil.rmtree(path.parent)


def moved(path: Path) -> None:
    path.parent.rename(path.parent.with_name("elsewhere"))


def replaced(path: Path) -> None:
    """As somebody would put a copy back by hand."""
    shutil.copy(path, path.with_name("copy.db"))
    path.with_name("copy.db").replace(path)


@pytest.mark.parametrize("happens", [gone, moved, replaced])
def test_a_ledger_that_is_not_there_any_more_acknowledges_nothing(
    tmp_path: Path, happens: Callable[[Path], None]
) -> None:
    """SQLite goes on writing into the file that was opened, which nobody will find again."""
    path = new(folder(tmp_path / "shelf") / "ledger.db")
    with pytest.raises(LedgerUnusable, match=r"removed or replaced|cannot be written"), writing(path) as ledger:  # noqa: SIM117
        with ledger.write():
            ledger.append("team", DAY, code="north", name="x")
            happens(path)


def test_what_was_put_in_its_place_is_sound(tmp_path: Path) -> None:
    """The -wal of the former lies beside it: whether it takes it over or not, nothing is there by halves."""
    path = new(folder(tmp_path / "shelf") / "ledger.db")
    with pytest.raises(LedgerUnusable), writing(path) as ledger, ledger.write():
        replaced(path)
        ledger.append("team", DAY, code="north", name="x")
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="south", name="x")
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        assert {team.code for team in ledger.read("names_team_part", Named, text="")} in ({"south"}, {"north", "south"})
