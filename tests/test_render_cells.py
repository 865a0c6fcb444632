"""One value as text: what a person reads, what a program reads, and that no text can act on a terminal."""

import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.render.cells import for_people, for_programs, plain_decimal, visible
from salescli.reports.report import Column, Kind

ANY_TEXT = st.text(st.characters(codec=None))  # lone surrogates too


@pytest.mark.parametrize(
    ("kind", "value", "read"),
    [
        ("text", "华北机械", "华北机械"),
        ("text", None, ""),
        ("date", date(2024, 3, 5), "2024-03-05"),
        ("date", None, ""),
        ("money", 123456789, "1,234,567.89"),
        ("money", -5, "-0.05"),
        ("money", 0, "0.00"),
        ("money", None, "—"),
        ("count", 12345, "12,345"),
        ("count", 0, "0"),
        ("count", Decimal("1234.50"), "1,234.5"),
        ("count", Fraction(1, 3), "0.33"),
        ("count", None, "—"),
        ("ratio", Fraction(7, 8), "0.88"),
        ("percent", Fraction(2, 3), "66.7%"),
        ("percent", Decimal("12.5"), "1,250.0%"),
        ("percent", None, "—"),
        ("rate", Decimal("0.072"), "7.2%"),
        ("rate", Fraction(1, 3), "33.333333%"),
        ("rate", 1, "100%"),
        ("score", Decimal("78.235"), "78.24"),
    ],
)
def test_what_a_person_reads(kind: Kind, value: Any, read: str) -> None:
    """Thousands apart, percent signs, ISO days; a figure without a value is a dash and never a zero."""
    assert for_people(Column("a", "A", kind), {"a": value}) == read


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        ("money", 123456789, "1234567.89"),
        ("money", -5, "-0.05"),
        ("count", Decimal("1234.50"), "1234.5"),
        ("count", Decimal("1E+3"), "1000"),
        ("ratio", Fraction(7, 8), "0.8750"),
        ("percent", Fraction(2, 3), "0.6667"),
        ("rate", Decimal("0.0720"), "0.072"),
        ("score", Decimal("78.235"), "78.24"),
        ("date", date(2024, 3, 5), "2024-03-05"),
        ("text", "a\nb\x1b", "a\nb\x1b"),
    ],
)
def test_what_a_program_reads(kind: Kind, value: Any, written: str) -> None:
    """Plain decimals without separators, text as it is."""
    assert for_programs(kind, value) == written


def test_words_for_keys() -> None:
    """A key of a closed list is read in the person's language; one that has no words is read as it stands."""
    column = Column("a", "A", words={"refund": "退款", None: "nobody's"})
    assert [for_people(column, {"a": value}) for value in ("refund", "gift", None)] == ["退款", "gift", "nobody's"]
    days = Column("a", "A", "count", words={0: "today"})
    assert [for_people(days, {"a": value}) for value in (0, 3, -3)] == ["today", "3", "-3"]


def test_units_that_differ_from_row_to_row() -> None:
    """Each row says what kind its value is of."""
    column = Column("a", "A", "money", kind_in="unit")
    rows = [{"a": 1250, "unit": "money"}, {"a": Fraction(1, 2), "unit": "percent"}, {"a": 3, "unit": "count"}]
    assert [for_people(column, row) for row in rows] == ["12.50", "50.0%", "3"]
    assert for_people(column, {"a": None, "unit": "percent"}) == "—"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("bell\a back\b", "bell\\x07 back\\x08"),
        ("one\ntwo\r\nthree\t.", "one\\ntwo\\r\\nthree\\t."),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("zero\u200bwidth\u2060\ufeff", "zero\\u200bwidth\\u2060\\ufeff"),
        ("\u2066isolated\u2069", "\\u2066isolated\\u2069"),
        ("line\u2028separator\x85", "line\\u2028separator\\x85"),
        ("blank \u3164\u115f", "blank \\u3164\\u115f"),
        ("half \ud800 a character", "half \\ud800 a character"),
        ("hard\u00a0space", "hard space"),
        ("全角\u3000空格", "全角\u3000空格"),
        ("e\u0301 ❤\ufe0f 🇨🇳", "e\u0301 ❤\ufe0f 🇨🇳"),
        ("\U00031350\U0001fae9\ue000", "\U00031350\U0001fae9\ue000"),
    ],
)
def test_nothing_acts_on_a_terminal(text: str, seen: str) -> None:
    """Control, direction and invisible characters are shown; rare characters that Python does not know yet are let through."""
    assert visible(text) == seen


@given(ANY_TEXT)
def test_whatever_the_text(text: str) -> None:
    """One line without control, format, separator or half characters, and nothing is lost that can be seen."""
    seen = visible(text)
    assert not {unicodedata.category(sign) for sign in seen} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert len(seen.splitlines()) <= 1
    assert visible(seen) == seen
    assert len(seen) >= len(text)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
def test_decimals_are_exact(value: Decimal) -> None:
    assert Decimal(plain_decimal(value)) == value
    assert plain_decimal(value, grouped=True).replace(",", "") == plain_decimal(value)
    assert "E" not in plain_decimal(value)
