"""What was recorded (`journal`), the latest first: when, by whom, what it says, and what became of it since.

A voided or corrected fact stays, with by whom and why; a correction, and a fact that replaced a voided one, say what stood there
before and what stands there now (`before`, `after`). `reason` is why a void, a correction, a waiver or a disqualification was
recorded, `why` is that of what became of the fact since. The period is one of days of recording in the ledger's time zone, else the
last seven days. Facts: all, in force or not, as known at --as-of.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import period
from salescli.errors import NotFound, WrongUse
from salescli.facts.recorded import Stored
from salescli.facts.verified import CorrectedField, Recorded
from salescli.ledger import names, replaced
from salescli.period import Period
from salescli.reports import fact_words, put_right
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View

Row = dict[str, Any]
LAST = "last 7 days"
LAST_INSTANT = "9999"
WITH_REASON = ("void", "correction", "waiver", "disqualification")
"""Kinds that say why they were recorded."""


def build(
    view: View, over: Period | None = None, by: str | None = None, kind: str | None = None, most: int = 100
) -> Report:
    """What was recorded in a period, the latest `most` facts.

    Args:
        by: who recorded it: an actor as it is kept, or a rep by name.

    Raises:
        WrongUse: no such kind.
    """
    days = over or period.parse_period(LAST, view.on)
    found = view.ledger.read(
        "journal_facts",
        Recorded,
        since=_midnight(view, days.start),
        until=_midnight(view, days.end),
        known=view.ledger.known_at or LAST_INSTANT,
        by=by,
        code=_code(view, by),
        kind=_kind(view, kind),
        most=most + 1,
    )
    rows = [_row(view, one) for one in found[:most]]
    look = Look(emphasis=["quiet" if row["state"] == "void" else None for row in rows], stacked=True)
    left = ngettext(
        "Only the latest {count} fact is shown; --most shows more.",
        "Only the latest {count} facts are shown; --most shows more.",
        most,
    )
    notes = [left.format(count=most)] if len(found) > most else []
    return view.report(
        "journal", _("Journal"), _columns(), rows, rests_on_policy=False, period=days, notes=notes, look=look
    )


def _midnight(view: View, day: date) -> str:
    return period.parse_instant((day - timedelta(days=1)).isoformat(), view.ledger.zone, view.on)


def _code(view: View, by: str | None) -> str | None:
    """The code of the rep that is meant; None: nobody's, or no rep's."""
    try:
        return names.find(view.ledger, "rep", by).code if by else None
    except NotFound:
        return None


def _kind(view: View, text: str | None) -> str | None:
    kind = text.strip().replace("-", "_") if text is not None else None
    if kind is not None and "happened_on" not in view.ledger.fields(kind):
        raise WrongUse(
            _("--kind is a kind of fact as the schema calls it (receipt, follow_up, void), not {given}.").format(
                given=repr(kind[:40])
            )
        )
    return kind


# Rows.


def _row(view: View, one: Recorded) -> Row:
    stored = view.ledger.stored(one.id)
    before, after = _changed(view, one, stored)
    return {
        "recorded_at": _local(view, one.recorded_at),
        "recorded_by": one.recorded_by,
        "id": view.ledger.show_id(one.id),
        "kind": one.kind,
        "text": fact_words.fact(view, one.id),
        "happened_on": date.fromisoformat(str(stored.fields["happened_on"])),
        "before": before,
        "after": after,
        "reason": stored.fields.get("why") if one.kind in WITH_REASON else None,
        **_since(view, one),
        "note": one.note,
    }


def _since(view: View, one: Recorded) -> Row:
    """What became of a fact since: void, or corrected, by which fact, by whom and why."""
    if one.effect == "void" and one.void_id is not None:
        return _state("void", view.ledger.show_id(one.void_id), one.void_by, one.void_why)
    corrected = view.ledger.read("corrections_of", CorrectedField, id=one.id)
    if corrected:
        last = corrected[-1]
        return _state("corrected", view.ledger.show_id(last.id), last.recorded_by, last.why)
    if one.effect == "restore" and one.void_id is not None:
        return _state("restored", view.ledger.show_id(one.void_id), one.void_by, one.void_why)
    return _state(None, None, None, None)


def _state(state: str | None, id: str | None, by: str | None, why: str | None) -> Row:
    return {"state": state, "since_id": id, "since_by": by, "why": why}


def _changed(view: View, one: Recorded, stored: Stored) -> tuple[str | None, str | None]:
    """What stood there before and what stands there now, of a correction and of a fact that replaced a voided one."""
    if one.kind == "correction":
        told = put_right.put_right(view, one.id, one.recorded_at)
        return _said({told.field: told.before}), _said({told.field: told.after})
    id = None if one.kind == "void" else replaced.replaced(view.ledger, one.id)
    if id is None:
        return None, None
    fields, old = stored.fields, view.ledger.stored(id).fields
    names_ = [name for name in {**old, **fields} if name != "id" and old.get(name) != fields.get(name)]
    return _said({name: old.get(name) for name in names_}), _said({name: fields.get(name) for name in names_})


def _said(fields: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={put_right.text(name, value)}" for name, value in fields.items())


def _local(view: View, instant: str) -> str:
    """An instant in the ledger's time zone, to the second."""
    from zoneinfo import ZoneInfo

    return datetime.fromisoformat(instant).astimezone(ZoneInfo(view.ledger.zone)).strftime("%Y-%m-%d %H:%M:%S")


def _columns() -> list[Column]:
    states = {"void": _("void"), "corrected": _("corrected"), "restored": _("counts again")}
    return [
        Column("recorded_at", _("Recorded at")),
        Column("recorded_by", pgettext("journal", "By")),
        Column("id", _("Id")),
        Column("kind", _("Kind"), shown=False),
        Column("text", _("What")),
        Column("happened_on", _("Day"), "date", shown=False),
        Column("before", _("Before"), under="text"),
        Column("after", _("After"), under="text"),
        Column("reason", _("Reason"), under="text"),
        Column("state", _("State"), words=states, under="text"),
        Column("since_id", _("By the fact"), under="text"),
        Column("since_by", _("By whom"), under="text"),
        Column("why", _("Why"), under="text"),
        Column("note", _("Note"), under="text"),
    ]
