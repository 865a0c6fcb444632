"""reports/fitting.py: who fits a post, by the latest assessments against what it requires."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import AFTERWARDS, HEAD, SmallCompany, span

from salescli.errors import NotFound, NothingInForce
from salescli.render.data import to_json
from salescli.reports import assessments
from salescli.reports.report import Report

D = date
POSTS = """
[post.senior]
title = { en = "Senior rep", zh = "高级销售" }
requires = { interview = "0.70", exam = "0.60" }
[post.lead]
title = { en = "Team lead", zh = "销售主管" }
requires = { interview = "0.80" }
"""


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw meets all, the candidate hy has half of an interview, ls has nothing, gone has left, future is still to come."""
    ours = SmallCompany(tmp_path / "l.db", POSTS)
    for code in ("zw", "ls", "gone"):
        ours.hire(code)
    ours.job("gone", D(2024, 1, 31), "depart")
    ours.ids["hy"] = ours.append("rep", D(2024, 1, 1), code="hy", name="HY", candidate=True)
    ours.ids["late"] = ours.append("rep", D(2026, 1, 1), code="late", name="LATE", candidate=True)
    for code, method, day, score, more in (
        ("zw", "interview", D(2024, 1, 5), "0.5", {}),
        ("zw", "interview", D(2024, 2, 5), "0.7", {}),
        ("zw", "interview", D(2024, 3, 5), "1", {"rater": "self"}),
        ("zw", "exam", D(2024, 2, 6), "0.6", {"purpose": "training"}),
        ("hy", "interview", D(2024, 2, 5), "0.35", {"purpose": "selection"}),
        ("gone", "interview", D(2024, 1, 5), "1", {}),
    ):
        given = {"purpose": "promotion", "rater": "manager", **more}
        ours.append("assessment", day, rep_id=ours.ids[code], method=method, score=score, out_of="1", **given)
    return ours


def _report(
    ours: SmallCompany, post: str = "senior", on: date = AFTERWARDS, over: str | None = None, **of: Any
) -> Report:
    with ours.view(on, lang=of.pop("lang", "en")) as view:
        return assessments.build(view, span(over) if over else None, fit=post, **of)


def test_people_and_candidates_by_fit(company: SmallCompany) -> None:
    """Who has left, and who is not known yet, are not among them; without any mark one is last and has no value."""
    rows = [(row["rank"], row["rep"], row["state"], row["fit"], row["coverage"]) for row in _report(company).rows]
    assert rows == [(1, "zw", "employed", 1, 1), (2, "hy", "candidate", 0.5, 0.5), (None, "ls", "employed", None, 0)]


def test_a_row_as_programs_get_it(company: SmallCompany) -> None:
    """Met or short by how much; what is missing is null and not 0."""
    row = json.loads(to_json(_report(company)))["rows"][1]
    assert row == {
        "rank": 2,
        "rep": "hy",
        "name": "HY",
        "post": None,
        "state": "candidate",
        "fit": "0.5000",
        "met": False,
        "coverage": "0.5000",
        "requirements": [
            {
                "method": "interview",
                "required": "0.7000",
                "mark": "0.3500",
                "met": False,
                "short": "0.3500",
                "happened_on": "2024-02-05",
                "marks": 1,
            },
            {
                "method": "exam",
                "required": "0.6000",
                "mark": None,
                "met": None,
                "short": None,
                "happened_on": None,
                "marks": 0,
            },
        ],
    }


def test_as_people_read_it(company: SmallCompany) -> None:
    report = _report(company)
    assert report.title == "Who fits Senior rep"
    titles = [column.title for column in report.columns if column.key.startswith("by_")]
    assert titles == ["interview ≥ 70.0%", "exam ≥ 60.0%"]
    assert [row["by_interview"] for row in report.rows] == ["70.0%", "35.0%, 35.0% short", ""]


def test_which_marks_these_are_and_who_is_first_is_said(company: SmallCompany) -> None:
    order = "In order: who meets all, then by fit × coverage; without any mark last."
    assert _report(company).notes == [
        "A mark is the mean of the latest of each kind of rater, each alike, for whatever purpose it was given.",
        order,
    ]
    assert _report(company, purpose="training").notes == [
        "A mark is the mean of the latest of each kind of rater for training, each alike.",
        order,
    ]


def test_up_to_the_day_or_in_a_period_or_for_a_purpose(company: SmallCompany) -> None:
    def of_zw(**asked: Any) -> Any:
        return next(row["fit"] for row in _report(company, "lead", **asked).rows if row["rep"] == "zw")

    assert [float(of_zw(**asked)) for asked in ({}, {"on": D(2024, 1, 20)}, {"over": "2024-01"})] == [
        0.875,
        0.625,
        0.625,
    ]
    assert of_zw(over="2023") is None
    assert next(row["rep"] for row in _report(company, purpose="选拔").rows) == "hy"
    assert [row["rep"] for row in _report(company, rep="ls").rows] == ["ls"]


@pytest.mark.parametrize("text", ["senior", " SENIOR ", "Senior rep", "高级销售", "高级", "senio"])
def test_a_post_by_key_or_title_in_either_language(company: SmallCompany, text: str) -> None:
    assert _report(company, text).title == "Who fits Senior rep"
    assert _report(company, text, lang="zh").title == "Who fits 高级销售"


def test_a_post_that_is_not_there_or_requires_nothing(company: SmallCompany) -> None:
    with pytest.raises(NotFound, match=r"no post 'chief'.*senior \(Senior rep / 高级销售\), lead"):
        _report(company, "chief")
    with pytest.raises(NotFound, match=r"several posts: senior .*, lead "):
        _report(company, "销售")
    with pytest.raises(NothingInForce, match=r"nothing that the post manager .*interview = "):
        _report(company, "manager")


# On the command line.


def test_the_command(run: Run, ledger: Path, tmp_path: Path, refused: Refused) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(HEAD + POSTS, encoding="utf-8")
    run("init", "--with-policy", str(rules))
    run("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2023-01-01")
    run("assess", "zw", "--method", "interview", "--purpose", "promotion", "--score", "7", "--out-of", "10")
    found = json.loads(run("assessments", "--fit", "高级销售", "--format", "json").out)
    assert (found["report"], [row["rep"] for row in found["rows"]]) == ("assessments", ["zw"])
    assert "exclude each other" in refused(2, "assessments", "--fit", "senior", "--method", "exam")
    assert "The option --fit is empty" in refused(2, "assessments", "--fit", "")
    assert "There is no post '\\x1b[31m'" in refused(3, "assessments", "--fit", "\x1b[31m")
    assert "requires" in refused(6, "assessments", "--fit", "rep")
