"""Facts of money, in order, into the commission accounts of the reps they concern (figures.md §2, §5).

The arithmetic of a window is in sums, whose a fact's money is in sharing.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial

from salescli import period
from salescli.facts.credited import MoneyFact
from salescli.period import Period
from salescli.rules.commission.accounts import Account, Line, lines_between
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.roster import covered
from salescli.rules.commission.setting import Ended, Setting
from salescli.rules.commission.sharing import (
    Holders,
    Settlements,
    Span,
    holders_of,
    pieces,
    shares_of,
    step_of,
    whole,
)
from salescli.rules.commission.sums import LevelBefore, WindowSum
from salescli.rules.commission.windows import (
    OWN_WINDOWS,
    WindowKey,
    last_day,
    window_before,
    window_key,
    window_on,
    window_period,
)
from salescli.rules.rates import AMOUNT, ATTAINMENT, DUE, Level
from salescli.terms import Refund, Window

DAY = timedelta(days=1)
Levels = Mapping[tuple[str, Terms], Level]


@dataclass(frozen=True, slots=True)
class Earned:
    """What a rep earned under one plan in a period.

    Attributes:
        lines: in order; base and commission are their sums, minor units.
        earlier: every line before the period that was counted on the way to it: where C(start) and what a refund takes
            back come from.
    """

    rep: str
    plan: str
    lines: Sequence[Line]
    earlier: Sequence[Line] = ()

    @property
    def base(self) -> int:
        """The parts of the period's money, refunds and costs negative."""
        return sum(line.base for line in self.lines)

    @property
    def commission(self) -> int:
        """C(end) − C(start) over every window of the period."""
        return sum(line.commission for line in self.lines)


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
    walk = _Walk(setting, list(facts))
    walk.count()
    for account in walk.accounts.values():
        account.advance_all(end - DAY)
    walk.top_up(start, end)
    pairs = covered(setting, start, end)
    for pair, account in walk.accounts.items():
        if any(start <= line.happened_on < end for line in account.lines):
            pairs[pair] = None
    earned: dict[str, list[Earned]] = defaultdict(list)
    for rep, plan in sorted(pairs):
        lines = walk.accounts[rep, plan].lines if (rep, plan) in walk.accounts else []
        earned[rep].append(Earned(rep, plan, lines_between(lines, start, end), lines_between(lines, date.min, start)))
    inside = [fact for fact in walk.uncredited.values() if start <= fact.happened_on < end]
    unhired = [(rep, fact) for rep, fact in walk.unhired if start <= fact.happened_on < end]
    return Earnings(earned, inside, unhired)


def levels(setting: Setting, facts: Iterable[MoneyFact], plans: Iterable[Terms], window: Period) -> Levels:
    """What a calendar window ended with for everybody, by rep code and the plan whose next window it picks the tier of."""
    walk = _Walk(setting, list(facts))
    walk.count()
    found: dict[tuple[str, Terms], Level] = {}
    for terms in plans:
        key = window_on(terms.window, window.start)
        for rep in setting.staff.by_code:
            found[rep, terms] = walk.level_of(walk.account(rep, terms.key), key, terms, terms.table.by)
    return found


