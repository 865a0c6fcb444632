"""What must hold of the facts for the figures to be right: shares that sum to 100, contracts that their parts make up; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from salescli.facts.verified import ContractSums, SharePercent

Kind = Literal["shares", "lines", "collected", "refunded"]
WHOLE = Decimal(100)


class Breach(NamedTuple):
    """A fact of which an invariant does not hold: what it says, and what would be right (percent, or minor units)."""

    kind: Kind
    id: int
    says: Decimal | int
    right: Decimal | int


def shares(parts: Iterable[SharePercent]) -> Iterator[Breach]:
    """The sets of shares that do not sum to 100 exactly, in the order of ids."""
    sums: Mapping[int, list[Decimal]] = defaultdict(list)
    for part in parts:
        sums[part.share_id].append(part.percent or Decimal(0))
    for id, percents in sums.items():
        if sum(percents) != WHOLE:
            yield Breach("shares", id, sum(percents, Decimal(0)), WHOLE)


def contracts(sums: Iterable[ContractSums]) -> Iterator[Breach]:
    """The contracts that their lines do not come to, or for which more came in or went back than can be."""
    for one in sums:
        if one.lines is not None and one.lines != one.amount:
            yield Breach("lines", one.id, one.lines, one.amount)
        if one.paid - one.refunded + one.written_off > one.amount:
            yield Breach("collected", one.id, one.paid - one.refunded + one.written_off, one.amount)
        if one.refunded > one.paid:
            yield Breach("refunded", one.id, one.refunded, one.paid)
