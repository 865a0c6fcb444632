"""Why a standard recommends something for a rep, or does not, down to the facts (figures.md §9, §10); how it is shown is explain's.

Each period that was looked at, each part of the condition, each comparison, and below it the whole tree of the figure as
`salescli explain` has it for that period; a closed one as it was closed.
"""

from functools import cache
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports import recommended
from salescli.reports import standard_words as said
from salescli.reports.appraise_reasons import Appraising
from salescli.reports.axis_reasons import AxisReasons
from salescli.reports.commission import staff_of
from salescli.reports.measure_reasons import Telltale
from salescli.reports.rated_notes import rater_name
from salescli.reports.recommended import Recommendation
from salescli.reports.standard_figures import History, PeriodFigures
from salescli.reports.view import View
from salescli.rules import bonus_reasons
from salescli.rules import standard_reasons as words
from salescli.rules.bonus import BonusLine
from salescli.rules.reasons import Reason
from salescli.rules.standards import Compared, Finding, Looked
from salescli.terms import Recommendation as Outcome

Explained = tuple[Reason, list[str]]


def recommendation_reason(view: View, rep: str, period: Period, key: str) -> Explained:
    """Why the standard of this key is met or not; its result is 1, 0, or without a value where it is unknown.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    with recommended.history_of(view, period, staff_of(view)) as history:
        findings = recommended.findings_of(history, rep)
        finding = next(one for one in findings if one.standard.key == key)
        told = _Told(view, history, rep, finding)
        proposed = next((one for one in recommended.recommended(history, rep, [finding])), None)
        return told.tree(proposed), list(_notes(history, rep, period, finding, proposed))


def _notes(
    history: History, rep: str, period: Period, finding: Finding, proposed: Recommendation | None
) -> "list[str]":
    if rep not in history.back(0).members:
        return [_("{rep} is not employed on a day of {period}.").format(rep=rep, period=period.name)]
    if finding.met and proposed is None:
        return [
            _("{rep} has left by the end of {period}, so nothing is recommended.").format(rep=rep, period=period.name)
        ]
    return []


class _Told:
    """One standard of one rep, told."""

    def __init__(self, view: View, history: History, rep: str, finding: Finding) -> None:
        self._view, self._rep, self._finding = view, rep, finding
        now = history.back(0)
        self._now, self._version = now, view.versions.on(now.period.last)
        self._source = f"{self._version.label} · standard[{finding.standard.key}]"
        count = len(finding.periods)
        self._figures = {one.period: one for one in (history.back(steps) for steps in range(count))}
        self._trees = {one: _Figures(figures, rep) for one, figures in self._figures.items()}

    def tree(self, proposed: Recommendation | None) -> Reason:
        """The whole tree."""
        person, standard = self._now.staff.by_code[self._rep], self._finding.standard
        title = _("{recommendation} of {rep} {name}, {period}, by the standard {standard}").format(
            recommendation=said.outcomes()[standard.recommend],
            rep=person.code,
            name=person.name,
            period=self._now.period.name,
            standard=standard.title.text(self._view.lang),
        )
        steps = self._proposal(proposed) if proposed else []
        return words.reason(self._finding, title, self._source, self._said, self._tells, steps)

    def _said(self, looked: Looked, one: Compared) -> str:
        return said.compared(one, self._figures[looked.period].policy, self._view.lang)

    def _tells(self, looked: Looked, name: str) -> Reason | None:
        return self._trees[looked.period].tree(name)

    def _proposal(self, one: Recommendation) -> list[Reason]:
        """What a pay rise comes to, and what a training or placement proposes; nothing of these counts."""
        rate = one.standard.raise_by
        if one.outcome is Outcome.PAY_RISE and one.base is not None and one.amount is not None and rate is not None:
            base = Reason(_("Base per month"), result=one.base)
            part = Reason(_("The standard's raise"), policy=self._source, result=rate, kind="rate")
            return [words.product(_("Proposed: base × raise"), base, part, one.amount)]
        policy, lang = self._version.policy, self._view.lang
        items = [Reason(said.weak(weak, lang), result=weak.adds, kind="score", counts=False) for weak in one.items]
        posts = [
            Reason(said.post(key, fitting, policy, lang), result=fitting.value, kind="percent", counts=False)
            for key, fitting in one.posts
        ]
        none = [Reason(said.no_post(), counts=False)] if one.outcome in recommended.PLACING and not posts else []
        return [*items, *posts, *none]


class _Figures:
    """The trees of a rep's figures in one period, by the names that conditions have for them."""

    def __init__(self, figures: PeriodFigures, rep: str) -> None:
        self._figures, self._rep = figures, rep
        self._view, self._period, self._staff = figures.view, figures.period, figures.staff
        self._appraising = cache(lambda: Appraising(self._view, self._period, self._staff, figures.appraisals))
        self._telltale = cache(lambda: Telltale(self._view, self._period, self._staff, self._staff.by_code[rep]))

    def tree(self, name: str) -> Reason | None:
        """The tree of a figure; None: it is none, or nothing is known of it."""
        head, *rest = name.split(":")
        if self._figures.appraisals is None or self._rep not in self._figures.members:
            return None
        match head:
            case "grade":
                return self._appraising().grade(self._rep)
            case "score":
                return self._appraising().score(self._rep)
            case "attainment":
                return self._telltale().attainment(MeasureKey(rest[0]))
            case "assessment":
                return words.assessed(self._figures.marks(self._rep, name), self._title(name), rater_name)
            case "coefficient":
                return self._coefficient(name, rest[0])
            case "bonus_year":
                return self._pool(name)
            case _:
                return self._telltale().measure(MeasureKey(head)) if head in [*MeasureKey] else None

    def _title(self, name: str) -> str:
        return self._telltale().title(said.title(name, self._figures.policy, self._view.lang))

    def _coefficient(self, name: str, key: str) -> Reason | None:
        lines = [one for one in self._figures.lines(self._rep, key) if one.coefficient is not None]
        if not lines:
            return Reason(self._title(name), _("There is no line of it in the period."), kind="ratio")
        parts = [
            Reason(
                _("Coefficient in {period}").format(period=one.period.name),
                steps=[self._line(one)],
                result=one.coefficient,
                kind="ratio",
            )
            for one in lines
        ]
        return words.mean(self._title(name), parts)

    def _pool(self, name: str) -> Reason:
        lines = self._figures.accrued(self._rep)
        if not lines:
            return Reason(self._title(name), _("No bonus that settles by the year has accrued in it."))
        total = sum(one.amount or 0 for one in lines)
        return Reason(self._title(name), steps=[self._line(one, counts=True) for one in lines], result=total, how="sum")

    def _line(self, line: BonusLine, *, counts: bool = False) -> Reason:
        """Why a bonus comes to what it does."""
        tells = AxisReasons(self._view, self._staff, self._rep, whole=False)
        tree = bonus_reasons.of_key([line], f"{line.title}, {line.period.name}", tells)
        return Reason(tree.title, tree.definition, steps=tree.steps, result=tree.result, how=tree.how, counts=counts)
