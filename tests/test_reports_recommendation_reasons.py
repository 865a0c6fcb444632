"""reports/recommendation_reasons.py: every figure that a standard looks at is told down to its facts, period by period."""

from datetime import date
from pathlib import Path

import pytest
from small_company import span
from standard_company import StandardCompany, standard

from salescli.errors import WrongUse
from salescli.reports import explain
from salescli.reports.explained import explainer
from salescli.reports.recommendation_reasons import Explained
from salescli.rules.reasons import Reason, mistakes, walk

D = date
BONUS = """
[[bonus]]
key = "volume"
title = "Volume"
base = "2000.00"
period = "month"
by = "attainment:contract_amount"
grid = [ { from = "0", to_pay = "0.50" }, { from = "1.00", to_pay = "1.00" } ]
settle = "year"
"""
EVERYTHING = (
    "grade == D and score < 60 and contract_amount >= 100 and attainment:contract_amount >= 0.50"
    " and coefficient:volume > 0.60 and bonus_year > 0 and assessment:interview >= 0.50"
)


@pytest.fixture
def company(tmp_path: Path) -> StandardCompany:
    """One star in each quarter, 100 sold in January of a target of 100, an interview with 6 of 10."""
    ours = StandardCompany(tmp_path, BONUS + standard(EVERYTHING, "dismissal"))
    for month in ("2024-01", "2024-02", "2024-03"):
        ours.target("zw", "contract_amount", month, 100)
    ours.contract(D(2024, 1, 5), 200, "zw")
    ours.stars("2024Q1", 1)
    ours.assess(D(2024, 1, 5), "6")
    return ours


def _explained(ours: StandardCompany, over: str, rep: str = "zw", key: str = "s") -> Explained:
    with ours.view() as view:
        return explainer(view, f"recommendation:{key}", span(over))(view, rep, span(over))


def _found(tree: Reason, begins: str) -> Reason:
    return next(one for _number, one in walk(tree) if one.title.startswith(begins))


def test_every_figure_is_told(company: StandardCompany) -> None:
    """Each comparison with the figure's own tree below it, all of which can be reckoned again."""
    tree, notes = _explained(company, "2024Q1")
    assert (tree.result, mistakes(tree), notes) == (1, [], [])
    assert tree.title == "Dismissal of zw ZW, 2024Q1, by the standard Rule s"
    assert tree.policy == "Test · standard[s]"
    comparisons = tree.steps[0].steps[0].steps
    assert [step.title for step in comparisons] == [
        "Grade D",
        "Score 20.00 < 60",
        "Contract amount 200.00 ≥ 100.00",
        "Attainment of Contract amount 66.7% ≥ 50%",
        "Coefficient of Volume 0.67 > 0.6",
        "Year's bonus pool 4,000.00 > 0.00",
        "Assessment: interview (latest marks, each alike) 60% ≥ 50%",
    ]
    assert all(len(step.steps) == 1 and not step.steps[0].counts for step in comparisons)
    facts = [[fact.fact for _number, one in walk(step) for fact in one.facts] for step in comparisons]
    assert all(facts), "each rests on facts"


def test_a_coefficient_is_the_mean_of_its_months(company: StandardCompany) -> None:
    tree = _found(_explained(company, "2024Q1")[0], "Coefficient of Volume of zw")
    assert [step.result for step in tree.steps[0].steps] == [1, 0.5, 0.5]
    assert tree.steps[1].result == 3


def test_a_pay_rise_is_reckoned_below(tmp_path: Path) -> None:
    ours = StandardCompany(tmp_path, standard("grade == A", "pay_rise", 2, more='raise = "0.0333"'))
    for quarter in ("2024Q1", "2024Q2"):
        ours.stars(quarter, 5)
    ours.base(D(2024, 1, 1), 654_321)
    tree, _notes = _explained(ours, "2024Q2")
    assert [step.title for step in tree.steps] == ["2024Q1: holds", "2024Q2: holds", "Proposed: base × raise"]
    assert (tree.steps[2].result, mistakes(tree)) == (21_789, [])


def test_a_training_tells_what_each_item_would_add(tmp_path: Path) -> None:
    ours = StandardCompany(tmp_path, standard("grade == D"))
    ours.stars("2024Q1", 2)
    tree, _notes = _explained(ours, "2024Q1")
    assert [(step.result, step.counts) for step in tree.steps] == [(1, True), (60, False)]


def test_what_is_unknown_or_not_met_is_explained_too(tmp_path: Path) -> None:
    ours = StandardCompany(tmp_path, standard("grade == D", "dismissal", 2))
    ours.hire("gone")
    for rep in ("zw", "gone"):
        for quarter in ("2024Q1", "2024Q2"):
            ours.stars(quarter, 1, rep)
    ours.job("gone", D(2024, 5, 31), "depart")
    ours.stars("2024Q4", 5)
    assert [_explained(ours, f"2024Q{quarter}")[0].result for quarter in (1, 2, 3, 4)] == [None, 1, None, 0]
    tree, notes = _explained(ours, "2024Q2", "gone")
    assert (tree.result, notes) == (1, ["gone has left by the end of 2024Q2, so nothing is recommended."])
    tree, notes = _explained(ours, "2024Q4", "gone")
    assert (tree.result, notes) == (None, ["gone is not employed on a day of 2024Q4."])


def test_as_a_person_reads_it(company: StandardCompany) -> None:
    with company.view() as view:
        report = explain.build(view, "recommendation:s", "zw", span("2024Q1"), depth=2)
        with pytest.raises(WrongUse, match="Did you mean recommendation:s"):
            explain.build(view, "recommendation:x", "zw", span("2024Q1"))
    assert [row["title"] for row in report.rows][1:3] == ["2024Q1: holds", "All of these: holds"]
    assert [row["result"] for row in report.rows] == ["1", "1", "1"]
