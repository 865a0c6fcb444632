"""The list of targets as they stand; whether they were reached is the targets report's."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import ListedTarget
from salescli.measure import MEASURE_WORDS, MeasureKey, Written
from salescli.period import Period, period_of
from salescli.reports.report import Column, Kind, Look, Report
from salescli.reports.view import View
from salescli.terms import Scope

Row = dict[str, Any]
KINDS: Mapping[Written, Kind] = {"money": "money", "count": "count", "percent": "percent", "number": "count"}


def targets(view: View, period: Period | None) -> Report:
    """The targets that stand on the day, those whose days meet the period alone where given.

    Of targets set again for the same days, the last one stands.
    """
    start, end = (period.start, period.end) if period else (date.min, date.max)
    listed = view.ledger.read("listed_targets", ListedTarget, day=view.on, start=start, end=end)
    latest = {(one.scope, one.who, one.measure, one.product, one.starts_on, one.ends_on): one for one in listed}
    rows = [_target_row(view, one) for one in sorted(latest.values(), key=_place)]
    look = Look(grouped=("scope", "who", "name"))
    columns = _target_columns(view.lang)
    return view.report("target_list", _("Targets"), columns, rows, period=period, rests_on_policy=False, look=look)


def _place(one: ListedTarget) -> tuple[int, str, date, date, str, str]:
    scopes = [Scope.COMPANY, Scope.TEAM, Scope.REP]
    return scopes.index(Scope(one.scope)), one.who or "", one.starts_on, one.ends_on, one.measure, one.product or ""


def _target_row(view: View, one: ListedTarget) -> Row:
    kind = KINDS[MEASURE_WORDS[MeasureKey(one.measure)].written]
    return {
        "scope": one.scope,
        "who": one.who,
        "name": one.name,
        "measure": one.measure,
        "product": one.product,
        "period": _period_name(one),
        "starts_on": one.starts_on,
        "ends_on": one.ends_on,
        "kind": kind,
        "target": one.amount if one.amount is not None else Fraction(one.number or 0),
        "exact": "exact" if one.exact else None,
        "set_on": one.set_on,
        "id": view.ledger.show_id(one.id),
    }


def _period_name(one: ListedTarget) -> str:
    span = Period(one.starts_on, one.ends_on, "")
    kind = span.kind
    return period_of(kind, one.starts_on).name if kind else f"{span.start.isoformat()}..{span.last.isoformat()}"


def _target_columns(lang: str) -> list[Column]:
    scopes = {Scope.REP: _("rep"), Scope.TEAM: _("team"), Scope.COMPANY: _("company")}
    return [
        Column("scope", _("Scope"), words=scopes),
        Column("who", _("Who")),
        Column("name", _("Name")),
        Column("measure", _("Measure"), words=_measures(lang)),
        Column("product", _("Product")),
        Column("period", _("Period")),
        Column("starts_on", _("Starts on"), "date", shown=False),
        Column("ends_on", _("Ends before"), "date", shown=False),
        Column("target", _("Target"), "money", kind_in="kind"),
        Column("exact", _("Pro rata"), words={"exact": _("never pro rata")}, under="measure"),
        Column("set_on", _("Set on"), "date"),
        Column("id", _("Id")),
    ]


def _measures(lang: str) -> dict[str, str]:
    return {key: words.zh if lang == "zh" else words.en for key, words in MEASURE_WORDS.items()}
