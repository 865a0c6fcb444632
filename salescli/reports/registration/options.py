"""What the reports' commands share: their common options, and how a period, one rep or a team is meant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from gettext import gettext as _
from typing import Annotated

import typer

from salescli import period as periods
from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.period import Period
from salescli.reports import closed
from salescli.reports.report import Report
from salescli.reports.view import View, looking

Over = Annotated[str, typer.Option("--period", metavar="PERIOD", help=_("2024Q1, 2024-03, last month, 上季度, A..B"))]
Rep = Annotated[str | None, typer.Option("--rep", metavar="REP", help=_("only this rep: code, name or a part of it"))]
Team = Annotated[str | None, typer.Option("--team", metavar="TEAM", help=_("only this team and the teams below it"))]


def registry() -> typer.Typer:
    """An empty set of report commands."""
    return typer.Typer(rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


def show_people(asked: Asked, build: Callable[..., Report], over: str, rep: str | None, team: str | None) -> None:
    """Show what a report builds of a period, of everybody or of the rep or team named."""
    one_of(rep=rep, team=team)
    with looking_at(asked, over) as (view, period):
        asked.show(build(view, period, rep=rep, team=team))


@contextmanager
def looking_at(asked: Asked, over: str) -> Iterator[tuple[View, Period]]:
    """The view from which a period typed is to be seen, a closed one as it was closed, and the period.

    Another policy (--policy) counts from the period's first day on.
    """
    with looking(asked) as view:
        period = period_of(view, over)
        with closed.settled(view.laid_over(period), period) as seen:
            yield seen, period


def period_of(view: View, text: str) -> Period:
    """The period a person typed, seen from the view's day; the fiscal year is the policy's of that day."""
    return periods.parse_period(text, view.on, _fiscal_year_starts(view, view.on))


def _fiscal_year_starts(view: View, day: date) -> int:
    return view.versions.on(day).policy.calendar.fiscal_year_starts or 1


def one_of(**given: object) -> None:
    """Refuse two answers to the question whose report it is."""
    options = [f"--{name}" for name, value in given.items() if value]
    if len(options) > 1:
        raise WrongUse(_("{options} exclude each other; give one of them.").format(options=" / ".join(options)))
