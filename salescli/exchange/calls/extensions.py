"""Which telephone is whose, as a person says it: options and files → extensions with the texts that name reps."""

from collections.abc import Iterator, Sequence
from gettext import gettext as _
from pathlib import Path

from salescli.errors import WrongUse
from salescli.exchange.calls.lines import Line, cells_of, lines
from salescli.exchange.values import Unreadable
from salescli.money import echo, shown
from salescli.policy.faults import Fault
from salescli.policy.tables import text_of, tree_of

_HEADS = ("extension", "ext", "分机")


def extensions(given: Sequence[str], path: Path | None) -> dict[str, str]:
    """Extension → rep's code or name, of options like 1000=zw and of a file with both; an extension is one rep's.

    Raises:
        WrongUse: an option or a line that says no such thing, or an extension that two have.
    """
    found: dict[str, str] = {}
    for extension, rep in [*(_pair(text) for text in given), *(_in_file(path) if path else [])]:
        if found.setdefault(extension, rep) != rep:
            raise WrongUse(
                _("The extension {extension} is said to be {one}'s and {other}'s; it is one rep's.").format(
                    extension=echo(extension), one=echo(found[extension]), other=echo(rep)
                )
            )
    return found


def _pair(text: str) -> tuple[str, str]:
    extension, sign, rep = text.partition("=")
    if not sign or not extension.strip() or not rep.strip():
        raise WrongUse(_("{given} is no extension of a rep; write 1000=zw.").format(given=repr(text[:40])))
    return extension.strip(), rep.strip()


def _in_file(path: Path) -> Iterator[tuple[str, str]]:
    """The pairs of a TOML file (1000 = "zw", under [extensions] or not) or of a CSV file (extension,rep)."""
    if path.suffix.lower() == ".toml":
        yield from _in_toml(path)
        return
    for line in lines(path):
        cells = _cells(path, line)
        if cells[0].lower() not in _HEADS:
            yield cells[0], cells[1]


def _cells(path: Path, line: Line) -> list[str]:
    try:
        cells = [cell.strip() for cell in cells_of(line.text)]
    except Unreadable:
        cells = []
    if len(cells) < 2 or not cells[0] or not cells[1]:
        raise WrongUse(
            _("{path}, line {line} is no extension of a rep; write 1000,zw.").format(path=shown(path), line=line.number)
        )
    return cells


def _in_toml(path: Path) -> Iterator[tuple[str, str]]:
    tree = tree_of(text_of(path))
    if isinstance(tree, Fault):
        raise WrongUse(_("{path}: {fault}").format(path=shown(path), fault=tree.text))
    pairs = tree.get("extensions", tree)
    for extension, rep in pairs.items() if isinstance(pairs, dict) else ():
        if not isinstance(rep, str) or not rep.strip():
            raise WrongUse(
                _('{path}: {extension} is no extension of a rep; write 1000 = "zw".').format(
                    path=shown(path), extension=echo(extension)
                )
            )
        yield extension.strip(), rep.strip()
