"""rules/fit.py: which marks stand, how well they fit a post, and who comes first."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.rated import AssessmentMark
from salescli.policy.model import Post
from salescli.rules import fit as rule
from salescli.rules.fit import Fit

D = date


def _mark(score: str, day: int = 1, method: str = "interview", out_of: str = "100", **more: Any) -> AssessmentMark:
    return AssessmentMark(
        1,
        day,
        D(2024, 3, day),
        method,
        more.get("purpose"),
        Decimal(score),
        Decimal(out_of),
        more.get("rater", "manager"),
    )


def _post(**requires: str) -> Post:
    return Post.model_validate({"title": "Post", "requires": requires})


def _fit(*marks: AssessmentMark, **requires: str) -> Fit:
    return rule.fit(_post(**requires), list(marks))


# Which marks stand.


def test_the_latest_counts_whatever_it_is_out_of() -> None:
    marks = [_mark("90", 1), _mark("4", 5, out_of="5"), _mark("100", 3)]
    assert rule.mean(rule.latest(marks, "interview")) == Fraction(4, 5)


def test_each_kind_of_rater_has_its_own_latest() -> None:
    """The manager's 80 of the 5th, and both peers' 60 and 70 of the 2nd: every mark alike."""
    marks = [_mark("10", 1), _mark("80", 5), _mark("60", 2, rater="peer"), _mark("70", 2, rater="peer")]
    assert rule.mean(rule.latest(marks, "interview")) == Fraction(70, 100)


def test_nobody_rates_himself() -> None:
    assert rule.latest([_mark("100", 9, rater="self")], "interview") == []
    assert rule.mean([]) is None


def test_a_method_and_a_purpose() -> None:
    marks = [_mark("50", 1, purpose="promotion"), _mark("90", 2, purpose="training"), _mark("10", 3, "exam")]
    assert rule.mean(rule.latest(marks, "interview")) == Fraction(9, 10)
    assert rule.mean(rule.latest(marks, "interview", "promotion")) == Fraction(1, 2)


# How well they fit.


def test_on_the_bound_it_is_met() -> None:
    (one,) = _fit(_mark("7", out_of="10"), interview="0.70").requirements
    assert (one.mark, one.met, one.short) == (Fraction(7, 10), True, 0)
    (less,) = _fit(_mark("6.99", out_of="10"), interview="0.70").requirements
    assert (less.met, less.short) == (False, Fraction(1, 1000))


def test_what_is_missing_is_no_value_and_not_0() -> None:
    """An interview of 0.35 where 0.70 is wanted, and no exam: half of what is known, half of it known."""
    found = _fit(_mark("35"), interview="0.70", exam="0.60")
    assert (found.value, found.coverage, found.met) == (Fraction(1, 2), Fraction(1, 2), False)
    assert [one.mark is None for one in found.requirements] == [False, True]
    assert found.requirements[1].met is None and found.requirements[1].short is None


def test_more_than_required_counts_as_met_and_no_more() -> None:
    assert _fit(_mark("100"), _mark("30", method="exam"), interview="0.50", exam="0.60").value == Fraction(3, 4)


def test_a_post_that_requires_0_is_met_by_any_mark() -> None:
    assert _fit(_mark("0"), interview="0").met and not _fit(interview="0").met


def test_who_comes_first() -> None:
    """All met before a better mean; then mean × coverage, so that half of a good word is not before a whole one that misses
    little; then who is known better; without any mark no rank at all."""
    wanted = {"interview": "0.70", "exam": "0.60"}
    fits = {
        "all": _fit(_mark("70"), _mark("60", method="exam"), **wanted),
        "half": _fit(_mark("70"), **wanted),
        "near": _fit(_mark("99"), _mark("59", method="exam"), **wanted),
        "less": _fit(_mark("35"), **wanted),
        "same": _fit(_mark("90"), _mark("60", method="exam"), **wanted),
        "none": _fit(**wanted),
    }
    assert rule.ranks(fits) == {"all": 1, "same": 1, "near": 3, "half": 4, "less": 5}
    assert [name for name in sorted(fits, key=lambda name: fits[name].order)][-1] == "none"


def test_known_by_half_or_known_to_miss_little() -> None:
    """Fits by 100 % and half is known, by 91.7 % and all is: the second comes first; of equal products who is known better."""
    wanted = {"interview": "0.60", "exam": "0.60"}
    fits = {
        "half": _fit(_mark("90"), **wanted),
        "little": _fit(_mark("90"), _mark("50", method="exam"), **wanted),
        "poor": _fit(_mark("30"), _mark("30", method="exam"), **wanted),
    }
    assert (fits["half"].value, round(float(fits["little"].value or 0), 3)) == (1, 0.917)
    assert rule.ranks(fits) == {"little": 1, "poor": 2, "half": 3}


def test_what_is_known_is_met() -> None:
    """A mark that is there and suffices may fit, whatever has none yet; one that does not, or none at all, may not."""
    wanted = {"interview": "0.60", "exam": "0.60"}
    known = [[_mark("60")], [_mark("90"), _mark("59", method="exam")], [], [_mark("60"), _mark("60", method="exam")]]
    assert [_fit(*marks, **wanted).may_fit for marks in known] == [True, False, False, True]


MARKS = st.lists(
    st.builds(_mark, st.integers(0, 100).map(str), st.integers(1, 28), st.sampled_from(["interview", "exam"])),
    max_size=6,
)


@pytest.mark.parametrize("wanted", [{"interview": "0.70"}, {"interview": "0.70", "exam": "0.60"}])
@given(marks=MARKS)
def test_a_fit_lies_between_0_and_1(wanted: dict[str, str], marks: list[AssessmentMark]) -> None:
    found = _fit(*marks, **wanted)
    assert found.value is None or 0 <= found.value <= 1
    assert (found.value is None) == (found.coverage == 0)
    assert not found.met or (found.value == 1 and found.coverage == 1)
