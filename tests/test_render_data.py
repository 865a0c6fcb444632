"""Reports for programs: the shape of the JSON, and CSV that gives back what went in."""

import csv
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.period import quarter_of
from salescli.render.data import to_csv, to_json
from salescli.reports.report import Column, Look, Report

ON = date(2024, 3, 15)
LINE = (Column("method", "Method"), Column("weight", "Weight", "count"), Column("score", "Score", "score"))
COLUMNS = [
    Column("rep", "Rep"),
    Column("id", "Id", shown=False),
    Column("whose", "Whose", data=False),
    Column("kind", "Kind", words={"payment": "Receipt"}),
    Column("count", "Count", "count"),
    Column("amount", "Amount", "money"),
    Column("rate", "Rate", "rate"),
    Column("share", "Share", "percent"),
    Column("on", "On", "date"),
    Column("value", "Value", "money", kind_in="unit"),
    Column("items", "Items", "nested", inner=LINE),
]
FULL = {
    "rep": "zw",
    "id": "17",
    "whose": "张伟 (zw)",
    "kind": "payment",
    "count": 3,
    "amount": 123456,
    "rate": Decimal("0.06"),
    "share": Fraction(1, 3),
    "on": date(2024, 2, 29),
    "value": Fraction(1, 4),
    "unit": "ratio",
    "items": [{"method": "kpi", "weight": Decimal("33.3"), "score": Decimal("78.235")}],
}
EMPTY = {"rep": "ls"}


def report(*rows: dict[str, object]) -> Report:
    return Report(
        "test", "A test", COLUMNS, rows, "CNY", "abcd", ON, policy="Rules", notes=["Note."], totals={"amount": 123456}
    )


def test_the_shape() -> None:
    """Money and ratios are decimal text, counts integers, days ISO, no value null; what is for people's eyes is not there."""
    assert json.loads(to_json(replace(report(FULL, EMPTY), period=quarter_of(ON), as_of="2024-03-14"))) == {
        "report": "test",
        "period": {"name": "2024Q1", "start": "2024-01-01", "end": "2024-04-01"},
        "on": "2024-03-15",
        "as_of": "2024-03-14",
        "currency": "CNY",
        "policy": "Rules",
        "head": "abcd",
        "rows": [
            {
                "rep": "zw",
                "id": "17",
                "kind": "payment",
                "count": 3,
                "amount": "1234.56",
                "rate": "0.06",
                "share": "0.3333",
                "on": "2024-02-29",
                "value": "0.2500",
                "items": [{"method": "kpi", "weight": "33.3", "score": "78.24"}],
            },
            dict.fromkeys(("id", "kind", "count", "amount", "rate", "share", "on", "value", "items")) | {"rep": "ls"},
        ],
        "totals": {"amount": "1234.56"},
        "notes": ["Note."],
    }


def test_a_report_of_a_day() -> None:
    """Without a period there is null, and the look of the report changes nothing."""
    plain = to_json(report(FULL))
    assert json.loads(plain)["period"] is None
    assert to_json(replace(report(FULL), look=Look(grouped=("rep",), emphasis=["urgent"]))) == plain


@pytest.mark.parametrize(
    ("count", "written"), [(3, 3), (Fraction(4, 2), 2), (Decimal("2.5"), "2.5"), (Fraction(1, 2), "0.5")]
)
def test_a_shared_count_is_text(count: object, written: object) -> None:
    assert json.loads(to_json(report({"count": count})))["rows"][0]["count"] == written


@given(st.text(st.characters(codec=None)))
def test_json_gives_back_every_text(text: str) -> None:
    """Whatever a customer is called, nothing in the JSON can act on a terminal, and it is read back as it was."""
    written = to_json(report({"rep": text}))
    assert json.loads(written)["rows"][0]["rep"] == text
    assert written.replace("\n", "").replace("\u3000", "").isprintable()


def test_csv() -> None:
    """A header of keys and a line a row; no value is empty, zero is 0.00; nested values are left to JSON."""
    assert to_csv(report(FULL, EMPTY, {"amount": 0})).splitlines() == [
        "rep,id,kind,count,amount,rate,share,on,value",
        "zw,17,payment,3,1234.56,0.06,0.3333,2024-02-29,0.2500",
        "ls,,,,,,,,",
        ",,,,0.00,,,,",
    ]


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_csv_gives_back_every_text(text: str) -> None:
    """Commas, quotes, new lines and control characters come back as they went in, one record a row."""
    records = list(csv.reader(io.StringIO(to_csv(report({"rep": text, "id": "end"})), newline="")))
    assert [record[:2] for record in records] == [["rep", "id"], [text, "end"]]


@pytest.mark.parametrize("text", ["=1+1", "+8613800000000", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_for_a_spreadsheet(text: str) -> None:
    """Text that a spreadsheet would compute gets an apostrophe, a negative amount stays a number; with a byte order mark."""
    written = to_csv(report({"rep": text, "amount": -500}), excel_safe=True)
    assert written.startswith("\ufeffrep,")
    record = list(csv.reader(io.StringIO(written, newline="")))[1]
    assert (record[0], record[4]) == (f"'{text}", "-5.00")
    assert f"'{text}" not in to_csv(report({"rep": text}))
