"""Measures on a real ledger: what each query counts, whose it is, and what teams and the company come to."""

from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import pytest
from small_company import AFTERWARDS, SmallCompany, span

from salescli.facts.measured import Collection
from salescli.measure import MeasureKey
from salescli.reports.commission import staff_of
from salescli.reports.measured import Asked, Measured, measured

D = date
K = MeasureKey


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw and ls in the team north, which is in all; two customers."""
    made = SmallCompany(tmp_path / "l.db")
    made.team("all")
    made.team("north", parent="all")
    made.hire("zw", team="north")
    made.hire("ls", team="north")
    made.customer("c1", D(2023, 5, 1))
    made.customer("c2", D(2023, 5, 1))
    return made


def _measured(company: SmallCompany, over: str, *asked: Asked, on: date = AFTERWARDS) -> Measured:
    with company.view(on) as view:
        return measured(view, span(over), asked, staff_of(view))


def _value(company: SmallCompany, key: MeasureKey, over: str, rep: str = "zw", **more: Any) -> Fraction | None:
    return _measured(company, over, (key, None), **more).of_rep(rep, (key, None)).value


# What counts when.


def test_contracts_of_the_first_and_the_last_day(company: SmallCompany) -> None:
    """31 March belongs to the quarter, 1 April and 31 December do not; leap day is a day of February."""
    for day in (D(2023, 12, 31), D(2024, 1, 1), D(2024, 2, 29), D(2024, 3, 31), D(2024, 4, 1)):
        company.contract(day, 100, "zw")
    assert _value(company, K.CONTRACT_AMOUNT, "2024Q1") == 30_000
    assert _value(company, K.CONTRACT_COUNT, "2024Q1") == 3
    assert _value(company, K.CONTRACT_AMOUNT, "2024-02") == 10_000


def test_nothing_after_the_day_looked_from_counts(company: SmallCompany) -> None:
    for day in (D(2024, 2, 10), D(2024, 2, 11)):
        company.contract(day, 100, "zw")
    assert _value(company, K.CONTRACT_AMOUNT, "2024Q1", on=D(2024, 2, 10)) == 10_000
    assert _value(company, K.CONTRACT_AMOUNT, "2024Q1", on=D(2023, 12, 31)) == 0


def test_who_has_no_fact_has_zero_or_no_value(company: SmallCompany) -> None:
    asked = [(key, None) for key in (K.COLLECTED, K.FOLLOW_UPS, K.WIN_RATE, K.SATISFACTION, K.COLLECTION_RATE)]
    found = _measured(company, "2024Q1", *asked)
    assert [found.of_rep("ls", one).value for one in asked] == [0, 0, None, None, None]


def test_receipts_less_refunds_without_write_offs(company: SmallCompany) -> None:
    contract = company.contract(D(2023, 11, 1), 1000, "zw")
    company.money(contract, D(2023, 12, 31), 100)
    company.money(contract, D(2024, 1, 1), 300)
    company.money(contract, D(2024, 3, 31), 50.5, "refund")
    company.money(contract, D(2024, 3, 31), 200, "write_off")
    assert _value(company, K.COLLECTED, "2024Q1") == 24_950
    assert _value(company, K.BAD_DEBT, "2024Q1") == 20_000


def test_money_along_a_shared_contract(company: SmallCompany) -> None:
    """A hundred receipts of 0.01 at 60/40, fifty of them in the year before: 0.30 and 0.20 in this one."""
    company.opportunity("o", D(2023, 1, 1), "zw")
    company.share("o", D(2023, 1, 1), zw="60", ls="40")
    contract = company.contract(D(2023, 6, 1), 1, name="o")
    for number in range(100):
        company.money(contract, D(2023, 12, 1) if number < 50 else D(2024, 1, 2), 0.01)
    found = _measured(company, "2024Q1", (K.COLLECTED, None))
    assert [found.of_rep(rep, (K.COLLECTED, None)).value for rep in ("zw", "ls")] == [30, 20]


def test_credit_by_the_day_of_signing_or_of_receipt(tmp_path: Path) -> None:
    """The opportunity went to ls after the signing; [credit] on says whose the receipt is."""
    for word, expected in (("signed", (100, 0)), ("received", (0, 100))):
        company = SmallCompany(tmp_path / f"{word}.db", f'[credit]\non = "{word}"\n')
        company.hire("zw")
        company.hire("ls")
        company.opportunity("o", D(2024, 1, 1), "zw")
        contract = company.contract(D(2024, 1, 2), 10, name="o")
        company.share("o", D(2024, 2, 1), ls="100")
        company.money(contract, D(2024, 2, 2), 1)
        found = _measured(company, "2024Q1", (K.COLLECTED, None), (K.COLLECTION_RATE, None))
        assert tuple(found.of_rep(rep, (K.COLLECTED, None)).value for rep in ("zw", "ls")) == expected
        owing = found.of_rep("ls" if word == "received" else "zw", (K.COLLECTION_RATE, None))
        assert owing.value == Fraction(1, 10)


def test_what_is_nobodys_counts_for_the_company_and_is_said(company: SmallCompany) -> None:
    company.contract(D(2024, 1, 2), 10)
    company.contract(D(2024, 1, 2), 5, "zw")
    asked = (K.CONTRACT_AMOUNT, None)
    found = _measured(company, "2024Q1", asked)
    assert found.of_rep("zw", asked).value == 500 and found.of_company(asked).value == 1500
    assert found.notes and "contract_amount" in found.notes[0]


# By product.


def test_a_product_alone(company: SmallCompany) -> None:
    """Ten of GTX and two of MG in one contract: units, amounts and contracts of either."""
    company.product("GTX")
    company.product("MG")
    contract = company.contract(D(2024, 1, 5), 1000, "zw")
    company.line(contract, D(2024, 1, 5), "GTX", 10, 80, 100)
    company.line(contract, D(2024, 1, 5), "MG", 2, 100)
    company.contract(D(2024, 1, 6), 500, "zw")
    gtx = company.ids["GTX"]
    asked = [(K.UNITS_SOLD, gtx), (K.CONTRACT_AMOUNT, gtx), (K.CONTRACT_COUNT, gtx), (K.UNITS_SOLD, None)]
    asked += [(K.CONTRACT_AMOUNT, None), (K.PRICE_REALISATION, None)]
    found = _measured(company, "2024Q1", *asked)
    values = [found.of_rep("zw", one).value for one in asked]
    assert values == [10, 80_000, 1, 12, 150_000, Fraction(4, 5)]


def test_what_cannot_be_limited_to_a_product_is_left_out(company: SmallCompany) -> None:
    company.product("GTX")
    assert not _measured(company, "2024Q1", (K.COLLECTED, company.ids["GTX"])).tallies


# Customers.


def test_new_customers_belong_to_their_first_owner(company: SmallCompany) -> None:
    """Entered in March and first given to zw in April: seen from May it is zw's, seen from March it is nobody's yet."""
    company.customer("c3", D(2024, 3, 20), "zw", D(2024, 4, 5))
    company.append("customer_owner", D(2024, 4, 20), customer_id=company.ids["c3"], rep_id=company.ids["ls"])
    company.customer("c4", D(2024, 4, 1), "zw")
    assert _value(company, K.NEW_CUSTOMERS, "2024Q1") == 1
    assert _value(company, K.NEW_CUSTOMERS, "2024Q1", "ls") == 0
    assert _value(company, K.NEW_CUSTOMERS, "2024Q1", on=D(2024, 3, 31)) == 0


def test_a_customer_is_won_once(company: SmallCompany) -> None:
    """The first contract counts, the second of the same day and a later one do not."""
    company.opportunity("first", D(2024, 1, 1), "zw", "c1")
    company.opportunity("second", D(2024, 1, 1), "ls", "c1")
    company.opportunity("old", D(2023, 1, 1), "ls", "c2")
    for day, name in (
        (D(2024, 1, 5), "first"),
        (D(2024, 1, 5), "second"),
        (D(2024, 2, 5), "second"),
        (D(2023, 5, 5), "old"),
        (D(2024, 2, 5), "old"),
    ):
        company.contract(day, 10, name=name)
    assert _value(company, K.WON_CUSTOMERS, "2024Q1") == 1
    assert _value(company, K.WON_CUSTOMERS, "2024Q1", "ls") == 0


# Work.


def test_contacts_per_day_by_the_reps_own_working_days(tmp_path: Path) -> None:
    """January 2024 has 23 weekdays, less New Year, plus Saturday 6; zw is away for 8 of them, and came on the 15th as ls did not.

    Two customers on one day are two, one customer twice is one, an unanswered call is none.
    """
    company = SmallCompany(tmp_path / "l.db", "[calendar]\nholidays = [2024-01-01]\nworkdays = [2024-01-06]\n")
    company.hire("zw")
    company.hire("ls", on=D(2024, 1, 15))
    for name in ("c1", "c2"):
        company.customer(name, D(2023, 5, 1))
    company.leave("zw", D(2024, 1, 2), D(2024, 1, 10))
    for name, answered in (("c1", True), ("c1", True), ("c2", True), ("c2", False)):
        company.follow_up("zw", D(2024, 1, 20), name, answered)
    company.follow_up("ls", D(2024, 1, 31), "c1")
    company.follow_up("ls", D(2024, 1, 30), "c1", answered=False)
    asked = (K.CONTACTS_PER_DAY, None)
    found = _measured(company, "2024-01", asked)
    assert found.of_rep("zw", asked).value == Fraction(2, 15)
    assert found.of_rep("ls", asked).value == Fraction(1, 13)
    assert found.of_company(asked).value == Fraction(3, 28)
    assert _value(company, K.CONTACTS_PER_DAY, "2024-01", "ls", on=D(2024, 1, 16)) == 0
    assert _value(company, K.CONTACTS_PER_DAY, "2024-01", "ls", on=D(2024, 1, 14)) is None
    assert _value(company, K.FOLLOW_UPS, "2024-01") == 4


def test_holidays_that_are_not_known_leave_no_value(tmp_path: Path) -> None:
    """Rather no figure than one over the wrong number of days; the sentence says what to do."""
    pytest.importorskip("chinese_calendar")
    company = SmallCompany(tmp_path / "l.db", '[calendar]\ncountry = "CN"\n')
    company.hire("zw")
    company.customer("c1", D(2023, 5, 1))
    company.follow_up("zw", D(2099, 1, 20), "c1")
    found = _measured(company, "2099-01", (K.CONTACTS_PER_DAY, None), on=D(2099, 12, 31))
    assert found.of_rep("zw", (K.CONTACTS_PER_DAY, None)).value is None
    assert "2099" in found.notes[0]


def test_quality_is_of_follow_ups_of_the_period(company: SmallCompany) -> None:
    """A review of April for a follow-up of March counts in March, once April has come."""
    march, april = company.follow_up("zw", D(2024, 3, 31), "c1"), company.follow_up("zw", D(2024, 4, 1), "c1")
    company.review(march, D(2024, 4, 3), 5, 4, 3)
    company.review(april, D(2024, 4, 3), 1, 1, 1)
    assert _value(company, K.QUALITY, "2024Q1") == Fraction(4, 5)
    assert _value(company, K.QUALITY, "2024Q1", on=D(2024, 4, 2)) is None


def test_feedback(company: SmallCompany) -> None:
    for kind, rating in (("rating", 5), ("rating", 2), ("complaint", None), ("suggestion", None), ("suggestion", 4)):
        company.feedback("zw", D(2024, 3, 31), "c1", kind, rating)
    asked = [(key, None) for key in (K.SATISFACTION, K.COMPLAINTS, K.SUGGESTIONS)]
    found = _measured(company, "2024Q1", *asked)
    assert [found.of_rep("zw", one).value for one in asked] == [Fraction(7, 2), 1, 2]


def test_tasks_done_on_their_day_are_in_time(company: SmallCompany) -> None:
    """On the day: done; the day after: not; never: not; due after the day looked from: not asked."""
    company.task("zw", D(2024, 3, 30), D(2024, 3, 30))
    company.task("zw", D(2024, 3, 30), D(2024, 3, 31))
    company.task("zw", D(2024, 3, 30))
    company.task("zw", D(2024, 3, 31), D(2024, 3, 31))
    assert _value(company, K.TASK_COMPLETION, "2024Q1") == Fraction(2, 4)
    assert _value(company, K.TASK_COMPLETION, "2024Q1", on=D(2024, 3, 30)) == Fraction(1, 3)


def test_win_rate_by_the_last_close(company: SmallCompany) -> None:
    """Lost in February and won in March: won; won and open again: not closed."""
    for name, *stages in (
        ("a", (D(2024, 2, 1), "lost"), (D(2024, 2, 5), "open"), (D(2024, 3, 31), "won")),
        ("b", (D(2024, 2, 1), "won"), (D(2024, 3, 1), "open")),
        (
            "c",
            (D(2024, 1, 1), "lost"),
        ),
        (
            "d",
            (D(2023, 12, 31), "lost"),
        ),
    ):
        company.opportunity(name, D(2023, 1, 1), "zw")
        for day, stage in stages:
            company.stage(name, day, stage)
    assert _value(company, K.WIN_RATE, "2024Q1") == Fraction(1, 2)
    assert _value(company, K.WIN_RATE, "2024Q1", on=D(2024, 2, 4)) == Fraction(1, 3)


def test_trips_that_were_not_rejected(company: SmallCompany) -> None:
    trips = [
        company.append("trip", D(2024, 1, 2), rep_id=company.ids["zw"], destination="x", from_day=day, to_day=day)
        for day in (D(2024, 1, 10), D(2024, 1, 11), D(2024, 4, 1))
    ]
    company.append("decision", D(2024, 1, 5), request_id=trips[1], verdict="rejected")
    assert _value(company, K.TRIPS, "2024Q1") == 1
    assert _value(company, K.TRIPS, "2024", on=D(2024, 1, 4)) == 0


# Teams.


def test_a_moved_member_leaves_nothing_and_takes_nothing(company: SmallCompany) -> None:
    """zw moved to south in February: January's contract stays north's, March's is south's; both are all's."""
    company.team("south", parent="all")
    company.job("zw", D(2024, 2, 1), "move", team="south")
    company.contract(D(2024, 1, 31), 100, "zw")
    company.contract(D(2024, 2, 1), 40, "zw")
    company.contract(D(2024, 2, 1), 5, "ls")
    asked = (K.CONTRACT_AMOUNT, None)
    found = _measured(company, "2024Q1", asked)
    teams = [found.of_team(company.ids[team], asked).value for team in ("north", "south", "all")]
    assert teams == [10_500, 4_000, 14_500]


