"""What the commands that record tasks, leave, goals, feedback, reviews and assessments share; no kind of fact is known here."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.facts.recorded import Act
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import in_force, typed

if TYPE_CHECKING:
    from salescli.period import Period
    from salescli.reports.view import View

T = TypeVar("T")

Rep = Annotated[str, typer.Argument(metavar="REP", help=_("rep: code, name or a part of it"))]
Whose = Annotated[str | None, typer.Option("--rep", help=_("only this rep's"))]
Over = Annotated[str | None, typer.Option("--period", metavar="PERIOD", help=_("2024Q1, 2024-03, last month, A..B"))]


def employed(ledger: Ledger, text: str, day: date) -> Named:
    """The rep meant, who must be employed on the day; the day of departing is the last one."""
    named = names.find(ledger, "rep", text)
    refuse_unless_employed(ledger, named, day)
    return named


def refuse_unless_employed(ledger: Ledger, rep: Named | Owned, day: date) -> None:
    """Refuse somebody who has left before the day, or was not hired by then.

    Raises:
        Refused: with the last day, or how a hiring is recorded.
    """
    latest = ledger.read("rep_act_on", Act, rep_id=rep.id, day=day)
    if not latest:
        raise Refused(
            _("{name} is not employed on {day}; `salescli rep hire` records a hiring.").format(
                name=typed.shown(rep.label), day=day.isoformat()
            )
        )
    if latest[0].act == "depart" and latest[0].happened_on < day:
        raise Refused(
            _("{name} departed on {last}, before {day}.").format(
                name=typed.shown(rep.label), last=latest[0].happened_on.isoformat(), day=day.isoformat()
            )
        )


def standing(ledger: Ledger, id: int, found: list[T]) -> T:
    """The fact that a query found by its id.

    Raises:
        Refused: it was voided.
    """
    if found:
        return found[0]
    raise Refused(_("The fact {id} was voided; it counts no more.").format(id=ledger.show_id(id)))


def number(text: str, what: str) -> Decimal:
    """A plain number, not negative, exactly as typed: 85, 7.5.

    Args:
        what: what the number is, in the person's language.

    Raises:
        WrongUse: anything else; an exponent, a sign, more than 12 digits on a side of the point.
    """
    if re.fullmatch(r"[0-9]{1,12}(\.[0-9]{1,12})?", text.strip()):
        return Decimal(text.strip())
    raise WrongUse(
        _("{what} is a plain number, for instance 85 or 7.5, not {given}.").format(what=what, given=repr(text[:40]))
    )


@contextmanager
def looking(asked: Asked, rep: str | None, over: str | None) -> "Iterator[tuple[View, Named | None, Period | None]]":
    """The view of a list, whose it shall be and of which period (None: everybody's, of any)."""
    from salescli import period
    from salescli.reports import view as views

    with views.looking(asked) as view:
        whose = names.find(view.ledger, "rep", rep) if rep is not None else None
        if over is None:
            yield view, whose, None
            return
        # The policy is asked only where its fiscal year matters: there may be none in force yet.
        is_fiscal = over.strip().lower().startswith("fy")
        starts = in_force.fiscal_year_starts(view.ledger, view.on) if is_fiscal else 1
        yield view, whose, period.parse_period(over, view.on, starts)
