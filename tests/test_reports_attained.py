"""Commission by an attainment: what happens later in the window moves no earlier month."""

from datetime import date
from pathlib import Path

from small_company import SmallCompany, span

from salescli.reports import commission

D = date
PLAN = """
[[commission]]
key = "wins"
title = "By win rate"
reps = ["fay"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "attainment:win_rate"
rates = [ { from = "0", rate = "0.01" }, { from = "0.90", rate = "0.02" } ]
"""


def earned(company: SmallCompany, over: str) -> int | None:
    with company.view() as view:
        (row,) = commission.build(view, span(over), rep="fay").rows
        return row["commission"]  # type: ignore[no-any-return]


def test_a_reopening_in_march_leaves_januarys_commission(tmp_path: Path) -> None:
    """One won, one lost: half of the target of 100 %. Reopened in March, one of one is won: the rise stands in March."""
    company = SmallCompany(tmp_path / "l.db", PLAN)
    company.hire("fay")
    company.target("fay", "win_rate", "2024Q1", number="1")
    company.opportunity("lost one", D(2024, 1, 2), "fay")
    company.stage("lost one", D(2024, 1, 3), "lost")
    company.opportunity("won one", D(2024, 1, 2), "fay")
    company.stage("won one", D(2024, 1, 2), "won")
    contract = company.contract(D(2024, 1, 2), 1000, "fay")
    company.money(contract, D(2024, 1, 5), 1000)
    before = [earned(company, month) for month in ("2024-01", "2024-02", "2024-03")]
    assert before == [1000, 0, 0]
    company.stage("lost one", D(2024, 3, 10), "first")
    after = [earned(company, month) for month in ("2024-01", "2024-02", "2024-03")]
    assert after == [1000, 0, 1000] and earned(company, "2024Q1") == 2000
