"""The deadlines missed in a period, read for the measures and the penalties that rest on them; no report is made here.

Facts: follow-ups, owners and stages of customers, disqualifications. Policy: [tracking] intervals and grace_days.
"""

from collections.abc import Sequence

from salescli.facts.missed import CustomerStage, DeadlineSet, OwnerChange
from salescli.period import Period
from salescli.reports.view import View
from salescli.rules import missed as rule
from salescli.rules.missed import Missed, OpenStages, Owners, Trackings
from salescli.rules.staff import Staff


def missed_of(view: View, period: Period, staff: Staff) -> Sequence[Missed]:
    """Every deadline missed on a day of the period up to the view's: occurrences, and the days of those missed before."""
    start, end = view.seen(period)
    return rule.missed(
        view.ledger.read("deadlines_set", DeadlineSet, start=start, end=end),
        Trackings(view.versions),
        OpenStages(view.ledger.read("customer_stages", CustomerStage, end=end)),
        Owners(view.ledger.read("customer_owners", OwnerChange, end=end), staff.code_of),
        start,
        end,
    )
