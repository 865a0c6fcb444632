"""The list of customers' feedback: who handled it, what came of it, and whether a complaint was closed in time."""

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.errors import NothingInForce
from salescli.facts.evidence import ListedFeedback
from salescli.facts.names import Named
from salescli.period import Period
from salescli.reports.evidence_words import FEEDBACK_KINDS
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]
OPEN = ("open", "overdue")
COUNTS = ("ratings", "complaints", "closed_in_time")
EMPHASIS: Mapping[str, Emphasis] = {"overdue": "urgent", "open": "soon"}


def feedback(view: View, rep: Named | None, period: Period | None, is_open: bool, kind: str | None) -> Report:
    """The feedback up to the day: about one rep, of a period, of one kind, or open, where asked.

    Late or in time is said of complaints, by [tracking] complaint_days of the policy of their own day. Totals: how many
    ratings and their mean, complaints, and how many of these were closed in time.
    """
    start, end = view.seen(period) if period else (date.min, view.on + timedelta(days=1))
    whose = rep.id if rep else None
    listed = view.ledger.read("listed_feedback", ListedFeedback, day=view.on, start=start, end=end, rep_id=whose)
    rows = [_row(view, one) for one in listed if kind in (None, one.kind)]
    rows = [row for row in rows if not is_open or row["state"] in OPEN]
    totals: dict[str, Any] = {key: sum(row[key] for row in rows) for key in COUNTS}
    stars = sum(row["rating"] for row in rows if row["kind"] == "rating")
    totals["mean_rating"] = Fraction(stars, totals["ratings"]) if totals["ratings"] else None
    look = Look(emphasis=[EMPHASIS.get(row["state"] or "") for row in rows])
    return view.report(
        "feedback",
        _title(totals) if rows else _("Feedback"),
        _columns(),
        rows,
        period=period,
        totals=totals,
        notes=_notes(view, rows),
        rests_on_policy=False,
        look=look,
    )


def _row(view: View, one: ListedFeedback) -> Row:
    state = _state(view, one)
    return {
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "customer": one.customer,
        "customer_id": view.ledger.show_id(one.customer_id),
        "rep": one.rep,
        "name": one.name,
        "kind": one.kind,
        "rating": one.rating,
        "content": one.content,
        "state": state,
        "days": ((one.closed_on or view.on) - one.happened_on).days if state else None,
        "handler": one.handler,
        "handler_name": one.handler_name,
        "outcome": one.outcome,
        "closed_on": one.closed_on,
        "ratings": int(one.kind == "rating"),
        "complaints": int(one.kind == "complaint"),
        "closed_in_time": int(state == "in_time"),
        "mean_rating": None,
    }


def _state(view: View, one: ListedFeedback) -> str | None:
    """Open or closed; of complaints whether in time, where the policy says by when. None: a rating is neither."""
    if one.kind == "rating":
        return None
    limit = _complaint_days(view, one.happened_on) if one.kind == "complaint" else None
    if limit is None:
        return "open" if one.closed_on is None else "closed"
    last = one.happened_on + timedelta(days=limit)
    if one.closed_on is None:
        return "overdue" if last < view.on else "open"
    return "in_time" if one.closed_on <= last else "late"


def _complaint_days(view: View, day: date) -> int | None:
    """Within how many days a complaint of that day is to be closed; None: nothing is said."""
    try:
        return view.versions.on(day).policy.tracking.complaint_days
    except NothingInForce:
        return None


def _notes(view: View, rows: list[Row]) -> list[str]:
    """From which day on the policy does not say what is in time."""
    silent = [
        row["happened_on"]
        for row in rows
        if row["kind"] == "complaint" and _complaint_days(view, row["happened_on"]) is None
    ]
    if not silent:
        return []
    return [
        _("The policy of {day} has no [tracking] complaint_days, so no complaint of then is in time or late.").format(
            day=silent[0].isoformat()
        )
    ]


def _title(totals: Mapping[str, Any]) -> str:
    mean = totals["mean_rating"]
    return _(
        "Feedback: ratings {ratings}, mean {mean}; complaints {complaints}, closed in time {closed_in_time}"
    ).format(**totals, mean="—" if mean is None else money.round_decimal(mean, 2))


def _columns() -> list[Column]:
    states = {
        "open": pgettext("of feedback", "open"),
        "overdue": pgettext("of feedback", "overdue"),
        "in_time": pgettext("of feedback", "in time"),
        "late": pgettext("of feedback", "late"),
        "closed": pgettext("of feedback", "closed"),
    }
    return [
        Column("happened_on", _("Day"), "date"),
        Column("id", _("Id")),
        Column("customer", _("Customer")),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("kind", _("Kind"), words=FEEDBACK_KINDS.titles()),
        Column("rating", _("Stars"), "count", words={None: ""}),
        Column("content", _("Said"), under="customer"),
        Column("state", _("State"), words=states),
        Column("days", _("Days open"), "count", words={None: ""}),
        Column("handler", _("Handled by"), shown=False),
        Column("outcome", _("Outcome"), under="customer"),
        Column("handler_name", _("Handled by"), under="customer"),
        Column("closed_on", _("Closed on"), "date", under="customer"),
        Column("ratings", _("Ratings"), "count", shown=False),
        Column("mean_rating", _("Mean rating"), "ratio", shown=False),
        Column("complaints", _("Complaints"), "count", shown=False),
        Column("closed_in_time", _("Closed in time"), "count", shown=False),
    ]
