"""Rows of a source into the ledger: known facts compared, new ones checked and appended, a row whole or not at all; reading
the sources, and saying what came of it, is done elsewhere.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from salescli.errors import LedgerUnusable, SalescliError
from salescli.exchange.drafts import ByKey, ByName, Draft, RowFault, Translated
from salescli.exchange.kinds import KINDS, column
from salescli.exchange.matching import Reading
from salescli.exchange.profile import Profile
from salescli.exchange.rejects import Reject
from salescli.facts.names import Named
from salescli.ledger.store import Ledger
from salescli.record.importing.refusals import Gate, Refusal, Values
from salescli.record.importing.register import Register, Unknown


@dataclass(frozen=True, slots=True)
class Differing:
    """A row that says of a fact something else than when it was imported; nothing was written of it."""

    file: str
    line: int
    kind: str
    id: str
    columns: Sequence[str]


@dataclass(slots=True)
class Outcome:
    """What came of an import so far.

    Attributes:
        new, known, differing, rejected: facts by kind; those that differ are known ones too.
        rows: read, with something new, left out by the profile's conditions.
    """

    new: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    differing: Counter[str] = field(default_factory=Counter)
    rejected: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    rejects: list[Reject] = field(default_factory=list)
    differences: list[Differing] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        """The kinds that came up, in the ledger's order."""
        return [kind for kind in KINDS if self.new[kind] + self.known[kind] + self.rejected[kind]]

    @property
    def whole(self) -> bool:
        """Whether everything is in the ledger as the files say it."""
        return not self.rejects and not self.differences


