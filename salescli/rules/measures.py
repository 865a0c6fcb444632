"""What each measure is (figures.md §3): its words, unit and direction, and how its facts become a numerator and a denominator.

To add a measure: its key and words in salescli/measure.py, one query `queries/measure_KEY.sql` that gives MeasureFact rows (or a loader in
reports/measuring.py where it takes a rule), one entry in MEASURES, and how its facts are told in reports/measure_reasons.py.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from gettext import gettext as _
from typing import Literal, NamedTuple, TypeAlias

from salescli.errors import NothingInForce
from salescli.facts.measured import Collection, MeasureFact
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.policy.kinds import CreditDay
from salescli.policy.versions import Versions
from salescli.rules import credit
from salescli.rules.credit import Credits

Unit = Literal["money", "count", "ratio", "rating"]
Mean: TypeAlias = tuple["str | Mean", ...]
"""What a composite is the mean of: the names of its parts, or a mean of such in its turn."""
Percents = Mapping[str, Decimal]
Shares = Callable[[int, date, date], Percents]
"""Whose an opportunity's fact is: from its id, the day its contract was signed and the fact's own day to percentages by
rep code, summing to 100; empty where it is nobody's (Crediting is the one of a ledger)."""

NOBODY = ""
"""The code under which stands what is nobody's: it counts for the company alone."""
SUMS: tuple[Unit, ...] = ("money", "count")
BEST_RATING = 5  # of the stars that a customer gives
Exact: TypeAlias = int | Fraction
"""An exact number. What is whole stays an int while it is added up: most of it is, and fractions add slowly."""
Count: TypeAlias = tuple[int, date, int]
"""A rep's id, a day, and how many of something."""
ALL = Fraction(1)
NOTHING: tuple[Exact, Exact] = (0, 0)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure.

    Attributes:
        unit: money and counts are sums that may be split and added; ratios and ratings keep both parts.
        less_is_better: attainment is then max(0, 2 − actual ÷ target).
        product: may be limited to a product.
        in_money: numerator and denominator are minor units, also of a ratio.
        mean_of: the parts of a composite, each rolled up by itself.
    """

    key: MeasureKey
    title: Mapping[str, str]
    definition: Callable[[], str]
    unit: Unit
    less_is_better: bool = False
    product: bool = False
    in_money: bool = False
    mean_of: Mean = ()

    @property
    def is_sum(self) -> bool:
        """Whether parts of it add up (money, counts), so that its targets can be split."""
        return MEASURE_WORDS[self.key].is_sum

    def tally(self) -> "Tally":
        """An empty tally of it."""
        return Tally(self.unit, self.mean_of)

    @property
    def maximum(self) -> int | None:
        """5 of a customers' rating, 1 of a ratio; sums have none."""
        return {"rating": BEST_RATING, "ratio": 1}.get(self.unit)


class Part(NamedTuple):
    """What one fact gave one rep.

    Attributes:
        happened_on: the day on which it counts; of what stands on a day (collection rate, stuck, retention …) the last one looked at.
        of: which part of a composite it belongs to.
        share: the rep's part of the fact, 0…1; whole: the fact's numerator before it was shared.
        lacks: the wanted fields that an entry has not.
    """

    fact: int | None
    happened_on: date
    numerator: Exact
    denominator: Exact
    of: str = ""
    share: Fraction = ALL
    whole: Exact | None = None
    lacks: Sequence[str] = ()


@dataclass(slots=True)
class Tally:
    """A measure of one rep, team or the company: Σ numerators over Σ denominators, never a mean of ratios.

    A composite is the mean of its parts that have a value, each of them such sums: its numerator is the sum of their values.
    """

    unit: Unit
    mean_of: Mean = ()
    parts: list[Part] = field(default_factory=list)
    _sums: dict[str, tuple[Exact, Exact]] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Count one part in."""
        above, below = self._sums.get(part.of, NOTHING)
        self._sums[part.of] = above + part.numerator, below + part.denominator
        self.parts.append(part)

    @property
    def numerator(self) -> Fraction:
        """What stands above the line."""
        return sum(self._means(self.mean_of), Fraction(0)) if self.mean_of else Fraction(self._whole[0])

    @property
    def denominator(self) -> Fraction:
        """What stands below it: of a composite how many of its parts have a value."""
        return Fraction(len(self._means(self.mean_of)) if self.mean_of else self._whole[1])

    @property
    def _whole(self) -> tuple[Exact, Exact]:
        """Σ numerators and Σ denominators."""
        return self._sums.get("", NOTHING)

    @property
    def value(self) -> Fraction | None:
        """An empty sum is 0, an empty ratio has no value."""
        if self.unit in SUMS:
            return self.numerator
        return self.mean(self.mean_of or "")

    def mean(self, of: "str | Mean") -> Fraction | None:
        """The value of a part of a composite, or the mean of several; None: it has none."""
        if isinstance(of, str):
            above, below = self._sums.get(of, NOTHING)
            return Fraction(above, below) if below else None
        values = self._means(of)
        return sum(values, Fraction(0)) / len(values) if values else None

    def _means(self, names: Mean) -> list[Fraction]:
        return [value for name in names if (value := self.mean(name)) is not None]


class Crediting:
    """The shares that credit goes by: of the signing day, or of the fact's own, as [credit] of that day's policy says.

    Without a policy the fixed reading holds: the day of signing.
    """

    def __init__(self, credits: Credits, versions: Versions) -> None:
        self._credits = credits
        self._is_signed = cache(lambda day: _credit_on(versions, day) is CreditDay.SIGNED)

    def __call__(self, opportunity_id: int, signed_on: date, happened_on: date) -> Percents:
        """The percentages by rep code; empty where the opportunity was nobody's."""
        day = signed_on if self._is_signed(happened_on) else happened_on
        return self._credits.shares(opportunity_id, day)


