"""reports/assessments.py: evidence by person, method, purpose and period, with count and mean."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import SmallCompany, span

from salescli.errors import NotFound, WrongUse
from salescli.render.data import to_json
from salescli.render.tables import to_plain
from salescli.reports import assessments
from salescli.reports.report import Report

D = date


def give(ours: SmallCompany, who: str, day: date, method: str, score: str, of: str = "10", **more: Any) -> None:
    ours.append("assessment", day, rep_id=ours.ids[who], method=method, score=score, out_of=of, **more)


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """Interviews of zw with 7.5 of 10 and 45 of 50, and one by himself; an exam of zw; an interview of the candidate hy."""
    company = SmallCompany(tmp_path / "l.db")
    company.hire("zw")
    company.ids["hy"] = company.append("rep", D(2024, 1, 1), code="hy", name="HY", candidate=True)
    give(company, "zw", D(2024, 3, 1), "interview", "7.50", purpose="promotion", rater="manager")
    give(company, "zw", D(2024, 6, 1), "interview", "45", "50", purpose="appraisal", rater="peer")
    give(company, "zw", D(2024, 6, 2), "interview", "10", purpose="appraisal", rater="self")
    give(company, "zw", D(2024, 6, 3), "exam", "60", "100", purpose="appraisal")
    give(company, "hy", D(2024, 6, 4), "interview", "8", purpose="selection")
    return company


def told(report: Report, *keys: str) -> list[Any]:
    return [tuple(row[key] for key in keys) for row in report.rows]


def test_person_by_person_method_by_method(ours: SmallCompany) -> None:
    """The mean is of score ÷ maximum, per person and method; what one gave oneself stands apart."""
    with ours.view() as view:
        report = assessments.build(view, None)
    assert [
        (row["rep"], row["method"], float(row["mark"]), row["count"], float(row["mean"])) for row in report.rows
    ] == [
        ("hy", "interview", 0.8, 1, 0.8),
        ("zw", "exam", 0.6, 1, 0.6),
        ("zw", "interview", 0.75, 2, 0.825),
        ("zw", "interview", 0.9, 2, 0.825),
        ("zw", "interview", 1.0, 1, 1.0),
    ]
    assert report.totals["count"] == 5 and float(report.totals["mean"]) == 0.7625


def test_programs_get_exact_scores(ours: SmallCompany) -> None:
    with ours.view() as view:
        tree = json.loads(to_json(assessments.build(view, None, rep="zw", purpose="promotion")))
    row = tree["rows"][0]
    keys = ("rep", "name", "method", "purpose", "happened_on", "score", "out_of", "mark", "rater", "count", "mean")
    assert tuple(row[key] for key in keys) == (
        *("zw", "ZW", "interview", "promotion", "2024-03-01", "7.5", "10"),
        *("0.7500", "manager", 1, "0.7500"),
    )
    assert tree["totals"] == {"count": 1, "mean": "0.7500"}
    assert "person" not in row and "sums" not in row


def test_people_read_the_mean_beside_what_it_is_the_mean_of(ours: SmallCompany) -> None:
    with ours.view() as view:
        text = to_plain(assessments.build(view, None, rep="zw"))
    assert text.startswith("Assessments: 4 · ")
    assert text.count("82.5% of 2") == 2 and "60.0% of" not in text and "Total" not in text


def test_what_is_asked_for(ours: SmallCompany) -> None:
    """One method, one purpose, one person, one period, in either language; nothing later than the day."""
    with ours.view() as view:
        assert len(assessments.build(view, None, method="面试").rows) == 4
        assert told(assessments.build(view, None, purpose="选拔"), "rep") == [("hy",)]
        assert len(assessments.build(view, span("2024Q2"), rep="ZW").rows) == 3
        assert len(assessments.build(view, span("2024Q1")).rows) == 1
        nothing = assessments.build(view, span("2024Q3"))
        assert (nothing.rows, nothing.totals) == ([], {"count": 0, "mean": None})
    with ours.view(D(2024, 6, 1)) as view:
        assert len(assessments.build(view, None).rows) == 2


def test_only_self_ratings_have_no_mean_of_others(ours: SmallCompany) -> None:
    """No value, which is not zero."""
    with ours.view() as view:
        report = assessments.build(view, span("2024-06-02"))
    assert report.totals == {"count": 1, "mean": None} and report.rows[0]["mean"] == 1


def test_what_is_not_there(ours: SmallCompany) -> None:
    with ours.view() as view:
        with pytest.raises(WrongUse, match="The method is one of"):
            assessments.build(view, None, method="magic")
        with pytest.raises(WrongUse, match="The purpose is one of"):
            assessments.build(view, None, purpose="fun")
        with pytest.raises(NotFound, match="There is no rep 'x'"):
            assessments.build(view, None, rep="x")


@pytest.mark.usefixtures("company")
def test_the_command(run: Run, refused: Refused) -> None:
    """What was recorded by command is there."""
    run("assess", "zw", "--method", "面试", "--purpose", "晋升", "--score", "7.5", "--out-of", "10")
    words = ["assessments", "--method", "interview", "--purpose", "promotion", "--rep", "zw", "--period", "2024Q1"]
    tree = json.loads(run(*words, "--format", "json").out)
    assert (tree["report"], tree["period"]["name"], tree["rows"][0]["score"]) == ("assessments", "2024Q1", "7.5")
    assert refused(2, "assessments", "--method", "magic").startswith("The method is one of")
    assert refused(3, "assessments", "--rep", "x").startswith("There is no rep 'x'.")
    refused(2, "assessments", "--period", "soon")
