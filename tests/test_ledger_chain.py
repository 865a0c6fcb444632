"""The chain proves what was recorded: any row changed, removed or put in behind the schema's back is named."""

import hashlib
import json
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DAY, EACH, append_each, append_one, new, reading, writing

from salescli.ledger import chain, ids

TABLES = ["fact", *EACH]


@pytest.fixture(scope="module")
def _full_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = new(tmp_path_factory.mktemp("full") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        known = append_each(ledger)
        append_one(ledger, known, "team", code="last")
    return path


@pytest.fixture
def full(tmp_path: Path, _full_file: Path) -> Path:
    """A ledger with one fact of every kind and another team after them."""
    return Path(shutil.copy(_full_file, tmp_path / "ledger.db"))


def broken(path: Path) -> list[str]:
    """Every break as `#5 what`."""
    with reading(path) as ledger:
        return [f"#{ledger.show_id(found.id)} {found.what}" for found in ledger.verify_chain()]


def tamper(path: Path, *statements: str) -> None:
    """What someone does who knows how: the triggers away, foreign keys and checks off, then the statements."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in ("foreign_keys = off", "ignore_check_constraints = on", "writable_schema = on"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("DELETE FROM sqlite_master WHERE type = 'trigger'")
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = off")
        connection.execute("PRAGMA ignore_check_constraints = on")
        connection.execute("PRAGMA legacy_alter_table = on")  # else a view over a table that is away stops it
        for statement in statements:
            connection.execute(statement)


def place(kind: str) -> int:
    return list(EACH).index(kind) + 1


def test_an_untouched_ledger_has_no_break(full: Path) -> None:
    assert broken(full) == []


def test_the_hash_is_over_the_content_and_the_hash_before() -> None:
    """Spelled out, so that no later version changes it unawares: every ledger there is would break."""
    envelope = {"id": 5, "kind": "team", "recorded_by": "zw", "note": None}
    details = {"id": 5, "happened_on": "2024-03-05", "code": "north", "name": "华北区"}
    text = (
        '[{"id":5,"kind":"team","recorded_by":"zw"},'
        '{"code":"north","happened_on":"2024-03-05","id":5,"name":"\\u534e\\u5317\\u533a"}]'
    )
    before = bytes(range(32))
    assert chain.link(before, envelope, details) == hashlib.sha256(before + text.encode()).digest()


def test_an_empty_field_changes_no_hash() -> None:
    """A column that a later version adds is empty in every old row."""
    assert chain.link(b"", {"id": 5}, {"name": "x"}) == chain.link(
        b"", {"id": 5, "note": None}, {"name": "x", "new": None}
    )
    assert chain.link(b"", {"id": 5}, {"name": ""}) != chain.link(b"", {"id": 5}, {})


def test_stored_rows_give_the_hashes_again(full: Path) -> None:
    """Recomputed here without the ledger's own code."""
    with closing(sqlite3.connect(full)) as connection:
        connection.row_factory = sqlite3.Row
        before = b""
        for fact in connection.execute("SELECT * FROM fact ORDER BY id").fetchall():
            row = connection.execute(f"SELECT * FROM {fact['kind']} WHERE id = ?", (fact["id"],)).fetchone()
            parts = [{k: v for k, v in dict(part).items() if v is not None and k != "hash"} for part in (fact, row)]
            text = json.dumps(parts, sort_keys=True, separators=(",", ":"))
            assert hashlib.sha256(before + text.encode()).digest() == fact["hash"]
            before = fact["hash"]


@pytest.mark.parametrize("kind", EACH)
def test_any_field_changed_is_named(full: Path, kind: str) -> None:
    for column in ("happened_on", *EACH[kind]):
        copy = shutil.copy(full, full.with_name(f"{column}.db"))
        tamper(
            copy,
            f"UPDATE {kind} SET {column} = CASE typeof({column}) WHEN 'integer' THEN {column} + 1 ELSE {column} || '1' END",
        )
        assert broken(copy)[0] == f"#{place(kind)} it, or its link to the fact before, is not what was recorded", column


@pytest.mark.parametrize(
    "column", ["kind", "recorded_at", "recorded_by", "recorded_from", "note", "source_key", "hash"]
)
def test_an_envelope_changed_is_named(full: Path, column: str) -> None:
    value = {"kind": "'team_change'", "hash": "zeroblob(32)"}.get(column, "'2024-03-05T08:00:00.000001Z'")
    tamper(full, f"UPDATE fact SET {column} = {value} WHERE id & 4294967295 = 5")
    found = broken(full)
    assert found[0].startswith("#5 ")
    assert len(found) == {"hash": 2, "kind": 2}.get(column, 1)  # the next link, or the row that has lost its fact


@pytest.mark.parametrize("kind", EACH)
def test_a_removed_row_is_named(full: Path, kind: str) -> None:
    tamper(full, f"DELETE FROM {kind} WHERE id & 4294967295 = {place(kind)}")
    assert broken(full) == [f"#{place(kind)} its row in {kind} is missing"]


@pytest.mark.parametrize("kind", EACH)
def test_a_fact_removed_with_its_row_is_missed_by_the_next(full: Path, kind: str) -> None:
    number = place(kind)
    tamper(
        full,
        f"DELETE FROM {kind} WHERE id & 4294967295 = {number}",
        f"DELETE FROM fact WHERE id & 4294967295 = {number}",
    )
    assert broken(full) == [f"#{number + 1} facts before it are missing"]


def test_a_whole_table_gone_is_named(full: Path) -> None:
    tamper(full, "DROP TABLE dispute")
    assert broken(full) == [f"#{place('dispute')} its row in dispute is missing"]


def test_another_programs_table_is_no_kind(full: Path) -> None:
    """Whatever columns it has; its rows are neither facts nor a break."""
    with closing(sqlite3.connect(full)) as connection:
        connection.execute("CREATE TABLE notes_of_mine (x)")
        connection.execute("CREATE TABLE team_copy AS SELECT * FROM team")
        connection.execute("CREATE TABLE note_on_team (id INTEGER PRIMARY KEY, team_id INTEGER REFERENCES team (id))")
        connection.execute("INSERT INTO note_on_team SELECT 1, max(id) FROM team")
        connection.commit()
        assert chain.kinds_in(connection) == sorted(EACH)
    assert broken(full) == []
    with reading(full) as ledger:
        assert ledger.hanging_on(ledger.find_id(str(len(EACH) + 1))) == []


def test_a_row_put_in_is_named(full: Path) -> None:
    """With and without a fact, at the end and between."""
    fact = (
        "INSERT INTO fact SELECT max(id) + {}, 'team', max(recorded_at), 'x', 'x', NULL, NULL, zeroblob(32) FROM fact"
    )
    row = "INSERT INTO team SELECT max(id) + {}, '2024-03-05', 'x', 'x' FROM fact"
    last = len(EACH) + 1
    cases = {
        (fact.format(1), row.format(0)): [f"#{last + 1} it, or its link to the fact before, is not what was recorded"],
        (fact.format(3), row.format(0)): [f"#{last + 3} facts before it are missing"],
        (fact.format(1),): [f"#{last + 1} its row in team is missing"],
        (row.format(1),): [f"#{last + 1} it stands in team and was never recorded there"],
        (row.format(-3),): [f"#{last - 3} it stands in team and was never recorded there"],
    }
    for number, (statements, found) in enumerate(cases.items()):
        copy = shutil.copy(full, full.with_name(f"{number}.db"))
        tamper(copy, *statements)
        assert broken(copy) == found, statements


def test_two_facts_changed_places(full: Path) -> None:
    """Each row is as it was recorded, and stands under the other's number."""
    tamper(
        full,
        "UPDATE fact SET id = id + 1000000 WHERE id & 4294967295 IN (1, 2)",
        "UPDATE rep SET id = id + 1",
        "UPDATE team SET id = id - 1 WHERE id & 4294967295 = 2",
        "UPDATE fact SET id = id - 999999 WHERE id & 4294967295 = 1000001",
        "UPDATE fact SET id = id - 1000001 WHERE id & 4294967295 = 1000002",
    )
    assert [found.split()[0] for found in broken(full)] == ["#1", "#2", "#3"]


@pytest.mark.parametrize("value", ["x'ff'", "CAST(x'ff' AS TEXT)", "CAST(x'eda080' AS TEXT)", "1.5", "NULL"])
def test_what_no_column_should_hold_is_a_break_and_no_crash(full: Path, value: str) -> None:
    tamper(
        full,
        "CREATE TABLE loose AS SELECT * FROM customer",
        "DROP TABLE customer",
        "ALTER TABLE loose RENAME TO customer",
        f"UPDATE customer SET name = {value}",
    )
    assert broken(full) == ["#5 it, or its link to the fact before, is not what was recorded"]


def test_facts_cut_off_at_the_end_are_seen_by_the_head_alone(full: Path) -> None:
    """The chain cannot know; the head on an earlier sheet does."""
    with reading(full) as ledger:
        head = ledger.head()
    last = len(EACH) + 1
    tamper(full, f"DELETE FROM team WHERE id & 4294967295 = {last}", f"DELETE FROM fact WHERE id & 4294967295 = {last}")
    assert broken(full) == []
    with reading(full) as ledger:
        assert ledger.head() != head


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the sqlite3 shell is not installed")
def test_a_program_that_turns_triggers_off_is_found_out(full: Path) -> None:
    """No schema can refuse SQLITE_DBCONFIG_ENABLE_TRIGGER; the chain names what was done under it."""
    script = ".dbconfig enable_trigger off\nUPDATE receipt SET amount = 1;\n"
    subprocess.run(["sqlite3", str(full)], input=script, text=True, check=True, capture_output=True)
    assert broken(full) == [f"#{place('receipt')} it, or its link to the fact before, is not what was recorded"]


def test_each_origin_has_its_own_chain(tmp_path: Path) -> None:
    """Two copies in one file: both chains hold, and a break in one is no break of the other."""
    paths = [new(tmp_path / f"{origin}.db", origin=origin) for origin in (1 << 30, 77)]
    for path in paths:
        with writing(path) as ledger, ledger.write():
            for number in range(3):
                ledger.append("team", DAY, code=f"t{ledger.origin}-{number}", name="t")
    with closing(sqlite3.connect(paths[0], isolation_level=None)) as connection:
        connection.execute("ATTACH ? AS other", (str(paths[1]),))
        for table in ("fact", "team"):
            connection.execute(f"INSERT INTO main.{table} SELECT * FROM other.{table} ORDER BY id")
    assert broken(paths[0]) == []
    tamper(paths[0], f"UPDATE team SET name = 'x' WHERE id = {ids.span(77)[0] + 2}")
    assert broken(paths[0]) == [
        f"#{ids.origin_text(77)}-2 it, or its link to the fact before, is not what was recorded"
    ]
