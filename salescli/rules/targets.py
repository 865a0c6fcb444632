"""Which target counts for a period (figures.md §4): set for it, tiled from finer ones, or a part of a wider one."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal, NamedTuple

from salescli import money
from salescli.calendar import days_between
from salescli.facts.measured import TargetRow
from salescli.measure import MEASURE_WORDS, MeasureKey, Written
from salescli.period import Period
from salescli.policy.model import Calendar
from salescli.terms import Scope

How = Literal["set", "tiles", "part"]
WHOLE = Fraction(1)
Prorate = Literal["days", "months", "none"]


class Key(NamedTuple):
    """Whose target of what: `whose` is a rep's or team's id, None the company; product_id None: of all products."""

    scope: str
    whose: int | None
    measure: str
    product_id: int | None = None


class Target(NamedTuple):
    """The target found for a period.

    Attributes:
        value: minor units for money (whole ones, when Targets gives it), else a plain number.
        how: set for exactly this period, summed from tiles, or a part of a wider one.
        facts: the ids of the target facts it rests on.
    """

    value: Fraction
    how: How
    facts: tuple[int, ...]


class Piece(NamedTuple):
    """One target in force as a span of days."""

    start: date
    end: date
    value: Fraction
    fact: int
    exact: bool

    @property
    def days(self) -> int:
        """Its length in days."""
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Prorating:
    """How the target of a joiner, a leaver or somebody on long leave shrinks: by the days or months that the rep is there.

    Attributes:
        present: every day on which the rep is there, of the period looked at.
    """

    by: Prorate
    present: frozenset[date]

    def of(self, piece: Piece) -> Fraction:
        """The part of a piece for which the rep is there, 0 … 1; of months each that holds such a day."""
        if self.by == "none" or piece.exact:
            return WHOLE
        days = days_between(piece.start, piece.end)
        if days <= self.present:
            return WHOLE
        there = days & self.present
        if self.by == "days":
            return Fraction(len(there), piece.days)
        return Fraction(len({(day.year, day.month) for day in there}), _months_touched(piece.start, piece.end))


@dataclass(frozen=True, slots=True)
class Found:
    """A target with what it was found from, for whoever tells why.

    Attributes:
        pieces: set for the period, the tiles, or the one wider target that it is a part of.
        months: of a part: how the wider target is spread over its months; empty where it goes by days.
    """

    target: Target
    wanted: Period
    pieces: Sequence[Piece]
    months: Sequence["MonthPart"]
    prorating: Prorating | None
    is_sum: bool
    is_money: bool


@dataclass(frozen=True, slots=True)
class MonthPart:
    """A month's part of a wider target.

    Attributes:
        weight, of: the month's weight and that of all its months.
        value: what falls to the month, money in whole minor units; shared: how many of its days are looked at.
    """

    month: Period
    weight: Fraction
    of: Fraction
    value: Fraction
    shared: int


class Targets:
    """Everybody's targets for one period.

    A target belongs to its period, not to the day it was written down: --on hides none, --as-of those set later.

    Attributes:
        pieces: by whom and what, every target in force that meets the period.
    """

    def __init__(
        self, rows: Iterable[TargetRow], period: Period, calendar: Calendar, present: Callable[[int], frozenset[date]]
    ) -> None:
        """The calendar is the policy's; `present` gives the days of the period on which a rep, by id, is there."""
        self.pieces: Mapping[Key, Sequence[Piece]] = by_key(rows)
        self._period = period
        self._seasonality = calendar.seasonality or None
        self._by: Prorate = calendar.prorate.value
        self._present = cache(present)
        self._targets: dict[Key, Target | None] = {}

    def find(self, key: Key) -> Target | None:
        """The target that counts for the period, money in whole minor units; None: there is none."""
        if key not in self.pieces:
            return None
        if key not in self._targets:
            found = self._found(key)
            self._targets[key] = _shown(found) if found else None
        return self._targets[key]

    def told(self, key: Key) -> Found | None:
        """The same with what it was found from."""
        found = self._found(key)
        return replace(found, target=_shown(found)) if found else None

    def _found(self, key: Key) -> Found | None:
        """The exact one."""
        written = _written(key.measure)
        prorating = None
        if key.scope == Scope.REP and key.whose is not None:
            prorating = Prorating(self._by, self._present(key.whose))
        return looked_up(
            self.pieces.get(key, ()),
            self._period,
            is_sum=written is not None and MEASURE_WORDS[MeasureKey(key.measure)].is_sum,
            is_money=written == "money",
            seasonality=self._seasonality,
            prorating=prorating,
        )


def _shown(found: Found) -> Target:
    return found.target._replace(value=rounded(found.target, found.is_money))


def _written(measure: str) -> Written | None:
    """How a value of a measure is written; None for one that this program does not know."""
    return MEASURE_WORDS[MeasureKey(measure)].written if measure in MEASURE_WORDS else None


def by_key(rows: Iterable[TargetRow]) -> dict[Key, list[Piece]]:
    """The targets in force by whom and what; rows come in the order they were set, the last of the same days counts."""
    latest: dict[tuple[Key, date, date], Piece] = {}
    for row in rows:
        value = Fraction(row.amount) if row.amount is not None else Fraction(row.number or 0)
        key = Key(row.scope, row.rep_id or row.team_id, row.measure, row.product_id)
        latest[key, row.starts_on, row.ends_on] = Piece(row.starts_on, row.ends_on, value, row.id, row.exact)
    found: dict[Key, list[Piece]] = {}
    for (key, _start, _end), piece in latest.items():
        found.setdefault(key, []).append(piece)
    return found


