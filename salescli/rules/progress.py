"""An opportunity as a project (figures.md §7, `history`): how it stood on any day, and what each of its stage changes changed.

Histories come in the order (happened_on, recorded_at, id). What a change does not state stays as it was stated last: amount and
expected close over the whole history, the next step as long as the opportunity is in the stage; the win probability is
each change's own, else its stage's.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, TypeAlias

from salescli.facts.histories import StageChange
from salescli.policy.stages import Stage
from salescli.rules.stages import days_in_stage, probability, visits

What = Literal["stage", "amount", "probability", "expected_close", "next_step"]
Said: TypeAlias = str | int | Decimal | date | None
StageOn = Callable[[str, date], Stage | None]
"""A stage, by key, as the policy in force on a day has it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an opportunity stands on a day.

    Attributes:
        entered_on: when the present stay in the stage began; days: since then; cumulative: over all stays in that stage.
        amount: minor units; probability: of the latest change alone.
    """

    stage: str
    closes: str | None
    entered_on: date
    days: int
    cumulative: int
    amount: int | None
    probability: Decimal | None
    expected_close: date | None
    next_step: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing that a change says otherwise; days: by how many the expected close slipped (negative: it comes earlier)."""

    what: What
    before: Said
    after: Said
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage change with what it changed.

    Attributes:
        standing: how the opportunity stood after it.
        probability: 0 … 1, its own or else its stage's on that day.
        left: the stage it left (None: it stays in its stage, or is the first); days, cumulative: spent there in that stay, and
            over all stays.
        changed: against the change before; of the first one nothing.
    """

    change: StageChange
    standing: Standing
    probability: Decimal | None
    left: str | None
    days: int | None
    cumulative: int | None
    changed: tuple[Changed, ...]


def standing(history: Sequence[StageChange], on: date) -> Standing | None:
    """Where an opportunity stands on a day by its changes up to then; None: it had none."""
    seen = [change for change in history if change.happened_on <= on]
    if not seen:
        return None
    last, stay = seen[-1], visits(seen)[-1]
    days, cumulative = days_in_stage(seen, on)
    here = _latest_stay(seen)
    return Standing(
        stage=last.stage,
        closes=last.closes,
        entered_on=stay.start,
        days=days,
        cumulative=cumulative,
        amount=next((one.amount for one in reversed(seen) if one.amount is not None), None),
        probability=last.probability,
        expected_close=next((one.expected_close for one in reversed(seen) if one.expected_close), None),
        next_step=next((one.next_step for one in reversed(here) if one.next_step), None),
    )


def steps(history: Sequence[StageChange], stage_on: StageOn) -> Iterator[Step]:
    """Every change of an opportunity with what it changed, in order."""
    before: Step | None = None
    for number, change in enumerate(history):
        before = _step(history[: number + 1], before, probability(change.probability, _stage(change, stage_on)))
        yield before


def _stage(change: StageChange, stage_on: StageOn) -> Stage | None:
    return stage_on(change.stage, change.happened_on)


def _step(history: Sequence[StageChange], before: Step | None, weight: Decimal | None) -> Step:
    change = history[-1]
    now = standing(history, change.happened_on)
    assert now is not None  # the change itself is in its history
    has_left = before is not None and before.change.stage != change.stage
    days, cumulative = days_in_stage(history[:-1], change.happened_on) if has_left else (None, None)
    return Step(
        change=change,
        standing=now,
        probability=weight,
        left=before.change.stage if before and has_left else None,
        days=days,
        cumulative=cumulative,
        changed=tuple(_changed(before, now, weight)) if before else (),
    )


def _changed(before: Step, now: Standing, weight: Decimal | None) -> Iterator[Changed]:
    was = before.standing
    if was.stage != now.stage:
        yield Changed("stage", was.stage, now.stage)
    if was.amount != now.amount:
        yield Changed("amount", was.amount, now.amount)
    if before.probability != weight:
        yield Changed("probability", before.probability, weight)
    if was.expected_close != now.expected_close:
        yield Changed("expected_close", was.expected_close, now.expected_close, _slipped(was, now))
    if now.next_step not in (None, was.next_step):
        yield Changed("next_step", was.next_step, now.next_step)


def _slipped(was: Standing, now: Standing) -> int | None:
    return (now.expected_close - was.expected_close).days if was.expected_close and now.expected_close else None


def _latest_stay(history: Sequence[StageChange]) -> Sequence[StageChange]:
    """The changes of the present stay, from the one that began it."""
    first = len(history) - 1
    while first and history[first - 1].stage == history[-1].stage:
        first -= 1
    return history[first:]
