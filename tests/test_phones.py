"""Telephone numbers: every spelling of one is the same number, and what is none is told from what is."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salescli.errors import WrongUse
from salescli.phones import (
    Numbering,
    check_numbering,
    country_of,
    digits_of,
    is_outside,
    lacks_area,
    numbers_in,
    same_number,
    without,
)

CHINA = Numbering("CN")
BEIJING = Numbering("CN", "010")
GERMANY = Numbering("DE")


@pytest.mark.parametrize(
    "text",
    [
        "13800138000",
        "138 0013 8000",
        "138-0013-8000",
        "+86 138 0013 8000",
        "+8613800138000",
        "008613800138000",
        "0086-138-0013-8000",
        "8613800138000",
        "013800138000",  # as it is dialled from another town
        "１３８００１３８０００",
        "\uff0b86 138\u00a00013\u20118000",
        "tel:+86-138-0013-8000",
        "sip:13800138000@10.0.0.1;user=phone",
    ],
)
def test_a_mobile_number_in_every_spelling(text: str) -> None:
    assert digits_of(text, CHINA) == "+8613800138000"
    assert same_number(text, "138 0013 8000", CHINA)


@pytest.mark.parametrize("text", ["010-8888 1234", "(010) 88881234", "+86 (0)10 8888 1234", "01088881234"])
def test_a_line_in_every_spelling(text: str) -> None:
    assert digits_of(text, CHINA) == "+861088881234"


def test_a_number_without_its_area_code_belongs_to_the_area_that_is_said() -> None:
    """And to none where none is said: 88881234 is in every town."""
    assert not same_number("88881234", "010-88881234", CHINA)
    assert same_number("88881234", "010-88881234", BEIJING)
    assert same_number("88881234", "88881234", CHINA)
    assert digits_of("13800138000", BEIJING) == "+8613800138000"


def test_the_country_is_whose_numbers_are_dialled() -> None:
    assert digits_of("030 1234567", GERMANY) == "+49301234567"
    assert digits_of("0086 138 0013 8000", GERMANY) == "+8613800138000"
    assert digits_of("+1 415 555 2671", CHINA) == "+14155552671"


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("1000", "1000"),
        (" 95588 ", "95588"),
        ("123456", "123456"),
        ("99999999999999999999", "99999999999999999999"),  # too long for anyone
        ("voicemail", ""),
        ("client1", ""),
        ("1800FLOWERS", ""),
        ("*97", ""),
        ("anonymous", ""),
        ("=1+1", ""),
        ("", ""),
        ("+", ""),
        ("()- ", ""),
    ],
)
def test_what_is_no_number_of_the_world(text: str, digits: str) -> None:
    """Extensions and services keep their digits; words are no numbers, whatever letters a telephone has on its keys."""
    assert digits_of(text, CHINA) == digits


def test_nothing_is_no_number_and_not_the_same_as_nothing() -> None:
    assert not same_number("", "", CHINA)
    assert not same_number("voicemail", "voicemail", CHINA)


def test_an_extension_is_no_number_of_the_outside() -> None:
    """Also where a country has numbers as short, as Germany has."""
    assert [
        is_outside(text) for text in ("1000", "123456", "1234567", "+49 30 1234", "sip:1000@host", "abc1234567")
    ] == [*(False, False, True, True, False, False)]
    assert digits_of("1000", GERMANY) == "1000"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("010-88881234 / 138 0013 8000", ["+861088881234", "+8613800138000"]),
        ("010-88881234、13800138000", ["+861088881234", "+8613800138000"]),
        ("13800138000 13900139000", ["+8613800138000", "+8613900139000"]),
        ("010-88881234-801", ["+861088881234"]),
        ("010-88881234 转 801", ["+861088881234"]),
        ("010-88881234转80123", ["+861088881234"]),
        ("010-88881234 ext. 801", ["+861088881234"]),
        ("电话：010-88881234（李娜）", ["+861088881234"]),
        ("13800138000; +86 13800138000", ["+8613800138000"]),
        ("95588", ["95588"]),
        ("ask Li, 3rd floor", []),
        ("801", []),
        ("", []),
    ],
)
def test_the_numbers_in_a_customers_phone(text: str, numbers: list[str]) -> None:
    """Several may stand in it, with words and extensions; the customer has each."""
    assert numbers_in(text, CHINA) == numbers


def test_the_country_of_a_time_zone() -> None:
    assert [country_of(zone) for zone in ("Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC")] == [
        *("CN", "DE", "US", None)
    ]


def test_a_country_without_numbers_and_a_word_as_area_are_refused() -> None:
    check_numbering(BEIJING)
    with pytest.raises(WrongUse, match="no telephone numbers of the country 'XX'"):
        check_numbering(Numbering("XX"))
    with pytest.raises(WrongUse, match="'north' is no area code"):
        check_numbering(Numbering("CN", "north"))


@given(st.text(max_size=60) | st.text("0123456789+-() /转x", max_size=60))
@example("+" * 300)
@example("٠١٢٣٤٥٦٧٨٩")
def test_any_text_is_a_number_or_none(text: str) -> None:
    """And a number is spelled in one way: what comes out goes in again."""
    digits = digits_of(text, CHINA)
    assert digits == "" or (digits.removeprefix("+").isascii() and digits.removeprefix("+").isdigit())
    assert digits == "" or digits_of(digits, CHINA) == digits
    for number in numbers_in(text, BEIJING):
        assert number and number.removeprefix("+").isdigit()


@pytest.mark.parametrize(
    ("number", "numbering", "lacks"),
    [
        ("+8688886666", CHINA, True),
        ("8888666", CHINA, True),
        ("+8688886666", BEIJING, False),  # it was said, and is none there
        ("+8613800138000", CHINA, False),
        ("+864008001234", CHINA, False),
        ("+86966661234", CHINA, False),  # with the prefix of a line to the outside
        ("5551234", Numbering("US"), True),
        ("+4512345678", Numbering("DK"), False),  # there are no area codes
        ("voicemail", CHINA, False),
    ],
)
def test_a_number_of_the_place(number: str, numbering: Numbering, lacks: bool) -> None:
    """Too short for a number of the country, and nobody said the area."""
    assert lacks_area(number, numbering) is lacks


@pytest.mark.parametrize(
    ("text", "unwanted", "rest"),
    [
        ("010-8888 1234 / 138-0013-8000", "+8613800138000", "010-8888 1234"),
        ("13800138000", "+8613800138000", ""),
        ("手机 13800138000", "+8613800138000", ""),
        ("13800138000、13911112222、13700001111", "+8613911112222", "13800138000、13700001111"),
        ("13800138000 13911112222", "+8613911112222", "13800138000"),
        ("139-1111-2222-801;13800138000", "+8613911112222", "13800138000"),
        ("13800138000", "+8613911112222", "13800138000"),
    ],
)
def test_a_phone_without_one_of_its_numbers(text: str, unwanted: str, rest: str) -> None:
    """The others stay as they were entered, and only they are read from it."""
    left = without(text, {unwanted}, CHINA)
    assert left == rest
    assert unwanted not in numbers_in(left, CHINA)
