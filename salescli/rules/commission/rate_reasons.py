"""Why a rate is what it is: the row of a table and what reached it, an attainment, days, a preset, a product (figures.md §5)."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext

from salescli.rules.commission.accounts import Line
from salescli.rules.commission.attaining import Attained, Attaining, Gain, tallied
from salescli.rules.commission.book import Entry, Page
from salescli.rules.commission.part_reasons import named_part
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.sharing import Piece
from salescli.rules.commission.windows import window_before, window_period
from salescli.rules.commission.words import amount, day_text, percent, plain
from salescli.rules.rates import AMOUNT, DAYS, DUE, Level, RateTable
from salescli.rules.reasons import Evidence, Number, NumberKind, Reason


def source(table: RateTable, terms: Terms) -> str:
    """The policy that a table is of, where it is not the one whose terms the window has."""
    return "" if table is terms.table else table.source


def of_piece(line: Line, piece: Piece) -> Reason:
    """The rate of a part that has one of its own."""
    assert piece.rate is not None and line.table is not None and line.fact is not None  # such a part has all three
    rate = percent(piece.rate)
    match piece.why:
        case "preset":
            title = _("Preset on the opportunity: {rate}").format(rate=rate)
        case "absent":
            title = _("The plan was not in force on the day that gives the rate: {rate}").format(rate=rate)
        case "days":
            title = _of_days(line.table, (line.fact.happened_on - line.fact.signed_on).days, piece.rate, None)
        case "due":
            title = _of_days(line.table, piece.span.days, piece.rate, piece.span.due_on)
        case product:
            title = _("Product {product}: {rate}").format(product=product, rate=rate)
    policy = "" if piece.why in ("preset", "absent") else source(line.table, line.terms)
    return Reason(title, policy=policy, result=piece.rate, kind="rate")


def _of_days(table: RateTable, days: int, rate: Fraction, due_on: date | None) -> str:
    row = table.rows.row(days) or (table.rows.rows[0] if table.rows else None)
    bound = _("no row") if row is None else _row_words(table, row.bound, row.above)
    said = ngettext("{days} day after signing", "{days} days after signing", days)
    if due_on is not None:
        said = ngettext("{days} day after falling due on {day}", "{days} days after falling due on {day}", days)
    said = said.format(days=days, day=day_text(due_on) if due_on else "")
    return _("{row}: {rate} ({reached})").format(row=bound, rate=percent(rate), reached=said)


def of_tier(page: Page, table: RateTable, level: Level, steps: Sequence[Reason] = ()) -> Reason:
    """The rate of a table at the tier reached, with the reasons of what reached it."""
    rate = table.tier(level)
    title = _("{row}: {rate} ({reached})").format(
        row=_row(table, level), rate=percent(rate), reached=_reached(page, table, level)
    )
    return Reason(title, policy=source(table, page.sum.terms), steps=steps, result=rate, kind="rate")


def of_slice(table: RateTable, terms: Terms, start: Number, rate: Fraction) -> Reason:
    """The rate of a slice that begins at an amount."""
    title = _("{row}: {rate}").format(row=_row(table, _inside(table, start)), rate=percent(rate))
    return Reason(title, policy=source(table, terms), result=rate, kind="rate")


def _inside(table: RateTable, start: Number) -> Fraction:
    """An amount just above a slice's start, where its row surely counts."""
    size = abs(Fraction(start))
    above = [Fraction(bound) for bound in table.rows.breakpoints if bound > size]
    return (size + above[0]) / 2 if above else size + 1


def _row(table: RateTable, level: Level) -> str:
    row = table.row(level)
    return _("under the first row") if row is None else _row_words(table, row.bound, row.above)


def _row_words(table: RateTable, bound: object, above: bool) -> str:
    value = Fraction(str(bound))
    written = {AMOUNT: amount, DAYS: plain, DUE: plain}.get(table.by, percent)(value)
    return (_("row above {bound}") if above else _("row from {bound}")).format(bound=written)


def _reached(page: Page, table: RateTable, level: Level) -> str:
    if level is None:
        return _("the rep's first window") if table.of_previous else _("no attainment: the first row counts")
    said = _("B = {level}") if table.by == AMOUNT else _("attainment {level}")
    frozen_on = page.sum.before(table.by).frozen_on if table.of_previous else None
    if frozen_on is not None:
        said = _("the window before, as closed on {day}: B = {level}")
        if table.by != AMOUNT:
            said = _("the window before, as closed on {day}: attainment {level}")
    elif table.of_previous:
        said = _("the window before: B = {level}") if table.by == AMOUNT else _("the window before: attainment {level}")
    day = frozen_on.isoformat() if frozen_on else ""
    return said.format(level=amount(level) if table.by == AMOUNT else percent(level), day=day)


