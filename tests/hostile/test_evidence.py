"""Any text in whatever else people write down (tasks, goals, feedback, reasons, answers, corrections) does nothing to a terminal."""

import csv
import io
import json
import os
import unicodedata
import zipfile
from pathlib import Path

import pytest
from conftest import Answer, Run, surroundings
from test_commands import ACTING
from test_strings import OWN

from salescli.main import main

TEXTS = [
    text.strip()
    for text in OWN
    if text.strip() and len(text) < 120 and not any("\ud800" <= s <= "\udfff" for s in text)
]
FORMULAS = ["=1+1", "+SUM(A1)", "-2+3", "@cmd", '=HYPERLINK("http://x")']
NASTY = [
    *dict.fromkeys(
        [
            "\x1b[31mred\x1b[0m",
            "\u202eabc\u202c",
            "a\0b",
            "<script>alert(1)</script>",
            "'; DROP TABLE fact; --",
            *FORMULAS,
            *TEXTS,
        ]
    )
][:9]
LISTS = [
    ["task", "list"],
    ["goal", "list"],
    ["feedback", "list"],
    ["leave", "list", "--period", "2024"],
    ["expense", "list"],
    ["trip", "list"],
    ["search", "a", "--most", "500"],
    ["history", "华北机械"],
    ["history", "zw", "--period", "2024"],
]


def lines(text: str) -> list[list[str]]:
    """Each command that takes free text, with the text in all of it."""
    why, name = [f"--why={text}", f"--note={text}"], text.replace("\0", "")  # no file name holds NUL
    return [
        ["task", "add", "--due", "2024-03-20", f"--note={text}", "--as", "zw", "--", "zw", text],
        ["goal", "add", "--due", "2024-03-20", f"--note={text}", "--as", "zw", "--", "zw", text],
        ["feedback", "add", "华北机械", f"--content={text}", "--kind", "complaint", f"--note={text}"],
        ["leave", "add", "zw", "--from-day", "2024-03-20", f"--kind={text}"],
        ["expense", "request", "5", f"--category={text}", "--opportunity", "风机改造", "--as", "zw"],
        ["trip", "request", f"--to={text}", "--opportunity", "风机改造", "--from-day", "2024-04-01", "--as", "zw"],
        ["log", "--by", "phone", f"--note={text}", "--as", "zw", "--", "华北机械", text],
        ["correct", "7", f"region={text}", *why],
        ["void", "last", *why, "--as", "zw"],
        ["customer", "add", f"--note={text}", "--", f"x{text}"],
        ["rep", "add", "--", text, text],
        ["search", "--", text],
        ["history", "--", text],
        ["void", f"--why={text}", "--", text],
        ["answer", "--", text, text],
        ["dispute", "commission", "zw", "--period", "2024-02", f"--why={text}"],
        ["close", "--", text],
        ["import", "--profile", name, "--", name],
        ["import", "calls", "--", name],
        ["review", "--", text],
        ["waive", f"--why={text}", "--", text],
        ["policy", "load", "--", name],
        ["assess", "zw", f"--method={text}", "--score", text, "--out-of", text],
    ]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, _company_file: Path) -> tuple[Path, list[str]]:
    """A ledger after all of it, and what went to the terminal meanwhile."""
    import shutil
    from contextlib import redirect_stderr, redirect_stdout

    with pytest.MonkeyPatch.context() as monkeypatch:
        path = surroundings(tmp_path_factory.mktemp("evidence") / "ledger.db", monkeypatch)
        monkeypatch.chdir(path.parent)
        shutil.copy(_company_file, path)
        said = []
        for text in NASTY:
            for words in lines(text):
                out = io.StringIO()
                with redirect_stdout(out), redirect_stderr(out):
                    code = main([*words, "--lang", "en"])
                assert code in (0, 2, 3, 4, 6), (words, out.getvalue())
                said.append(out.getvalue())
        return path, said


def acting(text: str) -> set[str]:
    return {sign for sign in text if unicodedata.category(sign) in ACTING} - {"\n"}


def test_no_answer_and_no_refusal_acts_on_a_terminal(written: tuple[Path, list[str]]) -> None:
    for said in written[1]:
        assert not acting(said), repr(said)
        assert "Traceback" not in said


