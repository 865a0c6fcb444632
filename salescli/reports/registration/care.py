"""The reports that care for the ledger as commands: whether it can be trusted, what to repair, what was recorded; none is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import LedgerUnusable
from salescli.reports.registration.options import Rep, Team, one_of, period_of, registry
from salescli.reports.view import looking

app = registry()


@app.command(
    "verify",
    help=_(
        "Whether the ledger can be trusted: nothing changed, removed or damaged, and the figures' rules hold. "
        "Exit 5 when it cannot. Example: salescli verify"
    ),
)
def verify(
    ctx: typer.Context,
    statements: Annotated[
        bool | None,
        typer.Option(
            "--statements/--no-statements", help=_("recompute every closed period, or none; else the latest two")
        ),
    ] = None,
    head: Annotated[
        str | None,
        typer.Option("--head", metavar="HEX", help=_("the head on an earlier sheet; the ledger must have had it once")),
    ] = None,
) -> None:
    """Show what is wrong with the ledger."""
    from salescli.reports import verify as report

    asked: Asked = ctx.obj
    found = report.build(asked, statements, head)
    asked.show(found)
    if said := report.refusal(found, asked.path):
        raise LedgerUnusable(said)


@app.command(
    "journal",
    help=_(
        "What was recorded, the latest first, and what became of it. Example: salescli journal --period yesterday --by zw"
    ),
)
def journal(
    ctx: typer.Context,
    over: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help=_("recorded in it, else in the last 7 days"))
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="WHO", help=_("only what this person recorded"))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("only these facts: receipt, follow_up, void, …"))] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000_000, help=_("how many are shown, the latest"))] = 100,
) -> None:
    """Show what was recorded."""
    from salescli.reports import journal as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view, period_of(view, over) if over else None, by, kind, most))


@app.command(
    "doctor",
    help=_("What somebody should repair, each with the command that does it. Example: salescli doctor --rep zw"),
)
def doctor(
    ctx: typer.Context,
    rep: Rep = None,
    team: Team = None,
    everything: Annotated[bool, typer.Option("--all", help=_("every single one, not the first of each kind"))] = False,
) -> None:
    """Show what is to be repaired."""
    from salescli.reports import doctor as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(report.build(view, rep, team, everything))
