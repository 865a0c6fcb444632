"""What happens to opportunities, and what does not: `stage_changed` for managers and `stuck` for owners (figures.md §7).

`stage_changed`: the stage, not only the amount, changed since the last working day before the view's day (that day included), by
the day in the world, so a change back-dated to yesterday counts and one back-dated to last month does not. Each opportunity once,
from the stage it was in to the one it is in, for the manager of its owner, unless the manager entered the latest change. `stuck`:
open and longer in its present stay in the stage than the policy of the day allows; it is for its owner, and climbs as an overdue
contact does.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.reminded import StageChanged
from salescli.facts.tracked import RepDesk
from salescli.policy.versions import Versions
from salescli.reports.remind.reminder import About, Reminder, Watch
from salescli.rules.reminders import Kind, stuck_after
from salescli.rules.stages import is_stuck
from salescli.rules.working_days import WorkingDays

DAYS_BACK = timedelta(days=31)  # no holiday is longer


def stage_changes(watch: Watch) -> Iterator[Reminder]:
    """The opportunities whose stage changed since the last working day."""
    days = {"start": _last_working_day(watch), "day": watch.on}
    moves: dict[int, list[StageChanged]] = defaultdict(list)
    for row in watch.view.ledger.read("changed_stages", StageChanged, **days):
        moves[row.opportunity_id].append(row)
    for changes in moves.values():
        change = changes[-1]
        owner = watch.desks.reps.get(change.rep_id or 0)
        manager = watch.desks.manager(owner) if owner else None
        if owner is not None and manager is not None and manager.code != change.recorded_by:
            yield _changed(watch, changes, owner, manager)


def _changed(watch: Watch, changes: Sequence[StageChanged], owner: RepDesk, manager: RepDesk) -> Reminder:
    """The changes of one opportunity as one: from the stage before the first of them to that of the last, with those between."""
    change = changes[-1]
    path = [watch.stage_title(key) for key in (changes[0].stage_before, *(one.stage for one in changes))]
    words = {
        "rep": owner.name,
        "former": path[0] if path[0] != path[-1] else path[-2],  # there and back: where it came back from
        "stage": path[-1],
        "who": _actor(watch, change.recorded_by),
    }
    by_another = [] if change.recorded_by == owner.code else [_("entered by {who}").format(**words)]
    moved = _("{rep}: {former} → {stage}").format(rep=owner.name, former=" → ".join(path[:-1]), stage=path[-1])
    return Reminder(
        kind=Kind.STAGE_CHANGED,
        fact=change.id,
        minder=manager,
        subject=change.customer or change.opportunity,
        due_on=change.happened_on,
        days=0,
        about=About(change.customer, change.customer_id, change.opportunity, change.opportunity_id),
        amount=change.amount,
        variant="" if change.amount is None else "amount",
        words=words,
        remark=" · ".join([moved, *by_another]),
    )


def _actor(watch: Watch, code: str) -> str:
    """Who entered something: the rep's name, or what stands there."""
    return next((rep.name for rep in watch.desks.reps.values() if rep.code == code), code)


def _last_working_day(watch: Watch) -> date:
    """The last working day before the day, by the calendars in force; of the plain week, with a note, where they fail."""
    start, end = watch.on - DAYS_BACK, watch.on
    try:
        days = WorkingDays(watch.view.versions, _nobody, (), start, end).company
    except (WrongUse, NothingInForce) as error:
        watch.notes.append(str(error))
        days = WorkingDays(Versions([]), _nobody, (), start, end).company
    return days[-1] if days else start


def _nobody(_rep_id: int) -> Iterable[tuple[date, date]]:
    return ()


def stuck(watch: Watch) -> Iterator[Reminder]:
    """The open opportunities that stand longer in their stage than it allows."""
    if all(stage.stuck_after_days is None for stage in watch.stages.values()):
        return
    since = _("{stage} since {since}")  # looked up once: a thousand may be stuck
    for one in watch.standing:
        stage = watch.stages.get(one.stage or "")
        due_on = stuck_after(one.entered_on, stage)
        if due_on is None or stage is None or not is_stuck(watch.days_over(one.entered_on), stage):
            continue
        minder, days = watch.minder(one.rep_id), watch.days_over(due_on)
        words = {"stage": watch.stage_title(stage.key), "since": one.entered_on.isoformat()}
        yield Reminder(
            kind=Kind.STUCK,
            fact=one.opportunity_id,
            minder=minder,
            subject=one.customer or one.opportunity,
            due_on=due_on,
            days=days,
            about=About(one.customer, one.customer_id, one.opportunity, one.opportunity_id),
            climbed=watch.climbed(minder, days),
            step=one.next_step,
            amount=one.amount,
            words=words,
            remark=since.format(**words),
        )
