"""What is wrong with a file of rules that a person wrote (a policy, an import profile), in sentences a sales manager
understands; finding it is the business of parse and checks.

A path counts blocks and rows from 1: `commission[1].rates[2].rate` is the second row of the first [[commission]].
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli.errors import WrongUse

_SHOWN = 60  # characters of a value or a line that a sentence repeats


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: where (`path`), what stands there (`found`, "" for nothing), what `may` stand, a near word `meant`."""

    path: str
    found: str
    may: str
    meant: str | None = None

    @property
    def text(self) -> str:
        """The fault as one sentence, with a question behind it where a near word is known."""
        said = (
            _("{path}: there is {found}; right would be {may}.")
            if self.found
            else _("{path}: this is missing; right would be {may}.")
        )
        path = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in self.path)
        said = said.format(path=path, found=self.found, may=self.may)
        return said if self.meant is None else said + _(" Did you mean “{word}”?").format(word=self.meant)


class Faults(WrongUse):
    """Everything that is wrong with the file `name`, at once, in the file's order, under the sentence `head`."""

    def __init__(self, name: str, faults: Sequence[Fault], head: str) -> None:
        self.name, self.faults = name, tuple(faults)
        super().__init__("\n".join([head, *(f"  {fault.text}" for fault in self.faults)]))


class PolicyFaults(Faults):
    """Everything that is wrong with the policy file `name`."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        head = ngettext(
            "The policy {name} has {count} fault and is not used:",
            "The policy {name} has {count} faults and is not used:",
            len(faults),
        )
        super().__init__(name, faults, head.format(name=name, count=len(faults)))


def shown(value: object) -> str:
    """A value of the file as a sentence repeats it: short, and nothing unprintable."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, Mapping):
        return _("a table")
    if isinstance(value, (list, tuple)):
        return _("a list")
    return printable(str(value))


def quoted(text: str) -> str:
    """The text in quotation marks, printable and at most 60 characters."""
    return f"“{printable(text)}”"


