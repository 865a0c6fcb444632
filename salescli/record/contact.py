"""The way in for contacts: the people at a customer."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.ledger import names
from salescli.record import known, typed

app = typed.room()
contact = typed.group(app, "contact", _("People at customers. Example: salescli contact list 华北机械"))


@contact.command(
    "add", help=_("Add a contact. Example: salescli contact add 华北机械 李娜 --title 采购经理 --phone 138…")
)
def add(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help=_("customer: name, a part of it, or id"))],
    name: Annotated[str, typer.Argument(help=_("the person's name"))],
    title: Annotated[str | None, typer.Option("--title", help=_("what the person is there"))] = None,
    phone: Annotated[str | None, typer.Option("--phone", help=_("the telephone number"))] = None,
    email: Annotated[str | None, typer.Option("--email", help=_("the e-mail address"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a person at a customer; warns when the name is known there or the phone anywhere (撞单)."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, named = asked.day(ledger), names.find(ledger, "customer", customer)
        name = typed.name(name, _("The contact"))
        alike = known.contacts(ledger, named, name, phone, day)
        details = {"title": title, "phone": phone, "email": email}
        id = ledger.append("contact", day, note=note, customer_id=named.id, name=name, **details)
    typed.answer(ledger, id, _("Added {name} at {customer}").format(name=name, customer=named.name), as_json)
    known.warn(alike)


@contact.command("list", help=_("Contacts of a customer, or of all."))
def list_(
    ctx: typer.Context,
    customer: Annotated[str | None, typer.Argument(help=_("only this customer's"))] = None,
) -> None:
    """Show the contacts."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "customer", customer) if customer else None
        asked.show(lists.contacts(view, named))
