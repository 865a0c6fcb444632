"""The list of tasks: whose, due when, and whether they were done in time; the rate of completion is a measure's."""

from collections.abc import Mapping
from datetime import date
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.evidence import ListedTask
from salescli.facts.names import Named
from salescli.period import Period
from salescli.reports.evidence_words import TASK_KINDS
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]
STATES = ("open", "overdue", "done_in_time", "done_late")
OPEN = ("open", "overdue")
EMPHASIS: Mapping[str, Emphasis] = {"overdue": "urgent", "open": "soon"}


def tasks(view: View, rep: Named | None, period: Period | None, is_open: bool) -> Report:
    """The tasks set by the day: of one rep, due in a period, or not done, where asked.

    Totals: how many are open with days left, overdue, done in time (on or before the due day) and done late.
    """
    start, end = (period.start, period.end) if period else (date.min, date.max)
    whose = rep.id if rep else None
    listed = view.ledger.read("listed_tasks", ListedTask, day=view.on, start=start, end=end, rep_id=whose)
    rows = [row for row in (_row(view, one) for one in listed) if not is_open or row["state"] in OPEN]
    totals = {state: sum(row[state] for row in rows) for state in STATES}
    look = Look(emphasis=[EMPHASIS.get(row["state"]) for row in rows])
    return view.report(
        "tasks",
        _title(totals) if rows else _("Tasks"),
        _columns(),
        rows,
        period=period,
        totals=totals,
        rests_on_policy=False,
        look=look,
    )


def _row(view: View, one: ListedTask) -> Row:
    show, state = view.ledger.show_id, _state(one, view.on)
    return {
        "due_on": one.due_on,
        "id": show(one.id),
        "rep": one.rep,
        "name": one.name,
        "kind": one.kind,
        "title": one.title,
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
        "state": state,
        "done_on": one.done_on,
        "outcome": one.outcome,
        "set_on": one.happened_on,
        "set_by": one.set_by,
        "set_by_name": one.set_by_name,
        **{each: int(each == state) for each in STATES},
    }


def _state(one: ListedTask, on: date) -> str:
    if one.done_on is None:
        return "overdue" if one.due_on < on else "open"
    return "done_in_time" if one.done_on <= one.due_on else "done_late"


def _title(totals: Mapping[str, int]) -> str:
    return _("Tasks: open {open}, overdue {overdue}, done in time {done_in_time}, done late {done_late}").format(
        **totals
    )


def _columns() -> list[Column]:
    states = {
        "open": pgettext("of a task", "open"),
        "overdue": pgettext("of a task", "overdue"),
        "done_in_time": pgettext("of a task", "in time"),
        "done_late": pgettext("of a task", "late"),
    }
    return [
        Column("due_on", _("Due"), "date"),
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("title", _("Task")),
        Column("kind", _("Kind"), words=TASK_KINDS.titles(), under="title"),
        Column("opportunity", _("Opportunity"), under="title"),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("customer", _("Customer"), under="title"),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("state", _("State"), words=states),
        Column("done_on", _("Done on"), "date"),
        Column("outcome", _("Outcome"), under="title"),
        Column("set_on", _("Set on"), "date", shown=False),
        Column("set_by", _("Set by"), shown=False),
        Column("set_by_name", _("Set by")),
        *[Column(state, states[state], "count", shown=False) for state in STATES],
    ]
