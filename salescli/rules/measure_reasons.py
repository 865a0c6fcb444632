"""Why a measure is what it is, in words and numbers (figures.md §3, §10): made from a tally's parts, only when asked."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from gettext import gettext as _
from itertools import groupby

from salescli.facts.measured import Collection, TripCost
from salescli.measure import MEASURE_WORDS
from salescli.rules.measures import Mean, Measure, Part, Tally
from salescli.rules.reasons import Evidence, Number, NumberKind, Reason

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Told:
    """How one part of a measure is told.

    Attributes:
        text: what its fact is, in words, its day left out.
        above, below: how the fact's own numerator and denominator come about, where they are not simply the fact's.
        policy: the policy's version and key that it rests on.
    """

    text: str
    above: Reason | None = None
    below: Reason | None = None
    policy: str = ""


Tell = Callable[[Part], Told]
"""Tells a part that is one fact."""
Facts = Callable[[Part], Sequence[Evidence]]
"""The facts of a part that is a rep's day, or the facts of a composite's part."""


@dataclass(frozen=True, slots=True)
class Telling:
    """The words of one measure's tree.

    Attributes:
        group: what parts without a fact of their own are called, month by month, above and below the line.
        members: of a team or the company: each member's portion, by whom every sum goes before it goes by facts.
    """

    title: str
    tell: Tell
    facts: Facts
    group: tuple[str, str] = ("", "")
    policy: str = ""
    members: Sequence["Portion"] = ()


@dataclass(frozen=True, slots=True)
class Portion:
    """What one member gave a team or the company: the parts that count for it, and how they are told."""

    tally: Tally
    telling: Telling


Pick = Callable[[Tally], Sequence[Part]]
"""The parts of a tally that one sum is over."""


def kind_of(measure: Measure) -> NumberKind:
    """How the value of a measure is written in a tree."""
    if measure.unit in ("money", "count"):
        return "money" if measure.unit == "money" else "count"
    return "percent" if MEASURE_WORDS[measure.key].written == "percent" else "ratio"


def reason(measure: Measure, tally: Tally, telling: Telling) -> Reason:
    """The tree of a measure: a sum over its facts, or one sum ÷ another, or the mean of such; of a team member by member."""
    if measure.mean_of:
        top = _mean(telling.title, measure.mean_of, tally, telling)
    elif measure.unit in ("money", "count"):
        top = _sum(telling.title, measure, tally, telling, above=True)
    else:
        above, below = (
            _sum(title, measure, tally, telling, above=is_above)
            for title, is_above in ((_("Above the line"), True), (_("Below the line"), False))
        )
        top = Reason(telling.title, steps=[above, below], result=tally.value, kind=kind_of(measure), how="quotient")
    return replace(top, definition=measure.definition(), policy=telling.policy)


def _all(tally: Tally) -> Sequence[Part]:
    return tally.parts


def _sum(title: str, measure: Measure, tally: Tally, telling: Telling, *, above: bool, pick: Pick = _all) -> Reason:
    kind: NumberKind = "money" if measure.in_money else "count"
    if telling.members:
        return _by_member(
            title,
            kind,
            telling,
            lambda one: _sum(one.telling.title, measure, one.tally, one.telling, above=above, pick=pick),
        )
    counted = [part for part in pick(tally) if (part.numerator if above else part.denominator)]
    steps = [_shared(part, telling, kind, above=above) for part in counted if part.fact is not None]
    steps += _months([part for part in counted if part.fact is None], telling, kind, above=above)
    return Reason(title, steps=steps, result=_total(counted, above=above), kind=kind, how="sum")


def _by_member(title: str, kind: NumberKind, telling: Telling, told: Callable[[Portion], Reason]) -> Reason:
    """A sum of a team, each member's own a step of it; who gave nothing to it is left out."""
    steps = [step for one in telling.members if (step := told(one)).steps]
    result = sum((Fraction(step.result or 0) for step in steps), Fraction(0))
    return Reason(title, steps=steps, result=result, kind=kind, how="sum")


def _total(parts: Iterable[Part], *, above: bool) -> Fraction:
    return Fraction(sum(part.numerator if above else part.denominator for part in parts))


