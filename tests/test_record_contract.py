"""record/contract.py: what was signed, what it sells, what falls due when."""

import json

import pytest
from conftest import Facts, Refused, Run

SIGN = ["contract", "sign", "风机改造"]


@pytest.mark.usefixtures("company")
def test_sign(run: Run, facts: Facts) -> None:
    """The contract, and the opportunity is won that day for the amount signed."""
    answer = run(*SIGN, "12万", "--code", "HT1", "--on", "yesterday", "--note", "盖章件在柜")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Signed HT1 · 120,000.00 CNY · 风机改造 · won  #18\n"
    assert facts("contract") == [("2024-03-14", "HT1", 15, 12_000_000)]
    assert facts("stage_change")[-1] == ("2024-03-14", 15, "won", "won", 12_000_000, None, None, None)
    assert facts("fact", "kind", "note")[-2:] == [("contract", "盖章件在柜"), ("stage_change", None)]


@pytest.mark.usefixtures("company")
def test_without_a_code_it_is_called_after_its_opportunity(run: Run, facts: Facts) -> None:
    assert run(*SIGN, "500.05").out == "Signed 风机改造 · 500.05 CNY · won  #18\n"
    assert facts("contract", "code", "amount") == [(None, 50_005)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("code", ["HT2024-001", "合同〔2024〕12/A", "2024/3(补)", "7"])
def test_a_number_as_companies_give_them(run: Run, code: str) -> None:
    """The number finds the contract again."""
    assert run(*SIGN, "500", "--code", code).out.startswith(f"Signed {code} · ")
    assert run("receipt", code, "1").code == 0


@pytest.mark.usefixtures("company")
def test_lines_and_instalments(run: Run, facts: Facts) -> None:
    """Lines keep the list price of their day; instalments fall due on days told in words, even before the signing."""
    run("product", "price", "GTX", "--price", "5000", "--on", "2024-03-12")
    run("product", "add", "SVC", "维保")
    lines = ["--line", "GTX:20:4,800", "--line", "gtx pro：1：0.5", "--line", "维保:2:100"]
    dues = ["--instalment", "2024-03-01:10000", "--instalment", "+30d:1万", "--instalment", "fri：500.5"]
    answer = run(*SIGN, "96200.50", *lines, *dues, "--on", "2024-03-11")
    assert (answer.code, answer.err) == (0, "")
    assert facts("contract_line") == [
        ("2024-03-11", 20, 12, 20, 480_000, 482_100),
        ("2024-03-11", 20, 12, 1, 50, 482_100),
        ("2024-03-11", 20, 19, 2, 10_000, None),  # no list price is known of it
    ]
    assert facts("instalment", "contract_id", "due_on", "amount") == [
        (20, "2024-03-01", 1_000_000),
        (20, "2024-04-10", 1_000_000),
        (20, "2024-03-15", 50_050),  # the Friday after the signing
    ]


@pytest.mark.usefixtures("company")
def test_lines_of_another_sum_warn(run: Run, facts: Facts) -> None:
    """A discount on the whole is no error, but a slip is seen."""
    answer = run(*SIGN, "9万", "--line", "GTX:20:4800")
    assert (answer.code, answer.err) == (0, "The lines sum to 96,000.00 CNY, the contract to 90,000.00 CNY.\n")
    assert len(facts("contract_line")) == 1


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("stage", ["prospecting", "lost", "won"])
def test_signed_in_any_stage(run: Run, facts: Facts, stage: str) -> None:
    """The opportunity is won from that day; one that is won already stays as it is."""
    run("stage", "风机改造", stage, "--on", "2024-03-08")
    before = len(facts("stage_change"))
    answer = run(*SIGN, "500")
    assert answer.out.endswith(" · won  #19\n") == (stage != "won")
    assert len(facts("stage_change")) - before == (stage != "won")
    assert facts("stage_change", "closes")[-1] == ("won",)


@pytest.mark.usefixtures("company")
def test_a_second_contract(run: Run, facts: Facts) -> None:
    """It is taken, with a warning in case it is the first one again; the stage is not changed twice."""
    run(*SIGN, "500", "--code", "HT1")
    answer = run(*SIGN, "600", "--code", "HT2")
    assert answer.out == "Signed HT2 · 600.00 CNY · 风机改造  #20\n"
    assert answer.err == "风机改造 has been signed before: HT1 #18.\n"
    assert facts("stage_change", "stage") == [("prospecting",), ("won",)]


@pytest.mark.usefixtures("company")
def test_back_dated_behind_a_later_change(run: Run) -> None:
    """The opportunity went on since: the change to won is part of its history, and that is said."""
    run("stage", "风机改造", "negotiation", "--on", "2024-03-12")
    answer = run(*SIGN, "500", "--on", "2024-03-11")
    assert (
        answer.err == "风机改造 is in negotiation since 2024-03-12, which stands; 2024-03-11 is part of its history.\n"
    )


@pytest.mark.usefixtures("company")
def test_credit_that_goes_to_nobody_warns(run: Run) -> None:
    """Signed before the opportunity was anybody's: the warning says the command that mends it."""
    answer = run(*SIGN, "500", "--on", "2024-02-20")
    assert answer.err.splitlines()[0] == (
        "风机改造 is nobody's on 2024-02-20, so nobody has the credit; "
        "`salescli opportunity assign` with --on 2024-02-20 gives it to a rep."
    )
    run("opportunity", "assign", "风机", "zw", "--on", "2024-02-20")
    assert "nobody" not in run(*SIGN, "500", "--on", "2024-02-20").err


@pytest.mark.usefixtures("company")
def test_json(run: Run) -> None:
    assert json.loads(run(*SIGN, "500", "--json").out) == {"id": "18"}


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ["--", "-500"], '"-500" is not an amount'),
        (2, ["many"], '"many" is not an amount'),
        (2, ["1e5"], '"1e5" is not an amount'),
        (2, ["500", "--code", "a b"], "The code 'a b' does not do"),
        (2, ["500", "--on", "2023-02-29"], '"2023-02-29" is not a day'),
        (2, ["500", "--line", "GTX:20"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1, for instance"),
        (2, ["500", "--line", "GTX:2.5:10"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1"),
        (2, ["500", "--line", "GTX:0:10"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1"),
        (2, ["500", "--line", "GTX:-1:10"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1"),
        (2, ["500", "--line", "GTX:1000000001:10"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1"),
        (2, ["500", "--line", f"GTX:{'9' * 5000}:10"], "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1"),
        (2, ["500", "--line", "GTX:2:cheap"], '"cheap" is not an amount'),
        (3, ["500", "--line", "GTY:2:10"], "There is no product 'GTY'. Did you mean GTX?"),
        (2, ["500", "--instalment", "500"], "An instalment is DAY:AMOUNT, for instance +30d:60000, not '500'."),
        (2, ["500", "--instalment", ":500"], "An instalment is DAY:AMOUNT, for instance +30d:60000, not ':500'."),
        (2, ["500", "--instalment", "someday:500"], '"someday" is not a day'),
        (2, ["500", "--instalment", "+30d:0"], "The amount must be above 0, not '0'"),
        (
            4,
            ["500", "--instalment", "+30d:300", "--instalment", "+60d:200.01"],
            "The instalments sum to 500.01 CNY, more than the contract's 500.00 CNY.",
        ),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, *SIGN, *words).startswith(said)


@pytest.mark.usefixtures("company")
def test_a_code_is_new(run: Run, refused: Refused) -> None:
    run(*SIGN, "500", "--code", "HT1")
    assert refused(4, *SIGN, "600", "--code", "HT1") == "The contract code HT1 is there already: 风机改造."


@pytest.mark.usefixtures("company")
def test_which_opportunity(run: Run, refused: Refused) -> None:
    run("opportunity", "open", "风机大修", "--as", "ls")
    assert refused(3, "contract", "sign", "风机", "5") == (
        "'风机' may mean several: 风机改造 (#15); 风机大修 (#18). Type more of the opportunity, or its id."
    )
    assert refused(3, "contract", "sign", "泵改造", "5").startswith(
        "There is no opportunity '泵改造'. Did you mean 风机改造?"
    )


@pytest.mark.usefixtures("company")
def test_more_of_the_plan(run: Run, facts: Facts) -> None:
    """What falls due when may be agreed after the signing, by the contract's code; days are seen from that of --on."""
    run(*SIGN, "10万", "--code", "A", "--instalment", "2024-04-01:2万", "--on", "2024-03-01")
    answer = run(
        "contract", "instalment", "A", "+30d:3万", "2024-06-30：50000", "--on", "2024-03-11", "--note", "by phone"
    )
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Planned A 风机改造: 100,000.00 CNY of 100,000.00 CNY fall due  #21\n"
    assert facts("instalment", "happened_on", "due_on", "amount")[1:] == [
        ("2024-03-11", "2024-04-10", 3_000_000),
        ("2024-03-11", "2024-06-30", 5_000_000),
    ]
    assert facts("fact", "kind", "note")[-1] == ("instalment", "by phone")


@pytest.mark.usefixtures("company")
def test_no_more_falls_due_than_was_signed(run: Run, refused: Refused) -> None:
    run(*SIGN, "10万", "--code", "A", "--instalment", "2024-04-01:2万")
    assert refused(4, "contract", "instalment", "A", "2024-06-30:8万", "2024-07-30:0.01") == (
        "The instalments sum to 100,000.01 CNY, more than the contract's 100,000.00 CNY."
    )
    assert "An instalment is DAY:AMOUNT" in refused(2, "contract", "instalment", "A", "8万")
    assert "There is no contract 'B'" in refused(3, "contract", "instalment", "B", "+1d:8万")
    assert "DAY:AMOUNT… is missing" in refused(2, "contract", "instalment", "A")


@pytest.mark.usefixtures("company")
def test_list_and_show(run: Run, refused: Refused) -> None:
    """All or one opportunity's, with what came; what happened with one of them."""
    run(*SIGN, "500", "--code", "HT1", "--instalment", "+30d:200")
    run("receipt", "HT1", "120")
    run("opportunity", "open", "泵", "--as", "ls")
    (row,) = json.loads(run("contract", "list", "--format", "json").out)["rows"]
    assert (row["contract"], row["amount"], row["collected"], row["outstanding"]) == (
        "HT1",
        "500.00",
        "120.00",
        "380.00",
    )
    assert json.loads(run("contract", "list", "--opportunity", "泵", "--format", "json").out)["rows"] == []
    assert "2024-04-14" in run("contract", "show", "HT1").out
    assert refused(3, "contract", "show", "HT2") == "There is no contract 'HT2'. Did you mean HT1?"


@pytest.mark.usefixtures("company")
def test_a_day_that_lies_ahead(run: Run, facts: Facts) -> None:
    """It is recorded, and said."""
    answer = run("contract", "sign", "风机", "10万", "--on", "2024-03-18")
    assert (answer.code, answer.err) == (
        0,
        "2024-03-18 lies ahead; reports up to today, 2024-03-15, do not count it.\n",
    )
    assert facts("contract", "happened_on") == [("2024-03-18",)]
