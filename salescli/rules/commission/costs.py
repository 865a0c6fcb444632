"""What opportunities cost as facts of money, for plans on profit (figures.md §3, §5): approved expenses and trips, each on its own day."""

from collections.abc import Iterable, Mapping

from salescli.facts.credited import MoneyFact, NamedOpportunity
from salescli.facts.measured import MeasureFact, TripCost
from salescli.rules.spent import DailyCost, trip_cost

LAST = "~"
"""Where an instant of entry stands in the order of a day: a cost comes after its receipts."""


def cost_facts(
    expenses: Iterable[MeasureFact],
    trips: Iterable[TripCost],
    daily_cost: DailyCost,
    opportunities: Mapping[int, NamedOpportunity],
) -> list[MoneyFact]:
    """The costs of opportunities, in no order; an expense of none, or of nothing, is left out.

    A trip costs its travel and its days at the post's daily cost, on the day it was asked for.
    """
    priced: list[tuple[MeasureFact | TripCost, str, int | None, int]] = [
        *((one, "expense", one.opportunity_id, one.numerator) for one in expenses),
        *((one, "trip", one.opportunity_id, trip_cost(one, daily_cost)) for one in trips),
    ]
    return [
        _cost(fact, kind, opportunities[of], amount)
        for fact, kind, of, amount in priced
        if of is not None and of in opportunities and amount
    ]


def _cost(fact: MeasureFact | TripCost, kind: str, opportunity: NamedOpportunity, amount: int) -> MoneyFact:
    assert fact.fact is not None  # an expense or a trip is a fact
    return MoneyFact(
        id=fact.fact,
        kind=kind,
        happened_on=fact.happened_on,
        recorded_at=LAST,
        contract_id=opportunity.id,
        contract=opportunity.name,
        signed_on=fact.happened_on,
        opportunity_id=opportunity.id,
        preset=opportunity.preset,
        amount=amount,
        before=0,
    )
