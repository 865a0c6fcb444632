"""Putting right what was recorded: in place where others stand on it, else taken back and recorded anew."""

import csv
from decimal import Decimal
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


def test_the_last_word_counts_though_the_clock_has_gone_back(
    signed: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("correct", "7", "name=甲", "--why", "x")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-14")
    run("correct", "7", "name=乙", "--why", "x")
    assert "乙" in run("customer", "list").out


def test_a_field_is_emptied(company: Path, run: Run, facts: Facts) -> None:
    assert run("correct", "7", "phone=", "--why", "wrong number").out.startswith(
        "Corrected customer 7: phone 010-8888 → empty"
    )
    assert facts("customer_in_force", "phone")[0] == (None,)


def test_the_amount_of_a_contract_with_money_on_it(signed: Path, run: Run) -> None:
    run("correct", "18", "amount=100000", "--why", "discount forgotten")
    assert "100,000.00" in run("contract", "list").out


def test_what_a_contract_is_of_is_refused_while_money_stands_on_it(signed: Path, run: Run, refused: Refused) -> None:
    run("opportunity", "open", "二期", "--customer", "华北机械", "--as", "zw")
    said = refused(4, "correct", "18", "opportunity=二期", "--why", "x")
    assert said == (
        "On 18 stand others that count: receipt 20. Put right in place can be: happened_on, code, amount; else void those "
        "first."
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
    assert refused(4, "correct", "21", "amount=1001", "--why", "x") == (
        "1,001.00 CNY cannot be refunded of HT-1 风机改造 on 2024-03-15; the most is what was collected, 1,000.00 CNY."
    )
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
    assert refused(4, "correct", "21", "amount=119001", "--why", "x") == (
        "119,001.00 CNY of HT-1 风机改造 cannot be written off; the most is what is outstanding, 119,000.00 CNY."
    )
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


# Codes, days and titles in place.


def test_a_contract_is_signed_on_another_day_though_money_stands_on_it(
    signed: Path, run: Run, facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for the contracts of a month finds it in its right one; what was recorded with it is named."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-20")
    answer = run("correct", "18", "happened_on=2024-04-02", "--why", "signed in April")
    assert answer.out == "Corrected contract 18: happened_on 2024-03-15 → 2024-04-02  #21\n"
    assert answer.err == (
        "What was recorded with it stays on 2024-03-15: stage change 19; `salescli correct` moves each.\n"
    )
    assert facts("contract", "happened_on") == [("2024-03-15",)]
    assert facts("contract_in_force", "happened_on") == [("2024-04-02",)]
    assert facts("receipt_in_force", "id") == [(20,)]
    for month, number in (("2024-04", "120000.00"), ("2024-03", "0.00")):
        told = run("explain", "contract_amount", "zw", "--period", month, "--format", "csv").out
        assert told.splitlines()[1].endswith(f",{number}"), told


def test_a_signing_day_in_a_closed_period(signed: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both the month that it leaves and the one that it comes into are said to be closed."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    assert run("close", "2024-02").code == 0 and run("close", "2024-03").code == 0
    said = run("correct", "18", "happened_on=2024-02-20", "--why", "x").err
    assert said.startswith("2 days from 2024-02-20 on lie in closed periods;")


@pytest.mark.parametrize(
    ("id", "kind", "old", "new"),
    [
        ("3", "rep", "zw", "zhang.wei"),
        ("2", "team", "north", "nord"),
        ("12", "product", "GTX", "GTX-1"),
        ("18", "contract", "HT-1", "合同〔2024〕1/A"),
    ],
)
def test_a_code_is_put_right(signed: Path, run: Run, facts: Facts, id: str, kind: str, old: str, new: str) -> None:
    """It is found under the new code, and the old one is free."""
    out = run("correct", id, f"code={new}", "--why", "x").out
    assert out == f"Corrected {kind} {id}: code {old} → {new}  #21\n"
    assert (new,) in facts(f"{kind}_in_force", "code") and (old,) not in facts(f"{kind}_in_force", "code")
    assert new in run(kind, "list", *(["--all"] if kind == "rep" else [])).out
    assert run("correct", id, f"code={old}", "--why", "it was right").code == 0


def test_an_opportunity_gets_a_code(company: Path, run: Run) -> None:
    assert run("correct", "15", "code=O-1", "--why", "x").out.startswith("Corrected opportunity 15: code empty → O-1")
    assert run("opportunity", "show", "O-1").code == 0
    assert run("correct", "15", "code=", "--why", "x").code == 0


def test_a_code_is_one_and_nobody_elses(signed: Path, run: Run, refused: Refused) -> None:
    assert refused(4, "correct", "3", "code=ls", "--why", "x") == "The rep code ls is there already: 李四."
    assert "does not do" in refused(2, "correct", "3", "code=a b", "--why", "x")
    assert "cannot be empty" in refused(2, "correct", "3", "code=", "--why", "x")
    run("correct", "3", "code=wei", "--why", "x")
    assert "is there already: 张伟" in refused(4, "rep", "add", "wei", "韦一", "--post", "rep")
    assert run("rep", "add", "zw", "朱文", "--post", "rep").code == 0
    assert run("log", "华北机械", "x", "--as", "zw").out.startswith("Logged 华北机械 · 朱文")
    assert run("log", "华北机械", "x", "--as", "wei").out.startswith("Logged 华北机械 · 张伟")


def test_an_old_code_does_not_come_back_when_another_has_it(signed: Path, run: Run, refused: Refused) -> None:
    run("correct", "3", "code=wei", "--why", "x")  # 21
    run("rep", "add", "zw", "朱文", "--post", "rep")
    assert "this code is taken: rep" in refused(4, "void", "21", "--why", "x")
    assert "is there already: 朱文" in refused(4, "correct", "3", "code=zw", "--why", "x")


def test_a_rep_of_another_code_puts_right_what_he_recorded_before(signed: Path, run: Run) -> None:
    run("log", "华北机械", "问价", "--as", "zw")  # 21
    run("correct", "3", "code=wei", "--why", "x")
    assert run("correct", "21", "content=报价", "--why", "x", "--as", "wei").code == 0


POLICY = """
[policy]
title = "P"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[[commission]]
key = "standard"
reps = [%s]
basis = "collected"
window = "quarter"
mode = "split"
by = "amount"
rates = [ { from = "0", rate = "0.02" } ]
refund = "exact"
"""


def test_a_code_that_a_policy_names_stays_until_it_names_both(
    signed: Path, run: Run, refused: Refused, tmp_path: Path
) -> None:
    """Else nobody would be meant any more, and what is paid would change for a name."""
    policy = tmp_path / "p.toml"
    for codes in ('"zw"', '"zw", "wei"'):
        policy.write_text(POLICY % codes, encoding="utf-8")
        assert run("policy", "load", str(policy), "--from", "2024-01-01").code == 0
        if codes == '"zw"':
            said = refused(4, "correct", "3", "code=wei", "--why", "x")
            assert said.startswith(
                "The policy 'P' names zw, which would mean nothing any more; load one from the same day"
            )
    assert run("correct", "3", "code=wei", "--why", "x").code == 0


def test_a_rep_is_called_as_in_the_statements_of_closed_periods(
    signed: Path, run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("correct", "5", "code=li", "--why", "x")  # 21
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    assert run("close", "2024-03").code == 0
    said = refused(4, "correct", "3", "code=wei", "--why", "x")
    assert said == "The statements of closed periods are kept by the code zw; it stays."
    assert "kept by the code li" in refused(4, "void", "21", "--why", "x")
    assert run("correct", "2", "code=nord", "--why", "x").code == 0  # teams are not kept by
    assert '"statements"' not in run("verify", "--statements", "--format", "json").out


def test_when_a_customer_came_and_an_opportunity_was_opened(company: Path, run: Run, facts: Facts) -> None:
    assert run("correct", "7", "happened_on=2024-03-04", "--why", "x").code == 0
    assert run("correct", "15", "happened_on=2024-03-02", "--why", "x").code == 0
    assert facts("customer_in_force", "happened_on")[0] == ("2024-03-04",)
    assert facts("opportunity_in_force", "happened_on")[0] == ("2024-03-02",)
    said = run("explain", "new_customers", "zw", "--period", "2024-03", "--format", "csv").out
    assert "华北机械" in said or ",1" in said


def test_the_title_of_a_goal_that_has_progress(company: Path, run: Run) -> None:
    run("goal", "add", "zw", "学会谈判")  # 18
    run("goal", "progress", "18", "40%")
    assert run("correct", "18", "title=学会报价", "--why", "x").code == 0
    assert "学会报价" in run("goal", "list").out


def test_who_is_credited_follows_the_signing_day_and_is_trued_up(
    company: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """ls took the opportunity over on 10 March; the contract was not signed on the 15th, but on the 5th, by zw."""
    assert run("opportunity", "assign", "风机改造", "ls", "--on", "2024-03-10").code == 0  # 18
    assert run("contract", "sign", "风机改造", "120000", "--code", "HT-1").code == 0  # 19, 20
    assert run("receipt", "HT-1", "100000").code == 0
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-20")
    assert run("close", "2024-03").code == 0
    before = run("pay", "--period", "2024-04", "--format", "csv").out
    assert run("correct", "19", "happened_on=2024-03-05", "--why", "signed earlier").code == 0
    after = run("pay", "--period", "2024-04", "--format", "csv").out
    trued = {row["rep"]: row["true_up"] for row in csv.DictReader(after.splitlines()) if row["rep"] in ("zw", "ls")}
    assert before != after
    assert Decimal(trued["zw"]) == -Decimal(trued["ls"]) > 0
