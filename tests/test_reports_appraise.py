"""The appraisal on a real ledger: who has a row, by which plan, what the items come to, ranks, what-if, and what is said."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from small_company import AFTERWARDS, HEAD, SmallCompany, span

from salescli.errors import NotFound, NothingInForce, WrongUse
from salescli.main import main
from salescli.policy.versions import Versions, version_of
from salescli.render.data import to_json
from salescli.render.html import to_html
from salescli.render.tables import to_plain
from salescli.reports import appraise, standing
from salescli.reports.report import Report

D = date
GRADES = 'grades = [ { from = "90", grade = "A" }, { from = "75", grade = "B" }, { from = "0", grade = "D" } ]'
PLAN = f"""
[[appraisal]]
post = "rep"
period = "quarter"
{GRADES}
[[appraisal.item]]
method = "kpi"
measure = "contract_amount"
weight = "60"
score = "attainment"
max_score = "120"
[[appraisal.item]]
method = "feedback"
measure = "satisfaction"
weight = "40"
score = "rating"
"""
COMMISSION = """
[[commission]]
key = "standard"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" } ]
"""


def _company(path: Path, policy: str = PLAN) -> SmallCompany:
    made = SmallCompany(path / "l.db", policy)
    made.team("north")
    for code in ("zw", "ls", "ww"):
        made.hire(code, team="north")
    made.customer("c1", D(2023, 1, 1))
    return made


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """Three reps with targets of 1,000: zw sold 900 and has four stars, ls 1,500 and five, ww nothing and no rating."""
    made = _company(tmp_path, PLAN + COMMISSION)
    for code in ("zw", "ls", "ww"):
        made.target(code, "contract_amount", "2024Q1", 1000)
    for code, yuan, stars in (("zw", 900, 4), ("ls", 1500, 5)):
        contract = made.contract(D(2024, 3, 31), yuan, code)
        made.money(contract, D(2024, 3, 31), 100)
        made.feedback(code, D(2024, 3, 31), "c1", "rating", stars)
    return made


def _report(
    company: SmallCompany, over: str = "2024Q1", on: date = AFTERWARDS, other: str | None = None, **of: str
) -> Report:
    with company.view(on, other) as view:
        return appraise.build(view, span(over), **of)


def _shown(report: Report) -> list[tuple[Any, ...]]:
    """Rep, printed score, grade and rank of each row."""
    return [(row["rep"], _said(row["score"]), row["grade"], row["rank"]) for row in report.rows]


def _said(number: Decimal | None) -> str | None:
    return None if number is None else str(number)


def _row(report: Report, rep: str) -> Mapping[str, Any]:
    return next(row for row in report.rows if row["rep"] == rep)


# Scores.


def test_everybody_by_rank(company: SmallCompany) -> None:
    """ls is held at 120 of 100: 0.6 × 120 + 0.4 × 100; ww has a target and sold nothing: 0, of 60 % of the plan."""
    report = _report(company)
    assert _shown(report) == [("ls", "112.00", "A", 1), ("zw", "86.00", "B", 2), ("ww", "0.00", "D", 3)]
    assert [str(row["coverage"]) for row in report.rows] == ["1", "1", "0.6"]
    assert [row["weakest"] for row in report.rows] == ["satisfaction", "satisfaction", "contract_amount"]


def test_a_row_as_programs_get_it(company: SmallCompany) -> None:
    """Points and coverage to two decimals, the measure's own units in the items, pay with a base that nobody said as null."""
    (row,) = json.loads(to_json(_report(company, rep="zw")))["rows"]
    assert row == {
        "rep": "zw",
        "name": "ZW",
        "post": "rep",
        "score": "86.00",
        "penalty_points": "0.00",
        "grade": "B",
        "rank": 2,
        "coverage": "1.00",
        "weakest": "satisfaction",
        "commission": "10.00",
        "items": [
            {
                "method": "kpi",
                "measure": "contract_amount",
                "assessment": None,
                "weight": "60",
                "actual": "900.00",
                "target": "1000.00",
                "attainment": "0.9000",
                "score": "90.00",
                "why": None,
            },
            {
                "method": "feedback",
                "measure": "satisfaction",
                "assessment": None,
                "weight": "40",
                "actual": "4.0000",
                "target": None,
                "attainment": None,
                "score": "80.00",
                "why": None,
            },
        ],
        "pay": {
            "base": None,
            "bonus": "0.00",
            "commission": "10.00",
            "penalty": "0.00",
            "true_up": "0.00",
            "draw": "0.00",
            "total": "10.00",
        },
        "recommendations": [],
    }


