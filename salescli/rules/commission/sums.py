"""The arithmetic of one window of commission: C = min(cap, T + P − G) as parts and refunds come in; whose they are is not known here.

T is what meets a rate table, P what has a rate of its own (preset, product, days), G what exact refunds take back from
earlier windows. Money in minor units; amounts of commission are exact fractions of them, rounded where a line ends.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from salescli.rules.commission.plan import Terms
from salescli.rules.commission.setting import Ended
from salescli.rules.commission.sharing import Piece
from salescli.rules.commission.windows import WindowKey
from salescli.rules.rates import AMOUNT, NOTHING, Exact, Level, RateTable
from salescli.terms import Mode

LevelBefore = Callable[[str], Ended]
"""What the window before ended with, by what picks the tier (`by`)."""
LevelOf = Callable[[RateTable], Level]


def no_window_before(_by: str) -> Ended:
    """A first window: the first row of a table with of = "previous" counts."""
    return Ended()


@dataclass(slots=True)
class Stand:
    """What one contract adds to a window: commission at rates of its own, and money that meets tables."""

    fixed: Exact = 0
    kept: dict[RateTable, Exact] = field(default_factory=dict)
    back: Exact = 0

    def earned(self, level: LevelOf) -> Exact:
        """T + P of this contract at the tiers reached."""
        return self.fixed + sum((table.tier(level(table)) * amount for table, amount in self.kept.items()), NOTHING)


class WindowSum:
    """One rep's running commission of one plan in one window.

    Attributes:
        reached: B, the sum of the parts that meet the table, minor units.
        attained: the attainment so far, by what picks the tier ("attainment:collected").
        kept: what meets each table and counts, by table.
        earned: T + P; back: G; commission: C = min(cap, T + P − G); all exact minor units.
    """

    def __init__(self, key: WindowKey, terms: Terms, before: LevelBefore = no_window_before) -> None:
        self.key = key
        self.terms = terms
        self.before = before
        self.reached = 0
        self.attained: dict[str, Level] = {}
        self.earned: Exact = 0
        self.back: Exact = 0
        self.commission: Exact = 0
        self._contracts: dict[int, Stand] = defaultdict(Stand)
        self._fixed: Exact = 0
        self.kept: dict[RateTable, Exact] = {}

    def level(self, table: RateTable) -> Level:
        """What picks a table's tier: B, the attainment so far, or what the window before ended with."""
        if table.of_previous:
            return self.before(table.by).level
        return self.reached if table.by == AMOUNT else self.attained.get(table.by)

    def standing(self, contract_id: int) -> Exact:
        """What of this window's commission stands on a contract; of a capped window all contracts share the cut alike.

        Summed over the contracts it is C, so that refunding everything leaves 0.
        """
        stand, cap = self._contracts[contract_id], self.terms.cap
        cut = Fraction(1)
        if cap is not None and self.earned and self.uncapped > cap:
            cut = (cap + self.back) / Fraction(self.earned)
        return stand.earned(self.level) * cut - stand.back

    def add(self, contract_id: int, pieces: Iterable[Piece], table: RateTable) -> Exact:
        """Count a part in; gives what the part itself earns at the tier reached with it."""
        stand, own, met = self._contracts[contract_id], NOTHING, 0
        for piece in pieces:
            if piece.rate is None:
                met += piece.amount
            else:
                own += piece.amount * piece.rate
        climbs = self.terms.mode is Mode.SPLIT and table.has_ladder
        if climbs:
            own += table.paid(self.reached + met) - table.paid(self.reached)
        stand.fixed += own
        self._fixed += own
        self.reached += met
        if met and not climbs:
            stand.kept[table] = stand.kept.get(table, 0) + met
            self.kept[table] = self.kept.get(table, 0) + met
            own += table.tier(self.level(table)) * met
        self.settle()
        return own

    def take(self, contract_id: int, part: Fraction, elsewhere: Exact) -> tuple[Exact, Exact]:
        """An exact refund: a part r ÷ n of everything on a contract counts no more; gives what that took here and in G.

        Args:
            elsewhere: what stands on the contract from other windows.
        """
        stand = self._contracts[contract_id]
        here = stand.earned(self.level) * part
        self._fixed -= stand.fixed * part
        stand.fixed -= stand.fixed * part
        for table, amount in stand.kept.items():
            self.kept[table] -= amount * part
            stand.kept[table] = amount - amount * part
        back = (elsewhere - stand.back) * part
        stand.back += back
        self.back += back
        self.settle()
        return here, back

    @property
    def uncapped(self) -> Exact:
        """T + P − G."""
        return self.earned - self.back

    def settle(self) -> None:
        """Reckon C anew from what is kept, at the tiers that are reached now."""
        ladder = sum((table.tier(self.level(table)) * amount for table, amount in self.kept.items()), NOTHING)
        self.earned = self._fixed + ladder
        cap = self.terms.cap
        self.commission = cap if cap is not None and self.uncapped > cap else self.uncapped
