"""Why a draw is what it is, month by month, in words and numbers (figures.md §5): made only when asked."""

from collections.abc import Callable, Sequence
from gettext import gettext as _

from salescli import money
from salescli.rules.draw import DrawMonth
from salescli.rules.reasons import Reason

EarnedReason = Callable[[DrawMonth], Reason]
"""Why the commission of a month is what it is."""


def reason(months: Sequence[DrawMonth], before: Sequence[DrawMonth], earned: EarnedReason, title: str) -> Reason:
    """The tree of a draw over months: what was paid of commission less what was earned.

    Args:
        before: the months before them, in order, as far back as something was owed.
        earned: asked for each of the months.
    """
    steps = []
    for at, month in enumerate(months):
        owing = _owing([*before, *months[:at]])
        steps.append(_month(month, owing, earned(month)))
    definition = _(
        "Paid less earned; paid = max(earned, draw) − recovery; what of a recoverable draw was not earned is owed and "
        "recovered from what later exceeds the draw."
    )
    return Reason(title, definition, steps=steps, result=sum(month.change for month in months), how="sum")


def _owing(months: Sequence[DrawMonth]) -> Sequence[DrawMonth]:
    """The months since nothing was owed last."""
    for at in range(len(months) - 1, -1, -1):
        if not months[at].owed or months[at].is_last:
            return months[at + 1 :]
    return months


def _month(month: DrawMonth, owing: Sequence[DrawMonth], earned: Reason) -> Reason:
    title = _("{month}: paid {paid}, earned {earned}, owed after it {owed}").format(
        month=month.month.name, paid=_text(month.paid), earned=_text(month.earned), owed=_text(month.owed)
    )
    if month.note:
        title = f"{title} · {month.note}"
    less = _stated(_("Earned: {amount}").format(amount=_text(month.earned)), month.earned)
    steps = [_paid(month, earned), less, _owed(month, owing)]
    return Reason(title, policy=month.source, steps=steps, result=month.change, how="difference")


def _paid(month: DrawMonth, earned: Reason) -> Reason:
    """The greater of what was earned and the draw, less what is recovered."""
    most = month.paid + month.recovered
    gross = earned
    if month.draw is not None:
        gross = Reason(_("The greater of earned and draw"), steps=[earned, _draw(month)], result=most, how="most")
    if not month.recovered:
        return gross
    return Reason(_("Paid"), steps=[gross, _recovered(month)], result=month.paid, how="difference")


def _owed(month: DrawMonth, owing: Sequence[DrawMonth]) -> Reason:
    """What is owed when the month has ended, beside what it paid: every month since nothing was owed, and this one."""
    steps = [_change(one) for one in (*owing, month)]
    title = _("Owed after {month}: {owed}").format(month=month.month.name, owed=_text(month.owed))
    return Reason(title, steps=steps, result=month.owed, how="sum", counts=False)


def _change(month: DrawMonth) -> Reason:
    """What a month added to what is owed, or took off it."""
    title = _("{month}: earned {earned}").format(month=month.month.name, earned=_text(month.earned))
    if month.shortfall:
        steps = [_draw(month), _stated(_("Earned"), month.earned)]
        return Reason(title, steps=steps, result=month.shortfall, how="difference")
    if month.recovered:
        steps = [_stated(_("Nothing added"), 0), _recovered(month)]
        return Reason(title, steps=steps, result=-month.recovered, how="difference")
    return Reason(title, result=0)


def _recovered(month: DrawMonth) -> Reason:
    """What is recovered: what was owed, as far as the month exceeds the draw."""
    over = month.earned - (month.draw or 0)
    steps = [_stated(_("Earned"), month.earned), *([_draw(month)] if month.draw is not None else [])]
    excess = Reason(_("What exceeds the draw"), steps=steps, result=over, how="difference")
    owed = _stated(
        _("Owed before {month}: {owed}").format(month=month.month.name, owed=_text(month.carried)), month.carried
    )
    title = _("Recovered: what was owed, at most what exceeds the draw")
    return Reason(title, steps=[owed, excess], result=month.recovered, how="least")


def _draw(month: DrawMonth) -> Reason:
    return Reason(_("Draw: {draw}").format(draw=_text(month.draw or 0)), policy=month.source, result=month.draw or 0)


def _stated(title: str, minor: int) -> Reason:
    return Reason(title, result=minor)


def _text(minor: int) -> str:
    return money.money_text(minor, grouped=True)
