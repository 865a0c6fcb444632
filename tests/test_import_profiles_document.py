"""examples/import-profiles.md says what is so: its worked example is run, its tables are the program's.

`TRANSCRIPTS=write pytest tests/test_import_profiles_document.py` writes what is printed now.
"""

import os
import re
from pathlib import Path

import pytest
from pydantic import BaseModel
from test_transcripts import BLOCK, TODAY, commands, environment, run

from salescli.exchange.kinds import KINDS, Field, Form
from salescli.exchange.profile import FactBlock, Filling, Head, Source
from salescli.exchange.reading import parse_profile

DOCUMENT = Path(__file__).parents[1] / "examples" / "import-profiles.md"
TEXT = DOCUMENT.read_text(encoding="utf-8")
PLAIN = (Form.TEXT, Form.NAME)


def fence(kind: str) -> str:
    """The first block of that kind."""
    found = re.search(rf"^```{kind}\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    assert found
    return found[1]


def test_the_worked_example_runs_as_it_stands(tmp_path: Path) -> None:
    """sales.csv and profile.toml of the page, and the commands below them with what they print."""
    (tmp_path / "sales.csv").write_text(fence("csv"), encoding="utf-8")
    (tmp_path / "profile.toml").write_text(fence("toml"), encoding="utf-8")
    today = TODAY.search(TEXT)
    assert today
    env, text = environment(tmp_path, today[1]), TEXT
    blocks = BLOCK.findall(TEXT)
    assert len(blocks) >= 2
    for block in blocks:
        printed = [(command, run(command, tmp_path, env)) for command in commands(block)]
        if os.environ.get("TRANSCRIPTS") == "write":
            new = "".join(f"$ {command.words}{output}" for command, output in printed)
            text = text.replace(f"```console\n{block}```", f"```console\n{new}```", 1)
            DOCUMENT.write_text(text, encoding="utf-8")
            continue
        for command, output in printed:
            assert output == command.printed, command.words


def said(name: str, field: Field) -> str:
    """A field as the table writes it."""
    star = "\\*" if field.needed else ""
    if field.form in PLAIN:
        return f"{name}{star}"
    form = {Form.REFERENCE: field.refers, Form.WORD: ", ".join(field.words)}.get(field.form, field.form.value)
    form += "; else yes" if name == "answered" else ""
    return f"{name}{star} ({form})"


@pytest.mark.parametrize("kind", KINDS)
def test_the_table_of_facts_is_the_programs(kind: str) -> None:
    """Every kind has its row, and the row its fields, in order, with what they are and which are needed."""
    row = re.search(rf"^\| `{kind}` \| .+ \| (.+) \|$", TEXT, re.MULTILINE)
    fields = ", ".join(said(name, field) for name, field in KINDS[kind].items())
    fields += ", and [parts](#sourcefactpart-the-parts-of-a-share)" if kind == "share" else ""
    assert row and row[1] == fields


@pytest.mark.parametrize("block", [Head, Source, FactBlock, Filling])
def test_every_key_is_explained(block: type[BaseModel]) -> None:
    """No key of the language is missing from the page."""
    keys = {field.alias or name for name, field in block.model_fields.items()} - {"fact", "part", "fields"}
    assert {key for key in keys if not re.search(rf"`{key}\b|\b{key} = |\[source\.{key}", TEXT)} == set()


def test_indented_examples_are_of_the_language() -> None:
    """Each whole block of the recipes, put into a profile, has no fault but what it leaves to the reader."""
    recipes = re.findall(r"((?:^    .+\n)+)", TEXT, re.MULTILINE)
    whole = [text for text in recipes if "[[source.fact]]" in text and "…" not in text]
    assert len(whole) >= 3
    for text in whole:
        start = '[profile]\nkey = "x"\n[[source]]\nfiles = "a.csv"\nkey = "No"\n'
        opened = '[[source.fact]]\nkind = "opportunity"\n[source.fact.fields]\nday = "Since"\nname = "No"\n'
        assert parse_profile(start + opened + re.sub("^    ", "", text, flags=re.MULTILINE)).sources
