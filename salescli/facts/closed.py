"""Rows of what has been closed: periods whose figures are frozen; the figures themselves are in their statements."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """The half-open days of a period that has statements (closed_periods.sql)."""

    starts_on: date
    ends_on: date
