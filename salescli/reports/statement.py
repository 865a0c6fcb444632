"""Statements (考核结果单, figures.md §10): everybody's figures of a closed period as they were kept, and what they are now.

A row has what the statement says, whether recomputing as closed gives the same, and what later facts have changed of it since
(`later`, trued up in an open month). Facts: statements, and whatever their figures rest on.
"""

from collections.abc import Mapping
from decimal import Decimal
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.errors import NothingInForce, Refused
from salescli.facts.closed import Closing, StatementRow
from salescli.ledger import names
from salescli.ledger.known import Head
from salescli.period import Period
from salescli.reports import appraise, commission
from salescli.reports.closed import as_closed, calendar_of, closing_of, statements_of
from salescli.reports.lists import titles
from salescli.reports.report import Column, Report
from salescli.reports.settled import due_of
from salescli.reports.trued_up import TrueUp, true_ups_of
from salescli.reports.view import View
from salescli.rules.statement import Figures, digest_of, figures_in, figures_of, text_of

Row = dict[str, Any]
PAY = ("base", "bonus", "commission", "penalty", "true_up", "draw", "total")
TEXTS = ("name", "why")
"""What of an appraisal's row is a sentence or a name, and no figure."""


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
    texts = {}
    for rep in dict.fromkeys([*rows, *due.reps()]):
        texts[rep] = text_of(
            {
                "appraisal": _figures(rows.get(rep)),
                "months": {month.name: figures_of(one.of(rep)) for month, one in months.items()},
                "pay": {key: getattr(due.of(rep), key) for key in PAY},
                "true_ups": [_true_up(one, rep) for one in due.true_ups if rep in one.of],
            }
        )
    return texts


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
    later = _later(view, closing)
    statements = statements_of(view, closing)
    rows = [_row(view, one, again, later) for one in statements if code in (None, one.rep)]
    return view.report(
        "statement",
        _("Statement"),
        _columns(posts),
        rows,
        period=period,
        totals={key: _sum(row[key] for row in rows) for key in (*PAY, "later")},
        notes=_notes(closing, statements, again, rows),
    )


def _closing(view: View, period: Period) -> Closing:
    found = closing_of(view, period)
    if found is None or (found.starts_on, found.ends_on) != (period.start, period.end):
        raise NothingInForce(
            _("{period} is not closed; `salescli close {period}` closes it once it is over.").format(period=period.name)
        )
    return found


def _later(view: View, closing: Closing) -> TrueUp | None:
    """What stands as its true-up in the first open month."""
    known = calendar_of(view)
    if not known.of(closing):
        return None
    found = true_ups_of(view, commission.staff_of(view), known.first_open(closing))
    return next((one for one in found if one.closing == closing), None)


def _row(view: View, one: StatementRow, again: Mapping[str, str], later: TrueUp | None) -> Row:
    kept = figures_in(one.figures)
    appraised: Figures = kept["appraisal"] or {}
    return {
        "rep": one.rep,
        "name": one.name,
        "post": appraised.get("post"),
        "score": _decimal(appraised.get("score")),
        "coverage": _decimal(appraised.get("coverage")),
        "grade": appraised.get("grade"),
        "rank": appraised.get("rank"),
        **{key: kept["pay"][key] for key in PAY},
        "later": later.amount(one.rep) if later else 0,
        "same": again.get(one.rep) == one.figures,
        "id": view.ledger.show_id(one.id),
    }


def _figures(value: Any) -> Any:
    """A row without its sentences, which have a language, down to what is nested in it."""
    if isinstance(value, Mapping):
        return {key: _figures(one) for key, one in value.items() if key not in TEXTS and key != "pay"}
    return [_figures(one) for one in value] if isinstance(value, list) else value


def _true_up(one: TrueUp, rep: str) -> Row:
    of = [one.closing.starts_on.isoformat(), one.closing.ends_on.isoformat()]
    return {"of": of, "month": one.month.name, "amount": one.amount(rep)}


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text is not None else None


def _sum(values: Any) -> int:
    return sum(value for value in values if value is not None)


def _notes(closing: Closing, statements: Any, again: Mapping[str, str], rows: list[Row]) -> list[str]:
    first = statements[0]
    notes = [
        _("Closed on {day} by {who}, at the ledger's head {head}; digest of the figures {digest}.").format(
            day=closing.closed_on.isoformat(),
            who=first.recorded_by,
            head=Head.of_text(closing.ledger_head).digest[:12],
            digest=digest_of(row.figures for row in statements)[:12],
        )
    ]
    if all(row["same"] for row in rows):
        return [*notes, _("Recomputed as closed: the same to the cent.")]
    other = [row["rep"] for row in rows if not row["same"]]
    return [
        *notes,
        _("Recomputed as closed, the figures of {reps} differ: run `salescli verify`.").format(reps=", ".join(other)),
    ]


def _columns(posts: Mapping[str, str]) -> list[Column]:
    return [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=posts, under="name"),
        Column("score", _("Score"), "score"),
        Column("coverage", _("Coverage"), "score", shown=False),
        Column("grade", _("Grade")),
        Column("rank", _("Rank"), "count"),
        Column("base", pgettext("pay", "Base"), "money"),
        Column("bonus", _("Bonuses"), "money"),
        Column("commission", _("Commission"), "money"),
        Column("penalty", _("Penalties"), "money"),
        Column("true_up", _("True-ups"), "money"),
        Column("draw", _("Draw"), "money"),
        Column("total", _("Total"), "money"),
        Column("later", _("Changed since"), "money"),
        Column("same", _("Recomputes"), "flag", shown=False, words={True: _("yes"), False: _("no")}),
        Column("id", _("Id"), shown=False),
    ]
