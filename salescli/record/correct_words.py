"""How what a fact should have said is typed, field by field, and how it is shown; whether it may say so is known elsewhere."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from gettext import gettext as _
from typing import Any, cast, get_args

from salescli import money, period
from salescli.errors import WrongUse
from salescli.facts.names import Named
from salescli.facts.recorded import Stored
from salescli.ledger import kinds, names
from salescli.ledger.store import Ledger
from salescli.record import contract, evidence, expense, follow_up, goal, in_force, leave, opportunity, typed
from salescli.record.target_words import measure_of, value_of
from salescli.reports.evidence_words import FEEDBACK_KINDS, METHODS, PURPOSES, RATERS, TASK_KINDS
from salescli.terms import Channel, ReceiptKind, Scope

Reading = Callable[[str], Any]
"""From what is typed to what the ledger keeps; raises WrongUse with what would be right."""

SHOWN_ALONE = ("closes", "limit_note")
"""What the program says itself: what a stage does, how a request stands to its limit."""
NAMED_AS = {"lead": "rep", "parent": "team"}
"""What refers to a thing under another name than its kind's: a team's lead, the team above it."""
MONEY = ("amount", "cost", "base", "list_price", "unit_price")
ABOVE_NOTHING = (("instalment", "amount"), ("receipt", "amount"), ("expense", "amount"), ("settlement", "amount"))
WHOLE: Mapping[tuple[str, str], tuple[int, int]] = {
    ("follow_up", "minutes"): (0, 100_000),
    ("contract_line", "quantity"): (1, contract.MOST_QUANTITY),
    ("feedback", "rating"): (1, 5),
    **{("quality_review", mark): (1, 5) for mark in ("effectiveness", "professionalism", "problem_solving")},
}
"""Whole numbers, from the least to the most."""
FLAGS = (("follow_up", "answered"), ("rep", "candidate"), ("target", "exact"))
YES, NO = ("1", "yes", "y", "true", "是"), ("0", "no", "n", "false", "否")
VALUES = ("amount", "number")
"""How much a target is of: its measure says which of them it has."""
LISTS: Mapping[tuple[str, str], Reading] = {
    ("goal", "weight"): goal.weight_of,
    ("goal_progress", "progress"): goal.percent_of,
    ("opportunity", "rate"): opportunity.rate_of,
    ("stage_change", "probability"): typed.probability,
    ("follow_up", "happened_at"): follow_up.time_of,
    ("follow_up", "channel"): lambda text: typed.one_of(text, Channel, _("The channel")),
    ("receipt", "kind"): lambda text: typed.one_of(text, ReceiptKind, _("The kind of money")),
    ("decision", "verdict"): lambda text: typed.one_of(text, ("approved", "rejected"), _("The verdict")),
    ("rep_change", "act"): lambda text: typed.one_of(text, ("hire", "move", "raise", "depart"), _("The act")),
    ("expense", "category"): expense.category_of,
    ("leave", "leave_kind"): leave.kind_of,
    ("task", "task_kind"): TASK_KINDS.meant,
    ("feedback", "feedback_kind"): FEEDBACK_KINDS.meant,
    ("assessment", "method"): METHODS.meant,
    ("assessment", "purpose"): PURPOSES.meant,
    ("assessment", "rater"): RATERS.meant,
    ("assessment", "score"): lambda text: evidence.number(text, _("The score")),
    ("assessment", "out_of"): lambda text: evidence.number(text, _("What it is out of")),
    ("target", "scope"): lambda text: typed.one_of(text, Scope, _("The scope")),
    ("target", "measure"): measure_of,
}
"""Fields that have a reading of their own."""


def changes(
    ledger: Ledger, stored: Stored, before: Mapping[str, Any], given: Sequence[str], today: date
) -> dict[str, Any]:
    """What is to be another than it is, by field, as the ledger keeps it.

    Args:
        given: FIELD=VALUE; of whom or what the fact is about by name: customer=华北机械.

    Raises:
        WrongUse: a field is given twice, the kind has none such, a text is no value of it, or none is another.
        NotFound: what a fact should be about is not there.
    """
    texts = _pairs(ledger, stored.kind, given)
    found: dict[str, Any] = {}
    for name in sorted(texts, key=lambda name: (name in ("contact", *VALUES), bool(texts[name]))):
        found |= _read(ledger, stored.kind, name, texts[name], {**before, **found}, today)
    other = {name: value for name, value in found.items() if _text(before.get(name)) != _text(value)}
    if not other:
        raise nothing()
    return other


def nothing() -> WrongUse:
    """That a fact would say what it says."""
    return WrongUse(_("That is what it says already; nothing was recorded."))


def change(ledger: Ledger, name: str, before: Any, after: Any) -> str:
    """`amount 1,000.00 → 1,200.00`, as people know what it is about: by code, name or short id."""
    shown = f"{_shown(ledger, name, before)} → {_shown(ledger, name, after)}"
    return f"{name.removesuffix('_id')} {shown}"


# What is typed.


def _pairs(ledger: Ledger, kind: str, given: Sequence[str]) -> dict[str, str]:
    """The texts by field, as it is called where it is typed.

    Raises:
        WrongUse: a field is given twice, or the kind has none such.
    """
    texts: dict[str, str] = {}
    for text in given:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name:
            raise WrongUse(_("{given} is no FIELD=VALUE; right would be amount=1200.").format(given=repr(text[:40])))
        _refuse_unknown(ledger, kind, name)
        if name in texts:
            raise WrongUse(_("The field {field} is given twice.").format(field=name))
        texts[name] = value
    return texts


def _refuse_unknown(ledger: Ledger, kind: str, name: str) -> None:
    fields = ledger.fields(kind)
    if name in SHOWN_ALONE:
        raise WrongUse(_("The field {field} follows from others; put those right.").format(field=name))
    if f"{name}_id" not in fields and (name == "id" or name.endswith("_id") or name not in fields):
        can = ", ".join(one.removesuffix("_id") for one in fields if one != "id" and one not in SHOWN_ALONE)
        raise WrongUse(
            _("A {kind} has no field {given}; it has {fields}.").format(
                kind=kinds.word(kind), given=repr(name[:40]), fields=can
            )
        )


def _read(ledger: Ledger, kind: str, name: str, text: str, said: Mapping[str, Any], today: date) -> dict[str, Any]:
    """A field as the ledger keeps it, with those that follow from it; an empty text empties it.

    Args:
        said: what the fact says, as far as it has been read.
    """
    fields = ledger.fields(kind)
    if f"{name}_id" in fields:
        return {f"{name}_id": _named(ledger, kind, name, text, said) if text else None}
    if not text:
        return {name: None}
    if (kind, name) == ("stage_change", "stage"):
        stage = in_force.stage(ledger, _day(said), text)
        return {"stage": stage.key, "closes": str(stage.closes) if stage.closes else None}
    if (kind, name) == ("rep_change", "post"):
        return {"post": in_force.post(ledger, text, _day(said), today)}
    if kind == "target" and name in VALUES:
        amount, number = value_of(measure_of(str(said["measure"])), text)
        return {"amount": amount, "number": None if number is None else f"{number.normalize():f}"}
    return {name: _kept(kind, name, text, today)}


def _day(said: Mapping[str, Any]) -> date:
    day = said["happened_on"]
    return day if isinstance(day, date) else date.fromisoformat(day)


def _named(ledger: Ledger, kind: str, name: str, text: str, said: Mapping[str, Any]) -> int | None:
    """The id of what a fact is about.

    Raises:
        WrongUse: it is told by another fact, which has no name. NotFound: no such thing.
    """
    what = NAMED_AS.get(name, name)
    if what not in get_args(names.Kind):
        raise WrongUse(
            _("What it belongs to ({kind}) is not corrected; void it and record it anew.").format(kind=kinds.word(name))
        )
    if (kind, name) == ("follow_up", "contact"):
        return follow_up.contact_of(ledger, called(ledger, "customer", said["customer_id"]), text)
    return names.find(ledger, cast(names.Kind, what), text).id


def _kept(kind: str, name: str, text: str, today: date) -> Any:
    """A plain value as the ledger keeps it."""
    if (kind, name) in LISTS:
        return LISTS[kind, name](text)
    if (kind, name) in WHOLE:
        return _whole(name, text, *WHOLE[kind, name])
    if (kind, name) in FLAGS:
        return _flag(name, text)
    if name.endswith("_on") or name == "expected_close" or name.endswith("_day"):
        return period.parse_day(text, today)
    if name in MONEY:
        return typed.positive(text) if (kind, name) in ABOVE_NOTHING else money.parse_money(text)
    return typed.words(text, _("The field {field}").format(field=name))


def _whole(name: str, text: str, least: int, most: int) -> int:
    if re.fullmatch("[0-9]{1,15}", text) and least <= int(text) <= most:
        return int(text)
    raise WrongUse(
        _("The field {field} is a whole number from {least} to {most}, not {given}.").format(
            field=name, least=least, most=f"{most:,}", given=repr(text[:40])
        )
    )


def _flag(name: str, text: str) -> int:
    if text.lower() in YES + NO:
        return int(text.lower() in YES)
    raise WrongUse(_("The field {field} is yes or no, not {given}.").format(field=name, given=repr(text[:40])))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


# How it is shown.


def called(ledger: Ledger, kind: str, id: int) -> Named:
    """What a fact is about, by its names."""
    found = ledger.read(f"names_{kind}_of_id", Named, id=id)
    return found[0] if found else Named(id, "", ledger.show_id(id))


def _shown(ledger: Ledger, name: str, value: Any) -> str:
    if value is None:
        return _("empty")
    if name.endswith("_id"):
        what = NAMED_AS.get(name.removesuffix("_id"), name.removesuffix("_id"))
        is_named = what in get_args(names.Kind)
        return typed.shown(called(ledger, what, value).label) if is_named else ledger.show_id(value)
    if name in (flag for _kind, flag in FLAGS):
        return _("yes") if value else _("no")
    return money.money_text(int(value), grouped=True) if name in MONEY else typed.shown(str(value))
