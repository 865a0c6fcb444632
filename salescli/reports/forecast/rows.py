"""The rows of a forecast: a month's figures with what stands behind them, their sums and columns; which opportunities is not known here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.reports.report import Column
from salescli.rules import forecast as rule
from salescli.rules.forecast import Experience, Prospect

Row = dict[str, Any]
SUMS = ("won", "expected_revenue", "best_case", "target", "gap", "historical_revenue")
WHOLE_UNITS = "_in_units"  # behind the key of a figure as people read it


@dataclass(frozen=True, slots=True)
class _Figures:
    """What a row's figures are made of, in minor units, or in whole units of the currency as people read them."""

    won: int
    expected: int
    full: int
    target: int | None
    historical: int | None

    def keyed(self, suffix: str = "") -> Row:
        """The figures by their columns' keys."""
        figures = {
            "won": self.won,
            "expected_revenue": self.expected,
            "best_case": self.won + self.full,
            "target": self.target,
            "gap": None if self.target is None else self.target - self.won - self.expected,
            "historical_revenue": self.historical,
        }
        return {key + suffix: value for key, value in figures.items()}

    def in_units(self) -> "_Figures":
        """The same in whole units: what is to come is not known to the cent."""
        return _Figures(
            _units(self.won),
            _units(self.expected),
            _units(self.full),
            None if self.target is None else _units(self.target),
            None if self.historical is None else _units(self.historical),
        )


def _units(minor: int) -> int:
    return int(money.round_decimal(Fraction(minor, 100), 0))


def month_row(
    name: str, own: Sequence[Prospect], won: Fraction, target: int | None, rates: Mapping[str, Experience]
) -> Row:
    """A month, or what is overdue or has no date: its figures, and what stands behind them stage by stage."""
    figures = _Figures(
        money.round_money(won),
        money.round_money(sum((one.expected for one in own), Fraction(0))),
        money.round_money(sum((one.worth for one in own), Fraction(0))),
        target,
        _rounded(rule.by_experience(own, rates)),
    )
    return {
        "month": name,
        **figures.keyed(),
        "opportunities": len(own),
        "stages": _stage_rows(own, rates),
        **figures.in_units().keyed(WHOLE_UNITS),
    }


def _rounded(value: Fraction | None) -> int | None:
    return None if value is None else money.round_money(value)


def _stage_rows(own: Sequence[Prospect], rates: Mapping[str, Experience]) -> list[Row]:
    """What stands behind a row, stage by stage, with the counts that each historical rate rests on."""
    rows = []
    for stage in [*rates, *sorted({one.stage for one in own if one.stage} - rates.keys()), None]:
        here = [one for one in own if one.stage == stage]
        known = rates.get(stage or "", Experience(0, 0))
        row = {
            "stage": stage,
            "opportunities": len(here),
            "amount": money.round_money(sum((one.worth for one in here), Fraction(0))),
            "expected_revenue": money.round_money(sum((one.expected for one in here), Fraction(0))),
            "won": known.won,
            "closed": known.closed,
            "win_rate": known.rate,
            "historical_revenue": _rounded(rule.by_experience(here, rates)),
        }
        if here:
            rows.append(row)
    return rows


def totals(rows: Sequence[Row]) -> Row:
    """The sums of the columns, as people read them rounded once; no value where no row has one, and of the second opinion
    where one row has none."""
    found: Row = {key: rule.summed([row[key] for row in rows]) for key in (*SUMS, "opportunities")}
    if any(row["historical_revenue"] is None for row in rows):
        found["historical_revenue"] = None
    units = {key + WHOLE_UNITS: None if found[key] is None else _units(found[key]) for key in SUMS}
    return {**found, **units}


def without_target(rows: Sequence[Row]) -> int:
    """What is won or expected where there is no target and so no gap, minor units; 0 where no row has one at all."""
    if all(row["target"] is None for row in rows):
        return 0
    return sum(row["won"] + row["expected_revenue"] for row in rows if row["target"] is None)


def columns() -> list[Column]:
    """The columns of the rows."""
    stages = (
        Column("stage", _("Stage")),
        Column("opportunities", _("Open"), "count"),
        Column("amount", _("Amount"), "money"),
        Column("expected_revenue", _("Expected revenue"), "money"),
        Column("won", _("Won"), "count"),
        Column("closed", _("Closed"), "count"),
        Column("win_rate", _("Win rate"), "percent"),
        Column("historical_revenue", _("By history"), "money"),
    )
    titles = {
        "won": _("Won"),
        "expected_revenue": _("Expected"),
        "best_case": _("Best case"),
        "target": _("Target"),
        "gap": _("Gap"),
        "historical_revenue": _("By history"),
    }
    return [
        Column("month", _("Month"), words={rule.OVERDUE: _("overdue"), rule.NO_DATE: _("no date")}),
        *(column for key in SUMS for column in _twice(key, titles[key])),
        Column("opportunities", _("Open"), "count"),
        Column("stages", _("Stages"), "nested", inner=stages),
    ]


def _twice(key: str, title: str) -> tuple[Column, Column]:
    """A figure to the cent for programs, in whole units for people."""
    return Column(key, title, "money", shown=False), Column(key + WHOLE_UNITS, title, "count", data=False)
