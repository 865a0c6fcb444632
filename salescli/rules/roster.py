"""Who has a place in a report about a period: everybody employed in it, as far as it is known on the day looked from."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from salescli.calendar import days_between
from salescli.facts.measured import LeaveRow
from salescli.period import Period
from salescli.rules.staff import Person, Staff

DAY = timedelta(days=1)  # one day


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody employed on a day of the period.

    Attributes:
        post: the one on the last day employed in it (None: none was said).
        day: that day, or the day looked from where it is earlier: what holds on it is the member's.
    """

    person: Person
    post: str | None
    day: date


def roster(staff: Staff, period: Period, on: date) -> list[Member]:
    """Everybody employed on any day of the period, in the order of their codes, as known on `on`.

    Who is to be hired later is not there yet, who is to leave later is there still.
    """
    members = []
    for person in staff.people.values():
        spans = list(known_employment(staff, person.id, period, on))
        if spans:
            day = min(spans[-1][1] - DAY, on)
            members.append(Member(person, staff.post_on(person.id, day), day))
    return members


def known_employment(staff: Staff, rep_id: int, period: Period, on: date) -> Iterator[tuple[date, date]]:
    """The days of a period on which a rep is employed, as half-open spans, with nothing that happens after `on`."""
    for first, after in staff.spans(rep_id):
        # The day after the last one: leaving happened the day before.
        end = period.end if after is None or after - DAY > on else min(after, period.end)
        low = max(first, period.start)
        if first <= on and low < end:
            yield low, end


def present(staff: Staff, leaves: Iterable[LeaveRow], rep_id: int, period: Period, on: date) -> frozenset[date]:
    """The days of a period on which a rep is there: employed, and not on long leave.

    A leave is long when it takes a whole calendar month: shorter ones leave a target as it is.
    """
    long = [days_between(leave.from_day, leave.to_day + DAY) for leave in leaves if _is_long(leave, rep_id)]
    employed = [days_between(*span) for span in known_employment(staff, rep_id, period, on)]
    if len(employed) == 1 and not long:
        return employed[0]
    return frozenset().union(*employed) - frozenset().union(*long)


def _is_long(leave: LeaveRow, rep_id: int) -> bool:
    return leave.rep_id == rep_id and bool(Period(leave.from_day, leave.to_day + DAY, "").months())
