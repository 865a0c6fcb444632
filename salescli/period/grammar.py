"""The period grammar, in English and Chinese; calendar arithmetic that nobody types does not belong here."""

from datetime import date, timedelta
from gettext import gettext as _

from salescli.errors import WrongUse
from salescli.money import echo
from salescli.period.day import DAY_WORDS, STEP, STEP_ZH, groups, plausible, read_day, typed_text
from salescli.period.span import DAY, MONTHS, Period, first_of, period_of, shifted, week_of
from salescli.terms import PeriodKind

_KIND_ZH = {"月": "month", "季度": "quarter", "半年": "half", "周": "week", "星期": "week"}
_YEAR_ZH = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1}
_PARTS_ZH = {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}


def parse_period(text: str, today: date, fiscal_year_starts: int = 1) -> Period:
    """The period a person typed, by the grammar of figures.md §1 in English and Chinese; weeks run Monday to Sunday.

    `last 30 days`, `ytd`, `qtd` and `mtd` end with today. FY2024 starts in 2024, in month `fiscal_year_starts`.
    Raises WrongUse, and nothing else, for any other text.
    """
    typed = typed_text(text)
    try:
        period = _read_period(typed, today, fiscal_year_starts)
    except (ValueError, OverflowError):
        period = None
    if period is None or not plausible(period.start) or not plausible(period.last):
        raise WrongUse(
            _('"{text}" is not a period; right would be 2024Q1, 2024-03 or "last month".').format(text=echo(text))
        )
    if period.end <= period.start:
        raise WrongUse(
            _("The period {text} ends before it starts; right would be {right}, 2024Q1 or 2024-03.").format(
                text=echo(text), right=f"{period.last}..{period.start}"
            )
        )
    return period


def _day_period(day: date) -> Period:
    return Period(day, day + DAY, day.isoformat())


def _span(first: date, last: date) -> Period:
    """From the first day to the last, both included."""
    return Period(first, last + DAY, f"{first}..{last}")


def _fiscal(year: int, quarter: int | None, starts: int) -> Period:
    first = year * 12 + date(year, starts, 1).month - 1 + ((quarter or 1) - 1) * 3
    name = f"FY{year:04}" + (f"Q{quarter}" if quarter else "")
    return Period(first_of(first), first_of(first + (3 if quarter else 12)), name)


def _read_period(text: str, today: date, fiscal_year_starts: int) -> Period | None:
    first, dots, last = text.partition("..")
    if dots:
        days = (read_day(part.strip(), today, ahead=False) for part in (first, last))
        return _read_span(*days)
    if text in ("today", "yesterday", "今天", "昨天"):
        return _day_period(today + DAY * DAY_WORDS[text])
    return (
        _read_dated(text)
        or _read_dated_zh(text)
        or _read_fiscal(text, fiscal_year_starts)
        or _read_relative(text, today)
        or _read_to_date(text, today)
    )


def _read_span(first: date | None, last: date | None) -> Period | None:
    return None if first is None or last is None else _span(first, last)


def _read_dated(text: str) -> Period | None:
    """2024, 2024H1, 2024-Q1, 2024-03, 2024-W10, 2024-03-05."""
    if found := groups("([0-9]{4})(?:-?([hqw])([0-9]{1,2})|-([0-9]{2})(?:-([0-9]{2}))?)?", text):
        year, letter, number, month, day = found
        if letter == "w":
            return week_of(date.fromisocalendar(int(year), int(number), 1))
        if day:
            return _day_period(date(int(year), int(month), int(day)))
        return _part_of_year(int(year), letter or ("m" if month else ""), int(number or month or 1))
    return None


def _read_dated_zh(text: str) -> Period | None:
    """2024年, 2024年3月, 2024年3月5日, 2024年第一季度, 2024年上半年."""
    if found := groups("([0-9]{4})年(?:([0-9]{1,2})月(?:([0-9]{1,2})[日号])?)?", text):
        year, month, day = found
        if day:
            return _day_period(date(int(year), int(month), int(day)))
        return _part_of_year(int(year), "m" if month else "", int(month or 1))
    if found := groups("([0-9]{4})年(?:第?([一二三四1-4])季度|([上下])半年)", text):
        year, quarter, half = found
        number = quarter or half
        return _part_of_year(int(year), "q" if quarter else "h", _PARTS_ZH.get(number) or int(number))
    return None


def _part_of_year(year: int, letter: str, number: int) -> Period:
    """The year ("") or its number-th half (h), quarter (q) or month (m), counted from 1."""
    kind = {"": PeriodKind.YEAR, "h": PeriodKind.HALF, "q": PeriodKind.QUARTER, "m": PeriodKind.MONTH}[letter]
    return period_of(kind, date(year, (number - 1) * MONTHS[kind] + 1, 1))


def _read_fiscal(text: str, starts: int) -> Period | None:
    """FY2024, FY2024Q1."""
    if found := groups("fy ?([0-9]{4})(?:-?q([1-4]))?", text):
        return _fiscal(int(found[0]), int(found[1]) if found[1] else None, starts)
    return None


def _read_relative(text: str, today: date) -> Period | None:
    """This, last or next week, month, quarter, half or year; 上周, 本月, 下季度, 去年."""
    if found := groups("(this|last|next) (week|month|quarter|half|year)", text):
        return _relative(found[1], STEP[found[0]], today)
    if found := groups("([上下]个?|本|这个?)(月|季度|半年|周|星期)", text):
        return _relative(_KIND_ZH[found[1]], STEP_ZH[found[0]], today)
    return _relative("year", _YEAR_ZH[text], today) if text in _YEAR_ZH else None


def _relative(unit: str, step: int, today: date) -> Period:
    if unit == "week":
        return week_of(today + timedelta(weeks=step))
    return shifted(PeriodKind(unit), today, step)


def _read_to_date(text: str, today: date) -> Period | None:
    """The year, quarter or month to date, the last N days: all end with today."""
    kinds = {"ytd": PeriodKind.YEAR, "qtd": PeriodKind.QUARTER, "mtd": PeriodKind.MONTH}
    if text in kinds:
        return _span(period_of(kinds[text], today).start, today)
    found = groups("last ([0-9]{1,5}) days?", text) or groups("最?近([0-9]{1,5})天", text)
    if found and int(found[0]):
        return _span(today - DAY * (int(found[0]) - 1), today)
    return None
