"""`salescli profit`: rows by opportunity, customer and rep, their sums, and that they are what the measure says."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import SmallCompany, fen, span

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.measure import MeasureKey
from salescli.record import example
from salescli.reports import penalties, profit
from salescli.reports.commission import staff_of
from salescli.reports.measured import measured
from salescli.reports.report import Report
from salescli.reports.view import View, versions_of

D = date
POLICY = '[post.traveller]\ntitle = "T"\ndaily_cost = "400.00"\n'
MONEY = ("collected", "expenses", "trips", "labour", "profit", "entertainment_without_close")


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw and ls share `big` of acme 60/40; `lost` of acme is ls's alone; `bare` is nobody's and no customer's."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.team("north")
    made.hire("zw", post="traveller", team="north")
    made.hire("ls", post="traveller")
    made.hire("idle")
    made.customer("acme", D(2024, 1, 1), "zw")
    made.opportunity("big", D(2024, 1, 1), "zw", "acme")
    made.share("big", D(2024, 1, 1), zw="60", ls="40")
    made.opportunity("lost", D(2024, 1, 1), "ls", "acme")
    made.opportunity("bare", D(2024, 1, 1))
    made.stage("lost", D(2024, 3, 20), "lost")
    made.money(made.contract(D(2024, 2, 1), 1_000, name="big"), D(2024, 2, 10), 500.05)
    _spend(made, "zw", "big", D(2024, 2, 3), 100.01)
    _spend(made, "ls", "lost", D(2024, 2, 3), 30)
    _spend(made, "ls", "lost", D(2024, 2, 4), 20, category="sample")
    _spend(made, "zw", None, D(2024, 2, 5), 7)
    _travel(made, "zw", "big", D(2024, 2, 6), D(2024, 2, 7), asked=90, approved=80, spent=70.03)
    _travel(made, "ls", "lost", D(2024, 3, 6), D(2024, 3, 6), asked=50, approved=None, spent=None)
    _travel(made, "ls", "lost", D(2024, 3, 8), D(2024, 3, 8), asked=50, approved=40, spent=None)
    _spend(made, "ls", "bare", D(2024, 3, 9), 5)
    return made


def _spend(
    made: SmallCompany, rep: str, of: str | None, day: date, yuan: float, category: str = "entertainment"
) -> None:
    about = {"rep_id": made.ids[rep], "opportunity_id": made.ids[of] if of else None}
    id = made.append("expense", day, category=category, amount=fen(yuan) * 2, **about)
    made.append("decision", day, request_id=id, verdict="approved", amount=fen(yuan))
    made.ids["dinner"] = id


def _travel(
    made: SmallCompany,
    rep: str,
    of: str,
    first: date,
    last: date,
    *,
    asked: float,
    approved: float | None,
    spent: float | None,
) -> None:
    about = {"rep_id": made.ids[rep], "opportunity_id": made.ids[of], "destination": "x", "cost": fen(asked)}
    id = made.append("trip", first, from_day=first, to_day=last, **about)
    if approved is not None:
        made.append("decision", first, request_id=id, verdict="approved", amount=fen(approved))
    if spent is not None:
        made.append("trip_report", last, trip_id=id, outcome="x", cost=fen(spent))


def _report(made: SmallCompany, over: str | None = None, on: date = D(2024, 12, 31), **asked: Any) -> Report:
    with made.view(on) as view:
        return profit.build(view, span(over) if over else None, **asked)


def _told(report: Report, *keys: str) -> list[tuple[Any, ...]]:
    return [tuple(row[key] for key in keys) for row in report.rows]


def test_by_opportunity_the_money_is_whole(company: SmallCompany) -> None:
    """Travel as reported, else as approved; what is only asked for costs nothing. Two days at 400.00. The best first."""
    report = _report(company)
    assert _told(report, "opportunity", "customer", "rep", *MONEY) == [
        ("bare", None, None, 0, 500, 0, 0, -500, 500),
        ("big", "acme", "zw", 50_005, 10_001, 7_003, 80_000, -46_999, 0),
        ("lost", "acme", "ls", 0, 5_000, 4_000, 40_000, -49_000, 3_000),
    ]
    assert report.totals["profit"] == -96_499 and report.totals["entertainment_without_close"] == 3_500
    assert _told(report, "trip_count", "contracts", "trips_per_contract") == [(0, 0, None), (1, 1, 1), (1, 0, None)]
    assert report.totals["trips_per_contract"] == 2
    assert report.notes == ["Approved expenses of 7.00 CNY are for no opportunity and stand in no row."]


def test_by_customer(company: SmallCompany) -> None:
    """With the customer's owner; what has none is a row of its own."""
    report = _report(company, by="customer")
    assert _told(report, "customer", "rep", "profit", "trips_per_contract") == [
        (None, None, -500, None),
        ("acme", "zw", -95_999, 2),
    ]


