"""A cell's text → a value: days, numbers, words as other programs write them; where the cell stands is not known here."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from types import MappingProxyType
from typing import Any

from salescli.exchange.kinds import Field, Form
from salescli.money import MOST_MINOR, echo, money_text
from salescli.period.day import plausible

NUMBER_STYLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "1,234.56": (",", "."),
        "1.234,56": (".", ","),
        "1 234,56": (" ", ","),
        "1 234.56": (" ", "."),
        "1'234.56": ("'", "."),
    }
)
"""How numbers are written, by example: the sign between thousands and the decimal sign."""
PLAIN = "1,234.56"
ISO = "YYYY-MM-DD"
_YES = ("yes", "y", "true", "1", "是", "√")
_NO = ("no", "n", "false", "0", "否", "×")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TOKENS = re.compile("YYYY|YY|MMM|MM|M|DD|D")
_HUNDRED = Decimal(100)


class Unreadable(ValueError):
    """A text that is no value of the form wanted; its words are the reason, as a sentence."""


class Canonical(str):
    """A number that a workbook keeps as a number: digits with a point, however the source writes numbers as text."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source writes days and numbers.

    Attributes:
        days: the patterns tried in order, beside the ISO day.
        strip: pieces of text taken out of a number, as a currency's sign.
        times: what a number is multiplied by.
        reverse: whether a number's sign is turned.
    """

    days: Sequence[str] = ()
    numbers: str = PLAIN
    strip: Sequence[str] = ()
    times: Decimal | None = None
    reverse: bool = False
    patterns: tuple[re.Pattern[str], ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Compile the patterns of days."""
        object.__setattr__(self, "patterns", tuple(day_pattern(text) for text in self.days))


Reader = Callable[[str], Any]


def reader(field: Field, manner: Manner) -> Reader:
    """How a cell's text that is not empty becomes the field's value; what it returns raises Unreadable."""
    match field.form:
        case Form.DAY:
            return lambda text: read_day(text, manner)
        case Form.MONEY:
            return lambda text: read_money(text, manner, field.least)
        case Form.RATE:
            return lambda text: _rate(text, manner)
        case Form.PERCENT:
            return lambda text: _percent(text, manner)
        case Form.NUMBER:
            return lambda text: _not_negative(read_number(text, manner), text)
        case Form.COUNT:
            return lambda text: _count(text, manner, field)
        case Form.YES_NO:
            return _yes_no
        case Form.TIME:
            return _time
        case Form.WORD:
            return lambda text: _word(text, field.words)
        case Form.TEXT:
            return str
        case _:
            return lambda text: str(text).strip()


def code_of(text: str) -> str:
    """A code made of any text: small letters, other signs joined by hyphens, at most 32 (Mei-Mei Johns: mei-mei-johns)."""
    return re.sub(r"[^\w.]+", "-", text.strip().lower()).strip("-.")[:32].rstrip("-.")


# Days.


def day_pattern(text: str) -> re.Pattern[str]:
    """A pattern of a day, like DD/MM/YYYY or D MMM YY, as an expression.

    Raises:
        Unreadable: year, month and day are not there once each.
    """
    tokens = _TOKENS.findall(text)
    if sorted(token[0] for token in tokens) != ["D", "M", "Y"]:
        raise Unreadable(
            _("a pattern holds a year (YYYY or YY), a month (MM, M or MMM) and a day (DD or D), once each")
        )
    signs = _TOKENS.split(text)
    close = not any(signs)  # YYYYMMDD: nothing but the count of digits parts them
    forms = {
        "YYYY": "(?P<y>[0-9]{4})",
        "YY": "(?P<y>[0-9]{2})",
        "MMM": "(?P<b>[A-Za-z]{3,9})[.]?",
        "MM": "(?P<m>[0-9]{2})" if close else "(?P<m>[0-9]{1,2})",
        "M": "(?P<m>[0-9]{1,2})",
        "DD": "(?P<d>[0-9]{2})" if close else "(?P<d>[0-9]{1,2})",
        "D": "(?P<d>[0-9]{1,2})",
    }
    parts = [re.escape(signs[0])]
    for token, sign in zip(tokens, signs[1:], strict=True):
        parts += [forms[token], re.escape(sign)]
    return re.compile("".join(parts) + "(?:[ T,]+[0-9].*)?", re.DOTALL)


def read_day(text: str, manner: Manner) -> date:
    """The day in a cell, by the source's patterns or as 2024-03-05; a time of day behind it is left out."""
    text = text.strip()
    day = _iso(text)
    if day is None:
        found = (pattern.fullmatch(text) for pattern in manner.patterns)
        day = next((day for match in found if match and (day := _dated(match.groupdict()))), None)
    if day is None or not plausible(day):
        wanted = " / ".join(dict.fromkeys([*manner.days, ISO]))
        raise Unreadable(_("it is no day written {patterns}").format(patterns=wanted))
    return day


