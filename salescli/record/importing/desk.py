"""Calls into the ledger: each becomes a follow-up of a rep with a customer, once; whose it is, is decided by placing, and what
came of it is told elsewhere.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from salescli.exchange.calls.joining import Call
from salescli.exchange.calls.layouts import Layout
from salescli.exchange.calls.placing import Desk, Placed, Unplaced
from salescli.exchange.calls.reading import Unread
from salescli.exchange.calls.stamps import zone_of
from salescli.facts.names import Named
from salescli.facts.telephoned import Telephone
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.phones import Numbering
from salescli.terms import Channel


@dataclass(slots=True)
class Outcome:
    """What came of an import of calls.

    Attributes:
        counts: rows, calls, new, unanswered (of the new), known, internal; unmatched and rejected are the lists' lengths.
    """

    counts: Counter[str] = field(default_factory=Counter)
    unplaced: list[Unplaced] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)


class Book:
    """Enters calls into a ledger that is being written."""

    def __init__(self, ledger: Ledger, layout: Layout, desk: Desk) -> None:
        self._ledger, self._desk = ledger, desk
        self._zone = zone_of(ledger.zone)
        self._prefix = f"calls:{layout}:"
        self._known = ledger.known_source_keys(self._prefix)
        self._open: dict[tuple[int, date], int | None] = {}
        self.outcome = Outcome()

    def enter(self, calls: Iterable[Call]) -> None:
        """Append what is new of the calls; count the others by what they are."""
        for call in calls:
            self.outcome.counts["calls"] += 1
            if any(self._prefix + key in self._known for key in call.ids):
                self.outcome.counts["known"] += 1
                continue
            placed = self._desk.place(call)
            if placed is None:
                self.outcome.counts["internal"] += 1
            elif isinstance(placed, Unplaced):
                self.outcome.unplaced.append(placed)
            else:
                self._append(placed)

    def _append(self, placed: Placed) -> None:
        began = placed.call.started.astimezone(self._zone)
        self._ledger.append(
            "follow_up",
            began.date(),
            source_key=self._prefix + placed.call.ids[0],
            customer_id=placed.customer_id,
            rep_id=placed.rep.id,
            opportunity_id=self._opportunity(placed.customer_id, began.date()),
            contact_id=placed.contact_id,
            channel=str(Channel.PHONE),
            answered=placed.answered,
            happened_at=f"{began:%H:%M}",
            minutes=minutes(placed.seconds) if placed.answered else None,
            content=content(placed),
        )
        self.outcome.counts["new"] += 1
        self.outcome.counts["unanswered"] += not placed.answered

    def _opportunity(self, customer: int, day: date) -> int | None:
        """The customer's only open opportunity on that day, as `log` takes it."""
        if (customer, day) not in self._open:
            found = self._ledger.read("open_opportunities_of", Named, customer_id=customer, day=day)
            self._open[customer, day] = found[0].id if len(found) == 1 else None
        return self._open[customer, day]


def desk_of(ledger: Ledger, extensions: Mapping[str, str], numbering: Numbering, prefixes: Sequence[str]) -> Desk:
    """The desk of a ledger's reps and customers; raises NotFound for an extension of nobody."""
    reps = {extension: names.find(ledger, "rep", text) for extension, text in extensions.items()}
    phones = (
        phone._replace(customer=f"#{ledger.show_id(phone.customer_id)} {phone.customer}")  # two may be called alike
        for phone in ledger.read("telephones", Telephone)
    )
    return Desk(reps, phones, numbering, prefixes)


def minutes(seconds: int) -> int:
    """Whole minutes, a begun one counted, as telephone bills count: whoever answered has spoken for one at least."""
    return -(-max(seconds, 1) // 60)


def content(placed: Placed) -> str:
    """What the follow-up says, in no one's language: which way, the number, and how long it was or how it ended."""
    way = "→" if placed.outgoing else "←"
    hours, rest = divmod(placed.seconds, 3600)
    clock = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"{way} {placed.number} · {clock if placed.answered else placed.outcome}"
