"""Why a true-up is what it is: every late fact with the lines of the pay that it moved, before and after, reckoned by hand."""

from datetime import date
from pathlib import Path

import pytest
from small_company import SmallCompany, close, fen, span

from salescli.reports.paid_reasons import true_up_reason
from salescli.rules.reasons import mistakes, walk

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.seller]
title = "Seller"
base = "3100.00"
[[commission]]
key = "standard"
title = "Standard plan"
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" }, { from = "10000", rate = "0.20" } ]
[[bonus]]
key = "rated"
title = "Appraisal bonus"
base = "500.00"
period = "quarter"
by = "grade"
grades = { A = "1.5", C = "0.5" }
[[bonus]]
key = "aimed"
title = "Aimed"
base = "100.00"
period = "month"
by = "attainment:follow_ups"
grid = [ { from = "0", to_pay = "0" }, { from = "1", to_pay = "1.00" } ]
[[penalty]]
key = "overdue_contact"
title = "Missed contact"
amount = "20.00"
[tracking]
[[tracking.interval]]
days = 20
[[appraisal]]
post = "seller"
period = "quarter"
grades = [ { from = "90", grade = "A" }, { from = "0", grade = "C" } ]
[[appraisal.item]]
method = "quality"
measure = "quality"
weight = "100"
score = "ratio"
"""
DRAW = '[[draw]]\namount = "700.00"\nrecoverable = true\n'
POOL = """
[bonus_year]
floor = "0.00"
[[bonus]]
key = "y"
title = "Yearly"
base = "1000.00"
period = "quarter"
settle = "year"
by = "follow_ups"
grid = [ { from = "0", to_pay = "-1" }, { from = "1", to_pay = "2" } ]
"""


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """zw collected 6,000 in January, was reviewed 5 of 5, and missed c on the 22nd; the first quarter is closed on 5 April."""
    return _closed(SmallCompany(tmp_path / "l.db", POLICY))


def _closed(made: SmallCompany, over: str = "2024Q1", on: date = D(2024, 4, 5)) -> SmallCompany:
    made.hire("zw", D(2024, 1, 1), post="seller")
    made.customer("c", D(2024, 1, 2), owner="zw")
    made.ids["call"] = made.follow_up("zw", D(2024, 1, 3), "c")
    made.review(made.ids["call"], D(2024, 1, 10), 5, 5, 5)
    made.ids["A"] = made.contract(D(2024, 1, 3), 30_000, "zw", name=None)
    made.money(made.ids["A"], D(2024, 1, 10), 6_000)
    close(made, over, on)
    return made


def _steps(company: SmallCompany, over: str = "2024-04", on: date = D(2024, 4, 20)) -> list[tuple[str, int]]:
    """What moved, from the third level on, with its money; the tree is right."""
    with company.view(on=on) as view:
        tree = true_up_reason(view, "zw", span(over))[0]
    assert mistakes(tree) == []
    return [(one.title, int(one.result or 0)) for number, one in walk(tree) if number.count(".") > 1]


def test_a_bonus_has_its_grade_and_its_coefficient(ours: SmallCompany) -> None:
    """A second review of 1 of 5 makes 60 of 100: A with 750 becomes C with 250."""
    ours.review(ours.ids["call"], D(2024, 4, 9), 1, 1, 1)
    said = "Appraisal bonus, 2024Q1: grade A → C, coefficient 1.5 → 0.5, 750.00 → 250.00"
    assert _steps(ours) == [(said, fen(-500))]


def test_commission_has_the_facts_whose_commission_changed(ours: SmallCompany) -> None:
    """5,000 more lift the 6,000 from 10 to 20 %: the late receipt brings its own 1,000 and the tier's 600."""
    ours.money(ours.ids["A"], D(2024, 1, 31), 5_000)
    plan, receipt = _steps(ours)
    assert plan == ("Standard plan: 600.00 → 2,200.00", fen(1_600))
    assert receipt[0].startswith("Receipt · 5,000.00 CNY · ") and receipt[1] == fen(1_600)
    said = "2024-01-31: part 5,000.00, rate 20%, of it earlier money at another tier 600.00, — → 1,600.00"
    assert receipt[0].endswith(said)


