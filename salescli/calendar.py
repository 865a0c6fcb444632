"""Working days: weekdays less holidays and leave, plus make-up workdays; what a day is called belongs in period."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.money import echo

_NO_DAYS: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class PublicDays:
    """The public days that differ from the plain week: `holidays` off, `workdays` (调休, make-up workdays) on."""

    holidays: frozenset[date] = _NO_DAYS
    workdays: frozenset[date] = _NO_DAYS


@lru_cache(maxsize=64)  # of most people it is asked for the same days
def days_between(start: date, end: date) -> frozenset[date]:
    """Every day of [start, end): a leave as days, so that overlapping leaves count once."""
    return frozenset(start + timedelta(days=number) for number in range((end - start).days))


def is_working_day(day: date, holidays: AbstractSet[date], workdays: AbstractSet[date]) -> bool:
    """Whether people work on the day: Monday to Friday and no holiday, or a make-up workday, which wins."""
    return day in workdays or (day.weekday() < 5 and day not in holidays)


def working_days(
    start: date,
    end: date,
    holidays: AbstractSet[date],
    workdays: AbstractSet[date],
    leave: AbstractSet[date] = _NO_DAYS,
    first_day: date | None = None,
    last_day: date | None = None,
) -> int:
    """How many working days [start, end) has (figures.md §1), less the days of `leave`.

    `first_day` and `last_day` bound the employment, both included; None: no bound on that side.
    """
    begin = max(start, first_day) if first_day else start
    stop = min(end, last_day + timedelta(days=1)) if last_day else end
    worked = (begin + timedelta(days=number) for number in range((stop - begin).days))
    return sum(is_working_day(day, holidays, workdays) and day not in leave for day in worked)


def public_days(country: str, start: date, end: date) -> PublicDays:
    """The country's holidays and make-up workdays in [start, end); "CN" is the one country known.

    Raises WrongUse for another country or without the package of the extra salescli[cn], NothingInForce for a year
    that the package does not know.
    """
    if country != "CN":
        raise WrongUse(
            _(
                '[calendar] country is "{country}"; right would be "CN", or the days listed as holidays and workdays.'
            ).format(country=echo(country))
        )
    holidays, workdays = _chinese_days()
    _check_years(start, end, holidays)
    return PublicDays(
        frozenset(day for day in holidays if start <= day < end),
        frozenset(day for day in workdays if start <= day < end),
    )


def _chinese_days() -> tuple[frozenset[date], frozenset[date]]:
    """All holidays and make-up workdays that the package knows; imported at first use, for it is optional."""
    try:
        from chinese_calendar import constants
    except ImportError:
        raise WrongUse(
            _(
                "China's public holidays need an extra package; install salescli[cn], "
                "or list holidays and workdays under [calendar] in the policy instead of country."
            )
        ) from None
    return frozenset(constants.holidays), frozenset(constants.workdays)


def _check_years(start: date, end: date, holidays: frozenset[date]) -> None:
    first, last = min(holidays).year, max(holidays).year
    asked = range(start.year, (end - timedelta(days=1)).year + 1) if start < end else range(0)
    unknown = next((year for year in asked if not first <= year <= last), None)
    if unknown is not None:
        raise NothingInForce(
            _(
                "China's public holidays of {year} are not known here (only {first} to {last}); upgrade salescli[cn], "
                "or list holidays and workdays under [calendar] in the policy instead of country."
            ).format(year=unknown, first=first, last=last)
        )
