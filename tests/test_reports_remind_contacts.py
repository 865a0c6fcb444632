"""reports/remind/contacts.py and receivables.py: leads to process, customers to contact and money due, around their days."""

from datetime import date
from pathlib import Path

import pytest
from reminded_company import DAY, POLICY, ZONES_AND_DAYS, Company, days_around, on_day, text_on

from salescli.reports import remind

D = date


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


# Each kind just before, on and just after its day.


def test_a_lead_is_unprocessed(company: Company) -> None:
    """48 hours after the midnight of its entry, unless there is a follow-up by then, answered or not, or an opportunity."""
    for name in ("new", "tried", "sold"):
        company.customer(name, D(2024, 3, 4), owner="zw")
    company.talk("tried", D(2024, 3, 5), answered=False)
    company.opportunity("it", D(2024, 3, 5), "zw", "sold")
    assert on_day(company, D(2024, 3, 5)) == []
    assert on_day(company, D(2024, 3, 6)) == [("unprocessed", "zw", "new", 0)]
    assert on_day(company, D(2024, 3, 7)) == [("unprocessed", "zw", "new", 1)]
    assert text_on(company, D(2024, 3, 6)) == ["The lead new is to be processed today."]
    assert text_on(company, D(2024, 3, 8)) == ["The lead new has been left unprocessed for 2 days since 2024-03-06."]


def test_a_lead_is_on_the_list_once(company: Company) -> None:
    """Long after its contact interval it is still an unprocessed lead, and not an overdue contact as well."""
    company.customer("new", D(2024, 3, 4), owner="zw")
    assert on_day(company, D(2024, 4, 4)) == [("unprocessed", "zw", "new", 29)]


def test_without_hours_a_lead_is_a_customer_to_contact(tmp_path: Path) -> None:
    """A policy that says nothing about leads has its contact interval alone."""
    company = Company(tmp_path / "own.db", POLICY.replace("unprocessed_after_hours = 48", ""))
    company.customer("new", D(2024, 3, 4), owner="zw")
    assert on_day(company, D(2024, 3, 17)) == []
    assert on_day(company, D(2024, 3, 18)) == [("due", "zw", "new", 0)]


@pytest.fixture
def promised(company: Company) -> Company:
    """A customer that is to be contacted on 15 March."""
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 10), next_on=D(2024, 3, 15), next_step="send the offer")
    return company


def test_a_contact_is_due(promised: Company) -> None:
    """Not the day before, on the day itself, and from the next day on overdue."""
    assert on_day(promised, D(2024, 3, 14)) == []
    assert on_day(promised, D(2024, 3, 15)) == [("due", "zw", "acme", 0)]
    assert on_day(promised, D(2024, 3, 16)) == [("overdue", "zw", "acme", 1)]
    assert text_on(promised, D(2024, 3, 15)) == ["acme is to be contacted today."]
    assert text_on(promised, D(2024, 3, 16)) == ["acme should have been contacted by 2024-03-15, 1 day ago."]


def test_days_ahead(promised: Company) -> None:
    """--days replaces the policy's days ahead; what lies ahead has negative days."""
    assert on_day(promised, D(2024, 3, 12), days=2) == []
    assert on_day(promised, D(2024, 3, 12), days=3) == [("due", "zw", "acme", -3)]
    assert text_on(promised, D(2024, 3, 12), days=3) == ["acme is to be contacted by 2024-03-15, in 3 days."]


def test_the_policys_days_ahead(tmp_path: Path) -> None:
    company = Company(tmp_path / "own.db", POLICY.replace("ahead = 0", "ahead = 2"))
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 10), next_on=D(2024, 3, 15))
    assert on_day(company, D(2024, 3, 12)) == []
    assert on_day(company, D(2024, 3, 13)) == [("due", "zw", "acme", -2)]
    assert on_day(company, D(2024, 3, 13), days=0) == []


def test_a_later_answered_contact_replaces_the_deadline(promised: Company) -> None:
    """By anyone; an unanswered call replaces nothing."""
    promised.talk("acme", D(2024, 3, 15), answered=False, next_on=D(2024, 5, 1))
    assert on_day(promised, D(2024, 3, 16)) == [("overdue", "zw", "acme", 1)]
    promised.talk("acme", D(2024, 3, 16), rep="ls", next_on=D(2024, 3, 20))
    assert on_day(promised, D(2024, 3, 16)) == []
    assert on_day(promised, D(2024, 3, 15)) == [("due", "zw", "acme", 0)]
    assert on_day(promised, D(2024, 3, 20)) == [("due", "zw", "acme", 0)]


def test_the_contact_interval(company: Company) -> None:
    """Without a day promised: the last contact + the interval, by grade where the policy names it."""
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.ids["best"] = company.append("customer", D(2024, 3, 1), name="best", grade="A")
    company.give("best", D(2024, 3, 1), "zw")
    for name in ("acme", "best"):
        company.talk(name, D(2024, 3, 4))
    assert on_day(company, D(2024, 3, 10)) == []
    assert on_day(company, D(2024, 3, 11)) == [("due", "zw", "best", 0)]
    assert on_day(company, D(2024, 3, 18)) == [("interval", "zw", "best", 7), ("due", "zw", "acme", 0)]
    assert text_on(company, D(2024, 3, 12)) == [
        "best was last contacted on 2024-03-04; the contact interval ended on 2024-03-11, 1 day ago."
    ]


def test_never_contacted(company: Company) -> None:
    """Tried in vain on the day it was given to zw: the interval runs from that day."""
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), answered=False)
    assert on_day(company, D(2024, 3, 16)) == [("interval", "zw", "acme", 1)]
    assert text_on(company, D(2024, 3, 16)) == [
        "acme has had an owner since 2024-03-01 and was never contacted; the interval ended on 2024-03-15, 1 day ago."
    ]


