"""Statements (考核结果单, figures.md §10): everybody's figures of a closed period as they were kept, and what they are now.

A row has what the statement says (`months`, `items`, `true_ups` and `recommendations` too), whether recomputing as closed gives
the same, what later facts have changed of it since (`later`, without what was trued up in a month of the period itself: that
stands in its total), and what of that other statements have trued up (`trued_up`). Of one rep people read all that was kept.
Facts: statements, and whatever their figures rest on.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.errors import NothingInForce, Refused
from salescli.facts.closed import Closing, StatementRow
from salescli.ledger import names
from salescli.ledger.known import Head
from salescli.period import Period
from salescli.reports import appraise, commission, disputes, kept_words
from salescli.reports.closed import as_closed, calendar_of, closing_of, statements_of
from salescli.reports.lists import titles
from salescli.reports.paid import months_of
from salescli.reports.pay import FIGURES, figure_columns
from salescli.reports.report import Column, Report
from salescli.reports.settled import due_of
from salescli.reports.trued_up import TrueUp, name_of, true_ups_of, trued_up_in
from salescli.reports.view import View
from salescli.reports.whose import several
from salescli.rules.statement import Figures, digest_of, figures_in, figures_of, text_of

Row = dict[str, Any]
APPRAISED = ("post", "score", "penalty_points", "coverage", "grade", "rank", "commission")
ITEM = ("method", "measure", "assessment", "weight", "kind", "actual", "target", "attainment", "score")
RECOMMENDED = ("recommend", "standard", "amount")
"""What of an appraisal's row, of each of its items and recommendations is kept: keys and figures, for a sentence has a language."""


# What is kept.


def kept_of(view: View, period: Period) -> Mapping[str, str]:
    """What a statement keeps of everybody, by rep code: the appraisal, the pay of every month, the true-ups.

    Raises:
        Refused: a pay that cannot be reckoned.
        WrongUse: a period that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    staff = commission.staff_of(view)
    due = due_of(view, period, staff)
    for rep, fault in due.faults.items():
        raise Refused(_("The pay of {rep} cannot be reckoned, so nothing is closed: {why}").format(rep=rep, why=fault))
    rows = {row["rep"]: row for row in appraise.build(view, period).rows}
    known = calendar_of(view).months
    months = {month: due_of(view, month, staff) for month in period.months() if month not in known}
    return {
        rep: text_of(
            {
                "appraisal": _appraised(rows[rep]) if rep in rows else None,
                "months": {month.name: figures_of(one.of(rep)) for month, one in months.items()},
                "pay": {key: getattr(due.of(rep), key) for key in FIGURES},
                "true_ups": [_true_up(one, rep) for one in due.true_ups if rep in one.of],
            }
        )
        for rep in sorted({*rows, *due.reps()})
    }


def _appraised(row: Mapping[str, Any]) -> Row:
    """What is kept of an appraisal's row."""
    return {
        **{key: row[key] for key in APPRAISED},
        "items": [{key: item[key] for key in ITEM} for item in row["items"]],
        "recommendations": [{key: one[key] for key in RECOMMENDED} for one in row["recommendations"]],
    }


def _true_up(one: TrueUp, rep: str) -> Row:
    of = [one.closing.starts_on.isoformat(), one.closing.ends_on.isoformat()]
    return {"of": of, "month": one.month.name, "amount": one.amount(rep)}


# The reports.


def build(view: View, period: Period, rep: str | None = None) -> Report:
    """The statements of a closed period, of everybody or of one rep.

    Raises:
        NothingInForce: the period is not closed.
        NotFound: no such rep.
    """
    closing = _closing(view, period)
    code = names.find(view.ledger, "rep", rep).code if rep else None
    with as_closed(view, closing) as closed:
        again = kept_of(closed, period)
        posts = titles.post_titles(closed)
    since, statements, before = _since(view, period), statements_of(view, closing), _before(view, period, closing)
    rows = [_row(view, one, again, since, before) for one in statements if code in (None, one.rep)]
    notes = [
        *(_closed(closing, statements) if statements else ()),
        *_recomputed(rows),
        *disputes.notes_on(view, period, code),
    ]
    return _report(view, period, posts, rows, notes, of_one=rep is not None)


