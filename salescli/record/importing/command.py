"""The import command: files and profile in, one transaction, and what came of it told; rows are brought in elsewhere."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand

from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.ledger.store import Ledger
from salescli.record import typed
from salescli.record.importing.trying import REJECTED, bringing_in

if TYPE_CHECKING:
    from salescli.exchange.matching import Plan
    from salescli.exchange.profile import Profile
    from salescli.record.importing.bringing import Outcome
    from salescli.reports.report import Report

app = typed.room()


class _Import(TyperCommand):
    """`import`, whose first word `calls` means a telephone system's records; with a profile it is a file or folder."""

    def make_context(self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any) -> Any:
        """The context of the command that the words mean."""
        if args[:1] == ["calls"] and not any(word.partition("=")[0] == "--profile" for word in args):
            from salescli.record.importing import calls

            command = typer.main.get_group(calls.app).commands["calls"]
            return command.make_context(f"{info_name} calls", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@app.callback()
def _several() -> None:
    """Keeps a room of one command a group, so that the front door finds the command by its name."""


@app.command(
    "import",
    cls=_Import,
    help=_(
        "Bring in another system's export. Example: salescli import export/ --profile profile.toml --dry-run. "
        "Importing again adds nothing. Exit code 4: some rows were rejected, or differ from what was imported before; "
        "everything else went in. Calls of a telephone system: salescli import calls -h."
    ),
)
def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("CSV or XLSX files, or a directory of them"))],
    profile: Annotated[Path, typer.Option("--profile", help=_("what the columns mean (TOML)"))],
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would come of it, write nothing"))] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help=_("a CSV file for the rows that do not go in, to mend and import"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("answer in JSON, every reject included"))] = False,
) -> None:
    """Import files as a profile says."""
    from salescli.exchange import matching, reading
    from salescli.record.importing import telling

    asked: Asked = ctx.obj
    rules = reading.read_profile(profile)
    plan = matching.plan(rules, files)
    _refuse_to_overwrite(plan, rejects, dry_run)
    outcome, counts = _imported(asked, rules, plan, dry_run, rejects)
    if as_json:
        print(typed.in_json(telling.data(outcome, plan, dry_run)))
    else:
        asked.show(counts)
    for sentence in telling.problems(outcome, rejects):
        typed.warn(sentence)
    if not outcome.whole:
        raise typer.Exit(REJECTED)


def _refuse_to_overwrite(plan: "Plan", rejects: Path | None, dry_run: bool) -> None:
    """An export stays as it is; of the files that are read only one of rejects may become what is still at fault, and not
    on a dry run, which leaves its mended rows nowhere else."""
    for reading in plan.readings:
        if rejects and rejects.exists() and reading.path.samefile(rejects):
            if reading.delimiter is None:
                raise WrongUse(_("{path} is being imported; --rejects takes another file.").format(path=rejects))
            if dry_run:
                raise WrongUse(
                    _(
                        "{path} is being imported, and a dry run brings nothing in; --rejects takes another file."
                    ).format(path=rejects)
                )


def _imported(
    asked: Asked, profile: "Profile", plan: "Plan", dry_run: bool, rejects: Path | None
) -> tuple["Outcome", "Report"]:
    """Bring everything in inside one transaction; a dry run takes it back, rejects are written either way."""
    from salescli.exchange import rejects as rejects_file
    from salescli.record.importing import telling

    with ExitStack() as after, bringing_in(asked, dry_run) as ledger:
        outcome = _bring_in(asked, ledger, profile, plan)
        counts = telling.table(outcome, plan, ledger, asked.day(ledger), dry_run)
        if rejects:
            after.enter_context(rejects_file.writing(rejects, outcome.rejects))
    return outcome, counts


def _bring_in(asked: Asked, ledger: Ledger, profile: "Profile", plan: "Plan") -> "Outcome":
    from salescli.exchange.matching import opened
    from salescli.record.importing.bringing import Importer

    importer = Importer(ledger, profile, asked.day(ledger))
    with _progress(sum(reading.path.stat().st_size for reading in plan.readings)) as show:
        done = 0
        for reading in plan.readings:
            with opened(profile, reading) as (translator, table):
                for row in translator.rows():
                    importer.row(reading, row)
                    show(reading.path.name, done + table.read)
            done += reading.path.stat().st_size
    return importer.outcome


@contextmanager
def _progress(total: int) -> Iterator[Callable[[str, int], None]]:
    """A bar on stderr where that is a terminal; takes the file and how many bytes of all are read."""
    if not sys.stderr.isatty():
        yield lambda name, done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.fields[file]}", markup=False), BarColumn(), TaskProgressColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, file="")
        yield lambda name, done: bar.update(task, completed=done, file=typed.shown(name))
