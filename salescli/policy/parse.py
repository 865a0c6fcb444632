"""A policy file's text → a checked Policy, or every fault of it at once; versions and days are in versions."""

import re
import tomllib
from collections.abc import Sequence
from gettext import gettext as _
from types import UnionType
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from salescli.policy.checks import check_tree
from salescli.policy.faults import Fault, PolicyFaults, fault_of, quoted
from salescli.policy.model import Policy

_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")


def parse_policy(text: str, name: str = "policy") -> Policy:
    """The policy written in `text` (policy.md); raises PolicyFaults with all faults, each with its path.

    `name` is what the sentences call the file.
    """
    tree = _tree(text.removeprefix("\ufeff"), name)
    policy, faults = _shape(tree)
    faults += check_tree(tree)
    if faults or policy is None:
        raise PolicyFaults(name, _in_order(faults, list(tree)))
    policy._tree.update(tree)
    return policy


def _tree(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyFaults(name, [_unreadable(text, str(error))]) from None
    except (RecursionError, ValueError):
        # Brackets nested a thousand deep, or a number of thousands of digits.
        fault = Fault(_("the whole file"), _("a value that cannot be read"), _("plain TOML"))
        raise PolicyFaults(name, [fault]) from None


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


def _shape(tree: dict[str, Any]) -> tuple[Policy | None, list[Fault]]:
    try:
        return Policy.model_validate(_with_post_titles(tree)), []
    except ValidationError as error:
        return None, [fault_of(one, _keys) for one in error.errors(include_url=False)]


def _with_post_titles(tree: dict[str, Any]) -> dict[str, Any]:
    posts = tree.get("post")
    if not isinstance(posts, dict):
        return tree
    titled = {name: {"title": name, **post} if isinstance(post, dict) else post for name, post in posts.items()}
    return {**tree, "post": titled}


def _keys(location: Sequence[str | int]) -> list[str]:
    """The keys that a table at this place of the file may have."""
    inside: type[BaseModel] | None = Policy
    names = (step for step in location if isinstance(step, str))
    for name in names:
        field = _field(inside, name) if inside else None
        inside = _block_in(field)
        if get_origin(field) is dict:
            next(names, None)  # the name that the company chose, as in [post.rep]
    return _aliases(inside) if inside else []


def _aliases(block: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in block.model_fields.items()]


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


def _in_order(faults: list[Fault], top: list[str]) -> list[Fault]:
    """In the order of the file's headings; the same fault once."""

    def place(fault: Fault) -> int:
        head = re.split(r"[.\[]", fault.path)[0]
        return top.index(head) if head in top else -1

    return sorted(dict.fromkeys(faults), key=place)
