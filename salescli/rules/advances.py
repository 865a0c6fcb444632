"""How far opportunities came in a period, move by move (figures.md §3, §7): the facts of stage advances and stage conversion.

Each move is judged by the order of stages in force on its own day, so that the months of a quarter add up to it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from salescli.facts.measured import MeasureFact, StageStep
from salescli.rules.stages import Ladder

LadderOn = Callable[[date], Ladder]
"""The order of stages in force on a day."""


@dataclass(frozen=True, slots=True)
class Advance:
    """A stage change that brought an opportunity further than it ever was.

    Attributes:
        is_opening: whether it is the opportunity's first change, which is no advance.
        reached: how many open stages it came to for the first time, those skipped included; passed: how many it went past.
    """

    step: StageStep
    is_opening: bool
    reached: int
    passed: int


def advances(steps: Iterable[StageStep], start: date, ladder_on: LadderOn) -> Iterator[Advance]:
    """The changes from `start` on that brought an opportunity further than any before; steps come opportunity by opportunity."""
    for _opportunity, group in groupby(steps, key=lambda step: step.opportunity_id):
        history = list(group)
        for number, step in enumerate(history):
            if step.happened_on >= start:
                yield from _advance(history[:number], step, ladder_on(step.happened_on))


def _advance(before: Sequence[StageStep], step: StageStep, ladder: Ladder) -> Iterator[Advance]:
    furthest, place = ladder.furthest(before), ladder.place(step)
    if place > furthest:
        reached = min(place, ladder.top - 1) - furthest
        passed = place - max(furthest, 0)
        yield Advance(step, not before, reached, passed)


def advance_facts(found: Iterable[Advance]) -> list[MeasureFact]:
    """阶段推进数: 1 for every advance."""
    return [_fact(one.step, 1, 1) for one in found if not one.is_opening]


def conversion_facts(found: Iterable[Advance]) -> list[MeasureFact]:
    """阶段转化率: the stages that an opportunity went past, over those that it came to."""
    return [_fact(one.step, one.passed, one.reached) for one in found if one.passed or one.reached]


def _fact(step: StageStep, numerator: int, denominator: int) -> MeasureFact:
    day = step.happened_on
    return MeasureFact(None, step.opportunity_id, step.fact, day, day, numerator, denominator, 0)
