"""The sales funnel (figures.md §7): what stands in each stage on a day, or what moved through the stages in a period.

On a day: the open opportunities of each stage by its latest change up to that day, their latest stated amounts, and
expected revenue = Σ amount × probability, the change's own or else the stage's in the policy of that day. `days` are those
of the present stay; stuck is longer than the stage's limit.

Over a period: `reached` are the opportunities that came to a stage for the first time (a skipped stage counts as reached),
`entered` those that were put into it, `advanced` those that went past it for the first time, `lost` those that left it
lost and stayed so, conversion = advanced ÷ reached, median days of the stays that ended. Facts: stage changes, contracts.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.tracked import OpenOpportunity, StageMove
from salescli.period import Period
from salescli.policy.stages import Stage
from salescli.reports.projects import missing_notes, stages_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import stages as rule
from salescli.rules.stages import Movement
from salescli.terms import Closes

Row = dict[str, Any]
Stages = Mapping[str, Stage]


def build(view: View, on: date | None = None, period: Period | None = None) -> Report:
    """The funnel of a period where one is given, else on a day (the view's own unless another is given)."""
    return _over(view, period) if period else _standing(view, on or view.on)


# On a day.


def _standing(view: View, on: date) -> Report:
    known = stages_of(view, on)
    found: dict[str | None, list[OpenOpportunity]] = {key: [] for key, stage in known.items() if stage.closes is None}
    for item in view.ledger.read("open_opportunities", OpenOpportunity, day=on):
        found.setdefault(item.stage, []).append(item)
    rows = [_standing_row(key, known.get(key or ""), items, on, view.lang) for key, items in found.items()]
    everything = [item for items in found.values() for item in items]
    notes = [*_unknown_notes(known, found), *_missing_notes(known, everything)]
    totals = _standing_totals(rows, everything)
    look = Look(emphasis=["soon" if row["stuck"] else None for row in rows])
    return replace(view, on=on).report(
        "funnel", _("Sales funnel"), _standing_columns(), rows, totals=totals, notes=notes, look=look
    )


def _standing_row(key: str | None, stage: Stage | None, items: Sequence[OpenOpportunity], on: date, lang: str) -> Row:
    days = [(on - item.entered_on).days for item in items]
    return {
        "stage": key,
        "title": _title(key, stage, lang),
        "count": len(items),
        "customers": _customers(items),
        "amount": sum(item.amount or 0 for item in items),
        "expected_revenue": money.round_money(sum((_expected(item, stage) for item in items), Fraction(0))),
        "stuck": sum(rule.is_stuck(stay, stage) for stay in days),
        "median_days": rule.median(days),
        "max_days": max(days, default=None),
    }


def _expected(item: OpenOpportunity, stage: Stage | None) -> Fraction:
    weight = rule.probability(item.probability, stage)
    return Fraction(item.amount or 0) * Fraction(weight) if weight is not None else Fraction(0)


def _customers(items: Iterable[OpenOpportunity]) -> int:
    return len({item.customer_id for item in items if item.customer_id is not None})


def _standing_totals(rows: Sequence[Row], everything: Sequence[OpenOpportunity]) -> Row:
    # A customer may stand in two stages: the total counts customers, not the column.
    sums = {key: sum(row[key] for row in rows) for key in ("count", "amount", "expected_revenue", "stuck")}
    return {**sums, "customers": _customers(everything)}


def _missing_notes(known: Stages, items: Sequence[OpenOpportunity]) -> list[str]:
    unpriced = sum(item.amount is None for item in items)
    unweighed = sum(
        item.amount is not None and rule.probability(item.probability, known.get(item.stage or "")) is None
        for item in items
    )
    return missing_notes(unpriced, unweighed)


def _unknown_notes(known: Stages, found: Iterable[str | None]) -> list[str]:
    notes = []
    for key in found:
        if key is None:
            notes.append(_("Opportunities without any stage are listed last; `salescli stage` gives them one."))
        elif key not in known:
            notes.append(
                _("The stage {stage} is not in the policy in force; it has no place, limit or probability.").format(
                    stage=key
                )
            )
    return notes


def _standing_columns() -> list[Column]:
    return [
        Column("stage", _("Stage"), shown=False),
        Column("title", _("Stage")),
        Column("count", _("Open"), "count"),
        Column("customers", _("Customers"), "count"),
        Column("amount", _("Amount"), "money"),
        Column("expected_revenue", _("Expected revenue"), "money"),
        Column("stuck", _("Stuck"), "count"),
        Column("median_days", _("Median days"), "count"),
        Column("max_days", _("Longest days"), "count"),
    ]


# Over a period.


def _over(view: View, period: Period) -> Report:
    start, end = view.seen(period)
    known = stages_of(view, min(period.last, view.on))
    steps = rule.ladder(known.values())
    histories = rule.histories(view.ledger.read("moved_stages", StageMove, start=start, end=end))
    moved = [rule.movement(history, start, end, steps) for history in histories]
    rows = [_moved_row(known[key], place, moved, view.lang) for key, place in steps.steps.items()]
    strange = sorted({key for one in moved for key in one.entered} - known.keys())
    rows += [_strange_row(key, moved) for key in strange]
    rows += [_closed_row(stage, moved, view.lang) for stage in known.values() if stage.closes]
    totals, title = _moved_totals(rows), _("Sales funnel")
    notes = [*_earlier_notes([*rows, totals]), *_unknown_notes(known, strange)]
    return view.report("funnel", title, _moved_columns(), rows, period=period, totals=totals, notes=notes)


def _moved_row(stage: Stage, place: int, moved: Sequence[Movement], lang: str) -> Row:
    reached, advanced = sum(one.reached(place) for one in moved), sum(one.advanced(place) for one in moved)
    return {
        **_strange_row(stage.key, moved),
        "title": stage.title.text(lang),
        "reached": reached,
        "advanced": advanced,
        "conversion": rule.ratio(advanced, reached),
    }


def _strange_row(key: str, moved: Sequence[Movement]) -> Row:
    """What can be said of a stage that has no place in the policy's order."""
    stays = [days for one in moved for stage, days in one.stays if stage == key]
    return {
        "stage": key,
        "title": key,
        "reached": None,
        "entered": sum(key in one.entered for one in moved),
        "advanced": None,
        "lost": sum(one.closed == Closes.LOST and one.closed_from == key for one in moved),
        "conversion": None,
        "median_days": rule.median(stays),
        "amount": None,
    }


def _closed_row(stage: Stage, moved: Sequence[Movement], lang: str) -> Row:
    closed = [one for one in moved if one.closed == stage.closes]
    return {
        "stage": stage.key,
        "title": stage.title.text(lang),
        "reached": len(closed),
        "entered": len(closed),
        "amount": sum(one.amount or 0 for one in closed),
    }


def _earlier_notes(rows: Iterable[Row]) -> list[str]:
    """Why a conversion that is shown passes 100 %, the total's too."""
    if any((row.get("conversion") or 0) > 1 for row in rows):
        return [
            _(
                "Some opportunities went on from a stage that they had reached before the period, so a conversion passes 100 %."
            )
        ]
    return []


def _moved_totals(rows: Sequence[Row]) -> Row:
    advanced, reached = (sum(row.get(key) or 0 for row in rows if "advanced" in row) for key in ("advanced", "reached"))
    entered, lost = (sum(row[key] for row in rows if "lost" in row) for key in ("entered", "lost"))
    conversion = rule.ratio(advanced, reached)
    return {"reached": reached, "entered": entered, "advanced": advanced, "lost": lost, "conversion": conversion}


def _moved_columns() -> list[Column]:
    return [
        Column("stage", _("Stage"), shown=False),
        Column("title", _("Stage")),
        Column("reached", _("Reached"), "count"),
        Column("entered", _("Entered"), "count"),
        Column("advanced", _("Advanced"), "count"),
        Column("lost", _("Lost"), "count"),
        Column("conversion", _("Conversion"), "percent"),
        Column("median_days", _("Median days"), "count"),
        Column("amount", _("Amount"), "money"),
    ]


# Both.


def _title(key: str | None, stage: Stage | None, lang: str) -> str:
    if key is None:
        return _("(no stage)")
    return stage.title.text(lang) if stage else key
