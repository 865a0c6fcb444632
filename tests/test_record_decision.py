"""record/decision.py: a request from asking to paying, as people type it; and everything that is refused on the way."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

Asks = Callable[..., str]
STARTED = "2024-01-08"
OFFICE = ["expense", "request", "480", "--category", "office", "--rep", "zw"]
TRIP = [
    "trip",
    "request",
    "--opportunity",
    "风机",
    "--to",
    "太原",
    "--from-day",
    "2024-03-18",
    "--to-day",
    "2024-03-20",
]
NEXT_WEEK = [*TRIP[:5], "大同", "--from-day", "2024-03-25", "--to-day", "2024-03-27"]


@pytest.fixture
def offices(company: Path, run: Run) -> Path:
    """The company with a boss over all, a lead of north (zw's team) whose post approves, and a manager of nothing."""
    for words in (
        ["rep", "add", "boss", "王总", "--post", "manager", "--hired", STARTED],
        ["rep", "add", "lead", "赵主管", "--post", "manager", "--team", "north", "--hired", STARTED],
        ["rep", "add", "free", "钱经理", "--post", "manager", "--hired", STARTED],
        ["rep", "add", "gone", "孙离", "--post", "manager", "--hired", STARTED],
        ["rep", "add", "new", "候选", "--candidate"],
    ):
        assert run(*words).code == 0, words
    with files.open_for_writing(company, Who("clerk", "here")) as ledger, ledger.write():
        north, boss, lead, gone = (ledger.find_id(text) for text in ("2", "18", "20", "24"))
        whole = ledger.append("team", date(2024, 1, 8), code="all", name="全国")
        ledger.append("team_change", date(2024, 1, 8), team_id=whole, lead_id=boss)
        ledger.append("team_change", date(2024, 1, 8), team_id=north, parent_id=whole, lead_id=lead)
        ledger.append("rep_change", date(2024, 2, 29), rep_id=gone, act="depart")
    return company


@pytest.fixture
def asks(offices: Path, run: Run) -> Asks:
    """Ask for something that no limit concerns; gives the request's id."""

    def once(*words: str) -> str:
        answer = run(*(words or OFFICE), "--json")
        assert answer.code == 0, answer
        return str(json.loads(answer.out)["id"])

    return once


def last(facts: Facts, table: str) -> tuple[Any, ...]:
    return facts(table)[-1]


# From asking to paying.


def test_an_expense_from_asking_to_paying(asks: Asks, run: Run, facts: Facts) -> None:
    id = asks("expense", "request", "480.50", "--category", "sample", "--opportunity", "风机")
    answer = run("expense", "approve", id, "--amount", "400", "--why", "two will do", "--as", "lead", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Approved 400.00 CNY of 480.50 CNY · sample · 张伟 · 风机改造  #")
    assert last(facts, "decision") == ("2024-03-15", int(id), "approved", 40_000, 20, "two will do")
    assert facts("fact", "note")[-1] == ("n",)
    paid = run("expense", "settle", id, "--on", "2024-03-18")
    assert paid.out.startswith("Paid out 400.00 CNY · sample · 张伟 · 风机改造  #")
    assert last(facts, "settlement") == ("2024-03-18", int(id), 40_000)
    (row,) = json.loads(run("expenses", "--on", "2024-03-18", "--format", "json").out)["rows"]
    assert [row[key] for key in ("state", "amount", "approved", "settled", "decided_by", "decided_on", "why")] == [
        *("settled", "480.50", "400.00", "400.00", "赵主管", "2024-03-15", "two will do"),
    ]


def test_a_trip_from_asking_to_its_report(asks: Asks, run: Run, facts: Facts) -> None:
    id = asks(*TRIP, "--cost", "1,200")
    answer = run("trip", "approve", id, "--as", "boss")
    assert answer.out.startswith("Approved 1,200.00 CNY · 太原 from 2024-03-18, 3 days · 张伟 · 风机改造  #")
    assert last(facts, "decision") == ("2024-03-15", int(id), "approved", 120_000, 18, None)
    run("trip", "report", id, "they will sign", "--cost", "1180", "--on", "2024-03-21")
    assert last(facts, "trip_report") == ("2024-03-21", int(id), "they will sign", 118_000)
    assert run("trip", "settle", id, "--amount", "1180", "--on", "2024-03-22").code == 0
    (row,) = json.loads(run("trips", "--on", "2024-03-22", "--format", "json").out)["rows"]
    assert [row[key] for key in ("state", "cost", "approved", "spent", "settled")] == [
        *("reported", "1200.00", "1200.00", "1180.00", "1180.00"),
    ]


def test_a_rejection_keeps_its_reason(asks: Asks, run: Run, facts: Facts) -> None:
    id = asks()
    answer = run("expense", "reject", id, "--why", "no budget", "--as", "lead")
    assert answer.out.startswith("Rejected 480.00 CNY · office · 张伟 · no budget  #")
    assert last(facts, "decision") == ("2024-03-15", int(id), "rejected", None, 20, "no budget")


def test_a_trip_whose_cost_nobody_said(asks: Asks, run: Run, refused: Refused, facts: Facts) -> None:
    """It is approved as it is, or with an amount; paid out with one."""
    bare, priced = asks(*TRIP), asks(*NEXT_WEEK)
    assert run("trip", "approve", bare, "--as", "lead").out.startswith("Approved · 太原")
    assert refused(2, "trip", "settle", bare) == "How much? Nobody said what it costs; give --amount."
    assert run("trip", "settle", bare, "--amount", "90").code == 0
    more = ["--over-limit", "--why", "they asked"]
    assert run("trip", "approve", priced, "--amount", "900", "--as", "lead", *more).out.startswith("Approved 900.00")
    assert [row[3] for row in facts("decision")] == [None, 90_000]


def test_a_script_gets_the_new_facts_id(asks: Asks, run: Run) -> None:
    id = asks()
    decided = json.loads(run("expense", "approve", id, "--as", "lead", "--json").out)
    paid = json.loads(run("expense", "settle", id, "--json").out)
    assert int(id) < int(decided["id"]) < int(paid["id"])


# Who decides.


@pytest.mark.parametrize(
    ("who", "sentence"),
    [
        ("zw", "张伟 does not decide a request of 张伟's own. Who may: lead 赵主管, boss 王总."),
        ("ls", "李四 has no post that approves on 2024-03-15. Who may: lead 赵主管, boss 王总."),
        ("free", "钱经理 leads no team that 张伟 stands in on 2024-03-15. Who may: lead 赵主管, boss 王总."),
        ("gone", "孙离 is not employed on 2024-03-15. Who may: lead 赵主管, boss 王总."),
        ("new", "候选 is not employed on 2024-03-15. Who may: lead 赵主管, boss 王总."),
        (
            "clerk",
            "'clerk' is no rep's code, and a rep decides; say who with --as CODE. Who may: lead 赵主管, boss 王总.",
        ),
    ],
)
def test_who_may_not(asks: Asks, refused: Refused, who: str, sentence: str) -> None:
    """Neither approve nor reject."""
    id = asks()
    assert refused(4, "expense", "approve", id, "--as", who) == sentence
    assert refused(4, "expense", "reject", id, "--why", "x", "--as", who) == sentence


def test_the_lead_himself_asks(asks: Asks, run: Run, refused: Refused) -> None:
    id = asks(*OFFICE[:-1], "lead")
    assert refused(4, "expense", "approve", id, "--as", "lead").endswith("Who may: boss 王总.")
    assert run("expense", "approve", id, "--as", "boss").code == 0


def test_who_has_no_team_is_decided_by_any_post_that_approves(asks: Asks, run: Run) -> None:
    """李四 has none."""
    assert run("expense", "approve", asks(*OFFICE[:-1], "ls"), "--as", "free").code == 0


def test_nobody_stands_above(asks: Asks, run: Run, refused: Refused) -> None:
    run("rep", "move", "boss", "--team", "all", "--on", "2024-03-01")
    said = refused(4, "expense", "approve", asks(*OFFICE[:-1], "boss"), "--as", "lead")
    assert said == (
        "赵主管 leads no team that 王总 stands in on 2024-03-15. "
        "Nobody may: no rep with a post that approves leads a team above 王总."
    )


# What is refused.


def test_deciding_twice(asks: Asks, run: Run, refused: Refused) -> None:
    """It says who decided and when, and how that is taken back; once it is void, it can be decided again."""
    id = asks()
    decided = json.loads(run("expense", "approve", id, "--as", "lead", "--json").out)["id"]
    said = refused(4, "expense", "reject", id, "--why", "x", "--as", "boss")
    assert said == f"It was approved on 2024-03-15 by 赵主管; `salescli void {decided} --why …` takes that back."
    other = asks()
    run("expense", "reject", other, "--why", "x", "--as", "boss")
    assert refused(4, "expense", "approve", other, "--as", "lead").startswith("It was rejected on 2024-03-15 by 王总;")


def test_a_decision_that_was_voided_is_none(asks: Asks, offices: Path, run: Run) -> None:
    id = asks()
    decided = json.loads(run("expense", "approve", id, "--as", "lead", "--json").out)["id"]
    void(offices, decided)
    assert run("expense", "reject", id, "--why", "x", "--as", "boss").code == 0


def void(path: Path, id: str) -> None:
    with files.open_for_writing(path, Who("clerk", "here")) as ledger, ledger.write():
        ledger.void(ledger.find_id(id), date(2024, 3, 15), "a mistake")


def test_more_than_asked(asks: Asks, refused: Refused) -> None:
    said = refused(4, "expense", "approve", asks(), "--amount", "480.01", "--as", "lead")
    assert said == "480.01 CNY is more than the 480.00 CNY asked for; approve as much or less."


def test_nothing_is_no_approval(asks: Asks, refused: Refused) -> None:
    refused(2, "expense", "approve", asks(), "--amount", "0", "--as", "lead")


def test_before_it_was_asked_for(asks: Asks, refused: Refused) -> None:
    said = refused(4, "expense", "approve", asks(), "--as", "lead", "--on", "2024-03-14")
    assert said == "It was asked for on 2024-03-15; it is decided on that day or later."


def test_paying(asks: Asks, run: Run, refused: Refused) -> None:
    """Not before it is approved, not before that day, not more, not twice, and never what is rejected."""
    id, other = asks(), asks()
    said = refused(4, "expense", "settle", id)
    assert said == f"It is not decided yet; it is paid out once it is approved: salescli expense approve {id}."
    run("expense", "approve", id, "--amount", "300", "--as", "lead", "--on", "2024-03-18")
    assert refused(4, "expense", "settle", id) == "It was approved on 2024-03-18; it is paid out on that day or later."
    said = refused(4, "expense", "settle", id, "--amount", "300.01", "--on", "2024-03-18")
    assert said == "300.01 CNY is more than the 300.00 CNY approved; pay out as much or less."
    paid = json.loads(run("expense", "settle", id, "--amount", "250", "--on", "2024-03-18", "--json").out)["id"]
    said = refused(4, "expense", "settle", id, "--amount", "50", "--on", "2024-03-19")
    assert said.startswith("250.00 CNY were paid out on 2024-03-18, entered by clerk; ") and f"void {paid} " in said
    run("expense", "reject", other, "--why", "x", "--as", "boss")
    assert refused(4, "expense", "settle", other) == "It was rejected on 2024-03-15 by 王总; nothing is paid out."


@pytest.mark.parametrize("words", [["approve", "--as", "lead"], ["reject", "--why", "x", "--as", "lead"], ["settle"]])
def test_ids_of_something_else(asks: Asks, offices: Path, refused: Refused, words: list[str]) -> None:
    """Of nothing, of a customer, of the other kind of request, of a request that is voided."""
    expense, trip = asks(), asks(*TRIP)
    act, *more = words
    assert refused(3, "expense", act, "9999", *more) == "There is no expense with the id '9999'."
    said = refused(3, "expense", act, "7", *more)
    assert said == "There is no expense with the id '7'; it is that of another kind of fact: customer."
    assert refused(3, "expense", act, trip, *more) == f"'{trip}' is the id of a trip; salescli trip takes it."
    assert refused(3, "trip", act, expense, *more) == f"'{expense}' is the id of an expense; salescli expense takes it."
    void(offices, expense)
    assert refused(3, "expense", act, expense, *more) == f"'{expense}' is voided; it counts no more."


def test_a_reason_is_a_reason(asks: Asks, refused: Refused) -> None:
    id = asks()
    said = refused(2, "expense", "reject", id, "--why", " ", "--as", "lead")
    assert said == "The option --why is empty; it needs a value."


# Over the limit: the starter policy allows one trip of three days on a small chance, more needs a decision that says so.


def test_over_the_limit_needs_a_decision_that_says_so(asks: Asks, run: Run, refused: Refused, facts: Facts) -> None:
    first, second = asks(*TRIP), asks(*NEXT_WEEK)
    said = refused(4, "trip", "approve", second, "--as", "lead", "--why", "they asked")
    assert said == (
        "The request is over its limit (trips 2 of 1, needs a decision that says so · days on trips 6 of 3, needs a "
        "decision that says so); approve it with --over-limit and --why, or reject it."
    )
    said = refused(2, "trip", "approve", second, "--as", "lead", "--over-limit")
    assert said == "--over-limit needs a reason; give it with --why."
    assert run("trip", "approve", second, "--as", "lead", "--over-limit", "--why", "they asked").code == 0
    assert last(facts, "decision")[-1] == "over limit: they asked"
    row = json.loads(run("trips", "--format", "json").out)["rows"][1]
    assert (row["why"], row["limit_note"]) == (
        "over limit: they asked",
        "trips: 2 of 1 · approve; trip_days: 6 of 3 · approve",
    )
    said = refused(4, "trip", "approve", first, "--as", "lead", "--over-limit", "--why", "to be safe")
    assert said == "The request keeps to its limits; approve it without --over-limit."


def test_what_is_over_the_limit_may_be_rejected(asks: Asks, run: Run) -> None:
    asks(*TRIP)
    assert run("trip", "reject", asks(*NEXT_WEEK), "--why", "one is enough", "--as", "lead").code == 0
