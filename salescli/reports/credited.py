"""Whose credit opportunities are, read once for a view, whichever report asks; sharing by it is the rules' work."""

from collections.abc import Iterable

from salescli.facts.credited import CreditChange
from salescli.reports.view import View
from salescli.rules.credit import Credits


def credits_of(view: View, opportunities: Iterable[int | None]) -> Credits:
    """The dated shares and owners of these opportunities, by id, beside those that were asked for before; None is none."""
    credits = view.once("credits", lambda: Credits([]), of_money=False)
    new = credits.unknown(opportunity for opportunity in opportunities if opportunity is not None)
    if new:
        credits.learn(new, view.ledger.read("credits", CreditChange, opportunities=new))
    return credits
