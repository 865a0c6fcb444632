"""Bonuses of a period (奖金, figures.md §6): base × coefficient of each, and the year's pool of those that settle by the year.

One row for each bonus that is due in a month of the period, or accrues in it: `evaluated` is what it was evaluated for, of which it
is due in the last month (a leaver's in the last month employed). `paid` is what stands in the pay: the amount of one that
settles at once; 0 of one that settles by the year, whose `pool` is the rep's pool with it; the row bonus_year is that pool, paid in the
year's last month and never under `floor`. What has no value on an axis has no row, and a note. Facts: those of the measures,
targets and appraisals that the bonuses look at, jobs and teams. Policy: [[bonus]], [bonus_year], and theirs.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from gettext import gettext as _
from gettext import pgettext
from typing import Any, NamedTuple

from salescli import money
from salescli.errors import NothingInForce, WrongUse
from salescli.period import Period, month_of, period_of, year_of
from salescli.period.span import DAY
from salescli.policy.kinds import Settle
from salescli.policy.model import Bonus
from salescli.policy.versions import PolicyVersion
from salescli.reports import what_if
from salescli.reports.axis_reasons import AxisReasons
from salescli.reports.bonus_axes import Figures
from salescli.reports.commission import staff_of
from salescli.reports.measured import title_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View, once
from salescli.reports.whose import several, wanted_reps
from salescli.rules import bonus as rule
from salescli.rules import bonus_reasons
from salescli.rules.bonus import BonusLine, Due, Missing
from salescli.rules.reasons import Reason
from salescli.rules.staff import Staff
from salescli.terms import PeriodKind

Row = dict[str, Any]
KINDS = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR)


@dataclass(frozen=True, slots=True)
class BonusFigures:
    """Everybody's bonuses of a period.

    Attributes:
        lines: by rep code, in the order in which they are due; a pool stands behind what it pools.
        missing: those that have no line; notes: problems of the data, as sentences.
    """

    lines: Mapping[str, Sequence[BonusLine]]
    missing: Sequence[Missing]
    notes: Sequence[str]

    def of(self, rep: str) -> Sequence[BonusLine]:
        """A rep's bonuses and pools, by code."""
        return self.lines.get(rep, ())

    def paid(self, rep: str) -> int:
        """Σ bonuses due to a rep, minor units: what settles at once, and the pools."""
        return sum(line.paid for line in self.of(rep))


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The bonuses of a period; of one rep, or a team with the teams below it, where named.

    Raises:
        NotFound: no such rep or team.
        WrongUse: a period that is not of whole months.
        NothingInForce: no policy on the period's last day.
    """
    staff = staff_of(view)
    wanted = wanted_reps(view, staff, period, rep, team)
    figures = figures_of(view, period, staff)
    today = what_if.in_force(view, period)
    before = figures_of(today, period, staff) if today else None
    is_what_if = view.what_if is not None
    rows = [row for code in staff.by_code if wanted(code) for row in _rows(staff, code, figures, before, is_what_if)]
    sums = ("amount", "paid", "difference") if before else ("amount", "paid")
    totals: Row = {key: sum(row[key] or 0 for row in rows) for key in sums}
    columns = _columns(rows, is_what_if)
    look = Look(emphasis=["good" if row["key"] == rule.POOL else None for row in rows])
    lines = {code: each for code, each in figures.lines.items() if wanted(code)}
    missing = [one for one in figures.missing if wanted(one.rep)]
    notes = [*what_if.notes(view, period, rows), *notes_on(view, period, lines, missing)]
    report = view.report("bonus", _("Bonuses"), columns, rows, period=period, totals=totals, notes=notes, look=look)
    about = (Column("title", _("Bonus")), Column("evaluated", _("For")))
    return replace(report, instead=what_if.beside(report, "paid", about=about)) if is_what_if else report


@once
def figures_of(view: View, period: Period, staff: Staff) -> BonusFigures:
    """Everybody's bonuses of whole months under the view's policies, with nothing after its day.

    Raises:
        WrongUse: a period that is not of whole months.
    """
    _check_months(period)
    lines: dict[str, list[BonusLine]] = defaultdict(list)
    missing: list[Missing] = []
    year = year_of(period.start)
    while year.start < period.end:
        _add_year(_Year(view, staff, period, year), lines, missing)
        year = year_of(year.end)
    found = {rep: lines[rep] for rep in staff.by_code if rep in lines}
    return BonusFigures(found, missing, list(notes_on(view, period, found, missing)))


def reason_of(view: View, rep: str, period: Period, key: str | None = None) -> tuple[Reason, list[str]]:
    """Why the bonuses due to a rep in a period, or those of one key, come to what they do.

    Raises:
        WrongUse: a period that is not of whole months.
    """
    staff = staff_of(view)
    figures = figures_of(view, period, staff)
    lines = [line for line in figures.of(rep) if key in (None, line.key)]
    person = staff.by_code[rep]
    what = _title(view, period, lines, key) if key else _("Bonuses")
    title = _("{what} of {rep} {name}, {period}").format(
        what=what, rep=person.code, name=person.name, period=period.name
    )
    said = AxisReasons(view, staff, rep, whole=key is not None)
    tree = bonus_reasons.of_key(lines, title, said) if key else bonus_reasons.of_all(lines, title, said)
    return tree, list(notes_on(view, period, {rep: lines}, [one for one in figures.missing if _is(one, rep, key)]))


def _title(view: View, period: Period, lines: Sequence[BonusLine], key: str) -> str:
    """What a bonus is called: as on its lines, else as the policy of the period's last day has it."""
    bonus = view.versions.on(period.last).policy.bonus(key) if view.versions else None
    return next((line.title for line in lines), bonus.title.text(view.lang) if bonus else key)


