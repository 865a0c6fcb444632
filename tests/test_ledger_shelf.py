"""Every query of the shelf says what its row is, runs on the schema, is portable, and fits the named tuple that reads it."""

import ast
import importlib
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

import pytest
from one_of_each import LATE, append_each, new, reading, writing

from salescli.ledger import shelf

PACKAGE = Path(shelf.__file__).parents[1]
QUERIES = sorted(path.stem for path in shelf.QUERIES.glob("*.sql"))


@pytest.fixture(scope="module", params=[None, LATE], ids=["now", "as of"])
def connection(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sqlite3.Connection]:
    """A ledger with one fact of every kind, as it is and as it was known."""
    path = new(tmp_path_factory.mktemp("shelf") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        append_each(ledger)
    with reading(path, request.param) as ledger:
        yield ledger._connection


class Anything(dict[str, Any]):
    """A value for every parameter."""

    def __missing__(self, name: str) -> Any:
        return "2024-03-05" if re.search("day|start|end|since|until|from|to|by|on$", name) else None


def code(text: str) -> str:
    """The statement without its comments and texts."""
    return re.sub(r"--.*|'[^']*'", "", text)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_says_what_one_row_is(query: str) -> None:
    first = shelf.sql(query).splitlines()[0]
    assert re.match(r"-- One row: \S.*", first), first


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_is_one_statement_that_only_reads(query: str) -> None:
    text = code(shelf.sql(query))
    assert re.match(r"\s*(SELECT|WITH)\b", text)
    assert ";" not in text
    assert not re.search(r"\b(INSERT|UPDATE|DELETE|REPLACE INTO|PRAGMA|ATTACH|CREATE|DROP)\b", text)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_runs_on_the_schema(connection: sqlite3.Connection, query: str) -> None:
    connection.execute(shelf.sql(query), Anything()).fetchall()


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_speaks_what_two_engines_understand(query: str) -> None:
    """Named parameters, and no function that SQLite has alone or gives another meaning."""
    text = code(shelf.sql(query))
    assert not re.search(
        r"\b(iif|ifnull|group_concat|instr|strftime|datetime|julianday|total|printf|glob|typeof|rowid)\b", text, re.I
    )
    assert not re.search(r"\b(min|max)\s*\([^()]*,", text, re.I), "two arguments"
    assert not re.search(r"[?$@][A-Za-z0-9]?|\bround\s*\(", text, re.I)


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_takes_no_policy_and_no_today(query: str) -> None:
    text = shelf.sql(query)
    assert not re.search(r"'now'|current_(date|time)", text, re.I)
    assert not re.search(r"\b0?\.\d+\b", code(text)), "a rate"


@pytest.mark.parametrize("query", QUERIES)
def test_a_query_reads_what_is_in_force(query: str) -> None:
    """A bare table would show what was voided, and under --as-of what was not known yet."""
    text = code(shelf.sql(query))
    if query in (
        "happenings",
        "rep_happenings",
        "once_called",
    ):  # what was voided is marked; :known says what was known
        assert text.count("recorded_at < :known") == 3
        return
    bare = re.findall(r"\b(?:FROM|JOIN)\s+(\w+)", text)
    kinds = set(re.findall(r"CREATE TABLE (\w+)", _schema())) - {"fact", "ledger", "void"}
    if query == "entry_counts":  # what was voided is what it counts; `voided` knows what was known
        kinds -= set(re.findall(r"voided\.fact_id = (\w+)\.id", text))
    if query == "search_texts":  # what stood there before it was put right
        kinds -= set(re.findall(r"LEFT JOIN (\w+) ON \1\.id = mended\.fact_id", text))
    kinds -= set(re.findall(r"\bFROM (\w+) AS (?:said|called)\b", text))  # by an index, to a row that is in force
    every = r"IN \(SELECT id FROM (rep|customer)\)"  # all there ever were: so an index is gone through
    assert not set(bare) & kinds - set(re.findall(every, text))


def _schema() -> str:
    from salescli.ledger import law

    return law.schema()


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if not query.startswith(("search", "journal", "verify", "doctor"))]
)
def test_a_querys_cost_does_not_grow_with_years_of_follow_ups(connection: sqlite3.Connection, query: str) -> None:
    """Neither follow-ups nor envelopes nor voids are read through; they are looked up by an index."""
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {shelf.sql(query)}", Anything())]
    long = {"fact", "follow_up", "void", "entry", "later", "after", "receipt", "stage_change"}
    allowed = {"receivables", "listed_contracts", "listed_opportunities"}  # over all contracts, or all opportunities
    through = [step for step in plan if re.match(r"SCAN (\w+)", step) and step.split()[1] in long]
    assert query in allowed or not through


