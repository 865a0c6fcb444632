"""What is known already of a name or a telephone number (撞单), alike but for the spelling, and whose it is; a warning, never a refusal."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from gettext import gettext as _

from salescli.facts.names import Named
from salescli.facts.recorded import OwnedSince
from salescli.facts.telephoned import Telephone
from salescli.ledger.store import Ledger
from salescli.record import typed
from salescli.spelling import core, folded

SHOWN = 8
ELSEWHERE = "CN"  # the numbers of a ledger whose time zone is of no country


def customers(ledger: Ledger, name: str, phone: str | None, day: date) -> list[str]:
    """A sentence for each customer of this name or number, with whose it is on a day, and since when."""
    called = _called(ledger, name)
    said = {one.id: words.format(customer=_customer(ledger, one, day)) for one, words in called}
    for other in _reached(ledger, phone):
        known = Named(other.customer_id, "", other.customer)
        said.setdefault(other.customer_id, _same_phone(ledger, known, other.contact_id, day))
    return list(said.values())


def contacts(ledger: Ledger, customer: Named, name: str, phone: str | None, day: date) -> list[str]:
    """A sentence for each contact of this name at the customer, and for each customer or contact elsewhere of this number."""
    wanted = folded(name)
    own = ledger.read("contacts_of", Named, customer_id=customer.id)
    said = {
        one.id: _("The same name is known: {customer}").format(customer=_contact(ledger, one, customer, day))
        for one in own
        if folded(one.name) == wanted
    }
    for other in _reached(ledger, phone):
        if other.customer_id != customer.id or other.contact_id is not None:  # its own number may be a person's there
            known = Named(other.customer_id, "", other.customer)
            said.setdefault(other.contact_id or other.customer_id, _same_phone(ledger, known, other.contact_id, day))
    return list(said.values())


def warn(sentences: list[str]) -> None:
    """The sentences on stderr, the first few of very many."""
    for sentence in sentences[:SHOWN]:
        typed.warn(sentence)
    if len(sentences) > SHOWN:
        typed.warn(_("… and {count} more.").format(count=len(sentences) - SHOWN))


# Who is known.


def _called(ledger: Ledger, name: str) -> Iterator[tuple[Named, str]]:
    """The customers of this name with the sentence for each: the same, or one like it."""
    wanted, heart = folded(name), core(name)
    for one in ledger.read("names_customer_part", Named, text=""):
        if folded(one.name) == wanted:
            yield one, _("The same name is known: {customer}")
        elif heart and core(one.name) == heart:
            yield one, _("A name like it is known: {customer}")


def _reached(ledger: Ledger, phone: str | None) -> Iterable[Telephone]:
    """The customers and contacts who are reached by a number that stands in this phone, however it is written."""
    from salescli import phones  # a name alone does without

    if not phone:
        return []
    numbering = phones.Numbering(phones.country_of(ledger.zone) or ELSEWHERE)
    wanted = set(phones.numbers_in(phone, numbering))
    ends = {number[-4:] for number in wanted}  # to read a number in full takes a while
    known = (one for one in ledger.read("telephones", Telephone) if _has_one_of(one.phone, ends))
    return [one for one in known if wanted & set(phones.numbers_in(one.phone, numbering))]


def _has_one_of(phone: str, ends: Iterable[str]) -> bool:
    digits = re.sub(r"\D", "", phone if phone.isascii() else unicodedata.normalize("NFKC", phone))
    return any(end in digits for end in ends)


# How it reads.


def _same_phone(ledger: Ledger, customer: Named, contact_id: int | None, day: date) -> str:
    people = ledger.read("names_contact_of_id", Named, id=contact_id) if contact_id else []
    known = _contact(ledger, people[0], customer, day) if people else _customer(ledger, customer, day)
    return _("The same phone is known: {customer}").format(customer=known)


def _customer(ledger: Ledger, customer: Named, day: date) -> str:
    return f"{customer.name} #{ledger.show_id(customer.id)} · {_whose(ledger, customer.id, day)}"


def _contact(ledger: Ledger, contact: Named, customer: Named, day: date) -> str:
    at = _("{name} at {customer}").format(name=contact.name, customer=customer.name)
    return f"{at} #{ledger.show_id(contact.id)} · {_whose(ledger, customer.id, day)}"


def _whose(ledger: Ledger, customer_id: int, day: date) -> str:
    found = ledger.read("customer_owner_since", OwnedSince, customer_id=customer_id, day=day)
    if not found:
        return _("nobody's")
    return _("{rep}'s since {day}").format(rep=found[0].name, day=found[0].since.isoformat())
