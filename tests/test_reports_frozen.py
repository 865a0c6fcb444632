"""The tier of a window before that was closed (figures.md §5): what it was then, whatever comes later."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_company import SmallCompany, close, span

from salescli.money import money_text
from salescli.reports import commission
from salescli.reports.paid import pay_of
from salescli.reports.settled import due_of
from salescli.rules import reasons

D = date
PLAN = """
[[commission]]
key = "former"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "{by}"
of = "previous"
rates = [ {{ from = "0", rate = "0.06" }}, {{ from = "{bound}", rate = "0.08" }} ]
"""
AMOUNT = PLAN.format(by="amount", bound="100000")
ATTAINMENT = PLAN.format(by="attainment:collected", bound="1")


@pytest.fixture
def company(tmp_path: Path) -> Callable[[str], SmallCompany]:
    """zw collects 90,000 in the first quarter, of a target of 100,000, and 10,000 in the second."""

    def made(policy: str) -> SmallCompany:
        company = SmallCompany(tmp_path / "l.db", policy)
        company.hire("zw")
        company.target("zw", "collected", "2024Q1", 100_000)
        company.ids["A"] = company.contract(D(2024, 1, 2), 500_000, "zw")
        company.money(company.ids["A"], D(2024, 1, 10), 90_000)
        company.money(company.ids["A"], D(2024, 4, 10), 10_000)
        return company

    return made


def earned(company: SmallCompany, over: str, on: date = D(2024, 12, 31), other: str | None = None) -> str:
    with company.view(on=on, other=other) as view:
        figures = commission.figures_of(view, span(over), commission.staff_of(view))
        tree, _notes = commission.reason_of(view, "zw", span(over))
        assert reasons.mistakes(tree) == [] and tree.result == figures.commission("zw")
        return money_text(figures.commission("zw") or 0)


@pytest.mark.parametrize("policy", [AMOUNT, ATTAINMENT], ids=["amount", "attainment"])
def test_a_late_receipt_of_the_closed_window_moves_its_tier_no_more(
    company: Callable[[str], SmallCompany], policy: str
) -> None:
    """90,000 give 6 % now; 20,000 of January come late: open it would be 8 % now, closed it stays 6 %."""
    made = company(policy)
    assert earned(made, "2024Q2") == "600.00"
    close(made, "2024Q1", D(2024, 4, 5))
    made.money(made.ids["A"], D(2024, 1, 20), 20_000)
    assert earned(made, "2024Q2") == "600.00"
    assert earned(made, "2024Q2", on=D(2024, 4, 1)) == "0.00"  # seen from before the closing, and before the receipt
    assert earned(made, "2024Q1") == "6600.00"  # its own money counts, at the tier of what was before it


def test_while_it_is_open_it_moves(company: Callable[[str], SmallCompany]) -> None:
    """Two of its three months are closed: the window is open."""
    made = company(AMOUNT)
    close(made, "2024-01", D(2024, 2, 5))
    close(made, "2024-03", D(2024, 4, 5))
    made.money(made.ids["A"], D(2024, 2, 20), 20_000)
    assert earned(made, "2024Q2") == "800.00"
    close(made, "2024-02", D(2024, 4, 6))
    made.money(made.ids["A"], D(2024, 2, 21), 1)
    assert earned(made, "2024Q2") == "800.00"  # as it stood when the last of its months was closed


def test_who_was_not_there_at_the_closing_has_a_first_window(company: Callable[[str], SmallCompany]) -> None:
    """Entered late with a first day of January: as closed the plan did not cover wu, so the first row counts."""
    made = company(PLAN.format(by="amount", bound="100000").replace('from = "0"', 'from = "50000"'))
    close(made, "2024Q1", D(2024, 4, 5))
    made.hire("wu", D(2024, 1, 1))
    made.money(made.contract(D(2024, 4, 2), 500_000, "wu"), D(2024, 4, 10), 10_000)
    with made.view(on=D(2024, 12, 31)) as view:
        figures = commission.figures_of(view, span("2024Q2"), commission.staff_of(view))
        assert money_text(figures.commission("wu") or 0) == "600.00"


def test_the_reasons_say_that_it_was_closed(company: Callable[[str], SmallCompany]) -> None:
    made = company(AMOUNT)
    close(made, "2024Q1", D(2024, 4, 5))
    made.money(made.ids["A"], D(2024, 1, 20), 20_000)
    with made.view(on=D(2024, 12, 31)) as view:
        tree, _notes = commission.reason_of(view, "zw", span("2024Q2"))
        titles = [one.title for _number, one in reasons.walk(tree)]
        assert "row from 0.00: 6 % (the window before, as closed on 2024-04-05: B = 90,000.00)" in titles


def test_what_if_counts_the_closed_facts_under_the_other_plan(company: Callable[[str], SmallCompany]) -> None:
    """With a second row from 80,000 the closed 90,000 would give 8 %."""
    made = company(AMOUNT)
    close(made, "2024Q1", D(2024, 4, 5))
    made.money(made.ids["A"], D(2024, 1, 20), 20_000)
    assert earned(made, "2024Q2", other=PLAN.format(by="amount", bound="80000")) == "800.00"
    assert earned(made, "2024Q2", other=PLAN.format(by="amount", bound="95000")) == "600.00"


def test_a_true_up_of_the_closed_window_does_not_lift_the_next_one(company: Callable[[str], SmallCompany]) -> None:
    """6 % of the late 20,000, in April; and what all facts come to is what was paid."""
    made = company(AMOUNT)
    close(made, "2024Q1", D(2024, 4, 5))
    made.money(made.ids["A"], D(2024, 1, 20), 20_000)
    with made.view(on=D(2024, 12, 31)) as view:
        staff, half = commission.staff_of(view), span("2024H1")
        assert money_text(due_of(view, span("2024-04"), staff).of("zw").true_up) == "1200.00"
        assert due_of(view, half, staff).of("zw").total == pay_of(view, half, staff).of("zw").total


def test_months_one_after_the_other(tmp_path: Path) -> None:
    """Each month's tier is that of the month before as closed; twelve closed ones open no ledger within a ledger."""
    made = SmallCompany(tmp_path / "l.db", AMOUNT.replace('"quarter"', '"month"').replace("100000", "1000"))
    made.hire("zw")
    contract = made.contract(D(2023, 1, 2), 500_000, "zw")
    for month in range(1, 13):
        made.money(contract, D(2024, month, 10), 100 * month)
    for month in range(1, 12):
        close(made, f"2024-{month:02}", D(2024, month + 1, 5))
    made.money(contract, D(2024, 10, 11), 5_000)
    assert earned(made, "2024-11") == "88.00"  # 8 %, as October's own 1,000 was there; the late 5,000 lift nothing
    assert earned(made, "2024-10") == "360.00"  # 6 % of 6,000: September had 900
