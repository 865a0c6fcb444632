"""A new ledger works at once: its starter policy is in force from ever, and is there as soon as the ledger is."""

import hashlib
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from one_of_each import WHO, reading, writing

from salescli.errors import WrongUse
from salescli.facts import PolicyRow
from salescli.ledger import files, starter
from salescli.policy.parse import parse_policy
from salescli.policy.starter import starter_text

ROOT = Path(__file__).parents[1]


def policies(path: Path) -> list[PolicyRow]:
    with reading(path) as ledger:
        return ledger.read("policies", PolicyRow)


def test_the_starter_policy_counts_on_any_day(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    assert starter.make(path, WHO) is True
    (policy,) = policies(path)
    assert (policy.starts_on, policy.body) == (None, starter_text())
    assert policy.digest == hashlib.sha256(starter_text().encode()).hexdigest()
    parse_policy(policy.body)
    for day in (date(1950, 1, 1), date(2100, 1, 1)):
        with reading(path) as ledger:
            assert ledger.read("policy_on", PolicyRow, day=day) == [policy]


def test_ones_own_policy_instead(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    starter.make(path, WHO, currency="EUR", zone="Europe/Berlin", policy=("Ours", "[policy]\n标题 = 1"))
    (policy,) = policies(path)
    assert (policy.title, policy.body) == ("Ours", "[policy]\n标题 = 1")
    with reading(path) as ledger:
        assert (ledger.currency, ledger.zone, ledger.verify_chain()) == ("EUR", "Europe/Berlin", [])


def test_nothing_is_made_over_a_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    starter.make(path, WHO)
    with writing(path) as ledger, ledger.write():
        ledger.append("team", date(2024, 3, 5), code="north", name="x")
        head = ledger.head()
    assert starter.make(path, WHO, policy=("Other", "x")) is False
    assert len(policies(path)) == 1
    with reading(path) as ledger:
        assert ledger.head() == head


def test_a_wrong_currency_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(WrongUse):
        starter.make(tmp_path / "ledger.db", WHO, currency="gold")
    assert files.missing(tmp_path / "ledger.db")


CHILD = """
import sys
from pathlib import Path
from salescli.ledger import files, starter
from salescli.ledger.store import Who

files.BUSY_SECONDS = 600.0
print("ready", flush=True)
sys.stdin.readline()
print(starter.make(Path(sys.argv[1]), Who("zw", "here")))
"""


@pytest.mark.parametrize("there", ["no file", "an empty file", "no folder"])
def test_of_several_that_start_at_once_one_makes_it(tmp_path: Path, there: str) -> None:
    path = tmp_path / ("new/ledger.db" if there == "no folder" else "ledger.db")
    if there == "an empty file":
        path.touch()
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )
        for _number in range(8)
    ]  # fmt: skip
    for child in children:
        assert child.stdout and child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    assert sorted(child.communicate()[0] for child in children) == ["False\n"] * 7 + ["True\n"]
    assert [child.returncode for child in children] == [0] * 8
    assert len(policies(path)) == 1
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
