"""Commission (提成, figures.md §5): what each fact of money changes in a rep's commission; no SQL, no words.

Per rep, plan and window C(t) = min(cap, T + P − G) over the facts up to t. T is what meets the rate table, P what has
a rate of its own (preset, product, days), G what exact refunds take back from earlier windows. Money in minor units;
amounts of commission are exact fractions of them, rounded once, where a line ends.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from salescli import money, period
from salescli.facts.credited import MoneyFact
from salescli.rules.commission_plan import Terms
from salescli.rules.rates import RateTable
from salescli.terms import Mode, PeriodKind, Window

Exact = int | Fraction
WindowKey = tuple[Window, date, int]
"""The kind, the first day, and the receipt's or contract's id (0 for calendar windows)."""
OWN_WINDOWS = (Window.RECEIPT, Window.CONTRACT)
"""Windows that need one contract's facts alone, whenever they happened."""
NONE = Fraction(0)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part's money at one source of rate: `rate` None meets the table's ladder."""

    amount: int
    rate: Fraction | None
    why: str


@dataclass(frozen=True, slots=True)
class Line:
    """What one fact changed in one rep's commission of one plan.

    Attributes:
        fact: None: the floor, on the window's last day.
        base: the rep's part of the money, minor units, refunds negative.
        rate: the tier's at that fact, blended where a slice crosses tiers or products have their own; None: no part.
        lift: what of the commission is earlier money at a new tier.
        commission: C after it less C before it, each rounded; lines sum to the total.
        before, after: C in minor units, exact. reached: B after it. taken: r ÷ n of an exact refund.
        here, back: what an exact refund took off T + P, and what it added to G.
    """

    rep: str
    plan: str
    window: WindowKey
    fact: MoneyFact | None
    happened_on: date
    base: int
    rate: Fraction | None
    lift: int
    commission: int
    before: Exact
    after: Exact
    reached: int
    pieces: tuple[Piece, ...]
    terms: Terms
    table: RateTable | None
    taken: Fraction | None = None
    here: Exact = 0
    back: Exact = 0


@dataclass(slots=True)
class Stand:
    """What one contract adds to a window: commission at rates of its own, and money that meets tables."""

    fixed: Exact = 0
    kept: dict[RateTable, Exact] = field(default_factory=dict)
    back: Exact = 0

    def earned(self, reached: int) -> Exact:
        """T + P of this contract at the tier of B."""
        return self.fixed + sum((table.rate(reached) * amount for table, amount in self.kept.items()), Fraction(0))


class WindowSum:
    """One rep's running commission of one plan in one window.

    Attributes:
        reached: B, the sum of the parts that meet the table, minor units.
        earned: T + P; back: G; commission: C = min(cap, T + P − G); all exact minor units.
    """

    def __init__(self, key: WindowKey, terms: Terms) -> None:
        self.key = key
        self.terms = terms
        self.reached = 0
        self.earned: Exact = 0
        self.back: Exact = 0
        self.commission: Exact = 0
        self._contracts: dict[int, Stand] = defaultdict(Stand)
        self._fixed: Exact = 0
        self._kept: dict[RateTable, Exact] = {}

    def standing(self, contract_id: int) -> Exact:
        """What of this window's commission stands on a contract; of a capped window all contracts share the cut alike.

        Summed over the contracts it is C, so that refunding everything leaves 0.
        """
        stand, cap = self._contracts[contract_id], self.terms.cap
        cut = Fraction(1)
        if cap is not None and self.earned and self.earned - self.back > cap:
            cut = (cap + self.back) / Fraction(self.earned)
        return stand.earned(self.reached) * cut - stand.back

    def add(self, contract_id: int, pieces: Iterable[Piece], table: RateTable) -> Exact:
        """Count a part in; gives what the part itself earns at the tier reached with it."""
        stand, own, met = self._contracts[contract_id], NONE, 0
        for piece in pieces:
            if piece.rate is None:
                met += piece.amount
            else:
                own += piece.amount * piece.rate
        if self.terms.mode is Mode.SPLIT:
            own += table.paid(self.reached + met) - table.paid(self.reached)
        stand.fixed += own
        self._fixed += own
        self.reached += met
        if met and self.terms.mode is Mode.FLAT:
            stand.kept[table] = stand.kept.get(table, 0) + met
            self._kept[table] = self._kept.get(table, 0) + met
            own += table.rate(self.reached) * met
        self._settle()
        return own

    def take(self, contract_id: int, part: Fraction, elsewhere: Exact) -> tuple[Exact, Exact]:
        """An exact refund: a part r ÷ n of everything on a contract counts no more; gives what that took here and in G.

        Args:
            elsewhere: what stands on the contract from other windows.
        """
        stand = self._contracts[contract_id]
        here = stand.earned(self.reached) * part
        self._fixed -= stand.fixed * part
        stand.fixed -= stand.fixed * part
        for table, amount in stand.kept.items():
            self._kept[table] -= amount * part
            stand.kept[table] = amount - amount * part
        back = (elsewhere - stand.back) * part
        stand.back += back
        self.back += back
        self._settle()
        return here, back

    def _settle(self) -> None:
        ladder = sum((table.rate(self.reached) * amount for table, amount in self._kept.items()), NONE)
        self.earned = self._fixed + ladder
        raw = self.earned - self.back
        cap = self.terms.cap
        self.commission = cap if cap is not None and raw > cap else raw


class Account:
    """One rep's commission of one plan over all its windows.

    Attributes:
        lines: one per fact that the rep has a part in, in order.
        windows: in the order of their first fact.
    """

    def __init__(self, rep: str, plan: str) -> None:
        self.rep = rep
        self.plan = plan
        self.lines: list[Line] = []
        self.windows: dict[WindowKey, WindowSum] = {}
        self._holding: dict[int, dict[WindowKey, WindowSum]] = defaultdict(dict)

    def window(self, key: WindowKey, terms: Terms) -> WindowSum:
        """The window of that key, begun with these terms where it is new."""
        found = self.windows.get(key)
        if found is None:
            found = self.windows[key] = WindowSum(key, terms)
        return found

    def terms_of(self, contract_id: int) -> Terms | None:
        """The terms under which a contract last earned here; None: it never did."""
        held = self._holding.get(contract_id)
        return next(reversed(held.values())).terms if held else None

    def add(self, fact: MoneyFact, amount: int, pieces: tuple[Piece, ...], window: WindowSum, table: RateTable) -> None:
        """Count a rep's part of a fact in, and write its line."""
        before, earned = window.commission, window.earned
        self._holding[fact.contract_id][window.key] = window
        own = window.add(fact.contract_id, pieces, table)
        lift = _lift(window.commission - before, own, window.earned - earned - own)
        self.lines.append(_line(self, fact, amount, window, before, own, lift, pieces=pieces, table=table))

    def refund(self, fact: MoneyFact, amount: int, window: WindowSum) -> None:
        """Take an exact refund back from everything that stands on its contract, and write its line."""
        before, held = window.commission, self._holding[fact.contract_id]
        elsewhere = sum((w.standing(fact.contract_id) for w in held.values() if w is not window), NONE)
        held[window.key] = window
        part = min(Fraction(1), Fraction(fact.amount, fact.before)) if fact.before > 0 else NONE
        here, back = window.take(fact.contract_id, part, elsewhere)
        self.lines.append(
            _line(self, fact, amount, window, before, -here - back, NONE, taken=part, here=here, back=back)
        )

    def top_up(self, window: WindowSum, floor: int) -> None:
        """On the window's last day add what is missing to the floor, and write its line."""
        missing = floor - money.round_money(window.commission)
        if missing <= 0:
            return
        before, last = window.commission, last_day(window.key)
        window.commission = Fraction(floor)
        assert last is not None  # only calendar windows have a floor's day
        line = _line(self, None, 0, window, before, missing, NONE, happened_on=last)
        self.lines.append(line)


