"""A stamp of a call record → an instant: days written in any order, and local times where a clock is changed; never guessed."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from gettext import gettext as _
from typing import Literal
from zoneinfo import ZoneInfo

from salescli.exchange.values import Unreadable
from salescli.period.day import plausible

Order = Literal["day", "month"]


class TwoDays(Unreadable):
    """A day that can be read two ways, and nobody said which."""


@dataclass(frozen=True, slots=True)
class Clock:
    """How a telephone system writes the time.

    Attributes:
        zone: of stamps that do not say their own.
        first: whether day or month stands first in 03/04/2024; None: nobody said.
    """

    zone: ZoneInfo
    first: Order | None = None


_TIME = (
    "(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,][0-9]+)?)?"
    " ?(?P<half>[AaPp][Mm])? ?(?P<offset>[Zz]|[+-][0-9]{2}:?[0-9]{2})?"
)
_YEAR_FIRST = re.compile("(?P<year>[0-9]{4})([-/.])(?P<month>[0-9]{1,2})\\2(?P<day>[0-9]{1,2})(?:[Tt]| +)" + _TIME)
_YEAR_LAST = re.compile("(?P<one>[0-9]{1,2})([-/.])(?P<two>[0-9]{1,2})\\2(?P<year>[0-9]{4}),? +" + _TIME)
_EPOCH = re.compile("[0-9]{10}(?:[.][0-9]+)?")
_NONE = re.compile("[0:. TZ/-]*")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of a name that period.check_zone() takes."""
    return ZoneInfo("UTC" if name.upper() == "UTC" else name)


def is_none(text: str) -> bool:
    """Whether there is no stamp: nothing, or the noughts that databases write for nothing."""
    return bool(_NONE.fullmatch(text.strip()))


def read_stamp(text: str, clock: Clock) -> datetime:
    """The instant of a stamp, in UTC.

    Raises:
        TwoDays: day and month can be read either way.
        Unreadable: it is no stamp, or a local time that a change of the clock skips or repeats.
    """
    text = text.strip()
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    found = _YEAR_FIRST.fullmatch(text) or _YEAR_LAST.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        local = datetime.combine(_day(found, text, clock), time()) + _time(found)
        return _instant(local, found["offset"], clock.zone)
    except Unreadable:
        raise
    except ValueError:
        raise Unreadable(_("it is no stamp like 2024-03-05 14:30:05")) from None


def _day(found: re.Match[str], text: str, clock: Clock) -> date:
    parts = found.groupdict()
    if "one" not in parts:
        day = date(int(parts["year"]), int(parts["month"]), int(parts["day"]))
    else:
        one, two = int(parts["one"]), int(parts["two"])
        if clock.first is None and one != two and one <= 12 and two <= 12:
            raise TwoDays(text)
        month_first = clock.first == "month" or (clock.first is None and two > 12)
        day = date(int(parts["year"]), *((one, two) if month_first else (two, one)))
    if not plausible(day):
        raise ValueError(text)
    return day


def _time(found: re.Match[str]) -> timedelta:
    hour, minute, second = (int(found[name] or 0) for name in ("hour", "minute", "second"))
    if found["half"]:
        if not 1 <= hour <= 12:
            raise ValueError(hour)
        hour = hour % 12 + (12 if found["half"].lower() == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise ValueError(hour)
    return timedelta(hours=hour, minutes=minute, seconds=second)


def _instant(local: datetime, offset: str | None, zone: ZoneInfo) -> datetime:
    if offset:
        return datetime.fromisoformat(f"{local.isoformat()}{offset.upper()}").astimezone(UTC)
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    if first.astimezone(zone).replace(tzinfo=None) == local:
        raise Unreadable(_("the clock of {zone} shows this time twice that day").format(zone=zone.key))
    raise Unreadable(_("the clock of {zone} skips this time that day").format(zone=zone.key))