def _is(one: Missing, rep: str, key: str | None) -> bool:
    return one.rep == rep and key in (None, one.bonus.key)


def _check_months(period: Period) -> None:
    months = period.months()
    if not months or months[0].start != period.start or months[-1].end != period.end:
        raise WrongUse(
            _(
                "Bonuses are paid by the month; {period} is not made of whole ones. Right would be 2024-03 or 2024Q1."
            ).format(period=period.name)
        )


# One year: what is due in the period, and the pools that it touches.


class _Offered(NamedTuple):
    """A bonus as the policy of an evaluated period has it, with what its lines say of it."""

    bonus: Bonus
    title: str
    source: str


class _Year:
    """The bonuses of one year, as far as the asked period needs them."""

    def __init__(self, view: View, staff: Staff, period: Period, year: Period) -> None:
        self.view, self.staff, self.period, self.year = view, staff, period, year
        self._axes = Figures(view, staff)

    def wanted(self) -> Iterator[tuple[Due, _Offered]]:
        """Which bonuses of whom must be reckoned, in the order of the periods and the policy."""
        every = [pair for pair in self._evaluated() if pair[0].due_on < self.period.end]
        pools = {_stay(one) for one, offered in every if offered.bonus.settle is Settle.YEAR and self._touches(one)}
        for one, offered in every:
            if _stay(one) in pools if offered.bonus.settle is Settle.YEAR else self.period.contains(one.due_on):
                yield one, offered

    def _touches(self, one: Due) -> bool:
        return self.period.contains(one.due_on) or self.period.contains(one.stay_ends_on)

    def _evaluated(self) -> Iterator[tuple[Due, _Offered]]:
        for kind in KINDS:
            for evaluated in _periods(kind, self.year):
                bonuses = self._offered(evaluated, kind)
                for one in rule.due(self.staff, evaluated, self.view.on) if bonuses else ():
                    for offered in bonuses:
                        if rule.covers(offered.bonus, self.staff, one):
                            yield one, offered

    def _offered(self, evaluated: Period, kind: PeriodKind) -> list[_Offered]:
        """The bonuses evaluated for a period of a kind; one that settles at once is due in it, and else not looked at."""
        version = version_on(self.view, evaluated.last)
        is_met = evaluated.start < self.period.end and self.period.start < evaluated.end
        return [
            _Offered(one, one.title.text(self.view.lang), f"{version.label} · bonus[{one.key}]")
            for one in (version.policy.bonuses if version else ())
            if version and one.period is kind and (is_met or one.settle is Settle.YEAR)
        ]

    def line(self, one: Due, offered: _Offered) -> BonusLine | Missing:
        """A bonus of a rep, reckoned."""
        looks = self._axes.of(one, offered.bonus)
        return rule.line_of(one, offered.bonus, looks, offered.title, offered.source)

    def pool(self, lines: Sequence[BonusLine], last: date) -> BonusLine:
        """The pool of one rep's stay that ends, in this year, on a day."""
        version = self._with_floor(last)
        floor = version.policy.bonus_year.floor if version else None
        source = f"{version.label} · bonus_year.floor" if version else ""
        return rule.pool_of(lines, self.year, last, _("Year's bonus pool"), floor, source)

    def _with_floor(self, last: date) -> PolicyVersion | None:
        """The last version of the year, up to a day, that names a floor: one that comes without takes none away."""
        running = self.view.versions.between(self.year.start, last + DAY)
        return next((one.version for one in reversed(running) if one.version.policy.bonus_year.floor is not None), None)


def _stay(one: Due) -> tuple[str, date]:
    return one.rep, one.stay_ends_on


def _periods(kind: PeriodKind, year: Period) -> Iterator[Period]:
    one = period_of(kind, year.start)
    while one.start < year.end:
        yield one
        one = period_of(kind, one.end)


def version_on(view: View, day: date) -> PolicyVersion | None:
    """The policy that counts on a day; None: there is none."""
    try:
        return view.versions.on(day)
    except NothingInForce:
        return None


