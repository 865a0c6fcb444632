"""Any fact in words: every kind has a title, and says of how much, about whom and of which day."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from one_of_each import EACH, append_each, append_one, new, reading, writing

from salescli.policy.versions import Versions
from salescli.reports import fact_words
from salescli.reports.view import View


@pytest.fixture
def known(tmp_path: Path) -> Iterator[tuple[View, dict[str, int]]]:
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        ids = append_each(ledger)
        ids["refund"] = append_one(ledger, ids, "receipt", kind="refund", amount=100)
    with reading(path) as ledger:
        yield View(ledger, date(2024, 12, 31), "en", Versions([])), ids


@pytest.mark.parametrize("kind", EACH)
def test_every_kind_has_a_title_and_a_day(known: tuple[View, dict[str, int]], kind: str) -> None:
    view, ids = known
    said = fact_words.fact(view, ids[kind])
    assert said.split(" · ")[0] not in ("", kind) and "_" not in said and "2024-03-05" in said


def test_money_says_how_much_and_of_which_contract(known: tuple[View, dict[str, int]]) -> None:
    view, ids = known
    assert fact_words.fact(view, ids["receipt"]).startswith("Receipt · 60,000.00 CNY · HT-1")
    assert fact_words.fact(view, ids["refund"]).startswith("Refund · 1.00 CNY")


def test_what_speaks_of_another_fact_names_it(known: tuple[View, dict[str, int]]) -> None:
    view, ids = known
    said = fact_words.fact(view, ids["decision"])
    assert (
        said == "Approval · 300.00 CNY · 张伟 · 2024-03-05 · of: Expense request · 300.00 CNY · 风机改造 · 2024-03-05"
    )


def test_a_share_names_its_parts(known: tuple[View, dict[str, int]]) -> None:
    view, ids = known
    said = fact_words.fact(view, ids["share"], with_parts=[ids["share_part"], ids["contract_line"]])
    assert said == "Shares of an opportunity · 风机改造 · 张伟 100% · 2024-03-05"