def test_by_rep_it_is_shared_by_credit(company: SmallCompany) -> None:
    """Everybody has a row, also who has nothing; what is nobody's comes last and says so."""
    report = _report(company, by="rep")
    assert _told(report, "rep", "name", "collected", "expenses") == [
        ("idle", "IDLE", 0, 0),
        ("ls", "LS", 20_002, 9_000),
        ("zw", "ZW", 30_003, 6_001),
        (None, None, 0, 500),
    ]
    assert report.totals == {**_report(company).totals, "trip_count": 2, "contracts": 1}
    assert report.notes[-1] == "The row without a rep is nobody's: there was no owner on that day."


@pytest.mark.parametrize("over", ["2024Q1", "2024-02", "2024-03", "2023"])
def test_a_reps_row_is_the_measure(company: SmallCompany, over: str) -> None:
    assert _agrees(company, over) == 3


def _agrees(made: SmallCompany, over: str) -> int:
    with made.view(D(2024, 12, 31)) as view:
        return _compared(view, over)


def _compared(view: View, over: str) -> int:
    """How many reps there are, whose rows are all the measure's value."""
    period, staff = span(over), staff_of(view)
    figures = measured(view, period, [(MeasureKey.PROFIT, None)], staff)
    rows = [row for row in profit.build(view, period, by="rep").rows if row["rep"]]
    assert {row["rep"]: row["profit"] for row in rows} == {
        row["rep"]: figures.of_rep(row["rep"], (MeasureKey.PROFIT, None)).value for row in rows
    }
    whole = profit.build(view, period)
    assert whole.totals["profit"] == figures.of_company((MeasureKey.PROFIT, None)).value
    for key in MONEY:
        assert whole.totals[key] == sum(row[key] for row in whole.rows)
        assert whole.totals[key] == profit.build(view, period, by="rep").totals[key]
    return len(rows)


def test_in_the_example_too(tmp_path: Path) -> None:
    """A whole team's year."""
    example.build(tmp_path / "l.db")
    with files.open_for_reading(tmp_path / "l.db", Who("yun", "here")) as ledger:
        view = View(ledger, D(2024, 12, 31), "en", versions_of(ledger))
        assert [_compared(view, over) > 5 for over in ("2024", "2024Q3", "2024-11")] == [True] * 3


def test_a_period_and_a_day(company: SmallCompany) -> None:
    """Each fact in the period of its own day, the request's; nothing after the day looked from."""
    assert _told(_report(company, "2024-03"), "opportunity", "profit") == [("bare", -500), ("lost", -44_000)]
    assert _told(_report(company, on=D(2024, 2, 3)), "opportunity", "expenses", "entertainment_without_close") == [
        ("lost", 3_000, 3_000),
        ("big", 10_001, 0),
    ]
    assert _report(company, "2023").rows == []


def test_one_opportunity(company: SmallCompany) -> None:
    """Also one that nothing was earned or spent on; by rep, who has a part in it."""
    company.opportunity("new", D(2024, 5, 1), "zw")
    assert _told(_report(company, opportunity="new"), "opportunity", "rep", "profit") == [("new", "zw", 0)]
    assert _told(_report(company, opportunity="big", by="rep"), "opportunity", "rep", "collected") == [
        ("big", "ls", 20_002),
        ("big", "zw", 30_003),
    ]


