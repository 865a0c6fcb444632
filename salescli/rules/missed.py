"""Which deadlines of customers were missed, on which day and by whom (figures.md §6, Deadline); what that costs is not known here."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from salescli.errors import NothingInForce
from salescli.facts.missed import CustomerStage, DeadlineSet, OwnerChange
from salescli.policy.model import Tracking
from salescli.policy.versions import Versions
from salescli.rules.deadlines import interval_days, missed_on

DAY = timedelta(days=1)
Stages = Callable[[int, date], Collection[str]]
"""The stages of a customer's open opportunities on a day."""


class Missed(NamedTuple):
    """A deadline that was missed, as far as it lies in the days looked at and was one owner's.

    Attributes:
        fact: what set the deadline: the follow-up, or the customer where it was never contacted.
        rep: the code of who owned the customer on those days.
        deadline: the day by which it was to be contacted; missed_on: the first day too late, after the grace days.
        first: the first of the days that stand here, `days` how many (calendar days, the day of the late contact included).
    """

    customer_id: int
    customer: str
    fact: int
    rep: str
    deadline: date
    missed_on: date
    first: date
    days: int

    @property
    def last(self) -> date:
        """The last of those days."""
        return self.first if self.days == 1 else self.first + timedelta(days=self.days - 1)

    @property
    def is_occurrence(self) -> bool:
        """Whether the deadline was missed here: each deadline once, at the owner of that day, in that day's period."""
        return self.first == self.missed_on


class Trackings:
    """[tracking] by day: of the policy in force on it, and where there is none nothing is asked."""

    def __init__(self, versions: Versions) -> None:
        self._on = cache(lambda day: _tracking(versions, day))

    def __call__(self, day: date) -> Tracking:
        """What counts on a day."""
        return self._on(day)


def _tracking(versions: Versions, day: date) -> Tracking:
    try:
        return versions.on(day).policy.tracking
    except NothingInForce:
        return Tracking()


class Since(NamedTuple):
    """From which days on what set a deadline can have been missed on a day looked at.

    Attributes:
        said: of a next contact, the day that was said or, if later, the one on which it was; set: where no day was said, the
            one on which it was set.
    """

    said: date
    set: date


EVER = Since(date.min, date.min)


def since(trackings: Iterable[Tracking], start: date) -> Since:
    """For days from `start` on, under policies that count on some day before their end."""
    known = list(trackings)
    grace = max((one.grace_days for one in known), default=0)
    longest = max((row.days for one in known for row in one.intervals), default=0)
    said = start - timedelta(days=grace + 1)
    return Since(said, said - timedelta(days=longest))


def missed(
    settings: Iterable[DeadlineSet],
    trackings: Callable[[date], Tracking],
    stages: Stages,
    owners: "Owners",
    start: date,
    end: date,
) -> list[Missed]:
    """Every deadline missed on a day of [start, end), with the days of it that are each owner's; nobody's days are nobody's.

    The interval is the one of the day on which the deadline was set, the grace that of the deadline's own day.
    """
    found: list[Missed] = []
    for setting in settings:
        deadline = deadline_of(setting, trackings(setting.set_on), stages)
        if deadline is None:
            continue
        late = missed_on(deadline, trackings(deadline).grace_days)
        stop = _stop(setting)
        if stop is not None and stop < late:
            continue
        # Contacted on its first day too late it is missed all the same, and that day is one day late.
        after = end if stop is None else min(end, stop + DAY)
        for rep, first, last in owners.between(setting.customer_id, max(late, start), after):
            days = (last - first).days
            found.append(Missed(setting.customer_id, setting.customer, setting.fact, rep, deadline, late, first, days))
    return found


def _stop(setting: DeadlineSet) -> date | None:
    """The day on which a deadline counts no more: of the next contact, or from which the customer is no lead."""
    replaced, ended = setting.replaced_on, setting.ended_on
    return min(replaced, ended) if replaced and ended else replaced or ended


def deadline_of(setting: DeadlineSet, tracking: Tracking, stages: Stages) -> date | None:
    """The day by which the customer is to be contacted; None: no day was said and no interval fits.

    A next contact said for a day before the follow-up's own is due on the follow-up's day.
    """
    if setting.next_on is not None:
        return max(setting.next_on, setting.set_on)
    asks_for_stage = any(row.stage is not None for row in tracking.intervals)
    there = stages(setting.customer_id, setting.set_on) if asks_for_stage else ()
    days = interval_days(tracking.intervals, setting.grade, there)
    return None if days is None else setting.set_on + timedelta(days=days)


class Owners:
    """The owners of customers by day; changes come in the order of their histories."""

    def __init__(self, changes: Iterable[OwnerChange], code_of: Mapping[int, str]) -> None:
        self._changes: dict[int, list[tuple[date, str | None]]] = defaultdict(list)
        for change in changes:
            rep = code_of.get(change.rep_id) if change.rep_id is not None else None
            self._changes[change.customer_id].append((change.happened_on, rep))

    def __call__(self, customer_id: int, day: date) -> str | None:
        """The owner on a day, by code; None: nobody, or released."""
        for changed_on, rep in reversed(self._changes.get(customer_id, ())):
            if changed_on <= day:
                return rep
        return None

    def between(self, customer_id: int, start: date, end: date) -> Iterator[tuple[str, date, date]]:
        """The days of [start, end) that somebody owned it, owner by owner: the code, the first day, the day after the last."""
        if start >= end:
            return
        rep, first = self(customer_id, start), start
        for day, other in self._changes.get(customer_id, ()):
            if start < day < end and other != rep:
                if rep is not None:
                    yield rep, first, day
                rep, first = other, day
        if rep is not None:
            yield rep, first, end


class SetStages:
    """The stages of customers' open opportunities on the days on which their deadlines were set without a day being said."""

    def __init__(self, settings: Iterable[DeadlineSet]) -> None:
        self._stages: dict[tuple[int, date], set[str]] = defaultdict(set)
        for setting in settings:
            if setting.stage is not None:
                self._stages[setting.customer_id, setting.set_on].add(setting.stage)

    def __call__(self, customer_id: int, day: date) -> Collection[str]:
        """The stages on a day on which a deadline was set."""
        return self._stages.get((customer_id, day), ())


class OpenStages:
    """The stages of customers' open opportunities by day; changes come in the order of their histories."""

    def __init__(self, changes: Iterable[CustomerStage]) -> None:
        self._histories: Mapping[int, dict[int, list[CustomerStage]]] = defaultdict(dict)
        for change in changes:
            self._histories[change.customer_id].setdefault(change.opportunity_id, []).append(change)

    def __call__(self, customer_id: int, day: date) -> Collection[str]:
        """The stages on a day, closed opportunities left out."""
        found = set()
        for history in self._histories.get(customer_id, {}).values():
            at = bisect_right(history, day, key=lambda change: change.happened_on)
            if at and history[at - 1].closes is None:
                found.add(history[at - 1].stage)
        return found
