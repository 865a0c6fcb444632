"""reports/remind.py on real ledgers: what is due on which day, whose it is, and how it reads."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_company import SmallCompany

from salescli.errors import NotFound
from salescli.ledger.store import Who
from salescli.render.data import to_json
from salescli.render.terminal import to_terminal
from salescli.reports import remind
from salescli.reports.report import Report
from salescli.reports.view import View

D = date
DAY = timedelta(days=1)
POLICY = """
[tracking]
unprocessed_after_hours = 48
remind_days_ahead = 0
[[tracking.interval]]
grade = "A"
days = 7
[[tracking.interval]]
days = 14
[[tracking.escalate]]
after_days = 3
to = "manager"
"""


class Company(SmallCompany):
    """The team north (lead boss) with zw, the team below it, city (no lead), with ls; follow-ups in short words."""

    def __init__(self, path: Path, policy: str = POLICY) -> None:
        super().__init__(path, policy)
        self.hire("boss", post="manager")
        self.team("north", lead="boss")
        self.team("city", parent="north")
        self.hire("zw", team="north")
        self.hire("ls", team="city")

    def talk(self, customer: str, on: date, rep: str = "zw", answered: bool = True, **more: Any) -> None:
        ids = {"customer_id": self.ids[customer], "rep_id": self.ids[rep]}
        self.append("follow_up", on, channel="phone", answered=answered, **ids, **more)

    def disqualify(self, customer: str, on: date) -> None:
        self.append("disqualification", on, customer_id=self.ids[customer], why="wrong number")

    def give(self, customer: str, on: date, rep: str | None) -> None:
        rep_id = self.ids[rep] if rep else None
        self.append("customer_owner", on, customer_id=self.ids[customer], rep_id=rep_id)

    @contextmanager
    def seen_by(self, actor: str, on: date) -> Iterator[View]:
        with self.view(on) as view:
            view.ledger.who = Who(actor, "there")
            yield view


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


def on_day(company: Company, day: date, **asked: Any) -> list[tuple[Any, ...]]:
    """Kind, whose, customer and days over of the reminders on a day, everybody's unless asked otherwise."""
    with company.seen_by("clerk", day) as view:
        return brief(remind.build(view, **asked))


def brief(report: Report) -> list[tuple[Any, ...]]:
    return [(row["kind"], row["rep"], row["customer"], row["days"]) for row in report.rows]


def text_on(company: Company, day: date, **asked: Any) -> list[str]:
    with company.seen_by("clerk", day) as view:
        return [row["text"] for row in remind.build(view, **asked).rows]


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
    assert on_day(company, D(2024, 3, 18)) == [("overdue", "zw", "best", 7), ("due", "zw", "acme", 0)]


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


# Whose.


def test_it_climbs_to_the_manager(promised: Company) -> None:
    """More days over than the policy allows: then the rep's manager sees it too, and it says so."""
    for days, climbed in ((3, False), (4, True)):
        with promised.seen_by("boss", D(2024, 3, 15) + days * DAY) as view:
            report = remind.build(view)
        assert brief(report) == ([("overdue", "zw", "acme", days)] if climbed else [])
    assert report.look.emphasis == ["urgent"]
    assert report.rows[0]["text"] == (
        "acme should have been contacted by 2024-03-15, 4 days ago, and this has been escalated to BOSS."
    )
    assert on_day(promised, D(2024, 3, 19), rep="boss") == []


def test_it_climbs_past_a_team_without_a_lead(company: Company) -> None:
    """ls's team has no lead, so it is the team's above; a lead's own contact never climbs to the lead."""
    for name, rep in (("acme", "ls"), ("own", "boss")):
        company.customer(name, D(2024, 3, 1), owner=rep)
        company.talk(name, D(2024, 3, 1), rep=rep, next_on=D(2024, 3, 2))
    with company.seen_by("boss", D(2024, 3, 20)) as view:
        rows = remind.build(view).rows
    assert [(row["customer"], row["climbed"]) for row in rows] == [("acme", "escalated to BOSS"), ("own", None)]


