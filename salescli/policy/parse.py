"""A policy file's text → a checked Policy, or every fault of it at once; versions and days are in versions."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from salescli.policy.checks import check_tree
from salescli.policy.faults import Fault, PolicyFaults, fault_of
from salescli.policy.model import Policy
from salescli.policy.tables import Tree, in_order, keys_of, text_of, tree_of

_KEYS = keys_of(Policy)


def parse_policy(text: str, name: str = "policy") -> Policy:
    """The policy written in `text` (policy.md); raises PolicyFaults with all faults, each with its path.

    `name` is what the sentences call the file.
    """
    tree = tree_of(text)
    if isinstance(tree, Fault):
        raise PolicyFaults(name, [tree])
    policy, faults = _shape(tree)
    faults += check_tree(tree)
    if faults or policy is None:
        raise PolicyFaults(name, in_order(faults, tree))
    policy._tree.update(tree)
    return policy


def read_policy(path: Path) -> tuple[Policy, str]:
    """The policy in a file, checked, and its text; raises WrongUse where the file cannot be read, PolicyFaults as above."""
    text = text_of(path)
    return parse_policy(text, path.name), text


def _shape(tree: Tree) -> tuple[Policy | None, list[Fault]]:
    try:
        return Policy.model_validate(_with_post_titles(tree)), []
    except ValidationError as error:
        return None, [fault_of(one, _KEYS) for one in error.errors(include_url=False)]


def _with_post_titles(tree: Tree) -> dict[str, Any]:
    posts = tree.get("post")
    if not isinstance(posts, dict):
        return tree
    titled = {name: {"title": name, **post} if isinstance(post, dict) else post for name, post in posts.items()}
    return {**tree, "post": titled}
