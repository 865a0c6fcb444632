"""An export's folder: a file of every kind, CSV, JSON lines or Parquet, and a manifest, written last; what a fact is is not known here.

In CSV an empty cell is no value. A text that is empty or begins with a backslash has a backslash before it, so that both come
back as they were. The files are for their owner's eyes alone.
"""

import csv
import io
import json
import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from gettext import gettext as _
from pathlib import Path
from typing import IO, Any

from salescli import unfinished
from salescli.errors import LedgerUnusable, Refused, WrongUse
from salescli.exchange import parquet
from salescli.money import echo

MANIFEST = "manifest.json"
ENDINGS = {"csv": ".csv", "json": ".jsonl", "parquet": ".parquet"}
LONGEST_CELL = 1_000_000_000
MOST_OF_MANIFEST = 50_000_000  # bytes; it names every time that facts came of another copy
Value = str | int | None


@contextmanager
def filling(path: Path, files: str) -> Iterator["Folder"]:
    """A folder of files that are there when the block has ended well, the manifest last; where it fails, nothing of it is.

    Raises:
        Refused: something is in it. LedgerUnusable: it cannot be made or written.
    """
    try:
        place = unfinished.followed(path)
        if place.exists():
            with _inside(place) as made:
                yield Folder(made, files)
        else:
            unfinished.make_folders(place.parent)
            with unfinished.folder(place) as made:
                yield Folder(made, files)
                made.rename(place)
    except OSError as error:
        raise LedgerUnusable(
            _("The export cannot be written to {path}: {reason}.").format(path=_shown(path), reason=error.strerror)
        ) from None


@contextmanager
def _inside(place: Path) -> Iterator[Path]:
    """A folder in one that is there and stays the one it is; what is put into it stands in that one at the end.

    Raises:
        Refused: something else is there.
    """
    target = place / MANIFEST
    unfinished.remove_left(target, _take_back)
    if any(place.iterdir()):
        raise Refused(_("{path} is not empty; an export goes into a folder of its own.").format(path=_shown(place)))
    place.chmod(0o700)
    with unfinished.folder(target) as made:
        try:
            yield made
            for file in sorted(made.iterdir(), key=lambda file: file.name == MANIFEST):
                file.rename(place / file.name)
        except BaseException:
            _take_back(made)
            raise


def _take_back(made: Path) -> None:
    """Remove what was moved out of an unfinished folder; its manifest, which is moved last, says what that may be."""
    with suppress(OSError, ValueError):
        said = json.loads((made / MANIFEST).read_bytes())
        for kind in said["counts"]:
            (made.parent / f"{kind}{ENDINGS[said['files']]}").unlink(missing_ok=True)


