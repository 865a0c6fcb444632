"""Reads the facts of each measure and hands them to the rule that counts them; what several measures share is read once.

Most measures are one query of MeasureFact rows; those that take a rule (a deadline, a ladder of stages, a mean of parts) stand
in LOADERS. Facts: as each query's header says. Policy: of the fact's own day [tracking], [[stage]], [post], [credit], [calendar].
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache, cached_property
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.measured import (
    Collection,
    CompetenceRating,
    Complaint,
    FollowUpDay,
    FollowUpEntry,
    LeaveRow,
    MeasureFact,
    StageStep,
    TripCost,
)
from salescli.facts.tracked import OpenOpportunity
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.policy.model import Policy
from salescli.policy.stages import Stage, stage_keys
from salescli.reports.credited import credits_of
from salescli.reports.entered import Entered
from salescli.reports.missed import missed_of
from salescli.reports.view import View
from salescli.rules import advances, entries, served, spent
from salescli.rules import measures as rule
from salescli.rules.entries import Owned
from salescli.rules.measures import MEASURES, NOBODY, Crediting, Measure, Part, Shares, Tally
from salescli.rules.missed import Missed
from salescli.rules.roster import known_employment, roster
from salescli.rules.runs import Runs, each_day
from salescli.rules.staff import Staff
from salescli.rules.stages import Ladder, is_stuck, ladder
from salescli.rules.working_days import WorkingDays

DAY = timedelta(days=1)
OF_MONEY = frozenset(
    (
        MeasureKey.UNITS_SOLD,
        MeasureKey.CONTRACT_AMOUNT,
        MeasureKey.COLLECTED,
        MeasureKey.COLLECTION_RATE,
        MeasureKey.PRICE_REALISATION,
        MeasureKey.BAD_DEBT,
        MeasureKey.PROFIT,
        MeasureKey.EXPENSE_RATIO,
    )
)
"""The measures that amounts of contracts, lines, instalments and receipts move; the others look at no amount of these."""
Tallies = Mapping[str, Tally]
"""A measure's tallies by rep code."""


