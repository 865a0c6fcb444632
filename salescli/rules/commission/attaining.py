"""How an attainment grows inside a window, fact by fact: the measure up to a day ÷ the window's whole target (figures.md §5).

What the measure's facts and the target are is handed in; each fact is counted in once, whatever the number of receipts.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from salescli.rules.measures import Measure, Part, Tally, attainment


@dataclass(frozen=True, slots=True)
class Gain:
    """What one fact, or one day, brings to a measure.

    Attributes:
        fact: None: no single fact. parts: what it adds to the sums.
        anew: the sums begin anew with it, for what stands on a day and does not add up.
    """

    happened_on: date
    fact: int | None
    parts: Sequence[Part]
    anew: bool = False


@dataclass(frozen=True, slots=True)
class Attaining:
    """A measure of somebody over a window.

    Attributes:
        measure: None: it is not known, and there is no attainment.
        gains: in the order of their days. target: of the whole window, minor units for money; None: there is none.
        target_facts: the ids of the facts that the target rests on. whose: whose it is, in words.
    """

    measure: Measure | None = None
    gains: Sequence[Gain] = ()
    target: Fraction | None = None
    target_facts: Sequence[int] = ()
    whose: str = ""

    def attainment(self, tally: Tally) -> Fraction | None:
        """The attainment of what was tallied so far; None: no target, or no value."""
        return attainment(tally.value, self.target, self.measure.less_is_better) if self.measure else None

    def empty(self) -> Tally:
        """Nothing tallied yet."""
        return self.measure.tally() if self.measure else Tally("count")

    def until(self, end: date) -> Fraction | None:
        """The attainment with the gains before a day."""
        return self.attainment(tallied(self, [gain for gain in self.gains if gain.happened_on < end]))

    def final(self) -> Fraction | None:
        """The attainment with all gains."""
        return self.attainment(tallied(self, self.gains))


@dataclass(frozen=True, slots=True)
class Attained:
    """Where an attainment stands: the measure's sums so far and what they come to against the target."""

    attaining: Attaining
    numerator: Fraction
    denominator: Fraction
    value: Fraction | None


class Course:
    """An attainment on its way through a window.

    What a fact of money brings to the measure counts with the fact itself, or at its day's end where the fact never comes to
    this window; all else counts before the day's money.
    """

    def __init__(self, attaining: Attaining, money: Container[int]) -> None:
        """`money`: the ids of the facts of money."""
        self.attaining = attaining
        self._tally = attaining.empty()
        rows = [(gain.happened_on, int(gain.fact in money), gain) for gain in attaining.gains]
        self._waiting = sorted(rows, key=lambda row: row[:2])
        self._at = 0
        self._with_money: dict[int, list[Gain]] = defaultdict(list)
        for _day, is_money, gain in self._waiting:
            if is_money and gain.fact is not None:
                self._with_money[gain.fact].append(gain)
        self._done: set[int] = set()

    @property
    def attained(self) -> Attained:
        """Where it stands."""
        tally = self._tally
        return Attained(self.attaining, tally.numerator, tally.denominator, self.attaining.attainment(tally))

    def up_to(self, day: date, whole_day: bool = False) -> Iterator[Gain]:
        """Count in, one after the other, what comes before the money of a day, or with `whole_day` all of that day too."""
        until = (day, 2 if whole_day else 1)
        while self._at < len(self._waiting) and self._waiting[self._at][:2] < until:
            gain = self._waiting[self._at][2]
            self._at += 1
            if gain.fact not in self._done:
                self._tally = _with(self._tally, gain, self.attaining)
                yield gain

    def with_money(self, fact: int) -> None:
        """Count in what a fact of money brings itself; up_to its day comes before it."""
        if fact not in self._done:
            for gain in self._with_money.get(fact, ()):
                self._tally = _with(self._tally, gain, self.attaining)
                self._done.add(fact)


def tallied(attaining: Attaining, gains: Sequence[Gain]) -> Tally:
    """The tally with these gains, in their order."""
    tally = attaining.empty()
    for gain in gains:
        tally = _with(tally, gain, attaining)
    return tally


def _with(tally: Tally, gain: Gain, attaining: Attaining) -> Tally:
    tally = attaining.empty() if gain.anew else tally
    for part in gain.parts:
        tally.add(part)
    return tally
