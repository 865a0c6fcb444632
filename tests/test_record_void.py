"""Taking back what was recorded: the fact stays, counts no more, and can count again."""

from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

BOOKED = ("receipt", "HT-1", "1000")


@pytest.fixture
def signed(company: Path, run: Run) -> Path:
    """A contract of 风机改造 in two instalments: 18 … 21 (the last is the stage that wins)."""
    words = ["--instalment", "2024-04-01:50000", "--instalment", "2024-05-01:70000"]
    assert run("contract", "sign", "风机改造", "120000", "--code", "HT-1", *words, "--as", "zw").code == 0
    return company


def collected(run: Run) -> str:
    import json

    return str(json.loads(run("contract", "list", "--format", "json").out)["totals"]["collected"])


def test_a_receipt_booked_twice_is_taken_back(signed: Path, run: Run) -> None:
    run(*BOOKED)
    run(*BOOKED)
    assert collected(run) == "2000.00"
    assert run("void", "23", "--why", "booked twice").out == "Void: receipt 23  #24\n"
    assert collected(run) == "1000.00"


def test_a_void_can_be_voided(signed: Path, run: Run) -> None:
    run(*BOOKED)
    run("void", "22", "--why", "booked twice")
    assert (
        run("void", "23", "--why", "it came after all").out == "Taken back: void 23; what was void counts again  #24\n"
    )
    assert collected(run) == "1000.00"
    run("void", "24", "--why", "no, it did not")
    assert collected(run) == "0.00"


def test_last_is_what_the_acting_person_recorded_last_whole(signed: Path, run: Run, facts: Facts) -> None:
    """The contract with its instalments and the stage that it won, though somebody else recorded something since."""
    run("log", "华北电子", "问价", "--by", "phone", "--as", "ls")
    out = run("void", "last", "--why", "wrong customer", "--as", "zw").out
    assert out == "Void: contract 18, instalment 19, instalment 20, stage change 21  #23\n"
    assert facts("void", "fact_id", "effect") == [(18, "void"), (19, "void"), (20, "void"), (21, "void")]
    assert "风机改造" in run("opportunity", "list").out
    run("void", "last", "--why", "right after all", "--as", "zw")
    assert [effect for _id, effect in facts("void", "fact_id", "effect")][4:] == ["restore"] * 4


def test_what_belongs_to_a_fact_goes_with_it(company: Path, run: Run) -> None:
    assert run("void", "15", "--why", "no such deal").out.startswith(
        "Void: opportunity 15, owner of an opportunity 16, stage"
    )
    assert "风机改造" not in run("opportunity", "list").out


def test_nothing_is_pulled_away_from_under_others(signed: Path, run: Run, refused: Refused) -> None:
    run(*BOOKED)
    said = refused(4, "void", "18", "--why", "wrong")
    assert said == "On 18 stand others that count: receipt 22; void these first."


def test_a_fact_is_voided_once(signed: Path, run: Run, refused: Refused) -> None:
    run(*BOOKED)
    run("void", "22", "--why", "x")
    assert refused(4, "void", "22", "--why", "x") == (
        "The fact 22 is void already; `salescli void` of that void makes it count again."
    )
    run("void", "23", "--why", "x")
    assert refused(4, "void", "23", "--why", "x") == "What the void 23 said holds no longer."


def test_a_rep_takes_back_his_own_entries(signed: Path, run: Run, refused: Refused) -> None:
    run(*BOOKED, "--as", "zw")
    said = refused(4, "void", "22", "--why", "x", "--as", "ls")
    assert said == "李四 has no post that approves on 2024-03-15; a manager does this."
    assert run("void", "22", "--why", "x", "--as", "zw").code == 0


def test_there_is_a_reason(signed: Path, refused: Refused) -> None:
    assert "--why" in refused(2, "void", "18", "--why", " ")


def test_who_recorded_nothing_takes_nothing_back(company: Path, refused: Refused) -> None:
    assert refused(3, "void", "last", "--why", "x", "--as", "new") == "new has recorded nothing here yet."


def test_no_such_fact(company: Path, refused: Refused) -> None:
    assert "'9999'" in refused(3, "void", "9999", "--why", "x")


def test_the_voided_follow_up_sets_no_deadline_and_stays_in_the_history(company: Path, run: Run) -> None:
    run("log", "华北机械", "谈价", "--by", "phone", "--next", "2024-03-18", "--as", "zw")
    run("void", "last", "--why", "wrong customer", "--as", "zw")
    assert (
        "2024-03-18"
        not in run("remind", "--rep", "zw", "--on", "2024-03-18", "--format", "plain").out.split("\n", 1)[1]
    )
    assert "wrong customer" in run("history", "华北机械").out
