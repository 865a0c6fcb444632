"""Minor units and rates to text and back, sharing to the last unit, the only rounding; no policy number is here."""

from collections.abc import Mapping
from decimal import Decimal
from gettext import gettext as _
from math import lcm
from typing import TYPE_CHECKING

from salescli.errors import WrongUse

if TYPE_CHECKING:
    from fractions import Fraction
    from pathlib import Path

MOST_MINOR = 9_000_000_000_000_000  # under 2**53: every amount survives a reader that keeps numbers as doubles
_LONGEST = 40  # characters: longer than any amount or rate, and the most of a typed text that a sentence repeats
_UNITS = {"万": 4, "亿": 8}  # powers of ten


def echo(text: str) -> str:
    """A typed text as a sentence may repeat it: at most 40 characters, whatever is not printable escaped."""
    shown = ""
    for char in text[: _LONGEST + 1]:
        shown += char if char.isprintable() else char.encode("unicode_escape").decode("ascii")
    return shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + "…"


def shown(path: "Path") -> str:
    """A file's whole name as a sentence may hold it, whatever signs are in it."""
    return "".join(
        c if c.isprintable() or c == "\u3000" else c.encode("unicode_escape").decode("ascii") for c in str(path)
    )


def parse_money(text: str, signed: bool = False) -> int:
    """Minor units of a typed amount: "12000", "12,000.50", "1.2万", "¥300元"; below zero only when `signed`.

    Raises WrongUse for anything else: more than two decimals, exponents, nan, more than 9e15 minor units either way.
    """
    sign, body = _unsigned(text.strip(), signed)
    minor = _minor(body)
    if minor is None or sign is None:
        raise _no_money(text, signed)
    if minor > MOST_MINOR:
        raise WrongUse(
            _("The amount {text} is too large; the most is {most}.").format(
                text=echo(text), most=money_text(MOST_MINOR, grouped=True)
            )
        )
    return sign * minor


def parse_rate(text: str, signed: bool = False, most: Decimal | None = None) -> Decimal:
    """A typed rate as a fraction of one: "0.15" and "15%" are both Decimal("0.15"); at most `most` where that is given.

    Raises WrongUse for anything else, and for a bare whole number above 1: "15" may mean 15 % or fifteen-fold.
    """
    sign, body = _unsigned(text.strip(), signed)
    percent = body.endswith(("%", "％"))
    number = body[:-1].rstrip() if percent else body
    parts = _parts(number)
    if sign is None or parts is None:
        raise _no_rate(text)
    rate = sign * Decimal(number).scaleb(-2 if percent else 0)
    if not percent and not parts[1] and abs(rate) > 1:
        raise _no_rate(text)
    if most is not None and rate > most:
        raise WrongUse(_("The rate {text} is too high; the most is {most}.").format(text=echo(text), most=most))
    return rate + 0  # no negative zero


def money_text(minor: int, grouped: bool = False) -> str:
    """Minor units as decimal text: 123450 is "1234.50", `grouped` "1,234.50"."""
    units, cents = divmod(abs(minor), 100)
    return f"{'-' if minor < 0 else ''}{units:{',' if grouped else ''}}.{cents:02d}"


def round_money(value: "Fraction | Decimal | int") -> int:
    """An exact amount in minor units, rounded half away from zero (figures.md §5), so a refund mirrors its receipt."""
    numerator, denominator = value.as_integer_ratio()
    return _half_away(numerator, denominator)


def round_decimal(value: "Fraction | Decimal | int", places: int) -> Decimal:
    """An exact figure rounded half away from zero to `places` decimals, which it always carries (0 or more)."""
    numerator, denominator = value.as_integer_ratio()
    scaled = _half_away(numerator * 10**places, denominator)
    # From its digits: arithmetic on Decimal would round to the context's 28 digits a second time.
    return Decimal((int(scaled < 0), tuple(map(int, str(abs(scaled)))), -places))


