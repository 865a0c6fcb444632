"""What the standards of a policy look at: everybody's figures of a period and of those before it; nothing is judged here.

A name's value is as the condition writes it: grade a word, score in points, money in currency units (a measure's, and the
year's pool), every other measure, attainment, coefficient and assessment as it is. coefficient:BONUS is that of the bonus
evaluated for the period, of one evaluated for shorter periods the mean of those inside it; bonus_year is the pool of the
year as it stands at the period's end; assessment:METHOD is the mean of the latest marks given in the period (rules.fit). A
period that has been closed is seen as it was closed, and what its statements kept is not reckoned again. Facts and policy:
those of the figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

from salescli.facts.rated import AssessmentMark
from salescli.measure import MeasureKey
from salescli.period import Period, year_of
from salescli.period.span import shifted
from salescli.policy.conditions import Value
from salescli.policy.kinds import MONEY_MEASURES, Settle
from salescli.policy.model import Policy
from salescli.reports import bonus
from salescli.reports.appraised import Appraisals, appraisals_of, kind_of
from salescli.reports.closed import kept_of, settled
from salescli.reports.commission import staff_of
from salescli.reports.measured import Measured, measured
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules import fit
from salescli.rules.bonus import BonusLine
from salescli.rules.measures import MEASURES, attainment
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Staff
from salescli.rules.statement import appraised_in
from salescli.rules.targets import Key
from salescli.terms import Scope

MINOR = 100  # minor units in a currency unit
NOTHING: Mapping[str, Any] = {}


class PeriodFigures:
    """Everybody's figures of one period, each read when it is first asked for."""

    def __init__(
        self,
        view: View,
        period: Period,
        staff: Staff,
        names: Sequence[str],
        done: Appraisals | None = None,
        kept: Mapping[str, Mapping[str, Value]] = NOTHING,
    ) -> None:
        """The figures of a period.

        Args:
            names: those that may be asked for.
            done: the period's appraisals where they are known already.
            kept: what its statements kept of them, by rep code and name.
        """
        self.view, self.period, self.staff = view, period, staff
        self._names, self._kept = names, kept
        if done is not None:
            self.appraisals = done

    @cached_property
    def members(self) -> Mapping[str, Member]:
        """By code, who is employed on a day of it."""
        return {one.person.code: one for one in roster(self.staff, self.period, self.view.on)}

    @cached_property
    def policy(self) -> Policy | None:
        """The policy of the last day; None: none is in force."""
        version = bonus.version_on(self.view, self.period.last)
        return version.policy if version else None

    @cached_property
    def appraisals(self) -> Appraisals | None:
        """Everybody's; None: no policy is in force, or nobody is there."""
        if self.policy is None or not self.members:
            return None
        return appraisals_of(self.view, self.period, self.staff)

    def value(self, rep: str, name: str) -> Value:
        """A rep's figure by the name that conditions have for it; None: it has no value, as none has in a period not begun."""
        if rep not in self.members or self.period.start > self.view.on:
            return None
        if name in self._kept.get(rep, NOTHING):
            return self._kept[rep][name]
        if self.policy is None:
            return None
        head, *rest = name.split(":")
        match head:
            case "grade" | "score":
                done = self.appraisals.of.get(rep) if self.appraisals else None
                return getattr(done, head) if done else None
            case "attainment":
                return self._attainment(rep, MeasureKey(rest[0]))
            case "assessment":
                return fit.mean(self.marks(rep, name))
            case "coefficient":
                return self._coefficient(rep, rest[0])
            case "bonus_year":
                return self._pool(rep)
            case _:
                return self._measure(rep, MeasureKey(head))

    # Measures.

    def _measure(self, rep: str, key: MeasureKey) -> Fraction | None:
        value = self._raw(rep, key)
        return value / MINOR if value is not None and key in MONEY_MEASURES else value

    def _raw(self, rep: str, key: MeasureKey) -> Fraction | None:
        """The measure's own value, money in minor units."""
        return self._measured.of_rep(rep, (key, None)).value if key in MEASURES else None

    @cached_property
    def _measured(self) -> Measured:
        """The measures that may be asked for."""
        heads = {name.removeprefix("attainment:") for name in self._names}
        asked = [(key, None) for key in MEASURES if key.value in heads]
        return measured(self.view, self.period, asked, self.staff)

    def _attainment(self, rep: str, key: MeasureKey) -> Fraction | None:
        person = self.staff.by_code[rep]
        target = targets_of(self.view, self.period, self.staff).find(Key(Scope.REP, person.id, key))
        return attainment(self._raw(rep, key), target.value if target else None, MEASURES[key].less_is_better)

    # Assessments.

    @cached_property
    def _given(self) -> Mapping[int, Sequence[AssessmentMark]]:
        return marks_between(self.view, *self.view.seen(self.period))

    @cached_property
    def marks_so_far(self) -> Mapping[int, Sequence[AssessmentMark]]:
        """Every mark up to the period's end, by rep id."""
        return marks_between(self.view, date.min, self.view.seen(self.period)[1])

    def marks(self, rep: str, name: str) -> Sequence[AssessmentMark]:
        """The marks of the period that assessment:METHOD or assessment:METHOD:PURPOSE is the mean of."""
        _head, method, *purpose = name.split(":")
        return fit.latest(self._given.get(self.staff.by_code[rep].id, ()), method, *purpose)

    # Bonuses.

    @property
    def year_so_far(self) -> Period:
        """From the year's first day to the period's last."""
        start = year_of(self.period.start).start
        name = (
            self.period.name if start == self.period.start else f"{start.isoformat()}..{self.period.last.isoformat()}"
        )
        return Period(start, self.period.end, name)

    @cached_property
    def _bonuses(self) -> bonus.BonusFigures:
        return bonus.figures_of(self.view, self.year_so_far, self.staff)

    def lines(self, rep: str, key: str) -> Sequence[BonusLine]:
        """A bonus evaluated for the period or for periods inside it; none where one of them has no line."""
        inside = [
            one for one in self._bonuses.of(rep) if one.key == key and self._holds(one.period) and not one.is_pool
        ]
        lacks = any(
            one.rep == rep and one.bonus.key == key and self._holds(one.period) for one in self._bonuses.missing
        )
        return [] if lacks else inside

    def _holds(self, other: Period) -> bool:
        return self.period.start <= other.start and other.end <= self.period.end

    def _coefficient(self, rep: str, key: str) -> Fraction | None:
        found = [one.coefficient for one in self.lines(rep, key) if one.coefficient is not None]
        return sum(found, Fraction(0)) / len(found) if found else None

    def accrued(self, rep: str) -> Sequence[BonusLine]:
        """The lines of the rep's pool of the year, of one who came back within it of the last stay."""
        lines = [one for one in self._bonuses.of(rep) if one.settle is Settle.YEAR and not one.is_pool]
        spans = self.staff.spans(self.staff.by_code[rep].id)
        began = [first for first, _after in spans if lines and first <= lines[-1].due_on]
        return [one for one in lines if one.due_on >= began[-1]]

    def _pool(self, rep: str) -> Fraction | None:
        lines = self.accrued(rep)
        return Fraction(sum(one.amount or 0 for one in lines), MINOR) if lines else None


