"""Bonuses (奖金, figures.md §6): from what one looks at to its coefficient and amount, and the year's pool; no SQL, no words.

amount = base × coefficient, rounded once, half away from zero, to the minor unit. The coefficient comes of a grid of steps (a
value under the first row takes the first row), of straight lines between points (held at the ends), of a two-way grid, of the
grade, or is 1 (a fixed sum); with `share_of` the base is a measure of money and the coefficient the rate. It may be negative. A
value that is not there gives no line, which is not 0.

The post, teams and leadership that decide whom a bonus is for are those of the last day on which the rep is employed in the
evaluated period (what holds when the period's work is done; of a leaver, the last day there was; seen before its end, the day
looked from), and the policy is the one in force on the evaluated period's last day, also where it was changed in its middle. A
bonus is due in the month of that last day: the period's last month, of a leaver the last one employed.

settle = "year": the bonuses of a rep accrue with their signs, and the pool of all of them is paid once, in the year's last month
(a leaver's in the last one employed), never under the last [bonus_year] floor that a policy of the year names. Who leaves
and comes back within a year has a pool for each stay.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Literal, NamedTuple

from salescli import money
from salescli.period import Period, year_of
from salescli.policy.kinds import By, Settle
from salescli.policy.model import Bonus
from salescli.policy.rows import interpolate
from salescli.rules.measures import Tally
from salescli.rules.roster import known_employment
from salescli.rules.staff import Staff

DAY = timedelta(days=1)
POOL = "bonus_year"
"""The key of a pool's line, as the policy and its standards call it."""
Why = Literal["no_target", "no_value", "target_is_0", "not_computed", "no_grade", "grade_unknown", "no_team"]
"""Why a bonus has no line."""


class Axis(NamedTuple):
    """One thing that a bonus looks at, of one rep in one period.

    Attributes:
        by: what it is: a measure's value or its attainment; None: the measure whose money is shared.
        measure: its key; value: minor units, a ratio or a count; None: it has none, and `why`.
        target: of an attainment; set_by: the ids of the facts that set it.
        tally: the measure's own numbers (None: it is not computed, or nobody's).
        teams: whose figures they are, by id; None: the rep's own.
    """

    by: By | None
    measure: str
    value: Fraction | None
    why: Why = "no_value"
    target: Fraction | None = None
    set_by: tuple[int, ...] = ()
    tally: Tally | None = None
    teams: tuple[int, ...] | None = None

    @property
    def facts(self) -> tuple[int, ...]:
        """The ids of the facts it rests on, each once."""
        own = (part.fact for part in self.tally.parts if part.fact is not None) if self.tally else ()
        return tuple(dict.fromkeys([*own, *self.set_by]))


class Looks(NamedTuple):
    """What a bonus looks at: its axes in order, and the grade."""

    axes: tuple[Axis, ...] = ()
    grade: str | None = None

    @property
    def missing(self) -> Axis | None:
        """The first axis without a value."""
        return next((axis for axis in self.axes if axis.value is None), None)


class Missing(NamedTuple):
    """A bonus that a rep would have, and why there is none."""

    rep: str
    bonus: Bonus
    period: Period
    why: Why
    measure: str = ""


class BonusLine(NamedTuple):
    """One bonus of a rep, or the year's pool.

    Attributes:
        key, title: the policy's name of it, title in the language asked for; of a pool POOL.
        period: what it was evaluated for; of a pool the days of the year on which the rep was employed.
        due_on: the last day employed in it: it is due, or accrues, in that day's month.
        base: minor units, a share's exact; coefficient: exact; amount: minor units. None of a pool.
        paid: what of it stands in the pay of that month, minor units: a bonus that settles by the year pays 0, its pool does.
        pool: the year's pool with this line in it, minor units; None: it settles at once.
        floor: the least that a pool pays (None: as it is); pooled: the lines of a pool.
        bonus: as the policy has it (None of a pool); looks: what it looked at; source: the policy's version and the key.
    """

    rep: str
    key: str
    title: str
    period: Period
    due_on: date
    settle: Settle
    source: str
    base: Fraction | None = None
    coefficient: Fraction | None = None
    amount: int | None = None
    paid: int = 0
    pool: int | None = None
    floor: int | None = None
    pooled: tuple["BonusLine", ...] = ()
    bonus: Bonus | None = None
    looks: Looks = Looks()

    @property
    def is_pool(self) -> bool:
        """Whether it is the pool of the bonuses that settle by the year."""
        return self.bonus is None

    @property
    def facts(self) -> tuple[int, ...]:
        """The ids of the facts it rests on, each once."""
        own = (fact for axis in self.looks.axes for fact in axis.facts)
        return tuple(dict.fromkeys([*own, *(fact for line in self.pooled for fact in line.facts)]))


# Whom, and when.


