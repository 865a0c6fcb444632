"""The pay curve of a rep and a period: what is paid from 0 to 150 % attainment of a measure, by the same rules (figures.md §10).

For each step the rep's money facts of the period (contracts signed, with their lines and instalments, and the receipts) are
scaled by attainment × target ÷ actual, each amount rounded half away from zero to the minor unit, and the pay is reckoned of them
as always; `attainment` and `actual` are what was then measured. Units are whole: shared out by largest remainder. Deals and
whatever is no money stay as they are, and so do the targets. Nothing is written. Facts and policy: those of pay, and targets.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.errors import NothingInForce, Refused, WrongUse
from salescli.ledger import names
from salescli.ledger.scaled import Scaling
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import Period
from salescli.reports import what_if
from salescli.reports.commission import staff_of
from salescli.reports.measured import kind_of, measured, title_of
from salescli.reports.paid import Paid, pay_of
from salescli.reports.report import Column, Report
from salescli.reports.targets import targets_of
from salescli.reports.view import View
from salescli.rules import bonus as bonus_rule
from salescli.rules.pay import Pay
from salescli.rules.plans import Plans
from salescli.rules.roster import roster
from salescli.rules.staff import Person, Staff
from salescli.rules.targets import Key, Targets
from salescli.terms import Basis, Scope, Score

Row = dict[str, Any]
SCALABLE = (MeasureKey.CONTRACT_AMOUNT, MeasureKey.COLLECTED, MeasureKey.UNITS_SOLD)
"""The measures that grow as the money facts do, in the order in which one is chosen among equals."""
BASES = {Basis.SIGNED: MeasureKey.CONTRACT_AMOUNT, Basis.COLLECTED: MeasureKey.COLLECTED}
STEPS = tuple(Fraction(percent, 100) for percent in range(0, 151, 10))
MONEY_FACTS = (MeasureKey.CONTRACT_AMOUNT, MeasureKey.COLLECTED, MeasureKey.BAD_DEBT)
FIGURES = ("base", "bonus", "commission", "penalty", "draw", "total")


@dataclass(frozen=True, slots=True)
class Curve:
    """What a curve is drawn of.

    Attributes:
        now: today's side of a what-if; None: it is none, or there is no policy in force.
        plans: how many of the rep's plans look at the measure.
        target, actual: minor units or units, above 0.
        contracts, receipts: the ids of the facts that are scaled.
    """

    view: View
    now: View | None
    period: Period
    staff: Staff
    person: Person
    measure: MeasureKey
    plans: int
    target: Fraction
    actual: Fraction
    contracts: frozenset[int]
    receipts: frozenset[int]

    def scaling(self, attainment: Fraction) -> Scaling:
        """The facts scaled so far that the measure attains this part of its target."""
        least_units = 0 if self.measure is MeasureKey.UNITS_SOLD else 1
        factor = attainment * self.target / self.actual
        return Scaling(self.contracts, self.receipts, factor, least_units)

    def measured(self) -> Fraction:
        """The measure, of the facts as they are shown just now."""
        found = measured(self.view, self.period, [(self.measure, None)], self.staff)
        return found.of_rep(self.person.code, (self.measure, None)).value or Fraction(0)


def build(view: View, period: Period, rep: str, measure: str | None = None) -> Report:
    """The curve of a rep, of one measure or of the one with a target that most of the rep's plans look at.

    Raises:
        WrongUse: a period that is not of whole months, or a measure that cannot be scaled.
        NotFound: no such rep.
        NothingInForce: no target, or no policy that says the base.
        Refused: nothing of the measure is there that could be scaled.
    """
    curve = _curve(view, period, rep, measure)
    as_it_is = pay_of(curve.view, period, curve.staff)
    _check_base(as_it_is, curve.person)
    rows = list(_rows(curve))
    columns = _columns(curve, rows)
    notes = [*_notes(curve, as_it_is), *as_it_is.notes_of(curve.person.code)]
    title = _("Pay curve of {rep} {name}").format(rep=curve.person.code, name=curve.person.name)
    return view.report("pay", title, columns, rows, period=period, notes=notes)


def _check_base(paid: Paid, person: Person) -> None:
    if person.code in paid.faults:
        raise paid.faults[person.code]


# What is drawn.


def _curve(view: View, period: Period, rep: str, text: str | None) -> Curve:
    staff = staff_of(view)
    person = staff.by_code[names.find(view.ledger, "rep", rep).code]
    targets, looks = targets_of(view, period, staff), _looks(view, period, staff, person)
    measure = _measure_of(text) if text else _most_looked_at(looks, targets, person)
    target = _target(view, targets, person, measure, period)
    found = measured(view, period, [(key, None) for key in (*MONEY_FACTS, measure)], staff)
    facts = {
        key: frozenset(part.fact for part in found.of_rep(person.code, (key, None)).parts if part.fact is not None)
        for key in MONEY_FACTS
    }
    actual = found.of_rep(person.code, (measure, None)).value or Fraction(0)
    if actual <= 0:
        said = _("{rep} has nothing in {measure} in {period}, so there is nothing to scale.")
        raise Refused(said.format(rep=person.code, measure=title_of(measure, view.lang), period=period.name))
    now = what_if.in_force(view, period)
    return Curve(
        view,
        now,
        period,
        staff,
        person,
        measure,
        looks[measure],
        target,
        actual,
        facts[MeasureKey.CONTRACT_AMOUNT],
        facts[MeasureKey.COLLECTED] | facts[MeasureKey.BAD_DEBT],
    )


def _measure_of(text: str) -> MeasureKey:
    """The measure meant, by its key or its title in either language.

    Raises:
        WrongUse: it is none of those that can be scaled.
    """
    wanted = _plain(text)
    for key in SCALABLE:
        words = MEASURE_WORDS[key]
        if wanted in (key.value, _plain(words.en), words.zh):
            return key
    raise WrongUse(
        _("A pay curve scales what was sold and collected, so it is of {measures}, not of {given}.").format(
            measures=" / ".join(SCALABLE), given=repr(text[:40])
        )
    )


def _plain(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def _most_looked_at(looks: Mapping[MeasureKey, int], targets: Targets, person: Person) -> MeasureKey:
    """Of those with a target; without any the one that would need it."""
    there = [key for key in SCALABLE if targets.find(Key(Scope.REP, person.id, key)) is not None]
    return max(there or SCALABLE, key=lambda key: looks[key])


def _target(view: View, targets: Targets, person: Person, measure: MeasureKey, period: Period) -> Fraction:
    found = targets.find(Key(Scope.REP, person.id, measure))
    if found is None:
        raise NothingInForce(
            _(
                "{rep} has no target for {measure} in {period}; set one: salescli target set {rep} {measure} {period} VALUE"
            ).format(rep=person.code, measure=measure.value, period=period.name)
        )
    if found.value <= 0:
        said = _("The target of {rep} for {measure} in {period} is 0, and nothing is a part of that.")
        raise NothingInForce(said.format(rep=person.code, measure=title_of(measure, view.lang), period=period.name))
    return found.value


def _looks(view: View, period: Period, staff: Staff, person: Person) -> Counter[MeasureKey]:
    """How many plans for a rep look at each measure: commission, bonuses and the appraisal's items of the last policy."""
    version = view.versions.on(period.last)
    looks: Counter[MeasureKey] = Counter()
    for member in roster(staff, period, view.on):
        if member.person != person:
            continue
        for terms in Plans(view.versions)(period.last).values():
            if terms.covers(staff, person.id, member.day):
                key = MeasureKey(terms.table.measure) if terms.table.measure else BASES.get(terms.basis)
                looks.update([key] if key else [])
        for bonus in version.policy.bonuses:
            if any(bonus_rule.covers(bonus, staff, one) for one in _dues(staff, period, view, person)):
                keys = {by.measure for by in bonus.by} | {bonus.share_of}
                looks.update(key for key in keys if key)
        plan = version.policy.nearest_appraisal_plan(member.post, period.kind) if member.post and period.kind else None
        items = [item for item in plan.items if item.score is Score.ATTAINMENT] if plan else []
        looks.update({item.measure for item in items if item.measure})
    return looks


