"""What others said of a rep's work in the period: customers, whoever reviewed it, and whoever assessed the rep."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.reports.appraisal_words import is_of_self, item_titles, name_of
from salescli.reports.evidence_words import FEEDBACK_KINDS, METHODS, PURPOSES, RATERS, SELF
from salescli.reports.lists.reviews import MARKS
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.gathered import One, Row
from salescli.rules.measures import BEST_RATING

Rows = Sequence[Mapping[str, Any]]


# Customers.


def customers(one: One) -> Report:
    """How many ratings and their mean; each complaint and suggestion with what came of it."""
    given = one.all.feedback.get(one.person.code, ())
    rows = [_said(row) for row in given if row["kind"] != "rating"]
    states = {
        "open": pgettext("of feedback", "open"),
        "overdue": pgettext("of feedback", "overdue"),
        "in_time": pgettext("of feedback", "in time"),
        "late": pgettext("of feedback", "late"),
        "closed": pgettext("of feedback", "closed"),
    }
    columns = [
        Column("customer", _("Customer")),
        Column("happened_on", _("Day"), "date"),
        Column("kind", _("Kind"), words=FEEDBACK_KINDS.titles()),
        Column("state", _("State"), words=states),
        Column("closed_on", _("Closed on"), "date"),
        Column("content", _("Said"), under="customer"),
        Column("outcome", _("Outcome"), under="customer"),
    ]
    notes = list(_customer_notes(given)) or [_("Nothing was said by customers.")]
    return one.section(_("What customers said"), columns, rows, notes=notes)


def _said(row: Mapping[str, Any]) -> Row:
    return {key: row[key] for key in ("customer", "happened_on", "kind", "state", "closed_on", "content", "outcome")}


def _customer_notes(given: Rows) -> Iterator[str]:
    stars = [row["rating"] for row in given if row["kind"] == "rating"]
    complaints = [row for row in given if row["kind"] == "complaint"]
    if stars:
        yield ngettext(
            "{count} rating, {mean} of {best}.", "{count} ratings, {mean} of {best} in the mean.", len(stars)
        ).format(count=len(stars), mean=money.round_decimal(Fraction(sum(stars), len(stars)), 2), best=BEST_RATING)
    if complaints:
        in_time = sum(row["closed_in_time"] for row in complaints)
        yield ngettext(
            "{count} complaint, closed in time: {in_time}.",
            "{count} complaints, closed in time: {in_time}.",
            len(complaints),
        ).format(count=len(complaints), in_time=in_time)


# Reviews.


def quality(one: One) -> Report:
    """How many of the rep's follow-ups and complaints were reviewed, and the mean of each mark."""
    given = one.all.reviews.get(one.person.code, ())
    columns = [
        Column("reviews", pgettext("how many", "Reviews"), "count"),
        Column("effectiveness", pgettext("review", "Effectiveness"), "ratio"),
        Column("professionalism", pgettext("review", "Professionalism"), "ratio"),
        Column("problem_solving", pgettext("review", "Problem solving"), "ratio"),
        Column("mean", _("Mean of 5"), "ratio"),
    ]
    row: Row = {"reviews": len(given), **{key: _mean(given, key) for key in (*MARKS, "mean")}}
    title = _("Quality of communication")
    return one.section(title, columns, [row]) if given else one.section(title, notes=[_("Nothing was reviewed.")])


def _mean(rows: Rows, key: str) -> Fraction | None:
    return sum((Fraction(row[key]) for row in rows), Fraction(0)) / len(rows) if rows else None


# Assessments.


def assessments(one: One) -> Report:
    """Each assessment of the period; what the rep said about himself stands apart."""
    given = one.all.assessments.get(one.person.code, ())
    rows = sorted((_assessment(row) for row in given), key=lambda row: row["own"])
    any_own = any(row["own"] for row in rows)
    columns = [
        Column("own", _("By"), "flag", words={False: _("By others"), True: _("By the rep himself")}, shown=any_own),
        Column("method", _("Method"), words=METHODS.titles()),
        Column("purpose", _("Purpose"), words=PURPOSES.titles()),
        Column("happened_on", _("Day"), "date"),
        Column("score", _("Score")),
        Column("mark", _("Mark"), "percent", bar=True),
        Column("rater", _("Rater"), words=RATERS.titles()),
    ]
    notes = [] if rows else [_("No assessment in the period.")]
    if any_own:
        notes.append(_("What a rep says about himself is never counted among what others say."))
        notes += _own_items(one)
    look = Look(grouped=("own",) if any_own else (), emphasis=["quiet" if row["own"] else None for row in rows])
    return one.section(_("Assessments"), columns, rows, notes=notes, look=look)


def _own_items(one: One) -> Iterator[str]:
    """The items of the plan that are the rep's own word, and what they weigh."""
    done = one.sheet.appraised
    for item in [found.item for found in done.items if found.score is not None] if done else []:
        if item.assessment and is_of_self(item):
            yield _("The plan has an item of it, {item}, which counts with its weight of {weight}.").format(
                item=item_titles(one.all.view.lang)[name_of(item)], weight=f"{item.weight.normalize():f}"
            )


def _assessment(row: Mapping[str, Any]) -> Row:
    score, most = (f"{row[key].normalize():f}" for key in ("score", "out_of"))
    return {
        "own": row["rater"] == SELF,
        **{key: row[key] for key in ("method", "purpose", "happened_on", "mark", "rater")},
        "score": _("{score} of {most}").format(score=score, most=most),
    }
