"""Why a measure, a target or an attainment is what it is (figures.md §10), of a rep; of a team it is team_reasons' affair.

Facts and policy: those of the measure, each by its id and its version. To tell the facts of another measure: an entry in _TELL.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from gettext import gettext as _

from salescli.errors import NothingInForce
from salescli.facts.measured import FollowUpEntry
from salescli.facts.names import Named
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.commission import staff_of
from salescli.reports.measured import title_of
from salescli.reports.measuring import Reading
from salescli.reports.targets import target_version, targets_of
from salescli.reports.view import View
from salescli.rules import measure_reasons as words
from salescli.rules import target_reasons
from salescli.rules.measure_reasons import Portion, Telling, Told
from salescli.rules.measures import MEASURES, Part, Tally, attainment
from salescli.rules.reasons import Evidence, Reason
from salescli.rules.staff import Person, Staff
from salescli.rules.targets import Key, Targets
from salescli.terms import Scope

Explained = tuple[Reason, list[str]]


class Basis:
    """What the trees of everybody's measures of a period are told from, read once; where only one is told, it is his own."""

    def __init__(self, view: View, period: Period, staff: Staff) -> None:
        self.reading = Reading(view, period, staff, told=True)
        self.tallies = cache(lambda key: self.reading.tallies(MEASURES[key]))
        self._view, self._period, self._staff = view, period, staff

    @cached_property
    def targets(self) -> Targets:
        """Everybody's targets."""
        return targets_of(self._view, self._period, self._staff)


@dataclass(frozen=True)
class Telltale:
    """What the trees of a rep's measures of a period are told from.

    Attributes:
        shared: what the trees of others rest on too (None: read for this rep alone).
    """

    view: View
    period: Period
    staff: Staff
    person: Person
    shared: Basis | None = field(default=None, kw_only=True)

    @cached_property
    def basis(self) -> Basis:
        """The facts, the tallies and the targets."""
        return self.shared or Basis(self.view, self.period, self.staff)

    @property
    def reading(self) -> Reading:
        """The facts of the measures."""
        return self.basis.reading

    @cached_property
    def follow_ups(self) -> Sequence[FollowUpEntry]:
        """The rep's follow-ups."""
        return self.reading.follow_ups(self.person.id)

    @property
    def called(self) -> str:
        """Whom a sentence speaks of."""
        return self.person.code

    def title(self, what: str) -> str:
        """A figure by name, person and period."""
        return _("{what} of {rep} {name}, {period}").format(
            what=what, rep=self.person.code, name=self.person.name, period=self.period.name
        )

    def tally(self, key: MeasureKey) -> Tally:
        """The rep's tally of a measure."""
        return self.basis.tallies(key).get(self.person.code) or MEASURES[key].tally()

    def measure(self, key: MeasureKey) -> Reason:
        """The tree of a measure."""
        measure, tally = MEASURES[key], self.tally(key)
        telling = self.telling(key)
        if key is MeasureKey.PROFIT:
            kinds = {one.fact: "expense" for one in self.reading.expenses if one.fact is not None}
            kinds |= {one.fact: "trip" for one in self.reading.trips}
            return words.profit(measure, tally, telling, kinds)
        return words.reason(measure, tally, telling)

    def telling(self, key: MeasureKey) -> Telling:
        """How a measure's parts are told."""
        group, blocks = _GROUPS.get(key, ("", "")), _BLOCKS.get(key, "")
        return Telling(
            self.title(title_of(key, self.view.lang)),
            lambda part: _TELL[key](self, part),
            self.facts,
            (_said(group[0]), _said(group[1])),
            self.source(blocks) if blocks else "",
            self.members(key),
        )

    def members(self, _key: MeasureKey) -> Sequence[Portion]:
        """By whom a team's figure is told; a rep's goes by its facts."""
        return ()

    def whose(self, key: MeasureKey) -> Key:
        """Whose target of a measure it is."""
        return Key(Scope.REP, self.person.id, key)

    def target(self, key: MeasureKey) -> Reason:
        """The tree of a target; without any its result is no value."""
        title = self.title(_("Target of {measure}").format(measure=title_of(key, self.view.lang)))
        return target_reasons.reason(self.basis.targets.told(self.whose(key)), title, self.calendar_source())

    def attainment(self, key: MeasureKey) -> Reason:
        """The tree of an attainment."""
        title = self.title(_("Attainment of {measure}").format(measure=title_of(key, self.view.lang)))
        actual, target, less = self.measure(key), self.target(key), MEASURES[key].less_is_better
        value = attainment(_exact(actual), _exact(target), less)
        return words.attainment(title, actual, target, value, less_is_better=less)

    def calendar_source(self) -> str:
        """The policy whose calendar makes the period's targets, by its label."""
        version = target_version(self.view, self.period)
        return f"{version.label} · calendar" if version else ""

    def source(self, block: str) -> str:
        """The policy of the period's last day by its label, and the block that counts."""
        try:
            return f"{self.view.versions.on(self.reading.last).label} · {block}"
        except NothingInForce:
            return ""

    def facts(self, part: Part) -> Sequence[Evidence]:
        """The follow-ups of a part that is a rep's day; of a part of a composite its fact where something lacks."""
        if part.of:
            lacks = part.fact is not None and part.numerator < part.denominator
            return [Evidence(part.fact, _LACKS[part.of](part), part.happened_on)] if lacks and part.fact else []
        return [
            Evidence(one.fact, _("Follow-up"), one.happened_on)
            for one in self.follow_ups
            if one.happened_on == part.happened_on
        ]

    def named(self, query: str, id: int | None) -> str:
        """What something is called, by its id; '' where it is not in force."""
        found = self.view.ledger.read(query, Named, id=id)
        return found[0].label if found else ""


