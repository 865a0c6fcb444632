"""The lines of one rep's pay, in words (figures.md §6): made from what was reckoned, only for who asks; no figure is made here."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext

from salescli import money, period
from salescli.period import Period
from salescli.reports import fact_words
from salescli.reports.measured import kind_of, title_of
from salescli.reports.paid import Paid, Settlement
from salescli.reports.report import Kind
from salescli.reports.settled import Due
from salescli.reports.trued_up import Move, TrueUp, moves_of
from salescli.rules import base_pay_reasons as base_words
from salescli.rules.base_pay import BaseMonth
from salescli.rules.bonus import Axis, BonusLine
from salescli.rules.commission.walk import Earned
from salescli.rules.draw import DrawMonth
from salescli.rules.pay import PARTS, Part, Pay, PayLine
from salescli.rules.penalties import PenaltyLine
from salescli.terms import Basis

SEPARATOR = " · "


def lines(due: Due, rep: str) -> Sequence[PayLine]:
    """Every line of a rep's pay, part by part; they sum to the total, and a part without value has none."""
    open = [line for part, of in _OF.items() for run in due.open for line in of(run, rep)]
    found = [*_kept(due, rep), *open, *_true_ups(due, rep)]
    return sorted(found, key=lambda line: PARTS.index(line.part))


def title(part: Part) -> str:
    """What a part of the pay is called."""
    return {
        "base": pgettext("pay", "Base"),
        "bonus": _("Bonuses"),
        "commission": _("Commission"),
        "draw": _("Draw"),
        "penalty": _("Penalties"),
        "true_up": _("True-ups"),
    }[part]


# Base.


def _base(paid: Paid, rep: str) -> Iterator[PayLine]:
    for month in paid.bases.get(rep, ()):
        if month.amount is not None:
            yield _of_month(month, month.amount)


def _of_month(month: BaseMonth, amount: int) -> PayLine:
    one = month.pieces[0] if len(month.pieces) == 1 else None
    label, rule = _source(month.policy or (one.policy if one else ""))
    return PayLine(
        part="base",
        key=month.month.name,
        title=pgettext("pay", "Base"),
        over=month.month.name,
        amount=amount,
        rule=rule or _("own base"),
        policy=label,
        basis=one.base if one else None,
        rate=one.days / month.divisor if one and month.by else None,
        words=_base_words(month),
    )


def _base_words(month: BaseMonth) -> str:
    if month.by is None:
        return base_words.said(month.pieces[0])
    by = month.by
    pieces = [
        _("{span}: {base} × {days}").format(
            span=base_words.span(piece), base=base_words.said(piece), days=base_words.days(by, piece.days)
        )
        for piece in month.pieces
    ]
    divisor = f"{money.round_decimal(month.divisor, 2):f}".removesuffix(".00")
    return f"{SEPARATOR.join(pieces)} ÷ {divisor}"


# Bonuses.


def _bonus(paid: Paid, rep: str) -> Iterator[PayLine]:
    for line in paid.bonuses.of(rep):
        label, rule = _source(line.source)
        yield PayLine(
            part="bonus",
            key=line.key,
            title=line.title,
            over=line.period.name,
            amount=line.paid,
            rule=rule or f"bonus[{line.key}]",
            policy=label or _label(paid, line.period),
            basis=money.round_money(line.base) if line.base is not None else None,
            rate=line.coefficient,
            facts=line.facts,
            words=_bonus_words(line, paid.view.lang),
        )


def _bonus_words(line: BonusLine, lang: str) -> str:
    if line.is_pool:
        said = _("the pool of {count} bonuses of the year is {pool}").format(
            count=len(line.pooled), pool=money.money_text(line.pool or 0, grouped=True)
        )
        floor = _("it pays no less than {floor}")
        return (
            said if line.floor is None else f"{said} · {floor.format(floor=money.money_text(line.floor, grouped=True))}"
        )
    if line.pool is None:
        return _looked_at(line, lang)
    accrues = _("{amount} accrues to the year's pool, which is {pool} with it").format(
        amount=money.money_text(line.amount or 0, grouped=True), pool=money.money_text(line.pool, grouped=True)
    )
    return SEPARATOR.join(filter(None, [_looked_at(line, lang), accrues]))


