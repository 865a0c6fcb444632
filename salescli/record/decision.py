"""The way in for what becomes of a request, an expense or a trip: approved, rejected (审批), paid out (报销)."""

from dataclasses import replace
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from salescli.asked import Asked
from salescli.errors import NotFound, Refused, WrongUse
from salescli.facts.names import Owned
from salescli.facts.requested import Decision, Request, Settlement
from salescli.ledger.store import Ledger
from salescli.record import typed

if TYPE_CHECKING:
    from salescli.reports.limited import Checked
    from salescli.reports.view import View

Kind = Literal["expense", "trip"]
Id = Annotated[str, typer.Argument(metavar="ID", help=_("the request's id, as the list shows it"))]
Why = Annotated[str, typer.Option("--why", help=_("the reason, which stays with the decision"))]
MaybeWhy = Annotated[str | None, typer.Option("--why", help=_("the reason, which stays with the decision"))]
Granted = Annotated[str | None, typer.Option("--amount", help=_("how much is approved, else what was asked for"))]
Paid = Annotated[str | None, typer.Option("--amount", help=_("how much is paid out, else what was approved"))]
OverLimit = Annotated[bool, typer.Option("--over-limit", help=_("yes, although it is over its limit; needs --why"))]


def approve(
    asked: Asked,
    kind: Kind,
    text: str,
    amount: str | None,
    why: str | None,
    over_limit: bool,
    note: str | None,
    as_json: bool,
) -> None:
    """Record that a request is approved, with as much as is granted of it."""
    reason = typed.words(why, _("The reason")) if why is not None else None
    if over_limit and reason is None:
        raise WrongUse(_("--over-limit needs a reason; give it with --why."))
    with asked.recording() as ledger:
        day, request = asked.day(ledger), of_id(ledger, kind, text)
        whose = decider(asked, ledger, request, typed.acting_rep(asked, ledger), day)
        granted = _granted(ledger, request, amount)
        kept = kept_reason(asked, ledger, request, granted, reason, over_limit)
        about: dict[str, Any] = {"request_id": request.id, "rep_id": whose}
        id = ledger.append("decision", day, note=note, verdict="approved", amount=granted, why=kept, **about)
        sentence = " · ".join([_approved(ledger, request, granted), *described(request)])
    typed.answer(ledger, id, sentence, as_json)


def reject(asked: Asked, kind: Kind, text: str, why: str, note: str | None, as_json: bool) -> None:
    """Record that a request is rejected, and why."""
    reason = typed.words(why, _("The reason"))
    with asked.recording() as ledger:
        day, request = asked.day(ledger), of_id(ledger, kind, text)
        whose = decider(asked, ledger, request, typed.acting_rep(asked, ledger), day)
        about: dict[str, Any] = {"request_id": request.id, "rep_id": whose}
        id = ledger.append("decision", day, note=note, verdict="rejected", why=reason, **about)
        price = [] if request.amount is None else [typed.priced(request.amount, ledger)]
        sentence = " · ".join([" ".join([_("Rejected"), *price]), *described(request), reason])
    typed.answer(ledger, id, sentence, as_json)


def settle(asked: Asked, kind: Kind, text: str, amount: str | None, note: str | None, as_json: bool) -> None:
    """Record that an approved request is paid out."""
    given = typed.positive(amount) if amount is not None else None
    with asked.recording() as ledger:
        day, request = asked.day(ledger), of_id(ledger, kind, text)
        paid = payable(ledger, request, day, given)
        id = ledger.append("settlement", day, note=note, request_id=request.id, amount=paid)
        sentence = _("Paid out {amount}").format(amount=typed.priced(paid, ledger))
    typed.answer(ledger, id, " · ".join([sentence, *described(request)]), as_json)


def of_id(ledger: Ledger, kind: Kind, text: str) -> Request:
    """The request of this kind that a person means.

    Raises:
        NotFound: none with this id, one of another kind, or a voided one.
    """
    try:
        id = ledger.find_id(text, kind)
    except NotFound as error:
        raise _elsewhere(ledger, kind, text) or error from None
    found = ledger.read("request", Request, id=id)
    if found:
        return found[0]
    raise NotFound(_("{id} is voided; it counts no more.").format(id=repr(text[:40])))


def _elsewhere(ledger: Ledger, kind: Kind, text: str) -> NotFound | None:
    """Where an id belongs that is a request of the other kind; None: nowhere."""
    other: Kind = "trip" if kind == "expense" else "expense"
    try:
        ledger.find_id(text, other)
    except NotFound:
        return None
    said = _("{id} is the id of a trip; salescli trip takes it.")
    if other == "expense":
        said = _("{id} is the id of an expense; salescli expense takes it.")
    return NotFound(said.format(id=repr(text[:40])))


def last_decision(ledger: Ledger, request: Request) -> Decision | None:
    """The decision of a request that counts; None: nobody has decided."""
    found = ledger.read("decisions_of", Decision, request_id=request.id)
    return found[0] if found else None


def described(request: Request) -> list[str]:
    """What was asked for, by whom and for what, in short pieces."""
    about = request.opportunity or request.customer
    what = [request.what, *([_days(request.from_day, request.to_day)] if request.from_day and request.to_day else [])]
    return [" ".join(what), request.name, *([about] if about else [])]


def view_of(asked: Asked, ledger: Ledger) -> "View":
    """What the reports' rooms look from when a request is checked, inside the transaction that records it."""
    from salescli.reports.view import View, versions_of

    return View(ledger, asked.day(ledger), asked.lang, versions_of(ledger, asked.lang))


def held(checked: "Checked") -> "Checked":
    """What the limits say of a request that they let in.

    Raises:
        Refused: a limit that lets nothing through would be passed.
    """
    if checked.refusal is not None:
        raise Refused(checked.refusal)
    return checked