def measure_reason(view: View, rep: str, period: Period, key: str) -> Explained:
    """Why a rep's measure of a period is what it is; the rep by its code, the measure by its key."""
    return of_measure(_telltale(view, rep, period), key)


def target_reason(view: View, rep: str, period: Period, key: str) -> Explained:
    """Why the target of a rep's measure is what it is: set, tiled or a part of a wider one, pro-rated."""
    return of_target(_telltale(view, rep, period), key)


def attainment_reason(view: View, rep: str, period: Period, key: str) -> Explained:
    """Why the attainment of a rep's measure is what it is."""
    return of_attainment(_telltale(view, rep, period), key)


def of_measure(told: Telltale, key: str) -> Explained:
    """The tree of a measure of whom a telltale is about, and what is to be said beside it."""
    return told.measure(MeasureKey(key)), list(dict.fromkeys(told.reading.notes))


def of_target(told: Telltale, key: str) -> Explained:
    """The same of a target."""
    found = told.target(MeasureKey(key))
    return found, _without_target(told, key, found)


def of_attainment(told: Telltale, key: str) -> Explained:
    """The same of an attainment."""
    found = told.attainment(MeasureKey(key))
    notes = list(dict.fromkeys(told.reading.notes))
    return found, notes if found.result is not None else [
        *notes,
        *_without_target(told, key, told.target(MeasureKey(key))),
    ]


def _telltale(view: View, rep: str, period: Period) -> Telltale:
    staff = staff_of(view)
    return Telltale(view, period, staff, staff.by_code[rep])


def _without_target(told: Telltale, key: str, target: Reason) -> list[str]:
    if target.result is not None:
        return []
    return [
        _("{rep} has no target of {measure} for {period}.").format(
            rep=told.called, measure=title_of(key, told.view.lang), period=told.period.name
        )
    ]


def _exact(reason: Reason) -> Fraction | None:
    return None if reason.result is None else Fraction(reason.result)


# The words of each measure's facts.


def _plain(word: Callable[[], str]) -> Callable[[Telltale, Part], Told]:
    return lambda _told, _part: Told(word())


def _contract(told: Telltale, part: Part) -> Told:
    return Told(_("Contract {name}").format(name=told.named("names_contract_of_id", part.fact)))


def _customer(told: Telltale, part: Part) -> Told:
    return Told(_("Customer {name}").format(name=told.named("names_customer_of_id", part.fact)))


def _receipt(_told: Telltale, part: Part) -> Told:
    return Told(_("Refund") if (part.whole or 0) < 0 else _("Receipt"))


def _collection(told: Telltale, part: Part) -> Told:
    contract = next(one for one in told.reading.contracts if one.fact == part.fact)
    settled, demand = words.settlement(contract)
    return Told(_contract(told, part).text, settled, demand)


def _overdue(told: Telltale, part: Part) -> Told:
    one = next(one for one in told.reading.missed if one.fact == part.fact and one.missed_on == part.happened_on)
    text = _("{customer} was to be contacted by {deadline}: missed").format(
        customer=one.customer, deadline=one.deadline.isoformat()
    )
    return Told(text)


def _stage(told: Telltale, part: Part) -> Told:
    step = next(one.step for one in told.reading.advances if one.step.fact == part.fact)
    stage = told.reading.stages(step.happened_on).get(step.stage)
    return Told(
        _("{opportunity} came to the stage {stage}").format(
            opportunity=told.named("names_opportunity_of_id", step.opportunity_id),
            stage=stage.title.text(told.view.lang) if stage else step.stage,
        )
    )


def _stuck(told: Telltale, part: Part) -> Told:
    one = next(one for one in told.reading.stuck if one.opportunity_id == part.fact)
    stage = told.reading.stages(told.reading.last)[one.stage or ""]
    return Told(
        _("{opportunity} has been {days} days in the stage {stage}, whose limit is {limit}").format(
            opportunity=one.name,
            days=(told.reading.last - one.entered_on).days,
            stage=stage.title.text(told.view.lang),
            limit=stage.stuck_after_days,
        )
    )


def _complaint(told: Telltale, part: Part) -> Told:
    one = next(one for one in told.reading.complaints if one.fact == part.fact)
    days, policy = told.reading.complaint_days(one.happened_on), told.source("tracking.complaint_days")
    if one.closed_on is None:
        return Told(_("Complaint, not closed; {days} days are allowed, made").format(days=days), policy=policy)
    text = _("Complaint, closed on {closed}; {days} days are allowed, made").format(
        closed=one.closed_on.isoformat(), days=days
    )
    return Told(text, policy=policy)


