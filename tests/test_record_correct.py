"""Putting right what was recorded: in place where others stand on it, else taken back and recorded anew."""

from pathlib import Path

import pytest
from conftest import Facts, Refused, Run


@pytest.fixture
def signed(company: Path, run: Run) -> Path:
    """A contract (18) with one receipt (20) of 1,000, entered by the clerk."""
    assert run("contract", "sign", "风机改造", "120000", "--code", "HT-1").code == 0
    assert run("receipt", "HT-1", "1000").code == 0
    return company


def test_a_receipt_of_a_wrong_amount(signed: Path, run: Run, facts: Facts) -> None:
    out = run("correct", "20", "amount=1,200", "--why", "typing error").out
    assert out == "Corrected receipt 20: amount 1,000.00 → 1,200.00  #22\n"
    assert facts("receipt_in_force", "id", "amount") == [(22, 120000)]
    assert facts("receipt", "id", "amount") == [(20, 100000), (22, 120000)]


def test_a_receipt_on_a_wrong_day_and_of_a_wrong_contract(signed: Path, run: Run, facts: Facts) -> None:
    run("opportunity", "open", "二期", "--customer", "华北机械", "--as", "zw")
    run("contract", "sign", "二期", "5000", "--code", "HT-2")
    run("correct", "20", "happened_on=2024-03-01", "contract=HT-2", "--why", "other contract")
    assert facts("receipt_in_force", "happened_on") == [("2024-03-01",)]
    assert facts("receipt_in_force", "contract_id") == facts("contract", "id")[1:]


def test_a_customers_name_and_phone_are_put_right_in_place(signed: Path, run: Run, facts: Facts) -> None:
    """Everything that stands on the customer stays; it is found under the new name, and no longer under the old."""
    out = run("correct", "7", "name=华北重机", "phone=010-9999", "--why", "renamed").out
    assert out == "Corrected customer 7: name 华北机械 → 华北重机, phone 010-8888 → 010-9999  #21\n"
    assert "华北重机" in run("opportunity", "list", "--all").out
    assert run("log", "华北重机", "x", "--by", "phone", "--as", "zw").code == 0
    assert run("log", "华北机械", "x", "--by", "phone", "--as", "zw").code == 3
    assert facts("customer", "name")[0] == ("华北机械",)


def test_the_last_word_counts_and_can_be_taken_back(signed: Path, run: Run) -> None:
    run("correct", "7", "name=甲", "--why", "x")
    run("correct", "7", "name=乙", "--why", "x")
    assert "乙" in run("customer", "list").out
    run("void", "22", "--why", "x")
    assert "甲" in run("customer", "list").out
    run("void", "21", "--why", "x")
    assert "华北机械" in run("customer", "list").out


def test_a_field_is_emptied(company: Path, run: Run, facts: Facts) -> None:
    assert run("correct", "7", "phone=", "--why", "wrong number").out.startswith(
        "Corrected customer 7: phone 010-8888 → empty"
    )
    assert facts("customer_in_force", "phone")[0] == (None,)


def test_the_amount_of_a_contract_with_money_on_it(signed: Path, run: Run) -> None:
    run("correct", "18", "amount=100000", "--why", "discount forgotten")
    assert "100,000.00" in run("contract", "list").out


def test_a_contract_signed_on_another_day_is_refused_while_money_stands_on_it(signed: Path, refused: Refused) -> None:
    said = refused(4, "correct", "18", "happened_on=2024-03-01", "--why", "x")
    assert said == (
        "On 18 stand others that count: receipt 20. Put right in place can be: amount; else void those first."
    )


def test_a_field_that_there_is_not(company: Path, refused: Refused) -> None:
    said = refused(2, "correct", "7", "fax=1", "--why", "x")
    assert said == "A customer has no field 'fax'; it has happened_on, name, grade, source, phone, industry, region."


@pytest.mark.parametrize("value", ["amount=abc", "amount=1e5", "amount=-5", "amount", "=5", "minutes=x"])
def test_what_is_no_value(signed: Path, refused: Refused, value: str) -> None:
    assert refused(2, "correct", "20", value, "--why", "x")


