"""The way in for trips: requests to travel for an opportunity, held to their limits, and what the trip came to; decisions are apart."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Owned
from salescli.facts.requested import Request, TripDays, TripReport
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import decision, evidence, typed

app = typed.room()
LONGEST = 366  # days; a longer trip is a slip in the year

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
    from salescli.reports import limited

    asked: Asked = ctx.obj
    place, minor = typed.name(to, _("The place")), typed.amount(cost)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        first, last = _days(from_day, to_day, day)
        deal = names.find(ledger, "opportunity", opportunity)
        owner = ledger.read("opportunity_owner_on", Owned, opportunity_id=deal.id, day=day)
        whose = typed.chosen_rep(asked, ledger, rep, owner)
        refuse_days(ledger, whose, day, first, last)
        checked = decision.held(limited.trip(decision.view_of(asked, ledger), deal, first, last))
        days: dict[str, Any] = {"from_day": first, "to_day": last, "limit_note": checked.note}
        id = ledger.append(
            "trip", day, note=note, rep_id=whose.id, opportunity_id=deal.id, destination=place, cost=minor, **days
        )
        price = [typed.priced(minor, ledger)] if minor is not None else []
        warnings = [*checked.warnings, *decision.undecidable(asked, ledger, whose)]
    typed.answer(ledger, id, " · ".join([_sentence(place, first, last), whose.name, deal.name, *price]), as_json)
    for warning in warnings:
        typed.warn(warning)
    typed.warn_ahead(ledger, day)


@trip.command("approve", help=_("Approve a trip and its cost. Example: salescli trip approve 1043 --as lz"))
def approve(
    ctx: typer.Context,
    id: decision.Id,
    amount: decision.Granted = None,
    why: decision.MaybeWhy = None,
    over_limit: decision.OverLimit = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record an approval on the day of --on, by the acting rep."""
    decision.approve(ctx.obj, "trip", id, amount, why, over_limit, note, as_json)


@trip.command("reject", help=_('Reject a trip. Example: salescli trip reject 1043 --why "a call will do" --as lz'))
def reject(
    ctx: typer.Context,
    id: decision.Id,
    why: decision.Why,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a rejection on the day of --on, by the acting rep."""
    decision.reject(ctx.obj, "trip", id, why, note, as_json)


@trip.command("settle", help=_("Pay out an approved trip's cost. Example: salescli trip settle 1043 --amount 1180"))
def settle(
    ctx: typer.Context,
    id: decision.Id,
    amount: decision.Paid = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a payment on the day of --on."""
    decision.settle(ctx.obj, "trip", id, amount, note, as_json)


@trip.command(
    "report", help=_('What a trip came to. Example: salescli trip report 1043 "they will sign in May" --cost 1180')
)
def report(
    ctx: typer.Context,
    id: decision.Id,
    outcome: Annotated[str, typer.Argument(help=_("what came of it"))],
    cost: Annotated[str | None, typer.Option("--cost", help=_("what it cost, without the days' labour"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record the report of a trip that has begun; a second one replaces the first."""
    asked: Asked = ctx.obj
    said, given = typed.words(outcome, _("The outcome")), typed.amount(cost)
    with asked.recording() as ledger:
        day, request = asked.day(ledger), decision.of_id(ledger, "trip", id)
        approved = reportable(ledger, request, day)
        before = reported(ledger, request, day)
        spent = given if given is not None or before is None else before.cost
        fact = ledger.append("trip_report", day, note=note, trip_id=request.id, outcome=said, cost=spent)
        sentence = [_("Reported"), *decision.described(request), *_spent(ledger, spent, approved)]
    replaced = [_("instead of the report of {day}").format(day=before.happened_on.isoformat())] if before else []
    typed.answer(ledger, fact, " · ".join([*sentence, *replaced]), as_json)


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
        WrongUse: the trip ends before it begins, or takes more than a year.
    """
    first = period.parse_day(from_day, today, ahead=True)
    last = period.parse_day(to_day, today, ahead=True) if to_day else first
    refuse_span(first, last)
    return first, last


def refuse_span(first: date, last: date) -> None:
    """A trip does not end before it begins, nor take more than a year."""
    if last < first:
        raise WrongUse(
            _("The trip would end on {last}, before it begins on {first}; --to-day is its last day.").format(
                first=first.isoformat(), last=last.isoformat()
            )
        )
    count = (last - first).days + 1
    if count > LONGEST:
        raise WrongUse(
            _(
                "A trip from {first} to {last} would take {days} days; the most is {most}. --to-day is its last day."
            ).format(first=first.isoformat(), last=last.isoformat(), days=f"{count:,}", most=LONGEST)
        )


def refuse_days(ledger: Ledger, rep: Owned, day: date, first: date, last: date) -> None:
    """Refuse days on which the rep is not employed, or on a trip already.

    Raises:
        Refused: not employed when it is asked for, or on its first or last day; or another trip that is not rejected.
    """
    for when in (day, first, last):
        evidence.refuse_unless_employed(ledger, rep, when)
    for other in ledger.read("trips_meeting", TripDays, rep_id=rep.id, from_day=first, to_day=last):
        raise Refused(
            _(
                "{name} is on a trip to {place} from {first} to {last} already, {id}; the days would count twice."
            ).format(
                name=typed.shown(rep.name),
                place=typed.shown(other.destination),
                first=other.from_day.isoformat(),
                last=other.to_day.isoformat(),
                id=ledger.show_id(other.id),
            )
        )


def reportable(ledger: Ledger, request: Request, day: date) -> int | None:
    """What was approved or asked for the trip, minor units (None: nobody said); one not decided yet may be reported.

    Raises:
        Refused: the trip was rejected, or has not begun.
    """
    decided = decision.last_decision(ledger, request)
    if decided is not None and decided.verdict == "rejected":
        raise Refused(
            _("The trip was rejected on {day} by {who}; there is nothing to report.").format(
                day=decided.happened_on.isoformat(), who=typed.shown(decided.who)
            )
        )
    if request.from_day is not None and day < request.from_day:
        raise Refused(
            _("The trip begins on {first}; on {day} there is nothing to report yet.").format(
                first=request.from_day.isoformat(), day=day.isoformat()
            )
        )
    return decided.amount if decided is not None and decided.amount is not None else request.amount


def reported(ledger: Ledger, request: Request, day: date) -> TripReport | None:
    """The report that this one replaces, whose cost stands where this one says none.

    Raises:
        Refused: it is of a later day, and would go on counting.
    """
    before = ledger.read("trip_reports_of", TripReport, trip_id=request.id)
    if before and day < before[0].happened_on:
        raise Refused(
            _("The trip was reported on {day}; a report that replaces it is of that day or later.").format(
                day=before[0].happened_on.isoformat()
            )
        )
    return before[0] if before else None


def _spent(ledger: Ledger, spent: int | None, approved: int | None) -> list[str]:
    """What it cost, beside what was granted where that is less."""
    if spent is None:
        return []
    if approved is None or spent <= approved:
        return [typed.priced(spent, ledger)]
    return [
        _("{spent}, more than the {approved} expected").format(
            spent=typed.priced(spent, ledger), approved=typed.priced(approved, ledger)
        )
    ]


def _sentence(place: str, first: date, last: date) -> str:
    count = (last - first).days + 1
    length = ngettext("{count} day", "{count} days", count).format(count=count)
    return _("Requested a trip to {place} from {first} to {last}, {days}").format(
        place=place, first=first.isoformat(), last=last.isoformat(), days=length
    )
