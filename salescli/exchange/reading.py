"""A profile file's text → a checked Profile, or every fault of it at once; reading the sources it describes is elsewhere."""

from collections.abc import Sequence
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

from pydantic import ValidationError

from salescli.errors import WrongUse
from salescli.exchange.checks import check_tree
from salescli.exchange.profile import OWN_WORDS, Profile
from salescli.money import shown
from salescli.policy.faults import Fault, Faults, fault_of
from salescli.policy.tables import Tree, in_order, keys_of, text_of, tree_of

_KEYS = keys_of(Profile)


class ProfileFaults(Faults):
    """Everything that is wrong with the import profile `name`."""

    def __init__(self, name: str, faults: Sequence[Fault]) -> None:
        head = ngettext(
            "The import profile {name} has {count} fault and is not used:",
            "The import profile {name} has {count} faults and is not used:",
            len(faults),
        )
        super().__init__(name, faults, head.format(name=name, count=len(faults)))


def parse_profile(text: str, name: str = "profile") -> Profile:
    """The profile written in `text`; raises ProfileFaults with all faults, each with its path.

    `name` is what the sentences call the file.
    """
    tree = tree_of(text)
    if isinstance(tree, Fault):
        raise ProfileFaults(name, [tree])
    profile, faults = _shape(tree)
    faults += check_tree(tree)
    if faults or profile is None:
        raise ProfileFaults(name, in_order(faults, tree))
    return profile


def read_profile(path: Path) -> Profile:
    """The profile in a file, checked; raises WrongUse where the file cannot be read, ProfileFaults as above."""
    if path.is_dir():
        raise WrongUse(_("{path} is a directory; --profile takes the profile's file.").format(path=shown(path)))
    return parse_profile(text_of(path), path.name)


def _shape(tree: Tree) -> tuple[Profile | None, list[Fault]]:
    try:
        return Profile.model_validate(tree), []
    except ValidationError as error:
        return None, [fault_of(one, _KEYS, OWN_WORDS) for one in error.errors(include_url=False)]
