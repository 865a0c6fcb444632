"""Targets that are behind their pace: `target_behind` (figures.md §4), for the rep, or the lead of the team, who has the target.

Targets as they were set whose days hold the view's day; what is behind is the targets report's `status`. The company's belongs to
everybody who leads a team with none above it; on a list of several it stands once, for the first of them by code, and where there
is none it is nobody's. A leaver's own is not reminded of. due_on is the last day of the target, days are those left, negative;
amount is what is missing to the pace where that is money. Only measures that have such a target are computed.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.measured import TargetRow
from salescli.facts.tracked import RepDesk
from salescli.period import Period, period_of
from salescli.reports import targets as report
from salescli.reports.measured import title_of
from salescli.reports.remind.reminder import About, Reminder, Watch
from salescli.reports.report import Kind as Written
from salescli.rules import targets as rule
from salescli.rules.measures import MEASURES
from salescli.rules.reminders import Kind
from salescli.rules.targets import Key
from salescli.terms import Scope

DAY = timedelta(days=1)
Row = Mapping[str, Any]
Span = tuple[date, date]


def targets_behind(watch: Watch) -> Iterator[Reminder]:
    """The targets that run on the day and are behind their pace."""
    for (start, end), wanted in sorted(_running(watch).items()):
        period = _named(start, end)
        rows, notes = report.rows_of(watch.view, period, watch.staff, list(wanted))
        watch.notes += notes
        for (key, (fact, minder)), row in zip(wanted.items(), rows, strict=True):
            if row["status"] == "behind":
                yield _behind(watch, period, fact, minder, key, row)


def _running(watch: Watch) -> Mapping[Span, Mapping[Key, tuple[int, RepDesk | None]]]:
    """The targets asked for that hold the day, by their days: each with its fact and whose it is (None: nobody's)."""
    found: dict[Span, dict[Key, tuple[int, RepDesk | None]]] = defaultdict(dict)
    rows = watch.view.ledger.read("targets", TargetRow, start=watch.on, end=watch.on + DAY)
    for key, pieces in rule.by_key(rows).items():
        wanted = [minder for minder in _minders(watch, key) if watch.wants(minder)]
        if not wanted or key.measure not in MEASURES:
            continue
        for piece in pieces:
            found[piece.start, piece.end][key] = piece.fact, wanted[0]
    return found


def _minders(watch: Watch, key: Key) -> Sequence[RepDesk | None]:
    """Whose a target is, by code where it is several's; [None]: nobody's; none: nobody is reminded of it."""
    if key.whose is None:
        return watch.desks.heads() or [None]
    one = watch.desks.lead(key.whose) if key.scope == Scope.TEAM else watch.desks.reps.get(key.whose)
    return [] if one is None or one.departed else [one]


def _named(start: date, end: date) -> Period:
    """The calendar period of these days, or the days as people type them."""
    kind = Period(start, end, "").kind
    return period_of(kind, start) if kind else Period(start, end, f"{start.isoformat()}..{(end - DAY).isoformat()}")


def _behind(watch: Watch, period: Period, fact: int, minder: RepDesk | None, key: Key, row: Row) -> Reminder:
    written: Written = row["kind"]
    measure = _measure(watch, row)
    figures = {name: _said(row[name], written) for name in ("actual", "target", "pace")}
    unit = f" {watch.view.ledger.currency}" if written == "money" else ""
    words = {"measure": measure, "who": row["name"], "period": period.name}
    return Reminder(
        kind=Kind.TARGET_BEHIND,
        fact=fact,
        minder=minder,
        subject=f"{measure} · {row['name']}" if key.scope != Scope.REP else measure,
        due_on=period.last,
        days=watch.days_over(period.last),
        about=About(),
        amount=abs(row["pace"] - row["actual"]) if written == "money" else None,
        words={**words, **{name: f"{figure}{unit}" for name, figure in figures.items()}},
        remark=_("{actual} of {target} in {period}, pace {pace}").format(period=period.name, **figures),
    )


def _measure(watch: Watch, row: Row) -> str:
    """The measure in the person's language, with its product."""
    title, product = title_of(row["measure"], watch.view.lang), row["product"]
    return f"{title} ({product})" if product else title


def _said(value: Fraction | int, written: Written) -> str:
    """A figure as a sentence holds it, without its currency."""
    if written == "money":
        return money.money_text(money.round_money(value), grouped=True)
    if written == "percent":
        return f"{money.round_decimal(value * 100, 1):,f}%"
    return f"{money.round_decimal(value, 2):,f}".rstrip("0").rstrip(".")
