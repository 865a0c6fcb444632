"""What the blocks of an import profile say of each other and of the kinds of facts, where it cannot be so."""

import pytest
from test_exchange_profile import GOOD, changed, faults

from salescli.exchange.reading import parse_profile


@pytest.mark.parametrize(
    ("old", "new", "path", "right"),
    [
        ('name = "Name"', 'nane = "Name"', "source[1].fact[1].fields.nane", "Did you mean “name”?"),
        ('name = "Name"', "", "source[1].fact[1].fields.name", "opportunity always needs it"),
        ('name = "Name"', 'name = { template = "no column" }', "source[1].fact[1].fields.name.template", "braces"),
        ('name = "Name"', 'name = { template = "{a" }', "source[1].fact[1].fields.name.template", "braces"),
        (
            'name = "Name"',
            'name = { column = "A", times = "2" }',
            "source[1].fact[1].fields.name.times",
            "leaving it out",
        ),
        ('name = "Name"', 'name = { column = "A", key = "B" }', "source[1].fact[1].fields.name.key", "leaving it out"),
        ('name = "Name"', 'name = { fact = "opportunity" }', "source[1].fact[1].fields.name.fact", "column, value"),
        ('day = "Day"', 'day = { value = "soon" }', "source[1].fact[1].fields.day.value", "YYYY-MM-DD"),
        ('day = "Day"', 'day = { column = "Day", default = "3/4/24" }', "source[1].fact[1].fields.day.default", "YYYY"),
        ('value = "payment"', 'value = "payments"', "source[2].fact[1].fields.kind.value", "Did you mean “payment”?"),
        (
            'contract = "Contract"',
            'contract = { fact = "signed" }',
            "source[2].fact[1].fields.contract.fact",
            "above it",
        ),
        ('key = "No"', "", "source[2].fact[1].key", "the same one next time"),
        ('files = ["b.csv", "c-*.csv"]', 'files = "a.csv"', "source[2]", "no other source"),
        ('kind = "opportunity"', 'kind = "opportunity"\npart = []', "source[1].fact[1].part", "leaving it out"),
        ('kind = "stage_change"', 'kind = "stage_change"\nname = "opportunity"', "source[1].fact[2]", "no other fact"),
        (
            'kind = "opportunity"',
            'kind = "opportunity"\nchanged_on = "Day"',
            "source[1].fact[1].changed_on",
            "it is for team_change, customer_owner",
        ),
        (
            'kind = "stage_change"',
            'kind = "stage_change"\nonce = true\nchanged_on = "Day"',
            "source[1].fact[2].changed_on",
            "leaving one of them out",
        ),
        (
            'kind = "stage_change"',
            'kind = "stage_change"\nchanged_on = { value = "soon" }',
            "source[1].fact[2].changed_on.value",
            "YYYY-MM-DD",
        ),
    ],
)
def test_a_fault_names_its_place_and_what_is_right(old: str, new: str, path: str, right: str) -> None:
    found = changed(old, new)
    assert any(fault.startswith(f"{path}:") and right in fault for fault in found), found


def test_a_reference_to_a_later_fact_or_of_another_kind_is_a_fault() -> None:
    assert changed('{ fact = "opportunity" }', '{ fact = "receipt" }') == [
        "source[1].fact[2].fields.opportunity.fact: there is “receipt”; "
        "right would be the name of a fact above it that is opportunity: opportunity."
    ]


def test_a_reference_from_another_source_says_where_the_key_stands() -> None:
    """And as many columns as the key has."""
    contract = 'contract = "Contract"'
    more = GOOD.replace('kind = "stage_change"', 'kind = "contract"').replace('stage = "Stage"', 'amount = "Amount"')
    assert parse_profile(more.replace(contract, 'contract = { fact = "contract", key = "Contract" }'))
    assert "the columns here that hold the key" in faults(more.replace(contract, 'contract = { fact = "contract" }'))[0]
    assert "as many columns" in faults(more.replace(contract, 'contract = { fact = "contract", key = ["A", "B"] }'))[0]


def test_nothing_names_a_task() -> None:
    """A kind without codes or names is referred to as a fact of the profile alone."""
    text = GOOD + '[[source.fact]]\nkind = "task_done"\n[source.fact.fields]\nday = "Day"\ntask = "Task"\n'
    assert faults(text) == [
        "source[2].fact[2].fields.task: there is a text, and nothing names a task; "
        'right would be { fact = "…" } of this profile.'
    ]


def test_a_share_needs_parts() -> None:
    text = GOOD + '[[source.fact]]\nkind = "share"\n[source.fact.fields]\nday = "Day"\nopportunity = "Name"\n'
    assert "source[2].fact[2].part" in faults(text)[0]
