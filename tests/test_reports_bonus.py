"""Bonuses on a real ledger: whom they are for, in which month they stand, what has no line, the pool, and why."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import AFTERWARDS, SmallCompany, span

from salescli import money
from salescli.errors import WrongUse
from salescli.render.data import to_json
from salescli.render.tables import to_plain
from salescli.reports import bonus
from salescli.reports.commission import staff_of
from salescli.reports.report import Report
from salescli.rules.reasons import mistakes

D = date
BASIC = '[[bonus]]\nkey = "basic"\nbase = "300.00"\n'
VOLUME = """
[[bonus]]
key = "volume"
base = "2000.00"
period = "quarter"
by = "attainment:contract_amount"
grid = [ { from = "0", to_pay = "-0.50" }, { from = "0.80", to_pay = "0.80" }, { from = "1.00", to_pay = "1.00" } ]
"""
YEARLY = VOLUME + 'settle = "year"\n'
FLOOR = '[bonus_year]\nfloor = "0.00"\n'
MONTHS = [f"2024-{month:02}" for month in range(1, 13)]


def _company(path: Path, policy: str) -> SmallCompany:
    made = SmallCompany(path / "l.db", policy)
    made.team("north")
    made.hire("zw", team="north")
    return made


def _report(company: SmallCompany, over: str, on: date = AFTERWARDS, other: str | None = None, **of: str) -> Report:
    with company.view(on, other) as view:
        return bonus.build(view, span(over), **of)


def _shown(report: Report) -> list[tuple[Any, ...]]:
    """Rep, key, what it was evaluated for, amount and what is paid of each row."""
    return [(row["rep"], row["key"], row["evaluated"], _yuan(row["amount"]), _yuan(row["paid"])) for row in report.rows]


def _yuan(minor: int | None) -> str | None:
    return None if minor is None else money.money_text(minor)


def _paid(company: SmallCompany, over: str, on: date = AFTERWARDS, rep: str = "zw") -> int:
    with company.view(on) as view:
        return bonus.figures_of(view, span(over), staff_of(view)).paid(rep)


# When it stands in the pay.


def test_a_monthly_bonus_over_a_quarter_is_there_three_times(tmp_path: Path) -> None:
    report = _report(_company(tmp_path, BASIC), "2024Q1")
    assert _shown(report) == [("zw", "basic", month, "300.00", "300.00") for month in MONTHS[:3]]
    assert report.totals == {"amount": 90000, "paid": 90000}


def test_a_quarterly_bonus_is_paid_in_the_quarters_last_month(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.contract(D(2024, 1, 10), 800, "zw")
    assert [_shown(_report(company, month)) for month in MONTHS[:2]] == [[], []]
    assert _shown(_report(company, "2024-03")) == [("zw", "volume", "2024Q1", "1600.00", "1600.00")]
    assert _shown(_report(company, "2024H1")) == [("zw", "volume", "2024Q1", "1600.00", "1600.00")]


def test_a_quarter_is_the_sum_of_its_months(tmp_path: Path) -> None:
    """For whatever settles at once, and for the pool, whatever joins and leaves."""
    company = _company(tmp_path, BASIC + YEARLY + FLOOR)
    company.hire("ls", D(2024, 2, 15), team="north")
    company.job("ls", D(2024, 8, 20), "depart")
    for rep in ("zw", "ls"):
        company.target(rep, "contract_amount", "2024", 4000)
        company.contract(D(2024, 3, 1), 3000, rep)
    for rep in ("zw", "ls"):
        months = [_paid(company, month, rep=rep) for month in MONTHS]
        assert [_paid(company, f"2024Q{n}", rep=rep) for n in (1, 2, 3, 4)] == [
            sum(months[first : first + 3]) for first in (0, 3, 6, 9)
        ]
        assert _paid(company, "2024", rep=rep) == sum(months)


def test_who_joins_in_the_middle_of_a_quarter_has_the_whole_base_for_a_part_of_the_target(tmp_path: Path) -> None:
    """45 of 91 days are left, so 450 of the target of 910: 100 %."""
    company = _company(tmp_path, VOLUME + '[calendar]\nprorate = "days"\n')
    company.hire("ls", D(2024, 5, 17), team="north")
    company.target("ls", "contract_amount", "2024Q2", 910)
    company.contract(D(2024, 6, 1), 450, "ls")
    assert _shown(_report(company, "2024Q2", rep="ls")) == [("ls", "volume", "2024Q2", "2000.00", "2000.00")]


def test_a_leavers_bonus_and_pool_are_paid_in_the_last_month_employed(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC + YEARLY + FLOOR)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.target("zw", "contract_amount", "2024Q2", 1000)
    company.contract(D(2024, 1, 10), 1000, "zw")
    company.contract(D(2024, 4, 10), 800, "zw")
    company.job("zw", D(2024, 5, 20), "depart")
    assert _shown(_report(company, "2024-05")) == [
        ("zw", "basic", "2024-05", "300.00", "300.00"),
        ("zw", "volume", "2024Q2", "1600.00", "0.00"),
        ("zw", "bonus_year", "2024", None, "3600.00"),
    ]
    assert [_paid(company, month) for month in MONTHS[5:]] == [0] * 7


def test_the_day_before_leaving_is_known_the_pool_waits(tmp_path: Path) -> None:
    company = _company(tmp_path, YEARLY + FLOOR)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.job("zw", D(2024, 5, 20), "depart")
    assert "bonus_year" not in [row["key"] for row in _report(company, "2024-05", on=D(2024, 5, 19)).rows]
    assert "bonus_year" in [row["key"] for row in _report(company, "2024-05", on=D(2024, 5, 20)).rows]


def test_a_negative_coefficient_eats_the_years_pool_and_never_the_wage(tmp_path: Path) -> None:
    """+2,000, −1,000, −1,000, −1,000: the pool stands at −1,000.00 and pays nothing, in December alone."""
    company = _company(tmp_path, YEARLY + FLOOR)
    for quarter in (1, 2, 3, 4):
        company.target("zw", "contract_amount", f"2024Q{quarter}", 1000)
    company.contract(D(2024, 1, 10), 1000, "zw")
    rows = _report(company, "2024").rows
    assert [_yuan(row["pool"]) for row in rows] == ["2000.00", "1000.00", "0.00", "-1000.00", "-1000.00"]
    assert [_paid(company, month) for month in MONTHS] == [0] * 12
    assert _shown(_report(company, "2024-12"))[-1] == ("zw", "bonus_year", "2024", None, "0.00")


def test_without_a_floor_the_pool_is_paid_as_it_is(tmp_path: Path) -> None:
    company = _company(tmp_path, YEARLY)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    assert _paid(company, "2024-12") == -100000


def test_a_policy_that_comes_without_a_floor_takes_none_away(tmp_path: Path) -> None:
    """Three quarters missed under a floor of 0; in December a policy without bonuses comes: the wage is not touched."""
    company = _company(tmp_path, YEARLY + FLOOR)
    for quarter in ("2024Q1", "2024Q2", "2024Q3"):
        company.target("zw", "contract_amount", quarter, 1000)
    company.policy("", D(2024, 12, 1))
    assert _paid(company, "2024-12") == 0


def test_before_its_end_a_period_stands_as_it_is_so_far(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.contract(D(2024, 3, 20), 1000, "zw")
    report = _report(company, "2024Q1", on=D(2024, 3, 1))
    assert _shown(report) == [("zw", "volume", "2024Q1", "-1000.00", "-1000.00")]
    assert [note for note in report.notes if "not over" in note] == [
        "2024Q1 is not over on 2024-03-01: what is evaluated for it stands as the figures are so far."
    ]
    assert _report(company, "2024Q2", on=D(2024, 3, 1)).rows == []


# Whom it is for, and which policy decides.


def test_the_post_on_the_last_day_of_the_period_decides(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC + 'posts = ["rep"]\n')
    company.job("zw", D(2024, 2, 29), "move", post="manager")
    assert [row["evaluated"] for row in _report(company, "2024Q1").rows] == ["2024-01"]


def test_a_team_stands_for_the_teams_below_it(tmp_path: Path) -> None:
    company = SmallCompany(tmp_path / "l.db", BASIC + 'teams = ["north"]\n')
    company.team("north")
    company.team("northwest", parent="north")
    company.team("south")
    company.hire("zw", team="northwest")
    company.hire("ls", team="south")
    assert [row["rep"] for row in _report(company, "2024-01").rows] == ["zw"]


def test_a_policy_changed_in_the_middle_decides_by_the_periods_last_day(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.policy(VOLUME.replace("2000.00", "5000.00"), D(2024, 3, 31))
    company.target("zw", "contract_amount", "2024Q1", 1000)
    company.contract(D(2024, 1, 10), 1000, "zw")
    assert _shown(_report(company, "2024Q1")) == [("zw", "volume", "2024Q1", "5000.00", "5000.00")]


def test_of_team_looks_at_the_teams_that_one_leads(tmp_path: Path) -> None:
    """Two teams side by side and one below: each fact counts once, against the two targets of the teams on top."""
    company = SmallCompany(tmp_path / "l.db", VOLUME + 'posts = ["manager"]\nof_team = true\n')
    company.hire("boss", post="manager")
    company.hire("idle", post="manager")
    company.team("north", lead="boss")
    company.team("northwest", parent="north", lead="boss")
    company.team("south", lead="boss")
    for rep, team in (("zw", "northwest"), ("ls", "south"), ("ww", "north")):
        company.hire(rep, team=team)
        company.contract(D(2024, 1, 10), 300, rep)
    company.target("TEAM:north", "contract_amount", "2024Q1", 800)
    company.target("TEAM:south", "contract_amount", "2024Q1", 200)
    company.target("TEAM:northwest", "contract_amount", "2024Q1", 5000)
    report = _report(company, "2024Q1")
    assert [(row["rep"], row["coefficient"]) for row in report.rows] == [("boss", Fraction("0.8"))]
    assert report.notes == ["volume, 2024Q1: no line for idle, no team is led on the last day."]
    with company.view() as view:
        tree, _notes = bonus.reason_of(view, "boss", span("2024Q1"), "volume")
    assert (tree.result, mistakes(tree)) == (160000, [])
    attained = tree.steps[0].steps[1].steps[0]
    assert attained.title == "Attainment of Contract amount of North, South, 2024Q1"
    assert [step.result for step in attained.steps] == [90000, 100000]


# What has no line.


def test_no_target_is_no_line_and_a_note_with_whose(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.hire("ls", team="north")
    company.contract(D(2024, 1, 10), 1000, "zw")
    report = _report(company, "2024Q1")
    assert report.rows == []
    assert report.notes == ["volume, 2024Q1: no line for ls, zw, there is no target for Contract amount."]
    assert _report(company, "2024Q1", rep="ls").notes == [
        "volume, 2024Q1: no line for ls, there is no target for Contract amount."
    ]


def test_a_target_and_nothing_sold_is_a_line(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    assert _shown(_report(company, "2024Q1")) == [("zw", "volume", "2024Q1", "-1000.00", "-1000.00")]


def test_a_target_of_0_has_no_attainment(tmp_path: Path) -> None:
    company = _company(tmp_path, VOLUME)
    company.target("zw", "contract_amount", "2024Q1", 0)
    company.contract(D(2024, 1, 10), 1000, "zw")
    report = _report(company, "2024Q1")
    assert (report.rows, report.notes) == (
        [],
        ["volume, 2024Q1: no line for zw, the target for Contract amount is 0."],
    )


def test_nothing_due_has_no_collection_rate(tmp_path: Path) -> None:
    policy = '[[bonus]]\nkey = "c"\nbase = "1.00"\nby = "collection_rate"\ngrid = [ { from = "0", to_pay = "1" } ]\n'
    report = _report(_company(tmp_path, policy), "2024-01")
    assert (report.rows, report.notes) == ([], ["c, 2024-01: no line for zw, Collection rate has no value."])


def test_no_bonus_in_the_policy_is_said(tmp_path: Path) -> None:
    report = _report(_company(tmp_path, ""), "2024Q1")
    assert (report.rows, report.notes) == ([], ["The policy in force has no bonus."])


def test_ten_per_cent_of_bad_debt_are_taken_from_the_pool(tmp_path: Path) -> None:
    """Shared 60 / 40: 34,210.05 of bad debt are 20,526.03 and 13,684.02."""
    policy = '[[bonus]]\nkey = "bad_debt"\nperiod = "quarter"\nshare_of = "bad_debt"\nrate = "-0.10"\nsettle = "year"\n'
    company = _company(tmp_path, policy + BASIC.replace("basic", "fix").replace("300", "5000") + 'settle = "year"\n')
    company.hire("ls", team="north")
    company.opportunity("deal", D(2024, 1, 1), "zw")
    company.share("deal", D(2024, 1, 1), zw="60", ls="40")
    contract = company.contract(D(2024, 1, 10), 50000, name="deal")
    company.money(contract, D(2024, 2, 1), 34210.05, "write_off")
    rows = [row for row in _report(company, "2024Q1").rows if row["key"] == "bad_debt"]
    assert [(row["rep"], _yuan(row["base"]), _yuan(row["amount"]), row["paid"]) for row in rows] == [
        ("ls", "13684.02", "-1368.40", 0),
        ("zw", "20526.03", "-2052.60", 0),
    ]


def test_by_grade(tmp_path: Path) -> None:
    """The grade of the same quarter's appraisal; who has no plan has no grade and no line."""
    policy = """
[[bonus]]
key = "appraisal"
base = "1500.00"
period = "quarter"
by = "grade"
grades = { A = "1.5", D = "0" }
[[appraisal]]
post = "rep"
period = "quarter"
grades = [ { from = "90", grade = "A" }, { from = "0", grade = "D" } ]
[[appraisal.item]]
method = "feedback"
measure = "satisfaction"
weight = "100"
score = "rating"
"""
    company = _company(tmp_path, policy)
    company.hire("boss", post="manager")
    company.customer("c1", D(2023, 1, 1))
    company.feedback("zw", D(2024, 3, 31), "c1", "rating", 5)
    report = _report(company, "2024Q1")
    assert _shown(report) == [("zw", "appraisal", "2024Q1", "2250.00", "2250.00")]
    assert report.notes == ["appraisal, 2024Q1: no line for boss, there is no grade."]


