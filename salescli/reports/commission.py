"""Commission of a period, rep by rep or line by line (figures.md §5): what each fact of money changed.

Per rep, plan and window C(t) = min(cap, T + P − G) over the facts up to t; a period's commission is C(end) − C(start)
over every window it touches, so months sum to the quarter. `base` is the rep's part of the period's money, refunds
negative; `rate` of a row is commission ÷ base, of a line the tier's; `lift` is earlier money at a new tier. Facts:
receipts, refunds, contracts with their lines, shares and owners, posts and teams. Policy: [[commission]], [credit].
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from gettext import gettext as _
from gettext import ngettext, pgettext
from typing import Any

from salescli import money
from salescli.facts.credited import CreditChange, FirstDay, LineWeight, MoneyFact
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.ledger import names
from salescli.period import Period
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import commission as rule
from salescli.rules.commission import Line
from salescli.rules.commission_plan import Terms
from salescli.rules.commission_walk import Earned, Earnings, Setting, earnings
from salescli.rules.credit import Credits
from salescli.rules.plans import Plans
from salescli.rules.staff import Staff
from salescli.terms import Basis, Refund, Window

Row = dict[str, Any]
PLACES = 6  # of a blended rate


@dataclass(frozen=True, slots=True)
class Figures:
    """Everybody's commission of a period, for this report and those that build on it.

    Attributes:
        setting: what it was counted under; notes: problems of the data and what is not computed, as sentences.
    """

    earnings: Earnings
    setting: Setting
    notes: Sequence[str]

    def of(self, rep: str) -> Sequence[Earned]:
        """What a rep earned, one per plan; empty: no plan covers the rep."""
        return self.earnings.earned.get(rep, ())

    def commission(self, rep: str) -> int | None:
        """A rep's commission over all plans, minor units; None: no plan covers the rep, or one is not computed."""
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
    wanted = _wanted(view, staff, period, rep, team)
    figures = figures_of(view, period, staff)
    before = figures_of(view.in_force(), period, staff) if view.what_if is not None else None
    look = Look(grouped=("whose", "plan")) if lines else None
    if lines:
        rows, columns = _line_rows(view, figures, staff, wanted), _line_columns(_many(figures))
    else:
        rows, columns = _rep_rows(figures, before, staff, wanted), _rep_columns(before is not None)
    totals: Row = {
        key: _sum(row[key] for row in rows) for key in ("base", "lift", "commission") if rows and key in rows[0]
    }
    notes = [*figures.notes, *_draw_notes(view, period)]
    return view.report(
        "commission", _("Commission"), columns, rows, period=period, totals=totals, notes=notes, look=look
    )


def staff_of(view: View) -> Staff:
    """Everybody's jobs and every team's place."""
    return Staff(view.ledger.read("employments", Employment), view.ledger.read("team_places", TeamPlaceChange))


def figures_of(view: View, period: Period, staff: Staff) -> Figures:
    """Everybody's commission of a period under the view's policies, with nothing after its day."""
    plans = Plans(view.versions)
    start, end = view.seen(period)
    setting, facts = _loaded(view, plans, staff, start, end)
    found = earnings(setting, facts, start, end)
    return Figures(found, setting, list(_notes(found, plans, start, end)))


# What is read from the ledger.


def _loaded(view: View, plans: Plans, staff: Staff, start: date, end: date) -> tuple[Setting, Sequence[MoneyFact]]:
    terms = plans.all()
    since = _since(view, terms, start, end)
    span = {"since": since, "end": end}
    credits = Credits(view.ledger.read("credits", CreditChange, start=since, end=end))
    weights: dict[int, list[LineWeight]] = {}
    if any(one.table.products for one in terms):
        for line in view.ledger.read("contract_weights", LineWeight, **span):
            weights.setdefault(line.contract_id, []).append(line)
    return Setting(plans, credits, staff, since, weights), _facts(view, terms, since, start, end)


def _facts(view: View, terms: Iterable[Terms], since: date, start: date, end: date) -> Sequence[MoneyFact]:
    bases = {one.basis for one in terms}
    found: list[MoneyFact] = []
    if Basis.COLLECTED in bases:
        whole = any(one.window in rule.OWN_WINDOWS for one in terms)
        found += view.ledger.read("commission_receipts", MoneyFact, since=since, start=start, end=end, whole=whole)
    if Basis.SIGNED in bases:
        found += view.ledger.read("commission_contracts", MoneyFact, since=since, end=end)
        found.sort(key=lambda fact: (fact.happened_on, fact.recorded_at, fact.id))
    return found


