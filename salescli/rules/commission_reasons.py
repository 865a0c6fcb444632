"""Why a commission is what it is, in words and numbers (figures.md §5, §10): made from the lines, only when asked."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.facts.credited import MoneyFact
from salescli.rules.commission import Line, Piece, WindowKey
from salescli.rules.commission_plan import Terms
from salescli.rules.commission_walk import Earned
from salescli.rules.reasons import Evidence, Reason
from salescli.terms import Mode, Refund, Window

Exact = int | Fraction
Shares = Callable[[MoneyFact, Terms, str], Fraction]
"""A rep's percentage of a fact under a plan's terms."""


def reason(earned: Sequence[Earned], title: str, shares: Shares) -> Reason:
    """The tree of one rep's commission of a period: its plans, their windows, and each line that changed them."""
    plans = [_of_plan(one, shares) for one in earned]
    known = [plan.result for plan in plans if plan.result is not None]
    return Reason(
        title=title,
        definition=_("Σ over the plans of C(end) − C(start) of every window that the period touches."),
        steps=plans,
        result=sum(known) if len(known) == len(plans) else None,
        how="sum",
    )


def _of_plan(earned: Earned, shares: Shares) -> Reason:
    title = _("Plan {plan}").format(plan=earned.plan)
    if earned.missing:
        notes = [note for terms in earned.missing if (note := terms.uncomputed_note())]
        return Reason(title, definition=" ".join(notes), policy="; ".join(terms.source for terms in earned.missing))
    windows: dict[WindowKey, list[Line]] = {}
    for line in earned.lines:
        windows.setdefault(line.window, []).append(line)
    steps = [
        _of_window(lines, [e for e in earned.earlier if e.window == key], shares) for key, lines in windows.items()
    ]
    policy = "; ".join(dict.fromkeys(line.terms.source for line in earned.lines))
    return Reason(title, policy=policy, steps=steps, result=earned.commission, how="sum")


def _of_window(lines: Sequence[Line], earlier: Sequence[Line], shares: Shares) -> Reason:
    first, last = lines[0], lines[-1]
    return Reason(
        title=_("Window {window}: C goes from {before} to {after}").format(
            window=_window(first), before=_exact(first.before), after=_exact(last.after)
        ),
        definition=_definition(first.terms),
        policy=first.terms.source,
        steps=[*_earlier(first, earlier), *(_of_line(line, shares) for line in lines)],
        result=sum(line.commission for line in lines),
        how="sum",
    )


def _earlier(first: Line, lines: Sequence[Line]) -> Iterable[Reason]:
    """Where C stood when the period began: part of no sum, as only what comes after it is the period's."""
    if lines:
        title = _("Before the period the window came to C = {before}").format(before=_exact(first.before))
        yield Reason(title, steps=[_brief(line, line.fact) for line in lines if line.fact], counts=False)


def _brief(line: Line, fact: MoneyFact) -> Reason:
    return Reason(_title(fact, line.base), facts=(_evidence(fact),), result=line.commission)


def _definition(terms: Terms) -> str:
    mode = (
        _("T = Σ over each part's slice of B, at the slice's own rate")
        if terms.mode is Mode.SPLIT
        else _("T = Σ part × its table's rate at B, the sum of the window")
    )
    refund = (
        _("a refund r on a contract with n collected takes back r ÷ n of everything that stands on it")
        if terms.refund is Refund.EXACT
        else _("a refund is a negative part on its day")
    )
    sentence = _("C = T + P − G; {mode}; P: parts with a rate of their own; {refund}.")
    if terms.cap is not None:
        sentence = _("C = min({cap}, T + P − G); {mode}; P: parts with a rate of their own; {refund}.")
    return sentence.format(mode=mode, refund=refund, cap=money.money_text(terms.cap or 0, grouped=True))


def _of_line(line: Line, shares: Shares) -> Reason:
    if line.fact is None:
        title = _("Floor {floor} on {day}: {missing} were missing").format(
            floor=_exact(line.after), day=line.happened_on.isoformat(), missing=_exact(line.after - line.before)
        )
        return Reason(title, policy=line.terms.source, result=line.commission)
    steps = [_part(line, line.fact, shares), *_rates(line), _change(line)]
    return Reason(
        title=_title(line.fact, line.base),
        policy=line.table.source if line.table else line.terms.source,
        facts=(_evidence(line.fact),),
        steps=steps,
        result=line.commission,
    )


def _evidence(fact: MoneyFact) -> Evidence:
    return Evidence(fact.id, _what(fact), fact.happened_on, fact.signed_amount)


