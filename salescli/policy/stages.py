"""The stages straight from a policy's text, for commands that must start fast; nothing is validated here, as the
text was validated when it was loaded."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from salescli.policy.title import Title, written_title
from salescli.terms import Closes


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage as written: probability 0…1 (won 1, lost 0), days until stuck, how it closes (figures.md §7)."""

    key: str
    title: Title
    probability: Decimal | None
    closes: Closes | None
    stuck_after_days: int | None


def stage_keys(text: str) -> list[Stage]:
    """The stages of a validated policy text, in their order."""
    return [_stage(table) for table in tomllib.loads(text.removeprefix("\ufeff")).get("stage", [])]


def _stage(table: dict[str, Any]) -> Stage:
    closes = Closes(table["closes"]) if "closes" in table else None
    return Stage(
        key=table["key"],
        title=written_title(table.get("title", table["key"])),
        probability=_probability(table.get("probability"), closes),
        closes=closes,
        stuck_after_days=table.get("stuck_after_days"),
    )


def _probability(written: str | None, closes: Closes | None) -> Decimal | None:
    if closes is not None:
        return Decimal(closes is Closes.WON)
    if written is None:
        return None
    # The model reads numbers in the same two ways; see model.number.
    return Decimal(written[:-1]) / 100 if written.endswith("%") else Decimal(written)