def test_a_teams_ratio_is_sums_over_sums(company: SmallCompany) -> None:
    """One won of one and none won of three: a quarter, not the mean of 1 and 0."""
    for number in range(4):
        company.opportunity(f"o{number}", D(2023, 1, 1), "ls" if number else "zw")
        company.stage(f"o{number}", D(2024, 1, 5), "lost" if number else "won")
    asked = (K.WIN_RATE, None)
    found = _measured(company, "2024Q1", asked)
    assert found.of_team(company.ids["all"], asked).value == Fraction(1, 4)


def test_working_days_move_with_their_rep(company: SmallCompany) -> None:
    """zw moved on Monday 15 January: of 23 days ten are north's, beside the 23 of ls."""
    company.team("south", parent="all")
    company.job("zw", D(2024, 1, 15), "move", team="south")
    asked = (K.CONTACTS_PER_DAY, None)
    found = _measured(company, "2024-01", asked)
    assert found.of_team(company.ids["north"], asked).denominator == 10 + 23
    assert found.of_team(company.ids["south"], asked).denominator == 13


# The collection rate.


def test_collection_rate_with_a_plan(company: SmallCompany) -> None:
    """600 due in March and what the plan leaves, 400, with the last part in May; 500 came in March."""
    contract = company.contract(D(2024, 1, 5), 1000, "zw", dues={D(2024, 3, 31): 500, D(2024, 5, 1): 100})
    company.money(contract, D(2024, 3, 31), 300)
    company.money(contract, D(2024, 4, 1), 200)
    assert _value(company, K.COLLECTION_RATE, "2024Q1") == Fraction(3, 5)
    assert _value(company, K.COLLECTION_RATE, "2024Q2") == Fraction(200, 700)
    assert _value(company, K.COLLECTION_RATE, "2024Q1", on=D(2024, 3, 30)) is None


