"""Penalties (处罚, figures.md §6): on which day something costs how much, and what a waiver cancels; no SQL, no words.

Four kinds. overdue_contact: a deadline missed, on deadline + grace + 1. late_trip_report: no report of an approved trip by its
last day + after_days, on the day after. entertainment_without_close: an approved entertainment on an opportunity without a
contract, on the day the opportunity is lost, or the day after the entertainment + after_days. trip_over_limit: a trip that
went through over a limit that penalises, on its first day.

The policy in force on the penalty's day decides. Per occurrence it is charged once, on that day; with per = "day" every day
from it to the one that mends it (the late contact's or report's, the contract's; of a trip over the limit its last) is, each
in its own period and under its own day's policy. `times`: only the rep's n-th of the kind in a calendar year and those after
it, in the order of their days, waived ones counted. Nothing is charged for a day on which the rep is not employed. Points go
off once for each penalty, with its first day. Calendar days; money in minor units, a share rounded for each occurrence or day.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from salescli import money
from salescli.facts.penalised import Entertainment, TripTravelled, WaiverRow
from salescli.period import year_of
from salescli.policy.kinds import LimitKind, Over, PenaltyKey, Per
from salescli.policy.model import Penalty, Policy
from salescli.policy.versions import Versions
from salescli.rules import limits as request_limits
from salescli.rules.missed import Missed

DAY = timedelta(days=1)
NO_POINTS = Decimal(0)
Employed = Callable[[str, date, date], Iterable[tuple[date, date]]]
"""The days of [start, end) on which a rep, by code, is employed, as half-open spans."""


class Lapse(NamedTuple):
    """Something that a kind of penalty looks at.

    Attributes:
        fact: the id of what caused it, under which it is waived; what: its name (customer, destination, opportunity).
        at_once_on: the day on which it is penalised without waiting; counted_from: the day from which the policy's
            after_days are counted; None: not that way.
        mended_on: the day on which it was put right, the last that may be charged; None: not yet.
        since: the day that people know it by (the deadline, the trip's last day, the entertainment's).
        spent: minor units, for a share.
        is_whole: False for what began before the days looked at, or at another owner: it is no new occurrence.
    """

    key: PenaltyKey
    rep: str
    fact: int
    what: str
    since: date
    at_once_on: date | None = None
    counted_from: date | None = None
    mended_on: date | None = None
    spent: int = 0
    is_whole: bool = True

    def day_under(self, block: Penalty) -> date | None:
        """The day on which it is penalised under a policy's block, whenever that is in force; None: it is not."""
        day = self.at_once_on
        if self.counted_from is not None and block.after_days is not None:
            waited = self.counted_from + timedelta(days=block.after_days + 1)
            day = waited if day is None else min(day, waited)
        return None if day is None or (self.mended_on is not None and self.mended_on < day) else day


class Blocks(NamedTuple):
    """What the policy in force on the days [start, end) says of a kind of penalty; None: nothing."""

    start: date
    end: date
    block: Penalty | None
    source: str


class Charge(NamedTuple):
    """Days of one lapse that are charged under one policy: one per occurrence, or `days` from `first` on.

    Attributes:
        share: of what was spent, already rounded, minor units, for each of the days; source: policy and key.
    """

    block: Penalty
    source: str
    first: date
    days: int
    spent: int
    share: int

    @property
    def each(self) -> int:
        """For each occurrence or day, minor units."""
        return (self.block.amount or 0) + self.share

    @property
    def amount(self) -> int:
        """What it comes to, minor units."""
        return self.each * self.days


class PenaltyLine(NamedTuple):
    """One penalty of a rep in a period.

    Attributes:
        key, title: of the kind; title in the language asked for.
        happened_on: the first day charged here; fact: the id of what caused it.
        amount, points: what is taken off, minor units and points, 0 or more; 0 where it is waived.
        imposed, imposed_points: the same without the waiver.
        waiver: who waived it and why; None: nobody did.
        source: the policy's version and the block's key.
    """

    key: str
    title: str
    happened_on: date
    lapse: Lapse
    charges: Sequence[Charge]
    imposed: int
    imposed_points: Decimal
    waiver: WaiverRow | None
    source: str

    @property
    def fact(self) -> int:
        """The id of the fact that caused it: a follow-up or customer, a trip, an expense."""
        return self.lapse.fact

    @property
    def waived(self) -> bool:
        """Whether it is cancelled."""
        return self.waiver is not None

    @property
    def amount(self) -> int:
        """What is taken off the pay, minor units, 0 or more."""
        return 0 if self.waived else self.imposed

    @property
    def points(self) -> Decimal:
        """What is taken off the appraisal's score."""
        return NO_POINTS if self.waived else self.imposed_points


