"""How recording commands read their words and answer: the options they share, and the line they print. No kind of fact is known here."""

import json
import re
import sys
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Annotated, Any

import typer

from salescli import money, period
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.ledger import kinds, names
from salescli.ledger.store import Ledger

Note = Annotated[str | None, typer.Option("--note", help=_("a remark kept with the fact"))]
AsJson = Annotated[bool, typer.Option("--json", help=_('answer {"id": "…"} for a script'))]


def room() -> typer.Typer:
    """A Typer for one room's commands, as the front door expects it."""
    return typer.Typer(rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


def group(parent: typer.Typer, name: str, help: str) -> typer.Typer:
    """A command with sub-commands (`rep add`, `rep list`)."""
    child = typer.Typer(
        rich_markup_mode=None, no_args_is_help=True, help=help, context_settings={"help_option_names": ["-h", "--help"]}
    )
    parent.add_typer(child, name=name)
    return child


def answer(ledger: Ledger, id: int, sentence: str, as_json: bool) -> None:
    """One line: the sentence and the fact's short id, or its JSON."""
    if as_json:
        print(in_json({"id": ledger.show_id(id)}))
    else:
        print(f"{shown(sentence)}  #{ledger.show_id(id)}")


def in_json(said: Any) -> str:
    """What is said to a script, in one line: as in reports, whatever could act on a terminal is written as a \\u escape."""
    text = json.dumps(said, ensure_ascii=False, default=str)
    return "".join(c if c.isprintable() or c == "\u3000" else json.dumps(c)[1:-1] for c in text)


def warn(sentence: str) -> None:
    """A sentence on stderr that stops nothing."""
    print(shown(sentence), file=sys.stderr)


def warn_ahead(ledger: Ledger, day: date) -> None:
    """Say on stderr of a fact's day that it is after today, as a slip in --on is; the fact is recorded all the same."""
    today = period.today(ledger.zone)
    if day > today:
        warn(
            _("{day} lies ahead; reports up to today, {today}, do not count it.").format(
                day=day.isoformat(), today=today.isoformat()
            )
        )


def shown(text: str) -> str:
    """Text with its control and direction characters visible, so that a name can do nothing to a terminal."""
    return "".join(c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode("ascii") for c in text)


def name(text: str, what: str) -> str:
    """A name as typed, whatever signs it holds, without the space around it; not an empty one.

    Args:
        what: what the name is of, in the person's language.

    Raises:
        WrongUse: nothing but space, or half a character.
    """
    if not text.strip():
        raise WrongUse(_("{what} is empty; give it a name.").format(what=what))
    return _whole(text, what)


def words(text: str, what: str) -> str:
    """What somebody has to say for himself (a reason, an outcome), without the space around it; not nothing.

    Args:
        what: what it is, in the person's language.

    Raises:
        WrongUse: nothing but space, or half a character.
    """
    if not text.strip():
        raise WrongUse(_("{what} is empty; write it down.").format(what=what))
    return _whole(text, what)


def _whole(text: str, what: str) -> str:
    if any("\ud800" <= sign <= "\udfff" for sign in text):
        raise WrongUse(
            _("{what} holds half a character (a lone surrogate); type it again as plain text.").format(what=what)
        )
    return text.strip()


def code(text: str, more: str = "") -> str:
    """A code: 1 to 32 letters (of any script), digits, dots, underscores or hyphens.

    Args:
        more: signs that this kind of code may hold as well.

    Raises:
        WrongUse: anything else.
    """
    if re.fullmatch(rf"[\w.{re.escape(more)}-]{{1,32}}", text) and not text.startswith("-"):
        return text
    raise WrongUse(
        _(
            "The code {given} does not do: up to 32 letters, digits, dots, underscores or hyphens, for instance zhang.wei."
        ).format(given=repr(text[:40]))
    )


def new_code(ledger: Ledger, kind: names.Kind, text: str) -> str:
    """A code that no fact of this kind has yet; a contract's number is given elsewhere and may be 合同〔2024〕12/A.

    Raises:
        WrongUse: it is no code.
        Refused: it is there, with whose it is.
    """
    code(text, more="/()[]（）〔〕【】" if kind == "contract" else "")
    there = [named for named in ledger.read(f"names_{kind}", Named, text=text) if named.code == text]
    if there:
        raise Refused(
            _("The {kind} code {code} is there already: {name}.").format(
                kind=kinds.word(kind), code=text, name=shown(there[0].name)
            )
        )
    return text


def near(given: str, words: Iterable[str]) -> str:
    """ " Did you mean …?" with the nearest words, or nothing."""
    import difflib

    found = difflib.get_close_matches(given[:100].lower(), list(words), n=3, cutoff=0.5)
    return _(" Did you mean {names}?").format(names=" / ".join(map(money.echo, found))) if found else ""


def past_day(text: str | None, day: date) -> date:
    """A day of something that happened; without one the day of the fact. A bare weekday is the last one."""
    return period.parse_day(text, day) if text else day


def coming_day(text: str | None, day: date) -> date | None:
    """A day ahead (next contact, due day): a bare weekday is the coming one."""
    return period.parse_day(text, day, ahead=True) if text else None


def amount(text: str | None) -> int | None:
    """An amount of money, not negative, in minor units; nothing typed is no amount, which is not 0."""
    return money.parse_money(text) if text is not None else None


def positive(text: str) -> int:
    """An amount of money above zero, in minor units."""
    minor = money.parse_money(text)
    if minor > 0:
        return minor
    raise WrongUse(_("The amount must be above 0, not {given}; for instance 12,000.50.").format(given=repr(text[:40])))


def priced(minor: int, ledger: Ledger) -> str:
    """An amount in a sentence: 1,234.50 CNY."""
    return f"{money.money_text(minor, grouped=True)} {ledger.currency}"


def probability(text: str | None) -> Decimal | None:
    """A win probability between 0 and 1 (15% or 0.15)."""
    if text is None:
        return None
    value = money.parse_rate(text)
    if not 0 <= value <= 1:
        raise WrongUse(
            _("A probability lies between 0 % and 100 %, not {given}; write 40% or 0.4.").format(given=repr(text[:40]))
        )
    return value


def acting_rep(asked: Asked, ledger: Ledger) -> Owned | None:
    """The rep that the actor is, if the actor's name is a rep's code."""
    found = ledger.read("rep_of_code", Owned, code=asked.who.actor)
    return found[0] if found else None


def chosen_rep(asked: Asked, ledger: Ledger, text: str | None, owner: list[Owned]) -> Owned:
    """Whose fact it is: the rep named, else the acting rep, else the owner.

    Raises:
        WrongUse: none of the three is there.
    """
    if text:
        named = names.find(ledger, "rep", text)
        return Owned(named.id, named.code, named.name)
    found = acting_rep(asked, ledger) or (owner[0] if owner else None)
    if found is None:
        raise WrongUse(
            _("Whose is it? {actor} is no rep's code and nobody owns it; say who with --as CODE.").format(
                actor=repr(asked.who.actor)
            )
        )
    return found


def one_of(given: str, words: Any, what: str) -> str:
    """A word of a closed list, a unique beginning of one is enough.

    Raises:
        WrongUse: none or several, with the list.
    """
    values = [str(word) for word in words]
    found = [value for value in values if value == given.lower()] or [
        v for v in values if given and v.startswith(given.lower())
    ]
    if len(found) != 1:
        raise WrongUse(
            _("{what} is one of {words}, not {given}.").format(
                what=what, words=", ".join(values), given=repr(given[:40])
            )
        )
    return found[0]
