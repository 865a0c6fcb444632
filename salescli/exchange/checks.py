"""What the blocks of an import profile say of each other and of the kinds of facts, checked on the tables as written, so
that every fault shows at once even where another block is faulty; what a value says alone is checked in its model."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from gettext import gettext as _

from salescli.exchange.kinds import ENVELOPE, KINDS, NAMED, PART, STATES, Field, Form, fields_of
from salescli.exchange.values import NUMBER_STYLES, PLAIN, Manner, Unreadable, reader
from salescli.policy.faults import Fault, near, one_of, quoted
from salescli.policy.tables import Tree

_NUMBERS = (Form.MONEY, Form.RATE, Form.PERCENT, Form.NUMBER, Form.COUNT)
_FITS: Mapping[str, tuple[Form, ...]] = {
    "dates": (Form.DAY,),
    "numbers": _NUMBERS,
    "strip": _NUMBERS,
    "times": _NUMBERS,
    "reverse": _NUMBERS,
    "make": (Form.NAME, Form.TEXT, Form.REFERENCE),
}
"""The keys of a value that mean something for some forms alone."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fact block as written, with where it stands and what it is called; only of a kind that is known."""

    path: str
    source: int
    order: int
    kind: str
    name: str
    key: tuple[str, ...]
    tree: Tree

    def fillings(self) -> Iterator[tuple[str, str, Field, Tree]]:
        """Every field that is known: path, name, what it is, and what is written as a table."""
        known = fields_of(self.kind)
        for name, written in _table(self.tree.get("fields")).items():
            if name in known:
                yield f"{self.path}.fields.{name}", name, known[name], _filling(written)
        for at, part in enumerate(_rows(self.tree.get("part")), start=1):
            for name, field in PART.items():
                if name in part:
                    yield f"{self.path}.part[{at}].{name}", name, field, _filling(part[name])
        if "changed_on" in self.tree:
            yield f"{self.path}.changed_on", "changed_on", ENVELOPE["day"], _filling(self.tree["changed_on"])


def check_tree(tree: Tree) -> list[Fault]:
    """Every fault between blocks; values of a wrong kind are passed over, as the model names them."""
    blocks = list(_blocks(tree))
    return [fault for check in _CHECKS for fault in check(tree, blocks)]


def _table(value: object) -> Tree:
    return value if isinstance(value, dict) else {}


def _rows(value: object) -> list[Tree]:
    return [row if isinstance(row, dict) else {} for row in value] if isinstance(value, list) else []


def _filling(written: object) -> Tree:
    return written if isinstance(written, dict) else {"column": written}


def _columns(written: object) -> tuple[str, ...]:
    parts = written if isinstance(written, list) else [] if written is None else [written]
    return tuple(str(part) for part in parts)


def _blocks(tree: Tree) -> Iterator[Block]:
    order = 0
    for at, source in enumerate(_rows(tree.get("source")), start=1):
        for number, fact in enumerate(_rows(source.get("fact")), start=1):
            kind, order = fact.get("kind"), order + 1
            if isinstance(kind, str) and kind in KINDS:
                name = fact.get("name", kind)
                key = _columns(fact.get("key", source.get("key")))
                yield Block(f"source[{at}].fact[{number}]", at, order, kind, str(name), key, fact)


