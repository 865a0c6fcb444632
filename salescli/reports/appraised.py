"""Everybody's appraisal of a period, computed once for the reports that rest on it (figures.md §9); no report is made here.

The plan is the one of the post on the last day employed in the period, by the policy in force on the period's last day; a
period without a plan of its own takes the post's nearest longer one. Facts: those of the items' measures, targets, jobs,
assessments, goals, and those of penalties and commission. Policy: [[appraisal]], [[penalty]], [[commission]], [calendar], [credit].
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from decimal import Decimal
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.rated import AssessmentMark, GoalStanding
from salescli.measure import MeasureKey
from salescli.period import Period, period_of
from salescli.policy.model import KINDS_BY_LENGTH, Appraisal, Item, Policy
from salescli.reports import commission, penalties, rated_notes
from salescli.reports.closed import closing_of, kept_of, settled
from salescli.reports.commission import Figures, staff_of
from salescli.reports.measured import Measured, measured
from salescli.reports.penalties import PenaltyFigures
from salescli.reports.targets import targets_of
from salescli.reports.view import View, once
from salescli.rules import appraisal as rule
from salescli.rules import rated
from salescli.rules.appraisal import Appraised, Figure
from salescli.rules.measures import MEASURES, Tally, attainment
from salescli.rules.penalties import PenaltyLine
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Person, Staff
from salescli.rules.statement import score_in
from salescli.rules.targets import Key, Targets
from salescli.terms import Method, PeriodKind, Scope


@dataclass(frozen=True, slots=True)
class Sheet:
    """One rep's appraisal.

    Attributes:
        plan, appraised: None where the policy has no plan for the post.
        rank: within the post; None: no score.
        commission: of the period, minor units; None: no plan covers the rep, or it is not computed.
        points: what penalties took off the score; taken_before: what they took off the scores of shorter periods in it.
        notes: what is to be said about the evidence, as sentences.
    """

    member: Member
    plan: Appraisal | None
    appraised: Appraised | None
    rank: int | None
    commission: int | None
    points: Decimal = Decimal(0)
    taken_before: Decimal = Decimal(0)
    notes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everybody's.

    Attributes:
        of: by rep code; everybody employed on a day of the period is there.
        collected: the money that the company collected in the period, minor units.
        appraisals: what the scores were made of.
    """

    policy: Policy
    kind: PeriodKind
    of: Mapping[str, Sheet]
    measures: Measured
    commission: Figures
    collected: int
    appraisals: "Appraisals"


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
    """Everybody's appraisal of a period under the view's policies, with nothing after its day, and what stands beside it.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    done = appraisals_of(view, period, staff)
    places = _ranks(done.members, done.of)
    earned = commission.figures_of(view, period, staff)
    sheets = {
        code: Sheet(
            member,
            done.plan(member),
            done.of.get(code),
            places.get(code),
            earned.commission(code),
            points,
            done.penalties.points(code) - points,
            done.notes(member),
        )
        for member in done.members
        for code, points in ((member.person.code, done.points(member)),)
    }
    collected = done.measures.of_company((MeasureKey.COLLECTED, None)).numerator
    return Sheets(done.policy, done.kind, sheets, done.measures, earned, int(collected), done)


@dataclass(frozen=True, slots=True)
class Appraisals:
    """Everybody's scores and grades of a period, and the figures that they were made of.

    Attributes:
        of: by rep code; who has no plan is not there.
        marks, goals: the assessments and the personal goals looked at, by rep id.
        shorter: the shorter periods that an item `periods` takes the mean of, in their order.
    """

    policy: Policy
    kind: PeriodKind
    members: Sequence[Member]
    plans: Mapping[str, Appraisal | None]
    of: Mapping[str, Appraised]
    measures: Measured
    targets: Targets
    penalties: PenaltyFigures
    marks: Mapping[int, Sequence[AssessmentMark]]
    goals: Mapping[int, Sequence[GoalStanding]]
    shorter: "Mapping[PeriodKind, Sequence[Shorter]]"

    def plan(self, member: Member) -> Appraisal | None:
        """The plan of a member's post."""
        return self.plans.get(member.post or "")

    def charges(self, member: Member) -> Sequence[PenaltyLine]:
        """The penalties whose points come off a member's score.

        An item `periods` holds scores that are less their own points already: what lies in a period with such a score is
        not taken off again.
        """
        plan, lines = self.plan(member), self.penalties.of(member.person.code)
        if plan is None or not looks_back(plan):
            return lines
        scored = [part for part, score in shorter_scores(member, self) if score is not None]
        return [line for line in lines if not any(part.contains(line.happened_on) for part in scored)]

    def points(self, member: Member) -> Decimal:
        """What penalties take off a member's score."""
        return sum((line.points for line in self.charges(member)), Decimal(0))

    def notes(self, member: Member) -> list[str]:
        """What is to be said about a member's evidence: assessments that count nothing, periods that stand as closed."""
        plan, marks = self.plan(member), self.marks.get(member.person.id, ())
        if plan is None:
            return []
        closed = [one.period.name for one in shorter_of(member, self) if one.is_closed] if looks_back(plan) else []
        return [*rated_notes.notes(member.person.code, plan, marks), *rated_notes.as_closed(closed)]


