"""Several facts inside a transaction that go in together or not at all, and a fact read back as it was recorded."""

from datetime import date
from pathlib import Path

import pytest

from salescli.errors import Refused
from salescli.ledger import files
from salescli.ledger.store import Who

DAY = date(2024, 3, 1)
WHO = Who("zw", "zw@here")


def test_what_an_attempt_appended_is_taken_back_and_others_follow(tmp_path: Path) -> None:
    """The chain closes over the gap: the next fact takes the id and the place of the first one taken back."""
    files.create(tmp_path / "l.db", currency="CNY", zone="UTC")
    with files.open_for_writing(tmp_path / "l.db", WHO) as ledger:
        with ledger.write():
            ledger.append("product", DAY, code="A", name="A")
            with pytest.raises(Refused), ledger.attempt():
                taken_back = ledger.append("product", DAY, code="B", name="B")
                ledger.append("product", DAY, code="A", name="again")
            with ledger.attempt():
                after = ledger.append("product", DAY, code="C", name="C")
        assert after == taken_back
        assert ledger.stored(after).fields["code"] == "C"
        assert not ledger.verify_chain()


def test_a_fact_is_read_back_as_it_was_recorded(tmp_path: Path) -> None:
    """Empty columns are left out; whether it was voided is said, and its fields stay."""
    files.create(tmp_path / "l.db", currency="CNY", zone="UTC")
    with files.open_for_writing(tmp_path / "l.db", WHO) as ledger:
        with ledger.write():
            id = ledger.append("customer", DAY, note="n", name="A", phone="1")
        fields = {"id": id, "happened_on": "2024-03-01", "name": "A", "phone": "1"}
        stored = ledger.stored(id)
        assert (stored.kind, stored.note, stored.voided, stored.fields) == ("customer", "n", False, fields)
        with ledger.write():
            ledger.void(id, DAY, "typed twice")
        assert (ledger.stored(id).voided, ledger.stored(id).fields) == (True, fields)