def draft(view: View, period: Period) -> Report:
    """What closing a period would keep; nothing is kept."""
    staff, kept, before = commission.staff_of(view), kept_of(view, period), _before(view, period)
    rows = [
        {"rep": rep, "name": staff.by_code[rep].name, **_figures(rep, figures_in(text), before), **dict.fromkeys(SINCE)}
        for rep, text in kept.items()
    ]
    notes = [_("A dry run: nothing was kept. Digest of the figures {digest}.").format(digest=_short(kept.values()))]
    return _report(view, period, titles.post_titles(view), rows, notes)


def _report(
    view: View, period: Period, posts: Mapping[str, str], rows: list[Row], notes: list[str], of_one: bool = False
) -> Report:
    """People read of one rep everything that was kept, of several what fits on a terminal, and where the rest is."""
    report = view.report(
        "statement",
        _("Statement"),
        _columns(posts, view.lang, rows),
        rows,
        period=period,
        totals={key: _sum(row[key] for row in rows) for key in (*FIGURES, "later", "trued_up")} if rows else {},
        notes=notes,
    )
    if not rows:
        return report
    return replace(report, instead=kept_words.slip(report, posts, view.lang) if of_one else _table(report))


def _table(report: Report) -> Report:
    """Everybody's outcome and total; what was kept beside it each has on a page of his own."""
    kept = any(row["id"] is not None for row in report.rows)
    said = _("What the totals are made of: `salescli statement {period} REP` for one, --format csv for everybody.")
    more = [said.format(period=report.period.name)] if kept and report.period else []
    return replace(report, notes=[*report.notes, *more])


def _closing(view: View, period: Period) -> Closing:
    months_of(period)  # of nothing else there can be a statement
    found = closing_of(view, period)
    if found is None:
        raise NothingInForce(
            _("{period} is not closed; `salescli close {period}` closes it once it is over.").format(period=period.name)
        )
    if (found.starts_on, found.ends_on) != (period.start, period.end):
        raise NothingInForce(
            _("{period} was closed with {whole}; `salescli statement {whole}` shows its statements.").format(
                period=period.name, whole=name_of(found.starts_on, found.ends_on)
            )
        )
    return found


# What has changed since.


@dataclass(frozen=True, slots=True)
class _Since:
    """What has changed of what a period's statements say, minor units by rep code: `paid` of it by others, and what is `coming`."""

    paid: Mapping[str, int]
    coming: Sequence[TrueUp]

    def row(self, rep: str) -> Row:
        """A rep's, as a report's row holds it."""
        paid = self.paid.get(rep, 0)
        return {"later": paid + sum(one.amount(rep) for one in self.coming), "trued_up": paid}


def _since(view: View, period: Period) -> _Since:
    """Of the months of a period, by whichever closing they were closed; what was trued up in one of them is in its total already."""
    known, staff = calendar_of(view), commission.staff_of(view)
    mine = [one for one in known.closings if any(period.contains(month.start) for month in known.of(one))]
    paid: dict[str, int] = {}
    for one in mine:
        for rep, amount in trued_up_in(view, one, known.trued_up_by(one), outside=period).items():
            paid[rep] = paid.get(rep, 0) + amount
    months = dict.fromkeys(known.first_open(one) for one in mine)
    return _Since(paid, [one for month in months for one in true_ups_of(view, staff, month) if one.closing in mine])


# Rows.

EXACT = ("actual", "target", "attainment", "score")
SINCE = ("later", "trued_up", "same", "id")
"""What of a row is known only once something was kept."""


Months = Mapping[str, Mapping[str, Figures]]
"""By rep code and the months' names."""


