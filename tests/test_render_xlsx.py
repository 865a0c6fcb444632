"""A report as a workbook, read back: amounts equal to the cent, no formula anywhere, every day a day, nothing lost."""

import io
import json
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from salescli.errors import WrongUse
from salescli.main import main
from salescli.period import quarter_of
from salescli.record import example
from salescli.render.cells import visible
from salescli.render.xlsx import CHARACTERS, DIGITS, HIGH, ROWS, to_xlsx
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
NAME, AMOUNT = Column("name", "Name"), Column("amount", "Amount", "money")
FORMULAS = [
    "=1+1",
    "@x",
    "+1",
    "-1",
    "=cmd|' /C calc'!A0",
    "{=1+1}",
    "http://b.c",
    "mailto:a@b.c",
    "\t=1",
    "1e5",
    "0012",
]


def report(rows: Sequence[dict[str, Any]], columns: Sequence[Column] = (NAME, AMOUNT), **more: Any) -> Report:
    return Report("test", "A test", columns, rows, "CNY", "0123456789abcdef", ON, **more)


def book(report: Report) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(to_xlsx(report)))


def sheet(report: Report) -> Any:
    """The first sheet."""
    return book(report).worksheets[0]


def column(report: Report, letter: str = "A") -> list[Any]:
    """The values of a column of the first sheet, below its title."""
    return [cell.value for cell in sheet(report)[letter][1:]]


def about(report: Report) -> list[tuple[Any, Any]]:
    return [row[:2] for row in book(report).worksheets[-1].iter_rows(values_only=True)]


def test_figures_are_numbers_and_days_are_days() -> None:
    """With the format that tables show; no value is a dash, zero is zero, a shared count keeps its part."""
    columns = [
        AMOUNT,
        Column("p", "P", "percent"),
        Column("q", "Q", "ratio"),
        Column("r", "R", "rate"),
        Column("s", "S", "score"),
        Column("c", "C", "count", words={0: "today"}),
        Column("d", "D", "date"),
        Column("f", "F", "flag"),
        Column("w", "W", "flag", words={True: "yes"}),
        Column("k", "K", kind_in="unit"),
    ]
    rows: list[dict[str, Any]] = [
        {"amount": -123456, "p": Fraction(1, 3), "q": Fraction(7, 8), "r": Decimal("0.015"), "s": Decimal("78.235"),
         "c": Fraction(5, 2), "d": ON, "f": True, "w": True, "k": Fraction(1, 2), "unit": "percent"},
        {"amount": 0, "p": 0, "q": 0, "r": Decimal("0.06"), "s": 0, "c": 0, "d": None, "f": False, "w": None, "k": 1250, "unit": "money"},
        {},
    ]  # fmt: skip
    full, zero, none = [row for row in sheet(report(rows, columns)).iter_rows(min_row=2)]
    assert [cell.value for cell in full] == [
        -1234.56, 0.3333, 0.875, 0.015, 78.24, 2.5, datetime(2024, 3, 15), True, "yes", 0.5,
    ]  # fmt: skip
    assert [cell.number_format for cell in full][:7] == [
        "#,##0.00", "#,##0.0%", "#,##0.00", "0.0%", "0.00", "#,##0.0", "yyyy-mm-dd",
    ]  # fmt: skip
    assert full[9].number_format == "#,##0.0%" and zero[9].number_format == "#,##0.00"
    assert [cell.value for cell in zero] == [0, 0, 0, 0.06, 0, 0, None, False, None, 12.5]
    assert zero[3].number_format == "0%" and zero[5].number_format == "#,##0"
    assert [cell.value for cell in none] == ["—"] * 6 + [None, None, None, "—"]


def test_words_for_keys_and_no_value_in_words() -> None:
    kind = Column("kind", "Kind", words={"due": "Contact"})
    amount = Column("amount", "Amount", "money", words={None: ""})
    rows = [cells for cells in sheet(report([{"kind": "due"}], [kind, amount])).iter_rows(min_row=2, values_only=True)]
    assert rows == [("Contact",)] or rows == [("Contact", None)]