# As programs and people get it.


def test_a_row_as_programs_get_it(tmp_path: Path) -> None:
    company = _company(tmp_path, YEARLY + FLOOR)
    company.target("zw", "contract_amount", "2024Q4", 1000)
    company.contract(D(2024, 10, 10), 999, "zw")
    rows = json.loads(to_json(_report(company, "2024-12")))["rows"]
    assert rows == [
        {
            "rep": "zw",
            "name": "ZW",
            "key": "volume",
            "title": "volume",
            "evaluated": "2024Q4",
            "settle": "year",
            "base": "2000.00",
            "coefficient": "0.8000",
            "amount": "1600.00",
            "pool": "1600.00",
            "floor": None,
            "paid": "0.00",
        },
        {
            "rep": "zw",
            "name": "ZW",
            "key": "bonus_year",
            "title": "Year's bonus pool",
            "evaluated": "2024",
            "settle": "year",
            "base": None,
            "coefficient": None,
            "amount": None,
            "pool": "1600.00",
            "floor": "0.00",
            "paid": "1600.00",
        },
    ]


def test_a_table_for_people(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC)
    lines = to_plain(_report(company, "2024-01")).splitlines()
    (row,) = [line.split() for line in lines if line.startswith("zw")]
    assert row == ["zw", "ZW", "basic", "2024-01", "300.00", "1.00", "300.00", "300.00"]


