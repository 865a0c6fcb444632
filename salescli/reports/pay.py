"""The pay of a period (工资, figures.md §6), rep by rep; of one rep the payslip: every line with its amount, rule and words.

pay = base + Σ bonuses due + commission + true-ups − penalties ± draw, before tax and social insurance; of a quarter the sum
of its months. `commission` is what was earned, `draw` what was paid less that (below 0: recovered), `penalty` what is taken
off. Everybody employed on a day of the period has a row, and who has left and still has something coming. Under another
policy (--policy) the row's own keys are the other's and `in_force` holds today's, reckoned on the same facts (closed months
anew); `difference` is the totals', `cost` the total ÷ the money collected that is the rep's, of the totals ÷ all of it. Facts:
jobs, money, bonuses' measures, penalties. Policy: [pay], [post], [[commission]], [[draw]], [[bonus]], [[penalty]].
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.ledger import names
from salescli.period import Period
from salescli.reports import commission, pay_lines, what_if
from salescli.reports.both_paid import Both, both
from salescli.reports.lists import titles
from salescli.reports.report import Column, Look, Report
from salescli.reports.settled import Due
from salescli.reports.trued_up import less
from salescli.reports.view import View
from salescli.reports.what_if import Costs
from salescli.reports.whose import several, wanted_reps
from salescli.rules.pay import PARTS, Part, Pay, PayLine

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
    paid, costs = both(view, period, staff), what_if.costs_of(view, period, staff)
    due = paid.new
    shown = _shown(view, paid, rep, team)
    for one in shown:
        if one in due.faults:
            raise due.faults[one]
    rows = [_row(paid, one, costs) for one in shown]
    if rep and rows:
        rows[0]["lines"] = [_line_row(view, line) for line in pay_lines.lines(due, shown[0])]
    everybody = not (rep or team)
    report = view.report(
        "pay",
        _("Pay"),
        _columns(view, rows, bool(rep)),
        rows,
        period=period,
        totals=_totals(rows, costs, None if everybody else shown),
        notes=[
            *what_if.notes(view, period, rows),
            *(paid.cost_notes(costs, shown, everybody=everybody) if rows else ()),
            *_notes(view, due, shown),
            *(due.notes_of(shown[0]) if rep else due.notes(shown)),
        ],
    )
    return replace(report, instead=_instead(view, paid, report, shown[0] if rep else None) if rows else None)


def _shown(view: View, paid: Both, rep: str | None, team: str | None) -> list[str]:
    """The codes of whose pay is shown, in order; a rep named is shown in any case."""
    if rep:
        return [names.find(view.ledger, "rep", rep).code]
    wanted = wanted_reps(view, paid.new.staff, paid.new.period, None, team)
    return [code for code in paid.reps() if wanted(code)]


# Rows.


def _row(paid: Both, rep: str, costs: Costs | None) -> Row:
    pay, due = paid.new.of(rep), paid.new
    row: Row = {"rep": rep, "name": due.staff.by_code[rep].name, "post": due.post(rep), **figures(pay)}
    if costs is not None:
        now = paid.now.of(rep) if paid.now and rep not in paid.now.faults else None
        row["cost"], before = costs.of(pay.total, now.total if now else None, [rep])
        row["in_force"] = {**figures(now), "cost": before} if now else None
        row["difference"] = what_if.difference(pay.total, now.total if now else None)
    return row


def figures(pay: Pay) -> Row:
    """A rep's pay under the keys of the reports: minor units, None: no value."""
    return {key: getattr(pay, key) for key in FIGURES}


def _totals(rows: Sequence[Row], costs: Costs | None, reps: Sequence[str] | None) -> Row:
    """The sums of what has a value; beside a what-if also today's, and what both cost of what these reps collected."""
    if not rows:
        return {}
    sums = _sums(rows)
    if costs is not None:
        before = [row["in_force"] for row in rows if row["in_force"]]
        now = _sums(before) if len(before) == len(rows) else None
        sums["cost"], cost = costs.of(sums["total"], now["total"] if now else None, reps)
        sums["in_force"] = {**now, "cost": cost} if now else None
        sums["difference"] = what_if.difference(sums["total"], now["total"] if now else None)
    return sums


def _sums(rows: Sequence[Row]) -> Row:
    """Without any value none, and of totals none where one is not known."""
    sums: Row = {}
    for key in FIGURES:
        known = [row[key] for row in rows if row[key] is not None]
        sums[key] = sum(known) if known and (key != "total" or len(known) == len(rows)) else None
    return sums


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


# What people read instead.


def _instead(view: View, paid: Both, report: Report, rep: str | None) -> Report | None:
    """Of one rep the payslip, of several beside a what-if both policies; else the report's own table."""
    if rep:
        slip = _payslip(view, paid.new, report, rep)
        return slip if view.what_if is None else _two_slips(slip, report.rows[0])
    if view.what_if is None:
        return None
    rows = [{**row, "moved": _moved(paid, row["rep"])} for row in report.rows]
    return what_if.beside(report, "total", rows, more=[Column("moved", _("Of it"), under="name")])


def _moved(paid: Both, rep: str) -> str:
    """Which parts of a rep's pay the other policy changes, in words."""
    if paid.now is None or rep in paid.now.faults:
        return ""
    return pay_lines.changed(less(paid.new.of(rep), paid.now.of(rep)))


def _two_slips(slip: Report, row: Mapping[str, Any]) -> Report:
    """Part by part what both policies pay, and below it the lines under the other one."""
    rows = [_part_row(part, row) for part in PARTS]
    shown = [one for one in rows if one["now"] or one["new"]]
    columns = [Column("part", _("Part"), words={part: pay_lines.title(part) for part in PARTS})]
    lines = replace(slip, title=_("Lines under the other policy"), notes=())
    total = {"now": row["in_force"] and row["in_force"]["total"], "new": row["total"], "difference": row["difference"]}
    return replace(
        slip,
        title=what_if.titled(slip.title),
        columns=[*columns, *what_if.amounts()],
        rows=shown,
        totals=total,
        look=Look(),
        sections=[lines],
    )


def _part_row(part: Part, row: Mapping[str, Any]) -> Row:
    """A part under both policies with its sign in pay; what a policy does not pay is 0 there."""
    sign = -1 if part == "penalty" else 1
    new, now = sign * (row[part] or 0), sign * (row["in_force"][part] or 0) if row["in_force"] else None
    return {"part": part, "now": now, "new": new, "difference": what_if.difference(new, now)}


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
        notes=[_sum_of(row), *in_force, *report.notes, *(_signatures() if view.what_if is None else ())],
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
        yield _("Not employed in {period}: {reps}.").format(period=period.name, reps=several(left))
    yield from view.so_far(period)


# Columns.


def _columns(view: View, rows: Sequence[Row], lines: bool) -> list[Column]:
    posts = titles.post_titles(view)
    columns = [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=posts, under="name"),
        *figure_columns({key for key in FIGURES if any(row[key] for row in rows)}),
    ]
    if lines:
        columns.append(Column("lines", _("Lines"), "nested", inner=_line_columns()))
    if view.what_if is not None:
        cost = Column("cost", _("Of what was collected"), "percent", shown=False)
        columns += [cost, Column("in_force", _("In force"), "nested", inner=(*figure_columns(), cost))]
        columns.append(Column("difference", _("Difference"), "money"))
    return columns


def figure_columns(used: Collection[str] = FIGURES) -> tuple[Column, ...]:
    """The columns of the parts of pay; people see true-ups and draws where there are any."""
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
