"""What a rep is paid for the period, line by line, and what was penalised or waived."""

from collections.abc import Iterable, Iterator, Sequence
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli import money
from salescli.reports import pay_lines
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.gathered import One, Row
from salescli.rules.pay import PARTS, PayLine
from salescli.rules.penalties import PenaltyLine

FEW = 5  # rows that are read more easily in one column, on paper too


def pay(one: One) -> Report:
    """The lines of the pay with their words and rules, those that are alike in one, and what they come to."""
    rows = _together(pay_line(line) for line in one.all.lines[one.person.code])
    totals = {"amount": one.row["pay"]["total"]}
    notes = [_("Before tax and social insurance.")] if rows else [_("Nothing is paid for the period.")]
    return one.section(_("Pay"), pay_line_columns(), rows, totals=totals, notes=notes, look=Look(grouped=("part",)))


def _together(lines: Iterable[Row]) -> list[Row]:
    """Lines that differ in nothing but what they are for as one: a base of three months alike, penalties of one kind."""
    found: dict[tuple[Any, ...], list[Row]] = {}
    for line in lines:
        is_penalty = line["part"] == "penalty"  # each of them has its own line in the section of penalties
        words = "" if is_penalty else line["words"]
        amount = None if is_penalty else line["amount"]
        found.setdefault((line["part"], line["title"], words, line["rule"], amount), []).append(line)
    return [_as_one(lines) for lines in found.values()]


def _as_one(lines: Sequence[Row]) -> Row:
    first, last = lines[0], lines[-1]
    if len(lines) == 1:
        return first
    times = ngettext("{count} time", "{count} times", len(lines)).format(count=len(lines))
    waived = sum(not line["amount"] for line in lines)
    if first["part"] == "penalty" and waived:
        times = _("{times}, {count} of them waived").format(times=times, count=waived)
    if first["part"] != "penalty":
        times = f"{len(lines)} × {money.money_text(first['amount'], grouped=True)}"
        times = " · ".join(filter(None, [times, first["words"]]))
    over = f"{first['over']} … {last['over']}"
    return {**first, "over": over, "amount": sum(line["amount"] for line in lines), "words": times}


def pay_line(line: PayLine) -> Row:
    """A line as sheets show it."""
    keys = ("part", "title", "over", "amount", "words", "rule")
    return {key: getattr(line, key) for key in keys}


def pay_line_columns() -> tuple[Column, ...]:
    """The columns of lines of pay."""
    return (
        Column("part", _("Part"), words={part: pay_lines.title(part) for part in PARTS}),
        Column("title", _("Line")),
        Column("over", _("For")),
        Column("amount", _("Amount"), "money"),
        Column("words", _("Reason"), under="title"),
        Column("rule", _("Rule"), under="title", words={"statement": _("statement"), "draw": _("Draw")}),
    )


def penalties(one: One) -> Report:
    """Each penalty with what it is about, and who waived it and why."""
    lines = one.all.found.appraisals.penalties.of(one.person.code)
    rows = [_penalty(one, line) for line in lines]
    totals = {key: sum(row[key] for row in rows) for key in ("amount", "points")} if rows else {}
    columns = [
        Column("title", _("Penalty")),
        Column("happened_on", _("Day"), "date"),
        Column("amount", _("Amount"), "money"),
        Column("points", _("Points"), "score"),
        Column("what", _("About"), under="title"),
        Column("waived", _("Waived"), under="title", shown=any(line.waiver for line in lines)),
    ]
    nothing = [] if rows else [_("No penalty in the period.")]
    look = Look(narrow=len(rows) > FEW)
    return one.section(_("Penalties"), columns, rows, totals=totals, notes=nothing, look=look)


def _penalty(one: One, line: PenaltyLine) -> Row:
    return {
        "title": line.title,
        "happened_on": line.happened_on,
        "amount": line.amount,
        "points": line.points,
        "what": line.lapse.what,
        "waived": " · ".join(_waived(one, line)) or None,
    }


def _waived(one: One, line: PenaltyLine) -> Iterator[str]:
    if line.waiver:
        yield _("{amount} waived by {who}: {why}").format(
            amount=money.money_text(line.imposed, grouped=True), who=one.name_of(line.waiver.who), why=line.waiver.why
        )
