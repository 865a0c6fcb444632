"""Disputes (异议): the questions that were asked about figures, and their answers; open ones stand on the sheet (figures.md §10)."""

from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.closed import DisputeRow
from salescli.ledger import names
from salescli.reports.report import Column, Look, Report
from salescli.reports.trued_up import name_of
from salescli.reports.view import View


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


def open_of(view: View, rep: str, start: Any, end: Any) -> list[DisputeRow]:
    """A rep's open disputes about periods that share days with [start, end)."""
    found = view.ledger.read("disputes", DisputeRow, on=view.on)
    return [
        one for one in found if one.rep == rep and one.answer is None and one.starts_on < end and one.ends_on > start
    ]


def _row(view: View, one: DisputeRow) -> dict[str, Any]:
    return {
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "figure": one.figure,
        "over": name_of(one.starts_on, one.ends_on),
        "why": one.why,
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
        Column("figure", _("Figure")),
        Column("over", _("For")),
        Column("why", _("Why"), under="figure"),
        Column("state", _("State"), words={"open": _("open"), "answered": _("answered")}),
        Column("answer", _("Answer"), under="figure"),
        Column("answered_on", _("Answered on"), "date", under="figure"),
        Column("answered_by", _("Answered by"), under="figure"),
    ]