def test_what_if_stands_beside_what_is_in_force(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC)
    other = BASIC.replace("300.00", "500.00") + BASIC.replace("basic", "more")
    rows = json.loads(to_json(_report(company, "2024-01", other=other)))["rows"]
    assert [
        (row["key"], row["paid"], row["in_force"] and row["in_force"]["paid"], row["difference"]) for row in rows
    ] == [
        ("basic", "500.00", "300.00", "200.00"),
        ("more", "300.00", None, "300.00"),
    ]
    gone = json.loads(to_json(_report(company, "2024-01", other="")))["rows"]
    assert [(row["paid"], row["in_force"]["paid"], row["difference"]) for row in gone] == [(None, "300.00", "-300.00")]


def test_one_rep_or_one_team(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC)
    company.hire("ls")
    assert [row["rep"] for row in _report(company, "2024-01").rows] == ["ls", "zw"]
    assert [row["rep"] for row in _report(company, "2024-01", rep="ls").rows] == ["ls"]
    assert [row["rep"] for row in _report(company, "2024-01", team="north").rows] == ["zw"]


def test_a_part_of_a_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match=r"2024-03-01\.\.2024-03-15 is not made of whole ones"):
        _report(_company(tmp_path, BASIC), "2024-03-01..2024-03-15")