def test_of_a_rep_or_a_team(company: SmallCompany) -> None:
    """Of opportunities and customers those that they own; by rep their rows; the totals are of what is shown."""
    assert _told(_report(company, rep="ls"), "opportunity") == [("lost",)]
    assert _told(_report(company, team="north"), "opportunity") == [("big",)]
    assert _told(_report(company, team="north", by="customer"), "customer") == [("acme",)]
    report = _report(company, rep="zw", by="rep")
    assert _told(report, "rep") == [("zw",)] and report.totals["collected"] == 30_003


def test_a_trip_costs_once_it_is_approved(company: SmallCompany) -> None:
    """Reported and not decided it costs nothing, whatever was spent; rejected neither. The report is the measure on each day."""
    about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["bare"], "destination": "x", "cost": fen(90)}
    trip = company.append("trip", D(2024, 5, 6), from_day=D(2024, 5, 6), to_day=D(2024, 5, 7), **about)
    company.append("trip_report", D(2024, 5, 8), trip_id=trip, outcome="x", cost=fen(80))
    company.append("decision", D(2024, 5, 9), request_id=trip, verdict="approved", amount=fen(90))
    company.append("decision", D(2024, 5, 10), request_id=trip, verdict="rejected", why="x")
    for day, profit_then in ((D(2024, 5, 8), []), (D(2024, 5, 9), [-88_000]), (D(2024, 5, 10), [])):
        report = _report(company, "2024-05", on=day)
        assert [row["profit"] for row in report.rows] == profit_then
        with company.view(day) as view:
            value = measured(view, span("2024-05"), [(MeasureKey.PROFIT, None)], staff_of(view)).of_company(
                (MeasureKey.PROFIT, None)
            )
        assert value.value == sum(profit_then)


def test_labour_counts_the_days_that_are_travelled(company: SmallCompany) -> None:
    """Approved on 1 May for 20 and 21 May: the travel at once, each day once it is there."""
    about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["big"], "destination": "x", "cost": fen(90)}
    trip = company.append("trip", D(2024, 5, 1), from_day=D(2024, 5, 20), to_day=D(2024, 5, 21), **about)
    company.append("decision", D(2024, 5, 1), request_id=trip, verdict="approved", amount=fen(90))
    for day, labour in ((1, 0), (19, 0), (20, 40_000), (21, 80_000), (31, 80_000)):
        assert _told(_report(company, "2024-05", on=D(2024, 5, day)), "trips", "labour") == [(9_000, labour)]
    assert _agrees(company, "2024-05") == 3


def test_a_period_that_cuts_a_trip_says_so(company: SmallCompany) -> None:
    """Asked for in April and made in May: April's in profit, and both months say it; June and the whole do not."""
    about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["big"], "destination": "x", "cost": fen(90)}
    trip = company.append("trip", D(2024, 4, 29), from_day=D(2024, 5, 6), to_day=D(2024, 5, 6), **about)
    company.append("decision", D(2024, 4, 30), request_id=trip, verdict="approved", amount=fen(90))
    here = "1 trip asked for in this period begins outside of it; profit counts it here, by the day of the request."
    there = "1 trip that begins in this period was asked for outside of it; profit counts it there."
    for over, notes in (("2024-04", [here]), ("2024-05", [there]), ("2024-06", []), ("2024Q2", []), (None, [])):
        assert [one for one in _report(company, over).notes if "trip" in one] == notes
    assert _report(company, "2024-04", on=D(2024, 4, 29)).notes == []  # not approved yet
    assert _report(company, "2024-04", opportunity="lost").notes == []


WAITS = """
[[penalty]]
key = "entertainment_without_close"
after_days = 90
share = "1.00"
"""


