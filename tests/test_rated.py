"""rules/rated.py: assessments by several raters, personal goals, and the mean of shorter periods."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from salescli.facts.rated import AssessmentMark, GoalStanding
from salescli.policy.model import Item
from salescli.rules import rated
from salescli.terms import AssessmentMethod, Purpose

DAY = date(2024, 3, 1)


def _mark(
    score: str, out_of: str = "100", rater: str | None = "manager", purpose: str | None = "appraisal"
) -> AssessmentMark:
    return AssessmentMark(1, 7, DAY, "exam", purpose, Decimal(score), Decimal(out_of), rater)


def _item(**more: object) -> Item:
    return Item.model_validate(
        {"method": "assessment", "assessment": "exam", "weight": "10", "score": "rating", **more}
    )


def test_raters_count_as_the_item_says() -> None:
    """The manager 80, two peers 60 and 70; 0.7 and 0.3: 75.5."""
    marks = [_mark("80"), _mark("60", rater="peer"), _mark("3.5", "5", rater="peer"), _mark("100", rater="customer")]
    item = _item(raters={"manager": "0.7", "peer": "0.3"})
    assert rated.assessed(marks, item) == Fraction(755, 1000)


def test_a_rater_who_did_not_rate_leaves_his_weight_to_the_others() -> None:
    assert rated.assessed([_mark("80")], _item(raters={"manager": "0.7", "peer": "0.3"})) == Fraction(4, 5)
    assert rated.assessed([], _item(raters={"manager": "0.7", "peer": "0.3"})) is None


def test_nobody_rates_himself_except_where_the_item_asks_for_it() -> None:
    marks = [_mark("50"), _mark("100", rater="self")]
    assert rated.assessed(marks, _item()) == Fraction(1, 2)
    assert rated.assessed(marks, _item(raters={"self": "1"})) == 1


def test_self_beside_others_stands_apart() -> None:
    """The manager 80, the rep himself 100: whatever weight the plan gives to self, it goes to the others."""
    marks = [_mark("80"), _mark("60", rater="peer"), _mark("100", rater="self")]
    mixed = _item(raters={"manager": "0.5", "peer": "0.25", "self": "0.25"})
    assert rated.assessed(marks, mixed) == (Fraction(80, 100) * 2 + Fraction(60, 100)) / 3
    assert rated.assessed(marks, mixed) == rated.assessed(marks[:2], mixed)
    assert rated.assessed(marks[2:], mixed) is None
    assert rated.raters_of(mixed) == {"manager": Decimal("0.5"), "peer": Decimal("0.25")}


def test_every_mark_of_the_period_counts_and_each_rater_as_one() -> None:
    """Two exams, 60 and 80, are 70; four peers weigh together what one manager weighs by half and half."""
    assert rated.assessed([_mark("60"), _mark("80")], _item()) == Fraction(7, 10)
    marks = [_mark("100"), *(_mark("50", rater="peer") for _number in range(4))]
    assert rated.assessed(marks, _item(raters={"manager": "0.5", "peer": "0.5"})) == Fraction(3, 4)
    assert rated.assessed(marks, _item()) == Fraction(3, 5)


def test_who_is_not_named_counts_nothing_and_is_known() -> None:
    """A customer's mark, and one of which nobody said who gave it; the rep's own is no such surprise."""
    marks = [_mark("80"), _mark("10", rater="customer"), _mark("20", rater=None), _mark("100", rater="self")]
    item = _item(raters={"manager": "1"})
    assert rated.assessed(marks, item) == Fraction(4, 5)
    assert [one.rater for one in rated.unnamed(marks, item)] == ["customer", None]
    assert rated.unnamed(marks, _item()) == [] and rated.assessed(marks[1:3], _item()) == Fraction(15, 100)


@pytest.mark.parametrize("method", list(AssessmentMethod))
@pytest.mark.parametrize("purpose", list(Purpose))
def test_every_method_and_purpose(method: AssessmentMethod, purpose: Purpose) -> None:
    """Each of the eight methods and five purposes counts in its own item and in no other."""
    given = [AssessmentMark(1, 7, DAY, method, purpose, Decimal(3), Decimal(4), "manager")]
    assert rated.assessed(given, _item(assessment=method.value, purpose=purpose.value)) == Fraction(3, 4)
    for other in Purpose:
        if other is not purpose:
            assert rated.assessed(given, _item(assessment=method.value, purpose=other.value)) is None


def test_of_the_items_purpose_alone() -> None:
    marks = [_mark("50"), _mark("90", purpose="promotion")]
    assert rated.assessed(marks, _item(purpose="promotion")) == Fraction(9, 10)
    assert rated.assessed(marks, _item()) == Fraction(7, 10)
    assert rated.assessed(marks, _item(assessment="interview")) is None


def _goal(weight: str | None, progress: str | None) -> GoalStanding:
    return GoalStanding(
        1,
        7,
        DAY,
        "x",
        None if weight is None else Decimal(weight),
        None,
        None if progress is None else Decimal(progress),
    )


def test_goals_by_their_weights() -> None:
    """Three quarters of a goal that weighs 3, nothing yet of one that weighs 1: 56.25 points."""
    assert rated.goals_reached([_goal("3", "0.75"), _goal(None, None)]) == Fraction(5625, 100)
    assert rated.goals_reached([]) is None


def test_shorter_periods_that_have_a_score() -> None:
    assert rated.mean_score([Decimal("80.00"), None, Decimal("90.50")]) == Fraction(17050, 200)
    assert rated.mean_score([None]) is None