def _dues(staff: Staff, period: Period, view: View, person: Person) -> list[bonus_rule.Due]:
    return [one for one in bonus_rule.due(staff, period, view.on) if one.rep_id == person.id]


# Rows.


def _rows(curve: Curve) -> Iterator[Row]:
    before: int | None = None
    for step in STEPS:
        with curve.view.ledger.scaled(curve.scaling(step)):
            actual, now = curve.measured(), _pay(curve, curve.now)
            pay = _pay(curve, curve.view) or Pay()
        row = {"attainment": actual / curve.target, "actual": _written(actual), **_figures(pay)}
        row["change"] = None if before is None else what_if.difference(row["total"], before)
        if curve.view.what_if is not None:
            row["in_force"] = _figures(now) if now else None
            row["now"] = now.total if now else None
            row["difference"] = what_if.difference(row["total"], row["now"])
        before = row["total"]
        yield row


def _pay(curve: Curve, view: View | None) -> Pay | None:
    """The rep's pay of the facts as they are shown just now; None: no policy, or one that does not say the base."""
    if view is None:
        return None
    paid = pay_of(view, curve.period, curve.staff)
    return None if curve.person.code in paid.faults else paid.of(curve.person.code)


def _figures(pay: Pay) -> Row:
    return {key: getattr(pay, key) for key in FIGURES}


