"""The way in for trips: requests to travel for an opportunity; what is decided of them and what they came to is apart."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.facts.names import Owned
from salescli.ledger import names
from salescli.record import typed

app = typed.room()
trip = typed.group(app, "trip", _("Trips asked for, decided and reported. Example: salescli trip list --rep zw"))


@trip.command(
    "request",
    help=_(
        "Ask to travel. Example: salescli trip request --opportunity 扩产 --to 太原 --from-day fri --to-day +6d --cost 1200"
    ),
)
def request(
    ctx: typer.Context,
    opportunity: Annotated[str, typer.Option("--opportunity", help=_("what the trip is for"))],
    to: Annotated[str, typer.Option("--to", help=_("where it goes"))],
    from_day: Annotated[str, typer.Option("--from-day", help=_("the first day"))],
    to_day: Annotated[str | None, typer.Option("--to-day", help=_("the last day, else the first"))] = None,
    cost: Annotated[str | None, typer.Option("--cost", help=_("what it will cost"))] = None,
    rep: Annotated[
        str | None, typer.Option("--rep", help=_("who travels, else the acting rep, else the owner"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a request to travel, made on the day of --on."""
    asked: Asked = ctx.obj
    place, minor = typed.name(to, _("The place")), typed.amount(cost)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        first, last = _days(from_day, to_day, day)
        deal = names.find(ledger, "opportunity", opportunity)
        owner = ledger.read("opportunity_owner_on", Owned, opportunity_id=deal.id, day=day)
        whose = typed.chosen_rep(asked, ledger, rep, owner)
        days: dict[str, Any] = {"from_day": first, "to_day": last}
        id = ledger.append(
            "trip", day, note=note, rep_id=whose.id, opportunity_id=deal.id, destination=place, cost=minor, **days
        )
        price = [typed.priced(minor, ledger)] if minor is not None else []
    typed.answer(ledger, id, " · ".join([_sentence(place, first, last), whose.name, deal.name, *price]), as_json)


@trip.command("list", help=_("Trips with what was decided and reported."))
def list_(
    ctx: typer.Context,
    rep: Annotated[str | None, typer.Option("--rep", help=_("only this rep's"))] = None,
) -> None:
    """Show the trips."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(lists.trips(view, names.find(view.ledger, "rep", rep) if rep else None))


def _days(from_day: str, to_day: str | None, today: date) -> tuple[date, date]:
    """The first and the last day, both included; a bare weekday is the coming one.

    Raises:
        WrongUse: the trip ends before it begins.
    """
    first = period.parse_day(from_day, today, ahead=True)
    last = period.parse_day(to_day, today, ahead=True) if to_day else first
    if last < first:
        raise WrongUse(
            _("The trip would end on {last}, before it begins on {first}; --to-day is its last day.").format(
                first=first.isoformat(), last=last.isoformat()
            )
        )
    return first, last


def _sentence(place: str, first: date, last: date) -> str:
    count = (last - first).days + 1
    length = ngettext("{count} day", "{count} days", count).format(count=count)
    return _("Requested a trip to {place} from {first} to {last}, {days}").format(
        place=place, first=first.isoformat(), last=last.isoformat(), days=length
    )
