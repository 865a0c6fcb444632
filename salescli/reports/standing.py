"""How everybody stands (figures.md §9, Standards): the grades of the last periods, the standards that are met or nearly met, and why.

A row for each standard that somebody meets, or would meet with one more period like the last (`state` nearly), with what it
recommends; one row for who meets none. `grades` are those of the last periods of the same kind, the latest last: as many as the
policy's longest standard wants, at least four and at most twelve; `history` is the same in a text. Under another policy (--policy)
the row's own keys are the other's and `in_force` holds today's. Facts and policy: those of the appraisals and of recommended.py.
"""

from collections.abc import Iterable, Mapping, Sequence
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli.errors import NothingInForce
from salescli.period import Period
from salescli.reports import recommended
from salescli.reports import standard_words as words
from salescli.reports.appraisal_words import post_title
from salescli.reports.appraised import kind_of
from salescli.reports.commission import staff_of
from salescli.reports.recommended import Recommendation
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.standard_figures import History, PeriodFigures
from salescli.reports.view import View
from salescli.reports.whose import several, wanted_reps
from salescli.rules.staff import Staff
from salescli.rules.standards import Finding
from salescli.terms import PeriodKind
from salescli.terms import Recommendation as Outcome

Row = dict[str, Any]
NO_GRADE = "—"
LEAST, MOST = 4, 12  # periods whose grades are shown
EMPHASIS: Mapping[Outcome, Emphasis] = {
    Outcome.DISMISSAL: "urgent",
    Outcome.PROBATION: "urgent",
    Outcome.PAY_RISE: "good",
    Outcome.PROMOTION: "good",
}


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """Where everybody stands at the end of a period; one rep, or a team with the teams below it, where named.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NotFound: no such rep or team.
        NothingInForce: no policy on the period's last day.
    """
    staff = staff_of(view)
    wanted = wanted_reps(view, staff, period, rep, team)
    before = _in_force(view, period, staff) if view.what_if is not None else None
    with recommended.history_of(view, period, staff) as history:
        told = [_Told(history, code, view.lang) for code in history.back(0).members if wanted(code)]
        rows = [row for one in told for row in one.rows(before)]
        notes = list(_notes(view, period, history, told))
    emphasis = [row.pop("emphasis") for row in rows]
    columns = _columns(view, period, before is not None)
    look = Look(stacked=True, emphasis=emphasis)
    return view.report("standing", _("Standing"), columns, rows, period=period, notes=notes, look=look)


InForce = Mapping[str, Sequence[Recommendation]]


def _in_force(view: View, period: Period, staff: Staff) -> InForce:
    """Today's recommendations, beside a what-if; none where the ledger has no policy on that day."""
    try:
        return recommended.recommendations_of(view.in_force(), period, staff)
    except NothingInForce:
        return {}


class _Told:
    """One rep's standing."""

    def __init__(self, history: History, rep: str, lang: str) -> None:
        self._history, self.rep, self._lang = history, rep, lang
        self.findings = recommended.findings_of(history, rep)
        self.recommended = recommended.recommended(history, rep, self.findings)
        self.has_left = not recommended.is_there(history, rep)

    def rows(self, before: InForce | None) -> Iterable[Row]:
        """A row for each standard that is met or nearly met, else one."""
        now = self._history.back(0)
        member = now.members[self.rep]
        grades = [_grade(each, self.rep) for each in _last(self._history)]
        common: Row = {
            "rep": self.rep,
            "name": member.person.name,
            "post": member.post,
            "grades": grades,
            "history": " ".join(one["grade"] or NO_GRADE for one in grades),
        }
        if before is not None:
            common["in_force"] = [
                {"recommend": one.outcome.value, "standard": one.standard.key} for one in before.get(self.rep, ())
            ]
            common["now"] = ", ".join(words.outcomes()[one.outcome] for one in before.get(self.rep, ()))
        met = [self._met(one) for one in self.recommended]
        nearly = [] if self.has_left else [self._nearly(one) for one in self.findings if one.nearly]
        for row in [*met, *nearly] or [_nothing()]:
            yield {**common, **row}

    def _met(self, one: Recommendation) -> Row:
        proposed = recommended.proposal_words(one, self._lang) if one.outcome is Outcome.PAY_RISE else []
        return {
            **self._row(one.finding, "met", proposed),
            "amount": one.amount,
            "emphasis": EMPHASIS.get(one.outcome, "soon"),
        }

    def _nearly(self, one: Finding) -> Row:
        return {**self._row(one, "nearly", []), "amount": None, "emphasis": None}

    def _row(self, one: Finding, state: str, more: Sequence[str]) -> Row:
        said = recommended.evidence_words(one, self._history.back(0).policy, self._lang)
        counted = said if state == "met" else said[1:]
        return {
            "standard": one.standard.key,
            "state": state,
            "recommendation": one.standard.recommend.value,
            "evidence": recommended.evidence_rows(one),
            "why": pgettext("between two sentences in a cell", " · ").join([*counted, *more]),
        }


