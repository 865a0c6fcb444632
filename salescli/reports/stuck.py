"""The opportunities that stand still (figures.md §7): longer in their stage than the policy allows, the longest over it first.

`days` are those of the present stay in the stage, up to the day looked from, `limit` the stage's stuck_after_days, `over` =
days − limit, `cumulative` the days of all stays in that stage; a change of amount alone does not begin a stay anew. An
opportunity is its owner's of that day, also for --rep and --team: the measure of the same name shares it instead. `task` is
what somebody has been told to do about it and has not done: the nudge, of several the first due. Facts: opportunities with
their owners, stage changes, customers, answered follow-ups, tasks. Policy: [[stage]] of the day.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.facts.histories import OpenTask
from salescli.period import Period
from salescli.reports.commission import staff_of
from salescli.reports.projects import Project, missing_notes, open_projects, stages_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps
from salescli.rules import stages as rule

Row = dict[str, Any]


def build(view: View, rep: str | None = None, team: str | None = None) -> Report:
    """The stuck opportunities of a rep, of a team with the teams below it, or of everybody.

    Raises:
        NotFound: no such rep or team.
        NothingInForce: no policy is in force, so that there is no limit.
    """
    wanted = _wanted(view, rep, team)
    found = [one for one in open_projects(view, stages_of(view, view.on)) if _is_stuck(one) and wanted(one.about.rep)]
    tasks = _tasks(view) if found else {}
    rows = sorted((_row(view, one, tasks.get(one.id)) for one in found), key=_order)
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("amount", "expected_revenue")}
    look = Look(emphasis=[None if row["task"] else "soon" for row in rows])
    notes = [*_notes(rows), *missing_notes(*_missing(found))]
    return view.report("stuck", _("Stuck opportunities"), _columns(), rows, totals=totals, notes=notes, look=look)


def _wanted(view: View, rep: str | None, team: str | None) -> Callable[[str | None], bool]:
    """Whose are asked for, by the owner's code; what is nobody's is in everybody's list alone."""
    if rep is team is None:
        return lambda _owner: True
    day = Period(view.on, view.on + timedelta(days=1), "")
    chosen = wanted_reps(view, staff_of(view), day, rep, team)
    return lambda owner: owner is not None and chosen(owner)


def _is_stuck(one: Project) -> bool:
    return one.standing is not None and rule.is_stuck(one.standing.days, one.stage)


def _order(row: Row) -> tuple[int, int, str, str]:
    return -row["over"], -(row["amount"] or 0), row["opportunity"], row["opportunity_id"]


def _tasks(view: View) -> Mapping[int, OpenTask]:
    """The first due of the open tasks about each opportunity."""
    found: dict[int, OpenTask] = {}
    for task in view.ledger.read("open_tasks", OpenTask, day=view.on):
        found.setdefault(task.opportunity_id, task)
    return found


def _row(view: View, one: Project, task: OpenTask | None) -> Row:
    show, about, standing, stage = view.ledger.show_id, one.about, one.standing, one.stage
    assert standing and stage and stage.stuck_after_days is not None  # else it is not stuck
    return {
        "opportunity": about.opportunity,
        "opportunity_id": show(one.id),
        "code": about.code,
        "customer": about.customer,
        "customer_id": show(about.customer_id) if about.customer_id is not None else None,
        "rep": about.rep,
        "name": about.name,
        "stage": standing.stage,
        "title": stage.title.text(view.lang),
        "entered_on": standing.entered_on,
        "days": standing.days,
        "limit": stage.stuck_after_days,
        "over": standing.days - stage.stuck_after_days,
        "cumulative": standing.cumulative,
        "amount": one.amount,
        "probability": one.weight,
        "expected_revenue": money.round_money(one.expected),
        "expected_close": standing.expected_close,
        "contacted_on": about.contacted_on,
        "next_step": standing.next_step,
        "task": task.title if task else None,
        "task_id": show(task.id) if task else None,
        "task_rep": task.rep if task else None,
        "task_due_on": task.due_on if task else None,
        "nudge": _nudge(task),
    }


def _nudge(task: OpenTask | None) -> str | None:
    if task is None:
        return None
    said = _("task of {rep}, due {day}: {title}")
    return said.format(rep=task.rep, day=task.due_on.isoformat(), title=task.title)


def _missing(found: Sequence[Project]) -> tuple[int, int]:
    unpriced = sum(one.amount is None for one in found)
    return unpriced, sum(one.amount is not None and one.weight is None for one in found)


def _notes(rows: Sequence[Row]) -> list[str]:
    alone = sum(row["task"] is None for row in rows)
    return [_("Without an open task: {count}; `salescli task add` gives one.").format(count=alone)] if alone else []


def _columns() -> list[Column]:
    return [
        Column("opportunity", _("Opportunity")),
        Column("opportunity_id", _("Id"), shown=False),
        Column("code", _("Code"), shown=False),
        Column("customer", _("Customer"), under="opportunity"),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), under="opportunity"),
        Column("stage", _("Stage"), shown=False),
        Column("title", _("Stage"), data=False),
        Column("entered_on", pgettext("stage", "Since"), "date", shown=False),
        Column("days", _("Days"), "count"),
        Column("limit", _("Limit"), "count"),
        Column("over", _("Days over"), "count"),
        Column("cumulative", _("Days in all"), "count"),
        Column("amount", _("Amount"), "money"),
        Column("probability", _("Win prob."), "rate", shown=False),
        Column("expected_revenue", _("Expected revenue"), "money"),
        Column("expected_close", _("Expected close"), "date", shown=False),
        Column("contacted_on", _("Last contact"), "date"),
        Column("next_step", _("Next step"), under="opportunity"),
        Column("nudge", _("Task"), under="opportunity", data=False),
        Column("task", _("Task"), shown=False),
        Column("task_id", _("Task's id"), shown=False),
        Column("task_rep", _("Task of"), shown=False),
        Column("task_due_on", _("Task due on"), "date", shown=False),
    ]
