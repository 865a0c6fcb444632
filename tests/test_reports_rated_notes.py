"""What is said about assessments that count nothing: one sentence an item, no stored word in it."""

from datetime import date
from decimal import Decimal

from salescli.facts.rated import AssessmentMark
from salescli.policy.model import Appraisal
from salescli.reports.rated_notes import notes, rater_name


def _plan(*raters: dict[str, str]) -> Appraisal:
    items = [
        {
            "method": "assessment",
            "assessment": "exam",
            "score": "rating",
            "weight": str(100 // len(raters)),
            "raters": one,
        }
        for one in raters
    ]
    return Appraisal.model_validate({"post": "rep", "period": "quarter", "item": items})


def _mark(rater: str | None) -> AssessmentMark:
    return AssessmentMark(1, 7, date(2024, 3, 1), "exam", "appraisal", Decimal(1), Decimal(2), rater)


def test_one_sentence_an_item() -> None:
    """Two items of one exam, of which the first names its raters; the rep's own mark needs no word."""
    marks = [_mark("customer"), _mark("customer"), _mark("manager"), _mark("self")]
    assert list(notes("zw", _plan({"manager": "1"}, {}), marks)) == [
        "2 assessments of zw (exam) by customer count nothing: the plan names manager."
    ]
    assert list(notes("zw", _plan({}), marks)) == [] == list(notes("zw", _plan({"manager": "1"}), []))


def test_self_beside_others_is_said_even_before_anybody_rated() -> None:
    """An item of self alone is the rep's own word, and no mistake."""
    (said,) = notes("zw", _plan({"manager": "0.5", "self": "0.5"}), [])
    assert said.startswith("The plan's assessment exam names self beside other raters")
    assert list(notes("zw", _plan({"self": "1"}), [_mark("self")])) == []


def test_nobody_said_who() -> None:
    assert (rater_name("peer"), rater_name(None)) == ("peer", "somebody")