# What reached a tier.


def level_steps(page: Page, table: RateTable, earlier: Iterable[Line], end: date) -> Sequence[Reason]:
    """What picks the tier, reckoned whole: B as the sum of the parts, or the measure against its target."""
    level = page.sum.level(table)
    if level is None:
        return ()
    if table.by != AMOUNT:
        attained = page.attained.get(table.by)
        return () if table.of_previous or attained is None else (attainment(attained, end),)
    if not table.of_previous:
        return (_b(_("B, the sum of the parts that meet the table"), page.entries, level),)
    if page.sum.before(table.by).frozen_on is not None:
        return ()  # as it was closed: the statement says it, what the facts come to now does not
    before = window_before(page.sum.key)
    lines = [line for line in earlier if line.window == before]
    entries = [Entry(line, piece, table) for line in lines for piece in line.pieces]
    period = window_period(before) if before else None
    return (_b(_("B of {window}").format(window=period.name if period else ""), entries, level),)


def _b(title: str, entries: Iterable[Entry], level: Level) -> Reason:
    steps = [named_part(entry.line, entry.piece) for entry in entries if entry.piece.rate is None]
    return Reason(title, steps=steps, result=level, how="sum", counts=False)


def attainment(attained: Attained, end: date | None = None) -> Reason:
    """An attainment: the measure ÷ its target; up to a day (`end`, exclusive) with every gain, else as it stands."""
    attaining, value = attained.attaining, attained.value
    assert attaining.measure is not None and attaining.target is not None  # else there is no attainment
    tally = None
    if end is not None:
        tally = tallied(attaining, [gain for gain in attaining.gains if gain.happened_on < end])
        value = attaining.attainment(tally)
    above = attained.numerator if tally is None else tally.numerator
    below = attained.denominator if tally is None else tally.denominator
    kind: NumberKind = "money" if attaining.measure.unit == "money" else "count"
    actual = _actual(attaining, above, below, kind, end)
    target = _target(attaining, kind if attaining.measure.is_sum else "ratio")
    title = _("Attainment of {measure} of {whose}").format(measure=attaining.measure.key, whose=attaining.whose)
    if attaining.target == 0:
        return Reason(title, steps=[actual, target], result=value, kind="percent", counts=False)
    ratio = Fraction(actual.result or 0) / attaining.target
    if not attaining.measure.less_is_better:
        return Reason(title, steps=[actual, target], result=ratio, kind="percent", how="quotient", counts=False)
    quotient = Reason(_("Actual ÷ target"), steps=[actual, target], result=ratio, kind="percent", how="quotient")
    less = Reason(_("2 less that, as less is better"), steps=[_number(Fraction(2)), quotient], result=2 - ratio,
                  kind="percent", how="difference")  # fmt: skip
    return Reason(
        title, steps=[_number(Fraction(0)), less], result=max(Fraction(0), 2 - ratio), kind="percent", how="most",
        counts=False,
    )  # fmt: skip


def _number(value: Fraction) -> Reason:
    return Reason(plain(value), result=value, kind="ratio")


def _actual(attaining: Attaining, above: Fraction, below: Fraction, kind: NumberKind, end: date | None) -> Reason:
    assert attaining.measure is not None
    definition = attaining.measure.definition()
    if attaining.measure.unit not in ("money", "count"):
        steps = [
            Reason(_("above the line"), result=above, kind="count"),
            Reason(_("below it"), result=below, kind="count"),
        ]
        return Reason(_("Actual"), definition, steps=steps, result=above / below, kind="ratio", how="quotient")
    if end is None:
        return Reason(_("Actual so far"), result=above, kind=kind)
    gains = [gain for gain in attaining.gains if gain.happened_on < end]
    last_anew = max((at for at, gain in enumerate(gains) if gain.anew), default=0)
    steps = [_gain(gain, kind) for gain in gains[last_anew:]]
    return Reason(_("Actual"), definition, steps=steps, result=above, kind=kind, how="sum")


def _gain(gain: Gain, kind: NumberKind) -> Reason:
    value = Fraction(sum(part.numerator for part in gain.parts))
    ids = dict.fromkeys(part.fact for part in gain.parts if part.fact is not None)
    facts = [Evidence(id, _("Fact of the measure"), gain.happened_on) for id in ids]
    written = amount(value) if kind == "money" else plain(value)
    return Reason(_("{day}: {value}").format(day=day_text(gain.happened_on), value=written), facts=facts, result=value,
                  kind=kind)  # fmt: skip


def _target(attaining: Attaining, kind: NumberKind) -> Reason:
    assert attaining.target is not None
    written = amount(attaining.target) if kind == "money" else plain(attaining.target)
    title = _("Target of the whole window: {target}").format(target=written)
    return Reason(title, result=attaining.target, kind=kind)
