"""The way in for corrections: what was recorded wrongly is put right by a new fact that says what it replaces, and why.

What others stand on is put right in place where it can be (a code, a name, a contract's amount or day); anything else is taken
back and recorded anew, as the command of its kind would take it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.recorded import Stored
from salescli.ledger import kinds
from salescli.ledger.store import Ledger
from salescli.record import anew, authority, correct_words, sound, typed

app = typed.room()

IN_PLACE: Mapping[str, Sequence[str]] = {
    "rep": ("code", "name"),
    "team": ("code", "name"),
    "customer": ("happened_on", "name", "grade", "source", "phone", "industry", "region"),
    "contact": ("name", "title", "phone", "email"),
    "product": ("code", "name"),
    "opportunity": ("happened_on", "code", "name", "rate"),
    "contract": ("happened_on", "code", "amount"),
    "goal": ("title",),
}
"""What the views of schema.sql show as it was put right."""
NEVER = ("void", "correction", "policy", "statement", "dispute", "dispute_answer")
"""Kinds with a way of their own: a void is voided, a policy loaded again, a dispute answered."""
WITH = 50
"""So many facts of one act are looked at."""
WITH_A_DAY = ("instalment", "stage_change", "customer_owner", "opportunity_owner")
"""What is recorded with a thing, and whose own day counts."""


@app.command(
    "correct", help=_('Put right what was recorded. Example: salescli correct 1042 amount=1200 --why "typing error"')
)
def correct(
    ctx: typer.Context,
    fact: Annotated[str, typer.Argument(metavar="ID", help=_("the fact"))],
    fields: Annotated[
        list[str], typer.Argument(metavar="FIELD=VALUE", help=_("what it should have been; FIELD= empties it"))
    ],
    why: Annotated[str, typer.Option("--why", help=_("the reason, which stays with it"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record what a fact should have said."""
    asked: Asked = ctx.obj
    reason = typed.words(why, _("The reason"))
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(fact)
        stored = _open(asked, ledger, id)
        before = ledger.in_force(id)
        changes = correct_words.changes(ledger, stored, before, fields, day)
        _refuse_empty(ledger, stored.kind, changes)
        warnings: list[str] = []
        if set(changes) <= set(IN_PLACE.get(stored.kind, ())):
            new = _in_place(ledger, id, before, changes, day, reason, note)
            warnings = _left_behind(ledger, id, changes)
        else:
            new, warnings = _anew(asked, ledger, id, changes, reason, note)
            changes = _differences(ledger, stored.kind, before, ledger.in_force(new))
        said = ", ".join(correct_words.change(ledger, name, before.get(name), value) for name, value in changes.items())
    sentence = _("Corrected {kind} {id}: {changes}")
    typed.answer(
        ledger, new, sentence.format(kind=kinds.word(stored.kind), id=ledger.show_id(id), changes=said), as_json
    )
    for warning in warnings:
        typed.warn(warning)
    if "happened_on" in changes:
        typed.warn_ahead(ledger, date.fromisoformat(str(changes["happened_on"])))


def _open(asked: Asked, ledger: Ledger, id: int) -> Stored:
    """The fact, if it can be corrected, and by whoever acts.

    Raises:
        Refused: it is void, of a kind with a way of its own, or somebody else's.
    """
    stored = ledger.stored(id)
    if stored.voided:
        raise Refused(_("The fact {id} is void; there is nothing to correct.").format(id=ledger.show_id(id)))
    if stored.kind in NEVER:
        raise Refused(
            _("A {kind} is not corrected: void it, load another policy, or answer it.").format(
                kind=kinds.word(stored.kind)
            )
        )
    if stored.kind in ("share", "share_part"):
        raise Refused(_("Shares are said together and sum to 100: `salescli opportunity share` says them anew."))
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and not authority.is_own(ledger, acting.id, stored.recorded_by):
        authority.refuse_without_post(asked, ledger, asked.day(ledger))
    return stored


def _refuse_empty(ledger: Ledger, kind: str, changes: Mapping[str, Any]) -> None:
    for name in ledger.needed(kind):
        if name in changes and changes[name] is None:
            raise anew.needed(name.removesuffix("_id"))


