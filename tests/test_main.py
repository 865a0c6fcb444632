"""The front door: common options anywhere, the language, the error boundary, and nothing heavy on the way of a command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import typer
from hypothesis import given
from hypothesis import strategies as st

from salescli import main
from salescli.errors import WrongUse

WORDS = st.sampled_from(
    ["log", "华北机械", "--by", "phone", "--ledger", "a.db", "--on=fri", "--lang", "zh", "--", "-h", ""]
)


def process(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LANG": "C.UTF-8"}
    return subprocess.run(
        [sys.executable, "-m", "salescli", *words],
        env=kept | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("log 华北 hi --ledger a.db", "--ledger a.db log 华北 hi"),
        ("funnel --format json --on 2024-03-31", "--format json --on 2024-03-31 funnel"),
        ("--as zw funnel --format=csv", "--as zw --format=csv funnel"),
        ("log 华北 -- --on", "log 华北 -- --on"),
        ("funnel --excel-safe --on fri", "--excel-safe --on fri funnel"),
    ],
)
def test_common_options_may_stand_anywhere(typed: str, meant: str) -> None:
    """After `--` nothing is an option."""
    assert main.hoisted(typed.split()) == meant.split()


@given(st.lists(WORDS))
def test_no_word_is_lost(words: list[str]) -> None:
    try:
        assert sorted(main.hoisted(words)) == sorted(words)
    except WrongUse:
        assert words[-1] in main.COMMON


def test_an_option_without_its_value_is_refused() -> None:
    done = process("funnel", "--policy")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "salescli: The option --policy needs a value.\n"


@pytest.mark.parametrize(
    ("words", "env", "spoken"),
    [
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {}, "en"),
        ([], {"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh"),
        (["--lang", "en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["funnel", "--lang=zh"], {"LANG": "C"}, "zh"),
    ],
)
def test_the_language(words: list[str], env: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """--lang, else LANGUAGE, LC_ALL, LC_MESSAGES, LANG, the first that is set."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert main.language(words) == spoken


def test_another_language_is_refused() -> None:
    done = process("funnel", "--lang", "fr")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "salescli: --lang is en or zh, not 'fr'.\n"


def test_an_unknown_command_gets_a_suggestion() -> None:
    done = process("funel")
    assert done.returncode == 2
    assert done.stderr == (
        "salescli: There is no command 'funel'; `salescli --help` lists them. Did you mean funnel?\n"
    )


def test_help_is_in_the_language_of_the_locale() -> None:
    """Typer's own words too."""
    assert "Usage:" in process("-h").stdout
    spoken = process("funnel", "-h", LANG="zh_CN.UTF-8").stdout
    assert "用法" in spoken and "Usage:" not in spoken and "销售漏斗" in spoken


@pytest.mark.parametrize("command", sorted(main.ROOMS))
def test_every_command_has_help_with_what_it_does(command: str) -> None:
    done = process(command, "--help")
    assert done.returncode == 0 and done.stderr == ""
    assert len(done.stdout.splitlines()) > 5


def commands(command: Any, path: str) -> Iterator[tuple[str, Any]]:
    yield path, command
    for name, below in getattr(command, "commands", {}).items():
        yield from commands(below, f"{path} {name}")


@pytest.mark.parametrize("room", sorted(set(main.ROOMS.values())))
def test_every_command_and_option_says_what_it_is(room: str) -> None:
    """Walks the live commands; a reader of `-h` never meets a bare option."""
    for path, command in commands(typer.main.get_group(import_module(room).app), ""):
        silent = [param.name for param in command.params if not getattr(param, "help", None)]
        assert (silent, path and bool(command.help)) == ([], path and True), path


def test_a_report_on_a_missing_ledger_says_how_to_make_one(tmp_path: Path) -> None:
    done = process("funnel", "--ledger", str(tmp_path / "none.db"))
    assert (done.returncode, done.stdout) == (5, "")
    assert "salescli init" in done.stderr and "none.db" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_reader_that_leaves_is_no_error(tmp_path: Path) -> None:
    """`salescli --help | head -1`, and one that never reads, of help or of a command's answer."""
    ledger = str(tmp_path / "ledger.db")
    assert process("init", "--ledger", ledger).returncode == 0
    for words, reader in product(("--help", f"policy show --ledger {ledger}"), ("head -1", "true")):
        done = subprocess.run(
            f"set -o pipefail; {sys.executable} -m salescli {words} | {reader}",
            shell=True,
            executable="/bin/bash",
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0
        assert "pipe" not in done.stderr.lower() and "Traceback" not in done.stderr
        assert not done.stderr or words != "--help"  # `policy show` says there what a policy leaves out


@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_what_is_recorded_where_nobody_listens_is_recorded(closed: str, tmp_path: Path) -> None:
    """A cron job that closes its streams: the command did its work, and its code says so."""
    ledger = str(tmp_path / "l.db")
    line = f"{sys.executable} -m salescli --ledger {ledger} customer add 华北机械 {closed}"
    assert subprocess.run(line, shell=True, executable="/bin/bash", check=False).returncode == 0
    assert "华北机械" in process("customer", "list", "--ledger", ledger).stdout


HEAVY = ("rich", "sqlite_utils", "pydantic", "tabulate", "dateutil.parser", "openpyxl", "yaml")


def test_log_imports_nothing_heavy(tmp_path: Path) -> None:
    """A rep types it dozens of times a week: whoever adds an import on its way is told here."""
    env = {"SALESCLI_LEDGER": str(tmp_path / "l.db"), "SALESCLI_ACTOR": "zw", "SALESCLI_TODAY": "2024-03-15"}
    for words in (
        ("rep", "add", "zw", "张伟", "--post", "rep"),
        ("customer", "add", "华北机械"),
    ):
        assert process(*words, **env).returncode == 0
    script = (
        "import sys; from salescli.main import main; code = main(['log', '华北', '要报价', '--next', '下周一']);"
        f"print(code, [name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **env},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.splitlines()[-1] == "0 []", done.stderr
