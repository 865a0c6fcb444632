from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli import money
from salescli.errors import WrongUse

HOSTILE = ["", " ", "\0", "1\x002", "１２", "٣", "\ud800", "9" * 60_000, "x" * 60_000, "\u202e12", "12\n13", "½", "²"]

AMOUNTS = [
    ("0", 0),
    ("12000", 12_000_00),
    (" 12000 ", 12_000_00),
    ("12,000.50", 12_000_50),
    ("1,234,567.8", 1_234_567_80),
    ("0.05", 5),
    ("007", 7_00),
    ("1.2万", 12_000_00),
    ("1.2 万元", 12_000_00),
    ("0.123456万", 1_234_56),
    ("1.20000000万", 12_000_00),
    ("3亿", 300_000_000_00),
    ("¥300", 300_00),
    ("￥300", 300_00),
    ("300元", 300_00),
    ("90000000000000", money.MOST_MINOR),
]

NO_AMOUNTS = [
    *HOSTILE,
    *["nan", "inf", "1e5", "1E5", "0x10", "1_000", "1.234", "1.", ".5", "1.2.3", "1,2", "1,2000", "12,00.5", ",100"],
    *["1.2345678万", "万", "元", "¥", "1万万", "12 000", "$5", "-5", "+5", "--5", "-", "90000000000000.01"],
]


@pytest.mark.parametrize(("text", "minor"), AMOUNTS)
def test_amounts_as_people_type_them(text: str, minor: int) -> None:
    assert money.parse_money(text) == minor


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_what_is_no_amount_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse):
        money.parse_money(text)


@pytest.mark.parametrize(
    ("text", "minor"), [("-5", -500), ("−5", -500), ("+5", 500), ("-¥1.2万", -12_000_00), ("-0", 0)]
)
def test_a_sign_only_where_it_may_stand(text: str, minor: int) -> None:
    assert money.parse_money(text, signed=True) == minor
    with pytest.raises(WrongUse):
        money.parse_money(text)


@pytest.mark.parametrize("text", ["-90000000000000.01", "- -5", "-nan", "-"])
def test_a_sign_does_not_open_the_other_bounds(text: str) -> None:
    with pytest.raises(WrongUse):
        money.parse_money(text, signed=True)


@given(st.integers(-money.MOST_MINOR, money.MOST_MINOR), st.booleans())
def test_every_amount_survives_text(minor: int, grouped: bool) -> None:
    assert money.parse_money(money.money_text(minor, grouped), signed=True) == minor


@given(st.text(st.characters()))
def test_any_text_is_an_amount_and_a_rate_or_wrong_use(text: str) -> None:
    for parse in (money.parse_money, money.parse_rate):
        try:
            parse(text)
        except WrongUse as error:
            assert len(str(error)) < 200


RATES = [
    ("0.15", "0.15"),
    ("15%", "0.15"),
    ("15 ％", "0.15"),
    ("1.5%", "0.015"),
    ("100%", "1"),
    ("1", "1"),
    ("0", "0"),
    ("1.20", "1.2"),
    ("120%", "1.2"),
]


@pytest.mark.parametrize(("text", "rate"), RATES)
def test_rates_as_people_type_them(text: str, rate: str) -> None:
    assert money.parse_rate(text) == Decimal(rate)


@pytest.mark.parametrize("text", [*HOSTILE, "nan", "1e-2", "15", "2", "-0.1", "%", "15%%", "1,5%", "0.", ".5", "sNaN"])
def test_what_is_no_rate_or_may_mean_two_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse):
        money.parse_rate(text)


def test_a_rate_may_be_negative_or_bounded_where_asked() -> None:
    assert money.parse_rate("-10%", signed=True) == Decimal("-0.1")
    assert money.parse_rate("100%", most=Decimal(1)) == 1
    with pytest.raises(WrongUse, match="101%"):
        money.parse_rate("101%", most=Decimal(1))


@pytest.mark.parametrize(
    ("minor", "plain", "grouped"),
    [(0, "0.00", "0.00"), (5, "0.05", "0.05"), (-5, "-0.05", "-0.05"), (-123_456, "-1234.56", "-1,234.56")],
)
def test_amounts_as_they_are_shown(minor: int, plain: str, grouped: str) -> None:
    assert (money.money_text(minor), money.money_text(minor, grouped=True)) == (plain, grouped)


ROUNDED = [(Fraction(1, 2), 1), (Fraction(-1, 2), -1), (Decimal("2.5"), 3), (Decimal("-2.5"), -3), (Decimal("2.49"), 2)]


@pytest.mark.parametrize(("value", "minor"), [*ROUNDED, (Fraction(1, 3), 0), (7, 7), (Decimal("1E+3"), 1000)])
def test_rounding_is_half_away_from_zero(value: Fraction | Decimal | int, minor: int) -> None:
    assert money.round_money(value) == minor


