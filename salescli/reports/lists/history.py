"""The plain history of one thing: what happened, on which day, and who entered it; of what has a richer one, see reports/history."""

from collections.abc import Iterator, Mapping
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import Happening
from salescli.facts.verified import CorrectedField
from salescli.reports.history import changed_words
from salescli.reports.history.words import categories, channels, joined, kinds, said
from salescli.reports.put_right import put_right
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
    notes = [note for id in of.values() for note in _put_right(view, id)]
    return view.report(name, title, _columns(), rows, rests_on_policy=False, notes=notes)


def _put_right(view: View, id: int) -> Iterator[str]:
    """What was put right of the thing itself, which stands above as it is now."""
    for one in view.ledger.read("corrections_of", CorrectedField, id=id):
        told = put_right(view, one.id, one.recorded_at)
        yield _("Put right by {who}, {id}: {changed}; {why}.").format(
            who=one.recorded_by, id=f"#{view.ledger.show_id(one.id)}", changed=changed_words(told), why=told.why
        )


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
