"""What the blocks of a policy have in common: strictness, titles, whom, rows; no single block belongs here."""

from collections.abc import Collection
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from salescli.policy import kinds as k
from salescli.policy.title import Title

R = TypeVar("R", bound="AnyRow")


class Block(BaseModel):
    """A table of the file: unknown keys are faults, nothing is coerced, nothing changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


class Titled(Block):
    """A block with a title; a missing title is the block's key."""

    title: k.TitleText

    @model_validator(mode="before")
    @classmethod
    def _title_from_key(cls, written: Any) -> Any:
        if isinstance(written, dict) and "title" not in written and isinstance(written.get("key"), str):
            return {**written, "title": Title(written["key"], written["key"])}
        return written


class Keyed(Titled):
    """A titled block whose key the company chooses."""

    key: k.Key


class Whom(Block):
    """Whom a block is for: posts, teams or reps by name; none named: everybody."""

    posts: k.Many[k.Text] = ()
    teams: k.Many[k.Text] = ()
    reps: k.Many[k.Text] = ()

    def covers(self, post: str | None, teams: Collection[str], rep: str) -> bool:
        """Whether a rep with this post, in (or, `of_team`, leading) these teams, is meant."""
        if not (self.posts or self.teams or self.reps):
            return True
        return post in self.posts or rep in self.reps or any(team in self.teams for team in teams)


class AnyRow(Block):
    """A row of a table: exactly one of `from` (value ≥) and `above` (value >)."""

    starts: k.Number | None = Field(default=None, alias="from")
    above: k.Number | None = None

    @model_validator(mode="after")
    def _one_bound(self) -> "AnyRow":
        if (self.starts is None) == (self.above is None):
            raise PydanticCustomError("one_bound", "one_bound")
        return self

    @property
    def bound(self) -> Decimal:
        """Where the row begins."""
        return self.starts if self.starts is not None else self.above or Decimal(0)

    @property
    def order(self) -> tuple[Decimal, bool]:
        """Sorts rows by where they begin: `from X` before `above X`."""
        return self.bound, self.above is not None


def fault_at(suffix: str, kind: str, context: dict[str, Any] | None = None) -> PydanticCustomError:
    """A fault of a part of the block; `suffix` is put behind the block's path."""
    return PydanticCustomError(kind, "fault", {**(context or {}), "at": suffix})


def ascending(rows: tuple[R, ...]) -> tuple[R, ...]:
    """A field validator: each row begins above the row before it."""
    for at, (row, following) in enumerate(pairwise(rows), start=2):
        if following.order <= row.order:
            raise PydanticCustomError("ascending", "ascending", {"row": at})
    return rows


def needs(block: Block, *keys: str) -> None:
    """The first of `keys` that is absent is a fault: another key of the block makes it necessary."""
    for key in keys:
        if key not in block.model_fields_set:
            raise fault_at(key, "missing_here")


def refuses(block: Block, because: str, *keys: str) -> None:
    """The first of `keys` that stands there is a fault: it means nothing beside `because`."""
    for key in keys:
        if key in block.model_fields_set:
            raise fault_at(key, "out_of_place", {"because": because})
