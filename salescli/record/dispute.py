"""The way in for disputes: a question on a figure, open until it is answered; the figures themselves are not touched."""

from gettext import gettext as _
from typing import TYPE_CHECKING, Annotated

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.closed import DisputeRow
from salescli.facts.names import Named, Owned
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import authority, in_force, typed

if TYPE_CHECKING:
    from salescli.reports.view import View

app = typed.room()


@app.command(
    "dispute",
    help=_('Question a figure. Example: salescli dispute commission zw --period 2024Q1 --why "HT-007 is missing"'),
)
def dispute(
    ctx: typer.Context,
    figure: Annotated[str, typer.Argument(help=_("which figure, as `salescli explain` names it"))],
    rep: Annotated[str, typer.Argument(help=_("whose: code, name or a part of it"))],
    over: Annotated[str, typer.Option("--period", metavar="PERIOD", help=_("of which period"))],
    why: Annotated[str, typer.Option("--why", help=_("what is wrong with it"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a dispute; it stands on the sheet until it is answered."""
    from salescli.reports.explained import explainer
    from salescli.reports.sheet.figure_words import figure_title
    from salescli.reports.view import View, versions_of

    asked: Asked = ctx.obj
    reason = typed.words(why, _("The reason"))
    with asked.recording() as ledger:
        day = asked.day(ledger)
        whose = names.find(ledger, "rep", rep)
        about = period.parse_period(over, day, in_force.fiscal_year_starts(ledger, day))
        view = View(ledger, day, asked.lang, versions_of(ledger, asked.lang))
        _refuse_others(typed.acting_rep(asked, ledger), view, whose)
        _refuse_nothing(view, whose, about)
        explainer(view, figure, about)  # a figure that there is
        id = ledger.append(
            "dispute",
            day,
            note=note,
            rep_id=whose.id,
            figure=figure,
            starts_on=about.start,
            ends_on=about.end,
            why=reason,
        )
        title = figure_title(view, about, figure)
    parts = [_("Disputed {figure}").format(figure=title), whose.name, about.name, reason]
    typed.answer(ledger, id, " · ".join(parts), as_json)


@app.command("answer", help=_('Answer a dispute. Example: salescli answer 5301 "HT-007 was signed in April"'))
def answer(
    ctx: typer.Context,
    dispute: Annotated[str, typer.Argument(metavar="ID", help=_("the dispute, as `salescli disputes` shows it"))],
    answer: Annotated[str, typer.Argument(help=_("the answer"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record the answer that settles a dispute."""
    from salescli.reports import disputes
    from salescli.reports.view import View, versions_of

    asked: Asked = ctx.obj
    words = typed.words(answer, _("The answer"))
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(dispute, "dispute")
        open = _open(ledger, id)
        _refuse_own(asked, ledger, open)
        authority.refuse_without_post(asked, ledger, day)
        answered = ledger.append("dispute_answer", day, note=note, dispute_id=id, answer=words)
        title = disputes.title(View(ledger, day, asked.lang, versions_of(ledger, asked.lang)), open)
    parts = [_("Answered the dispute of {figure}").format(figure=title), open.name, words]
    typed.answer(ledger, answered, " · ".join(parts), as_json)


def _refuse_others(acting: Owned | None, view: "View", whose: Named) -> None:
    """A rep questions the figures of no peer.

    Raises:
        Refused: the acting rep may not ask about this person's.
    """
    from salescli.reports.disputes import may_ask

    if acting is not None and not may_ask(view, acting.id, whose.id):
        raise Refused(
            _("{rep} does not question a figure of {other}; {other} does, or who leads a team above {other}.").format(
                rep=typed.shown(acting.name), other=typed.shown(whose.name)
            )
        )


def _refuse_nothing(view: "View", whose: Named, about: period.Period) -> None:
    """Of a period that has not begun, and of who came later, there is no figure.

    Raises:
        Refused: it is so.
    """
    from salescli.reports.commission import staff_of

    if about.start > view.on:
        raise Refused(_("{period} has not begun, so there is no figure of it.").format(period=about.name))
    if not staff_of(view).was_hired(whose.id, about.last):
        raise Refused(
            _("{rep} was not employed by the end of {period}, so there is no figure of it.").format(
                rep=typed.shown(whose.name), period=about.name
            )
        )


def _open(ledger: Ledger, id: int) -> DisputeRow:
    """The dispute, if it stands and has no answer yet.

    Raises:
        Refused: it was voided, or is answered, with the answer.
    """
    found = [row for row in ledger.read("disputes", DisputeRow, on="9999-12-31") if row.id == id]
    if not found:
        raise Refused(_("The dispute {id} was voided.").format(id=ledger.show_id(id)))
    if found[0].answer is not None:
        raise Refused(
            _("The dispute {id} was answered on {day} by {who}: {answer}.").format(
                id=ledger.show_id(id),
                day=found[0].answered_on,
                who=typed.shown(found[0].answered_by or ""),
                answer=typed.shown(found[0].answer),
            )
        )
    return found[0]


def _refuse_own(asked: Asked, ledger: Ledger, open: DisputeRow) -> None:
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and acting.code == open.rep:
        raise Refused(
            _("{rep} does not answer {rep}'s own dispute; a manager does.").format(rep=typed.shown(acting.name))
        )
