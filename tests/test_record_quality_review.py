"""record/quality_review.py: marks for follow-ups and for how complaints were handled, never one's own."""

import json
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")


def marks(effectiveness: str = "4", professionalism: str = "5", problem_solving: str = "3") -> list[str]:
    """The three options."""
    return [
        *("--effectiveness", effectiveness),
        *("--professionalism", professionalism),
        *("--problem-solving", problem_solving),
    ]


@pytest.fixture(autouse=True)
def _followed_up(company: Path, run: Run) -> None:
    """张伟's follow-up of 11 March, with the id 18."""
    assert run("log", "华北机械", "要报价", "--on", "2024-03-11").code == 0


def test_a_review(run: Run, facts: Facts) -> None:
    answer = run("review", "18", *marks(), "--as", "ls", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Reviewed the follow-up of 张伟 with 华北机械 · 4 / 5 / 3  #19\n"
    assert facts("quality_review") == [("2024-03-15", 18, 4, 5, 3)]
    assert facts("fact", "recorded_by", "note")[-1] == ("ls", "n")


def test_the_options_may_come_first_and_add_may_be_said(run: Run, facts: Facts) -> None:
    assert json.loads(run("review", *marks(), "18", "--json").out) == {"id": "19"}
    assert run("review", "add", "#18", *marks(), "--as", "ls", "--on", "2024-03-12").code == 0
    assert facts("quality_review", "happened_on") == [("2024-03-15",), ("2024-03-12",)]


@pytest.mark.parametrize("mark", ["0", "6", "3.5", "good"])
def test_marks_are_whole_from_1_to_5(refused: Refused, mark: str) -> None:
    assert refused(2, "review", "18", *marks(problem_solving=mark)).startswith("--problem-solving takes a ")


def test_all_three_are_given(refused: Refused) -> None:
    assert refused(2, "review", "18", *marks()[:4]).startswith("The option --problem-solving is missing.")


def test_nobody_reviews_himself(run: Run, refused: Refused) -> None:
    said = refused(4, "review", "18", *marks(), "--as", "zw")
    assert said == "18 is 张伟's own work; another person reviews it."


def test_a_second_review_would_count_twice(run: Run, refused: Refused) -> None:
    """By the same person; another one may review it too."""
    run("review", "18", *marks())
    said = refused(4, "review", "18", *marks("1", "1", "1"), "--on", "2024-03-18")
    assert said == "clerk reviewed 18 on 2024-03-15 already; `salescli void 19` takes that back."
    assert run("review", "18", *marks(), "--as", "ls").code == 0


def test_nothing_to_review_yet(refused: Refused) -> None:
    said = refused(4, "review", "18", *marks(), "--on", "2024-03-10")
    assert said == "There was nothing to review of 18 before 2024-03-11; the review would be of 2024-03-10."


@pytest.mark.parametrize(
    ("id", "more"), [("99", ""), ("7", "; it is that of another kind of fact: customer"), ("x", "")]
)
def test_what_is_no_follow_up(refused: Refused, id: str, more: str) -> None:
    """Unknown, a customer's, no id: what can be reviewed is named, and what it is instead."""
    assert refused(3, "review", id, *marks()) == f"There is no follow-up or feedback with the id {id!r}{more}."


def test_how_a_complaint_was_handled(run: Run, facts: Facts, refused: Refused) -> None:
    """Once it is closed, and by another than who handled it."""
    run("feedback", "add", "华北机械", "没人来", "--complaint", "--on", "2024-03-11")
    said = refused(4, "review", "19", *marks())
    assert said == ("The complaint 19 is open; `salescli feedback close 19` comes before a review of its handling.")
    run("feedback", "close", "19", "已更换", "--as", "ls", "--on", "2024-03-14")
    assert refused(4, "review", "19", *marks(), "--as", "ls") == "19 is 李四's own work; another person reviews it."
    refused(4, "review", "19", *marks(), "--on", "2024-03-13")
    assert run("review", "19", *marks()).out == "Reviewed how the complaint of 华北机械 was handled · 4 / 5 / 3  #21\n"


def test_who_closed_a_complaint_as_no_rep_handled_it(run: Run, refused: Refused) -> None:
    """The clerk's own work too is reviewed by another; what a rep handled the clerk may review."""
    for _time in range(2):
        run("feedback", "add", "华北机械", "没人来", "--complaint")
    run("feedback", "close", "19", "x")
    run("feedback", "close", "20", "x", "--rep", "ls")
    assert refused(4, "review", "19", *marks()) == "19 is clerk's own work; another person reviews it."
    assert run("review", "19", *marks(), "--as", "zw").code == 0
    assert run("review", "20", *marks()).code == 0


def test_ratings_and_suggestions_are_not_handled(run: Run, refused: Refused) -> None:
    run("feedback", "add", "华北机械", "--rating", "4")
    said = refused(4, "review", "19", *marks())
    assert said == ("The feedback 19 is no complaint; a review looks at a follow-up or at how a complaint was handled.")


def test_quality_follows(run: Run) -> None:
    """The mean of the reviews, each the mean of its marks, ÷ 5: (12 + 6) of 30."""

    def quality() -> object:
        words = ["explain", "quality", "zw", "--period", "2024Q1", "--format", "json"]
        return json.loads(run(*words).out)["rows"][0]["tree"]["result"]

    assert quality() is None
    run("review", "18", *marks())
    assert quality() == "0.8000"
    run("review", "18", *marks("2", "2", "2"), "--as", "ls")
    assert quality() == "0.6000"


def test_list(run: Run) -> None:
    """Everybody's, one rep's, or by the day of the follow-up."""
    run("log", "华北电子", "--on", "2024-02-20")
    run("review", "18", *marks())
    run("review", "19", *marks())

    def ids(*words: str) -> list[str]:
        return [row["subject_id"] for row in json.loads(run("review", "list", *words, "--format", "json").out)["rows"]]

    assert ids() == ["19", "18"]
    assert ids("--rep", "zw") == ["18"]
    assert ids("--period", "2024-02") == ["19"]


def test_help_names_both_ways(run: Run) -> None:
    said = run("review", "-h").out
    assert "list" in said and "--effectiveness 4" in said
    assert "--problem-solving" in run("review", "add", "-h").out
