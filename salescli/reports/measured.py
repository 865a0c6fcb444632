"""Measures of everybody for a period, read once for the reports that rest on them; no report is made here.

A rep's figure is what its facts gave the rep by credit (figures.md §2); a team's is Σ numerators ÷ Σ denominators of those
who stood in it or below it on each fact's own day, so that who moves takes along nothing and leaves nothing behind; of the
collection rate, which is about what stands on a day, the last day looked at. The company's is everything, also what is
nobody's. Facts: the measure's own, shares and owners, people and teams, leaves. Policy: [credit], [calendar].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from gettext import gettext as _

from salescli.errors import NothingInForce, WrongUse
from salescli.facts.credited import CreditChange
from salescli.facts.measured import Collection, LeaveRow, MeasureFact
from salescli.measure import MEASURE_WORDS, MeasureKey, Written
from salescli.period import Period
from salescli.reports.report import Kind
from salescli.reports.view import View
from salescli.rules import measures as rule
from salescli.rules.credit import Credits
from salescli.rules.measures import MEASURES, NOBODY, Crediting, Measure, Shares, Tally
from salescli.rules.roster import known_employment
from salescli.rules.staff import Staff
from salescli.rules.working_days import WorkingDays

Asked = tuple[MeasureKey, int | None]
"""A measure, and the product that it is limited to (None: of all products)."""
KINDS: Mapping[Written, Kind] = {"money": "money", "count": "count", "percent": "percent", "number": "ratio"}


@dataclass(frozen=True, slots=True)
class Measured:
    """The asked measures of a period.

    Attributes:
        tallies: by measure, by rep code; NOBODY's stand there too.
        notes: problems of the data, as sentences.
    """

    staff: Staff
    tallies: Mapping[Asked, Mapping[str, Tally]]
    notes: Sequence[str] = ()
    _above: Callable[[str, date], frozenset[int]] = field(kw_only=True)

    def of_rep(self, rep: str, asked: Asked) -> Tally:
        """A rep's, by code: empty for whom no fact concerns."""
        return self.tallies[asked].get(rep) or Tally(MEASURES[asked[0]].unit)

    def of_team(self, team_id: int, asked: Asked) -> Tally:
        """A team's with those below it, each fact by who stood there on its day."""
        return rule.rolled_up(
            self.tallies[asked], MEASURES[asked[0]].unit, lambda code, day: team_id in self._above(code, day)
        )

    def of_company(self, asked: Asked) -> Tally:
        """Everybody's, and what is nobody's."""
        return rule.rolled_up(self.tallies[asked], MEASURES[asked[0]].unit)


def measured(view: View, period: Period, asked: Iterable[Asked], staff: Staff) -> Measured:
    """The measures of a period under the view's policies, with nothing after its day; those that are not computed are left out."""
    reading = _Reading(view, period, staff)
    wanted = [one for one in dict.fromkeys(asked) if one[0] in MEASURES and _fits(one)]
    tallies = {one: reading.tallies(MEASURES[one[0]], one[1]) for one in wanted}
    return Measured(staff, tallies, [*reading.notes, *_nobodys(tallies)], _above=_teams_above(staff))


def kind_of(measure: str) -> Kind:
    """How a value of a measure is written in a report; of one that this program does not know as a plain number."""
    return KINDS[MEASURE_WORDS[MeasureKey(measure)].written] if measure in MEASURE_WORDS else "ratio"


def title_of(measure: str, lang: str) -> str:
    """What a measure is called; one that this program does not know by its key."""
    if measure not in MEASURE_WORDS:
        return measure
    words = MEASURE_WORDS[MeasureKey(measure)]
    return words.zh if lang.startswith("zh") else words.en


def working_days(view: View, staff: Staff, period: Period) -> WorkingDays | str:
    """Everybody's working days of a whole period, or the sentence that says why they are not known here."""
    leaves = view.ledger.read("leaves", LeaveRow, start=period.start, end=period.end)

    def employment(rep_id: int) -> Iterable[tuple[date, date]]:
        return known_employment(staff, rep_id, period, view.on)

    try:
        return WorkingDays(view.versions, employment, leaves, period.start, period.end)
    except (WrongUse, NothingInForce) as error:
        return str(error)


def _fits(asked: Asked) -> bool:
    return asked[1] is None or MEASURES[asked[0]].product


def _teams_above(staff: Staff) -> Callable[[str, date], frozenset[int]]:
    """The teams, by id, that a rep stood in or under on a day; none for nobody."""

    @cache
    def above(code: str, day: date) -> frozenset[int]:
        return frozenset() if code == NOBODY else frozenset(staff.teams_above(staff.by_code[code].id, day))

    return above


class _Reading:
    """Reads the facts of one measure after the other; what several share is read once, when the first asks for it."""

    def __init__(self, view: View, period: Period, staff: Staff) -> None:
        self.notes: list[str] = []
        self._view = view
        self._staff = staff
        self._start, self._end = view.seen(period)
        self._shares = cache(self._crediting)

    def tallies(self, measure: Measure, product_id: int | None) -> Mapping[str, Tally]:
        """A measure's tallies by rep code."""
        if measure.key is MeasureKey.COLLECTION_RATE:
            return self._collection_rates()
        facts = self._view.ledger.read(f"measure_{measure.key}", MeasureFact, product_id=product_id, **self._span)
        if measure.key is MeasureKey.CONTACTS_PER_DAY:
            return rule.contacts_per_day(facts, self._working_days(), self._staff.code_of)
        return rule.tallied(measure, facts, self._lazily, self._staff.code_of)

    @property
    def _span(self) -> Mapping[str, date]:
        return {"start": self._start, "end": self._end, "on": self._view.on}

    def _lazily(self, opportunity_id: int, signed_on: date, happened_on: date) -> rule.Percents:
        return self._shares("credits")(opportunity_id, signed_on, happened_on)

    def _crediting(self, query: str) -> Shares:
        changes = self._view.ledger.read(query, CreditChange, **self._span)
        return Crediting(Credits(changes), self._view.versions)

    def _collection_rates(self) -> Mapping[str, Tally]:
        contracts = self._view.ledger.read("collections", Collection, **self._span)
        last = max(self._start, self._end - timedelta(days=1))
        return rule.collection_rates(contracts, self._shares("collection_credits"), last)

    def _working_days(self) -> Mapping[str, Sequence[date]]:
        worked = working_days(self._view, self._staff, Period(self._start, self._end, ""))
        if isinstance(worked, str):
            self.notes.append(worked)
            return {}
        return {person.code: worked.of(person.id) for person in self._staff.people.values()}


def _nobodys(tallies: Mapping[Asked, Mapping[str, Tally]]) -> Iterable[str]:
    keys = dict.fromkeys(key.value for (key, _product), found in tallies.items() if NOBODY in found)
    if keys:
        yield _(
            "Some facts are nobody's (no owner on that day), so they count for the company alone, in: {measures}."
        ).format(measures=", ".join(keys))