def _credit_on(versions: Versions, day: date) -> CreditDay:
    try:
        return versions.on(day).policy.credit.on
    except NothingInForce:
        return CreditDay.SIGNED


def rolled_up(
    tallies: Mapping[str, Tally], unit: Unit, belongs: Callable[[str, date], bool] | None = None, mean_of: Mean = ()
) -> Tally:
    """A measure of several: sums over sums of the parts that belong, by rep code and the fact's day (None: all do)."""
    whole = Tally(unit, mean_of)
    for code, tally in tallies.items():
        for part in tally.parts:
            if belongs is None or belongs(code, part.happened_on):
                whole.add(part)
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
    above, below = fact.numerator, fact.denominator
    whole = Part(fact.fact, fact.happened_on, above, below, whole=above)
    if fact.rep_id is not None or fact.opportunity_id is None:
        return {code_of.get(fact.rep_id or 0, NOBODY): whole}
    percents = shares(fact.opportunity_id, fact.credit_on, fact.happened_on)
    if not percents:
        return {NOBODY: whole}
    if list(percents.values()) == [credit.WHOLE]:
        return dict.fromkeys(percents, whole)
    parts = {code: Fraction(percent) / 100 for code, percent in percents.items()}
    amounts: Mapping[str, Exact] = {code: part * above for code, part in parts.items()}
    if measure.unit == "money":
        amounts = {code: step.amount for code, step in credit.steps(fact.before, fact.numerator, percents).items()}
    return {
        code: Part(fact.fact, fact.happened_on, amounts[code], part * below, share=part, whole=above)
        for code, part in parts.items()
    }


def collection_rates(contracts: Iterable[Collection], shares: Shares, last: date) -> dict[str, Tally]:
    """资金回笼率 by rep code: settled ÷ demand, both shared exactly; what nothing was due on has no part (§3).

    Args:
        last: the last day looked at, whose shares count where credit goes by the day of receipt.
    """
    tallies: dict[str, Tally] = defaultdict(lambda: Tally("ratio"))
    for contract in contracts:
        settled, demand = settlement(contract)
        if not demand:
            continue
        percents = shares(contract.opportunity_id, contract.happened_on, last) or {NOBODY: credit.WHOLE}
        for code, percent in percents.items():
            # It counts on the last day: what is in demand then is what the team of that day has to collect.
            if percent == credit.WHOLE:
                tallies[code].add(Part(contract.fact, last, settled, demand, whole=settled))
                continue
            part = Fraction(percent) / 100
            tallies[code].add(Part(contract.fact, last, part * settled, part * demand, share=part, whole=settled))
    return dict(tallies)


def settlement(contract: Collection) -> tuple[int, int]:
    """Settled and demand of one contract in a period: s = min(paid(start), due(start), paid(end)); both less s.

    Write-offs can bring due(end) under s; then nothing was in demand. So settled ÷ demand lies in 0…1.
    """
    due_start, due_end = max(0, contract.due_start), max(0, contract.due_end)
    before = min(contract.paid_start, due_start, contract.paid_end, due_end)
    return min(contract.paid_end, due_end) - before, due_end - before


def contacts_per_day(
    reached: Iterable[Count], working_days: Mapping[str, Mapping[date, int]], code_of: Mapping[int, str]
) -> dict[str, Tally]:
    """日联系客户数 by rep code: Σ distinct customers per day ÷ the rep's working days in the span (§3).

    Args:
        reached: each day's distinct customers; working_days: how many of them stand under a day: itself, or the days after it too.
    """
    tallies: dict[str, Tally] = defaultdict(lambda: Tally("ratio"))
    for code, worked in working_days.items():
        for day, count in worked.items():
            tallies[code].add(Part(None, day, 0, count))
    for rep_id, day, count in reached:
        tallies[code_of.get(rep_id, NOBODY)].add(Part(None, day, count, 0))
    return dict(tallies)


