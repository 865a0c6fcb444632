"""What the targets of a period may be (figures.md §4): each part of the suggestion beside it; nothing is set here.

suggested = the mean of what there is to go by: last year's same period with its growth once more, the expected revenue of what is
to close in the period (Σ amount × probability × share, of measures of money), and the mean of the latest four periods of the same
length. `growth` is last year's same period against the one before it. Of the measures that add up and that had a target then or
have one now; contract_amount always. Facts: those of the measures, targets, stage changes, shares. Policy: [[stage]], [credit].
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.errors import NothingInForce, WrongUse
from salescli.facts.measured import TargetRow
from salescli.facts.tracked import ExpectedOpportunity
from salescli.ledger import names
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import Period
from salescli.policy.stages import stage_keys
from salescli.reports.commission import staff_of
from salescli.reports.credited import credits_of
from salescli.reports.measured import Asked, Measured, kind_of, measured, title_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.targets import COMPANY, targets_of, written
from salescli.reports.view import View
from salescli.rules import suggestions as rule
from salescli.rules.measures import Tally
from salescli.rules.roster import Member, roster
from salescli.rules.staff import Staff, Team
from salescli.rules.stages import probability
from salescli.rules.suggestions import Parts
from salescli.rules.targets import Key
from salescli.terms import Scope

Row = dict[str, Any]
Of = Callable[[Measured, Asked], Tally]
"""Somebody's tally of a measure."""
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Whose:
    """A rep, a team or the company that a target may be set for.

    Attributes:
        was_there: whether there was anybody of it in a period; reps: the codes whose funnel counts.
    """

    scope: Scope
    id: int | None
    code: str
    name: str
    of: Of
    was_there: Callable[[Period], bool]
    reps: frozenset[str] | None


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The suggestions for a period: of one rep, of a team and those in it, or of everybody.

    Raises:
        WrongUse: a span that is no month, quarter, half or year.
        NotFound: no such rep or team.
    """
    if period.kind is None:
        raise WrongUse(
            _("A target is for a month, quarter, half or year; {period} is none. Right would be 2024Q1.").format(
                period=period.name
            )
        )
    staff = staff_of(view)
    suggesting = _Suggesting(view, period, staff)
    rows = [suggesting.row(whose, key) for whose in _whose(view, staff, period, rep, team) for key in suggesting.keys]
    title = _("Suggested targets")
    notes = [*_notes(suggesting, rows)]
    look = Look(grouped=("who", "name"))
    return view.report("suggested", title, _columns(view), rows, period=period, notes=notes, look=look)


class _Suggesting:
    """What everybody's suggestions are made from, read once."""

    def __init__(self, view: View, period: Period, staff: Staff) -> None:
        self.view, self.period, self.staff = view, period, staff
        self.last_year = rule.a_year_before(period)
        self.before = rule.a_year_before(self.last_year)
        self.history = rule.periods_before(period, Period(view.on, view.on + DAY, ""))
        self.targets = targets_of(view, period, staff)

    @cached_property
    def keys(self) -> Sequence[MeasureKey]:
        """The measures that targets are suggested for."""
        rows = [
            row
            for one in (self.period, self.last_year)
            for row in self.view.ledger.read("targets", TargetRow, start=one.start, end=one.end)
        ]
        named = {row.measure for row in rows if row.product_id is None}
        always = MeasureKey.CONTRACT_AMOUNT
        return [key for key, words in MEASURE_WORDS.items() if key == always or (key in named and words.is_sum)]

    @cached_property
    def measures(self) -> Mapping[Period, Measured]:
        """The measures of every period looked back at."""
        asked = [(key, None) for key in self.keys]
        spans = dict.fromkeys([self.last_year, self.before, *self.history])
        return {one: measured(self.view, one, asked, self.staff) for one in spans}

    @cached_property
    def funnel(self) -> Mapping[str, Fraction]:
        """The expected revenue of what is to close in the period, by rep code, in minor units."""
        view, day = self.view, self.view.on
        try:
            stages = {stage.key: stage for stage in stage_keys(view.versions.on(day).text)}
        except NothingInForce:
            stages = {}
        found: dict[str, Fraction] = defaultdict(Fraction)
        span = {"start": self.period.start, "end": self.period.end}
        expected = view.ledger.read("open_expected", ExpectedOpportunity, day=day, **span)
        credits = credits_of(view, (one.opportunity_id for one in expected))
        for one in expected:
            weight = probability(one.probability, stages.get(one.stage))
            for code, percent in credits.shares(one.opportunity_id, day).items():
                found[code] += Fraction(one.amount) * Fraction(weight or 0) * Fraction(percent) / 100
        return found

    def parts(self, whose: _Whose, key: MeasureKey) -> Parts:
        """What a suggestion is made of."""
        last_year, before = (self._actual(whose, one, key) for one in (self.last_year, self.before))
        history = [value for one in self.history if (value := self._actual(whose, one, key)) is not None]
        return Parts(
            last_year,
            rule.growth(last_year, before),
            self._expected(whose) if key is MeasureKey.CONTRACT_AMOUNT else None,
            rule.mean(history),
        )

    def _actual(self, whose: _Whose, period: Period, key: MeasureKey) -> Fraction | None:
        return whose.of(self.measures[period], (key, None)).value if whose.was_there(period) else None

    def _expected(self, whose: _Whose) -> Fraction:
        own = (amount for code, amount in self.funnel.items() if whose.reps is None or code in whose.reps)
        return sum(own, Fraction(0))

    def row(self, whose: _Whose, key: MeasureKey) -> Row:
        """A suggestion with its parts, and the target that stands."""
        parts, kind = self.parts(whose, key), kind_of(key)
        target = self.targets.find(Key(whose.scope, whose.id, key))
        suggested = parts.suggested
        if suggested is not None and kind == "count":
            suggested = Fraction(money.round_decimal(suggested, 0))
        return {
            "who": whose.code,
            "name": whose.name,
            "scope": whose.scope.value,
            "measure": key.value,
            "kind": kind,
            "last_year": written(parts.last_year, kind),
            "growth": parts.growth,
            "funnel": written(parts.funnel, kind),
            "history": written(parts.history, kind),
            "suggested": written(suggested, kind),
            "target": written(target.value if target else None, kind),
        }


