"""Commission of a period, rep by rep or line by line (figures.md §5): what each fact of money changed.

Per rep, plan and window C(t) = min(cap, T + P − G) over the facts up to t; a period's commission is C(end) − C(start)
over every window it touches, so months sum to the quarter. `base` is the rep's part of the period's money, refunds
negative, on profit less costs; `rate` of a row is commission ÷ base, of a line the tier's; `lift` is earlier money at a new
tier. Facts: receipts, refunds, contracts with their lines and instalments, shares and owners, posts and teams; where a plan
asks for them, expenses and trips, and a measure's facts with its targets. Policy: [[commission]], [credit].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.facts.credited import Due, FirstDay, LineWeight, MoneyFact, NamedOpportunity
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.period import Period
from salescli.reports import what_if
from salescli.reports.credited import credits_of
from salescli.reports.frozen import Frozen
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View, once
from salescli.reports.what_if import Costly, Costs
from salescli.reports.whose import wanted_reps
from salescli.rules.commission import reasons, windows
from salescli.rules.commission.accounts import Line
from salescli.rules.commission.costs import cost_facts
from salescli.rules.commission.plan import COSTS, Terms
from salescli.rules.commission.setting import AttainingOf, FrozenOf, Setting, nothing_closed, nothing_to_attain
from salescli.rules.commission.walk import Earned, Earnings, Levels, earnings, levels
from salescli.rules.plans import Plans
from salescli.rules.rates import DUE
from salescli.rules.reasons import Reason
from salescli.rules.staff import Staff
from salescli.terms import Basis, Refund

Row = dict[str, Any]
PLACES = 6  # of a blended rate
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Everybody's commission of a period, for this report and those that build on it.

    Attributes:
        setting: what it was counted under; notes: problems of the data, as sentences.
    """

    earnings: Earnings
    setting: Setting
    notes: Sequence[str]

    def of(self, rep: str) -> Sequence[Earned]:
        """What a rep earned, one per plan; empty: no plan covers the rep."""
        return self.earnings.earned.get(rep, ())

    def commission(self, rep: str) -> int | None:
        """A rep's commission over all plans, minor units; None: no plan covers the rep."""
        return _sum(one.commission for one in self.of(rep))

    def base(self, rep: str) -> int | None:
        """The money behind it, minor units."""
        return _sum(one.base for one in self.of(rep))


def build(view: View, period: Period, rep: str | None = None, team: str | None = None, lines: bool = False) -> Report:
    """Commission per rep, or with `lines` per fact; of one rep, or a team with the teams below it, where named.

    Raises:
        NotFound: no such rep or team.
    """
    staff = staff_of(view)
    wanted = wanted_reps(view, staff, period, rep, team)
    figures = figures_of(view, period, staff)
    if lines:
        return _of_lines(view, period, figures, staff, wanted)
    today = what_if.in_force(view, period)
    before = figures_of(today, period, staff) if today else None
    costs = what_if.costs_of(view, period, staff)
    rows = _rep_rows(figures, before, staff, wanted, costs)
    columns, totals = _rep_columns(costs is not None), _totals(rows)
    notes = [*_what_if_notes(view, period, rows, costs, bool(rep or team)), *figures.notes, *_draw_notes(view, period)]
    report = view.report("commission", _("Commission"), columns, rows, period=period, totals=totals, notes=notes)
    return report if costs is None else replace(report, instead=what_if.beside(report, "commission"))


def staff_of(view: View) -> Staff:
    """Everybody's jobs and every team's place."""
    return Staff(view.ledger.read("employments", Employment), view.ledger.read("team_places", TeamPlaceChange))


@once
def figures_of(view: View, period: Period, staff: Staff) -> Figures:
    """Everybody's commission of a period under the view's policies, with nothing after its day."""
    plans = Plans(view.versions)
    start, end = view.seen(period)
    setting, facts, said = _loaded(view, plans, staff, start, end)
    found = earnings(setting, facts, start, end)
    return Figures(found, setting, [*_notes(found, plans, start, end), *said])


