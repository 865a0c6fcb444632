"""What of the ledger's facts does not add up: the figures' own rules, asked of all facts, or of what some of them belong to."""

from collections.abc import Iterable, Iterator

from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.facts.verified import ContractSums, Mark, RatedBy, Replaced, RequestSums, SharePercent
from salescli.ledger.store import Ledger
from salescli.rules import invariants
from salescli.rules.invariants import Breach as Breach
from salescli.rules.staff import Staff

PART_OF = {"share_part": "share_id", "decision": "request_id", "settlement": "request_id"}
"""Of what a fact is a part: the column that names it."""
SHARES, REQUESTS = ("share", "share_part"), ("expense", "trip", "decision", "settlement")


def breaches(ledger: Ledger) -> Iterator[Breach]:
    """Everything that does not add up."""
    yield from invariants.replacements(ledger.read("verify_replacements", Replaced))
    yield from invariants.shares(ledger.read("verify_shares", SharePercent))
    yield from invariants.contracts(ledger.read("verify_contracts", ContractSums))
    yield from invariants.requests(ledger.read("verify_requests", RequestSums))
    yield from invariants.assessments(ledger.read("verify_assessments", Mark))
    staff = Staff(ledger.read("employments", Employment), ledger.read("team_places", TeamPlaceChange))
    yield from invariants.ratings(ledger.read("verify_raters", RatedBy), staff)


def breaches_of(ledger: Ledger, ids: Iterable[int]) -> list[Breach]:
    """What does not add up of the shares and the requests that facts are, or are a part of."""
    facts = {id: ledger.stored(id) for id in ids}
    kinds = {one.kind for one in facts.values()}
    wholes = {int(one.fields.get(PART_OF.get(one.kind, ""), id)) for id, one in facts.items()}
    found: list[Breach] = []
    if not kinds.isdisjoint(SHARES):
        found += invariants.shares(ledger.read("verify_shares", SharePercent))
    if not kinds.isdisjoint(REQUESTS):
        found += invariants.requests(ledger.read("verify_requests", RequestSums))
    return [one for one in found if one.id in wholes]
