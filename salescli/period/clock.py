"""The only clock, time zones, and instants as text; a span of days does not belong here."""

import os
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from gettext import gettext as _

from salescli.errors import WrongUse
from salescli.money import echo
from salescli.period.day import groups, parse_day, plausible, read_date, typed_text
from salescli.period.span import DAY


def today(zone: str | None) -> date:
    """The day it is now in the zone (an IANA name; None: this machine's); SALESCLI_TODAY replaces it."""
    return _given_today() or datetime.now(_zone(zone)).date()


def now(zone: str | None = None) -> datetime:
    """The instant it is now, aware, in UTC; under SALESCLI_TODAY that day in the zone at the clock's time of day."""
    moment, day = datetime.now(_zone(zone)), _given_today()
    return (datetime.combine(day, moment.timetz()) if day else moment).astimezone(UTC)


def instant_text(instant: datetime) -> str:
    """An aware instant as the ledger keeps it, in UTC with microseconds, so that texts sort as instants do."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs its zone")
    return instant.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def instant_day(text: str, zone: str | None) -> date:
    """The day on which an instant of the ledger falls in the zone."""
    return datetime.fromisoformat(text).astimezone(_zone(zone)).date()


def checked_instant(text: str) -> str:
    """The text itself where it is an instant as instant_text writes it, and safe to stand in a statement.

    Raises WrongUse for any other text.
    """
    try:
        instant = datetime.fromisoformat(text)
        if instant.tzinfo is not None and instant_text(instant) == text:
            return text
    except (ValueError, OverflowError):
        pass
    raise WrongUse(_('"{text}" is not an instant; right would be 2024-03-05T08:15:30.000000Z.').format(text=echo(text)))


def check_zone(name: str) -> None:
    """Raises WrongUse unless there is a time zone of that IANA name."""
    _zone(name)


def parse_instant(text: str, zone: str | None, today: date) -> str:
    """The instant text before which everything recorded is known at what a person typed (`recorded_at < it`).

    A day means its end in the zone. An instant (2024-03-05T08:15:30, in the zone unless it ends in Z or +08:00) is
    itself included, hence one microsecond later. Raises WrongUse for any other text.
    """
    place = _zone(zone)
    try:
        instant = _read_instant(typed_text(text), place)
        limit = instant + timedelta(microseconds=1) if instant else _midnight(parse_day(text, today) + DAY, place)
        return instant_text(limit)
    except (ValueError, OverflowError, WrongUse):
        raise WrongUse(
            _('"{text}" is no day or instant; right would be 2024-03-05, 2024-03-05T08:15 or "yesterday".').format(
                text=echo(text)
            )
        ) from None


def _read_instant(text: str, place: tzinfo | None) -> datetime | None:
    """2024-03-05T08:15, 2024-03-05 08:15:30.123456+08:00; None for what is not of this form."""
    clock_pattern = "([0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]{1,6})?)?)"
    found = groups("([0-9]{4}-[0-9]{2}-[0-9]{2})[t ]" + clock_pattern + "(z|[+-][0-9]{2}:[0-9]{2})?", text)
    if not found:
        return None
    day, clock, offset = found
    instant = datetime.fromisoformat(f"{day}T{clock}{offset.upper()}")
    if not plausible(instant.date()):
        raise ValueError(day)
    return instant if offset else _aware(instant, place)


def _given_today() -> date | None:
    """The day of SALESCLI_TODAY; None where it is not set."""
    text = os.environ.get("SALESCLI_TODAY", "").strip()
    if not text:
        return None
    try:
        day = read_date(text) if groups("([0-9]{4}-[0-9]{2}-[0-9]{2})", text) else None
    except ValueError:
        day = None
    if day is None or not plausible(day):
        raise WrongUse(
            _('SALESCLI_TODAY is "{text}"; right would be a day like 2024-03-05, or no value at all.').format(
                text=echo(text)
            )
        )
    return day


def _zone(name: str | None) -> tzinfo | None:
    """The time zone of that name; None, the machine's own, for None."""
    if name is None:
        return None
    if name.upper() == "UTC":
        return UTC
    from zoneinfo import ZoneInfo  # at its first use: an import that a start in UTC or local time does not need

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        raise WrongUse(
            _('There is no time zone "{name}"; right would be Asia/Shanghai, Europe/Berlin or UTC.').format(
                name=echo(name)
            )
        ) from None


def _aware(local: datetime, place: tzinfo | None) -> datetime:
    return local.replace(tzinfo=place) if place else local.astimezone()


def _midnight(day: date, place: tzinfo | None) -> datetime:
    """The instant at which the day starts there."""
    return _aware(datetime.combine(day, time()), place)