def _iso(text: str) -> date | None:
    if len(text) < 10 or text[4] != "-" or text[7] != "-" or (len(text) > 10 and text[10] not in " T"):
        return None
    try:
        return date(int(text[:4]), int(text[5:7]), int(text[8:10])) if text[:10].isascii() else None
    except ValueError:
        return None


def _dated(parts: Mapping[str, str]) -> date | None:
    month = parts.get("m")
    if month is None:
        names = [number for number, name in enumerate(_MONTHS, 1) if parts["b"].lower().startswith(name)]
        month = str(names[0]) if names else "0"
    year = int(parts["y"])
    if len(parts["y"]) == 2:
        year += 2000 if year < 70 else 1900
    try:
        return date(year, int(month), int(parts["d"]))
    except ValueError:
        return None


def _time(text: str) -> str:
    """The time of day in a cell, alone or behind a day."""
    found = re.search(r"(?:^|[ T])([0-9]{1,2}):([0-9]{2})", text.strip())
    if found and int(found[1]) < 24 and int(found[2]) < 60:
        return f"{int(found[1]):02d}:{found[2]}"
    raise Unreadable(_("it is no time of day like 14:30"))


# Numbers.


def read_number(text: str, manner: Manner) -> Decimal:
    """The number in a cell, exact, by the source's style."""
    plain = text if isinstance(text, Canonical) else _plain(text, manner)
    if not re.fullmatch("-?[0-9]{1,25}(?:[.][0-9]{1,25})?", plain):
        raise Unreadable(_("it is no number written like {style}").format(style=manner.numbers))
    number = Decimal(plain)
    if manner.times is not None:
        number *= manner.times
    return -number + 0 if manner.reverse else number


def _plain(text: str, manner: Manner) -> str:
    """The number without signs of currency and thousands, with a point; as it stands where it is none."""
    for piece in manner.strip:
        text = text.replace(piece, "")
    text = text.strip().replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").removeprefix("+")
    if text.startswith("(") and text.endswith(")"):  # how accountants write less than nothing
        text = "-" + text[1:-1]
    if text.isascii() and text.isdigit():
        return text
    thousands, point = NUMBER_STYLES[manner.numbers]
    whole, _sign, decimals = text.replace("- ", "-").partition(point)
    first, *groups = whole.split(thousands)
    if groups and not (1 <= len(first.lstrip("-")) <= 3 and all(len(group) == 3 for group in groups)):
        return "?"
    return "".join([first, *groups]) + (f".{decimals}" if decimals else "")


def written(number: str, style: str) -> str:
    """A workbook's number as the source's style writes it in a text."""
    return number.replace(".", NUMBER_STYLES[style][1])


def read_money(text: str, manner: Manner, least: int) -> int:
    """Minor units of an amount with at most two decimals, not less than `least`."""
    if text.isascii() and text.isdigit() and len(text) < 12 and manner.times is None and not manner.reverse:
        minor = int(text) * 100
    else:
        exact = read_number(text, manner) * 100
        minor = int(exact)
        if minor != exact:
            raise Unreadable(_("an amount has at most two decimals"))
    if minor < least:
        raise Unreadable(_("an amount must be above 0 here") if least else _("an amount is not below 0"))
    if minor > MOST_MINOR:
        raise Unreadable(_("the largest amount is {most}").format(most=money_text(MOST_MINOR, grouped=True)))
    return minor


def _rate(text: str, manner: Manner) -> Decimal:
    """A part of one: 0.15 or 15%."""
    percent = text.strip().endswith(("%", "％"))
    number = read_number(text.strip().rstrip("%％") if percent else text, manner)
    if percent:
        number /= 100
    if not 0 <= number <= 1:
        raise Unreadable(
            _('a rate lies between 0 and 1, or between 0% and 100%; times = "0.01" makes parts of percents')
        )
    return number


def _percent(text: str, manner: Manner) -> Decimal:
    """A percentage above 0 and up to 100: 60 or 60%."""
    number = read_number(text.strip().rstrip("%％") if not isinstance(text, Canonical) else text, manner)
    if not 0 < number <= _HUNDRED:
        raise Unreadable(_("a share is above 0 and at most 100 percent"))
    return number


def _not_negative(number: Decimal, text: str) -> Decimal:
    if number < 0:
        raise Unreadable(_("it is below 0"))
    return number


def _count(text: str, manner: Manner, field: Field) -> int:
    number = read_number(text, manner)
    if number != int(number) or not field.least <= number <= field.most:
        raise Unreadable(
            _("it is no whole number from {least} to {most}").format(least=field.least, most=f"{field.most:,}")
        )
    return int(number)


# Words.


def _yes_no(text: str) -> bool:
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(_("it is neither yes nor no (true, false, 1, 0, 是, 否)"))


def _word(text: str, words: Sequence[str]) -> str:
    word = text.strip().lower().replace("-", "_").replace(" ", "_")
    if word in words:
        return word
    raise Unreadable(_("it is none of {words}; translate it").format(words=", ".join(words)))


def told(text: str) -> str:
    """A cell as a sentence repeats it."""
    return f"“{echo(text)}”"
