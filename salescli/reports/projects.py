"""The opportunities open on a day as projects, read once for the reports that show them; no report is made here.

Facts: opportunities with their owners, stage changes, customers, answered follow-ups. Policy: [[stage]].
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import ngettext
from itertools import groupby

from salescli.facts.histories import OpenProject, StageChange
from salescli.policy.stages import Stage, stage_keys
from salescli.reports.view import View
from salescli.rules import progress
from salescli.rules import stages as rule
from salescli.rules.progress import Standing


@dataclass(frozen=True, slots=True)
class Project:
    """An open opportunity, how it stands (None: without any stage yet), and its stage in the policy (None: it has none such)."""

    about: OpenProject
    standing: Standing | None
    stage: Stage | None

    @property
    def id(self) -> int:
        """The opportunity's id."""
        return self.about.opportunity_id

    @property
    def amount(self) -> int | None:
        """The latest amount stated, minor units."""
        return self.standing.amount if self.standing else None

    @property
    def weight(self) -> Decimal | None:
        """The win probability: its own, else its stage's; None: neither says one."""
        return rule.probability(self.standing.probability if self.standing else None, self.stage)

    @property
    def expected(self) -> Fraction:
        """Amount × probability, 0 where either is not known; minor units."""
        return Fraction(self.amount or 0) * Fraction(self.weight or 0)


def stages_of(view: View, on: date) -> Mapping[str, Stage]:
    """The stages of the policy in force on a day, by key, in their order.

    Raises:
        NothingInForce: no policy is.
    """
    return {stage.key: stage for stage in stage_keys(view.versions.on(on).text)}


def open_projects(view: View, known: Mapping[str, Stage]) -> Sequence[Project]:
    """Every opportunity open on the view's day; `known` are the stages of the policy."""
    return list(_projects(view, known))


def _projects(view: View, known: Mapping[str, Stage]) -> Iterator[Project]:
    changes = view.ledger.read("open_changes", StageChange, day=view.on)
    histories = {of: list(history) for of, history in groupby(changes, key=lambda change: change.opportunity_id)}
    for about in view.ledger.read("open_projects", OpenProject, day=view.on):
        standing = progress.standing(histories.get(about.opportunity_id, []), view.on)
        yield Project(about, standing, known.get(standing.stage) if standing else None)


def missing_notes(unpriced: int, unweighed: int) -> list[str]:
    """What is said of open opportunities without an amount, and of those with one whose win probability is not known."""
    notes = []
    if unpriced:
        said = ngettext(
            "{count} open opportunity has no amount and counts 0.",
            "{count} open opportunities have no amount and count 0.",
            unpriced,
        )
        notes.append(said.format(count=unpriced))
    if unweighed:
        said = ngettext(
            "{count} open opportunity has no win probability, nor has its stage; its expected revenue counts 0.",
            "{count} open opportunities have no win probability, nor have their stages; their expected revenue counts 0.",
            unweighed,
        )
        notes.append(said.format(count=unweighed))
    return notes
