"""Targets from a CSV or XLSX file: every row checked, the faults named at once; nothing is recorded here."""

from collections.abc import Callable, Mapping
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any, TypeVar

from salescli.errors import SalescliError, WrongUse
from salescli.exchange.rejects import layout
from salescli.exchange.tables import open_table
from salescli.ledger.store import Ledger
from salescli.ledger.whose import whose_of
from salescli.record import typed
from salescli.record.target_words import Key, Target, measure_of, period_of, product_of, value_of

T = TypeVar("T")
Row = tuple[int, Mapping[str, str]]
"""The line in the file on which a row begins, and its cells by column."""
SHOWN = 20
NEEDED = ("who", "measure", "period", "value")
COLUMNS = (*NEEDED, "product")


def rows(path: Path) -> list[Row]:
    """The file's rows that are not empty.

    Raises:
        WrongUse: it cannot be read, or its columns are not those of targets.
    """
    with open_table(path, layout(_delimiter(path))) as table:
        columns = _columns(path, table.columns)
        return [(row.line, dict(_cells(columns, [cell.strip() for cell in row.cells]))) for row in table.rows]


def checked(ledger: Ledger, path: Path, found: list[Row], day: date) -> list[Target]:
    """The targets of the rows, in their order; the same one twice is there once.

    Raises:
        WrongUse: with every fault of every row, by its line.
    """
    faults: list[str] = []
    targets: dict[Key, tuple[int, Target]] = {}
    for line, cells in found:
        said: list[str] = []
        wanted = _target(ledger, cells, day, said)
        if wanted:
            first, other = targets.setdefault(wanted.key, (line, wanted))
            if (other.amount, other.number) != (wanted.amount, wanted.number):
                said.append(_("the same target stands with another value in line {line}.").format(line=first))
        faults += (_("line {line}: {fault}").format(line=line, fault=fault) for fault in said)
    if faults:
        more = [_("… and {count} more.").format(count=len(faults) - SHOWN)] if len(faults) > SHOWN else []
        raise WrongUse("\n".join([_head(path, len(faults)), *(f"  {fault}" for fault in [*faults[:SHOWN], *more])]))
    return [wanted for _line, wanted in targets.values()]


def _head(path: Path, count: int) -> str:
    return ngettext(
        "{file} has {count} fault; no target was recorded:", "{file} has {count} faults; no target was recorded:", count
    ).format(file=typed.shown(path.name), count=count)


def _delimiter(path: Path) -> str:
    """What parts the cells of the first line: a spreadsheet writes what its country does."""
    try:
        with path.open("rb") as file:
            first = file.readline(4096).decode("latin-1")
    except OSError:  # it is said when the table is opened
        return ","
    return next((sign for sign in ",;\t" if sign in first), ",")


def _columns(path: Path, header: list[str]) -> list[str]:
    """The columns in their order, once they are known to be those of targets."""
    columns = [cell.strip().lower() for cell in header]
    missing = [name for name in NEEDED if name not in columns]
    strange = [name for name in columns if name not in COLUMNS]
    if not missing and not strange and len(set(columns)) == len(columns):
        return columns
    wrong = missing or strange or [name for name in columns if columns.count(name) > 1]
    raise WrongUse(
        _("{file} must have the columns {needed} and may have product; look at {wrong}.").format(
            file=typed.shown(path.name), needed=", ".join(NEEDED), wrong=", ".join(repr(name[:40]) for name in wrong)
        )
        + (typed.near(strange[0], COLUMNS) if strange else "")
    )


def _cells(columns: list[str], cells: list[str]) -> list[tuple[str, str]]:
    """Each column with its cell, empty where the row is too short; what stands beyond the columns goes under ""."""
    beyond = "".join(cells[len(columns) :]).strip()
    short = [""] * (len(columns) - len(cells))
    return [*zip(columns, [*cells, *short], strict=False), *([("", beyond)] if beyond else [])]


def _target(ledger: Ledger, cells: Mapping[str, str], day: date, said: list[str]) -> Target | None:
    """The target of a row; None, with what is wrong said, where a cell is faulty."""
    if "" in cells:
        said.append(_("there are more cells than columns."))
    empty = [name for name in NEEDED if not cells[name]]
    if empty:
        said.append(_("nothing stands in {columns}.").format(columns=", ".join(empty)))
        return None
    whose = _tried(said, whose_of, ledger, cells["who"])
    over = _tried(said, period_of, ledger, cells["period"], day)
    measure = _tried(said, measure_of, cells["measure"])
    value = _tried(said, value_of, measure, cells["value"]) if measure else None
    product = _tried(said, product_of, ledger, measure, cells.get("product")) if measure else None
    if said or not (whose and over and measure and value):
        return None
    return Target(*whose, measure, product, over, *value)


def _tried(said: list[str], read: Callable[..., T], *typed_words: Any) -> T | None:
    try:
        return read(*typed_words)
    except SalescliError as error:
        said.append(str(error))
        return None
