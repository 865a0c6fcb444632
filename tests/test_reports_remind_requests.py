"""reports/remind/requests.py and tasks.py: what waits for a decision or a report, and what a rep was told to do."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from reminded_company import DAY, ZONES_AND_DAYS, Company, days_around, on_day, text_on

from salescli.reports import remind

D = date
APPROVING = """
[tracking]
[[tracking.escalate]]
after_days = 3
to = "manager"
[post.head]
title = "Head"
approves = true
"""
LATE = """
[[penalty]]
key = "late_trip_report"
per = "day"
after_days = 5
amount = "20.00"
"""
FRIDAY = D(2024, 3, 15)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return approving(Company(tmp_path / "l.db", APPROVING))


def approving(company: Company) -> Company:
    """boss leads north from a post that approves; so does chief above."""
    company.job("boss", D(2023, 1, 1), "move", post="head")
    company.put_above("chief", post="head")
    return company


def minders(company: Company, day: date, **asked: Any) -> list[str | None]:
    return [row["rep"] for row in company.reminders(day, **asked).rows]


# A request without a decision.


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
@pytest.mark.parametrize("kind", ["expense", "trip"])
def test_a_request_waits_from_its_day_on(tmp_path: Path, kind: str, zone: str, day: date) -> None:
    """Not the day before it was asked for; 0 days on the day itself, 1 on the next."""
    company = approving(Company(tmp_path / "own.db", APPROVING, zone=zone))
    if kind == "expense":
        company.ask_for_money("zw", day)
    else:
        company.ask_to_travel("zw", day, day + 40 * DAY, day + 41 * DAY)
    assert days_around(company, day) == [[], [0], [1]]


def test_it_says_who_asks_for_what(company: Company) -> None:
    """An expense, a trip that costs something and one of which nobody said what, each with its id."""
    ids = [
        company.ask_for_money("zw", FRIDAY),
        company.ask_to_travel("zw", FRIDAY, D(2024, 4, 1), D(2024, 4, 2), 1200),
        company.ask_to_travel("zw", FRIDAY, D(2024, 4, 3), D(2024, 4, 4)),
    ]
    expense, trip, free = (str(id & 0xFFFFFFFF) for id in ids)
    assert sorted(text_on(company, FRIDAY)) == [
        f"ZW asked today for 480.00 CNY (entertainment, expense {expense}), which is to be decided.",
        f"ZW asked today for a trip to Tianjin (trip {free}), which is to be decided.",
        f"ZW asked today for a trip to Tianjin for 1,200.00 CNY (trip {trip}), which is to be decided.",
    ]
    rows = company.reminders(D(2024, 3, 18)).rows
    assert [(row["kind"], row["amount"], row["due_on"], row["days"]) for row in rows] == [
        ("approval", 120_000, FRIDAY, 3),
        ("approval", 48_000, FRIDAY, 3),
        ("approval", None, FRIDAY, 3),
    ]
    assert [row["step"] for row in rows] == [
        f"salescli trip approve {trip}",
        f"salescli expense approve {expense}",
        f"salescli trip approve {free}",
    ]
    assert rows[1]["text"] == (
        f"ZW asked on 2024-03-15 for 480.00 CNY (entertainment, expense {expense}) and has waited 3 days for a decision."
    )


@pytest.mark.parametrize("verdict", ["approved", "rejected"])
def test_until_it_is_decided(company: Company, verdict: str) -> None:
    """On the day of the decision it is gone, one way or the other."""
    company.decide(company.ask_for_money("zw", FRIDAY), FRIDAY + 2 * DAY, verdict)
    assert minders(company, FRIDAY + DAY) == ["boss"]
    assert minders(company, FRIDAY + 2 * DAY) == []


def test_a_decision_that_was_voided(company: Company) -> None:
    """The request waits again."""
    decision = company.decide(company.ask_for_money("zw", FRIDAY), FRIDAY)
    company.append("void", FRIDAY, fact_id=decision, effect="void", why="a slip")
    assert minders(company, FRIDAY) == ["boss"]


def test_the_nearest_who_may(company: Company) -> None:
    """The lead of the own team, past a team without one; a lead's own request goes up; where that ends it is nobody's."""
    for rep in ("zw", "ls", "boss", "chief"):
        company.ask_for_money(rep, FRIDAY, {"zw": 4, "ls": 3, "boss": 2, "chief": 1}[rep])
    company.job("boss", D(2023, 1, 1), "move", team="north")
    company.job("chief", D(2023, 1, 1), "move", team="team of chief")
    report = company.reminders(FRIDAY)
    assert [(row["rep"], row["amount"]) for row in report.rows] == [
        ("boss", 400),
        ("boss", 300),
        ("chief", 200),
        (None, 100),
    ]
    assert report.rows[-1]["text"].endswith("Nobody who may decide it stands above CHIEF.")
    assert report.notes == [
        "1 request waits for a decision that no rep may take, as no lead above has a post that approves."
    ]


def test_a_post_that_does_not_approve_is_passed_over(tmp_path: Path) -> None:
    """boss leads, but as a manager, who approves nothing here: the chief decides."""
    company = Company(tmp_path / "own.db", APPROVING)
    company.put_above("chief", post="head")
    company.ask_for_money("zw", FRIDAY)
    assert minders(company, FRIDAY) == ["chief"]


def test_without_a_team(company: Company) -> None:
    """Whoever has such a post may decide: the first by code is asked, and the sentence says that others may."""
    company.hire("free")
    company.ask_for_money("free", FRIDAY)
    (row,) = company.reminders(FRIDAY).rows
    assert row["rep"] == "boss"
    assert row["text"].endswith("FREE is in no team, so everybody whose post approves may decide it.")


def test_where_no_post_approves(tmp_path: Path) -> None:
    """A policy without such a post has no such reminder."""
    company = Company(tmp_path / "own.db", APPROVING.replace("approves = true", ""))
    company.ask_for_money("zw", FRIDAY)
    assert on_day(company, FRIDAY) == []


def test_over_the_limit(company: Company) -> None:
    """The note that stays with the request is on the list."""
    company.ask_for_money("zw", FRIDAY, limit_note="trips: 3 of 2 · approve")
    (row,) = company.reminders(FRIDAY).rows
    assert "3 of 2" in row["remark"]


# A trip without a report.


def trip(company: Company, last: date, verdict: str | None = "approved") -> int:
    id = company.ask_to_travel("zw", last - 9 * DAY, last - DAY, last)
    if verdict:
        company.decide(id, last - 8 * DAY, verdict)
    return id


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_a_trip_that_is_over(tmp_path: Path, zone: str, day: date) -> None:
    """Neither before its last day nor on it; the day after, where the policy waits no days, it is a day late."""
    company = approving(Company(tmp_path / "own.db", APPROVING, zone=zone))
    trip(company, day)
    assert days_around(company, day) == [[], [], [1]]


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_the_days_that_the_penalty_waits(tmp_path: Path, zone: str, day: date) -> None:
    """Due as many days after the trip; on the day before the penalty 0, on that of the penalty 1."""
    company = approving(Company(tmp_path / "own.db", APPROVING + LATE, zone=zone))
    trip(company, day)
    assert days_around(company, day) == [[], [], []]
    assert days_around(company, day + 5 * DAY) == [[], [0], [1]]


def test_the_days_ahead(tmp_path: Path) -> None:
    """It is to be written once the trip is over, and listed as far ahead as is asked; there is nothing to do now until it is due."""
    company = approving(Company(tmp_path / "own.db", APPROVING + LATE))
    trip(company, FRIDAY)
    found = {}
    for after in range(-1, 7):
        report = company.reminders(FRIDAY + after * DAY, days=3)
        found[after] = [(row["days"], row["is_due"]) for row in report.rows]
        assert remind.is_due(report) is (after >= 5)
    assert found == {
        -1: [], 0: [], 1: [], 2: [(-3, False)], 3: [(-2, False)], 4: [(-1, False)], 5: [(0, True)], 6: [(1, True)],
    }  # fmt: skip
    assert company.reminders(FRIDAY, days=60).rows == []


def test_what_a_report_says(tmp_path: Path) -> None:
    """Ahead, today and late; with the command that reports it."""
    company = approving(Company(tmp_path / "own.db", APPROVING + LATE))
    id = trip(company, FRIDAY)
    assert [text_on(company, FRIDAY + days * DAY, days=1)[0] for days in (4, 5, 7)] == [
        "The trip to Tianjin ended on 2024-03-15; its report is due by 2024-03-20, in 1 day.",
        "The trip to Tianjin ended on 2024-03-15; its report is due today.",
        "The trip to Tianjin ended on 2024-03-15; its report was due by 2024-03-20, 2 days ago.",
    ]
    (row,) = company.reminders(FRIDAY + DAY, days=4).rows
    assert (row["kind"], row["rep"], row["step"]) == ("trip_report", "zw", f"salescli trip report {id & 0xFFFFFFFF}")
    assert row["due_on"] == D(2024, 3, 20) and row["amount"] is None


def test_which_trips(company: Company) -> None:
    """Neither a rejected one nor, from its day on, a reported one; one that nobody decided waits for that."""
    trip(company, FRIDAY, "rejected")
    assert on_day(company, FRIDAY + DAY) == []
    reported = trip(company, FRIDAY)
    company.append("trip_report", FRIDAY + 2 * DAY, trip_id=reported, outcome="signed")
    assert [row[0] for row in on_day(company, FRIDAY + DAY)] == ["trip_report"]
    assert on_day(company, FRIDAY + 2 * DAY) == []
    trip(company, FRIDAY, None)
    assert [row[:2] for row in on_day(company, FRIDAY + 2 * DAY)] == [("approval", "boss")]


def test_neither_climbs(company: Company) -> None:
    """A late report has its penalty, and a decision is the lead's already."""
    company.ask_for_money("zw", FRIDAY)
    trip(company, FRIDAY)
    rows = company.reminders(FRIDAY + 60 * DAY).rows
    assert not [row for row in rows if "escalated" in row["remark"]]


