"""Which facts an import can make and what may be filled in for each; how a cell becomes a value is the business of values.

The names are the ledger's: a kind is a table of schema.sql, a field one of its columns (a reference without `_id`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from salescli.terms import AssessmentMethod, Channel, Purpose, ReceiptKind


class Form(StrEnum):
    """How a field is written in a source, as the profile's reference names it."""

    TEXT = "text"
    NAME = "name"
    DAY = "day"
    TIME = "time"
    MONEY = "money"
    RATE = "rate"
    PERCENT = "percent"
    NUMBER = "number"
    COUNT = "count"
    YES_NO = "yes or no"
    WORD = "word"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Field:
    """What may be filled in.

    Attributes:
        needed: a row without it is rejected.
        least: the smallest money in minor units, or count; most: the largest count.
        refers: the kind that a reference names.
        words: the closed list of a word.
    """

    form: Form
    needed: bool = False
    least: int = 0
    most: int = 1_000_000_000
    refers: str = ""
    words: tuple[str, ...] = ()


def column(name: str, field: Field) -> str:
    """The ledger's column of a field."""
    return f"{name}_id" if field.form is Form.REFERENCE else name


_TEXT = Field(Form.TEXT)
_NAME = Field(Form.NAME, needed=True)
_MONEY = Field(Form.MONEY)
_POSITIVE = Field(Form.MONEY, needed=True, least=1)
_DAY = Field(Form.DAY, needed=True)


def _of(kind: str, needed: bool = True) -> Field:
    return Field(Form.REFERENCE, needed=needed, refers=kind)


def _word(*words: str, needed: bool = True) -> Field:
    return Field(Form.WORD, needed=needed, words=tuple(str(word) for word in words))


ENVELOPE: Mapping[str, Field] = MappingProxyType({"day": _DAY, "note": _TEXT})
"""What every fact takes: the day it happened on, and a remark."""

PART: Mapping[str, Field] = MappingProxyType({"rep": _of("rep"), "percent": Field(Form.PERCENT, needed=True)})
"""What a part of a share takes."""

KINDS: Mapping[str, Mapping[str, Field]] = MappingProxyType(
    {
        "team": {"code": _NAME, "name": _NAME},
        "team_change": {"team": _of("team"), "parent": _of("team", needed=False), "lead": _of("rep", needed=False)},
        "rep": {"code": _NAME, "name": _NAME, "candidate": Field(Form.YES_NO)},
        "rep_change": {
            "rep": _of("rep"),
            "act": _word("hire", "move", "raise", "depart"),
            "post": _TEXT,
            "team": _of("team", needed=False),
            "base": _MONEY,
        },
        "customer": {
            "name": _NAME,
            "grade": _TEXT,
            "source": _TEXT,
            "phone": _TEXT,
            "industry": _TEXT,
            "region": _TEXT,
        },
        "customer_owner": {"customer": _of("customer"), "rep": _of("rep", needed=False)},
        "disqualification": {"customer": _of("customer"), "why": _NAME},
        "contact": {"customer": _of("customer"), "name": _NAME, "title": _TEXT, "phone": _TEXT, "email": _TEXT},
        "product": {"code": _NAME, "name": _NAME},
        "product_price": {"product": _of("product"), "list_price": _MONEY, "cost": _MONEY},
        "opportunity": {
            "name": _NAME,
            "code": _TEXT,
            "customer": _of("customer", needed=False),
            "rate": Field(Form.RATE),
        },
        "opportunity_owner": {"opportunity": _of("opportunity"), "rep": _of("rep")},
        "share": {"opportunity": _of("opportunity")},
        "stage_change": {
            "opportunity": _of("opportunity"),
            "stage": _NAME,
            "amount": _MONEY,
            "probability": Field(Form.RATE),
            "expected_close": Field(Form.DAY),
            "next_step": _TEXT,
        },
        "follow_up": {
            "customer": _of("customer"),
            "rep": _of("rep"),
            "channel": _word(*Channel),
            "opportunity": _of("opportunity", needed=False),
            "contact": _of("contact", needed=False),
            "answered": Field(Form.YES_NO),
            "happened_at": Field(Form.TIME),
            "minutes": Field(Form.COUNT, most=100_000),
            "content": _TEXT,
            "next_on": Field(Form.DAY),
            "next_step": _TEXT,
        },
        "contract": {"opportunity": _of("opportunity"), "amount": Field(Form.MONEY, needed=True), "code": _TEXT},
        "contract_line": {
            "contract": _of("contract"),
            "product": _of("product"),
            "quantity": Field(Form.COUNT, needed=True, least=1),
            "unit_price": Field(Form.MONEY, needed=True),
            "list_price": _MONEY,
        },
        "instalment": {"contract": _of("contract"), "due_on": _DAY, "amount": _POSITIVE},
        "receipt": {"contract": _of("contract"), "kind": _word(*ReceiptKind), "amount": _POSITIVE},
        "task": {
            "rep": _of("rep"),
            "task_kind": _word("development", "service", "target"),
            "title": _NAME,
            "due_on": _DAY,
            "opportunity": _of("opportunity", needed=False),
            "customer": _of("customer", needed=False),
        },
        "task_done": {"task": _of("task"), "outcome": _TEXT},
        "leave": {"rep": _of("rep"), "from_day": _DAY, "to_day": _DAY, "leave_kind": _TEXT},
        "feedback": {
            "customer": _of("customer"),
            "rep": _of("rep"),
            "feedback_kind": _word("rating", "complaint", "suggestion"),
            "rating": Field(Form.COUNT, least=1, most=5),
            "content": _TEXT,
        },
        "feedback_close": {"feedback": _of("feedback"), "rep": _of("rep", needed=False), "outcome": _TEXT},
        "assessment": {
            "rep": _of("rep"),
            "method": _word(*AssessmentMethod),
            "purpose": _word(*Purpose, needed=False),
            "score": Field(Form.NUMBER, needed=True),
            "out_of": Field(Form.NUMBER, needed=True),
            "rater": _TEXT,
        },
    }
)
"""The kinds of facts, each with what may be filled in beside day and note."""

NAMED = ("rep", "team", "customer", "contact", "product", "opportunity", "contract")
"""The kinds that a text names (a code or a name); the others are referred to as facts of the profile alone."""

STATES = ("team_change", "customer_owner", "product_price", "opportunity_owner", "stage_change")
"""The kinds that say how something is from a day on: of them a later one, `changed_on`, takes the place of the former."""


def fields_of(kind: str) -> dict[str, Field]:
    """Everything that a fact of this kind takes, `day` and `note` first."""
    return {**ENVELOPE, **KINDS[kind]}
