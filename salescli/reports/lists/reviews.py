"""The list of quality reviews with their three marks; the measure of quality rests on those of follow-ups alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.facts.evidence import ListedReview
from salescli.facts.names import Named
from salescli.period import Period
from salescli.reports.report import Column, Report
from salescli.reports.view import View

Row = dict[str, Any]
MARKS = ("effectiveness", "professionalism", "problem_solving")


def reviews(view: View, rep: Named | None, period: Period | None) -> Report:
    """The reviews made by the day: of one rep's work, or of follow-ups and complaints of a period, where asked.

    Totals: how many, and the mean of each mark and of their means (1 to 5).
    """
    start, end = view.seen(period) if period else (date.min, view.on + timedelta(days=1))
    whose = rep.id if rep else None
    listed = view.ledger.read("listed_reviews", ListedReview, day=view.on, start=start, end=end, rep_id=whose)
    rows = [_row(view, one) for one in listed]
    totals: dict[str, Any] = {"reviews": len(rows)}
    if rows:
        totals |= {f"mean_{key}": _mean([row[key] for row in rows]) for key in MARKS}
        totals["mean_mark"] = _mean([row["mean"] for row in rows])
    title = _title(totals) if rows else _("Reviews")
    return view.report("reviews", title, _columns(), rows, period=period, totals=totals, rests_on_policy=False)


def _mean(values: Sequence[int | Fraction]) -> Fraction:
    return sum(map(Fraction, values), Fraction(0)) / len(values)


def _row(view: View, one: ListedReview) -> Row:
    marks = {key: getattr(one, key) for key in MARKS}
    return {
        "subject_on": one.subject_on,
        "subject_id": view.ledger.show_id(one.subject_id),
        "kind": one.kind,
        "customer": one.customer,
        "customer_id": view.ledger.show_id(one.customer_id),
        "rep": one.rep,
        "name": one.name,
        **marks,
        "mean": _mean(list(marks.values())),
        "reviewer": one.reviewer,
        "reviewer_name": one.reviewer_name,
        "happened_on": one.happened_on,
        "id": view.ledger.show_id(one.id),
        "reviews": 1,
    }


def _title(totals: dict[str, Any]) -> str:
    return _("Reviews: {count}, mean {mean} of 5").format(
        count=totals["reviews"], mean=money.round_decimal(totals["mean_mark"], 2)
    )


def _columns() -> list[Column]:
    kinds = {"follow_up": pgettext("reviewed", "follow-up"), "complaint": pgettext("reviewed", "complaint")}
    titles = {
        "effectiveness": pgettext("mark of a review", "Effect."),
        "professionalism": pgettext("mark of a review", "Profess."),
        "problem_solving": pgettext("mark of a review", "Solving"),
    }
    return [
        Column("subject_on", _("Day"), "date"),
        Column("subject_id", pgettext("review", "Of")),
        Column("kind", _("What"), words=kinds, under="customer"),
        Column("customer", _("Customer")),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        *[Column(key, titles[key], "count") for key in MARKS],
        Column("mean", _("Mean"), "ratio"),
        Column("reviewer", _("Reviewed by"), shown=False),
        Column("reviewer_name", _("Reviewed by"), under="customer"),
        Column("happened_on", _("Reviewed on"), "date", under="customer"),
        Column("id", _("Id")),
        Column("reviews", _("Reviews"), "count", shown=False),
        *[Column(f"mean_{key}", titles[key], "ratio", shown=False) for key in MARKS],
        Column("mean_mark", _("Mean"), "ratio", shown=False),
    ]