class Due(NamedTuple):
    """A period for which a rep is evaluated.

    Attributes:
        due_on: the last day employed in it, in whose month its bonuses are due.
        day: whose post and teams count: that day, or the day looked from where it is earlier.
        stay_ends_on: the last day of the year in the stay that due_on belongs to, on which its pool is paid.
    """

    rep: str
    rep_id: int
    period: Period
    due_on: date
    day: date
    stay_ends_on: date


def due(staff: Staff, period: Period, on: date) -> Iterator[Due]:
    """Everybody employed on a day of an evaluated period that has begun, in the order of their codes."""
    if period.start > on:
        return
    year = year_of(period.start)
    for person in staff.people.values():
        stays = [
            after
            for first, after in known_employment(staff, person.id, year, on)
            if first < period.end and period.start < after
        ]
        if stays:
            due_on = min(stays[-1], period.end) - DAY
            yield Due(person.code, person.id, period, due_on, min(due_on, on), stays[-1] - DAY)


def covers(bonus: Bonus, staff: Staff, one: Due) -> bool:
    """Whether a bonus is for a rep, by post and teams of the deciding day; a team stands for those below it."""
    names = _teams(bonus, staff, one) if bonus.teams else ()
    return bonus.covers(staff.post_on(one.rep_id, one.day), names, one.rep)


def _teams(bonus: Bonus, staff: Staff, one: Due) -> set[str]:
    """The codes and names of the teams that the rep leads or stands in."""
    teams = staff.led_by(one.rep_id, one.day) if bonus.of_team else staff.teams_above(one.rep_id, one.day)
    return {name for team in teams for name in (staff.teams[team].code, staff.teams[team].name)}


def teams_led(staff: Staff, one: Due) -> list[int]:
    """The teams, by id, that a rep leads on the deciding day, without those that stand below another of them."""
    led = staff.led_by(one.rep_id, one.day)
    return [team for team in led if not set(list(staff.path(team, one.day))[1:]) & set(led)]


# How much.


def line_of(one: Due, bonus: Bonus, looks: Looks, title: str, source: str) -> BonusLine | Missing:
    """The line of a bonus, or why there is none."""
    missing = looks.missing
    if missing is not None:
        return Missing(one.rep, bonus, one.period, missing.why, missing.measure)
    if bonus.grades and looks.grade not in bonus.grades:
        return Missing(one.rep, bonus, one.period, "no_grade" if looks.grade is None else "grade_unknown")
    base, factor = base_of(bonus, looks), coefficient(bonus, looks)
    amount = money.round_money(base * factor)
    return BonusLine(
        rep=one.rep,
        key=bonus.key,
        title=title,
        period=one.period,
        due_on=one.due_on,
        settle=bonus.settle,
        source=source,
        base=base,
        coefficient=factor,
        amount=amount,
        paid=amount if bonus.settle is Settle.PERIOD else 0,
        bonus=bonus,
        looks=looks,
    )


def base_of(bonus: Bonus, looks: Looks) -> Fraction:
    """What the coefficient is of: the policy's base, or the measure that is shared; minor units."""
    return looks.axes[0].value or Fraction(0) if bonus.share_of is not None else Fraction(bonus.base or 0)


def coefficient(bonus: Bonus, looks: Looks) -> Fraction:
    """The coefficient for what is looked at, all of which has a value."""
    if bonus.share_of is not None:
        return Fraction(bonus.rate or 0)
    if bonus.grades:
        return Fraction(bonus.grades[looks.grade or ""])
    values = [axis.value for axis in looks.axes if axis.value is not None]
    if bonus.two_way is not None:
        return Fraction(bonus.two_way.lookup(values[0], values[1]))
    if bonus.linear:
        return interpolate(bonus.table, values[0])
    return Fraction(bonus.table.lookup_or_first(values[0])) if values else Fraction(1)


# The year's pool.


def pool_pays(total: int, floor: int | None) -> int:
    """What a pool pays, minor units: all of it, never under the floor; without a floor as it is."""
    return total if floor is None else max(total, floor)


def accrued(lines: Iterable[BonusLine]) -> list[BonusLine]:
    """The lines of one pool, each with the pool as it stands after it, in the order in which they fall due."""
    total, found = 0, []
    for line in sorted(lines, key=lambda line: line.due_on):
        total += line.amount or 0
        found.append(line._replace(pool=total))
    return found


def pool_of(
    lines: Sequence[BonusLine], period: Period, due_on: date, title: str, floor: int | None, source: str
) -> BonusLine:
    """The line of a pool of one rep's bonuses, as far as they have accrued; `lines` is not empty."""
    total = sum(line.amount or 0 for line in lines)
    return BonusLine(
        rep=lines[0].rep,
        key=POOL,
        title=title,
        period=period,
        due_on=due_on,
        settle=Settle.YEAR,
        source=source,
        paid=pool_pays(total, floor),
        pool=total,
        floor=floor,
        pooled=tuple(lines),
    )
