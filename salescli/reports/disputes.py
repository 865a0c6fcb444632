"""Disputes (异议): the questions that were asked about figures, and their answers; open ones stand on the sheet (figures.md §10)."""

from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.closed import DisputeRow
from salescli.ledger import names
from salescli.period import Period
from salescli.reports import commission
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.figure_words import figure_title
from salescli.reports.trued_up import name_of
from salescli.reports.view import View
from salescli.rules.approval import deciders


def build(view: View, rep: str | None = None, only_open: bool = False) -> Report:
    """The disputes up to the view's day, of one rep where named, open ones first.

    Raises:
        NotFound: no such rep.
    """
    code = names.find(view.ledger, "rep", rep).code if rep else None
    found = [one for one in view.ledger.read("disputes", DisputeRow, on=view.on) if code in (None, one.rep)]
    shown = sorted(
        (one for one in found if not (only_open and one.answer)),
        key=lambda one: (one.answer is not None, one.happened_on),
    )
    rows = [_row(view, one) for one in shown]
    look = Look(emphasis=["soon" if one.answer is None else None for one in shown])
    return view.report("disputes", _("Disputes"), _columns(), rows, rests_on_policy=False, look=look)


def notes_on(view: View, period: Period, rep: str | None = None) -> list[str]:
    """The open disputes about a period, of one rep where given, as sentences."""
    found = view.ledger.read("disputes", DisputeRow, on=view.on)
    said = _("Open dispute #{id} of {rep} on {figure}, {period}: {why}")
    return [
        said.format(
            id=view.ledger.show_id(one.id),
            rep=one.name,
            figure=title(view, one),
            period=name_of(one.starts_on, one.ends_on),
            why=one.why,
        )
        for one in found
        if rep in (None, one.rep) and one.answer is None and one.starts_on < period.end and one.ends_on > period.start
    ]


def may_ask(view: View, asking: int, whose: int) -> bool:
    """Whether a rep may question a figure of another on the view's day: one's own, that of who stands in a team that one leads or
    in one below it, and that of whose requests one decides; both by rep id."""
    staff, day = commission.staff_of(view), view.on
    places = [staff.place_on(team, day) for team in staff.teams_above(whose, day)]
    leads = {place.lead_id for place in places if place is not None}
    return asking == whose or asking in leads or asking in deciders(staff, view.versions.on(day).policy, whose, day)


def title(view: View, one: DisputeRow) -> str:
    """What the figure is called, where its policy is there still."""
    over = Period(one.starts_on, one.ends_on, name_of(one.starts_on, one.ends_on))
    return figure_title(view, over, one.figure) if view.versions else one.figure


def _row(view: View, one: DisputeRow) -> dict[str, Any]:
    return {
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "figure": one.figure,
        "title": title(view, one),
        "over": name_of(one.starts_on, one.ends_on),
        "why": one.why,
        "asked_by": one.recorded_by,
        "state": "open" if one.answer is None else "answered",
        "answer": one.answer,
        "answered_on": one.answered_on,
        "answered_by": one.answered_by,
    }


def _columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date"),
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", pgettext("of a person", "Name")),
        Column("figure", _("Figure"), shown=False),
        Column("title", _("Figure"), data=False),
        Column("over", _("For")),
        Column("why", _("Why"), under="title"),
        Column("asked_by", _("Asked by")),
        Column("state", _("State"), words={"open": _("open"), "answered": _("answered")}),
        Column("answer", _("Answer"), under="title"),
        Column("answered_on", _("Answered on"), "date", under="title"),
        Column("answered_by", _("Answered by"), under="title"),
    ]
