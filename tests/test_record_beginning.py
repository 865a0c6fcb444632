"""record/beginning.py: a new ledger, and an example team's."""

import json
import os
from pathlib import Path

import pytest
from conftest import Facts, Run

from salescli.policy.starter import starter_text


def test_init(run: Run, ledger: Path, facts: Facts) -> None:
    """It says where the ledger is, its stages, and how to change the policy."""
    answer = run("init")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines() == [
        f"Made the ledger {ledger} (CNY, Asia/Shanghai).",
        "Its policy, from ever, is “Starter policy”, with the stages prospecting, qualified, proposal, negotiation, won, lost.",
        "To change the policy: salescli policy show > mine.toml, edit it, then salescli policy load mine.toml.",
    ]
    assert facts("policy", "starts_on", "title") == [(None, "Starter policy")]
    assert run("rep", "add", "zw", "张伟", "--post", "rep").code == 0  # it works at once


def test_init_elsewhere(run: Run, tmp_path: Path) -> None:
    """Another currency, zone and place; how the next commands find it."""
    path = tmp_path / "the team" / "l.db"
    answer = run("init", "--currency", "eur", "--timezone", "Europe/Berlin", "--ledger", str(path))
    assert f"{path} (EUR, Europe/Berlin)" in answer.out
    if os.name == "posix":
        assert f"export SALESCLI_LEDGER='{path}'" in answer.out
    assert json.loads(run("funnel", "--ledger", str(path), "--format", "json").out)["currency"] == "EUR"


def test_init_for_a_script(run: Run, ledger: Path) -> None:
    assert json.loads(run("init", "--json").out) == {"id": "1", "ledger": str(ledger)}


def test_init_with_a_policy(run: Run, facts: Facts, tmp_path: Path) -> None:
    """The file's rules hold from ever; a faulty one makes no ledger."""
    path = tmp_path / "mine.toml"
    path.write_text(
        starter_text().replace('"Starter policy"', '"Ours"').replace('"negotiation"', '"haggling"'), "utf-8"
    )
    out = run("init", "--with-policy", str(path)).out
    assert "“Ours”" in out and "haggling" in out
    assert facts("policy", "starts_on", "title", "body") == [(None, "Ours", path.read_text("utf-8"))]


def test_a_faulty_policy_makes_no_ledger(run: Run, ledger: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(starter_text().replace("closes", "close"), "utf-8")
    assert run("init", "--with-policy", str(path)).code == 2
    assert not ledger.exists()


@pytest.mark.parametrize(
    "words",
    [
        ["--currency", "yuan"],
        ["--currency", "JPY"],
        ["--timezone", "Mars/Base"],
        ["--policy", "x.toml"],
        ["--out", "x"],
    ],
)
def test_what_init_does_not_take(run: Run, ledger: Path, words: list[str]) -> None:
    """No currency, no zone; --policy is not --with-policy."""
    answer = run("init", *words)
    assert (answer.code, answer.out) == (2, "")
    assert not ledger.exists()


def test_never_over_something(run: Run, ledger: Path, tmp_path: Path) -> None:
    """An existing ledger, or any file, is left as it is."""
    run("init")
    before = ledger.read_bytes()
    answer = run("init")
    assert (answer.code, answer.out) == (4, "")
    assert answer.err.startswith(f"salescli: There is something at {ledger} already; it was left as it is.")
    assert ledger.read_bytes() == before
    (tmp_path / "ledger.db").write_text("notes", "utf-8")
    assert run("demo", str(tmp_path)).code == 4
    assert (tmp_path / "ledger.db").read_text("utf-8") == "notes"


def test_nowhere(run: Run, tmp_path: Path) -> None:
    """A place that cannot be written is exit 5."""
    (tmp_path / "file").write_text("", "utf-8")
    assert run("init", "--ledger", str(tmp_path / "file" / "l.db")).code == 5


# demo


def test_demo(run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In demo-ledger unless a directory is named, never in one's own ledger; what it says to try works."""
    monkeypatch.chdir(tmp_path)
    answer = run("demo")
    assert (answer.code, answer.err) == (0, "")
    assert (tmp_path / "demo-ledger" / "ledger.db").is_file() and not ledger.exists()
    first, setting, *commands = answer.out.splitlines()
    assert first.startswith("Made an example team's ledger at demo-ledger") and "2024-12-31" in first
    assert str(tmp_path / "demo-ledger" / "ledger.db") in setting
    monkeypatch.setenv("SALESCLI_LEDGER", str(tmp_path / "demo-ledger" / "ledger.db"))
    assert len(commands) == 3
    for command in commands:
        words = command.split()
        assert words[0] == "salescli" and run(*words[1:]).code == 0


def test_demo_in_a_directory(run: Run, tmp_path: Path) -> None:
    """Made where it is named, once."""
    assert run("demo", str(tmp_path / "a b")).code == 0
    assert run("demo", str(tmp_path / "a b")).code == 4
    assert run("demo", "--ledger", str(tmp_path / "c.db")).code == 0 and (tmp_path / "c.db").is_file()
    assert run("demo", str(tmp_path / "d"), "--ledger", str(tmp_path / "e.db")).code == 2
