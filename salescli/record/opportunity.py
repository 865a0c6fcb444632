"""The way in for opportunities: one sale each, whose it is, and who shares its credit; its stages have a room of their own."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli import money
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.facts.recorded import SharePart, Signed
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import in_force, stage, typed

app = typed.room()
opportunity = typed.group(
    app, "opportunity", _("Opportunities, whose they are and who shares them. Example: salescli opportunity list")
)

Opportunity = Annotated[str, typer.Argument(help=_("opportunity: name, a part of it, code or id"))]


@opportunity.command(
    "open", help=_("Open an opportunity. Example: salescli opportunity open 风机改造 --customer 华北机械 --amount 12万")
)
def open_(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("the opportunity's name"))],
    customer: Annotated[str | None, typer.Option("--customer", help=_("whose need it is: name or id"))] = None,
    amount: Annotated[str | None, typer.Option("--amount", help=_("what it is worth, as known now"))] = None,
    code: Annotated[str | None, typer.Option("--code", help=_("a short code that stays"))] = None,
    owner: Annotated[str | None, typer.Option("--owner", help=_("whose it is, else the acting rep's"))] = None,
    at: Annotated[str | None, typer.Option("--stage", help=_("else the policy's first open stage"))] = None,
    close: Annotated[str | None, typer.Option("--close", help=_("when it is expected to close"))] = None,
    rate: Annotated[str | None, typer.Option("--rate", help=_("a commission rate of its own, 4%"))] = None,
    step: Annotated[str | None, typer.Option("--step", help=_("the next step"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record an opportunity, its owner and its first stage; it is the acting rep's, else the customer's owner's."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        name = typed.name(name, _("The opportunity"))
        buyer = names.find(ledger, "customer", customer) if customer is not None else None
        whose = typed.chosen_rep(asked, ledger, owner, _customer_owner(ledger, buyer, day))
        opening = in_force.stage(ledger, day, at) if at else in_force.first(ledger, day)
        worth, expected = typed.amount(amount), typed.coming_day(close, day)
        alike = ledger.read("names_opportunity", Named, text=name)
        code = typed.new_code(ledger, "opportunity", code) if code else None
        fields: dict[str, Any] = {
            "code": code,
            "name": name,
            "customer_id": buyer.id if buyer else None,
            "rate": rate_of(rate),
        }
        id = ledger.append("opportunity", day, note=note, **fields)
        ledger.append("opportunity_owner", day, opportunity_id=id, rep_id=whose.id)
        stage.append(ledger, day, id, opening, amount=worth, expected_close=expected, next_step=step)
    parts = [name, whose.name, opening.key, *([typed.priced(worth, ledger)] if worth is not None else [])]
    typed.answer(ledger, id, _("Opened {opportunity}").format(opportunity=" · ".join(parts)), as_json)
    _warn_of_alike(ledger, alike)


@opportunity.command("share", help=_("Who shares the credit. Example: salescli opportunity share 风机改造 zw=60 ls=40"))
def share(
    ctx: typer.Context,
    opportunity: Opportunity,
    parts: Annotated[list[str], typer.Argument(help=_("REP=PERCENT of everybody, together 100"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record the shares of an opportunity from the day of --on; they sum to exactly 100."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "opportunity", opportunity)
        shares = [_part(ledger, part) for part in parts]
        refuse_unless_whole(shares)
        id = ledger.append("share", day, note=note, opportunity_id=named.id)
        for rep, percent in shares:
            ledger.append("share_part", day, share_id=id, rep_id=rep.id, percent=percent)
        signed = [one for one in ledger.read("contracts_of", Signed, opportunity_id=named.id) if one.happened_on < day]
    said = " · ".join(f"{rep.name} {percent}%" for rep, percent in shares)
    sentence = _("{opportunity} is shared from {day}").format(opportunity=named.name, day=day.isoformat())
    typed.answer(ledger, id, f"{sentence} · {said}", as_json)
    _warn_of_signed(signed)


@opportunity.command("assign", help=_("Give an opportunity to a rep. Example: salescli opportunity assign 风机改造 zw"))
def assign(
    ctx: typer.Context,
    opportunity: Opportunity,
    rep: Annotated[str, typer.Argument(help=_("the new owner"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record an opportunity's owner from the day of --on; credit already earned and its shares stay."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named, whose = names.find(ledger, "opportunity", opportunity), names.find(ledger, "rep", rep)
        said = {"opportunity": typed.shown(named.name), "rep": typed.shown(whose.name), "day": day.isoformat()}
        refuse_same_owner(ledger, named, whose, day)
        id = ledger.append("opportunity_owner", day, note=note, opportunity_id=named.id, rep_id=whose.id)
        shares = ledger.read("share_parts_on", SharePart, opportunity_id=named.id, day=day)
    typed.answer(ledger, id, _("{opportunity} is {rep}'s from {day}").format(**said), as_json)
    if shares:
        listed = " · ".join(f"{part.name} {part.percent}%" for part in shares)
        typed.warn(_("Its credit stays shared: {parts}. `salescli opportunity share` changes it.").format(parts=listed))


@opportunity.command("list", help=_("The open opportunities with stage, amount and owner."))
def list_(
    ctx: typer.Context,
    owner: Annotated[str | None, typer.Option("--owner", help=_("only this rep's"))] = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("also those that are closed"))] = False,
) -> None:
    """Show the opportunities."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        whose = names.find(view.ledger, "rep", owner) if owner else None
        asked.show(lists.opportunities(view, whose, everybody))


