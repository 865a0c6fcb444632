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
from salescli.reports import profit
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
