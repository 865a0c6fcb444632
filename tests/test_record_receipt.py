"""record/receipt.py: money in, money back, money given up."""

import json

import pytest
from conftest import Facts, Refused, Run


@pytest.fixture
def signed(company: object, run: Run) -> None:
    """HT1 of 100,000, signed on 1 March (fact 18); the next fact is 20."""
    run("contract", "sign", "风机改造", "10万", "--code", "HT1", "--on", "2024-03-01")


pytestmark = pytest.mark.usefixtures("signed")


def test_receipt(run: Run, facts: Facts) -> None:
    """One line with what was collected of the contract so far and what is outstanding."""
    run("receipt", "HT1", "3万", "--on", "2024-03-05")
    answer = run("receipt", "HT1", "12,000.50", "--on", "周二", "--note", "电汇")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "Received 12,000.50 CNY for HT1 风机改造 · "
        "collected 42,000.50 CNY of 100,000.00 CNY, outstanding 57,999.50 CNY  #21\n"
    )
    assert facts("receipt") == [("2024-03-05", 18, "payment", 3_000_000), ("2024-03-12", 18, "payment", 1_200_050)]
    assert facts("fact", "note")[-1] == ("电汇",)


def test_refund(run: Run, facts: Facts) -> None:
    """What went back is outstanding again."""
    run("receipt", "HT1", "3万")
    answer = run("refund", "HT1", "5000", "--note", "退货")
    assert answer.out == (
        "Refunded 5,000.00 CNY of HT1 风机改造 · collected 25,000.00 CNY of 100,000.00 CNY, outstanding 75,000.00 CNY  #21\n"
    )
    assert facts("receipt")[-1] == ("2024-03-15", 18, "refund", 500_000)
    assert facts("fact", "note")[-1] == ("退货",)


@pytest.mark.parametrize("why", ["--why", "--note"])
def test_write_off(run: Run, facts: Facts, why: str) -> None:
    """What is given up is not outstanding any more; the reason stays with it."""
    run("receipt", "HT1", "3万")
    answer = run("write-off", "HT1", "7万", why, "停产")
    assert answer.out == (
        "Wrote off 70,000.00 CNY of HT1 风机改造 · collected 30,000.00 CNY of 100,000.00 CNY, outstanding 0.00 CNY  #21\n"
    )
    assert facts("receipt")[-1] == ("2024-03-15", 18, "write_off", 7_000_000)
    assert facts("fact", "note")[-1] == ("停产",)


@pytest.mark.parametrize("contract", ["HT1", "ht", "风机改造", "风机", "#18", "18"])
def test_which_contract(run: Run, contract: str) -> None:
    """By its code, its opportunity's name, a part of either, or its id."""
    assert run("receipt", contract, "1").code == 0


def test_an_overpayment_is_recorded_with_a_warning(run: Run, facts: Facts) -> None:
    """The money is there: it is kept, and what is too much of it is named."""
    run("receipt", "HT1", "9万")
    answer = run("receipt", "HT1", "15000")
    assert answer.code == 0 and answer.out.endswith(
        "collected 105,000.00 CNY of 100,000.00 CNY, outstanding 0.00 CNY  #21\n"
    )
    assert answer.err == "That is 5,000.00 CNY more than was outstanding of HT1 风机改造; recorded all the same.\n"
    assert run("receipt", "HT1", "1").err.startswith("That is 1.00 CNY more")  # not what was too much before
    assert len(facts("receipt")) == 3


@pytest.mark.parametrize("words", [["receipt", "HT1", "10"], ["write-off", "HT1", "10"]])
def test_before_the_signing(run: Run, facts: Facts, words: list[str]) -> None:
    """An advance is recorded, with a warning in case the day is a slip."""
    answer = run(*words, "--on", "2024-02-28")
    assert answer.err == "HT1 风机改造 was signed on 2024-03-01, after 2024-02-28; recorded all the same.\n"
    assert facts("receipt", "happened_on") == [("2024-02-28",)]