def test_a_contract_without_a_plan_falls_due_when_signed(company: SmallCompany) -> None:
    """Unpaid it stays in demand in every later period, until it is written off."""
    contract = company.contract(D(2023, 3, 5), 1000, "zw")
    assert _value(company, K.COLLECTION_RATE, "2024Q1") == 0
    company.money(contract, D(2024, 4, 10), 1000, "write_off")
    assert _value(company, K.COLLECTION_RATE, "2024Q2") is None


def test_a_refund_reopens_demand(company: SmallCompany) -> None:
    contract = company.contract(D(2023, 3, 5), 1000, "zw")
    company.money(contract, D(2023, 4, 5), 1000)
    company.money(contract, D(2024, 2, 5), 250, "refund")
    assert _value(company, K.COLLECTION_RATE, "2023Q2") == 1
    assert _value(company, K.COLLECTION_RATE, "2024Q1") == 0
    assert _value(company, K.COLLECTION_RATE, "2024Q2") == 0


def test_settled_contracts_are_not_read(company: SmallCompany) -> None:
    """Paid long ago: the contract does not come from the ledger; prepaid ones come when they fall due."""
    settled = company.contract(D(2023, 1, 5), 10, "zw")
    company.money(settled, D(2023, 1, 6), 10)
    prepaid = company.contract(D(2023, 1, 5), 20, "ls", dues={D(2024, 3, 31): 20})
    company.money(prepaid, D(2023, 1, 6), 20)
    owing = company.contract(D(2023, 1, 5), 30, "ls")
    with company.view() as view:
        days = {"start": D(2024, 1, 1), "end": D(2024, 4, 1), "on": AFTERWARDS}
        assert [one.fact for one in view.ledger.read("collections", Collection, **days)] == [prepaid, owing]
    assert _value(company, K.COLLECTION_RATE, "2024Q1", "ls") == Fraction(20, 50)


