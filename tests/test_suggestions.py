"""rules/suggestions.py: what a target may be, from last year, the funnel and the own history."""

from datetime import date
from fractions import Fraction

from salescli.period import Period, parse_period
from salescli.rules import suggestions
from salescli.rules.suggestions import Parts

D = date


def _over(text: str) -> Period:
    return parse_period(text, D(2024, 12, 31))


def _day(day: date) -> Period:
    return Period(day, date.fromordinal(day.toordinal() + 1), "")


def test_the_mean_of_what_there_is_to_go_by() -> None:
    """Last year's 100 grown by a tenth, 80 in the funnel, 95 as usual: 95; without funnel and growth 97.5."""
    whole = Parts(Fraction(100), Fraction(1, 10), Fraction(80), Fraction(95))
    assert [whole.grown, whole.suggested] == [110, 95]
    assert Parts(Fraction(100), None, None, Fraction(95)).suggested == Fraction(195, 2)


def test_nothing_to_go_by_suggests_nothing_and_less_than_nothing_is_0() -> None:
    assert Parts(None, None, None, None).suggested is None
    assert Parts(None, None, Fraction(0), None).suggested == 0
    assert Parts(None, None, None, Fraction(-5)).suggested == 0


def test_growth_needs_something_to_grow_from() -> None:
    assert suggestions.growth(Fraction(120), Fraction(100)) == Fraction(1, 5)
    assert suggestions.growth(Fraction(120), Fraction(0)) is None
    assert suggestions.growth(None, Fraction(100)) is None


def test_the_same_period_a_year_before() -> None:
    """February of a leap year is the year before's February."""
    assert suggestions.a_year_before(_over("2024Q1")) == _over("2023Q1")
    assert suggestions.a_year_before(_over("2024-02")) == _over("2023-02")


def test_the_latest_four_that_are_over() -> None:
    """For 2025Q1 seen on the last day of 2024: its four quarters; seen a day earlier the last one is not over yet."""
    wanted = _over("2025Q1")
    names = [one.name for one in suggestions.periods_before(wanted, _day(D(2024, 12, 31)))]
    assert names == ["2024Q4", "2024Q3", "2024Q2", "2024Q1"]
    assert suggestions.periods_before(wanted, _day(D(2024, 12, 30)))[0].name == "2024Q3"
    assert suggestions.periods_before(_over("2024Q1"), _day(D(2024, 12, 31)))[0].name == "2023Q4"
