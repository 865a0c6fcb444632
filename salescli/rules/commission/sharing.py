"""Whose a fact's money is, which instalments it settles, and a person's part of it by its sources of rate (figures.md §2, §5)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from salescli.facts.credited import Due, LineWeight, MoneyFact
from salescli.rules import credit
from salescli.rules.commission.plan import Terms
from salescli.rules.commission.setting import Dues, Setting
from salescli.rules.credit import Step
from salescli.rules.rates import DAYS, DUE, NOTHING, RateTable

Holders = Mapping[str, Sequence[str]]
"""By rep code, whose shares the rep's part is made of: one's own, or those of the people in the teams that one leads."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a contract's money that counts alike: one instalment's, or all of a fact's.

    Attributes:
        before: what stood on the contract before it; amount: with its direction, minor units.
        due_on: the day its instalment fell due; days: from that day to the money's own.
    """

    before: int
    amount: int
    due_on: date | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part's money at one source of rate.

    Attributes:
        rate: None: it meets the table's ladder. why: preset, days, table, absent, or the product's code.
        span, step: the stretch of the contract's money that it is of, and the person's part of that.
    """

    amount: int
    rate: Fraction | None
    why: str
    span: Span
    step: Step


def shares_of(setting: Setting, fact: MoneyFact, terms: Terms) -> Mapping[str, Decimal]:
    """The percentages of a fact by rep code, as the plan credits: of the signing day, or of the fact's own."""
    day = fact.signed_on if terms.credit_on == "signed" else fact.happened_on
    return setting.credits.shares(fact.opportunity_id, day)


def holders_of(setting: Setting, fact: MoneyFact, terms: Terms, shares: Mapping[str, Decimal]) -> Holders:
    """Who has a part: who has a share, or with of_team whoever leads a team that they stand in on the fact's day.

    Who leads two of the teams above somebody has that part once.
    """
    if not terms.of_team:
        return {code: (code,) for code in shares}
    staff, found = setting.staff, defaultdict[str, list[str]](list)
    for code in shares:
        teams = staff.teams_above(staff.by_code[code].id, fact.happened_on)
        places = (staff.place_on(team, fact.happened_on) for team in teams)
        for lead in {place.lead_id for place in places if place and place.lead_id is not None}:
            found[staff.code_of[lead]].append(code)
    return found


def step_of(span: Span, shares: Mapping[str, Decimal], codes: Iterable[str]) -> Step:
    """What some people have together of a stretch of money, and had of what came before it."""
    steps = credit.steps(span.before, span.amount, shares)
    mine = [steps[code] for code in codes]
    return Step(sum(step.before for step in mine), sum(step.amount for step in mine))


def whole(fact: MoneyFact) -> Span:
    """All of a fact's money as one stretch."""
    return Span(fact.before, fact.signed_amount)


def pieces(
    setting: Setting, fact: MoneyFact, rated: Terms | None, parts: Iterable[tuple[Span, Step]]
) -> tuple[Piece, ...]:
    """A part by its sources of rate, the most specific first: preset, product, table.

    A cost is of no contract, so products have no part of it: it meets the table.

    Args:
        rated: the terms that give the rate; None: the plan was not there on that day.
    """
    return tuple(piece for span, step in parts for piece in _pieces(setting, fact, rated, span, step))


def _pieces(setting: Setting, fact: MoneyFact, rated: Terms | None, span: Span, step: Step) -> Iterator[Piece]:
    if rated is None:
        yield Piece(step.amount, NOTHING, "absent", span, step)
        return
    if fact.preset is not None:
        yield Piece(step.amount, Fraction(fact.preset), "preset", span, step)
        return
    for source, amount in by_source(setting, fact, rated.table, step).items():
        if source is None:
            rate, why = _of_table(fact, span, rated.table)
            yield Piece(amount, rate, why, span, step)
        else:
            yield Piece(amount, rated.table.products[source], source, span, step)


def by_source(setting: Setting, fact: MoneyFact, table: RateTable, step: Step) -> Mapping[str | None, int]:
    """A part over its contract's lines: each product with a rate of its own, and all others together (None)."""
    lines = lines_of(setting, fact, table)
    if not lines:
        return {None: step.amount}
    sums: dict[str | None, int] = defaultdict(int)
    amounts = credit.spread(step.before, step.amount, [line.amount for line in lines])
    for line, amount in zip(lines, amounts, strict=True):
        sums[own_product(line, table)] += amount
    return sums


def lines_of(setting: Setting, fact: MoneyFact, table: RateTable) -> Sequence[LineWeight]:
    """The lines that a fact's money is spread over; none where no product has a rate of its own."""
    lines = setting.weights.get(fact.contract_id, ()) if table.products else ()
    return lines if any(line.amount for line in lines) else ()


def own_product(line: LineWeight, table: RateTable) -> str | None:
    """The product of a line by the name that the table's own rates have for it; None: it has no rate of its own."""
    return next((name for name in (line.product, line.name) if name in table.products), None)


def _of_table(fact: MoneyFact, span: Span, table: RateTable) -> tuple[Fraction | None, str]:
    match table.by:
        case by if by == DAYS:
            return table.rate_after((fact.happened_on - fact.signed_on).days), "days"
        case by if by == DUE:
            return table.rate_after(span.days), "due"
        case _:
            return None, "table"


# Instalments.


@dataclass(frozen=True, slots=True)
class _Settled:
    """Money of one receipt that settled a part of one instalment."""

    amount: int
    due_on: date
    days: int


class Settlements:
    """Which instalments each contract's money has settled, as payments and refunds come in, in order.

    A payment settles the oldest instalment first; what instalments do not cover falls due with the last of them, without
    any when signed. A refund takes back what was settled last, at the days of the money that it takes back.
    """

    def __init__(self, dues: Dues) -> None:
        self._dues = dues
        self._settled: dict[int, list[_Settled]] = defaultdict(list)

    def spans(self, fact: MoneyFact) -> Sequence[Span]:
        """A fact's money by the instalments it settles or opens again; asked once for each fact."""
        return list(self._opened(fact) if fact.kind == "refund" else self._settles(fact))

    def _settles(self, fact: MoneyFact) -> Iterator[Span]:
        at, end = fact.before, fact.before + fact.signed_amount
        for until, due_on in _bounds(self._dues.get(fact.contract_id, ()), fact.signed_on):
            size = (end if until is None else min(until, end)) - at
            if size > 0:
                days = (fact.happened_on - due_on).days
                self._settled[fact.contract_id].append(_Settled(size, due_on, days))
                yield Span(at, size, due_on, days)
                at += size

    def _opened(self, fact: MoneyFact) -> Iterator[Span]:
        at, left, settled = fact.before, fact.amount, self._settled[fact.contract_id]
        while left and settled:
            last = settled.pop()
            size = min(last.amount, left)
            if size < last.amount:
                settled.append(_Settled(last.amount - size, last.due_on, last.days))
            yield Span(at, -size, last.due_on, last.days)
            at, left = at - size, left - size
        if left:  # more than ever came
            first = next(_bounds(self._dues.get(fact.contract_id, ()), fact.signed_on))[1]
            yield Span(at, -left, first, (fact.happened_on - first).days)


def _bounds(dues: Sequence[Due], signed_on: date) -> Iterator[tuple[int | None, date]]:
    """Up to which sum of money each instalment reaches, and when it falls due; the last one has no bound."""
    so_far, last = 0, signed_on
    for due in dues:
        so_far, last = so_far + due.amount, due.due_on
        yield so_far, last
    yield None, last
