"""What the blocks of a policy say of each other, checked on the tables as written, so that every fault shows at once
even where another block is faulty; what a block says alone is checked in its model."""

from collections.abc import Callable, Iterable, Iterator
from gettext import gettext as _
from typing import Any

from salescli.policy.conditions import ConditionFault, column_of, names, parse_condition, words
from salescli.policy.faults import Fault, near, one_of, quoted, shown

Tree = dict[str, Any]
Tables = list[tuple[str, Tree]]


def check_tree(tree: Tree) -> list[Fault]:
    """Every fault between blocks; values of a wrong kind are passed over, as the model names them."""
    return [fault for check in _CHECKS for fault in check(tree)]


def _tables(tree: Tree, *keys: str) -> Tables:
    """The blocks under a heading with their paths: ("tracking", "interval") → tracking.interval[1] …"""
    inside: Any = tree
    for key in keys:
        inside = inside.get(key) if isinstance(inside, dict) else None
    path = ".".join(keys)
    rows = enumerate(inside, start=1) if isinstance(inside, list) else ()
    return [(f"{path}[{at}]", row) for at, row in rows if isinstance(row, dict)]


def _texts(value: object) -> list[tuple[int, str]]:
    rows = value if isinstance(value, list) else []
    return [(at, text) for at, text in enumerate(rows, start=1) if isinstance(text, str)]


def _known(tree: Tree, heading: str) -> list[str]:
    return [row["key"] for _path, row in _tables(tree, heading) if isinstance(row.get("key"), str)]


def _posts(tree: Tree) -> list[str]:
    posts = tree.get("post")
    return list(posts) if isinstance(posts, dict) else []


def _grades(tree: Tree) -> list[str]:
    rows = [row for _path, plan in _tables(tree, "appraisal") for _at, row in _tables(plan, "grades")]
    return list(dict.fromkeys(row["grade"] for row in rows if isinstance(row.get("grade"), str)))


def _unknown(path: str, name: object, known: list[str], may: str | None = None) -> Iterator[Fault]:
    if isinstance(name, str) and name not in known:
        yield Fault(path, quoted(name), may or one_of(known), near(name, known))


def _twice(rows: Iterable[tuple[str, object]], may: str) -> Iterator[Fault]:
    first: dict[object, str] = {}
    for path, name in rows:
        if not isinstance(name, (str, tuple)):
            continue
        if name in first:
            said = shown(name) if isinstance(name, str) else " ".join(map(str, name))
            yield Fault(path, _("{name}, as in {first}").format(name=said, first=first[name]), may)
        first.setdefault(name, path)


def _unique_keys(tree: Tree) -> Iterator[Fault]:
    for heading in ("stage", "commission", "bonus", "penalty", "standard"):
        rows = [(f"{path}.key", row.get("key")) for path, row in _tables(tree, heading)]
        yield from _twice(rows, _("a key that no other block [[{heading}]] has").format(heading=heading))
    kinds = [(f"{path}.kind", row.get("kind")) for path, row in _tables(tree, "limit")]
    yield from _twice(kinds, _("one block [[limit]] for each kind"))
    for path, plan in _tables(tree, "commission"):
        products = [(f"{path}.{at}.product", row.get("product")) for at, row in _tables(plan, "product")]
        yield from _twice(products, _("each product once"))


def _one_closes_each(tree: Tree) -> Iterator[Fault]:
    if not isinstance(tree.get("stage"), list):
        return  # the model says so
    for word in ("won", "lost"):
        found = [path for path, row in _tables(tree, "stage") if row.get("closes") == word]
        may = _("exactly one stage with closes = “{word}”").format(word=word)
        if not found:
            yield Fault("stage", _("no stage that closes “{word}”").format(word=word), may)
        for path in found[1:]:
            yield Fault(f"{path}.closes", _("a second stage that closes “{word}”").format(word=word), may)


def _named_posts(tree: Tree) -> Iterator[Fault]:
    known = _posts(tree)
    for heading in ("commission", "draw", "bonus"):
        for path, row in _tables(tree, heading):
            for at, name in _texts(row.get("posts")):
                yield from _unknown(f"{path}.posts[{at}]", name, known)
    for path, plan in _tables(tree, "appraisal"):
        yield from _unknown(f"{path}.post", plan.get("post"), known)
    for path, row in _tables(tree, "tracking", "escalate"):
        yield from _unknown(f"{path}.to", row.get("to"), list(dict.fromkeys(["manager", *known])))


def _named_stages(tree: Tree) -> Iterator[Fault]:
    for path, row in _tables(tree, "tracking", "interval"):
        yield from _unknown(f"{path}.stage", row.get("stage"), _known(tree, "stage"))


