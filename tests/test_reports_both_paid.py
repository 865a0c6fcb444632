"""The appraisal under two policies: score, grade and pay of several reps side by side."""

from datetime import date
from pathlib import Path

import pytest
from small_company import SmallCompany, span

from salescli.reports import appraise, both_paid
from salescli.reports.commission import staff_of
from salescli.reports.report import Report
from salescli.reports.settled import due_of

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.seller]
title = "Seller"
base = "1000.00"
[[commission]]
key = "standard"
posts = ["seller"]
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.05" } ]
[[appraisal]]
post = "seller"
period = "month"
grades = [ { from = "80", grade = "A" }, { from = "0", grade = "B" } ]
[[appraisal.item]]
method = "kpi"
measure = "collected"
weight = "100"
score = "attainment"
"""


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """Of a target of 10,000 zw collected 9,000, ls 5,000; ml left, and 2,000 of an old contract came in."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    for code, yuan in (("zw", 9_000), ("ls", 5_000), ("ml", 2_000)):
        made.hire(code, post="seller")
        made.target(code, "collected", "2024-01", yuan=10_000)
        made.money(made.contract(D(2023, 11, 3), 50_000, code), D(2024, 1, 10), yuan)
    made.job("ml", D(2023, 12, 31), "depart")
    return made


def _report(company: SmallCompany, other: str | None) -> Report:
    with company.view(other=other) as view:
        return appraise.build(view, span("2024-01"))


def test_score_grade_and_pay_side_by_side(ours: SmallCompany) -> None:
    """A takes 95 now, and commission is 4 %: zw has 90 less, ls 50; who loses most is first."""
    other = POLICY.replace('"80"', '"95"').replace("0.05", "0.04")
    shown = _report(ours, other).instead
    assert shown and shown.title == "Appraisal, what if"
    keys = ("rep", "score_now", "score", "grades", "now", "new", "difference")
    assert [[str(row[key]) for key in keys] for row in shown.rows] == [
        ["zw", "90.00", "90.00", "A → B", "145000", "136000", "-9000"],
        ["ls", "50.00", "50.00", "B", "125000", "120000", "-5000"],
    ]
    assert shown.totals == {"now": 270_000, "new": 256_000, "difference": -14_000}


def test_programs_get_the_difference_of_pay(ours: SmallCompany) -> None:
    rows = _report(ours, POLICY.replace("0.05", "0.04")).rows
    assert [(row["rep"], row["commission_difference"], row["pay_difference"]) for row in rows] == [
        ("zw", -9_000, -9_000),
        ("ls", -5_000, -5_000),
    ]


def test_what_it_costs_counts_who_has_left(ours: SmallCompany) -> None:
    """Base 2,000 and 4 or 5 % of all 16,000 that were collected: 2,640 and 2,800 of 16,000; ml, who has left, gets 80, and loses 20 too."""
    notes = _report(ours, POLICY.replace("0.05", "0.04")).notes
    assert "Beside the policy in force: 3 reps lose 160.00; in all −160.00." in notes
    assert "Not employed in 2024-01, but paid: ml 80.00 (−20.00)." in notes
    assert [note.partition(" is ")[2] for note in notes if "collected in" in note] == [
        "16.5% of the 16,000.00 collected in 2024-01; under the one in force 17.5%.",
        "4.0% of the 16,000.00 collected in 2024-01; under the one in force 5.0%.",
    ]


def test_of_a_team_or_a_rep_nobody_else_is_told(ours: SmallCompany) -> None:
    """Those asked for gain and lose, on a sheet nobody but the one it is about; without a what-if nothing is said of who left."""
    with ours.view(other=POLICY.replace("0.05", "0.04")) as view:
        own = appraise.build(view, span("2024-01"), rep="zw")
    assert not any(
        "ml" in note or "Beside" in note for note in [*own.notes, *(own.instead.notes if own.instead else ())]
    )
    assert not any("but paid" in note for note in _report(ours, None).notes)


def test_a_policy_without_an_appraisal(ours: SmallCompany) -> None:
    """No score and no grade there; the pay is compared all the same."""
    shown = _report(ours, POLICY[: POLICY.index("[[appraisal]]")]).instead
    assert shown and [(row["score"], row["grades"], row["difference"]) for row in shown.rows] == [
        (None, "B → —", 0),
        (None, "A → —", 0),
    ]


def test_without_a_what_if_it_is_what_is_due(ours: SmallCompany) -> None:
    with ours.view() as view:
        staff = staff_of(view)
        found = both_paid.both(view, span("2024-01"), staff)
        assert found.now is None
        assert [found.new.of(rep) for rep in ("zw", "ls", "ml")] == [
            due_of(view, span("2024-01"), staff).of(rep) for rep in ("zw", "ls", "ml")
        ]
        assert found.reps() == ["ls", "ml", "zw"]
