"""Targets of a period and what was reached (figures.md §4): of the company, the teams and the reps, measure by measure.

The target is the one set for exactly the period, else its finer tiles summed, else the part of the smallest wider one;
a rep's is pro-rated as the policy says. attainment = actual ÷ target, where less is better max(0, 2 − actual ÷ target);
variance = actual − target. pace = target × working days gone ÷ working days of the period, of a ratio the target itself;
`status`: behind the pace, on_pace, or reached. Who has no target for a measure for which others of the same post have one
has a row without. Facts: targets, and those of the measures. Policy: [calendar], [credit].
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.facts.measured import LeaveRow, TargetRow
from salescli.facts.names import Named
from salescli.ledger import names
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import Period
from salescli.policy.model import Calendar
from salescli.policy.versions import PolicyVersion
from salescli.reports.commission import staff_of
from salescli.reports.measured import Asked, Measured, kind_of, measured, title_of, working_days
from salescli.reports.report import Column, Emphasis, Kind, Look, Report
from salescli.reports.view import View, once
from salescli.reports.whose import several
from salescli.rules import targets as rule
from salescli.rules.measures import MEASURES, attainment
from salescli.rules.roster import Member, present, roster
from salescli.rules.staff import Staff
from salescli.rules.targets import Key, Target, Targets
from salescli.rules.working_days import WorkingDays
from salescli.terms import Scope

Row = dict[str, Any]
SCOPES = (Scope.COMPANY, Scope.TEAM, Scope.REP)
COMPANY = "company"  # as it is typed where a rep's or team's code may stand
EMPHASIS: Mapping[str, Emphasis] = {"behind": "soon", "reached": "good"}


def build(view: View, period: Period, rep: str | None = None, team: str | None = None) -> Report:
    """The targets that meet a period; of one rep, or a team with the teams and people below it, where named.

    Raises:
        NotFound: no such rep or team.
    """
    staff = staff_of(view)
    targets, members = targets_of(view, period, staff), roster(staff, period, view.on)
    missing = _missing(targets, members)
    wanted = _wanted(view, staff, period, rep, team)
    keys = sorted((key for key in [*targets.pieces, *missing] if wanted(key)), key=_order(staff))
    figures = _figures(view, period, staff, targets, keys)
    rows = [_row(figures, key) for key in keys]
    notes = [*_target_notes(figures, keys, missing), *_sum_notes(figures, keys), *_figure_notes(figures, keys)]
    look = Look(grouped=("who", "name"), emphasis=[EMPHASIS.get(row["status"]) for row in rows])
    title = _("Targets")
    return view.report("targets", title, _columns(view, rows), rows, period=period, notes=notes, look=look)


def rows_of(view: View, period: Period, staff: Staff, keys: Sequence[Key]) -> tuple[list[Row], list[str]]:
    """The rows of these targets alone, with nothing computed beside them, and the sentence that says why they have no pace."""
    figures = _figures(view, period, staff, targets_of(view, period, staff), keys)
    return [_row(figures, key) for key in keys], [figures.days] if isinstance(figures.days, str) else []


@once
def targets_of(view: View, period: Period, staff: Staff) -> Targets:
    """Everybody's targets for a period, under the calendar of the policy in force on its first day.

    The first day's, so that a policy that comes later changes no target that people work for, nor a commission by it.
    """
    rows = view.ledger.read("targets", TargetRow, start=period.start, end=period.end)
    leaves: dict[int, list[LeaveRow]] = defaultdict(list)
    for leave in view.ledger.read("leaves", LeaveRow, start=period.start, end=period.end):
        leaves[leave.rep_id].append(leave)

    def there(rep_id: int) -> frozenset[date]:
        return present(staff, leaves.get(rep_id, ()), rep_id, period, view.on)

    return Targets(rows, period, _calendar(view, period), there)


def _calendar(view: View, period: Period) -> Calendar:
    """The calendar that counts, of the earliest policy that the period sees; without a policy the fixed readings."""
    version = target_version(view, period)
    return version.policy.calendar if version else Calendar()


def target_version(view: View, period: Period) -> PolicyVersion | None:
    """The version of the policy whose calendar splits and pro-rates the targets of a period."""
    return next((one.version for one in view.versions.between(period.start, period.end)), None)


# Which rows.


def _missing(targets: Targets, members: Sequence[Member]) -> list[Key]:
    """The targets that somebody has not and another of the same post has."""
    posts = {member.person.id: member.post for member in members}
    usual: dict[str | None, dict[tuple[str, int | None], None]] = defaultdict(dict)
    for key in targets.pieces:
        post = posts.get(key.whose or 0)
        if key.scope == Scope.REP and post is not None:
            usual[post][key.measure, key.product_id] = None
    expected = (
        Key(Scope.REP, member.person.id, measure, product)
        for member in members
        for measure, product in usual.get(member.post, ())
    )
    return [key for key in expected if key not in targets.pieces]


def _wanted(view: View, staff: Staff, period: Period, rep: str | None, team: str | None) -> Callable[[Key], bool]:
    day = min(period.last, view.on)
    if rep:
        rep_id = names.find(view.ledger, "rep", rep).id
        return lambda key: key.scope == Scope.REP and key.whose == rep_id
    if team:
        team_id = names.find(view.ledger, "team", team).id

        def below(key: Key) -> bool:
            if key.whose is None:
                return False
            first = key.whose if key.scope == Scope.TEAM else staff.team_on(key.whose, day)
            return team_id in staff.path(first, day)

        return below
    return lambda key: key.whose is None or key.whose in (staff.teams if key.scope == Scope.TEAM else staff.people)


def _order(staff: Staff) -> Callable[[Key], tuple[int, str, int, int]]:
    """The company, the teams, the reps, each by code; measures as the glossary has them, products as they were entered."""
    measures = {key.value: place for place, key in enumerate(MEASURE_WORDS)}

    def order(key: Key) -> tuple[int, str, int, int]:
        scope = SCOPES.index(Scope(key.scope))
        return scope, _who(staff, key)[0], measures.get(key.measure, len(measures)), key.product_id or 0

    return order


def _who(staff: Staff, key: Key) -> tuple[str, str]:
    """Code and name of whose target it is."""
    if key.whose is None:
        return COMPANY, _("Company")
    known = (staff.teams if key.scope == Scope.TEAM else staff.people)[key.whose]
    return known.code, known.name


# Figures.


@dataclass(frozen=True, slots=True)
class _Figures:
    """What the rows are made of.

    Attributes:
        found: the target of each row; days: the working days, or why they are not known; products: by id.
    """

    view: View
    period: Period
    staff: Staff
    targets: Targets
    found: Mapping[Key, Target | None]
    measures: Measured
    days: WorkingDays | str
    products: Mapping[int, Named]

    def actual(self, key: Key) -> Fraction | None:
        """What was reached; None: no value, or it is not computed."""
        asked = _asked(key)
        if asked is None or asked not in self.measures.tallies:
            return None
        if key.whose is None:
            return self.measures.of_company(asked).value
        if key.scope == Scope.TEAM:
            return self.measures.of_team(key.whose, asked).value
        return self.measures.of_rep(self.staff.people[key.whose].code, asked).value

    def pace(self, key: Key) -> Fraction | None:
        """Where the figure should stand on the day looked from."""
        target = self.found[key]
        if target is None or isinstance(self.days, str):
            return None
        if not _is_sum(key.measure):
            return target.value
        days = self.days.company
        if key.scope == Scope.REP and key.whose is not None:
            days = self.days.of(key.whose)
        return rule.pace(target.value, sum(day <= self.view.on for day in days), len(days))

    def members_targets(self, key: Key) -> list[Fraction]:
        """Those of the people of a team, or of everybody, for the same measure and product."""
        day = min(self.period.last, self.view.on)
        own = (one for one in self.targets.pieces if one.scope == Scope.REP and one[2:] == key[2:])
        found = [
            self.targets.find(one)
            for one in own
            if one.whose in self.staff.people and (key.whose is None or self.staff.is_in(one.whose, key.whose, day))
        ]
        return [target.value for target in found if target]

    def who(self, key: Key) -> str:
        """The code of whose target it is."""
        return _who(self.staff, key)[0]

    def product(self, key: Key) -> str | None:
        """The product's code, or its name where it has none."""
        known = self.products.get(key.product_id or 0)
        return (known.code or known.name) if known else None

    def what(self, key: Key) -> str:
        """The measure in the person's language, with its product."""
        title, product = title_of(key.measure, self.view.lang), self.product(key)
        return f"{title} ({product})" if product else title


