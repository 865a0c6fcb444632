"""Whether a request keeps to the limits of its opportunity (限额, figures.md §8), and the note that stays with one that does not.

A limit counts, per opportunity and over its whole life, the trips, their days, or the entertainment (minor units) that are not
rejected, this request among them. The most allowed is that of the last row of the policy both of whose conditions hold for the
opportunity's win probability and amount on the day of the request. No sentence is made here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salescli import money
from salescli.facts.requested import Chances, SpentOn
from salescli.policy.kinds import LimitKind, Over
from salescli.policy.model import Limit
from salescli.policy.stages import Stage
from salescli.rules.stages import probability
from salescli.terms import Closes

Counts = Mapping[LimitKind, int]
"""Trips, days, and minor units of entertainment."""
_SAYS_OVER_LIMIT = "over limit: "
_COUNT = r"(\d{1,20}(?:\.\d\d)?)"
_BREACH = re.compile(rf"({'|'.join(LimitKind)}): {_COUNT} of {_COUNT} · ({'|'.join(Over)})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit that a request breaks: what it makes together with those before it, of the most; both as Counts."""

    kind: LimitKind
    makes: int
    most: int
    over: Over


# When it is asked for.


def of_trip(first: date, last: date) -> Counts:
    """What a trip of these days, both included, adds."""
    return {LimitKind.TRIPS: 1, LimitKind.TRIP_DAYS: (last - first).days + 1}


def of_entertainment(amount: int) -> Counts:
    """What an entertainment adds."""
    return {LimitKind.ENTERTAINMENT: amount}


def used(requests: Iterable[SpentOn]) -> Counts:
    """What the requests of an opportunity come to; those rejected are not among them."""
    found = dict.fromkeys(LimitKind, 0)
    for one in requests:
        for kind, more in _adds(one).items():
            found[kind] += more
    return found


def _adds(one: SpentOn) -> Counts:
    if one.from_day is not None and one.to_day is not None:
        return of_trip(one.from_day, one.to_day)
    return of_entertainment(one.amount or 0)


def chance(known: Chances, stages: Mapping[str, Stage]) -> Decimal:
    """The win probability: the stage change's own, else 1 or 0 where it closes, else the stage's in the policy, else 0."""
    if known.probability is None and known.closes is not None:
        return Decimal(known.closes == Closes.WON)
    return probability(known.probability, stages.get(known.stage or "")) or Decimal(0)


def breaches(limits: Iterable[Limit], chance: Decimal, amount: int, before: Counts, adds: Counts) -> list[Breach]:
    """The limits that a request breaks, in the policy's order.

    Args:
        chance, amount: of the opportunity; amount in minor units, 0 where nobody stated one.
        before: what its other requests come to; adds: what this one adds; a kind that it does not add to is left alone.
    """
    found = []
    for limit in limits:
        if limit.kind not in adds:
            continue
        most, makes = limit.most(chance, amount), before.get(limit.kind, 0) + adds[limit.kind]
        if most is not None and makes > most:
            found.append(Breach(limit.kind, makes, most, limit.over))
    return found


def refusing(found: Iterable[Breach]) -> list[Breach]:
    """Those of the limits broken that let nothing through."""
    return [one for one in found if one.over is Over.REFUSE]


# The note.


def note(found: Sequence[Breach]) -> str | None:
    """The note that stays with a request, the same in every language: `trips: 3 of 2 · penalise; trip_days: 12 of 10 · approve`.

    None: no limit is broken.
    """
    return (
        "; ".join(f"{one.kind}: {_text(one, one.makes)} of {_text(one, one.most)} · {one.over}" for one in found)
        or None
    )


def broken(text: str | None) -> list[Breach]:
    """The limits that a note names; none where there is no note, or one in a person's own words."""
    matches = [_BREACH.fullmatch(part) for part in (text or "").split("; ")]
    found = [Breach(LimitKind(m[1]), _count(m[2]), _count(m[3]), Over(m[4])) for m in matches if m]
    return found if note(found) == text else []


def penalises(found: Iterable[Breach]) -> bool:
    """Whether a limit on trips is among those broken that lets them through as a penalty."""
    return any(one.over is Over.PENALISE and one.kind is not LimitKind.ENTERTAINMENT for one in found)


def _text(one: Breach, count: int) -> str:
    return money.money_text(count) if one.kind is LimitKind.ENTERTAINMENT else str(count)


def _count(text: str) -> int:
    return int(text.replace(".", ""))


# When it is decided.


def needs_word(found: Iterable[Breach], asked: int | None, granted: int | None) -> bool:
    """Whether the decision must say "over limit": a limit that needs one is broken, also by what is granted of it.

    Args:
        asked, granted: minor units; of an entertainment less may be granted, and that may keep to the limit.
    """
    cut = (asked or 0) - (granted if granted is not None else asked or 0)
    return any(
        one.over is Over.APPROVE and (one.kind is not LimitKind.ENTERTAINMENT or one.makes - cut > one.most)
        for one in found
    )


def over_limit(why: str) -> str:
    """The reason of a decision that says "over limit", as it is kept."""
    return _SAYS_OVER_LIMIT + why


def reason(why: str | None) -> tuple[bool, str | None]:
    """Whether a decision's reason says "over limit", and the reason alone."""
    says = why is not None and why.startswith(_SAYS_OVER_LIMIT)
    return says, why.removeprefix(_SAYS_OVER_LIMIT) if why is not None else None
