"""Why a score and a grade are what they are, in words and numbers (figures.md §9, §10): weights, items, penalty points, rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.rated import AssessmentMark, GoalStanding
from salescli.policy.kinds import MONEY_MEASURES, Missing, Rater
from salescli.policy.model import Appraisal, Item
from salescli.policy.rows import Rows
from salescli.rules import rated
from salescli.rules.appraisal import Appraised, Scored
from salescli.rules.reasons import Evidence, Reason
from salescli.terms import Score

Looks = Callable[[Scored], Reason]
"""The tree of what an item looks at: an attainment, a measure, an assessment …"""
Named = Callable[[str | None], str]
"""What a rater is called in the person's language; None: nobody said who rated."""
HUNDRED = 100


def score(plan: Appraisal, done: Appraised, points: Reason, title: str, source: str, looks: Looks) -> Reason:
    """The tree of a printed score: Σ weight × score ÷ Σ weight, less penalty points, not under 0, to two decimals."""
    items = [(one, _item(one, looks(one), source)) for one in done.items]
    valued = [(one, step) for one, step in items if one.score is not None]
    weighed = [_weighed(one, step, source) for one, step in items]
    above = _sum(_("Σ weight × score"), weighed)
    known = _weights(items, source)
    is_of_all = plan.missing is Missing.ZERO and valued
    below = Reason(_("All weights"), policy=source, result=HUNDRED, kind="score") if is_of_all else known
    reached = None
    is_whole = plan.missing is not Missing.INCOMPLETE or len(valued) == len(items)
    if valued and is_whole:
        reached = Fraction(above.result or 0) / Fraction(below.result or 1)
    mean = Reason(_("Σ weight × score ÷ Σ weight"), steps=[above, below], result=reached, kind="score", how="quotient")
    if not is_whole:
        above = replace(above, steps=[replace(step, counts=True) for step in above.steps], result=None)
        mean = replace(mean, steps=[above, below])
    rest = None if reached is None else reached - Fraction(points.result or 0)
    less = Reason(_("Less penalty points"), steps=[mean, points], result=rest, kind="score", how="difference")
    zero = Reason(_("No score is under"), result=0, kind="score")
    steps = [less, zero, _coverage(known, done.coverage, source)]
    return Reason(title, _definition(plan.missing), source, (), steps, done.score, "score", "most", rounded=True)


def grade(plan: Appraisal, done: Appraised, title: str, source: str, of_score: Reason) -> Reason:
    """The tree of a grade: the row of the plan's grades that the printed score reaches."""
    row = None if done.score is None else _row(plan.table, done.score)
    said = _("no grade") if row is None else _("the row {row}").format(row=row)
    told = Reason(
        _("The plan's grades: {row}").format(row=said), policy=source, result=done.score, kind="score", counts=False
    )
    definition = _("The grade comes from the printed score, by the rows of the plan's grades.")
    return Reason(title, definition, source, (), [of_score, told], done.score, "score", "sum")


def _row(rows: Rows[Any], value: Fraction | Decimal, *, in_money: bool = False) -> str | None:
    """The row that a value reaches, as the policy writes it; None: it is under the first."""
    row = rows.row(value)
    if row is None:
        return None
    bound = money.money_text(money.round_money(row.bound), grouped=True) if in_money else row.bound
    return f"{'>' if row.above else '≥'} {bound} → {row.value}"


def _definition(missing: Missing) -> str:
    return {
        Missing.RENORMALISE: _(
            "Σ weight × score ÷ Σ weight of the items that have a value, less penalty points, not under 0."
        ),
        Missing.ZERO: _(
            "Σ weight × score ÷ 100, an item without a value counting 0, less penalty points, not under 0; "
            "no score where no item has a value."
        ),
        Missing.INCOMPLETE: _(
            "Σ weight × score ÷ Σ weight, less penalty points, not under 0; no score while an item has no value."
        ),
    }[missing]


def _weighed(one: Scored, step: Reason, source: str) -> Reason:
    weight = Reason(_("Weight"), policy=source, result=one.item.weight, kind="score")
    result = None if one.score is None else Fraction(one.item.weight) * one.score
    return Reason(
        _("{item}: weight × score").format(item=step.title),
        steps=[weight, step],
        result=result,
        kind="score",
        how="product",
        counts=one.score is not None,
    )


