"""The kinds an import can make are the ledger's: every field is a column, and what the ledger needs can be filled in."""

import re
from pathlib import Path

import pytest

from salescli.exchange.kinds import KINDS, NAMED, column, fields_of

SCHEMA = (Path(__file__).parents[1] / "schema.sql").read_text(encoding="utf-8")
FILLED_IN = {"id", "happened_on", "answered", "candidate"}


def columns(table: str) -> dict[str, bool]:
    """The columns of a table of schema.sql, each with whether it must be filled."""
    body = re.search(rf"CREATE TABLE {table} \((.*?)^\)", SCHEMA, re.MULTILINE | re.DOTALL)
    assert body
    return {
        found[1]: "NOT NULL" in found[0]
        for found in re.finditer(r"^  ([a-z_]+) (?:INTEGER|TEXT).*$", body[1], re.MULTILINE)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_is_a_column_of_the_kinds_table(kind: str) -> None:
    assert {column(name, field) for name, field in KINDS[kind].items()} <= set(columns(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_table_must_have_the_profile_must_give(kind: str) -> None:
    """Else a row without it would be refused by the schema, in words that nobody understands."""
    must = {name for name, needed in columns(kind).items() if needed} - FILLED_IN
    assert must <= {column(name, field) for name, field in KINDS[kind].items() if field.needed}


@pytest.mark.parametrize("kind", KINDS)
def test_a_reference_is_to_a_kind_that_can_be_imported_or_named(kind: str) -> None:
    for field in fields_of(kind).values():
        assert not field.refers or field.refers in KINDS or field.refers in NAMED
