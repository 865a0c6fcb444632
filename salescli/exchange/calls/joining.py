"""Legs → calls: rows that share an id are one call, in whatever order and file they stand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from salescli.exchange.calls.reading import Leg


@dataclass(frozen=True, slots=True)
class Call:
    """One communication, of one leg or, where it was put through or rang at several telephones, of more.

    Attributes:
        ids: all ids of its legs; the first names it.
        legs: at least one, as they began.
    """

    ids: tuple[str, ...]
    legs: tuple[Leg, ...]

    @property
    def started(self) -> datetime:
        """When its first leg began, in UTC."""
        return self.legs[0].started


def join(legs: Iterable[Leg]) -> list[Call]:
    """The calls that the legs make up, as they began; a row that stands there twice counts once."""
    above: dict[str, str] = {}  # id → another id of the same call, up to the one that stands for it

    def top(key: str) -> str:
        while (higher := above.setdefault(key, key)) != key:
            above[key] = above[higher]
            key = higher
        return key

    every = list({(leg.line.text, leg.ids): leg for leg in legs}.values())
    for leg in every:
        for key in leg.ids[1:]:
            above[top(key)] = top(leg.ids[0])
    calls: dict[str, list[Leg]] = {}
    for leg in every:
        calls.setdefault(top(leg.ids[0]), []).append(leg)
    return sorted((_call(group) for group in calls.values()), key=lambda call: call.started)


def talked(legs: Sequence[Leg]) -> int:
    """Seconds in which somebody spoke in at least one of the legs: two legs of one conversation count once."""
    spans = sorted(
        (leg.answered_at.timestamp(), leg.answered_at.timestamp() + leg.talked) for leg in legs if leg.answered_at
    )
    seconds, until = 0.0, 0.0
    for start, end in spans:
        seconds += max(0.0, end - max(start, until))
        until = max(until, end)
    return int(seconds)


def _call(legs: list[Leg]) -> Call:
    legs = sorted(legs, key=lambda leg: leg.started)
    return Call(tuple(dict.fromkeys(key for leg in legs for key in leg.ids)), tuple(legs))