def _source_names(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    first: dict[str, str] = {}
    for at, source in enumerate(_rows(tree.get("source")), start=1):
        files = _columns(source.get("files"))
        name = str(source.get("name", files[0] if files else ""))
        if name and name in first:
            found = _("{name}, as in {first}").format(name=quoted(name), first=first[name])
            yield Fault(f"source[{at}]", found, _("a name = “…” that no other source has"))
        first.setdefault(name, f"source[{at}]")


def _fact_names(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    first: dict[str, Block] = {}
    for block in blocks:
        if block.name in first:
            found = _("{name}, as in {first}").format(name=quoted(block.name), first=first[block.name].path)
            yield Fault(block.path, found, _("a name = “…” that no other fact has"))
        first.setdefault(block.name, block)


def _keys(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    for block in blocks:
        if not block.key:
            yield Fault(
                f"{block.path}.key",
                "",
                _("the columns that make the row the same one next time, here or in its source"),
            )


def _fields(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    for block in blocks:
        known, given = fields_of(block.kind), _table(block.tree.get("fields"))
        for name in given:
            if name not in known:
                found = _("a field that {kind} does not have").format(kind=block.kind)
                yield Fault(f"{block.path}.fields.{name}", found, one_of(known), near(name, known))
        for name, field in known.items():
            if field.needed and name not in given:
                yield Fault(
                    f"{block.path}.fields.{name}", "", _("a value, as {kind} always needs it").format(kind=block.kind)
                )
        yield from _parts(block)
        yield from _changed_on(block)


def _changed_on(block: Block) -> Iterator[Fault]:
    if "changed_on" not in block.tree:
        return
    if block.kind not in STATES:
        found = _("a key that means nothing beside {because}").format(because=f'kind = "{block.kind}"')
        may = _("leaving it out; it is for {words}").format(words=", ".join(STATES))
        yield Fault(f"{block.path}.changed_on", found, may)
    if block.tree.get("once") is True:
        found = _("a key that means nothing beside {because}").format(because="once = true")
        yield Fault(f"{block.path}.changed_on", found, _("leaving one of them out"))


def _parts(block: Block) -> Iterator[Fault]:
    parts = _rows(block.tree.get("part"))
    if block.kind == "share" and not parts:
        yield Fault(f"{block.path}.part", "", _("blocks [[source.fact.part]] with rep and percent"))
    if block.kind != "share" and "part" in block.tree:
        found = _("a key that means nothing beside {because}").format(because=f'kind = "{block.kind}"')
        yield Fault(f"{block.path}.part", found, _("leaving it out"))


def _options(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    for block in blocks:
        for path, _name, field, written in block.fillings():
            for key, forms in _FITS.items():
                if key in written and field.form not in forms:
                    found = _("a key that means nothing for a field that is {form}").format(form=field.form.value)
                    yield Fault(f"{path}.{key}", found, _("leaving it out"))
            if "fact" in written and field.form is not Form.REFERENCE:
                found = _("a key that means nothing for a field that is {form}").format(form=field.form.value)
                yield Fault(f"{path}.fact", found, _("column, value or template"))
            if "key" in written and "fact" not in written:
                yield Fault(f"{path}.key", _("a key without “fact”"), _("leaving it out"))


def _references(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    named = {block.name: block for block in reversed(blocks)}
    for block in blocks:
        for path, _name, field, written in block.fillings():
            if field.form is not Form.REFERENCE:
                continue
            if "fact" in written:
                yield from _reference(path, block, field, written, named)
            elif field.refers not in NAMED:
                found = _("a text, and nothing names a {kind}").format(kind=field.refers)
                yield Fault(path, found, _("{example} of this profile").format(example='{ fact = "…" }'))


def _reference(path: str, block: Block, field: Field, written: Tree, named: Mapping[str, Block]) -> Iterator[Fault]:
    said = written["fact"]
    fitting = [name for name, other in named.items() if other.kind == field.refers and other.order < block.order]
    other = named.get(said) if isinstance(said, str) else None
    if not isinstance(said, str):
        return
    if other is None or other.name not in fitting:
        may = _("the name of a fact above it that is {kind}: {words}").format(
            kind=field.refers, words=", ".join(fitting) or "—"
        )
        yield Fault(f"{path}.fact", quoted(said), may, near(said, fitting) if other is None else None)
        return
    given = _columns(written.get("key"))
    if not given and other.source != block.source:
        yield Fault(f"{path}.key", "", _("the columns here that hold the key of “{name}”").format(name=said))
    elif given and len(given) != len(other.key):
        found = _("a key of {count} columns").format(count=len(given))
        yield Fault(
            f"{path}.key",
            found,
            _("as many columns as the key of “{name}” has, {right}").format(name=said, right=len(other.key)),
        )


def _fixed(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    """Values and defaults that no row could use."""
    for block in blocks:
        for path, _name, field, written in block.fillings():
            for key in ("value", "default"):
                text = written.get(key)
                if isinstance(text, str) and text.strip() and field.form is not Form.REFERENCE:
                    yield from _fixed_text(f"{path}.{key}", text, field, written)


def _fixed_text(path: str, text: str, field: Field, written: Tree) -> Iterator[Fault]:
    numbers = written.get("numbers", PLAIN)
    manner = Manner(numbers=numbers if numbers in NUMBER_STYLES else PLAIN)
    try:
        reader(field, manner)(text)
    except Unreadable as fault:
        words = field.words
        yield Fault(
            path,
            quoted(text),
            one_of(words) if words else _("another value: {why}").format(why=fault),
            near(text, words),
        )


def _templates(tree: Tree, blocks: list[Block]) -> Iterator[Fault]:
    for block in blocks:
        for path, _name, _field, written in block.fillings():
            text = written.get("template")
            if isinstance(text, str) and not re.fullmatch(
                r"(?:[^{}]|\{[^{}]+\})*\{[^{}]+\}(?:[^{}]|\{[^{}]+\})*", text
            ):
                yield Fault(
                    f"{path}.template",
                    quoted(text),
                    _("words and at least one column in braces, like {example}").format(example="“{city} {name}”"),
                )


Check = Callable[[Tree, list[Block]], Iterator[Fault]]
_CHECKS: tuple[Check, ...] = (_source_names, _fact_names, _keys, _fields, _options, _references, _fixed, _templates)
