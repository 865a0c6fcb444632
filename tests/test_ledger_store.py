"""What is appended is there, whole and unchanged, or was never there; and is read as it was put."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from one_of_each import DAY, EACH, EARLY, LATE, append_each, append_one, new, reading, writing

from salescli import period
from salescli.errors import LedgerUnusable, NotFound, Refused, WrongUse
from salescli.facts import Named
from salescli.ledger import files, ids, merging, store
from salescli.ledger.store import Ledger
from salescli.terms import Channel


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An empty ledger."""
    return new(tmp_path / "ledger.db")


@pytest.fixture(scope="module")
def _full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    path = new(tmp_path_factory.mktemp("store") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        return path, append_each(ledger)


@pytest.fixture
def full(_full: tuple[Path, dict[str, int]], tmp_path: Path) -> tuple[Path, dict[str, int]]:
    """A ledger with one fact of every kind, and the ids."""
    return shutil.copy(_full[0], tmp_path / "full.db"), _full[1]


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def team(ledger: Ledger, code: str, **more: Any) -> int:
    return ledger.append("team", DAY, code=code, name="华北区", **more)


# Appending.


def test_a_fact_says_who_when_and_where_from(path: Path) -> None:
    with writing(path) as ledger, ledger.write():
        id = team(ledger, "north", note="first", recorded_at=EARLY, source_key="crm:1")
    envelope = rows(path, "SELECT id, kind, recorded_at, recorded_by, recorded_from, note, source_key FROM fact")
    assert envelope == [(id, "team", EARLY, "zw", "zw@here", "first", "crm:1")]
    assert rows(path, "SELECT * FROM team") == [(id, "2024-03-05", "north", "华北区")]


def test_ids_count_up_over_all_kinds(full: tuple[Path, dict[str, int]]) -> None:
    path, known = full
    with reading(path) as ledger:
        assert [ledger.show_id(known[kind]) for kind in EACH] == [str(number + 1) for number in range(len(EACH))]
        assert all(ledger.find_id(ledger.show_id(id), kind) == id for kind, id in known.items())


def test_a_block_that_fails_leaves_nothing(path: Path) -> None:
    with writing(path) as ledger:
        for error in (KeyboardInterrupt, SystemExit, ValueError):
            with pytest.raises(error), ledger.write():
                team(ledger, "north")
                raise error
        with ledger.write():
            assert ledger.show_id(team(ledger, "north")) == "1"
        assert ledger.verify_chain() == []


def test_a_refused_fact_leaves_nothing_and_the_others_stand(full: tuple[Path, dict[str, int]]) -> None:
    """An import skips a bad row: no envelope without its row, no number lost, the chain unbroken."""
    path, known = full
    before = rows(path, "SELECT count(*) FROM fact")[0][0]
    with writing(path) as ledger, ledger.write():
        team(ledger, "t1")
        for fields in ({"amount": 0}, {"kind": "gift"}, {"contract_id": 5}, {"amount": None}):
            with pytest.raises(Refused):
                append_one(ledger, known, "receipt", **fields)
        for fields in ({"amount": "5"}, {"colour": "red"}, {"kind": "\ud800"}, {"note": "\ud800"}, {"amount": 1 << 63}):
            with pytest.raises(WrongUse):
                append_one(ledger, known, "receipt", **fields)
        team(ledger, "t2")
    assert rows(path, "SELECT count(*) FROM fact")[0][0] == before + 2
    with reading(path) as ledger:
        assert ledger.verify_chain() == []


def test_appending_needs_a_block(path: Path) -> None:
    with writing(path) as ledger:
        with pytest.raises(RuntimeError):
            team(ledger, "north")
        with ledger.write():
            team(ledger, "north")
        with pytest.raises(RuntimeError):
            team(ledger, "south")


def test_an_unknown_field_or_kind_is_named(path: Path) -> None:
    """Nothing that is typed gets into the text of a statement."""
    with writing(path) as ledger, ledger.write():
        with pytest.raises(WrongUse, match=r"A team has no field 'colour'; it has id, happened_on, code, name"):
            team(ledger, "north", colour="red")
        for kind in ("planet", "fact", "ledger", "team_in_force", "sqlite_master", "team; DROP TABLE team", ""):
            with pytest.raises(WrongUse, match="has no field"):
                ledger.append(kind, DAY, code="x", name="x")
    assert rows(path, "SELECT count(*) FROM fact") == [(0,)]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Decimal("0.05"), "0.05"),
        (Decimal("1E-7"), "0.0000001"),
        (Decimal("5E+1"), "50"),
        (Decimal("100.00"), "100.00"),
        (Decimal("0.10000000000000000000000000000000001"), "0.10000000000000000000000000000000001"),
        ("0.3", "0.3"),
    ],
)
def test_a_decimal_is_kept_as_plain_digits(full: tuple[Path, dict[str, int]], given: Any, kept: str) -> None:
    path, known = full
    with writing(path) as ledger, ledger.write():
        id = append_one(ledger, known, "goal_progress", progress=given)
    assert rows(path, f"SELECT progress FROM goal_progress WHERE id = {id}") == [(kept,)]