def test_what_is_void_is_not_corrected(signed: Path, run: Run, refused: Refused) -> None:
    run("void", "20", "--why", "x")
    assert refused(4, "correct", "20", "amount=5", "--why", "x") == "The fact 20 is void; there is nothing to correct."


def test_a_void_is_voided_not_corrected(signed: Path, run: Run, refused: Refused) -> None:
    run("void", "20", "--why", "x")
    assert "A void is not corrected" in refused(4, "correct", "21", "why=y", "--why", "x")


def test_a_rep_corrects_his_own_entries(company: Path, run: Run, refused: Refused) -> None:
    run("log", "华北机械", "问价", "--by", "phone", "--as", "zw")
    assert "no post that approves" in refused(4, "correct", "18", "content=报价", "--why", "x", "--as", "ls")
    assert run("correct", "18", "content=报价", "--why", "x", "--as", "zw").code == 0


def test_as_of_before_the_correction_the_old_name_stands(
    company: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-20")
    run("correct", "7", "name=华北重机", "--why", "renamed")
    assert "华北机械" in run("customer", "list", "--as-of", "2024-03-18").out
    assert "华北重机" in run("customer", "list").out


def test_what_can_be_put_right_in_place_is_what_the_views_show(company: Path) -> None:
    import re

    from salescli.ledger import law
    from salescli.record.correct import IN_PLACE

    shown: dict[str, list[str]] = {}
    for kind, field in re.findall(r"c.fact_id = (\w+).id AND c.field = '(\w+)'", law.schema()):
        shown.setdefault(kind, []).append(field)
    assert {kind: tuple(fields) for kind, fields in shown.items()} == dict(IN_PLACE)


# What must stay sound.


def test_never_more_is_refunded_than_was_collected(signed: Path, run: Run, refused: Refused) -> None:
    """Neither by a receipt put right or taken back, nor by the refund itself."""
    assert run("refund", "HT-1", "800").code == 0  # 21
    said = "More of contract 18 would have been refunded than was collected; put the refund right first."
    assert refused(4, "correct", "20", "amount=700", "--why", "x") == said
    assert refused(4, "correct", "21", "amount=1001", "--why", "x") == said
    assert refused(4, "void", "20", "--why", "x") == said
    assert run("correct", "21", "amount=900", "--why", "x").code == 0
    assert run("correct", "20", "amount=900", "--why", "x").code == 0


def test_a_void_refund_does_not_come_back_when_its_money_is_gone(signed: Path, run: Run, refused: Refused) -> None:
    run("refund", "HT-1", "800")  # 21
    run("void", "21", "--why", "x")  # 22
    run("void", "20", "--why", "x")
    assert "put the refund right first" in refused(4, "void", "22", "--why", "x")


def test_never_more_is_written_off_than_is_outstanding(signed: Path, run: Run, refused: Refused) -> None:
    run("write-off", "HT-1", "5000", "--why", "x")  # 21
    assert "than is outstanding" in refused(4, "correct", "21", "amount=119001", "--why", "x")
    assert run("correct", "21", "amount=119000", "--why", "x").code == 0


def test_a_contract_is_not_worth_less_than_falls_due(company: Path, run: Run, refused: Refused) -> None:
    run("contract", "sign", "风机改造", "120000", "--code", "HT-1", "--instalment", "2024-04-01:50000")
    said = refused(4, "correct", "18", "amount=49999", "--why", "x")
    assert said == "The instalments sum to 50,000.00 CNY, more than 49,999.00 CNY; put those right first."


@pytest.mark.parametrize(("id", "field"), [("7", "name="), ("18", "amount=")])
def test_what_is_needed_is_never_empty(signed: Path, refused: Refused, id: str, field: str) -> None:
    assert "it cannot be empty" in refused(2, "correct", id, field, "--why", "x")


def test_shares_are_said_together(company: Path, run: Run, refused: Refused) -> None:
    run("opportunity", "share", "风机改造", "zw=60", "ls=40")  # 18, 19, 20
    assert "sum to 100" in refused(4, "correct", "19", "percent=50", "--why", "x")


def test_what_it_says_already_and_a_field_twice(signed: Path, refused: Refused) -> None:
    assert "says already" in refused(2, "correct", "20", "amount=1000", "--why", "x")
    assert "given twice" in refused(2, "correct", "20", "amount=5", "amount=6", "--why", "x")


def test_a_stage_is_one_of_the_policys_and_says_what_it_does(company: Path, run: Run, refused: Refused) -> None:
    assert "There is no stage 'sold'" in refused(2, "correct", "17", "stage=sold", "--why", "x")
    assert "follows from others" in refused(2, "correct", "17", "closes=won", "--why", "x")
    assert run("correct", "17", "stage=won", "--why", "x").out.startswith(
        "Corrected stage change 17: stage prospecting → won, closes empty → won"
    )


def test_a_channel_is_one_of_the_list(company: Path, run: Run, refused: Refused) -> None:
    run("log", "华北机械", "问价", "--by", "phone", "--as", "zw")
    assert "The channel is one of" in refused(2, "correct", "18", "channel=smoke", "--why", "x")
    assert run("correct", "18", "channel=vis", "--why", "x").code == 0


def test_a_request_put_right_is_held_to_its_limit(company: Path, run: Run, facts: Facts) -> None:
    """Its limit_note says how the right amount stands, as if it had been asked for."""
    ask = ("expense", "request", "--category", "entertainment", "--opportunity", "风机改造", "--as", "zw")
    assert run(*ask, "10").code == 0
    assert run("correct", "18", "amount=999999", "--why", "x").code in (0, 4)
    assert run(*ask, "999999").code in (0, 4)
    notes = facts("expense", "amount", "limit_note")
    assert {note for amount, note in notes if amount == 99999900} != {notes[0][1]} or len(notes) == 1


def test_what_was_put_right_in_place_stays_so_when_the_rest_is_put_right(company: Path, run: Run, facts: Facts) -> None:
    run("customer", "add", "甲")  # 18
    run("correct", "18", "phone=139", "--why", "x")
    run("correct", "18", "happened_on=2024-03-01", "--why", "x")
    assert facts("customer_in_force", "name", "phone", "happened_on")[-1] == ("甲", "139", "2024-03-01")


# Closed periods and imports.


def test_in_a_closed_period_it_is_said_or_with_strict_refused(
    signed: Path, run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    assert run("close", "2024-03").code == 0
    for words in (["correct", "20", "amount=1200"], ["correct", "18", "amount=130000"]):
        assert "lies in a closed period" in refused(4, *words, "--why", "x", "--strict")
    for words in (["correct", "20", "amount=1200"], ["correct", "18", "amount=130000"]):
        answer = run(*words, "--why", "x")
        assert answer.code == 0
        assert "2024-03-15 lies in a closed period; what this changes of it is trued up in 2024-04." in answer.err


def test_importing_again_after_a_correction_adds_nothing(company: Path, run: Run, facts: Facts, tmp_path: Path) -> None:
    profile, file = tmp_path / "p.toml", tmp_path / "a.csv"
    profile.write_text(
        '[profile]\nkey = "p"\n[[source]]\nfiles = "*.csv"\nkey = "No"\n[[source.fact]]\nkind = "customer"\n'
        '[source.fact.fields]\nday = "Day"\nname = "Name"\n',
        encoding="utf-8",
    )
    file.write_text("No,Day,Name\n1,2024-03-01,甲\n2,2024-03-01,乙\n", encoding="utf-8")
    brings = ("import", str(file), "--profile", str(profile))
    assert run(*brings).code == 0
    first, second = (str(id) for (id,) in facts("customer", "id")[-2:])
    assert run("correct", first, "name=丙", "--why", "x").code == 0
    assert run("correct", second, "happened_on=2024-03-02", "--why", "x").code == 0
    before = facts("fact", "id")
    assert run(*brings).code == 0
    assert facts("fact", "id") == before