def _one_plan_each(tree: Tree) -> Iterator[Fault]:
    plans = [(path, (row.get("post"), row.get("period"))) for path, row in _tables(tree, "appraisal")]
    whole = [(path, pair) for path, pair in plans if all(isinstance(part, str) for part in pair)]
    yield from _twice(whole, _("one plan for each post and kind of period"))


def _bonus_grades(tree: Tree) -> Iterator[Fault]:
    known = _grades(tree)
    for path, row in _tables(tree, "bonus"):
        grades = row.get("grades")
        if isinstance(grades, dict) and row.get("by") == "grade":
            for grade in grades:
                yield from _unknown(f"{path}.grades.{grade}", grade, known)


def _commission_plans(tree: Tree) -> Iterator[Fault]:
    """What a commission plan cannot be, as no window, tier or day would be there for it."""
    for path, plan in _tables(tree, "commission"):
        window, by, basis = plan.get("window"), plan.get("by"), plan.get("basis")
        own = window in ("receipt", "contract")
        days = by in ("days_from_signing", "days_from_due")
        attainment = isinstance(by, str) and by.startswith("attainment:")
        if window == "contract" and "floor" in plan:
            may = _("no floor beside window = “contract”, as such a window has no last day on which it would be paid")
            yield Fault(f"{path}.floor", shown(plan["floor"]), may)
        if own and attainment:
            may = _("month, quarter or year beside an attainment, as only these have a target")
            yield Fault(f"{path}.window", shown(window), may)
        if plan.get("of") == "previous":
            yield from _of_previous(path, plan, own, days)
        if basis == "profit" and window == "contract":
            may = _("another window beside basis = “profit”, as costs are of an opportunity and of no contract")
            yield Fault(f"{path}.window", shown(window), may)
        if basis == "profit" and days:
            may = _("amount or an attainment beside basis = “profit”, as a cost is signed and due on no day")
            yield Fault(f"{path}.by", shown(by), may)
        if basis == "signed" and by == "days_from_due":
            may = _("another word beside basis = “signed”, as only money received settles an instalment")
            yield Fault(f"{path}.by", shown(by), may)


def _of_previous(path: str, plan: Tree, own: bool, days: bool) -> Iterator[Fault]:
    said = shown("previous")
    if own:
        may = _("“same” beside window = “{window}”, as only a month, quarter or year has one before it")
        yield Fault(f"{path}.of", said, may.format(window=plan["window"]))
    if plan.get("mode") == "split":
        may = _("“same” beside mode = “split”, as the tier of the window before is one for the whole of this")
        yield Fault(f"{path}.of", said, may)
    if days:
        may = _("“same” beside by = “{by}”, as days are of the money itself and of no window")
        yield Fault(f"{path}.of", said, may.format(by=plan["by"]))


def _limit_rows(tree: Tree) -> Iterator[Fault]:
    for path, limit in _tables(tree, "limit"):
        money = limit.get("kind") == "entertainment"
        rows = _tables(limit, "rows")
        for at, row in rows:
            most = row.get("most")
            if money and isinstance(most, int):
                yield Fault(f"{path}.{at}.most", shown(most), _('money in quotes, like "500.00"'))
            if not money and isinstance(most, str):
                yield Fault(f"{path}.{at}.most", shown(most), _("a whole number without quotes"))
        pairs = [(f"{path}.{at}", (row.get("probability_from"), row.get("amount_from"))) for at, row in rows]
        whole = [(at, pair) for at, pair in pairs if all(isinstance(part, str) for part in pair)]
        yield from _twice(whole, _("one row for each pair of probability_from and amount_from"))


def _conditions(tree: Tree) -> Iterator[Fault]:
    for path, row in _tables(tree, "standard"):
        when = row.get("when")
        if isinstance(when, str) and when:
            yield from _condition(f"{path}.when", when, tree)


def _condition(path: str, text: str, tree: Tree) -> Iterator[Fault]:
    try:
        condition = parse_condition(text)
    except ConditionFault as fault:
        yield Fault(_at(path, fault.column), fault.found, fault.may, fault.meant)
        return
    bonuses = [f"coefficient:{key}" for key in _known(tree, "bonus")]
    for name in names(condition):
        if name.startswith("coefficient:"):
            yield from _unknown(_at(path, column_of(text, name)), name, bonuses)
    for word in words(condition):
        yield from _unknown(_at(path, column_of(text, word)), word, _grades(tree))


def _at(path: str, column: int) -> str:
    return _("{path}, column {column}").format(path=path, column=column)


_CHECKS: tuple[Callable[[Tree], Iterator[Fault]], ...] = (
    _unique_keys,
    _one_closes_each,
    _named_posts,
    _named_stages,
    _one_plan_each,
    _bonus_grades,
    _commission_plans,
    _limit_rows,
    _conditions,
)
