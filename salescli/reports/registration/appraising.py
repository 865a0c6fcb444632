"""The reports of appraisal as commands, and the reasons of any figure; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.reports.registration.options import Over, Rep, Team, looking_at, one_of, period_of, registry, show_people
from salescli.reports.view import looking

app = registry()


@app.command("appraise", help=_("The appraisal of a period. Example: salescli appraise --period 2024Q1"))
def appraise(
    ctx: typer.Context,
    over: Over,
    rep: Rep = None,
    team: Team = None,
    sheets: Annotated[
        bool,
        typer.Option("--sheets", help=_("everybody's sheet too, a page each: to print from html, xlsx or markdown")),
    ] = False,
) -> None:
    """Show the appraisal."""
    from salescli.reports import appraise as report
    from salescli.reports.closed import settled

    asked: Asked = ctx.obj
    one_of(rep=rep, team=team)
    if sheets and asked.format in ("json", "csv"):
        raise WrongUse(
            _("--sheets is to be read, so not as {format}: as markdown, html or xlsx.").format(format=asked.format)
        )
    with looking(asked) as view:
        period = period_of(view, over)
        with settled(view.laid_over(period), period) as seen:
            asked.show(report.build(seen, period, rep=rep, team=team, now=view, sheets=sheets))


@app.command(
    "assessments",
    help=_("Assessments with count and mean per person and method. Example: salescli assessments --method interview"),
)
def assessments(
    ctx: typer.Context,
    over: Annotated[
        str | None, typer.Option("--period", metavar="PERIOD", help=_("only those of this period: 2024Q1, 2024, A..B"))
    ] = None,
    rep: Rep = None,
    method: Annotated[
        str | None, typer.Option("--method", help=_("only by this method: interview, exam, 面试 …"))
    ] = None,
    purpose: Annotated[
        str | None, typer.Option("--purpose", help=_("only for this purpose: selection, promotion, 选拔 …"))
    ] = None,
    fit: Annotated[
        str | None,
        typer.Option("--fit", metavar="POST", help=_("who fits this post, by what it requires: key or title")),
    ] = None,
) -> None:
    """Show the assessments, or who fits a post by them."""
    from salescli.reports import assessments as report

    asked: Asked = ctx.obj
    one_of(method=method, fit=fit)
    with looking(asked) as view:
        period = period_of(view, over) if over is not None else None
        asked.show(report.build(view, period, rep=rep, method=method, purpose=purpose, fit=fit))


@app.command(
    "standing", help=_("Grades, standards met, and what they recommend. Example: salescli standing --period 2024Q4")
)
def standing(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show where everybody stands."""
    from salescli.reports import standing as report

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
    rep: Annotated[
        str,
        typer.Argument(help=_("whose: code, name or a part of it; of a measure also a team, team:north, or company")),
    ],
    over: Over,
    depth: Annotated[
        int | None, typer.Option("--depth", metavar="N", min=0, help=_("only so many levels of steps; JSON has all"))
    ] = None,
) -> None:
    """Show the reasons of a figure."""
    from salescli.reports import explain as report

    asked: Asked = ctx.obj
    with looking_at(asked, over) as (view, period):
        asked.show(report.build(view, figure, rep, period, depth))
