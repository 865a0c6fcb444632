"""reports/forecast.py on real ledgers: months that add up, the target's gap, and the second opinion with what it rests on."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from selling_company import SellingCompany
from small_company import span

from salescli.errors import NotFound
from salescli.reports import forecast, funnel
from salescli.reports.report import Report

D = date
ON = D(2024, 5, 15)


@pytest.fixture
def company(tmp_path: Path) -> SellingCompany:
    return SellingCompany(tmp_path / "l.db")


def report(company: SellingCompany, period: str | None = "2024Q2", on: date = ON, **whose: str) -> Report:
    with company.view(on) as view:
        return forecast.build(view, span(period) if period else None, **whose)


def told(found: Report, *keys: str) -> dict[str, Any]:
    """The values of these keys, in yuan, of each month."""

    def value(row: Any, key: str) -> Any:
        return row[key] if row[key] is None or key == "opportunities" else row[key] / 100

    return {
        row["month"]: value(row, keys[0]) if len(keys) == 1 else tuple(value(row, key) for key in keys)
        for row in found.rows
    }


def test_the_months(company: SellingCompany) -> None:
    """Signed in April; in June 1,000 at 50 % and 400 at its own 25 %: 600 expected, 1,400 at best."""
    company.signed(D(2024, 4, 3), 300)
    company.move("a", D(2024, 5, 1), "second", 1000, expected_close=D(2024, 6, 10))
    company.move("b", D(2024, 5, 1), "second", 400, probability="0.25", expected_close=D(2024, 6, 30))
    found = report(company)
    assert told(found, "won", "expected_revenue", "best_case", "opportunities") == {
        "2024-04": (300, 0, 300, 0),
        "2024-05": (0, 0, 0, 0),
        "2024-06": (0, 600, 1400, 2),
    }
    assert found.totals["won"] == 30_000 and found.totals["best_case"] == 170_000
    assert found.totals["opportunities"] == 2


def test_overdue_and_without_a_date(company: SellingCompany) -> None:
    """A close of yesterday and one never said have rows of their own and stand in the total; one of today is this month's."""
    company.move("late", D(2024, 4, 1), "second", 100, expected_close=D(2024, 5, 14))
    company.move("today", D(2024, 4, 1), "second", 200, expected_close=ON)
    company.move("open", D(2024, 4, 1), "second", 400)
    company.opportunity("bare", D(2024, 4, 1), "zw")
    found = report(company)
    keys = ("expected_revenue", "best_case", "opportunities")
    assert told(found, *keys) == {
        "2024-04": (0, 0, 0),
        "2024-05": (100, 200, 1),
        "2024-06": (0, 0, 0),
        "overdue": (50, 100, 1),
        "no_date": (200, 400, 2),
    }
    assert (found.totals["expected_revenue"], found.totals["opportunities"]) == (35_000, 4)
    assert found.look.emphasis == [None, None, None, "soon", None]
    assert "1 open opportunity has no amount and counts 0." in found.notes


def test_outside_the_period(company: SellingCompany) -> None:
    """What is to close later is in no row of the period, and said."""
    company.move("later", D(2024, 4, 1), "second", 1000, expected_close=D(2024, 7, 1))
    found = report(company)
    assert found.totals["opportunities"] == 0
    assert found.notes[0] == (
        "1 open opportunity (1,000.00 in full) is to close outside this period and counts nowhere here."
    )


def test_without_a_period_this_quarter_and_the_next(company: SellingCompany) -> None:
    found = report(company, None)
    assert [row["month"] for row in found.rows] == [f"2024-{month:02}" for month in range(4, 10)]
    assert found.period and (found.period.start, found.period.last) == (D(2024, 4, 1), D(2024, 9, 30))