@pytest.mark.parametrize("value", [0.5, float("nan"), Decimal("NaN"), Decimal("Infinity"), b"0.5", ["0.5"], object()])
def test_what_a_ledger_keeps_is_text_number_day_or_decimal(full: tuple[Path, dict[str, int]], value: Any) -> None:
    """A float is a bug of the program: it stops before it is written."""
    path, known = full
    with writing(path) as ledger, pytest.raises(TypeError, match="a ledger keeps no"), ledger.write():
        append_one(ledger, known, "goal_progress", progress=value)


def test_words_of_the_glossary_are_kept_as_text(full: tuple[Path, dict[str, int]]) -> None:
    path, known = full
    with writing(path) as ledger, ledger.write():
        id = append_one(ledger, known, "follow_up", channel=Channel.VISIT, answered=False, next_on=None)
    assert rows(path, f"SELECT channel, answered, next_on FROM follow_up WHERE id = {id}") == [("visit", 0, None)]
    with reading(path) as ledger:
        assert ledger.verify_chain() == []


def test_the_last_number_of_an_origin_is_the_last(tmp_path: Path) -> None:
    """Never an id of another origin, after four thousand million facts."""
    path = new(tmp_path / "ledger.db", origin=77)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        ((guard,),) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'fact_in_sequence'").fetchall()
        connection.execute("DROP TRIGGER fact_in_sequence")
        connection.execute(
            "INSERT INTO fact VALUES (?, 'team', ?, 'x', 'x', NULL, NULL, ?)",
            (ids.span(78)[0] - 1, EARLY, bytes(32)),
        )
        connection.execute(guard)
    with writing(path) as ledger, pytest.raises(LedgerUnusable, match="is full"), ledger.write():
        team(ledger, "north")


# Voids and corrections.


def test_voiding_a_void_takes_it_back(full: tuple[Path, dict[str, int]]) -> None:
    """`void last` three times: away, there again, away again."""
    path, known = full
    said = known["task"]
    with writing(path) as ledger, ledger.write():
        words = []
        for _turn in range(3):
            said = ledger.void(said, DAY, "a slip", note="why not")
            words.append(said)
    marks = ", ".join(map(str, words))
    assert rows(path, f"SELECT fact_id, effect, why FROM void WHERE id IN ({marks}) ORDER BY id") == [
        (known["task"], "void", "a slip"),
        (known["task"], "restore", "a slip"),
        (known["task"], "void", "a slip"),
    ]


# Numbers of other copies.


def test_a_number_that_this_copy_has_not_given_is_that_of_another(tmp_path: Path) -> None:
    """As it stands on a sheet from before a restore; one that two copies have given is asked about."""
    ours = new(tmp_path / "ours.db", origin=5)
    others = [new(tmp_path / f"{origin}.db", origin=origin) for origin in (7, 9)]
    for path, codes in ((ours, "a"), (others[0], "bcd"), (others[1], "ef")):
        with writing(path) as ledger, ledger.write():
            for code in codes:
                team(ledger, code)
    for path in others:
        with writing(ours) as ledger, reading(path) as other, ledger.write():
            merging.take(ledger, [other])
    with reading(ours) as ledger:
        assert ledger.find_id("1") == ids.span(5)[0] + 1
        assert ledger.find_id("#3") == ids.span(7)[0] + 3
        with pytest.raises(NotFound, match=r"Several copies have a fact '2': 0000007-2, 0000009-2\."):
            ledger.find_id("2")
        with pytest.raises(NotFound, match="There is no fact with the id '4'"):
            ledger.find_id("4")


