"""Facts of money, in order, into the commission accounts of the reps they concern (figures.md §2, §5).

The arithmetic of a window is commission's.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

from salescli import period
from salescli.facts.credited import LineWeight, MoneyFact
from salescli.rules import credit
from salescli.rules.commission import OWN_WINDOWS, Account, Line, Piece, WindowKey, last_day, window_key
from salescli.rules.commission_plan import Terms, TermsOn
from salescli.rules.credit import Credits, Step
from salescli.rules.rates import DAYS, NOTHING, RateTable
from salescli.rules.staff import Staff
from salescli.terms import Basis, PeriodKind, Refund, Window

Weights = Mapping[int, Sequence[LineWeight]]
"""The lines of contracts, by contract id."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the facts are counted under.

    Attributes:
        terms_on: the plans by day; the same mapping object for all days of a version.
        since: the first day whose facts are all there; earlier ones count only in windows of a contract.
        weights: the contracts' lines, where a plan has rates of products.
    """

    terms_on: TermsOn
    credits: Credits
    staff: Staff
    since: date = date.min
    weights: Weights = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earned:
    """What a rep earned under one plan in a period.

    Attributes:
        lines: in order; base and commission are their sums, minor units.
        earlier: the lines before the period in windows that it touches: where their C(start) comes from.
        missing: what of the plan is not computed; then nothing here is a figure.
    """

    rep: str
    plan: str
    lines: Sequence[Line]
    missing: Sequence[Terms] = ()
    earlier: Sequence[Line] = ()

    @property
    def base(self) -> int | None:
        """The parts of the period's money, refunds negative; None: not computed."""
        return None if self.missing else sum(line.base for line in self.lines)

    @property
    def commission(self) -> int | None:
        """C(end) − C(start) over every window of the period; None: not computed."""
        return None if self.missing else sum(line.commission for line in self.lines)


@dataclass(frozen=True, slots=True)
class Earnings:
    """Everybody's commission of a period.

    Attributes:
        earned: by rep code, one per plan; every rep employed and covered on a day of the period is there.
        uncredited: facts of the period that are nobody's.
        unhired: facts credited to somebody before the first day employed.
    """

    earned: Mapping[str, Sequence[Earned]]
    uncredited: Sequence[MoneyFact]
    unhired: Sequence[tuple[str, MoneyFact]]


def earnings(setting: Setting, facts: Iterable[MoneyFact], start: date, end: date) -> Earnings:
    """The commission of [start, end); facts come in the order (happened_on, recorded_at, id), from since up to end."""
    walk = _Walk(setting)
    walk.count(facts)
    walk.top_up(start, end)
    missing = _roster(setting, start, end)
    for pair, account in walk.accounts.items():
        if any(start <= line.happened_on < end for line in account.lines):
            missing.setdefault(pair, {})
    for pair, terms in walk.missing.items():
        if pair in missing:
            missing[pair].update(terms)
    earned: dict[str, list[Earned]] = defaultdict(list)
    for (rep, plan), without in sorted(missing.items(), key=lambda item: item[0]):
        lines = walk.accounts[rep, plan].lines if (rep, plan) in walk.accounts else []
        seen = sorted((line for line in lines if start <= line.happened_on < end), key=lambda line: line.happened_on)
        windows = {line.window for line in seen}
        earlier = [line for line in lines if line.happened_on < start and line.window in windows]
        earned[rep].append(Earned(rep, plan, seen, tuple(without), earlier))
    inside = [fact for fact in walk.uncredited.values() if start <= fact.happened_on < end]
    unhired = [(rep, fact) for rep, fact in walk.unhired if start <= fact.happened_on < end]
    return Earnings(earned, inside, unhired)


def _roster(setting: Setting, start: date, end: date) -> dict[tuple[str, str], dict[Terms, None]]:
    """Each rep and plan that covers the rep on an employed day, with those of its terms that are not computed."""
    found: dict[tuple[str, str], dict[Terms, None]] = {}
    steps = [*_versions(setting.terms_on, start, end), *setting.staff.place_changes(start, end)]
    for person in setting.staff.people.values():
        days = {*steps, *setting.staff.changes(person.id, start, end)}
        for low, high in setting.staff.employment(person.id, start, end):
            for day in sorted({low, *(day for day in days if low <= day < high)}):
                for key, terms in setting.terms_on(day).items():
                    if terms.covers(setting.staff, person.id, day):
                        found.setdefault((person.code, key), {}).update({terms: None} if terms.missing else {})
    return found