# The rows.


def uses() -> Iterator[tuple[str, str, str]]:
    """Module, query and shape of row of every `.read("query", Row, …)` in the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(attr="read"), args=[query, ast.Name(id=row)]):
                    yield from ((module, name, row) for name in _named(query))


def _named(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value)]
    if isinstance(node, ast.JoinedStr):
        any_word = (
            "(rep|team|customer|contact|product|opportunity|contract)" if "kind" in ast.unparse(node) else "[a-z_]+"
        )
        pattern = "".join(re.escape(str(p.value)) if isinstance(p, ast.Constant) else any_word for p in node.values)
        found = [query for query in QUERIES if re.fullmatch(pattern, query)]
        assert found, pattern
        return found
    return []


USES = sorted(set(uses()))


def test_the_uses_are_found() -> None:
    assert len(USES) > 40
    assert {"names_rep_of_id", "names_rep", "names_rep_part"} <= {query for _module, query, _row in USES}


@pytest.mark.parametrize(("module", "query", "row"), USES)
def test_a_row_has_the_querys_columns(connection: sqlite3.Connection, module: str, query: str, row: str) -> None:
    shape = getattr(importlib.import_module(module), row, None) or _local(module, row)
    assert issubclass(shape, tuple), "a named tuple is made sooner than a dataclass"
    cursor = connection.execute(shelf.sql(query), Anything())
    assert [column[0] for column in cursor.description] == list(get_type_hints(shape))


def _local(module: str, row: str) -> Any:
    """A name that is imported inside a function."""
    source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and any((name.asname or name.name) == row for name in node.names):
            return getattr(importlib.import_module(str(node.module)), row)
    raise LookupError(row)


# The loader.


class Row(NamedTuple):
    id: int
    day: date
    maybe_day: date | None
    rate: Decimal | None
    done: bool
    name: str | None


COLUMNS = ("id", "day", "maybe_day", "rate", "done", "name")


def test_cells_become_days_decimals_and_yes_or_no() -> None:
    rows = [(1, "2024-03-05", None, "0.10", 1, "x"), (2, "2024-02-29", "2024-03-01", None, 0, None)]
    assert list(shelf.shaped(Row, COLUMNS, rows)) == [
        Row(1, date(2024, 3, 5), None, Decimal("0.10"), True, "x"),
        Row(2, date(2024, 2, 29), date(2024, 3, 1), None, False, None),
    ]


def test_several_ids_are_one_parameter() -> None:
    """As the keys of an object, each once; anything else is as it is kept."""
    assert shelf.parameter({4294967298}) == '{"4294967298": null}'
    assert shelf.parameter(frozenset()) == "{}"
    assert shelf.parameter(date(2024, 3, 5)) == "2024-03-05"
    with pytest.raises(TypeError, match="a ledger keeps no list"):
        shelf.parameter([1])


@pytest.mark.parametrize("columns", [COLUMNS[:-1], (*COLUMNS, "more"), ("day", "id", *COLUMNS[2:])])
def test_columns_in_another_order_are_a_bug(columns: tuple[str, ...]) -> None:
    with pytest.raises(TypeError, match="Row: the query gives"):
        list(shelf.shaped(Row, columns, []))
