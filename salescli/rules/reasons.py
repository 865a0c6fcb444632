"""The tree of reasons of a figure: facts, policy, steps with their numbers, result; no figure is made here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Number = int | Decimal | Fraction
NumberKind = Literal["money", "count", "ratio", "rate", "score", "percent"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that a figure rests on.

    Attributes:
        fact: its id; text: what it is, in words; amount: minor units, with its direction.
    """

    fact: int
    text: str
    happened_on: date
    amount: int | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One figure or one step towards it.

    Attributes:
        title: what it is, for people, its numbers included.
        definition: how such a figure is defined; "" where the title says it all.
        policy: the policy's version and key that it rests on; "" where none.
        facts: in order; steps: the reasons it is made of, in order.
        result: the number it comes to (None: no value), of the `kind`: money in minor units.
        total: whether the steps' results add up to this result.
    """

    title: str
    definition: str = ""
    policy: str = ""
    facts: Sequence[Evidence] = ()
    steps: Sequence["Reason"] = ()
    result: Number | None = None
    kind: NumberKind = "money"
    total: bool = False


def walk(reason: Reason, number: str = "") -> Iterator[tuple[str, Reason]]:
    """Every reason of a tree from the top, each with its number: "", "1", "1.1", …"""
    yield number, reason
    for place, step in enumerate(reason.steps, start=1):
        yield from walk(step, f"{number}.{place}" if number else str(place))


def depth(reason: Reason) -> int:
    """How many levels of steps a tree has under its top."""
    return 1 + max(depth(step) for step in reason.steps) if reason.steps else 0


def adds_up(reason: Reason) -> bool:
    """Whether every total in the tree is the sum of its steps' results."""
    return all(not one.total or sum(step.result or 0 for step in one.steps) == one.result for _at, one in walk(reason))
