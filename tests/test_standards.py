"""rules/standards.py: whether a standard is met in so many periods running, its evidence, and what is proposed."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import span

from salescli.policy.conditions import Value, parse_condition
from salescli.policy.kinds import Missing
from salescli.policy.model import Appraisal, Standard
from salescli.rules import appraisal
from salescli.rules import standards as rule
from salescli.rules.appraisal import Figure
from salescli.rules.standards import Finding, Looks, looked
from salescli.terms import Recommendation

Q4 = span("2024Q4")
QUARTERS = [span(name) for name in ("2024Q4", "2024Q3", "2024Q2", "2024Q1")]
NOT_EMPLOYED: dict[str, Value] | None = None


def _standard(when: str, periods: int = 1, **more: Any) -> Standard:
    return Standard.model_validate({"key": "s", "when": when, "for_periods": periods, "recommend": "training", **more})


def _finding(when: str, *values: dict[str, Value] | None, periods: int = 0) -> Finding:
    """A standard for as many periods as figures are given, the latest first."""
    looks: list[Looks | None] = [None if one is None else one.get for one in values]
    return rule.finding(_standard(when, periods or len(values)), zip(QUARTERS, looks, strict=False))


A, B = "score >= 1", "win_rate >= 1"
TRUTH: list[tuple[str, dict[tuple[Any, Any], Any]]] = [
    (f"{A} and {B}", {(1, 1): True, (1, 0): False, (0, 0): False, (1, None): None, (0, None): False}),
    (f"{A} or {B}", {(1, 1): True, (1, 0): True, (0, 0): False, (1, None): True, (0, None): None}),
    (f"not {A}", {(1, 0): False, (0, 0): True, (None, 0): None}),
    (f"not ({A} and {B})", {(1, 1): False, (0, None): True, (1, None): None}),
    (f"{A} and {B}", {(None, None): None}),
]


@pytest.mark.parametrize(("when", "rows"), TRUTH)
def test_true_false_and_unknown(when: str, rows: dict[tuple[Any, Any], Any]) -> None:
    """A figure without a value is unknown; what is decided without it is decided, and unknown is not met."""
    for (a, b), expected in rows.items():
        assert _finding(when, {"score": a, "win_rate": b}).met is expected, (a, b)


@pytest.mark.parametrize(
    ("when", "value", "met"),
    [
        ("score >= 70", Decimal("70.00"), True),
        ("score > 70", Decimal("70.00"), False),
        ("score < 70", Decimal("69.99"), True),
        ("score <= 70", Decimal("70.01"), False),
        ("70 > score", Decimal("69.99"), True),
        ("score != 70", Decimal("70.00"), False),
    ],
)
def test_a_figure_on_its_bound(when: str, value: Decimal, met: bool) -> None:
    assert _finding(when, {"score": value}).met is met


def test_a_fraction_is_compared_exactly() -> None:
    """Two thirds are more than 0.6666 and less than 66.67 %."""
    third: dict[str, Value] = {"win_rate": Fraction(2, 3)}
    assert _finding("win_rate > 0.6666 and win_rate < 66.67%", third).met is True


D, C, UNKNOWN = {"grade": "D"}, {"grade": "C"}, {"grade": None}


@pytest.mark.parametrize(
    ("quarters", "met", "nearly"),
    [
        ([D, D, D], True, False),
        ([D, D, C], False, True),
        ([D, D, UNKNOWN], None, True),
        ([D, D, NOT_EMPLOYED], None, True),
        ([D, C, D], False, False),
        ([D, UNKNOWN, D], None, False),
        ([D, NOT_EMPLOYED, D], None, False),
        ([C, D, D], False, False),
        ([D, D], None, False),
    ],
)
def test_three_periods_running(quarters: list[Any], met: bool | None, nearly: bool) -> None:
    """The latest first; a gap, also one of a figure or a person that is not there, recommends nothing."""
    found = _finding("grade == D", *quarters, periods=3)
    assert (found.met, found.nearly) == (met, nearly)


def test_one_period_is_never_nearly() -> None:
    assert not _finding("grade == D", C).nearly and not _finding("grade == D", D).nearly


def test_no_further_back_than_it_matters() -> None:
    """After a period in which it is not met, and before somebody was there, nobody looks."""
    asked: list[str] = []

    def tells(name: str, grade: str | None) -> tuple[Any, Looks | None]:
        def looks(_figure: str) -> Value:
            asked.append(name)
            return grade

        return span(name), looks

    rule.finding(_standard("grade == D", 4), iter([tells("2024Q4", "D"), tells("2024Q3", "C"), tells("2024Q2", "D")]))
    assert asked == ["2024Q4", "2024Q3"]
    assert len(rule.finding(_standard("grade == D", 9), ((span("2024Q4"), None) for _ in iter(int, 1))).periods) == 1


# Evidence.


def test_every_comparison_is_evidence_with_its_value_and_bound() -> None:
    values: dict[str, Value] = {"grade": "B", "attainment:collected": Fraction(2, 5), "score": Decimal(80)}
    one = looked(parse_condition("grade == D or (0.5 > attainment:collected and score >= 70)"), Q4, values.get)
    assert [(each.figure, each.value, each.operator, each.bound, each.met) for each in one.compared] == [
        ("grade", "B", "==", "D", False),
        ("attainment:collected", Fraction(2, 5), "<", Decimal("0.5"), True),
        ("score", Decimal(80), ">=", Decimal(70), True),
    ]
    assert [each.decides for each in one.compared] == [False, True, True]


def test_what_decides_that_it_does_not_hold() -> None:
    """Of an "and" the parts that fail, of a "not" the part that holds, of what is unknown the figure without a value."""
    values: dict[str, Value] = {"score": Decimal(80), "win_rate": None, "grade": "A"}

    def deciding(text: str) -> list[str]:
        return [each.figure for each in looked(parse_condition(text), Q4, values.get).compared if each.decides]

    assert deciding("score < 70 and grade == A and win_rate > 0") == ["score"]
    assert deciding("not (score >= 70 or win_rate > 0)") == ["score"]
    assert deciding("grade == A and win_rate > 0") == ["win_rate"]


def test_a_figure_against_a_figure() -> None:
    values: dict[str, Value] = {"collected": Fraction(5), "profit": Fraction(7)}
    (one,) = looked(parse_condition("collected < profit"), Q4, values.get).compared
    assert (one.figure, one.value, one.bound, one.against, one.met) == ("collected", 5, 7, "profit", True)


def test_who_is_not_employed_is_unknown_whatever_the_condition() -> None:
    """Also one that holds of everybody, and one that holds whatever the figure."""
    for when in ("complaints == 0", "score >= 0 or not score >= 0", "not complaints > 3"):
        one = looked(parse_condition(when), Q4, None)
        assert (one.met, one.employed) == (None, False)


VALUES = st.one_of(st.none(), st.integers(0, 3))


@given(st.lists(st.one_of(st.none(), VALUES.map(lambda value: {"score": value})), min_size=1, max_size=4))
def test_met_is_all_and_nothing_unknown(values: list[Any]) -> None:
    found = _finding("score >= 2", *values)
    assert (found.met is True) == all(one is not None and (one["score"] or 0) >= 2 for one in values)
    assert not (found.met and found.nearly)


def test_what_contradicts() -> None:
    R = Recommendation
    assert rule.contradict([R.DISMISSAL, R.PAY_RISE]) and rule.contradict([R.PROMOTION, R.TRAINING, R.PROBATION])
    assert not rule.contradict([R.DISMISSAL, R.TRAINING]) and not rule.contradict([R.PAY_RISE, R.PROMOTION])
    assert not rule.contradict([])


# What is proposed.


def test_a_pay_rise_is_rounded_once() -> None:
    """3.33 % of 6,543.21 is 217.888893: 217.89; half a fen goes away from zero."""
    assert rule.raised_by(654_321, Decimal("0.0333")) == 21_789
    assert rule.raised_by(10, Decimal("0.05")) == 1
    assert rule.raised_by(None, Decimal("0.05")) is None and rule.raised_by(1, None) is None


def _plan(*weights: str, most: str = "100", missing: str = "renormalise") -> Appraisal:
    item = {"method": "kpi", "measure": "quality", "score": "ratio", "max_score": most}
    items = [{**item, "weight": weight} for weight in weights]
    return Appraisal.model_validate({"post": "rep", "period": "quarter", "item": items, "missing": missing})


def _weakest(plan: Appraisal, *ratios: str | None, points: str = "0") -> list[tuple[str, str, str]]:
    figures = [Figure() if one is None else Figure(Fraction(one)) for one in ratios]
    done = appraisal.appraised(plan, figures, Decimal(points))
    weak = rule.weakest(done, Missing(plan.missing), Decimal(points))
    return [(str(one.one.item.weight), str(one.one.score), str(one.adds)) for one in weak]


def test_the_weakest_items_and_what_would_raise_the_total_most() -> None:
    """Of 50, 20, 20 and 10 the three with the least scores; first the one that weighs most for what it lacks."""
    assert _weakest(_plan("50", "20", "20", "10"), "0.7", "0.5", "0.9", "0.1") == [
        ("50", "70", "15.00"),
        ("20", "50", "10.00"),
        ("10", "10", "9.00"),
    ]


def test_a_full_item_and_one_without_a_value_are_not_weak() -> None:
    """Of what has a value the rest weighs 80: a full score of the half reached adds 25 of them."""
    assert _weakest(_plan("40", "40", "20"), "1", "0.5", None) == [("40", "50", "25.00")]


def test_a_full_score_is_the_most_of_the_item() -> None:
    assert _weakest(_plan("100", most="120"), "1") == [("100", "100", "20.00")]


def test_penalty_points_hold_the_total_at_0() -> None:
    """10 points of score less 30 are 0; the full score would be 100 less 30."""
    assert _weakest(_plan("100"), "0.1", points="30") == [("100", "10", "70.00")]
