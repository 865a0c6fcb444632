"""The end of a sheet: what is to be known about the data, what the figures rest on, and where to sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import pgettext

from salescli.measure import MeasureKey
from salescli.reports import appraisal_notes
from salescli.reports.item_reasons import name_of
from salescli.reports.measured import measured
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.figure_words import figure_title
from salescli.reports.sheet.gathered import One, Row
from salescli.reports.sheet.heading import manager
from salescli.rules import rated
from salescli.rules.appraisal import Scored
from salescli.rules.pay import Part, PayLine
from salescli.terms import Method, Score

DIGITS = 12  # of a digest: enough to tell two apart
BLANK = "…" * 12  # to write on
PAID: tuple[Part, ...] = ("bonus", "commission", "penalty", "true_up")
"""The parts of the pay that rest on facts of the period."""


def notes(one: One) -> Report | None:
    """Problems of the data, as sentences; None: there are none."""
    view, period, code = one.all.view, one.all.period, one.person.code
    own = appraisal_notes.of_these(view, period, one.all.found, [one.sheet])
    said = list(dict.fromkeys([*own, *one.all.due.notes_of(code), *one.page.notes]))
    return one.section(_("Notes on the data"), notes=said) if said else None


# What it rests on.


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure by its name on the command line, and the ids of the facts behind it; None: they are not told one by one."""

    name: str
    facts: frozenset[int] | None


def evidence(one: One) -> Report:
    """How many facts stand behind each figure, its name in the command that tells them all, and the digests."""
    rows: list[Row] = [
        {
            "figure": figure_title(one.all.view, one.all.period, figure.name.removeprefix("attainment:")),
            "facts": None if figure.facts is None else len(figure.facts),
            "name": figure.name,
        }
        for figure in [*_scored(one), *_paid(one)]
    ]
    columns = [
        Column("figure", _("Figure")),
        Column("facts", _("Facts"), "count"),
        Column("name", pgettext("of a figure in a command", "Name")),
    ]
    return one.section(_("Evidence"), columns, rows, notes=_digests(one), look=Look(narrow=True))


def _scored(one: One) -> Iterator[_Figure]:
    """The score with everything it rests on, then each item of the plan."""
    done = one.sheet.appraised
    items = [(item, _facts(one, item)) for item in done.items] if done else []
    charges = one.all.found.appraisals.charges(one.member)
    charged = frozenset(line.fact for line in charges if line.points)
    if items:
        yield _Figure("score", charged.union(*(facts or () for _item, facts in items)))
    for item, facts in items:
        if item.item.measure:
            key = item.item.measure.value
            yield _Figure(f"attainment:{key}" if item.item.score is Score.ATTAINMENT else key, facts)
        else:
            yield _Figure(name_of(item.item), None if item.item.method is Method.PERIODS else facts)


def _facts(one: One, item: Scored) -> frozenset[int] | None:
    done, rep_id = one.all.found.appraisals, one.person.id
    if item.item.measure is not None:
        asked = (MeasureKey(item.item.measure), None)
        told = measured(one.all.view, one.all.period, [asked], one.all.staff, told=True)
        parts = told.of_rep(one.person.code, asked).parts
        facts = frozenset(part.fact for part in parts if part.fact is not None)
        return facts if facts or not any(part.numerator for part in parts) else None
    if item.item.method is Method.ASSESSMENT:
        return frozenset(mark.fact for mark in rated.marks_of(done.marks.get(rep_id, ()), item.item))
    if item.item.method is Method.GOALS:
        return frozenset(goal.fact for goal in done.goals.get(rep_id, ()))
    return frozenset()


def _paid(one: One) -> Iterator[_Figure]:
    lines = one.all.lines[one.person.code]
    if lines:
        yield _Figure("pay", _behind(lines))
    for part in PAID:
        if own := [line for line in lines if line.part == part]:
            yield _Figure(part, _behind(own))


def _behind(lines: Sequence[PayLine]) -> frozenset[int]:
    return frozenset(fact for line in lines for fact in line.facts)


def _digests(one: One) -> Iterator[str]:
    view, period, code = one.all.view, one.all.period, one.person.code
    yield _(
        "All that is behind a figure: salescli explain score {rep} --period {period}, with the figure's name for score."
    ).format(rep=code, period=period.name)
    yield _("To question one: salescli dispute score {rep} --period {period} --why …").format(
        rep=code, period=period.name
    )
    digests = ", ".join(piece.version.digest[:DIGITS] for piece in view.versions.between(period.start, period.end))
    yield _("Digests: policy {policies}, ledger {head}; seen on {day}.").format(
        policies=digests, head=one.page.head[:DIGITS], day=view.on.isoformat()
    )


# Where to sign.


def signatures(one: One) -> Report:
    """Manager and employee, each with room for a hand, and whether the employee agrees."""
    staff, member = one.all.staff, one.member
    lead = manager(staff, member.person.id, member.day)
    rows = [
        {"who": _("Manager"), "name": staff.people[lead].name if lead is not None else BLANK},
        {"who": _("Employee"), "name": member.person.name},
    ]
    columns = [
        Column("who", ""),
        Column("name", pgettext("of a person", "Name")),
        Column("signature", _("Signature")),
        Column("day", _("Date")),
    ]
    rows = [{**row, "signature": BLANK, "day": BLANK} for row in rows]
    agreed = _("☐ agreed   ☐ not agreed, reasons: {blank}").format(blank=BLANK * 2)
    return one.section(_("Signatures"), columns, rows, notes=[agreed], look=Look(to_write_on=True))
