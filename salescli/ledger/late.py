"""From which day on a fact may move figures, where that is not its own day; which figures those are is not known here.

A receipt moves the figures of its day and of later ones. A void, a decision, a review moves those of the day of what it speaks
of; a target, a leave, a move to another team those of a whole window around it, for a target is pro-rated by who is there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from salescli.ledger import ids, law

if TYPE_CHECKING:
    from salescli.facts.closed import LateFact

Ask = Callable[..., list[Any]]
"""Puts a statement with its values to the ledger and gives the rows."""
Fields = Mapping[str, Any]
Lasts = Sequence[tuple[int, bytes]]
"""The last id and hash of each origin."""

APART = ("statement", "dispute", "dispute_answer")
"""Kinds that speak of figures and move none."""
OF_ANOTHER = {
    "void": "fact_id",
    "correction": "fact_id",
    "waiver": "fact_id",
    "decision": "request_id",
    "settlement": "request_id",
    "trip_report": "trip_id",
    "feedback_close": "feedback_id",
    "quality_review": "subject_id",
    "contract_line": "contract_id",
    "instalment": "contract_id",
    "share_part": "share_id",
}
"""Kinds that speak of an earlier fact and count from its day on: the column that names it."""
PARTS = ("contract_line", "instalment", "share_part", "void")
"""Those of them that are a part of it, or take it back: one without the other says nothing."""
BEGINNING = {"target": "starts_on", "leave": "from_day", "trip": "from_day", "policy": "starts_on"}
"""Kinds that count from a day of their own, whenever they were said: its column."""
WINDOWED = ("target", "leave", "policy", "rep_change", "team_change")
"""Kinds that may move any day of a window around them."""
THINGS = ("rep", "team", "customer", "opportunity", "product", "contract")
"""Kinds whose void takes away whatever speaks of them, of any day."""
_MONEY_BEFORE_SIGNING = """
SELECT min(receipt.happened_on) FROM contract JOIN receipt ON receipt.contract_id = contract.id
WHERE contract.opportunity_id = ? AND receipt.happened_on < max(contract.happened_on, coalesce(
  (SELECT max(value) FROM correction WHERE fact_id = contract.id AND field = 'happened_on'), ''
))"""
_PUT_RIGHT = "SELECT min(value) FROM correction WHERE fact_id = ? AND field = 'happened_on'"
EARLIER = {
    "contract": "SELECT min(happened_on) FROM receipt WHERE contract_id = ?",
    "share": _MONEY_BEFORE_SIGNING,
    "opportunity_owner": _MONEY_BEFORE_SIGNING,
    "customer_owner": """
SELECT min(happened_on, coalesce(
  (SELECT min(value) FROM correction WHERE fact_id = customer.id AND field = 'happened_on'), happened_on
)) FROM customer WHERE id = ? AND NOT EXISTS (
  SELECT 1 FROM customer_owner AS first
  WHERE first.customer_id = customer.id AND first.rep_id IS NOT NULL AND first.happened_on <= ?
    AND first.id < ? AND first.id >> 32 = ? >> 32 AND NOT EXISTS (SELECT 1 FROM void WHERE void.fact_id = first.id)
)""",
}
"""Kinds on which something earlier may hang: money that came before its contract was signed, the day of a customer whose first
owner this is, as far as facts say that were there before it; the statement that gives its day."""
ABOUT = {
    "contract": ("id",),
    "share": ("opportunity_id",),
    "opportunity_owner": ("opportunity_id",),
    "customer_owner": ("customer_id", "happened_on", "id", "id"),
}
"""The columns that such a statement takes."""
SEEN_BY_DAY = (
    *("waiver", "decision", "settlement", "trip_report"),
    *("feedback_close", "quality_review", "instalment", "trip", "customer_owner"),
)
"""Kinds that a report hides until their own day, though they count from an earlier one on."""
OF_REPS = ("follow_up",)
"""Kinds so many that they are looked for rep by rep, where an index has each one's days in order."""
QUIET = ("waiver", "settlement")
"""Kinds of which a person is told only what their command says itself: their day is not that of the figure."""
EVER, NEVER = date.min, date.max


def is_plain(kind: str) -> bool:
    """Whether facts of a kind move figures from their own day on and no others, whatever they say."""
    return not any(kind in kinds for kinds in (APART, OF_ANOTHER, BEGINNING, WINDOWED, EARLIER))


def facts_after(
    ask: Ask, reached: Lasts, head: Lasts, on: date, before: date, known_at: str | None = None
) -> "list[LateFact]":
    """The facts that were not seen at a head on a day and may move figures of days before `before`, in the order of entry."""
    from salescli.facts.closed import LateFact  # here: whoever records does not need it

    found = []
    for kind in _kinds(ask):
        rows = list(_unseen(ask, kind, reached, head, on, before))
        days = _days(ask, kind, rows)
        for row, day in zip(rows, days, strict=True):
            if day < before and (known_at is None or row["recorded_at"] < known_at):
                whole = row[OF_ANOTHER[kind]] if kind in PARTS else None
                found.append(LateFact(row["id"], kind, row["recorded_at"], day, whole))
    return sorted(found, key=lambda one: (one.recorded_at, one.id))


