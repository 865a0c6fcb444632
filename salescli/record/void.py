"""The way in for voids: a fact counts no more, or, when a void is voided, counts again; the fact itself stays where it is."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import NotFound, Refused
from salescli.facts.recorded import Stored
from salescli.ledger import kinds
from salescli.ledger.store import Ledger
from salescli.record import authority, sound, typed

app = typed.room()

LAST = "last"
MOST = 50  # facts of one act that `last` takes back; an import is taken back fact by fact


@app.command("void", help=_('Take back what was recorded. Example: salescli void 1042 --why "booked twice"'))
def void(
    ctx: typer.Context,
    fact: Annotated[str, typer.Argument(metavar="ID|last", help=_("its id, or last: what you recorded last"))],
    why: Annotated[str, typer.Option("--why", help=_("the reason, which stays with it"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a fact, and what was recorded with it and belongs to it, counts no more; of a void, that it counts again."""
    asked: Asked = ctx.obj
    reason = typed.words(why, _("The reason"))
    with asked.recording() as ledger:
        day = asked.day(ledger)
        facts = _last(asked, ledger) if fact == LAST else _with_parts(ledger, ledger.find_id(fact))
        for one in facts:
            _refuse_voided(ledger, one)
            _refuse_others(asked, ledger, one)
        _refuse_hanging(ledger, facts)
        voids = [ledger.void(one, day, reason, note=note) for one in facts]
        for one in facts:
            sound.refuse_money(ledger, _said(ledger, one))
        sentence = _sentence(ledger, facts)
    typed.answer(ledger, voids[0], sentence, as_json)


def _last(asked: Asked, ledger: Ledger) -> list[int]:
    """Everything that the acting person recorded in the last act.

    Raises:
        NotFound: nothing was recorded under this name. Refused: it was an import.
    """
    actor = asked.who.actor
    last = ledger.last_of(actor)
    if last is None:
        raise NotFound(_("{who} has recorded nothing here yet.").format(who=typed.shown(actor)))
    act = ledger.recorded_with(last, MOST)
    if not act:
        raise Refused(
            _("What {who} recorded last are more than {most} facts at once; name the one to void by its id.").format(
                who=typed.shown(actor), most=MOST
            )
        )
    return act


def _with_parts(ledger: Ledger, id: int) -> list[int]:
    """A fact with what was recorded in the same act and hangs on it: a contract's lines, an opportunity's first stage.

    A void with the others of its act: what was taken back together comes back together.
    """
    act = set(ledger.recorded_with(id, MOST)) or {id}
    if ledger.stored(id).kind == "void":
        return sorted(one for one in act if ledger.stored(one).kind == "void")
    found, waiting = [id], [id]
    while waiting:
        parts = [one for one, _kind in ledger.hanging_on(waiting.pop()) if one in act and one not in found]
        found += parts
        waiting += parts
    return sorted(found)


def _refuse_voided(ledger: Ledger, id: int) -> None:
    """A fact is voided once, and a void is voided while what it said still holds."""
    stored = ledger.stored(id)
    if stored.kind == "statement":  # what was paid by it would be paid again
        raise Refused(_("A statement is not taken back; what changes the closed period is trued up in an open month."))
    if stored.kind == "void":
        said = int(stored.fields["fact_id"])
        if ledger.stored(said).voided != (stored.fields["effect"] == "void"):
            raise Refused(_("What the void {id} said holds no longer.").format(id=ledger.show_id(id)))
    elif stored.voided:
        raise Refused(
            _("The fact {id} is void already; `salescli void` of that void makes it count again.").format(
                id=ledger.show_id(id)
            )
        )


def _refuse_others(asked: Asked, ledger: Ledger, id: int) -> None:
    """A rep without a post that approves takes back what he recorded himself."""
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and ledger.stored(id).recorded_by != acting.code:
        authority.refuse_without_post(asked, ledger, asked.day(ledger))


def _refuse_hanging(ledger: Ledger, facts: list[int]) -> None:
    """What other facts in force stand on is not pulled away from under them.

    Raises:
        Refused: with those facts, which are to be voided first.
    """
    hanging = dict(one for id in facts for one in ledger.hanging_on(id) if one[0] not in facts)
    if hanging:
        named = [f"{kinds.word(kind)} {ledger.show_id(one)}" for one, kind in sorted(hanging.items())[:5]]
        more = _(" and {count} more").format(count=len(hanging) - 5) if len(hanging) > 5 else ""
        raise Refused(
            _("On {id} stand others that count: {facts}{more}; void these first.").format(
                id=ledger.show_id(facts[0]), facts=", ".join(named), more=more
            )
        )


def _said(ledger: Ledger, id: int) -> Stored:
    """The fact, or of a void the fact that it took back."""
    stored = ledger.stored(id)
    return ledger.stored(int(stored.fields["fact_id"])) if stored.kind == "void" else stored


def _sentence(ledger: Ledger, facts: list[int]) -> str:
    """What was taken back, or counts again."""
    back = [one for one in facts if ledger.stored(one).kind == "void"]
    named = ", ".join(f"{kinds.word(ledger.stored(one).kind)} {ledger.show_id(one)}" for one in facts[:5])
    if len(facts) > 5:
        named += _(" and {count} more").format(count=len(facts) - 5)
    said = _("Taken back: {facts}; what was void counts again") if back else _("Void: {facts}")
    return said.format(facts=named)