# Why.


def _reason(company: SmallCompany, over: str, key: str | None = None) -> Mapping[str, Any]:
    with company.view() as view:
        tree, notes = bonus.reason_of(view, "zw", span(over), key)
    assert mistakes(tree) == []
    return {"result": tree.result, "tree": tree, "notes": notes}


def test_the_reasons_come_to_what_is_paid(tmp_path: Path) -> None:
    """The year's pool with each of its quarters down to the contracts and the target, and what settles at once."""
    company = _company(tmp_path, BASIC + YEARLY + FLOOR)
    for quarter in (1, 2):
        company.target("zw", "contract_amount", f"2024Q{quarter}", 1000)
    company.contract(D(2024, 1, 10), 1000, "zw")
    why = _reason(company, "2024-12")
    assert why["result"] == 30000 + 100000 == _paid(company, "2024-12")
    pool = why["tree"].steps[-1]
    assert pool.title == "Year's bonus pool 2024, paid in 2024-12"
    assert [step.title for step in pool.steps[0].steps] == [
        "volume, 2024Q1: 2,000.00 × 1 (settles by the year)",
        "volume, 2024Q2: 2,000.00 × -0.5 (settles by the year)",
    ]
    assert pool.steps[0].steps[0].steps[1].title == "100 % meets the row from 100 %: 1"