def _shared(part: Part, telling: Telling, kind: NumberKind, *, above: bool) -> Reason:
    """A fact's own number, or the rep's share of it; money is shared to the cent, so its rounding stands there too."""
    told = telling.tell(part)
    number = part.numerator if above else part.denominator
    whole = part.whole if above and part.whole is not None else number / part.share if part.share else Fraction(0)
    own = told.above if above else told.below
    title = _("{what} on {day}").format(what=told.text, day=part.happened_on.isoformat())
    amount = int(whole) if kind == "money" and whole.denominator == 1 else None
    facts = [Evidence(part.fact, told.text, part.happened_on, amount)] if part.fact is not None else []
    fact = Reason(title, policy=told.policy, facts=facts, result=whole, kind=kind)
    if own is not None:
        fact = replace(own, title=title, policy=told.policy, facts=facts)
    if part.share == ONE:
        return fact
    share = Reason(_("The rep's share"), result=part.share, kind="percent")
    exact = whole * part.share
    mine = Reason(title, policy=told.policy, facts=facts, steps=[replace(fact, title=_("The whole"), facts=()), share])
    if number == exact:
        return replace(mine, result=number, kind=kind, how="product")
    product = replace(
        mine, title=_("The whole × the share"), facts=(), policy="", result=exact, kind=kind, how="product"
    )
    cents = Reason(_("Shared to the cent along the contract"), result=number - exact, kind="count")
    return replace(mine, steps=[product, cents], result=number, kind=kind, how="sum")


def _months(parts: Sequence[Part], telling: Telling, kind: NumberKind, *, above: bool) -> Iterable[Reason]:
    """Parts that are a rep's days, a month at a time."""
    ordered = sorted(parts, key=lambda part: part.happened_on)
    for month, run in groupby(ordered, key=lambda part: f"{part.happened_on:%Y-%m}"):
        own = list(run)
        facts = [fact for part in own for fact in telling.facts(part)] if above else []
        title = _("{what} of {month}").format(what=telling.group[0 if above else 1], month=month)
        yield Reason(title, facts=facts, result=_total(own, above=above), kind=kind)


# Means of parts.


def _mean(title: str, names: Mean, tally: Tally, telling: Telling) -> Reason:
    """The mean of the parts that have a value."""
    steps = [_mean_part(name, tally, telling) for name in names]
    known = [step for step in steps if step.result is not None]
    values = [*known, *(replace(step, counts=False) for step in steps if step.result is None)]
    count = Fraction(len(known))
    total = sum((Fraction(step.result) for step in known if step.result is not None), Fraction(0))
    above = Reason(_("Sum of the parts that have a value"), steps=values, result=total, kind="ratio", how="sum")
    below = Reason(_("How many they are"), result=count, kind="count")
    return Reason(title, steps=[above, below], result=total / count if count else None, kind="percent", how="quotient")


def _mean_part(name: "str | Mean", tally: Tally, telling: Telling) -> Reason:
    if not isinstance(name, str):
        return _mean(_("Data quality"), name, tally, telling)
    title, value = _part_titles()[name], tally.mean(name)
    if name in RATINGS and not telling.members and len([part for part in tally.parts if part.of == name]) == 1:
        # Of one rep there is one rating: its own value is the part's.
        return replace(_part_sum(title, name, tally, telling, above=True), result=value, kind="percent")
    whole = _part_wholes()[name]
    above, below = (
        _part_sum(text, name, tally, telling, above=is_above) for text, is_above in ((title, True), (whole, False))
    )
    return Reason(title, steps=[above, below], result=value, kind="percent", how="quotient")


def _part_sum(title: str, name: str, tally: Tally, telling: Telling, *, above: bool) -> Reason:
    """What stands above or below the line of one part of a composite."""
    kind: NumberKind = "ratio" if name in RATINGS and above else "count"
    if telling.members:
        return _by_member(
            title, kind, telling, lambda one: _part_sum(one.telling.title, name, one.tally, one.telling, above=above)
        )
    parts = [part for part in tally.parts if part.of == name]
    if name in RATINGS:
        steps = [_shared(part, telling, kind, above=above) for part in parts]
    else:
        own = replace(telling, group=(_part_titles()[name], _part_wholes()[name]))
        steps = list(_months(parts, own, kind, above=above))
    return Reason(title, steps=steps, result=_total(parts, above=above), kind=kind, how="sum")


RATINGS = ("proficiency", "mastery")


def _part_titles() -> Mapping[str, str]:
    return {
        "completeness": _("Wanted fields filled"),
        "timeliness": _("Follow-ups entered in time"),
        "accuracy": _("Entries left standing"),
        "proficiency": _("Proficiency rating ÷ its maximum"),
        "mastery": _("Mastery rating ÷ its maximum"),
    }


def _part_wholes() -> Mapping[str, str]:
    return {
        "completeness": _("Wanted fields"),
        "timeliness": _("Follow-ups"),
        "accuracy": _("Entries"),
        "proficiency": _("Ratings"),
        "mastery": _("Ratings"),
    }


