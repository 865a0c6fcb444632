"""Why a rep's score and grade of a period are what they are (figures.md §9, §10); how a tree is shown is explain's affair.

What an item looks at stands here in brief: `salescli explain attainment:MEASURE` and the like tell it to the last fact.
"""

from fractions import Fraction
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.appraised import Appraisals, appraisals_of, shorter_scores
from salescli.reports.commission import staff_of
from salescli.reports.measure_reasons import Telltale
from salescli.reports.view import View
from salescli.rules import appraisal_reasons as words
from salescli.rules.appraisal import Scored
from salescli.rules.reasons import Evidence, Reason
from salescli.rules.roster import Member
from salescli.terms import Method, Score

Explained = tuple[Reason, list[str]]


def score_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's score is what it is; without a plan it has no value, and a note says so.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    told = _Told(view, rep, period)
    return told.score(), told.notes()


def grade_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's grade is what it is: the row that the printed score reaches.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    told = _Told(view, rep, period)
    return told.grade(), told.notes()


class _Told:
    """One rep's appraisal, told."""

    def __init__(self, view: View, rep: str, period: Period) -> None:
        self.view, self.period = view, period
        staff = staff_of(view)
        self.telltale = Telltale(view, period, staff, staff.by_code[rep])
        self.done: Appraisals = appraisals_of(view, period, staff)
        self.member = next((one for one in self.done.members if one.person.code == rep), None)
        self.rep = rep

    def notes(self) -> list[str]:
        """What is to be said beside the figure."""
        if self.member is None:
            return [_("{rep} is not employed on a day of {period}.").format(rep=self.rep, period=self.period.name)]
        if self.rep not in self.done.of:
            return [_("The policy has no appraisal plan for the post of {rep}.").format(rep=self.rep)]
        return list(dict.fromkeys(self.done.measures.notes))

    def score(self) -> Reason:
        title = self.telltale.title(_("Score"))
        plan = self.done.plan(self.member) if self.member else None
        if plan is None or self.member is None:
            return Reason(title, kind="score")
        member, source = self.member, self._source(plan.post, plan.period.value)
        return words.score(
            plan, self.done.of[self.rep], self._points(), title, source, lambda one: self._looks(one, member, source)
        )

    def grade(self) -> Reason:
        plan = self.done.plan(self.member) if self.member else None
        if plan is None:
            return Reason(self.telltale.title(_("Grade")), kind="score")
        appraised = self.done.of[self.rep]
        title = self.telltale.title(_("Grade {grade}").format(grade=appraised.grade or "—"))
        return words.grade(plan, appraised, title, self._source(plan.post, plan.period.value), self.score())

    def _source(self, post: str, kind: str) -> str:
        return f"{self.view.versions.on(self.period.last).label} · appraisal[{post}, {kind}]"

    def _points(self) -> Reason:
        """The penalty points, each penalty by its fact; waived ones take off nothing."""
        lines = self.done.penalties.of(self.rep)
        steps = [
            Reason(
                _("{title} on {day}").format(title=line.title, day=line.happened_on.isoformat()),
                policy=line.source,
                facts=[Evidence(line.fact, line.title, line.happened_on)],
                result=line.points,
                kind="score",
            )
            for line in lines
            if line.points
        ]
        total = sum((Fraction(line.points) for line in lines), Fraction(0))
        return Reason(_("Penalty points"), steps=steps, result=total, kind="score", how="sum")

    def _looks(self, one: Scored, member: Member, source: str) -> Reason:
        item = one.item
        if item.measure is not None:
            key = MeasureKey(item.measure)
            tree = self.telltale.attainment(key) if item.score is Score.ATTAINMENT else self.telltale.measure(key)
            return words.briefly(tree)
        if item.method is Method.ASSESSMENT:
            title = _("Assessment: {method}").format(method=item.assessment)
            return words.assessed(self.done.marks.get(member.person.id, ()), item, title, source)
        if item.method is Method.GOALS:
            return words.goals(self.done.goals.get(member.person.id, ()), _("Personal goals"))
        scores = [(part.name, score) for part, score in shorter_scores(member, self.done)]
        return words.shorter(scores, _("Shorter periods"))