@given(st.fractions(max_denominator=10_000))
def test_a_refund_rounds_as_the_mirror_of_its_receipt(value: Fraction) -> None:
    assert money.round_money(-value) == -money.round_money(value)
    assert abs(money.round_money(value) - value) <= Fraction(1, 2)


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (Fraction(2, 3), 4, "0.6667"),
        (Decimal("-2.345"), 2, "-2.35"),
        (Decimal("-0.001"), 2, "0.00"),
        (Fraction(72), 2, "72.00"),
        (Decimal("1.5"), 0, "2"),
        (Fraction(10**40 * 3 + 1, 3), 2, "1" + "0" * 40 + ".33"),
    ],
)
def test_a_rounded_figure_keeps_its_places(value: Fraction | Decimal, places: int, text: str) -> None:
    assert f"{money.round_decimal(value, places):f}" == text


def parts(**shares: str) -> dict[str, Decimal]:
    return {code: Decimal(part) for code, part in shares.items()}


SHARED = [
    (5, parts(a="50", b="50"), {"a": 3, "b": 2}),
    (5, parts(b="50", a="50"), {"a": 3, "b": 2}),
    (-5, parts(a="50", b="50"), {"a": -3, "b": -2}),
    (1, parts(a="40", b="60"), {"a": 0, "b": 1}),
    (2, parts(a="25", z="75"), {"a": 0, "z": 2}),  # halves on both sides: the larger share
    (100, parts(a="1", b="1", c="1"), {"a": 34, "b": 33, "c": 33}),
    (10_000, parts(a="72.68", b="10.93", c="2.73", d="13.66"), {"a": 7268, "b": 1093, "c": 273, "d": 1366}),
    (7, parts(a="100"), {"a": 7}),
    (7, parts(a="100", b="0"), {"a": 7, "b": 0}),
    (0, parts(a="60", b="40"), {"a": 0, "b": 0}),
]


@pytest.mark.parametrize(("total", "shares", "expected"), SHARED)
def test_sharing_by_largest_remainder(total: int, shares: dict[str, Decimal], expected: dict[str, int]) -> None:
    assert money.share(total, shares) == expected


@pytest.mark.parametrize("shares", [{}, parts(a="0"), parts(a="-1", b="2"), parts(a="NaN"), parts(a="Infinity")])
def test_shares_that_no_money_can_follow_are_wrong_use(shares: dict[str, Decimal]) -> None:
    with pytest.raises(WrongUse):
        money.share(100, shares)


def test_a_hundred_receipts_of_a_cent_end_at_sixty_and_forty() -> None:
    shares = parts(a="60", b="40")
    steps = [money.share_step(before, 1, shares) for before in range(100)]
    assert {code: sum(step[code] for step in steps) for code in shares} == {"a": 60, "b": 40}


positive_parts = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3),
    st.decimals("0.01", "100", places=2, allow_nan=False),
    min_size=1,
    max_size=6,
)
amounts = st.integers(-(10**13), 10**13)


@given(amounts, positive_parts)
def test_the_parts_sum_to_the_whole_and_stay_within_a_unit_of_exact(total: int, shares: dict[str, Decimal]) -> None:
    shared = money.share(total, shares)
    whole = sum(map(Fraction, shares.values()))
    assert sum(shared.values()) == total
    assert list(shared) == list(shares)
    assert all(abs(shared[code] - total * Fraction(part) / whole) < 1 for code, part in shares.items())
    assert shared == {code: -part for code, part in money.share(-total, shares).items()}


@given(st.lists(amounts, max_size=12), positive_parts)
def test_steps_over_any_receipts_end_at_the_share_of_their_sum(receipts: list[int], shares: dict[str, Decimal]) -> None:
    before, held = 0, dict.fromkeys(shares, 0)
    for receipt in receipts:
        step = money.share_step(before, receipt, shares)
        assert sum(step.values()) == receipt
        before += receipt
        held = {code: held[code] + step[code] for code in held}
    assert held == money.share(sum(receipts), shares)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("张三", "张三"), ("a\0b", "a\\x00b"), ("\ud800", "\\ud800"), ("\u202e", "\\u202e"), ("x" * 40, "x" * 40)],
)
def test_a_sentence_repeats_typed_text_with_its_control_characters_visible(text: str, shown: str) -> None:
    assert money.echo(text) == shown


@given(st.text(st.characters()))
def test_a_repeated_text_is_short_and_printable(text: str) -> None:
    assert len(money.echo(text)) <= 40
    assert money.echo(text).isprintable()
    assert money.echo("x" * 41) == "x" * 39 + "…"


def test_no_sign_of_a_path_acts() -> None:
    """Direction and control signs are spelled out; a wide space of a Chinese name is a space."""
    assert money.shown(Path("/tmp/账本\x1b[31m\u202e\u3000.db")) == "/tmp/账本\\x1b[31m\\u202e\u3000.db"
