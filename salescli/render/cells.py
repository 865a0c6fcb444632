"""One value as text: for people (grouped, percent, no control characters) or for programs (plain decimals); no report is known by name."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from salescli import money
from salescli.reports.report import Column, Kind

NO_VALUE = "—"
PLACES: dict[Kind, int] = {"ratio": 4, "percent": 4, "score": 2}
FIGURES: tuple[Kind, ...] = ("money", "count", "ratio", "percent", "rate", "score")
BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u3164\uffa0")
"""Letters and marks that nobody can see."""


def is_figure(column: Column) -> bool:
    """Whether a column holds numbers, which stand to the right and are never broken."""
    return bool(column.kind_in) or column.kind in FIGURES


def visible(text: str) -> str:
    """Text of one line that can do nothing to a terminal: control, format and direction characters are shown, not sent."""
    if text.isprintable() and (text.isascii() or BLANK_LETTERS.isdisjoint(text)):
        return text
    return "".join(character if _is_harmless(character) else _shown(character) for character in text)


def _is_harmless(character: str) -> bool:
    if character.isprintable():
        return character not in BLANK_LETTERS
    # Rare Chinese characters and new emoji that this Python's Unicode does not know yet, and those of private use.
    unknown = unicodedata.category(character) in ("Cn", "Co")
    planes = ("\ue000", "\uf8ff"), ("\U0001f000", "\U0001faff"), ("\U00020000", "\U0003fffd")
    return character == "\u3000" or (unknown and any(first <= character <= last for first, last in planes))


def _shown(character: str) -> str:
    if unicodedata.category(character) == "Zs":
        return " "
    return character.encode("unicode_escape").decode("ascii")


def for_people(column: Column, row: Mapping[str, Any]) -> str:
    """A row's cell in a table: words for keys, thousands separators, percent signs, — for a figure without value."""
    value, kind = row.get(column.key), column.kind_of(row)
    if column.words and value in column.words:
        return visible(column.words[value])
    if value is None:
        return NO_VALUE if is_figure(column) else ""
    match kind:
        case "money":
            return money.money_text(value, grouped=True)
        case "percent":
            return f"{money.round_decimal(value * 100, 1):,}%"
        case "rate":
            return f"{plain_decimal(value * 100)}%"
        case "ratio":
            return f"{money.round_decimal(value, 2):,}"
        case "count":
            return plain_decimal(money.round_decimal(value, 2) if isinstance(value, Fraction) else value, grouped=True)
        case _:
            return visible(for_programs(kind, value))


def for_programs(kind: Kind, value: Any) -> str:
    """The text that JSON and CSV carry: decimals without separators, ISO dates; None is the caller's affair."""
    match kind:
        case "money":
            return money.money_text(value)
        case "ratio" | "percent" | "score":
            return str(money.round_decimal(value, PLACES[kind]))
        case "rate" | "count":
            return plain_decimal(value)
        case "flag":
            return "true" if value else "false"
        case _:
            return value.isoformat() if isinstance(value, date) else str(value)


def plain_decimal(value: int | Decimal | Fraction, grouped: bool = False) -> str:
    """A number without exponent and without idle zeros behind the point; a fraction to six places."""
    exact = money.round_decimal(value, 6) if isinstance(value, Fraction) else Decimal(value)
    text = f"{exact:,f}" if grouped else f"{exact:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