def _looked_at(line: BonusLine, lang: str) -> str:
    """What the bonus looked at, with its figures: the axes of its grid, or the grade."""
    said = [_axis(axis, lang) for axis in line.looks.axes]
    if line.looks.grade is not None:
        said.append(_("grade {grade}").format(grade=line.looks.grade))
    return SEPARATOR.join(said)


def _axis(axis: Axis, lang: str) -> str:
    name, kind = title_of(axis.measure, lang), kind_of(axis.measure)
    if axis.target is None:
        return f"{name} {_number(axis.value, kind)}"
    return _("{measure} {actual} of {target}: {attainment}").format(
        measure=name,
        actual=_number(axis.tally.value if axis.tally else None, kind),
        target=_number(axis.target, kind),
        attainment=_number(axis.value, "percent"),
    )


def _number(value: Fraction | None, kind: Kind) -> str:
    """A figure of a measure in a sentence."""
    if value is None:
        return "—"
    if kind == "money":
        return money.money_text(money.round_money(value), grouped=True)
    if kind == "percent":
        return f"{money.round_decimal(value * 100, 1):,}%"
    text = f"{money.round_decimal(value, 2):,f}"
    return text.rstrip("0").rstrip(".")


# Commission.


def _commission(paid: Paid, rep: str) -> Iterator[PayLine]:
    for one in paid.commission.of(rep):
        if one.commission is not None:
            yield _of_plan(paid, one, one.base or 0, one.commission)


def _of_plan(paid: Paid, earned: Earned, basis: int, amount: int) -> PayLine:
    facts = [line.fact for line in earned.lines if line.fact]
    said = ngettext("{count} fact of money", "{count} facts of money", len(facts)).format(count=len(facts))
    sources = list(dict.fromkeys(_source(line.terms.source)[0] for line in earned.lines))
    signed = any(line.terms.basis is Basis.SIGNED for line in earned.lines)
    return PayLine(
        part="commission",
        key=earned.plan,
        title=_plan_title(paid, earned.plan),
        over=paid.period.name,
        amount=amount,
        rule=f"commission[{earned.plan}]",
        policy="; ".join(sources) or _label(paid, paid.period),
        basis=basis,
        rate=Fraction(amount, basis) if basis else None,
        facts=[fact.id for fact in facts],
        words=(_("{facts}, on what was signed") if signed else _("{facts}, on what was collected")).format(facts=said),
    )


def _plan_title(paid: Paid, key: str) -> str:
    """What the latest policy in force in the period that has the plan calls it."""
    for piece in reversed(paid.view.versions.between(paid.period.start, paid.period.end)):
        for plan in piece.version.policy.commission_plans:
            if plan.key == key:
                return plan.title.text(paid.view.lang)
    return key


# Penalties.


def _penalty(paid: Paid, rep: str) -> Iterator[PayLine]:
    for line in paid.penalties.of(rep):
        label, rule = _source(line.source)
        yield PayLine(
            part="penalty",
            key=line.key,
            title=line.title,
            over=line.happened_on.isoformat(),
            amount=-line.amount,
            rule=rule,
            policy=label,
            facts=[line.fact],
            words=_penalty_words(line),
        )


def _penalty_words(line: PenaltyLine) -> str:
    days = sum(charge.days for charge in line.charges)
    said = [line.lapse.what]
    if days > 1:
        said.append(ngettext("{count} day", "{count} days", days).format(count=days))
    if line.waiver:
        waived = _("{amount} waived by {who}: {why}")
        amount = money.money_text(line.imposed, grouped=True)
        said.append(waived.format(amount=amount, who=line.waiver.who, why=line.waiver.why))
    return SEPARATOR.join(said)


# Draws.


def _draw(paid: Paid, rep: str) -> Iterator[PayLine]:
    for month in paid.draws.get(rep, ()):
        label, rule = _source(month.source)
        yield PayLine(
            part="draw",
            key=month.month.name,
            title=_("Draw"),
            over=month.month.name,
            amount=month.change,
            rule=rule or "draw",
            policy=label or _label(paid, month.month),
            words=SEPARATOR.join(filter(None, [_draw_words(month), month.note])),
        )
    for one in paid.settlements(rep):
        yield _settlement(paid, one)


