"""The way in for stage changes: from which day an opportunity is in a stage, and what was known of it then."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from itertools import takewhile
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.facts.names import Named
from salescli.facts.recorded import StageStep
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.policy.stages import Stage
from salescli.record import in_force, typed

app = typed.room()


@app.callback()
def _several() -> None:
    """Keeps a room of one command a group, so that the front door finds the command by its name."""


@app.command(
    "stage", help=_("An opportunity's new stage. Example: salescli stage 风机改造 proposal --amount 1.2万 --close +30d")
)
def stage(
    ctx: typer.Context,
    opportunity: Annotated[str, typer.Argument(help=_("opportunity: name, a part of it, code or id"))],
    stage: Annotated[str, typer.Argument(help=_("a stage of the policy: its key, a beginning of it, or its title"))],
    amount: Annotated[str | None, typer.Option("--amount", help=_("what it is worth, as known now"))] = None,
    probability: Annotated[str | None, typer.Option("--probability", help=_("40%, else the stage's"))] = None,
    close: Annotated[str | None, typer.Option("--close", help=_("when it is expected to close"))] = None,
    step: Annotated[str | None, typer.Option("--step", help=_("the next step"))] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record the stage from the day of --on; warns when it goes back, repeats, or a later change stands."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "opportunity", opportunity)
        chosen = in_force.stage(ledger, day, stage)
        history, worth = steps(ledger, named), typed.amount(amount)
        known = {"amount": worth, "probability": typed.probability(probability), "next_step": step}
        expected = typed.coming_day(close, day)
        id = append(ledger, day, named.id, chosen, note=note, expected_close=expected, **known)
        warnings = _warnings(named, till(history, day), chosen, in_force.stages(ledger, day))
    parts = [*_moved(named, till(history, day), chosen, day), *_worth(ledger, till(history, day), worth)]
    typed.answer(ledger, id, " · ".join(parts), as_json)
    for warning in [*warnings, *later(named, history, day)]:
        typed.warn(warning)
    typed.warn_ahead(ledger, day)


def append(
    ledger: Ledger, day: date, opportunity_id: int, stage: Stage, *, note: str | None = None, **known: Any
) -> int:
    """Append a stage change, with how the policy of the day says the stage closes; gives its id.

    Args:
        known: further columns of stage_change.
    """
    return ledger.append(
        "stage_change",
        day,
        note=note,
        opportunity_id=opportunity_id,
        stage=stage.key,
        closes=str(stage.closes) if stage.closes else None,
        **known,
    )


def steps(ledger: Ledger, opportunity: Named) -> list[StageStep]:
    """The stage changes of an opportunity so far, in the order of its history."""
    return ledger.read("stages_of", StageStep, opportunity_id=opportunity.id)


def till(history: list[StageStep], day: date) -> list[StageStep]:
    """The part of a history that happened up to a day."""
    return [move for move in history if move.happened_on <= day]


def later(opportunity: Named, history: list[StageStep], day: date) -> list[str]:
    """A sentence where the history goes on after the day, so that a back-dated change is not the present stage."""
    if not history or history[-1].happened_on <= day:
        return []
    last = history[-1]
    sentence = _("{name} is in {stage} since {day}, which stands; {given} is part of its history.")
    return [
        sentence.format(
            name=opportunity.name, stage=last.stage, day=last.happened_on.isoformat(), given=day.isoformat()
        )
    ]


def _entered(history: list[StageStep]) -> date:
    """The day on which the last stay of a history began; changes within a stage belong to one stay."""
    return list(takewhile(lambda move: move.stage == history[-1].stage, reversed(history)))[-1].happened_on


def _moved(opportunity: Named, history: list[StageStep], stage: Stage, day: date) -> list[str]:
    """What changed, and after how many days in the former stage."""
    if not history:
        return [opportunity.name, stage.key]
    former, days = history[-1].stage, (day - _entered(history)).days
    spent = ngettext("{days} day in {stage}", "{days} days in {stage}", days).format(days=days, stage=former)
    return [opportunity.name, stage.key if former == stage.key else f"{former} → {stage.key}", spent]


def _worth(ledger: Ledger, history: list[StageStep], given: int | None) -> list[str]:
    """The amount given, else the last one stated."""
    stated = [move.amount for move in history if move.amount is not None]
    latest = given if given is not None else stated[-1] if stated else None
    return [typed.priced(latest, ledger)] if latest is not None else []


def _warnings(opportunity: Named, history: list[StageStep], stage: Stage, known: list[Stage]) -> list[str]:
    """A sentence where the change repeats the stage, reopens what was closed, or goes back."""
    if not history:
        return []
    former, order = history[-1], [one.key for one in known]
    said = {"name": opportunity.name, "former": former.stage, "stage": stage.key, "day": _entered(history).isoformat()}
    if former.stage == stage.key:
        return [_("{name} is in {stage} already, since {day}.").format(**said)]
    if former.closes:
        return [_("{name} was closed as {former} on {day}; now it is in {stage}.").format(**said)]
    if former.stage in order and order.index(stage.key) < order.index(former.stage):
        return [_("{name} goes back from {former} to {stage}.").format(**said)]
    return []
