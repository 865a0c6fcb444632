"""From what a person types to the fact it means: code, name, id, a unique part of a name, or pinyin initials.

Every kind that can be named has three queries: names_KIND.sql (the exact code or name), names_KIND_of_id.sql and
names_KIND_part.sql (any part). All names are read only when none of the three finds one. What once was called so, or is void,
is not meant: a command that should know of it asks once_called().
"""

from gettext import gettext as _
from typing import Literal

from salescli.errors import NotFound
from salescli.facts import Named
from salescli.facts.names import OnceCalled
from salescli.ledger import ids, kinds
from salescli.ledger.store import Ledger
from salescli.money import echo

Kind = Literal["rep", "team", "customer", "contact", "product", "opportunity", "contract"]
SHOWN = 8
LAST_INSTANT = "9999"
LONGEST = 1000  # signs: what is longer is taken as a whole name or as none


def find(ledger: Ledger, kind: Kind, text: str) -> Named:
    """The one fact of this kind that the text means.

    Raises:
        NotFound: none (with the nearest names), or several (with the candidates).
        WrongUse: half a character.
    """
    wanted = text.strip()
    found = candidates(ledger, kind, wanted)
    if len(found) == 1:
        return found[0]
    raise _ambiguous(ledger, kind, wanted, found) if found else _unknown(ledger, kind, wanted)


def candidates(ledger: Ledger, kind: Kind, text: str) -> list[Named]:
    """The facts of this kind that the text may mean: several where it is ambiguous, none where it means nothing."""
    wanted = text.strip()
    found = _quickly(ledger, kind, wanted) if wanted else []
    if not found and wanted:
        everybody = _everybody(ledger, kind, wanted)
        found = _alike(everybody, wanted) or _by_initials(everybody, wanted)
    return _closest(found, wanted)


def once_called(ledger: Ledger, text: str, *of: Kind) -> list[OnceCalled]:
    """The customers, opportunities and reps, voided ones too, that have or had this code or name, else this id or a part of it."""
    wanted = text.strip()
    if not wanted or len(wanted) > LONGEST:
        return []
    known = ledger.known_at or LAST_INSTANT
    rows = ledger.read("once_called", OnceCalled, text=wanted, id=ids.parse(wanted, ledger.origin), known=known)
    found = [one for one in rows if one.kind in of]
    exact = [one for one in found if _folded(one.called) == _folded(wanted)]
    return list({one.id: one for one in exact or found}.values())


def _everybody(ledger: Ledger, kind: Kind, text: str) -> list[Named]:
    """All of a kind, to look for the text in; none where it is too long to be a part of a name."""
    return [] if len(text) > LONGEST else ledger.read(f"names_{kind}_part", Named, text="")


def _quickly(ledger: Ledger, kind: Kind, text: str) -> list[Named]:
    """What the database finds: the exact code or name, else the id, else a part in capitals or not."""
    id = ids.parse(text, ledger.origin)
    return (
        ledger.read(f"names_{kind}", Named, text=text)
        or (ledger.read(f"names_{kind}_of_id", Named, id=id) if id else [])
        or (ledger.read(f"names_{kind}_part", Named, text=text) if len(text) <= LONGEST else [])
    )


def _closest(found: list[Named], text: str) -> list[Named]:
    """Of several, those whose code it is, else those whose whole name or code it is but for capitals and width."""
    if len(found) > 1:
        folded = _folded(text)
        exact = [named for named in found if named.code == text]
        return exact or [n for n in found if folded in (_folded(n.name), _folded(n.code))] or found
    return found


def _alike(everybody: list[Named], text: str) -> list[Named]:
    """Those with the text in code or name where ＡＢＣ, abc and ABC are one, in any script."""
    folded = _folded(text)
    return [named for named in everybody if folded in _folded(named.name) or folded in _folded(named.code)]


def _folded(text: str) -> str:
    import unicodedata

    return unicodedata.normalize("NFKC", text).casefold()


def _by_initials(everybody: list[Named], text: str) -> list[Named]:
    """Those with the pinyin initials in the name (hbjx: 华北机械), by the readings that the words have where several fit."""
    letters = text.casefold()
    if not (everybody and letters.isascii() and letters.isalnum()):
        return []
    try:
        from pypinyin import Style, lazy_pinyin
        from pypinyin.constants import PINYIN_DICT
    except ImportError:  # the pinyin extra is not installed
        return []
    import re
    import unicodedata

    signs = {letter: [letter] for letter in letters}
    for sign in set().union(*(named.name for named in everybody)):
        for reading in PINYIN_DICT.get(ord(sign), sign).split(","):
            signs.get(unicodedata.normalize("NFD", reading or sign)[0].casefold(), []).append(re.escape(sign))
    pattern = re.compile("".join(f"[{''.join(signs[letter])}]" for letter in letters))
    fitting = [named for named in everybody if pattern.search(named.name)]
    if not 1 < len(fitting) <= 100:
        return fitting
    said = {named.id: "".join(lazy_pinyin(named.name, style=Style.FIRST_LETTER)).casefold() for named in fitting}
    return [named for named in fitting if letters in said[named.id]] or fitting


def _ambiguous(ledger: Ledger, kind: Kind, text: str, found: list[Named]) -> NotFound:
    shown = "; ".join(f"{echo(named.label)} (#{ledger.show_id(named.id)})" for named in found[:SHOWN])
    more = _(" and {count} more").format(count=len(found) - SHOWN) if len(found) > SHOWN else ""
    return NotFound(
        _("{given} may mean several: {candidates}{more}. Type more of the {kind}, or its id.").format(
            given=repr(text[:40]), candidates=shown, more=more, kind=kinds.word(kind)
        )
    )


def _unknown(ledger: Ledger, kind: Kind, text: str) -> NotFound:
    import difflib

    words = {word: None for named in _everybody(ledger, kind, text) for word in (named.name, named.code) if word}
    near = difflib.get_close_matches(text[:100], words, n=3, cutoff=0.5)
    renamed = [one for one in once_called(ledger, text, kind) if one.void_why is None]
    if renamed:
        hint = _(" What was called so once is {names} now.").format(
            names=" / ".join(echo(one.now.label) for one in renamed[:3])
        )
    elif near:
        hint = _(" Did you mean {names}?").format(names=" / ".join(map(echo, near)))
    else:
        hint = _(" `salescli {kind} list` shows those there are.").format(kind=kind)
    return NotFound(_("There is no {kind} {given}.").format(kind=kinds.word(kind), given=repr(text[:40])) + hint)
