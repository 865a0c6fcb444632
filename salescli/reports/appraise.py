"""The appraisal of a period (figures.md §9): each rep's items, score, coverage, grade and rank within the post.

An item's score is attainment × 100, ratio × 100, rating ÷ its maximum × 100, or what the grid gives, held in
0 … max_score; the total is Σ weight × score ÷ Σ weight of the items that have a value, to two decimals, and the grade
comes from it. coverage is the weight that has a value. Everybody employed on a day of the period has a row. Under another
policy (--policy) the row's own keys are the other's and `in_force` holds today's. `penalty_points` have been taken off the
score; `pay` is as `salescli pay` has it. There are no recommendations yet, and a note says so.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.errors import NothingInForce
from salescli.ledger import names
from salescli.measure import MEASURE_WORDS
from salescli.period import Period
from salescli.policy.model import Item
from salescli.reports import commission
from salescli.reports.appraised import Sheet, Sheets, kind_of, sheets_of
from salescli.reports.measured import kind_of as written_as
from salescli.reports.measured import title_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.settled import Due, due_of
from salescli.reports.targets import written
from salescli.reports.view import View
from salescli.rules import appraisal as rule
from salescli.rules.appraisal import Scored
from salescli.rules.staff import Staff
from salescli.terms import AssessmentMethod, Method, PeriodKind, Score

Row = dict[str, Any]
NO_VALUE = "—"  # in a sentence
PAY = ("base", "bonus", "commission", "penalty", "true_up", "draw", "total")


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The appraisal of everybody; of one rep, or a team with the teams below it, where named. Of one rep people see the items.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NotFound: no such rep or team.
        NothingInForce: no policy on the period's last day.
    """
    kind_of(period)
    staff = commission.staff_of(view)
    wanted = _wanted(view, staff, rep, team)
    sheets = sheets_of(view, period, staff)
    before = _in_force(view, period, staff) if view.what_if is not None else None
    paid = due_of(view, period, staff)
    paid_before = due_of(view.in_force(), period, staff) if before is not None else None
    shown = sorted((sheet for sheet in sheets.of.values() if wanted(sheet)), key=_order)
    rows = [_row(sheet, paid, before, paid_before, view.what_if is not None) for sheet in shown]
    notes = [
        *_notes(view, period, sheets, shown),
        *paid.notes([sheet.member.person.code for sheet in shown]),
        *_cost_notes(view, period, sheets, before),
    ]
    columns = _columns(view, sheets, shown)
    look = Look(grouped=("post",) if len({sheet.member.post for sheet in shown}) > 1 else ())
    report = view.report("appraise", _("Appraisal"), columns, rows, period=period, notes=notes, look=look)
    return replace(report, instead=_of_one(view, report, shown[0])) if rep and shown else report


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
        "items": [_item(one) for one in sheet.appraised.items] if sheet.appraised else [],
        "recommendations": [],
    }
    if what_if:
        now = before.of.get(person.code) if before else None
        row["in_force"] = _figures(now, paid_before) if now and paid_before else None
        row["score_difference"] = _difference(row["score"], row["in_force"] and row["in_force"]["score"])
        row["commission_difference"] = _difference(sheet.commission, now.commission if now else None)
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
        "pay": {key: None if key in pay.unknown else getattr(pay, key) for key in PAY},
    }


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


def name_of(item: Item) -> str:
    """An item by what it looks at: its measure, its assessment, else its method."""
    return (item.measure or item.assessment or item.method).value


def _weakest(sheet: Sheet) -> Scored | None:
    """The item with the least score, the first of equals; None: nothing has a value."""
    valued = [one for one in sheet.appraised.items if one.score is not None] if sheet.appraised else []
    return min(valued, key=lambda one: one.score or 0, default=None)


def _difference(new: Any, now: Any) -> Any:
    return new - now if new is not None and now is not None else None


