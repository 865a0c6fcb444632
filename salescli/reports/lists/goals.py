"""The list of personal goals with their latest progress; what they give in an appraisal is the appraisal's."""

from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.evidence import ListedGoal
from salescli.facts.names import Named
from salescli.facts.rated import GoalStanding
from salescli.period import Period
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]


def goals(view: View, rep: Named | None, period: Period | None) -> Report:
    """The goals set by the day: of one rep, or those that an appraisal of a period looks at, where asked.

    Totals, of one rep alone: Σ weight × progress ÷ Σ weight, as the appraisal takes it.
    """
    start, end = view.seen(period) if period else (date.min, view.on + timedelta(days=1))
    listed = view.ledger.read("listed_goals", ListedGoal, start=start, end=end, rep_id=rep.id if rep else None)
    totals = {"progress": _reached(listed)} if rep and listed else {}
    look = Look(emphasis=[_emphasis(one, view.on) for one in listed])
    rows = [_row(view, one) for one in listed]
    return view.report(
        "goals", _("Goals"), _columns(), rows, period=period, totals=totals, rests_on_policy=False, look=look
    )


def _reached(listed: list[ListedGoal]) -> Fraction | None:
    from salescli.rules import rated

    goals = [
        GoalStanding(one.rep_id, one.id, one.happened_on, one.title, one.weight, one.progress_fact, one.progress)
        for one in listed
    ]
    points = rated.goals_reached(goals)
    return None if points is None else points / rated.POINTS


def _emphasis(one: ListedGoal, on: date) -> Emphasis | None:
    if one.progress is not None and one.progress >= 1:
        return "good"
    return "urgent" if one.due_on is not None and one.due_on < on else None


def _row(view: View, one: ListedGoal) -> Row:
    return {
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "title": one.title,
        "weight": one.weight,
        "progress": one.progress,
        "progress_on": one.progress_on,
        "said_by": one.said_by,
        "said_by_name": one.said_by_name,
        "said": f"{one.progress_on} · {one.said_by_name}" if one.progress_on else None,
        "due_on": one.due_on,
        "set_on": one.happened_on,
    }


def _columns() -> list[Column]:
    return [
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("title", _("Goal")),
        Column("weight", _("Weight"), "count"),
        Column("progress", _("Progress"), "percent"),
        Column("progress_on", _("As of"), "date", shown=False),
        Column("said_by", _("Said by"), shown=False),
        Column("said_by_name", _("Said by"), shown=False),
        Column("said", pgettext("goal", "Said"), data=False, under="title"),
        Column("due_on", _("Due"), "date"),
        Column("set_on", _("Set on"), "date", shown=False),
    ]
