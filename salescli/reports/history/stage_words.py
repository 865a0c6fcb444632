"""What a stage change says in words: from where to where, after how long, and what else it changed; and where an opportunity stands."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli import money
from salescli.facts.histories import HistoryFact
from salescli.policy.stages import Stage
from salescli.reports.history import words
from salescli.reports.history.stages import Stages
from salescli.rules.progress import Changed, Standing, Step, standing


def stage_words(one: HistoryFact, step: Step | None, stages: Stages) -> str:
    """What a change says; of one that is not in force (step None) what was stated, as nothing follows from it."""
    about = one.opportunity if one.opportunity_id != stages.about else None
    if step is None:
        chance = words.percent(Decimal(one.more)) if one.more else None
        return words.joined(stages.title(one.word), about, chance, _close_by(one.until), words.next_step(one.text))
    moved = {changed.what: changed for changed in step.changed}
    return words.joined(
        _moved_words(step, stages),
        about,
        _stay_words(step),
        _changed_words(_("amount"), moved.get("amount"), lambda amount: money.money_text(amount, grouped=True)),
        _chance_words(step, moved.get("probability")),
        _close_words(step, moved.get("expected_close")),
        words.next_step(step.change.next_step),
    )


def _moved_words(step: Step, stages: Stages) -> str:
    here = stages.title(step.change.stage)
    return here if step.left is None else f"{stages.title(step.left)} → {here}"


def _stay_words(step: Step) -> str | None:
    if step.days is None:
        return None
    stay = ngettext("after {days} day", "after {days} days", step.days).format(days=step.days)
    whole = _("{days} in all").format(days=step.cumulative)
    return stay if step.cumulative == step.days else f"{stay} ({whole})"


def _changed_words(what: str, changed: Changed | None, said: Callable[[Any], str]) -> str | None:
    """From what to what; of what was not said before nothing, as it stands beside it."""
    if changed is None or changed.before is None or changed.after is None:
        return None
    return f"{what} {said(changed.before)} → {said(changed.after)}"


def _chance_words(step: Step, changed: Changed | None) -> str | None:
    if step.change.closes:
        return None
    if changed and changed.before is not None and changed.after is not None:
        return _changed_words(_("win prob."), changed, words.percent)
    return words.percent(step.probability) if step.probability is not None and (changed or not step.changed) else None


def _close_words(step: Step, changed: Changed | None) -> str | None:
    if changed is None or changed.days is None:
        return _close_by(step.change.expected_close) if changed or not step.changed else None
    said = {"before": changed.before, "after": changed.after, "days": abs(changed.days)}
    if changed.days > 0:
        text = ngettext(
            "close slipped from {before} to {after} by {days} day",
            "close slipped from {before} to {after} by {days} days",
            changed.days,
        )
    else:
        text = ngettext(
            "close moved up from {before} to {after} by {days} day",
            "close moved up from {before} to {after} by {days} days",
            -changed.days,
        )
    return text.format(**said)


def _close_by(day: date | None) -> str | None:
    return _("close by {day}").format(day=day.isoformat()) if day else None


# Where it stands.


def standing_notes(stages: Stages, opportunity_id: int, on: date) -> Iterator[str]:
    """Where an opportunity stands on the day looked from."""
    now = standing(stages.history(opportunity_id), on)
    if now is None:
        return
    said = {"stage": stages.title(now.stage), "day": now.entered_on.isoformat(), "count": now.days}
    if now.closes:
        yield _("Closed as {stage} on {day}.").format(**said)
        return
    yield ngettext("In {stage} since {day}: {count} day.", "In {stage} since {day}: {count} days.", now.days).format(
        **said
    )
    yield from _stage_notes(now, stages.on(now.stage, on))


def _stage_notes(now: Standing, stage: Stage | None) -> Iterator[str]:
    if now.cumulative != now.days:
        yield ngettext(
            "With its earlier stays there: {count} day.", "With its earlier stays there: {count} days.", now.cumulative
        ).format(count=now.cumulative)
    limit = stage.stuck_after_days if stage else None
    if limit is not None and now.days > limit:
        yield ngettext(
            "It is stuck: the limit of this stage is {count} day.",
            "It is stuck: the limit of this stage is {count} days.",
            limit,
        ).format(count=limit)
