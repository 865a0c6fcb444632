"""Why a measure, a target or an attainment of a team or of the company is what it is (figures.md §3, §4, §10); a rep's is measure_reasons'.

It is Σ numerators ÷ Σ denominators of those who stood in the team or below it on each fact's own day, member by member; a
composite is composed after each of its parts is rolled up. The company's is everything, also what is nobody's.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from gettext import gettext as _

from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.reports.commission import staff_of
from salescli.reports.measure_reasons import Explained, Telltale, of_attainment, of_measure, of_target
from salescli.reports.view import View
from salescli.rules.measure_reasons import Portion
from salescli.rules.measures import MEASURES, NOBODY, Tally, rolled_up
from salescli.rules.staff import Person, Team
from salescli.rules.targets import Key
from salescli.terms import Scope


def measure_reason(view: View, team: str | None, period: Period, key: str) -> Explained:
    """Why a measure of a team, by its code, or of the company (None) is what it is."""
    return of_measure(team_telltale(view, team, period), key)


def target_reason(view: View, team: str | None, period: Period, key: str) -> Explained:
    """Why the target of a team or the company is what it is."""
    return of_target(team_telltale(view, team, period), key)


def attainment_reason(view: View, team: str | None, period: Period, key: str) -> Explained:
    """Why the attainment of a team or the company is what it is."""
    return of_attainment(team_telltale(view, team, period), key)


@dataclass(frozen=True)
class TeamTelltale(Telltale):
    """The same of a team, or of the company.

    Attributes:
        person: what it is called, in a person's place.
        team: None: the company.
    """

    team: Team | None

    @property
    def called(self) -> str:
        """The team by its name."""
        return self.person.name

    def title(self, what: str) -> str:
        """A figure by name, team and period."""
        return _("{what} of {teams}, {period}").format(what=what, teams=self.person.name, period=self.period.name)

    def tally(self, key: MeasureKey) -> Tally:
        """The rolled-up tally of a measure."""
        measure = MEASURES[key]
        return rolled_up(self.basis.tallies(key), measure.unit, self._belongs, measure.mean_of)

    def whose(self, key: MeasureKey) -> Key:
        """Whose target of a measure it is: the team's own, no sum of its people's."""
        return Key(Scope.TEAM, self.team.id, key) if self.team else Key(Scope.COMPANY, None, key)

    def members(self, key: MeasureKey) -> Sequence[Portion]:
        """What each member gave, in the order of their codes; what is nobody's comes last."""
        measure, tallies = MEASURES[key], self.basis.tallies(key)
        found = []
        for person in self._people:
            own = {person.code: tallies[person.code]} if person.code in tallies else {}
            tally = rolled_up(own, measure.unit, self._belongs, measure.mean_of)
            if tally.parts:
                telltale = Telltale(self.view, self.period, self.staff, person, shared=self.basis)
                title = f"{person.code} {person.name}".strip()
                found.append(Portion(tally, replace(telltale.telling(key), title=title)))
        return found

    @property
    def _belongs(self) -> Callable[[str, date], bool] | None:
        """Whether a rep's fact of a day is the team's; None: everything is the company's."""
        if self.team is None:
            return None
        people, wanted, above = self.staff.by_code, self.team.id, self.staff.teams_above
        return lambda code, day: code != NOBODY and wanted in above(people[code].id, day)

    @cached_property
    def _people(self) -> Sequence[Person]:
        return [*self.staff.people.values(), Person(0, NOBODY, _("What is nobody's"))]


def team_telltale(view: View, team: str | None, period: Period) -> TeamTelltale:
    """What the trees of a team, by its code, or of the company (None) are told from; several may be told from one."""
    staff = staff_of(view)
    found = next((one for one in staff.teams.values() if one.code == team), None)
    label = Person(found.id, found.code, found.name) if found else Person(0, Scope.COMPANY, _("Company"))
    return TeamTelltale(view, period, staff, label, found)
