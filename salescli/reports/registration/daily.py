"""The reports of every day as commands: what is to be done, what was said and done; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.reports.registration.options import Over, Rep, Team, one_of, period_of, registry, show_people
from salescli.reports.view import looking

app = registry()


@app.command(
    "remind",
    help=_(
        "What is to be done now, then what is good to know. The most days over come first, then the largest amount, "
        "then the name. Where there is nothing, nothing is printed into a pipe, so that cron sends no mail; csv and json keep "
        "their header. Example: salescli remind --rep zw --days 3"
    ),
)
def remind(
    ctx: typer.Context,
    rep: Rep = None,
    team: Team = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("everybody's reminders"))] = False,
    days: Annotated[int | None, typer.Option("--days", min=0, max=3650, help=_("how many days ahead"))] = None,
    check: Annotated[bool, typer.Option("--check", help=_("exit 10 when there is something to do now"))] = False,
) -> None:
    """Show the reminders."""
    from salescli.reports import remind as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team, all=everybody)
    with looking(asked) as view:
        found = report.build(view, rep=rep, team=team, everybody=everybody, days=days)
    if found.rows or not asked.unattended:
        asked.show(found)
    if check and report.is_due(found):
        raise typer.Exit(10)


@app.command("search", help=_("Find every text that somebody wrote. Example: salescli search 报价 华北 --rep zw"))
def search(
    ctx: typer.Context,
    text: Annotated[list[str], typer.Argument(help=_("words that must all be there, or a telephone number"))],
    kind: Annotated[
        str | None, typer.Option("--kind", help=_("only these facts: follow_up, customer, contact, task, …"))
    ] = None,
    rep: Rep = None,
    over: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help=_("only what happened in it: 2024Q1, last month"))
    ] = None,
    most: Annotated[int, typer.Option("--most", min=1, max=1_000_000, help=_("how many are shown, the latest"))] = 20,
) -> None:
    """Show the latest facts in which the words stand."""
    from salescli.reports import search as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        period = period_of(view, over) if over is not None else None
        asked.show(report.build(view, " ".join(text), kind, rep, period, most))


@app.command("workload", help=_("What everybody did in a period. Example: salescli workload --period 2024-03"))
def workload(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the work done."""
    from salescli.reports import workload as report

    show_people(ctx.obj, report.build, over, rep, team)


@app.command(
    "history", help=_("All that happened with a customer, opportunity or rep. Example: salescli history 风机改造")
)
def history(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("customer, opportunity or rep: name, a part of it, code or id"))],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=_("what it is: customer, opportunity or rep"))
    ] = None,
    over: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help=_("only this period; of a rep else the last 30 days")),
    ] = None,
) -> None:
    """Show the history."""
    from salescli.reports import history as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view, name, report.kind_of(kind), period_of(view, over) if over else None))
