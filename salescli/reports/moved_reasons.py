"""Why a late fact moved a pay by what it did: the lines that differ, each with what it came of before and what it comes of now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.reports import fact_words
from salescli.reports.made_of import Known, Made, changes, moved
from salescli.reports.measured import kind_of, title_of
from salescli.reports.report import Kind
from salescli.reports.trued_up import Move
from salescli.reports.view import View
from salescli.rules.reasons import Evidence, Reason

NOTHING = "—"
ARROW = "→"
PLACES = 4  # of a number that is no money


def of_move(view: View, move: Move) -> Sequence[Reason]:
    """What a late fact moved, line by line; the lines come to what it moved of the pay."""
    return _reasons(view, move.before, move.after)


def _reasons(view: View, before: Iterable[Made], after: Iterable[Made]) -> list[Reason]:
    """The lines whose amount differs."""
    return [_reason(view, old, new) for old, new in changes(before, after) if moved(old, new)]


def _reason(view: View, before: Made | None, after: Made | None) -> Reason:
    """One line that differs; one that is made of others has those of them that differ as its steps.

    A pool that pays its floor is not the sum of what it pools, so that its bonuses only tell.
    """
    line = _either(before, after)
    parts = _reasons(view, before.parts if before else (), after.parts if after else ())
    result = moved(before, after)
    adds_up = bool(parts) and sum(Fraction(part.result or 0) for part in parts) == result
    return Reason(
        _title(view, before, after),
        policy=line.source,
        facts=_facts(view, line),
        steps=parts if adds_up else [replace(part, counts=False) for part in parts],
        result=result,
        how="sum" if adds_up else "stated",
    )


def _either(before: Made | None, after: Made | None) -> Made:
    """The line as it is now, else as it was; one of the two is there."""
    line = after or before
    assert line is not None
    return line


def _facts(view: View, line: Made) -> Sequence[Evidence]:
    if line.fact is None:
        return []
    stored = view.ledger.stored(line.fact)
    amount = stored.fields.get("amount")
    day = date.fromisoformat(str(stored.fields["happened_on"]))
    return [Evidence(line.fact, fact_words.fact(view, line.fact), day, int(amount) if amount is not None else None)]


# Words.


def _title(view: View, before: Made | None, after: Made | None) -> str:
    """A line with what it came of and what it comes of, and its amounts."""
    said = [*_terms(view, before, after), _arrow(_amount(before), _amount(after))]
    return f"{_what(view, _either(before, after))}: {', '.join(said)}"


def _amount(line: Made | None) -> str:
    return NOTHING if line is None else money.money_text(line.amount, grouped=True)


def _arrow(old: str, new: str) -> str:
    return f"{old} {ARROW} {new}"


def _what(view: View, line: Made) -> str:
    """What a line is called, and what it is for."""
    if line.part == "base":
        return _("Base of {month}").format(month=line.over)
    if line.part == "draw" and line.key == "open":
        return _("Open draw off the last payslip, {month}").format(month=line.over)
    if line.part == "draw":
        return _("Draw of {month}").format(month=line.over)
    if line.part == "commission":
        return _earned(view, line)
    return f"{line.title}, {line.over}"


def _earned(view: View, line: Made) -> str:
    """A plan by its title, what it pays on a fact by that fact."""
    if not line.over:
        return _plan(view, line.key)
    if line.key == "floor":
        return _("Up to the floor on {day}").format(day=line.over)
    if line.key == "attainment":
        return _("Another tier, for the attainment on {day}").format(day=line.over)
    return fact_words.fact(view, line.fact) if line.fact is not None else line.over


def _plan(view: View, key: str) -> str:
    """What the latest policy that has the plan calls it."""
    plans = [plan for version in view.versions for plan in version.policy.commission_plans if plan.key == key]
    return plans[-1].title.text(view.lang) if plans else key


def _terms(view: View, before: Made | None, after: Made | None) -> Sequence[str]:
    """What a line comes of: all of one that is new or gone, else what of it differs."""
    old, new = dict(before.terms if before else ()), dict(after.terms if after else ())
    return [
        f"{_name(view, name)} {_change(name, old, new, both=bool(before and after))}"
        for name in dict.fromkeys([*new, *old])
        if old.get(name) != new.get(name)
    ]


def _change(name: str, old: Mapping[str, Known], new: Mapping[str, Known], both: bool) -> str:
    was, is_now = _value(name, old.get(name)), _value(name, new.get(name))
    if both:
        return _arrow(was, is_now)
    return is_now if name in new else was


def _name(view: View, name: str) -> str:
    measure = name.removeprefix("attainment:")
    if measure != name:
        return _("attainment of {measure}").format(measure=title_of(measure, view.lang))
    return _names().get(name) or title_of(name, view.lang)


def _names() -> Mapping[str, str]:
    return {
        "grade": _("grade"),
        "coefficient": _("coefficient"),
        "pool": _("year's pool"),
        "days": _("days"),
        "of_days": _("of days"),
        "part": _("part"),
        "rate": _("rate"),
        "lift": _("of it earlier money at another tier"),
        "earned": _("earned"),
        "paid": _("paid"),
        "owed": _("owed after it"),
    }


def _value(name: str, value: Known | None) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, str):
        return value
    kind = _kind(name)
    if kind == "money":
        return money.money_text(money.round_money(value), grouped=True)
    number = f"{money.round_decimal(value * 100 if kind == 'percent' else value, PLACES):,f}"
    plain = number.rstrip("0").rstrip(".") if "." in number else number
    return f"{plain}%" if kind == "percent" else plain


def _kind(name: str) -> Kind:
    """How a term is written."""
    if name in ("pool", "part", "lift", "earned", "paid", "owed"):
        return "money"
    if name == "rate" or name.startswith("attainment:"):
        return "percent"
    return "ratio" if name in _names() else kind_of(name)