# Whose.


def _whose(view: View, staff: Staff, period: Period, rep: str | None, team: str | None) -> Iterable[_Whose]:
    day = min(period.last, view.on)
    members = [one for one in roster(staff, period, view.on)]
    if rep:
        code = names.find(view.ledger, "rep", rep).code
        return [_rep(staff, one) for one in members if one.person.code == code]
    if team:
        wanted = names.find(view.ledger, "team", team).id
        teams = [one for one in staff.teams.values() if wanted in staff.path(one.id, day)]
        own = [one for one in members if staff.is_in(one.person.id, wanted, one.day)]
        return [*(_team(staff, one, day) for one in teams), *(_rep(staff, one) for one in own)]
    everybody = (_rep(staff, one) for one in members)
    return [_company(), *(_team(staff, one, day) for one in staff.teams.values()), *everybody]


def _rep(staff: Staff, member: Member) -> _Whose:
    person = member.person
    return _Whose(
        Scope.REP,
        person.id,
        person.code,
        person.name,
        lambda found, asked: found.of_rep(person.code, asked),
        lambda period: staff.employed(person.id, period.start, period.end),
        frozenset({person.code}),
    )


def _team(staff: Staff, team: Team, day: Any) -> _Whose:
    members = frozenset(staff.code_of[rep] for rep in staff.members(team.id, day))
    return _Whose(
        Scope.TEAM,
        team.id,
        team.code,
        team.name,
        lambda found, asked: found.of_team(team.id, asked),
        lambda period: bool(staff.members(team.id, period.last)),
        members,
    )


def _company() -> _Whose:
    return _Whose(
        Scope.COMPANY,
        None,
        COMPANY,
        _("Company"),
        lambda found, asked: found.of_company(asked),
        lambda _period: True,
        None,
    )


def _notes(suggesting: _Suggesting, rows: Sequence[Row]) -> Iterable[str]:
    history = ", ".join(one.name for one in reversed(suggesting.history))
    yield _(
        "Suggested: the mean of last year's {last_year} with its growth, of what the open funnel is expected to bring in"
        " {period}, and of the history ({history}), as far as there is any."
    ).format(last_year=suggesting.last_year.name, period=suggesting.period.name, history=history)
    if not rows:
        yield _("Nobody asked for is employed on a day of {period}.").format(period=suggesting.period.name)


def _columns(view: View) -> list[Column]:
    measures = {key.value: title_of(key, view.lang) for key in MEASURE_WORDS}
    return [
        Column("who", _("Who")),
        Column("name", _("Name")),
        Column("scope", _("Of"), shown=False),
        Column("measure", _("Measure"), words=measures),
        Column("last_year", _("Last year"), kind_in="kind"),
        Column("growth", _("Growth"), "percent"),
        Column("funnel", _("Funnel"), kind_in="kind"),
        Column("history", _("History"), kind_in="kind"),
        Column("suggested", _("Suggested"), kind_in="kind"),
        Column("target", _("Target now"), kind_in="kind"),
    ]
