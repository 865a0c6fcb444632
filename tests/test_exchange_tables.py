"""Source files are read row by row, whatever their encoding; a file that is something else is named in a sentence."""

import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from salescli.errors import WrongUse
from salescli.exchange.profile import Source
from salescli.exchange.tables import LONGEST_CELL, LONGEST_LINE, names_of, open_table
from salescli.exchange.values import Canonical


def source(**said: Any) -> Source:
    """A source of any file, written as the keywords say."""
    return Source.model_construct(files=("*",), **said)


def rows(path: Path, **said: Any) -> tuple[list[str], list[tuple[int, list[str]]]]:
    with open_table(path, source(**said)) as table:
        return table.columns, [(row.line, row.cells) for row in table.rows]


def text_file(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def refused(path: Path, **said: Any) -> str:
    """The one sentence for which nothing of the file is read."""
    with pytest.raises(WrongUse) as caught:
        rows(path, **said)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_rows_have_the_line_of_their_first_cell(tmp_path: Path) -> None:
    """A cell with line ends inside keeps the lines of what follows right; blank rows count as lines, not as rows."""
    path = text_file(tmp_path, 'a,b\r\n1,"x\r\ny"\r\n\r\n,\r\n2,z\r\n')
    assert rows(path) == (["a", "b"], [(2, ["1", "x\r\ny"]), (6, ["2", "z"])])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_utf_8_and_gb18030_need_not_be_said(tmp_path: Path, encoding: str) -> None:
    path = text_file(tmp_path, "客户,金额\n华北机械,1\n".encode(encoding))
    assert rows(path) == (["客户", "金额"], [(2, ["华北机械", "1"])])


@pytest.mark.parametrize(("encoding", "text"), [("latin-1", "Müller"), ("utf-16", "Müller"), ("utf-8", "Müller")])
def test_another_encoding_is_read_where_it_is_said(tmp_path: Path, encoding: str, text: str) -> None:
    path = text_file(tmp_path, f"name\n{text}\n".encode(encoding))
    assert rows(path, encoding=encoding)[1] == [(2, [text])]


def test_a_mark_at_the_start_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert rows(text_file(tmp_path, b'\xef\xbb\xbf"a",b\n'), encoding="UTF8")[0] == ["a", "b"]


def test_delimiters_and_headers_as_said(tmp_path: Path) -> None:
    """Lines above the header are skipped; without a header the columns are called by their numbers."""
    path = text_file(tmp_path, "Report of March\n\na\tb\n1\t2\n")
    assert rows(path, delimiter="\t", header=3) == (["a", "b"], [(4, ["1", "2"])])
    assert rows(text_file(tmp_path, "1;2;3\n4;5;6\n"), delimiter=";", header=0) == (
        ["1", "2", "3"],
        [(1, ["1", "2", "3"]), (2, ["4", "5", "6"])],
    )


def test_names_are_there_once() -> None:
    assert names_of([" Name", "Name ", "Date", "Name", "", " "]) == ["Name", "Name (2)", "Date", "Name (3)"]
    assert names_of(["a", " ", "", "b"]) == ["a", "(2)", "(3)", "b"]
    assert names_of(["a (2)", "a", "a", "a"]) == ["a (2)", "a", "a (3)", "a (4)"]


def test_a_hundred_thousand_columns_of_one_name() -> None:
    """Each is numbered at once: not by looking through those before it."""
    names = names_of(["a"] * 100_000)
    assert names[-1] == "a (100000)" and len(set(names)) == 100_000


def test_an_empty_file_has_no_header(tmp_path: Path) -> None:
    assert "there is nothing in it" in refused(text_file(tmp_path, ""))
    assert rows(text_file(tmp_path, ""), header=0) == ([], [])


def test_a_zip_a_picture_and_an_old_workbook_are_no_csv(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "z.csv", "w") as packed:
        packed.writestr("x", "y")
    assert "is a workbook or a zip" in refused(tmp_path / "z.csv")
    assert "old Excel workbook" in refused(text_file(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)))
    assert "neither in UTF-8 nor in GB18030" in refused(text_file(tmp_path, b"\x89PNG\r\n\x1a\n\xff\xff" + bytes(99)))
    assert "NUL" in refused(text_file(tmp_path, b"a,b\n1,\x00\n"))


def test_a_wrong_encoding_is_named(tmp_path: Path) -> None:
    sentence = refused(text_file(tmp_path, b"name\nM\xfcller\n"), encoding="utf-8")
    assert "is not in utf-8, as the profile says: byte 7 does not fit" in sentence
    assert 'encoding = "utf-16"' in refused(text_file(tmp_path, "a,b\n".encode("utf-16")))


