"""A row of a source → its facts-to-be, as the profile says: columns found, conditions asked, cells translated and read;
whether the ledger takes them is not known here.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import Any

from salescli.errors import WrongUse
from salescli.exchange.drafts import ByKey, ByName, Draft, RowFault, Translated
from salescli.exchange.kinds import ENVELOPE, PART, Field, Form, fields_of
from salescli.exchange.profile import Condition, FactBlock, Filling, Profile, Source
from salescli.exchange.tables import Row, Table
from salescli.exchange.values import Manner, Reader, Unreadable, code_of, read_number, reader
from salescli.money import echo
from salescli.policy.faults import near

Texts = list[str]
Take = Callable[[Texts], str]
_BRACES = re.compile(r"\{([^{}]+)\}")
MOST_NAMED = 100  # columns of a file that a sentence repeats


class _Wrong(Exception):
    """A fault of a cell on its way to the row's faults."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.fault = RowFault(column, value, reason)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A field bound to a file's columns: takes the text, then reads it."""

    name: str
    column: str
    take: Take
    read: Reader
    default: str | None
    needed: str | None

    def value(self, texts: Texts) -> Any:
        """The value; None where there is none and none is needed."""
        text = self.take(texts)
        if not text or not text.strip():
            if self.default is None:
                if self.needed is None:
                    return None
                raise _Wrong(self.column, "", self.needed)
            text = self.default
        try:
            return self.read(text)
        except Unreadable as fault:
            raise _Wrong(self.column, text, str(fault)) from None


@dataclass(frozen=True, slots=True)
class _Key:
    """The columns of a fact's key, and the source key that their texts make."""

    fact: str
    start: str
    at: Sequence[int]
    column: str

    def of(self, texts: Texts) -> str | None:
        """The source key; None where every column of it is empty."""
        parts = [texts[at].strip() for at in self.at]
        return self.start + json.dumps(parts, ensure_ascii=False, separators=(",", ":")) if any(parts) else None


@dataclass(frozen=True, slots=True)
class _Reference:
    """A field that is another fact of the profile."""

    name: str
    column: str
    key: _Key
    needed: str | None

    def value(self, texts: Texts) -> ByKey | None:
        """The reference; None where its key is empty and none is needed."""
        source_key = self.key.of(texts)
        if source_key is not None:
            return ByKey(self.key.fact, source_key, source_key.removeprefix(self.key.start)[1:-1])
        if self.needed is None:
            return None
        raise _Wrong(self.column, "", self.needed)


@dataclass(frozen=True, slots=True)
class _Fact:
    """A fact block bound to a file's columns."""

    block: FactBlock
    key: _Key
    asked: Callable[[Texts], bool]
    cells: Sequence[_Cell | _Reference]
    parts: Sequence[tuple[_Cell | _Reference, _Cell]]
    changed_on: _Cell | _Reference | None
    origins: Mapping[str, str]

    def draft(self, texts: Texts, faults: list[RowFault]) -> Draft | None:
        """The fact-to-be; None where it has faults, which are added to the row's."""
        before = len(faults)
        values: dict[str, Any] = {}
        source_key = self.key.of(texts)
        if source_key is None:
            faults.append(RowFault(self.key.column, "", _("the key of {fact} is empty").format(fact=self.block.called)))
        for cell in (*self.cells, self.changed_on) if self.changed_on else self.cells:
            try:
                value = cell.value(texts)
            except _Wrong as wrong:
                faults.append(wrong.fault)
            else:
                if value is not None:
                    values[cell.name] = value
        parts = list(self._parts(texts, faults)) if self.parts else ()
        if len(faults) > before or source_key is None:
            return None
        day, note, changed_on = values.pop("day"), values.pop("note", None), values.pop("changed_on", None)
        block = self.block
        return Draft(
            block.called, block.kind, source_key, day, values, note, parts, block.once, changed_on, self.origins
        )

    def _parts(self, texts: Texts, faults: list[RowFault]) -> Iterator[tuple[ByName | ByKey, Decimal]]:
        for rep, percent in self.parts:
            try:
                share = percent.value(texts)
                who = rep.value(texts) if share is not None else None
                if who is not None:
                    yield who, share
            except _Wrong as wrong:
                faults.append(wrong.fault)


