"""The blocks of an import profile: a fault of a single value names its place and what would be right there."""

import pytest

from salescli.exchange.reading import ProfileFaults, parse_profile

GOOD = """
[profile]
key = "crm"
[[source]]
files = "a.csv"
key = "Id"
[[source.fact]]
kind = "opportunity"
[source.fact.fields]
day = "Day"
name = "Name"
[[source.fact]]
kind = "stage_change"
[source.fact.fields]
day = "Day"
opportunity = { fact = "opportunity" }
stage = "Stage"
[[source]]
files = ["b.csv", "c-*.csv"]
key = "No"
[[source.fact]]
kind = "receipt"
[source.fact.fields]
day = "Day"
contract = "Contract"
kind = { value = "payment" }
amount = "Amount"
"""


def faults(text: str) -> list[str]:
    """The sentences, without the head."""
    with pytest.raises(ProfileFaults) as caught:
        parse_profile(text, "p.toml")
    head, *lines = str(caught.value).split("\n")
    assert head.startswith("The import profile p.toml has ")
    return [line.strip() for line in lines]


def changed(old: str, new: str) -> list[str]:
    """The faults of the good profile with one change."""
    assert old in GOOD
    return faults(GOOD.replace(old, new, 1))


def test_a_good_profile_has_none() -> None:
    """A single text stands for a list of one, a fact without a name is called as its kind."""
    profile = parse_profile(GOOD)
    assert [source.files for source in profile.sources] == [("a.csv",), ("b.csv", "c-*.csv")]
    assert profile.named("receipt")[1].fields["kind"].value == "payment"
    assert profile.prefix == "profile:crm:"


@pytest.mark.parametrize(
    ("old", "new", "path", "right"),
    [
        ('key = "crm"', 'key = "a:b"', "profile.key", "short name"),
        ('key = "crm"', "", "profile.key", "always needed"),
        ('files = "a.csv"', "", "source[1].files", "always needed"),
        ('files = "a.csv"', 'file = "a.csv"', "source[1].file", "Did you mean “files”?"),
        ('files = "a.csv"', "files = []", "source[1].files", "at least one"),
        ('files = "a.csv"', "files = true", "source[1].files", "a list of them"),
        ('files = "a.csv"', 'files = "a.csv"\nencoding = "utf8-ish"', "source[1].encoding", "gb18030"),
        ('files = "a.csv"', 'files = "a.csv"\nencoding = "base64"', "source[1].encoding", "gb18030"),
        ('files = "a.csv"', 'files = "a.csv"\ndelimiter = "::"', "source[1].delimiter", "one sign"),
        ('files = "a.csv"', 'files = "a.csv"\nheader = -1', "source[1].header", "0 or more"),
        ('files = "a.csv"', 'files = "a.csv"\ndates = "dd/mm/yy"', "source[1].dates", "YYYY"),
        ('files = "a.csv"', 'files = "a.csv"\nnumbers = "1.234"', "source[1].numbers", "1.234,56"),
        ('files = "a.csv"', 'files = "a.csv"\nwhen = { A = {} }', "source[1].when.A", "is_not"),
        ('files = "a.csv"', 'files = "a.csv"\nwhen = { A = 3 }', "source[1].when.A", "filled"),
        ('files = "a.csv"', 'files = "a.csv"\nwhen = { A = { over = "1" } }', "source[1].when.A.over", "above"),
        ('kind = "opportunity"', 'kind = "oportunity"', "source[1].fact[1].kind", "Did you mean “opportunity”?"),
        ('kind = "opportunity"', 'kind = "policy"', "source[1].fact[1].kind", "stage_change"),
        ('name = "Name"', "name = { }", "source[1].fact[1].fields.name", "exactly one of column"),
        ('name = "Name"', 'name = { column = "A", value = "B" }', "source[1].fact[1].fields.name", "exactly one of"),
        ('name = "Name"', "name = true", "source[1].fact[1].fields.name", "a column in quotes"),
        ('name = "Name"', 'name = { column = "A", make = "kode" }', "source[1].fact[1].fields.name.make", "code"),
    ],
)
def test_a_faulty_value_names_its_place_and_what_is_right(old: str, new: str, path: str, right: str) -> None:
    found = changed(old, new)
    assert any(fault.startswith(f"{path}:") and right in fault for fault in found), found
