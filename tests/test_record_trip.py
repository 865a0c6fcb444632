"""record/trip.py: trips asked for."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

REQUEST = ["trip", "request", "--opportunity", "风机", "--to", "太原"]


def test_a_trip(run: Run, facts: Facts) -> None:
    """Days ahead: a bare weekday is the coming one; the owner travels."""
    answer = run(*REQUEST, "--from-day", "mon", "--to-day", "+5d", "--cost", "1,200", "--note", "带工程师")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Requested a trip to 太原 from 2024-03-18 to 2024-03-20, 3 days · 张伟 · 风机改造 · 1,200.00 CNY  #18\n"
    )
    assert facts("trip") == [("2024-03-15", 3, 15, "太原", "2024-03-18", "2024-03-20", 120_000, None)]
    assert facts("fact", "note")[-1] == ("带工程师",)


def test_one_day_without_a_cost(run: Run, facts: Facts) -> None:
    """Without a last day it is the first; what it costs may be unknown."""
    answer = run(*REQUEST, "--from-day", "2024-03-20", "--json", "--on", "2024-03-11")
    assert json.loads(answer.out) == {"id": "18"}
    assert facts("trip", "happened_on", "from_day", "to_day", "cost") == [
        ("2024-03-11", "2024-03-20", "2024-03-20", None)
    ]


def test_who_travels(run: Run, facts: Facts) -> None:
    """The one named, else the acting rep, else the owner."""
    for more in (["--rep", "李四"], ["--as", "ls"], []):
        run(*REQUEST, "--from-day", "下周一", *more)
    assert facts("trip", "rep_id", "from_day") == [(5, "2024-03-18"), (5, "2024-03-18"), (3, "2024-03-18")]


def test_it_cannot_end_before_it_begins(refused: Refused) -> None:
    said = refused(2, *REQUEST, "--from-day", "2024-03-20", "--to-day", "2024-03-19")
    assert said == "The trip would end on 2024-03-19, before it begins on 2024-03-20; --to-day is its last day."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from-day", "someday"], 2),
        (["--from-day", "fri", "--cost", "-5"], 2),
        (["--from-day", "fri", "--to", " "], 2),
        (["--from-day", "fri", "--opportunity", "nothing"], 3),
        (["--from-day", "fri", "--rep", "nobody"], 3),
    ],
)
def test_what_is_refused(refused: Refused, words: list[str], code: int) -> None:
    """No day, no amount, no place, no such opportunity, no such rep."""
    refused(code, *REQUEST, *words)


def test_it_is_for_an_opportunity(run: Run) -> None:
    answer = run("trip", "request", "--to", "太原", "--from-day", "fri")
    assert answer.code == 2 and "--opportunity" in answer.err


def test_list(run: Run) -> None:
    """Everybody's, or one rep's."""
    run(*REQUEST, "--from-day", "mon")
    run(*REQUEST, "--from-day", "tue", "--rep", "ls")
    rows = json.loads(run("trip", "list", "--format", "json").out)["rows"]
    assert [row["rep"] for row in rows] == ["zw", "ls"]
    rows = json.loads(run("trip", "list", "--rep", "ls", "--format", "json").out)["rows"]
    assert [(row["destination"], row["from_day"]) for row in rows] == [("太原", "2024-03-19")]
