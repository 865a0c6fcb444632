"""The way in for customers: who they are, whose they are, and leads that turn out to be none."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.names import Named, Owned
from salescli.facts.recorded import Act, Disqualified, OpenDeal, OwnedLater, Signed
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import known, typed

app = typed.room()
customer = typed.group(app, "customer", _("Customers and whose they are. Example: salescli customer list"))

Customer = Annotated[str, typer.Argument(help=_("customer: name, a part of it, or id"))]


@customer.command("add", help=_("Add a customer. Example: salescli customer add 华北机械 --owner zw --phone 010-8888"))
def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("the customer's name"))],
    owner: Annotated[str | None, typer.Option("--owner", help=_("whose it is, else the acting rep's"))] = None,
    grade: Annotated[str | None, typer.Option("--grade", help=_("for instance A"))] = None,
    source: Annotated[str | None, typer.Option("--source", help=_("where it came from"))] = None,
    phone: Annotated[
        str | None, typer.Option("--phone", help=_("the telephone number; one that is known already is said"))
    ] = None,
    industry: Annotated[str | None, typer.Option("--industry", help=_("what the customer does"))] = None,
    region: Annotated[str | None, typer.Option("--region", help=_("where the customer is"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a customer, a lead until processed; warns when the name or phone is known already (撞单)."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        name = typed.name(name, _("The customer"))
        alike = known.customers(ledger, name, phone, day)
        whose = names.find(ledger, "rep", owner) if owner else typed.acting_rep(asked, ledger)
        details = {"grade": grade, "source": source, "phone": phone, "industry": industry, "region": region}
        id = ledger.append("customer", day, note=note, name=name, **details)
        if whose:
            ledger.append("customer_owner", day, customer_id=id, rep_id=whose.id)
    typed.answer(ledger, id, _("Added {customer}").format(customer=name) + f" · {_whose(whose)}", as_json)
    known.warn(alike)


@customer.command("assign", help=_("Give a customer to a rep. Example: salescli customer assign 华北机械 zw"))
def assign(
    ctx: typer.Context,
    customer: Customer,
    rep: Annotated[str, typer.Argument(help=_("the new owner"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a customer's owner from the day of --on; its opportunities stay with theirs."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named, whose = names.find(ledger, "customer", customer), names.find(ledger, "rep", rep)
        refuse_same_owner(ledger, named, whose, day)
        id = ledger.append("customer_owner", day, note=note, customer_id=named.id, rep_id=whose.id)
        latest = ledger.read("rep_act_on", Act, rep_id=whose.id, day=day)
        deals = ledger.read("open_deals_of", OpenDeal, customer_id=named.id, day=day)
        later = ledger.read("customer_owner_after", OwnedLater, customer_id=named.id, day=day)
    sentence = _("{customer} is {rep}'s from {day}").format(customer=named.name, rep=whose.name, day=day.isoformat())
    typed.answer(ledger, id, sentence, as_json)
    if not latest or latest[0].act == "depart":
        typed.warn(_("{rep} is not employed on {day}.").format(rep=whose.name, day=day.isoformat()))
    _warn_of_deals([deal for deal in deals if deal.owner_code != whose.code])
    _warn_of_later(named, later, whose.code, day)


@customer.command("release", help=_("A customer is nobody's. Example: salescli customer release 华北机械"))
def release(
    ctx: typer.Context,
    customer: Customer,
    why: Annotated[str | None, typer.Option("--why", "--note", help=_("the reason, kept with the fact"))] = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that nobody owns a customer from the day of --on."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "customer", customer)
        owner = owned(ledger, named, day)
        id = ledger.append("customer_owner", day, note=why, customer_id=named.id)
        later = ledger.read("customer_owner_after", OwnedLater, customer_id=named.id, day=day)
    sentence = _("Released {customer}, till now {rep}'s").format(customer=named.name, rep=owner.name)
    typed.answer(ledger, id, sentence, as_json)
    _warn_of_later(named, later, None, day)


@customer.command(
    "disqualify", help=_('A lead is none. Example: salescli customer disqualify 老王 --why "wrong number"')
)
def disqualify(
    ctx: typer.Context,
    customer: Customer,
    why: Annotated[str, typer.Option("--why", help=_("the reason"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a lead turned out to be none, with the reason; who buys, or may, is no such lead."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, named = asked.day(ledger), names.find(ledger, "customer", customer)
        reason = typed.words(why, _("The reason"))
        refuse_unless_lead(ledger, named, day)
        id = ledger.append("disqualification", day, note=note, customer_id=named.id, why=reason)
    typed.answer(ledger, id, _("Disqualified {customer}: {why}").format(customer=named.name, why=reason), as_json)


@customer.command("list", help=_("Customers with their owner on a day."))
def list_(
    ctx: typer.Context,
    owner: Annotated[str | None, typer.Option("--owner", help=_("only this rep's"))] = None,
) -> None:
    """Show the customers."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        whose = names.find(view.ledger, "rep", owner) if owner else None
        asked.show(lists.customers(view, whose))