def marks_between(view: View, start: date, end: date) -> Mapping[int, Sequence[AssessmentMark]]:
    """The assessments of [start, end), by the id of the rep or candidate."""
    found: dict[int, list[AssessmentMark]] = defaultdict(list)
    for one in view.ledger.read("assessment_marks", AssessmentMark, start=start, end=end):
        found[one.rep_id].append(one)
    return found


class History:
    """The figures of a period and of those of the same kind before it; those that are closed as they were closed.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
    """

    def __init__(
        self, view: View, period: Period, staff: Staff, names: Sequence[str], done: Appraisals | None = None
    ) -> None:
        self._kind = kind_of(period)
        self._view, self._staff, self._names = view, staff, names
        self._found = [PeriodFigures(view, period, staff, names, done)]
        self._open = ExitStack()

    def __enter__(self) -> "History":
        """Ledgers of closed periods stay open until it ends."""
        return self

    def __exit__(self, *_args: object) -> None:
        """Close them."""
        self._open.close()

    def back(self, steps: int) -> PeriodFigures:
        """The figures of the period so many steps before the one asked for."""
        while len(self._found) <= steps:
            self._found.append(self._before(len(self._found)))
        return self._found[steps]

    def __iter__(self) -> Iterator[PeriodFigures]:
        """From the asked period back, without end."""
        steps = 0
        while True:
            yield self.back(steps)
            steps += 1

    def _before(self, steps: int) -> PeriodFigures:
        period = shifted(self._kind, self._found[0].period.start, -steps)
        seen = self._open.enter_context(settled(self._view, period))
        staff = self._staff if seen is self._view else staff_of(seen)
        return PeriodFigures(seen, period, staff, self._names, kept=_kept(self._view, period))


def _kept(view: View, period: Period) -> Mapping[str, Mapping[str, Value]]:
    """What statements kept of it, by rep code and the names that conditions have."""
    return {rep: appraised_in(figures) for rep, figures in kept_of(view, period).items()}
