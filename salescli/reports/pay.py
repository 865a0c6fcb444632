"""The pay of a period (工资, figures.md §6), rep by rep; of one rep the payslip: every line with its amount, rule and words.

pay = base + Σ bonuses due + commission + true-ups − penalties ± draw, before tax and social insurance; of a quarter the sum
of its months. `commission` is what was earned, `draw` what was paid less that (below 0: recovered), `penalty` what is taken
off. Everybody employed on a day of the period has a row, and who has left and still has something coming. Under another
policy (--policy) the row's own keys are the other's and `in_force` holds today's. Facts: jobs, money, bonuses' measures,
penalties. Policy: [pay], [post], [[commission]], [[draw]], [[bonus]], [[penalty]].
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.ledger import names
from salescli.period import Period
from salescli.reports import commission, pay_lines
from salescli.reports.lists import titles
from salescli.reports.report import Column, Look, Report
from salescli.reports.settled import Due, due_of
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps
from salescli.rules.pay import PARTS, Pay, PayLine
from salescli.rules.staff import Staff

Row = dict[str, Any]
FIGURES = ("base", "bonus", "commission", "penalty", "true_up", "draw", "total")
PLACES = 6  # of a rate that is reckoned
NO_VALUE = "—"  # in a sentence
BLANK = "…" * 12  # to write on


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The pay of everybody; of one rep, or a team with the teams below it, where named. Of one rep people see the payslip.

    Raises:
        WrongUse: a period that is not of whole months.
        NotFound: no such rep or team.
        NothingInForce: part of a month's base, and no `[pay] base_by`.
    """
    staff = commission.staff_of(view)
    due = due_of(view, period, staff)
    before = _in_force(view, period, staff)
    shown = _shown(view, due, before, staff, rep, team)
    for one in shown:
        if one in due.faults:
            raise due.faults[one]
    rows = [_row(due, one, before, view.what_if is not None) for one in shown]
    if rep and rows:
        rows[0]["lines"] = [_line_row(view, line) for line in pay_lines.lines(due, shown[0])]
    report = view.report(
        "pay",
        _("Pay"),
        _columns(view, rows, bool(rep)),
        rows,
        period=period,
        totals=_totals(rows),
        notes=[*_notes(view, due, shown), *(due.notes_of(shown[0]) if rep else due.notes(shown))],
    )
    return replace(report, instead=_payslip(view, due, report, shown[0])) if rep and rows else report


def _in_force(view: View, period: Period, staff: Staff) -> Due | None:
    """Today's, beside a what-if; None where the ledger has no policy in the period, and without a what-if."""
    if view.what_if is None or not view.what_if.between(period.start, period.end):
        return None
    return due_of(view.in_force(), period, staff)


def _shown(view: View, due: Due, before: Due | None, staff: Staff, rep: str | None, team: str | None) -> list[str]:
    """The codes of whose pay is shown, in order; a rep named is shown in any case."""
    if rep:
        return [names.find(view.ledger, "rep", rep).code]
    wanted = wanted_reps(view, staff, due.period, None, team)
    concerned = {*due.reps(), *(before.reps() if before else ())}
    return [code for code in sorted(concerned) if wanted(code)]


# Rows.


def _row(due: Due, rep: str, before: Due | None, what_if: bool) -> Row:
    pay = due.of(rep)
    row: Row = {"rep": rep, "name": due.staff.by_code[rep].name, "post": due.post(rep), **figures(pay)}
    if what_if:
        now = before.of(rep) if before and rep not in before.faults else None
        row["in_force"] = figures(now) if now else None
        row["difference"] = _difference(pay.total, now.total if now else None)
    return row


def _difference(new: int | None, now: int | None) -> int | None:
    return new - now if new is not None and now is not None else None


def figures(pay: Pay) -> Row:
    """A rep's pay under the keys of the reports: minor units, None: no value."""
    return {key: getattr(pay, key) for key in FIGURES}


def _totals(rows: Sequence[Row]) -> Row:
    """The sums of what has a value; without any, and of totals where one is not known, none."""
    sums: Row = {}
    for key in (*FIGURES, "difference"):
        known = [row[key] for row in rows if row.get(key) is not None]
        whole = key not in ("total", "difference") or len(known) == len(rows)
        if rows and key in rows[0]:
            sums[key] = sum(known) if known and whole else None
    return sums if rows else {}