def printable(text: str) -> str:
    """The text with whatever is not printable escaped, at most 60 characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text[: _SHOWN + 1])
    return safe if len(safe) <= _SHOWN else safe[: _SHOWN - 1] + "…"


def near(word: object, words: Iterable[str]) -> str | None:
    """The known word that was probably meant; capitals and - for _ do not count."""
    if not isinstance(word, str) or len(word) > _SHOWN:
        return None
    known = {other.lower(): other for other in words}
    found = get_close_matches(word.strip().lower().replace("-", "_").replace(" ", "_"), list(known), 1)
    return known[found[0]] if found else None


def one_of(words: Iterable[str]) -> str:
    """What may stand where only these words may."""
    words = list(words)
    return _("one of {words}").format(words=", ".join(words)) if words else _("nothing (none is defined)")


def path_of(location: Iterable[str | int]) -> str:
    """The path of a place: keys joined by dots, places in lists counted from 1."""
    path = ""
    for step in location:
        path += f"[{step + 1}]" if isinstance(step, int) else f".{printable(step)}" if path else printable(step)
    return path


Sentence = Callable[[Mapping[str, Any]], str]


def fault_of(
    error: Mapping[str, Any],
    keys: Callable[[Sequence[str | int]], list[str]],
    own: Mapping[str, Sentence] | None = None,
) -> Fault:
    """The sentence for one of pydantic's errors, by its type.

    Args:
        keys: which keys a table at a place may have.
        own: what may stand there, for the error types that this file alone knows.
    """
    location, kind, context = list(error["loc"]), error["type"], error.get("ctx", {})
    if location[-1:] == ["[key]"]:  # the name of a sub-table or of an entry: the name itself is the fault
        location = location[:-1]
    path = path_of(location) + ("." + context["at"] if "at" in context else "")
    found = _found(kind, error["input"], context)
    if kind == "extra_forbidden":
        known = keys(location[:-1])
        return Fault(path, found, one_of(known), near(location[-1], known))
    may = {**_MAY, **(own or {})}.get(kind, _anything)
    said = may(context | {"keys": keys(location), "last": location[-1] if location else ""})
    return Fault(path, found, said, near(context.get("found", error["input"]), context.get("words", ())))


def _found(kind: str, value: object, context: Mapping[str, Any]) -> str:
    if kind in ("missing", "missing_here", "no_cost"):
        return ""
    return _FOUND[kind](context) if kind in _FOUND else shown(value)


def _anything(context: Mapping[str, Any]) -> str:
    return _("another value")


_FOUND: dict[str, Sentence] = {
    "extra_forbidden": lambda c: _("a key that is unknown here"),
    "sum": lambda c: _("a sum of {sum}").format(sum=c["sum"]),
    "weights": lambda c: _("a sum of weights of {sum}").format(sum=c["sum"]),
    "twelve": lambda c: _("a list of {count}").format(count=c["count"]),
    "ascending": lambda c: _("a row {row} that does not begin above the row before it").format(row=c["row"]),
    "one_bound": lambda c: _("a row with both “from” and “above”, or with neither"),
    "grades_order": lambda c: _("a row for grade {grade} out of order").format(grade=c["grade"]),
    "grades_start": lambda c: _("a lowest grade that begins at {bound}").format(bound=c["bound"]),
    "closed_probability": lambda c: _("another probability for a stage that closes"),
    "flat_only": lambda c: _("“split” with by = “{by}”").format(by=c["by"]),
    "floor_over_cap": lambda c: _("a floor above the cap"),
    "grid_rows": lambda c: _("a grid of {found} lines").format(found=c["found"]),
    "grid_columns": lambda c: _("a line of {found} coefficients").format(found=c["found"]),
    "linear_above": lambda c: _("a row with “above” although linear = true"),
    "out_of_place": lambda c: _("a key that means nothing beside {because}").format(because=c["because"]),
    "unknown_name": lambda c: quoted(c["found"]),
    "not_of_method": lambda c: quoted(c["found"]),
    "no_shorter": lambda c: _("“month” with an item of method “periods”"),
    "too_short": lambda c: _("an empty list"),
}

_MAY: dict[str, Sentence] = {
    "missing": lambda c: _("a value, as this key is always needed"),
    "missing_here": lambda c: _("a value, as another key of this block needs it"),
    "no_cost": lambda c: _("an amount, a share or points"),
    "number": lambda c: _('a number in quotes, like "0.15", "15%" or "20000"'),
    "money": lambda c: _('money in quotes, like "1200.00" or "1.2万", not below zero'),
    "money_signed": lambda c: _('money in quotes, like "1200.00" or "-500.00"'),
    "most": lambda c: _('a whole number without quotes, or money in quotes like "500.00"'),
    "word": lambda c: one_of(c["words"]),
    "by": lambda c: one_of(c["shown"]),
    "two_ways": lambda c: _('one text, or exactly two like ["collection_rate", "attainment:collected"]'),
    "title": lambda c: _("a text in quotes, or {example}").format(example='{ en = "…", zh = "…" }'),
    "band": lambda c: _('two shares, the lower first, like ["0.05", "0.20"]'),
    "sum": lambda c: _("a sum of exactly {whole}").format(whole=c["whole"]),
    "weights": lambda c: _("weights that sum to exactly 100"),
    "twelve": lambda c: _("twelve weights, January first"),
    "ascending": lambda c: _("rows that rise, each with its own bound (“from X” before “above X”)"),
    "one_bound": lambda c: _("exactly one of “from” (this value and more) and “above” (more than this value)"),
    "grades_order": lambda c: _("rows that only fall or only rise, each with its own bound"),
    "grades_start": lambda c: _("a lowest grade from 0, so that every score has a grade"),
    "closed_probability": lambda c: _("{right}, or no probability").format(right=c["right"]),
    "flat_only": lambda c: _("“flat”, as only an amount can be split over the tiers"),
    "floor_over_cap": lambda c: _("a floor that is at most the cap"),
    "grid_rows": lambda c: _("as many lines as “rows” has bounds, {right}").format(right=c["right"]),
    "grid_columns": lambda c: _("as many as “columns” has bounds, {right}").format(right=c["right"]),
    "linear_above": lambda c: _("rows with “from” alone, the points of the line"),
    "out_of_place": lambda c: _("leaving it out"),
    "unknown_name": lambda c: one_of(c["words"]),
    "not_of_method": lambda c: _("one of {words} beside method = “{method}” (“kpi” takes any measure)").format(
        words=", ".join(c["words"]), method=c["method"]
    ),
    "no_shorter": lambda c: _("a longer period, as nothing is shorter than a month"),
    "too_short": lambda c: _("at least one"),
    "string_type": lambda c: _("a text in quotes"),
    "string_too_short": lambda c: _("a text that is not empty"),
    "string_too_long": lambda c: _("at most {count} characters").format(count=c["max_length"]),
    "string_pattern_mismatch": lambda c: _pattern(str(c["last"]), c["pattern"]),
    "int_type": lambda c: _("a whole number without quotes"),
    "int_parsing_size": lambda c: _("a smaller number"),
    "bool_type": lambda c: _("true or false, without quotes"),
    "date_type": lambda c: _("a day without quotes, like 2024-01-31"),
    "tuple_type": lambda c: _("a list, like [ … ], or blocks headed [[{key}]]").format(key=c["last"]),
    "dict_type": lambda c: _("a table, like {example}").format(example="{ a = … }"),
    "model_type": lambda c: _("a table with the keys {keys}").format(keys=", ".join(c["keys"])),
    "greater_than": lambda c: _("more than {bound}").format(bound=c["gt"]),
    "greater_than_equal": lambda c: _("{bound} or more").format(bound=c["ge"]),
    "less_than_equal": lambda c: _("at most {bound}").format(bound=c["le"]),
}


def _pattern(key: str, pattern: str) -> str:
    if key == "country":
        return _("a country in two capitals, like CN")
    if "follow_up" in pattern:
        return _("a field like customer.phone, contact.phone, follow_up.next_on or opportunity.expected_close")
    return _("a short name of letters, digits, _ and -, without spaces")
