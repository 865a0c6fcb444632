"""Source files → header and rows of cells, a row at a time: CSV in any encoding and delimiter, and XLSX; what the cells
mean is the profile's word.
"""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from gettext import gettext as _
from itertools import chain
from pathlib import Path
from typing import IO, Any

from salescli.errors import WrongUse
from salescli.exchange.profile import Source
from salescli.exchange.values import Canonical
from salescli.money import echo, shown

LONGEST_LINE = 1_000_000  # characters; a longer line is no row but a file of another kind
LONGEST_CELL = 131_072
LARGEST_BOOK = 2_000_000_000  # bytes unpacked; a small file can unpack to anything
LARGEST_SHEET = 250_000_000  # bytes of one part of it unpacked, which may be one cell that is read into memory whole
_CHUNK = 1 << 16
_BOOK = (".xlsx", ".xlsm")
_ZIP = b"PK\x03\x04"
_OLD_BOOK = b"\xd0\xcf\x11\xe0"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
ENCODINGS = ("utf-8-sig", "gb18030")
"""What a CSV file is read in where the profile does not say: the first that fits the whole file."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a source: the line its first cell stands in, counted from 1, and its cells as they stand."""

    line: int
    cells: list[str]


@dataclass(slots=True)
class Table:
    """An open source file.

    Attributes:
        columns: the header's names, each once; the numbers "1", "2" … where the source has no header.
        rows: what follows the header, without rows that are blank; raises WrongUse where the file breaks off.
        read: how many bytes of the file have been read so far.
        encoding: what a CSV file was read in.
    """

    path: Path
    columns: list[str]
    rows: Iterator[Row]
    encoding: str | None = None
    _file: IO[bytes] | None = field(default=None, repr=False)

    @property
    def read(self) -> int:
        """How far the file has been read, in bytes."""
        return self._file.tell() if self._file and not self._file.closed else self.path.stat().st_size


@contextmanager
def open_table(path: Path, source: Source) -> Iterator[Table]:
    """The rows of a file as its source in the profile says.

    Raises:
        WrongUse: it cannot be read, is of another kind than it seems, or has no header.
    """
    try:
        file = path.open("rb")
    except OSError as error:
        raise WrongUse(_("{path} cannot be read: {reason}.").format(path=shown(path), reason=error.strerror)) from None
    with file:
        start = file.read(len(_ZIP))
        opened = _open_book if path.suffix.lower() in _BOOK else _open_text
        yield opened(path, file, start, source)


def names_of(header: Sequence[str]) -> list[str]:
    """The names of a header's columns without the space around them; one that is there again is numbered, “Name (2)”, one
    without a name is called by its place, “(3)”."""
    cells = [cell.strip() for cell in header]
    while cells and not cells[-1]:
        cells.pop()
    names: dict[str, None] = {}
    numbers: dict[str, int] = {}  # which number a name that is there again had last
    for place, cell in enumerate(cells, start=1):
        name = cell or f"({place})"
        while name in names:
            numbers[cell] = numbers.get(cell, 1) + 1
            name = f"{cell} ({numbers[cell]})"
        names[name] = None
    return list(names)


# CSV.


def _open_text(path: Path, file: IO[bytes], start: bytes, source: Source) -> Table:
    if start.startswith(_ZIP):
        raise WrongUse(
            _("{path} is a workbook or a zip, not CSV; a workbook's name ends in .xlsx.").format(path=shown(path))
        )
    if start.startswith(_OLD_BOOK):
        raise WrongUse(_("{path} is an old Excel workbook, not CSV; save it as .xlsx or CSV.").format(path=shown(path)))
    encoding = encoding_of(path, file, source.encoding)
    file.seek(0)
    # csv.reader counts the lines it was given, so a quoted cell with line ends inside keeps the lines right.
    csv.field_size_limit(LONGEST_CELL)
    encoding = "utf-8-sig" if codecs.lookup(encoding).name == "utf-8" else encoding
    stream = io.TextIOWrapper(file, encoding=encoding, newline="")
    reader = csv.reader(_lines(path, stream), delimiter=source.delimiter, strict=True)
    rows = _records(path, reader)
    columns, rows = _header(path, rows, source.header)
    return Table(path, columns, _filled(rows, 0), encoding, file)


def encoding_of(path: Path, file: IO[bytes], said: str | None) -> str:
    """The encoding that fits the whole file: the one said, else the first of ENCODINGS.

    Raises:
        WrongUse: none fits, or the file is no text.
    """
    file.seek(0)
    if not said and file.read(2) in _UTF_16:
        raise WrongUse(_('{path} is in UTF-16; say encoding = "utf-16" in the profile.').format(path=shown(path)))
    for encoding in (said,) if said else ENCODINGS:
        wrong = _first_wrong_byte(file, encoding)
        if wrong is None:
            return encoding
        if wrong < 0:
            raise WrongUse(_("{path} is no text: it holds characters that no text has (NUL).").format(path=shown(path)))
    if said:
        raise WrongUse(
            _("{path} is not in {encoding}, as the profile says: byte {byte} does not fit.").format(
                path=shown(path), encoding=said, byte=wrong
            )
        )
    raise WrongUse(
        _("{path} is neither in UTF-8 nor in GB18030; say its encoding in the profile, like latin-1.").format(
            path=shown(path)
        )
    )