# What there is to look at.


def is_by_day(blocks: Iterable[Blocks]) -> bool:
    """Whether a kind of penalty is charged by the day under any of the policies."""
    return any(one.block is not None and one.block.per is Per.DAY for one in blocks)


def of_missed(missed: Iterable[Missed], blocks: Iterable[Blocks]) -> Iterator[Lapse]:
    """Deadlines missed, each with the days that are one owner's; new ones alone where no penalty is by the day."""
    by_day = is_by_day(blocks)
    for one in missed:
        if by_day or one.is_occurrence:
            yield Lapse(
                key=PenaltyKey.OVERDUE_CONTACT,
                rep=one.rep,
                fact=one.fact,
                what=one.customer,
                since=one.deadline,
                at_once_on=one.first,
                mended_on=one.last,
                is_whole=one.is_occurrence,
            )


def of_trips(trips: Iterable[TripTravelled], versions: Versions, end: date) -> Iterator[Lapse]:
    """Trips that were approved, for their reports; and those, unless rejected, that went over a limit that penalises.

    A trip is over its limit where its request says so, checked when it was asked for; the note names the limits broken and
    what each does (rules.limits). One in a person's own words does not: then the policy of that day penalises, or not.
    """
    for trip in trips:
        if trip.verdict == "approved" and trip.to_day < end:
            yield Lapse(
                key=PenaltyKey.LATE_TRIP_REPORT,
                rep=trip.rep,
                fact=trip.id,
                what=trip.destination,
                since=trip.to_day,
                counted_from=trip.to_day,
                mended_on=trip.reported_on,
                spent=trip.spent or 0,
            )
        if trip.limit_note and trip.verdict != "rejected" and _penalises(trip.limit_note, versions, trip.asked_on):
            yield Lapse(
                key=PenaltyKey.TRIP_OVER_LIMIT,
                rep=trip.rep,
                fact=trip.id,
                what=trip.destination,
                since=trip.from_day,
                at_once_on=trip.from_day,
                mended_on=trip.to_day,
                spent=trip.spent or 0,
            )


def of_entertainments(entertainments: Iterable[Entertainment]) -> Iterator[Lapse]:
    """Entertainments on an opportunity that had no contract then."""
    for one in entertainments:
        yield Lapse(
            key=PenaltyKey.ENTERTAINMENT_WITHOUT_CLOSE,
            rep=one.rep,
            fact=one.id,
            what=one.opportunity,
            since=one.happened_on,
            at_once_on=one.lost_on,
            counted_from=one.happened_on,
            mended_on=one.signed_on,
            spent=one.spent,
        )


def _penalises(note: str, versions: Versions, day: date) -> bool:
    broken = request_limits.broken(note)
    if broken:
        return request_limits.penalises(broken)
    policy = _policy_on(versions, day)
    limits = (policy.limit(kind) for kind in (LimitKind.TRIPS, LimitKind.TRIP_DAYS)) if policy else ()
    return any(limit is not None and limit.over is Over.PENALISE for limit in limits)


def _policy_on(versions: Versions, day: date) -> Policy | None:
    found = versions.between(day, day + DAY)
    return found[0].version.policy if found else None


# What it costs.


def blocks_of(versions: Versions, key: PenaltyKey, end: date) -> list[Blocks]:
    """What each policy in force before `end` says of a kind, in the order of the days."""
    return [
        Blocks(one.start, one.end, one.version.policy.penalty(key), f"{one.version.label} · penalty[{key}]")
        for one in versions.between(date.min, end)
    ]