@pytest.mark.parametrize("words", LISTS, ids=lambda words: " ".join(words[:2]))
@pytest.mark.parametrize("format", ["plain", "markdown", "json", "html"])
def test_no_report_acts_on_a_terminal(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str], format: str
) -> None:
    answer = shown(written[0], run, monkeypatch, *words, "--format", format)
    assert not acting(answer.out)
    assert "<script>" not in answer.out or format in ("plain", "json")


@pytest.mark.parametrize("words", LISTS, ids=lambda words: " ".join(words[:2]))
def test_a_spreadsheet_computes_nothing(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    """And without --excel-safe CSV has what JSON has."""
    safe = shown(written[0], run, monkeypatch, *words, "--format", "csv", "--excel-safe").out.removeprefix("\ufeff")
    rows = json.loads(shown(written[0], run, monkeypatch, *words, "--format", "json").out)["rows"]
    cells = list(csv.DictReader(io.StringIO(safe, newline="")))
    assert len(cells) == len(rows)
    for cell, row in zip(cells, rows, strict=True):
        for key, text in cell.items():
            if isinstance(row.get(key), str) and row[key].startswith(("=", "@", "\t", "\r")):
                assert text.startswith("'")


def shown(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, *words: str) -> Answer:
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    answer = run(*words)
    assert answer.code == 0, answer
    return answer


# Files.

PROFILE = """
[profile]
key = "p"
[[source]]
files = "*.csv"
key = "No"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = "Day"
name = "Name"
"""


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as book:
        book.writestr("a", "x" * 1000)
    return file.getvalue()


FILES = {
    "a zip": zipped(),
    "UTF-16": "No,Day,Name\n1,2024-03-01,甲\n".encode("utf-16"),
    "another encoding": "No,Day,Name\n1,2024-03-01,é".encode("latin-1") + b"\xff\xfe\x81\n",
    "one line of five million bytes": b"No,Day,Name\n1,2024-03-01," + b"x" * 5_000_000 + b"\n",
    "a header of five million bytes": b"x" * 5_000_000,
    "NUL": b"No,Day,Name\n\0\0\0,2024-03-01,\0\n",
    "an open quote": b'No,Day,Name\n1,2024-03-01,"' + b"x,\n" * 100_000,
    "nothing": b"",
    "only a mark": b"\xef\xbb\xbf",
    "escapes": b"No,Day,Name\n\x1b[31m,\x1b[2J,\x1b]0;x\x07\n",
    "many columns": b",".join(b"c%d" % n for n in range(5_000)) + b"\n",
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("way", ["profile", "calls"])
def test_a_file_that_is_something_else(company: Path, run: Run, tmp_path: Path, name: str, way: str) -> None:
    """Read, or refused in a sentence; the ledger is whole, and nothing reaches the terminal raw."""
    profile, file = tmp_path / "p.toml", tmp_path / "a.csv"
    profile.write_text(PROFILE, encoding="utf-8")
    file.write_bytes(FILES[name])
    words = ["import", "calls", str(file)] if way == "calls" else ["import", str(file), "--profile", str(profile)]
    answer = run(*words)
    assert answer.code in (0, 2, 4), answer
    assert not acting(answer.out + answer.err) and "Traceback" not in answer.err
    assert len(answer.out + answer.err) < 20_000
    assert run("customer", "list").code == 0


def test_a_file_of_any_name(company: Path, run: Run, tmp_path: Path) -> None:
    for name in ("\x1b[31m.csv", "a\nb.csv", "\u202egnp.csv", os.fsdecode(b"\xff\xfe.csv"), "-rf.csv", "=1+1.csv"):
        file = tmp_path / name
        file.write_text("No,Day,Name\n", encoding="utf-8")
        for words in (
            ["import", "calls", "--", str(file)],
            ["policy", "load", "--", str(file)],
            ["import", str(file), "--profile", str(file)],
            ["funnel", f"--policy={file}"],
            ["funnel", f"--out={file}"],
            ["funnel", "--ledger", str(file)],
        ):
            answer = run(*words)
            assert answer.code in (0, 2, 3, 4, 5), answer
            assert not acting(answer.out + answer.err), (words, answer)
