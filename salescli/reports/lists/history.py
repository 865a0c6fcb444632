"""The history of one thing as a report: what happened, in words, on which day, and who entered it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.facts.listed import Happening
from salescli.reports.report import Column, Report
from salescli.reports.view import View
from salescli.terms import Channel

Words = Callable[[Happening], str]


def history(view: View, query: str, name: str, title: str, titles: Mapping[str, str], **of: int) -> Report:
    """One line for each fact about a thing, up to the view's day.

    Args:
        query: the shelf's, of Happening rows; name: the report's.
        titles: what the policy calls its stages and posts.
        of: the id of the thing, as the query asks for it.
    """
    happenings = view.ledger.read(query, Happening, day=view.on, **of)
    rows = [_row(view, one, titles) for one in happenings]
    return view.report(name, title, _columns(), rows, rests_on_policy=False)


def _row(view: View, one: Happening, titles: Mapping[str, str]) -> dict[str, Any]:
    return {
        "happened_on": one.happened_on,
        "kind": one.kind,
        "text": joined(_said(one, titles), one.note),
        "amount": one.amount,
        "recorded_by": one.recorded_by,
        "recorded_at": one.recorded_at,
        "id": view.ledger.show_id(one.id),
    }


def joined(*parts: str | None) -> str:
    """What is there of several short texts, one after the other."""
    return " · ".join(part for part in parts if part)


def _said(one: Happening, titles: Mapping[str, str]) -> str:
    words = _WORDS.get(one.kind)
    if words:
        return words(one)
    if one.kind == "stage_change":
        return joined(
            titles.get(one.word or "", one.word), one.name, _probability(one), _by(one.until), _next(one.text)
        )
    return joined(one.name, titles.get(one.word or "", one.word), one.text)


def _owner(one: Happening) -> str:
    return one.name or _("nobody (released)")


def _follow_up(one: Happening) -> str:
    unanswered = _("unanswered") if one.mark == "unanswered" else None
    by = channels().get(one.word or "", one.word)
    return joined(by, unanswered, one.name, one.text, _next(one.more), _contact_by(one.until))


def _share(one: Happening) -> str:
    return joined(one.name, f"{one.more}%")


def _line(one: Happening) -> str:
    return joined(one.name, _("quantity {quantity}").format(quantity=one.more))


def _instalment(one: Happening) -> str:
    return _("due on {day}").format(day=one.until)


def _trip(one: Happening) -> str:
    return joined(one.name, one.text, _("back on {day}").format(day=one.until))


def _rating(one: Happening) -> str:
    return joined(one.name, _("{rating} of 5").format(rating=one.more), one.text)


def _expense(one: Happening) -> str:
    return joined(one.name, categories().get(one.word or "", one.word), one.text)


_WORDS: Mapping[str, Words] = {
    "expense": _expense,
    "customer_owner": _owner,
    "follow_up": _follow_up,
    "share": _share,
    "contract_line": _line,
    "instalment": _instalment,
    "trip": _trip,
    "rating": _rating,
}


def _probability(one: Happening) -> str | None:
    if one.more is None:
        return None
    percent = money.round_decimal(Decimal(one.more) * 100, 2)
    return f"{percent:f}".rstrip("0").rstrip(".") + "%"


def _by(day: date | None) -> str | None:
    return _("close by {day}").format(day=day.isoformat()) if day else None


def _contact_by(day: date | None) -> str | None:
    return _("next contact {day}").format(day=day.isoformat()) if day else None


def _next(step: str | None) -> str | None:
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


def _columns() -> list[Column]:
    return [
        Column("happened_on", _("Day"), "date"),
        Column("kind", _("What"), words=_kinds()),
        Column("text", _("Text"), under="kind"),
        Column("amount", _("Amount"), "money", words={None: ""}),
        Column("recorded_by", _("Entered by")),
        Column("recorded_at", _("Entered at"), shown=False),
        Column("id", _("Id")),
    ]


def _kinds() -> dict[str, str]:
    return {
        "rep": pgettext("in the ledger", "Entered"),
        "hire": _("Hired"),
        "move": _("Moved"),
        "raise": _("New base"),
        "depart": _("Departed"),
        "customer": pgettext("in the ledger", "Entered"),
        "customer_owner": _("Owner"),
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
        "trip": _("Trip"),
        "rating": _("Rating"),
        "complaint": _("Complaint"),
        "suggestion": _("Suggestion"),
    }