class Reading:
    """Reads the facts of one measure after the other, of the days of a period that may be seen.

    Attributes:
        notes: problems of the data, as sentences.
    """

    def __init__(self, view: View, period: Period, staff: Staff, *, told: bool = False) -> None:
        """`told`: each fact and each day is a part by itself, for who tells them; else days that add up are one part."""
        self.notes: list[str] = []
        self.view = view
        self.staff = staff
        self.start, self.end = view.seen(period)
        self._whole = period
        self._policy = cache(self._policy_on)
        self.stages = cache(self._stages_on)
        self._run = each_day if told else Runs(staff, self.start, self.end)
        self._entered = Entered(view, self.start, self.end, self.wanted, self.entry_hours, self._run, told)

    @property
    def last(self) -> date:
        """The last day looked at."""
        return max(self.start, self.end - DAY)

    @property
    def span(self) -> Mapping[str, date]:
        """The days as queries take them."""
        return {"start": self.start, "end": self.end, "on": self.view.on}

    def tallies(self, measure: Measure, product_id: int | None = None) -> Tallies:
        """A measure's tallies by rep code."""
        load = LOADERS.get(measure.key)
        if load is not None:
            return load(self)
        facts = self.view.ledger.read(f"measure_{measure.key}", MeasureFact, product_id=product_id, **self.span)
        return self._tallied(measure.key, facts)

    def _tallied(self, key: MeasureKey, facts: Sequence[MeasureFact]) -> Tallies:
        return rule.tallied(MEASURES[key], facts, self.shares(one.opportunity_id for one in facts), self.staff.code_of)

    def shares(self, opportunities: Iterable[int | None]) -> Shares:
        """By what the facts of these opportunities are shared."""
        return Crediting(credits_of(self.view, opportunities), self.view.versions)

    def _composed(self, key: MeasureKey, owned: Iterable[Owned]) -> Tallies:
        tallies: dict[str, Tally] = defaultdict(MEASURES[key].tally)
        for rep_id, part in owned:
            tallies[self.staff.code_of.get(rep_id, NOBODY)].add(part)
        return dict(tallies)

    # Policy.

    def _policy_on(self, day: date) -> Policy | None:
        try:
            return self.view.versions.on(day).policy
        except NothingInForce:
            return None

    def _stages_on(self, day: date) -> Mapping[str, Stage]:
        try:
            text = self.view.versions.on(day).text
        except NothingInForce:
            return {}
        return {stage.key: stage for stage in stage_keys(text)}

    def _ladder_on(self, day: date) -> Ladder:
        return ladder(self.stages(day).values())

    def complaint_days(self, day: date) -> int | None:
        """Within how many days a complaint of that day is to be closed; None: the policy does not say."""
        policy = self._policy(day)
        return policy.tracking.complaint_days if policy else None

    def entry_hours(self, day: date) -> int | None:
        """Within how many hours a follow-up of that day is to be entered; None: the policy does not say."""
        policy = self._policy(day)
        return policy.tracking.data_entry_hours if policy else None

    def wanted(self, kind: str) -> Callable[[date], Sequence[str]]:
        """The wanted fields of a kind of entry by day."""

        @cache
        def on(day: date) -> Sequence[str]:
            policy = self._policy(day)
            return entries.wanted_fields(policy.tracking.wanted_fields, kind) if policy else ()

        return on

    def daily_cost(self, rep_id: int, day: date) -> int:
        """What a rep's day on a trip costs by the post of that day; 0 where the policy says none, with a note."""
        post, policy = self.staff.post_on(rep_id, day), self._policy(day)
        known = policy.post(post) if policy and post else None
        if known is None or known.daily_cost is None:
            self.notes.append(
                _(
                    "The policy gives no daily_cost for the post of {rep} on {day}, so days on a trip cost nothing."
                ).format(rep=self.staff.code_of.get(rep_id, "?"), day=day.isoformat())
            )
            return 0
        return known.daily_cost

    # Facts that are read again for reasons.

    @cached_property
    def collected(self) -> Sequence[MeasureFact]:
        """Receipts less refunds."""
        return self.view.ledger.read("measure_collected", MeasureFact, product_id=None, **self.span)

    @cached_property
    def expenses(self) -> Sequence[MeasureFact]:
        """Approved expenses."""
        return self.view.ledger.read("approved_expenses", MeasureFact, **self.span)

    @cached_property
    def trips(self) -> Sequence[TripCost]:
        """Approved trips for opportunities, with what they cost and their days up to the one looked from."""
        return spent.travelled(self.view.ledger.read("trip_costs", TripCost, **self.span), self.view.on)

    @cached_property
    def contracts(self) -> Sequence[Collection]:
        """Contracts that can be in demand."""
        return self.view.ledger.read("collections", Collection, **self.span)

    @cached_property
    def advances(self) -> Sequence[advances.Advance]:
        """The moves further than ever before."""
        steps = self.view.ledger.read("stage_steps", StageStep, start=self.start, end=self.end)
        return list(advances.advances(steps, self.start, self._ladder_on))

    @cached_property
    def missed(self) -> Sequence[Missed]:
        """The deadlines missed, as far as the days are each owner's."""
        return missed_of(self.view, self._whole, self.staff)

    @cached_property
    def stuck(self) -> Sequence[OpenOpportunity]:
        """The opportunities that stand longer in their stage than it allows, on the last day."""
        stages = self.stages(self.last)
        standing = self.view.ledger.read("open_opportunities", OpenOpportunity, day=self.last)
        return [one for one in standing if is_stuck((self.last - one.entered_on).days, stages.get(one.stage or ""))]

    @cached_property
    def complaints(self) -> Sequence[Complaint]:
        """The complaints, closed or not."""
        return self.view.ledger.read("complaints", Complaint, **self.span)

    @cached_property
    def ratings(self) -> Sequence[CompetenceRating]:
        """All ratings of proficiency and mastery up to the end."""
        return self.view.ledger.read("competence_ratings", CompetenceRating, end=self.end)

    def follow_ups(self, rep_id: int | None = None) -> Sequence[FollowUpEntry]:
        """The follow-ups of a rep, or of everybody."""
        return self._entered.follow_ups(rep_id)

    # Loaders.

    def collection_rate(self) -> Tallies:
        """资金回笼率."""
        shares = self.shares(one.opportunity_id for one in self.contracts)
        return rule.collection_rates(self.contracts, shares, self.last)

    def contacts_per_day(self) -> Tallies:
        """日联系客户数."""
        reached = self._added_up(lambda day: day.customers)
        return rule.contacts_per_day(reached, self._working_days(), self.staff.code_of)

    def follow_up_count(self) -> Tallies:
        """跟进数."""
        counts = self._added_up(lambda day: day.follow_ups)
        owned = ((rep_id, Part(None, first, count, 1, whole=count)) for rep_id, first, count in counts)
        return self._composed(MeasureKey.FOLLOW_UPS, owned)

    def _working_days(self) -> Mapping[str, Mapping[date, int]]:
        """How many working days everybody, by code, has in each run of days."""
        worked = working_days(self.view, self.staff, Period(self.start, self.end, ""))
        if isinstance(worked, str):
            self.notes.append(worked)
            return {}
        people = self.staff.people.values()
        return {one.code: Counter(self._run(one.id, day) for day in worked.of(one.id)) for one in people}

    def _added_up(self, count: Callable[[FollowUpDay], int]) -> Iterator[rule.Count]:
        """What the days of a run count, where they count anything, under the first of them."""
        sums = ((rep_id, first, sum(map(count, days))) for rep_id, first, days in self._entered.runs())
        return (one for one in sums if one[2])

    def overdue_contacts(self) -> Tallies:
        """逾期联系数: each missed deadline once, at the owner of the day it was missed."""
        tallies: dict[str, Tally] = defaultdict(MEASURES[MeasureKey.OVERDUE_CONTACTS].tally)
        for one in self.missed:
            if one.is_occurrence:
                tallies[one.rep].add(Part(one.fact, one.missed_on, 1, 1, whole=1))
        return dict(tallies)

    def stage_advances(self) -> Tallies:
        """阶段推进数."""
        return self._tallied(MeasureKey.STAGE_ADVANCES, advances.advance_facts(self.advances))

    def stage_conversion(self) -> Tallies:
        """阶段转化率."""
        return self._tallied(MeasureKey.STAGE_CONVERSION, advances.conversion_facts(self.advances))

    def stuck_opportunities(self) -> Tallies:
        """停滞商机数: by the limits of the policy in force on the last day."""
        day = self.last
        facts = [MeasureFact(None, one.opportunity_id, one.opportunity_id, day, day, 1, 1, 0) for one in self.stuck]
        return self._tallied(MeasureKey.STUCK_OPPORTUNITIES, facts)

    def complaint_resolution(self) -> Tallies:
        """投诉解决率."""
        self._say_absent(MeasureKey.COMPLAINT_RESOLUTION, "complaint_days", self.complaint_days)
        facts = served.resolution_facts(self.complaints, self.complaint_days)
        return self._tallied(MeasureKey.COMPLAINT_RESOLUTION, facts)

    def profit(self) -> Tallies:
        """利润."""
        facts = spent.profit_facts(self.collected, self.expenses, self.trips, self.daily_cost)
        return self._tallied(MeasureKey.PROFIT, facts)

    def expense_ratio(self) -> Tallies:
        """费用率."""
        return self._tallied(MeasureKey.EXPENSE_RATIO, spent.ratio_facts(self.collected, self.expenses))

    def retention(self) -> Tallies:
        """客户保持率."""
        before, middle = served.retention_days(self.end)
        days = {"start": before, "middle": middle, "end": self.end, "day": self.last}
        return self._tallied(MeasureKey.RETENTION, self.view.ledger.read("measure_retention", MeasureFact, **days))

    def data_quality(self) -> Tallies:
        """数据质量."""
        self._say_of_quality()
        return self._composed(MeasureKey.DATA_QUALITY, self._data_quality)

    def competence(self) -> Tallies:
        """专业能力: the ratings in force on each rep's last day in the period, and data quality."""
        self._say_of_quality()
        until = {member.person.id: member.day for member in roster(self.staff, self._whole, self.view.on)}
        rated = entries.ratings(self.ratings, until)
        return self._composed(MeasureKey.COMPETENCE, [*rated, *self._data_quality])

    @cached_property
    def _data_quality(self) -> Sequence[Owned]:
        return list(self._entered.quality())

    # What is said beside the figures.

    def _say_absent(self, key: MeasureKey, name: str, number: Callable[[date], int | None]) -> None:
        if number(self.last) is None:
            self.notes.append(
                _("The policy of {day} has no [tracking] {name}, so {measure} does without it.").format(
                    day=self.last.isoformat(), name=name, measure=key.value
                )
            )

    def _say_of_quality(self) -> None:
        self._say_absent(MeasureKey.DATA_QUALITY, "data_entry_hours", self.entry_hours)
        policy = self._policy(self.last)
        for field in policy.tracking.wanted_fields if policy else ():
            kind, _dot, name = field.partition(".")
            if name not in entries.known_fields(kind):
                self.notes.append(
                    _(
                        "The wanted field {field} is none that is kept, so it counts nothing; {kind} has {known}."
                    ).format(field=field, kind=kind, known=", ".join(entries.known_fields(kind)))
                )


