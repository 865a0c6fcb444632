"""What a fact of each kind says in words, for every history; what a stage change changed is told in stage_words.py."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.facts.histories import HistoryFact
from salescli.facts.listed import Happening
from salescli.reports import limited
from salescli.reports.evidence_words import LEAVE_KINDS, METHODS, PURPOSES, RATERS
from salescli.terms import Channel

Told = Happening | HistoryFact
Words = Callable[[Any], str]
"""What is told of a fact of one kind."""


def joined(*parts: str | None) -> str:
    """What is there of several short texts, one after the other."""
    return " · ".join(part for part in parts if part)


def said(one: Told, titles: Mapping[str, str], currency: str) -> str:
    """What a fact says, in words; `titles` are what the policy calls its stages and posts."""
    one, words = _worded(one, currency), _WORDS.get(one.kind)
    return words(one) if words else joined(one.name, titles.get(one.word or "", one.word), one.text)


def _worded(one: Told, currency: str) -> Told:
    """The fact with what the ledger keeps the same in every language, an expense's limit and that a decision passes it, in words."""
    match one.kind:
        case "expense":
            return one._replace(text=limited.words(one.text, currency))
        case "decision":
            return one._replace(text=limited.reason_in_words(one.text))
        case _:
            return one


def _owner(one: Told) -> str:
    if one.mark == "given":
        return _("{what} → {rep}").format(what=one.name, rep=one.text or _("nobody (released)"))
    return one.name or _("nobody (released)")


def _follow_up(one: Told) -> str:
    unanswered = _("unanswered") if one.mark == "unanswered" else None
    by, circumstances = (
        channels().get(one.word or "", one.word),
        _circumstances(one) if isinstance(one, HistoryFact) else [],
    )
    return joined(by, unanswered, one.name, *circumstances, one.text, next_step(one.more), _contact_by(one.until))


def _circumstances(one: HistoryFact) -> list[str | None]:
    """With whom, at what time and how long."""
    length = ngettext("{count} minute", "{count} minutes", one.minutes or 0)
    return [
        _("with {contact}").format(contact=one.contact) if one.contact else None,
        one.happened_at,
        length.format(count=one.minutes) if one.minutes else None,
    ]


def _share(one: Told) -> str:
    return joined(one.name, f"{one.more}%")


def _line(one: Told) -> str:
    return joined(one.name, _("quantity {quantity}").format(quantity=one.more))


def _instalment(one: Told) -> str:
    return _due(one.until) or ""


def _trip(one: Told) -> str:
    return joined(one.name, one.text, _("back on {day}").format(day=one.until))


def _rating(one: Told) -> str:
    return joined(one.name, _("{rating} of 5").format(rating=one.more), one.text)


def _expense(one: Told) -> str:
    return joined(one.name, categories().get(one.word or "", one.word), one.text)


def _decision(one: Told) -> str:
    verdicts = {"approved": _("approved"), "rejected": _("rejected")}
    return joined(verdicts.get(one.mark or "", one.mark), _expense(one))


def _task(one: Told) -> str:
    return joined(one.name, one.text, _due(one.until))


def _leave(one: Told) -> str:
    return joined(LEAVE_KINDS.title(one.word or ""), f"{one.more} … {one.until}")


def _goal(one: Told) -> str:
    weight = _("weight {weight}").format(weight=one.more) if one.more else None
    return joined(one.text, weight, _due(one.until))


def _progress(one: Told) -> str:
    return joined(one.name, percent(Decimal(one.more or 0)))


def _assessment(one: Told) -> str:
    scored = _("{score} of {most}").format(score=one.more, most=one.text)
    method, purpose, rater = METHODS.title(one.word or ""), PURPOSES.title(one.mark or ""), RATERS.title(one.name or "")
    return joined(method, purpose, scored, rater)


def _review(one: Told) -> str:
    return joined(one.name, _("{points} of 15").format(points=one.more))


def _settled_feedback(one: Told) -> str:
    return joined(kinds().get(one.word or "", one.word), one.name, one.text)


_WORDS: Mapping[str, Words] = {
    "expense": _expense,
    "decision": _decision,
    "settlement": _expense,
    "customer_owner": _owner,
    "opportunity_owner": _owner,
    "follow_up": _follow_up,
    "share": _share,
    "contract_line": _line,
    "instalment": _instalment,
    "trip": _trip,
    "task": _task,
    "rating": _rating,
    "feedback_close": _settled_feedback,
    "leave": _leave,
    "goal": _goal,
    "goal_progress": _progress,
    "assessment": _assessment,
    "quality_review": _review,
}


def percent(rate: Decimal) -> str:
    """A rate of 0 … 1 as people read it in a sentence."""
    return f"{money.round_decimal(rate * 100, 2):f}".rstrip("0").rstrip(".") + "%"


def _due(day: date | None) -> str | None:
    return _("due on {day}").format(day=day) if day else None


def _contact_by(day: date | None) -> str | None:
    return _("next contact {day}").format(day=day.isoformat()) if day else None


def next_step(step: str | None) -> str | None:
    """The next step in a sentence."""
    return _("next: {step}").format(step=step) if step else None


def categories() -> dict[str, str]:
    """What the categories of an expense are called that have a name of their own; others are a person's own words."""
    return {
        "entertainment": _("entertainment"),
        "travel": _("travel"),
        "transport": _("transport"),
        "office": _("office"),
        "sample": _("sample"),
        "printing": _("printing"),
    }


def channels() -> dict[str, str]:
    """What the channels of a follow-up are called."""
    return {
        Channel.PHONE: _("phone"),
        Channel.VISIT: _("visit"),
        Channel.WECHAT: _("WeChat"),
        Channel.EMAIL: _("e-mail"),
        Channel.MEETING: _("meeting"),
        Channel.VIDEO: _("video call"),
        Channel.MESSAGE: _("message"),
        Channel.OTHER: _("other channel"),
    }


def kinds() -> dict[str, str]:
    """What each kind of fact is called in a history."""
    return {
        "rep": pgettext("in the ledger", "Entered"),
        "hire": _("Hired"),
        "move": _("Moved"),
        "raise": _("New base"),
        "depart": _("Departed"),
        "customer": pgettext("in the ledger", "Entered"),
        "customer_owner": _("Owner"),
        "team_lead": _("Leads"),
        "leave": _("Leave"),
        "goal": _("Goal"),
        "goal_progress": _("Progress"),
        "assessment": _("Assessment"),
        "quality_review": _("Review"),
        "dispute": _("Dispute"),
        "dispute_answer": _("Answer"),
        "disqualification": _("Disqualified"),
        "contact": _("Contact"),
        "follow_up": _("Follow-up"),
        "opportunity": _("Opened"),
        "opportunity_owner": _("Owner"),
        "share": _("Share"),
        "stage_change": _("Stage"),
        "contract": _("Signed"),
        "contract_line": _("Line"),
        "instalment": _("Instalment"),
        "payment": _("Receipt"),
        "refund": _("Refund"),
        "write_off": _("Write-off"),
        "expense": _("Expense"),
        "decision": _("Decision"),
        "settlement": _("Paid out"),
        "trip": _("Trip"),
        "trip_report": _("Trip report"),
        "task": _("Task"),
        "task_done": _("Done"),
        "rating": _("Rating"),
        "complaint": _("Complaint"),
        "suggestion": _("Suggestion"),
        "feedback_close": pgettext("of a feedback", "Settled"),
        "correction": _("Correction"),
    }
