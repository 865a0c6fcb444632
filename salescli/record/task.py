"""The way in for tasks: what a rep is to do by a day, and that it was done; a manager's task is also the nudge on what is stuck."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.evidence import TaskStanding
from salescli.facts.names import Named
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import evidence, typed
from salescli.reports.evidence_words import TASK_KINDS

app = typed.room()
task = typed.group(app, "task", _("Tasks for reps, and whether they were done. Example: salescli task list --open"))


@task.command(
    "add",
    help=_(
        "Set a rep a task. Example: salescli task add zw 上门回访 --kind service --due fri --customer 华北机械. "
        "With --opportunity it is also the nudge on one that is stuck."
    ),
)
def add(
    ctx: typer.Context,
    rep: evidence.Rep,
    title: Annotated[str, typer.Argument(help=_("what is to be done"))],
    kind: Annotated[
        str, typer.Option("--kind", help=_("development, service or target (客户开发、客户服务、销售目标)"))
    ],
    due: Annotated[str, typer.Option("--due", help=_("the last day for it: fri, +3d, 下周一"))],
    customer: Annotated[str | None, typer.Option("--customer", help=_("the customer it is about"))] = None,
    opportunity: Annotated[str | None, typer.Option("--opportunity", help=_("the opportunity it is about"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a task, set on the day of --on."""
    asked: Asked = ctx.obj
    word, title = TASK_KINDS.meant(kind), typed.name(title, _("The task"))
    with asked.recording() as ledger:
        day = asked.day(ledger)
        due_on = typed.coming_day(due, day) or day
        refuse_due_before(due_on, day)
        whose = evidence.employed(ledger, rep, day)
        deal = names.find(ledger, "opportunity", opportunity) if opportunity is not None else None
        named = about(ledger, deal, names.find(ledger, "customer", customer) if customer is not None else None)
        on: dict[str, Any] = {"opportunity_id": deal.id if deal else None, "customer_id": named.id if named else None}
        id = ledger.append("task", day, note=note, rep_id=whose.id, task_kind=word, title=title, due_on=due_on, **on)
    sentence = _("Task for {name}: {title}").format(name=whose.name, title=title)
    due_said = _("due {day}").format(day=due_on.isoformat())
    parts = [sentence, TASK_KINDS.title(word), due_said, *[one.name for one in (deal or named,) if one]]
    typed.answer(ledger, id, " · ".join(parts), as_json)


@task.command("done", help=_('A task was done. Example: salescli task done 2674 --outcome "they will sign"'))
def done(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(metavar="ID", help=_("the task's id, as `salescli task list` shows it"))],
    outcome: Annotated[str | None, typer.Option("--outcome", help=_("what came of it"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a task was done, on the day of --on."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(task, "task")
        one = to_do(ledger, id, day)
        new = ledger.append("task_done", day, note=note, task_id=id, outcome=outcome or None)
    sentence = _("Done: {title} · {name}").format(title=one.title, name=one.name)
    typed.answer(ledger, new, f"{sentence} · {_punctuality((day - one.due_on).days)}", as_json)


@task.command("list", help=_("Tasks due in a period, or all, and whether they were done in time."))
def list_(
    ctx: typer.Context,
    rep: evidence.Whose = None,
    over: evidence.Over = None,
    is_open: Annotated[bool, typer.Option("--open", help=_("only those that are not done"))] = False,
) -> None:
    """Show the tasks."""
    from salescli.reports import lists

    asked: Asked = ctx.obj
    with evidence.looking(asked, rep, over) as (view, whose, period):
        asked.show(lists.tasks(view, whose, period, is_open))


def to_do(ledger: Ledger, id: int, day: date) -> TaskStanding:
    """A task that can be done on a day.

    Raises:
        Refused: it was voided, is done already, or was set later.
    """
    one = evidence.standing(ledger, id, ledger.read("task_of_id", TaskStanding, id=id))
    if one.done_id is not None and one.done_on is not None:
        raise Refused(
            _("The task {id}, {title}, was done on {day} already; `salescli void {done}` takes that back.").format(
                id=ledger.show_id(id),
                title=typed.shown(one.title),
                day=one.done_on.isoformat(),
                done=ledger.show_id(one.done_id),
            )
        )
    if day < one.happened_on:
        raise Refused(
            _("The task {id}, {title}, was set on {set_on}; it cannot be done on {day}, before that.").format(
                id=ledger.show_id(id),
                title=typed.shown(one.title),
                set_on=one.happened_on.isoformat(),
                day=day.isoformat(),
            )
        )
    return one


def refuse_due_before(due_on: date, day: date) -> None:
    """A task is not due before it is set."""
    if due_on < day:
        raise WrongUse(
            _("The task would be due on {due}, before it is set on {day}; --due is a day ahead.").format(
                due=due_on.isoformat(), day=day.isoformat()
            )
        )


def about(ledger: Ledger, deal: Named | None, named: Named | None) -> Named | None:
    """The customer that a task is about; an opportunity brings its customer along.

    Raises:
        Refused: the opportunity is another customer's.
    """
    theirs = ledger.read("customer_of_opportunity", Named, opportunity_id=deal.id) if deal else []
    if deal and named and theirs and theirs[0].id != named.id:
        raise Refused(
            _("{opportunity} is {theirs}'s, not {customer}'s; give the opportunity alone.").format(
                opportunity=typed.shown(deal.name), theirs=typed.shown(theirs[0].name), customer=typed.shown(named.name)
            )
        )
    return named or (theirs[0] if theirs else None)


def _punctuality(late: int) -> str:
    """In time, or how many days late."""
    if late <= 0:
        return _("in time")
    return ngettext("{count} day late", "{count} days late", late).format(count=late)
