"""The reports of targets and pay as commands; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.reports.registration.options import Over, Rep, Team, looking_at, one_of, period_of, registry, show_people
from salescli.reports.view import looking

app = registry()


@app.command("targets", help=_("Targets and what was reached. Example: salescli targets --period 2024Q1"))
def targets(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the targets."""
    from salescli.reports import targets as report

    show_people(ctx.obj, report.build, over, rep, team)


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
    one_of(rep=rep, team=team)
    with looking_at(asked, over) as (view, period):
        asked.show(report.build(view, period, rep=rep, team=team, lines=lines))


@app.command("bonus", help=_("Every bonus, line by line. Example: salescli bonus --period 2024Q4 --rep zw"))
def bonus(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the bonuses."""
    from salescli.reports import bonus as report

    show_people(ctx.obj, report.build, over, rep, team)


@app.command(
    "penalties", help=_("Every penalty with its reason, waived ones too. Example: salescli penalties --period 2024-12")
)
def penalties(ctx: typer.Context, over: Over, rep: Rep = None, team: Team = None) -> None:
    """Show the penalties."""
    from salescli.reports import penalties as report

    show_people(ctx.obj, report.build, over, rep, team)


@app.command("pay", help=_("Pay before tax; of one rep, the payslip. Example: salescli pay --period 2024-12 --rep zw"))
def pay(
    ctx: typer.Context,
    over: Over,
    measure: Annotated[
        str | None,
        typer.Argument(
            metavar="MEASURE",
            help=_("with --curve: contract_amount, collected, units_sold; else the one with a target"),
        ),
    ] = None,
    rep: Rep = None,
    team: Team = None,
    curve: Annotated[
        bool, typer.Option("--curve", help=_("of one rep, what would be paid from 0 to 150 % of the target"))
    ] = False,
) -> None:
    """Show the pay, or the pay curve of a rep."""
    from salescli.reports import curve as drawn
    from salescli.reports import pay as report

    asked: Asked = ctx.obj
    check_curve(curve, measure, rep)
    if not curve or rep is None:
        show_people(asked, report.build, over, rep, team)
        return
    one_of(rep=rep, team=team)
    with looking_at(asked, over) as (view, period):
        asked.show(drawn.build(view, period, rep, measure))


def check_curve(curve: bool, measure: str | None, rep: str | None) -> None:
    """Refuse a measure without a curve, and a curve of nobody."""
    if measure is not None and not curve:
        raise WrongUse(_("{given} is no option of pay; a measure belongs to --curve.").format(given=repr(measure[:40])))
    if curve and rep is None:
        raise WrongUse(_("A pay curve is of one rep; say whose with --rep."))


@app.command("statement", help=_("What was kept when a period was closed. Example: salescli statement 2024Q1 zw"))
def statement(
    ctx: typer.Context,
    over: Annotated[str, typer.Argument(metavar="PERIOD", help=_("a closed month, quarter, half or year"))],
    rep: Annotated[str | None, typer.Argument(help=_("whose: code, name or a part of it"))] = None,
) -> None:
    """Show the statements."""
    from salescli.reports import statement as report

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(report.build(view, period_of(view, over), rep=rep))


@app.command("disputes", help=_("The questions on figures and their answers. Example: salescli disputes --open"))
def disputes(
    ctx: typer.Context,
    rep: Rep = None,
    only_open: Annotated[bool, typer.Option("--open", help=_("only those without an answer"))] = False,
) -> None:
    """Show the disputes."""
    from salescli.reports import disputes as report

    asked: Asked = ctx.obj
    one_of(rep=rep)
    with looking(asked) as view:
        asked.show(report.build(view, rep=rep, only_open=only_open))