def test_a_refund_never_passes_what_was_collected(run: Run, refused: Refused) -> None:
    run("receipt", "HT1", "3万")
    run("refund", "HT1", "1万")
    assert refused(4, "refund", "HT1", "20000.01") == (
        "20,000.01 CNY cannot be refunded of HT1 风机改造 on 2024-03-15; the most is what was collected, 20,000.00 CNY."
    )
    assert run("refund", "HT1", "2万").code == 0


def test_a_back_dated_refund_never_passes_what_was_collected_then(run: Run, refused: Refused) -> None:
    """Neither on its day nor on a later one may less than nothing be collected."""
    run("receipt", "HT1", "100", "--on", "2024-03-04")
    run("refund", "HT1", "90", "--on", "2024-03-08")
    run("receipt", "HT1", "500", "--on", "2024-03-12")
    assert refused(4, "refund", "HT1", "1", "--on", "2024-03-03").endswith("the most is what was collected, 0.00 CNY.")
    assert refused(4, "refund", "HT1", "11", "--on", "2024-03-05").endswith(
        "the most is what was collected, 10.00 CNY."
    )
    assert run("refund", "HT1", "10", "--on", "2024-03-05").code == 0
    assert run("refund", "HT1", "500").code == 0


def test_a_write_off_never_passes_what_is_outstanding(run: Run, refused: Refused) -> None:
    """Also where more came than was signed: then nothing is outstanding."""
    run("receipt", "HT1", "3万")
    assert refused(4, "write-off", "HT1", "70000.01", "--why", "停产") == (
        "70,000.01 CNY of HT1 风机改造 cannot be written off; the most is what is outstanding, 70,000.00 CNY."
    )
    run("receipt", "HT1", "8万")
    assert refused(4, "write-off", "HT1", "0.01").endswith("the most is what is outstanding, 0.00 CNY.")


@pytest.mark.parametrize("command", ["receipt", "refund", "write-off"])
@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "The amount must be above 0, not '0'; for instance 12,000.50."),
        ("-5", '"-5" is not an amount'),
        ("5 yuan", '"5 yuan" is not an amount'),
        ("1.005", '"1.005" is not an amount'),
        ("", '"" is not an amount'),
        ("99999999999999", "The amount 99999999999999 is too large"),
    ],
)
def test_amounts(refused: Refused, command: str, amount: str, said: str) -> None:
    assert refused(2, command, "--", "HT1", amount).startswith(said)


@pytest.mark.parametrize("command", ["receipt", "refund", "write-off"])
def test_days_and_names(run: Run, refused: Refused, command: str) -> None:
    assert refused(2, command, "HT1", "5", "--on", "soon").startswith('"soon" is not a day')
    assert refused(3, command, "HT2", "5") == "There is no contract 'HT2'. Did you mean HT1?"
    run("contract", "sign", "风机改造", "5", "--code", "HT2")
    assert refused(3, command, "风机", "5") == (
        "'风机' may mean several: HT1 风机改造 (#18); HT2 风机改造 (#20). Type more of the contract, or its id."
    )


@pytest.mark.parametrize(("command", "id"), [("receipt", "21"), ("refund", "21"), ("write-off", "21")])
def test_json(run: Run, command: str, id: str) -> None:
    run("receipt", "HT1", "50")
    assert json.loads(run(command, "HT1", "5", "--json").out) == {"id": id}


@pytest.mark.parametrize("command", ["receipt", "refund", "write-off"])
def test_a_day_that_lies_ahead(run: Run, facts: Facts, command: str) -> None:
    """A slip in the day, or money promised: it is recorded, and said; today is no slip."""
    assert run("receipt", "HT1", "3万").err == ""
    answer = run(command, "HT1", "100", "--on", "2024-03-18")
    assert (answer.code, answer.err) == (
        0,
        "2024-03-18 lies ahead; reports up to today, 2024-03-15, do not count it.\n",
    )
    assert facts("receipt", "happened_on")[-1] == ("2024-03-18",)