def test_entertainment_without_a_close_is_what_the_penalty_counts(company: SmallCompany) -> None:
    """Of 3 February on what is lost on 20 March: from that day; of 9 March on what stays open: from 91 days after it."""
    company.policy(POLICY + WAITS, D(2024, 1, 1))
    for day, without in (
        (D(2024, 3, 19), {}),
        (D(2024, 3, 20), {"lost": 3_000}),
        (D(2024, 6, 7), {"lost": 3_000}),
        (D(2024, 6, 8), {"lost": 3_000, "bare": 500}),
    ):
        found = _told(_report(company, "2024Q1", on=day), "opportunity", "entertainment_without_close")
        assert {of: amount for of, amount in found if amount} == without
        with company.view(day) as view:  # the whole of what was spent is the penalty, so both are the same money
            lines = penalties.figures_of(view, span("2024"), staff_of(view)).of("ls")
        assert sum(line.amount for line in lines) == sum(without.values())


def test_neither_times_nor_a_waiver_closes_anything(company: SmallCompany) -> None:
    """Penalised from the third on only, and waived: the money is without close all the same."""
    company.policy(POLICY + WAITS + "times = 3\n", D(2024, 1, 1))
    assert _report(company, "2024Q1").totals["entertainment_without_close"] == 3_500
    company.policy(POLICY + WAITS, D(2024, 1, 1))
    company.append("waiver", D(2024, 3, 21), fact_id=company.ids["dinner"], penalty=None, why="x")
    assert _report(company, "2024Q1").totals["entertainment_without_close"] == 3_500


def test_the_title_says_how_it_is_counted(company: SmallCompany) -> None:
    """With the days of the policy of the day looked from, or without."""
    assert _title(_report(company)) == "Without close"
    company.policy(POLICY + WAITS, D(2024, 6, 1))
    assert _title(_report(company)) == "Without close, 90 d"
    assert _title(_report(company, on=D(2024, 5, 31))) == "Without close"


def _title(report: Report) -> str:
    return next(column.title for column in report.columns if column.key == "entertainment_without_close")


def test_a_contract_that_came_late(company: SmallCompany) -> None:
    """Signed within the 90 days it has closed, a day too late it has not; without the penalty what counts is that it is signed."""
    company.opportunity("late", D(2024, 1, 1), "zw")
    company.opportunity("soon", D(2024, 1, 1), "zw")
    for name, signed in (("late", D(2024, 6, 8)), ("soon", D(2024, 6, 7))):
        _spend(company, "zw", name, D(2024, 3, 9), 10)
        company.contract(signed, 100, name=name)
    counted = _told(_report(company, "2024Q1"), "opportunity", "entertainment_without_close")
    assert {of for of, amount in counted if amount} == {"bare", "lost"}
    company.policy(POLICY + WAITS, D(2024, 1, 1))
    counted = _told(_report(company, "2024Q1"), "opportunity", "entertainment_without_close")
    assert {of for of, amount in counted if amount} == {"bare", "lost", "late"}


def test_a_post_without_a_daily_cost(company: SmallCompany) -> None:
    """A day of it costs nothing, and that is said."""
    _travel(company, "idle", "big", D(2024, 4, 1), D(2024, 4, 2), asked=10, approved=10, spent=None)
    report = _report(company, "2024-04")
    assert _told(report, "trips", "labour") == [(1_000, 0)]
    assert "no daily_cost for the post of idle" in report.notes[0]


@pytest.mark.usefixtures("ledger")
class TestCommand:
    """As it is typed."""

    def test_a_wrong_by(self, run: Run, refused: Refused) -> None:
        run("init")
        assert refused(2, "profit", "--by", "team") == "--by is one of opportunity, customer, rep, not 'team'."

    @pytest.mark.parametrize(
        ("words", "code"),
        [(["none"], 3), (["--rep", "x"], 3), (["--rep", "x", "--team", "y"], 2), (["--rep", ""], 2)],
    )
    def test_what_means_nothing(self, run: Run, refused: Refused, words: list[str], code: int) -> None:
        run("init")
        refused(code, "profit", *words)

    def test_nothing_yet(self, run: Run) -> None:
        run("init")
        found = json.loads(run("profit", "--format", "json").out)
        assert (found["rows"], found["totals"]["profit"], found["totals"]["trips_per_contract"]) == ([], "0.00", None)
