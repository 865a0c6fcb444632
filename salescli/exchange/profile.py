"""An import profile as one typed, frozen thing; what its blocks say of each other is checked in checks, and a source is
read in tables and translation.
"""

import codecs
from collections.abc import Mapping
from datetime import date, datetime
from gettext import gettext as _
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from salescli.exchange.kinds import KINDS
from salescli.exchange.values import NUMBER_STYLES, PLAIN, Manner, Unreadable, day_pattern
from salescli.policy.blocks import Block
from salescli.policy.faults import Sentence
from salescli.policy.kinds import Key, Many, Number, Some, Text


def _listed(written: object) -> object:
    """One text, or a list of texts; a column of a source without names may be given by its number."""
    if isinstance(written, list):
        return [str(part) if isinstance(part, int) and not isinstance(part, bool) else part for part in written]
    if isinstance(written, str) or (isinstance(written, int) and not isinstance(written, bool)):
        return [str(written)]
    raise PydanticCustomError("texts", "texts")


def _text(written: object) -> object:
    """A text, a day or a whole number, as a text."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return written.isoformat()
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else written


def _one_of(type: str, known: Mapping[str, object]) -> BeforeValidator:
    def read(written: object) -> object:
        if isinstance(written, str) and written in known:
            return written
        raise PydanticCustomError(type, type, {"words": list(known)})

    return BeforeValidator(read)


def _day_patterns(written: object) -> object:
    patterns = _listed(written)
    assert isinstance(patterns, list)
    for pattern in patterns:
        try:
            if isinstance(pattern, str):
                day_pattern(pattern)
        except Unreadable as fault:
            raise PydanticCustomError("day_pattern", "day_pattern", {"why": str(fault)}) from None
    return patterns


def _encoding(written: object) -> object:
    try:
        if isinstance(written, str) and codecs.lookup(written)._is_text_encoding:
            return written
    except LookupError:
        pass
    raise PydanticCustomError("encoding", "encoding")


def _delimiter(written: object) -> object:
    sign = {"tab": "\t", "\\t": "\t"}.get(written, written) if isinstance(written, str) else ""
    if isinstance(sign, str) and len(sign) == 1 and sign not in '"\r\n':
        return sign
    raise PydanticCustomError("delimiter", "delimiter")


Texts = Annotated[Some[Text], BeforeValidator(_listed)]
Columns = Annotated[Some[Text], BeforeValidator(_listed)]
DayPatterns = Annotated[Some[Text], BeforeValidator(_day_patterns)]
NumberStyle = Annotated[str, _one_of("number_style", NUMBER_STYLES)]
Fixed = Annotated[Text, BeforeValidator(_text)]
KindWord = Annotated[str, _one_of("word", KINDS)]


class Filling(Block):
    """What fills a field: columns (the first that is filled), a fixed value, a template that joins columns, or another
    fact of this profile; the rest says how the text is read."""

    columns: Columns = Field(default=(), alias="column")
    value: Fixed | None = None
    template: Text | None = None
    fact: Text | None = None
    key: Columns = ()
    default: Fixed | None = None
    translate: dict[str, str] = Field(default_factory=dict)
    days: DayPatterns = Field(default=(), alias="dates")
    numbers: NumberStyle | None = None
    strip: Texts = ()
    times: Number | None = None
    reverse: bool = False
    make: Literal["code"] | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> "Filling":
        origins = [bool(self.columns), self.value is not None, self.template is not None, self.fact is not None]
        if sum(origins) != 1:
            raise PydanticCustomError("one_origin", "one_origin", {"count": sum(origins)})
        return self

    def manner(self, source: "Source") -> Manner:
        """How days and numbers are written here: as this field says, else as its source."""
        return Manner(
            days=self.days or source.days,
            numbers=self.numbers or source.numbers,
            strip=self.strip or source.strip,
            times=self.times,
            reverse=self.reverse,
        )


def _filling(written: object) -> object:
    """A bare text or number is a column."""
    if isinstance(written, str) or (isinstance(written, int) and not isinstance(written, bool)):
        return {"column": written}
    if isinstance(written, dict):
        return written
    raise PydanticCustomError("filling", "filling")


AnyFilling = Annotated[Filling, BeforeValidator(_filling)]


class Condition(Block):
    """What a cell must be: one of `equals`, none of `differs`, begin with one of `begins`, be filled or not, a number above
    or below a bound."""

    equals: Texts = Field(default=(), alias="is")
    differs: Texts = Field(default=(), alias="is_not")
    begins: Texts = ()
    filled: bool | None = None
    above: Number | None = None
    below: Number | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Condition":
        if not self.model_fields_set:
            raise PydanticCustomError("empty_condition", "empty_condition")
        return self


def _condition(written: object) -> object:
    """A bare text or a list: the cell is this, or one of these."""
    if isinstance(written, (str, list)):
        return {"is": written}
    if isinstance(written, dict):
        return written
    raise PydanticCustomError("condition", "condition")


Conditions = dict[Text, Annotated[Condition, BeforeValidator(_condition)]]


class Part(Block):
    """`[[source.fact.part]]`: a rep and a percentage of a share; a row without the percentage has no such part."""

    rep: AnyFilling
    percent: AnyFilling


class FactBlock(Block):
    """`[[source.fact]]`: a fact that a row becomes, if it meets `when`; `key` makes the fact the same one next time, and
    with `changed_on` the fact comes again, on that day, when a row says something else than last time."""

    kind: KindWord
    name: Key | None = None
    key: Columns = ()
    when: Conditions = Field(default_factory=dict)
    once: bool = False
    changed_on: AnyFilling | None = None
    fields: dict[Text, AnyFilling] = Field(default_factory=dict)
    parts: Many[Part] = Field(default=(), alias="part")

    @property
    def called(self) -> str:
        """The name by which other facts refer to it: its own, else its kind."""
        return self.name or self.kind


class Source(Block):
    """`[[source]]`: the files of one layout, how they are written, and the facts that a row becomes, in order."""

    files: Texts
    name: Text | None = None
    encoding: Annotated[str | None, BeforeValidator(_encoding)] = None
    delimiter: Annotated[str, BeforeValidator(_delimiter)] = ","
    header: Annotated[int, Field(ge=0, le=1000)] = 1
    sheet: Text | None = None
    days: DayPatterns = Field(default=(), alias="dates")
    numbers: NumberStyle = PLAIN
    strip: Texts = ()
    empty: Texts = ()
    translate: dict[Text, dict[str, str]] = Field(default_factory=dict)
    when: Conditions = Field(default_factory=dict)
    key: Columns = ()
    facts: Some[FactBlock] = Field(alias="fact")

    @property
    def called(self) -> str:
        """The name by which a rejects file sends a row back to it: its own, else its first file pattern."""
        return self.name or self.files[0]


class Head(Block):
    """`[profile]`: the word that stands before every key of what was imported, and a title."""

    key: Key
    title: Text | None = None

    @field_validator("key")
    @classmethod
    def _plain(cls, key: str) -> str:
        if ":" in key:
            raise PydanticCustomError("string_pattern_mismatch", "key", {"pattern": "key"})
        return key


class Profile(Block):
    """A whole profile; only `reading.parse_profile` makes one, so everything in it has been checked."""

    head: Head = Field(alias="profile")
    sources: Some[Source] = Field(alias="source")

    @property
    def prefix(self) -> str:
        """What every source key of this profile begins with."""
        return f"profile:{self.head.key}:"

    def key_columns(self, source: Source, fact: FactBlock) -> tuple[str, ...]:
        """The columns whose texts make a fact of the source the same one next time."""
        return fact.key or source.key

    def named(self, fact: str) -> tuple[Source, FactBlock]:
        """The fact of that name, with its source."""
        return next((source, one) for source in self.sources for one in source.facts if one.called == fact)


OWN_WORDS: dict[str, Sentence] = {
    "texts": lambda c: _("a text in quotes, or a list of them"),
    "filling": lambda c: _("a column in quotes, or {example}").format(example='{ value = "…" }'),
    "condition": lambda c: _("a text, a list of texts, or {example}").format(example="{ filled = true }"),
    "empty_condition": lambda c: _("one of is, is_not, begins, filled, above, below"),
    "one_origin": lambda c: _("exactly one of column, value, template and fact"),
    "number_style": lambda c: _("an example of a number: {words}").format(words=" / ".join(c["words"])),
    "day_pattern": lambda c: _("a pattern like DD/MM/YYYY: {why}").format(why=c["why"]),
    "encoding": lambda c: _("an encoding like utf-8, gb18030, utf-16 or latin-1"),
    "delimiter": lambda c: _('one sign, like ";" or "tab"'),
    "literal_error": lambda c: _("“code”, or leaving it out"),
}
"""What may stand in a profile where a validator above finds a fault, by the error's type."""