def _draw_words(month: DrawMonth) -> str:
    """What was earned, advanced, recovered and paid, and what is owed after it."""
    said = _("earned {earned}, draw {draw}, recovered {recovered}: paid {paid}, owed after it {owed}")
    amounts = {
        "earned": month.earned,
        "draw": month.draw or 0,
        "recovered": month.recovered,
        "paid": month.paid,
        "owed": month.owed,
    }
    return said.format(**{key: money.money_text(amount, grouped=True) for key, amount in amounts.items()})


def _settlement(paid: Paid, one: Settlement) -> PayLine:
    label, rule = _source(one.month.source)
    said = _("{owed} of the draw was open; what is owed still is {rest}").format(
        owed=money.money_text(one.month.owed, grouped=True),
        rest=money.money_text(one.month.owed - one.taken, grouped=True),
    )
    return PayLine(
        part="draw",
        key="open",
        title=_("Open draw, off the last payslip"),
        over=one.month.month.name,
        amount=-one.taken,
        rule=rule or "draw",
        policy=label or _label(paid, one.month.month),
        basis=one.month.owed,
        words=said,
    )


# Closed months, and what later facts change of them.


def _kept(due: Due, rep: str) -> Iterator[PayLine]:
    """What the statements of closed months say, part by part; their own lines stand on their payslips."""
    for month, kept in due.kept.items():
        for part in PARTS:
            amount = kept[rep][part] if rep in kept else None
            if amount:
                yield PayLine(
                    part=part,
                    key=month.name,
                    title=title(part),
                    over=month.name,
                    amount=-amount if part == "penalty" else amount,
                    rule=_("statement"),
                    words=_("as closed; `salescli pay --period {month}` has the lines").format(month=month.name),
                )


def _true_ups(due: Due, rep: str) -> Iterator[PayLine]:
    for one in due.true_ups:
        for move in moves_of(due.view, one, rep) if rep in one.of else ():
            yield PayLine(
                part="true_up",
                key=one.name,
                title=_("True-up of {period}").format(period=one.name),
                over=one.name,
                amount=move.amount,
                rule=_("statement"),
                facts=move.facts,
                words=why_moved(due, one, move),
            )


def why_moved(due: Due, one: TrueUp, move: Move) -> str:
    """Which fact came after the closing, and what of the pay it changed."""
    closed = {"period": one.name, "closed": one.closing.closed_on.isoformat()}
    if not move.facts:
        said = _("no single late fact: what was known when {period} was closed on {closed} counts otherwise now")
        return said.format(**closed)
    stored = due.view.ledger.stored(move.facts[0])
    said = _("{fact}, entered on {day} by {who} after {period} was closed on {closed}: {parts}")
    if one.was_there(move.facts[0]):
        said = _("{fact}, entered on {day} by {who} for a day after {period} was closed on {closed}: {parts}")
    return said.format(
        fact=fact_words.fact(due.view, move.facts[0], with_parts=move.facts[1:]),
        day=period.instant_day(stored.recorded_at, due.view.ledger.zone).isoformat(),
        who=money.echo(stored.recorded_by),
        parts=changed(move.change),
        **closed,
    )


def changed(change: Pay) -> str:
    """What of the pay moved, with its sign."""
    amounts = {part: -change.penalty if part == "penalty" else getattr(change, part) for part in PARTS}
    moved = [(part, amount) for part, amount in amounts.items() if amount]
    signs = {True: "+", False: "−"}
    return ", ".join(
        f"{title(part)} {signs[amount > 0]}{money.money_text(abs(amount), grouped=True)}" for part, amount in moved
    )


_OF: dict[Part, Callable[[Paid, str], Iterator[PayLine]]] = {
    "base": _base,
    "bonus": _bonus,
    "commission": _commission,
    "draw": _draw,
    "penalty": _penalty,
}


# The policy.


def _source(text: str) -> tuple[str, str]:
    """A policy's version and the key in it, of a source as people name it."""
    label, _separator, rule = text.rpartition(SEPARATOR)
    return label, rule


def _label(paid: Paid, period: Period) -> str:
    running = paid.view.versions.between(period.start, period.end)
    return "; ".join(dict.fromkeys(piece.version.label for piece in running))
