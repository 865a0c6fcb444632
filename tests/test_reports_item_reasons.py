"""Why an item without a measure, a coverage and a rank are what they are; and that each can be disputed by its name."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from small_company import SmallCompany, span

from salescli.errors import WrongUse
from salescli.main import main
from salescli.reports import appraise, explain, explained
from salescli.reports.disputes import notes_on
from salescli.reports.explained import Explained
from salescli.reports.sheet.figure_words import figure_title
from salescli.rules.reasons import mistakes, walk

D = date
Q1, YEAR = span("2024Q1"), span("2024")
PLANS = """
[[appraisal]]
post = "rep"
period = "quarter"
grades = [ { from = "60", grade = "A" }, { from = "0", grade = "B" } ]
[[appraisal.item]]
method = "assessment"
assessment = "exam"
purpose = "appraisal"
weight = "60"
score = "rating"
raters = { manager = "0.7", peer = "0.3" }
[[appraisal.item]]
method = "goals"
weight = "30"
[[appraisal.item]]
method = "kpi"
measure = "collected"
weight = "10"
score = "attainment"
[[appraisal]]
post = "rep"
period = "year"
[[appraisal.item]]
method = "periods"
weight = "100"
"""


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw: an exam of 8 and 6 of 10, half of a goal; ls: an exam of 10 and no goal; wu with nothing, mgr without a plan."""
    ours = SmallCompany(tmp_path / "l.db", PLANS)
    for code, post in (("zw", "rep"), ("ls", "rep"), ("wu", "rep"), ("mgr", "manager")):
        ours.hire(code, post=post)
    for code, score, rater in (("zw", "8", "manager"), ("zw", "6", "peer"), ("ls", "10", "manager")):
        about = {"rep_id": ours.ids[code], "method": "exam", "purpose": "appraisal", "rater": rater}
        ours.ids[f"{code} {rater}"] = ours.append("assessment", D(2024, 2, 1), score=score, out_of="10", **about)
    ours.ids["goal"] = ours.append("goal", D(2024, 1, 5), rep_id=ours.ids["zw"], title="sell more")
    ours.append("goal_progress", D(2024, 2, 1), goal_id=ours.ids["goal"], progress="0.5")
    return ours


def told(ours: SmallCompany, figure: str, rep: str, over: str = "2024Q1") -> Explained:
    """The tree of a figure, which is right in itself, and its notes."""
    with ours.view() as view:
        tree, notes = explained.explainer(view, figure, span(over))(view, rep, span(over))
    assert mistakes(tree) == []
    return tree, notes


@pytest.mark.parametrize("figure", ["assessment:exam", "assessment:exam:appraisal"])
def test_an_assessment_goes_down_to_its_marks(company: SmallCompany, figure: str) -> None:
    """0.7 × 80 % + 0.3 × 60 %: each mark by its fact."""
    tree, notes = told(company, figure, "zw")
    assert (tree.result, tree.kind, notes) == (Fraction(74, 100), "percent", [])
    assert tree.title.startswith("Assessment: exam") and tree.title.endswith(" of zw ZW, 2024Q1")
    facts = {fact.fact for _number, one in walk(tree) for fact in one.facts}
    assert facts == {company.ids["zw manager"], company.ids["zw peer"]}


def test_goals_and_shorter_periods(company: SmallCompany) -> None:
    """Half of the one goal is 50 points; a quarter of 66 and three in which the goal alone stands come to 54 in the mean."""
    goals, _notes = told(company, "goals", "zw")
    assert (goals.result, goals.title) == (50, "Personal goals of zw ZW, 2024Q1")
    assert company.ids["goal"] in {fact.fact for _number, one in walk(goals) for fact in one.facts}
    score, _notes = told(company, "score", "zw")
    periods, _notes = told(company, "periods", "zw", "2024")
    assert (score.result, periods.result) == (Decimal("66.00"), 54)
    assert "Score of zw ZW, 2024Q1" in {one.title for _number, one in walk(periods)}


def test_coverage_is_the_weight_that_has_a_value(company: SmallCompany) -> None:
    """Exam and goals are known, the key figure without a target is not; of whom nothing is known it is 0, and no "no value"."""
    assert [told(company, "coverage", rep)[0].result for rep in ("zw", "ls", "wu")] == [
        Decimal("0.9"),
        Decimal("0.6"),
        0,
    ]


def test_a_rank_tells_who_is_before(company: SmallCompany) -> None:
    """ls has 100, zw 66; who has no score has no rank."""
    first, second, none = (told(company, "rank", rep)[0] for rep in ("ls", "zw", "wu"))
    assert [one.result for one in (first, second, none)] == [1, 2, None]
    assert [step.title for step in second.steps] == ["The first place", "ls LS has 100.00", "Score of zw ZW, 2024Q1"]


@pytest.mark.parametrize("figure", ["goals", "periods", "coverage", "rank", "assessment:exam"])
def test_without_a_plan_or_such_an_item_there_is_no_value(company: SmallCompany, figure: str) -> None:
    """And a note that says which of the two it is."""
    tree, notes = told(company, figure, "mgr")
    assert tree.result is None and notes == ["The policy has no appraisal plan for the post of mgr."]
    if figure == "periods":
        assert told(company, figure, "zw")[1] == ["The plan of zw for 2024Q1 has no such item."]


def test_an_assessment_that_no_plan_looks_at_is_no_figure(company: SmallCompany) -> None:
    with company.view() as view, pytest.raises(WrongUse, match="Did you mean assessment:exam"):
        explain.build(view, "assessment:exams", "zw", Q1)


def test_the_sheet_names_them_in_its_evidence(company: SmallCompany) -> None:
    """With the facts behind each; shorter periods have sheets of their own."""
    with company.view() as view:
        for over, named in ((Q1, {"assessment:exam": 2, "goals": 1}), (YEAR, {"periods": None})):
            sheet = appraise.build(view, over, rep="zw").instead
            assert sheet is not None
            (evidence,) = [one for one in sheet.sections if one.title == "Evidence"]
            found = {row["name"]: row["facts"] for row in evidence.rows}
            assert {name: found[name] for name in named} == named


def test_each_can_be_disputed_by_its_name(company: SmallCompany, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the question stands on the sheet in words."""
    with company.view():  # what was written is there
        pass
    monkeypatch.setenv("SALESCLI_LEDGER", str(company.path))
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-10")
    for figure in ("assessment:exam", "goals", "rank", "coverage"):
        assert main(["dispute", figure, "zw", "--period", "2024Q1", "--why", "not so", "--as", "zw"]) == 0
    with company.view() as view:
        said = notes_on(view, Q1, "zw")
        assert [note.split(" on ")[1].split(",")[0] for note in said] == [
            "Assessment: exam",
            "Personal goals",
            "Rank",
            "Coverage",
        ]
        assert figure_title(view, Q1, "assessment:exam:appraisal") == "Assessment: exam · appraisal"
        assert figure_title(view, YEAR, "periods") == "Shorter periods"
