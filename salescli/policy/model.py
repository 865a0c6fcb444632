"""The whole policy as one typed, frozen thing (policy.md); reading text is in parse, checks between blocks in checks.

Money is int minor units, rates and weights are Decimal, absent numbers are None or empty: the only values that stand
for something absent are the fixed readings, which `readings` lists.
"""

from collections.abc import Sequence
from datetime import date
from gettext import gettext as _
from typing import Any

from pydantic import Field, PrivateAttr

from salescli.errors import NotFound
from salescli.policy import kinds as k
from salescli.policy.appraising import Appraisal, GradeRow, Item, ScoreRow, Standard
from salescli.policy.blocks import Block, Whom
from salescli.policy.paying import Bonus, Commission, Draw, Limit, LimitRow, PayRow, Penalty, ProductRate, RateRow
from salescli.policy.plain import BonusYear, Calendar, Credit, Escalate, Head, Interval, Pay, Post, Stage, Tracking
from salescli.policy.title import Title
from salescli.terms import Closes, PeriodKind

__all__ = [
    "KINDS_BY_LENGTH",
    "Appraisal",
    "Bonus",
    "BonusYear",
    "Calendar",
    "Commission",
    "Credit",
    "Draw",
    "Escalate",
    "GradeRow",
    "Head",
    "Interval",
    "Item",
    "Limit",
    "LimitRow",
    "Pay",
    "PayRow",
    "Penalty",
    "Policy",
    "Post",
    "ProductRate",
    "RateRow",
    "ScoreRow",
    "Stage",
    "Standard",
    "Tracking",
    "Whom",
]

KINDS_BY_LENGTH = (PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR)


class Policy(Block):
    """A whole policy; only `parse.parse_policy` makes one, so everything in it has been checked."""

    head: Head = Field(alias="policy")
    calendar: Calendar = Calendar()
    stages: k.Some[Stage] = Field(alias="stage")
    credit: Credit = Credit()
    pay: Pay = Pay()
    bonus_year: BonusYear = BonusYear()
    tracking: Tracking = Tracking()
    posts: dict[k.Text, Post] = Field(default={}, alias="post")
    commission_plans: k.Many[Commission] = Field(default=(), alias="commission")
    draws: k.Many[Draw] = Field(default=(), alias="draw")
    bonuses: k.Many[Bonus] = Field(default=(), alias="bonus")
    penalties: k.Many[Penalty] = Field(default=(), alias="penalty")
    limits: k.Many[Limit] = Field(default=(), alias="limit")
    appraisals: k.Many[Appraisal] = Field(default=(), alias="appraisal")
    standards: k.Many[Standard] = Field(default=(), alias="standard")

    _tree: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def tree(self) -> dict[str, Any]:
        """The tables as written, for showing and comparing; never changed."""
        return self._tree

    @property
    def title(self) -> Title:
        """What the policy is called."""
        return self.head.title

    @property
    def starts_on(self) -> date | None:
        """The first day it names itself (`[policy] from`)."""
        return self.head.starts_on

    def stage(self, key: str) -> Stage:
        """The stage of that key; raises NotFound naming the stages there are."""
        return _named(self.stages, key)

    @property
    def won(self) -> Stage:
        """The stage that closes "won"."""
        return next(stage for stage in self.stages if stage.closes is Closes.WON)

    @property
    def lost(self) -> Stage:
        """The stage that closes "lost"."""
        return next(stage for stage in self.stages if stage.closes is Closes.LOST)

    @property
    def open_stages(self) -> tuple[Stage, ...]:
        """The stages that do not close, in order."""
        return tuple(stage for stage in self.stages if stage.closes is None)

    def post(self, name: str) -> Post | None:
        """The post of that name, None where the policy does not describe it."""
        return self.posts.get(name)

    def bonus(self, key: str) -> Bonus | None:
        """The bonus of that key, None where there is none."""
        return next((bonus for bonus in self.bonuses if bonus.key == key), None)

    def penalty(self, key: k.PenaltyKey) -> Penalty | None:
        """The penalty of that kind, None where the policy has none."""
        return next((penalty for penalty in self.penalties if penalty.key is key), None)

    def limit(self, kind: k.LimitKind) -> Limit | None:
        """The limit of that kind, None where the policy has none."""
        return next((limit for limit in self.limits if limit.kind is kind), None)

    def appraisal_plan(self, post: str, kind: PeriodKind) -> Appraisal | None:
        """The post's own plan for that kind of period, None where there is none."""
        return next((plan for plan in self.appraisals if plan.post == post and plan.period is kind), None)

    def nearest_appraisal_plan(self, post: str, kind: PeriodKind) -> Appraisal | None:
        """The post's plan for that kind of period, else for the nearest longer one (figures.md §9)."""
        longer = KINDS_BY_LENGTH[KINDS_BY_LENGTH.index(kind) :]
        return next((plan for one in longer if (plan := self.appraisal_plan(post, one))), None)


def _named(stages: Sequence[Stage], key: str) -> Stage:
    for stage in stages:
        if stage.key == key:
            return stage
    known = ", ".join(stage.key for stage in stages)
    raise NotFound(_("The policy has no stage “{key}”; its stages are {known}.").format(key=key, known=known))
