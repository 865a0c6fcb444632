"""The worked cases of appraisal (figures.md §9), read from appraisal_cases.toml and scored by the plan that each writes."""

import tomllib
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import HEAD

from salescli.measure import MeasureKey
from salescli.money import parse_money, round_decimal
from salescli.policy.faults import PolicyFaults
from salescli.policy.kinds import MONEY_MEASURES
from salescli.policy.model import Appraisal
from salescli.policy.parse import parse_policy
from salescli.rules import appraisal as rule
from salescli.rules import appraisal_reasons, reasons
from salescli.rules.appraisal import Figure
from salescli.rules.measures import MEASURES, attainment
from salescli.rules.reasons import Reason

Case = dict[str, Any]
BOOK: dict[str, list[Case]] = tomllib.loads(
    (Path(__file__).parent / "appraisal_cases.toml").read_text(encoding="utf-8")
)
CASES, REFUSED = BOOK["case"], BOOK["refused"]
GRADES = [{"from": bound, "grade": grade} for bound, grade in (("90", "A"), ("75", "B"), ("60", "C"), ("0", "D"))]
FIGURE = ("value", "target", "attainment", "maximum", "facts")
USUAL = {"method": "kpi", "measure": "quality", "score": "ratio"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_worked_case(case: Case) -> None:
    """Exactly the score, the coverage and the grade that the case says, item by item where it says so."""
    done = _done(case)
    assert (_said(done.score), done.grade or "none") == (case["score"], case["grade"])
    assert done.coverage == Decimal(case["coverage"])
    if "scores" in case:
        assert [_rounded(one.score) for one in done.items] == [_plain(score) for score in case["scores"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_its_reasons_come_to_the_same(case: Case) -> None:
    """The tree of each case's score is right at every step."""
    points = Decimal(case.get("points", "0"))
    done = _done(case)
    told = Reason("points", result=points, kind="score")
    tree = appraisal_reasons.score(_plan(case), done, told, "score", "", lambda one: _looked(one))
    assert reasons.mistakes(tree) == [] and tree.result == done.score


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case["name"])
def test_refused_at_the_policy_check(case: Case) -> None:
    """Weights that do not sum to exactly 100: the fault names their sum and what it should be."""
    items = "".join(
        f'[[appraisal.item]]\nmethod = "kpi"\nmeasure = "quality"\nscore = "ratio"\nweight = "{weight}"\n'
        for weight in case["weights"]
    )
    with pytest.raises(PolicyFaults) as refused:
        parse_policy(f'{HEAD}[[appraisal]]\npost = "rep"\nperiod = "quarter"\n{items}')
    assert all(word in str(refused.value) for word in case["says"]), str(refused.value)


def _done(case: Case) -> rule.Appraised:
    figures = [_figure(item) for item in case["item"]]
    return rule.appraised(_plan(case), figures, Decimal(case.get("points", "0")), penalised="points" in case)


def _plan(case: Case) -> Appraisal:
    items = [{key: value for key, value in item.items() if key not in FIGURE} for item in case["item"]]
    return Appraisal.model_validate(
        {
            "post": "rep",
            "period": "quarter",
            "missing": case.get("missing", "renormalise"),
            "grades": case.get("grades", GRADES),
            "item": [
                item if item.get("method") in ("goals", "periods", "assessment") else USUAL | item for item in items
            ],
        }
    )


def _figure(item: Case) -> Figure:
    """What the case says of an item; the attainment follows from value and target, and is what the case says."""
    key = MeasureKey(item["measure"]) if "measure" in item else None
    value, target = (_number(item.get(name), key) for name in ("value", "target"))
    reached = attainment(value, target, key is not None and MEASURES[key].less_is_better)
    if "attainment" in item:
        assert reached == (None if item["attainment"] == "none" else Fraction(item["attainment"]))
    is_known = target is not None or (value is not None and item.get("facts", True))
    return Figure(value, target, reached, item.get("maximum"), is_known=is_known)


def _number(text: str | None, key: MeasureKey | None) -> Fraction | None:
    if text is None:
        return None
    return Fraction(parse_money(text, signed=True)) if key in MONEY_MEASURES else Fraction(text)


def _looked(one: rule.Scored) -> Reason:
    value = one.figure.attainment if one.item.score == "attainment" else one.figure.value
    return Reason("figure", result=value, kind="ratio")


def _said(number: Decimal | None) -> str:
    return "none" if number is None else str(number)


def _rounded(score: Fraction | None) -> Decimal | None:
    return None if score is None else round_decimal(score, 7)


def _plain(text: str) -> Decimal | None:
    return None if text == "none" else Decimal(text)
