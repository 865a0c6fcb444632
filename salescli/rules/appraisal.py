"""How an appraisal plan turns figures into scores, a total, a grade and ranks (figures.md §9); where figures come from is not known here.

To add a method: whoever knows its value gives a Figure for its items; nothing here changes.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from gettext import gettext as _
from typing import NamedTuple

from salescli import money
from salescli.policy.kinds import Missing
from salescli.policy.model import Appraisal, Item
from salescli.terms import Score

PLACES = 2  # of a printed score
WHOLE = 100  # what the weights of a plan sum to

_exact = cache(Fraction)  # of the weights and scores that plans name, which are few and asked for by everybody


class Figure(NamedTuple):
    """What an item looks at, for one rep and period.

    Attributes:
        value: the measure's, the assessment's …: money in minor units, a ratio in 0…1, points where the item names no
            kind of score; None: it has none.
        target, attainment: of the measure, where there is one.
        maximum: the most that the value can be; None: it has no such bound.
        why: why there is no value, or no attainment, where whoever made the figure knows better than this room.
        is_known: whether it rests on a fact or a target; what is counted of nothing at all (no customer reached, nothing
            stuck) is a number too, and does not.
    """

    value: Fraction | None = None
    target: Fraction | None = None
    attainment: Fraction | None = None
    maximum: int | None = None
    why: str = ""
    is_known: bool = True


NOTHING = Figure(is_known=False)


class Scored(NamedTuple):
    """An item with its figure and its score in points, 0 … max_score; None: no value, and `why`."""

    item: Item
    figure: Figure
    score: Fraction | None
    why: str = ""


class Appraised(NamedTuple):
    """The appraisal of one rep.

    Attributes:
        items: in the plan's order.
        score: the printed total; None: no item has a value, or one is missing where none may be.
        coverage: the weight that has a value, 0…1.
    """

    items: Sequence[Scored]
    score: Decimal | None
    coverage: Decimal
    grade: str | None


def appraised(
    plan: Appraisal,
    figures: Sequence[Figure],
    penalty_points: Decimal = Decimal(0),
    *,
    penalised: bool = False,
) -> Appraised:
    """The appraisal by a plan; `figures` stand in the order of its items.

    Of whom nothing is known in the period (no figure rests on a fact or a target, nothing is penalised) no item has a score.

    Args:
        penalised: whether anything is, with points or without.
    """
    items = [scored(item, figure) for item, figure in zip(plan.items, figures, strict=True)]
    if not penalised and not any(figure.is_known for figure in figures):
        items = [_of_nothing(one) for one in items]
    score = total(items, plan.missing, penalty_points)
    grade = plan.table.lookup(score) if score is not None else None
    return Appraised(items, score, coverage(items), grade)


def scored(item: Item, figure: Figure) -> Scored:
    """An item's score, held in 0 … max_score."""
    points = _points(item, figure)
    if points is None:
        return Scored(item, figure, None, figure.why or _why(item, figure))
    return Scored(item, figure, min(max(points, Fraction(0)), _exact(item.max_score)))


def _of_nothing(one: Scored) -> Scored:
    """An item of whom nothing is known: what it counts is no value; one without a value says why by itself."""
    return (
        one if one.score is None else Scored(one.item, one.figure, None, _("nothing is known of the rep in the period"))
    )


def total(items: Sequence[Scored], missing: Missing, penalty_points: Decimal = Decimal(0)) -> Decimal | None:
    """Σ weight × score ÷ Σ weight of the items with a value, − penalty points, not under 0, to two decimals.

    missing = zero: ÷ 100 whatever has a value; incomplete: none while an item has no value. Of whom nothing is known there
    is no total, whatever the plan says: no value is not 0.
    """
    valued = [(one.item.weight, one.score) for one in items if one.score is not None]
    if not valued or (missing is Missing.INCOMPLETE and len(valued) < len(items)):
        return None
    whole = Decimal(WHOLE) if missing is Missing.ZERO else sum((weight for weight, _score in valued), Decimal(0))
    reached = sum((_exact(weight) * score for weight, score in valued), Fraction(0)) / Fraction(whole)
    return money.round_decimal(max(reached - Fraction(penalty_points), Fraction(0)), PLACES)


def coverage(items: Iterable[Scored]) -> Decimal:
    """The weight of the items with a value ÷ 100."""
    return sum((one.item.weight for one in items if one.score is not None), Decimal(0)) / WHOLE


def ranks(scores: Mapping[str, Decimal | None]) -> dict[str, int]:
    """Each rep's rank among the scores, the best is 1; equal scores share a rank and leave the next one out."""
    known = sorted(score for score in scores.values() if score is not None)
    places = {score: len(known) - below for below, score in enumerate(known)}
    return {rep: places[score] for rep, score in scores.items() if score is not None}


@dataclass(frozen=True, slots=True)
class OffBand:
    """A grade whose part of the graded people lies outside its band."""

    grade: str
    part: Fraction
    band: tuple[Decimal, Decimal]


def off_bands(plan: Appraisal, grades: Sequence[str]) -> list[OffBand]:
    """The grades whose shares leave the bands of the plan's distribution; nobody graded: none."""
    if not grades:
        return []
    parts = {grade: Fraction(grades.count(grade), len(grades)) for grade in plan.distribution}
    bands = plan.distribution
    return [
        OffBand(grade, part, bands[grade])
        for grade, part in parts.items()
        if not bands[grade][0] <= part <= bands[grade][1]
    ]


def _points(item: Item, figure: Figure) -> Fraction | None:
    """The score before it is held in its bounds."""
    value = figure.attainment if item.score is Score.ATTAINMENT else figure.value
    if value is None:
        return None
    match item.score:
        case Score.ATTAINMENT | Score.RATIO:
            return value * 100
        case Score.RATING:
            return value * 100 / figure.maximum if figure.maximum else None
        case Score.GRID:
            return Fraction(item.table.lookup_or_first(value))
        case None:
            return value


def _why(item: Item, figure: Figure) -> str:
    """Why an item has no score, in a few words."""
    if item.score is Score.ATTAINMENT and figure.target is None:
        return _("no target")
    if figure.value is None:
        return _("nothing to measure")
    if item.score is Score.ATTAINMENT:
        return _("the target is 0")
    return _("no maximum to rate it against")
