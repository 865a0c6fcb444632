"""An appraisal plan as arithmetic: figures to scores, total, coverage, grade and ranks (figures.md §9)."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli import money
from salescli.policy.kinds import Missing
from salescli.policy.model import Appraisal, Item
from salescli.rules import appraisal as rule
from salescli.rules import appraisal_reasons
from salescli.rules.appraisal import NOTHING, Figure
from salescli.rules.reasons import Reason, mistakes

GRADES = [{"from": bound, "grade": grade} for bound, grade in (("90", "A"), ("75", "B"), ("60", "C"), ("0", "D"))]


def _item(weight: str = "100", score: str = "ratio", measure: str = "quality", **more: Any) -> dict[str, Any]:
    return {"method": "kpi", "measure": measure, "weight": weight, "score": score, **more}


def _plan(*items: dict[str, Any], **more: Any) -> Appraisal:
    return Appraisal.model_validate(
        {"post": "rep", "period": "quarter", "grades": GRADES, "item": list(items or [_item()]), **more}
    )


def _ratio(value: str | None) -> Figure:
    return NOTHING if value is None else Figure(Fraction(value))


def _points(item: dict[str, Any], figure: Figure) -> Fraction | None:
    return rule.scored(Item.model_validate(item), figure).score


# Items.


def test_the_four_ways_to_a_score() -> None:
    """87.5 % reached; a ratio of 0.8; four stars of five; a grid's row."""
    grid = [{"from": "0", "to_score": "100"}, {"above": "0", "to_score": "60"}, {"above": "3", "to_score": "0"}]
    assert _points(_item(score="attainment"), Figure(Fraction(7), Fraction(8), Fraction(7, 8))) == Fraction(175, 2)
    assert _points(_item(score="ratio"), Figure(Fraction(4, 5))) == 80
    assert _points(_item(score="rating"), Figure(Fraction(4), maximum=5)) == 80
    for value, expected in ((0, 100), (1, 60), (3, 60), (4, 0), (-1, 100)):
        assert _points(_item(score="grid", grid=grid), Figure(Fraction(value))) == expected


def test_a_grid_of_money_has_its_bounds_in_yuan() -> None:
    grid = [{"from": "0", "to_score": "0"}, {"from": "100000", "to_score": "100"}]
    item = _item(score="grid", measure="collected", grid=grid)
    assert _points(item, Figure(Fraction(9_999_999))) == 0
    assert _points(item, Figure(Fraction(10_000_000))) == 100


def test_a_score_is_held_between_0_and_its_maximum() -> None:
    reached = Figure(Fraction(3), Fraction(2), Fraction(3, 2))
    assert _points(_item(score="attainment"), reached) == 100
    assert _points(_item(score="attainment", max_score="120"), reached) == 120
    assert _points(_item(score="attainment"), Figure(Fraction(-1), Fraction(2), Fraction(-1, 2))) == 0


@pytest.mark.parametrize(
    ("score", "figure", "why"),
    [
        ("attainment", Figure(Fraction(5)), "no target"),
        ("attainment", Figure(None, Fraction(5)), "nothing to measure"),
        ("attainment", Figure(Fraction(5), Fraction(0)), "the target is 0"),
        ("ratio", NOTHING, "nothing to measure"),
        ("rating", Figure(Fraction(5)), "no maximum to rate it against"),
        ("ratio", Figure(why="not computed yet"), "not computed yet"),
    ],
)
def test_no_value_says_why(score: str, figure: Figure, why: str) -> None:
    """No target is no value; a target and nothing sold is 0."""
    found = rule.scored(Item.model_validate(_item(score=score)), figure)
    assert found.score is None and found.why == why
    assert _points(_item(score="attainment"), Figure(Fraction(0), Fraction(5), Fraction(0))) == 0


def test_an_item_without_a_kind_of_score_is_in_points() -> None:
    """The mean of a year's shorter appraisals is points already."""
    assert _points({"method": "periods", "weight": "50"}, Figure(Fraction(72))) == 72


# Totals.


