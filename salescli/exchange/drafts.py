"""What a row of a source becomes before the ledger has seen it: facts-to-be with references still open, or the faults for
which it is rejected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from salescli.exchange.tables import Row


@dataclass(frozen=True, slots=True)
class ByName:
    """A reference to whatever of this kind has this code or name."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ByKey:
    """A reference to the fact that the profile imports as `fact` under this source key; `text` is the key for people."""

    fact: str
    source_key: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact-to-be.

    Attributes:
        name: what the profile calls it; kind: what the ledger calls it.
        source_key: what makes it the same fact the next time.
        fields: by the profile's names: texts, days, minor units, rates, words and references; empty ones are left out.
        parts: of a share, each a rep and a percentage.
        once: later rows with the same key are expected to say other things.
        changed_on: the day of a later fact that takes its place, where a row with the same key says other things.
        origins: from which column each field came (fields without one are fixed).
    """

    name: str
    kind: str
    source_key: str
    day: date
    fields: Mapping[str, Any]
    note: str | None = None
    parts: Sequence[tuple[ByName | ByKey, Decimal]] = ()
    once: bool = False
    changed_on: date | None = None
    origins: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowFault:
    """Why a row cannot go in: the column and what stands there ("" where no single cell is at fault), and a sentence."""

    column: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Translated:
    """A row with what it becomes.

    Attributes:
        cells: the row's cells by column; those beyond the last one are under their number, “#9”.
        drafts: in order; of a row with faults only those that could be made.
        kinds: the kind of every fact that the row would become, faulty or not.
        faults: any, and the whole row is rejected.
    """

    row: Row
    cells: Mapping[str, str]
    drafts: Sequence[Draft]
    kinds: Sequence[str]
    faults: Sequence[RowFault]
