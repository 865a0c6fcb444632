"""One rep's commission of one plan over all its windows, and the lines that facts write into it; whose a fact is, is not asked here."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from salescli import money
from salescli.facts.credited import MoneyFact
from salescli.rules.commission.attaining import Attained, Attaining, Course
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.sharing import Piece
from salescli.rules.commission.sums import LevelBefore, WindowSum, no_window_before
from salescli.rules.commission.windows import WindowKey, last_day
from salescli.rules.rates import NOTHING, Exact, RateTable

NOTHING_ATTAINED: Mapping[str, Attained] = {}


@dataclass(frozen=True, slots=True)
class Line:
    """What one fact changed in one rep's commission of one plan.

    Attributes:
        fact: None: the floor on the window's last day, or an attainment's change of tier.
        gained: the fact that changed the attainment, where no money did (None: no single fact, or none at all).
        base: the rep's part of the money, minor units, refunds and costs negative.
        rate: the tier's at that fact, blended where a slice crosses tiers or products have their own; None: no part.
        lift: what of the commission is earlier money at a new tier.
        commission: C after it less C before it, each rounded; lines sum to the total.
        before, after: C in minor units, exact. reached: B after it. attained: the attainments after it, by `by`.
        taken: r ÷ n of an exact refund; here, back: what it took off T + P, and what it added to G.
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
    kind: str = ""
    gained: int | None = None
    attained: Mapping[str, Attained] = field(default_factory=dict)
    level_before: LevelBefore = field(default=no_window_before, compare=False)


class Account:
    """One rep's commission of one plan over all its windows.

    Attributes:
        lines: one per fact that the rep has a part in, and per change of tier without money, in order of each window.
        windows: in the order of their first fact.
    """

    def __init__(self, rep: str, plan: str) -> None:
        self.rep = rep
        self.plan = plan
        self.lines: list[Line] = []
        self.windows: dict[WindowKey, WindowSum] = {}
        self._holding: dict[int, dict[WindowKey, WindowSum]] = defaultdict(dict)
        self._courses: dict[WindowKey, dict[str, Course]] = defaultdict(dict)

    def window(self, key: WindowKey, terms: Terms, before: LevelBefore = no_window_before) -> WindowSum:
        """The window of that key, begun with these terms where it is new."""
        found = self.windows.get(key)
        if found is None:
            found = self.windows[key] = WindowSum(key, terms, before)
        return found

    def terms_of(self, contract_id: int) -> Terms | None:
        """The terms under which a contract last earned here; None: it never did."""
        held = self._holding.get(contract_id)
        return next(reversed(held.values())).terms if held else None

    # Attainments.

    def follows(self, window: WindowSum, by: str) -> bool:
        """Whether the window follows that attainment already."""
        return by in self._courses[window.key]

    def follow(self, window: WindowSum, by: str, attaining: Attaining, money: Container[int]) -> None:
        """From now on the window's tables may look at that attainment."""
        self._courses[window.key][by] = Course(attaining, money)
        window.attained[by] = None

    def advance(self, window: WindowSum, day: date, whole_day: bool = False) -> None:
        """Bring the window's attainments to a day, before its money or (`whole_day`) with all of it; a new tier is a line."""
        for by, course in self._courses.get(window.key, {}).items():
            for gain in course.up_to(day, whole_day):
                before, earned = window.commission, window.earned
                window.attained[by] = course.attained.value
                window.settle()
                if window.earned != earned:
                    self._write(window, before, NOTHING, window.commission - before, happened_on=gain.happened_on,
                                kind="attainment", gained=gain.fact)  # fmt: skip

    def advance_all(self, day: date) -> None:
        """Bring every window's attainments to a day's end."""
        for key in self._courses:
            self.advance(self.windows[key], day, whole_day=True)

    def _with_money(self, window: WindowSum, fact: MoneyFact) -> None:
        """Bring the attainments to a fact of money, with what it brings itself; C is reckoned anew with the fact."""
        self.advance(window, fact.happened_on)
        for by, course in self._courses.get(window.key, {}).items():
            course.with_money(fact.id)
            window.attained[by] = course.attained.value

    # Lines.

    def add(self, fact: MoneyFact, amount: int, pieces: tuple[Piece, ...], window: WindowSum, table: RateTable) -> None:
        """Count a rep's part of a fact in, and write its line."""
        self._with_money(window, fact)
        before, earned = window.commission, window.earned
        self._holding[fact.contract_id][window.key] = window
        own = window.add(fact.contract_id, pieces, table)
        lift = _lift(window.commission - before, own, window.earned - earned - own)
        self._write(window, before, own, lift, fact=fact, base=amount, pieces=pieces, table=table)

    def refund(self, fact: MoneyFact, amount: int, window: WindowSum) -> None:
        """Take an exact refund back from everything that stands on its contract, and write its line."""
        self._with_money(window, fact)
        held = self._holding[fact.contract_id]
        others = [other for other in held.values() if other is not window]
        for other in others:
            self.advance(other, fact.happened_on)
        before, earned = window.commission, window.earned
        elsewhere = sum((other.standing(fact.contract_id) for other in others), NOTHING)
        held[window.key] = window
        part = min(Fraction(1), Fraction(fact.amount, fact.before)) if fact.before > 0 else NOTHING
        here, back = window.take(fact.contract_id, part, elsewhere)
        lift = _lift(window.commission - before, -here - back, window.earned - earned + here)
        self._write(window, before, -here - back, lift, fact=fact, base=amount, taken=part, here=here, back=back)

    def top_up(self, window: WindowSum, floor: int) -> None:
        """On the window's last day add what is missing to the floor, and write its line."""
        last = last_day(window.key)
        missing = floor - money.round_money(window.commission)
        if missing <= 0 or last is None:
            return
        before, window.commission = window.commission, Fraction(floor)
        self._write(window, before, missing, NOTHING, happened_on=last, kind="floor")

    def _write(
        self,
        window: WindowSum,
        before: Exact,
        own: Exact,
        lift: Exact,
        *,
        fact: MoneyFact | None = None,
        happened_on: date = date.min,
        kind: str = "",
        base: int = 0,
        pieces: tuple[Piece, ...] = (),
        table: RateTable | None = None,
        taken: Fraction | None = None,
        here: Exact = 0,
        back: Exact = 0,
        gained: int | None = None,
    ) -> None:
        courses = self._courses.get(window.key)
        line = Line(
            rep=self.rep,
            plan=self.plan,
            window=window.key,
            fact=fact,
            happened_on=fact.happened_on if fact else happened_on,
            base=base,
            rate=Fraction(own) / base if base else None,
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
            kind=fact.kind if fact else kind,
            gained=gained,
            attained={by: course.attained for by, course in courses.items()} if courses else NOTHING_ATTAINED,
            level_before=window.before,
        )
        self.lines.append(line)


def lines_between(lines: Iterable[Line], start: date, end: date) -> Sequence[Line]:
    """The lines of [start, end), by day; of one day in the order they were written."""
    return sorted((line for line in lines if start <= line.happened_on < end), key=lambda line: line.happened_on)


def _lift(change: Exact, own: Exact, lifted: Exact) -> Exact:
    """How much of a change of C is earlier money at a new tier; under a cap the part's own money fills it first."""
    if lifted >= 0:
        return max(NOTHING, min(lifted, change - own))
    return min(NOTHING, max(lifted, change - own))