def _weights(items: Iterable[tuple[Scored, Reason]], source: str) -> Reason:
    """Those of the items with a value count; the others stand beside them, with why they have none."""
    steps = [
        Reason(
            _("Weight: {item}").format(item=step.title),
            one.why if one.score is None else "",
            source,
            result=one.item.weight,
            kind="score",
            counts=one.score is not None,
        )
        for one, step in items
    ]
    return _sum(_("Σ weight of the items that have a value"), steps)


def _coverage(known: Reason, coverage: Decimal, source: str) -> Reason:
    """The weight that has a value ÷ 100; it stands beside the score and is no part of it."""
    whole = Reason(_("All weights"), policy=source, result=HUNDRED, kind="score")
    return Reason(_("Coverage"), steps=[known, whole], result=coverage, kind="percent", how="quotient", counts=False)


def _item(one: Scored, looked: Reason, source: str) -> Reason:
    """An item's score, held in 0 … max_score."""
    points, title = _points(one, looked, source), looked.title
    if one.score is None:
        return Reason(title, one.why, source, steps=[replace(looked, counts=False)], kind="score")
    zero = Reason(_("No score is under"), result=0, kind="score")
    not_under = Reason(
        _("Not under 0"),
        steps=[points, zero],
        result=max(Fraction(points.result or 0), Fraction(0)),
        kind="score",
        how="most",
    )
    most = Reason(_("The most of this item"), policy=source, result=one.item.max_score, kind="score")
    return Reason(title, _held(one.item), source, steps=[not_under, most], result=one.score, kind="score", how="least")


def _held(item: Item) -> str:
    how = {
        Score.ATTAINMENT: _("attainment × 100"),
        Score.RATIO: _("ratio × 100"),
        Score.RATING: _("rating ÷ its maximum × 100"),
        Score.GRID: _("by the rows of the item's grid"),
        None: _("points as they are"),
    }[item.score]
    return _("Score: {how}, held in 0 … {most}").format(how=how, most=item.max_score)


def _points(one: Scored, looked: Reason, source: str) -> Reason:
    value = looked.result
    if value is None:
        return looked
    hundred = Reason(_("A hundred points"), result=HUNDRED, kind="score")
    match one.item.score:
        case Score.ATTAINMENT | Score.RATIO:
            result = Fraction(value) * HUNDRED
            return Reason(_("× 100"), steps=[looked, hundred], result=result, kind="score", how="product")
        case Score.RATING:
            maximum = one.figure.maximum or 1
            most = Reason(_("Its maximum"), result=maximum, kind="score")
            part = Fraction(value) / maximum
            ratio = Reason(_("÷ its maximum"), steps=[looked, most], result=part, kind="percent", how="quotient")
            return Reason(_("× 100"), steps=[ratio, hundred], result=part * HUNDRED, kind="score", how="product")
        case Score.GRID:
            row = _row(one.item.table, Fraction(value), in_money=one.item.measure in MONEY_MEASURES) or _(
                "under the first row, which counts"
            )
            told = replace(looked, counts=False)
            points = one.item.table.lookup_or_first(Fraction(value))
            row_step = Reason(_("The grid's row {row}").format(row=row), policy=source, result=points, kind="score")
            return Reason(_("By the grid"), steps=[told, row_step], result=points, kind="score", how="sum")
        case None:
            return looked


# What an item looks at, where it is no measure.


def assessed(given: Sequence[AssessmentMark], item: Item, title: str, source: str, named: Named) -> Reason:
    """The mean of the raters' means, weighted by rater; marks that count nothing here are told beside them."""
    groups = rated.by_rater(rated.marks_of(given, item))
    weights = rated.rater_weights(groups, item)
    own = source if item.raters else ""
    each = [_rater(named(rater), weight, groups[rater], own, named) for rater, weight in weights.items()]
    above = _sum(_("Σ weight × mean"), each)
    whole = _sum(_("Σ weight of those who rated"), [step.steps[0] for step in each])
    value = Fraction(above.result or 0) / Fraction(whole.result) if whole.result else None
    beside = [_beside(one, named) for one in rated.looked_at(given, item) if not rated.counts(one, item)]
    return Reason(title, steps=[above, whole, *beside], result=value, kind="percent", how="quotient")