def _kinds(ask: Ask) -> list[str]:
    """The kinds of facts that may move figures, as far as there are tables of them."""
    tables = [name for (name,) in ask("SELECT name FROM main.sqlite_master WHERE type = 'table' ORDER BY name")]
    known = law.kinds().difference(APART)
    return [name for name in tables if name in known]


def _unseen(ask: Ask, kind: str, reached: Lasts, head: Lasts, on: date, before: date) -> Iterator[Fields]:
    """The facts of a kind that came after a head, and those that were there and are hidden until their own day, after `on`."""
    for last, _hash in reached:
        first = ids.span(last >> 32)[0]
        until = max([first, *(id for id, _hash in head if id >> 32 == last >> 32)])
        yield from _between(ask, kind, until, last, EVER, before)
        if kind in SEEN_BY_DAY or is_plain(kind):
            yield from _between(ask, kind, first, until, on, before, hidden=True)


def _between(
    ask: Ask, kind: str, since: int, last: int, after: date, before: date, *, hidden: bool = False
) -> Iterator[Fields]:
    """The facts of a kind with ids in (since, last] that happened after a day; those that move their own days alone, before another.

    Args:
        hidden: of nearly all the ledger a few days are wanted, not of all days the few last facts.
    """
    columns = columns_of(kind)
    plain = is_plain(kind)
    ids_in = "kind.id > ? AND kind.id <= ?"
    if hidden and kind in OF_REPS:
        ids_in = "kind.rep_id IN (SELECT id FROM main.rep) AND +kind.id > ? AND +kind.id <= ?"
    rows = ask(
        f"SELECT {', '.join(f'kind.{column}' for column in columns)}, fact.recorded_at "
        f'FROM main."{kind}" AS kind JOIN main.fact ON fact.id = kind.id '
        f"WHERE {ids_in} AND kind.happened_on > ? {'AND kind.happened_on < ?' if plain else ''}",
        *(since, last, after.isoformat(), *([before.isoformat()] if plain else [])),
    )
    return (dict(zip([*columns, "recorded_at"], row, strict=True)) for row in rows)


def _days(ask: Ask, kind: str, rows: Sequence[Fields]) -> list[date]:
    days = [moves_from(ask, kind, row) for row in rows]
    if kind != "customer_owner":
        return days
    first: dict[int, date] = {}  # without a customer's first owner the next would be the first
    for row, day in zip(rows, days, strict=True):
        first[row["customer_id"]] = min(day, first.get(row["customer_id"], day))
    return [first[row["customer_id"]] for row in rows]


def told_of(ask: Ask, kind: str, fields: Fields) -> date:
    """The day that a person is told of when such a fact lies in a closed period; NEVER: its own command says it, or nothing."""
    if kind == "policy":
        return NEVER
    return date.fromisoformat(fields["happened_on"]) if kind in QUIET else speaks_of(ask, kind, fields)


def moves_from(ask: Ask, kind: str, fields: Fields) -> date:
    """The first day whose figures a fact may move, rather too early than too late."""
    if kind in WINDOWED:
        return EVER
    if kind in OF_ANOTHER:
        other, said = _fact(ask, fields[OF_ANOTHER[kind]])
        taken = kind == "void" and other in THINGS
        return EVER if taken else _before(fields, moves_from(ask, other, said))
    return speaks_of(ask, kind, fields)


def speaks_of(ask: Ask, kind: str, fields: Fields) -> date:
    """The day of what a fact says: its own, an earlier one that it begins on, or that of the fact it speaks of."""
    if kind in APART:
        return NEVER
    if kind in OF_ANOTHER:
        return _before(fields, speaks_of(ask, *_fact(ask, fields[OF_ANOTHER[kind]])))
    if kind in BEGINNING:
        begins = fields.get(BEGINNING[kind])
        return _before(fields, date.fromisoformat(begins) if begins else EVER)
    own = date.fromisoformat(fields["happened_on"])
    statement = EARLIER.get(kind)
    found = ask(statement, *(fields[column] for column in ABOUT[kind])) if statement else []
    return min([own, *(date.fromisoformat(day) for (day,) in found if day)])


def _before(fields: Fields, other: date) -> date:
    """The earlier of a fact's own day and another; of what speaks of something apart, never."""
    return NEVER if other == NEVER else min(date.fromisoformat(fields["happened_on"]), other)


def _fact(ask: Ask, id: int) -> tuple[str, Fields]:
    """A fact's kind and the columns that say of what and from when it speaks; its day is the earliest that was ever said."""
    ((kind,),) = ask("SELECT kind FROM fact WHERE id = ?", id)
    columns = columns_of(kind)
    (row,) = ask(f'SELECT {", ".join(columns)} FROM main."{kind}" WHERE id = ?', id)
    fields = dict(zip(columns, row, strict=True))
    if kind in THINGS:
        days = [fields["happened_on"], *(day for (day,) in ask(_PUT_RIGHT, id) if day)]
        fields["happened_on"] = min(days)
    return kind, fields


def columns_of(kind: str) -> list[str]:
    """What of a kind's columns says of what and from when its facts speak."""
    more = [OF_ANOTHER.get(kind), BEGINNING.get(kind), *ABOUT.get(kind, ())]
    return list(dict.fromkeys(["id", "happened_on", *(column for column in more if column)]))
