"""How reminders lie on the sheet: rows, columns, emphasis and notes; programs get the keys that stay, people also a remark."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli.reports.remind.reminder import Reminder
from salescli.reports.remind.sentences import Sentences
from salescli.reports.report import Column, Emphasis, Look
from salescli.reports.view import View
from salescli.rules.reminders import NEWS, Kind

Row = dict[str, Any]
OF_CUSTOMERS = {Kind.UNPROCESSED, Kind.DUE, Kind.OVERDUE, Kind.INTERVAL}
OF_OPPORTUNITIES = {Kind.STUCK, Kind.RECEIVABLE}


def rows(view: View, chosen: Sequence[Reminder]) -> list[Row]:
    """One row a reminder; what people alone see of it is in `subject`, `over`, `remark` and `whose`."""
    sentences, nobodys, climbed = Sentences(view.ledger.currency), _("nobody's"), cache(_climbed)
    show = view.ledger.show_id
    return [
        {
            "kind": one.kind.value,
            "rep": one.minder.code if one.minder else None,
            "name": one.minder.name if one.minder else None,
            "whose": f"{one.minder.name} ({one.minder.code})" if one.minder else nobodys,
            "subject": one.subject,
            "customer": one.about.customer,
            "customer_id": show(one.about.customer_id) if one.about.customer_id is not None else None,
            "opportunity": one.about.opportunity,
            "opportunity_id": show(one.about.opportunity_id) if one.about.opportunity_id is not None else None,
            "due_on": one.due_on,
            "days": one.days,
            "over": None if one.kind in NEWS else one.days,
            "step": one.step,
            "amount": one.amount,
            "remark": " · ".join([*([one.remark] if one.remark else []), *climbed(one.climbed)]),
            "text": sentences.text(one),
            "is_due": one.is_due,
        }
        for one in chosen
    ]


def _climbed(leads: tuple[Any, ...]) -> list[str]:
    return [_("escalated to {manager}").format(manager=", ".join(lead.name for lead in leads))] if leads else []


def title(chosen: Sequence[Reminder], minders: Collection[int | None]) -> str:
    """Whose they are, where all are one person's."""
    minder = chosen[0].minder if len(minders) == 1 else None
    return _("Reminders of {name}").format(name=minder.name) if minder else _("Reminders")


def look(chosen: Iterable[Reminder]) -> Look:
    """Grouped by whose it is; escalated is urgent, overdue soon, what lies ahead quiet."""
    return Look(grouped=("whose",), emphasis=[_emphasis(one) for one in chosen], names_policy=False)


def _emphasis(one: Reminder) -> Emphasis | None:
    if one.climbed:
        return "urgent"
    if one.days > 0:
        return "soon"
    return "quiet" if one.days < 0 and one.kind not in NEWS else None


def notes(chosen: Iterable[Reminder]) -> Iterator[str]:
    """What is nobody's, and which command gives it to somebody."""
    kinds = Counter(one.kind for one in chosen if one.minder is None)
    customers = sum(count for kind, count in kinds.items() if kind in OF_CUSTOMERS)
    opportunities = sum(count for kind, count in kinds.items() if kind in OF_OPPORTUNITIES)
    requests = kinds[Kind.APPROVAL]
    rest = kinds.total() - customers - opportunities - requests
    if customers:
        yield ngettext(
            "{count} of these belongs to nobody; `salescli customer assign` gives it an owner.",
            "{count} of these belong to nobody; `salescli customer assign` gives them an owner.",
            customers,
        ).format(count=customers)
    if opportunities:
        yield ngettext(
            "{count} opportunity or instalment of these belongs to nobody; `salescli opportunity assign` gives it an owner.",
            "{count} opportunities or instalments of these belong to nobody; `salescli opportunity assign` gives them an owner.",
            opportunities,
        ).format(count=opportunities)
    if requests:
        yield ngettext(
            "{count} request waits for a decision that no rep may take, as no lead above has a post that approves.",
            "{count} requests wait for a decision that no rep may take, as no lead above has a post that approves.",
            requests,
        ).format(count=requests)
    if rest:
        yield ngettext(
            "{count} of these is nobody's, as nobody leads the team; `salescli team change` gives it a lead.",
            "{count} of these are nobody's, as nobody leads the team; `salescli team change` gives it a lead.",
            rest,
        ).format(count=rest)


def columns(several: bool) -> list[Column]:
    """The columns; of several people also whose each is."""
    return [
        Column("kind", _("To do"), words=_acts()),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), shown=False),
        Column("subject", _("About"), data=False),
        Column("customer", _("Customer"), shown=False),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("opportunity", _("Opportunity"), under="subject"),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("due_on", _("Due on"), "date"),
        Column("days", _("Days over"), "count", shown=False),
        Column("over", _("Days over"), "count", data=False, words={0: _("today"), None: ""}),
        Column("step", _("Next step"), under="subject"),
        Column("remark", _("Remark"), data=False, under="subject"),
        Column("amount", _("Amount"), "money", words={None: ""}),
        Column("whose", _("Rep"), shown=several, data=False, under="subject"),
        Column("text", _("What to do"), shown=False),
    ]


def _acts() -> dict[str, str]:
    """What each kind asks for, in one word: how late it is stands beside it."""
    contact = pgettext("to do", "Contact")
    return {
        "unprocessed": _("Process"),
        "due": contact,
        "overdue": contact,
        "interval": contact,
        "stage_changed": pgettext("to do", "Note"),
        "stuck": pgettext("to do", "Move on"),
        "receivable": _("Collect"),
        "task": pgettext("to do", "Do"),
        "approval": pgettext("to do", "Decide"),
        "trip_report": pgettext("to do", "Report"),
        "target_behind": pgettext("to do", "Catch up"),
    }
