"""Why a base is what it is, in words and numbers (figures.md §6, §10): made from the months, only when asked."""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.policy.kinds import BaseBy
from salescli.rules.base_pay import BaseMonth, Piece
from salescli.rules.reasons import Evidence, Reason

DAY = timedelta(days=1)  # one day
Facts = Callable[[Piece], Sequence[Evidence]]
"""The facts that made the post and base of a piece's days."""


def reason(months: Sequence[BaseMonth], title: str, facts: Facts) -> Reason:
    """The tree of a rep's base over months: each month, its pieces, and what their days are divided by."""
    known = [amount for month in months if (amount := month.amount) is not None]
    return Reason(
        title=title,
        definition=_("Σ over the months of the base of the post, or the rep's own, for the days employed."),
        steps=[_of_month(month, facts) for month in months],
        result=sum(known) if known or not months else None,
        how="sum" if known or not months else "stated",
    )


def method(by: BaseBy) -> str:
    """How part of a month is reckoned, in a sentence."""
    return {
        BaseBy.CALENDAR_DAYS: _("Σ base × days employed ÷ the days of the month, rounded once."),
        BaseBy.WORKING_DAYS: _("Σ base × working days employed ÷ the working days of the month, rounded once."),
        BaseBy.DAYS_21_75: _(
            "Σ base × paid days employed ÷ 21.75, rounded once; paid days are working days and public holidays. Who misses "
            "none has the whole base, and nobody has more."
        ),
    }[by]


def days(by: BaseBy, count: int) -> str:
    """How many days count, in words."""
    return {
        BaseBy.CALENDAR_DAYS: _("{count} calendar days"),
        BaseBy.WORKING_DAYS: _("{count} working days"),
        BaseBy.DAYS_21_75: _("{count} paid days"),
    }[by].format(count=count)


def span(piece: Piece) -> str:
    """The days of a piece as people write them."""
    last = piece.end - DAY
    return piece.start.isoformat() if piece.start == last else f"{piece.start.isoformat()} … {last.isoformat()}"


def said(piece: Piece) -> str:
    """Whose base a piece has, and how much of it a month."""
    if piece.base is None:
        return _("the post {post} has no base").format(post=piece.post or "—")
    amount = money.money_text(piece.base, grouped=True)
    if piece.own:
        return _("the rep's own, {amount} a month").format(amount=amount)
    return _("the post {post}, {amount} a month").format(post=piece.post or "—", amount=amount)


def _of_month(month: BaseMonth, facts: Facts) -> Reason:
    if month.by is None:
        return _whole(month, month.pieces[-1], facts)
    products = [_product(piece, month.by, facts) for piece in month.pieces]
    summed = _summed(products)
    return Reason(
        title=_("{month}: {amount} for part of the month or at several bases").format(
            month=month.month.name, amount=_amount(month.amount)
        ),
        definition=method(month.by),
        policy=month.policy,
        steps=[summed, _divisor(month, month.by)],
        result=month.amount,
        how="quotient",
        rounded=True,
    )


def _whole(month: BaseMonth, piece: Piece, facts: Facts) -> Reason:
    title = _("{month}: the whole month, {base}")
    if (piece.start, piece.end) != (month.month.start, month.month.end):
        title = _("{month}: part of the month, {base}")
    return Reason(
        title=title.format(month=month.month.name, base=said(piece)),
        policy=piece.policy,
        facts=facts(piece),
        result=month.amount,
        counts=month.amount is not None,
    )


def _summed(products: Sequence[Reason]) -> Reason:
    if len(products) == 1:
        return products[0]
    result = sum((Fraction(one.result) for one in products if one.result is not None), Fraction(0))
    return Reason(_("Σ base × days"), steps=products, result=result, how="sum")


def _product(piece: Piece, by: BaseBy, facts: Facts) -> Reason:
    title = _("{span}: {base} × {days}").format(span=span(piece), base=said(piece), days=days(by, piece.days))
    if piece.base is None:
        return Reason(title, policy=piece.policy, facts=facts(piece), counts=False)
    base = Reason(_("Base a month"), policy=piece.policy, facts=facts(piece), result=piece.base)
    counted = Reason(days(by, piece.days), result=piece.days, kind="count")
    return Reason(title, policy=piece.policy, steps=[base, counted], result=piece.exact, how="product")


def _divisor(month: BaseMonth, by: BaseBy) -> Reason:
    held = sum(piece.days for piece in month.pieces)
    if by is not BaseBy.DAYS_21_75 or held == month.in_month:
        title = _("The month has {days}").format(days=days(by, month.in_month))
        return Reason(title, result=month.divisor, kind="count")
    steps: Iterable[Reason] = (
        Reason(_("Days a month"), policy=month.policy, result=Fraction(by.value), kind="count"),
        Reason(_("Counted: {days}").format(days=days(by, held)), result=held, kind="count"),
    )
    title = _("Divided by 21.75, or by the days counted where these are more: nobody has more than the base")
    return Reason(title, policy=month.policy, steps=tuple(steps), result=month.divisor, kind="count", how="most")


def _amount(amount: int | None) -> str:
    return "—" if amount is None else money.money_text(amount, grouped=True)
