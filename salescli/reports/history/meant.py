"""What a name means that may be a customer's, an opportunity's or a rep's, now or once, in force or voided; the histories themselves
are made next door.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from salescli import money
from salescli.errors import NotFound, WrongUse
from salescli.facts.names import Named, OnceCalled
from salescli.ledger import kinds, names, replaced
from salescli.reports.view import View

KINDS: tuple[names.Kind, ...] = ("customer", "opportunity", "rep")
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Meant:
    """A thing that has a history, and what a person should know who called it so."""

    kind: str
    named: Named
    notes: Sequence[str] = ()


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


def meant(view: View, text: str, kind: names.Kind | None = None) -> Meant:
    """The one customer, opportunity or rep of that name, or of that kind; an exact name goes before a part of another.

    Where nothing is called so, what once was, and what is void.

    Raises:
        NotFound: nothing, or several (it lists them).
    """
    of = (kind,) if kind else KINDS
    found = [(one, named) for one in of for named in names.candidates(view.ledger, one, text)]
    once = [] if found else names.once_called(view.ledger, text, *of)
    if once:
        return _once_meant(view, text, once)
    if kind:
        return Meant(kind, names.find(view.ledger, kind, text))
    wanted = text.strip().casefold()
    exact = [pair for pair in found if wanted in (pair[1].name.casefold(), (pair[1].code or "").casefold())]
    return _only(view, text, exact or found)


def _once_meant(view: View, text: str, once: Sequence[OnceCalled]) -> Meant:
    """What is void, or was called so once, with a note that says so."""
    only = _only(view, text, [(kind, one.now) for one in once for kind in KINDS if one.kind == kind])
    (one,) = (one for one in once if one.id == only.named.id)
    return Meant(only.kind, only.named, list(_notes(view, one)))


def _notes(view: View, one: OnceCalled) -> Iterator[str]:
    if one.called not in (one.name, one.code):
        yield _("{called} is called {name} now.").format(called=one.called, name=one.now.label)
    if one.void_why is None:
        return
    yield _("It is void, by {who}: {why}").format(who=one.voided_by, why=one.void_why)
    anew = replaced.standing(view.ledger, one.id)
    if anew is not None:
        yield _("It was recorded anew as #{id}.").format(id=view.ledger.show_id(anew))


def _only(view: View, text: str, found: Sequence[tuple[names.Kind, Named]]) -> Meant:
    if len(found) == 1:
        return Meant(*found[0])
    raise _ambiguous(view, text, found) if found else _unknown(view, text)


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

    unknown = _("There is no customer, opportunity or rep {given}.").format(given=repr(text[:40]))
    for contract in names.candidates(view.ledger, "contract", text):
        name, id = contract.code, view.ledger.show_id(contract.id)
        if text.strip().casefold() not in ((name or "").casefold(), id, f"#{id}"):
            continue
        name = money.echo(name or id)
        return NotFound(unknown + _(" It is a contract: `salescli contract show {name}` shows it.").format(name=name))
    known = (one for kind in KINDS for one in view.ledger.read(f"names_{kind}_part", Named, text=""))
    spelt = {word: None for one in known for word in (one.name, one.code) if word}
    near = difflib.get_close_matches(text[:100], spelt, n=3, cutoff=0.5)
    hint = _(" Did you mean {names}?").format(names=" / ".join(map(money.echo, near))) if near else ""
    return NotFound(unknown + hint)
