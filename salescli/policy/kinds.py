"""How single values of a policy file are written (words, numbers, money, titles, `by`); whole blocks are in model."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from salescli.errors import WrongUse
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.money import parse_money
from salescli.policy.title import Title, plain_title
from salescli.terms import (
    AssessmentMethod,
    Basis,
    Closes,
    Method,
    Mode,
    PeriodKind,
    Purpose,
    Recommendation,
    Refund,
    Score,
    Window,
)

T = TypeVar("T")


class CreditDay(StrEnum):
    """The day that decides: the contract's signing or the receipt (`credit on`, `credit_on`, `rate_on`)."""

    SIGNED = "signed"
    RECEIVED = "received"


class BaseBy(StrEnum):
    """How part of a month's base is reckoned (`[pay] base_by`)."""

    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    DAYS_21_75 = "21.75"


class Prorate(StrEnum):
    """How a joiner's or leaver's target shrinks (figures.md §4)."""

    DAYS = "days"
    MONTHS = "months"
    NONE = "none"


class Settle(StrEnum):
    """When a bonus is paid: at once, or with the year's pool (figures.md §6)."""

    PERIOD = "period"
    YEAR = "year"


class Missing(StrEnum):
    """What an appraisal does about items without a value (figures.md §9)."""

    RENORMALISE = "renormalise"
    ZERO = "zero"
    INCOMPLETE = "incomplete"


class Which(StrEnum):
    """The window that picks the tier (`of`)."""

    SAME = "same"
    PREVIOUS = "previous"


class PenaltyKey(StrEnum):
    """The kinds of penalty (figures.md §6)."""

    OVERDUE_CONTACT = "overdue_contact"
    ENTERTAINMENT_WITHOUT_CLOSE = "entertainment_without_close"
    TRIP_OVER_LIMIT = "trip_over_limit"
    LATE_TRIP_REPORT = "late_trip_report"


class Per(StrEnum):
    """What a penalty's amount is charged for."""

    OCCURRENCE = "occurrence"
    DAY = "day"


class LimitKind(StrEnum):
    """What a limit bounds, per opportunity (figures.md §8)."""

    TRIPS = "trips"
    TRIP_DAYS = "trip_days"
    ENTERTAINMENT = "entertainment"


class Over(StrEnum):
    """What happens to a request over its limit."""

    REFUSE = "refuse"
    APPROVE = "approve"
    PENALISE = "penalise"


class Rater(StrEnum):
    """Who rates, seen from the rated (figures.md §9)."""

    MANAGER = "manager"
    PEER = "peer"
    SUBORDINATE = "subordinate"
    CUSTOMER = "customer"
    SELF = "self"


class ByKind(StrEnum):
    """What a commission table or a bonus looks at."""

    AMOUNT = "amount"
    ATTAINMENT = "attainment"
    DAYS_FROM_SIGNING = "days_from_signing"
    DAYS_FROM_DUE = "days_from_due"
    MEASURE = "measure"
    GRADE = "grade"


MONEY_MEASURES = frozenset(key for key, words in MEASURE_WORDS.items() if words.written == "money")


@dataclass(frozen=True, slots=True)
class By:
    """What decides the row: its kind, and the measure of `attainment:MEASURE` and `MEASURE` (else None)."""

    kind: ByKind
    measure: MeasureKey | None = None

    @property
    def text(self) -> str:
        """As the policy writes it."""
        if self.measure is None:
            return self.kind.value
        return f"attainment:{self.measure}" if self.kind is ByKind.ATTAINMENT else self.measure.value

    @property
    def is_money(self) -> bool:
        """Whether the values compared are amounts of money in minor units."""
        return self.kind is ByKind.AMOUNT or (self.kind is ByKind.MEASURE and self.measure in MONEY_MEASURES)


# A plain number, thousands in groups, 万, or percent. No exponent, no nan: a policy is read aloud before it is signed.
_NUMBER = re.compile(r"(-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,12})?)\s*(%|万)?", re.ASCII)
_FACTORS = {None: 0, "%": -2, "万": 4}


def number(written: object) -> Decimal:
    """A number in quotes: "0.15", "15%", "20000", "20,000", "2万"; fault `number` for anything else."""
    match = _NUMBER.fullmatch(written.strip()) if isinstance(written, str) else None
    if match is None:
        raise PydanticCustomError("number", "number")
    return Decimal(match[1].replace(",", "")).scaleb(_FACTORS[match[2]]) + 0


def _money(signed: bool) -> BeforeValidator:
    def read(written: object) -> int:
        try:
            if isinstance(written, str):
                return parse_money(written, signed=signed)
        except WrongUse:
            pass
        raise PydanticCustomError("money_signed" if signed else "money", "money")

    return BeforeValidator(read)


def _word(words: Iterable[StrEnum]) -> BeforeValidator:
    known = {word.value: word for word in words}

    def read(written: object) -> StrEnum:
        if isinstance(written, str) and written in known:
            return known[written]
        raise PydanticCustomError("word", "word", {"words": list(known)})

    return BeforeValidator(read)


