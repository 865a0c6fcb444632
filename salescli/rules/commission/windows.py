"""The windows of a commission plan: which one a fact falls into, its days, and the one before it."""

from datetime import date, timedelta

from salescli import period
from salescli.facts.credited import MoneyFact
from salescli.period import Period
from salescli.rules.commission.plan import Terms
from salescli.terms import PeriodKind, Window

WindowKey = tuple[Window, date, int]
"""The kind, the first day, and the receipt's or contract's id (0 for calendar windows)."""
OWN_WINDOWS = (Window.RECEIPT, Window.CONTRACT)
"""Windows that need one contract's facts alone, whenever they happened."""


def window_key(terms: Terms, fact: MoneyFact) -> WindowKey:
    """The window that a fact falls into."""
    match terms.window:
        case Window.RECEIPT:
            return Window.RECEIPT, fact.happened_on, fact.id
        case Window.CONTRACT:
            return Window.CONTRACT, fact.signed_on, fact.contract_id
        case kind:
            return kind, _calendar(kind, fact.happened_on).start, 0


def window_on(kind: Window, day: date) -> WindowKey:
    """The calendar window around a day; of the others one that begins on it."""
    return kind, day if kind in OWN_WINDOWS else _calendar(kind, day).start, 0


def window_period(key: WindowKey) -> Period | None:
    """The days of a calendar window; None: it is none."""
    kind, start, _id = key
    return None if kind in OWN_WINDOWS else _calendar(kind, start)


def window_before(key: WindowKey) -> WindowKey | None:
    """The calendar window just before one; None: a receipt's or contract's has none."""
    kind, start, _id = key
    return None if kind in OWN_WINDOWS else window_on(kind, start - timedelta(days=1))


def window_start(kind: Window, day: date) -> date:
    """The first day whose facts a window that holds the day may need (a contract's own are asked for by contract)."""
    return day if kind in OWN_WINDOWS else _calendar(kind, day).start


def last_day(key: WindowKey) -> date | None:
    """A window's last day; None: a contract's window stays open."""
    kind, start, _id = key
    if kind is Window.CONTRACT:
        return None
    return start if kind is Window.RECEIPT else _calendar(kind, start).last


def _calendar(kind: Window, day: date) -> Period:
    return period.period_of(PeriodKind(kind.value), day)