def _rater(who: str, weight: Decimal, marks: Sequence[AssessmentMark], source: str, named: Named) -> Reason:
    """A rater's weight × the mean of his marks."""
    total = _sum(_("Marks"), [_mark(one, named) for one in marks])
    count = Reason(_("How many"), result=len(marks), kind="count")
    mean = Fraction(total.result or 0) / len(marks)
    steps = [
        Reason(_("Weight of {rater}").format(rater=who), policy=source, result=weight, kind="rate"),
        Reason(
            _("Mean of {rater}").format(rater=who), steps=[total, count], result=mean, kind="percent", how="quotient"
        ),
    ]
    title = _("{rater}: weight × mean").format(rater=who)
    return Reason(title, steps=steps, result=Fraction(weight) * mean, kind="rate", how="product")


def _beside(one: AssessmentMark, named: Named) -> Reason:
    """A mark that counts nothing: the rep's own, or of somebody whom the item does not name."""
    told = _mark(one, named)
    if one.rater == Rater.SELF:
        return replace(told, definition=_("Stands apart: nobody rates himself."), counts=False)
    return replace(told, definition=_("Counts nothing: the item names its raters, and not this one."), counts=False)


def _mark(one: AssessmentMark, named: Named) -> Reason:
    text = _("Assessment by {rater} on {day}").format(rater=named(one.rater), day=one.happened_on.isoformat())
    score = Reason(_("Score"), result=one.score, kind="score")
    most = Reason(_("Maximum"), result=one.out_of, kind="score")
    fact = [Evidence(one.fact, text, one.happened_on)]
    return Reason(text, facts=fact, steps=[score, most], result=rated.mark(one), kind="percent", how="quotient")


def goals(found: Sequence[GoalStanding], title: str) -> Reason:
    """Σ weight × progress ÷ Σ weight, in points."""
    value = rated.goals_reached(found)
    steps, weights = [], []
    for goal in found:
        weight = Reason(_("Weight"), result=rated.goal_weight(goal), kind="score")
        facts = [Evidence(goal.progress_fact, _("Progress"), goal.happened_on)] if goal.progress_fact else []
        progress = Reason(_("Progress"), facts=facts, result=Fraction(goal.progress or 0), kind="percent")
        result = rated.goal_weight(goal) * Fraction(goal.progress or 0)
        own = [Evidence(goal.fact, goal.title, goal.happened_on)]
        steps.append(
            Reason(goal.title, facts=own, steps=[weight, progress], result=result, kind="score", how="product")
        )
        weights.append(weight)
    above, below = _sum(_("Σ weight × progress"), steps), _sum(_("Σ weight"), weights)
    part = None if value is None else value / HUNDRED
    reached = Reason(
        _("Σ weight × progress ÷ Σ weight"), steps=[above, below], result=part, kind="percent", how="quotient"
    )
    hundred = Reason(_("A hundred points"), result=HUNDRED, kind="score")
    return Reason(title, steps=[reached, hundred], result=value, kind="score", how="product")


def shorter(scores: Sequence[Reason], title: str) -> Reason:
    """The mean of the shorter periods' printed scores, each with the tree of its own; one without a score does not count."""
    known = [one.result for one in scores if one.result is not None]
    total = _sum(_("Σ scores"), [replace(one, counts=one.result is not None) for one in scores])
    count = Reason(_("How many"), result=len(known), kind="count")
    value = Fraction(total.result or 0) / len(known) if known else None
    return Reason(title, steps=[total, count], result=value, kind="score", how="quotient")


def _sum(title: str, steps: Sequence[Reason]) -> Reason:
    known = [Fraction(step.result) for step in steps if step.counts and step.result is not None]
    return Reason(title, steps=steps, result=sum(known, Fraction(0)), kind="score", how="sum")
