"""What is said beside the figures of an appraisal: of everybody's, and of one rep's, where nobody else is spoken of."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext

from salescli.period import Period
from salescli.reports.appraisal_words import item_titles, kind_title, name_of, percent, post_title
from salescli.reports.appraised import Sheet, Sheets
from salescli.reports.view import View
from salescli.reports.whose import several
from salescli.rules import appraisal as rule
from salescli.terms import Score

HALF = Decimal("0.5")  # of the weight of a plan


def of_everybody(view: View, period: Period, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    """What stands below a table of several reps."""
    if not shown:
        yield _("Nobody asked for is employed on a day of {period}.").format(period=period.name)
    yield from of_these(view, period, sheets, shown)
    yield from _band_notes(view, sheets, shown)
    yield from sheets.measures.notes
    yield from sheets.commission.notes


def of_these(view: View, period: Period, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    """What is said of these reps and of nobody else: it may stand on a sheet that one of them is handed."""
    yield from view.so_far(period)
    yield from _plan_notes(view, sheets, shown)
    if period.start > view.on:
        return
    yield from _value_notes(view, period, shown)
    yield from _coverage_notes(shown)
    yield from _points_notes(shown)
    for sheet in shown:
        yield from sheet.notes


def _plan_notes(view: View, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    without = defaultdict(list)
    for sheet in shown:
        post, plan = sheet.member.post, sheet.plan
        if plan is None:
            without[post].append(sheet.member.person.code)
        elif plan.period is not sheets.kind:
            yield _("{post} has no appraisal plan for a {kind}; the one for a {longer} is taken.").format(
                post=post_title(sheets.policy, post, view.lang),
                kind=kind_title(sheets.kind),
                longer=kind_title(plan.period),
            )
    for post, codes in without.items():
        if post is None:
            said = _("No post is recorded for {reps}, so there is no appraisal plan and no score.")
        else:
            said = _("The policy has no appraisal plan for {post} and a {kind}, so there is no score for {reps}.")
        yield said.format(
            post=post_title(sheets.policy, post, view.lang), kind=kind_title(sheets.kind), reps=several(codes)
        )


def _value_notes(view: View, period: Period, shown: Sequence[Sheet]) -> Iterable[str]:
    """The items that have no value because nobody can compute them, or because a target is not there."""
    titles = item_titles(view.lang)
    absent: dict[str, list[str]] = defaultdict(list)
    for sheet in shown:
        for one in sheet.appraised.items if sheet.appraised else ():
            name = titles[name_of(one.item)]
            if one.score is None and one.figure.why:
                yield _("The item {item} has no value: {why}.").format(item=name, why=one.why)
            elif one.score is None and one.item.score is Score.ATTAINMENT and one.figure.target is None:
                absent[name].append(sheet.member.person.code)
    for name, codes in absent.items():
        yield _("No target for {measure} in {period}, so the item has no value for {reps}.").format(
            measure=name, period=period.name, reps=several(codes)
        )


def _coverage_notes(shown: Sequence[Sheet]) -> Iterable[str]:
    """Whose score rests on little, as the same grade says less of them."""
    codes = [
        sheet.member.person.code
        for sheet in shown
        if (done := sheet.appraised) and done.score is not None and done.coverage < HALF
    ]
    if codes:
        yield ngettext(
            "The score of {reps} rests on less than half of the weight of the plan.",
            "The scores of {reps} rest on less than half of the weight of their plans.",
            len(codes),
        ).format(reps=several(codes))


def _points_notes(shown: Sequence[Sheet]) -> Iterable[str]:
    """Penalty points that are in the scores of shorter periods, and how many of whom."""
    taken = [f"{one.member.person.code} {one.taken_before.normalize():f}" for one in shown if one.taken_before]
    if taken:
        yield _(
            "Penalty points that the scores of shorter periods are less already are not taken off again: {reps}."
        ).format(reps=several(taken))


def _band_notes(view: View, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    """Grades that are given oftener or more seldom than a plan's distribution says, of everybody with the post."""
    for post in dict.fromkeys(sheet.member.post for sheet in shown):
        everybody = [sheet for sheet in sheets.of.values() if sheet.member.post == post]
        plan = everybody[0].plan
        grades = [one.appraised.grade for one in everybody if one.appraised and one.appraised.grade]
        for off in rule.off_bands(plan, grades) if plan else ():
            yield _(
                "{post}: grade {grade} is {part} of {count} graded; the policy's distribution is {low} to {high}."
            ).format(
                post=post_title(sheets.policy, post, view.lang),
                grade=off.grade,
                part=percent(off.part),
                count=len(grades),
                low=percent(off.band[0]),
                high=percent(off.band[1]),
            )