@pytest.mark.parametrize("seed", range(6))
def test_the_collection_rate_is_as_defined(company: SmallCompany, seed: int) -> None:
    """Against the definition written out contract by contract, on random plans, receipts, refunds and write-offs."""
    random = Random(seed)
    start, end = D(2024, 1, 1), D(2024, 4, 1)
    settled = demand = 0
    for _number in range(30):
        amount, signed = random.randint(1, 100), D(2023, 6, 1) + timedelta(days=random.randrange(300))
        dues, left = {}, amount
        while left and random.random() < 0.7:
            part = random.randint(1, left)
            dues[signed + timedelta(days=random.randrange(200))], left = part, left - part
        contract = company.contract(signed, amount, "zw", dues=dues)
        moves, paid, lost = [], 0, 0
        for day in sorted(random.sample(range(250), 4)):
            kind = random.choice(["payment", "payment", "refund", "write_off"])
            most = {"payment": amount - paid - lost, "refund": paid, "write_off": amount - paid - lost}[kind]
            if most > 0:
                part = random.choice([most, random.randint(1, most)])
                moves.append((signed + timedelta(days=day), kind, part))
                paid += {"payment": part, "refund": -part}.get(kind, 0)
                lost += part if kind == "write_off" else 0
                company.money(contract, moves[-1][0], part, kind)
        if signed >= end:
            continue

        def due(day: date, plan: dict[date, int] = dues, whole: int = amount, first: date = signed) -> int:
            last = max(plan, default=first)
            return sum(p for d, p in plan.items() if d < day) + (whole - sum(plan.values()) if last < day else 0)

        def came(day: date, signs: dict[str, int], rows: list[tuple[date, str, int]] = moves) -> int:
            return sum(signs.get(kind, 0) * part for d, kind, part in rows if d < day)

        before, after = (max(0, due(day) - came(day, {"write_off": 1})) for day in (start, end))
        paid_before, paid_after = (came(day, {"payment": 1, "refund": -1}) for day in (start, end))
        base = min(paid_before, before, paid_after, after)
        settled += min(paid_after, after) - base
        demand += after - base
    found = _measured(company, "2024Q1", (K.COLLECTION_RATE, None)).of_rep("zw", (K.COLLECTION_RATE, None))
    assert demand and (found.numerator, found.denominator) == (settled * 100, demand * 100)


