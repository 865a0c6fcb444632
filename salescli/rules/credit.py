"""Whose credit an opportunity is on a day, and money shared to the minor unit (figures.md §2); no rates here."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from salescli import money
from salescli.facts.credited import CreditChange

WHOLE = Decimal(100)
NOBODY: Mapping[str, Decimal] = {}


class Credits:
    """The dated shares and owners of opportunities; rows come in the order of their histories."""

    def __init__(self, changes: Iterable[CreditChange]) -> None:
        self._shares: dict[int, _Dated] = {}
        self._owners: dict[int, _Dated] = {}
        self._known: set[int] = set()
        self.learn((), changes)

    def unknown(self, opportunities: Iterable[int]) -> Set[int]:
        """Those, by id, of which learn() was not told yet."""
        return set(opportunities) - self._known

    def learn(self, opportunities: Iterable[int], changes: Iterable[CreditChange]) -> None:
        """Take in the whole histories of opportunities, by id, that are not known yet; of some there may be no change."""
        self._known.update(opportunities)
        for change in changes:
            dated = self._owners if change.percent is None else self._shares
            history = dated.setdefault(change.opportunity_id, _Dated())
            history.add(change, WHOLE if change.percent is None else change.percent)

    def shares(self, opportunity_id: int, day: date) -> Mapping[str, Decimal]:
        """The percentages by rep code on a day, summing to 100: the latest share, else the owner's 100.

        Empty where the opportunity was nobody's yet.
        """
        for dated in (self._shares, self._owners):
            history = dated.get(opportunity_id)
            found = history.on(day) if history else None
            if found:
                return found
        return NOBODY


class _Dated:
    """Percentages by rep code, from which day on."""

    def __init__(self) -> None:
        self._days: list[date] = []
        self._parts: list[dict[str, Decimal]] = []
        self._id: int | None = None

    def add(self, change: CreditChange, percent: Decimal) -> None:
        if change.id != self._id:
            self._id = change.id
            self._days.append(change.happened_on)
            self._parts.append({})
        parts = self._parts[-1]
        parts[change.rep] = parts.get(change.rep, Decimal(0)) + percent

    def on(self, day: date) -> Mapping[str, Decimal] | None:
        at = bisect_right(self._days, day)
        return self._parts[at - 1] if at else None


@dataclass(frozen=True, slots=True)
class Step:
    """One rep's part of an amount, minor units, and the rep's part of what came before it on the contract."""

    before: int
    amount: int


def steps(before: int, amount: int, shares: Mapping[str, Decimal]) -> Mapping[str, Step]:
    """What an amount adds for each rep after `before` was shared; nobody's money gives nobody anything.

    Cumulative: a hundred receipts of 0.01 at 60/40 end at 0.60 and 0.40.
    """
    if len(shares) == 1:
        return {code: Step(before, amount) for code in shares}
    if not shares:
        return {}
    earlier, later = money.share(before, shares), money.share(before + amount, shares)
    return {code: Step(earlier[code], later[code] - earlier[code]) for code in shares}


def spread(before: int, amount: int, weights: Sequence[int]) -> list[int]:
    """One rep's amount over the lines of its contract by their weights, cumulatively; it sums to the amount."""
    # Fixed width, so that a tie goes to the earlier line.
    keys = [f"{number:09d}" for number in range(len(weights))]
    found = money.share_step(before, amount, {key: Decimal(weight) for key, weight in zip(keys, weights, strict=True)})
    return [found[key] for key in keys]
