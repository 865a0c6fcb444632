"""Which figures have reasons, and who gives them; how a tree is shown is explain's affair, what is in it the rules'.

Everything has reasons of a rep; of a team and of the company a measure, its target and its attainment.
"""

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from salescli import money
from salescli.errors import WrongUse
from salescli.period import Period
from salescli.policy.kinds import PenaltyKey, Settle
from salescli.reports import (
    appraise_reasons,
    bonus,
    commission,
    item_reasons,
    measure_reasons,
    paid_reasons,
    penalties,
    recommendation_reasons,
    team_reasons,
)
from salescli.reports.view import View
from salescli.rules.bonus import POOL
from salescli.rules.measures import MEASURES
from salescli.rules.reasons import Reason

Explained = tuple[Reason, list[str]]
"""The tree of a figure, and notes on the data as sentences."""
Explainer = Callable[[View, str, Period], Explained]
"""Gives the tree of a rep's figure, the rep by its code, of a period."""
TeamExplainer = Callable[[View, str | None, Period], Explained]
"""Gives the tree of a team's figure, the team by its code, or of the company's (None)."""
Keys = Callable[[View, Period], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """Figures of one kind, each with a key after a colon: which keys there are in a period, and who explains one."""

    keys: Keys
    explain: Callable[[View, str, Period, str], Explained]


def explainer(view: View, figure: str, period: Period) -> Explainer:
    """Who explains a figure.

    Raises:
        WrongUse: there is no such figure, with those that are near, or all of them.
    """
    plain = FIGURES.get(figure) or MEASURED.get(figure)
    if plain:
        return plain
    name, colon, key = figure.partition(":")
    family = FAMILIES.get(name)
    if family and colon and key in set(family.keys(view, period)):
        explain = family.explain
        return lambda view, rep, period: explain(view, rep, period, key)
    raise _unknown(figure, list(known(view, period)))


def is_for_teams(figure: str) -> bool:
    """Whether a figure has reasons of a team and of the company too."""
    name, colon, key = figure.partition(":")
    return key in MEASURED and name in OF_TEAMS if colon else name in MEASURED


def team_explainer(view: View, figure: str, period: Period) -> TeamExplainer:
    """Who explains a figure of a team or of the company.

    Raises:
        WrongUse: there is no such figure, or a team has it not, with those that it has.
    """
    if is_for_teams(figure):
        name, colon, key = figure.partition(":")
        explain = OF_TEAMS[name] if colon else team_reasons.measure_reason
        return lambda view, team, period: explain(view, team, period, key or name)
    explainer(view, figure, period)  # a figure that there is
    raise WrongUse(
        _(
            "{figure} is a person's; of a team or the company there are: {known}, and every measure"
            " (salescli measures lists them)."
        ).format(figure=money.echo(figure), known=", ".join(f"{name}:MEASURE" for name in OF_TEAMS))
    )


def known(view: View, period: Period) -> Iterator[str]:
    """Every figure that has reasons in a period."""
    yield from FIGURES
    yield from MEASURED
    for name, family in FAMILIES.items():
        for key in dict.fromkeys(family.keys(view, period)):
            yield f"{name}:{key}"


def _unknown(figure: str, figures: list[str]) -> WrongUse:
    near = difflib.get_close_matches(figure[:100], figures, n=3, cutoff=0.5)
    if near:
        return WrongUse(
            _("There is no figure {given}. Did you mean {names}?").format(
                given=repr(figure[:40]), names=" / ".join(map(money.echo, near))
            )
        )
    there_are = ", ".join([*FIGURES, *(f"{name}:KEY" for name in FAMILIES)])
    return WrongUse(
        _("There is no figure {given}; there are: {known}, and every measure (salescli measures lists them).").format(
            given=repr(figure[:40]), known=there_are
        )
    )


# The keys of the families.


def _penalty_keys(view: View, period: Period) -> Iterator[str]:
    running = view.versions.between(period.start, period.end)
    used = {one.key for piece in running for one in piece.version.policy.penalties}
    return (key.value for key in PenaltyKey if key in used)


def _bonus_keys(view: View, period: Period) -> Iterator[str]:
    bonuses = [one for piece in view.versions.between(period.start, period.end) for one in piece.version.policy.bonuses]
    yield from (one.key for one in bonuses)
    if any(one.settle is Settle.YEAR for one in bonuses):
        yield POOL


def _standard_keys(view: View, period: Period) -> Iterator[str]:
    version = bonus.version_on(view, period.last)
    return (one.key for one in version.policy.standards) if version else iter(())


def _measure_keys(_view: View, _period: Period) -> Iterable[str]:
    return (key.value for key in MEASURES)


def _measure(key: str) -> Explainer:
    return lambda view, rep, period: measure_reasons.measure_reason(view, rep, period, key)


FIGURES: Mapping[str, Explainer] = {
    "pay": paid_reasons.pay_reason,
    "base": paid_reasons.base_reason,
    "bonus": bonus.reason_of,
    "commission": commission.reason_of,
    "draw": paid_reasons.draw_reason,
    "penalty": penalties.reason_of,
    "true_up": paid_reasons.true_up_reason,
    "score": appraise_reasons.score_reason,
    "grade": appraise_reasons.grade_reason,
    "coverage": item_reasons.coverage_reason,
    "rank": item_reasons.rank_reason,
    "goals": item_reasons.goals_reason,
    "periods": item_reasons.periods_reason,
}
MEASURED: Mapping[str, Explainer] = {key.value: _measure(key.value) for key in MEASURES}
"""The measures, under their keys alone."""
FAMILIES: Mapping[str, Family] = {
    "attainment": Family(_measure_keys, measure_reasons.attainment_reason),
    "target": Family(_measure_keys, measure_reasons.target_reason),
    "bonus": Family(_bonus_keys, bonus.reason_of),
    "penalty": Family(_penalty_keys, penalties.reason_of),
    "recommendation": Family(_standard_keys, recommendation_reasons.recommendation_reason),
    "assessment": Family(item_reasons.assessment_keys, item_reasons.assessment_reason),
}
OF_TEAMS: Mapping[str, Callable[[View, str | None, Period, str], Explained]] = {
    "attainment": team_reasons.attainment_reason,
    "target": team_reasons.target_reason,
}
"""What a measure's key stands behind, of a team or of the company."""
