"""Which standards of a policy somebody's figures meet, for so many periods running, and by which comparisons (figures.md §9).

A comparison of a figure without a value is unknown, so is a whole period in which somebody is not employed, and unknown never
recommends. Where the figures come from is not known here: whoever looks gives a name's value, money in currency units.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from salescli import money
from salescli.period import Period
from salescli.policy.conditions import Compare, Condition, Name, Not, Value, comparisons, evaluate, names
from salescli.policy.kinds import Missing
from salescli.policy.model import Standard
from salescli.rules.appraisal import Appraised, Scored, total
from salescli.terms import Recommendation

Looks = Callable[[str], Value]
"""Gives the value of a figure by its name, as a condition writes it; None: it has none."""
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
SHOWN = 3  # of the weakest items
RISING = frozenset((Recommendation.PAY_RISE, Recommendation.PROMOTION))
FALLING = frozenset((Recommendation.DISMISSAL, Recommendation.PROBATION))


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison as it came out.

    Attributes:
        figure: what stands to the left of the operator, by its name; where no figure is compared, a number.
        value, bound: None: it has none.
        against: the figure that the bound is; "": the policy's own number or grade.
        met: None: unknown.
        decides: whether the whole condition came out so because of it.
    """

    figure: str
    value: Value
    operator: str
    bound: Value
    against: str
    met: bool | None
    decides: bool


@dataclass(frozen=True, slots=True)
class Looked:
    """A condition in one period.

    Attributes:
        employed: False: not in the period, so all of it is unknown.
        values: of every figure that the condition looks at.
        met: None: unknown.
    """

    period: Period
    condition: Condition
    employed: bool
    values: Mapping[str, Value]
    met: bool | None

    @property
    def compared(self) -> Sequence[Compared]:
        """Each of its comparisons, once, in the order written."""
        deciding = _deciding(self.condition, self.values.get)
        return [_compared(one, self.values, one in deciding) for one in comparisons(self.condition)]


@dataclass(frozen=True, slots=True)
class Finding:
    """A standard in the periods that were looked at, the earliest first; none before one in which it is not met."""

    standard: Standard
    periods: Sequence[Looked]

    @property
    def met(self) -> bool | None:
        """Whether it holds in as many periods running as the standard wants; None: unknown."""
        results = [one.met for one in self.periods]
        if False in results:
            return False
        return None if None in results or len(results) < self.standard.for_periods else True

    @property
    def nearly(self) -> bool:
        """Whether one more period like the last ones meets it: it holds in all but the first."""
        later = [one.met for one in self.periods[-self.standard.for_periods :]][1:]
        return bool(later) and all(later) and len(later) == self.standard.for_periods - 1 and not self.met


def finding(standard: Standard, periods: Iterable[tuple[Period, Looks | None]]) -> Finding:
    """A standard in some periods, the latest first, as many as it wants; no further than where it is not met, or nobody employed.

    Args:
        periods: each with what gives the figures in it; None: not employed.
    """
    found: list[Looked] = []
    for _place, (period, looks) in zip(range(standard.for_periods), periods, strict=False):
        found.insert(0, looked(standard.condition, period, looks))
        if found[0].met is False or looks is None:
            break
    return Finding(standard, found)


def looked(condition: Condition, period: Period, looks: Looks | None) -> Looked:
    """A condition in one period."""
    values = {name: looks(name) if looks else None for name in names(condition)}
    return Looked(period, condition, looks is not None, values, evaluate(condition, values.get) if looks else None)


def _compared(one: Compare, values: Mapping[str, Value], decides: bool) -> Compared:
    left, operator, right = one.left, one.operator, one.right
    if isinstance(right, Name) and not isinstance(left, Name):
        left, operator, right = right, FLIPPED[operator], left
    sides = [values[side.text] if isinstance(side, Name) else _literal(side) for side in (left, right)]
    figure = left.text if isinstance(left, Name) else str(sides[0])
    against = right.text if isinstance(right, Name) else ""
    return Compared(figure, sides[0], operator, sides[1], against, evaluate(one, values.get), decides)


def _literal(side: object) -> Value:
    """A number or a grade as the condition writes it."""
    found: Value = getattr(side, "value", None)
    return found if found is not None else getattr(side, "text", None)


def _deciding(condition: Condition, values: Looks) -> Collection[Compare]:
    """The comparisons because of which a condition comes out as it does."""
    if isinstance(condition, Compare):
        return (condition,)
    if isinstance(condition, Not):
        return _deciding(condition.part, values)
    outcome = evaluate(condition, values)
    parts = [part for part in condition.parts if evaluate(part, values) is outcome]
    return [one for part in parts for one in _deciding(part, values)]


def contradict(recommended: Collection[Recommendation]) -> bool:
    """Whether one of them lifts somebody and another one lets fall."""
    return not (RISING.isdisjoint(recommended) or FALLING.isdisjoint(recommended))


# What a recommendation proposes.


def raised_by(base: int | None, rate: Decimal | None) -> int | None:
    """What a pay rise adds to a base per month: base × rate, minor units, rounded once; None: without either there is none."""
    return None if base is None or rate is None else money.round_money(Fraction(base) * Fraction(rate))


@dataclass(frozen=True, slots=True)
class Weak:
    """An item that a training is for: its score, the most that it can have, and what that would add to the printed total."""

    one: Scored
    full: Decimal
    adds: Decimal


def weakest(done: Appraised, missing: Missing, points: Decimal) -> Sequence[Weak]:
    """The items with the least scores, up to three; first the one whose full score would add most to the total.

    What is at its full score is not among them, nor what has no value.
    """
    below = [(place, one) for place, one in enumerate(done.items) if _room(one)]
    least = sorted(below, key=lambda pair: pair[1].score or 0)[:SHOWN]
    found = [Weak(one, one.item.max_score, _adds(done, place, missing, points)) for place, one in least]
    return sorted(found, key=lambda weak: -weak.adds)


def _room(one: Scored) -> bool:
    return one.score is not None and one.score < one.item.max_score


def _adds(done: Appraised, place: int, missing: Missing, points: Decimal) -> Decimal:
    items = list(done.items)
    items[place] = Scored(items[place].item, items[place].figure, Fraction(items[place].item.max_score))
    reached = total(items, missing, points)
    return reached - done.score if reached is not None and done.score is not None else Decimal(0)
