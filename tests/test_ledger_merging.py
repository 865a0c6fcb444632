"""Copies of a ledger that went their own ways come together: by union of facts, in any order, as often as wanted."""

import itertools
import shutil
import sqlite3
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from one_of_each import DAY, LATE, WHO, append_each, append_one, new, reading, writing

from salescli.errors import LedgerUnusable, Refused
from salescli.facts import Named
from salescli.ledger import copies, files, merging, verifying

VERSION_1 = Path(__file__).parent / "ledgers" / "version-1.sql"


def merge(path: Path, *others: Path) -> merging.Taken:
    with ExitStack() as stack:
        opened = [stack.enter_context(copies.opened(other, WHO)) for other in others]
        with writing(path) as ledger, ledger.write():
            return merging.take(ledger, opened)


def head(path: Path) -> str:
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        return ledger.head()


def faults(path: Path) -> list[verifying.Fault]:
    return [fault for fault in verifying.examined(path).faults if not fault.note]


def team(path: Path, code: str, name: str = "x") -> int:
    with writing(path) as ledger, ledger.write():
        return ledger.append("team", DAY, code=code, name=name)


def void(path: Path, id: int) -> int:
    with writing(path) as ledger, ledger.write():
        return ledger.void(id, DAY, "no more")


@pytest.fixture
def three(tmp_path: Path) -> list[Path]:
    """A head office with one fact of every kind; two others that took it over, and have recorded more on its facts."""
    office = new(tmp_path / "office.db", origin=11)
    with writing(office) as ledger, ledger.write():
        known = append_each(ledger)
    paths = [office]
    for number, name in ((22, "north"), (7, "south")):
        path = new(tmp_path / f"{name}.db", origin=number)
        merge(path, office)
        with writing(path) as ledger, ledger.write():
            for kind in ("follow_up", "receipt", "correction"):
                append_one(ledger, known, kind, recorded_at=LATE)
        paths.append(path)
    with writing(office) as ledger, ledger.write():
        append_one(ledger, known, "receipt", recorded_at=LATE)
    return paths


# What comes of it.


def test_three_copies_in_all_orders_and_twice(three: list[Path], tmp_path: Path) -> None:
    """Whoever takes whose facts first, all come to one head, and nothing more is there to take."""
    heads = set()
    for number, order in enumerate(itertools.permutations(three)):
        into = tmp_path / f"{number}.db"
        shutil.copy(order[0], into)
        assert sum(merge(into, *order[1:]).counts) > 0
        assert merge(into, *reversed(order)).counts == [0, 0, 0]
        heads.add(head(into))
        assert faults(into) == []
    for number, order in enumerate(itertools.permutations(three)):
        into = new(tmp_path / f"empty{number}.db", origin=99)
        for path in order:  # the ones with facts of others' before those others
            merge(into, path)
        heads.add(head(into))
    assert len(heads) == 1


def test_facts_and_their_envelopes_stay_as_they_were(three: list[Path], tmp_path: Path) -> None:
    into = new(tmp_path / "into.db", origin=99)
    merge(into, *three)
    with closing(sqlite3.connect(into)) as ours, closing(sqlite3.connect(three[1])) as theirs:
        for table in ("fact", "follow_up", "receipt"):
            there = theirs.execute(f"SELECT * FROM {table}").fetchall()
            assert set(there) <= set(ours.execute(f"SELECT * FROM {table}").fetchall())


def test_the_other_is_left_as_it_is(three: list[Path], tmp_path: Path) -> None:
    before = three[0].read_bytes()
    merge(three[1], three[0])
    assert three[0].read_bytes() == before


def test_a_fact_recorded_after_a_merge_follows_the_copys_own_last(three: list[Path]) -> None:
    office, north, _south = three
    merge(office, north)
    assert team(office, "new") >> 32 == 11
    merge(north, office)
    assert head(north) == head(office)


def test_own_facts_that_another_kept_come_back(three: list[Path], tmp_path: Path) -> None:
    """The office's disk was restored from an older backup; the north had taken what was recorded since."""
    office, north, _south = three
    old = tmp_path / "old.db"
    shutil.copy(office, old)
    team(office, "since")
    merge(north, office)
    merge(old, north)
    team(old, "next")
    assert head(old) and faults(old) == []


def test_an_earlier_version_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    before = old.read_bytes()
    with copies.opened(old, WHO) as other:
        into = tmp_path / "into.db"
        files.create(into, currency=other.currency, zone=other.zone)
        theirs = other.head()
    assert merge(into, old).counts[0] > 0
    assert (head(into), old.read_bytes()) == (theirs, before)