def _figures(view: View, period: Period, staff: Staff, targets: Targets, keys: Sequence[Key]) -> _Figures:
    products = view.ledger.read("names_product_part", Named, text="") if any(key.product_id for key in keys) else []
    return _Figures(
        view,
        period,
        staff,
        targets,
        {key: targets.find(key) for key in keys},
        measured(view, period, [asked for key in keys if (asked := _asked(key))], staff),
        working_days(view, staff, period) if keys else "",
        {product.id: product for product in products},
    )


def _asked(key: Key) -> Asked | None:
    return (MeasureKey(key.measure), key.product_id) if key.measure in MEASURES else None


def _row(figures: _Figures, key: Key) -> Row:
    code, name = _who(figures.staff, key)
    target, actual, pace = figures.found[key], figures.actual(key), figures.pace(key)
    value, kind = target.value if target else None, kind_of(key.measure)
    less = key.measure in MEASURES and MEASURES[MeasureKey(key.measure)].less_is_better
    return {
        "who": code,
        "name": name,
        "scope": key.scope,
        "measure": key.measure,
        "product": figures.product(key),
        "kind": kind,
        "target": written(value, kind),
        "how": target.how if target else None,
        "actual": written(actual, kind),
        "attainment": attainment(actual, value, less),
        "variance": written(actual - value, kind) if actual is not None and value is not None else None,
        "pace": written(pace, kind),
        "status": _status(actual, value, pace, less),
    }