@pytest.fixture
def everybodys(company: Company) -> Company:
    """Something due on 15 March for zw, for ls, for boss and for nobody."""
    for name, rep in (("of zw", "zw"), ("of ls", "ls"), ("of boss", "boss"), ("of nobody", None)):
        company.customer(name, D(2024, 3, 1), owner=rep or "zw")
        company.talk(name, D(2024, 3, 1), next_on=D(2024, 3, 15))
    company.give("of nobody", D(2024, 3, 2), None)
    return company


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        ({"rep": "zw"}, ["of zw"]),
        ({"team": "north"}, ["of ls", "of zw"]),
        ({"team": "city"}, ["of ls"]),
        ({"everybody": True}, ["of boss", "of ls", "of nobody", "of zw"]),
        ({}, ["of boss", "of ls", "of nobody", "of zw"]),
    ],
)
def test_who_is_asked_for(everybodys: Company, asked: dict[str, Any], seen: list[str]) -> None:
    """A rep, a team with those below it, everybody; a clerk who is no rep sees everything. A lead is in no team."""
    with everybodys.seen_by("clerk", D(2024, 3, 15)) as view:
        report = remind.build(view, **asked)
    assert [row["customer"] for row in report.rows] == seen


def test_the_acting_rep_sees_his_own(everybodys: Company) -> None:
    """Unless everything is asked for."""
    with everybodys.seen_by("zw", D(2024, 3, 15)) as view:
        assert [row["customer"] for row in remind.build(view).rows] == ["of zw"]
        assert len(remind.build(view, everybody=True).rows) == 4
        assert [row["customer"] for row in remind.build(view, rep="ls").rows] == ["of ls"]
        with pytest.raises(NotFound):
            remind.build(view, rep="nobody")


def test_what_is_nobodys_is_said(everybodys: Company) -> None:
    """A released customer is on everybody's list with a note how to give it an owner."""
    with everybodys.seen_by("clerk", D(2024, 3, 15)) as view:
        report = remind.build(view)
        mine = remind.build(view, rep="zw")
    row = next(row for row in report.rows if row["customer"] == "of nobody")
    assert (row["rep"], row["name"], row["whose"]) == (None, None, "nobody's")
    assert report.notes == ["1 of these belongs to nobody; `salescli customer assign` gives it an owner."]
    assert mine.notes == []


def test_given_to_another(promised: Company) -> None:
    """A deadline goes with the customer, from the day on which it is another's."""
    promised.give("acme", D(2024, 3, 16), "ls")
    assert on_day(promised, D(2024, 3, 15)) == [("due", "zw", "acme", 0)]
    assert on_day(promised, D(2024, 3, 16)) == [("overdue", "ls", "acme", 1)]


def test_a_leavers_customers_are_the_managers(promised: Company) -> None:
    """From the day of leaving, the nearest lead minds them, until they have a new owner."""
    promised.job("zw", D(2024, 3, 16), "depart")
    assert on_day(promised, D(2024, 3, 15)) == [("due", "zw", "acme", 0)]
    assert on_day(promised, D(2024, 3, 17)) == [("overdue", "boss", "acme", 2)]


def test_a_leaver_without_a_manager(promised: Company) -> None:
    """When the lead has left too, they are nobody's, and that is said."""
    for rep in ("zw", "boss"):
        promised.job(rep, D(2024, 3, 16), "depart")
    assert on_day(promised, D(2024, 3, 17)) == [("overdue", None, "acme", 2)]


