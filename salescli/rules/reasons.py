"""The tree of reasons of a figure: facts, policy, steps with their numbers, result; no figure is made here.

A reason says how its result follows from the steps that count, so that anybody, and a test, can reckon it again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import reduce
from typing import Literal

from salescli import money

Number = int | Decimal | Fraction
NumberKind = Literal["money", "count", "ratio", "rate", "score", "percent"]
How = Literal["stated", "sum", "difference", "product", "quotient", "least", "most"]
"""How a result follows from its steps: it is a fact or a policy's number (stated), or what they come to, in their order."""
PLACES: dict[NumberKind, int] = {"money": 0, "count": 6, "ratio": 4, "percent": 4, "rate": 6, "score": 2}
"""To how many places a result of each kind is rounded, where it is: money to the minor unit."""


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
        how: how the result follows from the steps that count.
        rounded: whether the result is what follows, rounded to the places of its kind; else it is exact.
        counts: whether it is one of the numbers that the reason above is made of; else it only tells.
    """

    title: str
    definition: str = ""
    policy: str = ""
    facts: Sequence[Evidence] = ()
    steps: Sequence["Reason"] = ()
    result: Number | None = None
    kind: NumberKind = "money"
    how: How = "stated"
    rounded: bool = False
    counts: bool = True


def walk(reason: Reason, number: str = "") -> Iterator[tuple[str, Reason]]:
    """Every reason of a tree from the top, each with its number: "", "1", "1.1", …"""
    yield number, reason
    for place, step in enumerate(reason.steps, start=1):
        yield from walk(step, f"{number}.{place}" if number else str(place))


def depth(reason: Reason) -> int:
    """How many levels of steps a tree has under its top."""
    return 1 + max(depth(step) for step in reason.steps) if reason.steps else 0


def reckoned(reason: Reason) -> Number | None:
    """What the steps that count come to, the way the reason says; a stated result is itself.

    None where a step that counts has no value, or nothing can be divided.
    """
    if reason.how == "stated":
        return reason.result
    parts = [Fraction(step.result) if step.result is not None else None for step in reason.steps if step.counts]
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    found = _OF[reason.how](known)
    return _rounded(found, reason.kind) if reason.rounded and found is not None else found


def mistakes(reason: Reason) -> list[str]:
    """The numbers of the reasons whose result is not what their steps come to; none where the tree is right."""
    return [number or "=" for number, one in walk(reason) if reckoned(one) != one.result]


def _rounded(value: Fraction, kind: NumberKind) -> Number:
    return money.round_money(value) if kind == "money" else money.round_decimal(value, PLACES[kind])


def _quotient(parts: Sequence[Fraction]) -> Fraction | None:
    above, below = parts
    return above / below if below else None


_OF: dict[How, Callable[[Sequence[Fraction]], Fraction | None]] = {
    "sum": lambda parts: sum(parts, Fraction(0)),
    "difference": lambda parts: parts[0] - sum(parts[1:], Fraction(0)),
    "product": lambda parts: reduce(lambda a, b: a * b, parts, Fraction(1)),
    "quotient": _quotient,
    "least": min,
    "most": max,
}
