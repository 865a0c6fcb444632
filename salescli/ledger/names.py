"""From what a person types to the fact it means: code, name, a unique part of it, pinyin initials, or an id.

Every kind that can be named has two queries, names_KIND.sql (the exact code or name) and names_KIND_part.sql (any part).
"""

from gettext import gettext as _
from typing import Literal

from salescli.errors import NotFound
from salescli.facts import Named
from salescli.ledger.store import Ledger

Kind = Literal["rep", "team", "customer", "contact", "product", "opportunity", "contract"]
SHOWN = 8


def find(ledger: Ledger, kind: Kind, text: str) -> Named:
    """The one fact of this kind that the text means.

    Raises:
        NotFound: none (with the nearest names), or several (with the candidates).
    """
    wanted = text.strip()
    found = ledger.read(f"names_{kind}", Named, text=wanted) if wanted else []
    if not found:
        found = _by_id(ledger, kind, wanted) or (
            ledger.read(f"names_{kind}_part", Named, text=wanted) if wanted else []
        )
    if not found and wanted.isascii():
        found = _by_initials(ledger, kind, wanted)
    if len(found) == 1:
        return found[0]
    raise _ambiguous(ledger, kind, wanted, found) if found else _unknown(ledger, kind, wanted)


def title(kind: Kind) -> str:
    """The word for a kind of fact, in the person's language."""
    return {
        "rep": _("rep"),
        "team": _("team"),
        "customer": _("customer"),
        "contact": _("contact"),
        "product": _("product"),
        "opportunity": _("opportunity"),
        "contract": _("contract"),
    }[kind]


def _by_id(ledger: Ledger, kind: Kind, text: str) -> list[Named]:
    try:
        id = ledger.find_id(text, kind)
    except NotFound:
        return []
    return [named for named in ledger.read(f"names_{kind}_part", Named, text="") if named.id == id]


def _by_initials(ledger: Ledger, kind: Kind, text: str) -> list[Named]:
    try:
        from pypinyin import Style, lazy_pinyin
    except ImportError:  # the pinyin extra is not installed
        return []
    everybody = ledger.read(f"names_{kind}_part", Named, text="")
    initials = {named.id: "".join(lazy_pinyin(named.name, style=Style.FIRST_LETTER)) for named in everybody}
    return [named for named in everybody if text.lower() in initials[named.id].lower()]


def _ambiguous(ledger: Ledger, kind: Kind, text: str, found: list[Named]) -> NotFound:
    shown = "; ".join(f"{named.label} (#{ledger.show_id(named.id)})" for named in found[:SHOWN])
    more = _(" and {count} more").format(count=len(found) - SHOWN) if len(found) > SHOWN else ""
    return NotFound(
        _("{given} may mean several: {candidates}{more}. Type more of the {kind}, or its id.").format(
            given=repr(text[:40]), candidates=shown, more=more, kind=title(kind)
        )
    )


def _unknown(ledger: Ledger, kind: Kind, text: str) -> NotFound:
    import difflib

    names = {
        word: named for named in ledger.read(f"names_{kind}_part", Named, text="") for word in (named.name, named.code)
    }
    near = difflib.get_close_matches(text[:100], [name for name in names if name], n=3, cutoff=0.5)
    if near:
        hint = _(" Did you mean {names}?").format(names=" / ".join(near))
    else:
        hint = _(" `salescli {kind} list` shows those there are.").format(kind=kind) if kind != "contract" else ""
    return NotFound(_("There is no {kind} {given}.").format(kind=title(kind), given=repr(text[:40])) + hint)