BY_DAYS = frozenset(
    (MeasureKey.CONTACTS_PER_DAY, MeasureKey.FOLLOW_UPS, MeasureKey.DATA_QUALITY, MeasureKey.COMPETENCE)
)
"""The measures whose parts differ where each fact and day is told by itself."""
LOADERS: Mapping[MeasureKey, Callable[[Reading], Tallies]] = {
    MeasureKey.COLLECTION_RATE: Reading.collection_rate,
    MeasureKey.CONTACTS_PER_DAY: Reading.contacts_per_day,
    MeasureKey.FOLLOW_UPS: Reading.follow_up_count,
    MeasureKey.OVERDUE_CONTACTS: Reading.overdue_contacts,
    MeasureKey.STAGE_ADVANCES: Reading.stage_advances,
    MeasureKey.STAGE_CONVERSION: Reading.stage_conversion,
    MeasureKey.STUCK_OPPORTUNITIES: Reading.stuck_opportunities,
    MeasureKey.COMPLAINT_RESOLUTION: Reading.complaint_resolution,
    MeasureKey.PROFIT: Reading.profit,
    MeasureKey.EXPENSE_RATIO: Reading.expense_ratio,
    MeasureKey.RETENTION: Reading.retention,
    MeasureKey.COMPETENCE: Reading.competence,
    MeasureKey.DATA_QUALITY: Reading.data_quality,
}


def working_days(view: View, staff: Staff, period: Period) -> WorkingDays | str:
    """Everybody's working days of a whole period, or the sentence that says why they are not known here."""
    leaves = view.ledger.read("leaves", LeaveRow, start=period.start, end=period.end)

    def employment(rep_id: int) -> Iterable[tuple[date, date]]:
        return known_employment(staff, rep_id, period, view.on)

    try:
        return WorkingDays(view.versions, employment, leaves, period.start, period.end)
    except (WrongUse, NothingInForce) as error:
        return str(error)
