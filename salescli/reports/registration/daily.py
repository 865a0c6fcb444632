"""The reports of every day as commands: what is to be done, what was said and done; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.reports.registration.options import Rep, Team, one_of, registry
from salescli.reports.view import looking

app = registry()


@app.command("remind", help=_("What is to be done now, most urgent first. Example: salescli remind --rep zw --days 3"))
def remind(
    ctx: typer.Context,
    rep: Rep = None,
    team: Team = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("everybody's reminders"))] = False,
    days: Annotated[int | None, typer.Option("--days", min=0, max=3650, help=_("how many days ahead"))] = None,
    check: Annotated[bool, typer.Option("--check", help=_("exit 10 when something is due"))] = False,
) -> None:
    """Show the reminders."""
    from salescli.reports import remind as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team, all=everybody)
    with looking(asked) as view:
        found = report.build(view, rep=rep, team=team, everybody=everybody, days=days)
    if found.rows or not asked.unattended:
        asked.show(found)
    if check and found.rows:
        raise typer.Exit(10)
