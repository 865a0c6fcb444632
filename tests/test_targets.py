"""Which target counts for a period: set for it, tiled from finer ones, a part of a wider one, or none (figures.md §4)."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import span

from salescli.calendar import days_between
from salescli.facts.measured import TargetRow
from salescli.period import Period
from salescli.policy.model import Calendar
from salescli.rules import targets as rule
from salescli.rules.targets import Key, Piece, Prorating, Targets

D = date
Y, Q1, JAN, FEB = span("2024"), span("2024Q1"), span("2024-01"), span("2024-02")
SEASONS = [Decimal(weight) for weight in (6, 6, 8, 8, 8, 9, 8, 8, 9, 9, 10, 11)]
ZW = Key("rep", 1, "collected")


def _piece(over: str, value: int | str, exact: bool = False, fact: int = 1) -> Piece:
    about = span(over)
    return Piece(about.start, about.end, Fraction(value), fact, exact)


def _money(pieces: Sequence[Piece], wanted: Period, seasons: Sequence[Decimal] | None = None) -> Fraction | None:
    found = rule.find(pieces, wanted, is_sum=True, is_money=True, seasonality=seasons)
    return found.value if found else None


# Set, tiles, part.


def test_set_for_exactly_the_period() -> None:
    """Finer and wider targets beside it say nothing."""
    pieces = [_piece("2024", 1200), _piece("2024Q1", 500, fact=2), _piece("2024-01", 7)]
    found = rule.find(pieces, Q1, is_sum=True)
    assert found is not None and (found.value, found.how, found.facts) == (500, "set", (2,))


def test_three_months_tile_the_quarter() -> None:
    pieces = [_piece("2024-01", 10, fact=1), _piece("2024-02", 20, fact=2), _piece("2024-03", 30, fact=3)]
    found = rule.find(pieces, Q1, is_sum=True)
    assert found is not None and (found.value, found.how, found.facts) == (60, "tiles", (1, 2, 3))


def test_the_coarsest_tiles_count() -> None:
    """H1 from Q2 and the months of Q1; the months of Q2 are not counted beside it."""
    months = [_piece(f"2024-0{number}", 10) for number in range(1, 7)]
    assert _money([*months, _piece("2024Q2", 100)], span("2024H1")) == 130


def test_a_longer_tile_that_leads_nowhere_is_passed_over() -> None:
    """A target from 1 February to 15 March is longer than February's, but nothing goes on where it ends: the months tile Q1."""
    longer = Piece(D(2024, 2, 1), D(2024, 3, 16), Fraction(999), 1, False)
    pieces = [_piece("2024-01", 10), longer, _piece("2024-02", 20), _piece("2024-03", 30)]
    found = rule.find(pieces, Q1, is_sum=True)
    assert found is not None and (found.value, found.how) == (60, "tiles")


def test_what_stands_on_a_day_is_not_split() -> None:
    """At most three stuck opportunities in the year are three in its quarter, too."""
    found = _targets([_row("2024", None, "3", "stuck_opportunities")], Calendar()).find(
        Key("rep", 1, "stuck_opportunities")
    )
    assert found is not None and found.value == 3


def test_tiles_with_a_gap_are_none() -> None:
    """January and March do not make a quarter; the year's target counts instead."""
    pieces = [_piece("2024-01", 10), _piece("2024-03", 10)]
    assert rule.find(pieces, Q1, is_sum=True) is None
    assert _money([*pieces, _piece("2024", 1200)], Q1) == 300


def test_a_quarter_of_the_year_evenly_and_by_the_seasons() -> None:
    assert _money([_piece("2024", 1200)], Q1) == 300
    assert _money([_piece("2024", 1200)], Q1, SEASONS) == 240
    assert _money([_piece("2024", 1200)], span("2024-12"), SEASONS) == 132


def test_the_smallest_enclosing_target_is_split() -> None:
    """A month of the quarter, though the year has a target too; finer ones inside the quarter are ignored."""
    pieces = [_piece("2024", 1200), _piece("2024Q1", 900), _piece("2024-02", 1)]
    assert _money(pieces, JAN) == 300
    assert _money(pieces, JAN, SEASONS) == 270  # 6 of 6 + 6 + 8


def test_days_within_a_month() -> None:
    """Ten days of leap February: 10/29 of it."""
    assert _money([_piece("2024", 1200)], span("2024-02-01..2024-02-10")) == Fraction(1000, 29)
    assert _money([_piece("2024-02", 29)], span("2024-02-29")) == 1


def test_days_across_two_months() -> None:
    """The last day of January and the first of February, each by its own month."""
    assert _money([_piece("2024Q1", 300)], span("2024-01-31..2024-02-01")) == Fraction(100, 31) + Fraction(100, 29)


def test_months_that_weigh_nothing_share_evenly() -> None:
    seasons = [Decimal(0)] * 3 + [Decimal(100)] + [Decimal(0)] * 8
    assert _money([_piece("2024Q1", 300)], JAN, seasons) == 100


def test_a_target_that_is_not_of_whole_months_goes_by_days() -> None:
    assert _money([_piece("2024-01-15..2024-02-13", 300)], span("2024-01-15")) == 10


def test_ratios_carry_over_unchanged() -> None:
    found = rule.find([_piece("2024", "9/10")], FEB, is_sum=False, seasonality=SEASONS)
    assert found is not None and found.value == Fraction(9, 10)


