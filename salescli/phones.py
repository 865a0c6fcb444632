"""Telephone numbers in every spelling → one spelling to compare; how a country's numbers are made is the package's knowledge,
and whose a number is, is not known here.
"""

import re
import unicodedata
from collections.abc import Container
from dataclasses import dataclass
from functools import lru_cache
from gettext import gettext as _
from importlib.resources import files
from typing import TYPE_CHECKING

from salescli.errors import WrongUse

if TYPE_CHECKING:
    import phonenumbers

LONGEST_EXTENSION = 6
"""What has up to so many digits is an extension or a service, and no number of the outside world."""
_SHORTEST = 5  # digits; less in a customer's phone is an extension or a remark
_LONGEST_LOCAL = 8  # digits, without the area code
_WHOLE = re.compile(r"[+]?[0-9 ()./-]+")
_RUN = re.compile(r"[+(]*[0-9][0-9 ().-]*")
_BEHIND = re.compile(r"(?:ext(?:ension|n)?[.:]?|[x#]|转|轉|分机|分機)\s*[0-9]+", re.IGNORECASE)
_DASHES = str.maketrans({"‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-", "\t": " "})


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where numbers are dialled: what one without a country code, or without an area code, belongs to.

    Attributes:
        country: two letters, like CN.
        area: the area code as it is dialled there, like 010; "": a local number stays one.
    """

    country: str
    area: str = ""


def country_of(zone: str) -> str | None:
    """The country in which a time zone's place lies; None for UTC and zones of no one country."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return next((row[0] for row in rows if row[2] == zone), None)


def check_numbering(numbering: Numbering) -> None:
    """Raises WrongUse unless there are telephone numbers of that country, and the area code is digits."""
    import phonenumbers

    if numbering.country not in phonenumbers.SUPPORTED_REGIONS:
        raise WrongUse(
            _("There are no telephone numbers of the country {given}; right would be CN, DE or US.").format(
                given=repr(numbering.country[:40])
            )
        )
    if not re.fullmatch("[0-9]{0,6}", numbering.area):
        raise WrongUse(_("{given} is no area code; right would be 010.").format(given=repr(numbering.area[:40])))


@lru_cache(maxsize=100_000)
def digits_of(text: str, numbering: Numbering) -> str:
    """A number in the one spelling that all of its spellings have: +8613800138000, where it is one of the world's; else the
    digits as they stand (an extension, a service); "" for what is no number at all, as voicemail.
    """
    plain = _plain(text)
    if not _WHOLE.fullmatch(plain) or not (digits := _digits(plain)):
        return ""
    return _of_the_world(plain, numbering) or digits


def same_number(one: str, other: str, numbering: Numbering) -> bool:
    """Whether two texts are the same telephone number, however each is written."""
    digits = digits_of(one, numbering)
    return digits != "" and digits == digits_of(other, numbering)


def numbers_in(text: str, numbering: Numbering) -> list[str]:
    """The numbers that a customer's or contact's phone holds, each once, as digits_of() spells them: several may stand in one
    field, with words between them, and an extension behind one (010-88881234-801, 转 801) is none of its own.
    """
    runs = _RUN.findall(_BEHIND.sub(" ; ", _plain(text)))
    found = (number for run in runs if len(_digits(run)) >= _SHORTEST for number in _readings(run, numbering))
    return list(dict.fromkeys(found))


def without(text: str, unwanted: Container[str], numbering: Numbering) -> str:
    """A phone that holds several numbers without some of them, as digits_of() spells these; the rest as it was entered, in its
    plain signs, else, where that cannot be cut out, as digits_of() spells it."""
    rest = [number for number in numbers_in(text, numbering) if number not in unwanted]
    cut = _RUN.sub(lambda run: _kept_of(run[0], unwanted, numbering), _plain(text))
    cut = re.sub(r"([,;/|、]\s*){2,}", r"\1", cut).strip(" ,;/|、")
    if not rest:
        return ""
    return cut if numbers_in(cut, numbering) == rest else ", ".join(rest)


def _kept_of(run: str, unwanted: Container[str], numbering: Numbering) -> str:
    """What stays of a run of digits: all of it, or those of several in a row that are wanted."""
    found = [number for number in _readings(run, numbering) if len(_digits(run)) >= _SHORTEST]
    if not any(number in unwanted for number in found):
        return run
    parts = run.split() if len(found) > 1 else []
    return " ".join(part for part in parts if not any(one in unwanted for one in numbers_in(part, numbering)))


def is_outside(text: str) -> bool:
    """Whether a number as it was dialled is one of the outside world: too long for an extension."""
    plain = _plain(text)
    return bool(_WHOLE.fullmatch(plain)) and len(_digits(plain)) > LONGEST_EXTENSION


def lacks_area(number: str, numbering: Numbering) -> bool:
    """Whether a number, as digits_of() spells it, is a local one of a country with area codes, and nobody said which area."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, numbering.country)
    except phonenumbers.NumberParseException:
        return False
    is_local = len(str(parsed.national_number)) <= _LONGEST_LOCAL and not phonenumbers.is_valid_number(parsed)
    return is_local and not numbering.area and _has_areas(numbering.country)


@lru_cache
def _has_areas(country: str) -> bool:
    import phonenumbers

    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.FIXED_LINE)
    return example is not None and phonenumbers.length_of_geographical_area_code(example) > 0


def _readings(run: str, numbering: Numbering) -> list[str]:
    """What a run of digits can be: a number, a number with an extension behind a hyphen, or several in a row."""
    for one in (run, re.sub("-[0-9]{1,6} *$", "", run)):
        if number := _of_the_world(one, numbering):
            return [number]
    return [number for part in run.split() if (number := _of_the_world(part, numbering))] or [_digits(run)]


def _plain(text: str) -> str:
    """The text with its signs in their plain form, without what an address has around a number (sip:…@…)."""
    plain = unicodedata.normalize("NFKC", text[:200]).translate(_DASHES).strip()
    found = re.fullmatch("(?:tel|sips?):([^@;]*).*", plain, re.IGNORECASE | re.DOTALL)
    return found[1] if found else plain


def _digits(plain: str) -> str:
    return re.sub("[^0-9]", "", plain)


def _of_the_world(plain: str, numbering: Numbering) -> str:
    """+8613800138000 where the number can be one of its country, by its length; else ""."""
    import phonenumbers

    if len(_digits(plain)) <= LONGEST_EXTENSION:
        return ""
    try:
        number = phonenumbers.parse(plain, numbering.country)
        if numbering.area and not phonenumbers.is_valid_number(number):
            number = _with_area(plain, numbering) or number
    except phonenumbers.NumberParseException:
        return ""
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _with_area(plain: str, numbering: Numbering) -> "phonenumbers.PhoneNumber | None":
    """The number as one of the area, where it is one there."""
    import phonenumbers

    number = phonenumbers.parse(numbering.area + _digits(plain), numbering.country)
    return number if phonenumbers.is_valid_number(number) else None
