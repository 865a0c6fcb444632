"""What is to be done now, most urgent first, and what is good to know: each thing once, for who is to do it (figures.md §4, §6–8).

Kinds, to be done: `unprocessed`, a lead without follow-up, opportunity or disqualification for longer than the policy's hours;
`due`, a contact whose deadline is today or within the days ahead; `overdue`, one past the day that somebody said; `interval`, one
past the day that the contact interval sets; `stuck`, an opportunity longer in its stage than its limit; `receivable`, an instalment
that money has not met; `task`, one not done; `approval`, an expense or trip that waits for a decision; `trip_report`, an approved
trip that is over and whose report is due. To know: `stage_changed`, for a manager, since the last working day; `target_behind`, a
running target behind its pace. What a policy does not speak of (hours, intervals, limits of stages, posts that approve, targets)
does not exist.

Order: what is to be done before what is to know; then days over, the most first; then the amount, the largest first; then the name.
What is overdue, stuck or outstanding by as many days as [[tracking.escalate]] says also stands on the manager's list, by those of
the second row on the manager's manager's. All days are calendar days, but the last working day. `is_due` is what --check asks for:
something to do whose day has come; neither what lies ahead nor what is to know. Facts: customers, follow-ups, opportunities with
stages, contracts with instalments and receipts, tasks, expenses and trips with decisions and reports, targets, people and teams.
Policy, of the day: [tracking], [[stage]], [post] approves, [[penalty]] late_trip_report, [calendar]; intervals of the day they
began.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from salescli.facts.names import Owned
from salescli.facts.tracked import RepDesk
from salescli.ledger import names
from salescli.reports.remind import behind, contacts, layout, opportunities, receivables, requests, tasks
from salescli.reports.remind.reminder import Reminder, Watch, desks_of
from salescli.reports.report import Report
from salescli.reports.view import View
from salescli.rules.deadlines import Desks
from salescli.rules.reminders import urgency

Minds = Callable[[RepDesk | None], bool]


def build(
    view: View,
    *,
    rep: str | None = None,
    team: str | None = None,
    everybody: bool = False,
    days: int | None = None,
    with_targets: bool = True,
) -> Report:
    """The reminders of a rep, a team with the teams below it, everybody, or by default the acting person.

    The default is the acting rep's own and what has climbed to him; for anybody else everything. What belongs to nobody
    is in nobody's list and in everything's.

    Args:
        rep, team: code or name.
        days: how many days ahead a deadline is due; else the policy's remind_days_ahead.
        with_targets: False for who shows the targets beside.

    Raises:
        NotFound: no such rep or team.
        NothingInForce: no policy is in force on the day.
    """
    desks = desks_of(view)
    minds, sees_climbed = _minds(view, desks, rep, team, everybody)
    ahead = view.versions.on(view.on).policy.tracking.remind_days_ahead or 0 if days is None else days
    watch = Watch(view, desks, view.on + timedelta(days=ahead), minds)

    def is_asked(one: Reminder) -> bool:
        return minds(one.minder) or (sees_climbed and any(map(minds, one.climbed)))

    chosen = sorted(filter(is_asked, _found(watch, with_targets)), key=_order)
    minders = {one.minder.id if one.minder else None for one in chosen}
    return view.report(
        "remind",
        layout.title(chosen, minders),
        layout.columns(several=len(minders) > 1),
        layout.rows(view, chosen),
        notes=[*watch.notes, *layout.notes(chosen)],
        look=layout.look(chosen),
    )


def is_due(report: Report) -> bool:
    """Whether there is something on the list to do now (--check)."""
    return any(row["is_due"] for row in report.rows)


def _found(watch: Watch, with_targets: bool) -> Iterator[Reminder]:
    yield from contacts.leads(watch)
    yield from contacts.contacts(watch)
    yield from opportunities.stuck(watch)
    yield from opportunities.stage_changes(watch)
    yield from receivables.receivables(watch)
    yield from tasks.tasks(watch)
    yield from requests.approvals(watch)
    yield from requests.trip_reports(watch)
    if with_targets:
        yield from behind.targets_behind(watch)


def _order(one: Reminder) -> tuple[Any, ...]:
    return (*urgency(one.kind, one.days, one.amount, one.subject), one.kind, one.fact)


def _minds(view: View, desks: Desks, rep: str | None, team: str | None, everybody: bool) -> tuple[Minds, bool]:
    """Whose reminders belong on the list that was asked for, and whether those that have climbed to them do too."""
    if rep:
        rep_id = names.find(view.ledger, "rep", rep).id
        return lambda minder: minder is not None and minder.id == rep_id, False
    if team:
        team_id = names.find(view.ledger, "team", team).id
        return lambda minder: minder is not None and desks.is_under(minder, team_id), False
    acting = [] if everybody else view.ledger.read("rep_of_code", Owned, code=view.ledger.who.actor)
    if acting:
        mine = acting[0].id
        return lambda minder: minder is not None and minder.id == mine, True
    return lambda _minder: True, False