def _line_row(view: View, line: PayLine) -> Row:
    return {
        "part": line.part,
        "key": line.key,
        "title": line.title,
        "over": line.over,
        "basis": line.basis,
        "rate": money.round_decimal(line.rate, PLACES) if line.rate is not None else None,
        "amount": line.amount,
        "rule": line.rule,
        "policy": line.policy,
        "facts": [view.ledger.show_id(fact) for fact in line.facts],
        "words": line.words,
    }


# The payslip.


def _payslip(view: View, due: Due, report: Report, rep: str) -> Report:
    """What people read of one rep: the lines, what they come to, what it rests on, and where to sign."""
    row = dict(report.rows[0])
    person, post = due.staff.by_code[rep], row["post"]
    said = titles.post_titles(view).get(post, post)
    title = _("Payslip of {rep} {name}").format(rep=person.code, name=person.name)
    now = row.get("in_force")
    in_force = [_("In force: {figures}").format(figures=_sum_of(now))] if now else []
    return replace(
        report,
        title=f"{title} · {said}" if said else title,
        columns=_slip_columns(),
        rows=row["lines"],
        totals={"amount": row["total"]},
        notes=[_sum_of(row), *in_force, *report.notes, *_signatures()],
        look=Look(grouped=("part",)),
    )


def _sum_of(row: Row) -> str:
    """What the parts come to, in a sentence."""
    said = {
        key: NO_VALUE if row[key] is None else money.money_text(row[key], grouped=True)
        for key in FIGURES
        if key != "penalty"
    }
    return _(
        "Base {base} + bonuses {bonus} + commission {commission} + draw {draw} + true-ups {true_up} − penalties {penalty} "
        "= {total}."
    ).format(**said, penalty=money.money_text(row["penalty"], grouped=True))


def _signatures() -> Iterable[str]:
    yield _("Issued by: {blank} Date: {blank}").format(blank=BLANK)
    yield _("Received by: {blank} Date: {blank}").format(blank=BLANK)


def _slip_columns() -> list[Column]:
    return [
        Column("part", _("Part"), words={part: pay_lines.title(part) for part in PARTS}),
        Column("title", _("Line")),
        Column("over", _("For")),
        Column("basis", pgettext("pay", "Basis"), "money"),
        Column("rate", pgettext("pay", "Rate"), "rate"),
        Column("amount", _("Amount"), "money"),
        Column("words", _("Reason"), under="title"),
        Column("rule", _("Rule"), under="title"),
        Column("policy", _("Policy"), shown=False),
    ]


# What is said beside the figures.


def _notes(view: View, due: Due, shown: Sequence[str]) -> Iterable[str]:
    period = due.period
    yield _("Before tax and social insurance.")
    if not shown:
        yield _("Nobody asked for is paid anything in {period}.").format(period=period.name)
    left = [one for one in shown if one not in due.members]
    if left:
        yield _("Not employed in {period}: {reps}.").format(period=period.name, reps=", ".join(left))
    if period.start <= view.on < period.last:
        yield _("{period} is not over on {day}: these are the figures so far.").format(
            period=period.name, day=view.on.isoformat()
        )


# Columns.


def _columns(view: View, rows: Sequence[Row], lines: bool) -> list[Column]:
    posts = titles.post_titles(view)
    columns = [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=posts, under="name"),
        *_figure_columns({key for key in FIGURES if any(row[key] for row in rows)}),
    ]
    if lines:
        columns.append(Column("lines", _("Lines"), "nested", inner=_line_columns()))
    if view.what_if is not None:
        columns.append(Column("in_force", _("In force"), "nested", inner=_figure_columns()))
        columns.append(Column("difference", _("Difference"), "money"))
    return columns


def _figure_columns(used: Collection[str] = FIGURES) -> tuple[Column, ...]:
    """The figures; people see true-ups and draws where there are any."""
    return (
        Column("base", pgettext("pay", "Base"), "money"),
        Column("bonus", _("Bonuses"), "money"),
        Column("commission", _("Commission"), "money"),
        Column("penalty", _("Penalties"), "money"),
        Column("true_up", _("True-ups"), "money", shown="true_up" in used),
        Column("draw", _("Draw"), "money", shown="draw" in used),
        Column("total", _("Total"), "money"),
    )


def _line_columns() -> tuple[Column, ...]:
    return (
        Column("part", _("Part")),
        Column("key", _("Key")),
        Column("title", _("Line")),
        Column("over", _("For")),
        Column("basis", pgettext("pay", "Basis"), "money"),
        Column("rate", pgettext("pay", "Rate"), "rate"),
        Column("amount", _("Amount"), "money"),
        Column("rule", _("Rule")),
        Column("policy", _("Policy")),
        Column("facts", _("Facts"), "nested"),
        Column("words", _("Reason")),
    )