@settings(deadline=None)
@given(st.lists(st.integers(-(10**DIGITS) + 1, 10**DIGITS - 1), min_size=1, max_size=30))
def test_money_is_exact_to_the_cent(amounts: list[int]) -> None:
    """Whatever is read back and rounded to cents is what went in."""
    values = column(report([{"amount": amount} for amount in amounts], [AMOUNT]))
    assert [Decimal(repr(value)).quantize(Decimal("0.01")) * 100 for value in values] == amounts


@pytest.mark.parametrize(
    ("amount", "read"),
    [
        (999_999_999_999_999, 9999999999999.99),
        (1_000_000_000_000_001, "10,000,000,000,000.01"),
        (-9_007_199_254_740_993, "-90,071,992,547,409.93"),
        (10**17, 10.0**15),
    ],
)
def test_an_amount_that_a_spreadsheet_cannot_hold_is_a_text(amount: int, read: Any) -> None:
    """It keeps fifteen digits and loses the rest without a word; a round sum has few digits however large."""
    assert column(report([{"amount": amount}], [AMOUNT])) == [read]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula_or_a_link(text: str) -> None:
    """In a cell, a title, a total, a note, the report's own title: a text stays a text."""
    made = report([{"name": text}], [Column("name", text)], totals={"name": text}, notes=[text], policy=text)
    whole = book(replace(made, title=text, currency=text, sections=[replace(made, title=text)]))
    cells = [cell for one in whole for row in one.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "d"} and not any(cell.hyperlink for cell in cells)
    assert sum(cell.value == visible(text) for cell in cells) == 3 * 2 + 4
    parts = zipfile.ZipFile(io.BytesIO(to_xlsx(made)))
    assert not any(b"<f>" in parts.read(name) or b"hyperlink" in parts.read(name) for name in parts.namelist())


@settings(deadline=None)
@given(st.lists(st.text(st.characters(codec=None)), min_size=1, max_size=20))
def test_whatever_a_customer_is_called(texts: list[str]) -> None:
    """The workbook can be read, and the cell holds what tables show."""
    made = report([{"name": text, "amount": 1} for text in texts], [AMOUNT, NAME], notes=texts)
    assert [one or "" for one in column(made, "B")] == [visible(text) for text in texts]


def test_the_sheet() -> None:
    """Titles that stay and repeat on paper, a filter over the rows without the total, columns that fit Chinese."""
    rows = [{"name": "苏州恒锐精密机械有限公司", "amount": 123456789}, {"name": "b", "amount": None}]
    found = sheet(report(rows, totals={"amount": 123456789}))
    assert [[cell.value for cell in row] for row in found] == [
        ["Name", "Amount"],
        ["苏州恒锐精密机械有限公司", 1234567.89],
        ["b", "—"],
        ["Total", 1234567.89],
    ]
    assert (found.freeze_panes, found.auto_filter.ref, found.print_title_rows) == ("A2", "A1:B3", "$1:$1")
    assert found.column_dimensions["A"].width >= 24 and found.column_dimensions["B"].width >= len("1,234,567.89")
    assert found["A1"].font.bold and found["B4"].font.bold and not found["B2"].font.bold
    assert {found[cell].alignment.horizontal for cell in ("B1", "B3")} == {"right"}


def test_look() -> None:
    """A tree stands in, what asks for attention is coloured; a grouped column stays beside, so that it can be filtered."""
    look = Look(grouped=("group",), indented="name", levels=[0, 2], emphasis=["urgent", None])
    rows = [{"name": "a", "amount": 1, "group": "g"}, {"name": "b", "amount": 2, "group": "g"}]
    found = sheet(report(rows, [Column("group", "Group"), NAME, AMOUNT], look=look))
    assert [[cell.value for cell in row] for row in found][1:] == [["g", "a", 0.01], ["g", "b", 0.02]]
    assert (found["B2"].alignment.indent, found["B3"].alignment.indent) == (0, 2)
    assert found["C2"].font.color.rgb == "FFB3261E" and found["B2"].font.color != found["C2"].font.color


