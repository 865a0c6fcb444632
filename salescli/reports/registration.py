"""The reports as commands: what each takes on the command line, and which build() it calls; no report is made here."""

from collections.abc import Callable
from datetime import date
from gettext import gettext as _
from typing import Annotated

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.period import Period
from salescli.reports.report import Report
from salescli.reports.view import View, looking

app = typer.Typer(rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})

Over = Annotated[str, typer.Option("--period", metavar="PERIOD", help=_("2024Q1, 2024-03, last month, 上季度, A..B"))]
Rep = Annotated[str | None, typer.Option("--rep", metavar="REP", help=_("only this rep: code, name or a part of it"))]
Team = Annotated[str | None, typer.Option("--team", metavar="TEAM", help=_("only this team and the teams below it"))]


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
    _one_of(rep=rep, team=team, all=everybody)
    with looking(asked) as view:
        found = report.build(view, rep=rep, team=team, everybody=everybody, days=days)
    if found.rows or not asked.unattended:
        asked.show(found)
    if check and found.rows:
        raise typer.Exit(10)


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
        asked.show(report.build(view, period=_period(view, over) if over else None))


@app.command("targets", help=_("Targets and what was reached. Example: salescli targets --period 2024Q1"))
def targets(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the targets."""
    from salescli.reports import targets as report

    _show_people(ctx.obj, report.build, over, rep, team)


@app.command(
    "commission", help=_("Commission per rep, or per line. Example: salescli commission --period 2024Q1 --lines")
)
def commission(
    ctx: typer.Context,
    over: Over,
    rep: Rep = None,
    team: Team = None,
    lines: Annotated[bool, typer.Option("--lines", help=_("a line for each fact that changed it"))] = False,
) -> None:
    """Show the commission."""
    from salescli.reports import commission as report

    asked: Asked = ctx.obj
    _one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(report.build(view, _period(view, over), rep=rep, team=team, lines=lines))


@app.command("bonus", help=_("Every bonus, line by line. Example: salescli bonus --period 2024Q4 --rep zw"))
def bonus(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the bonuses."""
    from salescli.reports import bonus as report

    _show_people(ctx.obj, report.build, over, rep, team)


@app.command(
    "penalties", help=_("Every penalty with its reason, waived ones too. Example: salescli penalties --period 2024-12")
)
def penalties(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the penalties."""
    from salescli.reports import penalties as report

    _show_people(ctx.obj, report.build, over, rep, team)


@app.command("pay", help=_("Pay before tax; of one rep, the payslip. Example: salescli pay --period 2024-12 --rep zw"))
def pay(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the pay."""
    from salescli.reports import pay as report

    _show_people(ctx.obj, report.build, over, rep, team)


@app.command("appraise", help=_("The appraisal of a period. Example: salescli appraise --period 2024Q1"))
def appraise(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the appraisal."""
    from salescli.reports import appraise as report

    _show_people(ctx.obj, report.build, over, rep, team)


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
        asked.show(report.build(view, figure, rep, _period(view, over)))


def _show_people(asked: Asked, build: Callable[..., Report], over: str, rep: str | None, team: str | None) -> None:
    """Show what a report builds of a period, of everybody or of the rep or team named."""
    _one_of(rep=rep, team=team)
    with looking(asked) as view:
        asked.show(build(view, _period(view, over), rep=rep, team=team))


def _period(view: View, text: str) -> Period:
    """The period a person typed, seen from the view's day; the fiscal year is the policy's of that day."""
    return period.parse_period(text, view.on, _fiscal_year_starts(view, view.on))


def _fiscal_year_starts(view: View, day: date) -> int:
    return view.versions.on(day).policy.calendar.fiscal_year_starts or 1


def _one_of(**given: object) -> None:
    """Refuse two answers to the question whose report it is."""
    for name, value in given.items():
        if isinstance(value, str) and not value.strip():  # "$REP" of a script where it is not set: never everybody
            raise WrongUse(_("The option {name} is empty; give a name, or leave it out.").format(name=f"--{name}"))
    options = [f"--{name}" for name, value in given.items() if value]
    if len(options) > 1:
        raise WrongUse(_("{options} exclude each other; give one of them.").format(options=" / ".join(options)))
