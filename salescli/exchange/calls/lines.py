"""A file of call records → its lines and their cells; a line is a row, so that one that is broken off spoils no other."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from gettext import gettext as _
from pathlib import Path

from salescli.errors import WrongUse
from salescli.exchange.values import Unreadable
from salescli.money import shown

LONGEST = 100_000  # bytes; a longer line is no call but a file of another kind
_OTHERS = {
    b"PK\x03\x04": "zip, xlsx",
    b"\xd0\xcf\x11\xe0": "xls",
    b"\x1f\x8b": "gzip",
    b"%PDF": "PDF",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
}
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank, with its number counted from 1."""

    number: int
    text: str


def lines(path: Path) -> Iterator[Line]:
    """The lines of a file, each read in the encoding that it is in: callers' names come from everywhere.

    Raises:
        WrongUse: the file cannot be read, or is no text.
    """
    try:
        with path.open("rb") as file:
            _refuse_others(path, file.read(8))
            file.seek(0)
            number = 0
            while raw := file.readline(LONGEST):
                number += 1
                text = _text(path, number, raw)
                if text.strip():
                    yield Line(number, text)
    except OSError as error:
        raise WrongUse(_("{path} cannot be read: {reason}.").format(path=shown(path), reason=error.strerror)) from None


def cells_of(text: str, quotes_as_they_are: bool = False) -> list[str]:
    """The cells of a line, separated by commas.

    Args:
        quotes_as_they_are: the writer quotes every cell and leaves quotes within one as they are.

    Raises:
        Unreadable: a quote is never closed, or something stands behind one.
    """
    try:
        return next(csv.reader([text], strict=True, skipinitialspace=True))
    except csv.Error as error:
        if quotes_as_they_are and len(text) > 1 and text[0] == text[-1] == '"':
            return re.split('", ?"', text[1:-1])
        if "end of data" in str(error):
            raise Unreadable(_("the row is cut off: a quote is never closed")) from None
        raise Unreadable(_("something stands behind a closing quote")) from None


def _refuse_others(path: Path, start: bytes) -> None:
    for sign, name in _OTHERS.items():
        if start.startswith(sign):
            raise WrongUse(_("{path} is no text but {kind}; call records are CSV.").format(path=shown(path), kind=name))
    if start.startswith(_UTF_16):
        raise WrongUse(_("{path} is in UTF-16; save it as UTF-8.").format(path=shown(path)))


def _text(path: Path, number: int, raw: bytes) -> str:
    if len(raw) >= LONGEST:
        raise WrongUse(
            _("{path}, line {line} is longer than {most} bytes; this is no call record.").format(
                path=shown(path), line=number, most=f"{LONGEST:,}"
            )
        )
    if b"\0" in raw:
        raise WrongUse(
            _("{path} is no text: line {line} holds characters that no text has (NUL).").format(
                path=shown(path), line=number
            )
        )
    text = _decoded(raw).rstrip("\r\n")
    return text.removeprefix(_BOM) if number == 1 else text


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
