"""How the figures of standards, what was compared, and what is proposed are said; nothing is looked up or judged here."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext

from salescli import money
from salescli.measure import MEASURE_WORDS
from salescli.policy.conditions import Value
from salescli.policy.model import Policy
from salescli.reports.appraisal_words import item_title, post_title
from salescli.reports.evidence_words import METHODS, PURPOSES
from salescli.reports.measured import kind_of as measure_kind
from salescli.reports.measured import title_of
from salescli.reports.report import Kind
from salescli.reports.standard_figures import MINOR
from salescli.rules.fit import Fit
from salescli.rules.standards import Compared, Looked, Weak

SIGNS = {"<": "<", "<=": "≤", ">": ">", ">=": "≥"}
KINDS: Mapping[str, Kind] = {
    "grade": "text",
    "score": "score",
    "bonus_year": "money",
    "attainment": "percent",
    "assessment": "percent",
    "coefficient": "ratio",
}
PLACES: Mapping[Kind, int] = {"percent": 1, "score": 2, "ratio": 2, "count": 2, "money": 2}
MOST_PLACES = 6
PERCENT = 100  # in a whole


def outcomes() -> dict[str, str]:
    """What is recommended, by its word."""
    return {
        "dismissal": pgettext("recommendation", "Dismissal"),
        "probation": pgettext("recommendation", "Probation"),
        "pay_rise": pgettext("recommendation", "Pay rise"),
        "promotion": pgettext("recommendation", "Promotion"),
        "transfer": pgettext("recommendation", "Transfer"),
        "training": pgettext("recommendation", "Training"),
        "placement": pgettext("recommendation", "Placement"),
    }


def kind_of(name: str) -> Kind:
    """How a figure is written, by its name; what is no figure is written as the policy has it."""
    head = name.partition(":")[0]
    return KINDS.get(head) or (measure_kind(head) if head in MEASURE_WORDS else "text")


def as_kept(value: Value, name: str) -> Value:
    """A figure's value for a column of its kind: money in minor units; a number of the policy as plain text."""
    if value is None or isinstance(value, str):
        return value
    kind = kind_of(name)
    return money.round_money(value * MINOR) if kind == "money" else f"{value:f}" if kind == "text" else value


def title(name: str, policy: Policy | None, lang: str) -> str:
    """What a figure is called, by the name that conditions have for it."""
    head, _colon, key = name.partition(":")
    method, _colon, purpose = key.partition(":")
    named: Mapping[str, Callable[[], str]] = {
        "grade": lambda: _("Grade"),
        "score": lambda: _("Score"),
        "bonus_year": lambda: _("Year's bonus pool"),
        "attainment": lambda: _("Attainment of {measure}").format(measure=title_of(key, lang)),
        "coefficient": lambda: _("Coefficient of {bonus}").format(bonus=_bonus(key, policy, lang)),
        "assessment": lambda: _assessment(method, purpose),
    }
    return named[head]() if head in named else title_of(head, lang)


def _bonus(key: str, policy: Policy | None, lang: str) -> str:
    bonus = policy.bonus(key) if policy else None
    return bonus.title.text(lang) if bonus else key


def _assessment(method: str, purpose: str) -> str:
    """Which marks it is the mean of is said, for an item of an appraisal weighs its raters."""
    if not purpose:
        return _("Assessment: {method} (latest marks, each alike)").format(method=METHODS.title(method))
    return _("Assessment: {method} for {purpose} (latest marks, each alike)").format(
        method=METHODS.title(method), purpose=PURPOSES.title(purpose)
    )


# What was compared.


def looked(one: Looked, policy: Policy | None, lang: str) -> str:
    """What decided in one period."""
    if not one.employed:
        return _("{period}: not employed").format(period=one.period.name)
    said = pgettext("between two comparisons", "; ").join(
        compared(each, policy, lang) for each in one.compared if each.decides
    )
    return _("{period}: {evidence}").format(period=one.period.name, evidence=said)


