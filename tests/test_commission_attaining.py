"""How an attainment grows through a window: what counts before the money of a day, with it, and at the day's end."""

from datetime import date
from fractions import Fraction

from salescli.measure import MeasureKey
from salescli.rules.commission.attaining import Attaining, Course, Gain
from salescli.rules.measures import MEASURES, Part

D = date


def gain(day: int, fact: int, value: int, anew: bool = False) -> Gain:
    when = D(2024, 1, day)
    return Gain(when, fact, (Part(fact, when, Fraction(value), Fraction(1)),), anew)


def course(*gains: Gain, money: tuple[int, ...] = (), target: int | None = 100) -> Course:
    goal = None if target is None else Fraction(target)
    return Course(Attaining(MEASURES[MeasureKey.COLLECTED], gains, goal), money)


def test_a_fact_of_money_counts_with_itself() -> None:
    """Of one day: what is no money before it, the money's own with it, each once."""
    ours = course(gain(5, 1, 10), gain(5, 2, 20), gain(4, 3, 40), money=(1,))
    assert [one.fact for one in ours.up_to(D(2024, 1, 5))] == [3, 2]
    assert ours.attained.value == Fraction(60, 100)
    ours.with_money(1)
    ours.with_money(1)
    assert ours.attained.value == Fraction(70, 100)
    assert list(ours.up_to(D(2024, 1, 31), whole_day=True)) == []


def test_money_that_never_comes_here_counts_at_the_days_end() -> None:
    """The measure credits a receipt that the plan does not pay: it counts from the next day on."""
    ours = course(gain(5, 1, 10), money=(1,))
    assert list(ours.up_to(D(2024, 1, 5))) == []
    assert [one.fact for one in ours.up_to(D(2024, 1, 6))] == [1]


def test_what_stands_on_a_day_begins_anew() -> None:
    """A share that fell from 90 to 30 is 30, not 120."""
    ours = course(gain(5, 1, 90, anew=True), gain(6, 2, 30, anew=True))
    values = [ours.attained.value for _gain in ours.up_to(D(2024, 1, 7))]
    assert values == [Fraction(9, 10), Fraction(3, 10)]


def test_no_target_no_attainment() -> None:
    """With a target of 0, or none, there is no attainment; the first row counts then."""
    for target in (None, 0):
        ours = course(gain(5, 1, 90), target=target)
        list(ours.up_to(D(2024, 1, 7)))
        assert ours.attained.value is None
