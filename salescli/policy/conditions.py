"""The closed language of a standard's condition: text → tree → true, false or unknown; it knows no figures itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction
from gettext import gettext as _
from operator import ge, gt, le, lt
from typing import Any

from salescli.errors import WrongUse
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.terms import AssessmentMethod, Purpose

MOST_CHARACTERS = 1000
MOST_NESTING = 32
MOST_OF_A_RATIO = 5  # 50 beside an attainment was meant as a percentage; whoever does mean 600 % writes 600%

Value = int | Decimal | Fraction | str | None
Values = Callable[[str], Value]

_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>-?\d+(?:\.\d+)?%?(?![\w.%]))
      | (?P<name>[^\W\d][\w-]*\+?(?::[\w.-]+)*)
      | (?P<operator>==|!=|<=|>=|<|>)
      | (?P<open>\()
      | (?P<close>\))""",
    re.VERBOSE,
)
ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
_KEYWORDS = ("and", "or", "not")
_FIXED = ("grade", "score", "bonus_year")


class ConditionFault(WrongUse):
    """A condition that cannot be read: `column` (from 1), `found`, `may` stand there, `meant` = a near word or None."""

    def __init__(self, column: int, found: str, may: str, meant: str | None = None) -> None:
        self.column, self.found, self.may, self.meant = column, found, may, meant
        text = _("Column {column}: there is {found}; right would be {may}.").format(column=column, found=found, may=may)
        super().__init__(text)


@dataclass(frozen=True, slots=True)
class Name:
    """A figure by name: `grade`, `score`, `attainment:collected`, `assessment:interview:promotion` …"""

    text: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The name's pieces between its colons."""
        return tuple(self.text.split(":"))


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written; 50% is 0.50."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Word:
    """A grade, as a bare word."""

    text: str


Operand = Name | Number | Word


@dataclass(frozen=True, slots=True)
class Compare:
    """`left operator right`, operator one of == != < <= > >=."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of `part`."""

    part: "Condition"


@dataclass(frozen=True, slots=True)
class And:
    """All of `parts`."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of `parts`."""

    parts: tuple["Condition", ...]


Condition = Compare | Not | And | Or


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    column: int


def parse_condition(text: str) -> Condition:
    """The tree of a condition (figures.md §9, Standards); raises ConditionFault naming the column."""
    if len(text) > MOST_CHARACTERS:
        found = _("a condition of {count} characters").format(count=len(text))
        raise ConditionFault(1, found, _("at most {count} characters").format(count=MOST_CHARACTERS))
    return _Reader(_tokens(text)).whole()


def comparisons(condition: Condition) -> tuple[Compare, ...]:
    """Every comparison of the condition, each once, in the order written."""
    if isinstance(condition, Compare):
        return (condition,)
    parts = (condition.part,) if isinstance(condition, Not) else condition.parts
    return tuple(dict.fromkeys(one for part in parts for one in comparisons(part)))


def names(condition: Condition) -> tuple[str, ...]:
    """Every figure the condition looks at, each once, in the order written."""
    sides = (side for one in comparisons(condition) for side in (one.left, one.right))
    return tuple(dict.fromkeys(side.text for side in sides if isinstance(side, Name)))


def words(condition: Condition) -> tuple[str, ...]:
    """Every grade the condition names, each once, in the order written."""
    sides = (side for one in comparisons(condition) for side in (one.left, one.right))
    return tuple(dict.fromkeys(side.text for side in sides if isinstance(side, Word)))


def column_of(text: str, word: str) -> int:
    """The column (from 1) in which a name or a grade first stands in a condition that can be read."""
    return next(token.column for token in _tokens(text) if token.text == word)


def evaluate(condition: Condition, values: Values) -> bool | None:
    """True, False, or None where a figure without a value decides; `values` gives a name's value or None."""
    if isinstance(condition, Compare):
        return _compare(_value(condition.left, values), condition.operator, _value(condition.right, values))
    if isinstance(condition, Not):
        inner = evaluate(condition.part, values)
        return None if inner is None else not inner
    results = [evaluate(part, values) for part in condition.parts]
    decisive = isinstance(condition, Or)
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _value(operand: Operand, values: Values) -> Value:
    if isinstance(operand, Name):
        return values(operand.text)
    return operand.value if isinstance(operand, Number) else operand.text


def _compare(left: Value, operator: str, right: Value) -> bool | None:
    if left is None or right is None or isinstance(left, str) != isinstance(right, str):
        return None
    if operator in ("==", "!="):
        return (left == right) is (operator == "==")
    if isinstance(left, str) or isinstance(right, str):
        return None
    return ORDERS[operator](left, right)