@once
def appraisals_of(view: View, period: Period, staff: Staff) -> Appraisals:
    """Everybody's scores and grades of a period, without commission and ranks.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NothingInForce: no policy on the period's last day.
    """
    kind, policy = kind_of(period), view.versions.on(period.last).policy
    members = roster(staff, period, view.on)
    plans = {post: policy.nearest_appraisal_plan(post, kind) for post in posts_of(members)}
    keys = [item.measure for plan in plans.values() if plan for item in plan.items if item.measure]
    found = measured(view, period, [(key, None) for key in [*keys, MeasureKey.COLLECTED]], staff)
    start, end = view.seen(period)
    marks, goals = defaultdict(list), defaultdict(list)
    for mark in view.ledger.read("assessment_marks", AssessmentMark, start=start, end=end):
        marks[mark.rep_id].append(mark)
    for goal in view.ledger.read("goal_standings", GoalStanding, start=start, end=end):
        goals[goal.rep_id].append(goal)
    charged = penalties.figures_of(view, period, staff)
    shorter = {one: _shorter(view, period, one, staff) for one in _kinds_below(policy, plans, kind)}
    appraisals = Appraisals(
        policy,
        kind,
        members,
        plans,
        {},
        found,
        targets_of(view, period, staff),
        charged,
        marks,
        goals,
        shorter,
    )
    has_begun = period.start <= view.on  # what is carried over from before it is nobody's score in it
    not_begun = Figure(is_known=False, why=_("the period has not begun"))
    done = {
        member.person.code: rule.appraised(
            plan,
            [_figure(item, member, appraisals) if has_begun else not_begun for item in plan.items],
            appraisals.points(member),
            penalised=bool(charged.of(member.person.code)),
        )
        for member in members
        if (plan := appraisals.plan(member))
    }
    return replace(appraisals, of=done)


def below(policy: Policy, post: str, kind: PeriodKind) -> PeriodKind | None:
    """The longest kind of period under one for which a post has a plan of its own; None: there is none."""
    shorter = KINDS_BY_LENGTH[: KINDS_BY_LENGTH.index(kind)]
    return next((one for one in reversed(shorter) if policy.appraisal_plan(post, one)), None)


def looks_back(plan: Appraisal) -> bool:
    """Whether an item of the plan takes the mean of shorter periods."""
    return any(item.method is Method.PERIODS for item in plan.items)


def _kinds_below(policy: Policy, plans: Mapping[str, Appraisal | None], kind: PeriodKind) -> set[PeriodKind]:
    """The kinds of shorter periods that the items `periods` of the plans look at."""
    posts = [post for post, plan in plans.items() if plan and looks_back(plan)]
    return {found for post in posts if (found := below(policy, post, kind)) is not None}


