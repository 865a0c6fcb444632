"""The appraisal of a period (figures.md §9): each rep's items, score, coverage, grade and rank within the post.

An item's score is attainment × 100, ratio × 100, rating ÷ its maximum × 100, or what the grid gives, held in
0 … max_score; the total is Σ weight × score ÷ Σ weight of the items that have a value, to two decimals, and the grade
comes from it. coverage is the weight that has a value. Everybody employed on a day of the period has a row. Under another
policy (--policy) the row's own keys are the other's and `in_force` holds today's. `penalty_points` have been taken off the
score; `pay` is as `salescli pay` has it. Of one rep people read the sheet.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.errors import NothingInForce
from salescli.ledger import names
from salescli.period import Period
from salescli.reports import appraisal_notes, both_paid, commission, pay_lines, recommended
from salescli.reports.appraisal_words import item_columns, item_titles, name_of, post_title
from salescli.reports.appraised import Sheet, Sheets, kind_of, sheets_of
from salescli.reports.measured import kind_of as written_as
from salescli.reports.pay import FIGURES
from salescli.reports.recommended import Recommendations
from salescli.reports.report import Column, Later, Look, Report
from salescli.reports.settled import Due
from salescli.reports.sheet import gathered, page_of
from salescli.reports.sheet.paid import pay_line, pay_line_columns
from salescli.reports.targets import written
from salescli.reports.view import View
from salescli.rules.appraisal import Scored
from salescli.rules.pay import PARTS, PayLine
from salescli.rules.staff import Staff

Row = dict[str, Any]


def build(
    view: View,
    period: Period,
    rep: str | None = None,
    team: str | None = None,
    *,
    now: View | None = None,
    sheets: bool = False,
) -> Report:
    """The appraisal of everybody; of one rep, or a team with the teams below it, where named. Of one rep people read the sheet.

    Args:
        now: where the period is closed: the view of the ledger as it is, for what was asked about the figures since.
        sheets: whether people read everybody's sheet after the table, each on a page of its own.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NotFound: no such rep or team.
        NothingInForce: no policy on the period's last day.
    """
    kind_of(period)
    staff = commission.staff_of(view)
    wanted = _wanted(view, staff, rep, team)
    found = sheets_of(view, period, staff)
    before = _in_force(view, period, staff) if view.what_if is not None else None
    both = both_paid.both(view, period, staff)
    paid = both.new
    shown = sorted((sheet for sheet in found.of.values() if wanted(sheet)), key=_order)
    rows = [_row(sheet, paid, before, both.now, view.what_if is not None) for sheet in shown]
    codes = [sheet.member.person.code for sheet in shown]
    proposed = recommended.recommendations_of(view, period, staff, found.appraisals, set(codes))
    for row in rows:
        row["recommendations"] = Later(partial(recommended.rows_of, proposed.get(row["rep"], ())))
    costs = list(both_paid.appraisal_notes(view, period, staff, both, rows, everybody=not (rep or team)))
    notes = [
        *appraisal_notes.of_everybody(view, period, found, shown),
        *paid.notes(codes),
        *costs,
        *recommended.notes_of({rep: proposed[rep] for rep in codes if rep in proposed}),
    ]
    columns = _columns(view, found, shown)
    report = view.report("appraise", _("Appraisal"), columns, rows, period=period, notes=notes)
    if not shown:
        return report
    own = gathered(view, now or view, period, staff, found, paid, proposed, codes) if rep or sheets else None
    pages = [page_of(own, sheet, row) for sheet, row in zip(shown, rows, strict=True)] if own else []
    if rep:
        return replace(report, instead=replace(pages[0], notes=costs))
    if view.what_if is not None:
        return replace(report, instead=replace(both_paid.appraisals(report), pages=pages))
    table = _table(view, report, proposed, own.lines if own else {})
    return replace(report, instead=replace(table, pages=pages))


def _in_force(view: View, period: Period, staff: Staff) -> Sheets | None:
    """Today's, beside a what-if; None where the ledger has no policy on that day."""
    try:
        return sheets_of(view.in_force(), period, staff)
    except NothingInForce:
        return None


def _wanted(view: View, staff: Staff, rep: str | None, team: str | None) -> Callable[[Sheet], bool]:
    if rep:
        code = names.find(view.ledger, "rep", rep).code
        return lambda sheet: sheet.member.person.code == code
    if team:
        team_id = names.find(view.ledger, "team", team).id
        return lambda sheet: staff.is_in(sheet.member.person.id, team_id, sheet.member.day)
    return lambda _sheet: True


def _order(sheet: Sheet) -> tuple[bool, str, bool, int, str]:
    """By post and rank; without either, last."""
    post, rank = sheet.member.post, sheet.rank
    return post is None, post or "", rank is None, rank or 0, sheet.member.person.code


# Rows.


def _row(sheet: Sheet, paid: Due, before: Sheets | None, paid_before: Due | None, what_if: bool) -> Row:
    person, weakest = sheet.member.person, _weakest(sheet)
    row: Row = {
        "rep": person.code,
        "name": person.name,
        **_figures(sheet, paid),
        "weakest": name_of(weakest.item) if weakest else None,
        "commission": sheet.commission,
        "items": Later(partial(_items, sheet)),
        "recommendations": [],
    }
    if what_if:
        now = before.of.get(person.code) if before else None
        row["in_force"] = _figures(now, paid_before) if now and paid_before else None
        row["score_difference"] = _difference(row["score"], row["in_force"] and row["in_force"]["score"])
        row["commission_difference"] = _commission_difference(sheet.commission, now.commission) if now else None
        row["pay_difference"] = _difference(row["pay"]["total"], row["in_force"] and row["in_force"]["pay"]["total"])
    return row


