"""What bonuses look at, for a rep and an evaluated period: measures, attainments and grades, each read once; no report is made here.

Of a bonus with of_team the figures are those of the teams that the rep leads on the deciding day, with the teams below them: Σ
numerators ÷ Σ denominators of all of them, against the sum of their own targets (of a ratio the target that they share).
The grade is always the rep's own.
"""

from collections.abc import Sequence
from fractions import Fraction
from functools import cache

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.kinds import By, ByKind
from salescli.policy.model import Bonus
from salescli.reports.appraised import Appraisals, appraisals_of
from salescli.reports.measured import Measured, measured
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules import bonus as rule
from salescli.rules.bonus import Axis, Due, Looks, Why
from salescli.rules.measures import MEASURES, Tally, attainment
from salescli.rules.staff import Staff
from salescli.rules.targets import Key, Targets
from salescli.terms import Scope


class Figures:
    """The figures that the bonuses of some evaluated periods look at."""

    def __init__(self, view: View, staff: Staff) -> None:
        self._view, self._staff = view, staff
        self._measured = cache(self._read)
        self._targets = cache(lambda over: targets_of(view, over, staff))
        self._appraisals = cache(lambda over: appraisals_of(view, over, staff))

    def of(self, one: Due, bonus: Bonus) -> Looks:
        """What a bonus looks at, of one rep."""
        if bonus.grades:
            return Looks(grade=self._grade(one))
        if bonus.share_of is not None:
            return Looks((self._axis(one, bonus, None, bonus.share_of),))
        return Looks(tuple(self._axis(one, bonus, by, by.measure) for by in bonus.by if by.measure is not None))

    def _grade(self, one: Due) -> str | None:
        appraisals: Appraisals = self._appraisals(one.period)
        done = appraisals.of.get(one.rep)
        return done.grade if done else None

    def _axis(self, one: Due, bonus: Bonus, by: By | None, key: MeasureKey) -> Axis:
        teams = tuple(rule.teams_led(self._staff, one)) if bonus.of_team else None
        found: Measured = self._measured(one.period)
        if teams == ():
            return Axis(by, key, None, "no_team")
        if (key, None) not in found.tallies:
            return Axis(by, key, None, "not_computed")
        tally = self._tally(found, one, key, teams)
        if by is None or by.kind is not ByKind.ATTAINMENT:
            return Axis(by, key, tally.value, tally=tally, teams=teams)
        goal, set_by = target_of(self._targets(one.period), one, key, teams)
        value = attainment(tally.value, goal, MEASURES[key].less_is_better)
        why: Why = "no_target" if goal is None else "no_value" if tally.value is None else "target_is_0"
        return Axis(by, key, value, why, goal, set_by, tally, teams)

    def _tally(self, found: Measured, one: Due, key: MeasureKey, teams: Sequence[int] | None) -> Tally:
        if teams is None:
            return found.of_rep(one.rep, (key, None))
        each = [found.of_team(team, (key, None)) for team in teams]
        whole = each[0]
        for other in each[1:]:
            for part in other.parts:
                whole.add(part)
        return whole

    def _read(self, over: Period) -> Measured:
        """Every measure that a bonus evaluated for the period looks at."""
        bonuses = self._view.versions.on(over.last).policy.bonuses
        keys = [key for bonus in bonuses if bonus.period is over.kind for key in _keys(bonus)]
        return measured(self._view, over, [(key, None) for key in keys if key in MEASURES], self._staff, told=True)


def _keys(bonus: Bonus) -> list[MeasureKey]:
    looks = [by.measure for by in bonus.by]
    return [key for key in [*looks, bonus.share_of] if key is not None]


def target_of(
    targets: Targets, one: Due, key: MeasureKey, teams: Sequence[int] | None
) -> tuple[Fraction | None, tuple[int, ...]]:
    """The target that counts, with the facts that set it: the rep's, or that of the teams led; None: there is none."""
    if teams is None:
        own = targets.find(Key(Scope.REP, one.rep_id, key))
        return (own.value, own.facts) if own else (None, ())
    found = [targets.find(Key(Scope.TEAM, team, key)) for team in teams]
    known = [target for target in found if target is not None]
    if len(known) < len(found):
        return None, ()
    values = {target.value for target in known}
    facts = tuple(fact for target in known for fact in target.facts)
    if MEASURES[key].is_sum:
        return sum((target.value for target in known), Fraction(0)), facts
    return (values.pop(), facts) if len(values) == 1 else (None, ())
