"""What the commands share that treat a ledger as a whole: the options they do not take, and how they answer."""

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.record import typed

AsJson = Annotated[bool, typer.Option("--json", help=_("answer in JSON, for a script"))]


def refuse_other_options(asked: Asked) -> None:
    """A ledger is copied as it is: whole, and now.

    Raises:
        WrongUse: an option of those that record a fact, or show a report.
    """
    given: dict[str, object] = {
        "--on": asked.on,
        "--as-of": asked.as_of,
        "--policy": asked.policy,
        "--format": asked.format,
    }
    given |= {"--out": asked.out, "--excel-safe": asked.excel_safe}
    for option, value in given.items():
        if value:
            raise WrongUse(
                _("{option} does not belong to a command that takes a ledger as a whole.").format(option=option)
            )


def counted(facts: int) -> str:
    """How many facts, in words."""
    return ngettext("{count} fact", "{count} facts", facts).format(count=f"{facts:,}")


def answer(sentences: list[str], said: dict[str, Any], as_json: bool) -> None:
    """The sentences, or the same for a script."""
    print(typed.in_json(said) if as_json else "\n".join(map(typed.shown, sentences)))


def place(path: Path) -> str:
    """A path as a sentence may hold it."""
    return typed.shown(str(path))
