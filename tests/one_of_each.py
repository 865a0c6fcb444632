"""One fact of every kind with every field filled, for the tests that must leave out none; a new table is added here."""

import re
from datetime import date
from pathlib import Path
from typing import Any

from salescli.ledger import files, law
from salescli.ledger.store import Ledger, Who

WHO = Who("zw", "zw@here")
DAY = date(2024, 3, 5)
EARLY, LATE = "2024-03-05T08:00:00.000000Z", "2024-03-06T08:00:00.000000Z"

EACH: dict[str, dict[str, Any]] = {  # "@rep" stands for the id of the rep
    "rep": {"code": "zw", "name": "张伟", "candidate": False},
    "team": {"code": "north", "name": "华北区"},
    "team_change": {"team_id": "@team", "parent_id": "@team", "lead_id": "@rep"},
    "rep_change": {"rep_id": "@rep", "act": "hire", "post": "rep", "team_id": "@team", "base": 500000},
    "customer": {
        **{"name": "华北机械", "grade": "A", "source": "fair", "phone": "010-8888", "industry": "steel"},
        **{"region": "北京"},
    },
    "customer_owner": {"customer_id": "@customer", "rep_id": "@rep"},
    "disqualification": {"customer_id": "@customer", "why": "wrong number"},
    "contact": {
        **{"customer_id": "@customer", "name": "李娜", "title": "采购经理", "phone": "139", "email": "ln@example.com"}
    },
    "product": {"code": "GTX", "name": "GTX Pro"},
    "product_price": {"product_id": "@product", "list_price": 482100, "cost": 290000},
    "opportunity": {"code": "O-1", "name": "风机改造", "customer_id": "@customer", "rate": "0.05"},
    "opportunity_owner": {"opportunity_id": "@opportunity", "rep_id": "@rep"},
    "share": {"opportunity_id": "@opportunity"},
    "share_part": {"share_id": "@share", "rep_id": "@rep", "percent": "100"},
    "stage_change": {
        **{"opportunity_id": "@opportunity", "stage": "won", "closes": "won", "amount": 12000000},
        **{"probability": "1", "expected_close": date(2024, 4, 1), "next_step": "send the contract"},
    },
    "follow_up": {
        **{"customer_id": "@customer", "rep_id": "@rep", "opportunity_id": "@opportunity", "contact_id": "@contact"},
        **{"channel": "phone", "answered": True, "happened_at": "14:30", "minutes": 12, "content": "asked for a quote"},
        **{"next_on": date(2024, 3, 8), "next_step": "send it"},
    },
    "contract": {"code": "HT-1", "opportunity_id": "@opportunity", "amount": 12000000},
    "contract_line": {
        **{"contract_id": "@contract", "product_id": "@product", "quantity": 2, "unit_price": 480000},
        **{"list_price": 482100},
    },
    "instalment": {"contract_id": "@contract", "due_on": date(2024, 4, 5), "amount": 6000000},
    "receipt": {"contract_id": "@contract", "kind": "payment", "amount": 6000000},
    "expense": {
        **{"rep_id": "@rep", "opportunity_id": "@opportunity", "customer_id": "@customer"},
        **{"category": "entertainment", "amount": 30000, "limit_note": "within the limit"},
    },
    "trip": {
        **{"rep_id": "@rep", "opportunity_id": "@opportunity", "destination": "天津", "from_day": date(2024, 3, 6)},
        **{"to_day": date(2024, 3, 7), "cost": 100000, "limit_note": "the first"},
    },
    "decision": {"request_id": "@expense", "verdict": "approved", "amount": 30000, "rep_id": "@rep", "why": "fine"},
    "settlement": {"request_id": "@expense", "amount": 30000},
    "trip_report": {"trip_id": "@trip", "outcome": "they will sign", "cost": 90000},
    "task": {
        **{"rep_id": "@rep", "task_kind": "service", "title": "visit", "due_on": date(2024, 3, 20)},
        **{"opportunity_id": "@opportunity", "customer_id": "@customer"},
    },
    "task_done": {"task_id": "@task", "outcome": "visited"},
    "leave": {"rep_id": "@rep", "from_day": date(2024, 5, 1), "to_day": date(2024, 5, 3), "leave_kind": "annual"},
    "goal": {"rep_id": "@rep", "title": "learn to negotiate", "weight": "20", "due_on": date(2024, 12, 31)},
    "goal_progress": {"goal_id": "@goal", "progress": "0.4"},
    "feedback": {
        **{"customer_id": "@customer", "rep_id": "@rep", "feedback_kind": "rating", "rating": 4, "content": "quick"}
    },
    "feedback_close": {"feedback_id": "@feedback", "rep_id": "@rep", "outcome": "thanked"},
    "quality_review": {"subject_id": "@follow_up", "effectiveness": 4, "professionalism": 5, "problem_solving": 3},
    "assessment": {
        **{"rep_id": "@rep", "method": "interview", "purpose": "promotion", "score": "7.5", "out_of": "10"},
        **{"rater": "boss"},
    },
    "target": {
        **{"scope": "rep", "rep_id": "@rep", "measure": "collected", "product_id": "@product"},
        **{"starts_on": date(2024, 1, 1), "ends_on": date(2024, 4, 1), "amount": 30000000, "exact": False},
    },
    "policy": {"starts_on": date(2024, 1, 1), "title": "2024", "body": "[policy]", "digest": "0" * 64},
    "void": {"fact_id": "@leave", "effect": "void", "why": "not taken"},
    "correction": {"fact_id": "@follow_up", "field": "content", "value": "谈了价格", "why": "misspelt"},
    "waiver": {"fact_id": "@follow_up", "penalty": "overdue_contact", "why": "ill"},
    "statement": {
        **{"rep_id": "@rep", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 2, 1), "figures": "{}"},
        **{"policy_digest": "0" * 64, "ledger_head": "{}"},
    },
    "dispute": {
        **{"rep_id": "@rep", "figure": "pay", "starts_on": date(2024, 1, 1), "ends_on": date(2024, 2, 1)},
        **{"why": "a receipt is missing"},
    },
    "dispute_answer": {"dispute_id": "@dispute", "answer": "it came in February"},
}


