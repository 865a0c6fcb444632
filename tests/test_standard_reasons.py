"""rules/standard_reasons.py: the tree of a standard can be reckoned again, whatever its condition and its figures."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import span

from salescli.policy.conditions import Value
from salescli.policy.model import Standard
from salescli.rules import standard_reasons as words
from salescli.rules import standards as rule
from salescli.rules.reasons import Reason, mistakes, walk

QUARTERS = [span("2024Q2"), span("2024Q1")]
CONDITIONS = [
    "score >= 1",
    "score >= 1 and win_rate >= 1",
    "score >= 1 or win_rate >= 1",
    "not (score >= 1 and win_rate >= 1) or score >= 1",
    "(score >= 2 or not win_rate >= 1) and not (quality < 1 or score >= 3)",
    "not not score >= 1 and complaints <= score",
    "score >= win_rate and win_rate <= 2",
]


def _tree(when: str, *periods: dict[str, Value] | None) -> Reason:
    standard = Standard.model_validate({"key": "s", "when": when, "for_periods": len(periods), "recommend": "training"})
    looks = [None if one is None else one.get for one in periods]
    finding = rule.finding(standard, zip(QUARTERS, looks, strict=False))

    def tells(looked: Any, name: str) -> Reason | None:
        value = looked.values.get(name)
        return Reason(name, result=value, kind="ratio") if name in looked.values else None

    def said(_looked: Any, one: Any) -> str:
        return f"{one.figure} {one.operator}"

    return words.reason(finding, "title", "policy · standard[s]", said, tells)


NUMBER = st.one_of(st.none(), st.integers(0, 3).map(Fraction))
PERIOD = st.one_of(st.none(), st.fixed_dictionaries({"score": NUMBER, "win_rate": NUMBER, "quality": NUMBER}))


@pytest.mark.parametrize("when", CONDITIONS)
@given(periods=st.lists(PERIOD, min_size=1, max_size=2))
def test_every_tree_can_be_reckoned_again(when: str, periods: list[Any]) -> None:
    """1 holds, 0 does not, no value is unknown: what the parts come to is what the whole says."""
    tree = _tree(when, *periods)
    assert mistakes(tree) == []
    assert tree.result in (0, 1, None)


def test_a_figure_is_told_once_in_each_period() -> None:
    values: dict[str, Value] = {"score": Fraction(1), "win_rate": Fraction(1)}
    tree = _tree("score >= 1 and (score < 3 or win_rate > score)", values, values)
    titles = [one.title for _number, one in walk(tree)]
    assert (titles.count("score"), titles.count("win_rate")) == (2, 2)


def test_what_is_unknown_does_not_count_where_it_is_decided_without_it() -> None:
    """A score that fails decides an "and" whose other side nobody knows."""
    (period,) = _tree("win_rate >= 1 and score >= 2", {"score": Fraction(1), "win_rate": None}).steps
    (whole,) = period.steps
    assert (whole.result, [step.counts for step in whole.steps]) == (0, [False, True])


def test_in_words() -> None:
    tree = _tree("not score >= 1", {"score": Fraction(1)}, None)
    assert [one.title for _number, one in walk(tree)] == [
        "title",
        "2024Q2: does not hold",
        "Not: does not hold",
        "What holds",
        "score >=",
        "score",
    ]
    assert tree.definition.startswith("not score >= 1, in each of 2 periods running. ")
    unknown = _tree("not score >= 1", {"score": Fraction(0)}, None)
    assert [one.title for one in unknown.steps] == ["2024Q1: not employed, so unknown", "2024Q2: holds"]
    assert unknown.result is None
