"""When a customer is to be contacted and a lead processed, and how late that is (figures.md §6, Deadline, unprocessed).

Days alone: which customers, whose and in what words is the reports' work. Calendar days throughout.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from salescli.facts.tracked import NextContact, RepDesk, TeamDesk

HOURS_A_DAY = 24


class Interval(Protocol):
    """A row of [[tracking.interval]]: what it asks of the customer (None: nothing), and its days."""

    @property
    def grade(self) -> str | None:
        """The customer's grade it is for."""

    @property
    def stage(self) -> str | None:
        """The stage it is for."""

    @property
    def days(self) -> int:
        """Days from one contact to the next."""


def interval_days(intervals: Iterable[Interval], grade: str | None, stages: Collection[str]) -> int | None:
    """The contact interval in days: the first row whose grade and stage, where it names them, are the customer's.

    Args:
        stages: those of the customer's open opportunities.
    """
    for row in intervals:
        if row.grade in (None, grade) and (row.stage is None or row.stage in stages):
            return row.days
    return None


def asks_for_stage(intervals: Iterable[Interval], grade: str | None) -> bool:
    """Whether the contact interval of a customer of this grade can hang on the stages of its opportunities."""
    rows = (row for row in intervals if row.grade in (None, grade))
    return (first := next(rows, None)) is not None and first.stage is not None


def deadline(contact: NextContact, intervals: Iterable[Interval], stages: Collection[str]) -> date | None:
    """The day by which the customer is to be contacted; None: no day said and no interval matches.

    The last answered follow-up's next-contact day, else its day + the interval; never contacted: the first day the
    customer was owned + the interval.
    """
    if contact.next_on is not None:
        return max(
            contact.next_on, contact.contacted_on or contact.next_on
        )  # a day that was past when it was said is that day
    since = contact.contacted_on or contact.first_owned_on
    days = interval_days(intervals, contact.grade, stages)
    return since + timedelta(days=days) if since and days is not None else None


def unprocessed_on(entered_on: date, hours: int) -> date:
    """The day from which a lead counts as unprocessed: its hours, in whole days, counted from the midnight of its entry."""
    return entered_on + _whole_days(hours)


def entered_by(on: date, hours: int) -> date:
    """The latest entry that counts as unprocessed on a day."""
    return on - _whole_days(hours)


def _whole_days(hours: int) -> timedelta:
    return timedelta(days=-(-hours // HOURS_A_DAY))


def days_over(due_on: date, on: date) -> int:
    """Days since the deadline: 0 on the day itself, overdue from the next, negative while it lies ahead."""
    return (on - due_on).days


def missed_on(due_on: date, grace_days: int) -> date:
    """The day on which a deadline counts as missed, once: deadline + grace + 1."""
    return due_on + timedelta(days=grace_days + 1)


@dataclass(frozen=True, slots=True)
class Desks:
    """Who minds what on a day: the reps and teams by id."""

    reps: Mapping[int, RepDesk]
    teams: Mapping[int, TeamDesk]

    def minder(self, rep_id: int | None) -> RepDesk | None:
        """Who minds an owner's customers: the owner, or, who has left, the nearest lead above the last team."""
        rep = self.reps.get(rep_id) if rep_id is not None else None
        return self.manager(rep) if rep and rep.departed else rep

    def manager(self, rep: RepDesk) -> RepDesk | None:
        """The nearest lead still here of the rep's team and the teams above it, never the rep; None: there is none."""
        return next(iter(self.leads_above(rep)), None)

    def leads_above(self, rep: RepDesk) -> Sequence[RepDesk]:
        """The leads still here of the rep's team and the teams above it, the nearest first, each once, never the rep.

        Who leads a team and stands in none looks up from the first team led.
        """
        led = (team.id for team in self.teams.values() if team.lead_id == rep.id)
        first = rep.team_id if rep.team_id is not None else next(led, None)
        return [lead for lead in self._leads(first) if lead.id != rep.id]

    def lead(self, team_id: int) -> RepDesk | None:
        """The lead of a team, or, where it has none who is still here, the nearest above; None: there is none."""
        return next(iter(self._leads(team_id)), None)

    def heads(self) -> Sequence[RepDesk]:
        """The leads still here of the teams that have no team above, by code, each once."""
        ids = {team.lead_id for team in self.teams.values() if team.parent_id not in self.teams}
        found = [lead for id in ids if id is not None and (lead := self.reps.get(id)) and not lead.departed]
        return sorted(found, key=lambda lead: lead.code)

    def is_under(self, rep: RepDesk, team_id: int) -> bool:
        """Whether the rep's team is this one or stands below it."""
        return any(team.id == team_id for team in self._upwards(rep.team_id))

    def _leads(self, team_id: int | None) -> Sequence[RepDesk]:
        ids = dict.fromkeys(team.lead_id for team in self._upwards(team_id) if team.lead_id is not None)
        return [lead for id in ids if (lead := self.reps.get(id)) and not lead.departed]

    def _upwards(self, team_id: int | None) -> Sequence[TeamDesk]:
        found: dict[int, TeamDesk] = {}  # a tree with a loop in it must still end
        while team_id is not None and team_id not in found and (team := self.teams.get(team_id)):
            found[team_id] = team
            team_id = team.parent_id
        return list(found.values())