def _written(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


# What is said beside the figures.


def _notes(curve: Curve, as_it_is: Paid) -> Iterator[str]:
    pay, kind = as_it_is.of(curve.person.code), kind_of(curve.measure)
    looking = ngettext("{count} of the rep's plans looks at it", "{count} of the rep's plans look at it", curve.plans)
    yield _(
        "Attainment is of {measure}: the target is {target}, and {actual} are there ({attainment}); {plans}."
    ).format(
        measure=title_of(curve.measure, curve.view.lang),
        target=_number(curve.target, kind),
        actual=_number(curve.actual, kind),
        attainment=f"{money.round_decimal(curve.actual / curve.target * 100, 1):,}%",
        plans=looking.format(count=curve.plans),
    )
    yield _("As things are, the pay is {total}.").format(total=money.money_text(pay.total or 0, grouped=True))
    yield _(
        "The contracts signed in {period}, their lines and instalments, and the receipts are scaled, each amount rounded "
        "to the cent; the number of deals, what is no money, and true-ups are not, and the same rules pay."
    ).format(period=curve.period.name)
    if curve.measure is MeasureKey.UNITS_SOLD:
        yield _("Units are whole, so the attainment is what they come to.")
    yield _("Before tax and social insurance.")
    if curve.view.what_if is not None and curve.now is None:
        yield what_if.nothing_in_force(curve.period)
    yield from curve.view.so_far(curve.period)


def _number(value: Fraction, kind: str) -> str:
    if kind == "money":
        return money.money_text(money.round_money(value), grouped=True)
    return f"{money.round_decimal(value, 2):,f}".rstrip("0").rstrip(".")


# Columns.


def _columns(curve: Curve, rows: Sequence[Row]) -> list[Column]:
    """People see penalties and draws where there are any, and a bar where there is room for it; JSON holds everything."""
    is_what_if = curve.view.what_if is not None
    used = {key for key in FIGURES if any(row[key] for row in rows)}
    figures = _figure_columns(used, base=not is_what_if)
    most = max((row["total"] or 0 for row in rows), default=0)
    for row in rows:
        row["part"] = Fraction(max(row["total"] or 0, 0), most) if most > 0 else None
    part = Column(
        "part", _("Of the most"), "percent", shown=not (is_what_if or {"penalty", "draw"} & used), data=False, bar=True
    )
    what_if_columns = (
        Column("now", _("In force"), "money", data=False),
        Column("in_force", _("In force"), "nested", shown=False, inner=_figure_columns(set(FIGURES), base=True)),
        Column("difference", _("Difference"), "money"),
    )
    return [
        Column("attainment", _("Attainment"), "percent"),
        Column("actual", _("Actual"), kind_of(curve.measure), shown=False),
        *figures,
        Column("change", _("Change"), "money", shown=not is_what_if),
        *(what_if_columns if is_what_if else ()),
        part,
    ]


def _figure_columns(used: set[str], *, base: bool) -> tuple[Column, ...]:
    return (
        Column("base", pgettext("pay", "Base"), "money", shown=base),
        Column("bonus", _("Bonuses"), "money"),
        Column("commission", _("Commission"), "money"),
        Column("penalty", _("Penalties"), "money", shown="penalty" in used),
        Column("draw", _("Draw"), "money", shown="draw" in used),
        Column("total", _("Total"), "money"),
    )
