"""What is to come in by when (figures.md §7, Forecast): the open opportunities by month, weighed by policy and by experience.

Everything is of the asked scope: an amount is its part by share. No reading of facts and no words here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from salescli.period import Period, month_of
from salescli.rules.stages import History, Ladder, movement, visits
from salescli.terms import Closes

OVERDUE, NO_DATE = "overdue", "no_date"
LOOKED_BACK = timedelta(days=730)  # how far closed opportunities are looked back at: two years
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prospect:
    """An open opportunity as far as it is the asked scope's.

    Attributes:
        amount: in minor units (None: none was stated, which counts 0).
        probability: its own, else its stage's in the policy (None: neither says one, which weighs 0).
    """

    stage: str | None
    amount: Fraction | None
    probability: Decimal | None
    expected_close: date | None

    @property
    def worth(self) -> Fraction:
        """The amount in full, of none 0."""
        return self.amount or Fraction(0)

    @property
    def expected(self) -> Fraction:
        """Amount × probability."""
        return self.worth * Fraction(self.probability or 0)


@dataclass(frozen=True, slots=True)
class Experience:
    """How opportunities that reached a stage have ended: how many closed, and how many of them won."""

    won: int
    closed: int

    @property
    def rate(self) -> Fraction | None:
        """won ÷ closed; None: nothing has closed."""
        return Fraction(self.won, self.closed) if self.closed else None


@dataclass(frozen=True, slots=True)
class Win:
    """An opportunity won on a day without any contract; amount: the last stated, minor units."""

    opportunity_id: int
    happened_on: date
    amount: int | None


def looked_back(on: date) -> tuple[date, date]:
    """The half-open days whose closes the historical win rates rest on: two years up to the day."""
    return on + DAY - LOOKED_BACK, on + DAY


def experiences(histories: Iterable[History], on: date, steps: Ladder) -> Mapping[str, Experience]:
    """Of each open stage: of the opportunities that ever reached it (a skipped stage counts as reached) and closed in the two
    years up to the day, a reopened one by its last close, how many and how many were won."""
    start, end = looked_back(on)
    ended = [moved for history in histories if (moved := movement(history, start, end, steps)).closed]
    found = {}
    for stage, place in steps.steps.items():
        reached = [moved for moved in ended if moved.after >= place]
        found[stage] = Experience(sum(moved.closed == Closes.WON for moved in reached), len(reached))
    return found


def by_experience(prospects: Iterable[Prospect], rates: Mapping[str, Experience]) -> Fraction | None:
    """Σ amount × the stage's historical win rate; None: some amount stands in a stage that has no rate."""
    whole = Fraction(0)
    for one in prospects:
        known = rates.get(one.stage or "")
        rate = known.rate if known else None
        if rate is None and one.worth:
            return None
        whole += one.worth * (rate or 0)
    return whole


def unsigned_wins(histories: Iterable[History], start: date, end: date) -> list[Win]:
    """What was won on a day of [start, end), is so still, and has no contract; a close repeated later is that of its first day.

    Args:
        histories: up to the day looked from, with what was signed by then.
    """
    wins = []
    for history in histories:
        last, day = history[-1], visits(history)[-1].start
        if last.closes == Closes.WON and last.signed is None and start <= day < end:
            stated = next((move.amount for move in reversed(history) if move.amount is not None), None)
            wins.append(Win(last.opportunity_id, day, stated))
    return wins


def months(period: Period) -> list[Period]:
    """The months that a period touches, each as far as it lies inside."""
    found, day = [], period.start
    while day < period.end:
        month = month_of(day)
        found.append(Period(day, min(month.end, period.end), month.name))
        day = month.end
    return found


def place(expected_close: date | None, on: date) -> str:
    """The row an open opportunity stands in: its month's, or apart where its close is past or was never stated."""
    if expected_close is None:
        return NO_DATE
    return OVERDUE if expected_close < on else month_of(expected_close).name


def placed(prospects: Iterable[Prospect], period: Period, on: date) -> tuple[dict[str, list[Prospect]], list[Prospect]]:
    """The prospects by the row they stand in, and those that are to close on days outside the period."""
    rows: dict[str, list[Prospect]] = {}
    outside = []
    for one in prospects:
        name = place(one.expected_close, on)
        if one.expected_close and name != OVERDUE and not period.contains(one.expected_close):
            outside.append(one)
        else:
            rows.setdefault(name, []).append(one)
    return rows, outside


def summed(values: Sequence[int | None]) -> int | None:
    """The sum of what has a value; None: nothing has."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
