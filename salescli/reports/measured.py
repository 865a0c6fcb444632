"""Measures of everybody for a period, read once for the reports that rest on them; no report is made here.

A rep's figure is what its facts gave the rep by credit (figures.md §2); a team's is Σ numerators ÷ Σ denominators of those
who stood in it or below it on each fact's own day, so that who moves takes along nothing and leaves nothing behind; of the
collection rate, which is about what stands on a day, the last day looked at. The company's is everything, also what is
nobody's. Facts: the measure's own, shares and owners, people and teams, leaves. Policy: [credit], [calendar].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from gettext import gettext as _

from salescli.measure import MEASURE_WORDS, MeasureKey, Written
from salescli.period import Period
from salescli.reports.measuring import BY_DAYS, OF_MONEY, Reading, Tallies, working_days
from salescli.reports.report import Kind
from salescli.reports.view import View
from salescli.rules import measures as rule
from salescli.rules.measures import MEASURES, NOBODY, Tally
from salescli.rules.staff import Staff

__all__ = ["Asked", "Measured", "kind_of", "measured", "title_of", "working_days"]

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
        return self.tallies[asked].get(rep) or MEASURES[asked[0]].tally()

    def of_team(self, team_id: int, asked: Asked) -> Tally:
        """A team's with those below it, each fact by who stood there on its day."""
        return self._rolled_up(asked, lambda code, day: team_id in self._above(code, day))

    def of_company(self, asked: Asked) -> Tally:
        """Everybody's, and what is nobody's."""
        return self._rolled_up(asked, None)

    def _rolled_up(self, asked: Asked, belongs: Callable[[str, date], bool] | None) -> Tally:
        measure = MEASURES[asked[0]]
        return rule.rolled_up(self.tallies[asked], measure.unit, belongs, measure.mean_of)


def measured(view: View, period: Period, asked: Iterable[Asked], staff: Staff, *, told: bool = False) -> Measured:
    """The measures of a period, with nothing after the view's day; those that cannot be limited to their product are left out.

    Args:
        told: each fact and each day is a part by itself, for who tells them or goes by their days; the figures are the same.
    """
    wanted = [one for one in dict.fromkeys(asked) if one[0] in MEASURES and _fits(one)]
    found = {one: _read(view, period, one, staff, told) for one in wanted}
    tallies = {one: each for one, (each, _said) in found.items()}
    notes = [note for _tallies, said in found.values() for note in said]
    return Measured(staff, tallies, [*notes, *_nobodys(tallies)], _above=_teams_above(staff))


def _read(view: View, period: Period, asked: Asked, staff: Staff, told: bool) -> tuple[Tallies, Sequence[str]]:
    """The tallies of one measure, read once for a view, and what is to be said of them."""
    key, product_id = asked
    told, of_money = told and key in BY_DAYS, key in OF_MONEY

    def read() -> tuple[Tallies, Sequence[str]]:
        place = ("reading", period, told)
        reading = view.once(place, lambda: Reading(view, period, staff, told=told), of_money=of_money)
        before = len(reading.notes)
        return reading.tallies(MEASURES[key], product_id), reading.notes[before:]

    return view.once(("measure", period, asked, told), read, of_money=of_money)


def kind_of(measure: str) -> Kind:
    """How a value of a measure is written in a report; of one that this program does not know as a plain number."""
    return KINDS[MEASURE_WORDS[MeasureKey(measure)].written] if measure in MEASURE_WORDS else "ratio"


def title_of(measure: str, lang: str) -> str:
    """What a measure is called; one that this program does not know by its key."""
    if measure not in MEASURE_WORDS:
        return measure
    words = MEASURE_WORDS[MeasureKey(measure)]
    return words.zh if lang.startswith("zh") else words.en


def _fits(asked: Asked) -> bool:
    return asked[1] is None or MEASURES[asked[0]].product


def _teams_above(staff: Staff) -> Callable[[str, date], frozenset[int]]:
    """The teams, by id, that a rep stood in or under on a day; none for nobody."""

    @cache
    def above(code: str, day: date) -> frozenset[int]:
        return frozenset() if code == NOBODY else frozenset(staff.teams_above(staff.by_code[code].id, day))

    return above


def _nobodys(tallies: Mapping[Asked, Mapping[str, Tally]]) -> Iterable[str]:
    keys = dict.fromkeys(key.value for (key, _product), found in tallies.items() if NOBODY in found)
    if keys:
        yield _(
            "Some facts are nobody's (no owner on that day), so they count for the company alone, in: {measures}."
        ).format(measures=", ".join(keys))
