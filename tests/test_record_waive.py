"""`salescli waive`: what carries a penalty is waived once, by somebody else, with a reason; everything else is refused."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

D = date

CUSTOMER = (
    "7"  # 华北机械, owned by zw since 1 February and never contacted: missed on 4 March (30 days and one of grace)
)
WHY = ["--why", "was in training"]
PENALISING = """
[policy]
title = "P"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[[penalty]]
key = "late_trip_report"
after_days = 5
amount = "20"
[[penalty]]
key = "trip_over_limit"
amount = "200"
[[limit]]
kind = "trips"
over = "penalise"
rows = [ { probability_from = "0", amount_from = "0", most = 1 } ]
"""


def _append(company: Path, kind: str, day: date, **fields: Any) -> str:
    """A fact that is there already, by its id as people see it."""
    with files.open_for_writing(company, Who("boss", "boss@here")) as ledger, ledger.write():
        about = {name: ledger.find_id(value[1:]) if str(value)[:1] == "#" else value for name, value in fields.items()}
        return ledger.show_id(ledger.append(kind, day, **about))


def test_the_penalty_of_a_customer_never_contacted(company: Path, run: Run, facts: Facts) -> None:
    answer = run("waive", CUSTOMER, *WHY, "--note", "by telephone")
    assert (answer.code, answer.out) == (
        0,
        "Waived Missed contact of zw on 2024-03-04, 华北机械: 20.00 CNY  #18\n",
    )
    assert facts("waiver") == [("2024-03-15", 7, "overdue_contact", "was in training")]
    assert facts("fact", "note")[-1] == ("by telephone",)
    (row,) = json.loads(run("penalties", "--period", "2024-03", "--rep", "zw", "--format", "json").out)["rows"]
    assert (row["amount"], row["waived"], row["waived_by"], row["why"]) == ("0.00", True, "clerk", "was in training")


def test_the_penalty_of_a_follow_up(company: Path, run: Run, facts: Facts) -> None:
    """The follow-up said 8 March; with a day of grace it was missed on the 10th."""
    run("log", "华北机械", "--by", "phone", "--next", "2024-03-08", "--on", "2024-03-01", "--as", "zw")
    assert run("waive", "18", *WHY).code == 0
    assert facts("waiver", "fact_id") == [(18,)]


def test_for_a_script(company: Path, run: Run) -> None:
    assert json.loads(run("waive", CUSTOMER, *WHY, "--json").out) == {"id": "18"}


def test_only_once(company: Path, run: Run, refused: Refused) -> None:
    run("waive", CUSTOMER, *WHY, "--as", "boss")
    assert refused(4, "waive", CUSTOMER, "--why", "again") == (
        "The penalty of 7 was waived on 2024-03-15 by boss: was in training."
    )


@pytest.mark.parametrize("on", ["2024-03-03", "2024-02-10"])
def test_before_it_is_charged_there_is_nothing_to_waive(company: Path, refused: Refused, on: str) -> None:
    said = refused(4, "waive", CUSTOMER, *WHY, "--on", on)
    assert said == "The fact 7 carries no penalty; `salescli penalties --period PERIOD` shows those there are."


def test_a_customer_contacted_in_time_carries_none(company: Path, run: Run, refused: Refused) -> None:
    run("log", "华北机械", "--by", "phone", "--on", "2024-03-01", "--as", "zw")
    assert "carries no penalty" in refused(4, "waive", CUSTOMER, *WHY)


def test_a_kind_that_it_does_not_carry(company: Path, refused: Refused) -> None:
    said = refused(2, "waive", CUSTOMER, *WHY, "--penalty", "late_trip_report")
    assert said == "The fact 7 carries overdue_contact, not 'late_trip_report'."


def _late_and_over(company: Path, run: Run, tmp_path: Path) -> str:
    """A trip of zw's over its limit that ended on 1 March and was not reported by the 6th."""
    policy = tmp_path / "policy.toml"
    policy.write_text(PENALISING, encoding="utf-8")
    assert run("policy", "load", str(policy), "--from", "2024-01-01").code == 0
    days = {"from_day": D(2024, 3, 1), "to_day": D(2024, 3, 1)}
    trip = _append(
        company,
        "trip",
        D(2024, 2, 25),
        rep_id="#3",
        opportunity_id="#15",
        destination="太原",
        limit_note="the second of 1",
        **days,
    )
    _append(company, "decision", D(2024, 2, 26), request_id=f"#{trip}", verdict="approved", amount=100000)
    return trip


