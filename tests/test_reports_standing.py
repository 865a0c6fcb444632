"""reports/standing.py: the last grades, the standards met and nearly met, and who has a row."""

import json
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import AFTERWARDS, HEAD, span
from standard_company import PLAN, StandardCompany, standard

from salescli.errors import NotFound, WrongUse
from salescli.render.data import to_csv, to_json
from salescli.render.terminal import to_terminal
from salescli.reports import standing
from salescli.reports.report import Report

D = date
RULES = standard("grade == D", "dismissal", 2, key="low") + standard(
    "grade == A and assessment:interview >= 0.50", "pay_rise", 1, key="high", more='raise = "0.05"'
)


@pytest.fixture
def company(tmp_path: Path) -> StandardCompany:
    """zw has D, B, D, D; ls has one A at the end and no interview; new came in the fourth quarter."""
    ours = StandardCompany(tmp_path, RULES)
    ours.team("north")
    ours.hire("ls", team="north")
    ours.hire("new", D(2024, 10, 8))
    for quarter, stars in (("2024Q1", 1), ("2024Q2", 4), ("2024Q3", 1), ("2024Q4", 1)):
        ours.stars(quarter, stars)
    ours.stars("2024Q4", 5, "ls")
    return ours


def _report(ours: StandardCompany, over: str = "2024Q4", on: date = AFTERWARDS, other: Any = None, **of: str) -> Report:
    with ours.view(on, other) as view:
        return standing.build(view, span(over), **of)


def _shown(report: Report) -> list[tuple[Any, ...]]:
    return [(row["rep"], row["history"], row["standard"], row["state"]) for row in report.rows]


def _row(report: Report, rep: str) -> Mapping[str, Any]:
    return next(row for row in report.rows if row["rep"] == rep)


def test_everybody_has_a_row(company: StandardCompany) -> None:
    assert _shown(_report(company)) == [
        ("ls", "— — — A", None, None),
        ("new", "— — — —", None, None),
        ("zw", "D B D D", "low", "met"),
    ]


def test_a_row_as_programs_get_it(company: StandardCompany) -> None:
    row = json.loads(to_json(_report(company, rep="zw")))["rows"][0]
    assert row["grades"] == [
        {"period": "2024Q1", "score": "20.00", "grade": "D"},
        {"period": "2024Q2", "score": "80.00", "grade": "B"},
        {"period": "2024Q3", "score": "20.00", "grade": "D"},
        {"period": "2024Q4", "score": "20.00", "grade": "D"},
    ]
    assert (row["recommendation"], row["standard"], row["amount"]) == ("dismissal", "low", None)
    assert [(one["period"], one["value"], one["met"]) for one in row["evidence"]] == [
        ("2024Q3", "D", True),
        ("2024Q4", "D", True),
    ]
    assert row["why"] == "2024Q3: Grade D · 2024Q4: Grade D"
    assert ",D B D D," in to_csv(_report(company, rep="zw"))


def test_one_more_quarter_like_this(company: StandardCompany) -> None:
    """After the third quarter zw has one D running: one more and the standard is met."""
    report = _report(company, "2024Q3", rep="zw")
    (row,) = report.rows
    assert (row["state"], row["recommendation"], row["why"]) == ("nearly", "dismissal", "2024Q3: Grade D")
    state = next(column for column in report.columns if column.key == "state")
    assert state.words["nearly"] == "one more quarter like this"


def test_a_row_for_each_standard_with_what_is_proposed(company: StandardCompany) -> None:
    company.assess(D(2024, 11, 1), "5", "ls")
    company.base(D(2024, 1, 1), 600_000, "ls")
    row = _row(_report(company), "ls")
    assert (row["standard"], row["amount"]) == ("high", 30_000)
    assert row["why"] == (
        "2024Q4: Grade A; Assessment: interview (latest marks, each alike) 50% ≥ 50%"
        " · Base 6,000.00 → 6,300.00 a month, 300.00 more (5% of the base)"
    )