def _of_one(view: View, report: Report, sheet: Sheet) -> Report:
    """What people read of one rep: the items, the total below them, and the rest of the row in words."""
    rows = [{**_item(one), "item": name_of(one.item)} for one in sheet.appraised.items] if sheet.appraised else []
    person, row = sheet.member.person, dict(report.rows[0])
    now = row.get("in_force")
    title = _("Appraisal of {rep} {name}").format(rep=person.code, name=person.name)
    columns = [
        Column("item", _("Item"), words=_titles(view.lang)),
        *(column for column in item_columns(view.lang) if column.key not in ("method", "measure", "assessment")),
    ]
    totals = {"weight": rule.WHOLE, "score": row["score"]}
    notes = [_result(row), *([_("In force: {figures}").format(figures=_result(now))] if now else []), *report.notes]
    return replace(report, title=title, columns=columns, rows=rows, totals=totals, notes=notes)


def _result(row: Row) -> str:
    """The whole of a row, or of what is in force beside it, in a sentence."""
    coverage, commission = row["coverage"], row["pay"]["commission"]
    said = {
        **{key: row[key] for key in ("score", "grade", "rank")},
        "coverage": _percent(coverage) if coverage is not None else None,
        "commission": money.money_text(commission, grouped=True) if commission is not None else None,
        "points": f"{row['penalty_points'].normalize():f}",
    }
    sentence = _(
        "Score {score}, grade {grade}, rank {rank} within the post, coverage {coverage}; commission {commission}."
    )
    if row["penalty_points"] and row["score"] is not None:
        sentence = _(
            "Score {score} after {points} penalty points, grade {grade}, rank {rank} within the post, coverage {coverage};"
            " commission {commission}."
        )
    return sentence.format(**{key: NO_VALUE if value is None else value for key, value in said.items()})


# What is said beside the figures.


