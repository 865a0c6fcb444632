"""The way in for statements: a period is closed and everybody's figures of it are kept; how they are reckoned is known elsewhere."""

from datetime import date, timedelta
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Annotated

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.closed import Closing
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
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would be kept, write nothing"))] = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a statement for everybody who is appraised or paid in the period."""
    asked: Asked = ctx.obj
    if dry_run:
        _show(asked, over, as_json)
        return
    with asked.recording() as ledger:
        view = _view(asked, ledger)
        closed = _period(view, over)
        refuse(view, closed)
        authority.refuse_without_post(asked, ledger, view.on)
        ids, before = keep(view, closed, note), _open_before(view, closed)
    said = ngettext("Closed {period} · {count} statement", "Closed {period} · {count} statements", len(ids))
    typed.answer(ledger, ids[-1], said.format(period=closed.name, count=len(ids)), as_json)
    if before:
        typed.warn(before)


def _show(asked: Asked, over: str, as_json: bool) -> None:
    """A dry run: what would be kept."""
    from salescli.reports import statement
    from salescli.reports.view import looking

    asked.format = asked.format or ("json" if as_json else None)
    with looking(asked) as view:
        closed = _period(view, over)
        refuse(view, closed)
        asked.show(statement.draft(view, closed))


def _view(asked: Asked, ledger: Ledger) -> "View":
    from salescli.reports.view import View, versions_of

    return View(ledger, asked.day(ledger), asked.lang, versions_of(ledger, asked.lang))


def _period(view: "View", text: str) -> "Period":
    return period.parse_period(text, view.on, in_force.fiscal_year_starts(view.ledger, view.on))


def refuse(view: "View", over: "Period") -> None:
    """A period is closed once, when it is over, and not on a day before the last closing or after today.

    Raises:
        Refused: one of these, or nobody has figures in it.
    """
    from salescli.reports.closed import closing_of

    today = period.today(view.ledger.zone)
    if view.on < over.end:
        raise Refused(
            _("{period} ends on {last}; it can be closed from {open} on.").format(
                period=over.name, last=over.last.isoformat(), open=over.end.isoformat()
            )
        )
    if view.on > today:
        raise Refused(
            _("{day} is not yet: a period is closed today or on an earlier day.").format(day=view.on.isoformat())
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
    _refuse_before_others(view)


def _refuse_before_others(view: "View") -> None:
    """Closings follow one another: a later one rests on what was closed before it."""
    from salescli.reports.trued_up import name_of

    later = [one for one in view.ledger.read("closings", Closing, on=date.max) if one.closed_on > view.on]
    if later:
        raise Refused(
            _("{period} was closed on {day}; what is closed after it is not closed on an earlier day, {given}.").format(
                period=name_of(later[-1].starts_on, later[-1].ends_on),
                day=later[-1].closed_on.isoformat(),
                given=view.on.isoformat(),
            )
        )


def keep(view: "View", over: "Period", note: str | None = None) -> list[int]:
    """Append everybody's statements of a period, all on the same head and at the same instant: known together or not at all.

    Raises:
        Refused: nobody has figures in it, or somebody's pay cannot be reckoned.
    """
    from salescli.reports.commission import staff_of
    from salescli.reports.statement import kept_of

    staff = staff_of(view)
    ledger, head, kept = view.ledger, view.ledger.reached().text, kept_of(view, over)
    if not kept:
        raise Refused(_("Nobody is appraised or paid in {period}; there is nothing to close.").format(period=over.name))
    now = ledger.instant()
    running = [piece.version.digest for piece in view.versions.between(over.start, over.end)]
    return [
        ledger.append(
            "statement",
            view.on,
            note=note,
            recorded_at=now,
            rep_id=staff.by_code[rep].id,
            starts_on=over.start,
            ends_on=over.end,
            figures=figures,
            policy_digest=";".join(dict.fromkeys(running)),
            ledger_head=head,
        )
        for rep, figures in kept.items()
    ]


def _open_before(view: "View", over: "Period") -> str:
    """That months before a period are open still, in a sentence; "" where there are none."""
    from salescli.reports.closed import open_before

    months = open_before(view, over)
    said = ngettext(
        "{first} before it is open still; what it pays is not kept yet.",
        "{first} … {last} before it are open still; what they pay is not kept yet.",
        len(months),
    )
    return said.format(first=months[0].name, last=months[-1].name) if months else ""
