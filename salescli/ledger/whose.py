"""From what a person types to whom it means where a rep, a team or the company may stand: zw, north, team:north, company."""

from gettext import gettext as _

from salescli.errors import NotFound
from salescli.facts.names import Named
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.money import echo
from salescli.terms import Scope

KINDS: dict[Scope, names.Kind] = {Scope.REP: "rep", Scope.TEAM: "team"}


def whose_of(ledger: Ledger, text: str) -> tuple[Scope, Named | None]:
    """The company, or the one rep or team meant.

    Raises:
        NotFound: nobody, or several; where a rep and a team are called so, it says to write rep: or team: before it.
    """
    wanted = text.strip().replace("：", ":")
    kind, colon, name = wanted.partition(":")
    if wanted.lower() == Scope.COMPANY:
        return Scope.COMPANY, None
    for scope in KINDS:
        if colon and kind.strip().lower() == scope:
            return scope, names.find(ledger, KINDS[scope], name)
    for query in ("names_{kind}", "names_{kind}_part") if wanted else ():
        found = [(s, named) for s in KINDS for named in ledger.read(query.format(kind=KINDS[s]), Named, text=wanted)]
        if len(found) == 1:
            return found[0]
        if found:
            raise _ambiguous(text, found)
    return _by_other_ways(ledger, wanted)


def _by_other_ways(ledger: Ledger, text: str) -> tuple[Scope, Named]:
    """By pinyin initials or an id, as every name; a rep before a team."""
    said = []
    for scope, kind in KINDS.items():
        try:
            return scope, names.find(ledger, kind, text)
        except NotFound as error:
            said.append(str(error))
    raise NotFound(" ".join(said))


def _ambiguous(text: str, found: list[tuple[Scope, Named]]) -> NotFound:
    shown = "; ".join(f"{scope}:{echo(named.label)}" for scope, named in found[: names.SHOWN])
    more = _(" and {count} more").format(count=len(found) - names.SHOWN) if len(found) > names.SHOWN else ""
    scope, first = found[0]
    return NotFound(
        _("{given} may mean several: {candidates}{more}. Write one so: {example}.").format(
            given=repr(text[:40]), candidates=shown, more=more, example=f"{scope}:{echo(first.code)}"
        )
    )
