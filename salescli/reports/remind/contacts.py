"""Leads to process and customers to contact: `unprocessed`, `due`, `overdue` and `interval` (figures.md §6, Deadline).

A customer is there once: an unprocessed lead is no contact as well. The day of the next contact is the one said with the last
answered follow-up, else its day + the contact interval of that day's policy, by grade and stage; one past is `overdue` where it
was said, `interval` where it was counted.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache

from salescli.facts.missed import CustomerStage
from salescli.facts.reminded import StandingOpportunity
from salescli.facts.tracked import Lead, NextContact
from salescli.reports.remind.reminder import NOTHING_MORE, About, Reminder, Watch
from salescli.rules import deadlines as rule
from salescli.rules.deadlines import Interval
from salescli.rules.missed import OpenStages, Trackings
from salescli.rules.reminders import Kind

DAY = timedelta(days=1)


def leads(watch: Watch) -> Iterator[Reminder]:
    """The leads that nobody has processed within the policy's hours; none where it says no hours."""
    hours = watch.policy.tracking.unprocessed_after_hours
    if hours is None:
        return
    entered_by = rule.entered_by(watch.on, hours)
    for lead in watch.view.ledger.read("unprocessed_leads", Lead, day=watch.on, entered_by=entered_by):
        due_on = rule.unprocessed_on(lead.entered_on, hours)
        yield Reminder(
            kind=Kind.UNPROCESSED,
            fact=lead.customer_id,
            minder=watch.minder(lead.rep_id),
            subject=lead.customer,
            due_on=due_on,
            days=watch.days_over(due_on),
            about=About(lead.customer, lead.customer_id),
        )


def contacts(watch: Watch) -> Iterator[Reminder]:
    """The customers whose next contact is due, or was."""
    leads_apart = watch.policy.tracking.unprocessed_after_hours is not None
    days = {"day": watch.on, "until": watch.until, "since": watch.until}
    intervals = Intervals(watch)
    for contact in watch.view.ledger.read("contact_deadlines", NextContact, **days):
        if contact.is_lead and leads_apart:
            continue  # it is, or will be, an unprocessed lead: never on the list twice
        due_on = rule.deadline(contact, (), ()) if contact.next_on else intervals.deadline(contact)
        if due_on is not None and due_on <= watch.until:
            yield _contact(watch, contact, due_on)


def _contact(watch: Watch, contact: NextContact, due_on: date) -> Reminder:
    days = watch.days_over(due_on)
    minder = watch.minder(contact.rep_id)
    spoken_of = _spoken_of(watch.standing_of.get(contact.customer_id, ()), contact.opportunity_id)
    counted = days > 0 and contact.next_on is None
    since = contact.contacted_on or contact.first_owned_on
    return Reminder(
        kind=Kind.INTERVAL if counted else Kind.OVERDUE if days > 0 else Kind.DUE,
        fact=contact.customer_id,
        minder=minder,
        subject=contact.customer,
        due_on=due_on,
        days=days,
        about=About(
            contact.customer,
            contact.customer_id,
            spoken_of.opportunity if spoken_of else None,
            spoken_of.opportunity_id if spoken_of else None,
        ),
        climbed=watch.climbed(minder, days),
        step=contact.next_step,
        amount=spoken_of.amount if spoken_of else None,
        variant="never" if counted and contact.contacted_on is None else "",
        words={"since": since.isoformat()} if counted and since else NOTHING_MORE,
    )


def _spoken_of(own: Iterable[StandingOpportunity], opportunity_id: int | None) -> StandingOpportunity | None:
    """The open opportunity that the last follow-up was about, else the customer's largest."""
    return min(
        own,
        key=lambda one: (one.opportunity_id != opportunity_id, -(one.amount or 0), one.opportunity_id),
        default=None,
    )


class Intervals:
    """Deadlines that nobody said, by the policy and the stages of the day on which each was set: what can be missed."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._trackings = Trackings(watch.view.versions)
        self._intervals = cache(self._on)

    def deadline(self, contact: NextContact) -> date | None:
        """The day by which the customer is to be contacted; None: no interval fits."""
        set_on = contact.contacted_on or contact.first_owned_on or self._watch.on
        intervals = self._intervals(set_on)
        # Few intervals ask for a stage, so the stages of a day in the past are looked up one customer at a time.
        asks = rule.asks_for_stage(intervals, contact.grade)
        return rule.deadline(contact, intervals, self._stages(contact.customer_id, set_on) if asks else ())

    def _on(self, day: date) -> Sequence[Interval]:
        return self._trackings(day).intervals

    def _stages(self, customer_id: int, day: date) -> Collection[str]:
        days = {"end": day + DAY}
        changes = self._watch.view.ledger.read("stages_of_customer", CustomerStage, customer_id=customer_id, **days)
        return OpenStages(changes)(customer_id, day)