def test_what_only_accrues_is_told_and_not_counted(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC + YEARLY + FLOOR)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    why = _reason(company, "2024-03")
    assert why["result"] == 30000
    assert [(step.result, step.counts) for step in why["tree"].steps] == [(30000, True), (-100000, False)]


def test_one_bonus_by_its_key(tmp_path: Path) -> None:
    company = _company(tmp_path, BASIC + YEARLY + FLOOR)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    assert _reason(company, "2024-03", "volume")["result"] == -100000
    assert _reason(company, "2024-12", "bonus_year")["result"] == 0
    none = _reason(company, "2024-06", "volume")
    assert (none["result"], none["notes"]) == (
        None,
        ["volume, 2024Q2: no line for zw, there is no target for Contract amount."],
    )


def test_less_is_better_and_straight_lines_can_be_reckoned_again(tmp_path: Path) -> None:
    """Two complaints of three allowed: 2 − 2 ÷ 3 = 4 ÷ 3, a third of the way from 1 to 2."""
    policy = """
[[bonus]]
key = "calm"
base = "300.00"
by = "attainment:complaints"
linear = true
grid = [ { from = "0", to_pay = "0" }, { from = "1", to_pay = "1" }, { from = "2", to_pay = "4" } ]
"""
    company = _company(tmp_path, policy)
    company.customer("c1", D(2023, 1, 1))
    company.target("zw", "complaints", "2024-01", number="3")
    for day in (5, 6):
        company.feedback("zw", D(2024, 1, day), "c1", "complaint")
    assert _shown(_report(company, "2024-01")) == [("zw", "calm", "2024-01", "600.00", "600.00")]
    assert _reason(company, "2024-01", "calm")["result"] == 60000