def find(
    pieces: Sequence[Piece],
    wanted: Period,
    *,
    is_sum: bool,
    is_money: bool = False,
    seasonality: Sequence[Decimal] | None = None,
    prorating: Prorating | None = None,
) -> Target | None:
    """The target of a period, or None where there is none.

    Set for exactly this period; else the coarsest tiles that cover it; else the part of the smallest enclosing one.
    Ratios carry over unchanged, of tiles the mean weighted by days.
    """
    found = looked_up(pieces, wanted, is_sum=is_sum, is_money=is_money, seasonality=seasonality, prorating=prorating)
    return found.target if found else None


def looked_up(
    pieces: Sequence[Piece],
    wanted: Period,
    *,
    is_sum: bool,
    is_money: bool,
    seasonality: Sequence[Decimal] | None,
    prorating: Prorating | None,
) -> Found | None:
    """As find(), with what the target was found from."""
    tiles = _tiles(pieces, wanted)
    if tiles:
        how: How = "set" if len(tiles) == 1 else "tiles"
        target = Target(_joined(tiles, is_sum, prorating), how, tuple(tile.fact for tile in tiles))
        return Found(target, wanted, tiles, (), prorating, is_sum, is_money)
    wider = [piece for piece in pieces if piece.start <= wanted.start and wanted.end <= piece.end]
    if not wider:
        return None
    smallest = min(wider, key=lambda piece: (piece.days, piece.start))
    months = _months(smallest, wanted, is_money, seasonality) if is_sum else ()
    value = _part(smallest, wanted, months) if is_sum else smallest.value
    if is_sum and prorating:
        value *= prorating.of(part_of(smallest, wanted))
    return Found(Target(value, "part", (smallest.fact,)), wanted, [smallest], months, prorating, is_sum, is_money)


def part_of(piece: Piece, wanted: Period) -> Piece:
    """The days of a wider target that are looked at."""
    return Piece(wanted.start, wanted.end, piece.value, piece.fact, piece.exact)


def _tiles(pieces: Sequence[Piece], wanted: Period) -> list[Piece]:
    """The coarsest targets that cover the period exactly, or none: from each day on the longest with which it can be done."""
    known: dict[date, tuple[Piece, ...] | None] = {wanted.end: ()}

    def cover(day: date) -> tuple[Piece, ...] | None:
        if day not in known:
            fitting = [piece for piece in pieces if piece.start == day and piece.end <= wanted.end]
            ways = ((piece, cover(piece.end)) for piece in sorted(fitting, key=lambda piece: -piece.days))
            known[day] = next(((piece, *rest) for piece, rest in ways if rest is not None), None)
        return known[day]

    return list(cover(wanted.start) or ())


def _joined(tiles: Sequence[Piece], is_sum: bool, prorating: Prorating | None) -> Fraction:
    if is_sum:
        parts = ((tile.value, prorating.of(tile) if prorating else WHOLE) for tile in tiles)
        return sum((value if part is WHOLE else value * part for value, part in parts), Fraction(0))
    days = sum(tile.days for tile in tiles)
    return sum((tile.value * tile.days for tile in tiles), Fraction(0)) / days


def _part(piece: Piece, wanted: Period, months: Sequence[MonthPart]) -> Fraction:
    """The period's part of a wider target: by its months, within a month by days; by days alone where it is not of months."""
    if not months:
        return piece.value * wanted.days / piece.days
    return sum((one.value * Fraction(one.shared, one.month.days) for one in months), Fraction(0))


def _months(piece: Piece, wanted: Period, is_money: bool, seasonality: Sequence[Decimal] | None) -> Sequence[MonthPart]:
    """A wider target spread over its months as the seasonality weighs them; none where it is not of whole months.

    Months that all weigh nothing share evenly.
    """
    months = Period(piece.start, piece.end, "").months()
    if sum(month.days for month in months) != piece.days:
        return ()
    weights = {m.start: Fraction(seasonality[m.start.month - 1]) if seasonality else Fraction(1) for m in months}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, Fraction(1))
    whole = sum(weights.values(), Fraction(0))
    values = _split(piece.value, weights, is_money)
    parts = (MonthPart(m, weights[m.start], whole, values[m.start], _days_shared(m, wanted)) for m in months)
    return [part for part in parts if part.shared]


def _split(value: Fraction, weights: Mapping[date, Fraction], is_money: bool) -> Mapping[date, Fraction]:
    whole = sum(weights.values())
    if not is_money:
        return {day: value * weight / whole for day, weight in weights.items()}
    exact = {day: value * weight / whole for day, weight in weights.items()}
    parts = {day: part.numerator // part.denominator for day, part in exact.items()}
    left = int(value) - sum(parts.values())
    for day in sorted(exact, key=lambda day: (parts[day] - exact[day], day))[:left]:
        parts[day] += 1
    return {day: Fraction(part) for day, part in parts.items()}


def _days_shared(month: Period, wanted: Period) -> int:
    return max(0, (min(month.end, wanted.end) - max(month.start, wanted.start)).days)


def _months_touched(start: date, end: date) -> int:
    last = end - timedelta(days=1)
    return (last.year - start.year) * 12 + last.month - start.month + 1


def rounded(target: Target, is_money: bool) -> Fraction:
    """The target as it is shown and compared: money to the minor unit, counts exactly."""
    return Fraction(money.round_money(target.value)) if is_money else target.value


def pace(target: Fraction, gone: int, days: int) -> Fraction | None:
    """Target × working days gone ÷ working days of the period (§4); None: nobody works in it."""
    return target * gone / days if days else None
