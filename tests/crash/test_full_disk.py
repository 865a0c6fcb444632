"""A disk without room: one sentence, exit code 5, nothing written by halves; reports go on, and with room the same command runs.

The limit is the system's own: RLIMIT_FSIZE on the process, and a small tmpfs where a user may mount one in a name space of his own.
"""

import json
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from one_of_each import reading

ROOT = Path(__file__).parents[2]
ROWS = 300
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
note = "Note"
"""
IN_A_SMALL_PLACE = """
import json, os, shutil, subprocess, sys
from pathlib import Path

place, ledger, words = Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", place], check=True)
there = Path(shutil.copy(ledger, place / "ledger.db"))

def fill(room):
    with (place / "other").open("wb") as other:
        left = os.statvfs(place).f_bavail * os.statvfs(place).f_frsize
        other.write(bytes(max(left - room, 0)))

def run(*words):
    done = subprocess.run([sys.executable, "-m", "salescli", "--ledger", there, *words], capture_output=True, text=True)
    return [done.returncode, done.stdout, done.stderr]

said = {}
fill(int(sys.argv[4]))
said["full"] = run(*words)
said["read"] = run("customer", "list", "--format", "json")
(place / "other").unlink()
said["chain"] = run("customer", "list", "--format", "json")
shutil.copy(there, Path(ledger).with_name("after.db"))
said["room"] = run(*words)
print(json.dumps(said))
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Path]:
    """A small company that a person in a hurry has left: everything is in the file."""
    path = tmp_path / "kept" / "ledger.db"
    for words in (
        ("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2024-01-08"),
        ("customer", "add", "华北机械", "--owner", "zw", "--on", "2024-02-01"),
    ):
        assert salescli(path, *words).returncode == 0
    yield path


@pytest.fixture
def importing(tmp_path: Path) -> list[str]:
    """The words of an import that needs more room than there is."""
    rows = [f"{number},2024-01-05,客户{number},{'x' * 2000}" for number in range(ROWS)]
    (tmp_path / "customers.csv").write_text("\n".join(["No,Day,Name,Note", *rows]), encoding="utf-8")
    (tmp_path / "p.toml").write_text(PROFILE, encoding="utf-8")
    return ["import", str(tmp_path / "customers.csv"), "--profile", str(tmp_path / "p.toml")]


LOG = ["log", "华北机械", "asked for a quote", "--note", "x" * 20_000]


def salescli(ledger: Path, *words: str, most: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; no file may grow beyond `most` bytes, and so none of Python's own, which it would leave cut short."""

    def limited() -> None:
        if most is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

    return subprocess.run(
        [sys.executable, "-m", "salescli", "--ledger", str(ledger), *words],
        env={"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1",
             "SALESCLI_TODAY": "2024-03-15", "SALESCLI_ACTOR": "zw"},
        cwd=ROOT, capture_output=True, text=True, preexec_fn=limited, check=False,
    )  # fmt: skip


def facts(ledger: Path) -> int:
    """How many facts a ledger of a sound chain holds."""
    with reading(ledger) as opened:
        assert opened.verify_chain() == []
        return sum(id & 0xFFFFFFFF for id, _hash in opened.reached().lasts)


def is_one_sentence(code: int, out: str, err: str) -> bool:
    return (code, out, err.count("\n")) == (5, "", 1) and err.startswith("salescli: The ledger ")


@pytest.mark.parametrize("which", ["import", "log"])
@pytest.mark.parametrize("room", [0, 10_000, 40_000])
def test_no_file_may_grow(ledger: Path, importing: list[str], which: str, room: int) -> None:
    """Whether SQLite meets the limit at its first page or in the middle."""
    words, before = importing if which == "import" else LOG, facts(ledger)
    done = salescli(ledger, *words, most=room)
    assert is_one_sentence(done.returncode, done.stdout, done.stderr), done
    assert facts(ledger) == before
    assert salescli(ledger, *words).returncode == 0
    assert facts(ledger) == before + (ROWS if which == "import" else 1)


def test_a_ledger_cannot_be_made(tmp_path: Path) -> None:
    """What is left is none, and with room the same command makes it."""
    path = tmp_path / "new" / "ledger.db"
    words = ("rep", "add", "zw", "张伟", "--post", "rep")
    done = salescli(path, *words, most=20_000)
    assert is_one_sentence(done.returncode, done.stdout, done.stderr), done
    done = salescli(path, *words)
    assert done.returncode == 0 and "A new ledger was made" in done.stderr
    assert facts(path) == 3


@pytest.fixture
def small_place(tmp_path: Path) -> Path:
    """A folder to mount a small disk on, in a name space that ends with the process."""
    place = tmp_path / "small"
    place.mkdir()
    tried = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=4m", "none", str(place)]
    if not shutil.which("unshare") or subprocess.run(tried, capture_output=True).returncode != 0:
        pytest.skip("a user may not mount here")
    return place


@pytest.mark.parametrize("which", ["import", "log"])
@pytest.mark.parametrize("room", [0, 8192, 60_000])
def test_the_disk_is_full(
    ledger: Path, small_place: Path, importing: list[str], which: str, room: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A report still answers, and with room the same command runs."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-15")
    monkeypatch.setenv("SALESCLI_ACTOR", "zw")
    before = facts(ledger)
    log = [*LOG[:-1], "x" * 100_000]
    words = importing if which == "import" else log
    script = [sys.executable, "-c", IN_A_SMALL_PLACE, str(small_place), str(ledger), json.dumps(words), str(room)]
    done = subprocess.run(["unshare", "-rm", *script], cwd=ROOT, capture_output=True, text=True, check=True)
    said = json.loads(done.stdout)
    assert is_one_sentence(*said["full"]), said["full"]
    assert said["read"][0] == 0, said["read"]
    assert said["read"][1] == said["chain"][1]
    assert facts(ledger.with_name("after.db")) == before
    assert said["room"][0] == 0, said["room"]


def test_an_answer_that_cannot_be_written(ledger: Path) -> None:
    """`salescli customer list > file` on a full disk: a sentence, and no fault of the program."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "salescli", "--ledger", str(ledger), "customer", "list"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "salescli: The answer cannot be written: No space left on device.\n")
