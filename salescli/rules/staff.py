"""Who had which post, team and base on a day, who was employed, and who stood in which team; no pay here."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Generic, TypeVar

from salescli.facts.staff import Employment, TeamPlaceChange

T = TypeVar("T")
Span = tuple[date, date | None]
"""Half-open days; None: no end yet."""


@dataclass(frozen=True, slots=True)
class Person:
    """A rep, manager or candidate by its names."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team by its names."""

    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Job:
    """What a rep does from a day on: post, team, own base (minor units per month; None: the post's)."""

    post: str | None
    team_id: int | None
    base: int | None
    employed: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where a team stands from a day on, and who leads it."""

    parent_id: int | None
    lead_id: int | None


class _History(Generic[T]):
    """What holds from which day on, appended in the order of the days; of one day the last counts."""

    def __init__(self) -> None:
        self.days: list[date] = []
        self._states: list[T] = []

    @property
    def last(self) -> T | None:
        return self._states[-1] if self._states else None

    def append(self, day: date, state: T) -> None:
        self.days.append(day)
        self._states.append(state)

    def on(self, day: date) -> T | None:
        at = bisect_right(self.days, day)
        return self._states[at - 1] if at else None


class Staff:
    """Everybody's jobs and every team's place, by day.

    Attributes:
        people: by rep id, in the order of their codes; teams: by team id, likewise.
    """

    def __init__(self, employments: Iterable[Employment], places: Iterable[TeamPlaceChange]) -> None:
        self.people: dict[int, Person] = {}
        self.teams: dict[int, Team] = {}
        self._jobs: dict[int, _History[Job]] = defaultdict(_History)
        self._places: dict[int, _History[Place]] = defaultdict(_History)
        self._spans: dict[int, list[Span]] = defaultdict(list)
        for row in employments:
            self._add_job(row)
        for place in places:
            self._add_place(place)

    # Names.

    @cached_property
    def by_code(self) -> Mapping[str, Person]:
        """People by code."""
        return {person.code: person for person in self.people.values()}

    @cached_property
    def code_of(self) -> Mapping[int, str]:
        """Codes by rep id."""
        return {person.id: person.code for person in self.people.values()}

    # Jobs.

    def post_on(self, rep_id: int, day: date) -> str | None:
        """The post on a day; before the first hiring None, after leaving the last one."""
        job = self._job(rep_id, day)
        return job.post if job else None

    def team_on(self, rep_id: int, day: date) -> int | None:
        """The team's id on a day; before the first hiring None, after leaving the last one."""
        job = self._job(rep_id, day)
        return job.team_id if job else None

    def base_on(self, rep_id: int, day: date) -> int | None:
        """The rep's own base on a day, minor units per month; None: the post's counts."""
        job = self._job(rep_id, day)
        return job.base if job else None

    def was_hired(self, rep_id: int, day: date) -> bool:
        """Whether the rep was hired on or before a day; until then a candidate."""
        spans = self._spans.get(rep_id)
        return spans is not None and bool(spans) and spans[0][0] <= day

    def employed_on(self, rep_id: int, day: date) -> bool:
        """Whether the rep is employed on a day; the day of departing is the last one."""
        return self.employed(rep_id, day, day + timedelta(days=1))

    def employed(self, rep_id: int, start: date, end: date) -> bool:
        """Whether the rep is employed on any day of [start, end)."""
        return any(True for _span in self.employment(rep_id, start, end))

    def employment(self, rep_id: int, start: date, end: date) -> Iterator[tuple[date, date]]:
        """The days of [start, end) on which the rep is employed, as half-open spans in order."""
        for first, after in self._spans.get(rep_id, ()):
            low, high = max(first, start), min(after or end, end)
            if low < high:
                yield low, high

    def spans(self, rep_id: int) -> Sequence[Span]:
        """All days employed, as half-open spans in order; the last one may have no end."""
        return self._spans.get(rep_id, [])

    def changes(self, rep_id: int, start: date, end: date) -> Sequence[date]:
        """The days inside (start, end) on which something about the rep's job changes."""
        days = self._jobs[rep_id].days if rep_id in self._jobs else []
        return [day for day in days if start < day < end]

    # Teams.

    def teams_above(self, rep_id: int, day: date) -> Iterator[int]:
        """The rep's own team on a day and every team above it, from below."""
        yield from self.path(self.team_on(rep_id, day), day)

    def path(self, team_id: int | None, day: date) -> Iterator[int]:
        """A team and every team above it on a day, from below; a circle is walked once."""
        seen: set[int] = set()
        while team_id is not None and team_id not in seen:
            seen.add(team_id)
            yield team_id
            place = self.place_on(team_id, day)
            team_id = place.parent_id if place else None

    def is_in(self, rep_id: int, team_id: int, day: date) -> bool:
        """Whether the rep stands in the team or in one below it on a day."""
        return team_id in self.teams_above(rep_id, day)

    def members(self, team_id: int, day: date) -> list[int]:
        """Who is employed on a day in the team or in one below it, in the order of their codes."""
        return [rep for rep in self.people if self.employed_on(rep, day) and self.is_in(rep, team_id, day)]

    def place_on(self, team_id: int, day: date) -> Place | None:
        """A team's parent and lead on a day; None before the first was said."""
        return self._places[team_id].on(day) if team_id in self._places else None

    def place_changes(self, start: date, end: date) -> list[date]:
        """The days inside (start, end) on which a team's place or lead changes."""
        return sorted({day for history in self._places.values() for day in history.days if start < day < end})

    def led_by(self, rep_id: int, day: date) -> list[int]:
        """The teams that the rep leads on a day."""
        places = ((team, self.place_on(team, day)) for team in self.teams)
        return [team for team, place in places if place and place.lead_id == rep_id]

    # Reading the histories.

    def _job(self, rep_id: int, day: date) -> Job | None:
        return self._jobs[rep_id].on(day) if rep_id in self._jobs else None

    def _add_job(self, row: Employment) -> None:
        self.people.setdefault(row.rep_id, Person(row.rep_id, row.code, row.name))
        if row.happened_on is None:
            return
        history, spans = self._jobs[row.rep_id], self._spans[row.rep_id]
        before = history.last or Job(None, None, None, False)
        employed = row.act != "depart" and (before.employed or row.act == "hire")
        if row.act == "hire" and not before.employed:
            # Hired again on the last day: the same stay, so that no day counts twice.
            again = spans and (spans[-1][1] or row.happened_on) > row.happened_on
            spans[-1:] = [(spans[-1][0], None)] if again else [*spans[-1:], (row.happened_on, None)]
        elif row.act == "depart" and before.employed:
            spans[-1] = (spans[-1][0], row.happened_on + timedelta(days=1))
        job = Job(
            post=before.post if row.post is None else row.post,
            team_id=before.team_id if row.team_id is None else row.team_id,
            base=before.base if row.base is None else row.base,
            employed=employed,
        )
        history.append(row.happened_on, job)

    def _add_place(self, row: TeamPlaceChange) -> None:
        self.teams.setdefault(row.team_id, Team(row.team_id, row.code, row.name))
        if row.happened_on is not None:
            self._places[row.team_id].append(row.happened_on, Place(row.parent_id, row.lead_id))
