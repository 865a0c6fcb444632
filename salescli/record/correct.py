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
from salescli.record import authority, typed

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
        changes = dict(_value(ledger, stored, name, text, day) for name, text in map(_pair, fields))
        before = ledger.in_force(id)
        if set(changes) <= set(IN_PLACE.get(stored.kind, ())):
            new = _in_place(ledger, id, changes, day, reason, note)
        else:
            new = _anew(ledger, id, stored, changes, day, reason, note)
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
    acting = typed.acting_rep(asked, ledger)
    if acting is not None and stored.recorded_by != acting.code:
        authority.refuse_without_post(asked, ledger, asked.day(ledger))
    return stored


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
    if name.endswith("_on") or name.endswith("_day"):
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
    """Append a correction for each field."""
    made = [
        ledger.append(
            "correction", day, note=note, fact_id=id, field=name, value="" if value is None else str(value), why=why
        )
        for name, value in changes.items()
    ]
    return made[0]


def _anew(
    ledger: Ledger, id: int, stored: Stored, changes: Mapping[str, Any], day: date, why: str, note: str | None
) -> int:
    """Take the fact back and append it as it should have been.

    Raises:
        Refused: others stand on it.
    """
    hanging = ledger.hanging_on(id)
    if hanging:
        in_place = ", ".join(IN_PLACE.get(stored.kind, ())) or _("nothing")
        named = ", ".join(f"{kinds.word(kind)} {ledger.show_id(one)}" for one, kind in hanging[:5])
        raise Refused(
            _(
                "On {id} stand others that count: {facts}. Put right in place can be: {fields}; else void those first."
            ).format(id=ledger.show_id(id), facts=named, fields=in_place)
        )
    fields = {name: value for name, value in stored.fields.items() if name not in ("id", "happened_on")} | dict(changes)
    happened_on = fields.pop("happened_on", None) or date.fromisoformat(str(stored.fields["happened_on"]))
    ledger.void(id, day, why, note=note)
    return ledger.append(stored.kind, happened_on, note=stored.note, **fields)


def _change(ledger: Ledger, name: str, before: Any, after: Any) -> str:
    return f"{name} {_shown(name, before)} → {_shown(name, after)}"


def _shown(name: str, value: Any) -> str:
    if value is None:
        return _("empty")
    return money.money_text(int(value), grouped=True) if name in MONEY else str(value)