def test_it_expects_what_the_funnel_expects(company: SellingCompany) -> None:
    """All rows together, over a period long enough, are the funnel of the day."""
    for number in range(15):
        close = None if number % 4 == 0 else D(2024, 3 + number % 9, 7)
        stage = ("first", "second", "third")[number % 3]
        company.move(f"o{number}", D(2024, 3, 1 + number), stage, 33.33 * number, expected_close=close)
    with company.view(ON) as view:
        there, found = funnel.build(view).totals, forecast.build(view, span("2024"))
    assert abs(found.totals["expected_revenue"] - there["expected_revenue"]) <= len(found.rows)  # a cent each row
    assert (found.totals["opportunities"], found.totals["best_case"]) == (there["count"], there["amount"])


# Targets.


def test_the_gap(company: SellingCompany) -> None:
    """Target 3,000 of the quarter, 1,000 a month: less what was signed, less what is expected; a month with a target alone is there."""
    company.target("COMPANY", "contract_amount", "2024Q2", 3000)
    company.signed(D(2024, 4, 3), 1200)
    company.move("a", D(2024, 5, 1), "second", 1000, expected_close=D(2024, 6, 10))
    found = report(company)
    assert told(found, "target", "gap") == {"2024-04": (1000, -200), "2024-05": (1000, 1000), "2024-06": (1000, 500)}
    assert (found.totals["target"], found.totals["gap"]) == (300_000, 130_000)


def test_no_target_is_no_gap(company: SellingCompany) -> None:
    """Not a target of 0: no value, and a note that names the months; a rep's target is not the company's."""
    company.target("zw", "contract_amount", "2024-04", 500)
    found = report(company)
    assert set(told(found, "target", "gap").values()) == {(None, None)}
    assert (found.totals["target"], found.totals["gap"]) == (None, None)
    said = "No target for Contract amount of everybody in 2024-04 … 2024-06, so there is no gap."
    assert said in found.notes
    of_rep = report(company, rep="zw")
    assert told(of_rep, "target") == {"2024-04": 500, "2024-05": None, "2024-06": None}
    assert of_rep.totals["gap"] == 50_000


def test_a_year_without_targets_is_a_short_sentence(company: SellingCompany) -> None:
    """Months on end are named by the first and the last; two stand as they are."""
    company.target("COMPANY", "contract_amount", "2031-05", 500)
    company.target("COMPANY", "contract_amount", "2031-10", 500)
    company.target("COMPANY", "contract_amount", "2031-11", 500)
    (note,) = [one for one in report(company, "2031").notes if one.startswith("No target")]
    assert "in 2031-01 … 2031-04, 2031-06 … 2031-09, 2031-12, so" in note
    (note,) = [one for one in report(company, "2031-11-01..2032-01-31").notes if one.startswith("No target")]
    assert "in 2031-12, 2032-01, so" in note


def test_the_total_is_the_exact_sum_rounded_once(company: SellingCompany) -> None:
    """A quarter's 100,000 is 33,333.33 a month, which people read as 33,333; the whole is 100,000 all the same."""
    company.target("COMPANY", "contract_amount", "2024Q2", 100_000)
    company.signed(D(2024, 4, 3), 105_000)
    found = report(company)
    assert [row["target_in_units"] for row in found.rows] == [33_333, 33_333, 33_333]
    assert (found.totals["target"], found.totals["target_in_units"]) == (10_000_000, 100_000)
    assert (found.totals["gap"], found.totals["gap_in_units"]) == (-500_000, -5_000)


def test_what_the_columns_are_not_made_of(company: SellingCompany) -> None:
    """What has no target fills no gap, also in the total; the best case is of won and open, the expected of open alone."""
    company.move("a", D(2024, 5, 1), "second", 1000, expected_close=D(2024, 6, 10))
    company.move("undated", D(2024, 5, 1), "second", 200)
    assert not [note for note in report(company).notes if "gap is" in note or "Best case" in note]
    company.target("COMPANY", "contract_amount", "2024Q2", 3000)
    company.signed(D(2024, 4, 3), 300)
    found = report(company)
    assert found.totals["gap"] == 300_000 - 30_000 - 50_000
    assert [note for note in found.notes if "gap is" in note or "Best case" in note] == [
        "Best case has what was won in it; expected and by history are of what is open alone.",
        "The total gap is the sum of the gaps: 100.00 won or expected stands where there is no target and fills none.",
    ]


