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
