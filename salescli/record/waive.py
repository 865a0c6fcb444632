"""The way in for waivers: the penalty that a fact caused is not charged (免罚); what a penalty costs is known elsewhere."""

from collections.abc import Sequence
from datetime import date, timedelta
from gettext import gettext as _
from typing import TYPE_CHECKING, Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.ledger.store import Ledger
from salescli.record import authority, typed

if TYPE_CHECKING:
    from salescli.reports.penalties import PenaltyLine

app = typed.room()

CAUSES = ("follow_up", "customer", "trip", "expense")
"""The kinds of facts that cause a penalty: the follow-up that set a deadline, the customer never contacted, and requests."""
YEAR = timedelta(days=366)


@app.command(
    "waive", help=_('Not charge the penalty that a fact caused. Example: salescli waive 2674 --why "was in training"')
)
def waive(
    ctx: typer.Context,
    fact: Annotated[str, typer.Argument(metavar="ID", help=_("what caused it, as `salescli penalties` shows it"))],
    why: Annotated[str, typer.Option("--why", help=_("the reason, which stands on the pay sheet"))],
    penalty: Annotated[
        str | None, typer.Option("--penalty", help=_("only this kind, where the fact caused several"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a waiver of what a fact has cost so far and would cost from now on."""
    asked: Asked = ctx.obj
    reason = typed.words(why, _("The reason"))
    with asked.recording() as ledger:
        day, cause = asked.day(ledger), ledger.find_id(fact, *CAUSES)
        carried = chargeable(ledger, cause, day, asked.lang, penalty)
        refuse_own(asked, ledger, carried)
        authority.refuse_without_post(asked, ledger, day)
        kinds = list(dict.fromkeys(line.key for line in carried))
        id = ledger.append(
            "waiver", day, note=note, fact_id=cause, penalty=kinds[0] if len(kinds) == 1 else None, why=reason
        )
        ledger.touched.update(line.happened_on for line in carried)  # the day that it takes off, not its own
        sentence = " · ".join(_sentence(ledger, line) for line in carried)
    typed.answer(ledger, id, _("Waived {penalties}").format(penalties=sentence), as_json)


def _carried(ledger: Ledger, cause: int, day: date, lang: str) -> "list[PenaltyLine]":
    """The penalties that a fact has caused up to a day."""
    from salescli.reports import penalties
    from salescli.reports.view import View, versions_of

    # A customer may have been owned before it was entered; nothing causes a penalty before its own day.
    since = date.fromisoformat(str(ledger.stored(cause).fields["happened_on"])) - YEAR
    return penalties.carried_by(View(ledger, day, lang, versions_of(ledger, lang)), cause, since)


def chargeable(ledger: Ledger, cause: int, day: date, lang: str, penalty: str | None) -> "Sequence[PenaltyLine]":
    """Those of a fact's penalties up to a day that are still charged, of one kind where it is named.

    Raises:
        WrongUse: the fact has caused others, but none of that kind.
        Refused: it carries none, or all are waived already, with who said so.
    """
    carried = _carried(ledger, cause, day, lang)
    shown, kinds = ledger.show_id(cause), list(dict.fromkeys(line.key for line in carried))
    if not carried:
        raise Refused(
            _("The fact {id} carries no penalty; `salescli penalties --period PERIOD` shows those there are.").format(
                id=shown
            )
        )
    if penalty is not None and penalty not in kinds:
        raise WrongUse(
            _("The fact {id} carries {kinds}, not {given}.").format(
                id=shown, kinds=" / ".join(kinds), given=repr(penalty[:40])
            )
        )
    chosen = [line for line in carried if penalty in (None, line.key)]
    charged = [line for line in chosen if not line.waived]
    said = next((line.waiver for line in chosen if line.waiver), None)
    if not charged and said is not None:
        raise Refused(
            _("The penalty of {id} was waived on {day} by {who}: {why}.").format(
                id=shown, day=said.happened_on.isoformat(), who=typed.shown(said.who), why=typed.shown(said.why)
            )
        )
    return charged


def refuse_own(asked: Asked, ledger: Ledger, carried: "Sequence[PenaltyLine]") -> None:
    """Nobody waives what he is to pay himself."""
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and any(line.lapse.rep == acting.code for line in carried):
        raise Refused(
            _("{rep} does not waive a penalty of {rep}'s own; another person waives it.").format(
                rep=typed.shown(acting.name)
            )
        )


def _sentence(ledger: Ledger, line: "PenaltyLine") -> str:
    return _("{title} of {rep} on {day}, {what}: {amount}").format(
        title=line.title,
        rep=line.lapse.rep,
        day=line.happened_on.isoformat(),
        what=line.lapse.what,
        amount=typed.priced(line.imposed, ledger),
    )
