"""The reports of opportunities and what they cost as commands; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.reports.registration.options import Rep, Team, one_of, period_of, registry
from salescli.reports.view import looking

app = registry()


@app.command("funnel", help=_("The sales funnel on a day, or over a period. Example: salescli funnel --on 2024-03-31"))
def funnel(
    ctx: typer.Context,
    over: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help=_("movements over this period instead of a day"))
    ] = None,
) -> None:
    """Show the funnel."""
    from salescli.reports import funnel as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view, period=period_of(view, over) if over else None))


@app.command("forecast", help=_("What is to come in, month by month. Example: salescli forecast --team north"))
def forecast(
    ctx: typer.Context,
    over: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help=_("else this quarter and the next"))
    ] = None,
    rep: Rep = None,
    team: Team = None,
) -> None:
    """Show the forecast."""
    from salescli.reports import forecast as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(report.build(view, period_of(view, over) if over else None, rep=rep, team=team))


@app.command(
    "stuck", help=_("Opportunities too long in their stage, the longest first. Example: salescli stuck --rep zw")
)
def stuck(ctx: typer.Context, rep: Rep = None, team: Team = None) -> None:
    """Show the stuck opportunities."""
    from salescli.reports import stuck as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(report.build(view, rep=rep, team=team))


MaybeOver = Annotated[
    str | None, typer.Option("--period", metavar="PERIOD", help=_("2024Q1, 2024-03, last month; else all days so far"))
]


@app.command(
    "expenses",
    help=_("Expenses with decision and payment, summed. Example: salescli expenses --period 2024Q1 --rep zw"),
)
def expenses(
    ctx: typer.Context,
    over: MaybeOver = None,
    rep: Rep = None,
    team: Team = None,
    is_open: Annotated[bool, typer.Option("--open", help=_("only those not decided, or not paid out yet"))] = False,
) -> None:
    """Show the expenses."""
    _show_requests(ctx.obj, "expenses", over, rep, team, is_open)


@app.command(
    "trips", help=_("Trips with decision, report and cost, summed. Example: salescli trips --period 2024Q1 --open")
)
def trips(
    ctx: typer.Context,
    over: MaybeOver = None,
    rep: Rep = None,
    team: Team = None,
    is_open: Annotated[bool, typer.Option("--open", help=_("only those not decided, or not reported yet"))] = False,
) -> None:
    """Show the trips."""
    _show_requests(ctx.obj, "trips", over, rep, team, is_open)


def _show_requests(asked: Asked, name: str, over: str | None, rep: str | None, team: str | None, is_open: bool) -> None:
    """Show expenses or trips; the period is the days on which they were asked for, or on which they begin."""
    from salescli.ledger import names
    from salescli.reports import lists

    build = {"expenses": lists.expenses, "trips": lists.trips}[name]
    one_of(rep=rep, team=team)
    with looking(asked) as view:
        named = names.find(view.ledger, "rep", rep) if rep else None
        period = period_of(view, over) if over else None
        asked.show(build(view, named, period=period, team=team, is_open=is_open))


@app.command(
    "profit",
    help=_("What opportunities brought in less what they cost. Example: salescli profit --period 2024Q1 --by rep"),
)
def profit(
    ctx: typer.Context,
    opportunity: Annotated[str | None, typer.Argument(help=_("only this one: name, a part of it, code or id"))] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", metavar="WHAT", help=_("a row for each opportunity, customer, or rep (shared)")),
    ] = None,
    over: MaybeOver = None,
    rep: Rep = None,
    team: Team = None,
) -> None:
    """Show the profit."""
    from salescli.reports import profit as report

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(report.build(view, period_of(view, over) if over else None, opportunity, by, rep, team))
