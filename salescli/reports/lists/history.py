"""The plain history of one thing: what happened, on which day, and who entered it; of what has a richer one, see reports/history."""

from collections.abc import Mapping
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import Happening
from salescli.reports.history.words import categories, channels, joined, kinds, said
from salescli.reports.report import Column, Report
from salescli.reports.view import View

__all__ = ["categories", "channels", "history", "joined"]


def history(view: View, query: str, name: str, title: str, titles: Mapping[str, str], **of: int) -> Report:
    """One line for each fact about a thing, up to the view's day.

    Args:
        query: the shelf's, of Happening rows; name: the report's.
        titles: what the policy calls its stages and posts.
        of: the id of the thing, as the query asks for it.
    """
    happenings = view.ledger.read(query, Happening, day=view.on, **of)
    rows = [_row(view, one, titles) for one in happenings]
    return view.report(name, title, _columns(), rows, rests_on_policy=False)


def _row(view: View, one: Happening, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "happened_on": one.happened_on,
        "kind": one.kind,
        "text": joined(said(one, titles, view.ledger.currency), one.note),
        "amount": one.amount,
        "recorded_by": one.recorded_by,
        "recorded_at": one.recorded_at,
        "id": view.ledger.show_id(one.id),
    }


def _columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date"),
        Column("kind", _("What"), words=kinds()),
        Column("text", _("Text"), under="kind"),
        Column("amount", _("Amount"), "money", words={None: ""}),
        Column("recorded_by", _("Entered by")),
        Column("recorded_at", _("Entered at"), shown=False),
        Column("id", _("Id")),
    ]
