"""Reports as text for people: headings, columns that line up whatever the script, markdown that says what it shows."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from wcwidth import wcswidth

from salescli.period import quarter_of
from salescli.render.cells import visible
from salescli.render.tables import heading, to_markdown, to_plain
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
NAME, AMOUNT, DAY = Column("name", "Name"), Column("amount", "Amount", "money"), Column("day", "Day", "date")
SCRIPTS = [
    "华北机械",
    "Smith & Co",
    "混合 mixed 文本",
    "ｶﾀｶﾅ カタカナ",
    "한국",
    "cafe\u0301",
    "😀 ok",
    "❤️",
    "🇨🇳",
    "“引号”—…",
    "",
]


def report(rows: Sequence[dict[str, object]], columns: Sequence[Column] = (NAME, AMOUNT, DAY)) -> Report:
    return Report("test", "A test", columns, rows, "CNY", "0123456789abcdef", ON)


def test_heading_of_a_day() -> None:
    """The title, the day looked from, and the currency where there is money."""
    assert heading(report([])) == "A test · 2024-03-15 · CNY"
    assert heading(report([], [NAME])) == "A test · 2024-03-15"


def test_heading_of_a_period() -> None:
    """The exact first and last day; the day looked from, the policy and the ledger's digest stand on the sheet."""
    made = replace(report([{"name": "a"}]), period=quarter_of(ON), as_of="2024-03-10", policy="Rules (2024-01-01)")
    assert to_plain(made).splitlines()[:3] == [
        "A test · 2024Q1 (2024-01-01 … 2024-03-31) · as known at 2024-03-10 · CNY",
        "",
        "seen on 2024-03-15 · policy: Rules (2024-01-01) · ledger: 0123456789ab",
    ]


def test_heading_without_a_policy() -> None:
    """A list rests on no policy, and a list of daily use does not repeat it."""
    assert "policy" not in to_plain(report([{"name": "a"}]))
    assert "policy" not in to_plain(replace(report([{"name": "a"}]), policy="Rules", look=Look(names_policy=False)))


def test_currency_of_mixed_units() -> None:
    """A column whose rows differ in unit has a currency when one of them is money."""
    mixed = Column("value", "Value", kind_in="unit")
    assert heading(report([{"value": 1, "unit": "count"}], [mixed])) == "A test · 2024-03-15"
    assert heading(report([{"value": 1, "unit": "money"}], [mixed])).endswith(" · CNY")


def test_plain() -> None:
    """Figures to the right, texts to the left, a total, the notes below; hidden columns are not there."""
    rows = [{"name": "华北机械", "amount": 123456789, "day": ON}, {"name": "Smith", "amount": -5, "day": None}]
    columns = [NAME, AMOUNT, DAY, Column("id", "Id", shown=False)]
    made = replace(report(rows, columns), totals={"amount": 123456784}, notes=["Said once."])
    assert to_plain(made) == (
        "A test · 2024-03-15 · CNY\n\n"
        "Name            Amount  Day\n"
        "--------  ------------  ----------\n"
        "华北机械  1,234,567.89  2024-03-15\n"
        "Smith            -0.05\n"
        "Total     1,234,567.84\n\n"
        "- Said once.\n"
    )


def test_nothing_to_show() -> None:
    """Without rows there is a sentence, no header and no total of nothing."""
    empty = replace(report([]), totals={"amount": 0})
    assert to_plain(empty) == "A test · 2024-03-15 · CNY\n\nNothing to show.\n"
    assert to_markdown(empty) == "## A test · 2024-03-15 · CNY\n\nNothing to show.\n"


@pytest.mark.parametrize("made", [to_plain, to_markdown])
def test_every_script_lines_up(made: object) -> None:
    """The column after a text begins in the same terminal column in every row."""
    text = made(report([{"name": name, "amount": 100, "day": ON} for name in SCRIPTS]))  # type: ignore[operator]
    rows = [line for line in text.splitlines() if "2024-03-15" in line][1:]
    assert len(rows) == len(SCRIPTS)
    assert len({wcswidth(line[: line.index("1.00")]) for line in rows}) == 1


def test_nothing_is_cut_and_a_row_is_a_line() -> None:
    """In a pipe a text of 500 characters stays whole; new lines in it are shown."""
    long = "很长" * 250
    text = to_plain(report([{"name": long, "amount": 1, "day": ON}, {"name": "two\nlines", "amount": 1, "day": ON}]))
    assert long in text and "two\\nlines" in text
    assert len(text.splitlines()) == 6


def test_levels() -> None:
    """A tree's rows are indented in plain columns."""
    look = Look(indented="name", levels=[0, 1, 2])
    text = to_plain(replace(report([{"name": name} for name in "abc"], [NAME]), look=look))
    assert text.splitlines()[-3:] == ["a", "  b", "    c"]


def shown_by(markdown: str) -> list[str]:
    """The texts of the cells as a markdown reader shows them, and whether anything else was made of them."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    inlines = [token for token in tokens if token.type == "inline"]
    assert {child.type for token in inlines for child in token.children or []} <= {"text", "text_special"}
    return ["".join(child.content for child in token.children or []) for token in inlines]


@pytest.mark.parametrize(
    "text", ["a|b", "*bold*", "_x_", "`code`", "[a](http://b.c)", "<b>", "&lt;", "~~gone~~", "a\\|b", "![i](x)", "# h"]
)
def test_markdown_is_escaped_everywhere(text: str) -> None:
    """What would be markup is shown as it was typed: in the title, a cell, a column's title and a note."""
    made = replace(report([{"name": text}], [Column("name", text)]), title=text, notes=[text])
    assert shown_by(to_markdown(made)) == [f"{text} · 2024-03-15", text, text, text]


@given(st.text(st.characters(codec=None)))
def test_markdown_shows_every_text(text: str) -> None:
    """Whatever a customer is called, a reader of the markdown sees that name and nothing else happens."""
    made = to_markdown(report([{"name": text, "amount": 1}, {"name": "last", "amount": 2}], [AMOUNT, NAME]))
    assert shown_by(made)[1:] == ["Amount", "Name", "0.01", visible(text).strip(" "), "0.02", "last"]
