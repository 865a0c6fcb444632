"""Why a rep's part of a fact is what it is: shares of the contract's money, cumulatively, and its spread over the contract's lines."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.facts.credited import LineWeight, MoneyFact
from salescli.rules import credit
from salescli.rules.commission.accounts import Line
from salescli.rules.commission.setting import Setting
from salescli.rules.commission.sharing import (
    Piece,
    Span,
    holders_of,
    lines_of,
    own_product,
    shares_of,
    whole,
)
from salescli.rules.commission.words import amount, evidence, fact_title, percent
from salescli.rules.reasons import Reason


def part(setting: Setting, line: Line) -> Reason:
    """A line's part of its fact."""
    assert line.fact is not None  # a line with a part has a fact
    spans = list(dict.fromkeys(piece.span for piece in line.pieces)) or [whole(line.fact)]
    found = [_of_span(setting, line, line.fact, span) for span in spans]
    if len(found) == 1:
        return found[0]
    return Reason(_("The part: {part}").format(part=amount(line.base)), steps=found, result=line.base, how="sum")


def piece_amount(setting: Setting, line: Line, piece: Piece) -> Reason:
    """A piece's money: the part, or what of it falls on the lines that share its source of rate."""
    assert line.fact is not None and line.table is not None  # a line with pieces has both
    whole_part = _of_span(setting, line, line.fact, piece.span)
    lines = () if piece.why in ("preset", "absent") else lines_of(setting, line.fact, line.table)
    if not lines:
        return whole_part
    mine = piece.why if piece.why in line.table.products else None
    places = [at for at, one in enumerate(lines) if own_product(one, line.table) == mine]
    steps = [_of_line(lines, at, piece) for at in places]
    title = _("Spread over the contract's lines by amount: {amount}").format(amount=amount(piece.amount))
    return Reason(title, steps=[*steps, telling(whole_part)], result=piece.amount, how="sum")


def _of_span(setting: Setting, line: Line, fact: MoneyFact, span: Span) -> Reason:
    shares = shares_of(setting, fact, line.terms)
    codes = holders_of(setting, fact, line.terms, shares).get(line.rep, ())
    steps = [_of_person(shares, code, fact, span) for code in codes]
    if len(steps) == 1 and not line.terms.of_team:
        return steps[0]
    title = _("The part of {rep}: {part}") if not line.terms.of_team else _("The part of the teams led: {part}")
    result = sum(int(step.result or 0) for step in steps)
    return Reason(title.format(rep=line.rep, part=amount(result)), steps=steps, result=result, how="sum")


def _of_person(shares: Mapping[str, Decimal], code: str, fact: MoneyFact, span: Span) -> Reason:
    step = credit.steps(span.before, span.amount, shares)[code]
    if len(shares) == 1:
        title = _("All of {amount} is {rep}'s").format(amount=amount(span.amount), rep=code)
        return Reason(title, result=step.amount, facts=(evidence(fact),))
    rate = Fraction(shares[code]) / Fraction(sum(shares.values()))
    after = _cumulated(span.before + span.amount, rate, step.before + step.amount)
    if not span.before:
        return after
    title = _("{rep}'s part, cumulatively along the contract: {part}").format(rep=code, part=amount(step.amount))
    steps = [after, _cumulated(span.before, rate, step.before)]
    return Reason(title, steps=steps, result=step.amount, how="difference")


def _cumulated(total: int, rate: Fraction, result: int) -> Reason:
    """A part of a sum of money, to the cent by largest remainder."""
    title = _("{percent} of {amount}").format(percent=percent(rate), amount=amount(total))
    factors = (
        Reason(_("Money so far: {amount}").format(amount=amount(total)), result=total),
        Reason(_("Share: {percent}").format(percent=percent(rate)), result=rate, kind="rate"),
    )
    rounded = money.round_money(total * rate)
    product = Reason(title, steps=factors, result=rounded, how="product", rounded=True)
    if rounded == result:
        return product
    odd = Reason(_("The odd cent, by largest remainder"), result=result - rounded)
    return Reason(title, steps=(product, odd), result=result, how="sum")


def _of_line(lines: Sequence[LineWeight], at: int, piece: Piece) -> Reason:
    weights = [line.amount for line in lines]
    before, step = piece.step.before, piece.step.amount
    rate = Fraction(weights[at], sum(weights))
    first, last = credit.spread(0, before, weights)[at], credit.spread(0, before + step, weights)[at]
    after = _cumulated(before + step, rate, last)
    title = _("Line {product}: {amount}").format(product=lines[at].name, amount=amount(last - first))
    if not before:
        return Reason(title, steps=[after], result=last, how="sum")
    return Reason(title, steps=[after, _cumulated(before, rate, first)], result=last - first, how="difference")


def telling(reason: Reason) -> Reason:
    """The same reason, told beside what is reckoned."""
    return replace(reason, counts=False)


def named_part(line: Line, piece: Piece) -> Reason:
    """A part as the sum of a window holds it; why it is what it is stands with its line."""
    assert line.fact is not None  # a part has a fact
    title = fact_title(line.fact, piece.amount)
    return Reason(title, facts=(evidence(line.fact),), result=piece.amount)
