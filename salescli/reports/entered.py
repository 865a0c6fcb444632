"""How good the entries of a period are (figures.md §3, data_quality), read for the measures that rest on it; no report is made here.

Customers, contacts and opportunities are looked at one by one; follow-ups, of which there are many, as their days are counted in
the ledger, and one by one only for who tells them, or where some came late. Facts: those entries, voids. Policy: [tracking].
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from salescli import period as clock
from salescli.facts.measured import (
    ContactEntry,
    CustomerEntry,
    EntryCount,
    FollowUpDay,
    FollowUpEntry,
    OpportunityEntry,
)
from salescli.reports.view import View
from salescli.rules import entries
from salescli.rules.entries import Fields, Happened, Hours, Owned
from salescli.rules.runs import Run


@dataclass(frozen=True, slots=True)
class Entered:
    """The entries of the days [start, end).

    Attributes:
        wanted: the wanted fields of a kind of entry; hours: within how many of them a follow-up is to be entered.
        run: the days that are added up; told: whether each entry is to be told by itself.
    """

    view: View
    start: date
    end: date
    wanted: Callable[[str], Fields]
    hours: Hours
    run: Run
    told: bool

    def days(self) -> Sequence[FollowUpDay]:
        """Everybody's days with follow-ups, counted."""
        return self.view.once(
            ("follow_up_days", self.start, self.end),
            lambda: self.view.ledger.read("follow_up_days", FollowUpDay, start=self.start, end=self.end),
            of_money=False,
        )

    def follow_ups(self, rep_id: int | None = None) -> Sequence[FollowUpEntry]:
        """The follow-ups of a rep, or of everybody."""
        read, span = self.view.ledger.read, {"start": self.start, "end": self.end}
        if rep_id is None:
            return read("follow_up_entries", FollowUpEntry, **span)
        return read("follow_ups_of", FollowUpEntry, rep_id=rep_id, **span)

    def quality(self) -> Iterator[Owned]:
        """Whose entries are full, in time and right."""
        read, span = self.view.ledger.read, {"start": self.start, "end": self.end}
        on = self.view.on
        yield from entries.completeness(read("customer_entries", CustomerEntry, on=on, **span), self.wanted("customer"))
        yield from entries.completeness(read("contact_entries", ContactEntry, **span), self.wanted("contact"))
        yield from entries.completeness(
            read("opportunity_entries", OpportunityEntry, on=on, **span), self.wanted("opportunity")
        )
        counts = read("entry_counts", EntryCount, **span)
        yield from self._told(counts) if self.told else self._counted(counts)

    def _told(self, counts: Sequence[EntryCount]) -> Iterator[Owned]:
        follow_ups = self.follow_ups()
        yield from entries.completeness(follow_ups, self.wanted("follow_up"))
        yield from entries.timeliness(follow_ups, self.hours, self._happened())
        standing = (EntryCount(day.rep_id, None, day.happened_on, day.follow_ups, 0) for day in self.days())
        yield from entries.accuracy([*standing, *counts])

    def _counted(self, counts: Sequence[EntryCount]) -> Iterator[Owned]:
        days = self.days()
        filled = entries.counted_completeness(days, self.wanted("follow_up"))
        in_time = entries.counted_timeliness(days, self.hours, self._happened(), self._of_day())
        yield from entries.added_up(filled, "completeness", self.run)
        yield from entries.added_up(in_time, "timeliness", self.run)
        yield from entries.added_up(entries.counted_accuracy(days, counts), "accuracy", self.run)

    def _of_day(self) -> Callable[[FollowUpDay], Sequence[FollowUpEntry]]:
        """The follow-ups of one rep's day."""
        of_rep = cache(self.follow_ups)
        return lambda day: [one for one in of_rep(day.rep_id) if one.happened_on == day.happened_on]

    def _happened(self) -> Happened:
        """The instant of a time of a day in the ledger's zone; of a day alone its end."""
        zone = self.view.ledger.zone

        @cache
        def happened(day: date, at: str | None) -> datetime:
            text = day.isoformat() if at is None else f"{day.isoformat()}T{at}"
            return datetime.fromisoformat(clock.parse_instant(text, zone, day))

        return happened