def reason_of(view: View, rep: str, period: Period) -> tuple[Reason, list[str]]:
    """Why a rep's commission of a period is what it is, the rep by code, with notes on the data."""
    staff = staff_of(view)
    figures, person = figures_of(view, period, staff), staff.by_code[rep]
    title = _("Commission of {rep} {name}, {period}").format(rep=rep, name=person.name, period=period.name)
    return reasons.reason(figures.of(rep), title, figures.setting, view.seen(period)[1]), list(figures.notes)


# What is read from the ledger.


def _loaded(
    view: View, plans: Plans, staff: Staff, start: date, end: date, also: Sequence[Terms] = ()
) -> tuple[Setting, Sequence[MoneyFact], Sequence[str]]:
    """What the facts are counted under, the facts, and the list that notes on them are added to; `also` for these plans."""
    terms, notes = [*plans.all(), *also], list[str]()
    since = _since(view, terms, start, end)
    # Whole contracts: from their first receipt on, whatever the day.
    by_due = any(one.table.by == DUE for one in terms)
    own = any(one.window in windows.OWN_WINDOWS for one in terms)
    whole_from = since if by_due else start if own else end
    facts = _facts(view, staff, terms, since, whole_from, end, notes)
    credits = credits_of(view, (fact.opportunity_id for fact in facts))
    attaining: AttainingOf = nothing_to_attain
    if any(one.table.measure for one in terms):
        # Imported here: the targets' report stands on this one.
        from salescli.reports.attained import Attainments

        attaining = Attainments(view, staff, start, end, [fact.happened_on for fact in facts], notes)
    frozen: FrozenOf = nothing_closed
    if any(one.table.of_previous for one in terms) and not also:
        frozen = Frozen(view, terms, _levels)
    weights = _weights(view, since, end) if any(one.table.products for one in terms) else {}
    dues = _dues(view, since, end) if by_due else None
    return Setting(plans, credits, staff, since, weights, dues, attaining, frozen), facts, notes


def _levels(view: View, plans: Sequence[Terms], window: Period) -> Levels:
    """What a window ended with, by rep code and plan, as the ledger shows it: its own tier has no part in it."""
    known, staff = Plans(view.versions), staff_of(view)
    start, end = view.seen(window)
    setting, facts, _notes = _loaded(view, known, staff, start, end, plans)
    return levels(setting, facts, plans, window)


def _weights(view: View, since: date, end: date) -> Mapping[int, Sequence[LineWeight]]:
    found: dict[int, list[LineWeight]] = {}
    for line in view.ledger.read("contract_weights", LineWeight, since=since, end=end):
        found.setdefault(line.contract_id, []).append(line)
    return found


def _dues(view: View, since: date, end: date) -> Mapping[int, Sequence[Due]]:
    found: dict[int, list[Due]] = {}
    for due in view.ledger.read("commission_instalments", Due, since=since, end=end, on=view.on):
        found.setdefault(due.contract_id, []).append(due)
    return found


def _facts(
    view: View, staff: Staff, terms: Iterable[Terms], since: date, whole_from: date, end: date, notes: list[str]
) -> Sequence[MoneyFact]:
    bases = {one.basis for one in terms}
    found: list[MoneyFact] = []
    if bases & {Basis.COLLECTED, Basis.PROFIT}:
        found += view.ledger.read("commission_receipts", MoneyFact, since=since, whole_from=whole_from, end=end)
    if Basis.SIGNED in bases:
        found += view.ledger.read("commission_contracts", MoneyFact, since=since, end=end)
    if Basis.PROFIT in bases:
        found += _costs(view, staff, since, end, notes)
    return sorted(found, key=lambda fact: (fact.happened_on, fact.recorded_at, fact.id))


def _costs(view: View, staff: Staff, since: date, end: date, notes: list[str]) -> Sequence[MoneyFact]:
    from salescli.reports.measuring import Reading

    reading = Reading(view, Period(since, end, ""), staff)
    named = view.ledger.read("commission_opportunities", NamedOpportunity, since=since, end=end)
    found = cost_facts(reading.expenses, reading.trips, reading.daily_cost, {one.id: one for one in named})
    notes += reading.notes
    return found


