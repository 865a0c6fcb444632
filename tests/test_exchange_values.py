"""Cells of other programs become days, amounts and words, or say why they are none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.exchange.kinds import Field, Form
from salescli.exchange.values import (
    NUMBER_STYLES,
    Canonical,
    Manner,
    Unreadable,
    code_of,
    day_pattern,
    read_day,
    read_money,
    read_number,
    reader,
    written,
)

PLAIN = Manner()


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("DD.MM.YYYY", "03.02.2024", date(2024, 2, 3)),
        ("DD.MM.YYYY", "3.2.2024", date(2024, 2, 3)),
        ("M/D/YY", "2/3/24", date(2024, 2, 3)),
        ("M/D/YY", "2/3/69", date(2069, 2, 3)),
        ("M/D/YY", "2/3/70", date(1970, 2, 3)),
        ("D MMM YYYY", "3 Feb 2024", date(2024, 2, 3)),
        ("D MMM YYYY", "3 february 2024", date(2024, 2, 3)),
        ("YYYYMMDD", "20240203", date(2024, 2, 3)),
        ("YYYY年M月D日", "2024年2月3日", date(2024, 2, 3)),
        ("DD/MM/YYYY", "03/02/2024 14:30", date(2024, 2, 3)),
    ],
)
def test_days_are_read_as_the_pattern_says(pattern: str, text: str, day: date) -> None:
    assert read_day(text, Manner(days=[pattern])) == day


@pytest.mark.parametrize("text", ["2024-02-03", " 2024-02-03 ", "2024-02-03 00:00:00", "2024-02-03T08:15:00Z"])
def test_an_iso_day_is_always_understood(text: str) -> None:
    assert read_day(text, Manner(days=["DD.MM.YYYY"])) == date(2024, 2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "30.02.2024",
        "2024-02-30",
        "3.2.24",
        "12",
        "45321",
        "03.02.2024x",
        "2024-02-03x",
        "",
        "1024-02-03",
        "２０２４-02-03",
    ],
)
def test_what_is_no_day_of_the_pattern_says_which_are(text: str) -> None:
    with pytest.raises(Unreadable, match=r"DD\.MM\.YYYY"):
        read_day(text, Manner(days=["DD.MM.YYYY"]))


def test_several_patterns_are_tried_in_order() -> None:
    """03/02 is March by the first pattern; 31/12 is no day by it, and one by the second."""
    manner = Manner(days=["MM/DD/YYYY", "DD/MM/YYYY"])
    assert [read_day(text, manner) for text in ("03/02/2024", "31/12/2024")] == [date(2024, 3, 2), date(2024, 12, 31)]


@pytest.mark.parametrize("pattern", ["DD.MM", "YYYY-YYYY-DD", "dd.mm.yyyy", ""])
def test_a_pattern_without_year_month_and_day_is_none(pattern: str) -> None:
    with pytest.raises(Unreadable):
        day_pattern(pattern)


@pytest.mark.parametrize(
    ("style", "text", "number"),
    [
        ("1,234.56", "1,234.56", "1234.56"),
        ("1,234.56", "1234.56", "1234.56"),
        ("1.234,56", "12.500,00", "12500.00"),
        ("1.234,56", "0,5", "0.5"),
        ("1 234,56", "1\u00a0234\u202f567,8", "1234567.8"),
        ("1'234.56", "1'234.56", "1234.56"),
        ("1,234.56", "(1,234.56)", "-1234.56"),
        ("1,234.56", "-7", "-7"),
        ("1,234.56", "−7", "-7"),
        ("1,234.56", "+7", "7"),
    ],
)
def test_numbers_are_read_as_the_example_says(style: str, text: str, number: str) -> None:
    assert read_number(text, Manner(numbers=style)) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["1,23", "12,34,567", "1.2.3", "1,2345.00", "1e5", "nan", "٣", "$5", "--5", "1,234,", ".", ""]
)
def test_what_is_no_number_of_the_style_is_refused(text: str) -> None:
    """Above all a thousands sign in the wrong place: it may be a decimal sign of another style."""
    with pytest.raises(Unreadable, match=r"1,234\.56"):
        read_number(text, PLAIN)


def test_signs_are_stripped_numbers_multiplied_and_turned() -> None:
    assert read_number("USD 1,054.00 ", Manner(strip=["USD", "$"])) == 1054
    assert read_number("10", Manner(times=Decimal("0.01"))) == Decimal("0.10")
    assert read_number("(5)", Manner(reverse=True)) == 5


@given(st.decimals(-(10**9), 10**9, places=2), st.sampled_from(list(NUMBER_STYLES)))
def test_every_amount_survives_every_style(amount: Decimal, style: str) -> None:
    """A number written with a style's signs is read as the same number."""
    thousands, point = NUMBER_STYLES[style]
    text = f"{amount:,.2f}".replace(",", "t").replace(".", point).replace("t", thousands)
    assert read_number(text, Manner(numbers=style)) == amount


