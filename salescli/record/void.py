"""The way in for voids: a fact counts no more, or, when a void is voided, counts again; the fact itself stays where it is."""

from datetime import date
from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import NotFound, Refused
from salescli.facts.recorded import Replacement
from salescli.facts.verified import ContractSums
from salescli.ledger import kinds
from salescli.ledger.store import Ledger
from salescli.record import authority, sound, taken_back, typed
from salescli.reports import adding_up

app = typed.room()

LAST = "last"
MOST = 50  # facts of one act that `last` takes back; an import is taken back fact by fact
PARTS = ("share_part", "contract_line")
"""What is nothing without the fact that it hangs on, whenever it was recorded."""


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
        facts = _last(asked, ledger) if fact == LAST else _with_parts(ledger, ledger.find_id(fact))
        for one in facts:
            _refuse_voided(ledger, one)
            _refuse_others(asked, ledger, one)
        _refuse_halves(ledger, facts)
        _refuse_hanging(ledger, facts)
        first = _append(ledger, facts, asked.day(ledger), reason, note)
        sentence, warnings = _sentence(ledger, facts), _of_lines(ledger, facts)
    typed.answer(ledger, first, sentence, as_json)
    for warning in warnings:
        typed.warn(warning)


def _append(ledger: Ledger, facts: list[int], day: date, why: str, note: str | None) -> int:
    """Void the facts; what counts no more first, for what counts again may take its place. Gives the id of the first word.

    Raises:
        Refused: what counts afterwards would not add up, or stand on what is void.
    """
    said = [_said(ledger, one) for one in facts]
    before = adding_up.breaches_of(ledger, said)
    for one in said:
        _refuse_closed(ledger, one)
    voids = [ledger.void(one, day, why, note=note) for one in sorted(facts, key=lambda one: _brings_back(ledger, one))]
    for one in said:
        sound.refuse_money(ledger, ledger.stored(one))
        taken_back.refuse_in_the_air(ledger, one)
        taken_back.refuse_below_planned(ledger, one)
    taken_back.refuse_worse(ledger, said, before)
    return voids[0]


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
    """A fact with what was recorded in the same act and hangs on it, an opportunity's first stage, and with its parts.

    A void with the others of its act: what was taken back together comes back together; of a correction with the fact that
    it recorded in the other's place.
    """
    act = set(ledger.recorded_with(id, MOST)) or {id}
    if ledger.stored(id).kind == "void":
        voids = [one for one in act if ledger.stored(one).kind == "void"]
        return sorted([*voids, *(one.new_id for one in _replacements(ledger, voids) if one.void_id in voids)])
    found, waiting = [id], [id]
    while waiting:
        hanging = ledger.hanging_on(waiting.pop())
        parts = [one for one, kind in hanging if (one in act or kind in PARTS) and one not in found]
        found += parts
        waiting += parts
    return sorted(found)


def _replacements(ledger: Ledger, ids: list[int]) -> list[Replacement]:
    """The corrections of which one of these facts is a part, and whose new fact counts."""
    found = [one for id in ids for one in ledger.read("replacements", Replacement, id=id)]
    return [one for one in found if not ledger.stored(one.new_id).voided]


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
        sentence = _("The fact {id} is void already; `salescli void` of that void makes it count again.")
        corrected = [one for one in _replacements(ledger, [id]) if one.old_id == id]
        if corrected:
            sentence = _(
                "The fact {id} is void already, {new} stands in its place; `salescli void {void}` takes that back."
            )
        raise Refused(sentence.format(id=ledger.show_id(id), **_shown(ledger, corrected[:1])))


def _shown(ledger: Ledger, corrections: list[Replacement]) -> dict[str, str]:
    return {
        name: ledger.show_id(id)
        for one in corrections
        for name, id in (("old", one.old_id), ("void", one.void_id), ("new", one.new_id))
    }


def _refuse_halves(ledger: Ledger, facts: list[int]) -> None:
    """What is said together is taken back together: the two halves of a correction, the parts of a share.

    Raises:
        Refused: with the command that does it.
    """
    for one in _replacements(ledger, facts):
        if one.new_id in facts and one.void_id not in facts and ledger.stored(one.old_id).voided:
            raise Refused(
                _(
                    "{new} was recorded in the place of {old}: `salescli void {void}` takes the correction back, and {old} "
                    "counts again; void {old} then if neither should count."
                ).format(**_shown(ledger, [one]))
            )
    for one_part in map(ledger.stored, facts):
        if one_part.kind == "share_part" and int(one_part.fields["share_id"]) not in facts:
            raise Refused(
                _(
                    "Shares are said together and sum to 100: `salescli opportunity share` says them anew, "
                    "`salescli void {share}` takes all of them back."
                ).format(share=ledger.show_id(int(one_part.fields["share_id"])))
            )


def _refuse_closed(ledger: Ledger, id: int) -> None:
    """A version of the policy that counts in a closed period stays, and a code that is kept by or paid by: figures stand."""
    said = ledger.stored(id)
    if said.kind == "policy":
        from salescli.record import policy

        policy.refuse_rewriting(ledger, id)
    if said.kind == "correction" and said.fields["field"] == "code":
        renamed = int(said.fields["fact_id"])
        code, first = ledger.in_force(renamed).get("code"), ledger.stored(renamed).fields.get("code")
        sound.refuse_renaming(ledger, ledger.stored(renamed).kind, renamed, code, str(first or ""))


def _refuse_others(asked: Asked, ledger: Ledger, id: int) -> None:
    """A rep without a post that approves takes back what he recorded himself."""
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and not authority.is_own(ledger, acting.id, ledger.stored(id).recorded_by):
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


def _said(ledger: Ledger, id: int) -> int:
    """The fact, or of a void the fact that it speaks of."""
    stored = ledger.stored(id)
    return int(stored.fields["fact_id"]) if stored.kind == "void" else id


def _brings_back(ledger: Ledger, id: int) -> bool:
    """Whether to void this lets another fact count again."""
    return ledger.stored(id).fields.get("effect") == "void"


def _of_lines(ledger: Ledger, facts: list[int]) -> list[str]:
    """What a person should look at again: a contract that its lines sum to no more."""
    said = [ledger.stored(_said(ledger, one)) for one in facts]
    contracts = {int(one.fields["contract_id"]) for one in said if one.kind == "contract_line"}
    sums = ledger.read("verify_contracts", ContractSums) if contracts else []
    return [
        _("The lines sum to {lines}, the contract to {amount}.").format(
            lines=typed.priced(one.lines, ledger), amount=typed.priced(one.amount, ledger)
        )
        for one in sums
        if one.id in contracts and one.lines is not None and one.lines != one.amount
    ]


def _sentence(ledger: Ledger, facts: list[int]) -> str:
    """What was taken back, or counts again."""
    back = [one for one in facts if ledger.stored(one).kind == "void"]
    named = ", ".join(f"{kinds.word(ledger.stored(one).kind)} {ledger.show_id(one)}" for one in facts[:5])
    if len(facts) > 5:
        named += _(" and {count} more").format(count=len(facts) - 5)
    said = _("Taken back: {facts}; what was void counts again") if back else _("Void: {facts}")
    return said.format(facts=named)
