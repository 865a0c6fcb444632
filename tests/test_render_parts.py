"""What people read of a report: the columns that say something, the groups, the sections, what its rows hold nested."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from salescli.period import month_of, quarter_of
from salescli.render.data import to_csv, to_json
from salescli.render.parts import groups, sections, unfolded, with_values
from salescli.render.tables import to_markdown, to_plain
from salescli.render.terminal import to_terminal
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
ITEM = (Column("measure", "Measure"), Column("score", "Score", "score"))
REP, SCORE = Column("rep", "Rep"), Column("score", "Score", "score")


def report(rows: list[dict[str, Any]], columns: list[Column] | None = None, **more: Any) -> Report:
    return Report("test", "A test", columns or [REP, SCORE], rows, "CNY", "abcdef0123456789", ON, **more)


@pytest.fixture
def sheet() -> Report:
    """An appraisal sheet: no table of its own, a section of items and one of money with a note, and a place to sign."""
    items = report([{"rep": "zw", "score": 80}], period=quarter_of(ON), notes=["Said of the items."])
    money = replace(
        report([{"rep": "zw", "pay": 123456}], [REP, Column("pay", "Pay", "money")]), period=month_of(ON), title="Money"
    )
    return report([], period=quarter_of(ON), sections=[replace(items, title="Items"), money], notes=["Signed: …………"])


def test_sections_in_a_pipe(sheet: Report) -> None:
    """One below the other with their titles, their days where they differ, and their notes; the sheet's notes last."""
    assert to_plain(sheet) == (
        "A test · 2024Q1 (2024-01-01 … 2024-03-31) · CNY\n\n"
        "Items\n\n"
        "Rep      Score\n-----  -------\nzw       80.00\n\n"
        "- Said of the items.\n\n"
        "Money · 2024-03 (2024-03-01 … 2024-03-31)\n\n"
        "Rep         Pay\n-----  --------\nzw     1,234.56\n\n"
        "- Signed: …………\n"
    )


def test_sections_in_markdown(sheet: Report) -> None:
    text = to_markdown(sheet)
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        "## A test · 2024Q1 (2024-01-01 … 2024-03-31) · CNY",
        "### Items",
        "### Money · 2024-03 (2024-03-01 … 2024-03-31)",
    ]
    assert text.index("Said of the items") < text.index("### Money") < text.index("Signed")


