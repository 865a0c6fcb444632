"""How much a figure is, drawn beside it: its part of a whole, and a bar of text; how a page draws one is html's work."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from salescli.render.cells import for_people
from salescli.render.wrapping import width_of
from salescli.reports.report import Column, Kind

WHOLE: dict[Kind, int] = {"percent": 1, "ratio": 1, "score": 100}
"""What fills a bar."""
LENGTH = 10  # characters of a bar of text
FULL, EMPTY = "█", "░"


def part(column: Column, row: Mapping[str, Any]) -> Fraction | None:
    """How much of its bar a figure fills, 0…1, from its whole on 1; None: it has no value, or no bar."""
    value, whole = row.get(column.key), WHOLE.get(column.kind)
    if value is None or whole is None or column.kind_in:
        return None
    return Fraction(max(0, min(value, whole))) / whole


def drawn(part: Fraction) -> str:
    """A bar of text; only what is whole fills it."""
    filled = int(part * LENGTH)
    return FULL * filled + EMPTY * (LENGTH - filled)


def cells(column: Column, rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """A column's cells as people read them, each figure of a column that asks for bars with its bar before it."""
    texts = [for_people(column, row) for row in rows]
    if not column.bar:
        return texts
    width = max(map(width_of, texts), default=0)
    parts = [part(column, row) for row in rows]
    return [
        text if filled is None else f"{drawn(filled)} {' ' * (width - width_of(text))}{text}"
        for text, filled in zip(texts, parts, strict=True)
    ]
