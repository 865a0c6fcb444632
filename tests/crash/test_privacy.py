"""Who reads the ledger and what is beside it, and that no customer's data leaves it by way of a fault of the program."""

import ast
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Run

from salescli import main as front
from salescli.ledger.store import Ledger

ROOT = Path(__file__).parents[2]
SECRET = "华北机械 010-8888"


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}


def test_the_ledger_and_what_is_beside_it_are_its_owners(
    ledger: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While it is written too, and whatever the umask; a report that was asked for keeps to the umask."""
    seen: dict[str, int] = {}
    real = Ledger.append

    def append(self: Ledger, *words: object, **fields: object) -> int:
        id = real(self, *words, **fields)  # type: ignore[arg-type]
        seen.update(modes(self.path.parent))
        return id

    monkeypatch.setattr(Ledger, "append", append)
    before = os.umask(0o022)
    try:
        assert run("customer", "add", "华北机械").code == 0
        out = ledger.parent / "customers.csv"
        assert run("customer", "list", "--out", str(out)).code == 0
    finally:
        os.umask(before)
    assert set(seen) >= {"ledger.db", "ledger.db-wal", "ledger.db-shm"} and set(seen.values()) == {0o600}
    left = modes(ledger.parent)
    assert left.pop("customers.csv") == 0o644 and set(left.values()) == {0o600}


FAULT = """
import sys
from salescli.ledger.store import Ledger
from salescli.main import main

def fails(self, query, *rest, **given):
    secret = sys.argv[1]
    raise KeyError(secret)

Ledger.read = fails
sys.exit(main(sys.argv[2:]))
"""


def faulty(ledger: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a command line of a program whose shelf is broken."""
    kept = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "SALESCLI_LEDGER": str(ledger), "SALESCLI_ACTOR": "zw"}
    return subprocess.run(
        [sys.executable, "-c", FAULT, SECRET, *words],
        env=kept | env, cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("words", [("customer", "list"), ("log", "华北机械", "rang"), ("funnel", "--format", "json")])
def test_a_fault_of_the_program_says_where_and_nothing_else(company: Path, words: tuple[str, ...]) -> None:
    before = company.read_bytes()
    done = faulty(company, *words)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith("salescli: A fault of salescli: KeyError in ") and ".py:" in done.stderr
    assert not any(word in done.stderr for word in ("华北", "010", "Traceback", str(ROOT), str(company.parent)))
    assert company.read_bytes() == before


def test_who_asks_for_the_traceback_gets_it(company: Path) -> None:
    done = faulty(company, "customer", "list", SALESCLI_DEBUG="1")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Traceback (most recent call last):") and done.stderr.endswith(
        f"KeyError: '{SECRET}'\n"
    )


def test_in_the_persons_language(company: Path) -> None:
    assert "KeyError" in faulty(company, "customer", "list", "--lang", "zh").stderr


@pytest.mark.parametrize("kind", [ValueError, RecursionError, MemoryError, OSError, AssertionError])
def test_every_kind_of_fault(company: Path, run: Run, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]) -> None:
    """In this process: the last line of the package that it went through is named."""

    def fails(*_words: object, **_given: object) -> None:
        raise kind(SECRET)

    monkeypatch.setattr(Ledger, "read", fails)
    answer = run("customer", "list")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(f"salescli: A fault of salescli: {kind.__name__} in reports/")
    assert SECRET not in answer.err


def test_a_fault_before_any_room(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(front, "hoisted", lambda words: words[99])
    answer = run("customer", "list")
    assert answer.code == 1 and "IndexError in main.py:" in answer.err


def test_nothing_is_logged_anywhere() -> None:
    """No module keeps a log, warns through Python, or shows a traceback but the front door when asked."""
    told = {"logging", "syslog", "warnings", "faulthandler", "traceback"}
    for path in sorted((ROOT / "salescli").rglob("*.py")):
        names = {
            name
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (ast.Import, ast.ImportFrom))
            for name in ([node.module] if isinstance(node, ast.ImportFrom) else [one.name for one in node.names])
        }
        assert names & told <= ({"traceback"} if path.name == "main.py" else set()), path
