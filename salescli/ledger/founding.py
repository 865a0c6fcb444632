"""What a ledger says of itself outside the chain (its origin, currency and time zone), and how its first fact vouches for that.

The row `ledger` is written once and is no fact: another program can change it, and no hash breaks. So the first fact of a new
ledger has the currency and the zone as its remark, which is hashed. Of a ledger whose first fact has no such remark (it was
made by an earlier salescli, or a generator) nothing can be said but whether its currency and zone exist.
"""

import re
from gettext import gettext as _

from salescli import period
from salescli.errors import WrongUse

_REMARK = re.compile(r"[A-Z]{3} · \S+")


def remark(currency: str, zone: str) -> str:
    """What the first fact of a new ledger is noted with."""
    return f"{currency} · {zone}"


def remarked(note: str | None) -> str | None:
    """The remark that a first fact vouches with for the currency and the zone; None: it has none."""
    return note if note and _REMARK.fullmatch(note) else None


def impossible(origin: object, currency: object, zone: object) -> list[str]:
    """Why a ledger's own row cannot be: an origin, a currency or a time zone that there is not; empty where it can."""
    said = []
    if not (isinstance(origin, int) and 0 < origin < 1 << 31):
        said.append(_("{given} is no copy's number").format(given=repr(origin)[:40]))
    if not (isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency)):
        said.append(_("{given} is no currency").format(given=repr(currency)[:40]))
    if not _is_zone(zone):
        said.append(_("{given} is no time zone").format(given=repr(zone)[:40]))
    return said


def _is_zone(zone: object) -> bool:
    if not isinstance(zone, str):
        return False
    try:
        period.check_zone(zone)
    except WrongUse:
        return False
    return True
