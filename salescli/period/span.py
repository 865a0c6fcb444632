"""The half-open Period and the calendar's months, quarters, halves and years; nothing that is typed belongs here."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from gettext import gettext as _

from salescli.errors import WrongUse
from salescli.terms import PeriodKind

MONTHS = {PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}
DAY = timedelta(days=1)  # one day


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The days from `start` up to, not including, `end`; `name` is what a person may type for it (figures.md §1)."""

    start: date
    end: date
    name: str

    @property
    def last(self) -> date:
        """The last day inside."""
        return self.end - DAY

    @property
    def days(self) -> int:
        """How many calendar days."""
        return (self.end - self.start).days

    @property
    def kind(self) -> PeriodKind | None:
        """Which calendar period these days are exactly; None for any other span."""
        if self.start.day != 1 or self.end.day != 1:
            return None
        months = month_number(self.end) - month_number(self.start)
        aligned = (kind for kind, size in MONTHS.items() if size == months and (self.start.month - 1) % size == 0)
        return next(aligned, None)

    def contains(self, day: date) -> bool:
        """Whether the day lies inside."""
        return self.start <= day < self.end

    def months(self) -> "list[Period]":
        """The calendar months that lie wholly inside, in order; those of a quarter, half or year tile it."""
        first = month_number(self.start) + (self.start.day > 1)
        return [month_of(first_of(number)) for number in range(first, month_number(self.end))]

    def clip(self, end: date) -> "Period":
        """The same period as far as `end` (exclusive), under its own name; empty where `end` is before it."""
        return Period(self.start, max(self.start, min(self.end, end)), self.name)


def month_of(day: date) -> Period:
    """The calendar month around a day, named 2024-03."""
    return period_of(PeriodKind.MONTH, day)


def quarter_of(day: date) -> Period:
    """The calendar quarter around a day, named 2024Q1."""
    return period_of(PeriodKind.QUARTER, day)


def half_of(day: date) -> Period:
    """The calendar half-year around a day, named 2024H1."""
    return period_of(PeriodKind.HALF, day)


def year_of(day: date) -> Period:
    """The calendar year around a day, named 2024."""
    return period_of(PeriodKind.YEAR, day)


@cache
def period_of(kind: PeriodKind, day: date) -> Period:
    """The calendar period of that kind around a day."""
    size = MONTHS[kind]
    first = month_number(day) // size * size
    start = first_of(first)
    return Period(start, first_of(first + size), _name(kind, start))


def previous(period: Period) -> Period:
    """The calendar period of the same kind just before; raises WrongUse for a span that is of no kind."""
    kind = period.kind
    if kind is None:
        raise WrongUse(
            _("{name} has no period before it; only a month, quarter, half or year has one.").format(name=period.name)
        )
    return period_of(kind, period.start - DAY)


def shifted(kind: PeriodKind, day: date, steps: int) -> Period:
    """The calendar period `steps` after (negative: before) the one around the day."""
    return period_of(kind, first_of(month_number(period_of(kind, day).start) + steps * MONTHS[kind]))


def week_of(day: date) -> Period:
    """The ISO week around a day, Monday to Sunday, named 2024-W10."""
    start = day - timedelta(days=day.weekday())
    year, week, _weekday = start.isocalendar()
    return Period(start, start + timedelta(days=7), f"{year:04}-W{week:02}")


# Months are counted from year 0, so that a quarter or half is a division.


def month_number(day: date) -> int:
    """The month's number, counted from year 0."""
    return day.year * 12 + day.month - 1


def first_of(number: int) -> date:
    """The first day of the month of that number."""
    return date(number // 12, number % 12 + 1, 1)


def _name(kind: PeriodKind, start: date) -> str:
    match kind:
        case PeriodKind.MONTH:
            return f"{start.year:04}-{start.month:02}"
        case PeriodKind.QUARTER:
            return f"{start.year:04}Q{start.month // 3 + 1}"
        case PeriodKind.HALF:
            return f"{start.year:04}H{start.month // 6 + 1}"
        case PeriodKind.YEAR:
            return f"{start.year:04}"
