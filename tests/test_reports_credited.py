"""Whose credit opportunities are, as a view has read it: once, whole, and anew where the ledger shows other facts."""

from datetime import date as D
from pathlib import Path
from typing import Any

import pytest
from small_company import SmallCompany

from salescli.ledger.store import Ledger
from salescli.reports.credited import credits_of


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    made = SmallCompany(tmp_path / "ledger.db")
    made.hire("zw")
    made.hire("ls")
    return made


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[int]]:
    """The opportunities of which histories were read, reading by reading."""
    found: list[set[int]] = []
    read = Ledger.read

    def counting(ledger: Ledger, query: str, row: type[Any], **parameters: Any) -> list[Any]:
        if query == "credits":
            found.append(set(parameters["opportunities"]))
        return read(ledger, query, row, **parameters)

    monkeypatch.setattr(Ledger, "read", counting)
    return found


def test_each_history_is_read_once(company: SmallCompany, asked: list[set[int]]) -> None:
    """Whole, with what comes later, and beside those that were asked for before; who has none is asked for once as well."""
    company.opportunity("first", D(2024, 1, 5), "zw")
    company.opportunity("second", D(2024, 1, 6), "ls")
    company.share("first", D(2024, 3, 1), zw="60", ls="40")
    first, second = company.ids["first"], company.ids["second"]
    with company.view() as view:
        credits = credits_of(view, [first, None, first])
        assert credits.shares(first, D(2024, 2, 1)) == {"zw": 100}
        assert credits.shares(first, D(2024, 3, 1)) == {"zw": 60, "ls": 40}
        assert credits.shares(second, D(2024, 3, 1)) == {}
        nobodys = second + 1
        assert credits_of(view, [nobodys]).shares(nobodys, D(2024, 3, 1)) == {}
        again = credits_of(view, [second, first, nobodys])
        assert again.shares(second, D(2024, 3, 1)) == {"ls": 100}
        assert again.shares(first, D(2024, 3, 1)) == {"zw": 60, "ls": 40}
    assert asked == [{first}, {nobodys}, {second}]


def test_it_is_read_anew_where_the_ledger_shows_other_facts(company: SmallCompany, asked: list[set[int]]) -> None:
    company.opportunity("one", D(2024, 1, 5), "zw")
    one = company.ids["one"]
    with company.view() as view:
        assert credits_of(view, [one]).shares(one, D(2024, 3, 1)) == {"zw": 100}
        view.ledger.shown += 1
        assert credits_of(view, [one]).shares(one, D(2024, 3, 1)) == {"zw": 100}
    assert asked == [{one}, {one}]
