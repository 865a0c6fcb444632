"""The base of a rep's month (基础工资, figures.md §6): of the post or the rep's own, by history; no other pay here.

A month employed from its first to its last day at one base is that base, and nothing is divided. Any other month is
Σ base × days ÷ divisor over its pieces (joining, leaving, a raise, another post, another policy), rounded once, where
`[pay] base_by` of the policy in force on the month's last day says which days:

- calendar_days: every day; the divisor is the month's number of days.
- working_days: the company's working days; the divisor is the month's number of them.
- 21.75: the paid days, which are working days and public holidays (paid_days says why); a day is base ÷ 21.75. Who
  misses no paid day of the month has the whole base, so there the divisor is the month's number of paid days; who
  misses one never has more than the base, so the divisor is at least the number of days counted. This is the daily
  wage of Chinese practice (日工资 = 月工资 ÷ 21.75) for who joins or leaves, and leaves a whole month alone, which
  would else swing between 18 and 23 days of 21.75.

Leave takes nothing off: which leave is unpaid is not in a policy. Money in minor units.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from gettext import gettext as _
from itertools import pairwise

from salescli import money
from salescli.calendar import days_between
from salescli.errors import NothingInForce
from salescli.period import Period
from salescli.policy.kinds import BaseBy
from salescli.policy.versions import PolicyVersion, Versions
from salescli.rules.paid_days import paid_days, working_days
from salescli.rules.roster import known_employment
from salescli.rules.staff import Staff

DAY = timedelta(days=1)  # one day
WHOLE = Fraction(1)  # the divisor of what is not divided


@dataclass(frozen=True, slots=True)
class Piece:
    """Days of a month at one base.

    Attributes:
        start, end: half-open.
        base: per month, minor units; None: the rep has none of its own, and the post has none.
        own: whether it is the rep's own, not the post's.
        policy: the version's name and the post's key there; "" of an own base.
        days: how many of its days count; 1 where nothing is divided.
    """

    start: date
    end: date
    post: str | None
    base: int | None
    own: bool
    policy: str
    days: int = 1

    @property
    def exact(self) -> Fraction:
        """base × days: what the divisor divides."""
        return Fraction(self.base or 0) * self.days


@dataclass(frozen=True, slots=True)
class BaseMonth:
    """The base of one rep's month.

    Attributes:
        pieces: in order, at least one.
        by: which days count; None: the whole month at one base, so nothing is divided.
        divisor: what base × days is divided by. policy: the version's name and the key that says so.
        in_month: how many days of the month would count for who is employed in all of it.
    """

    month: Period
    pieces: Sequence[Piece]
    by: BaseBy | None = None
    divisor: Fraction = WHOLE
    policy: str = ""
    in_month: int = 1

    @property
    def amount(self) -> int | None:
        """Minor units; None: no base is known for any of its days."""
        if all(piece.base is None for piece in self.pieces):
            return None
        return money.round_money(sum((piece.exact for piece in self.pieces), Fraction(0)) / self.divisor)

    @property
    def without(self) -> Sequence[Piece]:
        """The pieces for which no base is known."""
        return [piece for piece in self.pieces if piece.base is None]


class BasePay:
    """The bases of everybody's months under the policies, with nothing that happens after `on`."""

    def __init__(self, versions: Versions, staff: Staff, on: date) -> None:
        self._versions = versions
        self._staff = staff
        self._on = on
        self._counted: Callable[[BaseBy, date, date], frozenset[date]] = cache(self._days)

    def of(self, rep_id: int, month: Period) -> BaseMonth | None:
        """A rep's month; None: not employed in it, or it begins after the day looked from.

        Raises:
            NothingInForce: part of a month, or several bases in one, and no `[pay] base_by` in force on its last day.
            WrongUse, NothingInForce: the public holidays are not known here.
        """
        if month.start > self._on:
            return None
        pieces = _joined(self._pieces(rep_id, month))
        if not pieces:
            return None
        whole = pieces[0].start == month.start and pieces[-1].end == month.end and _is_gapless(pieces)
        if (whole and len({piece.base for piece in pieces}) == 1) or all(piece.base is None for piece in pieces):
            return BaseMonth(month, [replace(pieces[-1], start=pieces[0].start)])
        return self._divided(self._staff.code_of[rep_id], month, pieces)

    def _pieces(self, rep_id: int, month: Period) -> Iterator[Piece]:
        """The days employed, cut wherever something about the job or the policy changes."""
        edges = {*self._staff.changes(rep_id, month.start, month.end), *self._policy_edges(month)}
        for low, high in known_employment(self._staff, rep_id, month, self._on):
            starts = sorted({low, *(day for day in edges if low < day < high)})
            for start, end in zip(starts, [*starts[1:], high], strict=True):
                yield self._piece(rep_id, start, end)

    def _policy_edges(self, month: Period) -> Iterator[date]:
        return (piece.start for piece in self._versions.between(month.start, month.end))

    def _piece(self, rep_id: int, start: date, end: date) -> Piece:
        known = min(start, self._on)  # of what happens later nothing is known
        post, own = self._staff.post_on(rep_id, known), self._staff.base_on(rep_id, known)
        if own is not None:
            return Piece(start, end, post, own, True, "")
        version = self._version(start)
        described = version.policy.post(post) if version and post else None
        source = f"{version.label} · post.{post}.base" if version and post else ""
        return Piece(start, end, post, described.base if described else None, False, source)

    def _version(self, day: date) -> PolicyVersion | None:
        found = self._versions.between(day, day + DAY)
        return found[0].version if found else None

    def _divided(self, rep: str, month: Period, pieces: Sequence[Piece]) -> BaseMonth:
        version = self._versions.on(month.last)
        by = version.policy.pay.base_by
        if by is None:
            raise NothingInForce(
                _(
                    "{rep} has part of a month's base in {month}, and [pay] base_by is not in the policy in force on "
                    "{day}; right would be calendar_days, working_days or 21.75."
                ).format(rep=rep, month=month.name, day=month.last.isoformat())
            )
        counted = self._counted(by, month.start, month.end)
        held = [replace(piece, days=len(counted & days_between(piece.start, piece.end))) for piece in pieces]
        divisor = _divisor(by, sum(piece.days for piece in held), len(counted))
        return BaseMonth(month, held, by, divisor, f"{version.label} · pay.base_by", len(counted))

    def _days(self, by: BaseBy, start: date, end: date) -> frozenset[date]:
        match by:
            case BaseBy.CALENDAR_DAYS:
                return days_between(start, end)
            case BaseBy.WORKING_DAYS:
                return frozenset(working_days(self._versions, start, end))
            case BaseBy.DAYS_21_75:
                return frozenset(paid_days(self._versions, start, end))


def _divisor(by: BaseBy, held: int, in_month: int) -> Fraction:
    """What base × days is divided by; 1 in a month that has no such day at all."""
    if by is not BaseBy.DAYS_21_75 or held == in_month:
        return Fraction(in_month or 1)
    return max(Fraction(by.value), Fraction(held))


def _is_gapless(pieces: Sequence[Piece]) -> bool:
    return all(before.end == after.start for before, after in pairwise(pieces))


def _joined(pieces: Iterator[Piece]) -> list[Piece]:
    """Neighbours of one post, base and policy as one: a change of team changes nothing here."""
    joined: list[Piece] = []
    for piece in pieces:
        last = joined[-1] if joined else None
        if last and last.end == piece.start and replace(piece, start=last.start) == replace(last, end=piece.end):
            joined[-1] = replace(last, end=piece.end)
        else:
            joined.append(piece)
    return joined
