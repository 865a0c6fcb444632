"""The way in for personal goals: what a rep wants to reach beside the targets, and how far it is."""

from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import Annotated

import typer

from salescli import money
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.evidence import GoalProgress
from salescli.ledger.store import Ledger
from salescli.record import evidence, typed

app = typed.room()
goal = typed.group(app, "goal", _("Personal goals and how far they are. Example: salescli goal list --rep zw"))

WHOLE = 100  # per cent


@goal.command(
    "add", help=_("Set a rep a goal. Example: salescli goal add zw 通过售前技术认证 --weight 40 --due 2024-12-31")
)
def add(
    ctx: typer.Context,
    rep: evidence.Rep,
    title: Annotated[str, typer.Argument(help=_("what is to be reached"))],
    weight: Annotated[
        str | None, typer.Option("--weight", help=_("how much it counts among the rep's goals: 40"))
    ] = None,
    due: Annotated[str | None, typer.Option("--due", help=_("the last day for it"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a goal, set on the day of --on."""
    asked: Asked = ctx.obj
    title, heavy = typed.name(title, _("The goal")), weight_of(weight)
    with asked.recording() as ledger:
        day = asked.day(ledger)
        due_on = _due(due, day)
        whose = evidence.employed(ledger, rep, day)
        id = ledger.append("goal", day, note=note, rep_id=whose.id, title=title, weight=heavy, due_on=due_on)
    parts = [_("Goal of {name}: {title}").format(name=whose.name, title=title)]
    parts += [_("weight {weight}").format(weight=heavy)] if heavy is not None else []
    parts += [_("due {day}").format(day=due_on.isoformat())] if due_on else []
    typed.answer(ledger, id, " · ".join(parts), as_json)


@goal.command("progress", help=_("How far a goal is. Example: salescli goal progress 2674 40%"))
def progress(
    ctx: typer.Context,
    goal: Annotated[str, typer.Argument(metavar="ID", help=_("the goal's id, as `salescli goal list` shows it"))],
    percent: Annotated[str, typer.Argument(metavar="PERCENT", help=_("0 % to 100 %: 40%, 0.4"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record how far a goal is on the day of --on; the latest day's counts."""
    asked: Asked = ctx.obj
    reached = percent_of(percent)
    with asked.recording() as ledger:
        day, id = asked.day(ledger), ledger.find_id(goal, "goal")
        one = going(ledger, id, day)
        new = ledger.append("goal_progress", day, note=note, goal_id=id, progress=reached)
    said = _("{title} · {name}: {progress}").format(title=one.title, name=one.name, progress=_text(reached))
    before = [_("till now {value}").format(value=_text(one.progress))] if one.progress is not None else []
    typed.answer(ledger, new, " · ".join([said, *before]), as_json)


@goal.command("list", help=_("Goals with their latest progress and who said so."))
def list_(ctx: typer.Context, rep: evidence.Whose = None, over: evidence.Over = None) -> None:
    """Show the goals."""
    from salescli.reports import lists

    asked: Asked = ctx.obj
    with evidence.looking(asked, rep, over) as (view, whose, period):
        asked.show(lists.goals(view, whose, period))


def weight_of(text: str | None) -> Decimal | None:
    """A weight above 0 and up to 100, in points; nothing typed is no weight: as any other goal.

    Raises:
        WrongUse: anything else.
    """
    if text is None:
        return None
    weight = evidence.number(text.strip().removesuffix("%"), _("The weight"))
    if 0 < weight <= WHOLE:
        return weight
    raise WrongUse(
        _("A weight lies above 0 and up to 100, not {given}; for instance 40.").format(given=repr(text[:40]))
    )


def going(ledger: Ledger, id: int, day: date) -> GoalProgress:
    """A goal that can have progress on a day, with what it has.

    Raises:
        Refused: it was voided, or set later.
    """
    one = evidence.standing(ledger, id, ledger.read("goal_of_id", GoalProgress, id=id, day=day))
    if day < one.happened_on:
        raise Refused(
            _("The goal {id}, {title}, was set on {set_on}; it has no progress on {day}, before that.").format(
                id=ledger.show_id(id),
                title=typed.shown(one.title),
                set_on=one.happened_on.isoformat(),
                day=day.isoformat(),
            )
        )
    return one


def _due(text: str | None, day: date) -> date | None:
    due_on = typed.coming_day(text, day) if text is not None else None
    refuse_due_before(due_on, day)
    return due_on


def refuse_due_before(due_on: date | None, day: date) -> None:
    """A goal is not due before it is set."""
    if due_on and due_on < day:
        raise WrongUse(
            _("The goal would be due on {due}, before it is set on {day}; --due is a day ahead.").format(
                due=due_on.isoformat(), day=day.isoformat()
            )
        )


def percent_of(text: str) -> Decimal:
    """0 … 1 of 40%, 0.4 or 40; a bare 1 may mean either and is asked back.

    Raises:
        WrongUse: no percentage, or one above 100 %.
    """
    plain = text.strip()
    if plain.isascii() and plain.isdigit():
        if plain == "1":
            raise WrongUse(_("1 may mean 1 % or the whole; write 1% or 100%."))
        plain += "%"
    reached = money.parse_rate(plain)
    if reached <= 1:
        return reached
    raise WrongUse(
        _("A progress lies between 0 % and 100 %, not {given}; write 40% or 0.4.").format(given=repr(text[:40]))
    )


def _text(progress: Decimal) -> str:
    return f"{(progress * WHOLE).normalize():f}%"
