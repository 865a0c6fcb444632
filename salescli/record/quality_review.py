"""The way in for quality reviews: three marks for a follow-up, or for how a complaint was handled; nobody reviews himself."""

from datetime import date
from gettext import gettext as _
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.evidence import ReviewBy, ReviewSubject
from salescli.ledger.store import Ledger
from salescli.record import evidence, typed

app = typed.room()


class _AddUnlessNamed(TyperGroup):
    """`review 2674 …` is `review add 2674 …`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["add", *args]
        return super().parse_args(ctx, args)


review = typer.Typer(
    cls=_AddUnlessNamed,
    rich_markup_mode=None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_(
        "Quality of follow-ups and of complaints' handling. Example: salescli review 2674 --effectiveness 4 "
        "--professionalism 5 --problem-solving 4"
    ),
)
app.add_typer(review, name="review")


@review.command(
    "add",
    help=_(
        "Review a follow-up, or how a complaint was handled; `add` may be left out. Example: salescli review 2674 "
        "--effectiveness 4 --professionalism 5 --problem-solving 4"
    ),
)
def add(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="ID", help=_("a follow-up's id, or that of a complaint that is closed"))
    ],
    effectiveness: Annotated[int, typer.Option("--effectiveness", min=1, max=5, help=_("what it brought, 1 to 5"))],
    professionalism: Annotated[
        int, typer.Option("--professionalism", min=1, max=5, help=_("how well it was conducted, 1 to 5"))
    ],
    problem_solving: Annotated[
        int, typer.Option("--problem-solving", min=1, max=5, help=_("how problems were solved, 1 to 5"))
    ],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a review, made on the day of --on."""
    asked: Asked = ctx.obj
    marks: dict[str, Any] = {
        "effectiveness": effectiveness,
        "professionalism": professionalism,
        "problem_solving": problem_solving,
    }
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(subject, "follow_up", "feedback")
        one = reviewable(asked, ledger, id, day)
        new = ledger.append("quality_review", day, note=note, subject_id=id, **marks)
    typed.answer(ledger, new, f"{_sentence(one)} · {' / '.join(map(str, marks.values()))}", as_json)


@review.command("list", help=_("Reviews with their marks, by the day of what was reviewed."))
def list_(ctx: typer.Context, rep: evidence.Whose = None, over: evidence.Over = None) -> None:
    """Show the reviews."""
    from salescli.reports import lists

    asked: Asked = ctx.obj
    with evidence.looking(asked, rep, over) as (view, whose, period):
        asked.show(lists.reviews(view, whose, period))


def reviewable(asked: Asked, ledger: Ledger, id: int, day: date) -> ReviewSubject:
    """What who acts may review on a day.

    Raises:
        Refused: there is nothing to review of it by then, it is his own work, or he has reviewed it already.
    """
    one = evidence.standing(ledger, id, ledger.read("review_subject", ReviewSubject, id=id))
    _refuse_early(ledger, one, day)
    _refuse_own(asked, ledger, one)
    _refuse_second(asked, ledger, one)
    return one


def _refuse_early(ledger: Ledger, one: ReviewSubject, day: date) -> None:
    """There must be something to review: a follow-up that happened, a complaint that is closed."""
    id = ledger.show_id(one.id)
    if one.kind not in ("follow_up", "complaint"):
        raise Refused(
            _(
                "The feedback {id} is no complaint; a review looks at a follow-up or at how a complaint was handled."
            ).format(id=id)
        )
    if one.ready_on is None:
        raise Refused(
            _(
                "The complaint {id} is open; `salescli feedback close {id}` comes before a review of its handling."
            ).format(id=id)
        )
    if day < one.ready_on:
        raise Refused(
            _("There was nothing to review of {id} before {ready_on}; the review would be of {day}.").format(
                id=id, ready_on=one.ready_on.isoformat(), day=day.isoformat()
            )
        )


def _refuse_own(asked: Asked, ledger: Ledger, one: ReviewSubject) -> None:
    """Nobody rates himself."""
    acting = typed.acting_rep(asked, ledger)
    own = (acting is not None and acting.id == one.rep_id) or (one.rep_id is None and one.closed_by == asked.who.actor)
    if own:
        raise Refused(
            _("{id} is {name}'s own work; another person reviews it.").format(
                id=ledger.show_id(one.id), name=typed.shown(one.name or asked.who.actor)
            )
        )


def _refuse_second(asked: Asked, ledger: Ledger, one: ReviewSubject) -> None:
    """A second review by the same person would count twice in the mean."""
    before = ledger.read("reviews_by", ReviewBy, subject_id=one.id, reviewer=asked.who.actor)
    if before:
        raise Refused(
            _("{actor} reviewed {id} on {day} already; `salescli void {review}` takes that back.").format(
                actor=typed.shown(asked.who.actor),
                id=ledger.show_id(one.id),
                day=before[0].happened_on.isoformat(),
                review=ledger.show_id(before[0].id),
            )
        )


def _sentence(one: ReviewSubject) -> str:
    if one.kind == "follow_up":
        return _("Reviewed the follow-up of {name} with {customer}").format(name=one.name, customer=one.customer)
    return _("Reviewed how the complaint of {customer} was handled").format(customer=one.customer)
