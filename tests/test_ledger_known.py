"""A ledger shown up to a head: what was there then, whatever its clock says, and facts hidden one by one."""

from datetime import date
from pathlib import Path

import pytest

from salescli.errors import LedgerUnusable
from salescli.facts.names import Named
from salescli.ledger import files
from salescli.ledger.known import Head
from salescli.ledger.store import Ledger, Who

DAY = date(2024, 3, 1)
WHO = Who("lin", "lin@here")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def add(path: Path, *names: str) -> list[int]:
    with files.open_for_writing(path, WHO) as ledger, ledger.write():
        return [ledger.append("customer", DAY, name=name) for name in names]


def reached(path: Path) -> Head:
    with files.open_for_reading(path, WHO) as ledger:
        return ledger.reached()


def customers(ledger: Ledger) -> list[str]:
    return sorted(one.name for name in "ABCD" for one in ledger.read("names_customer", Named, text=name))


def test_what_came_after_the_head_is_not_there(path: Path) -> None:
    add(path, "A")
    head = reached(path)
    add(path, "B")
    with files.open_for_reading(path, WHO, up_to=head) as ledger:
        assert customers(ledger) == ["A"]
        assert ledger.head() == head.digest
    with files.open_for_reading(path, WHO) as ledger:
        assert customers(ledger) == ["A", "B"]
        assert ledger.head() != head.digest


def test_what_was_voided_after_the_head_still_counts_there(path: Path) -> None:
    (first,) = add(path, "A")
    head = reached(path)
    with files.open_for_writing(path, WHO) as ledger, ledger.write():
        ledger.void(first, DAY, "twice")
    with files.open_for_reading(path, WHO, up_to=head) as ledger:
        assert customers(ledger) == ["A"]


def test_facts_are_hidden_one_by_one_and_shown_again(path: Path) -> None:
    """As if some had not been recorded: a void among them, and what was entered before and after it."""
    (first,) = add(path, "A")
    second, third = add(path, "B", "C")
    with files.open_for_writing(path, WHO) as ledger, ledger.write():
        void = ledger.void(first, DAY, "twice")
    with files.open_for_reading(path, WHO, up_to=reached(path)) as ledger:
        seen = []
        for hidden in ([], [void], [void, second], [void, second, third], [third], []):
            ledger.hide(hidden)
            seen.append(customers(ledger))
        assert seen == [["B", "C"], ["A", "B", "C"], ["A", "C"], ["A"], ["B"], ["B", "C"]]


def test_a_head_and_an_instant_together(path: Path) -> None:
    """What was recorded by then, of what was there at the head."""
    with files.open_for_writing(path, WHO) as ledger, ledger.write():
        for name, at in (("A", "2024-03-01"), ("B", "2024-03-03")):
            ledger.append("customer", DAY, name=name, recorded_at=f"{at}T08:00:00.000000Z")
    head = reached(path)
    add(path, "C")
    with files.open_for_reading(path, WHO, as_of="2024-03-02T00:00:00.000000Z", up_to=head) as ledger:
        assert customers(ledger) == ["A"]


def test_a_fact_of_another_copy_merged_later_is_late_whatever_its_clock_says(path: Path) -> None:
    """A laptop's fact of last year comes after the head, as its origin was not there."""
    add(path, "A")
    head = reached(path)
    assert not head.has(77 << 32 | 5)
    assert all(head.has(last) for last, _hash in head.lasts)


def test_a_head_is_kept_as_text(path: Path) -> None:
    add(path, "A", "B")
    head = reached(path)
    again = Head.of_text(head.text)
    assert again.digest == head.digest and again.text == head.text


@pytest.mark.parametrize("text", ["", "1:00", "[]", '{"1": 2}', '{"1": [2, "x"]}'])
def test_a_head_that_is_none_is_said(text: str) -> None:
    with pytest.raises(LedgerUnusable, match="verify"):
        Head.of_text(text)


def test_the_file_is_not_touched_by_what_is_shown(path: Path) -> None:
    ids = add(path, "A")
    head, before = reached(path), path.read_bytes()
    with files.open_for_reading(path, WHO, up_to=head) as ledger:
        ledger.hide(ids)
        customers(ledger)
    assert path.read_bytes() == before