def test_the_touched_days_are_told_where_a_period_is_closed(three: list[Path], tmp_path: Path) -> None:
    """one_of_each closes January; what comes in for it is a late fact as any other."""
    with copies.opened(three[1], WHO) as other, writing(three[0]) as ledger, ledger.write():
        merging.take(ledger, [other])
        assert DAY in ledger.touched


# Codes.


def test_a_code_given_twice_takes_nothing_and_says_the_cure(tmp_path: Path) -> None:
    one, two = new(tmp_path / "one.db", origin=1), new(tmp_path / "two.db", origin=2)
    for path in (one, two):
        team(path, "north")
    before = head(one)
    with pytest.raises(Refused) as refused:
        merge(one, two)
    assert str(refused.value) == (
        "Nothing was taken, for a code means one thing: the team code 'north' is of 0000001-1 and of 0000002-1. Give one "
        "of them another code in the copy that has it, for instance `salescli correct 0000002-1 code=… --why "
        '"code twice"`, and merge again.'
    )
    assert head(one) == before
    with writing(two) as ledger, ledger.write():
        ledger.append("correction", DAY, fact_id=2 << 32 | 1, field="code", value="north-2", why="code twice")
    assert merge(one, two).counts == [2]
    assert faults(one) == []  # the guards of codes are in their place again
    with pytest.raises(Refused, match="this code is taken"):
        team(one, "north")


def test_a_code_that_went_from_copy_to_copy(tmp_path: Path) -> None:
    """Given in one, taken back and given anew in the other, then again in the first: no order of origins would do."""
    one, two = new(tmp_path / "one.db", origin=1), new(tmp_path / "two.db", origin=2)
    first = team(one, "north")
    merge(two, one)
    void(two, first)
    second = team(two, "north")
    merge(one, two)
    void(one, second)
    third = team(one, "north", "the third")
    for number, order in enumerate([(one, two), (two, one)]):
        into = new(tmp_path / f"into{number}.db", origin=3)
        merge(into, *order)
        with reading(into) as ledger:
            assert [found.id for found in ledger.read("names_team_part", Named, text="")] == [third]


def test_a_code_that_was_put_right_to_one_that_another_copy_has(tmp_path: Path) -> None:
    """The recorded codes differ, those of now do not."""
    one, two = new(tmp_path / "one.db", origin=1), new(tmp_path / "two.db", origin=2)
    team(one, "north")
    id = team(two, "south")
    with writing(two) as ledger, ledger.write():
        ledger.append("correction", DAY, fact_id=id, field="code", value="north", why="renamed")
    with pytest.raises(Refused, match="the team code 'north' is of 0000001-1 and of 0000002-1"):
        merge(one, two)


# Doubts.


def statement(path: Path, on: date, start: date, end: date, instant: str | None = None) -> int:
    """A closing of a rep's, on a day and at an instant."""
    with writing(path) as ledger, ledger.write():
        rep = ledger.append("rep", DAY, code=f"r{ledger.origin}", name="x", candidate=False, recorded_at=instant)
        days = {"starts_on": start, "ends_on": end}
        kept = {"figures": "{}", "policy_digest": "0", "ledger_head": "{}"}
        return ledger.append("statement", on, rep_id=rep, recorded_at=instant, **days, **kept)


@pytest.mark.parametrize(("second", "twice"), [((2, 3), True), ((1, 4), True), ((3, 4), False)])
def test_days_closed_in_two_copies_are_said(second: tuple[int, int], twice: bool, tmp_path: Path) -> None:
    """The same month, or one within the quarter of another; whichever copy takes the other, the earlier closing counts."""
    one, two = new(tmp_path / "one.db", origin=1), new(tmp_path / "two.db", origin=2)
    first = statement(one, date(2024, 4, 2), date(2024, 2, 1), date(2024, 3, 1))
    later = statement(two, date(2024, 4, 3), *(date(2024, month, 1) for month in second))
    said = [(later, first, "closing", f"2024-0{second[0]}-01/2024-0{second[1]}-01")] if twice else []
    assert merge(one, two).doubts == said
    assert merge(one, two).doubts == []
    shutil.copy(one, tmp_path / "three.db")
    assert merge(new(tmp_path / "empty.db", origin=3), tmp_path / "three.db").doubts == said
    assert merge(two, one).doubts == said


def test_what_may_be_there_twice_is_said(tmp_path: Path) -> None:
    one, two = new(tmp_path / "one.db", origin=1), new(tmp_path / "two.db", origin=2)
    for path, name, phone in ((one, "华北机械", "010-8888 99"), (two, "华北机械 ", "(010) 888899")):
        with writing(path) as ledger, ledger.write():
            ledger.append("customer", DAY, name=name, phone=phone, source_key="crm:1")
            ledger.append("policy", DAY, title="2024", body="x", digest="0")
    doubts = merge(one, two).doubts
    ids = [(2 << 32 | number, 1 << 32 | number) for number in (1, 1, 2, 1)]
    assert [(doubt.taken, doubt.other) for doubt in doubts] == sorted(ids)
    assert sorted(doubt.what for doubt in doubts) == ["name", "phone", "policy", "row"]
    assert merge(one, two).doubts == []


