"""The way back for a ledger as a whole: made anew from a backup or an export, whose facts stay what they were."""

from contextlib import suppress
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salescli.asked import Asked
from salescli.record import typed, whole

if TYPE_CHECKING:
    from salescli.ledger.copies import Copied

app = typed.room()


@app.command("restore", help=_("Make the ledger from a backup or an export. Example: salescli restore 2024-03-15.db"))
def restore(
    ctx: typer.Context,
    source: Annotated[
        Path,
        typer.Argument(metavar="FILE|DIR", readable=False, help=_("the backup, or the folder of an export")),
    ],
    replace: Annotated[bool, typer.Option("--replace", help=_("instead of the ledger there, which is kept"))] = False,
    as_json: whole.AsJson = False,
) -> None:
    """Make the ledger with the same facts, ids and hashes; one that stands there is only replaced when asked, and kept beside.

    What is recorded from then on is of a new copy, so that `salescli merge` still takes what other copies, or the one that is
    kept, hold beyond the backup.
    """
    asked: Asked = ctx.obj
    whole.refuse_other_options(asked)
    asked.warn_of_network()
    copied = (_of_export if _is_folder(source) else _of_backup)(asked, source, replace)
    lines = [
        _("Restored {facts} to {path}, verified; its head is {head}.").format(
            facts=whole.counted(copied.facts), path=asked.path, head=copied.head
        )
    ]
    if copied.kept:
        lines.append(_("The ledger that was there is kept as {path}.").format(path=copied.kept))
    said = {"ledger": asked.path, "facts": copied.facts, "head": copied.head, "kept": copied.kept}
    whole.answer(lines, said, as_json)


def _is_folder(source: Path) -> bool:
    """Whether it is one, as far as that can be seen; what cannot be is said when it is opened."""
    with suppress(OSError):
        return source.is_dir()
    return False


def _of_backup(asked: Asked, source: Path, replace: bool) -> "Copied":
    from salescli.ledger import copies, merging

    with copies.opened(source, asked.who) as other:
        return copies.make(
            asked.path, asked.who, currency=other.currency, zone=other.zone, replace=replace,
            fill=lambda ledger: merging.take(ledger, [other], into_new=True),
        )  # fmt: skip


def _of_export(asked: Asked, source: Path, replace: bool) -> "Copied":
    from salescli.exchange import exported
    from salescli.ledger import copies, exporting

    said = exported.manifest(source)
    export = exporting.Export(said, lambda kind: exported.rows(source, said["files"], kind), source)
    exporting.refuse_newer(export)
    return copies.make(
        asked.path, asked.who, currency=said["currency"], zone=said["timezone"], replace=replace,
        fill=lambda ledger: exporting.pour(ledger, export),
    )  # fmt: skip
