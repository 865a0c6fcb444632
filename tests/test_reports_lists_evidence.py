"""The lists of tasks, leave, goals, feedback and reviews: their states and sums on a day, and nothing that came later."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_company import SmallCompany, span

from salescli.ledger import names
from salescli.render.tables import to_plain
from salescli.reports import lists
from salescli.reports.report import Report

D = date
POLICY = "[tracking]\ncomplaint_days = 5\n"


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """Reps zw and ls, and a customer of each."""
    company = SmallCompany(tmp_path / "l.db", POLICY)
    for code, customer in (("zw", "acme"), ("ls", "best")):
        company.hire(code)
        company.customer(customer, D(2024, 1, 2), owner=code)
    return company


def told(report: Report, *keys: str) -> list[Any]:
    """The values of these keys, row by row; of one key alone as they are."""
    rows = [tuple(row[key] for key in keys) for row in report.rows]
    return [row[0] for row in rows] if len(keys) == 1 else rows


@contextmanager
def looked(ours: SmallCompany, on: date, rep: str) -> Iterator[tuple[Any, Any]]:
    with ours.view(on) as view:
        yield view, names.find(view.ledger, "rep", rep)


def test_nothing_at_all(tmp_path: Path) -> None:
    """No rows, no failure, and no sum that is made of nothing."""
    with SmallCompany(tmp_path / "l.db").view() as view:
        found = [
            lists.tasks(view, None, None, False),
            lists.leaves(view, None, None),
            lists.goals(view, None, None),
            lists.feedback(view, None, None, False, None),
            lists.reviews(view, None, None),
        ]
    assert [list(report.rows) for report in found] == [[]] * 5
    assert found[3].totals["mean_rating"] is None and found[4].totals == {"reviews": 0}
    assert all("Nothing to show." in to_plain(report) for report in found)


# Tasks.


def test_the_states_of_a_task(ours: SmallCompany) -> None:
    """Open up to its due day, overdue from the next; done in time on the due day, late from the next."""
    ours.task("zw", D(2024, 3, 5))
    ours.task("zw", D(2024, 3, 5), done=D(2024, 3, 5))
    ours.task("zw", D(2024, 3, 5), done=D(2024, 3, 6))
    expected = {
        D(2024, 3, 5): ["open", "done_in_time", "open"],
        D(2024, 3, 6): ["overdue", "done_in_time", "done_late"],
    }
    for day, states in expected.items():
        with ours.view(day) as view:
            assert told(lists.tasks(view, None, None, False), "state") == states
    with ours.view(D(2024, 3, 6)) as view:
        report = lists.tasks(view, None, None, False)
        assert report.totals == {"open": 0, "overdue": 1, "done_in_time": 1, "done_late": 1}
        assert told(lists.tasks(view, None, None, True), "state") == ["overdue"]
        assert to_plain(report).startswith("Tasks: open 0, overdue 1, done in time 1, done late 1 · 2024-03-06\n")
        assert "Total" not in to_plain(report)
    with ours.view(D(2024, 3, 4)) as view:
        assert lists.tasks(view, None, None, False).rows == []


def test_done_again_by_an_import_the_first_time_counts(ours: SmallCompany) -> None:
    """As it does in the measure."""
    task = ours.append(
        "task", D(2024, 3, 1), rep_id=ours.ids["zw"], task_kind="service", title="x", due_on=D(2024, 3, 5)
    )
    for day in (D(2024, 3, 8), D(2024, 3, 4)):
        ours.append("task_done", day, task_id=task)
    with ours.view() as view:
        assert told(lists.tasks(view, None, None, False), "state", "done_on") == [("done_in_time", D(2024, 3, 4))]


def test_who_set_a_task_and_what_it_is_about(ours: SmallCompany) -> None:
    """The actor is no rep, so he stands as he is; the opportunity brings its customer along."""
    ours.opportunity("machine", D(2024, 2, 1), "zw", "acme")
    about = {"rep_id": ours.ids["ls"], "opportunity_id": ours.ids["machine"]}
    ours.append("task", D(2024, 3, 1), task_kind="target", title="push", due_on=D(2024, 3, 5), **about)
    with ours.view() as view:
        keys = ("rep", "title", "kind", "opportunity", "customer", "set_by", "set_by_name", "set_on")
        assert told(lists.tasks(view, None, None, False), *keys) == [
            ("ls", "push", "target", "machine", "acme", "boss", "boss", D(2024, 3, 1))
        ]


def test_tasks_of_a_period_and_a_rep(ours: SmallCompany) -> None:
    """By the due day, half-open."""
    for day in (D(2023, 12, 31), D(2024, 1, 1), D(2024, 3, 31), D(2024, 4, 1)):
        ours.task("zw", day)
    ours.task("ls", D(2024, 3, 1))
    with looked(ours, D(2024, 12, 31), "zw") as (view, zw):
        assert told(lists.tasks(view, zw, span("2024Q1"), False), "due_on") == [D(2024, 1, 1), D(2024, 3, 31)]
        assert len(lists.tasks(view, None, span("2024Q1"), False).rows) == 3


# Leave.


def test_leave_over_a_weekend_and_in_part_of_a_period(ours: SmallCompany) -> None:
    """Friday 29 March to Tuesday 2 April: five days, three of them working days; of April two and two."""
    ours.leave("zw", D(2024, 3, 29), D(2024, 4, 2))
    with ours.view() as view:
        keys = ("from_day", "to_day", "days", "working_days")
        whole = lists.leaves(view, None, None)
        assert told(whole, *keys) == [(D(2024, 3, 29), D(2024, 4, 2), 5, 3)]
        april = lists.leaves(view, None, span("2024-04"))
        assert told(april, *keys) == [(D(2024, 3, 29), D(2024, 4, 2), 2, 2)]
        assert april.totals == {"days": 2, "working_days": 2}
        assert lists.leaves(view, None, span("2024-05")).rows == []


def test_leave_over_the_turn_of_the_year_under_two_calendars(ours: SmallCompany) -> None:
    """Each year by the policy in force in it: the first of January is a holiday from 2024 on."""
    ours.policy(POLICY + "[calendar]\nholidays = [2024-01-01]\n", D(2024, 1, 1))
    ours.leave("zw", D(2023, 12, 29), D(2024, 1, 2))
    with ours.view() as view:
        assert told(lists.leaves(view, None, None), "days", "working_days") == [(5, 2)]


def test_leave_after_departing_is_none(ours: SmallCompany) -> None:
    ours.leave("zw", D(2024, 3, 4), D(2024, 3, 8))
    ours.job("zw", D(2024, 3, 5), "depart")
    with ours.view() as view:
        assert told(lists.leaves(view, None, None), "working_days") == [2]


def test_holidays_that_are_not_known(ours: SmallCompany) -> None:
    """The working days have no value, which is not zero, and a note says why."""
    ours.policy(POLICY + '[calendar]\ncountry = "CN"\n', D(2040, 1, 1))
    ours.leave("zw", D(2040, 3, 1), D(2040, 3, 2))
    with ours.view(D(2041, 1, 1)) as view:
        report = lists.leaves(view, None, None)
    assert told(report, "days", "working_days") == [(2, None)]
    assert len(report.notes) == 1 and "[calendar]" in report.notes[0]


def test_leave_is_seen_when_it_was_asked_for_or_has_begun(ours: SmallCompany) -> None:
    """Entered afterwards, it is there from its first day all the same, as the working days have it."""
    zw = {"rep_id": ours.ids["zw"]}
    ours.append("leave", D(2024, 3, 1), from_day=D(2024, 5, 6), to_day=D(2024, 5, 6), **zw)
    ours.append("leave", D(2024, 4, 1), from_day=D(2024, 3, 4), to_day=D(2024, 3, 4), leave_kind="病假", **zw)
    for day, first in {D(2024, 2, 29): [], D(2024, 3, 1): [5], D(2024, 3, 4): [3, 5]}.items():
        with ours.view(day) as view:
            assert [one.month for one in told(lists.leaves(view, None, None), "from_day")] == first
    with ours.view() as view:
        assert " sick " in to_plain(lists.leaves(view, None, None))


# Goals.


def goal(ours: SmallCompany, on: date, weight: str | None, due: date | None, *progress: tuple[date, str]) -> None:
    id = ours.append("goal", on, rep_id=ours.ids["zw"], title="learn", weight=weight, due_on=due)
    for day, part in progress:
        ours.append("goal_progress", day, goal_id=id, progress=part)


def test_goals_of_a_rep(ours: SmallCompany) -> None:
    """The latest progress up to the day; their weighted mean, nothing said counting as nothing done: (60 × 0.5 + 0) ÷ 80."""
    goal(ours, D(2024, 1, 2), "60", D(2024, 12, 31), (D(2024, 3, 1), "0.5"), (D(2024, 6, 1), "0.9"))
    goal(ours, D(2024, 2, 1), "20", None)
    with looked(ours, D(2024, 5, 31), "zw") as (view, zw):
        report = lists.goals(view, zw, None)
        assert [(str(row["weight"]), row["progress"] and float(row["progress"])) for row in report.rows] == [
            ("60", 0.5),
            ("20", None),
        ]
        assert report.totals == {"progress": 0.375}
        assert lists.goals(view, None, None).totals == {}
    with looked(ours, D(2024, 1, 31), "ls") as (view, ls):
        assert len(lists.goals(view, None, None).rows) == 1
        assert lists.goals(view, ls, None).totals == {}


def test_goals_of_a_period(ours: SmallCompany) -> None:
    """Those that an appraisal of it looks at: set before its end and not due before its start; progress up to its end."""
    goal(ours, D(2024, 1, 2), None, D(2024, 3, 31), (D(2024, 3, 31), "1"))
    goal(ours, D(2024, 1, 2), None, D(2024, 4, 1), (D(2024, 3, 1), "0.2"), (D(2024, 7, 1), "0.8"))
    goal(ours, D(2024, 7, 1), None, None)
    with ours.view() as view:
        assert [float(part) for part in told(lists.goals(view, None, span("2024Q2")), "progress")] == [0.2]
        assert len(lists.goals(view, None, span("2024Q1")).rows) == 2


# Feedback.


def feedback(ours: SmallCompany, on: date, kind: str, rating: int | None = None, closed: date | None = None) -> None:
    about = {"customer_id": ours.ids["acme"], "rep_id": ours.ids["zw"]}
    id = ours.append("feedback", on, feedback_kind=kind, rating=rating, content="said", **about)
    if closed:
        ours.append("feedback_close", closed, feedback_id=id, rep_id=ours.ids["ls"], outcome="settled")


def test_the_states_of_feedback(ours: SmallCompany) -> None:
    """Five days: closed on the fifth is in time, on the sixth late; open is overdue from the sixth. Suggestions are never late."""
    first = D(2024, 3, 1)
    feedback(ours, first, "complaint", closed=D(2024, 3, 6))
    feedback(ours, first, "complaint", closed=D(2024, 3, 7))
    feedback(ours, first, "complaint")
    feedback(ours, first, "suggestion", closed=D(2024, 4, 1))
    feedback(ours, first, "rating", 4)
    feedback(ours, first, "rating", 5)
    keys = ("state", "days", "handler", "outcome")
    with ours.view(D(2024, 3, 6)) as view:
        assert told(lists.feedback(view, None, None, False, None), *keys) == [
            ("in_time", 5, "ls", "settled"),
            ("open", 5, None, None),
            ("open", 5, None, None),
            ("open", 5, None, None),
            (None, None, None, None),
            (None, None, None, None),
        ]
    with ours.view(D(2024, 4, 1)) as view:
        report = lists.feedback(view, None, None, False, None)
        assert told(report, "state", "days") == [
            ("in_time", 5), ("late", 6), ("overdue", 31), ("closed", 31), (None, None), (None, None),
        ]  # fmt: skip
        assert report.totals == {"ratings": 2, "complaints": 3, "closed_in_time": 1, "mean_rating": 4.5}
        assert to_plain(report).startswith("Feedback: ratings 2, mean 4.50; complaints 3, closed in time 1 · ")
        assert told(lists.feedback(view, None, None, True, None), "state") == ["overdue"]
        assert told(lists.feedback(view, None, None, False, "rating"), "rating") == [4, 5]


def test_a_handler_who_is_no_rep(ours: SmallCompany) -> None:
    """Whoever entered the closing."""
    about = {"customer_id": ours.ids["acme"], "rep_id": ours.ids["zw"]}
    id = ours.append("feedback", D(2024, 3, 1), feedback_kind="complaint", content="x", **about)
    ours.append("feedback_close", D(2024, 3, 2), feedback_id=id, outcome="settled")
    with ours.view() as view:
        assert told(lists.feedback(view, None, None, False, None), "handler", "handler_name") == [("boss", "boss")]


def test_each_complaint_by_the_policy_of_its_own_day(ours: SmallCompany) -> None:
    """Ten days from July on; a policy that does not say leaves closed as closed, with a note."""
    ours.policy("[tracking]\ncomplaint_days = 10\n", D(2024, 7, 1))
    ours.policy("", D(2024, 10, 1))
    for month in (6, 7, 10):
        feedback(ours, D(2024, month, 3), "complaint", closed=D(2024, month, 12))
    with ours.view() as view:
        report = lists.feedback(view, None, None, False, None)
    assert told(report, "state") == ["late", "in_time", "closed"]
    assert report.notes == [
        "The policy of 2024-10-03 has no [tracking] complaint_days, so no complaint of then is in time or late."
    ]


def test_feedback_of_a_period_and_a_rep(ours: SmallCompany) -> None:
    for day in (D(2024, 3, 31), D(2024, 4, 1)):
        ours.feedback("zw", day, "acme", "rating", 3)
        ours.feedback("ls", day, "best", "rating", 5)
    with looked(ours, D(2024, 4, 30), "zw") as (view, zw):
        assert told(lists.feedback(view, zw, span("2024Q1"), False, None), "customer", "rating") == [("acme", 3)]
        assert len(lists.feedback(view, None, span("2024Q2"), False, None).rows) == 2


# Reviews.


def test_reviews(ours: SmallCompany) -> None:
    """Of follow-ups and of a complaint's handling, which is its handler's; the sums are means."""
    one = ours.follow_up("zw", D(2024, 3, 1), "acme")
    ours.review(one, D(2024, 3, 4), 5, 4, 3)
    ours.review(one, D(2024, 3, 5), 1, 2, 3)
    about = {"customer_id": ours.ids["acme"], "rep_id": ours.ids["zw"]}
    said = ours.append("feedback", D(2024, 3, 1), feedback_kind="complaint", content="x", **about)
    ours.append("feedback_close", D(2024, 3, 2), feedback_id=said, rep_id=ours.ids["ls"], outcome="settled")
    ours.review(said, D(2024, 3, 6), 5, 5, 5)
    with looked(ours, D(2024, 3, 31), "zw") as (view, zw):
        everything = lists.reviews(view, None, None)
        assert told(everything, "rep", "kind", "mean") == [
            ("zw", "follow_up", 4),
            ("zw", "follow_up", 2),
            ("ls", "complaint", 5),
        ]
        own = lists.reviews(view, zw, None)
        assert own.totals == {
            "reviews": 2, "mean_effectiveness": 3, "mean_professionalism": 3, "mean_problem_solving": 3, "mean_mark": 3,
        }  # fmt: skip
        assert to_plain(own).startswith("Reviews: 2, mean 3.00 of 5 · ")
    with ours.view(D(2024, 3, 4)) as view:
        assert told(lists.reviews(view, None, None), "effectiveness") == [5]


def test_reviews_of_a_period(ours: SmallCompany) -> None:
    """By the day of the follow-up, as the measure of quality takes them."""
    ours.review(ours.follow_up("zw", D(2024, 3, 31), "acme"), D(2024, 4, 2), 5, 4, 3)
    with ours.view() as view:
        assert len(lists.reviews(view, None, span("2024Q1")).rows) == 1
        assert lists.reviews(view, None, span("2024Q2")).rows == []
