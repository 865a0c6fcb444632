"""An open ledger shown as if some money facts had been larger or smaller, for a what-if; the file itself is not touched.

Temporary views of the same names lie over those in force, whatever these show already, so no query knows of it. Amounts are
reckoned here exactly, amount × factor, each rounded half away from zero to the minor unit; what comes to nothing is not there.
"""

import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.errors import Refused

Row = tuple[int | None, ...]
"""A fact's id, and what stands in its scaled columns instead of what was recorded."""
COLUMNS: Mapping[str, Sequence[str]] = {
    "contract": ("amount",),
    "contract_line": ("quantity", "unit_price", "list_price"),
    "instalment": ("amount",),
    "receipt": ("amount",),
}
"""What is scaled of each kind. The first one says whether there is anything left: only a contract may be of 0."""


@dataclass(frozen=True, slots=True)
class Scaling:
    """Which facts are scaled, and by how much.

    Attributes:
        contracts, receipts: ids; the lines and the instalments of the contracts go with them.
        least_units: what is left of a line's quantity at the least; at a factor of 0 nothing is.
    """

    contracts: Collection[int]
    receipts: Collection[int]
    factor: Fraction
    least_units: int = 1


def see_scaled(connection: sqlite3.Connection, scaling: Scaling) -> None:
    """Show the scaled facts; asked again, by the other factor and not on top of the first.

    Raises:
        Refused: an amount would be larger than a ledger keeps.
    """
    with _laying(connection):
        _lay(connection)
        rows: dict[str, list[Row]] = {
            "contract": _amounts(connection, "contract", "id", scaling.contracts, scaling.factor),
            "instalment": _amounts(connection, "instalment", "contract_id", scaling.contracts, scaling.factor),
            "receipt": _amounts(connection, "receipt", "id", scaling.receipts, scaling.factor),
            "contract_line": _lines(connection, scaling),
        }
        _clear(connection)
        for kind, columns in COLUMNS.items():
            places = ", ".join("?" * (len(columns) + 1))
            connection.executemany(f"INSERT INTO temp.scaled_{kind} VALUES ({places})", rows[kind])


def see_unscaled(connection: sqlite3.Connection) -> None:
    """Show the facts as they are again, after see_scaled()."""
    with _laying(connection):
        _clear(connection)


@contextmanager
def _laying(connection: sqlite3.Connection) -> Iterator[None]:
    """Let temporary tables be written; the file itself is open for reading alone."""
    connection.execute("PRAGMA query_only = off")
    try:
        yield
    finally:
        connection.execute("PRAGMA query_only = on")


def _clear(connection: sqlite3.Connection) -> None:
    for kind in COLUMNS:
        connection.execute(f"DELETE FROM temp.scaled_{kind}")


# The amounts.


def _amounts(
    connection: sqlite3.Connection, kind: str, column: str, ids: Collection[int], factor: Fraction
) -> list[Row]:
    return [(id, _scaled(amount, factor)) for id, amount in _found(connection, kind, column, ids, "amount")]


def _lines(connection: sqlite3.Connection, scaling: Scaling) -> list[Row]:
    """Units are whole: shared out over the lines by largest remainder; a line's prices make up for what that rounds."""
    columns = ", ".join(COLUMNS["contract_line"])
    found = _found(connection, "contract_line", "contract_id", scaling.contracts, columns)
    units = _units({id: quantity for id, quantity, *_prices in found}, scaling)
    return [
        (id, units[id], *(_price(price, Fraction(quantity, units[id] or 1) * scaling.factor) for price in prices))
        for id, quantity, *prices in found
    ]


def _units(quantities: Mapping[int, int], scaling: Scaling) -> Mapping[int, int]:
    if not quantities or not scaling.factor:
        return dict.fromkeys(quantities, 0)
    whole = _scaled(sum(quantities.values()), scaling.factor)
    parts = money.share(whole, {str(id): Decimal(quantity) for id, quantity in quantities.items()})
    return {int(id): max(scaling.least_units, part) for id, part in parts.items()}


def _price(price: int | None, factor: Fraction) -> int | None:
    return None if price is None else _scaled(price, factor)


def _scaled(amount: int, factor: Fraction) -> int:
    scaled = money.round_money(amount * factor)
    if scaled > money.MOST_MINOR:
        most = money.money_text(money.MOST_MINOR, grouped=True)
        raise Refused(_("Scaled so far, an amount would be more than {most}, the most of a ledger.").format(most=most))
    return scaled


def _found(
    connection: sqlite3.Connection, kind: str, column: str, ids: Collection[int], columns: str
) -> list[tuple[int, ...]]:
    """The facts with one of these ids in a column, as they are."""
    statement = f"SELECT id, {columns} FROM temp.unscaled_{kind} WHERE {column} = ? ORDER BY id"
    return [row for id in sorted(ids) for row in connection.execute(statement, (id,))]


# The views.


def _lay(connection: sqlite3.Connection) -> None:
    if connection.execute("SELECT 1 FROM temp.sqlite_master WHERE name = 'scaled_contract'").fetchone():
        return
    for kind, columns in COLUMNS.items():
        shown = connection.execute(
            "SELECT sql FROM temp.sqlite_master WHERE name = ?", (f"{kind}_in_force",)
        ).fetchone()
        body = shown[0].partition(" AS ")[2] if shown else f"SELECT * FROM main.{kind}_in_force"
        connection.execute(f"DROP VIEW IF EXISTS temp.{kind}_in_force")
        connection.execute(f"CREATE TEMP VIEW unscaled_{kind} AS {body}")
        connection.execute(
            f"CREATE TEMP TABLE scaled_{kind} (id INTEGER PRIMARY KEY, {', '.join(f'{one} INTEGER' for one in columns)})"
        )
        names = [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (kind,))]
        cells = ", ".join(_cell(kind, name) if name in columns else f"own.{name}" for name in names)
        gone = f"SELECT 1 FROM temp.scaled_{kind} AS gone WHERE gone.id = own.id AND gone.{columns[0]} = 0"
        rest = "" if kind == "contract" else f"WHERE NOT EXISTS ({gone})"
        connection.execute(
            f"CREATE TEMP VIEW {kind}_in_force AS SELECT {cells} FROM temp.unscaled_{kind} AS own {rest}"
        )


def _cell(kind: str, name: str) -> str:
    return f"coalesce((SELECT new.{name} FROM temp.scaled_{kind} AS new WHERE new.id = own.id), own.{name}) AS {name}"
