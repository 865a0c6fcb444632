"""Penalties on a real ledger: which facts cost what, waivers beside them, what-if, and why."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_company import AFTERWARDS, SmallCompany, fen, span

from salescli import money
from salescli.render.data import to_json
from salescli.reports import penalties
from salescli.reports.commission import staff_of
from salescli.reports.report import Report
from salescli.rules.reasons import mistakes

D = date
POLICY = """
[tracking]
grace_days = 1
[[tracking.interval]]
days = 30
[[penalty]]
key = "overdue_contact"
amount = "50.00"
points = "1"
[[penalty]]
key = "late_trip_report"
per = "day"
after_days = 5
amount = "20.00"
[[penalty]]
key = "entertainment_without_close"
after_days = 90
share = "0.30"
[[penalty]]
key = "trip_over_limit"
amount = "200.00"
[[limit]]
kind = "trips"
over = "penalise"
rows = [ { probability_from = "0", amount_from = "0", most = 1 } ]
"""


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.team("north")
    made.hire("zw", team="north")
    made.hire("ls")
    made.opportunity("deal", D(2024, 1, 1), "zw")
    return made


def _report(
    company: SmallCompany, over: str = "2024", on: date = AFTERWARDS, other: str | None = None, **of: str
) -> Report:
    with company.view(on, other) as view:
        return penalties.build(view, span(over), **of)


def _shown(report: Report) -> list[tuple[Any, ...]]:
    """Rep, key, first day and amount of each row."""
    return [(row["rep"], row["key"], row["happened_on"], money.money_text(row["amount"])) for row in report.rows]


def _dinner(company: SmallCompany, day: date, yuan: float, approved: float | None, **about: Any) -> int:
    deal = {"opportunity_id": company.ids["deal"], **about}
    id = company.append("expense", day, rep_id=company.ids["zw"], category="entertainment", amount=fen(yuan), **deal)
    if approved is not None:
        company.append("decision", day, request_id=id, verdict="approved", amount=fen(approved))
    return id


def _trip(company: SmallCompany, first: date, last: date, verdict: str = "approved", note: str | None = None) -> int:
    about = {"opportunity_id": company.ids["deal"], "destination": "太原", "limit_note": note}
    id = company.append("trip", first, rep_id=company.ids["zw"], from_day=first, to_day=last, **about)
    company.append("decision", first, request_id=id, verdict=verdict, amount=100000)
    return id


# What costs.


def test_a_contact_missed_costs_whoever_owned_the_customer_that_day(company: SmallCompany) -> None:
    """Owned from 1 January, to be contacted by the 31st, missed on 2 February at its new owner."""
    company.customer("c1", D(2024, 1, 1), "zw")
    company.append("customer_owner", D(2024, 2, 2), customer_id=company.ids["c1"], rep_id=company.ids["ls"])
    company.follow_up("ls", D(2024, 2, 10), "c1")
    report = _report(company, on=D(2024, 2, 28))
    assert _shown(report) == [("ls", "overdue_contact", D(2024, 2, 2), "50.00")]
    assert report.rows[0]["fact"] == str(company.ids["c1"] & 0xFFFFFFFF)
    assert report.totals == {"amount": 5000, "points": 1, "waived_amount": 0}


def test_on_the_last_day_of_grace_nothing_is_missed(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 1, 1), "zw")
    company.follow_up("zw", D(2024, 2, 1), "c1")
    assert _shown(_report(company, on=D(2024, 2, 28))) == []


def test_a_trip_report_is_late_day_by_day_until_it_is_there(company: SmallCompany) -> None:
    trip = _trip(company, D(2024, 2, 20), D(2024, 2, 22))
    company.append("trip_report", D(2024, 3, 3), trip_id=trip, outcome="signed")
    company.append("trip_report", D(2024, 3, 9), trip_id=trip, outcome="more to say")
    assert _shown(_report(company, "2024-02")) == [("zw", "late_trip_report", D(2024, 2, 28), "40.00")]
    assert _shown(_report(company, "2024-03")) == [("zw", "late_trip_report", D(2024, 3, 1), "60.00")]
    assert _shown(_report(company, "2024-03", on=D(2024, 3, 1))) == [("zw", "late_trip_report", D(2024, 3, 1), "20.00")]


def test_a_trip_over_the_limit_and_a_rejected_one(company: SmallCompany) -> None:
    for note, verdict in (("the second of 1", "approved"), ("the third of 1", "rejected"), (None, "approved")):
        trip = _trip(company, D(2024, 3, 4), D(2024, 3, 5), verdict, note)
        company.append("trip_report", D(2024, 3, 6), trip_id=trip, outcome="x")
    assert _shown(_report(company)) == [("zw", "trip_over_limit", D(2024, 3, 4), "200.00")]


def test_an_entertainment_costs_a_share_of_what_was_paid_out_else_approved(company: SmallCompany) -> None:
    """Asked 500, approved 480, paid out 400: 30 % of 400; of one that is not paid out yet 30 % of 480."""
    paid = _dinner(company, D(2024, 1, 10), 500, 480)
    company.append("settlement", D(2024, 2, 1), request_id=paid, amount=40000)
    _dinner(company, D(2024, 1, 11), 500, 480)
    _dinner(company, D(2024, 1, 12), 500, None)
    rejected = _dinner(company, D(2024, 1, 13), 500, 480)
    company.append("decision", D(2024, 1, 14), request_id=rejected, verdict="rejected")
    assert _shown(_report(company)) == [
        ("zw", "entertainment_without_close", D(2024, 4, 10), "120.00"),
        ("zw", "entertainment_without_close", D(2024, 4, 11), "144.00"),
    ]


def test_a_contract_in_time_or_before_costs_nothing(company: SmallCompany) -> None:
    _dinner(company, D(2024, 1, 10), 500, 500)
    company.contract(D(2024, 4, 9), 10000, name="deal")
    _dinner(company, D(2024, 5, 1), 500, 500)
    assert _shown(_report(company)) == []


def test_lost_counts_as_it_stood_at_the_end_of_a_day(company: SmallCompany) -> None:
    """Lost by mistake and open again the same day is not lost; entertained while lost counts at once."""
    company.stage("deal", D(2024, 1, 1), "open")
    _dinner(company, D(2024, 1, 10), 100, 100)
    company.stage("deal", D(2024, 1, 15), "lost")
    company.stage("deal", D(2024, 1, 15), "open")
    company.stage("deal", D(2024, 1, 20), "lost")
    _dinner(company, D(2024, 1, 25), 200, 200)
    assert _shown(_report(company)) == [
        ("zw", "entertainment_without_close", D(2024, 1, 20), "30.00"),
        ("zw", "entertainment_without_close", D(2024, 1, 25), "60.00"),
    ]
    assert _shown(_report(company, on=D(2024, 1, 19))) == []


def test_other_expenses_and_those_without_an_opportunity_cost_nothing(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 12, 31), "zw")
    _dinner(company, D(2024, 1, 10), 500, 500, opportunity_id=None, customer_id=company.ids["c1"])
    other = company.append(
        "expense",
        D(2024, 1, 10),
        rep_id=company.ids["zw"],
        opportunity_id=company.ids["deal"],
        category="travel",
        amount=100,
    )
    company.append("decision", D(2024, 1, 10), request_id=other, verdict="approved", amount=100)
    assert _shown(_report(company, on=D(2024, 12, 31))) == []


# Waivers and what-if.


def test_a_waiver_stays_visible_and_takes_off_nothing(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 1, 1), "zw")
    company.follow_up("zw", D(2024, 3, 1), "c1")
    company.append("waiver", D(2024, 3, 5), fact_id=company.ids["c1"], penalty="overdue_contact", why="was ill")
    (before,) = _report(company, "2024-02", on=D(2024, 3, 4)).rows
    (after,) = json.loads(to_json(_report(company, "2024-02", on=D(2024, 3, 5))))["rows"]
    assert (before["amount"], before["waived"]) == (5000, False)
    assert after == {
        "rep": "zw",
        "name": "ZW",
        "key": "overdue_contact",
        "title": "overdue_contact",
        "happened_on": "2024-02-02",
        "fact": str(company.ids["c1"] & 0xFFFFFFFF),
        "what": "c1",
        "days": 1,
        "amount": "0.00",
        "points": "0.00",
        "waived": True,
        "waived_amount": "50.00",
        "waived_by": "boss",
        "why": "was ill",
    }


def test_a_waiver_that_was_voided_counts_no_more(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 1, 1), "zw")
    company.follow_up("zw", D(2024, 3, 1), "c1")
    waiver = company.append("waiver", D(2024, 3, 5), fact_id=company.ids["c1"], why="was ill")
    company.append("void", D(2024, 3, 6), fact_id=waiver, effect="void", why="was not")
    assert [row["waived"] for row in _report(company, "2024-02").rows] == [False]


def test_what_if_stands_beside_what_is_in_force(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 1, 1), "zw")
    company.follow_up("zw", D(2024, 2, 10), "c1")
    dearer = POLICY.replace("50.00", "80.00")
    (row,) = _report(company, "2024-02", other=dearer).rows
    assert (row["amount"], row["in_force"], row["difference"]) == (8000, {"amount": 5000, "points": 1}, 3000)
    (row,) = _report(company, "2024-02", other="").rows
    assert (row["amount"], row["in_force"], row["difference"]) == (None, {"amount": 5000, "points": 1}, -5000)


def test_one_rep_or_one_team_and_nobody(company: SmallCompany) -> None:
    company.customer("c1", D(2024, 1, 1), "zw")
    company.customer("c2", D(2024, 1, 1), "ls")
    for rep, customer in (("zw", "c1"), ("ls", "c2")):
        company.follow_up(rep, D(2024, 2, 10), customer)
    assert [row["rep"] for row in _report(company, "2024-02").rows] == ["ls", "zw"]
    assert [row["rep"] for row in _report(company, "2024-02", team="north").rows] == ["zw"]
    assert [row["rep"] for row in _report(company, "2024-02", rep="ls").rows] == ["ls"]
    assert _report(company, "2023-06").rows == []


def test_no_penalty_in_the_policy_is_said(tmp_path: Path) -> None:
    made = SmallCompany(tmp_path / "l.db")
    assert _report(made).notes == ["The policy in force has no penalty."]


def test_a_late_report_needs_its_days(tmp_path: Path) -> None:
    made = SmallCompany(tmp_path / "l.db", '[[penalty]]\nkey = "late_trip_report"\namount = "20.00"\n')
    made.hire("zw")
    made.opportunity("deal", D(2024, 1, 1), "zw")
    _trip(made, D(2024, 2, 20), D(2024, 2, 22))
    report = _report(made)
    assert (report.rows, report.notes) == (
        [],
        [
            "Test · penalty[late_trip_report] does not say after how many days a report is late (after_days), so none is."
        ],
    )


# Sums and reasons.


def test_months_sum_to_the_year_and_reasons_to_the_amounts(company: SmallCompany) -> None:
    """Everything at once: amount and points of the months are those of the year, and of the tree of reasons."""
    company.customer("c1", D(2024, 1, 1), "zw")
    company.follow_up("zw", D(2024, 3, 1), "c1")
    company.append("waiver", D(2024, 3, 5), fact_id=company.ids["c1"], why="was ill")
    _trip(company, D(2024, 2, 20), D(2024, 2, 22), note="the second of 1")
    _dinner(company, D(2024, 1, 10), 500, 480)
    with company.view(D(2024, 6, 30)) as view:
        staff = staff_of(view)
        months = [penalties.figures_of(view, span(f"2024-{month:02}"), staff) for month in range(1, 13)]
        whole = penalties.figures_of(view, span("2024"), staff)
        tree, _notes = penalties.reason_of(view, "zw", span("2024"))
        one, _notes = penalties.reason_of(view, "zw", span("2024"), "late_trip_report")
    assert whole.amount("zw") == sum(month.amount("zw") for month in months) == tree.result
    assert whole.points("zw") == sum(month.points("zw") for month in months)
    assert mistakes(tree) == mistakes(one) == []
    assert one.result == 2000 * sum(line.charges[0].days for line in whole.of("zw") if line.key == "late_trip_report")


def test_a_day_penalty_that_nobody_ends_runs_until_the_day_looked_from(company: SmallCompany) -> None:
    """No report since 22 February: 28 February to 30 June are 124 days."""
    _trip(company, D(2024, 2, 20), D(2024, 2, 22))
    assert _shown(_report(company, on=D(2024, 6, 30))) == [("zw", "late_trip_report", D(2024, 2, 28), "2480.00")]
