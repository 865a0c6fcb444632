"""What a person who just asks `salescli` wants to see: what is due, the targets so far, the commission so far.

For a rep (the actor's name is a rep's code) the rep's own; for anybody else, as a manager, everybody's, and the widest
targets there are. Targets of this quarter beside this month, commission of this quarter, all up to the view's day. Every
section is the report of its name, shortened.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli.facts.names import Owned
from salescli.period import Period, month_of, quarter_of
from salescli.reports import commission, remind, targets
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.terms import Scope

MOST = 12  # reminders, so that all three sections stand on one screen

Row = Mapping[str, Any]


def build(view: View) -> list[Report]:
    """The three sections in their order.

    Raises:
        NothingInForce: no policy is in force on the day.
    """
    acting = view.ledger.read("rep_of_code", Owned, code=view.ledger.who.actor)
    rep = acting[0].code if acting else None
    return [_first(remind.build(view, with_targets=False)), _targets(view, rep), _commission(view, rep)]


def _first(reminders: Report) -> Report:
    """The most urgent reminders, and how many more there are."""
    left = len(reminders.rows) - MOST
    said = ngettext("{count} more; `salescli remind` shows it.", "{count} more; `salescli remind` shows them.", left)
    notes = [*reminders.notes, *([said.format(count=left)] if left > 0 else [])]
    look = replace(reminders.look, grouped=(), emphasis=reminders.look.emphasis[:MOST])
    return replace(reminders, rows=reminders.rows[:MOST], notes=notes, look=look)


def _targets(view: View, rep: str | None) -> Report:
    """A line for each measure: the quarter's target, what was reached of it, and the month beside it."""
    quarter, month = quarter_of(view.on), month_of(view.on)
    whole = targets.build(view, quarter, rep=rep)
    parts = {_what(row): row for row in targets.build(view, month, rep=rep).rows}
    places = _widest(whole.rows)
    rows = [{**whole.rows[place], **_of_month(parts.get(_what(whole.rows[place])))} for place in places]
    whose = {row["who"]: row["name"] for row in rows}
    only = next(iter(whose.values())) if len(whose) == 1 else None
    emphasis = [whole.look.emphasis[place] for place in places]
    return replace(
        whole,
        title=_("Targets so far, {name}").format(name=only) if only else _("Targets so far"),
        period=None,
        columns=_target_columns(whole.columns, quarter, month, several=only is None),
        rows=rows,
        notes=[] if rows else whole.notes,
        look=Look(grouped=("name",), emphasis=emphasis, names_policy=False),
    )


def _widest(rows: Sequence[Row]) -> list[int]:
    """The places of the company's rows, else of the teams', else of the reps'."""
    for scope in (Scope.COMPANY, Scope.TEAM, Scope.REP):
        found = [place for place, row in enumerate(rows) if row["scope"] == scope]
        if found:
            return found
    return []


def _what(row: Row) -> tuple[Any, ...]:
    return row["scope"], row["who"], row["measure"], row["product"]


def _of_month(row: Row | None) -> Row:
    return {"month_actual": row["actual"], "month_attainment": row["attainment"]} if row else {}


def _target_columns(known: Sequence[Column], quarter: Period, month: Period, several: bool) -> list[Column]:
    """Those of the targets report that a glance needs, and two for the month."""
    own = {column.key: column for column in known}

    def of(period: Period, key: str, title: str, column: str) -> Column:
        return replace(own[column], key=key, title=_("{period} {figure}").format(period=period.name, figure=title))

    return [
        replace(own["name"], shown=several),
        own["measure"],
        own["product"],
        of(quarter, "target", _("target"), "target"),
        of(quarter, "actual", _("actual"), "actual"),
        of(quarter, "attainment", _("done"), "attainment"),
        of(month, "month_actual", _("actual"), "actual"),
        of(month, "month_attainment", _("done"), "attainment"),
        own["status"],
    ]


def _commission(view: View, rep: str | None) -> Report:
    earned = commission.build(view, quarter_of(view.on), rep=rep)
    look = replace(earned.look, names_policy=False)
    return replace(earned, title=_("Commission so far"), totals={} if rep else earned.totals, look=look)