def _since(view: View, terms: Iterable[Terms], start: date, end: date) -> date:
    """The first day whose facts the period's windows rest on.

    Exact refunds take back what stands on their contract from earlier windows, and those are needed whole: so the first
    day moves back as long as a contract refunded after it was paid before it. Where the window before picks the tier, that
    one is needed too.
    """
    calendar = [one for one in terms if one.window not in windows.OWN_WINDOWS]
    since = _earliest(calendar, start)
    if any(one.refund is Refund.EXACT and one.basis is not Basis.SIGNED for one in calendar):
        since = _refunded_since(view, calendar, since, end)
    before = [one for one in calendar if one.table.of_previous]
    return min(since, _earliest(before, since - DAY)) if before else since


def _refunded_since(view: View, calendar: Sequence[Terms], since: date, end: date) -> date:
    while True:
        first = view.ledger.read("refunded_since", FirstDay, since=since, end=end)[0].happened_on
        if first is None or first >= since:
            return since
        since = _earliest(calendar, first)


def _earliest(terms: Iterable[Terms], day: date) -> date:
    kinds = {one.window for one in terms}
    return min((windows.window_start(kind, day) for kind in kinds), default=day)


# What is said beside the figures.


def _notes(found: Earnings, plans: Plans, start: date, end: date) -> Iterable[str]:
    if start < end and not any(plans.between(start, end)):
        yield _("The policy in force has no commission plan, so there is no commission.")
    if found.uncredited:
        first = found.uncredited[0]
        said = ngettext(
            "{count} fact of money is nobody's credit (no owner on that day): {amount} of contract {contract}.",
            "{count} facts of money are nobody's credit (no owner on that day), first {amount} of contract {contract}.",
            len(found.uncredited),
        )
        amount = money.money_text(first.signed_amount, grouped=True)
        yield said.format(count=len(found.uncredited), amount=amount, contract=first.contract)
    for rep in dict.fromkeys(rep for rep, _fact in found.unhired):
        yield _("{rep} has credit for money from before the first day employed; it earns no commission.").format(
            rep=rep
        )


def _draw_notes(view: View, period: Period) -> Iterable[str]:
    if any(one.version.policy.draws for one in view.versions.between(period.start, period.end)):
        yield _("The policy's draws are not in these figures: this is commission as earned.")


# Rows.


def _rep_rows(
    figures: Figures, before: Figures | None, staff: Staff, wanted: Callable[[str], bool], costs: Costs | None
) -> list[Row]:
    reps = dict.fromkeys([*figures.earnings.earned, *(before.earnings.earned if before else ())])
    return [_rep_row(rep, figures, before, staff, costs) for rep in sorted(reps) if wanted(rep)]


def _rep_row(rep: str, figures: Figures, before: Figures | None, staff: Staff, costs: Costs | None) -> Row:
    row: Row = {"rep": rep, "name": staff.by_code[rep].name, **_of_rep(figures, rep)}
    if costs is not None:
        now = before.commission(rep) if before else None
        row["in_force"] = _of_rep(before, rep) if before and before.of(rep) else None
        row["difference"] = (row["commission"] or 0) - (now or 0) if before else None
    return row


def _of_rep(figures: Figures, rep: str) -> Row:
    base, commission = figures.base(rep), figures.commission(rep)
    rate = money.round_decimal(Fraction(commission, base), PLACES) if base and commission is not None else None
    return {"base": base, "rate": rate, "commission": commission}


def _totals(rows: Sequence[Row]) -> Row:
    """The sums; none of what has not a value in every row."""
    keys = ("base", "lift", "commission", "difference")
    return {key: _sum(row[key] for row in rows) for key in keys if rows and key in rows[0]}