def test_sections_on_a_terminal(sheet: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert re.sub("\x1b\\[[0-9;]*m", "", to_terminal(sheet)).splitlines() == [
        "A test · 2024Q1 (2024-01-01 … 2024-03-31) · CNY",
        "",
        "Items",
        "Rep  Score",
        "zw   80.00",
        "· Said of the items.",
        "",
        "Money · 2024-03 (2024-03-01 … 2024-03-31)",
        "Rep       Pay",
        "zw   1,234.56",
        "",
        "· Signed: …………",
    ]


def test_programs_get_the_rows_alone(sheet: Report) -> None:
    assert to_json(sheet) == to_json(replace(sheet, sections=())) and json.loads(to_json(sheet))["rows"] == []
    assert to_csv(sheet) == "rep,score\n"


def test_a_table_of_its_own_above_the_sections(sheet: Report) -> None:
    """It stands first; a section without rows says so; a section that has another table for people shows that one."""
    slip = replace(report([{"rep": "instead", "score": 1}]), title="Slip")
    whole = replace(sheet, rows=[{"rep": "own", "score": 2}], sections=[report([]), replace(slip, instead=slip)])
    text = to_plain(whole)
    assert text.index("own") < text.index("Nothing to show.") < text.index("instead")
    assert [section.title for section in sections(whole)] == ["A test", "Slip"]


def test_columns_that_say_something() -> None:
    """One that is empty in every row is left out, unless it has a total or nothing is left."""
    made = report([{"rep": "zw", "score": None}])
    assert [column.key for column in with_values(made)] == ["rep"]
    assert [column.key for column in with_values(replace(made, totals={"score": None}))] == ["rep", "score"]
    assert [column.key for column in with_values(report([{}]))] == ["rep", "score"]


def test_groups() -> None:
    """In the order of their first rows, under words that people read; without any there is one group without words."""
    made = report([{"rep": "zw"}, {"rep": None}, {"rep": "zw"}])
    assert list(groups(made)) == [([], [0, 1, 2])]
    assert list(groups(replace(made, look=Look(grouped=("rep",))))) == [(["zw"], [0, 2]), (["—"], [1])]


@pytest.fixture
def nested() -> Report:
    """An appraisal of two reps: items, pay, what no row has, and what is for programs alone."""
    columns = [
        REP,
        Column("id", "Id", shown=False),
        SCORE,
        Column("name", "Name"),
        Column("items", "Items", "nested", inner=ITEM),
        Column("pay", "Pay", "nested", inner=(Column("total", "Total", "money"),)),
        Column("steps", "Steps", "nested"),
        Column("tree", "Tree", "nested", shown=False, inner=ITEM),
    ]
    items = [{"measure": "collected", "score": 90}, {"measure": "won", "score": None}]
    return report(
        [
            {"rep": "zw", "score": 87, "items": items, "pay": {"total": 500}, "steps": [], "tree": {"measure": "x"}},
            {"rep": "ls", "score": 70, "items": items[:1], "pay": None},
        ],
        columns,
        totals={"score": 157},
        notes=["Said once."],
    )


def test_what_rows_hold_nested(nested: Report) -> None:
    """A list becomes a table grouped by the texts with which the row begins, a mapping a row; what is empty is left out."""
    items, pay = unfolded(nested).sections
    assert (items.title, [column.title for column in items.columns]) == ("Items", ["Rep", "Measure", "Score"])
    assert list(groups(items)) == [(["zw"], [0, 1]), (["ls"], [2])]
    assert [list(row.values()) for row in items.rows] == [
        ["zw", "collected", 90],
        ["zw", "won", None],
        ["ls", "collected", 90],
    ]
    assert (pay.title, [list(row.values()) for row in pay.rows]) == ("Pay", [["zw", 500]])
    assert list(groups(pay)) == [([], [0])]
    assert not items.totals and not items.notes and not pay.sections


def test_the_same_key_outside_and_inside(nested: Report) -> None:
    """A nested `rep` is not mistaken for the row's own."""
    inner = Column("items", "Items", "nested", inner=(Column("rep", "Helper"),))
    (items,) = unfolded(replace(nested, columns=[REP, inner], rows=[{"rep": "zw", "items": [{"rep": "ls"}]}])).sections
    assert [[row[column.key] for column in items.columns] for row in items.rows] == [["zw", "ls"]]


def test_nested_in_nested(nested: Report) -> None:
    """The pay within what is in force says both; plain texts in a list are a table too, and a section's own come after it."""
    before = Column("before", "In force", "nested", inner=(SCORE, Column("facts", "Facts", "nested")))
    made = replace(
        nested, columns=[REP, before], rows=[{"rep": "zw", "before": {"score": 1, "facts": ["a1", "a2"]}}], totals={}
    )
    in_force, facts = unfolded(made).sections
    assert (in_force.title, facts.title) == ("In force", "In force · Facts")
    assert [list(row.values()) for row in facts.rows] == [["zw", "a1"], ["zw", "a2"]]
    titles = [section.title for section in unfolded(report([], sections=[made, made])).sections]
    assert titles == ["A test", "A test · In force", "A test · In force · Facts"] * 2


# Sections of notes alone, bars, and pages.


def test_a_section_may_consist_of_its_notes() -> None:
    """One without rows that says something has no table, and does not say that there is nothing."""
    made = report([], sections=[replace(report([], notes=["No penalty."]), title="Penalties")])
    for text in (to_plain(made), to_markdown(made), to_terminal(made)):
        assert "No penalty." in text and "Nothing to show." not in text and "Score" not in text


def test_bars_where_there_is_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a pipe and in markdown always, on a terminal where nothing has to be broken for them; the total has none."""
    columns = [REP, replace(SCORE, bar=True)]
    made = report([{"rep": "张伟", "score": 50}, {"rep": "zw", "score": 100}], columns, totals={"score": 150})
    assert to_plain(made).splitlines()[2:] == [
        "Rep                Score",
        "-----  -----------------",
        "张伟   █████░░░░░  50.00",
        "zw     ██████████ 100.00",
        "Total             150.00",
    ]
    assert "| █████░░░░░  50.00 |" in to_markdown(made)
    monkeypatch.setenv("COLUMNS", "24")
    assert "█████░░░░░  50.00" in to_terminal(made)
    wide = [REP, *(replace(SCORE, key=f"s{n}", title=f"Score {n}", bar=True) for n in range(4))]
    many = report([{"rep": "zw", **{f"s{n}": 50 for n in range(4)}}], wide)
    monkeypatch.setenv("COLUMNS", "60")
    assert "█" not in to_terminal(many) and "50.00 " in to_terminal(many)


def test_pages_come_after_everything_else(sheet: Report) -> None:
    """Each with its own heading; a report of pages alone has no empty table above them; programs get the rows alone."""
    first = replace(sheet, title="First", pages=[])
    whole = replace(report([{"rep": "zw", "score": 1}]), pages=[first, replace(first, title="Second")])
    assert [line for line in to_markdown(whole).splitlines() if line.startswith(("## ", "---"))] == [
        "## A test · 2024-03-15",
        "---",
        "## First · 2024Q1 (2024-01-01 … 2024-03-31) · CNY",
        "---",
        "## Second · 2024Q1 (2024-01-01 … 2024-03-31) · CNY",
    ]
    for text in (to_plain(whole), to_terminal(whole)):
        assert text.index("zw") < text.index("First") < text.index("Second") and text.count("Said of the items") == 2
    assert "Nothing to show." not in to_plain(report([], pages=[first]))
    assert to_json(whole) == to_json(replace(whole, pages=[]))


def test_whose_a_nested_value_is_where_a_row_begins_with_its_number(nested: Report) -> None:
    """A rank says nothing of whose the items are: the first texts behind it do."""
    ranked = replace(nested, columns=[Column("rank", "Rank", "count"), *nested.columns])
    assert [column.title for column in unfolded(ranked).sections[0].columns] == ["Rep", "Measure", "Score"]
