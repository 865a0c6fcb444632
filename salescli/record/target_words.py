"""How a target is typed: whose, of what, for which days and how much, and what is wrong with a word of it; nothing is recorded here."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from typing import TypeAlias

from salescli import money, period
from salescli.errors import WrongUse
from salescli.facts.names import Named
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.period import Period
from salescli.record import in_force, typed
from salescli.terms import Scope

FISCAL = (3, 12)
"""How many months a fiscal quarter and a fiscal year have."""
Key: TypeAlias = tuple[str, int | None, str, int | None, date, date]
"""scope, rep or team id, measure, product id, and the half-open days"""


@dataclass(frozen=True, slots=True)
class Target:
    """A target as typed: whose (None: the company's), of what, for which days, and how much: minor units or a number."""

    scope: Scope
    whose: Named | None
    measure: MeasureKey
    product: Named | None
    over: Period
    amount: int | None
    number: Decimal | None
    exact: bool = False

    @property
    def key(self) -> Key:
        """What tells it from other targets; setting the same again takes the earlier one's place."""
        whose = self.whose.id if self.whose else None
        product = self.product.id if self.product else None
        return self.scope, whose, self.measure, product, self.over.start, self.over.end


def measure_of(text: str) -> MeasureKey:
    """The measure meant, by its key or its title in either language.

    Raises:
        WrongUse: there is none such, with the nearest.
    """
    wanted = _plain(text)
    for key, words in MEASURE_WORDS.items():
        if wanted in (key.value, _plain(words.en), words.zh):
            return key
    known = [*MEASURE_WORDS, *(words.zh for words in MEASURE_WORDS.values())]
    raise WrongUse(
        _("There is no measure {given}; `salescli measures` lists those there are.").format(given=repr(text[:40]))
        + typed.near(wanted, known)
    )


def _plain(text: str) -> str:
    return "_".join(text.lower().replace("-", " ").replace("_", " ").split())


def period_of(ledger: Ledger, text: str, day: date) -> Period:
    """The month, quarter, half or year that a target is for; FY by the fiscal year of the policy in force.

    Raises:
        WrongUse: no period, or of another length.
    """
    over = any_period(ledger, text, day)
    if over.kind is not None:
        return period.period_of(over.kind, over.start)
    if over.name.startswith("FY"):
        return over
    raise _no_period(text)


def _no_period(given: str) -> WrongUse:
    return WrongUse(
        _(
            "A target is for a month, quarter, half or year, not for {given}; write 2024-03, 2024Q1, 2024H1 or 2024."
        ).format(given=repr(given[:40]))
    )


def refuse_days(ledger: Ledger, start: date, end: date, day: date) -> None:
    """The half-open days of a target are those of a calendar period, or of one of the fiscal year.

    Raises:
        WrongUse: they are of another length.
    """
    months = (end.year - start.year) * 12 + end.month - start.month
    fiscal = (start.day, end.day) == (1, 1) and months in FISCAL
    if Period(start, end, "").kind is None and not (
        fiscal and (start.month - in_force.fiscal_year_starts(ledger, day)) % months == 0
    ):
        raise _no_period(f"{start.isoformat()}..{end.isoformat()}")


def refuse_unfit(measure: MeasureKey, amount: int | None, number: Decimal | None, product: Named | None) -> None:
    """How much a target is of is written as values of its measure are, and of one product alone where it can be told.

    Raises:
        WrongUse: it is not.
    """
    if product is not None:
        _refuse_by_product(measure)
    is_money = MEASURE_WORDS[measure].written == "money"
    if (amount is None) is is_money or (number is None) is not is_money:
        given = money.money_text(amount) if amount is not None else "" if number is None else f"{number:f}"
        raise WrongUse(
            _("A target of {measure} is {right}, not {given}; say that too.").format(
                measure=measure, right=_("an amount of money") if is_money else _("a number"), given=repr(given)
            )
        )


def any_period(ledger: Ledger, text: str, day: date) -> Period:
    """The period that a person typed, of whatever length."""
    # The policy is asked only where its fiscal year matters: there may be none in force yet.
    fiscal = in_force.fiscal_year_starts(ledger, day) if text.strip().lower().startswith("fy") else 1
    return period.parse_period(text, day, fiscal)


def value_of(measure: MeasureKey, text: str) -> tuple[int | None, Decimal | None]:
    """How much: minor units of a money measure, else a number (85% is 0.85).

    Raises:
        WrongUse: it is not written as values of this measure are.
    """
    written = MEASURE_WORDS[measure].written
    if written == "money":
        return money.parse_money(text), None
    if written == "percent":
        return None, money.parse_rate(text)
    number = None
    with suppress(WrongUse):
        number = Decimal(money.parse_money(text)).scaleb(-2)
    if number is None or (written == "count" and number % 1):
        example = "12" if written == "count" else "3.5"
        raise WrongUse(
            _("A target of {measure} is a number like {example}, not {given}.").format(
                measure=measure, example=example, given=repr(text[:40])
            )
        )
    return None, number


def product_of(ledger: Ledger, measure: MeasureKey, text: str | None) -> Named | None:
    """The product that the target is limited to, where one is given.

    Raises:
        WrongUse: the measure cannot be told apart by product.
    """
    if not text:
        return None
    _refuse_by_product(measure)
    return names.find(ledger, "product", text)


def _refuse_by_product(measure: MeasureKey) -> None:
    if not MEASURE_WORDS[measure].by_product:
        able = ", ".join(key for key, words in MEASURE_WORDS.items() if words.by_product)
        raise WrongUse(_("{measure} cannot be told apart by product; {able} can.").format(measure=measure, able=able))
