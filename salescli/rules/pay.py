"""The pay of a rep (工资, figures.md §6): what its parts come to, and its lines; how each part comes about is its own rule's.

pay = base + Σ bonuses due + commission + true-ups − penalties ± draw, before tax and social insurance. With a draw the
commission stays what was earned, and `draw` is what was paid less that, so that what was paid is their sum. Of several
months it is the sum of theirs. Money in minor units.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Part = Literal["base", "bonus", "commission", "draw", "penalty", "true_up"]
PARTS: Sequence[Part] = ("base", "bonus", "commission", "draw", "penalty", "true_up")
"""The parts in the order of a payslip."""


@dataclass(frozen=True, slots=True)
class PayLine:
    """One line of a payslip.

    Attributes:
        part: which of the parts it stands in; key: the policy's name of it ("volume"), else the month.
        title: what it is, for people; over: the period or the day that it is for, as people write it.
        amount: with its sign in pay: a penalty is negative, one that is waived 0.
        rule: the key of the policy that it follows ("commission[standard]"); policy: the version's name.
        basis, rate: what the amount was taken of, minor units, and at which rate; None: it is no such product.
        facts: the ids of the facts it rests on, in order; words: what else there is to say.
    """

    part: Part
    key: str
    title: str
    over: str
    amount: int
    rule: str = ""
    policy: str = ""
    basis: int | None = None
    rate: Fraction | Decimal | None = None
    facts: Sequence[int] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pay:
    """What a rep is paid for some months.

    Attributes:
        base: None: employed, and no base is known. commission: as earned; None: no plan covers the rep.
        penalty: what is taken off, 0 or more. draw: what was paid less what was earned: below 0 it is recovered.
        unknown: the parts that are due and are not computed; with one of them there is no total.
    """

    base: int | None = 0
    bonus: int = 0
    commission: int | None = None
    penalty: int = 0
    true_up: int = 0
    draw: int = 0
    unknown: frozenset[Part] = frozenset()

    @property
    def total(self) -> int | None:
        """What is paid before tax and social insurance; a part without value adds nothing. None: a part is not computed."""
        if self.unknown:
            return None
        return (self.base or 0) + self.bonus + (self.commission or 0) + self.true_up + self.draw - self.penalty

    def __add__(self, other: "Pay") -> "Pay":
        """The pay of both; a part has no value where neither has one."""
        return Pay(
            base=_sum(self.base, other.base),
            bonus=self.bonus + other.bonus,
            commission=_sum(self.commission, other.commission),
            penalty=self.penalty + other.penalty,
            true_up=self.true_up + other.true_up,
            draw=self.draw + other.draw,
            unknown=self.unknown | other.unknown,
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing is due either way and nothing is open."""
        return not (
            self.base or self.bonus or self.commission or self.penalty or self.true_up or self.draw or self.unknown
        )


def total_of(lines: Iterable[PayLine]) -> int:
    """What the lines of a payslip come to."""
    return sum(line.amount for line in lines)


def _sum(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if (one, other) != (None, None) else None