# Refusals.


@pytest.mark.parametrize(("money", "zone"), [("EUR", "Asia/Shanghai"), ("CNY", "Europe/Berlin")])
def test_another_currency_or_zone(money: str, zone: str, tmp_path: Path) -> None:
    one, two = new(tmp_path / "one.db"), tmp_path / "two.db"
    files.create(two, currency=money, zone=zone)
    with pytest.raises(Refused, match="the two do not merge"):
        merge(one, two)


def test_a_file_that_was_copied_and_went_on_twice(tmp_path: Path) -> None:
    """Both have a second fact of one origin, and not the same: the first of them that differs is named."""
    one, two = new(tmp_path / "one.db", origin=5), tmp_path / "two.db"
    team(one, "same")
    shutil.copy(one, two)
    for code in ("a", "b", "c"):
        team(one, f"one-{code}")
        team(two, f"two-{code}")
    with pytest.raises(Refused, match="The fact 0000005-2 is one thing here and another in"):
        merge(one, two)


def test_a_chain_that_is_broken(three: list[Path]) -> None:
    with closing(sqlite3.connect(three[1], isolation_level=None)) as connection:
        (law,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'receipt_no_update'").fetchone()
        connection.execute("DROP TRIGGER receipt_no_update")
        connection.execute("UPDATE receipt SET amount = 1 WHERE id >> 32 = 11")
        connection.execute(law)
    before = head(three[2])
    with pytest.raises(LedgerUnusable, match=r"is not what was recorded, from the fact 000000b-20 on"):
        merge(three[2], three[1])
    assert head(three[2]) == before


def test_a_trigger_of_somebodys_own(three: list[Path]) -> None:
    with closing(sqlite3.connect(three[1])) as connection:
        connection.execute("CREATE TRIGGER mine AFTER INSERT ON receipt BEGIN DELETE FROM receipt; END")
    with pytest.raises(LedgerUnusable, match=r"not a ledger's.*mine"):
        merge(three[2], three[1])


def test_facts_whose_references_are_nowhere(tmp_path: Path) -> None:
    """A chain may be right and what it says hang in the air."""
    one, two = new(tmp_path / "one.db"), new(tmp_path / "two.db", origin=2)
    with writing(two) as ledger:
        ledger._connection.execute("PRAGMA foreign_keys = off")
        with ledger.write():
            ledger.append("team_change", DAY, team_id=3 << 32 | 1)
    with pytest.raises(LedgerUnusable, match="The change of a team 0000002-1 refers to a team that is in none"):
        merge(one, two)


def test_a_disk_that_is_full(three: list[Path], tmp_path: Path) -> None:
    into = new(tmp_path / "into.db")
    before = head(into)
    with copies.opened(three[0], WHO) as other, writing(into) as ledger:
        pages = ledger._connection.execute("PRAGMA page_count").fetchone()[0]
        ledger._connection.execute(f"PRAGMA max_page_count = {pages}")
        full = r"cannot be written: database or disk is full\. Nothing was taken"
        with pytest.raises(LedgerUnusable, match=full), ledger.write():
            merging.take(ledger, [other])
    assert (head(into), faults(into)) == (before, [])


# Whatever was done.

Step = tuple[int, str, int]
STEPS = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["record", "void", "merge"]), st.integers(0, 5)), max_size=10
)


@settings(max_examples=8, deadline=None)
@given(STEPS)
def test_whatever_three_copies_did_they_come_to_one(steps: Sequence[Step]) -> None:
    """Facts of one code are recorded, voided and brought back everywhere: all copies agree in the end, or all are refused."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [new(Path(folder) / f"{number}.db", origin=number + 1) for number in range(3)]
        for who, what, number in steps:
            _do(paths, who, what, number)
        ends = set()
        for order in (paths, paths[::-1]):
            into = new(Path(folder) / f"into{len(list(Path(folder).iterdir()))}.db", origin=9)
            try:
                merge(into, *order)
            except Refused:
                ends.add("refused")
            else:
                assert faults(into) == []
                ends.add(head(into))
        assert len(ends) == 1


def _do(paths: Sequence[Path], who: int, what: str, number: int) -> None:
    try:
        if what == "record":
            team(paths[who], f"t{number}")
        elif what == "merge":
            merge(paths[who], paths[number % 3])
        else:
            with reading(paths[who]) as ledger:
                ids = [id for id, _hash in ledger.reached().lasts]
            if ids:
                void(paths[who], ids[number % len(ids)])
    except Refused:
        pass
