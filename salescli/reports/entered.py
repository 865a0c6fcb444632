"""How good the entries of a period are (figures.md §3, data_quality), read for the measures that rest on it; no report is made here.

Customers, contacts and opportunities are looked at one by one; follow-ups, of which there are many, as their days are counted in
the ledger, and one by one only for who tells them, or where some came late. Facts: those entries, voids. Policy: [tracking].
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby

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
from salescli.rules.entries import Fields, FollowUpRun, Happened, Hours, Owned
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

    def runs(self) -> Sequence[FollowUpRun]:
        """The same, run by run."""

        def in_runs() -> Sequence[FollowUpRun]:
            places = groupby(self.days(), key=lambda day: (day.rep_id, self.run(day.rep_id, day.happened_on)))
            return [(rep_id, first, list(days)) for (rep_id, first), days in places]

        return self.view.once(("follow_up_runs", self.start, self.end, self.told), in_runs, of_money=False)

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
        wanted, until = self.wanted("follow_up"), entries.cutoffs(self._happened())
        looked_at = self._looked_at()
        for rep_id, first, days in self.runs():
            yield from entries.counted(rep_id, first, "completeness", entries.counted_completeness(days, wanted))
            in_time = entries.counted_timeliness(days, self.hours, until, looked_at)
            yield from entries.counted(rep_id, first, "timeliness", in_time)
        yield from entries.counted_accuracy(self.runs(), counts, self.run)

    def _looked_at(self) -> Callable[[FollowUpDay], int]:
        """How many follow-ups of a rep's day were entered in time, one by one."""
        of_rep, happened = cache(self.follow_ups), self._happened()

        def in_time(day: FollowUpDay) -> int:
            own = (one for one in of_rep(day.rep_id) if one.happened_on == day.happened_on)
            return sum(int(part.numerator) for _rep, part in entries.timeliness(own, self.hours, happened))

        return in_time

    def _happened(self) -> Happened:
        """The instant of a time of a day in the ledger's zone; of a day alone its end."""
        zone = self.view.ledger.zone

        @cache
        def happened(day: date, at: str | None) -> datetime:
            text = day.isoformat() if at is None else f"{day.isoformat()}T{at}"
            return datetime.fromisoformat(clock.parse_instant(text, zone, day))

        return happened