def test_ratios_of_tiles_are_the_mean_by_days() -> None:
    """0.6 for 31 days, 0.9 for 29, 0.9 for 31."""
    pieces = [_piece("2024-01", "6/10"), _piece("2024-02", "9/10"), _piece("2024-03", "9/10")]
    found = rule.find(pieces, Q1, is_sum=False)
    assert found is not None and found.value == (Fraction(6, 10) * 31 + Fraction(9, 10) * 60) / 91


def test_zero_is_a_target_and_none_is_none() -> None:
    assert _money([_piece("2024Q1", 0)], Q1) == 0
    assert _money([], Q1) is None and _money([_piece("2024Q2", 5)], Q1) is None


@given(value=st.integers(0, 10**9), seasons=st.sampled_from([None, SEASONS]))
def test_the_months_of_a_target_sum_to_it(value: int, seasons: Sequence[Decimal] | None) -> None:
    """To the cent, whatever the seasons; and so do its quarters."""
    pieces = [_piece("2024", value)]
    months = [_money(pieces, month, seasons) or 0 for month in Y.months()]
    assert sum(months) == value and all(part == int(part) for part in months)
    assert sum(_money(pieces, span(f"2024Q{number}"), seasons) or 0 for number in range(1, 5)) == value


# Joiners, leavers, long leave.


def _there(first: date, last: date) -> frozenset[date]:
    return days_between(first, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("by", "expected"),
    [("days", Fraction(46, 91)), ("months", Fraction(2, 3)), ("none", Fraction(1))],
)
def test_a_joiner_in_mid_quarter(by: rule.Prorate, expected: Fraction) -> None:
    """Hired on 15 February of a leap year: 46 of 91 days, two of three months, or all of it."""
    prorating = Prorating(by, _there(D(2024, 2, 15), Q1.last))
    assert prorating.of(_piece("2024Q1", 300)) == expected
    found = rule.find([_piece("2024Q1", 300)], Q1, is_sum=True, prorating=prorating)
    assert found is not None and found.value == 300 * expected


def test_each_tile_is_prorated_by_itself() -> None:
    """Hired on 15 February: nothing of January, 15 of February's 29 days, all of March."""
    prorating = Prorating("days", _there(D(2024, 2, 15), Q1.last))
    pieces = [_piece("2024-01", 1000), _piece("2024-02", 29), _piece("2024-03", 100)]
    found = rule.find(pieces, Q1, is_sum=True, prorating=prorating)
    assert found is not None and found.value == 115


def test_the_part_of_a_wider_target_is_prorated_within_the_period() -> None:
    prorating = Prorating("months", _there(D(2024, 2, 15), Q1.last))
    found = rule.find([_piece("2024", 1200)], Q1, is_sum=True, prorating=prorating)
    assert found is not None and found.value == 200


def test_an_exact_target_stands_as_it_was_set() -> None:
    prorating = Prorating("days", _there(D(2024, 2, 15), Q1.last))
    for pieces in ([_piece("2024Q1", 300, exact=True)], [_piece("2024", 1200, exact=True)]):
        found = rule.find(pieces, Q1, is_sum=True, prorating=prorating)
        assert found is not None and found.value == 300


def test_ratios_are_not_prorated() -> None:
    found = rule.find([_piece("2024Q1", "1/2")], Q1, is_sum=False, prorating=Prorating("days", frozenset()))
    assert found is not None and found.value == Fraction(1, 2)


# Everybody's.


def _row(over: str, amount: int | None = None, number: str | None = None, measure: str = "collected") -> TargetRow:
    about = span(over)
    return TargetRow(1, "rep", 1, None, measure, None, about.start, about.end, amount, number, False)


def _targets(rows: Sequence[TargetRow], calendar: Calendar, wanted: Period = Q1) -> Targets:
    return Targets(rows, wanted, calendar, lambda _rep: _there(D(2024, 2, 15), Q1.last))


def test_of_the_same_days_the_last_set_counts() -> None:
    found = _targets([_row("2024Q1", 500), _row("2024Q1", 700)], Calendar()).find(ZW)
    assert found is not None and found.value == 700


def test_the_policy_says_how_to_prorate_and_money_is_whole() -> None:
    """46 of 91 days of 1,000.00 are 505.49."""
    calendar = Calendar.model_validate({"prorate": "days"})
    found = _targets([_row("2024Q1", 100_000)], calendar).find(ZW)
    assert found is not None and found.value == 50_549
    found = _targets([_row("2024Q1", None, "100", "follow_ups")], calendar).find(Key("rep", 1, "follow_ups"))
    assert found is not None and found.value == Fraction(4600, 91)


def test_a_measure_nobody_knows_is_never_split() -> None:
    targets = _targets([_row("2024", None, "100", "sunshine")], Calendar())
    found = targets.find(Key("rep", 1, "sunshine"))
    assert found is not None and found.value == 100
    assert targets.find(Key("rep", 2, "sunshine")) is None


def test_pace_follows_the_working_days() -> None:
    assert rule.pace(Fraction(600), 15, 60) == 150
    assert rule.pace(Fraction(600), 0, 60) == 0 and rule.pace(Fraction(600), 60, 60) == 600
    assert rule.pace(Fraction(600), 0, 0) is None