def _what_if_notes(view: View, period: Period, rows: Sequence[Row], costs: Costs | None, some: bool) -> Iterable[str]:
    """Who gains and who loses under another policy, and what its commission costs; without one nothing."""
    yield from what_if.notes(view, period, rows)
    if costs is not None and rows:
        new = sum(row["commission"] or 0 for row in rows)
        now = sum(row["in_force"]["commission"] or 0 for row in rows if row["in_force"])
        paid: Mapping[Costly, tuple[int | None, int | None]] = {"commission": (new, now if costs.now else None)}
        yield from costs.notes(paid, [row["rep"] for row in rows] if some else None)


def _rep_columns(is_what_if: bool) -> list[Column]:
    figures = (
        Column("base", _("Base"), "money"),
        Column("rate", _("Rate"), "rate"),
        Column("commission", _("Commission"), "money"),
    )
    columns = [Column("rep", _("Rep")), Column("name", pgettext("of a person", "Name")), *figures]
    if is_what_if:
        columns += [
            Column("in_force", _("In force"), "nested", inner=figures),
            Column("difference", _("Difference"), "money"),
        ]
    return columns


def _of_lines(view: View, period: Period, figures: Figures, staff: Staff, wanted: Callable[[str], bool]) -> Report:
    """A line for each fact that changed the commission; under another policy its lines alone."""
    rows = _line_rows(view, figures, staff, wanted)
    other = [] if view.what_if is None else [_("These are the other policy's lines; without --lines both stand here.")]
    return view.report(
        "commission",
        _("Commission"),
        _line_columns(_many(figures)),
        rows,
        period=period,
        totals=_totals(rows),
        notes=[*other, *figures.notes, *_draw_notes(view, period)],
        look=Look(grouped=("whose", "plan")),
    )


def _line_rows(view: View, figures: Figures, staff: Staff, wanted: Callable[[str], bool]) -> list[Row]:
    earned = [one for rep, each in figures.earnings.earned.items() if wanted(rep) for one in each]
    return [_line_row(view, line, staff) for one in earned for line in one.lines]


def _line_row(view: View, line: Line, staff: Staff) -> Row:
    fact, cause = line.fact, line.fact.id if line.fact else line.gained
    return {
        "rep": line.rep,
        "name": staff.by_code[line.rep].name,
        "whose": f"{staff.by_code[line.rep].name} ({line.rep})",
        "plan": line.plan,
        "contract": fact.contract if fact else None,
        "contract_id": view.ledger.show_id(fact.contract_id) if fact and fact.kind not in COSTS else None,
        "fact": view.ledger.show_id(cause) if cause else None,
        "kind": line.kind,
        "happened_on": line.happened_on,
        "base": line.base,
        "rate": money.round_decimal(line.rate, PLACES) if line.rate is not None else None,
        "lift": line.lift,
        "commission": line.commission,
    }


def _line_columns(many: bool) -> list[Column]:
    kinds = {
        "payment": _("Receipt"),
        "refund": _("Refund"),
        "signed": _("Contract"),
        "expense": _("Expense"),
        "trip": _("Trip"),
        "attainment": _("Attainment"),
        "floor": _("Floor"),
    }
    return [
        Column("rep", _("Rep"), shown=False),
        Column("name", pgettext("of a person", "Name"), shown=False),
        Column("whose", _("Rep"), data=False),
        *([Column("plan", _("Plan"))] if many else []),
        Column("contract", _("Contract")),
        Column("contract_id", _("Contract id"), shown=False),
        Column("fact", _("Fact")),
        Column("kind", _("Kind"), words=kinds, under="contract"),
        Column("happened_on", _("Day"), "date"),
        Column("base", _("Base"), "money"),
        Column("rate", _("Rate"), "rate"),
        Column("lift", _("Lift"), "money"),
        Column("commission", _("Commission"), "money"),
    ]


def _many(figures: Figures) -> bool:
    """Whether one person has several plans, so that a line must say its own."""
    return any(len(each) > 1 for each in figures.earnings.earned.values())


def _sum(values: Iterable[int | None]) -> int | None:
    """A sum that has no value where a part has none, or where there is no part."""
    known: list[int] = []
    for value in values:
        if value is None:
            return None
        known.append(value)
    return sum(known) if known else None