def _add_year(year: _Year, lines: dict[str, list[BonusLine]], missing: list[Missing]) -> None:
    pooled: dict[tuple[str, date], list[BonusLine]] = defaultdict(list)
    found: dict[str, list[BonusLine]] = defaultdict(list)
    for one, offered in year.wanted():
        line = year.line(one, offered)
        if isinstance(line, Missing):
            missing += [line] if year.period.contains(one.due_on) else []
        elif offered.bonus.settle is Settle.YEAR:
            pooled[_stay(one)].append(line)
        else:
            found[one.rep].append(line)
    for (rep, last), each in pooled.items():
        accrued = rule.accrued(each)
        found[rep] += [line for line in accrued if year.period.contains(line.due_on)]
        if year.period.contains(last):
            found[rep].append(year.pool(accrued, last))
    for rep, each in found.items():
        # By the month in which they are due, a pool last.
        lines[rep] += sorted(each, key=lambda line: (month_of(line.due_on).start, line.is_pool))


# What is said beside the figures.


def notes_on(
    view: View, period: Period, lines: Mapping[str, Sequence[BonusLine]], missing: Iterable[Missing]
) -> Iterator[str]:
    """What is to be said of some lines, by rep code, and of what has none."""
    if not any(one.version.policy.bonuses for one in view.versions.between(period.start, period.end)):
        yield _("The policy in force has no bonus.")
    yield from _missing_notes(view, missing)
    open_ones = (line.period for each in lines.values() for line in each if line.period.last > view.on)
    for one in dict.fromkeys(open_ones):
        yield _("{period} is not over on {day}: what is evaluated for it stands as the figures are so far.").format(
            period=one.name, day=view.on.isoformat()
        )


def _missing_notes(view: View, missing: Iterable[Missing]) -> Iterator[str]:
    """What has no line, each with why and whose."""
    whose: dict[tuple[str, str, str, str], list[str]] = defaultdict(list)
    for one in missing:
        whose[one.bonus.title.text(view.lang), one.period.name, one.why, one.measure].append(one.rep)
    for (bonus, over, why, measure), reps in whose.items():
        yield _("{bonus}, {period}: no line for {reps}, {why}.").format(
            bonus=bonus, period=over, reps=several(reps), why=_why(why, title_of(measure, view.lang))
        )


def _why(why: str, measure: str) -> str:
    said = {
        "no_target": _("there is no target for {measure}"),
        "no_value": _("{measure} has no value"),
        "target_is_0": _("the target for {measure} is 0"),
        "not_computed": _("{measure} is not computed"),
        "no_grade": _("there is no grade"),
        "grade_unknown": _("the bonus does not name the grade"),
        "no_team": _("no team is led on the last day"),
    }
    return said[why].format(measure=measure)


# Rows.


def _rows(
    staff: Staff, rep: str, figures: BonusFigures, before: BonusFigures | None, is_what_if: bool
) -> Iterator[Row]:
    """A rep's rows; beside a what-if also those that stand under the policy in force alone."""
    other = {(line.key, line.period, line.due_on): line for line in figures.of(rep)}
    now = {(line.key, line.period, line.due_on): line for line in before.of(rep)} if before else {}
    for place in dict.fromkeys([*other, *now]):
        line, in_force = other.get(place), now.get(place)
        shown = line or in_force
        if shown is None:
            continue
        yield {
            "rep": rep,
            "name": staff.by_code[rep].name,
            "key": shown.key,
            "title": shown.title,
            "evaluated": shown.period.name,
            "settle": shown.settle.value,
            **_figures(line),
            **(_what_if(line, in_force, before is not None) if is_what_if else {}),
        }


def _what_if(line: BonusLine | None, in_force: BonusLine | None, known: bool) -> Row:
    """Today's line, and what the other policy pays more; a line that a policy has not pays nothing under it."""
    more = (line.paid if line else 0) - (in_force.paid if in_force else 0)
    return {"in_force": _figures(in_force) if in_force else None, "difference": more if known else None}


def _figures(line: BonusLine | None) -> Row:
    return {
        "base": money.round_money(line.base) if line and line.base is not None else None,
        "coefficient": line.coefficient if line else None,
        "amount": line.amount if line else None,
        "pool": line.pool if line else None,
        "floor": line.floor if line else None,
        "paid": line.paid if line else None,
    }


def _columns(rows: Sequence[Row], is_what_if: bool) -> list[Column]:
    accrues = any(row["pool"] is not None for row in rows)
    settled = {"period": _("at once"), "year": _("by the year")}
    figures = (
        Column("base", pgettext("of a bonus", "Base"), "money"),
        Column("coefficient", _("Coefficient"), "ratio"),
        Column("amount", _("Amount"), "money"),
        Column("pool", _("Year's pool"), "money", shown=accrues),
        Column("floor", _("Floor"), "money", shown=False),
        Column("paid", _("Paid"), "money"),
    )
    columns = [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("key", _("Key"), shown=False),
        Column("title", _("Bonus")),
        Column("evaluated", _("For")),
        Column("settle", _("Settled"), shown=False, words=settled),
        *figures,
    ]
    if is_what_if:
        columns += [
            Column("in_force", _("In force"), "nested", inner=figures),
            Column("difference", _("Difference"), "money"),
        ]
    return columns
