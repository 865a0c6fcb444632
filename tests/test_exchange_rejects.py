"""The rejects file keeps the rows that did not go in, so that it can be mended and imported itself."""

import csv
import json
import resource
import signal
import sys
from pathlib import Path

import pytest

from salescli.errors import WrongUse
from salescli.exchange import rejects
from salescli.exchange.drafts import RowFault
from salescli.exchange.profile import Profile
from salescli.exchange.reading import parse_profile
from salescli.exchange.tables import open_table
from salescli.exchange.values import Canonical

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "blns.json"
PROFILE = """
[profile]
key = "p"
[[source]]
name = "people"
files = "people.csv"
key = "No"
[[source.fact]]
kind = "team"
[source.fact.fields]
day = "Day"
code = "No"
name = "Name"
[[source]]
files = "sales.csv"
key = "No"
numbers = "1.234,56"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = "Day"
name = "Name"
"""
FAULT = RowFault("Day", "x", "it is no day")


@pytest.fixture
def profile() -> Profile:
    return parse_profile(PROFILE)


def reject(profile: Profile, source: int, line: int, *faults: RowFault, **cells: str) -> rejects.Reject:
    return rejects.Reject(profile.sources[source], "a.csv", line, cells, faults or (FAULT,))


def written(path: Path, *found: rejects.Reject) -> list[list[str]]:
    with rejects.writing(path, found):
        pass
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_marks_stand_before_the_cells_of_all_sources(tmp_path: Path, profile: Profile) -> None:
    """A column that several sources have is there once."""
    found = written(
        tmp_path / "r.csv",
        reject(profile, 0, 3, No="1", Name="Ann", Day="x"),
        reject(profile, 1, 7, FAULT, RowFault("Name", "", "it is empty"), No="2", Day="x", City="Köln"),
    )
    assert found == [
        ["#source", "#file", "#line", "#column", "#value", "#reason", "No", "Name", "Day", "City"],
        ["people", "a.csv", "3", "Day", "x", "it is no day", "1", "Ann", "x", ""],
        ["sales.csv", "a.csv", "7", "Day", "x", "Day: it is no day; Name: it is empty", "2", "", "x", "Köln"],
    ]


def test_without_rejects_there_is_a_header_alone(tmp_path: Path) -> None:
    assert written(tmp_path / "r.csv") == [list(rejects.MARKS)]


def test_each_source_gets_its_rows_and_columns_back(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "r.csv"
    written(path, reject(profile, 0, 3, No="1", Name="Ann"), reject(profile, 1, 7, No="2", City="Köln"))
    for source, cells in ((0, ["1", "Ann", ""]), (1, ["2", "", "Köln"])):
        with open_table(path, rejects.layout(",")) as table:
            part = rejects.part_of(table, profile.sources[source])
            assert part.columns == ["No", "Name", "City"]
            assert [row.cells for row in part.rows] == [cells]


def test_surplus_cells_keep_a_row_uneven_until_they_are_mended(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "r.csv"
    written(
        path, reject(profile, 0, 3, **{"No": "1", "Name": "An", "#3": "n"}), reject(profile, 0, 4, No="2", Name="Bo")
    )
    with open_table(path, rejects.layout(",")) as table:
        part = rejects.part_of(table, profile.sources[0])
        assert part.columns == ["No", "Name"]
        assert [row.cells for row in part.rows] == [["1", "An", "n"], ["2", "Bo"]]


def test_a_workbooks_number_is_written_as_the_sources_texts_are(tmp_path: Path, profile: Profile) -> None:
    """1.5 of a workbook must not come back as fifteen."""
    [_header, row] = written(tmp_path / "r.csv", reject(profile, 1, 3, Amount=Canonical("1.5"), Text="1.5"))
    assert row[-2:] == ["1,5", "1.5"]


def test_the_file_is_replaced_only_when_all_went_well(tmp_path: Path) -> None:
    """An import that fails leaves the file that is being mended, and nothing beside it."""
    path = tmp_path / "r.csv"
    path.write_text("mended", encoding="utf-8")
    with pytest.raises(ValueError, match="failed"), rejects.writing(path, []):
        raise ValueError("failed")
    assert path.read_text(encoding="utf-8") == "mended"
    assert [one.name for one in tmp_path.iterdir()] == ["r.csv"]


def test_a_full_disk_leaves_nothing_beside_it(
    tmp_path: Path, profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And the former file as it was; no row is left behind where nobody looks for it, whatever it failed of."""
    path = tmp_path / "r.csv"
    path.write_text("mended", encoding="utf-8")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)  # Python would leave its own files cut short
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
        with pytest.raises(WrongUse, match="cannot be written: File too large"):
            written(path, reject(profile, 0, 3, No="1", Name="x" * 100_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("r.csv", "mended")]


def test_what_cannot_be_written_is_named(tmp_path: Path) -> None:
    for path, said in ((tmp_path / "none" / "r.csv", "cannot be written"), (tmp_path, "is no file")):
        with pytest.raises(WrongUse, match=said), rejects.writing(path, []):
            pass


@pytest.mark.parametrize("start", ["#source,#file", '"#source","#file"', "\ufeff#source,#file"])
def test_a_rejects_file_is_known_by_its_start(tmp_path: Path, start: str) -> None:
    path = tmp_path / "any.csv"
    path.write_text(start + ",#line\n", encoding="utf-8")
    assert rejects.delimiter_of(path) == ","


def test_a_spreadsheet_may_change_the_delimiter(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("#source;#file;#line\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("source,file\n", encoding="utf-8")
    assert rejects.delimiter_of(tmp_path / "a.csv") == ";"
    assert rejects.delimiter_of(tmp_path / "b.csv") is None


def test_rows_of_a_source_that_the_profile_does_not_have(tmp_path: Path, profile: Profile) -> None:
    path = tmp_path / "r.csv"
    written(path, reject(profile, 0, 3, No="1"))
    text = path.read_text(encoding="utf-8").replace("people,", "persons,")
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WrongUse, match=r"line 2: the profile has no source 'persons'; it has people, sales\.csv"):
        rejects.check_sources(path, ",", profile)


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile strings of ../shared/data are not there")
def test_hostile_cells_come_back_as_they_were(tmp_path: Path, profile: Profile) -> None:
    strings = [text for text in json.loads(HOSTILE.read_text(encoding="utf-8")) if text.strip()]
    path = tmp_path / "r.csv"
    written(path, *(reject(profile, 0, at, No=str(at), Name=text) for at, text in enumerate(strings)))
    with open_table(path, rejects.layout(",")) as table:
        assert [row.cells[1] for row in rejects.part_of(table, profile.sources[0]).rows] == strings