class _Walk:
    """Walks the facts once, in order.

    Attributes:
        accounts: by rep code and plan.
    """

    def __init__(self, setting: Setting, facts: Sequence[MoneyFact]) -> None:
        self.setting = setting
        self.accounts: dict[tuple[str, str], Account] = {}
        self.uncredited: dict[int, MoneyFact] = {}
        self.unhired: list[tuple[str, MoneyFact]] = []
        self._facts = facts
        self._money = frozenset(fact.id for fact in facts)
        self._holders: dict[int, dict[Account, None]] = defaultdict(dict)
        self._settlements = Settlements(setting.dues) if setting.dues is not None else None

    def count(self) -> None:
        """Count all facts into the accounts."""
        for fact in self._facts:
            plans = self.setting.terms_on(fact.happened_on)
            settled = self._settlements.spans(fact) if self._settlements and fact.kind in _MOVES else (whole(fact),)
            for terms in plans.values():
                if fact.kind in terms.kinds:
                    self._count(fact, terms, settled)
            if fact.kind == "refund":
                self._take_back(fact, plans)

    def top_up(self, start: date, end: date) -> None:
        """Add what is missing to the floors of the calendar windows whose last day lies in [start, end)."""
        day = period.month_of(start).last
        while day < end:
            for terms in self.setting.terms_on(day).values():
                key, structure = self._structure(terms, window_on(terms.window, day))
                if structure.floor is not None and key[0] not in OWN_WINDOWS and last_day(key) == day:
                    self._top_up(terms, structure, structure.floor, key, day)
            day = period.month_of(day + DAY).last

    def _top_up(self, terms: Terms, structure: Terms, floor: int, key: WindowKey, day: date) -> None:
        staff = self.setting.staff
        for person in staff.people.values():
            if staff.employed_on(person.id, day) and terms.covers(staff, person.id, day):
                account = self.account(person.code, terms.key)
                account.top_up(self._window(account, key, structure), floor)

    # One fact.

    def _count(self, fact: MoneyFact, terms: Terms, settled: Sequence[Span]) -> None:
        shares = shares_of(self.setting, fact, terms)
        holders = holders_of(self.setting, fact, terms, shares)
        if not shares:
            self.uncredited[fact.id] = fact
        key, structure = self._structure(terms, window_key(terms, fact))
        if self._is_early(fact, key):
            return
        taken = fact.kind == "refund" and structure.refund is Refund.EXACT
        rated = self._rated(fact, terms)
        table = rated.table if rated else terms.table
        spans = settled if table.by == DUE else (whole(fact),)
        for code, codes in holders.items():
            if not self._covers(terms, code, fact):
                continue
            account = self.account(code, terms.key)
            window = self._window(account, key, structure)
            parts = [(span, step_of(span, shares, codes)) for span in spans]
            amount = sum(step.amount for _span, step in parts)
            if taken:
                account.refund(fact, amount, window)
                continue
            self._follow(account, window, terms if rated is None else rated)
            account.add(fact, amount, pieces(self.setting, fact, rated, parts), window, table)
            self._holders[fact.contract_id][account] = None
            if structure.floor is not None and key[0] is Window.RECEIPT and fact.kind == "payment":
                account.top_up(window, structure.floor)

    def _take_back(self, fact: MoneyFact, plans: Mapping[str, Terms]) -> None:
        """An exact refund reaches whatever stands on its contract, also where post, owner or plan has changed since."""
        for account in self._holders.get(fact.contract_id, ()):
            terms = plans.get(account.plan) or account.terms_of(fact.contract_id)
            if terms is None or account.lines[-1].fact is fact:
                continue
            key, structure = self._structure(terms, window_key(terms, fact))
            if structure.refund is Refund.EXACT and fact.kind in terms.kinds and not self._is_early(fact, key):
                amount = self._amount(fact, terms, account.rep)
                account.refund(fact, amount, self._window(account, key, structure))

    def _amount(self, fact: MoneyFact, terms: Terms, rep: str) -> int:
        shares = shares_of(self.setting, fact, terms)
        holders: Holders = holders_of(self.setting, fact, terms, shares)
        return step_of(whole(fact), shares, holders.get(rep, ())).amount

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

    # Windows and what picks their tiers.

    def account(self, rep: str, plan: str) -> Account:
        """A rep's account of a plan, begun where there is none."""
        found = self.accounts.get((rep, plan))
        if found is None:
            found = self.accounts[rep, plan] = Account(rep, plan)
        return found

    def _window(self, account: Account, key: WindowKey, structure: Terms) -> WindowSum:
        found = account.windows.get(key)
        return found or account.window(key, structure, self._level_before(account, key, structure))

    def _follow(self, account: Account, window: WindowSum, terms: Terms) -> None:
        by, asked = terms.table.by, window_period(window.key)
        if terms.table.measure and not terms.table.of_previous and asked and not account.follows(window, by):
            attaining = self.setting.attaining(account.rep, terms, by, asked)
            account.follow(window, by, attaining, self._money)

    def _level_before(self, account: Account, key: WindowKey, structure: Terms) -> LevelBefore:
        return cache(partial(self._before, account, key, structure))

    def _before(self, account: Account, key: WindowKey, structure: Terms, by: str) -> Ended:
        """What the window before ended with, frozen where it was closed; a level of None: the rep's first one under the plan."""
        before = window_before(key)
        days = window_period(before) if before else None
        if before is None or days is None:
            return Ended()
        frozen = self.setting.frozen(account.rep, structure, by, days)
        return frozen or Ended(self.level_of(account, before, structure, by))

    def level_of(self, account: Account, key: WindowKey, structure: Terms, by: str) -> Level:
        """What a window ended with, reckoned; None: the plan did not cover the rep, or there is no attainment."""
        if not self._was_covered(account, key, structure):
            return None
        if by.startswith(ATTAINMENT):
            days = window_period(key)
            return self.setting.attaining(account.rep, structure, by, days).final() if days else None
        found = account.windows.get(key)
        return found.reached if found and by == AMOUNT else 0

    def _was_covered(self, account: Account, key: WindowKey, structure: Terms) -> bool:
        """Whether the plan, with such windows, covered the rep on the last day of a window."""
        day = last_day(key)
        terms = self.setting.terms_on(day).get(account.plan) if day else None
        rep_id = self.setting.staff.by_code[account.rep].id
        return bool(
            day and terms and terms.window is structure.window and terms.covers(self.setting.staff, rep_id, day)
        )


_MOVES = ("payment", "refund")
