"""The reports of appraisal as commands, and the reasons of any figure; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.reports.registration.options import Over, Rep, Team, period_of, registry, show_people
from salescli.reports.view import looking

app = registry()


@app.command("appraise", help=_("The appraisal of a period. Example: salescli appraise --period 2024Q1"))
def appraise(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the appraisal."""
    from salescli.reports import appraise as report

    show_people(ctx.obj, report.build, over, rep, team)


@app.command("measures", help=_("Every measure with its definition, unit and which way is better."))
def measures(ctx: typer.Context) -> None:
    """Show the measures."""
    from salescli.reports import measures as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view))


@app.command("explain", help=_("Why a figure is what it is. Example: salescli explain commission zw --period 2024Q1"))
def explain(
    ctx: typer.Context,
    figure: Annotated[
        str,
        typer.Argument(
            help=_("which figure: pay, base, commission, bonus:KEY, penalty, score, a measure, attainment:MEASURE, …")
        ),
    ],
    rep: Annotated[str, typer.Argument(help=_("whose: code, name or a part of it"))],
    over: Over,
) -> None:
    """Show the reasons of a figure."""
    from salescli.reports import explain as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view, figure, rep, period_of(view, over)))