@dataclass(frozen=True, slots=True)
class Shorter:
    """A shorter period with everybody's printed scores, by rep code; None: no score.

    Attributes:
        is_closed: they are those of its statements, or reckoned as it was closed.
    """

    period: Period
    scores: Mapping[str, Decimal | None]
    is_closed: bool = False


def _shorter(view: View, period: Period, kind: PeriodKind, staff: Staff) -> list[Shorter]:
    """The shorter periods that have begun; one without a policy on its last day is left out."""
    found = []
    part = period_of(kind, period.start)
    while part.start < period.end and part.start <= view.on:
        with suppress(NothingInForce):
            found.append(Shorter(part, _scores(view, part, staff), closing_of(view, part) is not None))
        part = period_of(kind, part.end)
    return found


def _scores(view: View, part: Period, staff: Staff) -> Mapping[str, Decimal | None]:
    """The scores of a period that a longer one looks at: of a closed one as its statements say, or as it was closed."""
    if kept := kept_of(view, part):
        return {rep: score_in(figures) for rep, figures in kept.items()}
    with settled_with(view, part, staff) as (seen, people):
        return {rep: one.score for rep, one in appraisals_of(seen, part, people).of.items()}


@contextmanager
def settled_with(view: View, part: Period, staff: Staff) -> Iterator[tuple[View, Staff]]:
    """The view from which a shorter period is to be seen, with the staff of that view; its ledger is open until the block ends."""
    if closing_of(view, part) is None:
        yield view, staff
        return
    with settled(view, part) as seen:
        yield seen, staff_of(seen)


def posts_of(members: Sequence[Member]) -> list[str]:
    """The posts that the members have, each once."""
    return sorted({member.post for member in members if member.post is not None})


def _figure(item: Item, member: Member, done: Appraisals) -> Figure:
    """What an item looks at."""
    if item.measure is not None:
        return _measured(item.measure, member.person, done)
    match item.method:
        case Method.ASSESSMENT:
            value = rated.assessed(done.marks.get(member.person.id, ()), item)
            return Figure(value, maximum=1, is_known=value is not None)
        case Method.GOALS:
            value = rated.goals_reached(done.goals.get(member.person.id, ()))
        case _:
            value = rated.mean_score(score for _part, score in shorter_scores(member, done))
    return Figure(value, is_known=value is not None)


def _measured(key: MeasureKey, person: Person, done: Appraisals) -> Figure:
    measure = MEASURES[key]
    tally = done.measures.of_rep(person.code, (key, None))
    target = done.targets.find(Key(Scope.REP, person.id, key))
    goal = target.value if target else None
    reached = attainment(tally.value, goal, measure.less_is_better)
    return Figure(tally.value, goal, reached, measure.maximum, is_known=goal is not None or _is_of_facts(tally))


def _is_of_facts(tally: Tally) -> bool:
    """Whether anything was counted in a measure; a working day on which nothing was done is no fact.

    Facts that add up are one part without an id of their own; a composite has parts only of what was entered or rated.
    """
    return any(part.fact is not None or part.numerator or part.of for part in tally.parts)


def shorter_of(member: Member, done: Appraisals) -> Sequence[Shorter]:
    """The shorter periods of a member's post."""
    kind = below(done.policy, member.post or "", done.kind)
    return done.shorter.get(kind, ()) if kind else ()


def shorter_scores(member: Member, done: Appraisals) -> list[tuple[Period, Decimal | None]]:
    """The printed scores of a member's shorter periods; None: the period has none."""
    return [(one.period, one.scores.get(member.person.code)) for one in shorter_of(member, done)]


def _ranks(members: Sequence[Member], done: Mapping[str, Appraised]) -> Mapping[str, int]:
    """Everybody's rank within the post."""
    places: dict[str, int] = {}
    for post in posts_of(members):
        codes = [member.person.code for member in members if member.post == post]
        places |= rule.ranks({code: done[code].score for code in codes if code in done})
    return places
