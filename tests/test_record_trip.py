"""record/trip.py: trips asked for and reported; what is decided of them is in test_record_decision."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

REPORT = ["trip", "report"]
REQUEST = ["trip", "request", "--opportunity", "风机", "--to", "太原"]


def test_a_trip(run: Run, facts: Facts) -> None:
    """Days ahead: a bare weekday is the coming one; the owner travels."""
    answer = run(*REQUEST, "--from-day", "mon", "--to-day", "+5d", "--cost", "1,200", "--note", "带工程师")
    assert (answer.code, answer.err) == (0, "Nobody who may decide it stands above 张伟.\n")
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
    for day, more in (("下周一", ["--rep", "李四"]), ("下周二", ["--as", "ls"]), ("下周一", [])):
        run(*REQUEST, "--from-day", day, *more)
    assert facts("trip", "rep_id", "from_day") == [(5, "2024-03-18"), (5, "2024-03-19"), (3, "2024-03-18")]


def test_it_cannot_end_before_it_begins(refused: Refused) -> None:
    said = refused(2, *REQUEST, "--from-day", "2024-03-20", "--to-day", "2024-03-19")
    assert said == "The trip would end on 2024-03-19, before it begins on 2024-03-20; --to-day is its last day."


def test_it_is_no_longer_than_a_year(run: Run, refused: Refused) -> None:
    """A slip in the year is 27,395 days; 366, a leap year, are taken."""
    said = refused(2, *REQUEST, "--from-day", "2024-03-20", "--to-day", "2099-03-20")
    assert (
        said
        == "A trip from 2024-03-20 to 2099-03-20 would take 27,394 days; the most is 366. --to-day is its last day."
    )
    refused(2, *REQUEST, "--from-day", "2024-03-20", "--to-day", "2025-03-21")
    assert run(*REQUEST, "--from-day", "2024-03-20", "--to-day", "2025-03-20").code == 0


def test_a_day_is_of_one_trip(run: Run, refused: Refused) -> None:
    """As with leave; the next day, somebody else, and what was rejected are no matter."""
    run(*REQUEST, "--from-day", "2024-03-18", "--to-day", "2024-03-20")
    said = refused(4, *REQUEST, "--from-day", "2024-03-20", "--to-day", "2024-03-22")
    assert said == ("张伟 is on a trip to 太原 from 2024-03-18 to 2024-03-20 already, 18; the days would count twice.")
    refused(4, *REQUEST, "--from-day", "2024-03-17", "--to-day", "2024-03-25")
    assert run(*REQUEST, "--from-day", "2024-03-21").code == 0
    assert run(*REQUEST, "--from-day", "2024-03-18", "--rep", "ls").code == 0
    run("rep", "add", "boss", "王总", "--post", "manager", "--hired", "2024-01-08")
    run("team", "change", "north", "--lead", "boss", "--on", "2024-01-08")
    assert run("trip", "reject", "18", "--why", "a call will do", "--as", "boss").code == 0
    answer = run(*REQUEST, "--from-day", "2024-03-20")
    assert (answer.code, "Nobody" in answer.err) == (0, False)


def test_who_is_not_employed_does_not_travel(run: Run, refused: Refused) -> None:
    """A candidate, somebody who has left, and somebody who leaves before the trip ends; named or acting."""
    run("rep", "add", "new", "候选", "--candidate")
    said = refused(4, *REQUEST, "--from-day", "mon", "--rep", "new")
    assert said == "new 候选 is not employed on 2024-03-15; `salescli rep hire` records a hiring."
    run("rep", "depart", "ls", "--on", "2024-03-19")
    said = refused(4, *REQUEST, "--from-day", "2024-03-18", "--to-day", "2024-03-20", "--as", "ls")
    assert said == "ls 李四 departed on 2024-03-19, before 2024-03-20."
    assert run(*REQUEST, "--from-day", "2024-03-18", "--to-day", "2024-03-19", "--as", "ls").code == 0


def test_asked_for_ahead(run: Run) -> None:
    """A slip in the day is said; a trip that is ahead is none."""
    answer = run(*REQUEST, "--from-day", "2024-03-25", "--on", "2024-03-20")
    assert answer.code == 0
    assert answer.err.splitlines()[-1] == "2024-03-20 lies ahead; reports up to today, 2024-03-15, do not count it."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["--from-day", "someday"], 2),
        (["--from-day", "fri", "--cost", "-5"], 2),
        (["--from-day", "fri", "--rep", "nobody"], 3),
    ],
)
def test_what_is_refused(refused: Refused, words: list[str], code: int) -> None:
    """No day, no amount, no such rep."""
    refused(code, *REQUEST, *words)


def test_what_it_is_for_must_be_there(refused: Refused) -> None:
    refused(3, "trip", "request", "--opportunity", "nothing", "--to", "太原", "--from-day", "fri")


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


# Reports.


@pytest.fixture
def trip(run: Run) -> str:
    """A trip from Monday the 18th to Wednesday, asked for on Friday; nobody has decided it."""
    answer = run(*REQUEST, "--from-day", "2024-03-18", "--to-day", "2024-03-20", "--cost", "1200", "--json")
    return str(json.loads(answer.out)["id"])


def test_a_report(run: Run, facts: Facts, trip: str) -> None:
    """From its first day on; what it cost beyond what was expected is said."""
    answer = run(*REPORT, trip, "they will sign", "--cost", "1250", "--on", "2024-03-18", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Reported · 太原 from 2024-03-18, 3 days · 张伟 · 风机改造 · 1,250.00 CNY, more than the 1,200.00 CNY expected  #19\n"
    )
    assert facts("trip_report") == [("2024-03-18", 18, "they will sign", 125_000)]
    assert facts("fact", "note")[-1] == ("n",)


def test_a_second_report_replaces_the_first(run: Run, facts: Facts, refused: Refused, trip: str) -> None:
    """Without a cost of its own it keeps the first one's, so that every figure sees the same; an earlier day does not."""
    run(*REPORT, trip, "one visit", "--cost", "800", "--on", "2024-03-21")
    answer = run(*REPORT, trip, "two visits", "--on", "2024-03-22")
    assert answer.out.endswith("800.00 CNY · instead of the report of 2024-03-21  #20\n")
    assert facts("trip_report", "outcome", "cost") == [("one visit", 80_000), ("two visits", 80_000)]
    said = refused(4, *REPORT, trip, "none", "--on", "2024-03-21")
    assert said == "The trip was reported on 2024-03-22; a report that replaces it is of that day or later."
    (row,) = json.loads(run("trips", "--on", "2024-03-22", "--format", "json").out)["rows"]
    assert (row["state"], row["outcome"], row["spent"]) == ("reported_undecided", "two visits", "800.00")
    assert "reported, undecided" in run("trips", "--on", "2024-03-22").out


def test_before_it_has_begun(refused: Refused, trip: str) -> None:
    said = refused(4, *REPORT, trip, "well", "--on", "2024-03-17")
    assert said == "The trip begins on 2024-03-18; on 2024-03-17 there is nothing to report yet."


def test_a_rejected_trip_has_nothing_to_report(run: Run, refused: Refused, trip: str) -> None:
    run("rep", "add", "boss", "王总", "--post", "manager", "--hired", "2024-01-08")
    run("team", "change", "north", "--lead", "boss", "--on", "2024-01-08")
    assert run("trip", "reject", trip, "--why", "a call will do", "--as", "boss").code == 0
    said = refused(4, *REPORT, trip, "went anyway", "--on", "2024-03-21")
    assert said == "The trip was rejected on 2024-03-15 by 王总; there is nothing to report."


@pytest.mark.parametrize(
    ("words", "code"), [(["99", "x"], 3), (["7", "x"], 3), (["18", " "], 2), (["18", "x", "--cost", "-1"], 2)]
)
def test_what_is_no_report(refused: Refused, trip: str, words: list[str], code: int) -> None:
    """Of nothing, of a customer, without words, with a cost below zero."""
    assert trip == "18"
    refused(code, *REPORT, *words, "--on", "2024-03-21")
