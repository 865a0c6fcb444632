"""Lists of what people asked for, expenses and trips, with what became of each."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import ListedExpense, ListedTrip
from salescli.facts.names import Named
from salescli.period import Period
from salescli.reports import cut_trips, limited
from salescli.reports.commission import staff_of
from salescli.reports.lists.history import categories
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps

Row = dict[str, Any]
DAY = timedelta(days=1)
UNDECIDED = "reported_undecided"
OPEN = ("requested", "approved", UNDECIDED)
"""The states in which something is still to be done: a decision, then the payment of an expense, the report of a trip."""
EMPHASIS: Mapping[str, Emphasis] = {"requested": "soon", UNDECIDED: "soon", "rejected": "quiet"}


def expenses(
    view: View,
    rep: Named | None,
    *,
    period: Period | None = None,
    team: str | None = None,
    is_open: bool = False,
) -> Report:
    """The expenses asked for by the day, with decision and payment.

    Args:
        rep: whose alone; team: whose members' alone, by code or name, with the teams below it.
        period: those asked for in it; is_open: those that wait for a decision, or for their payment.

    Raises:
        NotFound: no such team.
    """
    wanted = _wanted(view, period, team)
    listed = view.ledger.read("listed_expenses", ListedExpense, day=view.on, rep_id=rep.id if rep else None)
    chosen = (one for one in listed if wanted(one.rep) and (period is None or period.contains(one.happened_on)))
    rows = [row for one in chosen if _is_open(row := _expense_row(view, one)) or not is_open]
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("amount", "approved", "settled")}
    return view.report(
        "expenses",
        _("Expenses"),
        _expense_columns(),
        rows,
        period=period,
        totals=totals,
        rests_on_policy=False,
        look=_look(rows),
    )


def trips(
    view: View,
    rep: Named | None,
    *,
    period: Period | None = None,
    team: str | None = None,
    is_open: bool = False,
) -> Report:
    """The trips asked for by the day, with decision, report and payment, in the order in which they begin.

    Args:
        rep: whose alone; team: whose members' alone, by code or name, with the teams below it.
        period: those that begin in it; is_open: those that wait for a decision, or for their report.

    Raises:
        NotFound: no such team.
    """
    wanted = _wanted(view, period, team)
    listed = view.ledger.read("listed_trips", ListedTrip, day=view.on, rep_id=rep.id if rep else None)
    theirs = [one for one in listed if wanted(one.rep)]
    chosen = (one for one in theirs if period is None or period.contains(one.from_day))
    rows = [row for one in chosen if _is_open(row := _trip_row(view, one)) or not is_open]
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("days", "cost", "approved", "spent", "settled")}
    return view.report(
        "trips",
        _("Trips"),
        _trip_columns(),
        rows,
        period=period,
        totals=totals,
        notes=[*cut_trips.notes(((one.happened_on, one.from_day) for one in theirs if _counts(one)), period)],
        rests_on_policy=False,
        look=_look(rows),
    )


def _wanted(view: View, period: Period | None, team: str | None) -> Callable[[str], bool]:
    """Which reps, by code, stand in a team, on the period's last day or the view's; everybody where none is named."""
    if team is None:
        return lambda _one: True
    return wanted_reps(view, staff_of(view), period or Period(view.on, view.on + DAY, ""), None, team)


def _is_open(row: Row) -> bool:
    return row["state"] in OPEN or row["decided_on"] is None


def _counts(one: ListedTrip) -> bool:
    """Whether profit has the trip."""
    return one.opportunity_id is not None and one.verdict == "approved"


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
        "state": _state(one.verdict, "settled" if one.settled is not None else None),
        "amount": one.amount,
        "approved": _approved(one.verdict, one.approved, one.amount),
        "settled": one.settled,
        **_decided(view, one),
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
        "state": _state(one.verdict, _reported(one)),
        "cost": one.cost,
        "approved": _approved(one.verdict, one.approved, one.cost),
        "spent": None if one.verdict == "rejected" else one.spent,
        "settled": one.settled,
        "outcome": one.outcome,
        **_decided(view, one),
    }


def _about(view: View, one: ListedExpense | ListedTrip) -> Row:
    show = view.ledger.show_id
    return {
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
    }


def _state(verdict: str | None, done: str | None) -> str:
    """How far a request has come; one that is rejected stays so, whatever else was entered."""
    return verdict if verdict == "rejected" else done or verdict or "requested"


def _reported(one: ListedTrip) -> str | None:
    """How far a trip's report is; one that nobody decided waits for that, and profit for it."""
    if one.reported_on is None:
        return None
    return "reported" if one.verdict else UNDECIDED


def _approved(verdict: str | None, approved: int | None, asked: int | None) -> int | None:
    """What was approved, minor units: as much as was asked for where the decision does not say."""
    return asked if verdict == "approved" and approved is None else approved


def _decided(view: View, one: ListedExpense | ListedTrip) -> Row:
    return {
        "limit_note": one.limit_note,
        "limit": limited.words(one.limit_note, view.ledger.currency, one.verdict, one.why),
        "decided_on": one.decided_on,
        "decided_by": one.decided_by,
        "why": limited.reason_in_words(one.why),
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
        *_decided_columns("category"),
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
        Column("settled", _("Settled"), "money", shown=False),
        Column("outcome", _("Outcome"), under="destination"),
        *_decided_columns("destination"),
    ]


def _about_columns(under: str) -> list[Column]:
    return [
        Column("opportunity", _("Opportunity"), under=under),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("customer", _("Customer"), under=under),
        Column("customer_id", _("Customer's id"), shown=False),
    ]


def _decided_columns(under: str) -> list[Column]:
    return [
        Column("limit_note", _("Limit"), shown=False),
        Column("limit", _("Limit"), under=under, data=False),
        Column("decided_on", _("Decided"), "date", shown=False),
        Column("decided_by", _("Decided by"), shown=False),
        Column("why", _("Why"), under=under),
    ]


def _states() -> dict[str, str]:
    return {
        "requested": _("requested"),
        "approved": _("approved"),
        "rejected": _("rejected"),
        "settled": _("settled"),
        "reported": _("reported"),
        UNDECIDED: _("reported, undecided"),
    }
