"""What each measure is (figures.md §3): its words, unit and direction, and how its facts become a numerator and a denominator.

To add a measure: one query `queries/measure_KEY.sql` that gives MeasureFact rows, one entry in MEASURES, its key in terms.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from typing import Literal

from salescli import money
from salescli.facts.measured import Collection, MeasureFact
from salescli.terms import MeasureKey

Unit = Literal["money", "count", "ratio", "rating"]
Shares = Callable[[int, date], Mapping[str, Decimal]]
"""The shares of an opportunity on a day: percentages by rep code, summing to 100."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        unit: money and counts are sums that may be split and added; ratios and ratings keep both parts.
        less_is_better: attainment is then max(0, 2 − actual ÷ target).
        product: may be limited to a product.
    """

    key: MeasureKey
    title: Mapping[str, str]
    definition: Callable[[], str]
    unit: Unit
    less_is_better: bool = False
    product: bool = False

    @property
    def is_sum(self) -> bool:
        """Whether parts of it add up (money, counts), so that its targets can be split."""
        return self.unit in ("money", "count")


@dataclass(frozen=True, slots=True)
class Part:
    """What one fact gave one rep: for explain."""

    fact: int | None
    happened_on: date
    numerator: Fraction
    denominator: Fraction


@dataclass(slots=True)
class Tally:
    """A measure of one rep, team or the company: Σ numerators over Σ denominators, never a mean of ratios."""

    unit: Unit
    numerator: Fraction = Fraction(0)
    denominator: Fraction = Fraction(0)
    parts: list[Part] = field(default_factory=list)

    def add(self, part: Part) -> None:
        """Count one part in."""
        self.numerator += part.numerator
        self.denominator += part.denominator
        self.parts.append(part)

    @property
    def value(self) -> Fraction | None:
        """An empty sum is 0, an empty ratio has no value."""
        if self.unit in ("money", "count"):
            return self.numerator
        return self.numerator / self.denominator if self.denominator else None


def total(tallies: Iterable[Tally], unit: Unit) -> Tally:
    """The roll-up of several: sums over sums."""
    whole = Tally(unit)
    for tally in tallies:
        whole.numerator += tally.numerator
        whole.denominator += tally.denominator
        whole.parts += tally.parts
    return whole


def tallied(
    measure: Measure, facts: Iterable[MeasureFact], shares: Shares, code_of: Mapping[int, str]
) -> dict[str, Tally]:
    """Each rep's tally of a measure, by rep code; money is shared to the minor unit along its contract (§2)."""
    tallies: dict[str, Tally] = defaultdict(lambda: Tally(measure.unit))
    for fact in facts:
        for code, part in _parts(measure, fact, shares, code_of).items():
            tallies[code].add(part)
    return dict(tallies)


def _parts(measure: Measure, fact: MeasureFact, shares: Shares, code_of: Mapping[int, str]) -> dict[str, Part]:
    if fact.rep_id is not None:
        part = Part(fact.fact, fact.happened_on, Fraction(fact.numerator), Fraction(fact.denominator))
        return {code_of[fact.rep_id]: part}
    assert fact.opportunity_id is not None  # the query's promise: a rep or an opportunity
    percents = shares(fact.opportunity_id, fact.credit_on)
    if measure.unit == "money":
        amounts: Mapping[str, int | Fraction] = money.share_step(fact.before, fact.numerator, percents)
    else:
        amounts = {code: Fraction(percent) * fact.numerator / 100 for code, percent in percents.items()}
    return {
        code: Part(
            fact.fact, fact.happened_on, Fraction(amounts[code]), Fraction(percents[code]) * fact.denominator / 100
        )
        for code in percents
    }


def collection_rates(contracts: Iterable[Collection], shares: Shares) -> dict[str, Tally]:
    """资金回笼率 by rep code: settled ÷ demand, both shared; what nothing was due on has no part (§3)."""
    tallies: dict[str, Tally] = defaultdict(lambda: Tally("ratio"))
    for contract in contracts:
        settled, demand = settlement(contract)
        if not demand:
            continue
        percents = shares(contract.opportunity_id, contract.happened_on)
        above, below = money.share(settled, percents), money.share(demand, percents)
        for code in percents:
            tallies[code].add(Part(contract.fact, contract.happened_on, Fraction(above[code]), Fraction(below[code])))
    return dict(tallies)


def settlement(contract: Collection) -> tuple[int, int]:
    """Settled and demand of one contract in a period: s = min(paid(start), due(start), paid(end)); both less s."""
    due_start, due_end = max(0, contract.due_start), max(0, contract.due_end)
    before = min(contract.paid_start, due_start, contract.paid_end)
    return min(contract.paid_end, due_end) - before, due_end - before