def _figures(sheet: Sheet, paid: Due) -> Row:
    done, pay = sheet.appraised, paid.of(sheet.member.person.code)
    return {
        "post": sheet.member.post,
        "score": done.score if done else None,
        "penalty_points": sheet.points,
        "coverage": done.coverage if done else None,
        "grade": done.grade if done else None,
        "rank": sheet.rank,
        "pay": {key: None if key in pay.unknown else getattr(pay, key) for key in FIGURES},
    }


def _items(sheet: Sheet) -> list[Row]:
    return [_item(one) for one in sheet.appraised.items] if sheet.appraised else []


def _item(one: Scored) -> Row:
    kind = written_as(one.item.measure) if one.item.measure else "ratio"
    return {
        "method": one.item.method.value,
        "measure": one.item.measure.value if one.item.measure else None,
        "assessment": one.item.assessment.value if one.item.assessment else None,
        "weight": one.item.weight,
        "kind": kind,
        "actual": written(one.figure.value, kind),
        "target": written(one.figure.target, kind),
        "attainment": one.figure.attainment,
        "score": one.score,
        "why": one.why or None,
    }


def _weakest(sheet: Sheet) -> Scored | None:
    """The item with the least score, the first of equals; None: nothing has a value."""
    valued = [one for one in sheet.appraised.items if one.score is not None] if sheet.appraised else []
    return min(valued, key=lambda one: one.score or 0, default=None)


def _difference(new: Any, now: Any) -> Any:
    return new - now if new is not None and now is not None else None


def _commission_difference(new: int | None, now: int | None) -> int | None:
    """A policy without a plan for the rep pays nothing; None: neither has one."""
    return (new or 0) - (now or 0) if (new, now) != (None, None) else None


# What people read of several reps.


def _table(view: View, report: Report, proposed: Recommendations, lines: Mapping[str, Sequence[PayLine]]) -> Report:
    """The rows by post and rank with what is paid; the lines of the pay, where they are known, for who has room for them."""
    rows = [
        {
            **row,
            "total": row["pay"]["total"],
            "items": Later(partial(_named, row["items"])),
            "recommendations": Later(partial(recommended.told_rows, proposed.get(row["rep"], ()), view.lang)),
            "lines": [pay_line(line) for line in lines.get(row["rep"], ())],
        }
        for row in report.rows
    ]
    posts = {row["post"] for row in rows}
    columns = [
        Column("rank", _("Rank"), "count"),
        *(column for column in report.columns if column.key in ("rep", "name", "post")),
        Column("score", _("Score"), "score", bar=True),
        Column("grade", _("Grade")),
        Column("coverage", _("Coverage"), "percent"),
        Column("weakest", _("Weakest item"), words=item_titles(view.lang)),
        Column("commission", _("Commission"), "money"),
        Column("total", _("Total pay"), "money"),
        Column("items", _("Items"), "nested", inner=_read_item_columns(view.lang)),
        Column("pay", _("Pay"), "nested", inner=_pay_columns()),
        Column("lines", _("Pay lines"), "nested", inner=pay_line_columns()),
        Column("recommendations", _("Recommendations"), "nested", inner=tuple(recommended.told_columns())),
    ]
    look = Look(grouped=("post",) if len(posts) > 1 else ())
    return replace(report, columns=columns, rows=rows, look=look)


def _named(items: Sequence[Row]) -> list[Row]:
    """Items with one word for what each looks at."""
    return [{**item, "item": item["measure"] or item["assessment"] or item["method"]} for item in items]


# Columns.


def _columns(view: View, found: Sheets, shown: Sequence[Sheet]) -> list[Column]:
    """Those of programs; people read other ones."""
    posts = {post: post_title(found.policy, post, view.lang) for post in found.policy.posts}
    what_if = view.what_if is not None
    return [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), shown=len({sheet.member.post for sheet in shown}) > 1, words=posts),
        Column("score", _("Score"), "score"),
        *([Column("score_difference", _("Difference"), "score")] if what_if else []),
        Column("penalty_points", _("Penalty points"), "score", shown=False),
        Column("grade", _("Grade")),
        Column("rank", _("Rank"), "count"),
        Column("coverage", _("Coverage"), "score"),
        Column("weakest", _("Weakest item")),
        Column("commission", _("Commission"), "money"),
        *([Column("commission_difference", _("Difference"), "money")] if what_if else []),
        Column("items", _("Items"), "nested", inner=_item_columns()),
        Column("pay", _("Pay"), "nested", inner=_pay_columns()),
        *([Column("pay_difference", _("Difference"), "money", shown=False)] if what_if else []),
        Column("recommendations", _("Recommendations"), "nested", inner=recommended.columns()),
        *([Column("in_force", _("In force"), "nested", inner=_in_force_columns(posts))] if what_if else []),
    ]


def _item_columns() -> tuple[Column, ...]:
    return (*item_columns(), Column("why", _("Why no score")))


def _read_item_columns(lang: str) -> tuple[Column, ...]:
    own = [column for column in _item_columns() if column.key not in ("measure", "assessment")]
    return Column("item", _("Item"), words=item_titles(lang)), *own


def _pay_columns() -> tuple[Column, ...]:
    titles: dict[str, str] = {part: pay_lines.title(part) for part in PARTS}
    return tuple(Column(key, titles.get(key, _("Total")), "money") for key in FIGURES)


def _in_force_columns(posts: Mapping[str, str]) -> tuple[Column, ...]:
    return (
        Column("post", _("Post"), words=posts),
        Column("score", _("Score"), "score"),
        Column("penalty_points", _("Penalty points"), "score"),
        Column("coverage", _("Coverage"), "score"),
        Column("grade", _("Grade")),
        Column("rank", _("Rank"), "count"),
        Column("pay", _("Pay"), "nested", inner=_pay_columns()),
    )