def test_a_part_of_a_month(company: SellingCompany) -> None:
    """From 16 April: half of April's target, and what was signed on the 15th is not in it."""
    company.target("COMPANY", "contract_amount", "2024-04", 3000)
    company.signed(D(2024, 4, 15), 100)
    company.signed(D(2024, 4, 16), 40)
    found = report(company, "2024-04-16..2024-05-10")
    assert told(found, "won", "target", "gap") == {"2024-04": (40, 1500, 1460), "2024-05": (0, None, None)}


# Whose.


def test_a_rep_and_a_team(company: SellingCompany) -> None:
    """By share: 60/40 of 1,000; signed by the shares of that day, open by those of the day looked from; a team is its people's."""
    company.team("north")
    company.job("zw", D(2024, 1, 1), "move", team="north")
    company.move("a", D(2024, 4, 1), "second", 1000, expected_close=D(2024, 6, 1))
    company.share("a", D(2024, 4, 2), zw="60", ls="40")
    company.move("b", D(2024, 4, 1), "first", 500, owner="ls")
    contract = company.contract(D(2024, 4, 1), 100, name="b")
    company.share("b", D(2024, 4, 2), zw="100")
    assert contract
    keys = ("won", "expected_revenue", "best_case")
    assert told(report(company, rep="zw"), *keys)["2024-06"] == (0, 300, 600)
    assert told(report(company, team="north"), *keys)["2024-06"] == (0, 300, 600)
    assert told(report(company, rep="ls"), *keys)["2024-06"] == (0, 200, 400)
    assert told(report(company, rep="ls"), "won")["2024-04"] == 100
    assert told(report(company, rep="zw"), "won")["2024-04"] == 0
    assert told(report(company, rep="zw"), "opportunities")["no_date"] == 1
    assert "no_date" not in told(report(company, rep="ls"), "opportunities")
    with pytest.raises(NotFound):
        report(company, rep="nobody")


def test_what_is_nobodys_is_the_companys(company: SellingCompany) -> None:
    company.move("a", D(2024, 4, 1), "second", 1000, owner=None, expected_close=D(2024, 6, 1))
    assert told(report(company), "expected_revenue")["2024-06"] == 500
    assert told(report(company, rep="zw"), "expected_revenue")["2024-06"] == 0


# What was won.


def test_won_without_a_contract(company: SellingCompany) -> None:
    """It counts the amount last stated in the month it was won, until its contract counts in its own, never both."""
    company.move("a", D(2024, 4, 1), "second", 1000)
    company.move("a", D(2024, 4, 20), "won", 900)
    assert told(report(company), "won") == {"2024-04": 900, "2024-05": 0, "2024-06": 0}
    assert report(company).notes[0].startswith("1 opportunity was won without a contract so far")
    company.contract(D(2024, 5, 10), 880, name="a")
    assert told(report(company, on=D(2024, 5, 9)), "won") == {"2024-04": 900, "2024-05": 0, "2024-06": 0}
    assert told(report(company), "won") == {"2024-04": 0, "2024-05": 880, "2024-06": 0}


def test_won_and_open_again(company: SellingCompany) -> None:
    """Reopened it is open once more: expected, and not won."""
    company.move("a", D(2024, 4, 1), "second", 1000, expected_close=D(2024, 6, 1))
    company.told("a", (D(2024, 4, 20), "won"), (D(2024, 5, 2), "second"))
    assert told(report(company), "won", "expected_revenue")["2024-06"] == (0, 500)
    assert told(report(company), "won")["2024-04"] == 0
    assert told(report(company, on=D(2024, 5, 1)), "won")["2024-04"] == 1000


