"""Why a standard recommends or does not (figures.md §9, §10): its periods, its condition's parts and each comparison, as a tree.

A result is 1 where something holds and 0 where it does not, so that the tree can be reckoned again: all of several is the least
of them, at least one the most, not is 1 less it. Unknown has no value; what is decided without it does not count it. What the
figures are made of is told by whoever asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext

from salescli.facts.rated import AssessmentMark
from salescli.policy.conditions import And, Compare, Condition, Not, evaluate
from salescli.rules import fit, rated
from salescli.rules.reasons import Evidence, How, Reason
from salescli.rules.standards import Compared, Finding, Looked

Said = Callable[[Looked, Compared], str]
"""A comparison as it came out, in words."""
Tells = Callable[[Looked, str], Reason | None]
"""The tree of a figure in a period, by its name; None: it is no figure, or there is nothing to tell."""


def reason(
    finding: Finding, title: str, source: str, said: Said, tells: Tells, proposed: Sequence[Reason] = ()
) -> Reason:
    """The tree of a standard with somebody; `proposed` tell what is recommended, where it is met."""
    told = _Told(finding, source, said, tells)
    periods = [told.period(one) for one in finding.periods]
    wanted = finding.standard.for_periods
    definition = ngettext(
        "{when}. 1: it holds; 0: it does not; without a value it is unknown, and unknown never recommends.",
        "{when}, in each of {count} periods running. 1: it holds; 0: it does not; without a value it is unknown, and"
        " unknown never recommends.",
        wanted,
    ).format(when=finding.standard.when, count=wanted)
    steps = [*_counted(periods, finding.met), *proposed]
    return Reason(title, definition, source, steps=steps, result=_number(finding.met), kind="count", how="least")


def product(title: str, base: Reason, rate: Reason, amount: int) -> Reason:
    """base × raise, rounded once; it only tells."""
    return Reason(title, steps=[base, rate], result=amount, how="product", rounded=True, counts=False)


def assessed(marks: Sequence[AssessmentMark], title: str, rater: Callable[[str | None], str]) -> Reason:
    """The mean of the latest marks, every mark alike."""
    steps = [_mark(one, rater) for one in marks]
    definition = _("The mean of the latest marks that each kind of rater gave in the period, never a self rating.")
    if not steps:
        return Reason(title, definition, kind="percent")
    total = sum((Fraction(one.result or 0) for one in steps), Fraction(0))
    above = Reason(_("Marks"), steps=steps, result=total, kind="percent", how="sum")
    count = Reason(_("How many"), result=len(steps), kind="count")
    return Reason(title, definition, steps=[above, count], result=fit.mean(marks), kind="percent", how="quotient")


def mean(title: str, parts: Sequence[Reason]) -> Reason:
    """The mean of several numbers."""
    total = sum((Fraction(one.result or 0) for one in parts), Fraction(0))
    above = Reason(_("Sum"), steps=parts, result=total, kind="ratio", how="sum")
    count = Reason(_("How many"), result=len(parts), kind="count")
    return Reason(title, steps=[above, count], result=total / len(parts), kind="ratio", how="quotient")


def _mark(one: AssessmentMark, rater: Callable[[str | None], str]) -> Reason:
    text = _("Assessment by {rater} on {day}").format(rater=rater(one.rater), day=one.happened_on.isoformat())
    score = Reason(_("Score"), result=one.score, kind="score")
    most = Reason(_("Maximum"), result=one.out_of, kind="score")
    facts = [Evidence(one.fact, text, one.happened_on)]
    return Reason(text, facts=facts, steps=[score, most], result=rated.mark(one), kind="percent", how="quotient")


class _Told:
    """A standard's periods, each figure told once in each."""

    def __init__(self, finding: Finding, source: str, said: Said, tells: Tells) -> None:
        self._condition, self._source = finding.standard.condition, source
        self._said, self._tells = said, tells

    def period(self, one: Looked) -> Reason:
        """The condition in one period."""
        name = one.period.name
        if not one.employed:
            return Reason(_("{period}: not employed, so unknown").format(period=name), kind="count")
        title = _("{period}: {outcome}").format(period=name, outcome=_outcome(one.met))
        inner = _Parts(one, self._source, self._said, self._tells).of(self._condition)
        return Reason(title, steps=[inner], result=_number(one.met), kind="count", how="sum")


class _Parts:
    """A condition in one period, part by part."""

    def __init__(self, looked: Looked, source: str, said: Said, tells: Tells) -> None:
        self._looked, self._source, self._said, self._tells = looked, source, said, tells
        self._compared = iter(looked.compared)
        self._found: dict[Compare, Compared] = {}
        self._told: set[str] = set()

    def of(self, condition: Condition) -> Reason:
        """A part and what it is made of; its result is 1, 0 or unknown."""
        met = evaluate(condition, self._looked.values.get)
        if isinstance(condition, Compare):
            return self._comparison(condition)
        if isinstance(condition, Not):
            steps = [Reason(_("What holds"), result=1, kind="count"), self.of(condition.part)]
            return Reason(
                _("Not: {outcome}").format(outcome=_outcome(met)),
                steps=steps,
                result=_number(met),
                kind="count",
                how="difference",
            )
        title, how = _joined(condition, met)
        parts = [self.of(part) for part in condition.parts]
        return Reason(title, steps=_counted(parts, met), result=_number(met), kind="count", how=how)

    def _comparison(self, condition: Compare) -> Reason:
        if condition not in self._found:  # they stand in the order of the condition, each once
            self._found[condition] = next(self._compared)
        one = self._found[condition]
        return Reason(
            self._said(self._looked, one),
            policy=self._source,
            steps=[*self._figure(one.figure), *self._figure(one.against)],
            result=_number(one.met),
            kind="count",
        )

    def _figure(self, name: str) -> list[Reason]:
        if name in self._told:
            return []
        self._told.add(name)
        tree = self._tells(self._looked, name)
        return [] if tree is None else [_telling(tree)]


def _telling(reason: Reason) -> Reason:
    return replace(reason, counts=False)


def _joined(condition: Condition, met: bool | None) -> tuple[str, How]:
    if isinstance(condition, And):
        return _("All of these: {outcome}").format(outcome=_outcome(met)), "least"
    return _("At least one of these: {outcome}").format(outcome=_outcome(met)), "most"


def _counted(parts: Sequence[Reason], met: bool | None) -> list[Reason]:
    """The parts; where it is decided without those that are unknown, these only tell."""
    return [part if part.result is not None or met is None else _telling(part) for part in parts]


def _number(met: bool | None) -> int | None:
    return None if met is None else int(met)


def _outcome(met: bool | None) -> str:
    return _("unknown") if met is None else _("holds") if met else _("does not hold")