def compared(one: Compared, policy: Policy | None, lang: str) -> str:
    """A comparison as it came out."""
    figure = title(one.figure, policy, lang)
    if one.value is None or one.bound is None:
        lacks = figure if one.value is None else title(one.against, policy, lang)
        return _("{figure} has no value").format(figure=lacks)
    parts = {"figure": figure, "value": value(one), "sign": SIGNS.get(one.operator, ""), "bound": bound(one)}
    if one.operator in ("==", "!="):
        is_equal = one.met is (one.operator == "==")
        said = _("{figure} {value}") if is_equal else _("{figure} {value}, not {bound}")
    else:
        said = _("{figure} {value} {sign} {bound}") if one.met else _("{figure} {value}, not {sign} {bound}")
    return said.format(**parts)


def value(one: Compared) -> str:
    """The value at as many places as it takes to stand on its side of the bound."""
    if not isinstance(one.value, (int, Decimal, Fraction)) or isinstance(one.bound, str) or one.bound is None:
        return str(one.value)
    kind, exact, against = kind_of(one.figure), Fraction(one.value), Fraction(one.bound)
    factor = PERCENT if kind == "percent" else 1
    places = PLACES.get(kind, 2)
    while places < MOST_PLACES and _side(_rounded(exact * factor, places), against * factor) != _side(exact, against):
        places += 1
    return _written(_rounded(exact * factor, places), kind)


def bound(one: Compared) -> str:
    """The bound as exact as the policy has it; of another figure its value."""
    if not isinstance(one.bound, (int, Decimal, Fraction)):
        return str(one.bound)
    kind = kind_of(one.against or one.figure)
    factor = PERCENT if kind == "percent" else 1
    if one.against:
        return _written(_rounded(Fraction(one.bound) * factor, PLACES.get(kind, 2)), kind)
    return _written(Decimal(str(one.bound)) * factor, kind)


def _side(a: Fraction | Decimal, b: Fraction) -> int:
    exact = Fraction(a)
    return (exact > b) - (exact < b)


def _rounded(exact: Fraction, places: int) -> Decimal:
    return money.round_decimal(exact, places)


def _written(number: Decimal, kind: Kind) -> str:
    """A number with thousands separators; idle zeros stay where its kind has fixed places."""
    if kind == "money":
        return f"{number:,.2f}" if number == money.round_decimal(number, 2) else f"{number:,f}"
    text = f"{number:,f}"
    if kind in ("count", "percent", "ratio") and "." in text:
        text = text.rstrip("0").rstrip(".")
    return f"{text}%" if kind == "percent" else text


# What is proposed.


def pay_rise(base: int | None, amount: int | None, rate: Decimal | None) -> str:
    """From what base to what base, or why nothing can be proposed."""
    if rate is None:
        return _("The standard names no raise, so no amount is proposed.")
    if base is None or amount is None:
        return _("No base is known, so no amount is proposed.")
    return _("Base {base} → {new} a month, {amount} more ({rate} of the base)").format(
        base=money.money_text(base, grouped=True),
        new=money.money_text(base + amount, grouped=True),
        amount=money.money_text(amount, grouped=True),
        rate=_written(rate * PERCENT, "percent"),
    )


def weak(one: Weak, lang: str) -> str:
    """A weak item, and what a full score of it would add."""
    return _("{item}: score {score} of {full}; the full score would add {adds} points to the total").format(
        item=item_title(one.one.item, lang),
        score=money.round_decimal(one.one.score or 0, 2),
        full=f"{one.full:f}",
        adds=one.adds,
    )


def post(key: str, fitting: Fit, policy: Policy, lang: str) -> str:
    """A post that fits, as far as is known."""
    said = (
        _("{post}: meets all that it requires")
        if fitting.met
        else _("{post}: meets what is known, {known} of {all} requirements")
    )
    return said.format(post=post_title(policy, key, lang), known=len(fitting.known), all=len(fitting.requirements))


def no_post() -> str:
    """Why a placement or transfer proposes none."""
    return _("No post is proposed: of no other one are all the requirements met that are known.")
