"""One day as people type it, in English and Chinese; spans of days and instants do not belong here."""

import re
from datetime import date, timedelta
from gettext import gettext as _

from salescli.errors import WrongUse
from salescli.money import echo
from salescli.period.span import DAY, week_of

_FIRST_YEAR, _LAST_YEAR = 1900, 2999  # a day outside is a slip of the finger, and arithmetic never meets date.max
_LONGEST = 60  # characters of any typed day, period or instant

STEP = {"last": -1, "this": 0, "next": 1}
STEP_ZH = {"上": -1, "上个": -1, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1}
DAY_WORDS = {
    **{"today": 0, "yesterday": -1, "tomorrow": 1},
    **{"今天": 0, "昨天": -1, "前天": -2, "明天": 1, "后天": 2},
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS_ZH = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}


def parse_day(text: str, today: date, ahead: bool = False) -> date:
    """The day a person typed: a date, a word, a weekday or a distance from today (commands.md, Dates).

    A bare weekday or month-day is the latest one up to today, with `ahead` the next one (a weekday then after today).
    `last` and `next` before a weekday (上周五, 下周一) mean the week before or after this one, Monday to Sunday.
    Raises WrongUse, and nothing else, for any other text.
    """
    try:
        day = read_day(typed_text(text), today, ahead)
    except (ValueError, OverflowError):
        day = None
    if day is None:
        raise WrongUse(
            _('"{text}" is not a day; right would be 2024-03-05, "yesterday" or "+3d".').format(text=echo(text))
        )
    if not plausible(day):
        raise WrongUse(
            _('"{text}" is a day too far away; the years {first} to {last} are taken.').format(
                text=echo(text), first=_FIRST_YEAR, last=_LAST_YEAR
            )
        )
    return day


# Each reader returns None for a text that is not of its form, and may raise ValueError or OverflowError for one whose
# numbers make no day. Patterns are compiled at their first use (re keeps them), which an import should not pay for;
# [0-9] and not \d, which takes every script's digits.


def typed_text(text: str) -> str:
    """The text in lower case with single spaces; nothing at all for one that is too long to mean anything."""
    return " ".join(text.lower().split()) if len(text) <= _LONGEST else ""


def plausible(day: date) -> bool:
    """Whether a person can have meant the day."""
    return _FIRST_YEAR <= day.year <= _LAST_YEAR


def groups(pattern: str, text: str) -> tuple[str, ...] | None:
    """What the pattern's groups (one at least) hold in the whole text, "" for a group that took no part."""
    found = re.fullmatch(pattern, text)
    return found.groups("") if found else None


def read_day(text: str, today: date, ahead: bool) -> date | None:
    """The day of a text from typed_text; None where it is none."""
    if text in DAY_WORDS:
        return today + DAY * DAY_WORDS[text]
    return (
        read_date(text)
        or _read_distance(text, today)
        or _read_weekday(text, today, ahead)
        or _read_month_day(text, today, ahead)
    )


def read_date(text: str) -> date | None:
    """2024-03-05, 2024/3/5, 20240305, 2024年3月5日."""
    found = (
        groups("([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", text)
        or groups("([0-9]{4})/([0-9]{1,2})/([0-9]{1,2})", text)
        or groups("([0-9]{4})([0-9]{2})([0-9]{2})", text)
        or groups("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]", text)
    )
    return date(int(found[0]), int(found[1]), int(found[2])) if found else None


def _read_distance(text: str, today: date) -> date | None:
    """+3d, +2w, -2d."""
    if found := groups("([+-])([0-9]{1,5})([dw])", text):
        days = int(found[1]) * (7 if found[2] == "w" else 1)
        return today + DAY * (days if found[0] == "+" else -days)
    return None


def _read_weekday(text: str, today: date, ahead: bool) -> date | None:
    """Fri, friday, last fri, next tue, this wed; 周五, 上周五, 下周一, 本周三."""
    if found := groups("(?:(last|this|next) )?([a-z]{3,9})", text):
        names = [number for number, name in enumerate(_WEEKDAYS) if found[1] in (name, name[:3])]
        step = STEP.get(found[0])
        weekday = names[0] if names else None
    elif found := groups("([上下]个?|本|这个?)?(?:周|星期)([一二三四五六日天])", text):
        step, weekday = STEP_ZH.get(found[0]), _WEEKDAYS_ZH[found[1]]
    else:
        return None
    return None if weekday is None else _weekday(weekday, step, today, ahead)


def _weekday(weekday: int, step: int | None, today: date, ahead: bool) -> date:
    if step is not None:
        return week_of(today).start + timedelta(weeks=step, days=weekday)
    if ahead:
        return today + DAY * ((weekday - today.weekday() - 1) % 7 + 1)
    return today - DAY * ((today.weekday() - weekday) % 7)


def _read_month_day(text: str, today: date, ahead: bool) -> date | None:
    """03-05, 3/5, 3月5日: the nearest such day; 29 February may be eight years away."""
    found = groups("([0-9]{1,2})[-/]([0-9]{1,2})", text) or groups("([0-9]{1,2})月([0-9]{1,2})[日号]", text)
    if not found:
        return None
    month, day = int(found[0]), int(found[1])
    date(2000, month, day)  # refuses what no year has
    for distance in range(9):
        year = today.year + (distance if ahead else -distance)
        if (month, day) == (2, 29) and (year % 4 or (year % 100 == 0 and year % 400)):
            continue
        near = date(year, month, day)
        if (near >= today) if ahead else (near <= today):
            return near
    return None