def _line(
    account: Account,
    fact: MoneyFact | None,
    amount: int,
    window: WindowSum,
    before: Exact,
    own: Exact,
    lift: Exact,
    *,
    happened_on: date | None = None,
    pieces: tuple[Piece, ...] = (),
    table: RateTable | None = None,
    taken: Fraction | None = None,
    here: Exact = 0,
    back: Exact = 0,
) -> Line:
    day = fact.happened_on if fact else happened_on
    assert day is not None  # a line without a fact says its day
    return Line(
        rep=account.rep,
        plan=account.plan,
        window=window.key,
        fact=fact,
        happened_on=day,
        base=amount,
        rate=Fraction(own) / amount if amount and fact else None,
        lift=money.round_money(lift),
        commission=money.round_money(window.commission) - money.round_money(before),
        before=before,
        after=window.commission,
        reached=window.reached,
        pieces=pieces,
        terms=window.terms,
        table=table,
        taken=taken,
        here=here,
        back=back,
    )


def _lift(change: Exact, own: Exact, lifted: Exact) -> Exact:
    """How much of a change of C is earlier money at a new tier; under a cap the part's own money fills it first."""
    if lifted >= 0:
        return max(NONE, min(lifted, change - own))
    return min(NONE, max(lifted, change - own))


# Windows.


def window_key(terms: Terms, fact: MoneyFact) -> WindowKey:
    """The window that a fact falls into."""
    match terms.window:
        case Window.RECEIPT:
            return Window.RECEIPT, fact.happened_on, fact.id
        case Window.CONTRACT:
            return Window.CONTRACT, fact.signed_on, fact.contract_id
        case kind:
            return kind, period.period_of(PeriodKind(kind.value), fact.happened_on).start, 0


def window_start(kind: Window, day: date) -> date:
    """The first day whose facts a window that holds the day may need (a contract's own are asked for by contract)."""
    if kind in OWN_WINDOWS:
        return day
    return period.period_of(PeriodKind(kind.value), day).start


def last_day(key: WindowKey) -> date | None:
    """A window's last day; None: a contract's window stays open."""
    kind, start, _id = key
    if kind is Window.CONTRACT:
        return None
    return start if kind is Window.RECEIPT else period.period_of(PeriodKind(kind.value), start).last
