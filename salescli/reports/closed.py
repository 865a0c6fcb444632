"""Closed periods as a report meets them: which there are, and the ledger as it was when one was closed (figures.md §10)."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from salescli.facts.closed import Closing, StatementRow
from salescli.facts.credited import FirstDay
from salescli.ledger import files
from salescli.ledger.known import Head
from salescli.period import Period, month_of
from salescli.reports.view import View, versions_of
from salescli.rules.statement import Calendar, Figures, calendar, figures_in


def closings_of(view: View) -> Sequence[Closing]:
    """Every closing up to the view's day, in their order."""
    return view.ledger.read("closings", Closing, on=view.on)


def calendar_of(view: View) -> Calendar:
    """Which closing closed which month."""
    return view.once("closed", lambda: calendar(closings_of(view)), of_money=False)


def closing_of(view: View, period: Period) -> Closing | None:
    """The closing of exactly this period, else the first that the period lies in; None: it is open, at least in part."""
    around = [one for one in closings_of(view) if one.starts_on <= period.start and period.end <= one.ends_on]
    exact = [one for one in around if (one.starts_on, one.ends_on) == (period.start, period.end)]
    return next(iter([*exact, *around]), None)


def open_before(view: View, period: Period) -> Sequence[Period]:
    """The open months before a period, since the first that was closed, or, before any was, since the first known work."""
    known = calendar_of(view).months
    earlier = [month.start for month in known if month.start < period.start]
    first = min(earlier) if earlier else view.ledger.read("first_work", FirstDay, end=period.start)[0].happened_on
    months = Period(month_of(first).start, period.start, "").months() if first else []
    return [month for month in months if month not in known]


def statements_of(view: View, closing: Closing) -> Sequence[StatementRow]:
    """Everybody's statements of a closing."""
    days = {"start": closing.starts_on, "end": closing.ends_on, "on": closing.closed_on}

    def read() -> Sequence[StatementRow]:
        rows = view.ledger.read("statements", StatementRow, **days)
        return [row for row in rows if row.ledger_head == closing.ledger_head]

    return view.once(("statements", closing), read, of_money=False)


def kept_of(view: View, period: Period) -> Mapping[str, Figures]:
    """What statements kept of exactly this period, by rep code; nothing of an open one, and beside a what-if."""
    closing = closing_of(view, period)
    if (
        view.what_if is not None
        or closing is None
        or (closing.starts_on, closing.ends_on) != (period.start, period.end)
    ):
        return {}
    return {row.rep: figures_in(row.figures) for row in statements_of(view, closing)}


@contextmanager
def as_closed(view: View, closing: Closing) -> Iterator[View]:
    """The view of the ledger as it was when a period was closed, from the day of closing."""
    head = Head.of_text(closing.ledger_head)
    with files.open_for_reading(view.ledger.path, view.ledger.who, up_to=head) as ledger:
        own = View(ledger, closing.closed_on, view.lang, versions_of(ledger, view.lang), closed_on=closing.closed_on)
        other = view.versions.loaded[-1] if view.what_if is not None else None
        yield own.under(other, other.starts_on) if other else own


@contextmanager
def settled(view: View, period: Period) -> Iterator[View]:
    """The view from which a period's pay and appraisal are to be seen: of a closed one as it was closed, else as it is."""
    closing = closing_of(view, period)
    if closing is None:
        known = calendar_of(view).months
        months = [month.name for month in period.months() if month in known]
        yield replace(view, closed_months=months) if months else view
        return
    with as_closed(view, closing) as closed:
        yield closed
