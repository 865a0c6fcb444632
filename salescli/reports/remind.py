"""What is to be done now, most urgent first: leads to process, customers to contact, money to collect (figures.md §6).

Kinds: `unprocessed`, a lead without follow-up, opportunity or disqualification for longer than the policy's hours; `due`,
a contact whose deadline is today or within the days ahead; `overdue`, one whose deadline has passed; `receivable`, an
instalment due that money has not met. Order: days overdue, the most first; then the amount (of the open opportunity, or
outstanding), the largest first; then the customer's name. Facts: customers with their owners, follow-ups, opportunities
with their stages, contracts with instalments and receipts, reps and teams.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.facts.missed import CustomerStage
from salescli.facts.names import Owned
from salescli.facts.tracked import Lead, NextContact, OpenOpportunity, Receivable, RepDesk, TeamDesk
from salescli.ledger import names
from salescli.reports.report import Column, Emphasis, Look, Report
from salescli.reports.view import View
from salescli.rules import deadlines as rule
from salescli.rules.deadlines import Desks
from salescli.rules.missed import OpenStages

Row = dict[str, Any]
Chooser = Callable[["Reminder"], bool]
Sentence = Callable[[str, int, bool], str]
"""Kind, days over, whether it has climbed → the sentence with its gaps."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """One thing to do, and whose: minder does it (None: nobody's), manager it has climbed to (None: it has not)."""

    kind: str
    minder: RepDesk | None
    manager: RepDesk | None
    customer: str | None
    customer_id: int | None
    opportunity: str | None
    opportunity_id: int | None
    due_on: date
    days: int
    step: str | None
    amount: int | None
    contract: str | None = None


def build(
    view: View, *, rep: str | None = None, team: str | None = None, everybody: bool = False, days: int | None = None
) -> Report:
    """The reminders of a rep, a team with the teams below it, everybody, or by default the acting person.

    The default is the acting rep's own and what has climbed to him; for anybody else everything. What belongs to nobody
    is in nobody's list and in everything's.

    Args:
        rep, team: code or name.
        days: how many days ahead a deadline is due; else the policy's remind_days_ahead.

    Raises:
        NotFound: no such rep or team.
    """
    desks = _desks(view)
    wanted = _wanted(view, desks, rep, team, everybody)
    tracking = view.versions.on(view.on).policy.tracking
    until = view.on + timedelta(days=tracking.remind_days_ahead or 0 if days is None else days)
    found = [
        *_leads(view, desks, tracking.unprocessed_after_hours),
        *_contacts(view, desks, until),
        *_money(view, desks, until),
    ]
    chosen = sorted((one for one in found if wanted(one)), key=_urgency)
    sentence = cache(_sentence)  # tens of thousands of reminders have few sentences among them
    rows = [_row(view, one, sentence) for one in chosen]
    minders = {one.minder.id if one.minder else None for one in chosen}
    look = Look(grouped=("whose",), emphasis=[_emphasis(one) for one in chosen], names_policy=False)
    columns = _columns(several=len(minders) > 1)
    return view.report("remind", _title(chosen, minders), columns, rows, notes=_notes(chosen), look=look)


def _urgency(one: Reminder) -> tuple[int, int, str, str, int]:
    return -one.days, -(one.amount or 0), one.customer or "", one.kind, one.customer_id or one.opportunity_id or 0


# Whose.


def _desks(view: View) -> Desks:
    reps = view.ledger.read("rep_desks", RepDesk, day=view.on)
    teams = view.ledger.read("team_desks", TeamDesk, day=view.on)
    return Desks({rep.id: rep for rep in reps}, {team.id: team for team in teams})


def _wanted(view: View, desks: Desks, rep: str | None, team: str | None, everybody: bool) -> Chooser:
    """Which reminders belong on the list that was asked for."""
    if rep:
        rep_id = names.find(view.ledger, "rep", rep).id
        return lambda one: one.minder is not None and one.minder.id == rep_id
    if team:
        team_id = names.find(view.ledger, "team", team).id
        return lambda one: one.minder is not None and desks.is_under(one.minder, team_id)
    acting = [] if everybody else view.ledger.read("rep_of_code", Owned, code=view.ledger.who.actor)
    if acting:
        mine = acting[0].id
        return lambda one: any(whose is not None and whose.id == mine for whose in (one.minder, one.manager))
    return lambda _one: True


# What.


def _leads(view: View, desks: Desks, hours: int | None) -> Iterable[Reminder]:
    if hours is None:
        return
    entered_by = rule.entered_by(view.on, hours)
    for lead in view.ledger.read("unprocessed_leads", Lead, day=view.on, entered_by=entered_by):
        due_on = rule.unprocessed_on(lead.entered_on, hours)
        yield Reminder(
            kind="unprocessed",
            minder=desks.minder(lead.rep_id),
            manager=None,
            customer=lead.customer,
            customer_id=lead.customer_id,
            opportunity=None,
            opportunity_id=None,
            due_on=due_on,
            days=rule.days_over(due_on, view.on),
            step=None,
            amount=None,
        )


def _contacts(view: View, desks: Desks, until: date) -> Iterable[Reminder]:
    tracking = view.versions.on(view.on).policy.tracking
    limits = [row.after_days for row in tracking.escalations]
    deals = _deals(view)
    stages = OpenStages(view.ledger.read("customer_stages", CustomerStage, end=view.on + timedelta(days=1)))
    manager = rule.once(desks.manager)
    intervals = cache(lambda day: view.versions.on(day).policy.tracking.intervals)
    for contact in view.ledger.read("contact_deadlines", NextContact, day=view.on, until=until, since=until):
        if contact.is_lead and tracking.unprocessed_after_hours is not None:
            continue  # it is, or will be, an unprocessed lead: never on the list twice
        own = deals.get(contact.customer_id, ())
        said_on = contact.contacted_on or contact.first_owned_on or view.on
        # By the stages of the day on which the deadline was set: what is reminded of is what can be missed.
        due_on = rule.deadline(contact, intervals(said_on), stages(contact.customer_id, said_on))
        if due_on is None or due_on > until:
            continue
        minder, days = desks.minder(contact.rep_id), rule.days_over(due_on, view.on)
        deal = _deal(own, contact.opportunity_id)
        yield Reminder(
            kind="overdue" if days > 0 else "due",
            minder=minder,
            manager=manager(minder) if minder and rule.is_escalated(days, limits) else None,
            customer=contact.customer,
            customer_id=contact.customer_id,
            opportunity=deal.name if deal else None,
            opportunity_id=deal.opportunity_id if deal else None,
            due_on=due_on,
            days=days,
            step=contact.next_step,
            amount=deal.amount if deal else None,
        )


def _deals(view: View) -> Mapping[int, list[OpenOpportunity]]:
    """The open opportunities of each customer."""
    found: dict[int, list[OpenOpportunity]] = defaultdict(list)
    for deal in view.ledger.read("open_opportunities", OpenOpportunity, day=view.on):
        if deal.customer_id is not None:
            found[deal.customer_id].append(deal)
    return found


def _deal(own: Iterable[OpenOpportunity], spoken_of: int | None) -> OpenOpportunity | None:
    """The open opportunity that the last follow-up was about, else the customer's largest."""
    return min(
        own, key=lambda deal: (deal.opportunity_id != spoken_of, -(deal.amount or 0), deal.opportunity_id), default=None
    )


def _money(view: View, desks: Desks, until: date) -> Iterable[Reminder]:
    for owed in view.ledger.read("receivables", Receivable, day=view.on, until=until):
        yield Reminder(
            kind="receivable",
            minder=desks.minder(owed.rep_id),
            manager=None,
            customer=owed.customer,
            customer_id=owed.customer_id,
            opportunity=owed.opportunity,
            opportunity_id=owed.opportunity_id,
            due_on=owed.due_on,
            days=rule.days_over(owed.due_on, view.on),
            step=None,
            amount=owed.outstanding,
            contract=owed.contract,
        )


# How it reads.


def _title(chosen: Sequence[Reminder], minders: Collection[int | None]) -> str:
    minder = chosen[0].minder if len(minders) == 1 else None
    return _("Reminders of {name}").format(name=minder.name) if minder else _("Reminders")


def _emphasis(one: Reminder) -> Emphasis | None:
    if one.manager is not None:
        return "urgent"
    if one.days > 0:
        return "soon"
    return "quiet" if one.days < 0 else None


def _row(view: View, one: Reminder, sentence: Sentence) -> Row:
    show = view.ledger.show_id
    return {
        "kind": one.kind,
        "rep": one.minder.code if one.minder else None,
        "name": one.minder.name if one.minder else None,
        "whose": f"{one.minder.name} ({one.minder.code})" if one.minder else _("nobody's"),
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id) if one.opportunity_id is not None else None,
        "due_on": one.due_on,
        "days": one.days,
        "step": one.step,
        "amount": one.amount,
        "contract": one.contract,
        "climbed": _("escalated to {manager}").format(manager=one.manager.name) if one.manager else None,
        "text": _text(one, view.ledger.currency, sentence),
    }


