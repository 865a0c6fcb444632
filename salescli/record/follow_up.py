"""The way in for follow-ups: one communication with a customer, and what comes next."""

import sys
from datetime import date
from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import NotFound, Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import typed
from salescli.terms import Channel

app = typed.room()


@app.callback()
def _several() -> None:
    """Keeps a room of one command a group, so that the front door finds the command by its name."""


@app.command(
    "log", help=_('Record a follow-up. Example: salescli log 华北机械 "asked for a quote" --by phone --next fri')
)
def log(
    ctx: typer.Context,
    customer: Annotated[str | None, typer.Argument(help=_("customer: name, a part of it, or id"))] = None,
    content: Annotated[str | None, typer.Argument(help=_("what was said"))] = None,
    by: Annotated[str | None, typer.Option("--by", help=_("channel: phone, visit, wechat, email, meeting, …"))] = None,
    contact: Annotated[str | None, typer.Option("--with", help=_("the contact spoken to"))] = None,
    minutes: Annotated[int | None, typer.Option("--minutes", min=0, max=100000, help=_("how long it took"))] = None,
    opportunity: Annotated[
        str | None, typer.Option("--opportunity", help=_("else the customer's only open one"))
    ] = None,
    next_on: Annotated[str | None, typer.Option("--next", help=_("day of the next contact: fri, +3d, 下周一"))] = None,
    step: Annotated[str | None, typer.Option("--step", help=_("the next step"))] = None,
    at: Annotated[str | None, typer.Option("--at", help=_("time of day, 14:30"))] = None,
    unanswered: Annotated[bool, typer.Option("--unanswered", help=_("nobody answered: no contact"))] = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a follow-up."""
    asked: Asked = ctx.obj
    if customer is None:
        customer, content, by, next_on, step = _asked_for(content, by, next_on, step)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "customer", customer)
        rep = typed.chosen_rep(
            asked, ledger, None, ledger.read("customer_owner_on", Owned, customer_id=named.id, day=day)
        )
        deal = _opportunity(ledger, named, opportunity, day)
        next_day = _next(next_on, day)
        id = ledger.append(
            "follow_up",
            day,
            note=note,
            customer_id=named.id,
            rep_id=rep.id,
            opportunity_id=deal.id if deal else None,
            contact_id=contact_of(ledger, named, contact),
            channel=typed.one_of(by or Channel.PHONE, Channel, _("The channel")),
            answered=not unanswered,
            happened_at=time_of(at),
            minutes=minutes,
            content=content or None,
            next_on=next_day,
            next_step=step or None,
        )
    typed.answer(ledger, id, _sentence(named, deal, rep, next_day, unanswered), as_json)
    typed.warn_ahead(ledger, day)


def _asked_for(
    content: str | None, by: str | None, next_on: str | None, step: str | None
) -> tuple[str, str, str, str, str]:
    if not sys.stdin.isatty():
        raise WrongUse(_('Which customer? For instance: salescli log 华北机械 "asked for a quote" --by phone.'))
    return (
        typer.prompt(_("Customer")),
        content or typer.prompt(_("What was said"), default="", show_default=False),
        by or typer.prompt(_("Channel"), default=str(Channel.PHONE)),
        next_on or typer.prompt(_("Next contact (fri, +3d; empty: none)"), default="", show_default=False),
        step or typer.prompt(_("Next step"), default="", show_default=False),
    )


def _next(text: str | None, day: date) -> date | None:
    """The day of the next contact; raises WrongUse for one before the day of this."""
    next_day = typed.coming_day(text, day)
    refuse_next_before(next_day, day)
    return next_day


def refuse_next_before(next_day: date | None, day: date) -> None:
    """The next contact is not before this one."""
    if next_day is not None and next_day < day:
        raise WrongUse(
            _("The next contact would be on {next}, before this one on {day}; --next is a day ahead.").format(
                next=next_day.isoformat(), day=day.isoformat()
            )
        )


def _opportunity(ledger: Ledger, customer: Named, text: str | None, day: date) -> Named | None:
    """The opportunity named, the customer's own before others of that name; else its open one where there is exactly one.

    Raises:
        Refused: it is another customer's.
    """
    own = ledger.read("open_opportunities_of", Named, customer_id=customer.id, day=day)
    meant = [deal for deal in own if text in (deal.name, deal.code)] if text else own
    if len(meant) == 1 or not text:
        return meant[0] if len(meant) == 1 else None
    deal = names.find(ledger, "opportunity", text)
    refuse_others(ledger, customer, deal)
    return deal


def refuse_others(ledger: Ledger, customer: Named, deal: Named) -> None:
    """A customer is not spoken to about another's opportunity."""
    theirs = ledger.read("customer_of_opportunity", Named, opportunity_id=deal.id)
    if theirs and theirs[0].id != customer.id:
        raise Refused(
            _(
                "{opportunity} is {theirs}'s, not {customer}'s; log it with {theirs}, or without the opportunity."
            ).format(
                opportunity=typed.shown(deal.name),
                theirs=typed.shown(theirs[0].name),
                customer=typed.shown(customer.name),
            )
        )


def contact_of(ledger: Ledger, customer: Named, text: str | None) -> int | None:
    """The person at a customer; raises NotFound for none or several of that name."""
    if not text:
        return None
    own, wanted = ledger.read("contacts_of", Named, customer_id=customer.id), text.lower()
    found = [person for person in own if person.name == text] or [p for p in own if wanted in p.name.lower()]
    if len(found) == 1:
        return found[0].id
    raise NotFound(
        _("{customer} has no single contact {given}; known: {names}. `salescli contact add` records one.").format(
            customer=typed.shown(customer.name),
            given=repr(text[:40]),
            names=", ".join(typed.shown(person.name) for person in own[:8]) or "—",
        )
        + typed.near(text, [person.name for person in own])
    )


def time_of(text: str | None) -> str | None:
    """A time of day as it is kept, 14:30; raises WrongUse for what is none."""
    if not text:
        return None
    hour, colon, minute = text.strip().replace("：", ":").partition(":")
    if colon and hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60 and len(minute) == 2:
        return f"{int(hour):02d}:{int(minute):02d}"
    raise WrongUse(_("{given} is no time of day; write 14:30.").format(given=repr(text[:40])))


def _sentence(customer: Named, deal: Named | None, rep: Owned, next_day: date | None, unanswered: bool) -> str:
    parts = [_("Logged {customer}").format(customer=customer.name), rep.name]
    if unanswered:
        parts.append(_("unanswered"))
    if deal:
        parts.append(deal.name)
    if next_day:
        parts.append(_("next contact {day}").format(day=next_day.isoformat()))
    return " · ".join(parts)