def _title(fact: MoneyFact, base: int) -> str:
    return _("{what} of {amount} on {day}, contract {contract}: the part is {part}").format(
        what=_what(fact),
        amount=money.money_text(fact.amount, grouped=True),
        day=fact.happened_on.isoformat(),
        contract=fact.contract,
        part=money.money_text(base, grouped=True),
    )


def _what(fact: MoneyFact) -> str:
    return {"payment": _("Receipt"), "refund": _("Refund"), "signed": _("Contract")}[fact.kind]


def _part(line: Line, fact: MoneyFact, shares: Shares) -> Reason:
    percent = shares(fact, line.terms, line.rep)
    title = _("Part: {percent} % of {amount}, after {before} on the contract, shared cumulatively").format(
        percent=_plain(percent),
        amount=money.money_text(fact.signed_amount, grouped=True),
        before=money.money_text(fact.before, grouped=True),
    )
    if line.terms.of_team:
        title = _("Part of the teams led: {amount}").format(amount=money.money_text(line.base, grouped=True))
    return Reason(title, result=line.base)


def _rates(line: Line) -> Iterable[Reason]:
    if line.taken is not None and line.fact is not None:
        yield from _taken(line, line.fact, line.taken)
        return
    for piece in line.pieces:
        yield _piece(line, piece)


def _taken(line: Line, fact: MoneyFact, part: Fraction) -> Iterable[Reason]:
    sides = (
        (line.here, _("T + P: {refund} ÷ {collected} of the {standing} that stands on the contract in this window")),
        (line.back, _("G: {refund} ÷ {collected} of the {standing} that stands on it from earlier windows")),
    )
    for amount, sentence in sides:
        title = sentence.format(
            refund=money.money_text(fact.amount, grouped=True),
            collected=money.money_text(fact.before, grouped=True),
            standing=_exact(amount / part if part else 0),
        )
        yield Reason(title, result=-money.round_money(amount))


def _piece(line: Line, piece: Piece) -> Reason:
    amount = money.money_text(piece.amount, grouped=True)
    if piece.rate is not None:
        title = _("P: {amount} × {rate} ({why})").format(amount=amount, rate=_percent(piece.rate), why=_why(piece))
        return Reason(title, result=money.round_money(piece.amount * piece.rate))
    assert line.table is not None  # what meets the ladder has one
    if line.terms.mode is Mode.SPLIT:
        before = line.reached - piece.amount
        paid = line.table.paid(line.reached) - line.table.paid(before)
        title = _("T: the slice of B from {before} to {after}").format(
            before=money.money_text(before, grouped=True), after=money.money_text(line.reached, grouped=True)
        )
        return Reason(title, policy=line.table.source, result=money.round_money(paid))
    rate = line.table.rate(line.reached)
    title = _("T: {amount} × {rate}, the tier of B = {reached}").format(
        amount=amount, rate=_percent(rate), reached=money.money_text(line.reached, grouped=True)
    )
    return Reason(title, policy=line.table.source, result=money.round_money(piece.amount * rate))


def _why(piece: Piece) -> str:
    words = {
        "preset": _("preset on the opportunity"),
        "days": _("by the days from signing"),
        "absent": _("the plan was not in force on the day that gives the rate"),
    }
    return words.get(piece.why, _("product {product}").format(product=piece.why))


def _change(line: Line) -> Reason:
    title = _(
        "C after it {after} less C before it {before}, each rounded; of this, earlier money at a new tier: {lift}"
    ).format(after=_exact(line.after), before=_exact(line.before), lift=money.money_text(line.lift, grouped=True))
    return Reason(title, result=line.commission)


def _window(line: Line) -> str:
    kind, start, _id = line.window
    if kind in (Window.RECEIPT, Window.CONTRACT) and line.fact is not None:
        return _("contract {contract}").format(contract=line.fact.contract) if kind is Window.CONTRACT else str(start)
    return _calendar(kind, start)


def _calendar(kind: Window, start: date) -> str:
    from salescli.period import period_of
    from salescli.terms import PeriodKind

    return period_of(PeriodKind(kind.value), start).name


def _exact(amount: Exact) -> str:
    """An amount of commission as it counts: rounded to the minor unit."""
    return money.money_text(money.round_money(amount), grouped=True)


def _percent(rate: Fraction) -> str:
    return f"{_plain(rate * 100)} %"


def _plain(number: Fraction) -> str:
    text = f"{money.round_decimal(number, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
