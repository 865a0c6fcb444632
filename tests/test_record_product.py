"""record/product.py: what is sold, and for how much from when."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")
ADD = ["product", "add"]


def test_add(run: Run, facts: Facts) -> None:
    answer = run(*ADD, "MG-1", "网关", "--price", "3,500", "--cost", "0.2万", "--on", "2024-01-02", "--note", "新品")
    assert (answer.code, answer.out, answer.err) == (0, "Added product 网关  #18\n", "")
    assert facts("product")[-1] == ("2024-01-02", "MG-1", "网关")
    assert facts("product_price")[-1] == ("2024-01-02", 18, 350_000, 200_000)
    assert facts("fact", "kind", "note")[-2:] == [("product", "新品"), ("product_price", None)]


def test_a_code_alone(run: Run, facts: Facts) -> None:
    """It is called by its code, and no price is known: that is not the price 0."""
    assert run(*ADD, "SVC").out == "Added product SVC  #18\n"
    assert facts("product")[-1] == ("2024-03-15", "SVC", "SVC") and len(facts("product_price")) == 1
    run(*ADD, "GIFT", "--price", "0")
    assert facts("product_price")[-1] == ("2024-03-15", 19, 0, None)


def test_another_price(run: Run, facts: Facts) -> None:
    """What is not given stays as it was on that day."""
    answer = run("product", "price", "gtx", "--price", "4999", "--on", "last mon")
    assert answer.out == "GTX Pro has a new price from 2024-03-04  #18\n"
    run("product", "price", "GTX", "--cost", "3000", "--on", "2024-02-01")  # before the new price
    run("product", "price", "GTX", "--cost", "0")
    assert facts("product_price") == [
        ("2024-01-02", 12, 482_100, 290_000),
        ("2024-03-04", 12, 499_900, 290_000),
        ("2024-02-01", 12, 482_100, 300_000),
        ("2024-03-15", 12, 499_900, 0),
    ]


def test_list(run: Run) -> None:
    """With the prices of the day."""
    run("product", "price", "GTX", "--price", "4999", "--on", "2024-03-10")
    assert "4,999.00" in run("product", "list").out
    assert "4,821.00" in run("product", "list", "--on", "2024-03-09").out


def test_json(run: Run) -> None:
    assert json.loads(run(*ADD, "SVC", "--json").out) == {"id": "18"}
    assert json.loads(run("product", "price", "SVC", "--price", "1", "--json").out) == {"id": "19"}


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (4, ["add", "GTX"], "The product code GTX is there already: GTX Pro."),
        (2, ["add", ""], "The code '' does not do"),
        (2, ["add", "a b"], "The code 'a b' does not do: up to 32 letters, digits, dots, underscores or hyphens"),
        (2, ["add", "x" * 33], "The code '" + "x" * 33 + "' does not do"),
        (2, ["add", "A\x1b"], "The code 'A\\x1b' does not do"),
        (2, ["add", "SVC", " "], "The argument name is empty;"),
        (2, ["add", "SVC", "--price", "free"], '"free" is not an amount'),
        (2, ["add", "SVC", "--cost", "-1"], '"-1" is not an amount'),
        (2, ["add", "SVC", "--on", "soon"], '"soon" is not a day'),
        (2, ["price", "GTX"], "Change what? Give --price, --cost or both."),
        (2, ["price", "GTX", "--price", ""], "The option --price is empty;"),
        (3, ["price", "GTY", "--price", "1"], "There is no product 'GTY'. Did you mean GTX?"),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "product", *words).startswith(said)


def test_an_ambiguous_product(run: Run, refused: Refused) -> None:
    run(*ADD, "GTX-2")
    assert refused(3, "product", "price", "gt", "--price", "1") == (
        "'gt' may mean several: GTX GTX Pro (#12); GTX-2 (#18). Type more of the product, or its id."
    )
    assert run("product", "price", "GTX", "--price", "1").code == 0  # the exact code wins