def test_the_interval_of_a_stage(tmp_path: Path) -> None:
    """5 days where an opportunity stood in negotiation on the day of the contact, whatever came of it since; else 30."""
    stages = '[[tracking.interval]]\nstage = "open"\ndays = 5\n[[tracking.interval]]\ndays = 30\n'
    company = Company(tmp_path / "own.db", f"[tracking]\n{stages}")
    for name in ("bid", "lost", "late", "none"):
        company.customer(name, D(2024, 3, 1), owner="zw")
        company.talk(name, D(2024, 3, 4))
    for name, moves in (
        ("bid", {D(2024, 3, 2): "open"}),
        ("lost", {D(2024, 3, 2): "open", D(2024, 3, 6): "lost"}),
        ("late", {D(2024, 3, 5): "open"}),
    ):
        company.opportunity(f"{name}'s", D(2024, 3, 1), "zw", name)
        for day, stage in moves.items():
            company.move(f"{name}'s", day, stage)
    assert on_day(company, D(2024, 3, 9)) == [("due", "zw", "bid", 0), ("due", "zw", "lost", 0)]
    assert on_day(company, D(2024, 4, 3), rep="zw")[2:] == [("due", "zw", "late", 0), ("due", "zw", "none", 0)]


def test_the_interval_of_the_day_it_began(tmp_path: Path) -> None:
    """A policy that asks for more does so of contacts from its first day on."""
    company = Company(tmp_path / "own.db", "[tracking]\n[[tracking.interval]]\ndays = 30\n")
    company.policy("[tracking]\n[[tracking.interval]]\ndays = 3\n", D(2024, 3, 5))
    for name, day in (("before", D(2024, 3, 4)), ("after", D(2024, 3, 5))):
        company.customer(name, D(2024, 3, 1), owner="zw")
        company.talk(name, day)
    assert on_day(company, D(2024, 3, 8)) == [("due", "zw", "after", 0)]
    assert on_day(company, D(2024, 4, 3), days=0)[1:] == [("due", "zw", "before", 0)]


def test_a_customer_is_to_be_contacted_once(company: Company) -> None:
    """Two talks on one day: the one entered last says when the next is."""
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 4), next_on=D(2024, 3, 8))
    company.talk("acme", D(2024, 3, 4), next_on=D(2024, 3, 11))
    company.talk("acme", D(2024, 3, 4), answered=False, next_on=D(2024, 3, 6))
    assert on_day(company, D(2024, 3, 8)) == []
    assert on_day(company, D(2024, 3, 11)) == [("due", "zw", "acme", 0)]


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
@pytest.mark.parametrize("kind", ["unprocessed", "overdue", "interval", "receivable"])
def test_around_its_day(tmp_path: Path, kind: str, zone: str, day: date) -> None:
    """Not the day before; 0 on the day, 1 on the next, wherever the month, the year or an hour ends there."""
    company = Company(tmp_path / "own.db", zone=zone)
    company.customer("acme", day - 2 * DAY if kind == "unprocessed" else D(2024, 1, 1), owner="zw")
    if kind == "overdue":
        company.talk("acme", day - 40 * DAY, next_on=day)
    elif kind == "interval":
        company.talk("acme", day - 14 * DAY)
    elif kind == "receivable":
        company.disqualify("acme", D(2024, 1, 1))
        company.opportunity("it", D(2024, 1, 1), "zw", "acme")
        company.contract(D(2024, 1, 1), 1000, name="it", dues={day: 1000})
    assert days_around(company, day) == [[], [0], [1]]
    assert on_day(company, day + DAY) == [(kind, "zw", "acme", 1)]


def test_an_instalment_is_due(company: Company) -> None:
    """Not the day before, on its day, and on every later day until the money has come."""
    company.customer("acme", D(2024, 1, 1))
    company.opportunity("it", D(2024, 1, 2), "zw", "acme")
    contract = company.contract(D(2024, 1, 10), 1000, name="it", dues={D(2024, 3, 15): 400, D(2024, 4, 15): 600})
    assert on_day(company, D(2024, 3, 14)) == []
    assert on_day(company, D(2024, 3, 15)) == [("receivable", "zw", "acme", 0)]
    assert on_day(company, D(2024, 3, 16)) == [("receivable", "zw", "acme", 1)]
    assert text_on(company, D(2024, 3, 16)) == [
        "400.00 CNY of contract it of acme has been outstanding since 2024-03-15, for 1 day."
    ]
    company.money(contract, D(2024, 3, 17), 150)
    with company.seen_by("clerk", D(2024, 3, 17)) as view:
        assert [row["amount"] for row in remind.build(view, days=60).rows] == [25000, 60000]
    company.money(contract, D(2024, 3, 18), 250)
    assert on_day(company, D(2024, 3, 18)) == []
    company.money(contract, D(2024, 3, 19), 10, kind="refund")
    assert on_day(company, D(2024, 3, 19)) == [("receivable", "zw", "acme", 4)]
    company.money(contract, D(2024, 3, 20), 10, kind="write_off")
    assert on_day(company, D(2024, 3, 20)) == []


def test_a_contract_without_a_plan_is_due_when_signed(company: Company) -> None:
    company.contract(D(2024, 3, 15), 1000, "zw")
    assert on_day(company, D(2024, 3, 14)) == []
    assert on_day(company, D(2024, 3, 15)) == [("receivable", "zw", None, 0)]
    assert "of a customer unknown falls due today." in text_on(company, D(2024, 3, 15))[0]
