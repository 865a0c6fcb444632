"""The way in for what other copies of the ledger recorded: the facts that are missing, as they are; nothing is decided for anybody."""

from collections.abc import Sequence
from contextlib import ExitStack
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from salescli.asked import Asked
from salescli.errors import LedgerUnusable
from salescli.record import typed, whole

if TYPE_CHECKING:
    from salescli.ledger.merging import Doubt, Taken
    from salescli.ledger.store import Ledger

app = typed.room()

SHOWN = 10  # doubts of one kind that are told singly


@app.command(
    "merge", help=_("Take the facts that other copies have and this one has not. Example: salescli merge office.db")
)
def merge(
    ctx: typer.Context,
    ledgers: Annotated[
        list[Path], typer.Argument(metavar="LEDGER…", help=_("the other copies; they are left as they are"))
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("say what would be taken, and take nothing"))] = False,
    as_json: whole.AsJson = False,
) -> None:
    """Take what is missing, in any order and as often as wanted; where no ledger is yet, make a copy of its own to work in."""
    from salescli.ledger import copies, files

    asked: Asked = ctx.obj
    whole.refuse_other_options(asked)
    with ExitStack() as stack:
        others = [stack.enter_context(copies.opened(path, asked.who)) for path in ledgers]
        into = _into_new if files.missing(asked.path) else _into_ledger
        taken, head = into(asked, others, dry_run)
    counts = list(zip(ledgers, taken.counts, strict=True))
    _warn(taken.doubts)
    lines = [_sentence(path, count, dry_run) for path, count in counts]
    lines.append(_("The head is {head}.").format(head=head))
    said = {"taken": {str(path): count for path, count in counts}, "head": head, "dry_run": dry_run}
    whole.answer(lines, said, as_json)


def _into_ledger(asked: Asked, others: "Sequence[Ledger]", dry_run: bool) -> "tuple[Taken, str]":
    from salescli.ledger import merging
    from salescli.record.importing.trying import bringing_in

    with bringing_in(asked, dry_run) as ledger:
        return merging.take(ledger, others), ledger.head()


def _into_new(asked: Asked, others: "Sequence[Ledger]", dry_run: bool) -> "tuple[Taken, str]":
    """A copy with an origin of its own, so that both may go on; its policies are those of the others."""
    from salescli.ledger import copies, merging

    if dry_run:
        raise LedgerUnusable(
            _(
                "There is no ledger at {path} to try it on; without --dry-run a copy of the others is made there."
            ).format(path=whole.place(asked.path))
        )
    asked.warn_of_network()
    found: list[Taken] = []
    first = others[0]
    copied = copies.make(
        asked.path, asked.who, origin=None, currency=first.currency, zone=first.zone, replace=False,
        fill=lambda ledger: found.append(merging.take(ledger, others)),
    )  # fmt: skip
    typed.warn(_("A new ledger was made at {path}.").format(path=asked.path))
    return found[0], copied.head


def _sentence(path: Path, count: int, dry_run: bool) -> str:
    if not count:
        return _("{path} has nothing that is missing here.").format(path=path)
    said = _("{facts} of {path} would be taken.") if dry_run else _("Took {facts} of {path}.")
    return said.format(facts=whole.counted(count), path=path)


def _warn(doubts: "Sequence[Doubt]") -> None:
    """What may be there twice now, for a person to look at."""
    from salescli.ledger import ids

    told = {
        "name": _("The customers {taken} and {other} have one name, {text}."),
        "phone": _("The customers {taken} and {other} have one phone, {text}."),
        "row": _(
            "The facts {taken} and {other} came of one imported row, {text}; `salescli void` takes one of them back."
        ),
        "policy": _("The policies {taken} and {other} are from the same day; the one recorded last counts ({text})."),
    }
    for what, sentence in told.items():
        alike = [doubt for doubt in doubts if doubt.what == what]
        for doubt in alike[:SHOWN]:
            shown = {"taken": ids.show(doubt.taken, 0), "other": ids.show(doubt.other, 0)}
            typed.warn(sentence.format(**shown, text=repr(doubt.text[:40])))
        if len(alike) > SHOWN:
            typed.warn(_("… and {count} more like these.").format(count=len(alike) - SHOWN))
