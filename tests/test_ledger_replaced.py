"""Which fact says another anew: that and nothing else is taken for a replacement."""

from datetime import date
from pathlib import Path

import pytest
from one_of_each import DAY, EARLY, LATE, new, writing

from salescli.ledger import replaced
from salescli.ledger.store import Ledger


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return new(tmp_path / "l.db")


def customer(ledger: Ledger, key: str | None = None, at: str = EARLY, name: str = "acme") -> int:
    return ledger.append("customer", DAY, name=name, source_key=key, recorded_at=at)


def void(ledger: Ledger, id: int, at: str = LATE, effect: str = "void") -> int:
    return ledger.append("void", DAY, fact_id=id, effect=effect, why="a slip", recorded_at=at)


def test_recorded_anew(path: Path) -> None:
    """Voided and recorded anew in one act, and that one again: the last stands for both, and each knows the one before."""
    with writing(path) as ledger, ledger.write():
        first = customer(ledger)
        assert replaced.standing(ledger, first) == first and replaced.replaced(ledger, first) is None
        void(ledger, first)
        second = customer(ledger, at=LATE)
        void(ledger, second, "2024-03-07T08:00:00.000000Z")
        third = customer(ledger, at="2024-03-07T08:00:00.000000Z")
        assert [replaced.standing(ledger, id) for id in (first, second, third)] == [third] * 3
        assert [replaced.replaced(ledger, id) for id in (first, second, third)] == [None, first, second]


def test_void_and_nothing_in_its_place(path: Path) -> None:
    """What is recorded after a void is no replacement: in another act, of another kind, or further on."""
    with writing(path) as ledger, ledger.write():
        ids = [customer(ledger, name=name) for name in "abcd"]
        void(ledger, ids[0])
        later = customer(ledger, at="2024-03-07T08:00:00.000000Z")
        void(ledger, ids[1])
        ledger.append("product", DAY, code="x", name="x", recorded_at=LATE)
        void(ledger, ids[2])
        void(ledger, ids[3])
        other = customer(ledger, at=LATE, name="d")  # says the last anew, and not the one before
        assert [replaced.standing(ledger, id) for id in ids] == [None, None, None, other]
        assert [replaced.replaced(ledger, id) for id in (later, other)] == [None, ids[3]]


def test_restored(path: Path) -> None:
    """What counts again stands for itself, whatever said it anew."""
    with writing(path) as ledger, ledger.write():
        first = customer(ledger)
        void(ledger, first)
        second = customer(ledger, at=LATE)
        void(ledger, first, "2024-03-07T08:00:00.000000Z", "restore")
        assert [replaced.standing(ledger, id) for id in (first, second)] == [first, second]


def test_of_an_imported_row(path: Path) -> None:
    """What stands of what came under a key; None where it is void, or nothing came."""
    with writing(path) as ledger, ledger.write():
        first = customer(ledger, "file:1")
        assert replaced.imported(ledger, "file:1") == first and replaced.imported(ledger, "file:2") is None
        void(ledger, first)
        assert replaced.imported(ledger, "file:1") is None
        void(ledger, first, "2024-03-07T08:00:00.000000Z", "restore")
        void(ledger, first, "2024-03-08T08:00:00.000000Z")
        anew = ledger.append("customer", date(2024, 1, 2), name="acme", recorded_at="2024-03-08T08:00:00.000000Z")
        assert replaced.imported(ledger, "file:1") == anew