@opportunity.command("show", help=_("What happened with an opportunity."))
def show(ctx: typer.Context, opportunity: Opportunity) -> None:
    """Show an opportunity's stages, owners, shares, follow-ups, contracts and money in their order."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "opportunity", opportunity)
        asked.show(lists.opportunity_history(view, named))


def refuse_same_owner(ledger: Ledger, opportunity: Named, rep: Named, day: date) -> None:
    """Nobody is given what is his on that day as it is."""
    owner = ledger.read("opportunity_owner_on", Owned, opportunity_id=opportunity.id, day=day)
    if owner and owner[0].id == rep.id:
        raise Refused(
            _("{opportunity} is {rep}'s already on {day}.").format(
                opportunity=typed.shown(opportunity.name), rep=typed.shown(rep.name), day=day.isoformat()
            )
        )


def _customer_owner(ledger: Ledger, customer: Named | None, day: date) -> list[Owned]:
    return ledger.read("customer_owner_on", Owned, customer_id=customer.id, day=day) if customer else []


def rate_of(text: str | None) -> Decimal | None:
    """A commission rate of its own, 0…1; nothing typed is none."""
    return money.parse_rate(text, most=Decimal(1)) if text is not None else None


def _part(ledger: Ledger, text: str) -> tuple[Named, Decimal]:
    """A rep and a percentage above 0, of `zw=60`, `zw=60%` or `张伟＝60`."""
    who, sign, percent = text.replace("＝", "=").rpartition("=")
    try:
        part = money.parse_rate(percent.rstrip(" %％") + "%").scaleb(2) if who and sign else Decimal(0)
    except WrongUse:
        part = Decimal(0)
    if part > 0:
        return names.find(ledger, "rep", who), part
    raise WrongUse(
        _("A share is a rep and a percentage above 0, for instance zw=60, not {given}.").format(given=repr(text[:40]))
    )


def refuse_unless_whole(shares: list[tuple[Named, Decimal]]) -> None:
    """The shares must sum to exactly 100, and a rep has one of them."""
    codes = [rep.code for rep, _percent in shares]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice:
        raise Refused(_("{rep} has two shares; give each rep one.").format(rep=twice))
    whole = sum((percent for _rep, percent in shares), Decimal(0))
    if whole != 100:
        raise Refused(_("The shares sum to {sum}, not to 100; change one of them.").format(sum=whole))


def _warn_of_alike(ledger: Ledger, alike: list[Named]) -> None:
    for other in alike:
        typed.warn(
            _("An opportunity of this name is there already: {name} #{id}").format(
                name=other.label, id=ledger.show_id(other.id)
            )
        )


def _warn_of_signed(signed: list[Signed]) -> None:
    if signed:
        listed = ", ".join(f"{one.code or one.name} ({one.happened_on.isoformat()})" for one in signed[:8])
        typed.warn(
            ngettext(
                "A contract was signed before: {names}. Credit by the day of signing stays as it was; --on an earlier day changes it.",
                "{count} contracts were signed before: {names}. Credit by the day of signing stays as it was; "
                "--on an earlier day changes it.",
                len(signed),
            ).format(count=len(signed), names=listed)
        )
