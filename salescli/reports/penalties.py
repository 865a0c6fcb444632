"""Penalties of a period (处罚, figures.md §6): what each rests on, what it takes off pay and score, and what was waived.

One row for each penalty and period: a missed contact, a trip report that is late, an entertainment without a contract, a trip
over a limit that penalises. `happened_on` is the first day charged, `fact` the id of what caused it, which is what `salescli
waive` takes; `amount` and `points` are 0 where it was waived, `waived_amount` is what it would have been. Facts: follow-ups with
owners and stages of customers, trips with decisions and reports, expenses with decisions, settlements and contracts, waivers.
Policy: [[penalty]], [[limit]], [tracking].
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.penalised import Entertainment, TripTravelled, WaiverRow
from salescli.period import Period, year_of
from salescli.policy.kinds import PenaltyKey
from salescli.reports import what_if
from salescli.reports.commission import staff_of
from salescli.reports.missed import missed_of
from salescli.reports.report import Column, Report
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps
from salescli.rules import penalties as rule
from salescli.rules import penalty_reasons
from salescli.rules.penalties import Blocks, Lapse
from salescli.rules.penalties import PenaltyLine as PenaltyLine  # whoever waives one sees reports alone
from salescli.rules.reasons import Reason
from salescli.rules.staff import Staff

Row = dict[str, Any]
ByKey = Mapping[PenaltyKey, Sequence[Blocks]]
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PenaltyFigures:
    """Everybody's penalties of a period.

    Attributes:
        lines: by rep code, in the order of their days; waived ones stand among them and take off nothing.
        notes: problems of the data, as sentences.
    """

    lines: Mapping[str, Sequence[PenaltyLine]]
    notes: Sequence[str]

    def of(self, rep: str) -> Sequence[PenaltyLine]:
        """A rep's penalties, by code."""
        return self.lines.get(rep, ())

    def amount(self, rep: str) -> int:
        """What they take off a rep's pay, minor units, 0 or more."""
        return sum(line.amount for line in self.of(rep))

    def points(self, rep: str) -> Decimal:
        """What they take off a rep's score."""
        return sum((line.points for line in self.of(rep)), rule.NO_POINTS)


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The penalties of a period; of one rep, or a team with the teams below it, where named.

    Raises:
        NotFound: no such rep or team.
        NothingInForce: no policy on the period's last day.
    """
    staff = staff_of(view)
    wanted = wanted_reps(view, staff, period, rep, team)
    figures = figures_of(view, period, staff)
    today = what_if.in_force(view, period)
    before = figures_of(today, period, staff) if today else None
    rows = [row for code in staff.by_code if wanted(code) for row in _rows(view, staff, code, figures, before)]
    totals: Row = {
        "amount": sum(row["amount"] or 0 for row in rows),
        "points": sum((row["points"] or rule.NO_POINTS for row in rows), rule.NO_POINTS),
        "waived_amount": sum(row["waived_amount"] or 0 for row in rows),
        **({"difference": sum(row["difference"] for row in rows)} if before else {}),
    }
    columns = _columns(rows, view.what_if is not None)
    notes = [*what_if.notes(view, period, rows, taken=True), *figures.notes]
    report = view.report("penalties", _("Penalties"), columns, rows, period=period, totals=totals, notes=notes)
    if view.what_if is None:
        return report
    about = (
        Column("title", _("Penalty")),
        Column("happened_on", _("Day"), "date"),
        Column("what", _("About"), under="title"),
    )
    return replace(report, instead=what_if.beside(report, "amount", about=about, taken=True))


def figures_of(view: View, period: Period, staff: Staff) -> PenaltyFigures:
    """Everybody's penalties of a period under the view's policies, with nothing after its day."""
    return view.once(("penalties", period), lambda: _figures_of(view, period, staff), of_money=False)


def _figures_of(view: View, period: Period, staff: Staff) -> PenaltyFigures:
    start, end = view.seen(period)
    blocks = _blocks(view, start, end)
    return PenaltyFigures(_lines(view, blocks, staff, start, end), list(_notes(blocks, start, end)))


def carried_by(view: View, fact: int, since: date) -> list[PenaltyLine]:
    """The penalties that a fact has caused from a day on up to the view's, waived ones among them."""
    staff, end = staff_of(view), view.on + DAY
    start = min(since, view.on)
    found = _lines(view, _blocks(view, start, end), staff, start, end)
    return [line for lines in found.values() for line in lines if line.fact == fact]


def reason_of(view: View, rep: str, period: Period, key: str | None = None) -> tuple[Reason, list[str]]:
    """Why a rep's penalties of a period, or those of one kind, come to what they do."""
    staff = staff_of(view)
    figures = figures_of(view, period, staff)
    lines = [line for line in figures.of(rep) if key in (None, line.key)]
    person = staff.by_code[rep]
    what = _title_of(view, period, key) if key else _("Penalties")
    title = _("{what} of {rep} {name}, {period}").format(
        what=what, rep=person.code, name=person.name, period=period.name
    )
    return penalty_reasons.reason(lines, title), list(figures.notes)


def _notes(blocks: ByKey, start: date, end: date) -> Iterator[str]:
    if not blocks and start < end:  # of a period that has not begun nothing was looked at
        yield _("The policy in force has no penalty.")
    for one in blocks.get(PenaltyKey.LATE_TRIP_REPORT, ()):
        if one.end > start and one.block is not None and one.block.after_days is None:
            yield _("{policy} does not say after how many days a report is late (after_days), so none is.").format(
                policy=one.source
            )


