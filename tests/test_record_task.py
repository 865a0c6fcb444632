"""record/task.py: tasks set and done, and what they do to the rate of completion."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

pytestmark = pytest.mark.usefixtures("company")

ADD = ["task", "add", "zw", "上门回访", "--kind", "service"]


def completion(run: Run, on: str) -> tuple[str | None, str, str]:
    """The rep's task_completion of 2024Q1 seen from a day, with what stands above and below the line."""
    tree = json.loads(run("explain", "task_completion", "zw", "--period", "2024Q1", "--on", on, "--format", "json").out)
    row = tree["rows"][0]["tree"]
    return (row["result"], *(step["result"] for step in row["steps"]))


def test_a_task(run: Run, facts: Facts) -> None:
    """A bare weekday is the coming one; the rep may be meant by a part of the name."""
    answer = run("task", "add", "张", "上门回访", "--kind", "service", "--due", "fri", "--note", "急")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Task for 张伟: 上门回访 · service · due 2024-03-22  #18\n"
    assert facts("task") == [("2024-03-15", 3, "service", "上门回访", "2024-03-22", None, None)]
    assert facts("fact", "note")[-1] == ("急",)


def test_a_nudge_on_an_opportunity(run: Run, facts: Facts) -> None:
    """The opportunity's customer comes along; it may be due on the day it is set; --json gives the id alone."""
    answer = run(*ADD, "--due", "03-11", "--opportunity", "风机", "--on", "2024-03-11", "--as", "ls", "--json")
    assert json.loads(answer.out) == {"id": "18"}
    assert facts("task", "happened_on", "due_on", "opportunity_id", "customer_id") == [
        ("2024-03-11", "2024-03-11", 15, 7)
    ]
    assert facts("fact", "recorded_by")[-1] == ("ls",)
    assert run(*ADD, "--due", "+3d", "--customer", "华北电子").out.endswith("due 2024-03-18 · 华北电子  #19\n")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("客户开发", "development"),
        ("dev", "development"),
        (" SERVICE ", "service"),
        ("客户服务", "service"),
        ("销售目标", "target"),
    ],
)
def test_kinds(run: Run, facts: Facts, typed: str, kept: str) -> None:
    """In either language, or by a beginning."""
    run("task", "add", "zw", "x", "--kind", typed, "--due", "+1d")
    assert facts("task", "task_kind") == [(kept,)]


def test_another_kind(refused: Refused) -> None:
    said = refused(2, "task", "add", "zw", "x", "--kind", "party", "--due", "+1d")
    assert said == "The kind of task is one of development, service, target, not 'party'."


def test_due_before_it_is_set(refused: Refused) -> None:
    said = refused(2, *ADD, "--due", "2024-03-14")
    assert said == "The task would be due on 2024-03-14, before it is set on 2024-03-15; --due is a day ahead."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nobody", "x", "--due", "fri"], 3),
        (["zw", " ", "--due", "fri"], 2),
        (["zw", "x", "--due", "someday"], 2),
        (["zw", "x", "--due", "fri", "--opportunity", "none"], 3),
        (["zw", "x", "--due", "fri", "--customer", "none"], 3),
    ],
)
def test_what_is_not_there(refused: Refused, words: list[str], code: int) -> None:
    """No such rep, no title, no day, no such opportunity, no customer."""
    refused(code, "task", "add", *words, "--kind", "service")


def test_another_customers_opportunity(refused: Refused) -> None:
    said = refused(4, *ADD, "--due", "fri", "--opportunity", "风机改造", "--customer", "华北电子")
    assert said == "风机改造 is 华北机械's, not 华北电子's; give the opportunity alone."


def test_who_has_left_gets_no_task(run: Run, refused: Refused) -> None:
    """The day of departing is the last one on which a task is set."""
    run("rep", "depart", "zw", "--on", "2024-03-14")
    assert refused(4, *ADD, "--due", "fri") == "zw 张伟 departed on 2024-03-14, before 2024-03-15."
    assert run(*ADD, "--due", "fri", "--on", "2024-03-14").code == 0


def test_a_candidate_gets_no_task(run: Run, refused: Refused) -> None:
    run("rep", "add", "hy", "何宇", "--candidate")
    said = refused(4, "task", "add", "hy", "x", "--kind", "service", "--due", "fri")
    assert said == "hy 何宇 is not employed on 2024-03-15; `salescli rep hire` records a hiring."


