"""Why what a bonus looks at is what it is: the trees of a rep's measures, attainments and grade, and of the teams that one leads.

Facts and policy: those of the measures, targets and appraisals.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.kinds import ByKind
from salescli.reports import appraise_reasons
from salescli.reports.measure_reasons import Telltale
from salescli.reports.measured import title_of
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules import target_reasons
from salescli.rules.bonus import Axis, BonusLine
from salescli.rules.measures import MEASURES, Part, Tally
from salescli.rules.reasons import Evidence, Reason
from salescli.rules.staff import Staff
from salescli.rules.targets import Key
from salescli.terms import Scope


@dataclass(frozen=True)
class TeamsTelltale(Telltale):
    """The same of the teams that somebody leads, whose figures the axis holds already."""

    axis: Axis
    teams: str

    def title(self, what: str) -> str:
        """A figure by name, teams and period."""
        return _("{what} of {teams}, {period}").format(what=what, teams=self.teams, period=self.period.name)

    def tally(self, key: MeasureKey) -> Tally:
        """The teams' tally."""
        return self.axis.tally or MEASURES[key].tally()

    def target(self, key: MeasureKey) -> Reason:
        """The sum of the teams' targets; of a ratio the one that they share."""
        targets, title = targets_of(self.view, self.period, self.staff), title_of(key, self.view.lang)
        each = [
            target_reasons.reason(
                targets.told(Key(Scope.TEAM, team, key)),
                _("Target of {team} for {measure}").format(team=self.staff.teams[team].name, measure=title),
                self.calendar_source(),
            )
            for team in self.axis.teams or ()
        ]
        if len(each) == 1 or not MEASURES[key].is_sum:
            return each[0]
        total = sum((Fraction(one.result or 0) for one in each), Fraction(0))
        return Reason(self.title(_("Targets")), steps=each, result=total, kind=each[0].kind, how="sum")

    def facts(self, part: Part) -> Sequence[Evidence]:
        """The days of several people have too many facts to be told here."""
        return super().facts(part) if part.of else []


class AxisReasons:
    """The trees of what the bonuses of one rep look at, each period read once; a grade whole, or by its score alone."""

    def __init__(self, view: View, staff: Staff, rep: str, *, whole: bool) -> None:
        self._view, self._staff, self._rep, self._whole = view, staff, rep, whole
        self._telltale = cache(lambda over: Telltale(view, over, staff, staff.by_code[rep]))

    def axis(self, line: BonusLine, axis: Axis) -> Reason:
        """A measure, or its attainment."""
        told, key = self._told(line.period, axis), MeasureKey(axis.measure)
        if axis.by is None or axis.by.kind is not ByKind.ATTAINMENT:
            return told.measure(key)
        return told.attainment(key)

    def grade(self, line: BonusLine) -> Reason:
        """The rep's grade; `salescli explain grade` tells its score to the last fact."""
        found = appraise_reasons.grade_reason(self._view, self._rep, line.period)[0]
        return found if self._whole else replace(found, steps=(), how="stated")

    def _told(self, over: Period, axis: Axis) -> Telltale:
        if axis.teams is None:
            return self._telltale(over)
        teams = ", ".join(self._staff.teams[team].name for team in axis.teams)
        return TeamsTelltale(self._view, over, self._staff, self._staff.by_code[self._rep], axis, teams)