def _since(view: View, terms: Iterable[Terms], start: date, end: date) -> date:
    """The first day whose facts the period's windows rest on.

    Exact refunds take back what stands on their contract from earlier windows, and those are needed whole: so the first
    day moves back as long as a contract refunded after it was paid before it.
    """
    calendar = [one for one in terms if one.window not in rule.OWN_WINDOWS]
    since = _earliest(calendar, start)
    if not any(one.refund is Refund.EXACT and one.basis is Basis.COLLECTED for one in calendar):
        return since
    while True:
        first = view.ledger.read("refunded_since", FirstDay, since=since, end=end)[0].happened_on
        if first is None or first >= since:
            return since
        since = _earliest(calendar, first)


def _earliest(terms: Iterable[Terms], day: date) -> date:
    kinds: set[Window] = {one.window for one in terms}
    return min((rule.window_start(kind, day) for kind in kinds), default=day)


# What is said beside the figures.


def _notes(found: Earnings, plans: Plans, start: date, end: date) -> Iterable[str]:
    if not any(plans.between(start, end)):
        yield _("The policy in force has no commission plan, so there is no commission.")
    for one in (one for each in found.earned.values() for one in each):
        yield from (note for terms in one.missing if (note := terms.uncomputed_note()))
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


def _wanted(view: View, staff: Staff, period: Period, rep: str | None, team: str | None) -> Callable[[str], bool]:
    day = min(period.last, view.on)
    if rep:
        code = names.find(view.ledger, "rep", rep).code
        return lambda one: one == code
    if team:
        team_id = names.find(view.ledger, "team", team).id
        return lambda one: staff.is_in(staff.by_code[one].id, team_id, day)
    return lambda _one: True


def _rep_rows(figures: Figures, before: Figures | None, staff: Staff, wanted: Callable[[str], bool]) -> list[Row]:
    reps = dict.fromkeys([*figures.earnings.earned, *(before.earnings.earned if before else ())])
    return [_rep_row(rep, figures, before, staff) for rep in sorted(reps) if wanted(rep)]


def _rep_row(rep: str, figures: Figures, before: Figures | None, staff: Staff) -> Row:
    base, commission = figures.base(rep), figures.commission(rep)
    row: Row = {
        "rep": rep,
        "name": staff.by_code[rep].name,
        "base": base,
        "rate": money.round_decimal(Fraction(commission, base), PLACES) if base and commission is not None else None,
        "commission": commission,
    }
    if before:
        now = before.commission(rep)
        row["in_force"] = {"base": before.base(rep), "commission": now} if before.of(rep) else None
        row["difference"] = commission - now if commission is not None and now is not None else None
    return row


def _rep_columns(what_if: bool) -> list[Column]:
    columns = [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("base", _("Base"), "money"),
        Column("rate", _("Rate"), "rate"),
        Column("commission", _("Commission"), "money"),
    ]
    if what_if:
        inner = (Column("base", _("Base"), "money"), Column("commission", _("Commission"), "money"))
        columns += [
            Column("in_force", _("In force"), "nested", inner=inner),
            Column("difference", _("Difference"), "money"),
        ]
    return columns


def _line_rows(view: View, figures: Figures, staff: Staff, wanted: Callable[[str], bool]) -> list[Row]:
    computed = [one for rep, each in figures.earnings.earned.items() if wanted(rep) for one in each if not one.missing]
    return [_line_row(view, line, staff) for one in computed for line in one.lines]


def _line_row(view: View, line: Line, staff: Staff) -> Row:
    fact = line.fact
    return {
        "rep": line.rep,
        "name": staff.by_code[line.rep].name,
        "whose": f"{staff.by_code[line.rep].name} ({line.rep})",
        "plan": line.plan,
        "contract": fact.contract if fact else None,
        "contract_id": view.ledger.show_id(fact.contract_id) if fact else None,
        "fact": view.ledger.show_id(fact.id) if fact else None,
        "kind": fact.kind if fact else "floor",
        "happened_on": line.happened_on,
        "base": line.base,
        "rate": money.round_decimal(line.rate, PLACES) if line.rate is not None else None,
        "lift": line.lift,
        "commission": line.commission,
    }


def _line_columns(many: bool) -> list[Column]:
    kinds = {"payment": _("Receipt"), "refund": _("Refund"), "signed": _("Contract"), "floor": _("Floor")}
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
