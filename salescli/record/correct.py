"""The way in for corrections: what was recorded wrongly is put right by a new fact that says what it replaces, and why.

What others stand on is put right in place where it only describes (a name, a phone, a contract's amount); anything else is
taken back and recorded anew.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Annotated, Any, cast, get_args

import typer

from salescli import money, period
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.recorded import Stored
from salescli.ledger import kinds, names
from salescli.ledger.store import Ledger
from salescli.record import authority, in_force, sound, typed
from salescli.terms import Channel

app = typed.room()

IN_PLACE: Mapping[str, Sequence[str]] = {
    "rep": ("name",),
    "team": ("name",),
    "customer": ("name", "grade", "source", "phone", "industry", "region"),
    "contact": ("name", "title", "phone", "email"),
    "product": ("name",),
    "opportunity": ("name", "rate"),
    "contract": ("amount",),
}
"""What the views of schema.sql show as it was put right."""
NEVER = ("void", "correction", "policy", "statement", "dispute", "dispute_answer")
"""Kinds with a way of their own: a void is voided, a policy loaded again, a dispute answered."""
NEEDED = ("name", "amount")
"""What can be put right in place and is never empty."""
SHOWN_ALONE = ("closes", "limit_note")
"""What the program says itself: what a stage does, how a request stands to its limit."""
MONEY = ("amount", "cost", "base", "list_price", "unit_price")
RATES = ("rate", "probability", "progress")
NUMBERS = ("percent", "weight", "score", "out_of", "number")


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
    reason = typed.name(why, _("The reason"))
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(fact)
        stored = _open(asked, ledger, id)
        before = ledger.in_force(id)
        changes = _changes(ledger, stored, before, fields, day)
        if set(changes) <= set(IN_PLACE.get(stored.kind, ())):
            new = _in_place(ledger, id, changes, day, reason, note)
        else:
            new = _anew(asked, ledger, id, changes, reason, note)
        said = ", ".join(_change(ledger, name, before.get(name), value) for name, value in changes.items())
    sentence = _("Corrected {kind} {id}: {changes}")
    typed.answer(
        ledger, new, sentence.format(kind=kinds.word(stored.kind), id=ledger.show_id(id), changes=said), as_json
    )


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
    if acting is not None and stored.recorded_by != acting.code:
        authority.refuse_without_post(asked, ledger, asked.day(ledger))
    return stored


def _changes(
    ledger: Ledger, stored: Stored, before: Mapping[str, Any], given: Sequence[str], today: date
) -> dict[str, Any]:
    """What is to be another than it is, by field.

    Raises:
        WrongUse: a field is given twice, or none is another. NotFound: what a fact should be about is not there.
    """
    changes: dict[str, Any] = {}
    for typed_name, text in map(_pair, given):
        name, value = _value(ledger, stored, typed_name, text, today)
        if name in changes:
            raise WrongUse(_("The field {field} is given twice.").format(field=typed_name))
        changes[name] = value
    changes |= _worded(ledger, stored.kind, before, changes)
    if all(_text(before.get(name)) == _text(value) for name, value in changes.items()):
        raise WrongUse(_("That is what it says already; nothing was recorded."))
    return changes


def _worded(ledger: Ledger, kind: str, before: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of closed lists as the ledger keeps them: a stage with what it does, a post, a channel; text without its space.

    Raises:
        WrongUse: the list has no such word.
    """
    day = changes.get("happened_on") or date.fromisoformat(str(before["happened_on"]))
    found: dict[str, Any] = {}
    for name, value in changes.items():
        match kind, name, value:
            case "stage_change", "stage", str():
                stage = in_force.stage(ledger, day, value)
                found |= {"stage": stage.key, "closes": str(stage.closes) if stage.closes else None}
            case "rep_change", "post", str():
                found["post"] = in_force.post(ledger, value, day)
            case "follow_up", "channel", str():
                found["channel"] = typed.one_of(value, Channel, _("The channel"))
            case _, _, str():
                found[name] = typed.words(value, _("The field {field}").format(field=name))
    return found


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip():
        raise WrongUse(_("{given} is no FIELD=VALUE; right would be amount=1200.").format(given=repr(text[:40])))
    return name.strip(), value.strip()


