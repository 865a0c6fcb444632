"""What is to be said about what an appraisal rests on: assessments that count nothing, shorter periods that are closed.

Which they are is known elsewhere (rules/rated, appraised).
"""

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from gettext import ngettext

from salescli.facts.rated import AssessmentMark
from salescli.policy.kinds import Rater
from salescli.policy.model import Appraisal, Item
from salescli.reports.evidence_words import METHODS, RATERS
from salescli.rules import rated
from salescli.terms import Method


def notes(rep: str, plan: Appraisal, marks: Sequence[AssessmentMark]) -> Iterator[str]:
    """A sentence for each item that leaves something out: marks of raters it does not name, and self beside others."""
    for item in plan.items:
        if item.method is not Method.ASSESSMENT:
            continue
        left_out = rated.unnamed(marks, item)
        if left_out:
            yield _left_out(rep, item, left_out)
        if Rater.SELF in item.raters and Rater.SELF not in rated.raters_of(item):
            yield _(
                "The plan's assessment {method} names self beside other raters; nobody rates himself, so that weight goes to"
                " the others."
            ).format(method=_method(item))


def as_closed(periods: Sequence[str]) -> Iterator[str]:
    """Which of the shorter periods, by their names, moves no more."""
    if periods:
        yield _(
            "Of the shorter periods these count as they were closed, whatever was recorded since: {periods}."
        ).format(periods=", ".join(periods))


def rater_name(rater: str | None) -> str:
    """What a rater is called in the person's language."""
    return RATERS.title(rater) if rater else _("somebody")


def _left_out(rep: str, item: Item, marks: Sequence[AssessmentMark]) -> str:
    return ngettext(
        "{count} assessment of {rep} ({method}) by {raters} counts nothing: the plan names {named}.",
        "{count} assessments of {rep} ({method}) by {raters} count nothing: the plan names {named}.",
        len(marks),
    ).format(
        count=len(marks),
        rep=rep,
        method=_method(item),
        raters=_listed(one.rater for one in marks),
        named=_listed(rated.raters_of(item)),
    )


def _listed(raters: Iterable[str | None]) -> str:
    return ", ".join(dict.fromkeys(map(rater_name, raters)))


def _method(item: Item) -> str:
    return METHODS.title(item.assessment.value) if item.assessment else ""