def new(path: Path, origin: int | None = None) -> Path:
    """An empty ledger at the path."""
    files.create(path, currency="CNY", zone="Asia/Shanghai", origin=origin)
    return path


def writing(path: Path) -> Ledger:
    return files.open_for_writing(path, WHO)


def reading(path: Path, as_of: str | None = None) -> Ledger:
    return files.open_for_reading(path, WHO, as_of=as_of)


def append_each(ledger: Ledger, recorded_at: str = EARLY) -> dict[str, int]:
    """Append one fact of every kind and give their ids by kind."""
    ids: dict[str, int] = {}
    for kind in EACH:
        ids[kind] = append_one(ledger, ids, kind, recorded_at=recorded_at)
    return ids


def append_one(ledger: Ledger, ids: dict[str, int], kind: str, /, recorded_at: str | None = None, **other: Any) -> int:
    """Append another fact of the kind; `other` replaces fields of EACH and may hold a note and a source_key."""
    fields = {name: ids[value[1:]] if str(value).startswith("@") else value for name, value in EACH[kind].items()}
    if "code" in fields and ids:  # another one's
        fields["code"] = f"{fields['code']}-{sum(ids.values())}"
    fields |= other
    return ledger.append(kind, DAY, recorded_at=recorded_at, **{"note": "a remark", **fields})


def free_texts() -> list[tuple[str, str]]:
    """Kind and column of every text that a person may fill at will: schema.sql says nothing of it but that it is not empty."""
    found = []
    for table, body in re.findall(r"CREATE TABLE (\w+) \((.*?)\n\) STRICT;", law.schema(), re.DOTALL):
        for column, rest in re.findall(r"^  (\w+) TEXT([^\n]*?),?$", body, re.MULTILINE):
            if table != "ledger" and re.fullmatch(rf"( NOT NULL)?( CHECK \({column} <> ''\))?", rest):
                found.append((table, column))
    return [pair for pair in found if pair != ("fact", "kind")]
