"""reports/remind on real ledgers: whose a reminder is, to whom it climbs, and how the list reads."""

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reminded_company import DAY, POLICY, Company, brief, on_day

from salescli.errors import NotFound
from salescli.render.data import to_json
from salescli.render.terminal import to_terminal
from salescli.reports import remind
from salescli.reports.report import Report

D = date


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


@pytest.fixture
def promised(company: Company) -> Company:
    """A customer that is to be contacted on 15 March."""
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 10), next_on=D(2024, 3, 15), next_step="send the offer")
    return company


# Whose.


def test_it_climbs_to_the_manager(promised: Company) -> None:
    """As many days over as the policy says: then the rep's manager sees it too, and it says so."""
    for days, climbed in ((2, False), (3, True)):
        with promised.seen_by("boss", D(2024, 3, 15) + days * DAY) as view:
            report = remind.build(view)
        assert brief(report) == ([("overdue", "zw", "acme", days)] if climbed else [])
    assert report.look.emphasis == ["urgent"]
    assert report.rows[0]["text"] == (
        "acme should have been contacted by 2024-03-15, 3 days ago. This has been escalated to BOSS."
    )
    assert on_day(promised, D(2024, 3, 19), rep="boss") == []


def test_money_climbs(company: Company) -> None:
    """An instalment three days over is the manager's too."""
    company.contract(D(2024, 3, 15), 1000, "zw")
    assert on_day(company, D(2024, 3, 17), actor="boss") == []
    assert on_day(company, D(2024, 3, 18), actor="boss") == [("receivable", "zw", None, 3)]


def test_what_is_due_today_is_not_over(tmp_path: Path) -> None:
    """Where the policy says 0 days it climbs on the first day over."""
    company = Company(tmp_path / "own.db", POLICY.replace("after_days = 3", "after_days = 0"))
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), next_on=D(2024, 3, 15))
    assert on_day(company, D(2024, 3, 15), actor="boss") == []
    assert on_day(company, D(2024, 3, 16), actor="boss") == [("overdue", "zw", "acme", 1)]


def test_a_lead_does_not_climb(company: Company) -> None:
    company.customer("new", D(2024, 3, 1), owner="zw")
    assert on_day(company, D(2024, 3, 30), actor="boss") == []


TWICE = POLICY + '[[tracking.escalate]]\nafter_days = 10\nto = "manager"\n'


@pytest.mark.parametrize(("days", "whose"), [(2, ""), (3, "BOSS"), (9, "BOSS"), (10, "BOSS, CHIEF")])
def test_it_climbs_to_the_managers_manager(tmp_path: Path, days: int, whose: str) -> None:
    """By the second row of the policy; on the chief's list it is from then on."""
    company = Company(tmp_path / "own.db", TWICE)
    company.put_above("chief")
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), next_on=D(2024, 3, 15))
    day = D(2024, 3, 15) + days * DAY
    (row,) = company.reminders(day).rows
    assert row["remark"] == (f"escalated to {whose}" if whose else "")
    seen = {actor: len(company.reminders(day, actor).rows) for actor in ("boss", "chief")}
    assert seen == {"boss": int("BOSS" in whose), "chief": int("CHIEF" in whose)}


def test_it_climbs_to_a_post(tmp_path: Path) -> None:
    """The nearest lead above who has it, past the manager; nobody where none has."""
    policy = POLICY.replace('to = "manager"', 'to = "director"') + '[post.director]\ntitle = "Director"\n'
    company = Company(tmp_path / "own.db", policy)
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), next_on=D(2024, 3, 15))
    assert [row["remark"] for row in company.reminders(D(2024, 3, 20)).rows] == [""]
    company.put_above("chief", post="director")
    assert [row["remark"] for row in company.reminders(D(2024, 3, 20)).rows] == ["escalated to CHIEF"]
    assert on_day(company, D(2024, 3, 20), actor="boss") == []


def test_without_the_block_nothing_climbs(tmp_path: Path) -> None:
    company = Company(tmp_path / "own.db", POLICY[: POLICY.index("[[tracking.escalate]]")])
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), next_on=D(2024, 3, 2))
    assert on_day(company, D(2024, 6, 1), actor="boss") == []
    assert on_day(company, D(2024, 6, 1)) == [("overdue", "zw", "acme", 91)]


def test_without_any_block(tmp_path: Path) -> None:
    """A policy of stages alone: only a day that somebody said is a deadline."""
    company = Company(tmp_path / "own.db", "")
    for name in ("new", "spoken", "said"):
        company.customer(name, D(2024, 3, 1), owner="zw")
    company.talk("spoken", D(2024, 3, 1))
    company.talk("said", D(2024, 3, 1), next_on=D(2024, 3, 4))
    assert on_day(company, D(2024, 12, 31)) == [("overdue", "zw", "said", 302)]


def test_it_climbs_past_a_team_without_a_lead(company: Company) -> None:
    """ls's team has no lead, so it is the team's above; a lead's own contact never climbs to the lead."""
    for name, rep in (("acme", "ls"), ("own", "boss")):
        company.customer(name, D(2024, 3, 1), owner=rep)
        company.talk(name, D(2024, 3, 1), rep=rep, next_on=D(2024, 3, 2))
    with company.seen_by("boss", D(2024, 3, 20)) as view:
        rows = remind.build(view).rows
    assert [(row["customer"], row["remark"]) for row in rows] == [("acme", "escalated to BOSS"), ("own", "")]


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
        "To do    About  Due on      Days over    Amount",
        "",
        "LS (ls)",
        "Contact  late   2024-03-10          5    500.00",
        "         late machine · call · escalated to BOSS",
        "",
        "ZW (zw)",
        "Contact  big    2024-03-15      today  9,000.00",
        "         big machine · call",
        "Contact  small  2024-03-15      today    100.00",
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
