"""Assessments of reps and candidates, classified by person, method and purpose, with count and mean (figures.md §9).

Facts: assessments, reps; of a rater also jobs and teams. Policy: none; what an assessment counts for is the appraisal's.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.evidence import ListedAssessment
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.period import Period
from salescli.reports import fitting
from salescli.reports.evidence_words import METHODS, PURPOSES, RATERS, SELF
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import raters
from salescli.rules.staff import Staff

Row = dict[str, Any]
Group = tuple[str, str, bool]
"""Person, method, and whether it is a self rating, which stands apart."""


def build(
    view: View,
    period: Period | None,
    *,
    rep: str | None = None,
    method: str | None = None,
    purpose: str | None = None,
    fit: str | None = None,
) -> Report:
    """The assessments up to the day, of a period, a person, a method or a purpose where asked, person by person.

    Beside each stands the mean of the person by that method, score ÷ maximum, and how many it is the mean of; self
    ratings have a mean of their own. Totals: how many, and the mean of all but self ratings.

    Args:
        rep: code or name of a rep or candidate; method, purpose: a word of the list, in either language.
        fit: a post, against which people are ranked instead (fitting.py).

    Raises:
        NotFound: no such person or post.
        WrongUse: no such method or purpose.
        NothingInForce: the post requires nothing.
    """
    if fit is not None:
        return fitting.build(view, fit, period, rep=rep, purpose=purpose)
    start, end = view.seen(period) if period else (date.min, view.on + timedelta(days=1))
    listed = view.ledger.read(
        "listed_assessments",
        ListedAssessment,
        start=start,
        end=end,
        rep_id=names.find(view.ledger, "rep", rep).id if rep is not None else None,
        method=METHODS.meant(method) if method is not None else None,
        purpose=PURPOSES.meant(purpose) if purpose is not None else None,
    )
    order = list(METHODS.also)
    listed.sort(key=lambda one: (one.rep, order.index(one.method)))
    groups = _groups(listed)
    rows = [_row(view, one, groups[_group(one)]) for one in listed]
    others = [mark(one) for one in listed if one.rater != SELF]
    totals = {"count": len(rows), "mean": _mean(others)}
    look = Look(grouped=("person",), emphasis=["quiet" if one.rater == SELF else None for one in listed])
    title = _("Assessments: {count}").format(count=len(rows)) if rows else _("Assessments")
    return view.report(
        "assessments", title, _columns(), rows, period=period, totals=totals, rests_on_policy=False, look=look
    )


def rater_by_teams(ledger: Ledger, rated: int, rater: int, day: date) -> str | None:
    """Who a rep is, seen from a rated person, by the teams of a day: manager, subordinate or peer; None: none of these."""
    staff = Staff(ledger.read("employments", Employment), ledger.read("team_places", TeamPlaceChange))
    return raters.by_teams(staff, rated, rater, day)


def mark(one: ListedAssessment) -> Fraction:
    """Score ÷ maximum, 0…1."""
    return Fraction(one.score) / Fraction(one.out_of)


def _group(one: ListedAssessment) -> Group:
    return one.rep, one.method, one.rater == SELF


def _groups(listed: Iterable[ListedAssessment]) -> Mapping[Group, Sequence[Fraction]]:
    found: dict[Group, list[Fraction]] = {}
    for one in listed:
        found.setdefault(_group(one), []).append(mark(one))
    return found


def _mean(marks: Sequence[Fraction]) -> Fraction | None:
    return sum(marks, Fraction(0)) / len(marks) if marks else None


def _row(view: View, one: ListedAssessment, own: Sequence[Fraction]) -> Row:
    mean = _mean(own)
    return {
        "person": f"{one.name} ({one.rep})",
        "rep": one.rep,
        "name": one.name,
        "method": one.method,
        "purpose": one.purpose,
        "happened_on": one.happened_on,
        "score": one.score,
        "out_of": one.out_of,
        "mark": mark(one),
        "rater": one.rater,
        "entered_by": one.entered_by,
        "entered_by_name": one.entered_by_name,
        "count": len(own),
        "mean": mean,
        "sums": _sums(mean, len(own)),
        "id": view.ledger.show_id(one.id),
    }


def _sums(mean: Fraction | None, count: int) -> str:
    """The mean and what it is the mean of; nothing beside a mark that stands alone."""
    if mean is None or count < 2:
        return ""
    return _("{mean}% of {count}").format(mean=money.round_decimal(mean * 100, 1), count=count)


def _columns() -> list[Column]:
    return [
        Column("person", _("Person"), data=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), shown=False),
        Column("method", _("Method"), words=METHODS.titles()),
        Column("purpose", _("Purpose"), words=PURPOSES.titles()),
        Column("happened_on", _("Day"), "date"),
        Column("score", _("Score"), "count"),
        Column("out_of", _("Out of"), "count"),
        Column("mark", _("Mark"), "percent"),
        Column("sums", _("Mean"), data=False),
        Column("rater", _("Rater"), words=RATERS.titles()),
        Column("entered_by", _("Entered by"), shown=False),
        Column("entered_by_name", _("Entered by"), under="method"),
        Column("count", _("How many"), "count", shown=False),
        Column("mean", _("Mean"), "percent", shown=False),
        Column("id", _("Id")),
    ]
