"""Why a figure is what it is (figures.md §10): its tree of reasons, as rows for people and as a tree for programs.

Figures: those that explained registers. Facts and policy: those that the figure rests on, each by its id and its version.
"""

from collections.abc import Mapping, Sequence
from gettext import gettext as _
from gettext import ngettext
from itertools import groupby
from typing import Any

from salescli import money
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.ledger.whose import whose_of
from salescli.period import Period
from salescli.reports.explained import explainer, is_for_teams, team_explainer
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import reasons
from salescli.rules.reasons import Evidence, How, Reason
from salescli.terms import Scope

Row = dict[str, Any]
FACTS = 16  # of one step, in the line that people read
SIGNS: Mapping[How, tuple[str, str]] = {
    "stated": ("", ""),
    "sum": ("+", "+"),
    "difference": ("", "−"),
    "product": ("", "×"),
    "quotient": ("", "÷"),
    "least": ("min", "min"),
    "most": ("max", "max"),
}
"""What people read before the first and the other steps of a result."""


def build(view: View, figure: str, who: str, period: Period, depth: int | None = None) -> Report:
    """The reasons of one figure of a rep, a team or the company in a period; the tree in the first row is always whole.

    Args:
        who: a rep by code or name; of a measure, its target and its attainment also a team, or `company`.
        depth: how many levels of steps have rows (None: all).

    Raises:
        WrongUse: a figure that there is not, with those that are near, or one that a team has not.
        NotFound: no such rep or team.
    """
    reason, notes = _told(view, figure, who, period)
    signs, every = _signs(reason), list(reasons.walk(reason))
    shown = [(number, one) for number, one in every if depth is None or _level(number) <= depth]
    rows = [{**_row(view.ledger, number, one), "sign": signs.get(number)} for number, one in shown]
    rows[0]["tree"] = tree(view.ledger, reason)
    _say_policies_once(rows)
    levels = [_level(number) for number, _one in shown]
    notes = [*notes, *_deeper(len(every) - len(shown))]
    look = Look(stacked=True, indented="title", levels=levels, emphasis=["good", *[None] * (len(rows) - 1)])
    title = _("Why: {figure}").format(figure=reason.title)
    columns = _columns(reasons.depth(reason))
    return view.report("explain", title, columns, rows, period=period, notes=notes, look=look)


def _told(view: View, figure: str, who: str, period: Period) -> tuple[Reason, list[str]]:
    """The tree of whose figure it is, and its notes."""
    scope, _colon, name = who.strip().replace("：", ":").partition(":")
    is_a_team = scope.lower() == Scope.COMPANY or (scope.strip().lower() == Scope.TEAM and bool(name))
    if not (is_for_teams(figure) or is_a_team):
        explain = explainer(view, figure, period)
        return explain(view, names.find(view.ledger, "rep", who).code, period)
    kind, named = whose_of(view.ledger, who)
    if kind is Scope.REP and named:
        return explainer(view, figure, period)(view, named.code, period)
    return team_explainer(view, figure, period)(view, named.code if named else None, period)


def _level(number: str) -> int:
    """How many levels under the top a step stands."""
    return number.count(".") + bool(number)


def _deeper(count: int) -> list[str]:
    if not count:
        return []
    said = ngettext("{count} step below these is not shown.", "{count} steps below these are not shown.", count)
    return [said.format(count=count)]


def tree(ledger: Ledger, reason: Reason) -> Row:
    """A reason and its steps as JSON holds them."""
    return {
        "title": reason.title,
        "definition": reason.definition or None,
        "policy": reason.policy or None,
        "facts": [_evidence(ledger, fact) for fact in reason.facts],
        "result": _result(reason),
        "kind": reason.kind,
        "how": reason.how,
        "rounded": reason.rounded,
        "counts": reason.counts,
        "steps": [tree(ledger, step) for step in reason.steps],
    }


def _result(reason: Reason) -> str | None:
    """The result as decimal text, each kind as everywhere: a tree may hold money, ratios and points side by side."""
    if reason.result is None:
        return None
    if reason.kind == "money":
        return money.money_text(money.round_money(reason.result))
    text = str(money.round_decimal(reason.result, reasons.PLACES[reason.kind]))
    return text.rstrip("0").rstrip(".") if reason.kind in ("count", "rate") else text


def _signs(reason: Reason) -> Mapping[str, str]:
    """By the number of each step that counts: how it goes into the result above it."""
    found: dict[str, str] = {}
    for number, one in reasons.walk(reason):
        counted = [place for place, step in enumerate(one.steps, start=1) if step.counts]
        first, others = SIGNS[one.how]
        for place in counted:
            found[f"{number}.{place}" if number else str(place)] = first if place == counted[0] else others
    return found


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
        "own": ledger.show_id(fact.fact) if fact and not _is_worded(reason) else None,
        "facts": _all_facts(ledger, reason),
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


def _all_facts(ledger: Ledger, reason: Reason) -> str | None:
    """For people: the facts of a step that rests on several, or that says more of them than itself; of very many the first."""
    worded = _is_worded(reason)
    if len(reason.facts) < 2 and not worded:
        return None
    shown = reason.facts[:FACTS]
    texts = dict.fromkeys(fact.text if worded else "" for fact in shown)
    each = [(text, _by_day(ledger, [fact for fact in shown if text in ("", fact.text)])) for text in texts]
    said = " · ".join(f"{text} ({days})" if text else days for text, days in each)
    more = len(reason.facts) - FACTS
    return said if more <= 0 else _("{facts} and {count} more, which JSON lists").format(facts=said, count=more)


def _is_worded(reason: Reason) -> bool:
    """Whether the facts of a step say of themselves what its title does not, as what is missing in one that counts."""
    return any(fact.text not in reason.title for fact in reason.facts)


def _by_day(ledger: Ledger, facts: Sequence[Evidence]) -> str:
    days = groupby(facts, key=lambda fact: fact.happened_on)
    return "; ".join(f"{day:%m-%d}: {', '.join(ledger.show_id(one.fact) for one in found)}" for day, found in days)


def _say_policies_once(rows: Sequence[Row]) -> None:
    """For people: a step's policy, unless the step above it or the last that said one has said the same."""
    stands: dict[str, str | None] = {}  # by the step: the policy that it rests on, its own or from above
    last: str | None = None
    for row in rows:
        above = row["step"].rpartition(".")[0] or "="
        own, inherited = row["policy"], stands.get(above)
        row["source"] = own if own not in (inherited, last) else None
        stands[row["step"]] = own or inherited
        last = row["source"] or last


def _columns(levels: int) -> list[Column]:
    return [
        Column("step", _("Step"), dispensable=True),
        Column("sign", "", data=False),
        Column("value", _("Result"), "money", data=False, kind_in="kind"),
        Column("own", _("Fact"), data=False),
        Column("fact", _("Fact"), shown=False),
        Column("title", _("Reason"), data=False),
        Column("text", _("Reason"), shown=False),
        Column("happened_on", _("Day"), "date", shown=False),
        Column("amount", _("Amount"), "money", shown=False),
        Column("policy", _("Policy"), shown=False),
        Column("result", _("Result"), shown=False),
        Column("definition", _("Definition"), data=False, under="title"),
        Column("facts", _("Facts"), data=False, under="title"),
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
        Column("kind", _("Kind")),
        Column("how", _("How")),
        Column("rounded", _("Rounded"), "flag"),
        Column("counts", _("Counts"), "flag"),
        Column("steps", _("Steps"), "nested", inner=steps),
    )