# Measures that take a rule.

RULES = """
[tracking]
complaint_days = 7
data_entry_hours = 24
wanted_fields = ["customer.phone", "follow_up.next_on", "opportunity.expected_close", "contact.email", "customer.none"]
[[tracking.interval]]
days = 10
"""


def _with_rules(path: Path, policy: str = RULES) -> SmallCompany:
    made = SmallCompany(path / "l.db", policy)
    made.team("north")
    made.hire("zw", team="north")
    made.hire("ls", team="north")
    return made


def test_a_missed_deadline_is_of_the_day_and_the_owner_it_was_missed_by(tmp_path: Path) -> None:
    """Owned by zw from 20 March: due on the 30th, missed on the 31st, the quarter's last day; ls takes over on the 31st."""
    company = _with_rules(tmp_path)
    company.customer("c1", D(2024, 3, 20), "zw")
    company.customer("c2", D(2024, 3, 21), "zw")
    assert _value(company, K.OVERDUE_CONTACTS, "2024Q1") == 1
    assert _value(company, K.OVERDUE_CONTACTS, "2024Q2") == 1
    company.append("customer_owner", D(2024, 3, 31), customer_id=company.ids["c1"], rep_id=company.ids["ls"])
    assert [_value(company, K.OVERDUE_CONTACTS, "2024Q1", rep) for rep in ("zw", "ls")] == [0, 1]