def contacts_per_day(
    days: Iterable[MeasureFact], working_days: Mapping[str, int], code_of: Mapping[int, str]
) -> dict[str, Tally]:
    """日联系客户数 by rep code: Σ distinct customers per day ÷ the rep's working days in the span (§3)."""
    tallies = {code: Tally("ratio", denominator=Fraction(count)) for code, count in working_days.items()}
    for day in days:
        tally = tallies.setdefault(code_of[day.rep_id or 0], Tally("ratio"))
        tally.add(Part(day.fact, day.happened_on, Fraction(day.numerator), Fraction(0)))
    return tallies


def _measure(
    key: MeasureKey, en: str, zh: str, unit: Unit, definition: Callable[[], str], **options: bool
) -> tuple[MeasureKey, Measure]:
    return key, Measure(key, {"en": en, "zh": zh}, definition, unit, **options)


# fmt: off
K = MeasureKey
MEASURES: Mapping[MeasureKey, Measure] = dict(
    [
        _measure(K.UNITS_SOLD, "Units sold", "产品销量", "count",
                 lambda: _("Σ quantity × share of the lines of contracts signed in the period"), product=True),
        _measure(K.CONTRACT_AMOUNT, "Contract amount", "合同金额", "money",
                 lambda: _("Σ amount × share of contracts signed in the period"), product=True),
        _measure(K.CONTRACT_COUNT, "Contracts", "合同数量", "count",
                 lambda: _("Σ share of contracts signed in the period"), product=True),
        _measure(K.COLLECTED, "Collected", "回款额", "money",
                 lambda: _("Σ receipts × share received in the period; refunds are negative")),
        _measure(K.COLLECTION_RATE, "Collection rate", "资金回笼率", "ratio",
                 lambda: _("settled ÷ what was due in the period or left over from before, both shared")),
        _measure(K.CONTACTS_PER_DAY, "Contacts per day", "日联系客户数", "ratio",
                 lambda: _("Σ of each day's distinct customers reached ÷ the rep's working days")),
        _measure(K.NEW_CUSTOMERS, "New customers", "新开发客户数", "count",
                 lambda: _("customers entered in the period whose first owner is the rep")),
        _measure(K.WON_CUSTOMERS, "Customers won", "新成交客户数", "count",
                 lambda: _("Σ share of customers whose first contract was signed in the period")),
        _measure(K.FOLLOW_UPS, "Follow-ups", "跟进次数", "count",
                 lambda: _("follow-ups that happened in the period")),
        _measure(K.TRIPS, "Trips", "出差次数", "count", lambda: _("trips that began in the period"), less_is_better=True),
        _measure(K.COMPLAINTS, "Complaints", "投诉数", "count",
                 lambda: _("complaints made in the period"), less_is_better=True),
        _measure(K.SUGGESTIONS, "Suggestions", "建议数", "count", lambda: _("suggestions made in the period")),
        _measure(K.WIN_RATE, "Win rate", "赢单率", "ratio",
                 lambda: _("won ÷ (won + lost) of the opportunities closed in the period, × share")),
        _measure(K.PRICE_REALISATION, "Price realisation", "价格实现率", "ratio",
                 lambda: _("Σ quantity × unit price ÷ Σ quantity × list price of the lines signed, × share")),
        _measure(K.BAD_DEBT, "Bad debt", "坏账", "money",
                 lambda: _("Σ write-offs × share in the period"), less_is_better=True),
        _measure(K.SATISFACTION, "Customer satisfaction", "客户满意度", "rating",
                 lambda: _("mean rating (1 to 5) given in the period")),
        _measure(K.TASK_COMPLETION, "Task completion", "任务完成率", "ratio",
                 lambda: _("tasks done on or before their day ÷ tasks due in the period")),
        _measure(K.QUALITY, "Communication quality", "沟通质量", "ratio",
                 lambda: _("mean of the reviews of the period's follow-ups (effectiveness, professionalism, problem solving) ÷ 5")),
    ]
)


# fmt: on


def known(keys: Iterable[MeasureKey]) -> Sequence[Measure]:
    """Those of the keys that are computed here, in the order given."""
    return [MEASURES[key] for key in keys if key in MEASURES]


def attainment(actual: Fraction | None, target: Fraction | None, less_is_better: bool) -> Fraction | None:
    """Actual ÷ target; less is better: max(0, 2 − actual ÷ target) (§4).

    None: no target, no actual value, or a target of 0 where more is better.
    """
    if actual is None or target is None:
        return None
    if target == 0:
        return Fraction(int(actual == 0)) if less_is_better else None
    ratio = actual / target
    return max(Fraction(0), 2 - ratio) if less_is_better else ratio