def _closed(told: Telltale, part: Part) -> Told:
    return Told(_("Won") if part.whole else _("Lost"))


def _profit(told: Telltale, part: Part) -> Told:
    trip = next((one for one in told.reading.trips if one.fact == part.fact), None)
    if trip is not None:
        source = told.source(f"post.{told.staff.post_on(trip.rep_id, trip.from_day)}.daily_cost")
        return Told(
            _("Trip"), words.trip_cost(trip, told.reading.daily_cost(trip.rep_id, trip.from_day)), policy=source
        )
    if any(one.fact == part.fact for one in told.reading.expenses):
        return Told(_("Approved expense"))
    return _receipt(told, part)


def _expense_ratio(told: Telltale, part: Part) -> Told:
    if part.numerator:
        return Told(_("Approved expense"))
    return Told(_("Refund") if part.denominator < 0 else _("Receipt"))


def _rating(_told: Telltale, part: Part) -> Told:
    return Told(_("Rating of {stars} stars").format(stars=part.whole))


def _task(_told: Telltale, part: Part) -> Told:
    return Told(_("Task done in time, due") if part.whole else _("Task not done in time, due"))


def _review(_told: Telltale, part: Part) -> Told:
    return Told(_("Review of a follow-up: {marks} of {most}").format(marks=part.whole, most=part.denominator))


def _competence(told: Telltale, part: Part) -> Told:
    one = next(one for one in told.reading.ratings if one.fact == part.fact)
    score = Reason(_("Score"), result=one.score, kind="score")
    most = Reason(_("Maximum"), result=one.out_of, kind="score")
    own = Reason("", steps=[score, most], result=part.whole, kind="percent", how="quotient")
    text = _("Rating given on {day}, as it stands").format(day=one.happened_on.isoformat())
    return Told(text, own)


K = MeasureKey
_TELL: Mapping[MeasureKey, Callable[[Telltale, Part], Told]] = {
    K.UNITS_SOLD: _plain(lambda: _("Contract line")),
    K.CONTRACT_AMOUNT: _contract,
    K.CONTRACT_COUNT: _contract,
    K.COLLECTED: _receipt,
    K.COLLECTION_RATE: _collection,
    K.CONTACTS_PER_DAY: _plain(lambda: ""),
    K.NEW_CUSTOMERS: _customer,
    K.WON_CUSTOMERS: _contract,
    K.FOLLOW_UPS: _plain(lambda: ""),
    K.OVERDUE_CONTACTS: _overdue,
    K.TRIPS: _plain(lambda: _("Trip")),
    K.TRIPS_OVER_LIMIT: _plain(lambda: _("Trip over the limit")),
    K.COMPLAINTS: _plain(lambda: _("Complaint")),
    K.SUGGESTIONS: _plain(lambda: _("Suggestion")),
    K.STAGE_ADVANCES: _stage,
    K.STAGE_CONVERSION: _stage,
    K.STUCK_OPPORTUNITIES: _stuck,
    K.COMPLAINT_RESOLUTION: _complaint,
    K.WIN_RATE: _closed,
    K.PRICE_REALISATION: _plain(lambda: _("Contract line")),
    K.BAD_DEBT: _plain(lambda: _("Write-off")),
    K.PROFIT: _profit,
    K.EXPENSE_RATIO: _expense_ratio,
    K.SATISFACTION: _rating,
    K.RETENTION: _customer,
    K.TASK_COMPLETION: _task,
    K.QUALITY: _review,
    K.COMPETENCE: _competence,
    K.DATA_QUALITY: _plain(lambda: ""),
}
Word = Callable[[], str] | str
_GROUPS: Mapping[MeasureKey, tuple[Word, Word]] = {
    K.FOLLOW_UPS: (lambda: _("Follow-ups"), ""),
    K.CONTACTS_PER_DAY: (lambda: _("Customers reached, each once a day,"), lambda: _("Working days")),
}
_BLOCKS: Mapping[MeasureKey, str] = {
    K.OVERDUE_CONTACTS: "tracking",
    K.CONTACTS_PER_DAY: "calendar",
    K.STAGE_ADVANCES: "stage",
    K.STAGE_CONVERSION: "stage",
    K.STUCK_OPPORTUNITIES: "stage",
    K.COMPLAINT_RESOLUTION: "tracking",
    K.COMPETENCE: "tracking",
    K.DATA_QUALITY: "tracking",
}
"""The blocks of the policy that a measure rests on, beside [credit]."""
_LACKS: Mapping[str, Callable[[Part], str]] = {
    "completeness": lambda part: _("Wanted but missing: {fields}").format(fields=", ".join(part.lacks)),
    "timeliness": lambda _part: _("Entered late"),
    "accuracy": lambda _part: _("Voided or corrected"),
}


def _said(word: Word) -> str:
    return word if isinstance(word, str) else word()
