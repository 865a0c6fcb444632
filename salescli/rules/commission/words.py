"""How numbers and facts of commission are written in its reasons; nothing is reckoned here."""

from datetime import date
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.facts.credited import MoneyFact
from salescli.rules.commission.windows import WindowKey, window_period
from salescli.rules.rates import Exact
from salescli.rules.reasons import Evidence
from salescli.terms import Window


def amount(minor: Exact) -> str:
    """Money as it counts: rounded to the minor unit."""
    return money.money_text(money.round_money(minor), grouped=True)


def percent(rate: Exact) -> str:
    """A part of one in percent."""
    return f"{plain(Fraction(rate) * 100)} %"


def plain(number: Fraction) -> str:
    """A number without trailing zeros."""
    text = f"{money.round_decimal(number, 6):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def what(fact: MoneyFact) -> str:
    """The kind of a fact of money."""
    return {
        "payment": _("Receipt"),
        "refund": _("Refund"),
        "signed": _("Contract"),
        "expense": _("Expense"),
        "trip": _("Trip"),
    }[fact.kind]


def fact_title(fact: MoneyFact, part: int) -> str:
    """A fact with its amount, day and contract, and the part of it."""
    sentence = _("{what} of {amount} on {day}, contract {contract}: the part is {part}")
    if fact.kind in ("expense", "trip"):
        sentence = _("{what} of {amount} on {day}, opportunity {contract}: the part is {part}")
    return sentence.format(
        what=what(fact),
        amount=amount(fact.amount),
        day=fact.happened_on.isoformat(),
        contract=fact.contract,
        part=amount(part),
    )


def evidence(fact: MoneyFact) -> Evidence:
    """A fact as a figure rests on it."""
    return Evidence(fact.id, what(fact), fact.happened_on, fact.signed_amount)


def window_name(key: WindowKey, fact: MoneyFact | None) -> str:
    """A window as people name it: its period, its contract, or its receipt's day."""
    period = window_period(key)
    if period is not None:
        return period.name
    if key[0] is Window.CONTRACT and fact is not None:
        return _("contract {contract}").format(contract=fact.contract)
    return day_text(key[1])


def day_text(day: date) -> str:
    """A day as it is typed."""
    return day.isoformat()
