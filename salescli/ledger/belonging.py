"""Which facts are a rep's own, for an export that goes to that rep alone; how they are written down is not known here.

A rep's own are, voided or not:
1. the facts that are about the rep (the job, targets, expenses, assessments, statements …), and those that the rep recorded
   and that are about nobody else: customers, contracts, prices, but no colleague's job, pay, assessment or decided request;
2. of the customers and opportunities that the rep has owned, and of their contracts: what happened before they passed to
   another, all of it while they are the rep's, but nothing that names another rep, follow-ups apart;
3. what speaks of one of these: corrections, voids, decisions, payouts, reports, ends, answers, contract lines, a share's
   parts, and the quality reviews and waivers of the rep's own.
Such facts refer to others that are not among them, so they are no ledger.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from salescli.ledger import chain, late
from salescli.ledger.store import Ledger

SPEAKING = {
    **late.OF_ANOTHER,
    **{
        "task_done": "task_id",
        "goal_progress": "goal_id",
        "dispute_answer": "dispute_id",
        "product_price": "product_id",
    },
}
"""Kinds that say something of one earlier fact: the column that names it."""
JUDGING = ("quality_review", "waiver")
OWNED = {"customer_id": "customer_owner", "opportunity_id": "opportunity_owner"}
EVER = "9999"

Fact = tuple[str, Mapping[str, Any]]


def own_facts(ledger: Ledger, rep: int, code: str) -> set[int]:
    """The ids of a rep's own facts, by the rule above."""
    facts = _facts(ledger)
    about = {id: _about(facts, id) for id in facts}
    own = {id for id in facts if rep in about[id]}
    recorded = [id for (id,) in ledger._ask("SELECT id FROM fact WHERE recorded_by = ?", code)]
    others = _shares_of_others(facts, rep)
    own |= {id for id in recorded if not about[id] and id not in others}
    own |= set(_of_owned(ledger, facts, rep))
    before = -1
    while len(own) > before:
        before = len(own)
        own |= {
            id for id, fact in facts.items() if _speaks_of(fact) in own and not _judges_another(fact, about[id], rep)
        }
    return own


def _speaks_of(fact: Fact) -> int | None:
    kind, fields = fact
    return fields[SPEAKING[kind]] if kind in SPEAKING else None


def _judges_another(fact: Fact, about: Collection[int], rep: int) -> bool:
    """How well another handled something, or why it is forgiven, is not for this rep, though the follow-up itself is."""
    return fact[0] in JUDGING and bool(about) and rep not in about


def _facts(ledger: Ledger) -> dict[int, Fact]:
    """Every fact's kind, day and references."""
    found: dict[int, Fact] = {}
    for kind in chain.kinds_in(ledger._connection):
        names = [name for name in ledger.fields(kind) if name in ("id", "happened_on") or name.endswith("_id")]
        for row in ledger._ask(f'SELECT {", ".join(names)} FROM "{kind}" ORDER BY id'):
            fields = dict(zip(names, row, strict=True))
            found[fields["id"]] = (kind, fields)
    return found


def _about(facts: Mapping[int, Fact], id: int) -> set[int]:
    """Whom a fact is about: the rep that it is or names, or whom the fact that it speaks of is about, and not who decided."""
    kind, fields = facts[id]
    if kind == "rep":
        return {id}
    spoken_of = _speaks_of(facts[id]) if kind != "share_part" else None
    return set(_reps(fields)) if spoken_of is None else _about(facts, spoken_of)


def _shares_of_others(facts: Mapping[int, Fact], rep: int) -> set[int]:
    """The shares in which others have a part and the rep has none."""
    parts = [fields for kind, fields in facts.values() if kind == "share_part"]
    return {one["share_id"] for one in parts} - {one["share_id"] for one in parts if one["rep_id"] == rep}


def _reps(fields: Mapping[str, Any]) -> list[int]:
    return [fields[name] for name in ("rep_id", "lead_id") if fields.get(name) is not None]


def _of_owned(ledger: Ledger, facts: Mapping[int, Fact], rep: int) -> Iterator[int]:
    """What belongs to the customers, opportunities and contracts that the rep has owned, until they passed to another."""
    until = {}
    for column, table in OWNED.items():
        rows = ledger._ask(
            f"SELECT {column}, rep_id, happened_on FROM {table}_in_force ORDER BY {column}, happened_on, id"
        )
        until.update(_until(rows, rep))
    for id, (kind, fields) in facts.items():  # a contract stands after its opportunity, whoever recorded it
        if kind == "contract" and fields["opportunity_id"] in until:
            until[id] = until[fields["opportunity_id"]]
    for id, (kind, fields) in facts.items():
        lasts = [until[one] for one in (id, *_things(fields)) if one in until]
        others = kind != "follow_up" and any(one != rep for one in _reps(fields))
        if kind not in SPEAKING and not others and lasts and fields["happened_on"] < max(lasts):
            yield id


def _things(fields: Mapping[str, Any]) -> list[int]:
    """The customer, opportunity or contract that a fact belongs to; one of both is of its opportunity."""
    for name in ("contract_id", "opportunity_id", "customer_id"):
        if fields.get(name) is not None:
            return [fields[name]]
    return []


def _until(rows: Sequence[tuple[int, int | None, str]], rep: int) -> dict[int, str]:
    """Of each thing that the rep has owned the day from which it is another's; EVER: it is still the rep's."""
    until: dict[int, str] = {}
    for number, (thing, owner, _day) in enumerate(rows):
        if owner == rep:
            after = rows[number + 1] if number + 1 < len(rows) else None
            until[thing] = after[2] if after and after[0] == thing and after[1] != rep else EVER
    return until
