"""Money that is due and has not come: `receivable` (figures.md §3, collection_rate), for the opportunity's owner; it climbs."""

from collections.abc import Iterator

from salescli.facts.tracked import Receivable
from salescli.reports.remind.reminder import About, Reminder, Watch
from salescli.rules.reminders import Kind


def receivables(watch: Watch) -> Iterator[Reminder]:
    """The instalments due that money has not met, with what is outstanding of each."""
    for owed in watch.view.ledger.read("receivables", Receivable, day=watch.on, until=watch.until):
        minder, days = watch.minder(owed.rep_id), watch.days_over(owed.due_on)
        yield Reminder(
            kind=Kind.RECEIVABLE,
            fact=owed.instalment_id,
            minder=minder,
            subject=owed.customer or owed.opportunity,
            due_on=owed.due_on,
            days=days,
            about=About(owed.customer, owed.customer_id, owed.opportunity, owed.opportunity_id),
            climbed=watch.climbed(minder, days),
            amount=owed.outstanding,
            words={"contract": owed.contract},
            remark=owed.contract,
        )