def _notes(view: View, period: Period, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    if not shown:
        yield _("Nobody asked for is employed on a day of {period}.").format(period=period.name)
    if period.start <= view.on < period.last:
        yield _("{period} is not over on {day}: these are the figures so far.").format(
            period=period.name, day=view.on.isoformat()
        )
    yield from _plan_notes(view, sheets, shown)
    yield from _value_notes(view, period, shown)
    yield from _band_notes(view, sheets, shown)
    yield from sheets.measures.notes
    yield from sheets.commission.notes
    yield _("There are no recommendations yet.")


def _plan_notes(view: View, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    without = defaultdict(list)
    for sheet in shown:
        post, plan = sheet.member.post, sheet.plan
        if plan is None:
            without[post].append(sheet.member.person.code)
        elif plan.period is not sheets.kind:
            yield _("{post} has no appraisal plan for a {kind}; the one for a {longer} is taken.").format(
                post=_post(sheets, post, view.lang), kind=_kind(sheets.kind), longer=_kind(plan.period)
            )
    for post, codes in without.items():
        if post is None:
            said = _("No post is recorded for {reps}, so there is no appraisal plan and no score.")
        else:
            said = _("The policy has no appraisal plan for {post} and a {kind}, so there is no score for {reps}.")
        yield said.format(post=_post(sheets, post, view.lang), kind=_kind(sheets.kind), reps=", ".join(codes))


def _value_notes(view: View, period: Period, shown: Sequence[Sheet]) -> Iterable[str]:
    """The items that have no value because nobody can compute them, or because a target is not there."""
    titles = _titles(view.lang)
    absent: dict[str, list[str]] = defaultdict(list)
    for sheet in shown:
        for one in sheet.appraised.items if sheet.appraised else ():
            name = titles[name_of(one.item)]
            if one.score is None and one.figure.why:
                yield _("The item {item} has no value: {why}.").format(item=name, why=one.why)
            elif one.score is None and one.item.score is Score.ATTAINMENT and one.figure.target is None:
                absent[name].append(sheet.member.person.code)
    for name, codes in absent.items():
        yield _("No target for {measure} in {period}, so the item has no value for {reps}.").format(
            measure=name, period=period.name, reps=", ".join(codes)
        )


def _band_notes(view: View, sheets: Sheets, shown: Sequence[Sheet]) -> Iterable[str]:
    """Grades that are given oftener or more seldom than a plan's distribution says, of everybody with the post."""
    for post in dict.fromkeys(sheet.member.post for sheet in shown):
        everybody = [sheet for sheet in sheets.of.values() if sheet.member.post == post]
        plan = everybody[0].plan
        grades = [one.appraised.grade for one in everybody if one.appraised and one.appraised.grade]
        for off in rule.off_bands(plan, grades) if plan else ():
            yield _(
                "{post}: grade {grade} is {part} of {count} graded; the policy's distribution is {low} to {high}."
            ).format(
                post=_post(sheets, post, view.lang),
                grade=off.grade,
                part=_percent(off.part),
                count=len(grades),
                low=_percent(off.band[0]),
                high=_percent(off.band[1]),
            )


def _cost_notes(view: View, period: Period, sheets: Sheets, before: Sheets | None) -> Iterable[str]:
    """What another policy's commission costs of the money collected, beside today's."""
    if view.what_if is None:
        return
    cost, now = _cost(sheets), _cost(before) if before else None
    if cost is not None:
        yield _(
            "Commission under this policy is {cost} of the money collected in {period}; under the one in force {now}."
        ).format(cost=_percent(cost), period=period.name, now=_percent(now) if now is not None else NO_VALUE)


def _cost(sheets: Sheets) -> Fraction | None:
    earned = [sheets.commission.commission(rep) for rep in sheets.commission.earnings.earned]
    if sheets.collected <= 0 or None in earned:
        return None
    return Fraction(sum(one or 0 for one in earned), sheets.collected)


def _percent(part: Fraction | Decimal) -> str:
    return f"{money.round_decimal(part * 100, 1):,}%"


def _post(sheets: Sheets, post: str | None, lang: str) -> str:
    known = sheets.policy.post(post) if post else None
    return known.title.text(lang) if known else post or ""


def _kind(kind: PeriodKind) -> str:
    return {
        PeriodKind.MONTH: _("month"),
        PeriodKind.QUARTER: _("quarter"),
        PeriodKind.HALF: _("half-year"),
        PeriodKind.YEAR: _("year"),
    }[kind]


# Columns.


def _columns(view: View, sheets: Sheets, shown: Sequence[Sheet]) -> list[Column]:
    posts = {post: _post(sheets, post, view.lang) for post in sheets.policy.posts}
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
        Column("weakest", _("Weakest item"), shown=not what_if, words=_titles(view.lang)),
        Column("commission", _("Commission"), "money"),
        *([Column("commission_difference", _("Difference"), "money")] if what_if else []),
        Column("items", _("Items"), "nested", inner=tuple(item_columns(view.lang))),
        Column("pay", _("Pay"), "nested", inner=_pay_columns()),
        Column("recommendations", _("Recommendations"), "nested"),
        *([Column("in_force", _("In force"), "nested", inner=_in_force_columns())] if what_if else []),
    ]


def item_columns(lang: str) -> list[Column]:
    """The columns of an appraisal's items."""
    return [
        Column("method", _("Method")),
        Column("measure", _("Measure"), words=_titles(lang)),
        Column("assessment", _("Assessment")),
        Column("weight", _("Weight"), "count"),
        Column("actual", _("Actual"), kind_in="kind"),
        Column("target", _("Target"), kind_in="kind"),
        Column("attainment", _("Attainment"), "percent"),
        Column("score", _("Score"), "score"),
        Column("why", _("Why no score")),
    ]


def _pay_columns() -> tuple[Column, ...]:
    return tuple(Column(key, key, "money") for key in PAY)


def _in_force_columns() -> tuple[Column, ...]:
    return (
        Column("post", _("Post")),
        Column("score", _("Score"), "score"),
        Column("penalty_points", _("Penalty points"), "score"),
        Column("coverage", _("Coverage"), "score"),
        Column("grade", _("Grade")),
        Column("rank", _("Rank"), "count"),
        Column("pay", _("Pay"), "nested", inner=_pay_columns()),
    )


def _titles(lang: str) -> Mapping[str, str]:
    """What people read for name_of an item."""
    assessments = {key.value: _("Assessment: {method}").format(method=key.value) for key in AssessmentMethod}
    others = {Method.GOALS.value: _("Personal goals"), Method.PERIODS.value: _("Shorter periods")}
    return {**assessments, **others, **{key.value: title_of(key, lang) for key in MEASURE_WORDS}}