def test_what_is_unknown_is_said(company: StandardCompany) -> None:
    """An A without an interview, and somebody without a grade; who simply does not meet it is not named."""
    notes = [note for note in _report(company).notes if "unknown" in note]
    assert notes == [
        "The standard Rule high is unknown for ls, new: Assessment: interview (latest marks, each alike) has no value.",
        "The standard Rule low is unknown for new: Grade has no value.",
        "The standard Rule high is unknown for new: Grade has no value.",
    ]


def test_as_many_grades_as_the_longest_standard_wants(tmp_path: Path) -> None:
    ours = StandardCompany(tmp_path, standard("grade == D", periods=6))
    assert len(_report(ours).rows[0]["grades"]) == 6
    ours.policy(PLAN + standard("grade == D", periods=60), D(2024, 12, 1))
    assert len(_report(ours).rows[0]["grades"]) == 12
    ours.policy(PLAN, D(2024, 12, 2))
    report = _report(ours)
    assert len(report.rows[0]["grades"]) == 4
    assert "The policy in force on 2024-12-31 has no standard, so nothing is recommended." in report.notes


def test_who_has_left_is_recommended_nothing(company: StandardCompany) -> None:
    company.job("zw", D(2024, 12, 30), "depart")
    report = _report(company)
    assert _row(report, "zw")["standard"] is None
    assert "zw has left by the end of 2024Q4, so nothing is recommended." in report.notes


def test_a_period_that_is_not_over(company: StandardCompany) -> None:
    report = _report(company, on=D(2024, 11, 15))
    assert "2024Q4 is not over on 2024-11-15: these are the figures so far." in report.notes
    assert _row(report, "zw")["state"] == "met"


def test_one_rep_a_team_and_nobody(company: StandardCompany) -> None:
    assert [row["rep"] for row in _report(company, team="north").rows] == ["ls"]
    assert _report(company, "2024Q3", rep="new").notes[0] == "Nobody asked for is employed on a day of 2024Q3."
    with pytest.raises(NotFound):
        _report(company, rep="nobody")
    with pytest.raises(WrongUse, match="month, quarter, half or year"):
        _report(company, "2024-01-01..2024-02-03")


def test_under_another_policy_with_todays_beside_it(company: StandardCompany) -> None:
    """Under the other one two stars are enough; today zw is to be dismissed."""
    other = PLAN.replace('"60"', '"10"') + standard("grade == B", "promotion", key="up")
    row = json.loads(to_json(_report(company, other=other, rep="zw")))["rows"][0]
    assert (row["history"], row["recommendation"]) == ("B B B B", "promotion")
    assert row["in_force"] == [{"recommend": "dismissal", "standard": "low"}]
    assert "in_force" not in _report(company).rows[0]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_on_a_terminal(company: StandardCompany, monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = re.sub("\x1b\\[[0-9;]*m", "", to_terminal(_report(company))).splitlines()
    assert max(map(len, lines)) <= width
    assert any("D B D D" in line and "Dismissal" in line for line in lines) or width == 60


# On the command line.


@pytest.fixture
def cli(run: Run, ledger: Path, tmp_path: Path) -> Run:
    """A ledger with a rep and these rules."""
    rules = tmp_path / "rules.toml"
    rules.write_text(HEAD + PLAN + RULES, encoding="utf-8")
    assert run("init", "--with-policy", str(rules)).code == 0
    assert run("rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2023-01-01").code == 0
    return run


def test_the_command(cli: Run) -> None:
    found = json.loads(cli("standing", "--period", "2024Q1", "--format", "json").out)
    assert (found["report"], [row["rep"] for row in found["rows"]]) == ("standing", ["zw"])
    assert "销售员" in cli("standing", "--period", "2024Q1", "--lang", "zh").out


@pytest.mark.usefixtures("cli")
def test_what_is_refused(refused: Refused) -> None:
    said = refused(2, "standing", "--period", "2024-W10")
    assert said.startswith("An appraisal is for a month, quarter, half or year; 2024-W10 is none.")
    assert "exclude each other" in refused(2, "standing", "--period", "2024Q1", "--rep", "zw", "--team", "north")
    assert "no rep 'nobody'" in refused(3, "standing", "--period", "2024Q1", "--rep", "nobody")
    assert "no team 'nothing'" in refused(3, "standing", "--period", "2024Q1", "--team", "nothing")