class Folder:
    """A folder that is being filled."""

    def __init__(self, path: Path, files: str) -> None:
        self.path, self.files = path, files

    def put(
        self, kind: str, columns: Sequence[str], rows: Iterable[Sequence[Value]], numbers: Collection[str] = ()
    ) -> int:
        """Write the file of a kind; gives how many rows it has.

        Args:
            numbers: the columns of whole numbers, for files that say what a column holds.
        """
        name = f"{kind}{ENDINGS[self.files]}"
        if self.files == "parquet":
            with self._opened(name) as binary:
                return parquet.write(binary, columns, numbers, rows)
        count = 0
        with self._file(name, bom=self.files == "csv") as file:
            writer = csv.writer(file, lineterminator="\r\n")  # so that a cell with either sign is quoted
            if self.files == "csv":
                writer.writerow(columns)
            for row in rows:
                count += 1
                if self.files == "csv":
                    writer.writerow([_cell(value) for value in row])
                else:
                    file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")
        return count

    def finish(self, manifest: Mapping[str, Any]) -> None:
        """Write what makes an export of it; without it nothing reads the folder."""
        with self._file(MANIFEST) as file:
            file.write(json.dumps({**manifest, "files": self.files}, ensure_ascii=False, indent=2) + "\n")

    def _file(self, name: str, bom: bool = False) -> io.TextIOWrapper:
        return io.TextIOWrapper(
            self._opened(name), encoding="utf-8-sig" if bom else "utf-8", newline=""
        )  # a spreadsheet takes UTF-8 for it only by the mark

    def _opened(self, name: str) -> IO[bytes]:
        return os.fdopen(os.open(self.path / name, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb")


def manifest(path: Path) -> dict[str, Any]:
    """What the export in a folder says of itself.

    Raises:
        LedgerUnusable: there is no whole export in it, or a rep's own facts, which are no ledger.
        WrongUse: what reads its files is not installed.
    """
    try:
        with (path / MANIFEST).open("rb") as file:
            said = json.loads(file.read(MOST_OF_MANIFEST))
    except FileNotFoundError:
        raise LedgerUnusable(
            _("{path} is no export of a ledger: it has no {name}.").format(path=_shown(path), name=MANIFEST)
        ) from None
    except (OSError, ValueError, RecursionError):
        said = None
    if not (isinstance(said, dict) and _is_right(said)):
        raise LedgerUnusable(_("{path} is no manifest of an export.").format(path=_shown(path / MANIFEST)))
    if said["for"] is not None:
        raise LedgerUnusable(
            _("{path} holds the facts of {rep} alone; they are no ledger, and none can be made of them.").format(
                path=_shown(path), rep=echo(str(said["for"])[:40])
            )
        )
    checked_files(said["files"])
    return said


def rows(path: Path, files: str, kind: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """The rows of a kind's file, each with where it stands.

    Raises:
        LedgerUnusable: the file is missing or none.
    """
    place = path / f"{kind}{ENDINGS[files]}"
    try:
        if files == "parquet":
            yield from _of_parquet(place)
            return
        with place.open(encoding="utf-8-sig" if files == "csv" else "utf-8", newline="") as file:
            yield from (_of_csv if files == "csv" else _of_json)(place.name, file)
    except (OSError, ValueError, RecursionError, csv.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or type(error).__name__
        raise LedgerUnusable(
            _("{path} cannot be read as a file of an export: {reason}.").format(path=_shown(place), reason=reason)
        ) from None


def checked_files(text: str) -> str:
    """csv, json or parquet.

    Raises:
        WrongUse: anything else; parquet without what makes and reads it.
    """
    if text not in ENDINGS:
        raise WrongUse(_("--files is csv, json or parquet, not {given}.").format(given=repr(text[:40])))
    if text == "parquet":
        parquet.needed()
    return text


def _is_right(said: Mapping[str, Any]) -> bool:
    """Whether everything in a manifest that is read has the form that was written."""
    texts = all(isinstance(said.get(name), str) for name in ("origin", "currency", "timezone", "files"))
    numbers = all(type(said.get(name)) is int for name in ("version", "facts"))
    counts = said.get("counts")
    kinds = isinstance(counts, dict) and all(kind.replace("_", "").isalpha() and kind.isascii() for kind in counts)
    whole = "for" in said and (said["for"] is not None or isinstance(said.get("head"), str))
    return said.get("salescli_export") == 1 and texts and numbers and kinds and whole and said["files"] in ENDINGS


def _cell(value: Value) -> Value:
    return "\\" + value if isinstance(value, str) and (value == "" or value.startswith("\\")) else value


def _of_csv(name: str, file: io.TextIOBase) -> Iterator[tuple[str, Mapping[str, Value]]]:
    before = csv.field_size_limit(min(LONGEST_CELL, sys.maxsize))
    try:
        reader = csv.reader(file, strict=True)
        columns = next(reader, [])
        for row in reader:
            if len(row) != len(columns):
                raise ValueError(row)
            yield (
                _where(name, reader.line_num),
                {column: cell.removeprefix("\\") if cell else None for column, cell in zip(columns, row, strict=True)},
            )
    finally:
        csv.field_size_limit(before)


def _of_json(name: str, file: io.TextIOBase) -> Iterator[tuple[str, Mapping[str, Value]]]:
    for number, line in enumerate(file, start=1):
        row = json.loads(line)
        if not (isinstance(row, dict) and all(isinstance(value, str | int | None) for value in row.values())):
            raise ValueError(line)
        yield _where(name, number), row


def _of_parquet(place: Path) -> Iterator[tuple[str, Mapping[str, Value]]]:
    with place.open("rb") as file:
        for number, row in enumerate(parquet.read(file, place.stat().st_size), start=1):
            yield _("{file}, row {number}").format(file=place.name, number=number), row


def _where(name: str, line: int) -> str:
    return _("{file}, line {line}").format(file=name, line=line)


def _shown(path: Path) -> str:
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode("ascii") for sign in str(path))