def share(total: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """Minor units of `total` for each rep code, by largest remainder; the parts sum to the whole (figures.md §2).

    `shares` are parts of any positive sum. A tie goes to the larger share, then to the earlier code; a negative total
    mirrors the positive one. Raises WrongUse for shares that no money can follow.
    """
    weights = _weights(shares)
    whole = sum(weights.values())
    amount = abs(total)
    parts = {code: amount * weight // whole for code, weight in weights.items()}
    missing = amount - sum(parts.values())
    nearest = sorted(weights, key=lambda code: (-(amount * weights[code] % whole), -weights[code], code))
    for code in nearest[:missing]:
        parts[code] += 1
    return parts if total >= 0 else {code: -part for code, part in parts.items()}


def share_step(before: int, amount: int, shares: Mapping[str, Decimal]) -> dict[str, int]:
    """What `amount` adds for each rep after `before`: share(before + amount) − share(before) (figures.md §2).

    Largest remainder is not monotone, so a part may be one unit against the amount's sign; the steps always end at
    the share of the whole.
    """
    earlier, later = share(before, shares), share(before + amount, shares)
    return {code: later[code] - earlier[code] for code in later}


def _half_away(numerator: int, denominator: int) -> int:
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def _weights(shares: Mapping[str, Decimal]) -> dict[str, int]:
    """The shares as whole numbers in the same proportion."""
    if not shares or any(not part.is_finite() or part < 0 for part in shares.values()) or not any(shares.values()):
        given = ", ".join(f"{code} {part}" for code, part in shares.items()) or "-"
        raise WrongUse(
            _("Shares must be parts of 0 or more with a sum above 0, for example 60 and 40, not {given}.").format(
                given=echo(given)
            )
        )
    ratios = {code: part.as_integer_ratio() for code, part in shares.items()}
    common = lcm(*(denominator for _numerator, denominator in ratios.values()))
    return {code: numerator * (common // denominator) for code, (numerator, denominator) in ratios.items()}


def _unsigned(text: str, signed: bool) -> tuple[int | None, str]:
    """The sign (None where one stands that may not) and the text after it."""
    if text[:1] not in ("-", "+", "−"):
        return 1, text
    sign = 1 if text[0] == "+" else -1
    return (sign if signed else None), text[1:].lstrip()


def _minor(body: str) -> int | None:
    """Minor units of an amount without sign; None where it is none. Whole numbers only: nothing is rounded."""
    body = body.removeprefix("¥").removeprefix("￥").removesuffix("元").strip()
    power = _UNITS.get(body[-1:], 0)
    parts = _parts(_ungrouped(body[:-1].rstrip() if power else body))
    if parts is None:
        return None
    whole, decimals = parts
    decimals = decimals.rstrip("0") if power else decimals
    places = power + 2 - len(decimals)
    return int(whole + decimals) * int(10**places) if places >= 0 else None


def _ungrouped(body: str) -> str:
    """The number without its thousands commas; unchanged, and refused later, where they stand elsewhere."""
    head, dot, decimals = body.partition(".")
    first, *groups = head.replace("，", ",").split(",")
    if groups and 1 <= len(first) <= 3 and all(len(group) == 3 for group in groups):
        return "".join([first, *groups]) + dot + decimals
    return body


def _parts(number: str) -> tuple[str, str] | None:
    """The digits before and after the decimal point; None for anything that is not plain ASCII digits."""
    whole, dot, decimals = number.partition(".")
    digits = whole + decimals
    # isdigit alone takes full-width and other scripts' digits.
    if len(digits) > 25 or not (digits.isascii() and digits.isdigit()) or not whole or bool(dot) != bool(decimals):
        return None
    return whole, decimals


def _no_money(text: str, signed: bool) -> WrongUse:
    if signed:
        msg = _('"{text}" is not an amount; right would be 12000, 12,000.50, -300 or 1.2万, at most two decimals.')
    else:
        msg = _('"{text}" is not an amount; right would be 12000, 12,000.50 or 1.2万, at most two decimals, no sign.')
    return WrongUse(msg.format(text=echo(text)))


def _no_rate(text: str) -> WrongUse:
    return WrongUse(_('"{text}" is not a rate; right would be 15%, 0.15 or 1.5%.').format(text=echo(text)))
