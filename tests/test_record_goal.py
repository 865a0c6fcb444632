"""record/goal.py: personal goals and how far they are."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

ADD = ["goal", "add", "zw", "通过认证"]


def test_a_goal(run: Run, facts: Facts) -> None:
    answer = run(*ADD, "--weight", "40", "--due", "2024-12-31", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Goal of 张伟: 通过认证 · weight 40 · due 2024-12-31  #18\n"
    assert facts("goal") == [("2024-03-15", 3, "通过认证", "40", "2024-12-31")]
    assert facts("fact", "note")[-1] == ("n",)


def test_without_weight_and_due_day(run: Run, facts: Facts) -> None:
    """No weight is not the weight 0: the goal counts as any other."""
    assert json.loads(run(*ADD, "--on", "2024-03-11", "--json").out) == {"id": "18"}
    assert facts("goal") == [("2024-03-11", 3, "通过认证", None, None)]


@pytest.mark.parametrize(("typed", "kept"), [("12.50", "12.50"), ("40%", "40"), ("100", "100")])
def test_weights(run: Run, facts: Facts, typed: str, kept: str) -> None:
    """Exactly as typed."""
    run(*ADD, "--weight", typed)
    assert facts("goal", "weight") == [(kept,)]


@pytest.mark.parametrize("weight", ["0", "100.5", "-1", "x", "1e1", "nan", "%"])
def test_what_is_no_weight(refused: Refused, weight: str) -> None:
    assert "for instance" in refused(2, *ADD, "--weight", weight)


def test_what_is_not_there(run: Run, refused: Refused) -> None:
    """No such rep, no title, a due day that is past, somebody who has left."""
    refused(3, "goal", "add", "nobody", "x")
    refused(2, "goal", "add", "zw", " ")
    said = refused(2, *ADD, "--due", "2024-03-14")
    assert said == "The goal would be due on 2024-03-14, before it is set on 2024-03-15; --due is a day ahead."
    run("rep", "depart", "zw", "--on", "2024-03-14")
    assert refused(4, *ADD) == "zw 张伟 departed on 2024-03-14, before 2024-03-15."


def test_progress(run: Run, facts: Facts) -> None:
    """It says how far the goal was till then; a bare number from 2 to 100 is per cent."""
    run(*ADD)
    assert run("goal", "progress", "18", "12.5%", "--note", "n").out == "通过认证 · 张伟: 12.5%  #19\n"
    assert run("goal", "progress", "#18", "40").out == "通过认证 · 张伟: 40% · till now 12.5%  #20\n"
    assert json.loads(run("goal", "progress", "18", "0.4", "--on", "2024-03-18", "--json").out) == {"id": "21"}
    for whole in ("100%", "100", "1.0"):
        run("goal", "progress", "18", whole, "--on", "2024-03-20")
    run("goal", "progress", "18", "0")
    assert facts("goal_progress", "happened_on", "progress") == [
        ("2024-03-15", "0.125"),
        ("2024-03-15", "0.40"),
        ("2024-03-18", "0.4"),
        ("2024-03-20", "1.00"),
        ("2024-03-20", "1.00"),
        ("2024-03-20", "1.0"),
        ("2024-03-15", "0.00"),
    ]


@pytest.mark.parametrize("percent", ["1", "101", "100.1%", "1.5", "-5%", "half", ""])
def test_what_is_no_progress(run: Run, refused: Refused, percent: str) -> None:
    """A bare 1 may be one per cent or all of it; more than all, less than nothing, no number."""
    run(*ADD)
    refused(2, "goal", "progress", "18", "--", percent)


def test_progress_says_what_is_wrong(run: Run, refused: Refused) -> None:
    run(*ADD)
    assert refused(2, "goal", "progress", "18", "1") == "1 may mean 1 % or the whole; write 1% or 100%."
    said = refused(2, "goal", "progress", "18", "101%")
    assert said == "A progress lies between 0 % and 100 %, not '101%'; write 40% or 0.4."


def test_progress_of_what_is_no_goal_or_not_set_yet(run: Run, refused: Refused) -> None:
    run(*ADD)
    said = refused(3, "goal", "progress", "3", "40%")
    assert said == "There is no goal with the id '3'; it is that of another kind of fact: rep."
    said = refused(4, "goal", "progress", "18", "40%", "--on", "2024-03-14")
    assert said == "The goal 18, 通过认证, was set on 2024-03-15; it has no progress on 2024-03-14, before that."


def test_list(run: Run) -> None:
    """The latest progress by the day of the progress, and who said so."""
    run(*ADD, "--weight", "40")
    run("goal", "add", "ls", "x")
    run("goal", "progress", "18", "60%", "--on", "2024-03-20", "--as", "ls")
    run("goal", "progress", "18", "30%")
    words = ["goal", "list", "--format", "json"]
    keys = ("title", "progress", "progress_on", "said_by", "said_by_name")
    on_friday = json.loads(run(*words).out)["rows"]
    assert [tuple(row[key] for key in keys) for row in on_friday] == [
        ("x", None, None, None, None),
        ("通过认证", "0.3000", "2024-03-15", "clerk", "clerk"),
    ]
    later = json.loads(run(*words, "--rep", "zw", "--on", "2024-03-20").out)
    assert [tuple(row[key] for key in keys) for row in later["rows"]] == [
        ("通过认证", "0.6000", "2024-03-20", "ls", "李四")
    ]
    assert later["totals"] == {"progress": "0.6000"}
