"""The way out for a ledger as a file: a verified copy of it at one moment; how it comes back is restore's."""

from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.record import typed, whole

app = typed.room()


@app.command("backup", help=_("Copy the ledger while others write. Example: salescli backup /mnt/usb/2024-03-15.db"))
def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(readable=False, help=_("where the copy goes"))],
    force: Annotated[bool, typer.Option("--force", help=_("replace the file that is there"))] = False,
    as_json: whole.AsJson = False,
) -> None:
    """Copy the ledger as it is at one moment, for its owner's eyes alone; the copy is verified before it has its name."""
    from salescli.ledger import copies

    asked: Asked = ctx.obj
    whole.refuse_other_options(asked)
    copied = copies.backup(asked.path, asked.who, file, force=force)
    said = _("Backed up {facts} to {path}, verified; its head is {head}.").format(
        facts=whole.counted(copied.facts), path=file, head=copied.head
    )
    whole.answer([said], {"file": file, "facts": copied.facts, "head": copied.head}, as_json)