def _nothing() -> Row:
    return {
        "standard": None,
        "state": None,
        "recommendation": None,
        "evidence": [],
        "why": None,
        "amount": None,
        "emphasis": None,
    }


def _last(history: History) -> list[PeriodFigures]:
    """The periods whose grades are shown, the latest last."""
    policy = history.back(0).policy
    wanted = max((one.for_periods for one in policy.standards), default=0) if policy else 0
    return [history.back(steps) for steps in reversed(range(min(max(LEAST, wanted), MOST)))]


def _grade(figures: PeriodFigures, rep: str) -> Row:
    return {
        "period": figures.period.name,
        "score": figures.value(rep, "score"),
        "grade": figures.value(rep, "grade"),
    }


# What is said beside the rows.


def _notes(view: View, period: Period, history: History, told: Sequence[_Told]) -> Iterable[str]:
    policy = history.back(0).policy
    if policy is not None and not policy.standards:
        yield _("The policy in force on {day} has no standard, so nothing is recommended.").format(
            day=period.last.isoformat()
        )
    if not told:
        yield _("Nobody asked for is employed on a day of {period}.").format(period=period.name)
    yield from view.so_far(period)
    yield from recommended.notes_of({one.rep: one.recommended for one in told if one.recommended})
    yield from _left_notes(period, [one.rep for one in told if one.has_left])
    if period.start <= view.on:
        yield from _unknown_notes(view, history, told)


def _left_notes(period: Period, reps: Sequence[str]) -> Iterable[str]:
    if reps:
        yield ngettext(
            "{reps} has left by the end of {period}, so nothing is recommended.",
            "{reps} have left by the end of {period}, so nothing is recommended.",
            len(reps),
        ).format(reps=several(reps), period=period.name)


def _unknown_notes(view: View, history: History, told: Sequence[_Told]) -> Iterable[str]:
    """The standards that nobody can tell of some people, and the figures that they lack."""
    policy = history.back(0).policy
    lacks: dict[tuple[str, str], list[str]] = {}
    for one in told:
        for finding in one.findings if not one.has_left else ():
            for figure in _lacking(finding):
                key = finding.standard.title.text(view.lang), words.title(figure, policy, view.lang)
                lacks.setdefault(key, []).append(one.rep)
    for (standard, figure), reps in lacks.items():
        yield _("The standard {standard} is unknown for {reps}: {figure} has no value.").format(
            standard=standard, reps=several(reps), figure=figure
        )


def _lacking(finding: Finding) -> Iterable[str]:
    """The figures without a value because of which a standard is unknown."""
    if finding.met is None:
        compared = (one for looked in finding.periods if looked.employed for one in looked.compared if one.decides)
        sides = (
            (side, value) for one in compared for side, value in ((one.figure, one.value), (one.against, one.bound))
        )
        yield from dict.fromkeys(side for side, value in sides if side and value is None)


# Columns.


def _columns(view: View, period: Period, what_if: bool) -> list[Column]:
    policy = view.versions.on(period.last).policy
    posts = {post: post_title(policy, post, view.lang) for post in policy.posts}
    standards = {one.key: one.title.text(view.lang) for one in policy.standards}
    grades = (
        Column("period", _("Period")),
        Column("score", _("Score"), "score"),
        Column("grade", _("Grade")),
    )
    in_force = (Column("recommend", _("Recommendation")), Column("standard", _("Standard")))
    return [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), shown=False, words=posts),
        Column("grades", _("Grades"), "nested", inner=grades),
        Column("history", _("Grades")),
        Column("state", _("State"), words={"met": _("met"), "nearly": _one_more(period)}),
        Column("amount", _("Amount"), "money", shown=False),
        Column("standard", _("Standard"), words=standards),
        *([Column("now", _("In force"), data=False)] if what_if else []),
        Column("recommendation", _("Recommendation"), words=words.outcomes()),
        Column("evidence", _("Evidence"), "nested", inner=recommended.evidence_columns()),
        Column("why", _("Evidence"), under="recommendation"),
        *([Column("in_force", _("In force"), "nested", inner=in_force)] if what_if else []),
    ]


def _one_more(period: Period) -> str:
    return {
        PeriodKind.MONTH: _("one more month like this"),
        PeriodKind.QUARTER: _("one more quarter like this"),
        PeriodKind.HALF: _("one more half-year like this"),
        PeriodKind.YEAR: _("one more year like this"),
    }[kind_of(period)]
