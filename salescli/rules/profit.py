"""Profit in its parts (利润, figures.md §3, §8): what opportunities brought in and what they cost, whole or shared by credit.

The same facts as the measure `profit`, shared the same way: a rep's parts always sum to the rep's measure. A trip's travel and
its days' labour are shared as one amount, the travel by itself, and labour is what is left, so every column sums to its whole.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import chain
from typing import TypeVar

from salescli.facts.measured import MeasureFact, TripCost
from salescli.facts.penalised import Entertainment
from salescli.facts.spent import SpentOpportunity
from salescli.measure import MeasureKey
from salescli.rules.measures import MEASURES, Measure, Shares, tallied
from salescli.rules.penalties import Blocks, day_of, of_entertainments
from salescli.rules.spent import DailyCost, trip_cost
from salescli.terms import Closes

K = TypeVar("K", int, str)
Summed = Callable[[Iterable[MeasureFact], Measure], Mapping[K, Fraction]]
"""Adds up facts by key, as one measure adds."""
MONEY, COUNT = MEASURES[MeasureKey.PROFIT], MEASURES[MeasureKey.CONTRACT_COUNT]


@dataclass(frozen=True, slots=True)
class Sums:
    """What came in and what was spent, minor units, and how many trips and contracts that took (parts, where shared).

    Attributes:
        trips: travel; labour: days on trips at the post's daily cost.
        unclosed: of the expenses, entertainment without close, as the policy counts it.
    """

    collected: int = 0
    expenses: int = 0
    trips: int = 0
    labour: int = 0
    unclosed: int = 0
    trip_count: Fraction = Fraction(0)
    contracts: Fraction = Fraction(0)

    @property
    def spent(self) -> int:
        """Expenses, travel and labour, minor units."""
        return self.expenses + self.trips + self.labour

    @property
    def profit(self) -> int:
        """Collected less everything spent, minor units."""
        return self.collected - self.spent

    @property
    def trips_per_contract(self) -> Fraction | None:
        """How many trips a closed contract took; None: there is none."""
        return self.trip_count / self.contracts if self.contracts else None


@dataclass(frozen=True, slots=True)
class Spending:
    """The facts of opportunities: receipts less refunds, approved expenses, trips with their costs, contracts signed.

    Attributes:
        unclosed: those of the expenses that are entertainment without close.
    """

    collected: Sequence[MeasureFact]
    expenses: Sequence[MeasureFact]
    trips: Sequence[TripCost]
    contracts: Sequence[MeasureFact]
    unclosed: Sequence[MeasureFact] = ()

    @property
    def opportunities(self) -> set[int | None]:
        """Those that its facts are of; what is unclosed is among the expenses."""
        facts: Iterator[MeasureFact | TripCost] = chain(self.collected, self.expenses, self.trips, self.contracts)
        return {one.opportunity_id for one in facts}

    def of(self, opportunity_id: int) -> "Spending":
        """Those of one opportunity."""
        return Spending(
            [one for one in self.collected if one.opportunity_id == opportunity_id],
            [one for one in self.expenses if one.opportunity_id == opportunity_id],
            [one for one in self.trips if one.opportunity_id == opportunity_id],
            [one for one in self.contracts if one.opportunity_id == opportunity_id],
            [one for one in self.unclosed if one.opportunity_id == opportunity_id],
        )


def is_unclosed(opportunity: SpentOpportunity) -> bool:
    """Whether what was spent on an opportunity has led to no contract: it is lost, or nothing is signed."""
    return opportunity.closes == Closes.LOST or not opportunity.is_signed


def unclosed(
    expenses: Iterable[MeasureFact], entertainment: Collection[int], opportunities: Iterable[SpentOpportunity]
) -> list[MeasureFact]:
    """The approved expenses that are entertainment, by id, on opportunities without a close, where no penalty says from when."""
    open_ids = {one.id for one in opportunities if is_unclosed(one)}
    return [one for one in expenses if one.fact in entertainment and one.opportunity_id in open_ids]


def unclosed_in_time(
    expenses: Iterable[MeasureFact], entertainments: Iterable[Entertainment], blocks: Sequence[Blocks]
) -> list[MeasureFact]:
    """The approved expenses that the penalty entertainment_without_close looks at, by its days, whoever they are waived for.

    Args:
        entertainments: all up to the day looked from; blocks: what the policies say of the penalty up to then.
    """
    found = {lapse.fact for lapse in of_entertainments(entertainments) if day_of(lapse, blocks) is not None}
    return [one for one in expenses if one.fact in found]


def by_opportunity(spending: Spending, daily_cost: DailyCost) -> dict[int, Sums]:
    """Each opportunity's, whole, by its id."""

    def summed(facts: Iterable[MeasureFact], _measure: Measure) -> Mapping[int, Fraction]:
        found: dict[int, Fraction] = defaultdict(Fraction)
        for fact in facts:
            if fact.opportunity_id is not None:
                found[fact.opportunity_id] += fact.numerator
        return found

    return _columns(spending, daily_cost, summed)


def by_rep(spending: Spending, daily_cost: DailyCost, shares: Shares, code_of: Mapping[int, str]) -> dict[str, Sums]:
    """Each rep's by credit, by code; what is nobody's under NOBODY."""

    def summed(facts: Iterable[MeasureFact], measure: Measure) -> Mapping[str, Fraction]:
        tallies = tallied(measure, facts, shares, code_of)
        return {code: tally.numerator for code, tally in tallies.items()}

    return _columns(spending, daily_cost, summed)


def total(sums: Iterable[Sums]) -> Sums:
    """All of them together."""
    found = list(sums)
    return Sums(**{field.name: sum(getattr(one, field.name) for one in found) for field in fields(Sums)})


def _columns(spending: Spending, daily_cost: DailyCost, summed: Summed[K]) -> dict[K, Sums]:
    """Each column's sums, put together by key."""
    expenses = [one for one in spending.expenses if one.opportunity_id is not None]
    columns: dict[str, Mapping[K, Fraction]] = {
        "collected": summed(spending.collected, MONEY),
        "expenses": summed(expenses, MONEY),
        "trips": summed([_of_trip(one, one.travel) for one in spending.trips], MONEY),
        "both": summed([_of_trip(one, trip_cost(one, daily_cost)) for one in spending.trips], MONEY),
        "unclosed": summed(spending.unclosed, MONEY),
        "trip_count": summed([_of_trip(one, 1) for one in spending.trips], COUNT),
        "contracts": summed(spending.contracts, COUNT),
    }
    keys = dict.fromkeys(key for column in columns.values() for key in column)
    return {key: _sums({name: column.get(key, Fraction(0)) for name, column in columns.items()}) for key in keys}


def _sums(of: Mapping[str, Fraction]) -> Sums:
    return Sums(
        collected=int(of["collected"]),
        expenses=int(of["expenses"]),
        trips=int(of["trips"]),
        labour=int(of["both"] - of["trips"]),
        unclosed=int(of["unclosed"]),
        trip_count=of["trip_count"],
        contracts=of["contracts"],
    )


def _of_trip(trip: TripCost, numerator: int) -> MeasureFact:
    return MeasureFact(None, trip.opportunity_id, trip.fact, trip.happened_on, trip.happened_on, numerator, 1, 0)
