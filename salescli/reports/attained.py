"""How attainments grow in the windows of commission plans: the measures' facts and the targets, read once per window (figures.md §5).

Of a rep by the rep's credit; with of_team of the teams that the rep leads at the window's end (or led last in it), those below
them included, against the targets of the topmost of them. What stands on a day and does not add up (the collection rate, stuck
opportunities …) is reckoned anew for each day with money and each month's end: its cost grows with those days.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.measured import Measured, measured, title_of
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules.commission.attaining import Attaining, Gain
from salescli.rules.commission.plan import Terms
from salescli.rules.measures import MEASURES, NOBODY, Measure, Tally, rolled_up
from salescli.rules.rates import ATTAINMENT
from salescli.rules.staff import Staff
from salescli.rules.targets import Key, Target
from salescli.terms import Scope

DAY = timedelta(days=1)
STANDING = frozenset(
    (
        MeasureKey.COLLECTION_RATE,
        MeasureKey.STUCK_OPPORTUNITIES,
        MeasureKey.RETENTION,
        MeasureKey.COMPETENCE,
        MeasureKey.WIN_RATE,  # a reopening takes back a close
        MeasureKey.COMPLAINT_RESOLUTION,  # a complaint may be closed days after it was made
        MeasureKey.QUALITY,  # a follow-up may be reviewed days after it happened
        MeasureKey.DATA_QUALITY,
    )
)
"""The measures of what stands on a day: what happens later may change a part of them that was counted before."""


class Attainments:
    """Gives the attainments that a period's commission asks for."""

    def __init__(
        self, view: View, staff: Staff, start: date, end: date, money_days: Iterable[date], notes: list[str]
    ) -> None:
        """The days of the period seen are [start, end).

        Args:
            money_days: those on which commission may change.
            notes: to which problems of the data are added, as sentences, of windows that meet the period.
        """
        self._notes = notes
        self._view = view
        self._staff = staff
        self._start, self._end = start, end
        self._days = sorted({*money_days, start - DAY, end - DAY})
        self._measured = cache(self._read)
        self._targets = cache(lambda window: targets_of(view, window, staff))

    def __call__(self, rep: str, terms: Terms, by: str, window: Period) -> Attaining:
        """How the attainment of a rep, or of the teams led, grows over a window."""
        key = MeasureKey(by.removeprefix(ATTAINMENT))
        measure = MEASURES[key]
        whose = self._teams_led(rep, window) if terms.of_team else rep
        target = self._target(whose, key, window)
        names = rep if isinstance(whose, str) else ", ".join(self._staff.teams[team].code for team in whose) or rep
        if target is None and window.start < self._end and window.end > self._start:
            self._say_no_target(terms, names, key, window)
        gains = list(self._gains(whose, measure, window))
        if target is None:
            return Attaining(measure, gains, whose=names)
        return Attaining(measure, gains, target.value, target.facts, names)

    # The measure.

    def _gains(self, whose: str | Sequence[int], measure: Measure, window: Period) -> Iterator[Gain]:
        if measure.key not in STANDING:
            for part in self._tally(whose, measure, window).parts:
                yield Gain(part.happened_on, part.fact, (part,))
            return
        for day in self._standing_days(window):
            tally = self._tally(whose, measure, Period(window.start, day + DAY, window.name))
            yield Gain(day, None, tally.parts, anew=True)

    def _standing_days(self, window: Period) -> Sequence[date]:
        ends = (month.last for month in window.months())
        days = {*ends, *self._days}
        return sorted(day for day in days if window.contains(day) and day <= self._view.on)

    def _tally(self, whose: str | Sequence[int], measure: Measure, period: Period) -> Tally:
        found, asked = self._measured(measure.key, period), (measure.key, None)
        if isinstance(whose, str):
            return found.of_rep(whose, asked)
        return rolled_up(found.tallies[asked], measure.unit, self._standing_in(whose), measure.mean_of)

    def _read(self, key: MeasureKey, period: Period) -> Measured:
        found = measured(self._view, period, [(key, None)], self._staff, told=True)
        if period.start < self._end and period.end > self._start:
            self._notes += found.notes
        return found

    def _standing_in(self, teams: Sequence[int]) -> Callable[[str, date], bool]:
        """Whether somebody, by code, stood on a day in one of the teams or below it."""

        @cache
        def belongs(code: str, day: date) -> bool:
            if code == NOBODY:
                return False
            return any(team in teams for team in self._staff.teams_above(self._staff.by_code[code].id, day))

        return belongs

    # Teams and targets.

    def _teams_led(self, rep: str, window: Period) -> tuple[int, ...]:
        """The topmost teams that a rep leads on the window's last day, or led last in it."""
        rep_id, staff = self._staff.by_code[rep].id, self._staff
        for day in (window.last, *(day - DAY for day in reversed(staff.place_changes(window.start, window.end)))):
            led = staff.led_by(rep_id, day)
            if led:
                return tuple(team for team in led if not set(list(staff.path(team, day))[1:]) & set(led))
        return ()

    def _target(self, whose: str | Sequence[int], key: MeasureKey, window: Period) -> Target | None:
        targets = self._targets(window)
        if isinstance(whose, str):
            return targets.find(Key(Scope.REP, self._staff.by_code[whose].id, key))
        found = [targets.find(Key(Scope.TEAM, team, key)) for team in whose]
        known = [target for target in found if target is not None]
        if not known or len(known) < len(found) or (len(known) > 1 and not MEASURES[key].is_sum):
            return None  # ratios of several teams have no common target
        facts = tuple(fact for target in known for fact in target.facts)
        return Target(sum((target.value for target in known[1:]), known[0].value), known[0].how, facts)

    def _say_no_target(self, terms: Terms, names: str, key: MeasureKey, window: Period) -> None:
        self._notes.append(
            _("{plan}: {whose} has no target of {measure} for {period}, so the first row of the rates counts.").format(
                plan=terms.source or terms.key,
                whose=names,
                measure=title_of(key, self._view.lang),
                period=window.name,
            )
        )
