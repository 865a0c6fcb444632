"""The ledger's law holds for any program: append-only, whatever its pragmas, and only rows that can be true."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from one_of_each import DAY, EACH, EARLY, append_each, append_one, new, reading, writing

from salescli.errors import Refused, WrongUse
from salescli.ledger import arrivals, law
from salescli.ledger.store import Ledger

PRAGMAS = ("recursive_triggers = off", "foreign_keys = off", "ignore_check_constraints = on", "trusted_schema = on")
TABLES = re.findall(r"CREATE TABLE (\w+)", law.schema())


@pytest.fixture(scope="module")
def _full(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    path = new(tmp_path_factory.mktemp("schema") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        ids = append_each(ledger)
        arrivals.note(ledger._connection, [(min(ids.values()), max(ids.values()), EARLY)])
        return path, ids


@pytest.fixture
def full(_full: tuple[Path, dict[str, int]], tmp_path: Path) -> Path:
    """A ledger with one fact of every kind."""
    return shutil.copy(_full[0], tmp_path / "ledger.db")


@pytest.fixture
def ids(_full: tuple[Path, dict[str, int]]) -> dict[str, int]:
    return _full[1]


@contextmanager
def stranger(path: Path, *pragmas: str) -> Iterator[sqlite3.Connection]:
    """Another program's connection: Python's sqlite3 as it comes, with these pragmas."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def content(path: Path) -> list[str]:
    """Every row of every table as text."""
    with stranger(path) as connection:
        return list(connection.iterdump())


def key(table: str) -> str:
    return "one" if table == "ledger" else "id"


def attacks(table: str, columns: list[str]) -> Iterator[str]:
    """What would change or remove a row of the table if the schema allowed it."""
    every, first = ", ".join(columns), key(table)
    for verb in ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE"):
        yield from (f"{verb} {table} SET {column} = {column}" for column in columns)
    yield f"UPDATE {table} SET {first} = {first} + 1"
    yield f"DELETE FROM {table}"
    yield f"DELETE FROM {table} WHERE {first} > 0"
    for verb in ("INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL", "INSERT"):
        yield f"{verb} INTO {table} SELECT * FROM {table}"
    rest = ", ".join(column for column in columns if column != first)
    yield f"INSERT OR REPLACE INTO {table} (rowid, {rest}) SELECT {every} FROM {table}"
    yield f"INSERT OR REPLACE INTO {table} ({every}) SELECT {every.replace(first, f'CAST({first} AS TEXT)', 1)} FROM {table}"
    for column in columns:
        yield (
            f"INSERT INTO {table} SELECT * FROM {table} WHERE true "
            f"ON CONFLICT ({first}) DO UPDATE SET {column} = excluded.{column}"
        )