def test_of_one_rep_people_see_the_sheet(company: SmallCompany) -> None:
    """Programs get the one row; what the sheet says is told in its own tests."""
    report = _report(company, rep="zw")
    assert [row["rep"] for row in report.rows] == ["zw"] and not report.sections
    assert report.instead is not None and not report.instead.rows and report.instead.sections
    assert report.instead.title == "Appraisal of zw ZW"


def test_of_several_people_see_a_table_by_post_and_rank(company: SmallCompany) -> None:
    """With what is paid and a bar beside the score; the keys that programs get stay as they are."""
    company.hire("boss", post="manager")
    report = _report(company)
    assert report.instead is not None
    lines = [line.split() for line in to_plain(report.instead).splitlines()]
    assert lines[7][:8] == ["1", "ls", "LS", "Rep", "██████████", "112.00", "A", "100.0%"]
    assert lines[7][8:] == ["Customer", "satisfaction", "10.00", "10.00"]
    assert ["3", "ww", "WW", "Rep", "░░░░░░░░░░", "0.00", "D", "60.0%", "Contract", "amount", "0.00", "0.00"] in lines
    assert [line[1] for line in lines[6:10]] == ["boss", "ls", "zw", "ww"]
    assert "total" not in report.rows[0] and report.rows[0]["coverage"] is None


def test_no_stored_word_is_shown(company: SmallCompany) -> None:
    """What a page shows of the rows' nested values is in words: methods, items, parts of the pay."""
    report = _report(company).instead
    assert report is not None
    page = to_html(report)
    for key in ("contract_amount", ">satisfaction<", ">kpi<", ">feedback<", "true_up", ">base<"):
        assert key not in page
    for word in ("Contract amount", "Customer satisfaction", "key figure", "True-ups", ">Commission<"):
        assert word in page


def test_no_target_is_no_value_and_is_said(company: SmallCompany) -> None:
    company.hire("new", on=D(2024, 3, 31))
    report = _report(company)
    row = _row(report, "new")
    assert (row["score"], row["grade"], row["rank"], row["coverage"]) == (None, None, None, 0)
    assert [item["why"] for item in row["items"]] == ["no target", "nothing to measure"]
    assert "No target for Contract amount in 2024Q1, so the item has no value for new." in report.notes


def test_the_edge_of_a_grade(company: SmallCompany) -> None:
    """zw at 72.50 + 32 … exactly 90 is an A, a hair under it is not: the printed score decides."""
    company.target("zw", "contract_amount", "2024Q1", 931.03)
    assert _shown(_report(company, rep="zw")) == [("zw", "90.00", "A", 2)]
    company.target("zw", "contract_amount", "2024Q1", 931.2)
    assert _shown(_report(company, rep="zw")) == [("zw", "89.99", "B", 2)]


def test_equal_scores_share_a_rank(company: SmallCompany) -> None:
    company.hire("xx", team="north")
    company.target("xx", "contract_amount", "2024Q1", 1000)
    company.contract(D(2024, 3, 1), 900, "xx")
    company.feedback("xx", D(2024, 3, 1), "c1", "rating", 4)
    assert [(rep, rank) for rep, _score, _grade, rank in _shown(_report(company))] == [
        ("ls", 1),
        ("xx", 2),
        ("zw", 2),
        ("ww", 4),
    ]


def test_nothing_after_the_day_looked_from(company: SmallCompany) -> None:
    """Seen from 30 March nothing is sold, and the report says that the quarter is not over."""
    report = _report(company, on=D(2024, 3, 30))
    assert {score for _rep, score, _grade, _rank in _shown(report)} == {"0.00"}
    assert "2024Q1 is not over on 2024-03-30: these are the figures so far." in report.notes
    assert not any("not over" in note for note in _report(company, on=D(2024, 3, 31)).notes)


# Who, and by which plan.


