"""What all reminders have in common: their kinds, to whom one climbs, when it counts as due and which comes first; no sentence.

How late a contact or a lead is stands in deadlines; here are the days of the other kinds (figures.md §4, §7, §8).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Protocol

from salescli.facts.tracked import RepDesk
from salescli.policy.stages import Stage

MANAGER = "manager"  # in [[tracking.escalate]] to: the rep's own, whatever that one's post is


class Kind(StrEnum):
    """What somebody is to be reminded of."""

    UNPROCESSED = "unprocessed"
    DUE = "due"
    OVERDUE = "overdue"
    INTERVAL = "interval"
    STAGE_CHANGED = "stage_changed"
    STUCK = "stuck"
    RECEIVABLE = "receivable"
    TASK = "task"
    APPROVAL = "approval"
    TRIP_REPORT = "trip_report"
    TARGET_BEHIND = "target_behind"


NEWS = (Kind.STAGE_CHANGED, Kind.TARGET_BEHIND)
"""What is good to know and asks for nothing by a day."""


class Rung(Protocol):
    """A row of [[tracking.escalate]]: from how many days over on something is shown to whom."""

    @property
    def after_days(self) -> int:
        """Days over on which it climbs."""

    @property
    def to(self) -> str:
        """ "manager", or a post."""


def ladder(rungs: Iterable[Rung]) -> Sequence[Rung]:
    """The rungs in the order in which they are climbed; what is as many days over as a rung says has climbed it."""
    return sorted(rungs, key=lambda rung: rung.after_days)


def climbed_to(
    rungs: Iterable[Rung], leads: Sequence[RepDesk], post_of: Callable[[RepDesk], str | None]
) -> tuple[RepDesk, ...]:
    """To whom something has climbed over these rungs of a ladder; where nobody stands so high, to nobody more.

    Each "manager" is the next lead above: the manager, then the manager's manager. A post is the nearest lead above who has it.

    Args:
        leads: those above whose it is, the nearest first.
    """
    found: dict[int, RepDesk] = {}
    higher = iter(leads)
    for rung in rungs:
        reached = higher if rung.to == MANAGER else (one for one in leads if post_of(one) == rung.to)
        lead = next(reached, None)
        if lead is not None:
            found.setdefault(lead.id, lead)
    return tuple(found.values())


def stuck_after(entered_on: date, stage: Stage | None) -> date | None:
    """The last day on which an opportunity may stand in the stage it entered that day; None: the stage has no limit."""
    if stage is None or stage.stuck_after_days is None:
        return None
    return entered_on + timedelta(days=stage.stuck_after_days)


def report_due_on(last_day: date, after_days: int | None) -> date:
    """The day by which a trip is to be reported: its last day, and the days that the penalty for a late report waits."""
    return last_day + timedelta(days=after_days or 0)


def is_due(kind: Kind, days: int) -> bool:
    """Whether there is something to do now: its day has come. News is nothing to do."""
    return kind not in NEWS and days >= 0


def urgency(kind: Kind, days: int, amount: int | None, name: str) -> tuple[bool, int, int, str]:
    """Sorts reminders: what is to be done before news; then by days over, the most first, by amount, the largest first, by name."""
    return kind in NEWS, -days, -(amount or 0), name
