"""Why a rep's score and grade of a period are what they are, down to the facts (figures.md §9, §10); how it is shown is explain's.

An item goes down to the facts of its measure, to the assessments with their raters, to the goals with their progress, and
an item of shorter periods to the whole trees of their scores.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.model import Item
from salescli.reports.appraised import Appraisals, appraisals_of, settled_with, shorter_of
from salescli.reports.commission import staff_of
from salescli.reports.evidence_words import METHODS
from salescli.reports.measure_reasons import Basis, Telltale
from salescli.reports.rated_notes import rater_name
from salescli.reports.view import View
from salescli.rules import appraisal_reasons as words
from salescli.rules.appraisal import Scored
from salescli.rules.penalties import PenaltyLine
from salescli.rules.reasons import Evidence, Reason
from salescli.rules.roster import Member
from salescli.rules.staff import Staff
from salescli.terms import Method, Score

Explained = tuple[Reason, list[str]]


def score_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's score is what it is; without a plan it has no value, and a note says so.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    told = Appraising(view, period)
    return told.score(rep), told.notes(rep)


def grade_reason(view: View, rep: str, period: Period) -> Explained:
    """Why a rep's grade is what it is: the row that the printed score reaches.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    told = Appraising(view, period)
    return told.grade(rep), told.notes(rep)


class Appraising:
    """Everybody's appraisal of a period, told; what several trees rest on is read once."""

    def __init__(self, view: View, period: Period, staff: Staff | None = None, done: Appraisals | None = None) -> None:
        """`staff` and `done` where they have been read and computed already."""
        self.view, self.period, self.staff = view, period, staff or staff_of(view)
        self.done: Appraisals = done or appraisals_of(view, period, self.staff)
        self._basis = Basis(view, period, self.staff)
        self._members = {one.person.code: one for one in self.done.members}
        self._open = cache(self._open_part)

    def notes(self, rep: str) -> list[str]:
        """What is to be said beside a rep's figure."""
        if rep not in self._members:
            return [_("{rep} is not employed on a day of {period}.").format(rep=rep, period=self.period.name)]
        if rep not in self.done.of:
            return [_("The policy has no appraisal plan for the post of {rep}.").format(rep=rep)]
        return list(dict.fromkeys([*self.done.notes(self._members[rep]), *self.done.measures.notes]))

    def score(self, rep: str) -> Reason:
        """The tree of a printed score."""
        telltale, member = self._telltale(rep), self._members.get(rep)
        title = telltale.title(_("Score"))
        plan = self.done.plan(member) if member else None
        if plan is None or member is None:
            return Reason(title, kind="score")
        told = _Items(self, telltale, member, self._source(plan.post, plan.period.value))
        return words.score(plan, self.done.of[rep], self._points(member), title, told.source, told.looks)

    def title(self, rep: str, what: str) -> str:
        """A figure of a rep by name, person and period."""
        return self._telltale(rep).title(what)

    def item(self, rep: str, is_meant: Callable[[Item], bool]) -> Reason | None:
        """The tree of what an item of a rep's plan looks at, the first that is meant; None: the plan has none."""
        member = self._members.get(rep)
        plan = self.done.plan(member) if member else None
        if plan is None or member is None:
            return None
        told = _Items(self, self._telltale(rep), member, self._source(plan.post, plan.period.value))
        return next((told.looks(one) for one in self.done.of[rep].items if is_meant(one.item)), None)

    def grade(self, rep: str) -> Reason:
        """The tree of a grade."""
        member = self._members.get(rep)
        plan = self.done.plan(member) if member else None
        if plan is None:
            return Reason(self._telltale(rep).title(_("Grade")), kind="score")
        appraised = self.done.of[rep]
        title = self._telltale(rep).title(_("Grade {grade}").format(grade=appraised.grade or "—"))
        return words.grade(plan, appraised, title, self._source(plan.post, plan.period.value), self.score(rep))

    def shorter(self, rep: str, part: Period) -> Reason:
        """The tree of a rep's score of a shorter period that an item looks at, of a closed one as it was closed."""
        with settled_with(self.view, part, self.staff) as (seen, staff):
            if seen is self.view:
                return self._open(part).score(rep)
            return Appraising(seen, part, staff).score(rep)

    def _open_part(self, part: Period) -> "Appraising":
        return Appraising(self.view, part, self.staff)

    def _telltale(self, rep: str) -> Telltale:
        return Telltale(self.view, self.period, self.staff, self.staff.by_code[rep], shared=self._basis)

    def _source(self, post: str, kind: str) -> str:
        return f"{self.view.versions.on(self.period.last).label} · appraisal[{post}, {kind}]"

    def _points(self, member: Member) -> Reason:
        """The penalty points, each penalty by its fact; waived ones take off nothing, nor what a shorter period's score is less."""
        lines, taken = self.done.penalties.of(member.person.code), self.done.charges(member)
        steps = [_penalty(line, counts=line in taken) for line in lines if line.points]
        total = sum((Fraction(line.points) for line in taken), Fraction(0))
        return Reason(_("Penalty points"), steps=steps, result=total, kind="score", how="sum")


def _penalty(line: PenaltyLine, *, counts: bool) -> Reason:
    return Reason(
        _("{title} on {day}").format(title=line.title, day=line.happened_on.isoformat()),
        "" if counts else _("Not taken off again: the score of the shorter period is less it already."),
        line.source,
        [Evidence(line.fact, line.title, line.happened_on)],
        result=line.points,
        kind="score",
        counts=counts,
    )


class _Items:
    """What the items of one rep look at."""

    def __init__(self, whole: Appraising, telltale: Telltale, member: Member, source: str) -> None:
        self._whole, self._telltale, self._member, self.source = whole, telltale, member, source

    def looks(self, one: Scored) -> Reason:
        """The tree of what an item looks at."""
        item, done, rep = one.item, self._whole.done, self._member.person
        if item.measure is not None:
            return self._of_measure(MeasureKey(item.measure), item.score)
        if item.method is Method.ASSESSMENT:
            method = METHODS.title(item.assessment.value) if item.assessment else ""
            title = _("Assessment: {method}").format(method=method)
            return words.assessed(done.marks.get(rep.id, ()), item, title, self.source, rater_name)
        if item.method is Method.GOALS:
            return words.goals(done.goals.get(rep.id, ()), _("Personal goals"))
        return words.shorter(self._shorter(), _("Shorter periods"))

    def _of_measure(self, key: MeasureKey, score: Score | None) -> Reason:
        return self._telltale.attainment(key) if score is Score.ATTAINMENT else self._telltale.measure(key)

    def _shorter(self) -> Sequence[Reason]:
        parts = shorter_of(self._member, self._whole.done)
        return [self._whole.shorter(self._member.person.code, one.period) for one in parts]
