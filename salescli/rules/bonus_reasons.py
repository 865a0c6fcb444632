"""Why a bonus is what it is, in words and numbers (figures.md §6, §10): made from the lines, only when asked."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from typing import Protocol

from salescli import money
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.policy.kinds import ByKind, Settle
from salescli.policy.model import Bonus
from salescli.policy.rows import Row, Rows
from salescli.rules.bonus import Axis, BonusLine
from salescli.rules.reasons import NumberKind, Reason

KINDS: dict[str, NumberKind] = {"money": "money", "count": "count", "percent": "percent", "number": "ratio"}
PLACES = 4  # of a ratio in a sentence


class Told(Protocol):
    """Tells why what a bonus looks at is what it is."""

    def axis(self, line: BonusLine, axis: Axis) -> Reason:
        """A measure, or its attainment; its result is the axis's value."""

    def grade(self, line: BonusLine) -> Reason:
        """The rep's grade."""


def of_all(lines: Sequence[BonusLine], title: str, told: Told) -> Reason:
    """All bonuses due to a rep in a period: those that settle at once and the pools; what accrues only tells."""
    pooled = {(one.key, one.period) for pool in lines for one in pool.pooled}
    steps = [_line(line, told) for line in lines if line.is_pool or (line.key, line.period) not in pooled]
    return Reason(
        title=title,
        definition=_("Σ of the bonuses that settle at once, and of the year's pool where it is due."),
        steps=steps,
        result=sum(line.paid for line in lines),
        how="sum",
    )


def of_key(lines: Sequence[BonusLine], title: str, told: Told) -> Reason:
    """The lines of one bonus of a rep in a period; without any line there is no value."""
    if not lines:
        return Reason(title, _("There is no line of it in the period."))
    pools = all(line.is_pool for line in lines)
    return Reason(
        title=title,
        definition=_("Σ of its amounts that fall due in the period."),
        steps=[_pool(line, told) if line.is_pool else _bonus(line, told, counts=True) for line in lines],
        result=sum((line.paid if pools else line.amount) or 0 for line in lines),
        how="sum",
    )


def _line(line: BonusLine, told: Told) -> Reason:
    if line.is_pool:
        return _pool(line, told)
    return _bonus(line, told, counts=line.settle is Settle.PERIOD)


def _pool(line: BonusLine, told: Told) -> Reason:
    title = _("Year's bonus pool {year}, paid in {month}").format(year=line.period.name, month=f"{line.due_on:%Y-%m}")
    accrued = [_bonus(one, told, counts=True) for one in line.pooled]
    total = Reason(_("What has accrued"), steps=accrued, result=line.pool, how="sum")
    definition = _("The bonuses that settle by the year, with their signs, paid once and never under the floor.")
    if line.floor is None:
        return Reason(title, definition, steps=[total], result=line.paid, how="sum")
    floor = Reason(_("The policy's floor"), policy=line.source, result=line.floor)
    return Reason(title, definition, line.source, steps=[total, floor], result=line.paid, how="most")


def _bonus(line: BonusLine, told: Told, *, counts: bool) -> Reason:
    assert line.bonus is not None  # a pool has its own words
    title = _("{title}, {period}: {base} × {coefficient}").format(
        title=line.title, period=line.period.name, base=_money(line.base), coefficient=_number(line.coefficient)
    )
    if line.settle is Settle.YEAR:
        title = _("{bonus} (settles by the year)").format(bonus=title)
    steps = [_base(line, line.bonus, told), _coefficient(line, line.bonus, told)]
    definition = _("base × coefficient, rounded once; for who has the post on {day}").format(
        day=line.due_on.isoformat()
    )
    return Reason(title, definition, line.source, (), steps, line.amount, how="product", rounded=True, counts=counts)


def _base(line: BonusLine, bonus: Bonus, told: Told) -> Reason:
    if bonus.share_of is not None:
        return told.axis(line, line.looks.axes[0])
    return Reason(_("The policy's base"), policy=line.source, result=line.base)


def _coefficient(line: BonusLine, bonus: Bonus, told: Told) -> Reason:
    axes = line.looks.axes
    if bonus.share_of is not None:
        return Reason(_("The policy's rate"), policy=line.source, result=line.coefficient, kind="rate")
    if bonus.grades:
        title = _("Grade {grade}: {coefficient}").format(grade=line.looks.grade, coefficient=_number(line.coefficient))
        steps = [told.grade(line)]
        return Reason(title, policy=line.source, steps=steps, result=line.coefficient, kind="ratio")
    if bonus.two_way is not None:
        return _two_way(line, bonus, told)
    if not axes:
        return Reason(_("A fixed sum"), policy=line.source, result=Fraction(1), kind="ratio")
    if bonus.linear:
        return _linear(line, bonus.table, axes[0], told)
    row = bonus.table.rows[max(0, bonus.table.index(_value(axes[0])))]
    title = _("{value} meets the row {row}: {coefficient}").format(
        value=_said(axes[0]), row=_row(row, axes[0]), coefficient=_number(row.value)
    )
    return Reason(title, policy=line.source, steps=[told.axis(line, axes[0])], result=line.coefficient, kind="ratio")


