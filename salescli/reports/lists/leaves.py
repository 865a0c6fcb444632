"""The list of leave, and how many working days a leave takes by the policies' calendars."""

from datetime import date
from functools import cache, cached_property
from gettext import gettext as _
from typing import Any

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.evidence import ListedLeave
from salescli.facts.names import Named
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.period import Period, year_of
from salescli.reports.evidence_words import LEAVE_KINDS
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules.staff import Staff

Row = dict[str, Any]


class Away:
    """How many working days a leave takes.

    Attributes:
        notes: why the working days of a year are not known here.
    """

    def __init__(self, view: View) -> None:
        self._view = view
        self._year = cache(self._working_days)
        self.notes: list[str] = []

    def working_days(self, rep_id: int, days: Period) -> int | None:
        """How many of the days a rep would have worked: working days of the company on which he is employed.

        None: the public holidays of a year are not known here, and the notes say why.
        """
        worked: set[date] = set()
        first = days.start
        while first < days.end:
            year = self._year(first.year)
            if year is None:
                return None
            worked |= year
            first = year_of(first).end
        spans = self._staff.employment(rep_id, days.start, days.end)
        return sum(low <= day < high for low, high in spans for day in worked)

    @cached_property
    def _staff(self) -> Staff:
        read = self._view.ledger.read
        return Staff(read("employments", Employment), read("team_places", TeamPlaceChange))

    def _working_days(self, year: int) -> frozenset[date] | None:
        from salescli.rules.working_days import WorkingDays

        span = year_of(date(year, 1, 1))
        try:
            return frozenset(WorkingDays(self._view.versions, lambda _rep: (), (), span.start, span.end).company)
        except (WrongUse, NothingInForce) as error:
            self.notes.append(str(error))
            return None


def leaves(view: View, rep: Named | None, period: Period | None) -> Report:
    """The leave asked for or begun by the day: of one rep, or what meets a period, where asked.

    Working days are those inside the period. Totals: their sum, and that of all days.
    """
    start, end = (period.start, period.end) if period else (date.min, date.max)
    whose = rep.id if rep else None
    listed = view.ledger.read("listed_leaves", ListedLeave, day=view.on, start=start, end=end, rep_id=whose)
    away = Away(view)
    rows = [_row(view, away, one, start, end) for one in listed]
    totals = {key: sum(row[key] or 0 for row in rows) for key in ("days", "working_days")}
    look = Look(emphasis=["quiet" if one.to_day < view.on else None for one in listed])
    return view.report(
        "leaves",
        _("Leave"),
        _columns(period),
        rows,
        period=period,
        totals=totals,
        notes=away.notes,
        rests_on_policy=False,
        look=look,
    )


def _row(view: View, away: Away, one: ListedLeave, start: date, end: date) -> Row:
    after = date.fromordinal(one.to_day.toordinal() + 1)
    span = Period(max(one.from_day, start), min(after, end), "")
    return {
        "from_day": one.from_day,
        "to_day": one.to_day,
        "id": view.ledger.show_id(one.id),
        "rep": one.rep,
        "name": one.name,
        "kind": one.kind,
        "days": (span.end - span.start).days,
        "working_days": away.working_days(one.rep_id, span),
        "happened_on": one.happened_on,
    }


def _columns(period: Period | None) -> list[Column]:
    days, working = (_("Days in it"), _("Working days in it")) if period else (_("Days"), _("Working days"))
    titles = LEAVE_KINDS.titles()
    kinds = {**titles} | {word: titles[key] for key, words in LEAVE_KINDS.also.items() for word in words}
    return [
        Column("from_day", _("From"), "date"),
        Column("to_day", _("To"), "date"),
        Column("id", _("Id")),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("kind", _("Kind"), words=kinds),
        Column("days", days, "count"),
        Column("working_days", working, "count"),
        Column("happened_on", _("Asked on"), "date"),
    ]