class Translator:
    """The rows of one file as its source in the profile translates them.

    Raises:
        WrongUse: columns that the profile names are not in the file; all of them, with those that are.
    """

    def __init__(self, profile: Profile, source: Source, table: Table) -> None:
        self._profile, self._source, self._table = profile, source, table
        self._columns = table.columns
        self._at = {name: at for at, name in enumerate(table.columns)}
        self._refuse_missing()
        self._empty = frozenset(word.strip() for word in source.empty)
        self._words = [source.translate.get(name) for name in table.columns]
        self._asked = self._conditions(source.when)
        self._facts = [self._fact(block) for block in source.facts]

    def rows(self) -> Iterator[Translated]:
        """Every row of the file with what it becomes; a row that becomes nothing has neither drafts nor faults."""
        return map(self.translated, self._table.rows)

    def translated(self, row: Row) -> Translated:
        """One row with what it becomes."""
        cells = row.cells
        columns = self._columns
        named = dict(zip(columns, cells, strict=False))
        if len(cells) != len(columns):
            named |= {f"#{at}": cell for at, cell in enumerate(cells[len(columns) :], start=len(columns) + 1)}
            if len(cells) < len(columns) or any(cell.strip() for cell in cells[len(columns) :]):
                return Translated(row, named, (), (), (self._uneven(row),))
        texts = self._texts(cells)
        if not self._asked(texts):
            return Translated(row, named, (), (), ())
        faults: list[RowFault] = []
        met = [fact for fact in self._facts if fact.asked(texts)]
        drafts = [draft for fact in met if (draft := fact.draft(texts, faults))]
        return Translated(row, named, drafts, [fact.block.kind for fact in met], faults)

    def _uneven(self, row: Row) -> RowFault:
        reason = _("the row has {cells} cells and the header {columns}; is a quote missing around a cell?")
        return RowFault("", "", reason.format(cells=len(row.cells), columns=len(self._columns)))

    def _texts(self, cells: Texts) -> Texts:
        """The cells with the source's translations made and its words for nothing taken as empty."""
        empty, found = self._empty, []
        for cell, words in zip(cells, self._words, strict=False):
            if words or empty:
                text = cell.strip()
                if words and text in words:
                    cell = words[text]
                elif text in empty:
                    cell = ""
            found.append(cell)
        return found

    # Binding to the file's columns.

    def _refuse_missing(self) -> None:
        wanted = dict.fromkeys(_used(self._profile, self._source))
        missing = [name for name in wanted if name not in self._at]
        if not missing:
            return
        known = list(self._at)
        said = [
            echo(name)
            + (f" ({_('did you mean {word}?').format(word=echo(word))})" if (word := near(name, known)) else "")
            for name in missing
        ]
        sentence = ngettext(
            "{path} has no column {names}, which the profile names; its columns are {columns}.",
            "{path} has no columns {names}, which the profile names; its columns are {columns}.",
            len(missing),
        )
        listed = [*map(echo, known[:MOST_NAMED]), *(["…"] if len(known) > MOST_NAMED else [])]
        sentence = sentence.format(path=self._table.path, names=", ".join(said), columns=", ".join(listed) or "—")
        fixed = " " + _("A fixed value is written {example}.").format(example='{ value = "…" }')
        raise WrongUse(sentence + (self._other_delimiter(known) or fixed))

    def _other_delimiter(self, known: Sequence[str]) -> str:
        if len(known) == 1:
            for sign, name in ((";", ";"), ("\t", "tab"), (",", ","), ("|", "|")):
                if sign in known[0]:
                    return " " + _('Is it delimited by another sign? delimiter = "{sign}" says so.').format(sign=name)
        return ""

    def _fact(self, block: FactBlock) -> _Fact:
        cells = [
            self._bound(name, field, block) for name, field in fields_of(block.kind).items() if name in block.fields
        ]
        parts = []
        for part in block.parts:
            rep = self._cell("rep", PART["rep"], part.rep, block.kind)
            percent = self._cell("percent", PART["percent"], part.percent, block.kind, needed=False)
            assert isinstance(percent, _Cell)  # a percentage is no reference to another fact
            parts.append((rep, percent))
        day = block.changed_on
        changed_on = self._cell("changed_on", ENVELOPE["day"], day, block.kind) if day else None
        origins = {cell.name: cell.column for cell in cells if cell.column}
        return _Fact(block, self._key(block), self._conditions(block.when), cells, parts, changed_on, origins)

    def _key(self, block: FactBlock, columns: Sequence[str] = ()) -> _Key:
        """The key of a fact of the profile, read from its own columns or from others."""
        at = columns or self._profile.key_columns(self._source, block)
        start = f"{self._profile.prefix}{block.called}:"
        return _Key(block.called, start, [self._at[name] for name in at], at[0])

    def _bound(self, name: str, field: Field, block: FactBlock) -> _Cell | _Reference:
        return self._cell(name, field, block.fields[name], block.kind)

    def _cell(
        self, name: str, field: Field, filling: Filling, kind: str, needed: bool | None = None
    ) -> _Cell | _Reference:
        wanted = field.needed if needed is None else needed
        why = _("it is empty, and {kind} needs {field}").format(kind=kind, field=name) if wanted else None
        if filling.fact is not None:
            key = self._key(self._profile.named(filling.fact)[1], filling.key)
            return _Reference(name, key.column, key, why)
        take = self._taking(filling)
        read = _reading(field, filling, filling.manner(self._source))
        column = filling.columns[0] if filling.columns else (_BRACES.findall(filling.template or "") or [""])[0]
        return _Cell(name, column, take, read, filling.default, why)

    def _taking(self, filling: Filling) -> Take:
        """How the text of a field comes out of a row's texts, before it is read."""
        if filling.value is not None:
            fixed = filling.value
            return lambda texts: fixed
        take = self._template(filling.template) if filling.template is not None else self._first(filling.columns)
        if not filling.translate:
            return take
        words = filling.translate
        return lambda texts: words.get((text := take(texts)).strip(), text)

    def _first(self, columns: Sequence[str]) -> Take:
        places = [self._at[name] for name in columns]
        if len(places) == 1:
            place = places[0]
            return lambda texts: texts[place]
        return lambda texts: next((texts[place] for place in places if texts[place].strip()), "")

    def _template(self, text: str) -> Take:
        """The template's words with the columns' texts between them; nothing where all its columns are empty."""
        pieces = _BRACES.split(text)  # words and columns in turn
        words, places = pieces[::2], [self._at[name.strip()] for name in pieces[1::2]]

        def joined(texts: Texts) -> str:
            cells = [texts[place].strip() for place in places]
            if not any(cells):
                return ""
            said = words[0] + "".join(cell + word for cell, word in zip(cells, words[1:], strict=True))
            return " ".join(said.split(" ")) if all(cells) else " ".join(said.split())

        return joined

    def _conditions(self, when: Mapping[str, Condition]) -> Callable[[Texts], bool]:
        asked = [_question(self._at[name], condition, self._source) for name, condition in when.items()]
        return lambda texts: all(question(texts) for question in asked)


