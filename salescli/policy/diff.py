"""What differs between two policies, value by value, as written; what it costs is a report's business."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from salescli.policy.kinds import number
from salescli.policy.model import Policy

# What tells the blocks of a list apart; blocks of other lists are told apart by their place.
_TOLD_APART: dict[str, tuple[str, ...]] = {
    "stage": ("key",),
    "commission": ("key",),
    "bonus": ("key",),
    "penalty": ("key",),
    "standard": ("key",),
    "limit": ("kind",),
    "appraisal": ("post", "period"),
    "item": ("method", "measure", "assessment", "purpose"),
    "product": ("product",),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs: its path, and its text before and after (None: not there)."""

    path: str
    before: str | None
    after: str | None


def diff(a: Policy, b: Policy) -> list[Change]:
    """Every value in which `b` differs from `a`, in the order of `a`, then what only `b` has; "0.10" equals "10%"."""
    before, after = dict(_leaves("", a.tree)), dict(_leaves("", b.tree))
    order = [("stage", ", ".join(s.key for s in a.stages), ", ".join(s.key for s in b.stages))]
    changes = [Change(path, old, new) for path, old, new in order if old != new]
    for path in [*before, *(path for path in after if path not in before)]:
        old, new = before.get(path), after.get(path)
        if old is None or new is None or not _same(old, new):
            changes.append(Change(path, old, new))
    return changes


def _leaves(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and any(isinstance(part, (dict, list)) for part in value):
        for name, inner in _named(path.rpartition(".")[2], value):
            yield from _leaves(f"{path}[{name}]", inner)
    else:
        yield path, _text(value)


def _named(heading: str, blocks: list[Any]) -> Iterator[tuple[str, Any]]:
    seen: dict[str, int] = {}
    for at, block in enumerate(blocks, start=1):
        parts = [str(block[key]) for key in _TOLD_APART.get(heading, ()) if isinstance(block, dict) and key in block]
        name = " ".join(parts) or str(at)
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name} {seen[name]}"), block


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _same(old: str, new: str) -> bool:
    if old == new:
        return True
    try:
        return number(old) == number(new)
    except ValueError:  # pydantic's custom error is one: not both are numbers
        return False