def test_a_receipt_that_comes_before_another_moves_both(ours: SmallCompany) -> None:
    """4,000 of the fifth make the 6,000 of the tenth reach the tier: 400 more, and 1,000 more (1,200 and 400 of the 4,000)."""
    ours.money(ours.ids["A"], D(2024, 1, 5), 4_000)
    steps = _steps(ours)
    assert [amount for _title, amount in steps] == [fen(1_400), fen(400), fen(1_000)]
    assert "rate 10% → 20%" in steps[2][0] and steps[2][0].endswith("600.00 → 1,600.00")


def test_a_base_has_its_days(ours: SmallCompany) -> None:
    """Who left on the 15th of March has 15 of 31 days; nothing else of March changes but the penalties after it."""
    ours.job("zw", D(2024, 3, 15), "depart")
    steps = _steps(ours)
    assert steps[0] == ("Base of 2024-03: days — → 15, of days — → 31, 3,100.00 → 1,500.00", fen(-1_600))


def test_a_penalty_that_is_waived_and_one_that_is_new(ours: SmallCompany) -> None:
    """c was to be contacted by the 23rd; a waiver takes the 20 back, two customers entered late are 20 each."""
    ours.append("waiver", D(2024, 4, 6), fact_id=ours.ids["call"], why="ill")
    for name in ("d", "e"):
        ours.customer(name, D(2024, 2, 2), owner="zw")
    assert _steps(ours) == [
        ("Missed contact · c, 2024-01-24: -20.00 → 0.00", fen(20)),
        ("Missed contact · d, 2024-02-23: — → -20.00", fen(-20)),
        ("Missed contact · e, 2024-02-23: — → -20.00", fen(-20)),
    ]


def test_an_attainment(ours: SmallCompany) -> None:
    """Without a target there was no line; one that comes late makes the one follow-up 100 %."""
    ours.target("zw", "follow_ups", "2024-01", number="1")
    assert _steps(ours) == [
        ("Aimed, 2024-01: attainment of Follow-ups 100%, coefficient 1, — → 100.00", fen(100)),
    ]  # fmt: skip


def test_a_draw(tmp_path: Path) -> None:
    """600 earned of a draw of 700; 50 more of commission are 50 less of advance: nothing to pay, and no step."""
    made = _closed(SmallCompany(tmp_path / "l.db", POLICY + DRAW), "2024-01", D(2024, 2, 5))
    made.money(made.ids["A"], D(2024, 1, 31), 500)
    assert _steps(made, "2024-02", D(2024, 2, 20)) == []
    made.money(made.ids["A"], D(2024, 1, 31), 1_000)
    steps = _steps(made, "2024-02", D(2024, 2, 20))
    said = "Draw of 2024-01: earned 650.00 → 750.00, paid 700.00 → 750.00, owed after it 50.00 → 0.00, 50.00 → 0.00"
    assert (said, fen(-50)) in steps


def test_a_pool_s_bonuses_only_tell_where_it_pays_its_floor(tmp_path: Path) -> None:
    """2,000 and three times −1,000 are −1,000, of which 0 is paid; a late follow-up makes one of them 2,000: all 2,000 are paid."""
    made = _closed(SmallCompany(tmp_path / "l.db", POLICY + POOL), "2024", D(2025, 1, 5))
    made.follow_up("zw", D(2024, 4, 9), "c")
    steps = [step for step in _steps(made, "2025-01", D(2025, 1, 20)) if "Year" in step[0]]
    assert steps == [
        ("Year's bonus pool, 2024: year's pool -1,000.00 → 2,000.00, 0.00 → 2,000.00", fen(2_000)),
        ("Yearly, 2024Q2: Follow-ups 0 → 1, coefficient -1 → 2, -1,000.00 → 2,000.00", fen(3_000)),
    ]
