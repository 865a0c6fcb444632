"""How good a rep's entries are (figures.md §3, data_quality) and how well the rep knows the system (competence), part by part.

Follow-ups, of which there are many, are counted by the day; for who tells them to the last fact they are looked at one by one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import cache
from typing import TypeAlias

from salescli.facts.measured import (
    CompetenceRating,
    ContactEntry,
    CustomerEntry,
    EntryCount,
    FollowUpDay,
    FollowUpEntry,
    OpportunityEntry,
)
from salescli.period import instant_text
from salescli.rules.measures import Part
from salescli.rules.runs import Run

Entry: TypeAlias = CustomerEntry | ContactEntry | OpportunityEntry | FollowUpEntry
ENTRIES: Mapping[str, type[Entry]] = {
    "customer": CustomerEntry,
    "contact": ContactEntry,
    "opportunity": OpportunityEntry,
    "follow_up": FollowUpEntry,
}
"""What a policy may want fields of; the fields are those of the entry."""
ENVELOPE = {"rep_id", "fact", "happened_on", "recorded_at"}
Fields = Callable[[date], Sequence[str]]
"""The wanted fields of one kind of entry under the policy of a day."""
Hours = Callable[[date], int | None]
Happened = Callable[[date, str | None], datetime]
"""The instant of something that happened on a day at a time of it (None: by the end of the day)."""
Owned: TypeAlias = tuple[int, Part]
"""A rep's id, and what an entry gave that rep."""
Until = Callable[[date, str | None, int], str]
Sums: TypeAlias = tuple[int, int]
"""What entries count above and below the line."""
FollowUpRun: TypeAlias = tuple[int, date, Sequence[FollowUpDay]]
"""A rep's id, the first day of a run, and the days of the run with follow-ups."""


def known_fields(kind: str) -> list[str]:
    """The fields of a kind of entry that a policy may want; of a kind that there is not none."""
    entry = ENTRIES.get(kind)
    return [name for name in entry._fields if name not in ENVELOPE] if entry else []


def wanted_fields(wanted: Iterable[str], kind: str) -> list[str]:
    """Of a policy's wanted fields ("customer.phone") those of one kind, as far as they exist."""
    known = known_fields(kind)
    named = (field.partition(".") for field in wanted)
    return [name for first, _dot, name in named if first == kind and name in known]


def completeness(entries: Iterable[Entry], wanted: Fields) -> Iterator[Owned]:
    """Filled wanted fields ÷ wanted fields, entry by entry."""
    for entry in entries:
        names = wanted(entry.happened_on)
        if names:
            lacks = [name for name in names if getattr(entry, name) in (None, "")]
            filled = len(names) - len(lacks)
            yield entry.rep_id, _part(entry.fact, entry.happened_on, "completeness", filled, len(names), lacks)


def timeliness(follow_ups: Iterable[FollowUpEntry], hours: Hours, happened: Happened) -> Iterator[Owned]:
    """Follow-ups recorded within the policy's hours of happening ÷ follow-ups; without such hours there is no part."""
    for entry in follow_ups:
        limit = hours(entry.happened_on)
        if limit is not None:
            by = happened(entry.happened_on, entry.happened_at) + timedelta(hours=limit)
            in_time = datetime.fromisoformat(entry.recorded_at) <= by
            yield entry.rep_id, _part(entry.fact, entry.happened_on, "timeliness", int(in_time), 1)


def accuracy(counts: Iterable[EntryCount]) -> Iterator[Owned]:
    """1 − voided or corrected entries ÷ entries: those left standing ÷ all."""
    for one in counts:
        yield one.rep_id, _part(one.fact, one.happened_on, "accuracy", one.entries - one.voided, one.entries)


# Follow-ups counted by the day.


def counted_completeness(days: Iterable[FollowUpDay], wanted: Fields) -> Sums:
    """As completeness(), of a run of days."""
    above = below = 0
    for day in days:
        names = wanted(day.happened_on)
        above += sum(getattr(day, name) for name in names)
        below += len(names) * day.follow_ups
    return above, below


def counted_timeliness(
    days: Iterable[FollowUpDay],
    hours: Hours,
    until: Until,
    looked_at: Callable[[FollowUpDay], int],
) -> Sums:
    """As timeliness(), of a run of days: where the last entry came in time for the first follow-up, all did.

    Args:
        looked_at: how many of a day's did, each looked at by itself.
    """
    above = below = 0
    for day in days:
        limit = hours(day.happened_on)
        if limit is None:
            continue
        in_time = day.follow_ups
        if day.last_entry > until(day.happened_on, day.first_at, limit):
            in_time = looked_at(day)
        above += in_time
        below += day.follow_ups
    return above, below


def cutoffs(happened: Happened) -> Until:
    """The last instant in time for what happened on a day at a time of it, so many hours later, as the ledger keeps instants."""
    return cache(lambda day, at, hours: instant_text(happened(day, at) + timedelta(hours=hours)))


def counted(rep_id: int, first: date, of: str, sums: Sums) -> Iterator[Owned]:
    """A run's part, under its first day; none where nothing is looked at."""
    above, below = sums
    if below:
        yield rep_id, _part(None, first, of, above, below)


def counted_accuracy(runs: Iterable[FollowUpRun], counts: Iterable[EntryCount], run: Run) -> Iterator[Owned]:
    """As accuracy(), one part for each rep and run of days."""
    sums: dict[tuple[int, date], list[int]] = defaultdict(lambda: [0, 0])
    for rep_id, first, days in runs:
        kept = sum(day.follow_ups for day in days)
        sums[rep_id, first] = [kept, kept]
    for one in counts:
        place = sums[one.rep_id, run(one.rep_id, one.happened_on)]
        place[0] += one.entries - one.voided
        place[1] += one.entries
    for (rep_id, first), (above, below) in sums.items():
        yield rep_id, _part(None, first, "accuracy", above, below)


def ratings(given: Iterable[CompetenceRating], until: Mapping[int, date]) -> Iterator[Owned]:
    """The latest rating by each method up to each rep's own last day ÷ its maximum; given in the order of the ratings."""
    latest: dict[tuple[int, str], CompetenceRating] = {}
    for one in given:
        if one.rep_id in until and one.happened_on <= until[one.rep_id]:
            latest[one.rep_id, one.method] = one
    for (rep_id, method), one in latest.items():
        part = Fraction(one.score) / Fraction(one.out_of)
        yield rep_id, Part(one.fact, until[rep_id], part, 1, method, whole=part)


def _part(fact: int | None, day: date, of: str, numerator: int, denominator: int, lacks: Sequence[str] = ()) -> Part:
    return Part(fact, day, numerator, denominator, of, whole=numerator, lacks=lacks)