def _in_place(
    ledger: Ledger,
    id: int,
    before: Mapping[str, Any],
    changes: Mapping[str, Any],
    day: date,
    why: str,
    note: str | None,
) -> int:
    """Append a correction for each field.

    Raises:
        Refused: a code is somebody else's, or figures rest on it; a contract would be worth less than falls due of it.
    """
    if "code" in changes:
        kind = ledger.stored(id).kind
        anew.refuse_taken(ledger, kind, changes["code"])
        sound.refuse_renaming(ledger, kind, id, before.get("code"), changes["code"])
    made = [
        ledger.append(
            "correction", day, note=note, fact_id=id, field=name, value="" if value is None else str(value), why=why
        )
        for name, value in changes.items()
    ]
    if "amount" in changes:
        sound.refuse_below_planned(ledger, id)
    if "happened_on" in changes:  # both the day that it had and the one that it has count otherwise
        ledger.touched |= {date.fromisoformat(before["happened_on"]), changes["happened_on"]}
    return made[0]


def _left_behind(ledger: Ledger, id: int, changes: Mapping[str, Any]) -> list[str]:
    """A sentence where what was recorded with a fact stays on the day that it had: a contract's instalments, the stage won."""
    if "happened_on" not in changes:
        return []
    around = {one: ledger.stored(one) for one in ledger.recorded_with(id, WITH) if one != id}
    on = str(ledger.stored(id).fields["happened_on"])
    left = [
        f"{kinds.word(one.kind)} {ledger.show_id(other)}"
        for other, one in around.items()
        if not one.voided and one.kind in WITH_A_DAY and one.fields["happened_on"] == on
    ]
    sentence = _("What was recorded with it stays on {day}: {facts}; `salescli correct` moves each.")
    return [sentence.format(day=on, facts=", ".join(left[:8]))] if left else []


def _anew(
    asked: Asked, ledger: Ledger, id: int, changes: Mapping[str, Any], why: str, note: str | None
) -> tuple[int, list[str]]:
    """Take the fact back and append it as it should have been; the key of its import stays with the first.

    Gives the new fact's id, and what a person should look at again.

    Raises:
        Refused: others stand on it. Whatever the command raises that records its kind.
    """
    stored = ledger.stored(id)
    _refuse_hanging(ledger, id, stored.kind)
    said = {**ledger.in_force(id), **changes}
    fields = {name: _day_or_as_is(name, value) for name, value in said.items() if name != "id"}
    day = fields.pop("happened_on")
    ledger.void(id, asked.day(ledger), why, note=note)
    case = anew.Case(asked, ledger, stored, day, fields, set(changes))
    new = ledger.append(stored.kind, day, note=stored.note, **{**fields, **anew.rules(case)})
    sound.refuse_money(ledger, stored)
    sound.refuse_money(ledger, ledger.stored(new))
    return new, case.warnings


def _differences(ledger: Ledger, kind: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """What the fact says otherwise now, also what follows from what was put right.

    Raises:
        WrongUse: nothing; an opportunity brings its customer along, an approval its amount.
    """
    names = [name for name in ledger.fields(kind) if name not in ("id", "limit_note")]
    found = {name: after.get(name) for name in names if after.get(name) != before.get(name)}
    if not found:
        raise correct_words.nothing()
    return found


def _day_or_as_is(name: str, value: Any) -> Any:
    is_day = name.endswith(("_on", "_day")) or name == "expected_close"
    return date.fromisoformat(value) if is_day and isinstance(value, str) else value


def _refuse_hanging(ledger: Ledger, id: int, kind: str) -> None:
    """What others stand on is not pulled away from under them.

    Raises:
        Refused: with those, and what can be put right in place.
    """
    hanging = ledger.hanging_on(id)
    if hanging:
        in_place = ", ".join(IN_PLACE.get(kind, ())) or _("nothing")
        named = ", ".join(f"{kinds.word(kind)} {ledger.show_id(one)}" for one, kind in hanging[:5])
        raise Refused(
            _(
                "On {id} stand others that count: {facts}. Put right in place can be: {fields}; else void those first."
            ).format(id=ledger.show_id(id), facts=named, fields=in_place)
        )
