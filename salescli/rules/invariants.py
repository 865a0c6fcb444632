"""What must hold of the facts for the figures to be right: shares that sum to 100, contracts that their parts make up, requests
that are decided and paid once, and so much as was asked for, assessments that can be; pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from salescli.facts.verified import ContractSums, Mark, RatedBy, Replaced, RequestSums, SharePercent
from salescli.policy.kinds import Rater
from salescli.rules.raters import by_teams
from salescli.rules.staff import Staff

OfContract = Literal["lines", "planned", "collected", "refunded"]
OfRequest = Literal["decisions", "settlements", "decided", "paid"]
OfMark = Literal["score", "rater", "rating"]
Kind = Literal["shares", "replaced", OfContract, OfRequest, OfMark]
WHOLE = Decimal(100)


class Breach(NamedTuple):
    """A fact of which an invariant does not hold: what it says, and what would be right.

    Attributes:
        says, right: percent, minor units, or of `decisions`, `settlements` and `score` a plain number; of `replaced` the id of
            the other, and none; of `rater` and `rating` words; right None of `paid`: nothing is approved.
    """

    kind: Kind
    id: int
    says: Decimal | int | str
    right: Decimal | int | str | None


def shares(parts: Iterable[SharePercent]) -> Iterator[Breach]:
    """The sets of shares that do not sum to 100 exactly, in the order of ids."""
    sums: Mapping[int, list[Decimal]] = defaultdict(list)
    for part in parts:
        sums[part.share_id].append(part.percent or Decimal(0))
    for id, percents in sums.items():
        if sum(percents) != WHOLE:
            yield Breach("shares", id, sum(percents, Decimal(0)), WHOLE)


def contracts(sums: Iterable[ContractSums]) -> Iterator[Breach]:
    """The contracts that their lines do not come to, or of which more falls due, came in or went back than can be."""
    for one in sums:
        if one.lines is not None and one.lines != one.amount:
            yield Breach("lines", one.id, one.lines, one.amount)
        if one.planned is not None and one.planned > one.amount:
            yield Breach("planned", one.id, one.planned, one.amount)
        if one.paid - one.refunded + one.written_off > one.amount:
            yield Breach("collected", one.id, one.paid - one.refunded + one.written_off, one.amount)
        if one.refunded > one.paid:
            yield Breach("refunded", one.id, one.refunded, one.paid)


def requests(sums: Iterable[RequestSums]) -> Iterator[Breach]:
    """The requests that were decided or paid twice, or of which more was approved than asked, or paid than approved."""
    for one in sums:
        if one.decisions > 1:
            yield Breach("decisions", one.id, one.decisions, 1)
        if one.settlements > 1:
            yield Breach("settlements", one.id, one.settlements, 1)
        if None not in (one.approved, one.asked) and (one.approved or 0) > (one.asked or 0):
            yield Breach("decided", one.id, one.approved or 0, one.asked)
        most = one.approved if one.approved is not None else one.asked
        if one.paid is not None and (not one.approvals or (most is not None and one.paid > most)):
            yield Breach("paid", one.id, one.paid, most if one.approvals else None)


def assessments(marks: Iterable[Mark]) -> Iterator[Breach]:
    """The assessments that gave more than could be given, and those by a rater whom the rules do not know."""
    known = {rater.value for rater in Rater}
    for one in marks:
        if one.score > one.out_of:
            yield Breach("score", one.id, one.score, one.out_of)
        if one.rater is not None and one.rater not in known:
            yield Breach("rater", one.id, one.rater, None)


def ratings(marks: Iterable[RatedBy], staff: Staff) -> Iterator[Breach]:
    """The assessments that reps entered as somebody else than they are to the rated: oneself, or by the teams of the day.

    Of those `says` is the word recorded ("": none), `right` that for who they are (None: the teams do not say).
    """
    for one in marks:
        known = Rater.SELF if one.by_id == one.rep_id else by_teams(staff, one.rep_id, one.by_id, one.happened_on)
        is_self = one.rater == Rater.SELF
        if is_self is not (known is Rater.SELF) or (
            None not in (one.rater, known) and one.rater not in (known, Rater.CUSTOMER)
        ):
            yield Breach("rating", one.id, one.rater or "", known)


def replacements(pairs: Iterable[Replaced]) -> Iterator[Breach]:
    """The facts that count beside another in whose place they were recorded, or that has the same place; pairs in the order of entry."""
    first: dict[int, int] = {}  # of what stands in one place: the fact that was there first
    counting: dict[int, set[int]] = defaultdict(set)  # by that fact: those that count
    for one in pairs:
        place = first.setdefault(one.new_id, first.setdefault(one.old_id, one.old_id))
        for id, counts in ((one.old_id, one.old_counts), (one.new_id, one.new_counts)):
            if counts:
                counting[place].add(id)
    for ids in counting.values():
        least, *others = sorted(ids)
        yield from (Breach("replaced", other, least, None) for other in others)
