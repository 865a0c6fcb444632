"""The draw (预支, figures.md §5): month by month what commission pays against an advance, and what is owed; no dates of policies here.

paid = max(earned, draw) − recovery; what of a recoverable draw was not earned is owed and recovered from what later exceeds the
draw. Money in minor units. Nothing else has a part in it: a draw is on commission alone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from salescli.period import Period


@dataclass(frozen=True, slots=True)
class Advance:
    """What the policy advances on a month's commission; source: its version and key, as people name them."""

    amount: int
    recoverable: bool
    source: str = ""


@dataclass(frozen=True, slots=True)
class EarnedMonth:
    """A month's commission as earned, and the draw that covers it (None: none does).

    Attributes:
        is_last: the last month that the rep is employed in.
    """

    month: Period
    earned: int
    advance: Advance | None = None
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class DrawMonth:
    """A month under a draw.

    Attributes:
        draw: None: none covers the month, and what was earned is paid less what is recovered.
        carried: what was owed when the month began; owed: what is when it has ended.
        shortfall: what of the draw was not earned and is owed from now on; recovered: what was taken of what exceeds it.
        is_last: the rep's last month: what is owed comes off its payslip as far as that reaches, the rest is shown as owed.
        note: what there is to say about it, as a sentence.
    """

    month: Period
    earned: int
    draw: int | None
    recoverable: bool
    carried: int
    shortfall: int
    recovered: int
    paid: int
    owed: int
    is_last: bool = False
    source: str = ""
    note: str = ""

    @property
    def change(self) -> int:
        """Paid less earned: above 0 it was advanced, below 0 recovered."""
        return self.paid - self.earned


def drawn(months: Iterable[EarnedMonth]) -> Iterator[DrawMonth]:
    """The months under a draw, from the first one that a draw covers on, in order; nothing is owed before it.

    After a last month nothing more is recovered: who is hired again begins anew.
    """
    owed = 0
    for one in months:
        found = _month(one, owed)
        yield found
        owed = 0 if one.is_last else found.owed


def off_last_payslip(owed: int, payslip: int) -> int:
    """What of an open draw comes off a leaver's last payslip: all of it, as far as the payslip reaches."""
    return min(owed, max(0, payslip))


def _month(one: EarnedMonth, carried: int) -> DrawMonth:
    advance = one.advance
    draw = advance.amount if advance else None
    missing = max(0, draw - one.earned) if draw is not None else 0
    recovered = min(carried, max(0, one.earned - (draw or 0)))
    shortfall = missing if advance and advance.recoverable else 0
    return DrawMonth(
        month=one.month,
        earned=one.earned,
        draw=draw,
        recoverable=bool(advance and advance.recoverable),
        carried=carried,
        shortfall=shortfall,
        recovered=recovered,
        paid=one.earned + missing - recovered,
        owed=carried + shortfall - recovered,
        is_last=one.is_last,
        source=advance.source if advance else "",
    )
