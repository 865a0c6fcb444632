"""The reports of opportunities and what they cost as commands; no report is made here."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.reports.registration.options import period_of, registry
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
