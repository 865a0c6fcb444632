"""The deadlines missed in a period, read for the measures and the penalties that rest on them; no report is made here.

Facts: follow-ups, owners and stages of customers, disqualifications. Policy: [tracking] intervals and grace_days.
"""

from collections.abc import Sequence
from datetime import timedelta

from salescli.facts.missed import DeadlineSet, OwnerChange
from salescli.period import Period
from salescli.reports.view import View
from salescli.rules import missed as rule
from salescli.rules.missed import Missed, Owners, SetStages, Trackings
from salescli.rules.staff import Staff

DAY = timedelta(days=1)


def missed_of(view: View, period: Period, staff: Staff) -> Sequence[Missed]:
    """Every deadline missed on a day of the period up to the view's: occurrences, and the days of those missed before."""
    start, end = view.seen(period)

    def read() -> Sequence[Missed]:
        settings = view.ledger.read("deadlines_set", DeadlineSet, start=start, end=end)
        owners = view.once("customer_owners", lambda: _owners(view, staff), of_money=False)
        each = {setting.fact: setting for setting in settings}.values()
        return rule.missed(each, Trackings(view.versions), SetStages(settings), owners, start, end)

    return view.once(("missed", start, end), read, of_money=False)


def _owners(view: View, staff: Staff) -> Owners:
    """The owners of customers on every day up to the view's."""
    return Owners(view.ledger.read("customer_owners", OwnerChange, end=view.on + DAY), staff.code_of)