def test_trips_over_the_limit_that_were_not_rejected(company: SmallCompany) -> None:
    about = {"rep_id": company.ids["zw"], "destination": "x", "from_day": D(2024, 1, 10), "to_day": D(2024, 1, 10)}
    company.append("trip", D(2024, 1, 2), **about)
    over = [company.append("trip", D(2024, 1, 2), limit_note="1 of 1 trips", **about) for _number in range(2)]
    company.append("decision", D(2024, 1, 5), request_id=over[0], verdict="rejected")
    asked = [(K.TRIPS, None), (K.TRIPS_OVER_LIMIT, None)]
    found = _measured(company, "2024Q1", *asked)
    assert [found.of_rep("zw", one).value for one in asked] == [2, 1]


STAGES = """
[[stage]]
key = "later"
stuck_after_days = 10
"""


def test_stage_advances_go_by_the_shares_of_the_day(tmp_path: Path) -> None:
    """Two moves in the quarter, alone at first, then at 60/40; what ls did before is no concern."""
    company = _with_rules(tmp_path, STAGES)
    company.opportunity("o", D(2023, 12, 1), "zw")
    company.stage("o", D(2023, 12, 31), "open")
    company.stage("o", D(2024, 1, 1), "later")
    company.share("o", D(2024, 2, 1), zw="60", ls="40")
    company.stage("o", D(2024, 3, 31), "won")
    asked = [(K.STAGE_ADVANCES, None), (K.STAGE_CONVERSION, None)]
    found = _measured(company, "2024Q1", *asked)
    assert [found.of_rep(rep, asked[0]).value for rep in ("zw", "ls")] == [Fraction(8, 5), Fraction(2, 5)]
    # Two stages gone past, one come to: the other had been reached before.
    assert found.of_company(asked[1]).value == 2
    assert _value(company, K.STAGE_ADVANCES, "2024Q1", on=D(2024, 3, 30)) == 1


def test_stuck_is_longer_than_the_limit_on_the_last_day(tmp_path: Path) -> None:
    """Ten days are allowed: on 30 March it is not stuck yet, on the 31st it is; closed on the day itself it is not."""
    company = _with_rules(tmp_path, STAGES)
    for name, day in (("o", D(2024, 3, 20)), ("p", D(2024, 3, 21))):
        company.opportunity(name, day, "zw")
        company.stage(name, day, "later")
    company.share("o", D(2024, 3, 22), zw="60", ls="40")
    company.stage("o", D(2024, 4, 5), "won")
    assert _value(company, K.STUCK_OPPORTUNITIES, "2024Q1") == Fraction(3, 5)
    assert _value(company, K.STUCK_OPPORTUNITIES, "2024Q1", on=D(2024, 3, 30)) == 0
    assert _value(company, K.STUCK_OPPORTUNITIES, "2024-04") == 1


