"""The way in for customers' feedback: ratings, complaints and suggestions, and how they were closed."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.evidence import FeedbackStanding
from salescli.facts.names import Named, Owned
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import evidence, typed
from salescli.reports.evidence_words import FEEDBACK_KINDS

app = typed.room()
feedback = typed.group(
    app, "feedback", _("What customers say, and what came of it. Example: salescli feedback list --open")
)


@feedback.command(
    "add", help=_('A customer said so. Example: salescli feedback add 华北机械 "nobody comes" --complaint')
)
def add(
    ctx: typer.Context,
    customer: Annotated[str, typer.Argument(help=_("customer: name, a part of it, or id"))],
    content: Annotated[str | None, typer.Argument(help=_("the customer's words"))] = None,
    rating: Annotated[int | None, typer.Option("--rating", min=1, max=5, help=_("stars from 1 to 5"))] = None,
    complaint: Annotated[bool, typer.Option("--complaint", help=_("it is a complaint"))] = False,
    suggestion: Annotated[bool, typer.Option("--suggestion", help=_("it is a suggestion"))] = False,
    rep: Annotated[str | None, typer.Option("--rep", help=_("whom it is about, else the customer's owner"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record what a customer said on the day of --on."""
    asked: Asked = ctx.obj
    kind = _kind(rating, complaint, suggestion)
    said = content_of(kind, content)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "customer", customer)
        whose = _about(ledger, named, rep, day)
        about: dict[str, Any] = {"customer_id": named.id, "rep_id": whose.id}
        id = ledger.append("feedback", day, note=note, feedback_kind=kind, rating=rating, content=said, **about)
    sentences = {
        "rating": _("{customer} rates {name} {rating} of 5"),
        "complaint": _("Complaint of {customer} about {name}"),
        "suggestion": _("Suggestion of {customer} to {name}"),
    }
    sentence = sentences[kind].format(customer=named.name, name=whose.name, rating=rating)
    typed.answer(ledger, id, sentence, as_json)


@feedback.command(
    "close", help=_('A complaint or suggestion is settled. Example: salescli feedback close 2674 "replaced on site"')
)
def close(
    ctx: typer.Context,
    feedback: Annotated[str, typer.Argument(metavar="ID", help=_("the feedback's id, as `feedback list` shows it"))],
    outcome: Annotated[str, typer.Argument(help=_("what came of it"))],
    rep: Annotated[str | None, typer.Option("--rep", help=_("who handled it, else the acting rep"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a complaint or suggestion was closed, on the day of --on."""
    asked: Asked = ctx.obj
    outcome = typed.words(outcome, _("The outcome"))
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(feedback, "feedback")
        one = evidence.standing(ledger, id, ledger.read("feedback_of_id", FeedbackStanding, id=id))
        refuse_closing(ledger, one, day)
        handler = names.find(ledger, "rep", rep) if rep is not None else typed.acting_rep(asked, ledger)
        by = handler.id if handler else None
        new = ledger.append("feedback_close", day, note=note, feedback_id=id, rep_id=by, outcome=outcome)
    sentence = _("Closed the {kind} of {customer}: {outcome}").format(
        kind=FEEDBACK_KINDS.title(one.kind), customer=one.customer, outcome=outcome
    )
    parts = [sentence, *([handler.name] if handler else []), _after((day - one.happened_on).days)]
    typed.answer(ledger, new, " · ".join(parts), as_json)


@feedback.command("list", help=_("Feedback with who handled it, the outcome, and whether it was closed in time."))
def list_(
    ctx: typer.Context,
    rep: evidence.Whose = None,
    over: evidence.Over = None,
    is_open: Annotated[bool, typer.Option("--open", help=_("only complaints and suggestions that are open"))] = False,
    kind: Annotated[str | None, typer.Option("--kind", help=_("only rating, complaint or suggestion"))] = None,
) -> None:
    """Show the feedback."""
    from salescli.reports import lists

    asked: Asked = ctx.obj
    word = FEEDBACK_KINDS.meant(kind) if kind is not None else None
    with evidence.looking(asked, rep, over) as (view, whose, period):
        asked.show(lists.feedback(view, whose, period, is_open, word))


def _kind(rating: int | None, complaint: bool, suggestion: bool) -> str:
    """What the options say that it is.

    Raises:
        WrongUse: nothing, or two things at once.
    """
    given = {"rating": rating is not None, "complaint": complaint, "suggestion": suggestion}
    found = [kind for kind, is_given in given.items() if is_given]
    if len(found) == 1:
        return found[0]
    raise _what_is_it()


def refuse_unfit(kind: str, rating: int | None) -> None:
    """A rating has stars, and nothing else has.

    Raises:
        WrongUse: it is not so.
    """
    if (kind == "rating") is not (rating is not None):
        raise _what_is_it()


def _what_is_it() -> WrongUse:
    return WrongUse(_("What is it? Give one of --rating 1 to 5, --complaint and --suggestion."))


def content_of(kind: str, content: str | None) -> str | None:
    """What was said; only a rating may go without."""
    if content is not None and content.strip():
        return content.strip()
    if kind == "rating":
        return None
    raise WrongUse(_("What was said? A complaint or suggestion needs its words after the customer."))


def _about(ledger: Ledger, customer: Named, rep: str | None, day: date) -> Named | Owned:
    """Whom the feedback is about: the rep named, else who owns the customer on the day, never who enters it.

    Raises:
        WrongUse: nobody is named and nobody owns it.
    """
    if rep is not None:
        return names.find(ledger, "rep", rep)
    owner = ledger.read("customer_owner_on", Owned, customer_id=customer.id, day=day)
    if owner:
        return owner[0]
    raise WrongUse(
        _("Whom is it about? Nobody owns {customer} on {day}; say who with --rep.").format(
            customer=typed.shown(customer.name), day=day.isoformat()
        )
    )


def refuse_closing(ledger: Ledger, one: FeedbackStanding, day: date) -> None:
    """A rating is never open; what is closed stays so; nothing is closed before it came."""
    id = ledger.show_id(one.id)
    if one.kind == "rating":
        raise Refused(_("The feedback {id} is a rating; only complaints and suggestions are closed.").format(id=id))
    if one.closing_id is not None and one.closed_on is not None:
        raise Refused(
            _("The feedback {id} was closed on {day} already; `salescli void {closing}` opens it again.").format(
                id=id, day=one.closed_on.isoformat(), closing=ledger.show_id(one.closing_id)
            )
        )
    if day < one.happened_on:
        raise Refused(
            _("The feedback {id} came on {came_on}; it cannot be closed on {day}, before that.").format(
                id=id, came_on=one.happened_on.isoformat(), day=day.isoformat()
            )
        )


def _after(days: int) -> str:
    return ngettext("after {count} day", "after {count} days", days).format(count=days)