def _measure(
    key: MeasureKey,
    unit: Unit,
    definition: Callable[[], str],
    *,
    less_is_better: bool = False,
    in_money: bool = False,
    mean_of: Mean = (),
) -> tuple[MeasureKey, Measure]:
    words = MEASURE_WORDS[key]
    title = {"en": words.en, "zh": words.zh}
    in_money = in_money or unit == "money"
    return key, Measure(key, title, definition, unit, less_is_better, words.by_product, in_money, mean_of)


DATA_QUALITY: Mean = ("completeness", "timeliness", "accuracy")
COMPETENCE: Mean = ("proficiency", "mastery", DATA_QUALITY)


# fmt: off
K = MeasureKey
MEASURES: Mapping[MeasureKey, Measure] = dict(
    [
        _measure(K.UNITS_SOLD, "count",
                 lambda: _("Σ quantity × share of the lines of contracts signed in the period")),
        _measure(K.CONTRACT_AMOUNT, "money",
                 lambda: _("Σ amount × share of contracts signed in the period")),
        _measure(K.CONTRACT_COUNT, "count",
                 lambda: _("Σ share of contracts signed in the period")),
        _measure(K.COLLECTED, "money",
                 lambda: _("Σ receipts × share received in the period; refunds are negative")),
        _measure(K.COLLECTION_RATE, "ratio",
                 lambda: _("settled ÷ what was due in the period or left over from before, both shared"), in_money=True),
        _measure(K.CONTACTS_PER_DAY, "ratio",
                 lambda: _("Σ of each day's distinct customers reached ÷ the rep's working days")),
        _measure(K.NEW_CUSTOMERS, "count",
                 lambda: _("customers entered in the period whose first owner is the rep")),
        _measure(K.WON_CUSTOMERS, "count",
                 lambda: _("Σ share of customers whose first contract was signed in the period")),
        _measure(K.FOLLOW_UPS, "count",
                 lambda: _("follow-ups that happened in the period")),
        _measure(K.OVERDUE_CONTACTS, "count",
                 lambda: _("deadlines of the rep's customers missed in the period: not contacted by the deadline and the grace days"),
                 less_is_better=True),
        _measure(K.TRIPS, "count", lambda: _("trips that began in the period"), less_is_better=True),
        _measure(K.TRIPS_OVER_LIMIT, "count",
                 lambda: _("trips that began in the period and were over a limit when they were asked for"), less_is_better=True),
        _measure(K.COMPLAINTS, "count",
                 lambda: _("complaints made in the period"), less_is_better=True),
        _measure(K.SUGGESTIONS, "count", lambda: _("suggestions made in the period")),
        _measure(K.STAGE_ADVANCES, "count",
                 lambda: _("Σ share of moves of an opportunity to a later stage than it ever reached, once each")),
        _measure(K.STAGE_CONVERSION, "ratio",
                 lambda: _("stages that opportunities went past ÷ stages they came to, for the first time, × share; skipped ones count")),
        _measure(K.STUCK_OPPORTUNITIES, "count",
                 lambda: _("Σ share of open opportunities longer in their stage than its limit on the period's last day"),
                 less_is_better=True),
        _measure(K.COMPLAINT_RESOLUTION, "ratio",
                 lambda: _("complaints of the period closed within the policy's days ÷ complaints")),
        _measure(K.WIN_RATE, "ratio",
                 lambda: _("won ÷ (won + lost) of the opportunities closed in the period, × share")),
        _measure(K.PRICE_REALISATION, "ratio",
                 lambda: _("Σ quantity × unit price ÷ Σ quantity × list price of the lines signed, × share"), in_money=True),
        _measure(K.BAD_DEBT, "money",
                 lambda: _("Σ write-offs × share in the period"), less_is_better=True),
        _measure(K.PROFIT, "money",
                 lambda: _("collected − approved expenses − approved trips (travel, days so far × daily cost), of opportunities, × share")),
        _measure(K.EXPENSE_RATIO, "ratio",
                 lambda: _("approved expenses asked for in the period ÷ collected; those of an opportunity × share"),
                 less_is_better=True, in_money=True),
        _measure(K.SATISFACTION, "rating",
                 lambda: _("mean rating (1 to 5) given in the period")),
        _measure(K.RETENTION, "ratio",
                 lambda: _("of the customers with a contract in the 12 months before the last 12, the part with one in the last 12")),
        _measure(K.TASK_COMPLETION, "ratio",
                 lambda: _("tasks done on or before their day ÷ tasks due in the period")),
        _measure(K.QUALITY, "ratio",
                 lambda: _("mean of the reviews of the period's follow-ups (effectiveness, professionalism, problem solving) ÷ 5")),
        _measure(K.COMPETENCE, "ratio",
                 lambda: _("mean of the latest proficiency and mastery ratings ÷ their maximum, and of data quality"),
                 mean_of=COMPETENCE),
        _measure(K.DATA_QUALITY, "ratio",
                 lambda: _("mean of wanted fields filled, follow-ups entered within the policy's hours, entries not voided or corrected"),
                 mean_of=DATA_QUALITY),
    ]
)


# fmt: on


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
