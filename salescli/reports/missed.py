"""The deadlines missed in a period, read for the measures and the penalties that rest on them; no report is made here.

Facts: follow-ups, owners and stages of customers, disqualifications. Policy: [tracking] intervals and
grace_days, and whether [[penalty]] overdue_contact is by the day.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from salescli.facts.missed import DeadlineSet, OwnerChange
from salescli.period import Period
from salescli.policy.kinds import PenaltyKey
from salescli.reports.view import View
from salescli.rules import missed as rule
from salescli.rules.missed import Missed, Owners, SetStages, Since, Trackings
from salescli.rules.penalties import blocks_of, is_by_day
from salescli.rules.staff import Staff

DAY = timedelta(days=1)


def missed_of(view: View, period: Period, staff: Staff) -> Sequence[Missed]:
    """Every deadline missed on a day of the period up to the view's; where a policy penalises by the day, those missed before too."""
    start, end = view.seen(period)

    def read() -> Sequence[Missed]:
        since = _since(view, start, end)
        settings = view.ledger.read(
            "deadlines_set", DeadlineSet, start=start, end=end, said_since=since.said, set_since=since.set
        )
        owners = view.once("customer_owners", lambda: _owners(view, staff), of_money=False)
        each = {setting.fact: setting for setting in settings}.values()
        return rule.missed(each, Trackings(view.versions), SetStages(settings), owners, start, end)

    return view.once(("missed", start, end), read, of_money=False)


def _since(view: View, start: date, end: date) -> Since:
    """From when on what set a deadline matters: of those missed long before the days looked at there may be many."""
    if is_by_day(blocks_of(view.versions, PenaltyKey.OVERDUE_CONTACT, end)):
        return rule.EVER
    return rule.since((one.version.policy.tracking for one in view.versions.between(date.min, end)), start)


def _owners(view: View, staff: Staff) -> Owners:
    """The owners of customers on every day up to the view's."""
    return Owners(view.ledger.read("customer_owners", OwnerChange, end=view.on + DAY), staff.code_of)