def _by(kinds: Iterable[ByKind], attainment: bool, measures: bool) -> Callable[[object], By]:
    known = {kind.value: By(kind) for kind in kinds}
    looks = [By(ByKind.ATTAINMENT, key) for key in MeasureKey] if attainment else []
    looks += [By(ByKind.MEASURE, key) for key in MeasureKey] if measures else []
    shown = [*known, *(["attainment:MEASURE"] if attainment else []), *(["MEASURE"] if measures else [])]
    known |= {look.text: look for look in looks}

    def read(written: object) -> By:
        if isinstance(written, str) and written in known:
            return known[written]
        raise PydanticCustomError("by", "by", {"shown": shown, "words": list(known)})

    return read


_look = _by((ByKind.GRADE,), attainment=True, measures=True)
_axis = _by((), attainment=True, measures=True)


def _looks(written: object) -> tuple[By, ...]:
    if not isinstance(written, list):
        return (_look(written),)
    if len(written) != 2:
        raise PydanticCustomError("two_ways", "two_ways")
    return tuple(_axis(part) for part in written)


def _title(written: object) -> Title:
    if isinstance(written, Title):
        return written
    if isinstance(written, str) and _said(written):
        return plain_title(written)
    if isinstance(written, dict) and written and set(written) <= {"en", "zh"} and all(map(_said, written.values())):
        return Title(written.get("en"), written.get("zh"))
    raise PydanticCustomError("title", "title")


def _said(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip())


def _band(written: object) -> tuple[Decimal, Decimal]:
    if isinstance(written, list) and len(written) == 2:
        low, high = number(written[0]), number(written[1])
        if 0 <= low <= high <= 1:
            return low, high
    raise PydanticCustomError("band", "band")


def _most(written: object) -> int:
    if isinstance(written, int) and not isinstance(written, bool) and 0 <= written <= 36500:
        return written
    try:
        if isinstance(written, str):
            return parse_money(written)
    except WrongUse:
        pass
    raise PydanticCustomError("most", "most")


def _not_empty(parts: tuple[T, ...]) -> tuple[T, ...]:
    # Not min_length: pydantic counts the parts without a fault, and would call a list of faulty parts empty.
    if not parts:
        raise PydanticCustomError("too_short", "too_short")
    return parts


Many = Annotated[tuple[T, ...], Field(strict=False)]  # TOML has lists; a frozen model holds tuples
Some = Annotated[tuple[T, ...], Field(strict=False), AfterValidator(_not_empty)]
Number = Annotated[Decimal, BeforeValidator(number)]
Rate = Annotated[Decimal, Field(ge=0, le=1), BeforeValidator(number)]
SignedRate = Annotated[Decimal, Field(ge=-1, le=1), BeforeValidator(number)]
Positive = Annotated[Decimal, Field(gt=0), BeforeValidator(number)]
NotNegative = Annotated[Decimal, Field(ge=0), BeforeValidator(number)]
Money = Annotated[int, _money(signed=False)]
SignedMoney = Annotated[int, _money(signed=True)]
Days = Annotated[int, Field(ge=0, le=36500)]
Count = Annotated[int, Field(ge=1, le=36500)]
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Key = Annotated[str, Field(pattern=r"^[\w.-]{1,60}$")]
GradeName = Annotated[str, Field(pattern=r"^[^\W\d][\w-]{0,20}\+?$")]
TitleText = Annotated[Title, BeforeValidator(_title)]
Band = Annotated[tuple[Decimal, Decimal], BeforeValidator(_band)]
Most = Annotated[int, BeforeValidator(_most)]
WantedField = Annotated[str, Field(pattern=r"^(customer|contact|follow_up|opportunity)\.[a-z_]+$")]

ClosesWord = Annotated[Closes, _word(Closes)]
CreditDayWord = Annotated[CreditDay, _word(CreditDay)]
BaseByWord = Annotated[BaseBy, _word(BaseBy)]
ProrateWord = Annotated[Prorate, _word(Prorate)]
AnyKindWord = Annotated[PeriodKind, _word(PeriodKind)]
BonusKindWord = Annotated[PeriodKind, _word((PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR))]
BasisWord = Annotated[Basis, _word(Basis)]
WindowWord = Annotated[Window, _word(Window)]
ModeWord = Annotated[Mode, _word(Mode)]
RefundWord = Annotated[Refund, _word(Refund)]
WhichWord = Annotated[Which, _word(Which)]
SettleWord = Annotated[Settle, _word(Settle)]
MissingWord = Annotated[Missing, _word(Missing)]
MethodWord = Annotated[Method, _word(Method)]
MeasureWord = Annotated[MeasureKey, _word(MeasureKey)]
MoneyMeasureWord = Annotated[MeasureKey, _word(key for key in MeasureKey if key in MONEY_MEASURES)]
ScoreWord = Annotated[Score, _word(Score)]
AssessmentWord = Annotated[AssessmentMethod, _word(AssessmentMethod)]
PurposeWord = Annotated[Purpose, _word(Purpose)]
RecommendationWord = Annotated[Recommendation, _word(Recommendation)]
PenaltyWord = Annotated[PenaltyKey, _word(PenaltyKey)]
PerWord = Annotated[Per, _word(Per)]
LimitWord = Annotated[LimitKind, _word(LimitKind)]
OverWord = Annotated[Over, _word(Over)]
RaterWord = Annotated[Rater, _word(Rater)]
CommissionBy = Annotated[
    By,
    BeforeValidator(
        _by((ByKind.AMOUNT, ByKind.DAYS_FROM_SIGNING, ByKind.DAYS_FROM_DUE), attainment=True, measures=False)
    ),
]
BonusBy = Annotated[tuple[By, ...], BeforeValidator(_looks)]
