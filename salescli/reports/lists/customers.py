"""Lists of customers and their contacts, and what happened with one customer."""

from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.listed import ListedContact, ListedCustomer
from salescli.facts.names import Named
from salescli.reports.history import of_customer
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]


def customers(view: View, owner: Named | None) -> Report:
    """The customers with their owner on the day; one rep's alone where given."""
    listed = view.ledger.read("listed_customers", ListedCustomer, day=view.on)
    rows = [_customer_row(view, one) for one in listed if owner is None or one.rep == owner.code]
    look = Look(emphasis=["quiet" if row["state"] == "disqualified" else None for row in rows])
    return view.report("customers", _("Customers"), _customer_columns(), rows, rests_on_policy=False, look=look)


def customer_history(view: View, customer: Named) -> Report:
    """A customer's owners, contacts, follow-ups, opportunities, contracts, money and feedback in their order."""
    return of_customer(view, customer)


def contacts(view: View, customer: Named | None) -> Report:
    """The people at a customer, or at all."""
    whose = customer.id if customer else None
    listed = view.ledger.read("listed_contacts", ListedContact, day=view.on, customer_id=whose)
    rows = [_contact_row(view, one) for one in listed]
    return view.report("contacts", _("Contacts"), _contact_columns(), rows, rests_on_policy=False)


def _customer_row(view: View, one: ListedCustomer) -> Row:
    return {
        "customer": one.customer,
        "customer_id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "state": _state(one),
        "grade": one.grade,
        "contacted_on": one.contacted_on,
        "phone": one.phone,
        "industry": one.industry,
        "region": one.region,
        "source": one.source,
        "entered_on": one.entered_on,
    }


def _state(one: ListedCustomer) -> str:
    """Disqualified, unless somebody spoke with it after that; a lead until anything was done about it."""
    if one.disqualified_on and (one.contacted_on is None or one.disqualified_on >= one.contacted_on):
        return "disqualified"
    return "customer" if one.processed else "lead"


def _customer_columns() -> list[Column]:
    states = {"lead": _("lead"), "customer": _("customer"), "disqualified": _("disqualified")}
    return [
        Column("customer", _("Customer")),
        Column("customer_id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("state", _("State"), words=states),
        Column("grade", _("Grade")),
        Column("contacted_on", _("Last contact"), "date"),
        Column("phone", _("Phone"), under="customer"),
        Column("industry", _("Industry"), under="customer"),
        Column("region", _("Region"), under="customer"),
        Column("source", _("Source"), under="customer"),
        Column("entered_on", _("Entered on"), "date", shown=False),
    ]


def _contact_row(view: View, one: ListedContact) -> Row:
    return {
        "contact": one.name,
        "title": one.title,
        "customer": one.customer,
        "customer_id": view.ledger.show_id(one.customer_id),
        "phone": one.phone,
        "email": one.email,
        "entered_on": one.entered_on,
        "id": view.ledger.show_id(one.id),
    }


def _contact_columns() -> list[Column]:
    return [
        Column("contact", _("Contact")),
        Column("title", pgettext("of a person", "Title")),
        Column("customer", _("Customer")),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("phone", _("Phone")),
        Column("email", _("E-mail"), under="phone"),
        Column("entered_on", _("Entered on"), "date", shown=False),
        Column("id", _("Id")),
    ]
