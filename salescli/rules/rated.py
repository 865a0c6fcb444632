"""What an appraisal item of an assessment, of personal goals or of shorter periods comes to (figures.md §9); no score is made here."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from salescli.facts.rated import AssessmentMark, GoalStanding
from salescli.policy.kinds import Rater
from salescli.policy.model import Item

POINTS = 100  # a whole, as scores have it


def raters_of(item: Item) -> Mapping[Rater, Decimal]:
    """What each rater of an item weighs; empty: every mark alike.

    Nobody rates himself: beside other raters self weighs nothing, whatever the item says, and leaves its weight to them.
    An item of self alone is the rep's own word about himself, which stands apart from what others say.
    """
    if item.raters.keys() == {Rater.SELF}:
        return item.raters
    return {rater: weight for rater, weight in item.raters.items() if rater is not Rater.SELF}


def looked_at(given: Iterable[AssessmentMark], item: Item) -> list[AssessmentMark]:
    """The assessments of an item's method, and of its purpose where it names one, whoever gave them."""
    return [
        one for one in given if one.method == item.assessment and (item.purpose is None or one.purpose == item.purpose)
    ]


def counts(one: AssessmentMark, item: Item) -> bool:
    """Whether a mark that an item looks at counts in it: given by a rater that it names, or, where it names none, by another."""
    raters = raters_of(item)
    return one.rater in raters if raters else one.rater != Rater.SELF


def marks_of(given: Iterable[AssessmentMark], item: Item) -> list[AssessmentMark]:
    """The assessments that count in an item.

    Every one given in the period counts, so that an exam sat twice counts twice; one that another is to replace is
    corrected or voided. Who gave it is known as a role alone, so no mark takes the place of an earlier one by itself.
    """
    return [one for one in looked_at(given, item) if counts(one, item)]


def unnamed(given: Iterable[AssessmentMark], item: Item) -> list[AssessmentMark]:
    """The assessments of others that count nothing because the item names its raters, and not theirs."""
    return [one for one in looked_at(given, item) if one.rater != Rater.SELF and not counts(one, item)]


def by_rater(marks: Iterable[AssessmentMark]) -> Mapping[str | None, Sequence[AssessmentMark]]:
    """The marks by who gave them."""
    found: dict[str | None, list[AssessmentMark]] = {}
    for one in marks:
        found.setdefault(one.rater, []).append(one)
    return found


def mark(one: AssessmentMark) -> Fraction:
    """Score ÷ maximum, 0…1."""
    return Fraction(one.score) / Fraction(one.out_of)


def rater_weights(marks: Mapping[str | None, Sequence[AssessmentMark]], item: Item) -> Mapping[str | None, Decimal]:
    """How much each rater's mean counts, of those who rated: as the item says, else every mark alike."""
    if raters := raters_of(item):
        return {rater: weight for rater, weight in raters.items() if rater in marks}
    return {rater: Decimal(len(given)) for rater, given in marks.items()}


def assessed(given: Iterable[AssessmentMark], item: Item) -> Fraction | None:
    """Mean of the raters' means, weighted by rater over those who rated, 0…1; None: nobody did."""
    marks = by_rater(marks_of(given, item))
    weights = rater_weights(marks, item)
    whole = sum(weights.values(), Decimal(0))
    if not whole:
        return None
    means = {rater: sum(map(mark, marks[rater]), Fraction(0)) / len(marks[rater]) for rater in weights}
    return sum((Fraction(weights[rater]) * means[rater] for rater in weights), Fraction(0)) / Fraction(whole)


def goal_weight(goal: GoalStanding) -> Fraction:
    """A goal's weight; where none was said, 1."""
    return Fraction(1) if goal.weight is None else Fraction(goal.weight)


def goals_reached(goals: Sequence[GoalStanding]) -> Fraction | None:
    """Σ weight × progress ÷ Σ weight, in points; None: no goal, or none that weighs anything."""
    whole = sum(map(goal_weight, goals), Fraction(0))
    if not whole:
        return None
    reached = sum((goal_weight(goal) * Fraction(goal.progress or 0) for goal in goals), Fraction(0))
    return reached / whole * POINTS


def mean_score(scores: Iterable[Decimal | None]) -> Fraction | None:
    """The mean of the shorter periods' printed scores, of those that have one; None: none has."""
    known = [Fraction(score) for score in scores if score is not None]
    return sum(known, Fraction(0)) / len(known) if known else None
