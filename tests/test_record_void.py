"""Taking back what was recorded: the fact stays, counts no more, and can count again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

BOOKED = ("receipt", "HT-1", "1000")


@pytest.fixture
def signed(company: Path, run: Run) -> Path:
    """A contract of 风机改造 in two instalments: 18 … 21 (the last is the stage that wins)."""
    words = ["--instalment", "2024-04-01:50000", "--instalment", "2024-05-01:70000"]
    assert run("contract", "sign", "风机改造", "120000", "--code", "HT-1", *words, "--as", "zw").code == 0
    return company


def collected(run: Run) -> str:
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


def test_a_void_is_voided_though_the_clock_has_gone_back(
    signed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*BOOKED)
    run("void", "22", "--why", "booked twice")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-14")
    assert run("void", "23", "--why", "it came after all").code == 0
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-15")
    assert collected(run) == "1000.00"


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


# What is said together is taken back together.


def counting(facts: Facts, table: str, *columns: str) -> list[tuple[Any, ...]]:
    return facts(f"{table}_in_force", *(columns or ("id", "amount")))


def test_half_of_a_correction_takes_back_the_other_half(signed: Path, run: Run, facts: Facts) -> None:
    """Else both receipts would count: 1,000 and 100."""
    run(*BOOKED)
    run("correct", "22", "amount=100", "--why", "a slip")
    assert counting(facts, "receipt") == [(24, 10_000)]
    out = run("void", "23", "--why", "it was right").out
    assert out == "Taken back: void 23, receipt 24; what was void counts again  #25\n"
    assert counting(facts, "receipt") == [(22, 100_000)]
    run("void", "25", "--why", "it was wrong after all")
    assert counting(facts, "receipt") == [(24, 10_000)]
    run("void", "last", "--why", "no")
    assert counting(facts, "receipt") == [(22, 100_000)]


def test_what_was_recorded_anew_is_not_voided_alone(signed: Path, run: Run, refused: Refused, facts: Facts) -> None:
    """It would leave nothing where there was a receipt, and nobody said so."""
    run(*BOOKED)
    run("correct", "22", "amount=100", "--why", "a slip")
    assert refused(4, "void", "24", "--why", "x") == (
        "24 was recorded in the place of 22: `salescli void 23` takes the correction back, and 22 counts again; void 22 "
        "then if neither should count."
    )
    assert refused(4, "void", "22", "--why", "x") == (
        "The fact 22 is void already, 24 stands in its place; `salescli void 23` takes that back."
    )
    run("void", "23", "--why", "x")
    assert run("void", "22", "--why", "neither").code == 0
    assert counting(facts, "receipt") == []


def test_a_fact_and_what_stands_in_its_place_do_not_count_together(
    signed: Path, run: Run, refused: Refused, facts: Facts
) -> None:
    """Though an earlier salescli let the two halves be voided one by one."""
    run(*BOOKED)
    run("correct", "22", "amount=100", "--why", "a slip")
    with files.open_for_writing(signed, Who("clerk", "here")) as ledger, ledger.write():
        ledger.void(ledger.find_id("24"), date(2024, 3, 15), "x")
    run("void", "23", "--why", "x")
    assert counting(facts, "receipt") == [(22, 100_000)]
    assert refused(4, "void", "25", "--why", "x") == (
        "receipt 22 counts, and one of the two was recorded in the place of the other: take that correction back."
    )


def test_what_was_put_right_twice_is_taken_back_from_the_end(
    signed: Path, run: Run, refused: Refused, facts: Facts
) -> None:
    """Else the first amount would count beside the last."""
    run(*BOOKED)
    run("correct", "22", "amount=100", "--why", "a slip")
    run("correct", "24", "amount=200", "--why", "a slip")
    assert refused(4, "void", "23", "--why", "x") == (
        "receipt 26 counts, and one of the two was recorded in the place of the other: take that correction back."
    )
    run("void", "25", "--why", "x")
    run("void", "23", "--why", "x")
    assert counting(facts, "receipt") == [(22, 100_000)]


def test_one_of_several_shares_is_not_taken_back(company: Path, run: Run, refused: Refused, facts: Facts) -> None:
    run("opportunity", "share", "风机改造", "zw=70", "ls=30")
    assert refused(4, "void", "20", "--why", "not his") == (
        "Shares are said together and sum to 100: `salescli opportunity share` says them anew, `salescli void 18` takes "
        "all of them back."
    )
    assert run("void", "18", "--why", "not shared").out == "Void: set of shares 18, share 19, share 20  #21\n"
    run("void", "21", "--why", "shared after all")
    assert counting(facts, "share_part", "id") == [(19,), (20,)]


def test_the_parts_of_a_share_go_with_it_whenever_they_were_recorded(company: Path, run: Run, facts: Facts) -> None:
    """As another program may have brought them in, one by one, and 99 in sum."""
    with files.open_for_writing(company, Who("clerk", "here")) as ledger:
        deal, zw, ls = (ledger.find_id(text) for text in ("15", "3", "5"))
        with ledger.write():
            share = ledger.append("share", date(2024, 3, 1), opportunity_id=deal)
        for rep, percent in ((zw, "60"), (ls, "39")):
            with ledger.write():
                ledger.append("share_part", date(2024, 3, 1), share_id=share, rep_id=rep, percent=percent)
    assert run("void", "18", "--why", "shares do not sum to 100").code == 0
    assert counting(facts, "share_part", "id") == []


def test_one_line_less_is_warned_of(company: Path, run: Run) -> None:
    """As when a contract is signed whose lines are of another sum."""
    lines = ["--line", "GTX:10:4000", "--line", "GTX:20:4000"]
    run("contract", "sign", "风机改造", "120000", "--code", "HT-1", *lines)
    answer = run("void", "20", "--why", "not sold")
    assert answer.code == 0
    assert answer.err == "The lines sum to 40,000.00 CNY, the contract to 120,000.00 CNY.\n"
    assert run("void", "22", "--why", "sold").err == ""
    assert run("void", "19", "--why", "not sold").err
    assert run("void", "last", "--why", "sold").err == ""


# What counts again stands on what counts.


def test_nothing_counts_again_on_what_is_void(signed: Path, run: Run, refused: Refused, facts: Facts) -> None:
    run(*BOOKED)
    run("void", "22", "--why", "x")
    run("void", "18", "--why", "no contract")
    assert refused(4, "void", "23", "--why", "it came") == (
        "receipt 22 stands on what is void, contract 18; let that count again first."
    )
    run("void", "24", "--why", "a contract")
    assert run("void", "23", "--why", "it came").code == 0
    assert counting(facts, "receipt") == [(22, 100_000)]


def requested(path: Path, **decision: Any) -> int:
    """An expense of 480 (18), and a decision of it (19)."""
    with files.open_for_writing(path, Who("clerk", "here")) as ledger, ledger.write():
        asked = ledger.append("expense", date(2024, 3, 1), rep_id=ledger.find_id("3"), category="office", amount=48_000)
        ledger.append("decision", date(2024, 3, 2), request_id=asked, verdict="approved", **decision)
    return asked


def append(path: Path, kind: str, **fields: Any) -> None:
    with files.open_for_writing(path, Who("clerk", "here")) as ledger, ledger.write():
        ledger.append(kind, date(2024, 3, 3), **fields)


def test_a_request_is_not_decided_twice(company: Path, run: Run, refused: Refused) -> None:
    """Its approval was taken back, it was rejected, and the approval is not let count again beside that."""
    asked = requested(company, amount=48_000)
    run("void", "19", "--why", "too soon")
    append(company, "decision", request_id=asked, verdict="rejected", why="no")
    assert refused(4, "void", "20", "--why", "yes") == (
        "expense 18 would be decided twice; take the other decision back first."
    )
    run("void", "21", "--why", "yes")
    assert run("void", "20", "--why", "yes").code == 0


def test_a_request_is_not_paid_twice_nor_without_an_approval(company: Path, run: Run, refused: Refused) -> None:
    asked = requested(company, amount=48_000)
    append(company, "settlement", request_id=asked, amount=48_000)
    assert refused(4, "void", "19", "--why", "no") == (
        "480.00 CNY would be paid out of expense 18, more than was approved; take the payment back first."
    )
    run("void", "20", "--why", "not paid")
    append(company, "settlement", request_id=asked, amount=40_000)
    assert refused(4, "void", "21", "--why", "paid") == (
        "expense 18 would be paid out twice; take the other payment back first."
    )


def test_of_what_copies_decided_twice_each_can_be_taken_back(company: Path, run: Run) -> None:
    """A merge brings three decisions together: none of them is worse without another."""
    asked = requested(company, amount=48_000)
    for _copy in range(2):
        append(company, "decision", request_id=asked, verdict="approved", amount=48_000)
    assert [run("void", id, "--why", "twice").code for id in ("19", "20")] == [0, 0]


def test_an_instalment_counts_again_within_its_contract(signed: Path, run: Run, refused: Refused) -> None:
    run("void", "20", "--why", "not due")
    run("correct", "18", "amount=60000", "--why", "less")
    assert refused(4, "void", "22", "--why", "due") == (
        "The instalments sum to 120,000.00 CNY, more than 60,000.00 CNY; put those right first."
    )
    run("void", "23", "--why", "not less")
    assert run("void", "22", "--why", "due").code == 0