def test_done(run: Run, facts: Facts) -> None:
    """In time up to the due day, then so many days late."""
    run(*ADD, "--due", "2024-03-15", "--on", "2024-03-01")
    run(*ADD, "--due", "2024-03-12", "--on", "2024-03-01")
    answer = run("task", "done", "18", "--outcome", "他们会签", "--note", "n")
    assert answer.out == "Done: 上门回访 · 张伟 · in time  #20\n"
    assert run("task", "done", "#19", "--on", "2024-03-13").out == "Done: 上门回访 · 张伟 · 1 day late  #21\n"
    assert json.loads(run("task", "add", "zw", "x", "--kind", "target", "--due", "+1d", "--json").out) == {"id": "22"}
    assert json.loads(run("task", "done", "22", "--json").out) == {"id": "23"}
    assert facts("task_done") == [("2024-03-15", 18, "他们会签"), ("2024-03-13", 19, None), ("2024-03-15", 22, None)]


def test_done_twice(run: Run, refused: Refused) -> None:
    run(*ADD, "--due", "fri")
    run("task", "done", "18")
    said = refused(4, "task", "done", "18", "--on", "2024-03-20")
    assert said == "The task 18, 上门回访, was done on 2024-03-15 already; `salescli void 19` takes that back."


def test_what_was_voided(run: Run, company: Path, refused: Refused) -> None:
    """A task whose being done was voided is open again; a voided task is never done."""
    run(*ADD, "--due", "fri")
    run("task", "done", "18")
    void(company, 19)
    assert run("task", "done", "18", "--on", "2024-03-20").code == 0
    void(company, 18)
    assert refused(4, "task", "done", "18") == "The fact 18 was voided; it counts no more."


def void(path: Path, number: int) -> None:
    with files.open_for_writing(path, Who("boss", "boss@here")) as ledger, ledger.write():
        ledger.void(ledger.find_id(str(number)), date(2024, 3, 15), "a mistake")


def test_done_before_it_was_set(run: Run, refused: Refused) -> None:
    run(*ADD, "--due", "fri")
    said = refused(4, "task", "done", "18", "--on", "2024-03-14")
    assert said == "The task 18, 上门回访, was set on 2024-03-15; it cannot be done on 2024-03-14, before that."


@pytest.mark.parametrize(
    ("id", "more"), [("99", ""), ("15", "; it is that of another kind of fact: opportunity"), ("x", ""), ("", "")]
)
def test_an_id_that_is_no_task(refused: Refused, id: str, more: str) -> None:
    """Unknown, an opportunity's, no id at all."""
    assert refused(3, "task", "done", id) == f"There is no task with the id {id!r}{more}."


def test_a_title_cannot_act_on_a_terminal(run: Run, refused: Refused) -> None:
    run("task", "add", "zw", "a\x1b[31mb", "--kind", "service", "--due", "fri")
    assert "\x1b" not in run("task", "done", "18").out
    assert "\x1b" not in refused(4, "task", "done", "18")


def test_the_rate_of_completion_follows(run: Run) -> None:
    """Three due in the quarter: one in time, one late, one open; nothing due before is no value, not zero."""
    assert completion(run, "2024-03-31")[0] is None
    for due in ("2024-03-12", "2024-03-13", "2024-03-29"):
        run(*ADD, "--due", due, "--on", "2024-03-01")
    run("task", "done", "18", "--on", "2024-03-12")
    run("task", "done", "19", "--on", "2024-03-14")
    assert completion(run, "2024-03-15") == ("0.5000", "1", "2")
    assert completion(run, "2024-03-31") == ("0.3333", "1", "3")
    run("task", "done", "20", "--on", "2024-03-29")
    assert completion(run, "2024-03-31") == ("0.6667", "2", "3")


def test_list(run: Run, refused: Refused) -> None:
    """Of one rep, of a period by the due day, or what is not done; an empty name is nobody's."""
    for words in (["--due", "2024-03-12"], ["--due", "2024-04-02"]):
        run(*ADD, *words, "--on", "2024-03-01")
    run("task", "add", "ls", "x", "--kind", "target", "--due", "fri")
    run("task", "done", "18", "--on", "2024-03-12")

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run("task", "list", *words, "--format", "json").out)["rows"]]

    assert ids() == ["18", "20", "19"]
    assert ids("--rep", "zw") == ["18", "19"]
    assert ids("--period", "2024Q1") == ids("--period", "FY2024Q1") == ["18", "20"]
    assert ids("--open") == ["20", "19"]
    assert refused(3, "task", "list", "--rep", "x").startswith("There is no rep 'x'.")
    refused(2, "task", "list", "--period", "soon")
