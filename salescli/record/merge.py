"""The way in for what other copies of the ledger recorded: the facts that are missing, as they are; nothing is decided for anybody."""

from collections.abc import Sequence
from contextlib import ExitStack
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from salescli.asked import Asked
from salescli.errors import LedgerUnusable
from salescli.record import typed, whole

if TYPE_CHECKING:
    from salescli.ledger.merging import Doubt, Taken
    from salescli.ledger.store import Ledger
    from salescli.ledger.verifying import Fault
    from salescli.reports.adding_up import Breach

app = typed.room()

SHOWN = 10  # doubts of one kind that are told singly
Conflicts = list[dict[str, Any]]
"""What the copies say that does not go together, as a script gets it: kind, ids, text, and the command that mends it."""
Merged = tuple["Taken", str, Conflicts]
"""What was taken, the head then, and what is unsound since."""


@app.command(
    "merge", help=_("Take the facts that other copies have and this one has not. Example: salescli merge office.db")
)
def merge(
    ctx: typer.Context,
    ledgers: Annotated[
        list[Path],
        typer.Argument(metavar="LEDGER…", readable=False, help=_("the other copies; they are left as they are")),
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
        taken, head, unsound = into(asked, others, dry_run)
    counts = list(zip(ledgers, taken.counts, strict=True))
    _warn(taken.doubts)
    _warn_of_unsound(unsound)
    lines = [_sentence(path, count, dry_run) for path, count in counts]
    lines.append(_("The head is {head}.").format(head=head))
    said = {
        "taken": {str(path): count for path, count in counts},
        "head": head,
        "dry_run": dry_run,
        "conflicts": [*map(_as_json, taken.doubts), *unsound],
    }
    whole.answer(lines, said, as_json)


def _into_ledger(asked: Asked, others: "Sequence[Ledger]", dry_run: bool) -> "Merged":
    from salescli.ledger import merging
    from salescli.record.importing.trying import bringing_in

    with bringing_in(asked, dry_run) as ledger:
        known = _unsound([ledger, *others])
        taken = merging.take(ledger, others)
        return taken, ledger.head(), _new_unsound(ledger, known) if any(taken.counts) else []


def _into_new(asked: Asked, others: "Sequence[Ledger]", dry_run: bool) -> "Merged":
    """A copy with an origin of its own, so that both may go on; its policies are those of the others."""
    from salescli.ledger import copies, merging

    if dry_run:
        raise LedgerUnusable(
            _(
                "There is no ledger at {path} to try it on; without --dry-run a copy of the others is made there."
            ).format(path=whole.place(asked.path))
        )
    asked.warn_of_network()
    found: list[tuple[Taken, Conflicts]] = []
    first, known = others[0], _unsound(others)
    copied = copies.make(
        asked.path, asked.who, currency=first.currency, zone=first.zone, replace=False,
        fill=lambda ledger: found.append((merging.take(ledger, others, into_new=True), _new_unsound(ledger, known))),
    )  # fmt: skip
    typed.warn(_("A new ledger was made at {path}.").format(path=asked.path))
    return found[0][0], copied.head, found[0][1]


def _sentence(path: Path, count: int, dry_run: bool) -> str:
    if not count:
        return _("{path} has nothing that is missing here.").format(path=path)
    said = _("{facts} of {path} would be taken.") if dry_run else _("Took {facts} of {path}.")
    return said.format(facts=whole.counted(count), path=path)


def _warn(doubts: "Sequence[Doubt]") -> None:
    """What may be there twice now, for a person to look at, with the command that mends it."""
    told = {
        "name": _(
            "The customers {taken} and {other} have one name, {text}: if they are one, `salescli void {taken} --why twice` "
            "takes back the one on which nothing stands, else `salescli correct {taken} name=<name> --why twice` tells them apart."
        ),
        "phone": _(
            "The customers {taken} and {other} have one phone, {text}: `salescli correct {taken} phone=<number> --why wrong` "
            "puts right the one that is not theirs."
        ),
        "row": _(
            "The facts {taken} and {other} came of one imported row, {text}; `salescli void {taken} --why twice` takes one of "
            "them back."
        ),
        "policy": _(
            "The policies {taken} and {other} are from the same day; the one recorded last counts ({text}), and "
            "`salescli void {taken} --why twice` takes back the one that should not."
        ),
        "closing": _(
            "{text} was closed in two copies: the statements of the earlier closing count ({other} and those with it), those of "
            "the later one do not ({taken} and those with it). Whoever was paid by these is settled with by hand; "
            "`salescli statement {text}` shows what counts."
        ),
    }
    for what, sentence in told.items():
        alike = [doubt for doubt in doubts if doubt.what == what]
        for doubt in alike[:SHOWN]:
            shown = _as_json(doubt)
            text = shown["text"] if what == "closing" else repr(doubt.text[:40])
            typed.warn(sentence.format(taken=shown["taken"], other=shown["other"], text=text))
        if len(alike) > SHOWN:
            typed.warn(_("… and {count} more like these.").format(count=len(alike) - SHOWN))


def _as_json(doubt: "Doubt") -> dict[str, Any]:
    from salescli.ledger import ids

    text = _days(doubt.text) if doubt.what == "closing" else doubt.text
    return {"kind": doubt.what, "taken": ids.show(doubt.taken, 0), "other": ids.show(doubt.other, 0), "text": text}


def _days(text: str) -> str:
    """The name of the closed days."""
    from datetime import date

    from salescli.reports.trued_up import name_of

    start, _slash, end = text.partition("/")
    return name_of(date.fromisoformat(start), date.fromisoformat(end))


# What each copy may say alone, and the two together may not.


def _unsound(ledgers: "Sequence[Ledger]") -> "set[Fault | Breach]":
    """What is unsound in one of the copies already."""
    from salescli.reports import verify

    return {one for ledger in ledgers for one in verify.unsound(ledger)}


def _new_unsound(ledger: "Ledger", known: "set[Fault | Breach]") -> Conflicts:
    """What is unsound since facts were taken: a receipt of what another copy voided, more refunded than came."""
    from salescli.reports import verify

    rows = [verify.told(ledger, one) for one in verify.unsound(ledger) if one not in known]
    return [
        {"kind": row["check"], "taken": row["id"], **{key: row[key] for key in ("text", "command")}} for row in rows
    ]


def _warn_of_unsound(conflicts: Conflicts) -> None:
    for one in conflicts[:SHOWN]:
        said = _("Together the copies say of the fact {id}: {text}; see `{command}`.")
        typed.warn(said.format(id=one["taken"], text=one["text"], command=one["command"]))
    if len(conflicts) > SHOWN:
        more = _("… and {count} more like these; `salescli verify` shows all.")
        typed.warn(more.format(count=len(conflicts) - SHOWN))