# The second opinion.


def test_by_history(company: SellingCompany) -> None:
    """Of three that reached the second two were lost: 1,000 there are 333.33, not the policy's 500."""
    for number, (reached, end) in enumerate(
        (("second", "won"), ("second", "lost"), ("third", "lost"), ("first", "lost"))
    ):
        company.told(f"past {number}", (D(2024, 1, 1), reached), (D(2024, 2, 1), end))
    company.move("a", D(2024, 5, 1), "second", 1000, expected_close=D(2024, 6, 1))
    found = report(company)
    june = found.rows[2]
    assert (june["historical_revenue"], june["expected_revenue"]) == (33_333, 50_000)
    assert june["stages"] == [
        {
            **{"stage": "second", "opportunities": 1, "amount": 100_000, "expected_revenue": 50_000},
            **{"won": 1, "closed": 3, "win_rate": june["stages"][0]["win_rate"], "historical_revenue": 33_333},
        }
    ]
    assert any("First 25.0% (1 of 4), Second 33.3% (1 of 3), Third 50.0% (1 of 2)" in note for note in found.notes)


def test_no_rate_where_nothing_has_closed(company: SellingCompany) -> None:
    """No value in that month and in the total, and a note that says which stage; a month without such has its value."""
    company.told("past", (D(2024, 1, 1), "first"), (D(2024, 2, 1), "lost"))
    company.move("a", D(2024, 5, 1), "second", 1000, expected_close=D(2024, 6, 1))
    company.move("b", D(2024, 5, 1), "first", 1000, expected_close=D(2024, 5, 20))
    found = report(company)
    assert told(found, "historical_revenue") == {"2024-04": 0, "2024-05": 0, "2024-06": None}
    assert found.totals["historical_revenue"] is None
    said = "Nothing that reached Second closed 2022-05-17 … 2024-05-15, so there is no historical revenue."
    assert said in found.notes


def test_what_closed_later_or_long_ago_says_nothing(company: SellingCompany) -> None:
    """Before the day looked from, and within two years."""
    company.told("old", (D(2021, 1, 1), "first"), (D(2021, 2, 1), "won"))
    company.told("later", (D(2024, 4, 1), "first"), (D(2024, 5, 16), "won"))
    company.told("known", (D(2024, 4, 1), "first"), (D(2024, 5, 15), "lost"))
    assert any("First 0.0% (0 of 1)" in note for note in report(company).notes)
    assert any("First 50.0% (1 of 2)" in note for note in report(company, on=D(2024, 5, 16)).notes)


# The command.


def test_people_read_whole_units_and_programs_cents(
    company: SellingCompany, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """33.33 at 50 %: 16.67 in JSON, 17 in the table; the table adds up in itself."""
    company.move("a", D(2024, 5, 1), "second", 33.33, expected_close=D(2024, 6, 1))
    with company.view(ON):
        monkeypatch.setenv("SALESCLI_LEDGER", str(company.path))
    words = ("forecast", "--on", "2024-05-15", "--period", "2024-06")
    found = json.loads(run(*words, "--format", "json").out)
    row = found["rows"][0]
    assert (row["expected_revenue"], row["best_case"], row["gap"]) == ("16.67", "33.33", None)
    assert [key for key in row if key.endswith("_in_units")] == []
    assert (found["totals"]["expected_revenue"], row["stages"][0]["closed"]) == ("16.67", 0)
    lines = run(*words).out.splitlines()
    assert any(line.split() == ["2024-06", "0", "17", "33", "—", "—", "—", "1"] for line in lines)


def test_refusals(refused: Refused, run: Run) -> None:
    """A rep and a team at once; a period that is none."""
    assert run("init").code == 0
    assert refused(2, "forecast", "--rep", "zw", "--team", "north").startswith("--rep / --team exclude each other")
    assert refused(2, "forecast", "--period", "soon").startswith('"soon" is not a period')
