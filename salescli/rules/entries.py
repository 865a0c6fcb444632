"""How good a rep's entries are (figures.md §3, data_quality) and how well the rep knows the system (competence), part by part.

Follow-ups, of which there are many, are counted by the day; for who tells them to the last fact they are looked at one by one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
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
Counted: TypeAlias = tuple[int, date, int, int]
"""A rep's id, a day, and what its entries count above and below the line."""


def known_fields(kind: str) -> list[str]:
    """The fields of a kind of entry that a policy may want; of a kind that there is not none."""
    entry = ENTRIES.get(kind)
    return [one.name for one in fields(entry) if one.name not in ENVELOPE] if entry else []


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


def counted_completeness(days: Iterable[FollowUpDay], wanted: Fields) -> Iterator[Counted]:
    """As completeness(), day by day."""
    for day in days:
        names = wanted(day.happened_on)
        if names:
            filled = sum(getattr(day, name) for name in names)
            yield day.rep_id, day.happened_on, filled, len(names) * day.follow_ups


def counted_timeliness(
    days: Iterable[FollowUpDay],
    hours: Hours,
    happened: Happened,
    of_day: Callable[[FollowUpDay], Iterable[FollowUpEntry]],
) -> Iterator[Counted]:
    """As timeliness(), day by day: where the last entry came in time for the first follow-up, all did; only else each is looked at."""

    @cache
    def in_time_until(day: date, at: str | None, limit: int) -> str:
        return instant_text(happened(day, at) + timedelta(hours=limit))

    for day in days:
        limit = hours(day.happened_on)
        if limit is None:
            continue
        in_time = day.follow_ups
        if day.last_entry > in_time_until(day.happened_on, day.first_at, limit):
            in_time = sum(int(part.numerator) for _rep, part in timeliness(of_day(day), hours, happened))
        yield day.rep_id, day.happened_on, in_time, day.follow_ups


def counted_accuracy(days: Iterable[FollowUpDay], counts: Iterable[EntryCount]) -> Iterator[Counted]:
    """As accuracy(), day by day."""
    for day in days:
        yield day.rep_id, day.happened_on, day.follow_ups, day.follow_ups
    for one in counts:
        yield one.rep_id, one.happened_on, one.entries - one.voided, one.entries


def added_up(counts: Iterable[Counted], of: str, run: Callable[[int, date], date]) -> Iterator[Owned]:
    """One part for each rep and run of days, which is given by its first day."""
    sums: dict[tuple[int, date], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for rep_id, day, above, below in counts:
        place = rep_id, run(rep_id, day)
        so_far = sums[place]
        sums[place] = so_far[0] + above, so_far[1] + below
    for (rep_id, first), (above, below) in sums.items():
        yield rep_id, _part(None, first, of, above, below)


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
