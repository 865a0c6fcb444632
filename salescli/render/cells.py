"""One value as text: for people (grouped, percent, no control characters) or for programs (plain decimals); no report is known by name."""

import unicodedata
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from salescli import money
from salescli.reports.report import Column, Kind

NO_VALUE = "—"
PLACES: dict[Kind, int] = {"ratio": 4, "percent": 4, "score": 2}
NUMERIC: tuple[Kind, ...] = ("money", "count", "ratio", "percent", "rate", "score")


def visible(text: str) -> str:
    """Text that can do nothing to a terminal: control, format and direction characters are shown, not sent."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c == "\u3000" else _shown(c) for c in text)


def _shown(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def for_people(column: Column, value: Any) -> str:
    """The cell of a table: thousands separators, percent signs, — for no value."""
    if value is None:
        return NO_VALUE
    match column.kind:
        case "money":
            return money.money_text(value, grouped=True)
        case "percent":
            return f"{money.round_decimal(value * 100, 1):,}%"
        case "rate":
            return f"{plain_decimal(Decimal(value) * 100)}%"
        case "ratio":
            return f"{money.round_decimal(value, 2):,}"
        case "count" if isinstance(value, int):
            return f"{value:,}"
        case _:
            return visible(for_programs(column, value))


def for_programs(column: Column, value: Any) -> str:
    """The text that JSON and CSV carry: decimals without separators, ISO dates; None is the caller's affair."""
    match column.kind:
        case "money":
            return money.money_text(value)
        case "ratio" | "percent" | "score":
            return str(money.round_decimal(value, PLACES[column.kind]))
        case "rate" | "count":
            return plain_decimal(value)
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def plain_decimal(value: int | Decimal | Fraction) -> str:
    """A number without exponent and without idle zeros behind the point; a fraction to six places."""
    if isinstance(value, int):
        return str(value)
    exact = money.round_decimal(value, 6) if isinstance(value, Fraction) else value
    text = f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
