"""One thing to do and whose it is, and from where all kinds of reminders look for theirs; no sentence is made here."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from salescli.facts.reminded import StandingOpportunity
from salescli.facts.tracked import RepDesk, TeamDesk
from salescli.policy.model import Policy
from salescli.policy.stages import Stage, stage_keys
from salescli.reports.commission import staff_of
from salescli.reports.view import View
from salescli.rules import reminders as rule
from salescli.rules.deadlines import Desks, days_over
from salescli.rules.reminders import Kind
from salescli.rules.staff import Staff

NOTHING_MORE: Mapping[str, str] = {}


class About(NamedTuple):
    """The customer and the opportunity that something is about, as far as it is about any."""

    customer: str | None = None
    customer_id: int | None = None
    opportunity: str | None = None
    opportunity_id: int | None = None


class Reminder(NamedTuple):
    """One thing to do, and whose; a tuple, as tens of thousands are made at once.

    Attributes:
        fact: the id of what it rests on; with the kind it tells reminders apart.
        minder: who is to do it (None: nobody); climbed: to whom else it has climbed, the nearest first.
        subject: what people see it by: the customer, or what it is about where there is none.
        due_on: by which day, of news its day; days: over it, negative while it lies ahead; of a stage change 0.
        amount: minor units.
        variant, words: which of the kind's sentences says it, and what that one is filled with beside the fields here.
        remark: what people see below the subject.
    """

    kind: Kind
    fact: int
    minder: RepDesk | None
    subject: str
    due_on: date
    days: int
    about: About
    climbed: tuple[RepDesk, ...] = ()
    step: str | None = None
    amount: int | None = None
    variant: str = ""
    words: Mapping[str, str] = NOTHING_MORE
    remark: str = ""

    @property
    def is_due(self) -> bool:
        """Whether there is something to do now."""
        return rule.is_due(self.kind, self.days)


class Watch:
    """From where every kind of reminder looks: the view's day, the people on it, and the policy of it.

    Attributes:
        until: the last day that counts as due.
        wants: whether the list that was asked for may hold what somebody minds.
        notes: problems of the data, as sentences.
    """

    def __init__(self, view: View, desks: Desks, until: date, wants: Callable[[RepDesk | None], bool]) -> None:
        self.view, self.desks, self.until, self.wants = view, desks, until, wants
        self.notes: list[str] = []
        self.minder = cache(desks.minder)
        self._rungs = rule.ladder(view.versions.on(view.on).policy.tracking.escalations)
        self._limits = [rung.after_days for rung in self._rungs]
        self._climbed = cache(self._climbed_to)

    @property
    def on(self) -> date:
        """The day looked from."""
        return self.view.on

    def days_over(self, due_on: date) -> int:
        """Days since a day, negative while it lies ahead."""
        return days_over(due_on, self.view.on)

    @cached_property
    def policy(self) -> Policy:
        """The policy in force on the day."""
        return self.view.versions.on(self.view.on).policy

    @cached_property
    def stages(self) -> Mapping[str, Stage]:
        """The stages of the policy in force on the day, by key."""
        return {stage.key: stage for stage in stage_keys(self.view.versions.on(self.view.on).text)}

    def stage_title(self, key: str) -> str:
        """A stage as people name it; one that the policy does not know by its key."""
        known = self.stages.get(key)
        return known.title.text(self.view.lang) if known else key

    @cached_property
    def staff(self) -> Staff:
        """Everybody's posts and teams by day."""
        return staff_of(self.view)

    @cached_property
    def standing(self) -> Sequence[StandingOpportunity]:
        """The opportunities open on the day."""
        return self.view.ledger.read("standing_opportunities", StandingOpportunity, day=self.view.on)

    @cached_property
    def standing_of(self) -> Mapping[int, Sequence[StandingOpportunity]]:
        """The same by customer."""
        found: dict[int, list[StandingOpportunity]] = defaultdict(list)
        for one in self.standing:
            if one.customer_id is not None:
                found[one.customer_id].append(one)
        return found

    def climbed(self, minder: RepDesk | None, days: int) -> tuple[RepDesk, ...]:
        """To whom something that is so many days over has climbed, by the policy's [[tracking.escalate]]."""
        rungs = bisect_right(self._limits, days) if days > 0 else 0  # those with no more days; today is not over
        return self._climbed(minder.id, rungs) if minder is not None and rungs else ()

    def _climbed_to(self, rep_id: int, rungs: int) -> tuple[RepDesk, ...]:
        return rule.climbed_to(self._rungs[:rungs], self.desks.leads_above(self.desks.reps[rep_id]), self._post_of)

    def _post_of(self, lead: RepDesk) -> str | None:
        return self.staff.post_on(lead.id, self.view.on)


def desks_of(view: View) -> Desks:
    """Everybody's team and every team's lead on the view's day."""
    reps = view.ledger.read("rep_desks", RepDesk, day=view.on)
    teams = view.ledger.read("team_desks", TeamDesk, day=view.on)
    return Desks({rep.id: rep for rep in reps}, {team.id: team for team in teams})
