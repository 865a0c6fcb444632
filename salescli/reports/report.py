"""The one shape that every report has: columns, rows, totals, notes and where they come from. How it looks is render's work."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal, overload

from salescli.period import Period

Kind = Literal["text", "money", "count", "ratio", "percent", "rate", "score", "date", "flag", "nested"]
"""What a column holds and how it is written.

text; money: int minor units; count: int, or a Decimal where shares make parts; ratio, percent: Fraction or Decimal to
four places (percent is shown × 100 in tables); rate: a commission rate, Decimal as it stands; score: Decimal to two
places; date; flag: true or false, whose `words` people read; nested: a mapping or a list of mappings for JSON alone, whose
own columns are in `inner`.
"""

Emphasis = Literal["urgent", "soon", "good", "quiet"]
"""How a row asks for attention on a terminal; what it says must be understood without."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its JSON and CSV key, its title in the person's language, and its kind.

    Attributes:
        shown: False for what only JSON and CSV carry (ids).
        data: False for what only people see; JSON and CSV do not know it.
        inner: the columns of a nested value.
        words: what people read instead of these values ("refund" → "Refund", 0 → "today"); JSON and CSV keep the value.
        kind_in: the key under which each row says the kind of its value here, where rows differ in unit.
        under: the key of a column below whose text this one's goes where the terminal has no room for both.
        bar: whether a bar says beside the figure how much it is: full from 100 % on, of points from 100 on.
        dispensable: whether the rows of a tree do without it on a terminal that has no room for it.
    """

    key: str
    title: str
    kind: Kind = "text"
    shown: bool = True
    inner: tuple["Column", ...] = ()
    data: bool = True
    words: Mapping[Any, str] = field(default_factory=dict)
    kind_in: str = ""
    under: str = ""
    bar: bool = False
    dispensable: bool = False

    def kind_of(self, row: Mapping[str, Any]) -> Kind:
        """The kind of a row's value in this column."""
        kind: Kind = row.get(self.kind_in) or self.kind
        return kind


class Later(Sequence[Mapping[str, Any]]):
    """Nested rows that are made when they are read: most formats do not."""

    def __init__(self, make: Callable[[], Sequence[Mapping[str, Any]]]) -> None:
        self._make = make

    @cached_property
    def _rows(self) -> Sequence[Mapping[str, Any]]:
        return self._make()

    @overload
    def __getitem__(self, place: int) -> Mapping[str, Any]: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[Mapping[str, Any]]: ...

    def __getitem__(self, place: int | slice) -> Mapping[str, Any] | Sequence[Mapping[str, Any]]:
        return self._rows[place]

    def __len__(self) -> int:
        return len(self._rows)


@dataclass(frozen=True, slots=True)
class Look:
    """How a report asks to be laid out for people; programs see nothing of it.

    Attributes:
        grouped: the keys of columns that stand above the rows they are common to, instead of beside them; groups come in
            the order of their first rows.
        stacked: whether columns with `under` go below even where there is room beside.
        emphasis: one for each row, or none at all.
        indented: the key of the column in which each row stands as deep as `levels` says, one for each row.
        names_policy: whether the heading names the policy; a list of daily use does without.
        to_write_on: whether each row has room for handwriting.
        narrow: whether the table is so narrow that on paper its rows may go on beside the first ones.
    """

    grouped: tuple[str, ...] = ()
    stacked: bool = False
    emphasis: Sequence[Emphasis | None] = ()
    indented: str = ""
    levels: Sequence[int] = ()
    names_policy: bool = True
    to_write_on: bool = False
    narrow: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says, ready for any format.

    Attributes:
        rows: one mapping a row, keyed by the columns' keys; None is no value.
        totals: money and counts of all rows, keyed as the columns.
        notes: problems of the data, as sentences; never fatal.
        policy: the versions used, as people name them (None: it rests on none); head: the ledger's digest.
        instead: what people read where it is another table than the rows (of one person, the items); programs get the rows.
        sections: further tables that people read below this one's, each with its title and notes, on one sheet; those of
            `instead` count where there is one. The rows may then be none. Programs get the rows alone.
        pages: whole reports that people read after this one, each on a page of its own.
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
    look: Look = Look()
    instead: "Report | None" = None
    sections: "Sequence[Report]" = ()
    pages: "Sequence[Report]" = ()
