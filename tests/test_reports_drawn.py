"""Draws on a real ledger: from which month on, whose, of which policy; what the months come to is tested with the rule."""

from datetime import date
from pathlib import Path

import pytest
from small_company import SmallCompany, span

from salescli.money import money_text
from salescli.reports import commission, drawn
from salescli.reports.drawn import DrawMonth
from salescli.reports.view import View
from salescli.rules import reasons

D = date
PLAN = """
[[commission]]
key = "standard"
posts = ["rep"]
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" } ]
"""
DRAW = '[[draw]]\nposts = ["rep"]\namount = "2000.00"\nrecoverable = true\n'


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw earns 1,000 in January 2024 and 2,500 in March; the boss has no draw."""
    made = SmallCompany(tmp_path / "l.db", PLAN + DRAW)
    made.hire("zw", on=D(2015, 1, 1))
    made.hire("boss", post="manager")
    contract = made.contract(D(2024, 1, 2), 50_000, "zw")
    made.money(contract, D(2024, 1, 10), 10_000)
    made.money(contract, D(2024, 3, 10), 25_000)
    return made


def seen(view: View, period: str, rep: str = "zw") -> list[tuple[str, str, str]]:
    """The months of a rep: paid and owed."""
    found = drawn.draws_of(view, span(period), commission.staff_of(view)).get(rep, ())
    return [(month.month.name, money_text(month.paid), money_text(month.owed)) for month in found]


def test_what_the_ledger_knows_nothing_of_owes_nothing(company: SmallCompany) -> None:
    """Hired in 2015 under a policy from ever: it begins with the first work in the ledger, not with nine years of nothing earned."""
    with company.view() as view:
        assert seen(view, "2024Q1") == [
            ("2024-01", "2000.00", "1000.00"),
            ("2024-02", "2000.00", "3000.00"),
            ("2024-03", "2000.00", "2500.00"),
        ]
        assert seen(view, "2023Q4") == []


def test_a_month_alone_carries_what_came_before(company: SmallCompany) -> None:
    """March asked alone owes the same as in the quarter; who has no draw is not there; a week has no months."""
    with company.view() as view:
        assert seen(view, "2024-03") == [("2024-03", "2000.00", "2500.00")]
        assert seen(view, "2024-03", "boss") == []
        assert seen(view, "2024-W10") == []


def test_a_month_that_has_not_begun_is_left_out(company: SmallCompany) -> None:
    """Seen from the fifth of February: January, and February as far as it has gone."""
    with company.view(on=D(2024, 2, 5)) as view:
        assert seen(view, "2024Q1") == [("2024-01", "2000.00", "1000.00"), ("2024-02", "2000.00", "3000.00")]


def test_without_draws_there_is_nothing(tmp_path: Path) -> None:
    """A policy without [[draw]]: no months, and the reason says that none covers the rep."""
    made = SmallCompany(tmp_path / "l.db", PLAN)
    made.hire("zw")
    with made.view() as view:
        assert drawn.draws_of(view, span("2024"), commission.staff_of(view)) == {}
        assert drawn.reason_of(view, "zw", span("2024"))[0].result is None


def test_the_first_draw_that_covers_counts(tmp_path: Path) -> None:
    """By rep, by team with those above it, by post: the first of the policy, and its place in it is its source."""
    made = SmallCompany(
        tmp_path / "l.db",
        PLAN
        + '[[draw]]\nreps = ["ls"]\namount = "900.00"\nrecoverable = false\n'
        + '[[draw]]\nteams = ["all"]\namount = "500.00"\nrecoverable = true\n'
        + DRAW,
    )
    made.team("all")
    made.team("north", parent="all")
    for code, team in (("zw", "north"), ("ls", "north"), ("wu", None)):
        made.hire(code, team=team)
    made.contract(D(2024, 1, 2), 50_000, "zw")
    with made.view() as view:
        found = drawn.draws_of(view, span("2024-01"), commission.staff_of(view))
        drew = {rep: (months[0].draw, months[0].source[-7:]) for rep, months in found.items()}
        assert drew == {"ls": (90_000, "draw[1]"), "wu": (200_000, "draw[3]"), "zw": (50_000, "draw[2]")}


def test_a_leaver_is_told_what_is_open(company: SmallCompany) -> None:
    """The last month says what comes off the last payslip; not before it is known that somebody leaves."""
    company.job("zw", D(2024, 2, 20), "depart")
    with company.view() as view:
        last = months_of(view)[1]
        assert last.is_last and "3,000.00 of the draw open" in last.note
    with company.view(on=D(2024, 2, 10)) as view:
        assert not months_of(view)[1].is_last


def months_of(view: View) -> list[DrawMonth]:
    return list(drawn.draws_of(view, span("2024Q1"), commission.staff_of(view))["zw"])


def test_reasons_hold_the_months_commission(company: SmallCompany) -> None:
    """Paid less earned, each month with why its commission is what it is."""
    with company.view() as view:
        tree, notes = drawn.reason_of(view, "zw", span("2024Q1"))
        assert (money_text(int(tree.result or 0)), notes, reasons.mistakes(tree)) == ("2500.00", [], [])
        titles = [one.title for _number, one in reasons.walk(tree)]
        assert any("Receipt of 10,000.00 on 2024-01-10" in title for title in titles)


def test_another_policy(company: SmallCompany) -> None:
    """What if the draw were 500: the months under it, as if it had been in force from ever."""
    with company.view(other=PLAN + DRAW.replace("2000", "500")) as view:
        assert seen(view, "2024Q1")[-1] == ("2024-03", "2000.00", "0.00")