def test_about() -> None:
    """What the figures are, in full, and the notes below, those of a section with its title."""
    section = replace(report([{"name": "a"}], notes=["Of it."]), title="More")
    made = report(
        [{"name": "b"}],
        period=quarter_of(ON),
        as_of="2024-03-10",
        policy="Rules",
        notes=["Note."],
        sections=[section],
    )
    assert about(made) == [
        ("Report", "A test"),
        ("Period", "2024Q1"),
        ("First day", datetime(2024, 1, 1)),
        ("Last day", datetime(2024, 3, 31)),
        ("Seen on", datetime(2024, 3, 15)),
        ("As known at", "2024-03-10"),
        ("Currency", "CNY"),
        ("Policy", "Rules"),
        ("Ledger", "0123456789abcdef"),
        (None, "Note."),
        (None, "More: Of it."),
    ]
    assert about(report([]))[:3] == [
        ("Report", "A test"),
        ("Seen on", datetime(2024, 3, 15)),
        ("Currency", "CNY"),
    ]


def test_a_sheet_for_each_table() -> None:
    """Sections and what rows hold nested have sheets of their own; names are what names of sheets may be, each once."""
    items = Column("items", "Items", "nested", inner=(Column("measure", "Measure"), Column("score", "Score", "score")))
    rows = [{"name": "zw", "amount": 1, "items": [{"measure": "won", "score": 9}, {"measure": "lost", "score": None}]}]
    titles = ["[a]:b*?/\\c", "'quoted'", "History", "ITEMS", "about", "一" * 40, "一" * 50, "👩" * 20, "", "\0\u202e"]
    sections = [replace(report([{"name": "s"}], [NAME]), title=title) for title in titles]
    whole = book(report(rows, [NAME, AMOUNT, items], sections=sections))
    assert whole.sheetnames[:7] == ["A test", "Items", "a b c", "quoted", "History 2", "ITEMS 2", "about"]
    assert whole.sheetnames[7] == "一" * 30 + "…" and whole.sheetnames[-1] == "About 2"
    assert all(0 < len(name.encode("utf-16-le")) <= 62 for name in whole.sheetnames)
    assert len({name.lower() for name in whole.sheetnames}) == len(titles) + 3
    assert [[cell.value for cell in row] for row in whole["Items"]] == [
        ["Name", "Measure", "Score"],
        ["zw", "won", 9],
        ["zw", "lost", "—"],
    ]


def test_a_text_that_no_cell_holds() -> None:
    """It is cut where it must be, and the sheet about it says so."""
    long = "很长" * CHARACTERS
    (value,) = column(report([{"name": long}], [NAME]))
    assert len(value) == CHARACTERS and value.endswith("…") and long.startswith(value[:-1])
    assert "whole in csv and json" in about(report([{"name": long}], [NAME]))[-1][1]
    emoji = "👩" * CHARACTERS
    assert len(column(report([{"name": emoji}], [NAME]))[0].encode("utf-16-le")) <= 2 * CHARACTERS


def test_more_rows_than_a_sheet_holds() -> None:
    """Refused before anything is written, with what would be right."""
    with pytest.raises(
        WrongUse, match=r"A test has 1,048,576 rows, and a sheet .* holds 1,048,574; add --format csv\."
    ):
        to_xlsx(report([{}] * ROWS, [NAME]))


def test_old_days_stay_what_they_are() -> None:
    """Spreadsheets disagree about days before March 1900: a text there."""
    day = Column("day", "Day", "date")
    days = [date(1900, 3, 1), date(1900, 2, 28), date(9, 9, 9)]
    assert column(report([{"day": one} for one in days], [day])) == [datetime(1900, 3, 1), "1900-02-28", "0009-09-09"]


def test_the_same_report_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also tomorrow and elsewhere: the time it was made is the report's day."""
    made = report([{"name": "a", "amount": 1}], period=quarter_of(ON))
    first = to_xlsx(made)
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert to_xlsx(made) == first
    assert book(made).properties.created == datetime(2024, 3, 15)
    assert {info.date_time[:3] for info in zipfile.ZipFile(io.BytesIO(first)).infolist()} == {(1980, 1, 1)}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


WORDS = ["remind --all", "funnel", "targets --period 2024Q4", "commission --period 2024Q4 --lines", "bonus --period 2024Q4",
         "penalties --period 2024Q4", "pay --period 2024Q4", "appraise --period 2024Q4", "customer list", "rep list",
         "measures"]  # fmt: skip


