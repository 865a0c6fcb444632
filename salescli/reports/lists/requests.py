"""Lists of what people asked for, expenses and trips, with what became of each."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import ListedExpense, ListedTrip
from salescli.facts.names import Named
from salescli.reports.lists.history import categories
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]
EMPHASIS: Mapping[str, Emphasis] = {"requested": "soon", "rejected": "quiet"}


def expenses(view: View, rep: Named | None) -> Report:
    """The expenses asked for by the day, of one rep where given, with decision and payment."""
    listed = view.ledger.read("listed_expenses", ListedExpense, day=view.on, rep_id=rep.id if rep else None)
    rows = [_expense_row(view, one) for one in listed]
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("amount", "approved", "settled")}
    return view.report(
        "expenses", _("Expenses"), _expense_columns(), rows, totals=totals, rests_on_policy=False, look=_look(rows)
    )


def trips(view: View, rep: Named | None) -> Report:
    """The trips asked for by the day, of one rep where given, with decision and report."""
    listed = view.ledger.read("listed_trips", ListedTrip, day=view.on, rep_id=rep.id if rep else None)
    rows = [_trip_row(view, one) for one in listed]
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("days", "cost", "approved", "spent")}
    return view.report(
        "trips", _("Trips"), _trip_columns(), rows, totals=totals, rests_on_policy=False, look=_look(rows)
    )


def _look(rows: list[Row]) -> Look:
    return Look(emphasis=[EMPHASIS.get(row["state"]) for row in rows])


def _expense_row(view: View, one: ListedExpense) -> Row:
    return {
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "category": one.category,
        **_about(view, one),
        "state": "settled" if one.settled is not None else one.verdict or "requested",
        "amount": one.amount,
        "approved": one.approved,
        "settled": one.settled,
        "limit_note": one.limit_note,
        "why": one.why,
    }


def _trip_row(view: View, one: ListedTrip) -> Row:
    return {
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "destination": one.destination,
        "from_day": one.from_day,
        "to_day": one.to_day,
        "days": (one.to_day - one.from_day).days + 1,
        **_about(view, one),
        "state": "reported" if one.reported_on else one.verdict or "requested",
        "cost": one.cost,
        "approved": one.approved,
        "spent": one.spent,
        "outcome": one.outcome,
        "limit_note": one.limit_note,
        "why": one.why,
    }


def _about(view: View, one: ListedExpense | ListedTrip) -> Row:
    show = view.ledger.show_id
    return {
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
    }


def _expense_columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date"),
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("category", _("Category"), words=categories()),
        *_about_columns("category"),
        Column("state", _("State"), words=_states()),
        Column("amount", _("Requested"), "money"),
        Column("approved", _("Approved"), "money"),
        Column("settled", _("Settled"), "money"),
        Column("limit_note", _("Limit"), under="category"),
        Column("why", _("Why"), under="category"),
    ]


def _trip_columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date", shown=False),
        Column("from_day", _("From"), "date"),
        Column("to_day", _("To"), "date", shown=False),
        Column("days", _("Days"), "count"),
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("destination", _("Destination")),
        Column("name", _("Rep"), under="destination"),
        *_about_columns("destination"),
        Column("state", _("State"), words=_states()),
        Column("cost", _("Requested"), "money"),
        Column("approved", _("Approved"), "money"),
        Column("spent", _("Spent"), "money"),
        Column("outcome", _("Outcome"), under="destination"),
        Column("limit_note", _("Limit"), under="destination"),
        Column("why", _("Why"), under="destination"),
    ]


def _about_columns(under: str) -> list[Column]:
    return [
        Column("opportunity", _("Opportunity"), under=under),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("customer", _("Customer"), under=under),
        Column("customer_id", _("Customer's id"), shown=False),
    ]


def _states() -> dict[str, str]:
    return {
        "requested": _("requested"),
        "approved": _("approved"),
        "rejected": _("rejected"),
        "settled": _("settled"),
        "reported": _("reported"),
    }
