"""The way in for expenses: requests to spend money on an opportunity or a customer, held to its limits; decisions are apart."""

import difflib
from datetime import date
from gettext import gettext as _
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import decision, evidence, typed

app = typed.room()
expense = typed.group(app, "expense", _("Expenses asked for and decided. Example: salescli expense list --rep zw"))

CATEGORIES = {
    "entertainment": ("招待费", "招待"),
    "travel": ("差旅费", "差旅"),
    "transport": ("交通费", "交通"),
    "office": ("办公费", "办公"),
    "sample": ("样品费", "样品"),
    "printing": ("印刷费", "印刷"),
}
"""The categories with a name of their own, as stored, and what else is typed for them; any other word is a category too."""
FOR_NOBODY = {"travel", "transport", "office"}
"""Categories that may stand without an opportunity or a customer."""


@expense.command(
    "request",
    help=_("Ask for money. Example: salescli expense request 480 --category entertainment --opportunity 扩产"),
)
def request(
    ctx: typer.Context,
    amount: Annotated[str, typer.Argument(help=_("how much: 480, 1,200.50"))],
    category: Annotated[
        str, typer.Option("--category", help=_("entertainment, travel, transport, office, or a word of your own"))
    ],
    opportunity: Annotated[str | None, typer.Option("--opportunity", help=_("what it is spent on"))] = None,
    customer: Annotated[str | None, typer.Option("--customer", help=_("whom it is spent on"))] = None,
    rep: Annotated[
        str | None, typer.Option("--rep", help=_("whose it is, else the acting rep's, else the owner's"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a request to spend money, on the day of --on."""
    from salescli.reports import limited

    asked: Asked = ctx.obj
    minor, kind = typed.positive(amount), category_of(category)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        deal = names.find(ledger, "opportunity", opportunity) if opportunity else None
        named = spent_on(ledger, deal, names.find(ledger, "customer", customer) if customer else None, kind)
        whose = typed.chosen_rep(asked, ledger, rep, _owner(ledger, deal, named, day))
        evidence.refuse_unless_employed(ledger, whose, day)
        about: dict[str, Any] = {
            "opportunity_id": deal.id if deal else None,
            "customer_id": named.id if named else None,
        }
        checked = decision.held(limited.expense(decision.view_of(asked, ledger), deal, kind, minor))
        about["limit_note"] = checked.note
        id = ledger.append("expense", day, note=note, rep_id=whose.id, category=kind, amount=minor, **about)
        sentence = _("Requested {amount} · {category}").format(amount=typed.priced(minor, ledger), category=kind)
        warnings = [*checked.warnings, *decision.undecidable(asked, ledger, whose)]
    typed.answer(ledger, id, " · ".join([sentence, whose.name, *_on_what(deal, named)]), as_json)
    for warning in warnings:
        typed.warn(warning)
    typed.warn_ahead(ledger, day)


@expense.command(
    "approve",
    help=_("Approve an expense, or less of it. Example: salescli expense approve 1042 --amount 400 --as lz"),
)
def approve(
    ctx: typer.Context,
    id: decision.Id,
    amount: decision.Granted = None,
    why: decision.MaybeWhy = None,
    over_limit: decision.OverLimit = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record an approval on the day of --on, by the acting rep."""
    decision.approve(ctx.obj, "expense", id, amount, why, over_limit, note, as_json)


@expense.command(
    "reject", help=_('Reject an expense. Example: salescli expense reject 1042 --why "no reason given" --as lz')
)
def reject(
    ctx: typer.Context,
    id: decision.Id,
    why: decision.Why,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a rejection on the day of --on, by the acting rep."""
    decision.reject(ctx.obj, "expense", id, why, note, as_json)


@expense.command("settle", help=_("Pay out an approved expense. Example: salescli expense settle 1042"))
def settle(
    ctx: typer.Context,
    id: decision.Id,
    amount: decision.Paid = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a payment on the day of --on."""
    decision.settle(ctx.obj, "expense", id, amount, note, as_json)


@expense.command("list", help=_("Expenses with what was decided and paid."))
def list_(
    ctx: typer.Context,
    rep: Annotated[str | None, typer.Option("--rep", help=_("only this rep's"))] = None,
) -> None:
    """Show the expenses."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(lists.expenses(view, names.find(view.ledger, "rep", rep) if rep else None))


def category_of(text: str) -> str:
    """The category meant: one of those with a name, whatever its language, or a word of the person's own.

    Raises:
        WrongUse: nothing, or a slip of the finger in one that limits and penalties look for.
    """
    word = " ".join(typed.name(text, _("The category")).split()).lower()
    for key, others in CATEGORIES.items():
        if word == key or word in others:
            return key
    slip = difflib.get_close_matches(word[:100], CATEGORIES, n=1, cutoff=0.8)
    if slip:
        raise WrongUse(
            _("The category {given} is nearly {category}; write that, or a word that is not so near.").format(
                given=repr(text[:40]), category=slip[0]
            )
        )
    return word


def spent_on(ledger: Ledger, deal: Named | None, named: Named | None, kind: str) -> Named | None:
    """The customer that money is spent on; an opportunity brings its customer along.

    Raises:
        WrongUse: neither is given, and the category needs one.
        Refused: the opportunity is another customer's.
    """
    if not (deal or named or kind in FOR_NOBODY):
        raise WrongUse(
            _("Spent on whom? {category} needs --opportunity or --customer.").format(category=typed.shown(kind))
        )
    theirs = ledger.read("customer_of_opportunity", Named, opportunity_id=deal.id) if deal else []
    if deal and named and theirs and theirs[0].id != named.id:
        raise Refused(
            _("{opportunity} is {theirs}'s, not {customer}'s; give the opportunity alone.").format(
                opportunity=typed.shown(deal.name), theirs=typed.shown(theirs[0].name), customer=typed.shown(named.name)
            )
        )
    return named or (theirs[0] if theirs else None)


def _owner(ledger: Ledger, deal: Named | None, customer: Named | None, day: date) -> list[Owned]:
    """Who owns what the money is spent on: the opportunity, else the customer."""
    if deal:
        return ledger.read("opportunity_owner_on", Owned, opportunity_id=deal.id, day=day)
    return ledger.read("customer_owner_on", Owned, customer_id=customer.id, day=day) if customer else []


def _on_what(deal: Named | None, customer: Named | None) -> list[str]:
    return [one.name for one in (deal or customer,) if one]