def _title_of(view: View, period: Period, key: str) -> str:
    policy = view.versions.on(period.last).policy
    block = next((one for one in policy.penalties if one.key == key), None)
    return block.title.text(view.lang) if block else key


# What is read from the ledger.


def _blocks(view: View, start: date, end: date) -> ByKey:
    """What the policies say of the kinds that are penalised on some day of the span."""
    found = {key: rule.blocks_of(view.versions, key, end) for key in PenaltyKey}
    return {
        key: blocks for key, blocks in found.items() if any(one.block is not None and one.end > start for one in blocks)
    }


def _lines(view: View, blocks: ByKey, staff: Staff, start: date, end: date) -> Mapping[str, list[PenaltyLine]]:
    def employed(rep: str, low: date, high: date) -> Iterable[tuple[date, date]]:
        return staff.employment(staff.by_code[rep].id, low, high)

    lapses = _lapses(view, blocks, staff, start, end)
    waivers = view.ledger.read("waivers", WaiverRow, on=view.on)
    return rule.lines_of(lapses, blocks, waivers, employed, start, end, view.lang)


def _lapses(view: View, blocks: ByKey, staff: Staff, start: date, end: date) -> list[Lapse]:
    found: list[Lapse] = []
    if PenaltyKey.OVERDUE_CONTACT in blocks:
        since = _since(blocks, start, PenaltyKey.OVERDUE_CONTACT)
        found += rule.of_missed(missed_of(view, Period(since, end, ""), staff), blocks[PenaltyKey.OVERDUE_CONTACT])
    if PenaltyKey.LATE_TRIP_REPORT in blocks or PenaltyKey.TRIP_OVER_LIMIT in blocks:
        since = _since(blocks, start, PenaltyKey.LATE_TRIP_REPORT, PenaltyKey.TRIP_OVER_LIMIT)
        trips = view.ledger.read("trips_travelled", TripTravelled, since=since, end=end, on=view.on)
        found += [lapse for lapse in rule.of_trips(trips, view.versions, end) if lapse.key in blocks]
    if PenaltyKey.ENTERTAINMENT_WITHOUT_CLOSE in blocks:
        found += rule.of_entertainments(view.ledger.read("entertainments", Entertainment, end=end, on=view.on))
    return found


def _since(blocks: ByKey, start: date, *keys: PenaltyKey) -> date:
    """From which day on lapses count: where only the n-th of a year costs anything from the year's first, else those charged."""
    counted = any(one.block is not None and one.block.times > 1 for key in keys for one in blocks.get(key, ()))
    return year_of(start).start if counted else start


# Rows.


def _rows(view: View, staff: Staff, rep: str, figures: PenaltyFigures, before: PenaltyFigures | None) -> Iterator[Row]:
    """A rep's rows; beside a what-if also those that stand under the policy in force alone."""
    other, now = _placed(figures.of(rep)), _placed(before.of(rep)) if before else {}
    for place in dict.fromkeys([*other, *now]):
        line, in_force = other.get(place), now.get(place)
        shown = line or in_force
        if shown is None:
            continue
        yield {
            "rep": rep,
            "name": staff.by_code[rep].name,
            "key": shown.key,
            "title": shown.title,
            "happened_on": shown.happened_on,
            "fact": view.ledger.show_id(shown.fact),
            "what": shown.lapse.what,
            "days": sum(charge.days for charge in shown.charges),
            "amount": line.amount if line else None,
            "points": line.points if line else None,
            "waived": shown.waived,
            "waived_amount": line.imposed - line.amount if line else None,
            "waived_by": shown.waiver.who if shown.waiver else None,
            "why": shown.waiver.why if shown.waiver else None,
            **(_what_if(line, in_force, before is not None) if view.what_if is not None else {}),
        }


def _placed(lines: Iterable[PenaltyLine]) -> Mapping[tuple[str, int, int], PenaltyLine]:
    """The lines by kind and fact; of one fact, whose customer came back to the same owner, by number."""
    numbers: Counter[tuple[str, int]] = Counter()
    found = {}
    for line in lines:
        numbers[line.key, line.fact] += 1
        found[line.key, line.fact, numbers[line.key, line.fact]] = line
    return found


def _what_if(line: PenaltyLine | None, in_force: PenaltyLine | None, known: bool) -> Row:
    """Today's penalty, and what the other policy takes off more; one that a policy has not takes off nothing under it."""
    more = (line.amount if line else 0) - (in_force.amount if in_force else 0)
    return {
        "in_force": {"amount": in_force.amount, "points": in_force.points} if in_force else None,
        "difference": more if known else None,
    }


def _columns(rows: Sequence[Row], is_what_if: bool) -> list[Column]:
    any_waived = any(row["waived"] for row in rows)
    columns = [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("key", _("Key"), shown=False),
        Column("title", _("Penalty")),
        Column("happened_on", _("Day"), "date"),
        Column("fact", _("Fact")),
        Column("what", _("About"), under="title"),
        Column("days", _("Days"), "count", shown=any(row["days"] > 1 for row in rows)),
        Column("amount", _("Amount"), "money"),
        Column("points", _("Points"), "score"),
        Column("waived", _("Waived"), "flag", shown=any_waived, words={True: _("waived"), False: ""}),
        Column("waived_amount", _("Waived amount"), "money", shown=False),
        Column("waived_by", _("Waived by"), shown=any_waived, under="title"),
        Column("why", _("Why"), shown=any_waived, under="title"),
    ]
    if is_what_if:
        inner = (Column("amount", _("Amount"), "money"), Column("points", _("Points"), "score"))
        columns += [
            Column("in_force", _("In force"), "nested", inner=inner),
            Column("difference", _("Difference"), "money"),
        ]
    return columns