def _value(ledger: Ledger, stored: Stored, typed_name: str, text: str, today: date) -> tuple[str, Any]:
    """A field and its value as the ledger keeps them; of whom or what it is about by name: customer=华北机械.

    Raises:
        WrongUse: the kind has no such field, with those it has, or the text is no value of it.
    """
    fields = ledger.fields(stored.kind)
    if typed_name in SHOWN_ALONE:
        raise WrongUse(_("The field {field} follows from others; put those right.").format(field=typed_name))
    if f"{typed_name}_id" in fields:
        return f"{typed_name}_id", _named(ledger, typed_name, text)
    if typed_name == "id" or typed_name.endswith("_id") or typed_name not in fields:
        can = ", ".join(one.removesuffix("_id") for one in fields if one != "id")
        raise WrongUse(
            _("A {kind} has no field {given}; it has {fields}.").format(
                kind=kinds.word(stored.kind), given=repr(typed_name[:40]), fields=can
            )
        )
    return typed_name, _kept(typed_name, fields[typed_name], text, today)


def _named(ledger: Ledger, kind: str, text: str) -> int | None:
    """The id of what a fact is about.

    Raises:
        WrongUse: it is told by another fact, which has no name. NotFound: no such thing.
    """
    if kind not in get_args(names.Kind):
        raise WrongUse(
            _("What it belongs to ({kind}) is not corrected; void it and record it anew.").format(kind=kinds.word(kind))
        )
    return names.find(ledger, cast(names.Kind, kind), text).id if text else None


def _kept(name: str, type: str, text: str, today: date) -> Any:
    """A plain value as the ledger keeps it; an empty text empties the field."""
    if not text:
        return None
    if name.endswith("_on") or name == "expected_close" or name.endswith("_day"):
        return period.parse_day(text, today)
    if name in MONEY:
        return money.parse_money(text)
    if name in RATES:
        return money.parse_rate(text)
    if type == "INTEGER" or name in NUMBERS:
        return _number(name, text, whole=type == "INTEGER")
    return text


def _number(name: str, text: str, whole: bool) -> int | Decimal:
    """A plain number.

    Raises:
        WrongUse: it is none.
    """
    if re.fullmatch("[0-9]{1,15}" if whole else "[0-9]{1,15}([.][0-9]{1,9})?", text):
        return int(text) if whole else Decimal(text)
    raise WrongUse(
        _("The field {field} is a number; {given} is none. Right would be 3.").format(field=name, given=repr(text[:40]))
    )


def _in_place(ledger: Ledger, id: int, changes: Mapping[str, Any], day: date, why: str, note: str | None) -> int:
    """Append a correction for each field.

    Raises:
        WrongUse: what is needed would be empty. Refused: a contract would be worth less than falls due of it.
    """
    for name in NEEDED:
        if changes.get(name, "") is None:
            raise WrongUse(_("The field {field} is needed; it cannot be empty.").format(field=name))
    made = [
        ledger.append(
            "correction", day, note=note, fact_id=id, field=name, value="" if value is None else str(value), why=why
        )
        for name, value in changes.items()
    ]
    if "amount" in changes:
        sound.refuse_below_planned(ledger, id)
    return made[0]


def _anew(asked: Asked, ledger: Ledger, id: int, changes: Mapping[str, Any], why: str, note: str | None) -> int:
    """Take the fact back and append it as it should have been; the key of its import stays with the first.

    Raises:
        Refused: others stand on it, or what it should have been passes a limit.
    """
    stored = ledger.stored(id)
    _refuse_hanging(ledger, id, stored.kind)
    fields = {name: value for name, value in ledger.in_force(id).items() if name != "id"} | dict(changes)
    happened_on = fields.pop("happened_on", None) or str(stored.fields["happened_on"])
    day = happened_on if isinstance(happened_on, date) else date.fromisoformat(happened_on)
    ledger.void(id, asked.day(ledger), why, note=note)
    fields |= sound.within_limits(asked, ledger, stored.kind, fields, day)
    new = ledger.append(stored.kind, day, note=stored.note, **fields)
    sound.refuse_money(ledger, stored)
    sound.refuse_money(ledger, ledger.stored(new))
    return new


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


def _change(ledger: Ledger, name: str, before: Any, after: Any) -> str:
    return f"{name} {_shown(name, before)} → {_shown(name, after)}"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return _("empty")
    return money.money_text(int(value), grouped=True) if name in MONEY else typed.shown(str(value))