def test_the_sheets_own_case() -> None:
    """30 % scored 5 of 5 and 70 % scored 3 of 5, nothing else in the plan: 72.00, a C."""
    plan = _plan(_item("30", "rating", "satisfaction"), _item("70", "rating", "quality"))
    done = rule.appraised(plan, [Figure(Fraction(5), maximum=5), Figure(Fraction(3), maximum=5)])
    assert (str(done.score), done.coverage, done.grade) == ("72.00", 1, "C")


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("renormalise", ("80.00", "B")), ("zero", ("56.00", "D")), ("incomplete", (None, None))],
)
def test_an_item_without_a_value(missing: str, expected: tuple[str | None, str | None]) -> None:
    """70 % scored 80, the rest has no value; the coverage says 0.7 whatever is done about it."""
    plan = _plan(_item("70"), _item("30"), missing=missing)
    done = rule.appraised(plan, [_ratio("4/5"), NOTHING])
    assert (done.score and str(done.score), done.grade) == expected
    assert done.coverage == Decimal("0.7")


def test_no_data_is_no_score_and_no_grade() -> None:
    done = rule.appraised(_plan(_item("50"), _item("50")), [NOTHING, NOTHING])
    assert (done.score, done.coverage, done.grade) == (None, 0, None)


@pytest.mark.parametrize("missing", list(Missing))
def test_nothing_known_is_never_0(missing: Missing) -> None:
    """Whatever the plan does about a missing item: of whom nothing is known has no score, no grade, not the worst one."""
    done = rule.appraised(_plan(missing=missing.value), [NOTHING], Decimal(3))
    assert (done.score, done.coverage, done.grade) == (None, 0, None)


@pytest.mark.parametrize(
    ("value", "score", "grade"),
    [
        ("0.9", "90.00", "A"),
        ("0.89994", "89.99", "B"),
        ("0.89995", "90.00", "A"),
        ("0.75", "75.00", "B"),
        ("0", "0.00", "D"),
    ],
)
def test_the_grade_comes_from_the_printed_score(value: str, score: str, grade: str) -> None:
    """89.995 prints as 90.00 and is an A; 89.994 is not."""
    done = rule.appraised(_plan(), [_ratio(value)])
    assert (str(done.score), done.grade) == (score, grade)


def test_penalty_points_come_off_and_never_under_0() -> None:
    assert str(rule.appraised(_plan(), [_ratio("0.9")], Decimal("1.5")).score) == "88.50"
    assert str(rule.appraised(_plan(), [_ratio("0.01")], Decimal(5)).score) == "0.00"


def test_a_plan_without_grades_gives_none() -> None:
    done = rule.appraised(_plan(grades=[]), [_ratio("0.9")])
    assert (str(done.score), done.grade) == ("90.00", None)


VALUES = st.one_of(st.none(), st.fractions(-2, 3, max_denominator=1000))


@given(
    weights=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    data=st.data(),
    missing=st.sampled_from(list(Missing)),
    points=st.integers(0, 5),
)
def test_a_total_lies_between_its_items(weights: list[int], data: st.DataObject, missing: Missing, points: int) -> None:
    """Held by the least and the greatest score; coverage in 0…1 and 1 only with every value; zero is never above renormalise."""
    whole = sum(weights)
    items = [_item(str(Decimal(weight))) for weight in weights]
    figures = [Figure(value) for value in data.draw(st.lists(VALUES, min_size=len(items), max_size=len(items)))]
    scored = [rule.scored(Item.model_validate(item), figure) for item, figure in zip(items, figures, strict=True)]
    scores = [one.score for one in scored if one.score is not None]
    assert all(0 <= score <= 100 for score in scores)
    score = rule.total(scored, missing)
    if missing is Missing.RENORMALISE and scores:
        assert score is not None and min(scores) - Fraction(1, 100) <= Fraction(score) <= max(scores) + Fraction(1, 100)
    if missing is Missing.INCOMPLETE:
        assert (score is None) == (len(scores) < len(scored))
    if score is not None:
        less = rule.total(scored, missing, Decimal(points))
        assert less == max(score - points, Decimal(0))
    covered = rule.coverage(scored)
    assert 0 <= covered <= Decimal(whole) / 100 and (covered * 100 == whole) == (len(scores) == len(scored))


