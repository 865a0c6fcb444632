"""Why an item without a measure, the coverage and the rank of a rep's appraisal are what they are (figures.md §9, §10).

An item goes down to the facts as it does in the score's tree: assessments with their raters, goals with their progress, shorter
periods with the whole trees of their scores. A rank tells who of the same post has a higher score.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from gettext import gettext as _

from salescli.errors import NothingInForce
from salescli.period import Period
from salescli.policy.model import Item
from salescli.reports.appraise_reasons import Appraising
from salescli.reports.evidence_words import METHODS, PURPOSES
from salescli.reports.view import View
from salescli.rules.appraisal import ranks
from salescli.rules.reasons import Reason
from salescli.terms import Method

Explained = tuple[Reason, list[str]]


def assessment_keys(view: View, period: Period) -> Iterator[str]:
    """What the assessments that plans look at are called: by method, and where an item names one by purpose too."""
    try:
        policy = view.versions.on(period.last).policy
    except NothingInForce:
        return
    for item in (item for plan in policy.appraisals for item in plan.items if item.assessment):
        method = item.assessment.value if item.assessment else ""
        yield method
        if item.purpose:
            yield f"{method}:{item.purpose.value}"


def name_of(item: Item) -> str:
    """What an item without a measure is called on the command line."""
    return f"assessment:{item.assessment.value}" if item.assessment else item.method.value


def assessment_title(key: str) -> str:
    """An assessment by its key in words: the method, and the purpose where it names one."""
    method, _colon, purpose = key.partition(":")
    title = _("Assessment: {method}").format(method=METHODS.title(method))
    return f"{title} · {PURPOSES.title(purpose)}" if purpose else title


def assessment_reason(view: View, rep: str, period: Period, key: str) -> Explained:
    """Why the assessments of a method, and of a purpose where the key names one, come to what they do: a part of 1.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    method, _colon, purpose = key.partition(":")

    def is_meant(item: Item) -> bool:
        return item.assessment == method and (not purpose or item.purpose == purpose)

    return _of_item(view, rep, period, assessment_title(key), is_meant)


def goals_reason(view: View, rep: str, period: Period) -> Explained:
    """Why the personal goals come to so many points; raises as assessment_reason()."""
    return _of_item(view, rep, period, _("Personal goals"), lambda item: item.method is Method.GOALS)


def periods_reason(view: View, rep: str, period: Period) -> Explained:
    """Why the mean of the shorter periods' scores is what it is; raises as assessment_reason()."""
    return _of_item(view, rep, period, _("Shorter periods"), lambda item: item.method is Method.PERIODS)


def _of_item(view: View, rep: str, period: Period, title: str, is_meant: Callable[[Item], bool]) -> Explained:
    told = Appraising(view, period)
    whole, found, notes = told.title(rep, title), told.item(rep, is_meant), told.notes(rep)
    if found is not None:
        return replace(found, title=whole), notes
    if rep in told.done.of:
        notes = [_("The plan of {rep} for {period} has no such item.").format(rep=rep, period=period.name)]
    return Reason(whole, kind="score"), notes


def coverage_reason(view: View, rep: str, period: Period) -> Explained:
    """Why the coverage is what it is: the weight that has a value ÷ 100; raises as assessment_reason()."""
    told = Appraising(view, period)
    title, steps = told.title(rep, _("Coverage")), told.score(rep).steps
    if not steps:
        return Reason(title, kind="percent"), told.notes(rep)
    return replace(steps[-1], title=title, counts=True), told.notes(rep)  # it stands beside the score, below it


def rank_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rank is what it is: one more than there are higher scores in the post; raises as assessment_reason()."""
    told = Appraising(view, period)
    title, place = told.title(rep, _("Rank")), next((one for one in told.done.members if one.person.code == rep), None)
    members = [one for one in told.done.members if place is not None and one.post == place.post]
    scores = {
        one.person.code: told.done.of[one.person.code].score for one in members if one.person.code in told.done.of
    }
    found, own = ranks(scores).get(rep), scores.get(rep)
    if found is None or own is None:
        return Reason(title, kind="count"), told.notes(rep)
    higher = {code: score for code, score in scores.items() if score is not None and score > own}
    first = Reason(_("The first place"), result=1, kind="count")
    before = [
        Reason(
            _("{rep} {name} has {score}").format(rep=code, name=told.staff.by_code[code].name, score=score),
            result=1,
            kind="count",
        )
        for code, score in sorted(higher.items(), key=lambda pair: pair[1], reverse=True)
    ]
    definition = _("1 + how many of the same post have a higher score; equal scores share a rank.")
    steps = [first, *before, replace(told.score(rep), counts=False)]
    return Reason(title, definition, steps=steps, result=found, kind="count", how="sum"), told.notes(rep)
