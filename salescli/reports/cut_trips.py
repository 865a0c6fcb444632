"""What a report says where its period cuts trips: one begins on a day, profit counts it on that of its request; nothing is counted here."""

from collections.abc import Iterable, Iterator
from datetime import date
from gettext import ngettext

from salescli.period import Period


def notes(trips: Iterable[tuple[date, date]], period: Period | None) -> Iterator[str]:
    """A sentence for the trips of which one of two days lies in the period and the other does not.

    Args:
        trips: the day each was asked for, and its first.
        period: None: it cuts nothing.
    """
    if period is None:
        return
    days = [(period.contains(asked_on), period.contains(first)) for asked_on, first in trips]
    if here := days.count((True, False)):
        yield ngettext(
            "{count} trip asked for in this period begins outside of it; profit counts it here, by the day of the request.",
            "{count} trips asked for in this period begin outside of it; profit counts them here, by the day of the request.",
            here,
        ).format(count=here)
    if there := days.count((False, True)):
        yield ngettext(
            "{count} trip that begins in this period was asked for outside of it; profit counts it there.",
            "{count} trips that begin in this period were asked for outside of it; profit counts them there.",
            there,
        ).format(count=there)