def undecidable(asked: Asked, ledger: Ledger, requester: Owned) -> list[str]:
    """A sentence where nobody may decide what this rep asks for."""
    from salescli.reports import deciding

    said = deciding.undecidable(view_of(asked, ledger), requester)
    return [said] if said is not None else []


def _days(first: date, last: date) -> str:
    count = (last - first).days + 1
    length = ngettext("{count} day", "{count} days", count).format(count=count)
    return _("from {first}, {days}").format(first=first.isoformat(), days=length)


# Who decides.


def decider(asked: Asked, ledger: Ledger, request: Request, who: Owned | None, day: date) -> int:
    """The rep who decides, when he may decide the request on a day and nobody has; gives the rep's id.

    Args:
        who: the rep; None: who acts is none.

    Raises:
        Refused: it is decided, it was asked for later, or somebody else decides; with who that is.
        NothingInForce: no policy on that day.
    """
    from salescli.reports import deciding

    _refuse_decided(ledger, request)
    _refuse_before(day, request.happened_on, _("It was asked for on {first}; it is decided on that day or later."))
    refusal = deciding.refusal(replace(view_of(asked, ledger), on=day), who, request)
    if refusal is not None or who is None:
        raise Refused(refusal or "")
    return who.id


def _refuse_decided(ledger: Ledger, request: Request) -> None:
    before = last_decision(ledger, request)
    if before is None:
        return
    said = {"day": before.happened_on.isoformat(), "who": typed.shown(before.who)}
    undo = _("; `salescli void {id} --why …` takes that back.").format(id=ledger.show_id(before.id))
    if before.verdict == "rejected":
        raise Refused(_("It was rejected on {day} by {who}").format(**said) + undo)
    raise Refused(_("It was approved on {day} by {who}").format(**said) + undo)


def _refuse_before(day: date, first: date, sentence: str) -> None:
    if day < first:
        raise Refused(sentence.format(first=first.isoformat(), day=day.isoformat()))


# How much.


def _granted(ledger: Ledger, request: Request, amount: str | None) -> int | None:
    """What is approved, minor units; None: a trip whose cost nobody said.

    Raises:
        Refused: more than was asked for.
    """
    if amount is None:
        return request.amount
    given = typed.positive(amount) if request.kind == "expense" else typed.amount(amount)
    refuse_more_than_asked(ledger, request, given)
    return given


def refuse_more_than_asked(ledger: Ledger, request: Request, given: int | None) -> None:
    """Nobody is granted more than was asked for, minor units."""
    if given is not None and request.amount is not None and given > request.amount:
        raise Refused(
            _("{given} is more than the {asked} asked for; approve as much or less.").format(
                given=typed.priced(given, ledger), asked=typed.priced(request.amount, ledger)
            )
        )


def kept_reason(
    asked: Asked, ledger: Ledger, request: Request, granted: int | None, why: str | None, over_limit: bool
) -> str | None:
    """The reason as it is kept; that of a request over its limit says so.

    Raises:
        Refused: the request is over its limit and --over-limit is missing, or the other way round.
    """
    from salescli.reports import deciding

    refusal = deciding.over_limit(view_of(asked, ledger), request, granted, over_limit)
    if refusal is not None:
        raise Refused(refusal)
    return deciding.kept_reason(why, over_limit)


def _approved(ledger: Ledger, request: Request, granted: int | None) -> str:
    if granted is None:
        return _("Approved")
    if request.amount is None or granted == request.amount:
        return _("Approved {amount}").format(amount=typed.priced(granted, ledger))
    return _("Approved {amount} of {asked}").format(
        amount=typed.priced(granted, ledger), asked=typed.priced(request.amount, ledger)
    )


def payable(ledger: Ledger, request: Request, day: date, given: int | None) -> int:
    """What is paid out, minor units.

    Raises:
        Refused: it is not approved, was paid out before, or is more than was approved.
        WrongUse: nobody has said how much.
    """
    decision = last_decision(ledger, request)
    if decision is None:
        raise Refused(
            _("It is not decided yet; it is paid out once it is approved: salescli {kind} approve {id}.").format(
                kind=request.kind, id=ledger.show_id(request.id)
            )
        )
    if decision.verdict == "rejected":
        raise Refused(
            _("It was rejected on {day} by {who}; nothing is paid out.").format(
                day=decision.happened_on.isoformat(), who=typed.shown(decision.who)
            )
        )
    _refuse_before(day, decision.happened_on, _("It was approved on {first}; it is paid out on that day or later."))
    refuse_paid(ledger, request)
    most = decision.amount if decision.amount is not None else request.amount
    paid = given if given is not None else most
    if paid is None:
        raise WrongUse(_("How much? Nobody said what it costs; give --amount."))
    if most is not None and paid > most:
        raise Refused(
            _("{given} is more than the {most} approved; pay out as much or less.").format(
                given=typed.priced(paid, ledger), most=typed.priced(most, ledger)
            )
        )
    return paid


def refuse_paid(ledger: Ledger, request: Request, most: int = -1) -> None:
    """What was paid out already is not paid again, nor decided otherwise: more than `most`, minor units.

    Raises:
        Refused: with the command that takes the payment back.
    """
    for paid in ledger.read("settlements_of", Settlement, request_id=request.id):
        if paid.amount <= most:
            continue
        raise Refused(
            _(
                "{amount} were paid out on {day}, entered by {who}; `salescli void {id} --why …` takes that back."
            ).format(
                amount=typed.priced(paid.amount, ledger),
                day=paid.happened_on.isoformat(),
                who=typed.shown(paid.who),
                id=ledger.show_id(paid.id),
            )
        )