def test_everybody_employed_on_any_day_has_a_row(company: SmallCompany) -> None:
    """Left on New Year's Day, came on 31 March; not who left the day before, and no candidate."""
    company.hire("left")
    company.job("left", D(2024, 1, 1), "depart")
    company.hire("gone")
    company.job("gone", D(2023, 12, 31), "depart")
    company.hire("late", on=D(2024, 3, 31))
    company.append("rep", D(2024, 1, 1), code="cand", name="C", candidate=True)
    assert {row["rep"] for row in _report(company).rows} == {"zw", "ls", "ww", "left", "late"}
    alone = _report(company, rep="gone")
    assert not alone.rows and "Nobody asked for is employed on a day of 2024Q1." in alone.notes


def test_two_posts_in_one_quarter(company: SmallCompany) -> None:
    """ls became manager on 31 March: appraised as one, for which there is no plan; zw is first among the reps left."""
    company.job("ls", D(2024, 3, 31), "move", post="manager")
    report = _report(company)
    assert _shown(report) == [("ls", None, None, None), ("zw", "86.00", "B", 1), ("ww", "0.00", "D", 2)]
    assert _row(report, "ls")["post"] == "manager" and not _row(report, "ls")["items"]
    assert any("no appraisal plan for Manager" in note and "ls" in note for note in report.notes)
    before = _report(company, on=D(2024, 3, 30))
    assert _row(before, "ls")["post"] == "rep"


def test_who_has_no_post(company: SmallCompany) -> None:
    company.hire("xx", post=None)
    report = _report(company)
    assert report.rows[-1]["rep"] == "xx" and report.rows[-1]["score"] is None
    assert any(note.startswith("No post is recorded for xx") for note in report.notes)


def test_a_month_takes_the_quarters_plan(company: SmallCompany) -> None:
    report = _report(company, "2024-03")
    assert _row(report, "zw")["score"] is not None
    assert "Rep has no appraisal plan for a month; the one for a quarter is taken." in report.notes


def test_a_year_has_no_longer_plan(company: SmallCompany) -> None:
    report = _report(company, "2024")
    assert {row["score"] for row in report.rows} == {None}
    assert any("no appraisal plan for Rep and a year" in note for note in report.notes)


def test_the_policy_of_the_last_day_counts(company: SmallCompany) -> None:
    """From March on a plan with satisfaction alone."""
    lighter = PLAN.replace('weight = "60"', 'weight = "1"').replace('weight = "40"', 'weight = "99"')
    company.policy(lighter, D(2024, 3, 1))
    assert _shown(_report(company, rep="zw"))[0][1] == "80.10"


def test_a_span_that_is_no_period_is_wrong_use(company: SmallCompany) -> None:
    with pytest.raises(WrongUse, match=r"2024-W10.*2024Q1"):
        _report(company, "2024-W10")
    with pytest.raises(NotFound):
        _report(company, rep="nobody")


def test_without_a_policy_on_that_day(company: SmallCompany) -> None:
    """The only version starts in June."""
    with company.view() as view:
        late = replace(view, versions=Versions([version_of(1, HEAD, D(2024, 6, 1))]))
        with pytest.raises(NothingInForce, match="2024-03-31"):
            appraise.build(late, span("2024Q1"))


def test_a_team(company: SmallCompany) -> None:
    """Who stood in the team on the last day; the rank stays that of the whole post."""
    company.job("ls", D(2024, 3, 1), "move", team="north")
    company.team("south")
    company.job("zw", D(2024, 3, 31), "move", team="south")
    assert _shown(_report(company, team="south")) == [("zw", "86.00", "B", 2)]
    assert {row["rep"] for row in _report(company, team="north").rows} == {"ls", "ww"}


# What is not there yet, and what is outside its band.


MORE = """
[[appraisal.item]]
method = "competence"
measure = "competence"
weight = "20"
score = "ratio"
[[appraisal.item]]
method = "assessment"
assessment = "exam"
purpose = "appraisal"
weight = "10"
score = "rating"
"""


def _exam(company: SmallCompany, on: date, score: str, rater: str = "manager", method: str = "exam") -> None:
    company.append(
        "assessment",
        on,
        rep_id=company.ids["zw"],
        method=method,
        purpose="appraisal",
        score=score,
        out_of="100",
        rater=rater,
    )