def _text(one: Reminder, currency: str, sentence: Sentence) -> str:
    """One full sentence: what to do, and since when."""
    return sentence(one.kind, one.days, one.manager is not None).format(
        customer=one.customer or _("a customer unknown"),
        due_on=one.due_on.isoformat(),
        days=abs(one.days),
        amount=money.money_text(one.amount or 0, grouped=True) if one.contract else "",
        currency=currency,
        contract=one.contract,
        manager=one.manager.name if one.manager else "",
    )


def _sentence(kind: str, days: int, has_climbed: bool) -> str:
    if kind == "unprocessed":
        return _unprocessed_sentence(days)
    if kind == "receivable":
        return _money_sentence(days)
    return _overdue_sentence(days, has_climbed) if days > 0 else _due_sentence(days)


def _unprocessed_sentence(days: int) -> str:
    if days <= 0:
        return _("The lead {customer} is to be processed today.")
    return ngettext(
        "The lead {customer} has been left unprocessed for {days} day since {due_on}.",
        "The lead {customer} has been left unprocessed for {days} days since {due_on}.",
        days,
    )


def _due_sentence(days: int) -> str:
    if days == 0:
        return _("{customer} is to be contacted today.")
    return ngettext(
        "{customer} is to be contacted by {due_on}, in {days} day.",
        "{customer} is to be contacted by {due_on}, in {days} days.",
        -days,
    )