def _versions(terms_on: TermsOn, start: date, end: date) -> Iterator[date]:
    """The first day, and each day of (start, end) on which another version of the policy begins."""
    before = None
    for number in range((end - start).days):
        day = start + timedelta(days=number)
        terms = terms_on(day)
        if terms is not before:
            yield day
        before = terms


class _Walk:
    """Walks the facts once, in order.

    Attributes:
        accounts: by rep code and plan; missing: the terms in an account's way that are not computed.
    """

    def __init__(self, setting: Setting) -> None:
        self.setting = setting
        self.accounts: dict[tuple[str, str], Account] = {}
        self.missing: dict[tuple[str, str], dict[Terms, None]] = defaultdict(dict)
        self.uncredited: dict[int, MoneyFact] = {}
        self.unhired: list[tuple[str, MoneyFact]] = []
        self._holders: dict[int, dict[Account, None]] = defaultdict(dict)

    def count(self, facts: Iterable[MoneyFact]) -> None:
        """Count all facts into the accounts."""
        for fact in facts:
            plans = self.setting.terms_on(fact.happened_on)
            for terms in plans.values():
                if fact.kind == "signed" if terms.basis is Basis.SIGNED else fact.kind != "signed":
                    self._count(fact, terms)
            if fact.kind == "refund":
                self._take_back(fact, plans)

    def top_up(self, start: date, end: date) -> None:
        """Add what is missing to the floors of the calendar windows whose last day lies in [start, end)."""
        day = period.month_of(start).last
        while day < end:
            for terms in self.setting.terms_on(day).values():
                key, structure = self._structure(terms, _window_on(terms, day))
                if structure.floor is not None and key[0] not in OWN_WINDOWS and last_day(key) == day:
                    self._top_up(terms, structure, structure.floor, key, day)
            day = period.month_of(day + timedelta(days=1)).last

    def _top_up(self, terms: Terms, structure: Terms, floor: int, key: WindowKey, day: date) -> None:
        staff = self.setting.staff
        for person in staff.people.values():
            if staff.employed_on(person.id, day) and terms.covers(staff, person.id, day):
                account = self._account(person.code, terms.key)
                account.top_up(account.window(key, structure), floor)

    # One fact.

    def _count(self, fact: MoneyFact, terms: Terms) -> None:
        credited = self._credited(fact, terms)
        if not credited and not terms.of_team:
            self.uncredited[fact.id] = fact
        key, structure = self._structure(terms, window_key(terms, fact))
        if self._is_early(fact, key):
            return
        taken = fact.kind == "refund" and structure.refund is Refund.EXACT
        rated = self._rated(fact, terms)
        for code, step in credited.items():
            if not self._covers(terms, code, fact):
                continue
            if terms.missing or structure.missing:
                self.missing[code, terms.key][terms if terms.missing else structure] = None
                continue
            account = self._account(code, terms.key)
            window = account.window(key, structure)
            if taken:
                account.refund(fact, step.amount, window)
                continue
            account.add(
                fact, step.amount, self._pieces(fact, step, rated), window, rated.table if rated else terms.table
            )
            self._holders[fact.contract_id][account] = None
            if structure.floor is not None and key[0] is Window.RECEIPT and fact.kind != "refund":
                account.top_up(window, structure.floor)

    def _take_back(self, fact: MoneyFact, plans: Mapping[str, Terms]) -> None:
        """An exact refund reaches whatever stands on its contract, also where post, owner or plan has changed since."""
        for account in self._holders.get(fact.contract_id, ()):
            terms = plans.get(account.plan) or account.terms_of(fact.contract_id)
            if terms is None or terms.missing or account.lines[-1].fact is fact:
                continue
            key, structure = self._structure(terms, window_key(terms, fact))
            if structure.refund is Refund.EXACT and terms.basis is Basis.COLLECTED and not self._is_early(fact, key):
                step = self._credited(fact, terms).get(account.rep)
                account.refund(fact, step.amount if step else 0, account.window(key, structure))

    def _structure(self, terms: Terms, key: WindowKey) -> tuple[WindowKey, Terms]:
        """A window with the terms of its first day, where these have such windows, else those of the fact's day."""
        first = self.setting.terms_on(key[1]).get(terms.key)
        return key, first if first is not None and first.window is terms.window else terms

    def _is_early(self, fact: MoneyFact, key: WindowKey) -> bool:
        return fact.happened_on < self.setting.since and key[0] not in OWN_WINDOWS

    def _covers(self, terms: Terms, code: str, fact: MoneyFact) -> bool:
        staff = self.setting.staff
        rep_id = staff.by_code[code].id
        if not staff.was_hired(rep_id, fact.happened_on):
            self.unhired.append((code, fact))
        return terms.covers(staff, rep_id, fact.happened_on)

    def _rated(self, fact: MoneyFact, terms: Terms) -> Terms | None:
        """The terms that give the rate: of the fact's day or of the signing; None: the plan was not there then."""
        if terms.rate_on == "received":
            return terms
        return self.setting.terms_on(fact.signed_on).get(terms.key)

    def _pieces(self, fact: MoneyFact, step: Step, rated: Terms | None) -> tuple[Piece, ...]:
        """A rep's part by its sources of rate, the most specific first: preset, product, table (§5)."""
        if rated is None:
            return (Piece(step.amount, NOTHING, "absent"),)
        if fact.preset is not None:
            return (Piece(step.amount, Fraction(fact.preset), "preset"),)
        lines = self.setting.weights.get(fact.contract_id, ()) if rated.table.products else ()
        if not any(line.amount for line in lines):
            return (_of_table(step.amount, fact, rated.table),)
        return tuple(_of_lines(fact, step, lines, rated.table))

    # Whose.

    def _credited(self, fact: MoneyFact, terms: Terms) -> Mapping[str, Step]:
        day = fact.signed_on if terms.credit_on == "signed" else fact.happened_on
        shares = self.setting.credits.shares(fact.opportunity_id, day)
        steps = credit.steps(fact.before, fact.signed_amount, shares)
        return self._of_leads(steps, fact.happened_on) if terms.of_team else steps

    def _of_leads(self, steps: Mapping[str, Step], day: date) -> Mapping[str, Step]:
        """The parts of those who lead a team that the reps stand in; who leads two of them has a part once."""
        staff = self.setting.staff
        found: dict[str, Step] = {}
        for code, step in steps.items():
            places = (staff.place_on(team, day) for team in staff.teams_above(staff.by_code[code].id, day))
            for lead in {place.lead_id for place in places if place and place.lead_id is not None}:
                whole = found.get(staff.code_of[lead], Step(0, 0))
                found[staff.code_of[lead]] = Step(whole.before + step.before, whole.amount + step.amount)
        return found

    def _account(self, rep: str, plan: str) -> Account:
        found = self.accounts.get((rep, plan))
        if found is None:
            found = self.accounts[rep, plan] = Account(rep, plan)
        return found


def _window_on(terms: Terms, day: date) -> WindowKey:
    if terms.window in OWN_WINDOWS:
        return terms.window, day, 0
    return terms.window, period.period_of(PeriodKind(terms.window.value), day).start, 0


def _of_table(amount: int, fact: MoneyFact, table: RateTable) -> Piece:
    if table.by == DAYS:
        return Piece(amount, table.rate_after((fact.happened_on - fact.signed_on).days), "days")
    return Piece(amount, None, "table")


def _of_lines(fact: MoneyFact, step: Step, lines: Sequence[LineWeight], table: RateTable) -> Iterator[Piece]:
    """A part over its contract's lines: products with a rate of their own, and all others together at the table."""
    amounts = credit.spread(step.before, step.amount, [line.amount for line in lines])
    sums: dict[str | None, int] = defaultdict(int)
    for line, amount in zip(lines, amounts, strict=True):
        sums[next((name for name in (line.product, line.name) if name in table.products), None)] += amount
    for source, amount in sums.items():
        if source is None:
            yield _of_table(amount, fact, table)
        else:
            yield Piece(amount, table.products[source], source)
