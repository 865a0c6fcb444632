"""Tasks that are due and not done: `task`, for the rep who has it, or who minds for one who left; it climbs."""

from collections.abc import Iterator, Mapping
from gettext import gettext as _

from salescli.facts.reminded import DueTask
from salescli.reports.remind.reminder import About, Reminder, Watch
from salescli.rules.reminders import Kind


def tasks(watch: Watch) -> Iterator[Reminder]:
    """The tasks not done by the day that are due, or were."""
    kinds = _kinds()
    for task in watch.view.ledger.read("due_tasks", DueTask, day=watch.on, until=watch.until):
        minder, days = watch.minder(task.rep_id), watch.days_over(task.due_on)
        yield Reminder(
            kind=Kind.TASK,
            fact=task.id,
            minder=minder,
            subject=task.customer or task.opportunity or kinds.get(task.task_kind, task.task_kind),
            due_on=task.due_on,
            days=days,
            about=About(task.customer, task.customer_id, task.opportunity, task.opportunity_id),
            climbed=watch.climbed(minder, days),
            step=task.title,
            words={"title": task.title},
            remark=f"salescli task done {watch.view.ledger.show_id(task.id)}",
        )


def _kinds() -> Mapping[str, str]:
    return {
        "development": _("Customer development"),
        "service": _("Customer service"),
        "target": _("Sales target"),
    }