def _reading(field: Field, filling: Filling, manner: Manner) -> Reader:
    read = reader(field, manner)
    if field.form is Form.REFERENCE:
        kind, coded = field.refers, filling.make == "code"
        return lambda text: ByName(kind, code_of(text) if coded else text.strip())
    if filling.make == "code":
        return lambda text: code_of(text)
    return read


def _question(place: int, condition: Condition, source: Source) -> Callable[[Texts], bool]:
    equals, differs = frozenset(condition.equals), frozenset(condition.differs)
    manner = Manner(numbers=source.numbers, strip=source.strip)

    def met(texts: Texts) -> bool:
        text = texts[place].strip()
        if (equals and text not in equals) or text in differs:
            return False
        if condition.begins and not text.startswith(condition.begins):
            return False
        if condition.filled is not None and bool(text) != condition.filled:
            return False
        return (condition.above is None and condition.below is None) or _between(text, condition, manner)

    return met


def _between(text: str, condition: Condition, manner: Manner) -> bool:
    try:
        number = read_number(text, manner)
    except Unreadable:
        return False
    return (condition.above is None or number > condition.above) and (
        condition.below is None or number < condition.below
    )


def _used(profile: Profile, source: Source) -> Iterator[str]:
    """Every column of a source that the profile names."""
    yield from source.translate
    yield from source.when
    for fact in source.facts:
        yield from profile.key_columns(source, fact)
        yield from fact.when
        parts = [one for part in fact.parts for one in (part.rep, part.percent)]
        for filling in [*fact.fields.values(), *parts, *((fact.changed_on,) if fact.changed_on else ())]:
            yield from filling.columns
            yield from filling.key
            yield from (name.strip() for name in _BRACES.findall(filling.template or ""))
