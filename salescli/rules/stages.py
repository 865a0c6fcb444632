"""Stages of opportunities (figures.md §7): the state on a day, days in a stage, how far it ever got, and what moved in a period.

Histories come in the order (happened_on, recorded_at, id); the order, limits and probabilities of stages come from a policy.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Protocol, TypeVar

from salescli.facts.tracked import StageMove
from salescli.policy.stages import Stage
from salescli.terms import Closes

History = Sequence[StageMove]


class Placed(Protocol):
    """A stage as an opportunity is put into it, and how it closes."""

    @property
    def stage(self) -> str:
        """Its key."""

    @property
    def closes(self) -> str | None:
        """ "won", "lost", or None where it is open."""


class Dated(Placed, Protocol):
    """The same from a day on: a change of a history."""

    @property
    def happened_on(self) -> date:
        """From which day."""


Change = TypeVar("Change", bound=Dated)


@dataclass(frozen=True, slots=True)
class Visit:
    """A stay in one stage: from its first change to the change that leaves it (end None: still there).

    What is closed stays closed the same way in one stay, also where a later policy calls its stage otherwise.
    """

    stage: str
    closes: str | None
    start: date
    end: date | None

    def days(self, on: date) -> int:
        """Calendar days from entering to leaving, or to the day looked from."""
        return ((self.end or on) - self.start).days


@dataclass(frozen=True, slots=True)
class Ladder:
    """The open stages of a policy in their order; what is won stands above all of them."""

    steps: Mapping[str, int]

    @property
    def top(self) -> int:
        """The place of won: past the last open stage."""
        return len(self.steps)

    def place(self, move: Placed) -> int:
        """How far a change brings an opportunity; −1: lost, or a stage the policy does not know."""
        return self.top if move.closes == Closes.WON else self.steps.get(move.stage, -1)

    def furthest(self, history: Iterable[Placed]) -> int:
        """The furthest place ever reached; −1: none."""
        return max(map(self.place, history), default=-1)


@dataclass(frozen=True, slots=True)
class Movement:
    """What an opportunity did in a period.

    Attributes:
        before, after: the furthest place ever reached before the period and by its end.
        advances: changes in the period to a place further than any before, the opening not counted.
        entered: the open stages entered, each once.
        stays: days of the stays that ended in the period, by stage.
        closed: "won" or "lost" where its last close lies in the period and holds at its end; closed_from: the stage it left.
        amount: of what was won or lost: the contracts' sum where won with any, else the latest amount stated; minor units.
    """

    before: int
    after: int
    advances: int
    entered: frozenset[str]
    stays: tuple[tuple[str, int], ...]
    closed: str | None
    closed_from: str | None
    amount: int | None

    def reached(self, place: int) -> bool:
        """Whether it came to this place for the first time, or skipped past it."""
        return self.before < place <= self.after

    def advanced(self, place: int) -> bool:
        """Whether it went past this place for the first time."""
        return self.before <= place < self.after


def ladder(stages: Iterable[Stage]) -> Ladder:
    """The order of a policy's open stages."""
    return Ladder({stage.key: place for place, stage in enumerate(stage for stage in stages if stage.closes is None)})


def histories(moves: Iterable[StageMove]) -> list[History]:
    """One history per opportunity, of moves that come opportunity by opportunity."""
    return [list(group) for _opportunity, group in groupby(moves, key=lambda move: move.opportunity_id)]


def state(history: Sequence[Change], on: date) -> Change | None:
    """The latest change on or before the day; None: there was none yet."""
    return next((move for move in reversed(history) if move.happened_on <= on), None)


def visits(history: Iterable[Dated]) -> list[Visit]:
    """The stays in stages, in order; changes that stay in the same stage belong to one stay."""
    runs = [list(run) for _stage, run in groupby(history, key=lambda move: move.closes or (move.stage,))]
    ends: list[date | None] = [following[0].happened_on for _run, following in pairwise(runs)]
    starts = [run[0] for run in runs]
    return [Visit(m.stage, m.closes, m.happened_on, end) for m, end in zip(starts, [*ends, None], strict=False)]


def days_in_stage(history: Iterable[Dated], on: date) -> tuple[int, int]:
    """Days in the present stage on a day: in the latest stay, and over all stays in that stage; (0, 0) before the first."""
    stays = visits([move for move in history if move.happened_on <= on])
    if not stays:
        return 0, 0
    last = stays[-1]
    return last.days(on), sum(stay.days(on) for stay in stays if stay.stage == last.stage)


def is_stuck(days: int, stage: Stage | None) -> bool:
    """Whether an opportunity stands longer in its stage than the policy allows; a stage without a limit has none stuck."""
    return stage is not None and stage.stuck_after_days is not None and days > stage.stuck_after_days


def probability(own: str | Decimal | None, stage: Stage | None) -> Decimal | None:
    """The win probability: the change's own, else the stage's in the policy; None: neither says one."""
    if own is not None:
        return Decimal(own)
    return stage.probability if stage else None


def movement(history: History, start: date, end: date, steps: Ladder) -> Movement:
    """What an opportunity did in [start, end); its history may be longer."""
    seen = [move for move in history if move.happened_on < end]
    stays = visits(seen)
    last = seen[-1] if seen else None
    final = stays[-1] if stays else None
    closed = last.closes if last and final and last.closes and final.start >= start else None
    return Movement(
        before=steps.furthest(move for move in seen if move.happened_on < start),
        after=steps.furthest(seen),
        advances=stage_advances(seen, start, steps),
        entered=frozenset(stay.stage for stay in stays if stay.start >= start and stay.closes is None),
        stays=tuple(
            (stay.stage, stay.days(end)) for stay in stays if stay.end and stay.end >= start and stay.closes is None
        ),
        closed=closed,
        closed_from=next((stay.stage for stay in reversed(stays) if stay.closes is None), None) if closed else None,
        amount=_amount(seen) if closed else None,
    )


def stage_advances(history: History, start: date, steps: Ladder) -> int:
    """Changes from `start` on that bring an opportunity further than it ever was, once each; its opening is none."""
    furthest, count = -1, 0
    for number, move in enumerate(history):
        place = steps.place(move)
        count += number > 0 and place > furthest and move.happened_on >= start
        furthest = max(furthest, place)
    return count


def median(values: Sequence[int]) -> int | Decimal | None:
    """The middle value, or half-way between the two in the middle; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    both = ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]
    return both // 2 if both % 2 == 0 else Decimal(both) / 2


def ratio(numerator: int, denominator: int) -> Fraction | None:
    """numerator ÷ denominator; None where there is nothing below."""
    return Fraction(numerator, denominator) if denominator else None


def _amount(history: History) -> int | None:
    signed = history[-1].signed
    stated = (move.amount for move in reversed(history) if move.amount is not None)
    return signed if signed is not None else next(stated, None)