# A task.


def given(company: Company, due: date, done: date | None = None, **about: Any) -> None:
    fields = {"rep_id": company.ids["zw"], "task_kind": "service", "title": "visit them", "due_on": due, **about}
    id = company.append("task", min(due, D(2024, 1, 2)), **fields)
    if done:
        company.append("task_done", done, task_id=id)


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_a_task_is_due(tmp_path: Path, zone: str, day: date) -> None:
    """Not the day before; 0 on its day, 1 on the next."""
    company = Company(tmp_path / "own.db", zone=zone)
    given(company, day)
    assert days_around(company, day) == [[], [0], [1]]
    assert [row["days"] for row in company.reminders(day - DAY, days=1).rows] == [-1]


def test_what_a_task_says(company: Company) -> None:
    """What it is and how late; whom it is about, where it is about somebody; else which kind of task."""
    given(company, FRIDAY)
    assert [text_on(company, FRIDAY + days * DAY, days=5)[0] for days in (-2, 0, 1)] == [
        "The task “visit them” is to be done by 2024-03-15, in 2 days.",
        "The task “visit them” is to be done today.",
        "The task “visit them” should have been done by 2024-03-15, 1 day ago.",
    ]
    (row,) = company.reminders(FRIDAY).rows
    assert (row["kind"], row["rep"], row["step"], row["customer"]) == ("task", "zw", "visit them", None)
    assert row["subject"] == "Customer service"
    company.customer("acme", D(2024, 1, 2))
    company.opportunity("it", D(2024, 1, 2), "zw", "acme")
    given(company, FRIDAY, opportunity_id=company.ids["it"])
    seen = [(row["customer"], row["opportunity"], row["subject"]) for row in company.reminders(FRIDAY, rep="zw").rows]
    assert ("acme", "it", "acme") in seen


def test_until_it_is_done(company: Company) -> None:
    """Done before or after its day; on the day it was done it is gone."""
    given(company, FRIDAY, FRIDAY - DAY)
    given(company, FRIDAY, FRIDAY + DAY)
    assert [len(on_day(company, FRIDAY + days * DAY)) for days in (-1, 0, 1)] == [0, 1, 0]


def test_a_task_climbs(company: Company) -> None:
    """Two days over it is the rep's alone, three the manager's too."""
    given(company, FRIDAY)
    assert on_day(company, FRIDAY + 2 * DAY, actor="boss") == []
    assert on_day(company, FRIDAY + 3 * DAY, actor="boss") == [("task", "zw", None, 3)]


def test_a_leavers_task(company: Company) -> None:
    """It is the manager's."""
    given(company, FRIDAY)
    company.job("zw", D(2024, 3, 1), "depart")
    assert minders(company, FRIDAY) == ["boss"]
