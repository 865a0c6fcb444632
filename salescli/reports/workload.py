"""What everybody did in a period: communication by channel, opportunities, contracts, trips, expenses and tasks.

`follow_ups` are all of the rep's, by channel below it; `unanswered` of them reached nobody. `customers` are the different
ones reached in the whole period, `contacts_per_day` is the measure of that name, `minutes` what the follow-ups say they took.
`opportunities` are the different ones that were opened or had a stage entered while the rep's, or were spoken about in a
follow-up of the rep's; `stage_changes` led an opportunity of the rep's from one stage to another (the first is none);
`contracts` is Σ share of those signed. `trip_days` are calendar days on trips that were not rejected, `expenses` what was
approved of those that the rep asked for in the period; `tasks_done` counts each task once. Whoever was employed has a row,
whatever was done, and so has whoever did something. Totals are the rows' sums (a customer of two reps counts twice), of
`contacts_per_day` Σ ÷ Σ. Facts: follow-ups, opportunities with owners, shares and stages, contracts, trips, expenses,
decisions, tasks, leaves, reps and teams. Policy: [calendar], [credit].
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli.facts.worked import Travelled, Worked, WorkedChannel
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.commission import staff_of
from salescli.reports.history.words import channels, joined
from salescli.reports.measured import Measured, measured
from salescli.reports.report import Column, Report
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps
from salescli.rules.measures import MEASURES, rolled_up
from salescli.rules.roster import roster
from salescli.rules.staff import Person, Staff
from salescli.rules.travelled import trip_days
from salescli.terms import Channel

Row = dict[str, Any]
PER_DAY, CONTRACTS = (MeasureKey.CONTACTS_PER_DAY, None), (MeasureKey.CONTRACT_COUNT, None)
SUMS = (
    "follow_ups",
    "customers",
    "minutes",
    "unanswered",
    *(str(channel) for channel in Channel),
    "opportunities",
    "stage_changes",
    "contracts",
    "trip_days",
    "expenses",
    "tasks_done",
)


@dataclass(frozen=True, slots=True)
class _Work:
    """What was counted, each by rep id; what is not there is 0."""

    channels: Mapping[int, Sequence[WorkedChannel]]
    counts: Mapping[str, Mapping[int, int]]
    measures: Measured

    def of(self, what: str, rep_id: int) -> int:
        """How much of one kind of work a rep did."""
        return self.counts[what].get(rep_id, 0)


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The work of a period, with nothing after the view's day; of one rep, or a team with the teams below it, where named.

    Raises:
        NotFound: no such rep or team.
        NothingInForce: no policy on the period's last day.
    """
    staff = staff_of(view)
    wanted = wanted_reps(view, staff, period, rep, team)
    work = _work(view, period, staff)
    employed = {member.person.id for member in roster(staff, period, view.on)}
    found = {person.code: _row(work, person) for person in staff.people.values() if wanted(person.code)}
    shown = {
        code: row
        for code, row in found.items()
        if rep or staff.by_code[code].id in employed or any(row[key] for key in SUMS)
    }
    columns, rows = _columns(), list(shown.values())
    return view.report(
        "workload",
        _("Workload"),
        columns,
        rows,
        period=period,
        totals=_totals(work.measures, shown) if rows else {},
        notes=work.measures.notes,
    )


def _work(view: View, period: Period, staff: Staff) -> _Work:
    start, end = view.seen(period)
    days = {"start": start, "end": end}
    by_rep: dict[int, list[WorkedChannel]] = defaultdict(list)
    for one in view.ledger.read("worked_channels", WorkedChannel, **days):
        by_rep[one.rep_id].append(one)
    read = view.ledger.read
    counts = {
        "customers": _by_rep(read("worked_customers", Worked, **days)),
        "opportunities": _by_rep(read("worked_opportunities", Worked, **days)),
        "stage_changes": _by_rep(read("worked_stages", Worked, **days)),
        "expenses": _by_rep(read("worked_expenses", Worked, on=view.on, **days)),
        "tasks_done": _by_rep(read("worked_tasks", Worked, **days)),
        "trip_days": trip_days(read("worked_trips", Travelled, on=view.on, **days), start, end),
    }
    return _Work(by_rep, counts, measured(view, period, [PER_DAY, CONTRACTS], staff))


def _by_rep(rows: Sequence[Worked]) -> Mapping[int, int]:
    return {row.rep_id: row.number for row in rows}


def _row(work: _Work, person: Person) -> Row:
    spoken = work.channels.get(person.id, ())
    by_channel = Counter({one.channel: one.follow_ups for one in spoken})
    row: Row = {
        "rep": person.code,
        "name": person.name,
        "follow_ups": by_channel.total(),
        "customers": work.of("customers", person.id),
        "minutes": sum(one.minutes for one in spoken),
        "contacts_per_day": work.measures.of_rep(person.code, PER_DAY).value,
        "unanswered": sum(one.unanswered for one in spoken),
        **{str(channel): by_channel[channel] for channel in Channel},
        "opportunities": work.of("opportunities", person.id),
        "stage_changes": work.of("stage_changes", person.id),
        "contracts": work.measures.of_rep(person.code, CONTRACTS).value,
        "trip_days": work.of("trip_days", person.id),
        "expenses": work.of("expenses", person.id),
        "tasks_done": work.of("tasks_done", person.id),
    }
    return {**row, "detail": _detail(row)}


def _detail(row: Row) -> str:
    """What of a row is not 0 and has no column for people: the channels, the most used first, minutes and days of trips."""
    words = channels()
    used = sorted((channel for channel in Channel if row[channel]), key=lambda channel: -row[channel])
    minutes, days, unanswered = row["minutes"], row["trip_days"], row["unanswered"]
    return joined(
        *(f"{words[channel]} {row[channel]}" for channel in used),
        _("unanswered {count}").format(count=unanswered) if unanswered else None,
        ngettext("{count} minute", "{count} minutes", minutes).format(count=f"{minutes:,}") if minutes else None,
        ngettext("{count} day on trips", "{count} days on trips", days).format(count=days) if days else None,
    )


def _totals(measures: Measured, shown: Mapping[str, Row]) -> Row:
    """The sums of the rows, and Σ ÷ Σ of the ratio."""
    contacts = MEASURES[PER_DAY[0]]
    whole = rolled_up({code: measures.of_rep(code, PER_DAY) for code in shown}, contacts.unit)
    return {**{key: sum(row[key] for row in shown.values()) for key in SUMS}, "contacts_per_day": whole.value}


def _columns() -> list[Column]:
    words = channels()
    return [
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep")),
        Column("follow_ups", _("Follow-ups"), "count"),
        Column("customers", _("Customers"), "count"),
        Column("minutes", _("Minutes"), "count", shown=False),
        Column("contacts_per_day", _("Per day"), "ratio"),
        Column("unanswered", _("Unanswered"), "count", shown=False),
        *(Column(str(channel), words[channel], "count", shown=False) for channel in Channel),
        Column("detail", _("In detail"), data=False, under="name"),
        Column("opportunities", _("Opportunities"), "count"),
        Column("stage_changes", _("Stage changes"), "count"),
        Column("contracts", _("Contracts"), "count"),
        Column("trip_days", _("Trip days"), "count", shown=False),
        Column("expenses", _("Expenses"), "money"),
        Column("tasks_done", _("Tasks done"), "count"),
    ]