def _before(view: View, period: Period, closing: Closing | None = None) -> Months:
    """What other statements kept of the months of a period that were closed on their own, before its closing."""
    found: dict[str, dict[str, Figures]] = defaultdict(dict)
    for month, by in calendar_of(view).months.items():
        if by != closing and period.start <= month.start and month.end <= period.end:
            for one in statements_of(view, by):
                months = figures_in(one.figures)["months"]
                if month.name in months:
                    found[one.rep][month.name] = months[month.name]
    return found


def _figures(rep: str, kept: Figures, before: Months) -> Row:
    """What was kept, with all months of the period: those that were closed on their own as their statements have them."""
    return of_figures({**kept, "months": {**before.get(rep, {}), **kept["months"]}})


def _row(view: View, one: StatementRow, again: Mapping[str, str], since: _Since, before: Months) -> Row:
    return {
        "rep": one.rep,
        "name": one.name,
        **_figures(one.rep, figures_in(one.figures), before),
        **since.row(one.rep),
        "same": again.get(one.rep) == one.figures,
        "id": view.ledger.show_id(one.id),
    }


def of_figures(kept: Figures) -> Row:
    """What was kept, as a report's row holds it."""
    appraised: Figures = kept["appraisal"] or {}
    return {
        "post": appraised.get("post"),
        "score": _decimal(appraised.get("score")),
        "penalty_points": _decimal(appraised.get("penalty_points")),
        "coverage": _decimal(appraised.get("coverage")),
        "grade": appraised.get("grade"),
        "rank": appraised.get("rank"),
        **{key: kept["pay"][key] for key in FIGURES},
        "months": [{"month": name, **month} for name, month in sorted(kept["months"].items())],
        "items": [_item(item) for item in appraised.get("items", ())],
        "true_ups": [
            {"of": _named(one["of"]), "month": one["month"], "amount": one["amount"]} for one in kept["true_ups"]
        ],
        "recommendations": [dict(one) for one in appraised.get("recommendations", ())],
    }


def _item(kept: Figures) -> Row:
    """An item with its figures as numbers again: money stands in minor units, all else as exact text."""
    exact = {key: Fraction(kept[key]) for key in EXACT if isinstance(kept[key], str)}
    return {**kept, **exact, "weight": _decimal(kept["weight"])}


def _named(days: Sequence[str]) -> str:
    from datetime import date

    first, end = (date.fromisoformat(day) for day in days)
    return name_of(first, end)


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _sum(values: Iterable[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


# What is said beside them.


def _closed(closing: Closing, statements: Sequence[StatementRow]) -> list[str]:
    return [
        _("Closed on {day} by {who}, at the ledger's head {head}; digest of the figures {digest}.").format(
            day=closing.closed_on.isoformat(),
            who=statements[0].recorded_by,
            head=Head.of_text(closing.ledger_head).digest[:12],
            digest=_short(row.figures for row in statements),
        )
    ]


def _short(texts: Iterable[str]) -> str:
    return digest_of(texts)[:12]


def _recomputed(rows: Sequence[Row]) -> Iterable[str]:
    other = [row["rep"] for row in rows if not row["same"]]
    if other:
        said = _("Recomputed as closed, the figures of {reps} differ: run `salescli verify`.")
        yield said.format(reps=several(other))
    elif rows:
        yield _("Recomputed as closed: the same to the cent.")


def _columns(posts: Mapping[str, str], lang: str, rows: Sequence[Row]) -> list[Column]:
    return [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=posts, shown=False),
        Column("score", _("Score"), "score"),
        Column("penalty_points", _("Penalty points"), "score", shown=False),
        Column("coverage", _("Coverage"), "score", shown=False),
        Column("grade", _("Grade")),
        Column("rank", _("Rank"), "count", shown=False),
        *(replace(column, shown=column.key == "total") for column in figure_columns()),
        Column("later", _("Changed since"), "money", shown=any(row["later"] for row in rows)),
        Column("trued_up", _("Of it trued up"), "money", shown=any(row["trued_up"] for row in rows)),
        Column("same", _("Recomputes"), "flag", shown=False, words={True: _("yes"), False: _("no")}),
        Column("id", _("Id"), shown=False),
        *kept_words.nested_columns(lang),
    ]