def test_disqualified(company: Company) -> None:
    """A lead that turned out to be none is on no list from that day on, unless somebody speaks with it later."""
    company.customer("lead", D(2024, 3, 1), owner="zw")
    company.customer("spoken", D(2024, 3, 1), owner="zw")
    company.talk("spoken", D(2024, 3, 1), next_on=D(2024, 3, 10))
    for name in ("lead", "spoken"):
        company.disqualify(name, D(2024, 3, 12))
    assert {row[2] for row in on_day(company, D(2024, 3, 11))} == {"lead", "spoken"}
    assert on_day(company, D(2024, 3, 12)) == []
    company.talk("spoken", D(2024, 3, 13), next_on=D(2024, 3, 14))
    assert on_day(company, D(2024, 3, 14)) == [("due", "zw", "spoken", 0)]


# How it reads.


@pytest.fixture
def mixed(company: Company) -> Company:
    """Two contacts of zw with opportunities, one of them escalated, and one of ls."""
    for name, rep, due, amount in (("big", "zw", 15, 9000), ("small", "zw", 15, 100), ("late", "ls", 10, 500)):
        company.customer(name, D(2024, 3, 1), owner=rep)
        company.opportunity(f"{name} machine", D(2024, 3, 1), rep, name)
        company.append(
            "stage_change",
            D(2024, 3, 1),
            opportunity_id=company.ids[f"{name} machine"],
            stage="open",
            amount=amount * 100,
        )
        company.talk(name, D(2024, 3, 1), rep=rep, next_on=D(2024, 3, due), next_step="call")
    return company


def test_the_most_urgent_first(mixed: Company) -> None:
    """By days over, then by the amount of the opportunity."""
    assert [row[2] for row in on_day(mixed, D(2024, 3, 15))] == ["late", "big", "small"]


def test_json(mixed: Company) -> None:
    """The keys that scripts rely on, and no others."""
    with mixed.seen_by("clerk", D(2024, 3, 15)) as view:
        report = remind.build(view, rep="zw")
        assert json.loads(to_json(report))["rows"][0] == {
            "kind": "due",
            "rep": "zw",
            "name": "ZW",
            "customer": "big",
            "customer_id": view.ledger.show_id(mixed.ids["big"]),
            "opportunity": "big machine",
            "opportunity_id": view.ledger.show_id(mixed.ids["big machine"]),
            "due_on": "2024-03-15",
            "days": 0,
            "step": "call",
            "amount": "9000.00",
            "text": "big is to be contacted today.",
        }


def test_on_a_terminal(mixed: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whose above what, the customer with what is to be done below it, since when, and how much is at stake."""
    monkeypatch.setenv("COLUMNS", "60")
    with mixed.seen_by("clerk", D(2024, 3, 15)) as view:
        everybodys, own = remind.build(view), remind.build(view, rep="zw")
    assert lines(everybodys) == [
        "Reminders · 2024-03-15 · CNY",
        "To do    Customer  Due on      Days over    Amount",
        "",
        "LS (ls)",
        "Contact  late      2024-03-10          5    500.00",
        "         late machine · call · escalated to BOSS",
        "",
        "ZW (zw)",
        "Contact  big       2024-03-15      today  9,000.00",
        "         big machine · call",
        "Contact  small     2024-03-15      today    100.00",
        "         small machine · call",
    ]
    assert lines(own)[0] == "Reminders of ZW · 2024-03-15 · CNY"


def lines(report: Report) -> list[str]:
    return re.sub("\x1b\\[[0-9;]*m", "", to_terminal(report)).splitlines()


def test_emphasis(mixed: Company) -> None:
    """Escalated is urgent, overdue is soon, today is as it is, what lies ahead is quiet."""
    for day, emphasis in ((10, [None]), (11, ["soon"]), (14, ["urgent"]), (15, ["urgent", None, None])):
        with mixed.seen_by("clerk", D(2024, 3, day)) as view:
            assert remind.build(view).look.emphasis == emphasis
    with mixed.seen_by("clerk", D(2024, 3, 9)) as view:
        assert remind.build(view, days=1).look.emphasis == ["quiet"]