def _two_way(line: BonusLine, bonus: Bonus, told: Told) -> Reason:
    assert bonus.two_way is not None
    grid, (down, across) = bonus.two_way, line.looks.axes
    row = max([bound for bound in grid.rows if bound <= _value(down)], default=grid.rows[0])
    column = max([bound for bound in grid.columns if bound <= _value(across)], default=grid.columns[0])
    title = _("{down} meets the row from {row}, {across} the column from {column}: {coefficient}").format(
        down=_said(down),
        row=_bound(row, down),
        across=_said(across),
        column=_bound(column, across),
        coefficient=_number(line.coefficient),
    )
    steps = [told.axis(line, down), told.axis(line, across)]
    return Reason(title, policy=line.source, steps=steps, result=line.coefficient, kind="ratio")


def _linear(line: BonusLine, points: Rows[Decimal], axis: Axis, told: Told) -> Reason:
    """The straight line between the points on both sides; outside them the end's coefficient as it stands."""
    at = points.index(_value(axis))
    if at < 0 or at == len(points.rows) - 1:
        end = points.rows[max(at, 0)]
        title = _("{value} lies beyond the point {point}, which holds: {coefficient}").format(
            value=_said(axis), point=_bound(end.bound, axis), coefficient=_number(end.value)
        )
        return Reason(title, policy=line.source, steps=[told.axis(line, axis)], result=line.coefficient, kind="ratio")
    left, right = points.rows[at], points.rows[at + 1]
    part = _part(left, right, line, axis, told)
    rise = _between(
        _("From coefficient to coefficient"), _stated(right.value, line.source), _stated(left.value, line.source)
    )
    gone = Fraction(part.result or 0) * Fraction(rise.result or 0)
    climbed = Reason(_("What of it is gone"), steps=[part, rise], result=gone, kind="ratio", how="product")
    title = _("{value} lies between the points {left} and {right}, on a straight line").format(
        value=_said(axis), left=_bound(left.bound, axis), right=_bound(right.bound, axis)
    )
    start = _stated(left.value, line.source)
    return Reason(title, policy=line.source, steps=[start, climbed], result=line.coefficient, kind="ratio", how="sum")


def _part(left: Row[Decimal], right: Row[Decimal], line: BonusLine, axis: Axis, told: Told) -> Reason:
    kind, source = _kind(axis), line.source
    low = Reason(_("The point below"), policy=source, result=Fraction(left.bound), kind=kind)
    high = Reason(_("The point above"), policy=source, result=Fraction(right.bound), kind=kind)
    above = _between(_("Above the point below"), told.axis(line, axis), low)
    whole = _between(_("From point to point"), high, low)
    result = Fraction(above.result or 0) / Fraction(whole.result or 1)
    return Reason(_("How far between the points"), steps=[above, whole], result=result, kind="ratio", how="quotient")


def _between(title: str, high: Reason, low: Reason) -> Reason:
    result = Fraction(high.result or 0) - Fraction(low.result or 0)
    return Reason(title, steps=[high, low], result=result, kind=high.kind, how="difference")


def _stated(coefficient: Decimal, source: str) -> Reason:
    return Reason(_("The policy's coefficient"), policy=source, result=Fraction(coefficient), kind="ratio")


# How numbers read.


def _value(axis: Axis) -> Fraction:
    return axis.value if axis.value is not None else Fraction(0)


def _measure_kind(axis: Axis) -> NumberKind:
    return KINDS[MEASURE_WORDS[MeasureKey(axis.measure)].written]


def _kind(axis: Axis) -> NumberKind:
    return "percent" if axis.by is not None and axis.by.kind is ByKind.ATTAINMENT else _measure_kind(axis)


def _said(axis: Axis) -> str:
    return _written(_value(axis), _kind(axis))


def _bound(bound: Decimal, axis: Axis) -> str:
    return _written(Fraction(bound), _kind(axis))


def _written(value: Fraction, kind: NumberKind) -> str:
    if kind == "money":
        return _money(value)
    return f"{_number(value * 100)} %" if kind == "percent" else _number(value)


def _row(row: Row[Decimal], axis: Axis) -> str:
    bound = _bound(row.bound, axis)
    return _("above {bound}").format(bound=bound) if row.above else _("from {bound}").format(bound=bound)


def _money(value: Fraction | None) -> str:
    return money.money_text(money.round_money(value or 0), grouped=True)


def _number(value: Fraction | Decimal | None) -> str:
    text = f"{money.round_decimal(value or 0, PLACES):f}"
    return text.rstrip("0").rstrip(".")
