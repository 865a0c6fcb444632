"""The command that brings in a telephone system's call records: files and options in, one transaction, and what came of it
told; calls are read, placed and entered elsewhere.
"""

from contextlib import ExitStack
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from salescli import period
from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.ledger.store import Ledger
from salescli.record import typed
from salescli.record.importing.trying import REJECTED, bringing_in

if TYPE_CHECKING:
    from salescli.exchange.calls.layouts import Layout
    from salescli.exchange.calls.reading import Manner
    from salescli.exchange.calls.stamps import Clock
    from salescli.phones import Numbering
    from salescli.record.importing.desk import Book, Outcome

app = typed.room()


@app.callback()
def _several() -> None:
    """Keeps a room of one command a group, so that the command is found by its name."""


@app.command(
    "calls",
    help=_(
        "Bring in a telephone system's call records: each call between a rep and a customer is a follow-up, once. "
        "Example: salescli import calls Master.csv --layout asterisk --extension 1000=zw --dry-run. "
        "Who has which extension is kept nowhere: say it each time, or in a file. Minutes are begun ones. "
        "Importing again, also a longer file, adds what is new. Exit code 4: some rows cannot be read; everything else went in."
    ),
)
def calls(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=_("files of call records (CSV)"))],
    layout: Annotated[str, typer.Option("--layout", help=_("whose they are: asterisk or freeswitch"))],
    extension: Annotated[
        list[str] | None, typer.Option("--extension", metavar="1000=REP", help=_("whose a telephone is; several times"))
    ] = None,
    extensions: Annotated[
        Path | None, typer.Option("--extensions", help=_("the same in a file: extension,rep a line, or TOML"))
    ] = None,
    outside_prefix: Annotated[
        list[str] | None, typer.Option("--outside-prefix", help=_("what is dialled for a line to the outside, like 9"))
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", help=_("whose numbers are dialled, like CN; else the ledger's zone's"))
    ] = None,
    area_code: Annotated[
        str, typer.Option("--area-code", help=_("what a number without one belongs to, like 010"))
    ] = "",
    timezone: Annotated[
        str | None, typer.Option("--timezone", help=_("the zone of the files' times; else the ledger's"))
    ] = None,
    day_first: Annotated[bool, typer.Option("--day-first", help=_("03/04/2024 is 3 April"))] = False,
    month_first: Annotated[bool, typer.Option("--month-first", help=_("03/04/2024 is March 4"))] = False,
    columns: Annotated[
        str | None, typer.Option("--columns", help=_("the columns' names, of files of another layout without a header"))
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("show what would come of it, write nothing"))] = False,
    rejects: Annotated[
        Path | None, typer.Option("--rejects", help=_("a CSV file for the rows that are not taken"))
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("answer in JSON, every reject included"))] = False,
) -> None:
    """Import call records."""
    from salescli.exchange.calls.extensions import extensions as reps_of
    from salescli.exchange.calls.layouts import Layout
    from salescli.exchange.rejects import writing
    from salescli.record.importing import calls_telling as telling
    from salescli.record.importing.desk import Book, desk_of

    asked: Asked = ctx.obj
    system = Layout(typed.one_of(layout, Layout, _("The layout")))
    reps = reps_of(extension or [], extensions)
    _refuse_to_overwrite(files, rejects)
    with ExitStack() as after, bringing_in(asked, dry_run) as ledger:
        manner = _manner(asked, ledger, system, _clock(ledger, timezone, day_first, month_first), columns)
        numbering = _numbering(ledger, country, area_code)
        book = Book(ledger, system, desk_of(ledger, reps, numbering, outside_prefix or []))
        outcome = _entered(book, files, manner)
        counts = telling.table(outcome, manner, numbering, ledger, manner.today, dry_run)
        if rejects:
            after.enter_context(writing(rejects, telling.in_a_file(outcome)))
    if as_json:
        print(typed.in_json(telling.data(outcome, manner, numbering, dry_run)))
    else:
        asked.show(counts)
    for sentence in telling.problems(outcome, rejects):
        typed.warn(sentence)
    if outcome.unread:
        raise typer.Exit(REJECTED)


def _refuse_to_overwrite(files: list[Path], rejects: Path | None) -> None:
    """A telephone system's file stays as it is."""
    if rejects and rejects.exists() and any(path.exists() and path.samefile(rejects) for path in files):
        raise WrongUse(_("{path} is being imported; --rejects takes another file.").format(path=rejects))


def _clock(ledger: Ledger, timezone: str | None, day_first: bool, month_first: bool) -> "Clock":
    from salescli.exchange.calls.stamps import Clock, zone_of

    if day_first and month_first:
        raise WrongUse(_("--day-first and --month-first exclude each other."))
    name = timezone if timezone is not None else ledger.zone
    period.check_zone(name)
    first: Literal["day", "month"] | None = "day" if day_first else "month" if month_first else None
    return Clock(zone_of(name), first)


def _manner(asked: Asked, ledger: Ledger, layout: "Layout", clock: "Clock", columns: str | None) -> "Manner":
    from salescli.exchange.calls.layouts import columns_of
    from salescli.exchange.calls.reading import Manner
    from salescli.exchange.calls.stamps import zone_of

    told = columns_of(columns) if columns is not None else None
    return Manner(layout, clock, zone_of(ledger.zone), asked.day(ledger), told)


def _numbering(ledger: Ledger, country: str | None, area: str) -> "Numbering":
    """Where the numbers are dialled: the country that was said, else that of the ledger's zone."""
    from salescli.phones import Numbering, check_numbering, country_of

    found = country.upper() if country is not None else country_of(ledger.zone)
    if found is None:
        raise WrongUse(
            _("The time zone {zone} is of no one country; say whose numbers are dialled with --country CN.").format(
                zone=ledger.zone
            )
        )
    numbering = Numbering(found, area)
    check_numbering(numbering)
    return numbering


def _entered(book: "Book", files: list[Path], manner: "Manner") -> "Outcome":
    """Read every file, then enter the calls: the rows of one may stand in several files."""
    from salescli.exchange.calls.joining import join
    from salescli.exchange.calls.reading import Leg, read

    legs: list[Leg] = []
    for path in files:
        for row in read(path, manner):
            book.outcome.counts["rows"] += 1
            if isinstance(row, Leg):
                legs.append(row)
            else:
                book.outcome.unread.append(row)
    book.enter(join(legs))
    return book.outcome