# Facts whose own number has to be reckoned.


def settlement(contract: Collection) -> tuple[Reason, Reason]:
    """Settled and demand of a contract (figures.md §3, collection_rate)."""
    due_start = _not_under_zero(_("Due before the period"), contract.due_start)
    due_end = _not_under_zero(_("Due before the end"), contract.due_end)
    paid_start = Reason(_("Paid before the period"), result=contract.paid_start)
    paid_end = Reason(_("Paid before the end"), result=contract.paid_end)
    steps = [paid_start, due_start, paid_end, due_end]
    before = Reason(_("Settled before the period: the least of"), steps=steps, result=_least(steps), how="least")
    both = [paid_end, due_end]
    settled = Reason(_("Settled by the end: the least of"), steps=both, result=_least(both), how="least")
    return _less(settled, before), _less(due_end, before)


def _not_under_zero(title: str, due: int) -> Reason:
    if due >= 0:
        return Reason(title, result=due)
    steps = [Reason(_("The plan less write-offs"), result=due), Reason(_("Nothing"), result=0)]
    return Reason(title, steps=steps, result=0, how="most")


def _least(steps: Iterable[Reason]) -> Number:
    return min(Fraction(step.result or 0) for step in steps)


def _less(whole: Reason, before: Reason) -> Reason:
    result = Fraction(whole.result or 0) - Fraction(before.result or 0)
    return Reason("", steps=[whole, before], result=result, how="difference")


def trip_cost(trip: TripCost, daily_cost: int) -> Reason:
    """Travel and days × daily cost."""
    days = Reason(_("Days"), result=trip.days, kind="count")
    rate = Reason(_("A day of the post"), result=daily_cost)
    steps = [
        Reason(_("Travel"), result=trip.travel),
        Reason(_("Days × a day of the post"), steps=[days, rate], result=trip.days * daily_cost, how="product"),
    ]
    return Reason("", steps=steps, result=trip.travel + trip.days * daily_cost, how="sum")


def profit(measure: Measure, tally: Tally, telling: Telling, kinds: Mapping[int, str]) -> Reason:
    """The tree of profit: what came in, less expenses, less trips; `kinds` says of a fact which of them it is."""
    titles = {"collected": _("Collected"), "expense": _("Approved expenses"), "trip": _("Trips")}
    steps = [
        _sum(title, measure, tally, telling, above=True, pick=_of_kind(kinds, kind)) for kind, title in titles.items()
    ]
    return Reason(
        telling.title, measure.definition(), telling.policy, steps=steps, result=tally.value, how="difference"
    )


def _of_kind(kinds: Mapping[int, str], wanted: str) -> Pick:
    """The parts of profit that came in, or that went out as expenses or trips, those as what was spent."""

    def pick(tally: Tally) -> Sequence[Part]:
        parts = [part for part in tally.parts if kinds.get(part.fact or 0, "collected") == wanted]
        return parts if wanted == "collected" else [_turned(part) for part in parts]

    return pick


def _turned(part: Part) -> Part:
    return part._replace(numerator=-part.numerator, whole=None if part.whole is None else -part.whole)


def attainment(title: str, actual: Reason, target: Reason, value: Fraction | None, *, less_is_better: bool) -> Reason:
    """actual ÷ target; where less is better max(0, 2 − actual ÷ target); of a target of 0 there is no division (§4)."""
    definition = _("actual ÷ target")
    if not less_is_better:
        return Reason(title, definition, steps=[actual, target], result=value, kind="percent", how="quotient")
    definition = _("max(0, 2 − actual ÷ target), as less is better; of a target of 0: 1 where the actual is 0, else 0")
    if target.result == 0 and actual.result is not None:
        told = [replace(actual, counts=False), replace(target, counts=False)]
        return Reason(title, definition, steps=told, result=value, kind="percent")
    ratio = None
    if actual.result is not None and target.result is not None:
        ratio = Fraction(actual.result) / Fraction(target.result)
    part = Reason(_("actual ÷ target"), steps=[actual, target], result=ratio, kind="percent", how="quotient")
    two = Reason(_("Two"), result=2, kind="ratio")
    rest = None if ratio is None else 2 - ratio
    less = Reason(_("2 − actual ÷ target"), steps=[two, part], result=rest, kind="percent", how="difference")
    zero = Reason(_("Nothing"), result=0, kind="ratio")
    return Reason(title, definition, steps=[less, zero], result=value, kind="percent", how="most")
