"""Days, half-open periods, what people type for them, and the only clock; working days do not belong here."""

from salescli.period.clock import check_zone, checked_instant, instant_day, instant_text, now, parse_instant, today
from salescli.period.day import parse_day
from salescli.period.grammar import parse_period
from salescli.period.span import Period, half_of, month_of, period_of, previous, quarter_of, year_of

__all__ = [
    "Period",
    "check_zone",
    "checked_instant",
    "half_of",
    "instant_day",
    "instant_text",
    "month_of",
    "now",
    "parse_day",
    "parse_instant",
    "parse_period",
    "period_of",
    "previous",
    "quarter_of",
    "today",
    "year_of",
]
