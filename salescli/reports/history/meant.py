"""What a name means that may be a customer's, an opportunity's or a rep's; the histories themselves are made next door."""

from collections.abc import Sequence
from gettext import gettext as _

from salescli import money
from salescli.errors import NotFound, WrongUse
from salescli.facts.names import Named
from salescli.ledger import kinds, names
from salescli.reports.view import View

KINDS: tuple[names.Kind, ...] = ("customer", "opportunity", "rep")
SHOWN = 8


def kind_of(text: str | None) -> names.Kind | None:
    """The kind that a person named.

    Raises:
        WrongUse: it has no such history.
    """
    if text is None:
        return None
    for kind in KINDS:
        if kind == text:
            return kind
    raise WrongUse(_("--kind is one of {kinds}, not {given}.").format(kinds=", ".join(KINDS), given=repr(text[:40])))


def meant(view: View, text: str) -> tuple[names.Kind, Named]:
    """The one customer, opportunity or rep of that name; an exact name goes before a part of another."""
    found = [(kind, one) for kind in KINDS for one in names.candidates(view.ledger, kind, text)]
    wanted = text.strip().casefold()
    exact = [pair for pair in found if wanted in (pair[1].name.casefold(), (pair[1].code or "").casefold())]
    chosen = exact or found
    if len(chosen) == 1:
        return chosen[0]
    raise _ambiguous(view, text, chosen) if chosen else _unknown(view, text)


def _ambiguous(view: View, text: str, found: Sequence[tuple[names.Kind, Named]]) -> NotFound:
    listed = "; ".join(
        _("{kind} {name} (#{id})").format(
            kind=kinds.word(kind), name=money.echo(one.label), id=view.ledger.show_id(one.id)
        )
        for kind, one in found[:SHOWN]
    )
    more = _(" and {count} more").format(count=len(found) - SHOWN) if len(found) > SHOWN else ""
    of = list(dict.fromkeys(kind for kind, _one in found))
    said = _("{given} may mean several: {candidates}{more}. Say which with --kind {kinds}, or type its id.")
    if len(of) == 1:
        said = _("{given} may mean several: {candidates}{more}. Type more of the name, or its id.")
    if len({one.name.casefold() for _kind, one in found}) == len(of) == 1:
        said = _("{given} may mean several: {candidates}{more}. They have one name, so type an id.")
    return NotFound(said.format(given=repr(text[:40]), candidates=listed, more=more, kinds="|".join(of)))


def _unknown(view: View, text: str) -> NotFound:
    import difflib

    known = (one for kind in KINDS for one in view.ledger.read(f"names_{kind}_part", Named, text=""))
    spelt = {word: None for one in known for word in (one.name, one.code) if word}
    near = difflib.get_close_matches(text[:100], spelt, n=3, cutoff=0.5)
    hint = _(" Did you mean {names}?").format(names=" / ".join(map(money.echo, near))) if near else ""
    return NotFound(_("There is no customer, opportunity or rep {given}.").format(given=repr(text[:40])) + hint)