def test_a_wrong_byte_far_behind_is_found_before_any_row_is_read(tmp_path: Path) -> None:
    path = text_file(tmp_path, b"name\n" + b"x" * 40 + b"\n" * 100_000 + b"\xff\xff\n")
    assert "neither in UTF-8 nor in GB18030" in refused(path)


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    assert "line 2 is no row of CSV: a quote is never closed" in refused(text_file(tmp_path, 'a,b\n1,"2\n3,4\n5,6\n'))


def test_what_stands_behind_a_quote_is_no_csv(tmp_path: Path) -> None:
    assert "behind a closing quote" in refused(text_file(tmp_path, 'a,b\n1,"2"x\n'))


def test_a_cell_longer_than_any_is_named(tmp_path: Path) -> None:
    assert "131,072" in refused(text_file(tmp_path, "a\n" + "x" * (LONGEST_CELL + 1) + "\n"))


def test_a_line_without_end_is_never_in_memory_whole(tmp_path: Path) -> None:
    """However long it is, it is refused after a million characters."""
    path = text_file(tmp_path, "a\n" + "x," * LONGEST_LINE)
    assert "line 2 is longer than 1,000,000 characters" in refused(path)


# Workbooks.


def workbook(folder: Path, *lines: list[Any], name: str = "a.xlsx", sheet: str = "Sheet") -> Path:
    book = Workbook()
    assert book.active is not None
    book.active.title = sheet
    for line in lines:
        book.active.append(line)
    book.create_sheet("Other").append(["elsewhere"])
    book.save(folder / name)
    return folder / name


def test_a_workbooks_cells_are_days_numbers_and_texts(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["day", "at", "time", "whole", "part", "small", "yes", "text"],
        [date(2024, 2, 3), datetime(2024, 2, 3, 14, 30), time(9, 5), 1054.0, 0.1, 1e-5, True, "张伟"],
    )
    columns, found = rows(path)
    assert columns[0] == "day"
    assert found == [(2, ["2024-02-03", "2024-02-03 14:30:00", "09:05:00", "1054", "0.1", "0.000010", "true", "张伟"])]
    assert [type(cell) is Canonical for cell in found[0][1]] == [False, False, False, True, True, True, False, False]


def test_a_workbooks_rows_have_the_sheets_numbers_and_blank_ones_are_skipped(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["Report"], [], ["a", "b", None], [1, None], [None, None], ["x", "y"])
    assert rows(path, header=3) == (["a", "b"], [(4, ["1", ""]), (6, ["x", "y"])])


def test_a_sheet_is_chosen_by_name(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["here"])
    assert rows(path, sheet="Other")[0] == ["elsewhere"]
    assert "has no sheet 'Third'; it has Sheet, Other" in refused(path, sheet="Third")


def test_a_workbook_that_lies_about_its_size_is_read_whole(tmp_path: Path) -> None:
    """Some exporters write that the sheet is A1 alone."""
    path = workbook(tmp_path, ["a", "b"], ["1", "2"], ["3", "4"])
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert b'<dimension ref="A1:B3" />' in parts[sheet] or b'<dimension ref="A1:B3"/>' in parts[sheet]
    parts[sheet] = parts[sheet].replace(b'ref="A1:B3"', b'ref="A1"', 1)
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    assert [cells for _line, cells in rows(path)[1]] == [["1", "2"], ["3", "4"]]


def test_what_is_no_workbook_is_named(tmp_path: Path) -> None:
    assert "no Excel workbook, whatever its name says" in refused(text_file(tmp_path, "a,b\n", "a.xlsx"))
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as packed:
        packed.writestr("x", "y")
    assert "save it again as .xlsx" in refused(tmp_path / "z.xlsx")
    (tmp_path / "cut.xlsx").write_bytes(workbook(tmp_path, ["a"]).read_bytes()[:300])
    assert "save it again as .xlsx" in refused(tmp_path / "cut.xlsx")


def test_a_workbook_that_unpacks_to_anything_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of it together, or one part: a cell of a gigabyte is a few kilobytes of a zip."""
    for bound in ("LARGEST_BOOK", "LARGEST_SHEET"):
        with monkeypatch.context() as within:
            within.setattr(f"salescli.exchange.tables.{bound}", 1000)
            assert "save the sheet as CSV" in refused(workbook(tmp_path, ["a"] * 300))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.csv")
    assert "cannot be read" in refused(tmp_path)


def test_how_far_a_file_is_read(tmp_path: Path) -> None:
    """For the progress bar: never past the end, and at the end all of it."""
    path = text_file(tmp_path, "a,b\n" + "1,2\n" * 50_000)
    with open_table(path, source()) as table:
        seen = [table.read for _row in table.rows]
        size = path.stat().st_size
    assert seen == sorted(seen) and 0 < seen[0] < size and seen[-1] == size