def columns_of(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def test_the_tests_below_leave_out_no_table(full: Path) -> None:
    """A table that is added without a row in one_of_each fails here, and then meets every attack."""
    with stranger(full) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        assert sorted(tables) == sorted(TABLES) == sorted(["ledger", "fact", "arrival", *EACH])
        for table in tables:
            (count,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert count == (len(EACH) if table == "fact" else 1), table
    filled = {kind: {"id", "happened_on", *fields} for kind, fields in EACH.items()}
    filled["target"].update({"team_id", "number"})  # a rep's target in money has neither
    with stranger(full) as connection:
        assert {kind: set(columns_of(connection, kind)) for kind in EACH} == filled


@pytest.mark.parametrize("pragmas", [(), PRAGMAS], ids=["as it comes", "pragmas off"])
@pytest.mark.parametrize("table", TABLES)
def test_no_row_is_changed_replaced_or_removed(full: Path, table: str, pragmas: tuple[str, ...]) -> None:
    before = content(full)
    with stranger(full, *pragmas) as connection:
        for attack in attacks(table, columns_of(connection, table)):
            with pytest.raises(sqlite3.IntegrityError, match=r"a fact is never (changed|removed|replaced)"):
                connection.execute(attack)
    assert content(full) == before


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the sqlite3 shell is not installed")
def test_the_sqlite3_shell_changes_nothing_either(full: Path) -> None:
    before = content(full)
    with stranger(full) as connection:
        lines = [f"PRAGMA {pragma};" for pragma in PRAGMAS]
        lines += [f"{attack};" for table in TABLES for attack in attacks(table, columns_of(connection, table))]
    shell = subprocess.run(["sqlite3", str(full)], input="\n".join(lines), capture_output=True, text=True)
    assert shell.stderr.count("a fact is never") == len(lines) - len(PRAGMAS)
    assert content(full) == before


def test_nothing_is_unique_but_the_key(full: Path) -> None:
    """INSERT OR REPLACE could remove a row through any other unique column; codes and source keys have triggers instead."""
    with stranger(full) as connection:
        for table in TABLES:
            assert [row for row in connection.execute(f"PRAGMA index_list({table})") if row[2]] == []


def test_every_kind_has_its_view_of_what_is_in_force(full: Path) -> None:
    with stranger(full) as connection:
        views = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")}
    assert views == {"voided", "corrected"} | {f"{kind}_in_force" for kind in EACH if kind != "void"}


@pytest.mark.parametrize("table", TABLES)
def test_tables_are_strict_and_say_in_chinese_what_they_keep(full: Path, table: str) -> None:
    with stranger(full) as connection:
        (strict,) = connection.execute("SELECT strict FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    said = re.search(rf"((?:-- .*\n)+)CREATE TABLE {table} \(", law.schema())
    assert strict == 1
    assert said and re.search("[\u4e00-\u9fff]", said[1])


# What a row must be.


@pytest.mark.parametrize("kind", EACH)
def test_a_row_needs_a_fact_of_its_own_kind(full: Path, ids: dict[str, int], kind: str) -> None:
    """Not the fact of another kind, and not none at all, though the program that writes has foreign keys off."""
    other = ids["team"] if kind != "team" else ids["rep"]
    with stranger(full, *PRAGMAS) as connection:
        columns = columns_of(connection, kind)
        for id in (str(other), "1", "NULL"):
            values = ", ".join({"id": id, "code": "'other'"}.get(column, column) for column in columns)
            with pytest.raises(sqlite3.IntegrityError, match="a row needs a fact of its kind"):
                connection.execute(f"INSERT INTO {kind} ({', '.join(columns)}) SELECT {values} FROM {kind}")


@pytest.mark.parametrize(("kind", "column"), [(kind, c) for kind in EACH for c in EACH[kind] if c.endswith("_id")])
def test_what_a_row_refers_to_is_there(full: Path, ids: dict[str, int], kind: str, column: str) -> None:
    with writing(full) as ledger, pytest.raises(Refused, match="FOREIGN KEY"), ledger.write():
        append_one(ledger, ids, kind, **{column: ids["rep"] + 1_000_000})


DAYS = [(kind, c) for kind in EACH for c in ("happened_on", *EACH[kind]) if c.endswith(("_on", "_day", "_close"))]


@pytest.mark.parametrize(("kind", "column"), DAYS)
def test_a_day_is_a_day(full: Path, kind: str, column: str) -> None:
    """date() alone would take 2024-02-30 for one."""
    with stranger(full) as connection:
        for text in (
            "2024-02-30",
            "2024-3-5",
            "now",
            "",
            "12:00",
            "2460000",
            "2024-03-05 ",
            "2024-03-05\0x",
            "９999-01-01",
        ):
            with pytest.raises(sqlite3.Error, match=r"CHECK constraint|non-deterministic"):
                _insert_like(connection, kind, {column: text})


@pytest.mark.parametrize("day", [date(1899, 12, 31), date(3000, 1, 1)])
def test_a_fact_happens_on_a_day_that_somebody_can_mean(full: Path, day: date) -> None:
    with writing(full) as ledger, pytest.raises(Refused, match="CHECK"), ledger.write():
        ledger.append("team", day, code="t", name="t")


DECIMALS = [
    *(("opportunity", "rate"), ("share_part", "percent"), ("stage_change", "probability"), ("goal", "weight")),
    *(("goal_progress", "progress"), ("assessment", "score"), ("assessment", "out_of"), ("target", "number")),
]


@pytest.mark.parametrize(("kind", "column"), DECIMALS)
def test_a_decimal_is_digits_with_one_point(full: Path, kind: str, column: str) -> None:
    """And a right one is kept to the last digit."""
    other = {"amount": None} if column == "number" else {}
    with stranger(full) as connection:
        for text in ("", "x", "-1", "1e5", "NaN", "Infinity", "1.2.3", ".5", " 1", "1 ", "１", "0x1", "1,5", "5%"):
            with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
                _insert_like(connection, kind, {column: text, **other})
        for text in ("1", "0.5", "0.125000000000000000000001"):
            id = _insert_like(connection, kind, {column: text, **other})
            assert connection.execute(f"SELECT {column} FROM {kind} WHERE id = {id}").fetchone() == (text,)


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    ("rep", {"candidate": 2}),
    ("rep", {"code": ""}),
    ("rep", {"name": ""}),
    ("rep_change", {"act": "fire"}),
    ("rep_change", {"base": -1}),
    ("share_part", {"percent": "100.01"}),
    ("stage_change", {"probability": "1.5"}),
    ("stage_change", {"closes": "maybe"}),
    ("follow_up", {"channel": "pigeon"}),
    ("follow_up", {"answered": 2}),
    ("follow_up", {"happened_at": "25:00"}),
    ("follow_up", {"happened_at": "9:5"}),
    ("follow_up", {"minutes": -1}),
    ("contract", {"amount": -1}),
    ("contract", {"amount": 9_000_000_000_000_001}),
    ("contract_line", {"quantity": 0}),
    ("contract_line", {"quantity": 1_000_000_000, "unit_price": 9_000_000_000}),  # more than any amount
    ("contract_line", {"quantity": 1_000_000_000, "list_price": 9_000_001}),
    ("instalment", {"amount": 0}),
    ("receipt", {"amount": 0}),
    ("receipt", {"kind": "gift"}),
    ("expense", {"amount": 0}),
    ("trip", {"from_day": "2024-03-08"}),  # after its last day
    ("leave", {"from_day": "2024-05-04"}),
    ("decision", {"verdict": "perhaps"}),
    ("task", {"task_kind": "fun"}),
    ("feedback", {"rating": 6}),
    ("feedback", {"rating": None}),  # a rating without one
    ("quality_review", {"effectiveness": 0}),
    ("assessment", {"method": "horoscope"}),
    ("assessment", {"out_of": "0"}),
    ("target", {"number": "5"}),  # an amount and a number
    ("target", {"amount": None}),  # neither
    ("target", {"amount": -1}),
    ("target", {"rep_id": None}),  # a rep's target of no rep
    ("target", {"ends_on": "2024-01-01"}),  # an empty period
    ("void", {"effect": "undo"}),
    ("void", {"why": ""}),
    ("statement", {"ends_on": "2024-01-01"}),
    ("dispute", {"ends_on": "2023-12-31"}),
]


@pytest.mark.parametrize(("kind", "fields"), IMPOSSIBLE, ids=lambda value: str(value))
def test_what_cannot_be_true_is_refused(full: Path, kind: str, fields: dict[str, Any]) -> None:
    with stranger(full) as connection, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        _insert_like(connection, kind, fields)


@pytest.mark.parametrize("text", ["2024-03-05T08:00:00Z", "2024-03-05 08:00:00.000000Z", "2024-02-30T08:00:00.000000Z",
                                  "2024-03-05T25:00:00.000000Z", "2024-03-05T08:00:00.00000xZ", ""])  # fmt: skip
def test_an_instant_is_one_and_sorts_as_text(full: Path, text: str) -> None:
    with writing(full) as ledger, pytest.raises(Refused, match="CHECK"), ledger.write():
        ledger.append("team", DAY, recorded_at=text or " ", code="t", name="t")


def test_a_number_is_no_text_and_a_text_no_number(full: Path, ids: dict[str, int]) -> None:
    """SQLite would store the code 5 as '5', which is not what was hashed."""
    with writing(full) as ledger, ledger.write():
        with pytest.raises(WrongUse, match="code of a team is a text, not 5"):
            ledger.append("team", DAY, code=5, name="t")
        with pytest.raises(WrongUse, match="base of a rep_change is a whole number, not '5'"):
            append_one(ledger, ids, "rep_change", base="5")


def test_the_ledger_has_one_row(full: Path) -> None:
    with stranger(full, *PRAGMAS[:2]) as connection, pytest.raises(sqlite3.IntegrityError):
        connection.execute("INSERT INTO ledger SELECT 2, origin, currency, zone, created_at FROM ledger")


# The sequence.


@pytest.mark.parametrize("step", [2, 5, 1 << 32])
def test_a_fact_follows_the_one_before_it(full: Path, ids: dict[str, int], step: int) -> None:
    """No holes in an origin's sequence, whoever writes: a missing fact would show, and no program uses the numbers up."""
    with (
        stranger(full, *PRAGMAS[:2]) as connection,
        pytest.raises(sqlite3.IntegrityError, match="follows the one before"),
    ):
        _insert_fact(connection, max(ids.values()) + step, "team")


def test_another_origin_starts_at_one(full: Path) -> None:
    with stranger(full) as connection:
        _insert_fact(connection, (7 << 32) + 1, "team")
        _insert_fact(connection, (7 << 32) + 2, "team")
        with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
            _insert_fact(connection, 1, "team")


# Codes and source keys.


@pytest.mark.parametrize("kind", ["rep", "team", "product", "opportunity", "contract"])
def test_a_code_is_there_once_among_what_is_in_force(full: Path, ids: dict[str, int], kind: str) -> None:
    """A voided code may be given again, so that a slip is mended; then the first is not restored beside it."""
    (code,) = _one(full, f"SELECT code FROM {kind}")
    with writing(full) as ledger, ledger.write():
        with pytest.raises(Refused, match="this code is taken"):
            append_one(ledger, ids, kind, code=code)
        void = ledger.void(ids[kind], DAY, "a slip")
        again = append_one(ledger, ids, kind, code=code)
        with pytest.raises(Refused, match="this code is taken"):
            ledger.void(void, DAY, "after all")
        ledger.void(again, DAY, "not this one")
        ledger.void(void, DAY, "after all")
    assert _one(full, f"SELECT count(*), min(id) FROM {kind}_in_force WHERE code = '{code}'") == (1, ids[kind])


@pytest.mark.parametrize("kind", ["rep", "team", "product", "opportunity", "contract"])
def test_a_code_that_was_put_right_is_there_once_too(full: Path, ids: dict[str, int], kind: str) -> None:
    """The old one may be given again; then it does not come back, neither by another correction nor by a void of this one."""
    (code,) = _one(full, f"SELECT code FROM {kind}")

    def says(ledger: Ledger, id: int, value: str) -> int:
        return ledger.append("correction", DAY, fact_id=id, field="code", value=value, why="x")

    with writing(full) as ledger, ledger.write():
        renamed = says(ledger, ids[kind], "new")
        with pytest.raises(Refused, match="this code is taken"):
            append_one(ledger, ids, kind, code="new")
        other = append_one(ledger, ids, kind, code=code)
        for value, id in (("new", other), (code, ids[kind])):
            with pytest.raises(Refused, match="this code is taken"):
                says(ledger, id, value)
        with pytest.raises(Refused, match="this code is taken"):
            ledger.void(renamed, DAY, "after all")
        says(ledger, other, "third")
        ledger.void(renamed, DAY, "after all")
    for id, value in ((ids[kind], code), (other, "third")):
        assert _one(full, f"SELECT code FROM {kind}_in_force WHERE id = {id}") == (value,)


def test_without_a_code_two_contracts_are_two(full: Path, ids: dict[str, int]) -> None:
    with writing(full) as ledger, ledger.write():
        append_one(ledger, ids, "contract", code=None)
        append_one(ledger, ids, "contract", code=None)


def test_a_row_is_imported_once_in_each_copy(full: Path, ids: dict[str, int]) -> None:
    with writing(full) as ledger, ledger.write():
        ledger.append("team", DAY, source_key="crm:1", code="t1", name="t")
        with pytest.raises(Refused, match="a row is imported once"):
            ledger.append("team", DAY, source_key="crm:1", code="t2", name="t")
    with stranger(full) as connection:  # the same file was imported into another copy, and the copies are merged
        _insert_fact(connection, (7 << 32) + 1, "team", source_key="crm:1")


# Voids.


@pytest.mark.parametrize("kind", [kind for kind in EACH if kind != "void"])
def test_a_voided_fact_is_out_of_force_until_restored(full: Path, ids: dict[str, int], kind: str) -> None:
    view = f"SELECT count(*) FROM {kind}_in_force WHERE id = {ids[kind]}"
    seen = [_one(full, view)]
    said = ids[kind] if kind != "leave" else ids["void"]  # the sample's void is of its leave
    for _turn in range(3):  # voided, restored, voided: each a void of the void before
        with writing(full) as ledger, ledger.write():
            said = ledger.void(said, DAY, "again")
        seen.append(_one(full, view))
    assert seen == ([(0,), (1,), (0,), (1,)] if kind == "leave" else [(1,), (0,), (1,), (0,)])


def test_the_last_word_is_the_one_recorded_last(full: Path, ids: dict[str, int]) -> None:
    """By the instant of entry, then by the id: a restore merged in from another copy may have the smaller id."""
    words = [("void", 3), ("restore", 5), ("void", 4), ("void", 5), ("restore", 5)]
    seen = []
    with writing(full) as ledger:
        for effect, minute in words:
            with ledger.write():
                instant = f"2024-03-05T09:0{minute}:00.000000Z"
                fields = {"fact_id": ids["task"], "effect": effect, "why": "so"}
                ledger.append("void", DAY, recorded_at=instant, **fields)
            seen.append(_one(full, "SELECT count(*) FROM task_in_force")[0])
    assert seen == [0, 1, 1, 0, 1]


def test_a_void_is_of_a_fact_and_not_of_a_void(full: Path, ids: dict[str, int]) -> None:
    """Ledger.void turns a void of a void into a restore; a row that says it otherwise would be read by no view."""
    with writing(full) as ledger, ledger.write():
        with pytest.raises(Refused, match="a void is taken back by a restore"):
            ledger.append("void", DAY, fact_id=ids["void"], effect="void", why="so")
        with pytest.raises(Refused):
            ledger.append("void", DAY, fact_id=max(ids.values()) + 1, effect="void", why="of itself")


# --


def _one(path: Path, query: str) -> tuple[Any, ...]:
    with stranger(path) as connection:
        row: tuple[Any, ...] = connection.execute(query).fetchone()
        return row


def _insert_fact(connection: sqlite3.Connection, id: int, kind: str, source_key: str | None = None) -> None:
    connection.execute(
        "INSERT INTO fact VALUES (?, ?, '2024-03-05T08:00:00.000000Z', 'x', 'x', NULL, ?, ?)",
        (id, kind, source_key, bytes(32)),
    )


def _insert_like(connection: sqlite3.Connection, kind: str, other: dict[str, Any]) -> int:
    """Insert a row like the kind's first with other fields, as another program would; gives its id."""
    columns = columns_of(connection, kind)
    row = dict(zip(columns, connection.execute(f"SELECT * FROM {kind}").fetchone(), strict=True))
    (last,) = connection.execute("SELECT max(id) FROM fact").fetchone()
    _insert_fact(connection, last + 1, kind)
    if row.get("code"):
        row["code"] = f"other{last}"
    row |= {"id": last + 1, **other}
    connection.execute(f"INSERT INTO {kind} VALUES ({', '.join('?' * len(row))})", list(row.values()))
    return int(last) + 1


def test_reports_read_the_ledger_and_cannot_write_it(full: Path) -> None:
    """Opened for a report, SQLite itself refuses, in the file and in what the connection keeps for itself."""
    with reading(full) as ledger:
        connection = ledger._connection
        for attack in (
            "CREATE TABLE x (y)",
            "INSERT INTO team VALUES (1, '2024-01-01', 'x', 'x')",
            "CREATE TEMP TABLE x (y)",
        ):
            with pytest.raises(sqlite3.OperationalError, match="readonly"):
                connection.execute(attack)
