"""Why a figure is what it is (figures.md §10): its tree of reasons, as rows for people and as a tree for programs.

Figures: commission. Facts and policy: those that the figure rests on, each by its id and its version.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from gettext import gettext as _
from typing import Any

from salescli import money
from salescli.errors import WrongUse
from salescli.facts.credited import MoneyFact
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.period import Period
from salescli.reports import commission
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import commission_reasons, reasons
from salescli.rules.commission_plan import Terms
from salescli.rules.reasons import Evidence, NumberKind, Reason

Row = dict[str, Any]
PLACES: Mapping[NumberKind, int] = {"count": 2, "ratio": 4, "percent": 4, "rate": 6, "score": 2}
Explainer = Callable[[View, str, Period], tuple[Reason, list[str]]]


def build(view: View, figure: str, rep: str, period: Period) -> Report:
    """The reasons of one figure of a rep in a period.

    Raises:
        WrongUse: a figure that is not explained, with those that are.
        NotFound: no such rep.
    """
    explain = FIGURES.get(figure)
    if explain is None:
        known = ", ".join(FIGURES)
        raise WrongUse(
            _("The figure {given} has no reasons here; there are: {known}.").format(given=figure, known=known)
        )
    reason, notes = explain(view, names.find(view.ledger, "rep", rep).code, period)
    rows = [_row(view.ledger, number, one) for number, one in reasons.walk(reason)]
    rows[0]["tree"] = tree(view.ledger, reason)
    _say_policies_once(rows)
    levels = [number.count(".") + bool(number) for number, _one in reasons.walk(reason)]
    look = Look(stacked=True, indented="title", levels=levels, emphasis=["good", *[None] * (len(rows) - 1)])
    title = _("Why: {figure}").format(figure=reason.title)
    columns = _columns(reasons.depth(reason))
    return view.report("explain", title, columns, rows, period=period, notes=notes, look=look)


def _commission(view: View, rep: str, period: Period) -> tuple[Reason, list[str]]:
    staff = commission.staff_of(view)
    figures = commission.figures_of(view, period, staff)

    def percent(fact: MoneyFact, terms: Terms, code: str) -> Fraction:
        day = fact.signed_on if terms.credit_on == "signed" else fact.happened_on
        return Fraction(figures.setting.credits.shares(fact.opportunity_id, day).get(code, 0))

    person = staff.by_code[rep]
    title = _("Commission of {rep} {name}, {period}").format(rep=person.code, name=person.name, period=period.name)
    return commission_reasons.reason(figures.of(rep), title, percent), list(figures.notes)


FIGURES: Mapping[str, Explainer] = {"commission": _commission}


def tree(ledger: Ledger, reason: Reason) -> Row:
    """A reason and its steps as JSON holds them."""
    return {
        "title": reason.title,
        "definition": reason.definition or None,
        "policy": reason.policy or None,
        "facts": [_evidence(ledger, fact) for fact in reason.facts],
        "result": _result(reason),
        "steps": [tree(ledger, step) for step in reason.steps],
    }


def _result(reason: Reason) -> str | None:
    """The result as decimal text, each kind as everywhere: a tree may hold money, ratios and points side by side."""
    if reason.result is None:
        return None
    if reason.kind == "money":
        return money.money_text(money.round_money(reason.result))
    return str(money.round_decimal(reason.result, PLACES[reason.kind]))


def _evidence(ledger: Ledger, fact: Evidence) -> Row:
    return {
        "fact": ledger.show_id(fact.fact),
        "text": fact.text,
        "happened_on": fact.happened_on,
        "amount": fact.amount,
    }


def _row(ledger: Ledger, number: str, reason: Reason) -> Row:
    fact = reason.facts[0] if reason.facts else None
    text = f"{reason.title}: {reason.definition}" if reason.definition else reason.title
    return {
        "step": number or "=",
        "text": text,
        "fact": ledger.show_id(fact.fact) if fact else None,
        "happened_on": fact.happened_on if fact else None,
        "amount": fact.amount if fact else None,
        "policy": reason.policy or None,
        "result": _result(reason),
        "title": reason.title,
        "definition": reason.definition,
        "value": money.round_money(reason.result)
        if reason.result is not None and reason.kind == "money"
        else reason.result,
        "kind": reason.kind,
        "tree": None,
    }


def _say_policies_once(rows: Sequence[Row]) -> None:
    """For people: a step's policy, unless the step above it or the one before it has said the same."""
    stands: dict[str, str | None] = {}  # by the step: the policy that it rests on, its own or from above
    before: dict[str, str | None] = {}  # by the step above: the policy said last among its steps
    for row in rows:
        above = row["step"].rpartition(".")[0] or "="
        own, inherited = row["policy"], stands.get(above)
        row["source"] = own if own not in (inherited, before.get(above)) else None
        stands[row["step"]] = own or inherited
        before[above] = own or before.get(above)


def _columns(levels: int) -> list[Column]:
    return [
        Column("step", _("Step")),
        Column("value", _("Result"), "money", data=False, kind_in="kind"),
        Column("fact", _("Fact")),
        Column("title", _("Reason"), data=False),
        Column("text", _("Reason"), shown=False),
        Column("happened_on", _("Day"), "date", shown=False),
        Column("amount", _("Amount"), "money", shown=False),
        Column("policy", _("Policy"), shown=False),
        Column("result", _("Result"), shown=False),
        Column("definition", _("Definition"), data=False, under="title"),
        Column("source", _("Policy"), data=False, under="title"),
        Column("tree", _("Reasons"), "nested", shown=False, inner=_inner(levels)),
    ]


def _inner(levels: int) -> tuple[Column, ...]:
    facts = (
        Column("fact", _("Fact")),
        Column("text", _("Reason")),
        Column("happened_on", _("Day"), "date"),
        Column("amount", _("Amount"), "money"),
    )
    steps = _inner(levels - 1) if levels else ()
    return (
        Column("title", _("Reason")),
        Column("definition", _("Definition")),
        Column("policy", _("Policy")),
        Column("facts", _("Facts"), "nested", inner=facts),
        Column("result", _("Result")),
        Column("steps", _("Steps"), "nested", inner=steps),
    )