def _tokens(text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise _strange(text, at)
        kind = match.lastgroup or ""
        if kind == "name" and match.group() in _KEYWORDS:
            kind = match.group()
        if kind != "space":
            tokens.append(_Token(kind, match.group(), at + 1))
        at = match.end()
    return [*tokens, _Token("end", "", len(text) + 1)]


def _strange(text: str, at: int) -> ConditionFault:
    if text[at] == "=":
        return ConditionFault(at + 1, "“=”", _("a comparison: == != < <= > >="), "==")
    may = _("a name, a number, a grade, a comparison, and, or, not, or a parenthesis")
    return ConditionFault(at + 1, _quoted(text[at]), may)


def _quoted(text: str) -> str:
    return "“" + "".join(c if c.isprintable() else repr(c)[1:-1] for c in text[:60]) + "”"


class _Reader:
    """Recursive descent over the tokens; `depth` is bounded, so no text can exhaust the stack."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def whole(self) -> Condition:
        condition = self.either()
        if self.now.kind != "end":
            raise self.fault(_("“and”, “or”, or the end"))
        return condition

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def take(self, kind: str) -> _Token | None:
        token = self.now
        if token.kind != kind:
            return None
        self.at += 1
        return token

    def fault(self, may: str, token: _Token | None = None, meant: str | None = None) -> ConditionFault:
        token = token or self.now
        found = _quoted(token.text) if token.text else _("the end of the condition")
        return ConditionFault(token.column, found, may, meant)

    def either(self) -> Condition:
        parts = [self.both()]
        while self.take("or"):
            parts.append(self.both())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def both(self) -> Condition:
        parts = [self.single()]
        while self.take("and"):
            parts.append(self.single())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def single(self) -> Condition:
        self.depth += 1
        if self.depth > MOST_NESTING:
            raise self.fault(_("at most {count} levels of parentheses and “not”").format(count=MOST_NESTING))
        condition = self.inner()
        self.depth -= 1
        return condition

    def inner(self) -> Condition:
        if self.take("not"):
            return Not(self.single())
        if not self.take("open"):
            return self.comparison()
        condition = self.either()
        if not self.take("close"):
            raise self.fault(_("a closing parenthesis"))
        return condition

    def comparison(self) -> Condition:
        left_token, left = self.operand()
        operator = self.take("operator")
        if operator is None:
            raise self.fault(_("a comparison: == != < <= > >="))
        right_token, right = self.operand()
        self.check_sides(left_token, left, operator, right_token, right)
        return Compare(left, operator.text, right)

    def operand(self) -> tuple[_Token, Operand]:
        token = self.now
        if self.take("number"):
            return token, Number(_number(token.text))
        if self.take("name"):
            return token, self.name(token)
        raise self.fault(_("a name, a number or a grade"))

    def name(self, token: _Token) -> Operand:
        head, *rest = token.text.split(":")
        if not rest:
            known = head in _FIXED or head in _MEASURES
            return Name(head) if known else Word(head)
        if not _right_parts(head, rest):
            raise self.fault(_("one of the names {names}").format(names=_shapes()), token, _near(token.text))
        return Name(token.text)

    def check_sides(
        self, left_token: _Token, left: Operand, operator: _Token, right_token: _Token, right: Operand
    ) -> None:
        for token, side, other in ((left_token, left, right), (right_token, right, left)):
            if isinstance(side, Word) and other != Name("grade"):
                may = _("one of the names {names}, or a grade compared with “grade”").format(names=_shapes())
                raise self.fault(may, token, _near(side.text))
            if side == Name("grade") and not isinstance(other, Word):
                other_token = right_token if side is left else left_token
                raise self.fault(_("a grade, like A"), other_token)
        if Name("grade") in (left, right) and operator.text not in ("==", "!="):
            raise self.fault(_("== or != (grades have no order)"), operator)
        if isinstance(left, Number) and isinstance(right, Number):
            raise self.fault(_("a figure on one side at least: {names}").format(names=_shapes()), left_token)
        for token, side, other in ((left_token, left, right), (right_token, right, left)):
            if isinstance(side, Number) and isinstance(other, Name):
                self.check_unit(token, side.value, other)

    def check_unit(self, token: _Token, number: Decimal, figure: Name) -> None:
        """A percentage beside what is a ratio alone, and beside a ratio no number that only a percentage can be."""
        is_percent = token.text.endswith("%")
        if is_percent and not (_is_ratio(figure) or figure.parts[0] == "coefficient"):
            may = _("a number without %, as {figure} is no ratio").format(figure=figure.text)
            raise self.fault(may, token, token.text.removesuffix("%"))
        if not is_percent and _is_ratio(figure) and number > MOST_OF_A_RATIO:
            may = _("a ratio, as {figure} is one: 0.50 or 50%").format(figure=figure.text)
            raise self.fault(may, token, f"{token.text}%")


_MEASURES = tuple(key.value for key in MeasureKey)
_METHODS = tuple(key.value for key in AssessmentMethod)
_PURPOSES = tuple(key.value for key in Purpose)


def _number(text: str) -> Decimal:
    return Decimal(text[:-1]) / 100 if text.endswith("%") else Decimal(text)


def _is_ratio(figure: Name) -> bool:
    """Whether 1 is the whole of a figure."""
    head = figure.parts[0]
    return head in ("attainment", "assessment") or (head in _MEASURES and _written(head) == "percent")


def _written(measure: str) -> str:
    return MEASURE_WORDS[MeasureKey(measure)].written


def _right_parts(head: str, rest: list[str]) -> bool:
    if head == "attainment":
        return len(rest) == 1 and rest[0] in _MEASURES
    if head == "coefficient":
        return len(rest) == 1
    if head != "assessment" or rest[0] not in _METHODS:
        return False
    return len(rest) == 1 or (len(rest) == 2 and rest[1] in _PURPOSES)


def _shapes() -> str:
    return ", ".join(
        (
            *_FIXED,
            "MEASURE",
            "attainment:MEASURE",
            "coefficient:BONUS",
            "assessment:METHOD",
            "assessment:METHOD:PURPOSE",
        )
    )


def _near(text: str) -> str | None:
    known = [*_FIXED, *_MEASURES, *(f"attainment:{key}" for key in _MEASURES)]
    known += [f"assessment:{method}" for method in _METHODS]
    known += [f"assessment:{method}:{purpose}" for method in _METHODS for purpose in _PURPOSES]
    return next(iter(get_close_matches(text, known, 1)), None)
