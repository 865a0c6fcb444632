"""The days of a month that are paid where a wage is reckoned by the day; which days are worked is working_days' business."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from salescli.period import year_of
from salescli.policy.versions import Versions
from salescli.rules.working_days import WorkingDays, public_days

EXCHANGE = timedelta(days=14)  # a make-up workday lies at most so far from the day off that it is worked for


def working_days(versions: Versions, start: date, end: date) -> Sequence[date]:
    """The company's working days of [start, end), in order (figures.md §1); leave takes none away.

    Raises:
        WrongUse, NothingInForce: a policy's country whose public holidays are not known here.
    """
    return WorkingDays(versions, lambda _rep: (), (), start, end).company


def paid_days(versions: Versions, start: date, end: date) -> Sequence[date]:
    """The days of [start, end) that the 21.75 days of a month stand for (计薪日), in order.

    They are the working days, and the public holidays from Monday to Friday that are not worked off on a make-up workday
    (调休): 21.75 is (365 − 104) ÷ 12, only weekends are left out of it, a public holiday is paid (劳社部发〔2008〕3号).

    Raises:
        WrongUse, NothingInForce: as working_days.
    """
    paid = set(working_days(versions, start, end))
    for piece in versions.between(start, end):
        year = year_of(piece.start)
        known = public_days(piece.version.policy.calendar, year.start, max(year.end, piece.end))
        off = [day for day in known.holidays if day.weekday() < 5 and day not in known.workdays]
        paid.update(day for day in set(off) - exchanged(off, known.workdays) if piece.start <= day < piece.end)
    return sorted(paid)


def exchanged(off: Iterable[date], workdays: Iterable[date]) -> set[date]:
    """The days off for which a make-up workday is worked: for each the nearest that is left, of equals the later.

    A calendar lists both, and not which belongs to which; of one holiday their number is right in any case.
    """
    left, found = set(off), set[date]()
    for workday in sorted(workdays):
        near = [day for day in left if abs(day - workday) <= EXCHANGE]
        if near:
            day = min(near, key=lambda one: (abs(one - workday), -one.toordinal()))
            left.remove(day)
            found.add(day)
    return found
