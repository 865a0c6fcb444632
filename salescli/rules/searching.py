"""What a person who searches means: the words, a number however it is written, and the place of a hit; no fact is known here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from gettext import gettext as _

from salescli.errors import WrongUse

MOST_WORDS = 8  # as many as the query has room for
LONGEST = 1000  # signs
SIGNS = r"\s+()./－（）-"  # that stand between the digits of a telephone number
NUMBER, WHOLE_NUMBER = 5, 7  # digits from which a word, and one with spaces, can be a telephone number
BEFORE, AFTER = 16, 44  # signs that are shown on either side of where a hit begins


@dataclass(frozen=True)
class Word:
    """A word as typed; digits: those of a telephone number without its prefix, "" where it is none."""

    text: str
    digits: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """What it looks like in a text, in capitals or not, a number with whatever stands between its digits."""
        spaced = rf"[{SIGNS}]*".join(self.digits)
        return re.compile("|".join(filter(None, (re.escape(self.text), spaced))), re.IGNORECASE)


def words_of(text: str) -> list[Word]:
    """The words of a text, each once; a telephone number with spaces is one word.

    Raises:
        WrongUse: none, or more or longer ones than can be searched for.
    """
    parts = list(dict.fromkeys(filter(None, re.split(r"[\s\0]+", text))))
    if not parts:
        raise WrongUse(_("Search for what? For instance: salescli search 报价, or salescli search 138 0013 8000."))
    if len(text) > LONGEST:
        raise WrongUse(
            _("A text of {count} characters is too long to search for; give up to {most}.").format(
                count=len(text), most=LONGEST
            )
        )
    words = _number(text) or [Word(part, _bare(part) if _is_number(part, NUMBER) else "") for part in parts]
    if len(words) > MOST_WORDS:
        raise WrongUse(
            _("{count} words are too many to search for; give up to {most}.").format(count=len(words), most=MOST_WORDS)
        )
    return words


def place_of(text: str, words: Iterable[Word]) -> tuple[int, int] | None:
    """Where the first hit of a word begins and ends in a text; None: there is none."""
    found = (word.pattern.search(text) for word in words)
    return min((hit.span() for hit in found if hit), default=None)


def around(text: str, place: tuple[int, int] | None) -> str:
    """A text in one line, cut to a bit around a place, with … where something is left out."""
    start = place[0] if place else 0
    first = max(0, start - BEFORE) if start + AFTER < len(text) else max(0, min(start, len(text) - BEFORE - AFTER))
    last = first + BEFORE + AFTER
    piece = " ".join(text[first:last].split())
    return ("…" if first else "") + piece + ("…" if last < len(text) else "")


def _number(text: str) -> list[Word]:
    """A text with spaces that is one telephone number, as a word; none where it may be several numbers."""
    plain = " ".join(text.split())
    begins_so = re.match(r"[(（]?([+0]|1[3-9])", plain)
    return [Word(plain, _bare(plain))] if begins_so and _is_number(plain, WHOLE_NUMBER) else []


def _is_number(text: str, digits: int) -> bool:
    return len(_digits(text)) >= digits and re.fullmatch(rf"[0-9{SIGNS}]+", text) is not None


def _digits(text: str) -> str:
    return re.sub("[^0-9]", "", text)


def _bare(text: str) -> str:
    """The digits of a number without China's prefix and without the 0 before an area."""
    return re.sub("^(0086|0+)", "", _digits(text.replace("+86", "", 1)))