@customer.command("show", help=_("What happened with a customer."))
def show(ctx: typer.Context, customer: Customer) -> None:
    """Show a customer's owners, contacts, follow-ups, opportunities and contracts in their order."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "customer", customer)
        asked.show(lists.customer_history(view, named))


def refuse_same_owner(ledger: Ledger, customer: Named, rep: Named, day: date) -> None:
    """Nobody is given what is his on that day as it is."""
    owner = _owner(ledger, customer, day)
    if owner and owner.id == rep.id:
        raise Refused(
            _("{customer} is {rep}'s already on {day}.").format(
                customer=typed.shown(customer.name), rep=typed.shown(rep.name), day=day.isoformat()
            )
        )


def owned(ledger: Ledger, customer: Named, day: date) -> Owned:
    """Whose a customer is on a day.

    Raises:
        Refused: nobody's.
    """
    owner = _owner(ledger, customer, day)
    if owner is None:
        raise Refused(
            _("{customer} is nobody's on {day} as it is.").format(
                customer=typed.shown(customer.name), day=day.isoformat()
            )
        )
    return owner


def refuse_unless_lead(ledger: Ledger, customer: Named, day: date) -> None:
    """Refuse whom a contract was signed with, who may still buy, and who is disqualified already."""
    name = typed.shown(customer.name)
    for signed in ledger.read("contracts_with", Signed, customer_id=customer.id, day=day):
        raise Refused(
            _("{customer} signed a contract on {day} and is no lead; `salescli customer release` lets it go.").format(
                customer=name, day=signed.happened_on.isoformat()
            )
        )
    for deal in ledger.read("open_deals_of", OpenDeal, customer_id=customer.id, day=day):
        raise Refused(
            _("{customer} has an open opportunity, {opportunity}; `salescli stage` closes it as lost first.").format(
                customer=name, opportunity=typed.shown(deal.name)
            )
        )
    for ended in ledger.read("disqualified_on", Disqualified, customer_id=customer.id, day=day):
        raise Refused(
            _("{customer} was disqualified on {day} already: {why}").format(
                customer=name, day=ended.happened_on.isoformat(), why=typed.shown(ended.why)
            )
        )


def _warn_of_later(customer: Named, later: list[OwnedLater], code: str | None, day: date) -> None:
    """Warn where the customer is another's since a later day, so that a back-dated owner is not the present one."""
    if not later or later[0].code == code:
        return
    sentence = _("{customer} is nobody's since {day}, which stands; {given} is part of its history.")
    if later[0].code is not None:
        sentence = _("{customer} is {rep}'s since {day}, which stands; {given} is part of its history.")
    said = {"customer": customer.name, "rep": later[0].name, "day": later[0].since.isoformat()}
    typed.warn(sentence.format(given=day.isoformat(), **said))


def _warn_of_deals(deals: list[OpenDeal]) -> None:
    if deals:
        listed = ", ".join(f"{deal.name} ({deal.owner or '—'})" for deal in deals[:8])
        typed.warn(
            ngettext(
                "{count} open opportunity stays with its owner: {names}. `salescli opportunity assign` moves it.",
                "{count} open opportunities stay with their owners: {names}. `salescli opportunity assign` moves one.",
                len(deals),
            ).format(count=len(deals), names=listed)
        )


def _owner(ledger: Ledger, customer: Named, day: date) -> Owned | None:
    found = ledger.read("customer_owner_on", Owned, customer_id=customer.id, day=day)
    return found[0] if found else None


def _whose(owner: Named | Owned | None) -> str:
    return owner.name if owner else _("nobody's yet")