def test_what_has_no_evidence_has_no_value_and_says_so(tmp_path: Path) -> None:
    """Neither a rating of competence nor an exam in the quarter, and no entry whose quality could be seen: 70 % is covered."""
    company = _company(tmp_path, PLAN.replace('weight = "60"', 'weight = "30"') + MORE)
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    company.target("zw", "contract_amount", "2024Q1", 10)
    _exam(company, D(2024, 4, 1), "90")
    row = _row(_report(company), "zw")
    assert (str(row["coverage"]), [item["why"] for item in row["items"]]) == (
        "0.7",
        [None, None, "nothing to measure", "nothing to measure"],
    )


def test_an_assessment_counts_in_its_own_period(tmp_path: Path) -> None:
    """An exam of 80 and one of 90 in the quarter, the rep's own of 100 left out; mastery 0.6 of December is still in force."""
    company = _company(tmp_path, PLAN.replace('weight = "60"', 'weight = "30"') + MORE)
    _exam(company, D(2023, 12, 20), "60", method="mastery")
    _exam(company, D(2024, 1, 1), "80")
    _exam(company, D(2024, 3, 31), "90")
    _exam(company, D(2024, 3, 31), "100", rater="self")
    items = _row(_report(company), "zw")["items"]
    assert [item["score"] for item in items[2:]] == [60, 85]


GOALS = f"""
[[appraisal]]
post = "rep"
period = "year"
{GRADES}
[[appraisal.item]]
method = "periods"
weight = "60"
[[appraisal.item]]
method = "goals"
weight = "40"
"""


def test_a_year_is_the_mean_of_its_quarters_and_the_personal_goals(tmp_path: Path) -> None:
    """Satisfaction 5 and 3 in two quarters, nothing in the others: (100 + 60) ÷ 2; a goal half done of two alike: 25 points."""
    company = _company(tmp_path, PLAN + GOALS)
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    company.feedback("zw", D(2024, 4, 5), "c1", "rating", 3)
    goals = [company.append("goal", D(2024, 1, 5), rep_id=company.ids["zw"], title=f"g{n}") for n in (1, 2)]
    for day, progress in ((D(2024, 2, 1), "0.9"), (D(2024, 5, 1), "0.5")):
        company.append("goal_progress", day, goal_id=goals[0], progress=progress)
    row = _row(_report(company, over="2024"), "zw")
    assert [item["score"] for item in row["items"]] == [80, 25]
    assert str(row["score"]) == "58.00"


def test_penalty_points_are_taken_off_the_score(tmp_path: Path) -> None:
    """A customer that was due on 31 January: one point off 100.00; waived, it is 100.00 again."""
    tracking = '[tracking]\n[[tracking.interval]]\ndays = 30\n[[penalty]]\nkey = "overdue_contact"\npoints = "1"\n'
    company = _company(tmp_path, PLAN + tracking)
    company.customer("c2", D(2024, 1, 1), "zw")
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    row = _row(_report(company), "zw")
    assert (str(row["score"]), str(row["penalty_points"])) == ("99.00", "1")
    company.append("waiver", D(2024, 2, 5), fact_id=company.ids["c2"], why="closed for the holidays")
    assert str(_row(_report(company), "zw")["score"]) == "100.00"


def test_grades_outside_the_distribution(tmp_path: Path, company: SmallCompany) -> None:
    """One A of three is 33.3 %, more than the fifth that the policy wants; the scores stay as they are."""
    banded = PLAN.replace(GRADES, GRADES + '\ndistribution = { A = ["0.05", "0.20"] }')
    report = _report(company, other=banded)
    assert [rep for rep, *_rest in _shown(report)] == ["ls", "zw", "ww"]
    assert any("grade A is 33.3% of 3 graded" in note and "5.0% to 20.0%" in note for note in report.notes)
    assert not any("graded" in note for note in _report(company).notes)


# What if.


