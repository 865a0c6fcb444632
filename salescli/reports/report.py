"""The one shape that every report has: columns, rows, totals, notes and where they come from. How it looks is render's work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from salescli.period import Period

Kind = Literal["text", "money", "count", "ratio", "percent", "rate", "score", "date", "nested"]
"""What a column holds and how it is written.

text; money: int minor units; count: int, or a Decimal where shares make parts; ratio, percent: Fraction or Decimal to
four places (percent is shown × 100 in tables); rate: a commission rate, Decimal as it stands; score: Decimal to two
places; date; nested: a mapping or a list of mappings for JSON alone, whose own columns are in `inner`.
"""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its JSON and CSV key, its title in the person's language, and its kind.

    Attributes:
        shown: False for what only JSON and CSV carry (ids).
        inner: the columns of a nested value.
    """

    key: str
    title: str
    kind: Kind = "text"
    shown: bool = True
    inner: tuple["Column", ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says, ready for any format.

    Attributes:
        rows: one mapping a row, keyed by the columns' keys; None is no value.
        totals: money and counts of all rows, keyed as the columns.
        notes: problems of the data, as sentences; never fatal.
        policy: the versions used, as people name them; head: the ledger's digest.
    """

    name: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]
    currency: str
    head: str
    on: date
    period: Period | None = None
    as_of: str | None = None
    policy: str | None = None
    totals: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
