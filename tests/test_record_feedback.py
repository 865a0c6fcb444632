"""record/feedback.py: what customers say, how it is closed, and what that does to satisfaction and complaint resolution."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

ADD = ["feedback", "add", "华北机械"]


def measured(run: Run, key: str, rep: str = "zw", on: str = "2024-03-31") -> Any:
    """A measure of a rep in 2024Q1, seen from a day."""
    words = ["explain", key, rep, "--period", "2024Q1", "--on", on, "--format", "json"]
    return json.loads(run(*words).out)["rows"][0]["tree"]["result"]


def test_a_rating(run: Run, facts: Facts) -> None:
    """It is about the customer's owner of the day, whoever enters it; words are welcome."""
    answer = run(*ADD, "配合度高", "--rating", "4", "--as", "ls", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "华北机械 rates 张伟 4 of 5  #18\n"
    assert facts("feedback") == [("2024-03-15", 7, 3, "rating", 4, "配合度高")]
    assert facts("fact", "recorded_by", "note")[-1] == ("ls", "n")


def test_a_complaint_and_a_suggestion(run: Run, facts: Facts) -> None:
    """About somebody else where that is said."""
    answer = run(*ADD, "没人来处理", "--complaint", "--on", "2024-03-11")
    assert answer.out == "Complaint of 华北机械 about 张伟  #18\n"
    assert json.loads(run(*ADD, "要趋势图", "--suggestion", "--rep", "李四", "--json").out) == {"id": "19"}
    assert facts("feedback") == [
        ("2024-03-11", 7, 3, "complaint", None, "没人来处理"),
        ("2024-03-15", 7, 5, "suggestion", None, "要趋势图"),
    ]


def test_the_owner_is_that_of_the_day(run: Run, facts: Facts) -> None:
    run("customer", "assign", "华北机械", "ls", "--on", "2024-03-12")
    for day in ("2024-03-11", "2024-03-12"):
        run(*ADD, "--rating", "5", "--on", day)
    assert facts("feedback", "rep_id") == [(3,), (5,)]


@pytest.mark.parametrize("words", [[], ["--rating", "4", "--complaint"], ["--complaint", "--suggestion"]])
def test_it_is_one_thing(refused: Refused, words: list[str]) -> None:
    said = refused(2, *ADD, "x", *words)
    assert said == "What is it? Give one of --rating 1 to 5, --complaint and --suggestion."


@pytest.mark.parametrize("stars", ["0", "6", "4.5", "five"])
def test_stars(refused: Refused, stars: str) -> None:
    """Whole ones, from 1 to 5."""
    assert refused(2, *ADD, "--rating", stars).startswith("--rating takes a ")


def test_a_complaint_has_words(refused: Refused) -> None:
    said = refused(2, *ADD, "--complaint")
    assert said == "What was said? A complaint or suggestion needs its words after the customer."


def test_a_customer_that_nobody_owns(refused: Refused, run: Run) -> None:
    """Nobody guesses whom it is about, not even who enters it."""
    said = refused(2, "feedback", "add", "江南化工", "--rating", "4", "--as", "zw")
    assert said == "Whom is it about? Nobody owns 江南化工 on 2024-03-15; say who with --rep."
    assert run("feedback", "add", "江南化工", "--rating", "4", "--rep", "zw").code == 0


def test_unknown_names(refused: Refused) -> None:
    refused(3, "feedback", "add", "东北", "--rating", "4")
    refused(3, *ADD, "--rating", "4", "--rep", "nobody")


# Closing.


@pytest.fixture
def complained(company: Path, run: Run) -> None:
    """A complaint of 11 March, with the id 18."""
    run(*ADD, "没人来处理", "--complaint", "--on", "2024-03-11")


@pytest.mark.usefixtures("complained")
@pytest.mark.parametrize(
    ("words", "handler", "told"),
    [([], None, ""), (["--as", "ls"], 5, " · 李四"), (["--as", "ls", "--rep", "zw"], 3, " · 张伟")],
)
def test_closing(run: Run, facts: Facts, words: list[str], handler: int | None, told: str) -> None:
    """By the rep named, else the acting one; a clerk handles it as nobody of the reps."""
    answer = run("feedback", "close", "18", "已更换", "--note", "n", *words)
    assert answer.out == f"Closed the complaint of 华北机械: 已更换{told} · after 4 days  #19\n"
    assert facts("feedback_close") == [("2024-03-15", 18, handler, "已更换")]
    assert facts("fact", "note")[-1] == ("n",)


@pytest.mark.usefixtures("complained")
def test_the_day_of_closing(run: Run, facts: Facts) -> None:
    """It is that of --on; a suggestion is closed likewise."""
    run(*ADD, "要趋势图", "--suggestion")
    assert json.loads(run("feedback", "close", "18", "x", "--on", "2024-03-11", "--json").out) == {"id": "20"}
    assert run("feedback", "close", "#19", "y").out == "Closed the suggestion of 华北机械: y · after 0 days  #21\n"
    assert facts("feedback_close", "happened_on") == [("2024-03-11",), ("2024-03-15",)]


@pytest.mark.usefixtures("complained")
def test_closing_twice(run: Run, refused: Refused) -> None:
    run("feedback", "close", "18", "x")
    said = refused(4, "feedback", "close", "18", "y")
    assert said == "The feedback 18 was closed on 2024-03-15 already; `salescli void 19` opens it again."


@pytest.mark.usefixtures("complained")
def test_closing_before_it_came(refused: Refused) -> None:
    said = refused(4, "feedback", "close", "18", "x", "--on", "2024-03-10")
    assert said == "The feedback 18 came on 2024-03-11; it cannot be closed on 2024-03-10, before that."


def test_a_rating_is_never_open(run: Run, refused: Refused) -> None:
    run(*ADD, "--rating", "2")
    said = refused(4, "feedback", "close", "18", "x")
    assert said == "The feedback 18 is a rating; only complaints and suggestions are closed."


@pytest.mark.usefixtures("complained")
def test_closing_without_an_outcome_or_what_is_not_there(refused: Refused) -> None:
    assert refused(2, "feedback", "close", "18", " ") == "The outcome is empty; write it down."
    refused(3, "feedback", "close", "18", "x", "--rep", "nobody")
    said = refused(3, "feedback", "close", "7", "x")
    assert said == "There is no feedback with the id '7'; it is that of another kind of fact: customer."


# What it does.


def test_satisfaction_follows(run: Run) -> None:
    """The mean of the stars; without any there is no value."""
    assert measured(run, "satisfaction") is None
    run(*ADD, "--rating", "5")
    run(*ADD, "--rating", "2")
    run(*ADD, "x", "--complaint")
    assert measured(run, "satisfaction") == "3.5000"
    assert measured(run, "satisfaction", "ls") is None


def test_complaint_resolution_follows(run: Run) -> None:
    """The starter policy gives seven days: closed on the seventh is in time, on the eighth it is late."""
    for _time in range(3):
        run(*ADD, "x", "--complaint", "--on", "2024-03-04")
    assert measured(run, "complaint_resolution") == "0.0000"
    run("feedback", "close", "18", "x", "--on", "2024-03-11")
    run("feedback", "close", "19", "x", "--on", "2024-03-12")
    assert measured(run, "complaint_resolution") == "0.3333"
    assert (measured(run, "complaints"), measured(run, "suggestions")) == ("3", "0")


def test_list(run: Run, refused: Refused) -> None:
    """Of one rep, a period, one kind, or what is open."""
    run(*ADD, "x", "--complaint", "--on", "2024-03-11")
    run("feedback", "add", "华北电子", "--rating", "4", "--on", "2024-02-20")
    run(*ADD, "y", "--suggestion")
    run("feedback", "close", "18", "done")

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run("feedback", "list", *words, "--format", "json").out)["rows"]]

    assert ids() == ["19", "18", "20"]
    assert ids("--rep", "ls") == ["19"]
    assert ids("--period", "2024-03") == ["18", "20"]
    assert ids("--open") == ["20"]
    assert ids("--kind", "投诉") == ids("--kind", "comp") == ["18"]
    assert refused(2, "feedback", "list", "--kind", "praise") == (
        "The kind of feedback is one of rating, complaint, suggestion, not 'praise'."
    )