def _first_wrong_byte(file: IO[bytes], encoding: str) -> int | None:
    """Where the bytes stop being text of this encoding, counted from 1; None: nowhere; -1: it is text, and holds a NUL."""
    file.seek(0)
    decoder, done = codecs.getincrementaldecoder(encoding)(), 0
    while True:
        chunk = file.read(_CHUNK)
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            return done + error.start + 1
        if "\0" in text:
            return -1
        if not chunk:
            return None
        done += len(chunk)


def _lines(path: Path, stream: io.TextIOWrapper) -> Iterator[str]:
    """The lines, each of a bounded length, so that a file without line ends is not read into memory whole."""
    number = 0
    while line := stream.readline(LONGEST_LINE):
        number += 1
        if len(line) >= LONGEST_LINE:
            raise WrongUse(
                _("{path}, line {line} is longer than {most} characters; this is no table of rows.").format(
                    path=shown(path), line=number, most=f"{LONGEST_LINE:,}"
                )
            )
        yield line


def _records(path: Path, reader: Any) -> Iterator[Row]:
    before = 0
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise WrongUse(
                _("{path}, line {line} is no row of CSV: {reason}. Nothing was imported.").format(
                    path=shown(path), line=before + 1, reason=_csv_reason(str(error))
                )
            ) from None
        if cells is None:
            return
        yield Row(before + 1, cells)
        before = reader.line_num


def _csv_reason(said: str) -> str:
    if "field larger" in said:
        return _("a cell is longer than {most} characters, or a quote is never closed").format(most=f"{LONGEST_CELL:,}")
    if "end of data" in said:
        return _("a quote is never closed")
    if "expected after" in said:
        return _("something stands behind a closing quote")
    return echo(said)


# XLSX.


def _open_book(path: Path, file: IO[bytes], start: bytes, source: Source) -> Table:
    from openpyxl import load_workbook

    if not start.startswith(_ZIP):
        raise WrongUse(_("{path} is no Excel workbook, whatever its name says.").format(path=shown(path)))
    try:
        _refuse_bomb(path, file)
        file.seek(0)
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = _sheet(path, book, source.sheet)
        sheet.reset_dimensions()  # what a file says of its own size is often wrong, and rows would be missing
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError):
        raise WrongUse(
            _("{path} is no Excel workbook that can be read; save it again as .xlsx.").format(path=shown(path))
        ) from None
    rows = _sheet_rows(sheet)
    columns, rows = _header(path, rows, source.header)
    return Table(path, columns, _filled(rows, len(columns)), None, file)


def _refuse_bomb(path: Path, file: IO[bytes]) -> None:
    file.seek(0)
    with zipfile.ZipFile(file) as packed:
        sizes = [entry.file_size for entry in packed.infolist()]
    size = sum(sizes)
    if size > LARGEST_BOOK or max(sizes, default=0) > LARGEST_SHEET:
        raise WrongUse(
            _("{path} unpacks to {size} bytes; save the sheet as CSV.").format(path=shown(path), size=f"{size:,}")
        )


def _sheet(path: Path, book: Any, wanted: str | None) -> Any:
    if wanted is None:
        return book.worksheets[0]
    if wanted in book.sheetnames:
        return book[wanted]
    listed = ", ".join(echo(name) for name in book.sheetnames)
    raise WrongUse(
        _("{path} has no sheet {given}; it has {names}.").format(
            path=shown(path), given=repr(wanted[:40]), names=listed
        )
    )


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        cells = [_cell(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        yield Row(number, cells)


def _cell(value: Any) -> str:
    """A workbook's cell as text: days as ISO, numbers as plain digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return Canonical(value)
    if isinstance(value, float):
        return (
            Canonical(int(value))
            if value.is_integer()
            else Canonical(format(value, "f") if "e" in repr(value) else repr(value))
        )
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    return str(value)


# Both.


def _header(path: Path, rows: Iterator[Row], number: int) -> tuple[list[str], Iterator[Row]]:
    """The columns' names and the rows below them; without a header (0) the first row numbers the columns."""
    for row in rows:
        if row.line < number or not any(cell.strip() for cell in row.cells):
            continue
        if number == 0:
            return [str(column) for column in range(1, len(row.cells) + 1)], chain([row], rows)
        return names_of(row.cells), rows
    if number == 0:
        return [], rows
    raise WrongUse(_("{path} has no header: there is nothing in it.").format(path=shown(path)))


def _filled(rows: Iterator[Row], width: int) -> Iterator[Row]:
    """The rows that are not blank; one that is short of `width` cells is filled up."""
    for row in rows:
        if any(cell.strip() for cell in row.cells):
            row.cells.extend([""] * (width - len(row.cells)))
            yield row
