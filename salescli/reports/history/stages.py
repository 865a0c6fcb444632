"""The stage changes of the opportunities in a history: what each changed, and what their stages are called; no words here."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property

from salescli.facts.histories import HistoryFact, StageChange
from salescli.policy.stages import Stage, stage_keys
from salescli.policy.versions import PolicyVersion
from salescli.reports.view import View
from salescli.rules import progress as rule
from salescli.rules.progress import Step

DAY = timedelta(days=1)


class Stages:
    """The stage changes in force of opportunities, each history read once, and what their stages are called.

    Attributes:
        about: the opportunity that the report is of, whose name need not be said.
    """

    def __init__(self, view: View, about: int | None = None) -> None:
        self.about = about
        self._view = view
        self.history = cache(self._history)
        self._known = cache(self._stages)
        self._steps = cache(self._all_steps)

    def step(self, one: HistoryFact) -> Step | None:
        """What a stage change changed; None: it is none, or is not in force."""
        if one.kind != "stage_change" or one.opportunity_id is None:
            return None
        return self._steps(one.opportunity_id).get(one.id)

    def on(self, key: str, day: date) -> Stage | None:
        """A stage as the policy in force on a day has it."""
        return self._known(day).get(key)

    def title(self, key: str | None) -> str:
        """What a stage is called on the day looked from; one that its policy does not know by its key."""
        stage = self.on(key or "", self._view.on)
        return stage.title.text(self._view.lang) if stage else key or ""

    @cached_property
    def posts(self) -> Mapping[str, str]:
        """What the posts are called on the day looked from."""
        version = self._version(self._view.on)
        return {key: post.title.text(self._view.lang) for key, post in version.policy.posts.items()} if version else {}

    def _history(self, opportunity_id: int) -> Sequence[StageChange]:
        return self._view.ledger.read("stage_changes_of", StageChange, opportunity_id=opportunity_id, day=self._view.on)

    def _all_steps(self, opportunity_id: int) -> Mapping[int, Step]:
        return {step.change.id: step for step in rule.steps(self.history(opportunity_id), self.on)}

    def _stages(self, day: date) -> Mapping[str, Stage]:
        version = self._version(day)
        return {stage.key: stage for stage in stage_keys(version.text)} if version else {}

    def _version(self, day: date) -> PolicyVersion | None:
        running = self._view.versions.between(day, day + DAY)
        return running[-1].version if running else None