@pytest.mark.parametrize("words", WORDS)
def test_every_report_of_the_example(
    ledger: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str
) -> None:
    """Row by row and cent by cent what JSON says, under the titles of tables; and the page can be written too."""

    def asked(*more: str) -> str:
        capsys.readouterr()
        line = [*words.split(), "--ledger", str(ledger), "--on", "2024-12-31", "--as", "yun", "--lang", "en", *more]
        assert main(line) == 0
        return capsys.readouterr().out

    found = json.loads(asked("--format", "json"))
    assert asked("--out", str(tmp_path / "a.xlsx")) == "" and asked("--out", str(tmp_path / "a.html")) == ""
    first = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]
    body = list(first.iter_rows(min_row=2, max_row=len(found["rows"]) + 1, values_only=True))
    assert len(body) == len(found["rows"]) > 0
    for row, shown in zip(found["rows"], body, strict=True):
        amounts = [row[key] for key in ("amount", "commission", "total", "expected_revenue") if row.get(key)]
        numbers = [Decimal(str(cell)) for cell in shown if isinstance(cell, int | float)]
        assert all(Decimal(amount) in numbers for amount in amounts)
    assert "</html>" in (tmp_path / "a.html").read_text(encoding="utf-8")


def test_pages_have_a_sheet_each() -> None:
    """Everything of a page one below the other: heading, its own table, sections with notes, and room for a hand."""
    score = Column("s", "Score", "score", bar=True)
    sections = [
        replace(report([{"name": "won", "s": 90}], [NAME, score], totals={"s": 90}, notes=["A note."]), title="Items"),
        replace(report([], notes=["No penalty."]), title="Penalties"),
        replace(report([{"name": "boss"}], [NAME], look=Look(to_write_on=True)), title="Signatures"),
    ]
    one = replace(report([], period=quarter_of(ON), sections=sections, notes=["Last."]), title="Of zw")
    whole = book(report([{"name": "zw", "amount": 1}], pages=[one, replace(one, title="Of ls")]))
    assert whole.sheetnames == ["A test", "Of zw", "Of ls", "About"]
    lines = [[cell for cell in row if cell is not None] for row in whole["Of zw"].iter_rows(values_only=True)]
    assert lines[0] == ["Of zw"]
    assert lines[3:] == [
        [],
        ["Items"],
        ["Name", "Score"],
        ["won", 90],
        ["Total", 90],
        ["A note."],
        [],
        ["Penalties"],
        ["No penalty."],
        [],
        ["Signatures"],
        ["Name"],
        ["boss"],
        [],
        ["Last."],
    ]
    assert whole["Of zw"].row_dimensions[16].height == HIGH
    (drawn,) = whole["Of zw"].conditional_formatting
    assert str(drawn.sqref) == "B7" and drawn.rules[0].type == "dataBar"


def test_a_report_of_sections_alone_is_one_page() -> None:
    """One person's sheet is one sheet, with his name; figures are numbers, and its notes stand there and nowhere else."""
    scored = report([{"name": "won", "amount": 12345}], [NAME, Column("amount", "Amount", "money")], notes=["A note."])
    sections = [replace(scored, title="Items"), replace(report([], notes=["No penalty."]), title="Penalties")]
    made = replace(report([], period=quarter_of(ON), sections=sections, notes=["Last."]), title="Appraisal of zw 张伟")
    whole = book(made)
    assert whole.sheetnames == ["Appraisal of zw 张伟", "About"]
    lines = [[cell for cell in row if cell is not None] for row in whole.worksheets[0].iter_rows(values_only=True)]
    assert lines[0] == ["Appraisal of zw 张伟"] and ["won", 123.45] in lines
    assert [line for line in lines if line in (["Items"], ["Penalties"], ["A note."], ["No penalty."], ["Last."])] == [
        ["Items"],
        ["A note."],
        ["Penalties"],
        ["No penalty."],
        ["Last."],
    ]
    assert not {"Last.", "Penalties: No penalty."} & {value for _label, value in about(made)}


def test_a_section_of_notes_alone_has_no_sheet() -> None:
    """What it says stands on the sheet about the report."""
    made = report([{"name": "a"}], sections=[replace(report([], notes=["No penalty."]), title="Penalties")])
    assert book(made).sheetnames == ["A test", "About"]
    assert about(made)[-1][1] == "Penalties: No penalty."
