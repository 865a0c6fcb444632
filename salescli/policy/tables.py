"""A TOML text that a person wrote → its tables, or the fault in it, and what a model says of the tables; shared by
policies and import profiles, whose own meanings belong to their models."""

import re
import tomllib
from collections.abc import Callable, Sequence
from gettext import gettext as _
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from salescli.errors import WrongUse
from salescli.money import shown
from salescli.policy.faults import Fault, quoted

Tree = dict[str, Any]

LARGEST = 1_000_000  # bytes of a file; the largest policy that we know has a fiftieth of it
LONGEST_LINE = 100_000  # characters; reading a key of more dots than that would take minutes
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def text_of(path: Path) -> str:
    """The text of a file, a pipe or a device; no more of it is read than a file that a person wrote may hold.

    Raises:
        WrongUse: it cannot be read, is larger than that, or not UTF-8.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        if len(content) > LARGEST:
            raise WrongUse(
                _("{path} is larger than {most} bytes; this is no file that a person wrote.").format(
                    path=shown(path), most=f"{LARGEST:,}"
                )
            )
        return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except OSError as error:
        raise WrongUse(_("{path} cannot be read: {reason}.").format(path=shown(path), reason=error.strerror)) from None
    except UnicodeDecodeError:
        raise WrongUse(_("{path} is not text in UTF-8; save it as UTF-8.").format(path=shown(path))) from None


def tree_of(text: str) -> Tree | Fault:
    """The tables written in the text, or the one fault for which nothing of it can be read."""
    endless = next((number for number, line in enumerate(text.split("\n"), 1) if len(line) > LONGEST_LINE), None)
    if endless is not None:
        place = _("line {line}, column {column}").format(line=endless, column=LONGEST_LINE)
        return Fault(place, _("a line without an end"), _("a line that a person can read"))
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        return _unreadable(text, str(error))
    except (RecursionError, ValueError):
        # Brackets nested a thousand deep, or a number of thousands of digits.
        return Fault(_("the whole file"), _("a value that cannot be read"), _("plain TOML"))


def _unreadable(text: str, said: str) -> Fault:
    place = _PLACE.search(said)
    twice = "Cannot" in said or "twice" in said
    if place is None:
        path = _("the end of the file")
        found = _("a key that was there before") if twice else _("an end in the middle of a value or a heading")
    else:
        line, column = int(place[1]), int(place[2])
        path = _("line {line}, column {column}").format(line=line, column=column)
        found = quoted(text.split("\n")[line - 1].strip())
    if twice:
        return Fault(path, found, _("each key and each heading [ ] once"))
    if place is None:
        return Fault(path, found, _("the closing quote or bracket"))
    return Fault(path, found, _('plain TOML: a key, “=”, and a value (text and numbers in "…"), or a [heading]'))


def keys_of(model: type[BaseModel]) -> Callable[[Sequence[str | int]], list[str]]:
    """Which keys a table at a place of the file may have, by the model of the whole file."""

    def keys(location: Sequence[str | int]) -> list[str]:
        inside: type[BaseModel] | None = model
        names = (step for step in location if isinstance(step, str))
        for name in names:
            field = _field(inside, name) if inside else None
            inside = _block_in(field)
            if get_origin(field) is dict:
                next(names, None)  # the name that the company chose, as in [post.rep]
        return [field.alias or name for name, field in inside.model_fields.items()] if inside else []

    return keys


def _field(block: type[BaseModel], key: str) -> Any:
    for name, field in block.model_fields.items():
        if key == (field.alias or name):
            return field.annotation
    return None


def _block_in(annotation: Any) -> type[BaseModel] | None:
    """The block inside X | None, tuple[X, ...], dict[str, X] and Annotated[X, …]; a dict's name is passed over."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    if get_origin(annotation) is None and not isinstance(annotation, UnionType):
        return None
    found = (_block_in(part) for part in get_args(annotation))
    return next((block for block in found if block is not None), None)


def in_order(faults: list[Fault], tree: Tree) -> list[Fault]:
    """The faults in the order of the file's headings; the same fault once."""
    top = {key: number for number, key in enumerate(tree)}

    def place(fault: Fault) -> int:
        return top.get(re.split(r"[.\[]", fault.path)[0], -1)

    return sorted(dict.fromkeys(faults), key=place)
