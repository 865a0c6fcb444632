"""Why a pay is what it is: its parts, each with its own tree (figures.md §6, §10); made only when asked."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from gettext import gettext as _

from salescli.rules.draw import DrawMonth
from salescli.rules.reasons import Reason


def reason(due: Sequence[Reason], penalties: Reason | None, title: str, total: int | None) -> Reason:
    """The tree of one rep's pay: what is due, less the penalties.

    Args:
        due: the parts that add, in the order of a payslip; one without value only tells.
        penalties: what is taken off, 0 or more; None: nothing is.
        total: as reckoned; None: a part is not computed.
    """
    parts = [replace(part, counts=total is None or part.result is not None) for part in due]
    known = [Fraction(part.result) for part in parts if part.result is not None]
    added = Reason(
        _("Base, bonuses, commission, draw and true-ups"),
        steps=parts,
        result=sum(known, Fraction(0)) if total is not None else None,
        how="sum",
    )
    return Reason(
        title=title,
        definition=_(
            "pay = base + Σ bonuses due + commission + true-ups − penalties ± draw, before tax and social insurance."
        ),
        steps=[added, *([penalties] if penalties else [])],
        result=total,
        how="difference",
    )


def less(before: Reason, taken: Sequence[Reason], title: str) -> Reason:
    """A figure after what comes off it for an open draw."""
    result = Fraction(before.result or 0) - sum((Fraction(one.result or 0) for one in taken), Fraction(0))
    return Reason(title, steps=[before, *taken], result=result, how="difference")


def open_draw(month: DrawMonth, payslip: Reason, taken: int) -> Reason:
    """What comes off a leaver's last payslip.

    Args:
        month: the last one, with what is owed; payslip: the tree of what it would pay; taken: minor units, 0 or more.
    """
    nothing = Reason(_("Nothing, where the payslip pays nothing"), result=0)
    reach = Reason(
        _("As far as the payslip reaches"),
        steps=[payslip, nothing],
        result=max(Fraction(payslip.result or 0), Fraction(0)),
        how="most",
    )
    return Reason(
        title=_("The open draw comes off the last payslip, {month}").format(month=month.month.name),
        policy=month.source,
        steps=[_owed(month), reach],
        result=taken,
        how="least",
    )


def _owed(month: DrawMonth) -> Reason:
    """What is owed when the last month has ended; the draw's own tree tells each part."""
    carried = Reason(_("Owed before it"), result=month.carried)
    shortfall = Reason(_("Not earned of the draw"), result=month.shortfall)
    more = Reason(
        _("Owed before it and not earned in it"),
        steps=[carried, shortfall],
        result=month.carried + month.shortfall,
        how="sum",
    )
    recovered = Reason(_("Recovered"), result=month.recovered)
    title = _("Owed after {month}").format(month=month.month.name)
    return Reason(title, policy=month.source, steps=[more, recovered], result=month.owed, how="difference")
