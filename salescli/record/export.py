"""The way out for facts as files that other programs read: all of them, from which the ledger comes back, or a rep's own."""

from gettext import gettext as _
from pathlib import Path
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.record import typed, whole

app = typed.room()


@app.command("export", help=_("Write every fact into files of a folder. Example: salescli export facts --files csv"))
def export(
    ctx: typer.Context,
    directory: Annotated[Path, typer.Argument(metavar="DIR", readable=False, help=_("an empty or a new folder"))],
    files: Annotated[
        str, typer.Option("--files", help=_("csv, json (one object a line) or parquet, which needs an extra"))
    ] = "csv",
    for_rep: Annotated[
        str | None, typer.Option("--for", metavar="REP", help=_("this rep's own facts alone; they are no ledger"))
    ] = None,
    as_json: whole.AsJson = False,
) -> None:
    """Write a file of every kind of fact and a manifest; `salescli restore DIR` makes an equal ledger of them.

    For a rep: what the rep recorded or what names the rep, and what belongs to customers and opportunities until they passed
    to another (ledger/belonging.py says the rule).
    """
    from salescli.exchange import exported
    from salescli.ledger import belonging, exporting, names
    from salescli.ledger import files as ledgers

    asked: Asked = ctx.obj
    whole.refuse_other_options(asked)
    exported.checked_files(files)
    with ledgers.open_for_reading(asked.path, asked.who) as ledger, exported.filling(directory, files) as folder:
        rep = names.find(ledger, "rep", for_rep) if for_rep is not None else None
        only = belonging.own_facts(ledger, rep.id, rep.code) if rep else None
        counts = {
            kind.kind: folder.put(kind.kind, kind.columns, kind.rows, kind.numbers)
            for kind in exporting.kept(ledger, only)
        }
        said = exporting.about(ledger, counts, rep.code if rep else None)
        folder.finish(said)
    whole.answer(_lines(said, directory), {"folder": directory, **said}, as_json)


def _lines(said: dict[str, object], directory: Path) -> list[str]:
    facts = whole.counted(int(str(said["facts"])))
    if said["for"]:
        sentence = _("Exported {facts} of {rep} to {path}; a ledger cannot be made of them.")
        return [sentence.format(facts=facts, rep=said["for"], path=directory)]
    return [_("Exported {facts} to {path}; its head is {head}.").format(facts=facts, path=directory, head=said["head"])]