class Importer:
    """Brings the rows of a profile's sources into a ledger that is being written."""

    def __init__(self, ledger: Ledger, profile: Profile, today: date) -> None:
        self._ledger = ledger
        self._register = Register(ledger, profile.prefix)
        self._gate = Gate(ledger, self._register, today)
        self.outcome = Outcome()

    def row(self, reading: Reading, row: Translated) -> None:
        """Bring in one row, or reject it with everything that it would become."""
        outcome = self.outcome
        outcome.rows["read"] += 1
        if not row.faults and not row.drafts:
            outcome.rows["left_out"] += 1
            return
        faults: Sequence[RowFault] = row.faults
        if not faults:
            fault = self._fault_of(reading, row)
            faults = (fault,) if fault else ()
        if faults:
            self._reject(reading, row, faults)

    def _reject(self, reading: Reading, row: Translated, faults: Sequence[RowFault]) -> None:
        known = Counter(draft.kind for draft in row.drafts if draft.source_key in self._register.keys)
        self.outcome.known += known
        self.outcome.rejected += Counter(row.kinds) - known
        self.outcome.rows["rejected"] += 1
        self.outcome.rejects.append(Reject(reading.source, reading.path.name, row.row.line, row.cells, faults))

    def _fault_of(self, reading: Reading, row: Translated) -> RowFault | None:
        """Append what is new of a row; the fault for which nothing of it was."""
        drafts = [self._as_it_is_now(draft, draft.changed_on) if draft.changed_on else draft for draft in row.drafts]
        fresh = [draft for draft in drafts if draft.source_key not in self._register.keys]
        if not fresh:
            self._compare(reading, row, drafts)
            return None
        appended: list[Draft] = []
        draft = fresh[0]
        try:
            with self._ledger.attempt():
                for draft in fresh:
                    if draft.source_key not in self._register.keys:  # else the row holds the same fact twice
                        self._append(draft)
                        appended.append(draft)
        except Refusal as refusal:
            self._take_back()
            return _fault(row, draft, refusal.field, str(refusal))
        except LedgerUnusable:
            raise
        except SalescliError as error:
            self._take_back()
            return _fault(row, draft, "", str(error))
        self._register.settle()
        self.outcome.new += Counter(draft.kind for draft in appended)
        self.outcome.rows["new"] += 1
        done = {id(draft) for draft in appended}
        self._compare(reading, row, [draft for draft in drafts if id(draft) not in done])
        return None

    def _take_back(self) -> None:
        self._register.take_back()
        self._gate.forget()

    def _append(self, draft: Draft) -> None:
        """Append a new fact, a share with its parts.

        Raises:
            Refusal: it is not taken.
        """
        values = self._resolved(draft)
        self._gate.check(draft.kind, draft.day, values)
        shares = self._shares(draft)
        id = self._ledger.append(draft.kind, draft.day, note=draft.note, source_key=draft.source_key, **values)
        for rep, percent in shares:
            self._ledger.append("share_part", draft.day, share_id=id, rep_id=rep.id, percent=percent)
        self._register.add(draft.kind, id, draft.source_key, values.get("name"), values.get("code"))

    def _resolved(self, draft: Draft) -> Values:
        """The fact's columns with its references as ids."""
        kinds = KINDS[draft.kind]
        values: Values = {}
        for name, value in draft.fields.items():
            if isinstance(value, (ByName, ByKey)):
                value = self._found(name, value, values)
            values[column(name, kinds[name])] = value
        return values

    def _found(self, name: str, reference: ByName | ByKey, values: Mapping[str, Any]) -> int:
        try:
            if isinstance(reference, ByName) and reference.kind == "contact":
                return self._register.contact(reference, values["customer_id"])
            return self._register.find(reference)
        except Unknown as unknown:
            raise Refusal(name, str(unknown)) from None

    def _shares(self, draft: Draft) -> list[tuple[Named, Decimal]]:
        if draft.kind != "share":
            return []
        shares = [(Named(self._found("", rep, {}), rep.text, ""), percent) for rep, percent in draft.parts]
        self._gate.check_parts(shares)
        return shares

    # Facts that are there already.

    def _as_it_is_now(self, draft: Draft, changed_on: date) -> Draft:
        """A draft whose key is known as the latest fact under the key, or, where it says something else than that one and
        is not older, as the next, from the day of the change; the key of the second ends in #2."""
        number = 0
        while _numbered(draft, number + 1) in self._register.keys:
            number += 1
        id = self._register.id_of(_numbered(draft, number)) if number else None
        if id is None:
            return draft
        since = date.fromisoformat(str(self._ledger.stored(id).fields["happened_on"]))
        latest = replace(draft, source_key=_numbered(draft, number), day=since)
        if changed_on < since or not self._changed(latest):
            return latest
        return replace(draft, source_key=_numbered(draft, number + 1), day=changed_on)

    def _compare(self, reading: Reading, row: Translated, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            self.outcome.known[draft.kind] += 1
            columns = [] if draft.once else self._changed(draft)
            if columns:
                self.outcome.differing[draft.kind] += 1
                id = self._ledger.show_id(self._register.id_of(draft.source_key) or 0)
                self.outcome.differences.append(
                    Differing(
                        reading.path.name, row.row.line, draft.kind, id, [draft.origins.get(c, c) for c in columns]
                    )
                )

    def _changed(self, draft: Draft) -> list[str]:
        """The fields in which a draft differs from the fact as it was imported; of a voided one nobody asks."""
        id = self._register.id_of(draft.source_key)
        stored = self._ledger.stored(id) if id is not None else None
        if stored is None or (stored.voided and not draft.changed_on):
            return []
        if stored.kind != draft.kind:
            return ["kind"]
        try:
            values = self._resolved(draft)
            self._gate.word(draft.kind, draft.day, values)
        except Refusal as refusal:
            return [refusal.field]
        told = {"day": (stored.fields["happened_on"], draft.day.isoformat()), "note": (stored.note, draft.note)}
        for name, one in KINDS[draft.kind].items():
            if name in draft.fields or name not in _FILLED_IN:
                place = column(name, one)
                told[name] = (stored.fields.get(place), _as_stored(values.get(place)))
        return [name for name, (before, now) in told.items() if before != now]


_FILLED_IN = ("list_price", "answered", "candidate")
"""What the ledger's side fills in where the row has nothing."""


def _numbered(draft: Draft, number: int) -> str:
    """The key of the first, second … fact of a draft that comes again when it changes."""
    return draft.source_key if number == 1 else f"{draft.source_key}#{number}"


def _as_stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    return format(value, "f") if isinstance(value, Decimal) else value


def _fault(row: Translated, draft: Draft, name: str, reason: str) -> RowFault:
    """The fault of a field, with the cell that it came from."""
    place = draft.origins.get(name, "")
    return RowFault(place, row.cells.get(place, ""), reason if place else f"{draft.name}: {reason}")
