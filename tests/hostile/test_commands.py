"""Any text goes in through the commands, comes out of JSON and CSV as it went in, and can do nothing to a terminal."""

import csv
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import acting, folder_in_memory
from test_strings import LIST, OWN

from salescli.main import main

FIELDS = ("source", "industry", "region")
TODAY = "2024-03-15"
LONGEST = 500


def strings() -> list[str]:
    """Every naughty string that can be a name: not blank, and without the space around it, which a name loses.

    The endless ones are left to the ledger's own test: a table pads every row to its widest cell.
    """
    listed = json.loads(LIST.read_text(encoding="utf-8")) if LIST.exists() else []
    texts = dict.fromkeys(text.strip() for text in [*OWN, *listed])
    return [
        text for text in texts if 0 < len(text) <= LONGEST and not any("\ud800" <= sign <= "\udfff" for sign in text)
    ]


OPENED = strings()[:60]  # an opportunity of each kind of nastiness; every command takes its time on the disk
ENTERED = strings()


@pytest.fixture(scope="module")
def ledger() -> Iterator[Path]:
    """A customer for each string, the string in each of its texts, and an opportunity for some."""
    with folder_in_memory() as folder, pytest.MonkeyPatch.context() as patch:
        path = folder / "ledger.db"
        patch.setenv("SALESCLI_LEDGER", str(path))
        patch.setenv("SALESCLI_TODAY", TODAY)
        assert main(["rep", "add", "zw", "张伟", "--post", "rep"]) == 0
        for text in ENTERED:
            options = [f"--{field}={text}" for field in FIELDS]
            assert main(["customer", "add", *options, f"--note={text}", "--as", "zw", "--", text]) == 0, repr(text)
        for text in OPENED:
            assert main(["opportunity", "open", f"--step={text}", "--as", "zw", "--", text]) == 0, repr(text)
        yield path


def shown(capsys: pytest.CaptureFixture[str], ledger: Path, *words: str, on: str = TODAY) -> str:
    before = dict(os.environ)
    capsys.readouterr()
    try:
        assert main([*words, "--ledger", str(ledger), "--on", on, "--lang", "en"]) == 0
    finally:
        os.environ.clear()
        os.environ.update(before)
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "keys", "texts"),
    [("customer", ("customer", *FIELDS), ENTERED), ("opportunity", ("opportunity",), OPENED)],
    ids=["customer", "opportunity"],
)
def test_json_and_csv_say_what_was_said(
    ledger: Path, capsys: pytest.CaptureFixture[str], words: str, keys: tuple[str, ...], texts: list[str]
) -> None:
    rows = json.loads(shown(capsys, ledger, words, "list", "--format", "json"))["rows"]
    lines = list(csv.DictReader(io.StringIO(shown(capsys, ledger, words, "list", "--format", "csv"), newline="")))
    for key in keys:
        assert {row[key] for row in rows} == set(texts)
        assert [line[key] for line in lines] == [row[key] for row in rows]


@pytest.mark.parametrize("format", ["table", "plain", "markdown", "json"])
@pytest.mark.parametrize("words", ["customer", "opportunity", "remind"])
def test_nothing_acts_on_a_terminal(ledger: Path, capsys: pytest.CaptureFixture[str], words: str, format: str) -> None:
    """No control, format or direction character is sent: each is shown."""
    command = [words, "--all"] if words == "remind" else [words, "list"]
    text = shown(capsys, ledger, *command, "--format", format, on="2024-04-01")
    assert not acting(text)
    assert len(text.splitlines()) > len(OPENED)
