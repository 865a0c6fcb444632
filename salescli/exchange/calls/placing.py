"""A call → whose it is: the rep by the extension, the customer by the number; what cannot be told is said, never guessed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from salescli.exchange.calls.joining import Call, talked
from salescli.exchange.calls.reading import Leg
from salescli.facts.names import Named
from salescli.facts.telephoned import Telephone
from salescli.phones import Numbering, digits_of, is_outside, lacks_area, numbers_in


class Why(StrEnum):
    """Why nobody knows whose a call is."""

    NUMBER = "number"  # no customer has it
    AREA = "area"  # no customer has it, and it is a local one without its area code
    CUSTOMERS = "customers"  # several have it
    EXTENSION = "extension"  # no rep has it
    WITHHELD = "withheld"  # the caller does not show it
    OUTSIDE = "outside"  # both ends are numbers of the outside world


@dataclass(frozen=True, slots=True)
class Placed:
    """A call between a rep and a customer.

    Attributes:
        contact_id: where the number is one contact's.
        outgoing: whether the rep called.
        number: of the customer, in its one spelling.
        answered: whether the two spoke; seconds: for how long, 0 where they did not.
        outcome: how it ended, in the system's words.
    """

    call: Call
    rep: Named
    customer_id: int
    contact_id: int | None
    outgoing: bool
    number: str
    answered: bool
    seconds: int
    outcome: str


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A call of which rep or customer cannot be told.

    Attributes:
        number: of the outside, in its one spelling; "" where there is none.
        extension: the telephone that no rep has; "" where a rep has it.
        customers: those that have the number, where several do.
    """

    call: Call
    why: Why
    number: str = ""
    extension: str = ""
    customers: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Talk:
    """A leg between a rep and the outside."""

    leg: Leg
    rep: Named
    outgoing: bool
    number: str


_NOBODY = ("", "anonymous", "unknown", "unavailable", "restricted", "private", "withheld", "asterisk", "<unknown>")
"""What stands for a caller who shows no number."""


class Desk:
    """Who has which extension, and who which number, when a call is to be placed."""

    def __init__(
        self, reps: Mapping[str, Named], phones: Iterable[Telephone], numbering: Numbering, prefixes: Sequence[str] = ()
    ) -> None:
        self._numbering = numbering
        self._prefixes = sorted(prefixes, key=len, reverse=True)
        self._reps = {self._extension(text): rep for text, rep in reps.items()}
        self._phones: dict[str, list[Telephone]] = {}
        for phone in phones:
            for number in numbers_in(phone.phone, numbering):
                self._phones.setdefault(number, []).append(phone)

    def place(self, call: Call) -> Placed | Unplaced | None:
        """Whose a call is; None for one within the house: an extension, a service or a conference at both ends."""
        talks = [talk for leg in call.legs if (talk := self._talk(leg))]
        if talks:
            return self._placed(call, talks)
        unknown = [found for leg in call.legs if (found := self._unknown(call, leg))]
        return unknown[0] if unknown else None

    # A leg's two ends.

    def _talk(self, leg: Leg) -> _Talk | None:
        """The leg as one between a rep and the outside; None where it is none."""
        caller, called = self._rep(leg.caller), self._rep(leg.called)
        if caller and not called and (number := self._outside(self._dialled(leg))):
            return _Talk(leg, caller, True, number)
        if called and not caller and (number := self._outside(leg.caller[0])):
            return _Talk(leg, called, False, number)
        return None

    def _unknown(self, call: Call, leg: Leg) -> Unplaced | None:
        """Why a leg without both a rep and a number is not placed; None where it leads nowhere outside."""
        caller, called = self._rep(leg.caller), self._rep(leg.called)
        if called and not caller and leg.caller[0].lower() in _NOBODY:
            return Unplaced(call, Why.WITHHELD)
        if caller or called:
            return None
        dialled, calling = self._outside(self._dialled(leg)), self._outside(leg.caller[0])
        if dialled and _is_extension(leg.caller[-1]):
            return Unplaced(call, Why.EXTENSION, dialled, leg.caller[-1])
        if calling and _is_extension(leg.called[-1]):
            return Unplaced(call, Why.EXTENSION, calling, leg.called[-1])
        return Unplaced(call, Why.OUTSIDE, calling, leg.called[-1]) if dialled and calling else None

    def _rep(self, names: Sequence[str]) -> Named | None:
        return next((rep for name in names if (rep := self._reps.get(self._extension(name)))), None)

    def _extension(self, text: str) -> str:
        """An extension's name to look it up by; a rep's own telephone outside in the one spelling of its number."""
        return digits_of(text, self._numbering) if is_outside(text) else text.strip().lower()

    def _dialled(self, leg: Leg) -> str:
        """The number that was called, without the prefix for a line to the outside."""
        number = leg.called[0]
        return next((number[len(one) :] for one in self._prefixes if number.startswith(one)), number)

    def _outside(self, text: str) -> str:
        """A number of the outside in its one spelling, a short one only where a customer has it; else ""."""
        number = digits_of(text, self._numbering)
        return number if is_outside(text) or number in self._phones else ""

    # A call's two people.

    def _placed(self, call: Call, talks: Sequence[_Talk]) -> Placed | Unplaced:
        """The rep and the customer who spoke longest, of those who did not speak the first."""
        known = [talk for talk in talks if len(self._customers(talk.number)) == 1] or talks
        best = max(known, key=lambda talk: (talk.leg.answered, talk.leg.talked))
        customers = self._customers(best.number)
        if len(customers) != 1:
            return Unplaced(call, self._why(best.number), best.number, customers=tuple(customers.items()))
        [customer] = customers
        theirs = [talk for talk in talks if talk.number == best.number]
        contacts = {phone.contact_id for phone in self._phones[best.number] if phone.contact_id}
        return Placed(
            call,
            best.rep,
            customer,
            min(contacts) if len(contacts) == 1 else None,
            theirs[0].outgoing,
            best.number,
            best.leg.answered,
            talked([talk.leg for talk in theirs]),
            best.leg.outcome,
        )

    def _why(self, number: str) -> Why:
        if number in self._phones:
            return Why.CUSTOMERS
        return Why.AREA if lacks_area(number, self._numbering) else Why.NUMBER

    def _customers(self, number: str) -> dict[int, str]:
        return {phone.customer_id: phone.customer for phone in self._phones.get(number, ())}


def _is_extension(name: str) -> bool:
    return name != "" and not is_outside(name)