def day_of(lapse: Lapse, blocks: Sequence[Blocks]) -> tuple[date, Penalty] | None:
    """The day on which a lapse is penalised, and what the policy that says so costs; None: never.

    A policy that does not know the kind lets a lapse of its days go for good. One that shortens the wait penalises, on its
    own first day, what the policy before it was still waiting for.
    """
    waiting = False
    for one in blocks:
        day = lapse.day_under(one.block) if one.block is not None else None
        if day is None or one.block is None:
            waiting = False
        elif day < one.start:
            return (one.start, one.block) if waiting else None
        elif day < one.end:
            return day, one.block
        else:
            waiting = True
    return None


def lines_of(
    lapses: Iterable[Lapse],
    blocks: Mapping[PenaltyKey, Sequence[Blocks]],
    waivers: Iterable[WaiverRow],
    employed: Employed,
    start: date,
    end: date,
    lang: str = "en",
) -> dict[str, list[PenaltyLine]]:
    """The penalties of [start, end) by rep code, each rep's in the order of their days.

    Args:
        lapses: where `times` is above 1, those from the first of January on.
    """
    since = year_of(start).start
    waived = {(row.fact_id, row.penalty): row for row in waivers}
    found: dict[str, list[PenaltyLine]] = defaultdict(list)
    for lapse, day in _counted(lapses, blocks, since):
        charges = list(_charges(lapse, day, blocks[lapse.key], employed, start, end))
        if not charges:
            continue
        block, first = charges[0].block, charges[0].first
        is_new = lapse.is_whole and first == day
        found[lapse.rep].append(
            PenaltyLine(
                key=lapse.key.value,
                title=block.title.text(lang),
                happened_on=first,
                lapse=lapse,
                charges=charges,
                imposed=sum(charge.amount for charge in charges),
                imposed_points=block.points or NO_POINTS if is_new else NO_POINTS,
                waiver=waived.get((lapse.fact, lapse.key.value)) or waived.get((lapse.fact, None)),
                source=charges[0].source,
            )
        )
    order = {key.value: place for place, key in enumerate(PenaltyKey)}
    return {
        rep: sorted(lines, key=lambda line: (line.happened_on, order[line.key], line.fact))
        for rep, lines in found.items()
    }


def _counted(
    lapses: Iterable[Lapse], blocks: Mapping[PenaltyKey, Sequence[Blocks]], since: date
) -> Iterator[tuple[Lapse, date]]:
    """The lapses that are penalised, with their day: from the n-th of a rep and calendar year on.

    Of what began before `since` that counts, as of that day, of which days are still charged.
    """
    dated = [(lapse, *found) for lapse in lapses if (found := day_of(lapse, blocks.get(lapse.key, ()))) is not None]
    counting = [
        (day, lapse.fact, at, lapse, block)
        for at, (lapse, day, block) in enumerate(dated)
        if _still_counts(lapse, day, block, since)
    ]
    numbers: dict[tuple[str, PenaltyKey, int], int] = defaultdict(int)
    for day, _fact, _at, lapse, block in sorted(counting):  # of equals the place decides, and a lapse is never compared
        place = lapse.rep, lapse.key, max(day, since).year
        numbers[place] += 1
        if numbers[place] >= block.times:
            yield lapse, day


def _still_counts(lapse: Lapse, day: date, block: Penalty, since: date) -> bool:
    if block.per is Per.OCCURRENCE:
        return lapse.is_whole and day >= since
    return lapse.mended_on is None or lapse.mended_on >= since


def _charges(
    lapse: Lapse, day: date, blocks: Sequence[Blocks], employed: Employed, start: date, end: date
) -> Iterator[Charge]:
    """What of a lapse is charged in [start, end)."""
    for one in blocks:
        if one.block is None or one.end <= day:
            continue
        low, high = max(day, one.start, start), min(one.end, end)
        if one.block.per is Per.OCCURRENCE:
            if not lapse.is_whole or low != day:
                continue
            high = min(high, low + DAY)
        elif lapse.mended_on is not None:
            high = min(high, lapse.mended_on + DAY)
        share = money.round_money(Fraction(one.block.share) * lapse.spent) if one.block.share else 0
        for first, after in employed(lapse.rep, low, high) if low < high else ():
            yield Charge(one.block, one.source, first, (after - first).days, lapse.spent, share)
