"""Files are matched to the profile's sources by name; what fits none is named before anything is read."""

from pathlib import Path

import pytest

from salescli.errors import WrongUse
from salescli.exchange.matching import Plan, opened, plan
from salescli.exchange.profile import Profile
from salescli.exchange.reading import parse_profile

FACT = '[[source.fact]]\nkind = "customer"\nname = "{0}"\n[source.fact.fields]\nday = "Day"\nname = "Name"\n'
SOURCE = '[[source]]\nname = "{0}"\nfiles = "{1}"\nkey = "Name"\n'


@pytest.fixture
def profile() -> Profile:
    sources = (("old", "OLD-*.csv"), ("new", "new.csv"))
    return parse_profile(
        '[profile]\nkey = "p"\n' + "".join(SOURCE.format(*one) + FACT.format(one[0]) for one in sources)
    )


def files(folder: Path, *names: str, content: str = "Name,Day\nA,2024-01-01\n") -> list[Path]:
    for name in names:
        (folder / name).write_text(content, encoding="utf-8")
    return [folder / name for name in names]


def read(found: Plan) -> list[tuple[str, str]]:
    return [(one.source.called, one.path.name) for one in found.readings]


def test_a_directory_is_read_in_the_profiles_order(tmp_path: Path, profile: Profile) -> None:
    """The files of a source by name; capitals do not matter; what no source takes is named, and not read."""
    files(tmp_path, "new.csv", "old-2.csv", "Old-1.CSV", "other.csv")
    found = plan(profile, [tmp_path])
    assert read(found) == [("old", "Old-1.CSV"), ("old", "old-2.csv"), ("new", "new.csv")]
    assert [path.name for path in found.unread] == ["other.csv"]
    assert not found.without


def test_single_files_leave_sources_without(tmp_path: Path, profile: Profile) -> None:
    found = plan(profile, files(tmp_path, "new.csv"))
    assert read(found) == [("new", "new.csv")]
    assert [source.called for source in found.without] == ["old"]


def test_a_file_given_twice_is_read_once(tmp_path: Path, profile: Profile) -> None:
    assert read(plan(profile, [*files(tmp_path, "new.csv"), tmp_path / "new.csv", tmp_path])) == [("new", "new.csv")]


def test_a_file_of_several_sources_is_read_for_each(tmp_path: Path) -> None:
    """First by the one, then by the other."""
    text = '[profile]\nkey = "p"\n' + "".join(SOURCE.format(name, "*.csv") + FACT.format(name) for name in ("a", "b"))
    assert read(plan(parse_profile(text), files(tmp_path, "x.csv"))) == [("a", "x.csv"), ("b", "x.csv")]


def test_what_cannot_be_matched_is_named(tmp_path: Path, profile: Profile) -> None:
    files(tmp_path, "other.csv")
    for given, said in (
        (tmp_path / "other.csv", r"is no file of this profile; it reads OLD-\*\.csv, new\.csv"),
        (tmp_path / "none.csv", "There is no file"),
        (tmp_path, "There is no file to import"),
    ):
        with pytest.raises(WrongUse, match=said):
            plan(profile, [given])


def test_a_missing_column_of_the_last_file_is_found_before_the_first_is_read(tmp_path: Path, profile: Profile) -> None:
    files(tmp_path, "old-1.csv")
    files(tmp_path, "new.csv", content="Name,Date\n")
    with pytest.raises(WrongUse, match=r"new\.csv has no column Day"):
        plan(profile, [tmp_path])


def test_a_mended_rejects_file_serves_every_source(tmp_path: Path, profile: Profile) -> None:
    """Whatever it is called; in a directory it is left aside, as nobody may have mended it."""
    content = "#source,#file,#line,#column,#value,#reason,Name,Day\nnew,new.csv,2,Day,x,no day,A,2024-01-01\n"
    files(tmp_path, "rejects.csv", "old-rejects.csv", content=content)
    found = plan(profile, [tmp_path / "old-rejects.csv"])
    assert read(found) == [("old", "old-rejects.csv"), ("new", "old-rejects.csv")]
    assert not found.without
    rows = []
    for reading in found.readings:
        with opened(profile, reading) as (translator, _table):
            rows.append([row.cells for row in translator.rows()])
    assert rows == [[], [{"Name": "A", "Day": "2024-01-01"}]]
    files(tmp_path, "new.csv")
    in_directory = plan(profile, [tmp_path])
    assert read(in_directory) == [("new", "new.csv")]
    assert [path.name for path in in_directory.unread] == ["old-rejects.csv", "rejects.csv"]
