"""The loader of the shelf: reads queries/*.sql once and turns their rows into the named tuples of facts; no SQL is written here."""

import json
from collections.abc import Callable, Iterable, Set
from datetime import date
from decimal import Decimal
from functools import cache, partial
from pathlib import Path
from typing import Any, TypeVar, get_args, get_type_hints

T = TypeVar("T", bound=tuple[Any, ...])
QUERIES = Path(__file__).parent.parent / "queries"


@cache
def sql(name: str) -> str:
    """The one SELECT of queries/NAME.sql, its header comment included."""
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def _converter(hint: Any) -> Callable[[Any], Any] | None:
    kinds = set(get_args(hint)) or {hint}
    for kind, convert in ((date, date.fromisoformat), (Decimal, Decimal), (bool, bool)):
        if kind in kinds:
            return convert
    return None


@cache
def _plan(row: type) -> tuple[tuple[str, ...], tuple[tuple[int, Callable[[Any], Any]], ...]]:
    hints = get_type_hints(row)
    converters = ((position, _converter(hint)) for position, hint in enumerate(hints.values()))
    return tuple(hints), tuple((position, convert) for position, convert in converters if convert)


def shaped(row: type[T], columns: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> list[T]:
    """Rows of a query as its named tuple; the columns must be the fields, in their order.

    Raises:
        TypeError: the query and the tuple disagree (a bug of the program).
    """
    shape: Any = row  # a class is hashable, which type[T] does not say
    fields, converters = _plan(shape)
    if tuple(columns) != fields:
        raise TypeError(f"{row.__name__}: the query gives {tuple(columns)}, the fields are {fields}")
    if converters:
        cells: list[Iterable[Any]] = list(zip(*rows, strict=True))  # column by column, as there may be many rows
        for position, convert in converters if cells else ():
            cells[position] = [None if cell is None else convert(cell) for cell in cells[position]]
        rows = zip(*cells, strict=True)
    return list(map(partial(tuple.__new__, shape), rows))


def stored(value: Any) -> Any:
    """A value as SQLite keeps it: days as ISO text, decimals as plain digits, yes and no as 1 and 0."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if isinstance(value, str):
        return str(value)
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"a ledger keeps no {type(value).__name__}: {value!r}")


def parameter(value: Any) -> Any:
    """A value that a query is given: as SQLite keeps it; a set of ids is the keys of a JSON object, which engines take apart alike."""
    return json.dumps(dict.fromkeys(value)) if isinstance(value, Set) else stored(value)