# A clock that goes back.


def instants(path: Path) -> list[str]:
    return [at for (at,) in rows(path, "SELECT recorded_at FROM fact ORDER BY id")]


def test_a_clock_that_is_put_back_a_little_says_nothing_earlier(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each act has an instant of its own all the same, so that `void last` takes back one of them alone; one whose clock was
    months ahead dates nothing that follows it."""
    clocks = ("2025-01-05T12:00:00", "2025-01-05T11:40:00", "2025-01-05T11:40:00", "2024-02-29T09:00:00")
    for number, clock in enumerate(clocks):
        monkeypatch.setattr(period, "now", lambda _zone, clock=clock: datetime.fromisoformat(f"{clock}+00:00"))
        with writing(path) as ledger, ledger.write():
            ids = [team(ledger, f"t{number}-{which}") for which in range(2)]
            assert ledger.recorded_with(ids[1], 50) == ids
    found = instants(path)
    assert found[::2] == found[1::2]
    assert [at[:19] for at in found[::2]] == [clocks[0], clocks[0], clocks[0], clocks[3]]
    assert found[0] < found[2] < found[4]


def test_a_falling_clock_leaves_the_last_word_to_what_is_said_last(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2025-01-05")
    with writing(path) as ledger, ledger.write():
        id = team(ledger, "north")
        ledger.append("correction", DAY, fact_id=id, field="name", value="AAA", why="x")
        void = ledger.void(id, DAY, "x")
    monkeypatch.setenv("SALESCLI_TODAY", "2025-01-04")
    with writing(path) as ledger, ledger.write():
        ledger.append("correction", DAY, fact_id=id, field="name", value="BBB", why="x")
        ledger.void(void, DAY, "after all")
    assert rows(path, "SELECT name FROM team_in_force") == [("BBB",)]


def test_nothing_is_said_before_what_another_copy_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two copies with clocks of their own, whoever has seen the other's word speaks after it."""
    ours, theirs = new(tmp_path / "ours.db", origin=5), new(tmp_path / "theirs.db", origin=9)
    monkeypatch.setenv("SALESCLI_TODAY", "2025-03-01")
    with writing(theirs) as ledger, ledger.write():
        id = team(ledger, "north")
        void = ledger.void(id, DAY, "x")
    monkeypatch.setenv("SALESCLI_TODAY", "2025-01-04")
    with writing(ours) as ledger, reading(theirs) as other, ledger.write():
        merging.take(ledger, [other])
    with writing(ours) as ledger, ledger.write():
        ledger.void(void, DAY, "after all")
    assert rows(ours, "SELECT count(*) FROM team_in_force") == [(1,)]


def test_a_word_of_a_ledger_whose_clock_had_gone_back_is_outdone(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last fact is not the newest: an earlier salescli wrote it by the clock as it was."""
    with writing(path) as ledger, ledger.write():
        id = team(ledger, "north", recorded_at=EARLY)
        void = ledger.append("void", DAY, recorded_at=LATE, fact_id=id, effect="void", why="x")
        team(ledger, "south", recorded_at=EARLY)
    monkeypatch.setenv("SALESCLI_TODAY", EARLY[:10])
    with writing(path) as ledger, ledger.write():
        ledger.void(void, DAY, "after all")
    assert rows(path, "SELECT count(*) FROM team_in_force") == [(2,)]


def test_after_the_last_instant_that_there_is(path: Path) -> None:
    """A clock cannot be further ahead; a word that follows it is recorded at the same instant, and has the last one."""
    end = "9999-12-31T23:59:59.999999Z"
    with writing(path) as ledger, ledger.write():
        id = team(ledger, "north", recorded_at=EARLY)
        void = ledger.append("void", DAY, recorded_at=end, fact_id=id, effect="void", why="x")
    with writing(path) as ledger, ledger.write():
        ledger.void(void, DAY, "after all")
    assert instants(path)[1:] == [end, end]
    assert rows(path, "SELECT count(*) FROM team_in_force") == [(1,)]


# Imported facts.


def test_source_keys_by_prefix(path: Path) -> None:
    """A prefix is a text, not a pattern, and the keys of another profile are not among them."""
    keys = ["crm:1", "crm:2", "crm:", "crm:\U0010fff0", "crn:1", "CRM:1", "cr", "crm%1"]
    with writing(path) as ledger, ledger.write():
        for number, key in enumerate(keys):
            team(ledger, f"t{number}", source_key=key)
        team(ledger, "t")
    with reading(path) as ledger:
        assert ledger.known_source_keys("crm:") == {"crm:1", "crm:2", "crm:", "crm:\U0010fff0"}
        assert ledger.known_source_keys("") == set(keys)
        assert ledger.known_source_keys("nobody") == set()
        assert ledger.show_id(ledger.fact_of_source_key("crm:2") or 0) == "2"
        assert ledger.fact_of_source_key("crm:9") is None


# Reading.


@dataclass(frozen=True)
class Wrong:
    id: int
    surname: str


def test_a_query_and_its_dataclass_agree(path: Path) -> None:
    with reading(path) as ledger, pytest.raises(TypeError, match="surname"):
        ledger.read("names_team", Wrong, text="x")


def test_a_parameter_that_is_not_given_is_a_bug(path: Path) -> None:
    with reading(path) as ledger, pytest.raises(sqlite3.ProgrammingError):
        ledger.read("names_team", Named)


@pytest.mark.parametrize(("value", "said"), [("\ud800", "half a character"), (1 << 63, "too large")])
def test_what_sqlite_cannot_take_is_a_sentence(path: Path, value: Any, said: str) -> None:
    with reading(path) as ledger, pytest.raises(WrongUse, match=said):
        ledger.read("names_team", Named, text=value)


def test_a_damaged_file_is_a_sentence(full: tuple[Path, dict[str, int]]) -> None:
    """Bytes overwritten in the middle, as a failing disk does: exit 5, wherever it is noticed."""
    path, _known = full
    content = bytearray(path.read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    path.write_bytes(content)
    with pytest.raises(LedgerUnusable), reading(path) as ledger:
        ledger.read("names_team", Named, text="x")
    with pytest.raises(LedgerUnusable), reading(path) as ledger:
        ledger.verify_chain()


@dataclass(frozen=True)
class Left:
    rep_id: int
    from_day: date
    to_day: date


def test_a_value_that_is_no_day_is_a_sentence(full: tuple[Path, dict[str, int]]) -> None:
    path, _known = full
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("DROP TRIGGER leave_no_update", "DROP TRIGGER void_no_delete", "DELETE FROM void"):
            connection.execute(statement)
        connection.execute("PRAGMA ignore_check_constraints = on")
        connection.execute("UPDATE leave SET to_day = '2024-05-99'")
    with reading(path) as ledger, pytest.raises(LedgerUnusable, match="cannot be read"):
        ledger.read("leaves", Left, start=date(2024, 1, 1), end=date(2025, 1, 1))


def test_a_report_sees_one_moment(full: tuple[Path, dict[str, int]]) -> None:
    """What others record while a report is computed is in none of its figures, and its head says so."""
    path, _known = full
    with reading(path) as report, writing(path) as other:
        before = report.head()
        with other.write():
            team(other, "new")
        assert report.read("names_team", Named, text="new") == []
        assert report.head() == before != other.head()
    with reading(path) as later:
        assert len(later.read("names_team", Named, text="new")) == 1


# The head.


def test_the_head_changes_with_every_fact_and_nothing_else(path: Path) -> None:
    heads = []
    for number in range(3):
        with writing(path) as ledger:
            heads.append(ledger.head())
            with ledger.write():
                team(ledger, f"t{number}")
    with reading(path) as ledger:
        assert len({*heads, ledger.head()}) == 4
    with reading(path) as one, writing(path) as two:
        assert one.head() == two.head()


def test_the_head_is_over_the_last_fact_of_every_origin(tmp_path: Path) -> None:
    """The same facts, merged either way, have one head."""
    paths = {origin: new(tmp_path / f"{origin}.db", origin=origin) for origin in (77, 1 << 30, (1 << 31) - 1)}
    for path in paths.values():
        with writing(path) as ledger, ledger.write():
            team(ledger, f"t{ledger.origin}")
    heads = set()
    for target in paths:
        merged = shutil.copy(paths[target], tmp_path / "merged.db")
        for other in paths.keys() - {target}:
            with closing(sqlite3.connect(merged, isolation_level=None)) as connection:
                connection.execute("ATTACH ? AS other", (str(paths[other]),))
                for table in ("fact", "team"):
                    connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table} ORDER BY id")
        with reading(merged) as ledger:
            heads.add(ledger.head())
            assert ledger.verify_chain() == []
    assert len(heads) == 1


# Ids that people type.


def test_an_id_of_another_kind_or_of_none_is_not_found(full: tuple[Path, dict[str, int]]) -> None:
    path, known = full
    with reading(path) as ledger:
        number = ledger.show_id(known["receipt"])
        assert ledger.find_id(f"#{number}") == known["receipt"]
        assert ledger.find_id(number, "contract", "receipt") == known["receipt"]
        for text, kinds in ((number, ("contract",)), ("99999", ()), ("0", ()), ("abc", ()), ("", ()), ("\ud800", ())):
            with pytest.raises(NotFound, match="There is no"):
                ledger.find_id(text, *kinds)


# Who writes at once.


def test_a_held_ledger_is_waited_for_and_then_refused(
    full: tuple[Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path, _known = full
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        with writing(path) as ledger:
            with pytest.raises(LedgerUnusable, match="Another program is writing"), ledger.write():
                team(ledger, "north")
            holder.execute("ROLLBACK")
            with ledger.write():
                team(ledger, "north")
            assert ledger.verify_chain() == []


def test_who_waits_long_is_told_so(full: tuple[Path, dict[str, int]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, after a while; and then what is recorded is recorded."""
    path, _known = full
    monkeypatch.setattr(store, "SILENT_MS", 10)
    said: list[str] = []
    with closing(sqlite3.connect(path, isolation_level=None)) as holder, writing(path) as ledger:
        holder.execute("BEGIN IMMEDIATE")

        def waits() -> None:
            said.append("waiting")
            holder.execute("ROLLBACK")

        ledger.waits = waits
        for code in ("north", "south"):
            with ledger.write():
                team(ledger, code)
    assert said == ["waiting"]
    assert rows(path, "SELECT count(*) FROM team WHERE code IN ('north', 'south')") == [(2,)]


def test_a_long_write_blocks_no_reader_and_shows_no_half(full: tuple[Path, dict[str, int]]) -> None:
    path, _known = full
    with writing(path) as writer, writer.write():
        before = rows(path, "SELECT count(*) FROM fact")
        for number in range(5000):  # more than SQLite keeps back before it writes to the file
            team(writer, f"t{number}", note="x" * 500)
        with reading(path) as reader:
            assert reader.read("names_team", Named, text="t7") == []
            assert reader.verify_chain() == []
        assert rows(path, "SELECT count(*) FROM fact") == before
    with reading(path) as reader:
        assert len(reader.read("names_team", Named, text="t7")) == 1


def test_a_full_disk_loses_nothing_and_says_so(full: tuple[Path, dict[str, int]]) -> None:
    path, _known = full
    before = rows(path, "SELECT count(*), max(id) FROM fact")
    with writing(path) as ledger:
        (pages,) = ledger._connection.execute("PRAGMA page_count").fetchone()
        ledger._connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        with pytest.raises(LedgerUnusable, match=r"full\. Nothing was recorded"), ledger.write():
            for number in range(1000):
                team(ledger, f"t{number}", note="x" * 1000)
    assert rows(path, "SELECT count(*), max(id) FROM fact") == before
    with writing(path) as ledger, ledger.write():
        team(ledger, "north")
        assert ledger.verify_chain() == []