def test_another_policy_beside_the_one_in_force(company: SmallCompany) -> None:
    """Satisfaction counts 60 and commission is doubled: the row's own keys are the other's, in_force holds today's."""
    other = (PLAN + COMMISSION).replace('"60"', '"0.1"').replace('"40"', '"99.9"').replace("0.10", "0.20")
    report = _report(company, other=other)
    row = json.loads(to_json(report))["rows"][1]
    assert (row["rep"], row["score"], row["score_difference"]) == ("zw", "80.01", "-5.99")
    assert (row["pay"]["commission"], row["commission_difference"]) == ("20.00", "10.00")
    in_force = row["in_force"]
    assert (in_force["score"], in_force["grade"], in_force["rank"], in_force["coverage"]) == ("86.00", "B", 2, "1.00")
    assert in_force["pay"]["commission"] == "10.00" and in_force["pay"]["total"] == "10.00"
    assert (
        "Commission under this policy is 20.0% of the 200.00 collected in 2024Q1; under the one in force 10.0%."
        in report.notes
    )
    assert "in_force" not in _report(company).rows[0]
    one = _report(company, other=other, rep="zw").instead
    assert one is not None
    result = next(section for section in one.sections if section.title == "Result")
    assert [(row["under"], str(row["score"]), row["rank"], row["total"]) for row in result.rows] == [
        ("this policy", "80.01", "2 of 3", 2000),
        ("the policy in force", "86.00", "2", 1000),
        ("difference", "-5.99", None, 1000),
    ]
    assert "Commission under this policy is 20.0%" in to_plain(one)


def test_what_if_the_policy_in_force_has_no_plan(tmp_path: Path) -> None:
    company = _company(tmp_path, "")
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    row = _row(_report(company, other=PLAN), "zw")
    assert str(row["score"]) == "100.00" and row["score_difference"] is None
    assert row["in_force"]["score"] is None and row["in_force"]["post"] == "rep"


def test_what_if_there_is_no_policy_in_force(tmp_path: Path) -> None:
    """A ledger whose only version starts later: today's side is null."""
    company = _company(tmp_path)
    with company.view(other=PLAN) as view:
        for empty in (Versions([]), Versions([version_of(1, HEAD, D(2024, 6, 1))])):
            report = appraise.build(replace(view, what_if=empty), span("2024Q1"))
            assert [row["in_force"] for row in report.rows] == [None, None, None]


# As a command.


SKILLED = (
    PLAN.replace('weight = "40"', 'weight = "30"')
    + """
[[appraisal.item]]
method = "competence"
measure = "competence"
weight = "10"
score = "ratio"
[[standard]]
key = "weak"
title = "Weak"
recommend = "training"
when = "competence < 0.95"
"""
)


def test_a_period_that_has_not_begun_is_nobodys(tmp_path: Path) -> None:
    """A mark of March is carried on into April, but before April it is no score of the second quarter, and recommends nothing."""
    ours = _company(tmp_path, SKILLED)
    about = {"rep_id": ours.ids["zw"], "purpose": "appraisal", "method": "proficiency", "score": "9", "out_of": "10"}
    ours.append("assessment", D(2024, 3, 1), rater="manager", **about)
    for on, score, coverage in ((D(2024, 3, 31), None, 0), (D(2024, 4, 1), 90, Decimal("0.1"))):
        with ours.view(on) as view:
            report = appraise.build(view, span("2024Q2"))
            (state,) = [row["state"] for row in standing.build(view, span("2024Q2"), rep="zw").rows]
        (row,) = [row for row in report.rows if row["rep"] == "zw"]
        assert (row["score"], row["coverage"]) == (score, coverage)
        assert state == (None if score is None else "met")
        said = "2024Q2 has not begun on 2024-03-31: there are no figures of it yet."
        assert (said in report.notes) is (score is None)
        assert (row["items"][-1]["why"] == "the period has not begun") is (score is None)


def test_on_the_command_line(
    company: SmallCompany, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A table of everybody; of one rep the items for people and the row for programs; a week is a usage error."""
    with company.view():
        pass
    monkeypatch.setenv("SALESCLI_LEDGER", str(company.path))
    words = ["--lang", "en", "--on", "2024-03-31", "appraise", "--period", "2024Q1"]
    assert main(words) == 0
    assert "112.00" in capsys.readouterr().out
    assert main([*words, "--rep", "zw"]) == 0
    assert "Signatures" in capsys.readouterr().out
    assert main([*words, "--sheets"]) == 0
    assert capsys.readouterr().out.count("Signatures") == 3
    assert main([*words, "--rep", "zw", "--format", "json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == 1
    assert main([*words, "--sheets", "--format", "json"]) == 2
    assert "as markdown, html or xlsx" in capsys.readouterr().err
    assert main([*words[:-1], "2024-W10"]) == 2
    answer = capsys.readouterr()
    assert not answer.out and "month, quarter, half or year" in answer.err