def test_a_workbooks_number_is_no_matter_of_style() -> None:
    """1.234 in a cell that is a number is no thousand, and goes into a text as the style has it."""
    number = Canonical("1.234")
    assert read_number(number, Manner(numbers="1.234,56")) == Decimal("1.234")
    assert written(number, "1.234,56") == "1,234"
    assert read_number(written(number, "1.234,56"), Manner(numbers="1.234,56")) == Decimal("1.234")


@pytest.mark.parametrize(("text", "minor"), [("1054", 105400), ("1,054.5", 105450), ("0", 0), ("0.05", 5)])
def test_amounts_are_minor_units(text: str, minor: int) -> None:
    assert read_money(text, PLAIN, 0) == minor


@pytest.mark.parametrize(
    ("text", "least", "why"),
    [("1.005", 0, "two decimals"), ("-1", 0, "below 0"), ("0", 1, "above 0"), ("90000000000001", 0, "largest")],
)
def test_an_amount_that_cannot_be_kept_says_why(text: str, least: int, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        read_money(text, PLAIN, least)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (Field(Form.RATE), "15%", Decimal("0.15")),
        (Field(Form.RATE), "0.15", Decimal("0.15")),
        (Field(Form.PERCENT), "60%", Decimal(60)),
        (Field(Form.PERCENT), "33.4", Decimal("33.4")),
        (Field(Form.COUNT, least=1), "3.0", 3),
        (Field(Form.YES_NO), "TRUE", True),
        (Field(Form.YES_NO), "否", False),
        (Field(Form.TIME), "2024-02-03 9:05:00", "09:05"),
        (Field(Form.TIME), "14:30", "14:30"),
        (Field(Form.WORD, words=("write_off",)), "Write-off", "write_off"),
        (Field(Form.NAME), "  Acme ", "Acme"),
        (Field(Form.TEXT), "  as it\nstands ", "  as it\nstands "),
    ],
)
def test_a_field_is_read_by_its_form(field: Field, text: str, value: object) -> None:
    assert reader(field, PLAIN)(text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field(Form.RATE), "15"),
        (Field(Form.RATE), "-0.1"),
        (Field(Form.PERCENT), "0"),
        (Field(Form.PERCENT), "101"),
        (Field(Form.COUNT, least=1), "0"),
        (Field(Form.COUNT), "1.5"),
        (Field(Form.NUMBER), "-1"),
        (Field(Form.YES_NO), "maybe"),
        (Field(Form.TIME), "25:00"),
        (Field(Form.WORD, words=("payment", "refund")), "gift"),
    ],
)
def test_what_is_not_of_the_form_is_refused(field: Field, text: str) -> None:
    with pytest.raises(Unreadable):
        reader(field, PLAIN)(text)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mei-Mei Johns", "mei-mei-johns"),
        ("  O'Neil, Pat  ", "o-neil-pat"),
        ("张伟", "张伟"),
        ("GTX+ 500", "gtx-500"),
        ("a" * 40, "a" * 32),
        ("x" * 31 + " y", "x" * 31),
        ("***", ""),
    ],
)
def test_a_code_is_made_of_a_name(name: str, code: str) -> None:
    assert code_of(name) == code
