"""The rejects file: the rows that did not go in, each with its reason and its cells as they stood, so that a person can mend
it and import that very file; what is rejected is decided elsewhere.

Its first columns are MARKS; behind them stand the columns of the sources, a name that several have once.
"""

import csv
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path
from typing import IO

from salescli.errors import WrongUse
from salescli.exchange.drafts import RowFault
from salescli.exchange.profile import Profile, Source
from salescli.exchange.tables import Row, Table, open_table
from salescli.exchange.values import Canonical, written
from salescli.money import shown

MARKS = ("#source", "#file", "#line", "#column", "#value", "#reason")


@dataclass(frozen=True, slots=True)
class Reject:
    """A row that did not go in.

    Attributes:
        line: of its first cell, counted from 1.
        cells: by column, as they stood.
        faults: at least one.
    """

    source: Source
    file: str
    line: int
    cells: Mapping[str, str]
    faults: Sequence[RowFault]

    @property
    def reason(self) -> str:
        """All faults in a sentence."""
        if len(self.faults) == 1:
            return self.faults[0].reason
        return "; ".join(f"{fault.column}: {fault.reason}" if fault.column else fault.reason for fault in self.faults)


@contextmanager
def writing(path: Path, rejects: Sequence[Reject]) -> Iterator[None]:
    """Write the file beside its place before the block, and put it there when the block has ended well: an import that
    fails leaves the former file, which may be the one that is being imported.

    Raises:
        WrongUse: it cannot be written.
    """
    if path.exists() and not path.is_file():
        raise WrongUse(_("{path} is no file; --rejects takes the name of a CSV file.").format(path=shown(path)))
    near = _near(path, rejects)
    try:
        yield
        near.replace(path)
    except BaseException:
        near.unlink(missing_ok=True)
        raise


def _near(path: Path, rejects: Sequence[Reject]) -> Path:
    """The file beside its place, whole or not at all.

    Raises:
        WrongUse: it cannot be written.
    """
    near: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "w", encoding="utf-8-sig", newline="", dir=path.parent, prefix=path.name, delete=False
        ) as file:
            near = Path(file.name)
            _write(file, rejects)
        return near
    except BaseException as error:
        if near:
            near.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise WrongUse(
                _("{path} cannot be written: {reason}.").format(path=shown(path), reason=error.strerror)
            ) from None
        raise


def _write(file: IO[str], rejects: Sequence[Reject]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    columns = list(dict.fromkeys(name for reject in rejects for name in reject.cells))
    writer.writerow([*MARKS, *columns])
    for reject in rejects:
        first = reject.faults[0]
        marks = [reject.source.called, reject.file, reject.line, first.column, first.value, reject.reason]
        writer.writerow([*marks, *(_as_written(reject.cells.get(name, ""), reject.source) for name in columns)])


def _as_written(cell: str, source: Source) -> str:
    """The cell as the source's own texts would have it: a workbook's number gets the source's decimal sign."""
    return written(cell, source.numbers) if isinstance(cell, Canonical) else cell


def delimiter_of(path: Path) -> str | None:
    """The delimiter of a rejects file, which a spreadsheet may have changed; None: the file is none."""
    try:
        with path.open("rb") as file:
            start = file.read(64)
    except OSError:
        return None  # reading it says why
    found = re.match(rb'(?:\xef\xbb\xbf)?"?#source"?([,;\t])"?#file', start)
    return found[1].decode() if found else None


def layout(delimiter: str) -> Source:
    """How a rejects file is written, whatever the sources of its rows."""
    return Source.model_construct(files=("*",), delimiter=delimiter)


def part_of(table: Table, source: Source) -> Table:
    """The rows of a rejects file that belong to a source, under the source's own columns; cells that were surplus, and
    still are there, stand behind them, so that the row is uneven as it was."""
    own = [at for at, name in enumerate(table.columns) if not name.startswith("#")]
    surplus = [at for at, name in enumerate(table.columns) if name.startswith("#") and name not in MARKS]

    def cells(row: Row) -> list[str]:
        filled = row.cells + [""] * (len(table.columns) - len(row.cells))
        return [filled[at] for at in own] + [filled[at] for at in surplus if filled[at].strip()]

    rows = (Row(row.line, cells(row)) for row in table.rows if row.cells[0] == source.called)
    return replace(table, columns=[table.columns[at] for at in own], rows=rows)


def check_sources(path: Path, delimiter: str, profile: Profile) -> None:
    """Raises WrongUse where a row of a rejects file belongs to a source that the profile does not have."""
    known = [source.called for source in profile.sources]
    with open_table(path, layout(delimiter)) as table:
        for row in table.rows:
            if row.cells[0] not in known:
                raise WrongUse(
                    _("{path}, line {line}: the profile has no source {given}; it has {names}.").format(
                        path=shown(path), line=row.line, given=repr(row.cells[0][:40]), names=", ".join(known)
                    )
                )