def written(value: Fraction | None, kind: Kind) -> Fraction | int | None:
    """A figure as a report's row holds it: money in whole minor units."""
    return money.round_money(value) if kind == "money" and value is not None else value


def _status(
    actual: Fraction | None, target: Fraction | None, pace: Fraction | None, less_is_better: bool
) -> str | None:
    """How it stands: None where there is no attainment or no pace to judge by."""
    if attainment(actual, target, less_is_better) is None or actual is None or target is None:
        return None
    if not less_is_better and actual >= target:
        return "reached"
    if pace is None:
        return None
    behind = actual > pace if less_is_better else actual < pace
    return "behind" if behind else "on_pace"


# What is said beside the figures.


def _target_notes(figures: _Figures, keys: Sequence[Key], missing: Sequence[Key]) -> Iterable[str]:
    """Where a target is not there, or only for a part of the period."""
    name = figures.period.name
    if not keys:
        yield _("No target meets {period}; `salescli target set` sets one.").format(period=name)
    absent: dict[tuple[bool, str], list[str]] = defaultdict(list)
    for key in keys:
        if figures.found[key] is None:
            absent[key in missing, figures.what(key)].append(figures.who(key))
    for (is_missing, measure), whose in absent.items():
        if is_missing:
            said = _("No target for {measure} in {period}, though others of the same post have one: {whose}.")
        else:
            said = _("The targets for {measure} cover only a part of {period}: {whose}.")
        yield said.format(measure=measure, period=name, whose=several(whose))


def _sum_notes(figures: _Figures, keys: Sequence[Key]) -> Iterable[str]:
    """A team's or the company's target beside the sum of its people's, where they differ."""
    for key in keys:
        whole, kind = figures.found[key], kind_of(key.measure)
        if key.scope == Scope.REP or whole is None or not _is_sum(key.measure):
            continue
        parts = figures.members_targets(key)
        if parts and sum(parts) != whole.value:
            yield _("The target of {who} for {measure} is {target}, those of its people sum to {sum}.").format(
                who=figures.who(key),
                measure=figures.what(key),
                target=_said(whole.value, kind),
                sum=_said(sum(parts, Fraction(0)), kind),
            )


def _figure_notes(figures: _Figures, keys: Sequence[Key]) -> Iterable[str]:
    """Where an actual figure or a pace is not there."""
    for key in keys:
        if key.measure not in MEASURES:
            yield _("{measure} is no measure that is known here.").format(measure=figures.what(key))
        elif _asked(key) not in figures.measures.tallies:
            yield _("{measure} cannot be limited to a product; set its target without.").format(
                measure=title_of(key.measure, figures.view.lang)
            )
    yield from figures.measures.notes
    if isinstance(figures.days, str) and figures.days:
        yield figures.days


def _is_sum(measure: str) -> bool:
    """Whether those of months add up to the quarter's, of one that this program does not know no."""
    return measure in MEASURE_WORDS and MEASURE_WORDS[MeasureKey(measure)].is_sum


def _said(value: Fraction, kind: Kind) -> str:
    if kind == "money":
        return money.money_text(money.round_money(value), grouped=True)
    return f"{money.round_decimal(value, 2).normalize():,f}"


def _columns(view: View, rows: Sequence[Row]) -> list[Column]:
    measures = {key.value: title_of(key, view.lang) for key in MEASURE_WORDS}
    status = {"behind": _("behind"), "on_pace": _("on pace"), "reached": _("reached")}
    return [
        Column("who", _("Who")),
        Column("name", _("Name")),
        Column("scope", _("Of"), shown=False),
        Column("measure", _("Measure"), words=measures),
        Column("product", _("Product"), shown=any(row["product"] for row in rows)),
        Column("target", _("Target"), kind_in="kind"),
        Column("how", _("How found"), shown=False),
        Column("actual", _("Actual"), kind_in="kind"),
        Column("attainment", _("Attainment"), "percent"),
        Column("variance", _("Variance"), shown=False, kind_in="kind"),
        Column("pace", _("Pace"), kind_in="kind"),
        Column("status", _("Status"), words=status),
    ]
