"""What the ledger holds, as an import looks it up: names and codes, and the facts that the profile brought in before. It
grows with what is appended, and takes back what a rejected row had added.
"""

import difflib
from collections.abc import Callable
from gettext import gettext as _

from salescli.exchange.drafts import ByKey, ByName
from salescli.facts.names import Named
from salescli.facts.recorded import Signed
from salescli.ledger import kinds, names, replaced
from salescli.ledger.store import Ledger
from salescli.money import echo

MOST_HINTS = 20
"""How many unknown names get a "did you mean": looking for near ones takes a while among thousands."""
_KINDS: dict[str, names.Kind] = {
    "rep": "rep",
    "team": "team",
    "customer": "customer",
    "contact": "contact",
    "product": "product",
    "opportunity": "opportunity",
    "contract": "contract",
}


class Unknown(Exception):
    """A reference to nothing, or to several; its words are the reason, as a sentence."""


class Register:
    """Names and source keys of one ledger, for one profile.

    Attributes:
        keys: the source keys of everything the profile has brought in.
    """

    def __init__(self, ledger: Ledger, prefix: str) -> None:
        self._ledger = ledger
        self.keys = ledger.known_source_keys(prefix)
        self._ids: dict[str, int] = {}
        self._standing: dict[str, int] = {}
        self._named: dict[str, dict[str, list[int]]] = {}
        self._codes: dict[str, set[str]] = {}
        self._undo: list[Callable[[], object]] = []
        self._grown: set[str] = set()
        self._hints = MOST_HINTS

    def id_of(self, source_key: str) -> int | None:
        """The id of what was brought in under a source key, whatever became of it since."""
        if source_key not in self.keys:
            return None
        found = self._ids.get(source_key) or self._ledger.fact_of_source_key(source_key)
        if found is not None:
            self._ids[source_key] = found
        return found

    def find(self, reference: ByName | ByKey) -> int:
        """The id of what a reference means.

        Raises:
            Unknown: nothing, or several.
        """
        if isinstance(reference, ByKey):
            return self._standing_of(reference)
        found = self._names(reference.kind).get(reference.text, [])
        if not found and reference.kind == "contract":
            found = self._contracts_of(reference.text)
        if len(found) == 1:
            return found[0]
        raise self._several(reference, found) if found else self._nothing(reference)

    def _standing_of(self, reference: ByKey) -> int:
        """The id of what counts of what was brought in under a key: itself, or what it was recorded anew as.

        Raises:
            Unknown: nothing was brought in, or it was voided.
        """
        key = reference.source_key
        if key not in self.keys:
            said = _("no row with the key {key} was imported as “{fact}”")
        elif (found := self._standing.get(key) or replaced.imported(self._ledger, key)) is not None:
            self._standing[key] = found
            return found
        else:
            said = _(
                "what was imported as “{fact}” with the key {key} is void; it counts again when its void is voided"
            )
        raise Unknown(said.format(key=echo(reference.text), fact=reference.fact))

    def contact(self, reference: ByName, customer_id: int) -> int:
        """The id of a contact by name among those of a customer.

        Raises:
            Unknown: nothing, or several.
        """
        own = [
            one
            for one in self._ledger.read("contacts_of", Named, customer_id=customer_id)
            if one.name == reference.text
        ]
        if len(own) == 1:
            return own[0].id
        raise self._several(reference, [one.id for one in own]) if own else self._nothing(reference)

    def has_code(self, kind: str, code: str) -> bool:
        """Whether a fact of this kind has this code."""
        self._names(kind)
        return code in self._codes[kind]

    def name_of(self, kind: str, id: int) -> str:
        """What a fact of a kind that has names is called, for a sentence; its id where it has none."""
        called = [text for text, ids in self._names(kind).items() if id in ids]
        return called[-1] if called else f"#{self._ledger.show_id(id)}"

    def add(self, kind: str, id: int, source_key: str, name: str | None, code: str | None) -> None:
        """Learn of a fact that was appended."""
        self.keys.add(source_key)
        self._ids[source_key] = self._standing[source_key] = id
        self._undo += [lambda: self.keys.discard(source_key), lambda: self._ids.pop(source_key, None)]
        self._undo.append(lambda: self._standing.pop(source_key, None))
        self._grown.add(kind)
        known = self._named.get(kind)
        if known is None:
            return
        for text in dict.fromkeys(text.strip() for text in (code, name) if text):
            ids = known.setdefault(text, [])
            ids.append(id)
            self._undo.append(ids.pop)
        if code and code not in self._codes[kind]:
            codes = self._codes[kind]
            codes.add(code)
            self._undo.append(lambda: codes.discard(code))

    def settle(self) -> None:
        """Keep what was learnt since the last time."""
        self._undo.clear()
        self._grown.clear()

    def take_back(self) -> None:
        """Forget what was learnt since the last time."""
        while self._undo:
            self._undo.pop()()
        self._grown.clear()

    def _names(self, kind: str) -> dict[str, list[int]]:
        """Every name and code of a kind with the ids of those called so; read from the ledger at first use."""
        if kind not in self._named:
            rows = self._ledger.read(f"names_{kind}_part", Named, text="")
            known: dict[str, list[int]] = {}
            for row in rows:
                # A contract's name is its opportunity's, which several may have; looked up through the opportunity.
                own = [row.code] if kind == "contract" else [row.code, row.name]
                for text in dict.fromkeys(text.strip() for text in own if text.strip()):
                    known.setdefault(text, []).append(row.id)
            self._named[kind] = known
            self._codes[kind] = {row.code for row in rows if row.code}
            if kind in self._grown:  # what was read holds facts that may be taken back
                self._undo.append(lambda: self._named.pop(kind, None))
        return self._named[kind]

    def _contracts_of(self, opportunity: str) -> list[int]:
        ids = self._names("opportunity").get(opportunity, [])
        return [one.id for id in ids for one in self._ledger.read("contracts_of", Signed, opportunity_id=id)]

    def _several(self, reference: ByName, found: list[int]) -> Unknown:
        listed = ", ".join(f"#{self._ledger.show_id(id)}" for id in found[: names.SHOWN])
        return Unknown(
            _("there are {count} {kind} facts called so ({ids}); use a code or a key of the profile").format(
                count=len(found), kind=reference.kind, ids=listed
            )
        )

    def _nothing(self, reference: ByName) -> Unknown:
        sentence = _("there is no {kind} called so").format(kind=kinds.word(_KINDS[reference.kind]))
        self._hints -= 1
        if self._hints < 0:
            return Unknown(sentence)
        near = difflib.get_close_matches(reference.text[:100], list(self._names(reference.kind)), n=3, cutoff=0.6)
        hint = _("; did you mean {names}?").format(names=" / ".join(map(echo, near))) if near else ""
        return Unknown(sentence + hint)