def test_complaints_resolved_in_time(tmp_path: Path) -> None:
    """Closed on the seventh day, on the eighth, and not at all; without days in the policy there is no figure, and a note."""
    company = _with_rules(tmp_path)
    company.customer("c1", D(2023, 1, 1))
    for closed in (D(2024, 3, 8), D(2024, 3, 9), None):
        about = {"customer_id": company.ids["c1"], "rep_id": company.ids["zw"], "feedback_kind": "complaint"}
        complaint = company.append("feedback", D(2024, 3, 1), **about)
        if closed:
            company.append("feedback_close", closed, feedback_id=complaint)
    assert _value(company, K.COMPLAINT_RESOLUTION, "2024Q1") == Fraction(1, 3)
    assert _value(company, K.COMPLAINT_RESOLUTION, "2024Q1", on=D(2024, 3, 7)) == 0
    assert _value(company, K.COMPLAINT_RESOLUTION, "2024Q1", "ls") is None
    company.policy("", D(2024, 1, 1))
    found = _measured(company, "2024Q1", (K.COMPLAINT_RESOLUTION, None))
    assert found.of_rep("zw", (K.COMPLAINT_RESOLUTION, None)).value is None
    assert any("complaint_days" in note for note in found.notes)


def _expense(company: SmallCompany, on: date, yuan: int, approved: int | None, name: str | None = "o") -> int:
    expense = company.append(
        "expense",
        on,
        rep_id=company.ids["zw"],
        opportunity_id=company.ids[name] if name else None,
        category="travel",
        amount=yuan * 100,
    )
    if approved is not None:
        company.append(
            "decision", on, request_id=expense, verdict="approved", amount=approved * 100, rep_id=company.ids["ls"]
        )
    return expense


def test_profit_is_what_came_in_less_what_was_approved(company: SmallCompany) -> None:
    """1,000 collected; 100 approved of 120, 50 never decided, 30 approved and then rejected; 40 for the office is no opportunity's."""
    contract_of = company.contract(D(2024, 1, 2), 1000, "zw")
    company.opportunity("o", D(2024, 1, 2), "zw")
    company.money(contract_of, D(2024, 1, 5), 1000)
    _expense(company, D(2024, 3, 31), 120, 100)
    _expense(company, D(2024, 2, 1), 50, None)
    undone = _expense(company, D(2024, 2, 2), 30, 30)
    company.append("decision", D(2024, 2, 3), request_id=undone, verdict="rejected")
    _expense(company, D(2024, 2, 4), 40, 40, None)
    asked = [(K.PROFIT, None), (K.EXPENSE_RATIO, None)]
    found = _measured(company, "2024Q1", *asked)
    assert [found.of_rep("zw", one).value for one in asked] == [90_000, Fraction(140, 1000)]
    assert _value(company, K.PROFIT, "2024Q1", on=D(2024, 2, 2)) == 97_000


def test_a_trip_costs_its_travel_and_the_days_of_the_post(tmp_path: Path) -> None:
    """Asked for in March, made in April: March's; 900 as reported, not the 800 approved; three days at 400. One not approved: nothing."""
    company = _with_rules(tmp_path, '[post.clerk]\ntitle = "Clerk"\ndaily_cost = "400.00"\n')
    company.job("zw", D(2023, 6, 1), "move", post="clerk")
    company.opportunity("o", D(2024, 1, 2), "zw")
    company.share("o", D(2024, 1, 2), zw="75", ls="25")
    about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids["o"], "destination": "x", "cost": 70_000}
    for approved in (True, False):
        trip = company.append("trip", D(2024, 3, 31), from_day=D(2024, 4, 1), to_day=D(2024, 4, 3), **about)
        if approved:
            company.append("decision", D(2024, 3, 31), request_id=trip, verdict="approved", amount=80_000)
            company.append("trip_report", D(2024, 4, 5), trip_id=trip, outcome="x", cost=90_000)
    found = _measured(company, "2024Q1", (K.PROFIT, None))
    assert [found.of_rep(rep, (K.PROFIT, None)).value for rep in ("zw", "ls")] == [-157_500, -52_500]
    assert not found.notes
    assert _value(company, K.PROFIT, "2024Q1", on=D(2024, 4, 4)) == -150_000


