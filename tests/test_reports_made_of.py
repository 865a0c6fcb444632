"""What a pay is made of: every line in its place, so that two pays differ line by line; they sum to what is paid."""

from datetime import date
from pathlib import Path

from small_company import SmallCompany, span

from salescli.reports.commission import staff_of
from salescli.reports.made_of import Made, changes, made_of, moved
from salescli.reports.paid import pay_of

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.seller]
title = "Seller"
base = "3100.00"
[[commission]]
key = "standard"
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" } ]
[[draw]]
amount = "700.00"
recoverable = true
[[bonus]]
key = "basic"
base = "300.00"
[[penalty]]
key = "overdue_contact"
amount = "20.00"
[tracking]
[[tracking.interval]]
days = 5
"""


def test_the_lines_are_the_pay(tmp_path: Path) -> None:
    """Employed for ten days of January: 1,000 + 300 + 600 + 100 advanced, of which 100 is owed and off again, − 20."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.hire("zw", D(2024, 1, 1), post="seller")
    made.customer("c", D(2024, 1, 2), owner="zw")
    made.money(made.contract(D(2024, 1, 3), 30_000, "zw"), D(2024, 1, 5), 6_000)
    made.job("zw", D(2024, 1, 10), "depart")
    with made.view() as view:
        paid = pay_of(view, span("2024-01"), staff_of(view))
        lines = made_of(paid, "zw")
        assert [(line.part, line.amount) for line in lines] == [
            ("base", 100_000), ("bonus", 30_000), ("commission", 60_000), ("draw", 10_000), ("draw", -10_000),
            ("penalty", -2_000),
        ]  # fmt: skip
        assert sum(line.amount for line in lines) == paid.of("zw").total
        assert made_of(paid, "nobody") == ()


def test_what_differs() -> None:
    """A line more, one less, and one of two in the same place; what comes to the same is no change, whatever it says."""
    kept, gone, new = (
        Made("base", "", "2024-01", None, 5),
        Made("bonus", "a", "2024", None, 2),
        Made("bonus", "b", "", 1, 3),
    )
    twice, other = Made("penalty", "p", "2024-01-02", 7, -20), Made("penalty", "p", "2024-01-02", 7, -30)
    said = Made("base", "", "2024-01", None, 5, title="Base")
    found = list(changes([kept, gone, twice, twice], [said, new, twice, other]))
    assert found == [(None, new), (twice, other), (gone, None)]
    assert [moved(*pair) for pair in found] == [3, -10, -2]
