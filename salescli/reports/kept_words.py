"""What was kept of one rep when a period was closed, for people: the pay by months, the items, the true-ups; nothing is reckoned."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.reports import standard_words
from salescli.reports.appraisal_words import item_columns, item_titles, percent
from salescli.reports.pay import FIGURES, figure_columns
from salescli.reports.report import Column, Look, Report

Row = Mapping[str, Any]
NO_VALUE = "—"  # in a sentence


def slip(report: Report, posts: Mapping[str, str], lang: str) -> Report:
    """What people read of one rep: every month's pay and below it the appraisal's items and the true-ups."""
    row = report.rows[0]
    post = posts.get(row["post"], row["post"])
    title = _("Statement of {rep} {name}").format(rep=row["rep"], name=row["name"])
    notes = [*([_scored(row)] if row["items"] else []), *_changed(row), *report.notes]
    months = [column for column in _month_columns() if column.key == "month"]
    used = {key for key in FIGURES if any(one[key] for one in row["months"])}
    section = replace(report, columns=(), rows=(), totals={}, notes=(), period=None, look=Look())
    return replace(
        report,
        title=f"{title} · {post}" if post else title,
        columns=[*months, *figure_columns(used)],
        rows=row["months"],
        totals={key: row[key] for key in FIGURES},
        notes=notes,
        sections=[one for one in (_items(section, row, lang), _true_ups(section, row)) if one.rows],
    )


def _items(section: Report, row: Row, lang: str) -> Report:
    rows = [{**item, "item": item["measure"] or item["assessment"] or item["method"]} for item in row["items"]]
    columns = [
        Column("item", _("Item"), words=item_titles(lang)),
        *(column for column in item_columns() if column.key not in ("measure", "assessment")),
    ]
    return replace(section, title=_("Appraisal"), columns=columns, rows=rows, totals={"score": row["score"]})


def _true_ups(section: Report, row: Row) -> Report:
    return replace(
        section,
        title=_("True-ups"),
        columns=_true_up_columns(),
        rows=row["true_ups"],
        totals={"amount": sum(one["amount"] for one in row["true_ups"])},
    )


def _scored(row: Row) -> str:
    """The appraisal's outcome in a sentence."""
    said = {key: NO_VALUE if row[key] is None else row[key] for key in ("grade", "rank")}
    score = NO_VALUE if row["score"] is None else money.round_decimal(row["score"], 2)
    coverage = NO_VALUE if row["coverage"] is None else percent(row["coverage"])
    outcomes = standard_words.outcomes()
    recommended = ", ".join(outcomes.get(one["recommend"], one["recommend"]) for one in row["recommendations"])
    sentence = _("Score {score}, grade {grade}, rank {rank} within the post, coverage {coverage}.").format(
        **said, score=score, coverage=coverage
    )
    points = row["penalty_points"]
    more = [
        _("Penalty points taken off: {points}.").format(points=f"{points.normalize():f}") if points else "",
        _("Recommended: {recommendations}.").format(recommendations=recommended) if recommended else "",
    ]
    return " ".join(filter(None, [sentence, *more]))


def _changed(row: Row) -> Sequence[str]:
    """What later facts have changed of it, in a sentence."""
    if not row["later"] and not row["trued_up"]:
        return []
    said = _("Later facts have changed {later} of it, trued up in the first open month.")
    if row["trued_up"]:
        said = _("Later facts have changed {later} of it; {paid} is trued up so far, and {rest} is to come.")
    amounts = {"later": row["later"], "paid": row["trued_up"], "rest": row["later"] - row["trued_up"]}
    return [said.format(**{key: money.money_text(amount, grouped=True) for key, amount in amounts.items()})]


# Columns.


def nested_columns(lang: str) -> tuple[Column, ...]:
    """What programs get beside the figures of a row: all that was kept."""
    recommended = (
        Column("recommend", _("Recommendation"), words=standard_words.outcomes()),
        Column("standard", _("Standard")),
        Column("amount", _("Amount"), "money"),
    )
    return (
        Column("months", _("Months"), "nested", shown=False, inner=_month_columns()),
        Column("items", _("Items"), "nested", shown=False, inner=item_columns()),
        Column("true_ups", _("True-ups"), "nested", shown=False, inner=_true_up_columns()),
        Column("recommendations", _("Recommendations"), "nested", shown=False, inner=recommended),
    )


def _month_columns() -> tuple[Column, ...]:
    return (Column("month", _("Month")), *figure_columns())


def _true_up_columns() -> tuple[Column, ...]:
    return (
        Column("of", _("Of")),
        Column("month", _("Month")),
        Column("amount", _("Amount"), "money"),
    )