def test_of_several_kinds_one_and_then_the_other(
    company: Path, run: Run, facts: Facts, refused: Refused, tmp_path: Path
) -> None:
    trip = _late_and_over(company, run, tmp_path)
    assert run("waive", trip, *WHY, "--penalty", "late_trip_report").code == 0
    assert "was waived on 2024-03-15" in refused(4, "waive", trip, *WHY, "--penalty", "late_trip_report")
    answer = run("waive", trip, "--why", "agreed")
    assert answer.out.startswith("Waived trip_over_limit of zw on 2024-03-01, 太原: 200.00 CNY")
    assert facts("waiver", "penalty", "why") == [
        ("late_trip_report", "was in training"),
        ("trip_over_limit", "agreed"),
    ]
    assert "was waived" in refused(4, "waive", trip, *WHY)


def test_several_kinds_at_once(company: Path, run: Run, facts: Facts, tmp_path: Path) -> None:
    trip = _late_and_over(company, run, tmp_path)
    answer = run("waive", trip, *WHY)
    assert answer.out.startswith(
        "Waived trip_over_limit of zw on 2024-03-01, 太原: 200.00 CNY · late_trip_report of zw on 2024-03-07, 太原: 20.00 CNY"
    )
    assert facts("waiver", "penalty") == [(None,)]
    rows = json.loads(run("penalties", "--period", "2024-03", "--format", "json").out)["rows"]
    assert [(row["amount"], row["waived"]) for row in rows] == [("0.00", True), ("0.00", True)]


def test_nobody_waives_what_is_his_own(company: Path, run: Run, refused: Refused) -> None:
    said = refused(4, "waive", CUSTOMER, *WHY, "--as", "zw")
    assert said == "张伟 does not waive a penalty of 张伟's own; another person waives it."


def test_a_rep_waives_from_a_post_that_approves(company: Path, run: Run, refused: Refused) -> None:
    """ls sells like zw; as a manager she may, and who is no rep administrates."""
    said = refused(4, "waive", CUSTOMER, *WHY, "--as", "ls")
    assert said == "李四 has no post that approves on 2024-03-15; a manager does this."
    run("rep", "move", "ls", "--post", "manager", "--on", "2024-03-01")
    assert run("waive", CUSTOMER, *WHY, "--as", "ls").code == 0


@pytest.mark.parametrize(("fact", "found"), [("3", "rep"), ("15", "opportunity"), ("99", ""), ("x", ""), ("", "")])
def test_what_causes_no_penalty_is_not_found(company: Path, refused: Refused, fact: str, found: str) -> None:
    """A rep, an opportunity, nothing, no id."""
    said = refused(3, "waive", fact, *WHY)
    more = f"; it is that of another kind of fact: {found}" if found else ""
    assert said == f"There is no follow-up or customer or trip or expense with the id {fact!r}{more}."


@pytest.mark.parametrize("why", ["", "  "])
def test_a_waiver_needs_its_reason(company: Path, refused: Refused, why: str) -> None:
    assert refused(2, "waive", CUSTOMER, "--why", why) == "The option --why is empty; it needs a value."


def test_a_waiver_taken_back_can_be_said_again(company: Path, run: Run, facts: Facts) -> None:
    run("waive", CUSTOMER, *WHY)
    _append(company, "void", D(2024, 3, 15), fact_id="#18", effect="void", why="not agreed")
    assert run("waive", CUSTOMER, "--why", "agreed now").code == 0
    assert facts("waiver", "why") == [("was in training",), ("agreed now",)]


def test_what_a_person_types_does_nothing_to_a_terminal(company: Path, run: Run, refused: Refused) -> None:
    run("waive", CUSTOMER, "--why", "\x1b[31mred")
    assert "\x1b" not in refused(4, "waive", CUSTOMER, *WHY)
