"""Ids as people see and type them are the same ids; what cannot be an id is none."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from salescli.ledger import ids

ORIGINS = st.integers(1, ids.MOST_ORIGIN)
SEQUENCES = st.integers(1, ids.MOST_SEQUENCE)


@given(origin=ORIGINS, home=ORIGINS, sequence=SEQUENCES)
@example(origin=1, home=ids.MOST_ORIGIN, sequence=ids.MOST_SEQUENCE)
@example(origin=ids.MOST_ORIGIN, home=1, sequence=1)
def test_what_is_shown_can_be_typed(origin: int, home: int, sequence: int) -> None:
    id = origin << 32 | sequence
    shown = ids.show(id, home)
    for typed in (shown, f"#{shown}", f" {shown} ", shown.upper()):
        assert ids.parse(typed, home) == id
    assert 0 < id < 1 << 63  # what SQLite and other readers take for a whole number


@given(origin=ORIGINS, home=ORIGINS, sequence=SEQUENCES)
def test_an_id_lies_in_its_origins_span(origin: int, home: int, sequence: int) -> None:
    first, end = ids.span(origin)
    assert first < origin << 32 | sequence < end
    assert ids.span(origin + 1)[0] == end


def test_a_fact_of_this_copy_is_a_bare_number_and_anothers_carries_its_origin() -> None:
    assert ids.show(77 << 32 | 1042, home=77) == "1042"
    assert ids.show(77 << 32 | 1042, home=78) == "000002d-1042"
    assert ids.parse("000002d-1042", home=78) == 77 << 32 | 1042
    assert ids.parse("77", home=5) == 5 << 32 | 77


@given(text=st.text())
@example(text="0")  # no fact has it
@example(text="4294967296")  # would be another origin's
@example(text="-5")
@example(text="k7f2q9-5")  # six digits of an origin
@example(text="k7f2q9x-5")  # more than an origin can be
@example(text="zzzzzzz-5")
@example(text="0000000-5")
@example(text="000000i-5")  # i, l, o and u are no digits
@example(text="²")
@example(text="１０４２")
@example(text="1_000")
@example(text="+5")
@example(text="1e3")
@example(text="12345678901")
@example(text="")
@example(text="#")
@example(text="\ud800")
def test_any_text_is_an_id_that_shows_so_or_none(text: str) -> None:
    id = ids.parse(text, home=77)
    if id is not None:
        assert ids.show(id, home=77).rpartition("-")[2].lstrip("0") == text.strip().rpartition("-")[2].lstrip("#0")
        assert 1 <= id >> 32 <= ids.MOST_ORIGIN and id & ids.MOST_SEQUENCE > 0


@pytest.mark.parametrize("text", ["0", "4294967296", "-5", "k7f2q9-5", "k7f2q9x-5", "0000000-5", "000000i-5", "²", "１０４２",
                                  "1_000", "+5", "1e3", "##5", "", "#", "5-", "\x005", "5\n6", "a" * 1_000_000])  # fmt: skip
def test_no_id(text: str) -> None:
    assert ids.parse(text, home=77) is None
