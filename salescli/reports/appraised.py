"""Everybody's appraisal of a period, computed once for the reports that rest on it (figures.md §9); no report is made here.

The plan is the one of the post on the last day employed in the period, by the policy in force on the period's last day; a
period without a plan of its own takes the post's nearest longer one. Facts: those of the items' measures, targets, jobs,
and those of commission. Policy: [[appraisal]], [[commission]], [calendar], [credit].
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from gettext import gettext as _

from salescli.errors import WrongUse
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.model import Appraisal, Item, Policy
from salescli.reports import commission
from salescli.reports.commission import Figures
from salescli.reports.measured import Measured, measured
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules import appraisal as rule
from salescli.rules.appraisal import Appraised, Figure
from salescli.rules.measures import MEASURES, attainment
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Person, Staff
from salescli.rules.targets import Key, Targets
from salescli.terms import PeriodKind, Scope


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rep's appraisal.

    Attributes:
        plan, appraised: None where the policy has no plan for the post.
        rank: within the post; None: no score.
        commission: of the period, minor units; None: no plan covers the rep, or it is not computed.
    """

    member: Member
    plan: Appraisal | None
    appraised: Appraised | None
    rank: int | None
    commission: int | None


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everybody's.

    Attributes:
        of: by rep code; everybody employed on a day of the period is there.
        collected: the money that the company collected in the period, minor units.
    """

    policy: Policy
    kind: PeriodKind
    of: Mapping[str, Sheet]
    measures: Measured
    commission: Figures
    collected: int


def kind_of(period: Period) -> PeriodKind:
    """The kind of period that an appraisal is for.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
    """
    if period.kind is None:
        raise WrongUse(
            _("An appraisal is for a month, quarter, half or year; {period} is none. Right would be 2024Q1.").format(
                period=period.name
            )
        )
    return period.kind


def sheets_of(view: View, period: Period, staff: Staff) -> Sheets:
    """Everybody's appraisal of a period under the view's policies, with nothing after its day.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    kind, policy = kind_of(period), view.versions.on(period.last).policy
    members = roster(staff, period, view.on)
    plans = {post: policy.nearest_appraisal_plan(post, kind) for post in posts_of(members)}
    keys = [item.measure for plan in plans.values() if plan for item in plan.items if item.measure]
    found = measured(view, period, [(key, None) for key in [*keys, MeasureKey.COLLECTED]], staff)
    targets = targets_of(view, period, staff)
    done = {
        member.person.code: rule.appraised(plan, [_figure(item, member.person, found, targets) for item in plan.items])
        for member in members
        if (plan := plans.get(member.post or ""))
    }
    places = _ranks(members, done)
    earned = commission.figures_of(view, period, staff)
    sheets = {
        code: Sheet(member, plans.get(member.post or ""), done.get(code), places.get(code), earned.commission(code))
        for member in members
        for code in (member.person.code,)
    }
    collected = found.of_company((MeasureKey.COLLECTED, None)).numerator
    return Sheets(policy, kind, sheets, found, earned, int(collected))


def posts_of(members: Sequence[Member]) -> list[str]:
    """The posts that the members have, each once."""
    return sorted({member.post for member in members if member.post is not None})


def _figure(item: Item, person: Person, found: Measured, targets: Targets) -> Figure:
    """What an item looks at; a method or a measure that is not computed here has no value and says so."""
    if item.measure is None or item.measure not in MEASURES:
        return Figure(why=_("not computed yet"))
    measure = MEASURES[item.measure]
    value = found.of_rep(person.code, (item.measure, None)).value
    target = targets.find(Key(Scope.REP, person.id, item.measure))
    goal = target.value if target else None
    return Figure(value, goal, attainment(value, goal, measure.less_is_better), measure.maximum)


def _ranks(members: Sequence[Member], done: Mapping[str, Appraised]) -> Mapping[str, int]:
    """Everybody's rank within the post."""
    places: dict[str, int] = {}
    for post in posts_of(members):
        codes = [member.person.code for member in members if member.post == post]
        places |= rule.ranks({code: done[code].score for code in codes if code in done})
    return places
