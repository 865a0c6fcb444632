"""reports/stuck.py on real ledgers: who stands longer in a stage than the policy allows, and what was told to be done about it."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from selling_company import SellingCompany

from salescli.errors import NotFound
from salescli.reports import funnel, stuck
from salescli.reports.report import Report

D = date


@pytest.fixture
def company(tmp_path: Path) -> SellingCompany:
    return SellingCompany(tmp_path / "l.db")


def report(company: SellingCompany, on: date, **whose: str) -> Report:
    with company.view(on) as view:
        return stuck.build(view, **whose)


def told(company: SellingCompany, on: date, *keys: str, **whose: str) -> list[Any]:
    return [tuple(row[key] for key in keys) for row in report(company, on, **whose).rows]


def test_longer_than_the_limit(company: SellingCompany) -> None:
    """Limit 10: not on the tenth day, on the eleventh one day over; a stage without a limit has none stuck."""
    company.move("a", D(2024, 1, 1), "first", 100)
    company.move("b", D(2024, 1, 1), "third", 100)
    assert told(company, D(2024, 1, 11), "opportunity") == []
    assert told(company, D(2024, 1, 12), "opportunity", "days", "limit", "over") == [("a", 11, 10, 1)]


def test_the_longest_over_comes_first(company: SellingCompany) -> None:
    """Not the longest in its stage: 25 days of 20 are 5 over, 17 of 10 are 7; of the same, the larger amount."""
    company.move("long", D(2024, 1, 1), "second", 900)
    company.move("over", D(2024, 1, 9), "first", 100)
    company.move("larger", D(2024, 1, 9), "first", 200)
    assert told(company, D(2024, 1, 26), "opportunity", "over") == [("larger", 7), ("over", 7), ("long", 5)]


def test_what_stands_in_a_row(company: SellingCompany) -> None:
    """Customer, owner, the stay and all stays, money, the last answered contact with the customer, and the next step."""
    company.customer("acme", D(2024, 1, 1), "zw")
    company.move("a", D(2024, 1, 1), "second", 1000, customer="acme", expected_close=D(2024, 3, 1))
    company.move("a", D(2024, 1, 8), "first")
    company.move("a", D(2024, 1, 10), "second", next_step="offer")
    company.move("a", D(2024, 1, 15), "second", 1200, probability="0.4")
    company.follow_up("ls", D(2024, 1, 20), "acme")
    company.follow_up("zw", D(2024, 1, 25), "acme", answered=False)
    row = report(company, D(2024, 2, 5)).rows[0]
    wanted = {
        **{"opportunity": "a", "customer": "acme", "rep": "zw", "name": "ZW", "stage": "second"},
        **{"entered_on": D(2024, 1, 10), "days": 26, "limit": 20, "over": 6, "cumulative": 33},
        **{"amount": 120_000, "expected_revenue": 48_000, "expected_close": D(2024, 3, 1)},
        **{"contacted_on": D(2024, 1, 20), "next_step": "offer", "task": None},
    }
    assert {key: row[key] for key in wanted} == wanted


def test_the_task_is_the_nudge(company: SellingCompany) -> None:
    """The first due of the tasks about it that are not done by the day; done, or given later, is none."""
    company.move("a", D(2024, 1, 1), "first", 100)
    ids = [
        company.append(
            "task", given, rep_id=company.ids["zw"], task_kind="development", title=title, due_on=due,
            opportunity_id=company.ids["a"],
        )
        for title, given, due in (
            ("call", D(2024, 1, 12), D(2024, 1, 20)),
            ("visit", D(2024, 1, 12), D(2024, 1, 18)),
            ("ask", D(2024, 1, 25), D(2024, 1, 26)),
        )
    ]  # fmt: skip
    company.append("task_done", D(2024, 1, 19), task_id=ids[1])
    keys = ("task", "task_due_on", "task_rep")
    assert told(company, D(2024, 1, 18), *keys) == [("visit", D(2024, 1, 18), "zw")]
    assert told(company, D(2024, 1, 19), *keys) == [("call", D(2024, 1, 20), "zw")]
    with_task = report(company, D(2024, 1, 19))
    assert with_task.notes == [] and with_task.look.emphasis == [None]
    company.move("b", D(2024, 1, 1), "first", 100)
    assert report(company, D(2024, 1, 19)).notes == ["Without an open task: 1; `salescli task add` gives one."]


def test_whose(company: SellingCompany) -> None:
    """The owner's of that day; a team's with those below it; what is nobody's stands in everybody's list alone."""
    company.team("sales")
    company.team("north", parent="sales")
    company.job("zw", D(2024, 1, 1), "move", team="north")
    company.move("mine", D(2024, 1, 1), "first", 100)
    company.move("other", D(2024, 1, 1), "first", 90, owner="ls")
    company.move("nobody's", D(2024, 1, 1), "first", 80, owner=None)
    company.append("opportunity_owner", D(2024, 1, 20), opportunity_id=company.ids["mine"], rep_id=company.ids["ls"])
    everybody = [("mine",), ("other",), ("nobody's",)]
    assert told(company, D(2024, 1, 19), "opportunity") == everybody
    assert told(company, D(2024, 1, 19), "opportunity", rep="zw") == [("mine",)]
    assert told(company, D(2024, 1, 19), "opportunity", team="sales") == [("mine",)]
    assert told(company, D(2024, 1, 20), "opportunity", rep="zw") == []
    assert told(company, D(2024, 1, 20), "opportunity", rep="ls") == [("mine",), ("other",)]
    with pytest.raises(NotFound):
        report(company, D(2024, 1, 20), team="nowhere")


def test_closed_and_reopened(company: SellingCompany) -> None:
    """Lost it is not stuck; opened again its stay begins anew, while all stays add up."""
    company.told("a", (D(2024, 1, 1), "first"), (D(2024, 1, 5), "lost"), (D(2024, 1, 20), "first"))
    assert told(company, D(2024, 1, 19), "days") == [] and told(company, D(2024, 1, 30), "days") == []
    assert told(company, D(2024, 1, 31), "days", "cumulative") == [(11, 15)]


def test_a_back_dated_change(company: SellingCompany) -> None:
    """That it left the stage on the 5th, entered on the 25th: it was never stuck in the first, and is judged from the 5th on."""
    company.move("a", D(2024, 1, 1), "first", 100)
    assert told(company, D(2024, 1, 25), "stage", "days") == [("first", 24)]
    company.move("a", D(2024, 1, 5), "second", entered=D(2024, 1, 25))
    assert told(company, D(2024, 1, 25), "stage", "days") == []
    assert told(company, D(2024, 1, 26), "stage", "days", "over") == [("second", 21, 1)]


def test_it_counts_what_the_funnel_counts(company: SellingCompany) -> None:
    """The same opportunities, the same money."""
    for number in range(12):
        company.move(f"o{number}", D(2024, 1, 1 + number), ("first", "second", "third")[number % 3], 100 * number)
    with company.view(D(2024, 1, 25)) as view:
        counted, listed = funnel.build(view), stuck.build(view)
    stages = {row["stage"]: row["stuck"] for row in counted.rows}
    assert {key: sum(row["stage"] == key for row in listed.rows) for key in stages} == stages
    assert len(listed.rows) == counted.totals["stuck"] > 3


def test_on_the_command_line(company: SellingCompany, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Money as text, days as numbers, ids as people type them."""
    company.move("a", D(2024, 1, 1), "first", 100)
    with company.view(D(2024, 1, 12)):
        monkeypatch.setenv("SALESCLI_LEDGER", str(company.path))
        answer = run("stuck", "--on", "2024-01-12", "--format", "json")
    found = json.loads(answer.out)
    row = found["rows"][0]
    assert (found["report"], found["totals"]) == ("stuck", {"amount": "100.00", "expected_revenue": "10.00"})
    assert (row["over"], row["probability"], row["entered_on"]) == (1, "0.1", "2024-01-01")
    assert "nudge" not in row and row["opportunity_id"].isdigit()


def test_refusals(refused: Refused, run: Run) -> None:
    """A rep and a team at once, an empty name, nobody of that name."""
    assert run("init").code == 0
    assert refused(2, "stuck", "--rep", "zw", "--team", "north").startswith("--rep / --team exclude each other")
    assert refused(2, "stuck", "--rep", " ").startswith("The option --rep is empty")
    assert refused(3, "stuck", "--team", "north").startswith("There is no team 'north'")
