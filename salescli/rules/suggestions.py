"""What a target may be (figures.md §4, target suggest): last year's same period and its growth, the open funnel, the own history."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from salescli.period import Period, period_of

DAY = timedelta(days=1)
PERIODS_BACK = 4  # how many periods an own history looks back


@dataclass(frozen=True, slots=True)
class Parts:
    """What a suggestion is made of; minor units or counts, None where there is nothing to go by.

    Attributes:
        last_year: of the same period a year ago; growth: what it had grown by against the year before (0.1 is ten per cent).
        funnel: expected revenue of what is to close in the period; history: the mean of the latest periods of the kind.
    """

    last_year: Fraction | None
    growth: Fraction | None
    funnel: Fraction | None
    history: Fraction | None

    @property
    def grown(self) -> Fraction | None:
        """Last year's with its growth once more; without a known growth as it was."""
        return None if self.last_year is None else self.last_year * (1 + (self.growth or 0))

    @property
    def suggested(self) -> Fraction | None:
        """The mean of what there is to go by, not under 0; None: nothing."""
        known = [part for part in (self.grown, self.funnel, self.history) if part is not None]
        return max(sum(known, Fraction(0)) / len(known), Fraction(0)) if known else None


def growth(last_year: Fraction | None, before: Fraction | None) -> Fraction | None:
    """By how much a period had grown against the same a year earlier; None: there was nothing to grow from."""
    if last_year is None or before is None or before <= 0:
        return None
    return last_year / before - 1


def mean(values: Iterable[Fraction]) -> Fraction | None:
    """The mean; None of none."""
    known = list(values)
    return sum(known, Fraction(0)) / len(known) if known else None


def a_year_before(period: Period) -> Period:
    """The same period a year earlier, under its own name."""
    start, end = period.start - relativedelta(years=1), period.end - relativedelta(years=1)
    earlier = Period(start, end, "")
    return period_of(earlier.kind, start) if earlier.kind else Period(start, end, f"{start}..{end - DAY}")


def periods_before(period: Period, over_by: Period) -> list[Period]:
    """The latest periods of the same length before this one that end before the day looked from, the latest first.

    Args:
        over_by: the day looked from, as a period of one day.
    """
    found: list[Period] = []
    kind = period.kind
    while kind is not None and len(found) < PERIODS_BACK:
        last = found[-1].start if found else min(period.start, over_by.end)
        one = period_of(kind, last - DAY)
        if not found and one.end > min(period.start, over_by.end):
            one = period_of(kind, one.start - DAY)
        found.append(one)
    return found