@given(st.lists(VALUES, min_size=3, max_size=3))
def test_leaving_out_an_item_without_a_value_changes_nothing(values: list[Fraction | None]) -> None:
    """Renormalised, a plan scores as one that never had the item."""
    items = [Item.model_validate(_item(weight)) for weight in ("20", "30", "50")]
    scored = [rule.scored(item, Figure(value)) for item, value in zip(items, values, strict=True)]
    valued = [one for one in scored if one.score is not None]
    assert rule.total(scored, Missing.RENORMALISE) == rule.total(valued, Missing.RENORMALISE)


SCORES = st.lists(VALUES, min_size=3, max_size=3)
WEIGHTS = ("20", "30", "50")


def _scored(values: list[Fraction | None], weights: tuple[str, ...] = WEIGHTS) -> list[rule.Scored]:
    items = [Item.model_validate(_item(weight, max_score="150")) for weight in weights]
    return [rule.scored(item, Figure(value)) for item, value in zip(items, values, strict=True)]


@given(SCORES, st.sampled_from(list(Missing)), st.integers(0, 200))
def test_a_score_lies_between_0_and_the_most(values: list[Fraction | None], missing: Missing, points: int) -> None:
    """Whatever the figures and the penalty points."""
    score = rule.total(_scored(values), missing, Decimal(points))
    assert score is None or 0 <= score <= 150


@given(SCORES, st.permutations([0, 1, 2]), st.sampled_from(list(Missing)))
def test_the_order_of_items_does_not_matter(values: list[Fraction | None], order: list[int], missing: Missing) -> None:
    scored = _scored(values)
    turned = [scored[place] for place in order]
    assert rule.total(turned, missing) == rule.total(scored, missing)
    assert rule.coverage(turned) == rule.coverage(scored)


@given(SCORES, st.integers(0, 2), st.fractions(0, 2, max_denominator=100), st.sampled_from(list(Missing)))
def test_a_better_item_is_never_a_worse_score(
    values: list[Fraction | None], place: int, more: Fraction, missing: Missing
) -> None:
    """Of an item that has a value; a value where there was none may of course be under the mean of the others."""
    before = values[place]
    if before is None:
        return
    better = [before + more if at == place else value for at, value in enumerate(values)]
    less, greater = rule.total(_scored(values), missing), rule.total(_scored(better), missing)
    assert (less is None) == (greater is None)
    assert less is None or greater is None or greater >= less


@given(SCORES, st.sampled_from(list(Missing)), st.integers(0, 120))
def test_the_contributions_told_are_the_total(values: list[Fraction | None], missing: Missing, points: int) -> None:
    """In the explanation: Σ weight × score of the items, over the weight it is divided by, less the points, is what is printed."""
    plan = _plan(*(_item(weight, max_score="150") for weight in WEIGHTS), missing=missing.value)
    done = rule.appraised(plan, [Figure(value) for value in values], Decimal(points))
    told = Reason("points", result=points, kind="score")
    looks = lambda one: Reason("figure", result=one.figure.value, kind="ratio")  # noqa: E731
    tree = appraisal_reasons.score(plan, done, told, "score", "", looks)
    assert mistakes(tree) == [] and tree.result == done.score
    mean, taken = tree.steps[0].steps
    above, below = mean.steps
    parts = [Fraction(step.result) for step in above.steps if step.counts and step.result is not None]
    if done.score is not None and below.result and taken.result is not None:
        whole = sum(parts, Fraction(0)) / Fraction(below.result) - Fraction(taken.result)
        assert money.round_decimal(max(whole, Fraction(0)), 2) == done.score
        assert len(parts) == sum(value is not None for value in values)


# Ranks and distribution.


def test_ties_share_a_rank_and_leave_the_next_out() -> None:
    scores = {"a": Decimal("72.00"), "b": Decimal("90.00"), "c": Decimal("72.00"), "d": None, "e": Decimal("10")}
    assert rule.ranks(scores) == {"b": 1, "a": 2, "c": 2, "e": 4}


def test_grades_outside_their_bands() -> None:
    """Three of four graded A where a fifth may be; no D is within 0 to 10 %."""
    plan = _plan(distribution={"A": ["0.05", "0.20"], "D": ["0", "0.10"]})
    off = rule.off_bands(plan, ["A", "A", "A", "B"])
    assert [(one.grade, one.part) for one in off] == [("A", Fraction(3, 4))]
    assert rule.off_bands(plan, ["B"])[0].grade == "A"
    assert rule.off_bands(plan, []) == [] and rule.off_bands(_plan(), ["D"]) == []
