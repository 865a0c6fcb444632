"""The way in for statements: a period is closed and everybody's figures of it are kept; how they are reckoned is known elsewhere."""

from collections.abc import Mapping
from datetime import timedelta
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Annotated

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import Refused
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import authority, in_force, typed

if TYPE_CHECKING:
    from salescli.period import Period
    from salescli.reports.view import View

app = typed.room()


@app.command("close", help=_("Freeze everybody's figures of a period that is over. Example: salescli close 2024Q1"))
def close(
    ctx: typer.Context,
    over: Annotated[str, typer.Argument(metavar="PERIOD", help=_("a month, quarter, half or year: 2024-03, 2024Q1"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a statement for everybody who is appraised or paid in the period."""
    from salescli.reports.statement import kept_of

    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        view = _view(asked, ledger)
        closed = period.parse_period(over, view.on, in_force.fiscal_year_starts(ledger, view.on))
        _refuse(view, closed)
        authority.refuse_without_post(asked, ledger, view.on)
        ids = _keep(view, closed, kept_of(view, closed), note)
    said = ngettext("Closed {period} · {count} statement", "Closed {period} · {count} statements", len(ids))
    typed.answer(ledger, ids[-1], said.format(period=closed.name, count=len(ids)), as_json)


def _view(asked: Asked, ledger: Ledger) -> "View":
    from salescli.reports.view import View, versions_of

    return View(ledger, asked.day(ledger), asked.lang, versions_of(ledger))


def _refuse(view: "View", over: "Period") -> None:
    """A period is closed once, and when it is over.

    Raises:
        Refused: it is not over, was closed before, or nobody has figures in it.
    """
    from salescli.reports.closed import closing_of

    if view.on < over.end:
        raise Refused(
            _("{period} ends on {last}; it can be closed from {open} on.").format(
                period=over.name, last=over.last.isoformat(), open=over.end.isoformat()
            )
        )
    there = closing_of(view, over)
    if there is not None:
        raise Refused(
            _("{period} was closed on {day} already, with {first} … {last}.").format(
                period=over.name,
                day=there.closed_on.isoformat(),
                first=there.starts_on.isoformat(),
                last=(there.ends_on - timedelta(days=1)).isoformat(),
            )
        )


def _keep(view: "View", over: "Period", kept: Mapping[str, str], note: str | None) -> list[int]:
    """Append the statements, all on the same head."""
    ledger, head = view.ledger, view.ledger.reached().text
    if not kept:
        raise Refused(_("Nobody is appraised or paid in {period}; there is nothing to close.").format(period=over.name))
    running = [piece.version.digest for piece in view.versions.between(over.start, over.end)]
    return [
        ledger.append(
            "statement",
            view.on,
            note=note,
            rep_id=names.find(ledger, "rep", rep).id,
            starts_on=over.start,
            ends_on=over.end,
            figures=figures,
            policy_digest=";".join(dict.fromkeys(running)),
            ledger_head=head,
        )
        for rep, figures in kept.items()
    ]
