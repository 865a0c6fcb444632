"""Each reminder in one full sentence or two, for whoever reads no table: what to do, since when, and what is at stake."""

from collections.abc import Callable, Mapping
from functools import cache
from gettext import gettext as _
from gettext import ngettext

from salescli import money
from salescli.reports.remind.reminder import Reminder
from salescli.rules.reminders import Kind

Sentence = Callable[[str, int], str]
"""Variant and days over → the sentence with its gaps."""


class Sentences:
    """The sentences in the language of this moment; of tens of thousands of reminders few differ, so each is looked up once."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._known = cache(lambda kind, variant, days: SENTENCES[kind](variant, days))
        self._climbed = cache(_climbed)
        self._unknown = _("a customer unknown")

    def text(self, one: Reminder) -> str:
        """What a reminder says."""
        amount = "" if one.amount is None else money.money_text(one.amount, grouped=True)
        said = self._known(one.kind, one.variant, _counted(one.days)).format(
            customer=one.about.customer or self._unknown,
            opportunity=one.about.opportunity or "",
            due_on=one.due_on.isoformat(),
            days=abs(one.days),
            amount=amount,
            currency=self._currency,
            **one.words,
        )
        more = self._climbed(tuple(lead.name for lead in one.climbed)) if one.climbed else one.words.get("who_may")
        # Between two sentences stands a space where the language puts one.
        return _("{first} {second}").format(first=said, second=more) if more else str(said)


def _counted(days: int) -> int:
    """A smaller number of the same sign and the same plural form, which no language tells by more than the last two digits."""
    return days if abs(days) < 200 else (100 + abs(days) % 100) * (1 if days > 0 else -1)


def _climbed(leads: tuple[str, ...]) -> str:
    return _("This has been escalated to {managers}.").format(managers=", ".join(leads))


def _unprocessed(_variant: str, days: int) -> str:
    if days <= 0:
        return _("The lead {customer} is to be processed today.")
    return ngettext(
        "The lead {customer} has been left unprocessed for {days} day since {due_on}.",
        "The lead {customer} has been left unprocessed for {days} days since {due_on}.",
        days,
    )


def _due(_variant: str, days: int) -> str:
    if days == 0:
        return _("{customer} is to be contacted today.")
    return ngettext(
        "{customer} is to be contacted by {due_on}, in {days} day.",
        "{customer} is to be contacted by {due_on}, in {days} days.",
        -days,
    )


def _overdue(_variant: str, days: int) -> str:
    return ngettext(
        "{customer} should have been contacted by {due_on}, {days} day ago.",
        "{customer} should have been contacted by {due_on}, {days} days ago.",
        days,
    )


def _interval(variant: str, days: int) -> str:
    if variant == "never":
        return ngettext(
            "{customer} has had an owner since {since} and was never contacted; the interval ended on {due_on}, {days} day ago.",
            "{customer} has had an owner since {since} and was never contacted; the interval ended on {due_on}, {days} days ago.",
            days,
        )
    return ngettext(
        "{customer} was last contacted on {since}; the contact interval ended on {due_on}, {days} day ago.",
        "{customer} was last contacted on {since}; the contact interval ended on {due_on}, {days} days ago.",
        days,
    )


def _stage_changed(variant: str, _days: int) -> str:
    if variant == "amount":
        return _(
            "{opportunity} of {rep} moved from {former} to {stage} on {due_on}, entered by {who}; "
            "its amount is {amount} {currency}."
        )
    return _(
        "{opportunity} of {rep} moved from {former} to {stage} on {due_on}, entered by {who}; nobody stated an amount."
    )


def _stuck(_variant: str, days: int) -> str:
    return ngettext(
        "{opportunity} is stuck: in {stage} since {since}, it should have moved on by {due_on}, {days} day ago.",
        "{opportunity} is stuck: in {stage} since {since}, it should have moved on by {due_on}, {days} days ago.",
        days,
    )


def _receivable(_variant: str, days: int) -> str:
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


def _task(_variant: str, days: int) -> str:
    if days == 0:
        return _("The task “{title}” is to be done today.")
    if days < 0:
        return ngettext(
            "The task “{title}” is to be done by {due_on}, in {days} day.",
            "The task “{title}” is to be done by {due_on}, in {days} days.",
            -days,
        )
    return ngettext(
        "The task “{title}” should have been done by {due_on}, {days} day ago.",
        "The task “{title}” should have been done by {due_on}, {days} days ago.",
        days,
    )


def _approval(variant: str, days: int) -> str:
    if variant == "expense":
        return _expense(days)
    return _trip(days) if variant == "trip" else _free_trip(days)


def _expense(days: int) -> str:
    if days <= 0:
        return _("{requester} asked today for {priced} ({what}, expense {id}), which is to be decided.")
    return ngettext(
        "{requester} asked on {due_on} for {priced} ({what}, expense {id}) and has waited {days} day for a decision.",
        "{requester} asked on {due_on} for {priced} ({what}, expense {id}) and has waited {days} days for a decision.",
        days,
    )


def _trip(days: int) -> str:
    if days <= 0:
        return _("{requester} asked today for a trip to {what} for {priced} (trip {id}), which is to be decided.")
    return ngettext(
        "{requester} asked on {due_on} for a trip to {what} for {priced} (trip {id}) and has waited {days} day for a decision.",
        "{requester} asked on {due_on} for a trip to {what} for {priced} (trip {id}) and has waited {days} days for a decision.",
        days,
    )


def _free_trip(days: int) -> str:
    if days <= 0:
        return _("{requester} asked today for a trip to {what} (trip {id}), which is to be decided.")
    return ngettext(
        "{requester} asked on {due_on} for a trip to {what} (trip {id}) and has waited {days} day for a decision.",
        "{requester} asked on {due_on} for a trip to {what} (trip {id}) and has waited {days} days for a decision.",
        days,
    )


def _trip_report(_variant: str, days: int) -> str:
    if days == 0:
        return _("The trip to {destination} ended on {last}; its report is due today.")
    if days < 0:
        return ngettext(
            "The trip to {destination} ended on {last}; its report is due by {due_on}, in {days} day.",
            "The trip to {destination} ended on {last}; its report is due by {due_on}, in {days} days.",
            -days,
        )
    return ngettext(
        "The trip to {destination} ended on {last}; its report was due by {due_on}, {days} day ago.",
        "The trip to {destination} ended on {last}; its report was due by {due_on}, {days} days ago.",
        days,
    )


def _target_behind(_variant: str, days: int) -> str:
    if days == 0:
        return _(
            "{measure} of {who} in {period} is {actual} of {target}; the pace is {pace}, and today is the last day."
        )
    return ngettext(
        "{measure} of {who} in {period} is {actual} of {target}; the pace is {pace}, with {days} day left.",
        "{measure} of {who} in {period} is {actual} of {target}; the pace is {pace}, with {days} days left.",
        -days,
    )


SENTENCES: Mapping[Kind, Sentence] = {
    Kind.UNPROCESSED: _unprocessed,
    Kind.DUE: _due,
    Kind.OVERDUE: _overdue,
    Kind.INTERVAL: _interval,
    Kind.STAGE_CHANGED: _stage_changed,
    Kind.STUCK: _stuck,
    Kind.RECEIVABLE: _receivable,
    Kind.TASK: _task,
    Kind.APPROVAL: _approval,
    Kind.TRIP_REPORT: _trip_report,
    Kind.TARGET_BEHIND: _target_behind,
}