def test_retention_compares_two_times_twelve_months(company: SmallCompany) -> None:
    """Two customers bought between April 2022 and March 2023; one of them in the twelve months since; by today's owner."""
    for name, days in (
        ("c1", (D(2022, 4, 1), D(2024, 3, 31))),
        ("c2", (D(2023, 3, 31),)),
        ("c3", (D(2022, 3, 31), D(2023, 4, 1))),
    ):
        if name == "c3":
            company.customer(name, D(2022, 1, 1), "zw")
        company.opportunity(f"o {name}", D(2022, 1, 1), "ls", name)
        for day in days:
            company.contract(day, 10, name=f"o {name}")
    for name, rep in (("c1", "zw"), ("c2", "zw")):
        company.append("customer_owner", D(2024, 3, 31), customer_id=company.ids[name], rep_id=company.ids[rep])
    assert _value(company, K.RETENTION, "2024Q1") == Fraction(1, 2)
    assert _value(company, K.RETENTION, "2024Q1", "ls") is None
    # A day earlier the months end a day earlier too: c2's is too late, c3's of 31 March 2022 is in time, and came again.
    before = _measured(company, "2024Q1", (K.RETENTION, None), on=D(2024, 3, 30))
    assert before.of_rep("zw", (K.RETENTION, None)).value == 1
    assert before.of_company((K.RETENTION, None)).value == Fraction(1, 2)


def test_data_quality_of_a_period(tmp_path: Path) -> None:
    """One wanted field of three filled; as the tests enter everything today, both follow-ups are late; one of three voided."""
    company = _with_rules(tmp_path)
    company.customer("c1", D(2024, 1, 5), "zw")
    company.follow_up("zw", D(2024, 1, 5), "c1")
    company.append(
        "follow_up",
        D(2024, 1, 6),
        customer_id=company.ids["c1"],
        rep_id=company.ids["zw"],
        channel="phone",
        answered=True,
        next_on=D(2024, 2, 1),
    )
    wrong = company.follow_up("zw", D(2024, 1, 6), "c1")
    company.append("void", D(2024, 1, 6), fact_id=wrong, effect="void", why="twice")
    asked = (K.DATA_QUALITY, None)
    found = _measured(company, "2024Q1", asked)
    tally = found.of_rep("zw", asked)
    assert [tally.mean(of) for of in ("completeness", "timeliness", "accuracy")] == [Fraction(1, 3), 0, Fraction(2, 3)]
    assert tally.value == Fraction(1, 3)
    assert found.of_team(company.ids["north"], asked).value == Fraction(1, 3)
    assert found.of_rep("ls", asked).value is None
    assert any("customer.none" in note for note in found.notes)


def test_competence_by_the_latest_ratings(company: SmallCompany) -> None:
    """Mastery 90 of 100 of January after 3 of 5 of December, the rep's own of 100 left out; proficiency never rated."""
    about = {"rep_id": company.ids["zw"], "method": "mastery"}
    company.append("assessment", D(2023, 12, 20), score="3", out_of="5", rater="manager", **about)
    company.append("assessment", D(2024, 1, 20), score="90", out_of="100", rater="manager", **about)
    company.append("assessment", D(2024, 1, 21), score="100", out_of="100", rater="self", **about)
    asked = (K.COMPETENCE, None)
    assert _value(company, K.COMPETENCE, "2024Q1") == Fraction(9, 10)
    assert _value(company, K.COMPETENCE, "2024Q1", on=D(2024, 1, 19)) == Fraction(3, 5)
    assert _value(company, K.COMPETENCE, "2023Q3") is None
    assert _measured(company, "2024Q1", asked).of_team(company.ids["north"], asked).value == Fraction(9, 10)