def _overdue_sentence(days: int, has_climbed: bool) -> str:
    if has_climbed:
        return ngettext(
            "{customer} should have been contacted by {due_on}, {days} day ago, and this has been escalated to {manager}.",
            "{customer} should have been contacted by {due_on}, {days} days ago, and this has been escalated to {manager}.",
            days,
        )
    return ngettext(
        "{customer} should have been contacted by {due_on}, {days} day ago.",
        "{customer} should have been contacted by {due_on}, {days} days ago.",
        days,
    )


def _money_sentence(days: int) -> str:
    if days == 0:
        return _("{amount} {currency} of contract {contract} of {customer} falls due today.")
    if days < 0:
        return ngettext(
            "{amount} {currency} of contract {contract} of {customer} falls due on {due_on}, in {days} day.",
            "{amount} {currency} of contract {contract} of {customer} falls due on {due_on}, in {days} days.",
            -days,
        )
    return ngettext(
        "{amount} {currency} of contract {contract} of {customer} has been outstanding since {due_on}, for {days} day.",
        "{amount} {currency} of contract {contract} of {customer} has been outstanding since {due_on}, for {days} days.",
        days,
    )


def _notes(chosen: Iterable[Reminder]) -> list[str]:
    unowned = sum(one.minder is None for one in chosen)
    if not unowned:
        return []
    said = ngettext(
        "{count} of these belongs to nobody; `salescli customer assign` gives it an owner.",
        "{count} of these belong to nobody; `salescli customer assign` gives them an owner.",
        unowned,
    )
    return [said.format(count=unowned)]


def _columns(several: bool) -> list[Column]:
    return [
        Column("kind", _("To do"), words=_acts()),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), shown=False),
        Column("customer", _("Customer")),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("opportunity", _("Opportunity"), under="customer"),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("due_on", _("Due on"), "date"),
        Column("days", _("Days over"), "count", words={0: _("today")}),
        Column("step", _("Next step"), under="customer"),
        Column("contract", _("Contract"), data=False, under="customer"),
        Column("climbed", _("Remark"), data=False, under="customer"),
        Column("amount", _("Amount"), "money", words={None: ""}),
        Column("whose", _("Rep"), shown=several, data=False, under="customer"),
        Column("text", _("What to do"), shown=False),
    ]


def _acts() -> dict[str, str]:
    """What each kind asks for, in one word: how late it is stands beside it."""
    return {
        "unprocessed": _("Process"),
        "due": pgettext("to do", "Contact"),
        "overdue": pgettext("to do", "Contact"),
        "receivable": _("Collect"),
    }
