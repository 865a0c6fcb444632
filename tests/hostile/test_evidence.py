"""Any text in whatever else people write down (tasks, goals, feedback, requests, reasons, answers, corrections) does nothing to a
terminal, a page or a spreadsheet; every line of it is recorded, or refused with the code that is written beside it."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from conftest import Answer, Run, surroundings
from desk import LINES, TEXTS, Desk, acting, folder_in_memory

SPACE = set("\t\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\u3000")
TODAY = "2024-06-28"
FIRST = date(2024, 3, 16)  # each text has a day of its own from here on, for a trip and for leave
PEOPLE = [
    ["rep", "add", "boss", "王总", "--post", "manager", "--hired", "2024-01-08"],
    ["team", "add", "all", "全国", "--lead", "boss", "--on", "2024-01-08"],
    ["team", "change", "north", "--parent", "all", "--on", "2024-01-08"],
]
MARKED = ["--effectiveness", "4", "--professionalism", "5", "--problem-solving", "4"]
ZW, BOSS = ["--as", "zw"], ["--as", "boss"]


def write_down(desk: Desk, number: int, text: str) -> None:
    """Each command that keeps a free text, with the text in all of it."""
    note, why = f"--note={text}", f"--why={text}"
    task = desk.types(0, "task", "add", "--kind", "service", "--due", "2024-07-20", note, "--", "zw", text)
    desk.types(0, "task", "done", task, f"--outcome={text}", note, *ZW)
    desk.types(0, "goal", "add", "--due", "2024-12-20", note, "--", "zw", text)
    said = desk.types(0, "feedback", "add", "--complaint", note, "--", "7", text)
    desk.types(0, "feedback", "close", note, *ZW, "--", said, text)
    desk.types(0, "leave", "add", "zw", "--from-day", _day(number), f"--kind={text}", note)
    call = desk.types(0, "log", "--by", "phone", f"--step={text}", note, *ZW, "--", "7", text)
    desk.types(0, "review", call, *MARKED, note, *BOSS)
    contact = [f"--title={text}", f"--phone={text}", f"--email={text}", note]
    met = desk.types(0, "contact", "add", *contact, "--", "7", text)
    desk.types(0, "correct", met, f"title={text}!", why, note)
    customer = [f"--{field}={text}" for field in ("source", "industry", "region", "phone")]
    met = desk.types(0, "customer", "add", *customer, note, "--owner", "zw", "--on", "2024-05-01", "--", text)
    desk.types(0, "waive", met, why, note)  # nobody has met it since
    desk.types(0, "product", "add", note, "--", f"p{number}", text)
    desk.types(0, "team", "add", note, "--", f"t{number}", text)
    desk.types(0, "rep", "add", "--candidate", note, "--", f"r{number}", text)
    asked = desk.types(0, "dispute", "commission", "zw", "--period", "2024-02", why, note, *ZW)
    desk.types(0, "answer", note, *BOSS, "--", asked, text)


def sell(desk: Desk, number: int, text: str) -> None:
    """An opportunity that is open, and one with what is spent on it and its contract."""
    note, to = f"--note={text}", ["--customer", "7", "--amount", "100", *ZW]
    deal = desk.types(0, "opportunity", "open", *to, "--", text)
    desk.types(0, "stage", deal, "proposal", f"--step={text}", note, *ZW)
    deal = desk.types(0, "opportunity", "open", *to, f"--step={text}", note, "--", text)
    spend(desk, number, text, deal)
    desk.types(0, "contract", "sign", deal, "100", "--code", f"c{number}", note, *ZW)


def spend(desk: Desk, number: int, text: str, deal: str) -> None:
    """An expense and a trip approved, reported and paid out; another of either is rejected by turns."""
    note, why = f"--note={text}", f"--why={text}"
    expense = ["expense", "request", "5", f"--category={text}", "--opportunity", deal, note, *ZW]
    trip = ["trip", "request", f"--to={text}", "--opportunity", deal, "--from-day", _day(number), note, *ZW]
    other = "trip" if number % 2 else "expense"
    desk.types(0, other, "reject", desk.types(0, *(trip if number % 2 else expense)), why, note, *BOSS)
    asked = desk.types(0, *expense)
    desk.types(0, "expense", "approve", asked, why, note, *BOSS)
    desk.types(0, "expense", "settle", asked, note)
    asked = desk.types(0, *trip)
    desk.types(0, "trip", "approve", asked, "--amount", "5", why, note, *BOSS)
    desk.types(0, "trip", "report", note, *ZW, "--", asked, text)


def take_back(desk: Desk, number: int, text: str) -> None:
    """What was said last does not count; and those lines that keep a remark alone, of which a few texts are enough."""
    note = f"--note={text}"
    desk.types(0, "void", desk.types(0, "receipt", f"c{number}", "50", note), f"--why={text}", note)
    if number % 8 == 0:
        desk.types(0, "receipt", f"c{number}", "50", note)
        desk.types(0, "refund", f"c{number}", "10", note)
        desk.types(0, "write-off", f"c{number}", "20", note)
        desk.types(0, "goal", "progress", desk.types(0, "goal", "add", "--", "zw", text), "40%", note)
        desk.types(
            0, "assess", "zw", "--method", "exam", "--purpose", "training", "--score", "8", "--out-of", "10", note
        )
        desk.types(0, "target", "set", "zw", "contract_amount", f"{2030 + number}", "5", note)


def look_up(desk: Desk, number: int, text: str) -> None:
    """The text as the name of what is called so by now: one rep, but a customer and two opportunities."""
    desk.types(3, "history", "--", text)  # it may mean several, which are named
    if number % 4 == 0:
        desk.types(0 if text.strip("\0") else 2, "search", "--", text)  # of NUL alone nothing is searched


def _day(number: int) -> str:
    return (FIRST + timedelta(days=number)).isoformat()


@pytest.fixture(scope="module")
def written(_company_file: Path) -> Iterator[tuple[Path, list[str]]]:
    """A ledger after all of it, and what went to the terminal meanwhile."""
    with folder_in_memory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        path = surroundings(folder / "ledger.db", monkeypatch)
        monkeypatch.setenv("SALESCLI_TODAY", TODAY)
        monkeypatch.chdir(folder)
        shutil.copy(_company_file, path)
        desk = Desk()
        for words in PEOPLE:
            desk.types(0, *words)
        for number, text in enumerate(LINES):
            write_down(desk, number, text)
            sell(desk, number, text)
            take_back(desk, number, text)
            look_up(desk, number, text)
        yield path, desk.told


def test_no_answer_acts_on_a_terminal(written: tuple[Path, list[str]]) -> None:
    for told in written[1]:
        assert not acting(told), repr(told)
        assert "Traceback" not in told


# What comes out again.

LISTS = {
    "task list": [],
    "goal list": [],
    "feedback list": [],
    "leave list": ["--period", "2024"],
    "expense list": [],
    "trip list": [],
    "customer list": [],
    "contact list": [],
    "opportunity list": [],
    "contract list": [],
    "product list": [],
    "team list": [],
    "rep list": [],
    "penalties": ["--period", "2024-06"],
    "disputes": [],
    "customer show 7": [],
    "history zw": ["--period", "2024"],
    "journal": ["--period", "2024", "--most", "100000"],
}
"""Every list in which the texts come out, each at least once, and the options that it takes for that."""
EACH = pytest.mark.parametrize("words", LISTS)


@EACH
def test_every_text_is_in_every_list(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """As it was written down; a kind of leave is one word, in which wide space becomes plain."""
    rows = json.loads(shown(written[0], run, monkeypatch, words, "json").out)["rows"]
    assert len(rows) >= len(LINES)
    columns = ["\n".join(row[key] for row in rows if isinstance(row.get(key), str)) for key in rows[0]]
    missing = min(([text for text in TEXTS if text not in column] for column in columns), key=len)
    assert missing == ([text for text in TEXTS if set(text) & SPACE] if words == "leave list" else [])


@EACH
@pytest.mark.parametrize("format", ["table", "plain", "markdown", "json", "html"])
def test_no_report_acts_on_a_terminal(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, words: str, format: str
) -> None:
    text = shown(written[0], run, monkeypatch, words, format).out
    assert not acting(text)
    assert len(text.splitlines()) > len(LINES)
    if format in ("markdown", "html"):
        assert "<img" not in text and "<script" not in text


@EACH
def test_a_spreadsheet_computes_nothing(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    """In CSV a text that would be a formula has an apostrophe before it, and every other is as JSON has it."""
    safe = shown(written[0], run, monkeypatch, words, "csv", "--excel-safe").out.removeprefix("\ufeff")
    rows = json.loads(shown(written[0], run, monkeypatch, words, "json").out)["rows"]
    cells = list(csv.DictReader(io.StringIO(safe, newline="")))
    assert len(cells) == len(rows) >= len(LINES)
    found = [
        (text, row[key])
        for cell, row in zip(cells, rows, strict=True)
        for key, text in cell.items()
        if row.get(key) in LINES
    ]
    formulas = [(text, said) for text, said in found if said[0] in "=+-@＝＋－＠\t\r"]
    assert len(formulas) >= 10
    assert all(text == f"'{said}" for text, said in formulas)
    assert all(text.removeprefix("'") == said.removeprefix("'") for text, said in found)


@EACH
def test_a_workbook_computes_nothing(
    written: tuple[Path, list[str]], run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, words: str
) -> None:
    """No cell of it is a formula or a link, whatever it begins with."""
    from openpyxl import load_workbook

    file = tmp_path / "list.xlsx"
    shown(written[0], run, monkeypatch, words, "xlsx", "--out", str(file))
    sheets = load_workbook(file).worksheets
    cells = [cell for sheet in sheets for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) > len(LINES)
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def shown(path: Path, run: Run, monkeypatch: pytest.MonkeyPatch, words: str, format: str, *more: str) -> Answer:
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    monkeypatch.setenv("SALESCLI_TODAY", TODAY)
    answer = run(*words.split(), *LISTS[words], "--format", format, *more)
    assert answer.code == 0, answer
    return answer
