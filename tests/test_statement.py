"""What a statement keeps, and which months are closed by which closing."""

import json
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.errors import LedgerUnusable
from salescli.facts.closed import Closing
from salescli.period import month_of
from salescli.rules.pay import Pay
from salescli.rules.statement import calendar, digest_of, figures_in, figures_of, pay_in, text_of

D = date


def closing(start: date, end: date, on: date) -> Closing:
    return Closing(start, end, on, "p", f'{{"1":[{on.toordinal()},"00"]}}')


JANUARY = closing(D(2024, 1, 1), D(2024, 2, 1), D(2024, 2, 3))
QUARTER = closing(D(2024, 1, 1), D(2024, 4, 1), D(2024, 4, 3))
APRIL = closing(D(2024, 4, 1), D(2024, 5, 1), D(2024, 5, 4))


def test_the_same_figures_are_the_same_text_whatever_their_order_and_form() -> None:
    one = text_of({"score": Decimal("95.50"), "pay": {"base": 1, "bonus": 2}, "ratio": Fraction(1, 3)})
    other = text_of({"pay": {"bonus": 2, "base": 1}, "ratio": Fraction(2, 6), "score": Decimal("95.5")})
    assert one == other == '{"pay":{"base":1,"bonus":2},"ratio":"1/3","score":"95.5"}'


@pytest.mark.parametrize("text", ["", "{}", "[]", "1", '{"pay": {}, "months": {}}'])
def test_what_another_program_wrote_is_said_to_be_unreadable(text: str) -> None:
    with pytest.raises(LedgerUnusable, match="verify"):
        figures_in(text)


def test_no_value_is_not_zero() -> None:
    assert text_of({"score": None}) != text_of({"score": Decimal(0)})


def test_the_digest_is_over_everybody_in_order() -> None:
    assert digest_of(["a", "b"]) != digest_of(["b", "a"])


def test_a_month_closed_first_alone_is_not_closed_again_with_its_quarter() -> None:
    known = calendar([JANUARY, QUARTER])
    assert [month.name for month in known.of(JANUARY)] == ["2024-01"]
    assert [month.name for month in known.of(QUARTER)] == ["2024-02", "2024-03"]


def test_what_changes_a_closed_month_stands_in_the_first_open_month_after_it() -> None:
    assert calendar([JANUARY]).first_open(JANUARY).name == "2024-02"
    assert calendar([JANUARY, QUARTER]).first_open(JANUARY).name == "2024-04"
    known = calendar([JANUARY, QUARTER, APRIL])
    assert known.first_open(QUARTER).name == "2024-05"
    assert known.due_in(month_of(D(2024, 5, 1))) == [JANUARY, QUARTER, APRIL]
    assert known.due_in(month_of(D(2024, 4, 1))) == []


def test_which_later_closings_trued_one_up() -> None:
    """January's changes stand in February: closed with the quarter they are trued up, and again with each first open month."""
    known = calendar([JANUARY, QUARTER, APRIL])
    assert list(known.trued_up_by(JANUARY)) == [QUARTER, APRIL]
    assert list(known.trued_up_by(QUARTER)) == [APRIL]
    assert list(known.trued_up_by(APRIL)) == []


def test_a_month_closed_before_the_open_one_trues_nothing_up() -> None:
    """January and March are closed, February is open: January's changes stand in February, and March's statement has none."""
    march = closing(D(2024, 3, 1), D(2024, 4, 1), D(2024, 4, 3))
    february = closing(D(2024, 2, 1), D(2024, 3, 1), D(2024, 4, 5))
    assert list(calendar([JANUARY, march]).trued_up_by(JANUARY)) == []
    assert list(calendar([JANUARY, march, february]).trued_up_by(JANUARY)) == [february]


def test_a_quarter_around_a_closed_month_has_the_months_beside_it() -> None:
    february = closing(D(2024, 2, 1), D(2024, 3, 1), D(2024, 3, 5))
    known = calendar([february, QUARTER])
    assert [month.name for month in known.of(QUARTER)] == ["2024-01", "2024-03"]
    assert known.first_open(QUARTER).name == known.first_open(february).name == "2024-04"


def test_a_closing_that_closed_no_month_is_none_of_them() -> None:
    """The year after its quarters."""
    year = closing(D(2024, 1, 1), D(2024, 4, 1), D(2024, 4, 9))
    assert list(calendar([QUARTER, year]).closings) == [QUARTER]


amounts = st.integers(-(10**12), 10**12)
pays = st.builds(
    Pay,
    base=st.none() | amounts,
    bonus=amounts,
    commission=st.none() | amounts,
    penalty=amounts,
    true_up=amounts,
    draw=amounts,
)


@given(st.lists(pays, min_size=1, max_size=4))
def test_what_is_kept_of_months_adds_up_to_what_they_were(months: list[Pay]) -> None:
    kept = [json.loads(text_of(figures_of(pay))) for pay in months]
    assert pay_in(kept).total == sum(pay.total or 0 for pay in months)
    assert pay_in(kept) == sum(months[1:], months[0])
