"""record/expense.py: money asked for, and for whom."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

REQUEST = ["expense", "request"]


def test_a_dinner_for_an_opportunity(run: Run, facts: Facts) -> None:
    """It is the opportunity's owner's, and its customer comes along."""
    answer = run(*REQUEST, "480.50", "--category", "entertainment", "--opportunity", "风机", "--note", "与采购共餐")
    assert (answer.code, answer.err) == (0, "Nobody who may decide it stands above 张伟.\n")
    assert answer.out == "Requested 480.50 CNY · entertainment · 张伟 · 风机改造  #18\n"
    assert facts("expense") == [("2024-03-15", 3, 15, 7, "entertainment", 48_050, None)]
    assert facts("fact", "note")[-1] == ("与采购共餐",)


def test_for_a_customer_without_an_opportunity(run: Run, facts: Facts) -> None:
    """The customer's owner on the day of --on has it; --json gives the id alone."""
    answer = run(*REQUEST, "1.2万", "--category", "sample", "--customer", "华北电子", "--on", "03-11", "--json")
    assert json.loads(answer.out) == {"id": "18"}
    assert facts("expense") == [("2024-03-11", 5, None, 9, "sample", 1_200_000, None)]


def test_whose_it_is(run: Run, facts: Facts) -> None:
    """The one named, else the acting rep, else the owner."""
    words = [*REQUEST, "5", "--category", "printing", "--opportunity", "风机改造"]
    for more in ([], ["--as", "ls"], ["--as", "ls", "--rep", "张伟"]):
        run(*words, *more)
    assert facts("expense", "rep_id") == [(3,), (5,), (3,)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("招待费", "entertainment"),
        (" Travel ", "travel"),
        ("交通", "transport"),
        ("停车费", "停车费"),
        ("Taxi", "taxi"),
    ],
)
def test_categories(run: Run, facts: Facts, typed: str, kept: str) -> None:
    """In either language, or a word of one's own."""
    run(*REQUEST, "5", "--category", typed, "--customer", "华北机械")
    assert facts("expense", "category") == [(kept,)]


def test_a_slip_in_a_category_that_limits_look_for(refused: Refused) -> None:
    """It would stay outside of the limit unseen, so it is asked back."""
    said = refused(2, *REQUEST, "5", "--category", "entertainmant", "--customer", "华北机械")
    assert said == ("The category 'entertainmant' is nearly entertainment; write that, or a word that is not so near.")


def test_travel_and_office_may_be_for_nobody(run: Run, facts: Facts, refused: Refused) -> None:
    """Everything else says on whom it is spent."""
    assert run(*REQUEST, "5", "--category", "office", "--as", "zw").out == "Requested 5.00 CNY · office · 张伟  #18\n"
    assert facts("expense", "opportunity_id", "customer_id") == [(None, None)]
    said = refused(2, *REQUEST, "5", "--category", "entertainment", "--as", "zw")
    assert said == "Spent on whom? entertainment needs --opportunity or --customer."


def test_who_may_decide_it_is_there(run: Run) -> None:
    """Then nothing is said; without a team every post that approves may."""
    run("rep", "add", "boss", "王总", "--post", "manager", "--hired", "2024-01-08")
    assert run(*REQUEST, "5", "--category", "office", "--as", "ls").err == ""
    assert (
        run(*REQUEST, "5", "--category", "office", "--as", "zw").err == "Nobody who may decide it stands above 张伟.\n"
    )


@pytest.mark.parametrize("who", ["--rep", "--as"])
def test_who_is_not_employed_asks_for_nothing(run: Run, refused: Refused, who: str) -> None:
    """A candidate, and somebody who has left: named, or acting."""
    run("rep", "add", "new", "候选", "--candidate")
    run("rep", "depart", "ls", "--on", "2024-03-14")
    said = refused(4, *REQUEST, "5", "--category", "office", who, "new")
    assert said == "new 候选 is not employed on 2024-03-15; `salescli rep hire` records a hiring."
    said = refused(4, *REQUEST, "5", "--category", "office", who, "ls")
    assert said == "ls 李四 departed on 2024-03-14, before 2024-03-15."
    assert run(*REQUEST, "5", "--category", "office", who, "ls", "--on", "2024-03-14").code == 0


def test_asked_for_ahead(run: Run, facts: Facts) -> None:
    """A slip in the day is said, and recorded."""
    answer = run(*REQUEST, "5", "--category", "office", "--as", "zw", "--on", "+1d")
    assert answer.err.splitlines()[-1] == "2024-03-16 lies ahead; reports up to today, 2024-03-15, do not count it."
    assert facts("expense", "happened_on") == [("2024-03-16",)]


def test_nobodys(refused: Refused) -> None:
    """A clerk must say whose it is where nobody owns the customer."""
    assert "say who with --as CODE" in refused(2, *REQUEST, "5", "--category", "gift", "--customer", "江南化工")


def test_another_customers_opportunity(refused: Refused) -> None:
    """Opportunity and customer must fit."""
    said = refused(4, *REQUEST, "5", "--category", "gift", "--customer", "华北电子", "--opportunity", "风机改造")
    assert said == "风机改造 is 华北机械's, not 华北电子's; give the opportunity alone."


@pytest.mark.parametrize("amount", ["0", "1.234", "abc", "nan"])
def test_amounts(refused: Refused, amount: str) -> None:
    """Above zero, to the cent."""
    refused(2, *REQUEST, amount, "--category", "office", "--as", "zw")


@pytest.mark.parametrize(
    ("words", "code"), [(["--customer", "东北"], 3), (["--opportunity", "x"], 3), (["--rep", "x"], 3)]
)
def test_unknown_names(refused: Refused, words: list[str], code: int) -> None:
    """Nothing is recorded for a name that means nobody."""
    refused(code, *REQUEST, "5", "--category", "office", *words)


def test_list(run: Run) -> None:
    """What was asked for, of everybody or of one rep."""
    run(*REQUEST, "480", "--category", "entertainment", "--opportunity", "风机")
    run(*REQUEST, "7", "--category", "office", "--rep", "ls")
    rows = json.loads(run("expense", "list", "--format", "json").out)["rows"]
    assert [row["amount"] for row in rows] == ["480.00", "7.00"]
    rows = json.loads(run("expense", "list", "--rep", "zw", "--format", "json").out)["rows"]
    assert [(row["rep"], row["category"], row["customer"]) for row in rows] == [("zw", "entertainment", "华北机械")]
