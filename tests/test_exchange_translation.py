"""A row becomes the facts that the profile says, or the faults for which it is rejected."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from salescli.errors import WrongUse
from salescli.exchange.drafts import ByKey, ByName, Translated
from salescli.exchange.reading import parse_profile
from salescli.exchange.tables import Row, Table
from salescli.exchange.translation import Translator

OPPORTUNITY = """
[[source.fact]]
kind = "opportunity"
[source.fact.fields]
day = "Since"
name = "Name"
"""


def translated(profile: str, columns: list[str], *rows: list[str], source: str = "") -> list[Translated]:
    """What the rows of a file with these columns become, by a profile of one source."""
    text = f'[profile]\nkey = "p"\n[[source]]\nfiles = "a.csv"\nkey = "No"\n{source}\n{profile}'
    found = parse_profile(text)
    table = Table(Path("a.csv"), columns, iter([Row(at, row) for at, row in enumerate(rows, start=2)]))
    return list(Translator(found, found.sources[0], table).rows())


def test_columns_become_fields() -> None:
    [row] = translated(OPPORTUNITY, ["No", "Name", "Since", "Else"], ["7", " Pump ", "2024-01-02", "x"])
    [draft] = row.drafts
    assert (draft.name, draft.kind, draft.day, draft.source_key) == (
        "opportunity",
        "opportunity",
        date(2024, 1, 2),
        'profile:p:opportunity:["7"]',
    )
    assert draft.fields == {"name": "Pump"}
    assert draft.origins == {"day": "Since", "name": "Name"}
    assert row.cells == {"No": "7", "Name": " Pump ", "Since": "2024-01-02", "Else": "x"}


def fields(filling: str, cells: dict[str, str], field: str = "note", source: str = "") -> object:
    """What a field of an opportunity becomes of a row."""
    profile = OPPORTUNITY + f"{field} = {filling}\n"
    cells = {"No": "1", "Name": "N", "Since": "2024-01-01"} | cells
    [row] = translated(profile, list(cells), list(cells.values()), source=source)
    assert not row.faults, row.faults
    [draft] = row.drafts
    return draft.note if field == "note" else draft.fields.get(field)


@pytest.mark.parametrize(
    ("filling", "cells", "value"),
    [
        ('"A"', {"A": " as it stands\n"}, " as it stands\n"),
        ('"A"', {"A": "  "}, None),
        ('{ column = ["A", "B"] }', {"A": " ", "B": "b"}, "b"),
        ('{ column = ["A", "B"] }', {"A": "a", "B": "b"}, "a"),
        ('{ value = "fixed" }', {}, "fixed"),
        ('{ column = "A", default = "d" }', {"A": ""}, "d"),
        ('{ column = "A", default = 2024-01-02 }', {"A": ""}, "2024-01-02"),
        ('{ template = "{A} – {B}" }', {"A": " a ", "B": "b"}, "a – b"),
        ('{ template = "{A} {B} {No}" }', {"A": "", "B": "b"}, "b 1"),
        ('{ template = "part of {A}" }', {"A": " "}, None),
        ('{ template = "part of {A}", default = "alone" }', {"A": " "}, "alone"),
        ('{ column = "A", translate = { "x y" = "z" } }', {"A": " x y "}, "z"),
        ('{ column = "A", translate = { "x" = "z" } }', {"A": "xx"}, "xx"),
        ('{ column = "A", translate = { "x" = "" }, default = "d" }', {"A": "x"}, "d"),
    ],
)
def test_a_field_is_filled(filling: str, cells: dict[str, str], value: str | None) -> None:
    assert fields(filling, cells) == value


def test_numbers_and_days_by_source_and_by_field() -> None:
    """The field's own way of writing goes before the source's."""
    source = 'dates = "DD.MM.YYYY"\nnumbers = "1.234,56"'
    cells = {"Since": "02.01.2024", "A": "0,5"}
    assert fields('"A"', cells, "rate", source) == Decimal("0.5")
    assert fields('{ column = "A", numbers = "1,234.56" }', cells | {"A": "0.5"}, "rate", source) == Decimal("0.5")
    assert fields('{ column = "A", times = "0.01" }', cells | {"A": "7,5"}, "rate", source) == Decimal("0.075")


def test_references_by_name_and_by_made_code() -> None:
    assert fields('"A"', {"A": " Acme "}, "customer") == ByName("customer", "Acme")
    assert fields('{ column = "A", make = "code" }', {"A": "Mei Li"}, "customer") == ByName("customer", "mei-li")
    assert fields('"A"', {"A": " "}, "customer") is None


def test_the_sources_translation_stands_everywhere() -> None:
    """In conditions, keys, templates and fields; a word for nothing is empty everywhere."""
    source = 'empty = ["-"]\n[source.translate.Name]\nGTXPro = "GTX Pro"\n'
    profile = OPPORTUNITY.replace(
        'kind = "opportunity"', 'kind = "opportunity"\nkey = "Name"\nwhen = { Name = "GTX Pro" }'
    )
    columns = ["No", "Name", "Since"]
    [row, empty] = translated(profile, columns, ["1", " GTXPro", "2024-01-01"], ["2", "-", "2024-01-01"], source=source)
    assert (row.drafts[0].source_key, row.drafts[0].fields["name"]) == ('profile:p:opportunity:["GTX Pro"]', "GTX Pro")
    assert not empty.drafts and not empty.faults


@pytest.mark.parametrize(
    ("condition", "met"),
    [
        ('"won"', ["won", " won "]),
        ('["won", "lost"]', ["won", " won ", "lost"]),
        ('{ is_not = "won" }', ["lost", "Won", "", "12", "1,000.5", "-3"]),
        ('{ begins = "w" }', ["won", " won "]),
        ('{ begins = ["wo", "1"], is_not = "won" }', ["12", "1,000.5"]),
        ("{ filled = true }", ["won", " won ", "lost", "Won", "12", "1,000.5", "-3"]),
        ("{ filled = false }", [""]),
        ('{ above = "0" }', ["12", "1,000.5"]),
        ('{ below = "12.5" }', ["12", "-3"]),
        ('{ above = "0", below = "100" }', ["12"]),
        ('{ filled = true, is_not = ["won", "12"] }', ["lost", "Won", "1,000.5", "-3"]),
    ],
)
def test_conditions_choose_rows(condition: str, met: list[str]) -> None:
    """Of the source: the others are left out; of a fact: they do not become it."""
    cells = ["won", " won ", "lost", "Won", "", "12", "1,000.5", "-3"]
    rows = [[str(at), "N", "2024-01-01", cell] for at, cell in enumerate(cells)]
    columns = ["No", "Name", "Since", "State"]
    of_source = translated(OPPORTUNITY, columns, *rows, source=f"when = {{ State = {condition} }}")
    fact = OPPORTUNITY.replace('kind = "opportunity"', f'kind = "opportunity"\nwhen = {{ State = {condition} }}')
    of_fact = translated(fact, columns, *rows)
    for found in (of_source, of_fact):
        assert [cell for cell, row in zip(cells, found, strict=True) if row.drafts] == met
        assert not any(row.faults for row in found)


def test_a_row_becomes_several_facts_that_refer_to_each_other() -> None:
    profile = (
        OPPORTUNITY
        + '[[source.fact]]\nkind = "contract"\nkey = ["No", "Signed"]\nwhen = { Signed = { filled = true } }\n'
        + '[source.fact.fields]\nday = "Signed"\nopportunity = { fact = "opportunity" }\namount = "Amount"\n'
        + '[[source.fact]]\nkind = "receipt"\n[source.fact.fields]\nday = "Signed"\n'
        + 'contract = { fact = "contract" }\nkind = { value = "payment" }\namount = "Amount"\n'
    )
    [row] = translated(
        profile, ["No", "Name", "Since", "Signed", "Amount"], ["7", "N", "2024-01-01", "2024-02-01", "1,054.50"]
    )
    opportunity, contract, receipt = row.drafts
    assert contract.fields["opportunity"] == ByKey("opportunity", opportunity.source_key, '"7"')
    assert receipt.fields["contract"] == ByKey("contract", 'profile:p:contract:["7","2024-02-01"]', '"7","2024-02-01"')
    assert receipt.fields["amount"] == 105450


def test_another_sources_fact_is_referred_to_by_the_columns_that_hold_its_key() -> None:
    text = (
        '[profile]\nkey = "p"\n[[source]]\nfiles = "a.csv"\nkey = ["No", "Year"]\n'
        + OPPORTUNITY
        + '[[source]]\nfiles = "b.csv"\nkey = "Id"\n[[source.fact]]\nkind = "stage_change"\n'
        + '[source.fact.fields]\nday = "On"\nstage = "Stage"\n'
        + 'opportunity = { fact = "opportunity", key = ["Project", "Of"] }\n'
    )
    profile = parse_profile(text)
    table = Table(
        Path("b.csv"), ["Id", "On", "Stage", "Project", "Of"], iter([Row(2, ["1", "2024-01-01", "won", "7", "24"])])
    )
    [row] = Translator(profile, profile.sources[1], table).rows()
    assert row.drafts[0].fields["opportunity"] == ByKey("opportunity", 'profile:p:opportunity:["7","24"]', '"7","24"')


def test_keys_cannot_be_mixed_up() -> None:
    """Whatever signs the cells hold, two different rows have two different keys."""
    rows = [['a","b', "c"], ["a", 'b","c'], ["a,b", "c"], ["a", "b,c"], ['a"', "b"], ["a", '"b'], ["张", "\\"]]
    profile = OPPORTUNITY.replace('kind = "opportunity"', 'kind = "opportunity"\nkey = ["No", "Name"]')
    found = translated(profile, ["No", "Name", "Since"], *([*row, "2024-01-01"] for row in rows))
    assert len({row.drafts[0].source_key for row in found}) == len(rows)


def test_a_share_has_the_parts_that_the_row_fills() -> None:
    profile = '[[source.fact]]\nkind = "share"\n[source.fact.fields]\nday = "Since"\nopportunity = "No"\n' + "".join(
        f'[[source.fact.part]]\nrep = "R{at}"\npercent = "P{at}"\n' for at in (1, 2, 3)
    )
    columns = ["No", "Since", "R1", "P1", "R2", "P2", "R3", "P3"]
    [row, wrong] = translated(
        profile,
        columns,
        ["1", "2024-01-01", "Ann", "60", "Bob", "40%", "Cy", ""],
        ["1", "2024-01-01", "Ann", "60", "", "40", "", "x"],
    )
    assert row.drafts[0].parts == [(ByName("rep", "Ann"), Decimal(60)), (ByName("rep", "Bob"), Decimal(40))]
    assert [(fault.column, fault.value) for fault in wrong.faults] == [("R2", ""), ("P3", "x")]


def test_every_fault_of_a_row_is_named_with_its_cell() -> None:
    """And every fact counts that the row would have become."""
    profile = OPPORTUNITY.replace('name = "Name"', 'name = "Name"\nrate = "Rate"') + OPPORTUNITY.replace(
        'kind = "opportunity"', 'kind = "opportunity"\nname = "second"'
    )
    [row] = translated(profile, ["No", "Name", "Since", "Rate"], ["1", "", "31.12.2024", "15"])
    assert [(fault.column, fault.value) for fault in row.faults] == [
        ("Since", "31.12.2024"),
        ("Name", ""),
        ("Rate", "15"),
        ("Since", "31.12.2024"),
        ("Name", ""),
    ]
    assert row.faults[1].reason == "it is empty, and opportunity needs name"
    assert list(row.kinds) == ["opportunity", "opportunity"] and not row.drafts


def test_a_row_without_a_key_is_at_fault() -> None:
    [row] = translated(OPPORTUNITY, ["No", "Name", "Since"], [" ", "N", "2024-01-01"])
    assert (row.faults[0].column, row.faults[0].reason) == ("No", "the key of opportunity is empty")


@pytest.mark.parametrize("cells", [["1", "N"], ["1", "N", "2024-01-01", "more"]])
def test_a_row_of_another_length_is_at_fault(cells: list[str]) -> None:
    """Something is missing, or a comma stands unquoted: no cell can be trusted."""
    [row] = translated(OPPORTUNITY, ["No", "Name", "Since"], cells)
    assert f"the row has {len(cells)} cells and the header 3" in row.faults[0].reason
    assert list(row.cells.values()) == cells


def test_empty_cells_behind_the_last_column_do_no_harm() -> None:
    [row] = translated(OPPORTUNITY, ["No", "Name", "Since"], ["1", "N", "2024-01-01", "", " "])
    assert row.drafts and not row.faults


def test_columns_that_are_not_there_are_named_at_once() -> None:
    """With what was probably meant, and how a fixed value is written."""
    with pytest.raises(WrongUse) as caught:
        translated(OPPORTUNITY + 'customer = "Client"\nrate = "0.05"\n', ["No", "Names", "since", "client"])
    sentence = str(caught.value)
    assert (
        "has no columns Since (did you mean since?), Name (did you mean Names?), Client (did you mean client?), 0.05"
        in sentence
    )
    assert "its columns are No, Names, since, client." in sentence and '{ value = "…" }' in sentence


def test_a_file_with_another_delimiter_is_recognised() -> None:
    with pytest.raises(WrongUse, match=r'delimiter = ";"'):
        translated(OPPORTUNITY, ["No;Name;Since"])
