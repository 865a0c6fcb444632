"""What opportunities cost beside what they brought in (figures.md §3, §8): the facts of profit and of the expense ratio."""

from collections.abc import Callable, Iterable
from datetime import date

from salescli.facts.measured import MeasureFact, TripCost

DailyCost = Callable[[int, date], int]
"""What a rep's day on a trip costs by the post of that day, in minor units; 0 where the policy says none."""


def travelled(trips: Iterable[TripCost], on: date) -> list[TripCost]:
    """The trips with their days up to a day: those still to be travelled cost no labour yet."""
    return [one._replace(to_day=min(one.to_day, on)) for one in trips]


def trip_cost(trip: TripCost, daily_cost: DailyCost) -> int:
    """Travel and days × the daily cost of the traveller's post on the first day, in minor units."""
    return trip.travel + (trip.days * daily_cost(trip.rep_id, trip.from_day) if trip.days else 0)


def profit_facts(
    collected: Iterable[MeasureFact],
    expenses: Iterable[MeasureFact],
    trips: Iterable[TripCost],
    daily_cost: DailyCost,
) -> list[MeasureFact]:
    """利润: what came in, less approved expenses and trips; an expense that is no opportunity's is left out."""
    spent = (
        one._replace(numerator=-one.numerator, denominator=1) for one in expenses if one.opportunity_id is not None
    )
    travelled = (
        MeasureFact(
            None, trip.opportunity_id, trip.fact, trip.happened_on, trip.happened_on, -trip_cost(trip, daily_cost), 1, 0
        )
        for trip in trips
    )
    return [*collected, *spent, *travelled]


def ratio_facts(collected: Iterable[MeasureFact], expenses: Iterable[MeasureFact]) -> list[MeasureFact]:
    """费用率: all approved expenses over what came in."""
    below = (one._replace(numerator=0, denominator=one.numerator, before=0) for one in collected)
    return [*(one._replace(denominator=0) for one in expenses), *below]
