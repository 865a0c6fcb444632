"""What came of an import of calls, in words: the counts, JSON for scripts, and which calls are nobody's, with the command that
would settle it.
"""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from salescli.exchange.calls.placing import Unplaced, Why
from salescli.exchange.calls.reading import Manner, cells_by_column
from salescli.exchange.drafts import RowFault
from salescli.exchange.rejects import Reject, layout
from salescli.ledger.store import Ledger
from salescli.money import echo
from salescli.phones import Numbering
from salescli.record import typed
from salescli.record.importing.desk import Outcome
from salescli.record.importing.telling import told
from salescli.reports.report import Column, Report

FIRST = 5
"""How many rejected rows and numbers are told; the file and the JSON have all."""


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Calls that the same would settle: a reason, a command ("" where there is none), and where the first of them stands."""

    why: Why
    number: str
    extension: str
    reason: str
    command: str
    count: int
    file: str
    line: int


def counts(outcome: Outcome) -> dict[str, int]:
    """How many rows and calls there were, and what became of the calls."""
    names = ("rows", "calls", "new", "unanswered", "known", "internal")
    lists = {"unmatched": len(outcome.unplaced), "rejected": len(outcome.unread)}
    return {**{name: outcome.counts[name] for name in names}, **lists}


def table(outcome: Outcome, manner: Manner, numbering: Numbering, ledger: Ledger, day: date, dry_run: bool) -> Report:
    """One row: the calls, and what became of them; how they were read stands in the notes."""
    found = counts(outcome)
    columns = [
        Column("calls", _("calls"), "count"),
        Column("new", _("follow-ups"), "count"),
        Column("unanswered", _("unanswered"), "count"),
        Column("known", _("known already"), "count"),
        Column("internal", _("internal"), "count"),
        Column("unmatched", _("unmatched"), "count"),
    ]
    return Report(
        name="import_calls",
        title=_("Dry run, nothing was written") if dry_run else _("Imported"),
        columns=columns,
        rows=[{column.key: found[column.key] for column in columns}],
        notes=list(_notes(found, manner, numbering, ledger)),
        currency=ledger.currency,
        head=ledger.head(),
        on=day,
    )


def _notes(found: dict[str, int], manner: Manner, numbering: Numbering, ledger: Ledger) -> Iterator[str]:
    yield _("Rows read: {read}; rejected: {rejected}.").format(
        read=f"{found['rows']:,}", rejected=f"{found['rejected']:,}"
    )
    yield _("Times of the files are of {zone}, days of the ledger of {here}; numbers are of {country}.").format(
        zone=manner.clock.zone.key, here=ledger.zone, country=" ".join((numbering.country, numbering.area)).strip()
    )
    if not found["calls"] and not found["rejected"]:
        yield _("There is no call in what was given.")


def data(outcome: Outcome, manner: Manner, numbering: Numbering, dry_run: bool) -> dict[str, Any]:
    """The same for a script, with every number that nobody has and every rejected row."""
    return {
        "dry_run": dry_run,
        "timezone": manner.clock.zone.key,
        "country": numbering.country,
        **counts(outcome),
        "unmatched_numbers": [
            {
                "why": str(one.why),
                "number": one.number,
                "extension": one.extension,
                "calls": one.count,
                "reason": one.reason,
                "command": one.command or None,
                "file": one.file,
                "line": one.line,
            }
            for one in unmatched(outcome.unplaced)
        ],
        "rejects": [
            {
                "file": reject.file,
                "line": reject.line,
                "column": reject.faults[0].column or None,
                "value": reject.faults[0].value,
                "reason": reject.reason,
            }
            for reject in _unread(outcome)
        ],
    }


def problems(outcome: Outcome, rejects: Path | None) -> Iterator[str]:
    """The calls that are nobody's, each number once, with what would settle it; the first rows that cannot be read."""
    groups = unmatched(outcome.unplaced)
    if groups:
        count = len(outcome.unplaced)
        yield ngettext("{count} call is nobody's:", "{count} calls are nobody's:", count).format(count=f"{count:,}")
        for one in groups[:FIRST]:
            yield f"  {_told(one)}"
            if one.command:
                yield f"    {one.command}"
        yield from _more(len(groups) - FIRST)
    if outcome.unread:
        count = len(outcome.unread)
        yield ngettext("{count} row was rejected:", "{count} rows were rejected:", count).format(count=f"{count:,}")
        yield from (f"  {told(reject)}" for reject in _unread(outcome)[:FIRST])
        yield from _more(count - FIRST)
    if rejects and (groups or outcome.unread):
        yield _("They are in {path}; when it is settled, import the same files again.").format(path=rejects)
    elif groups or outcome.unread:
        yield _("--rejects FILE writes them all into a file; when it is settled, import the same files again.")


def in_a_file(outcome: Outcome) -> list[Reject]:
    """Every row that was not taken, for the rejects file: those that cannot be read, and those of calls that are nobody's."""
    source = layout(",")
    rows = [
        Reject(source, leg.file, leg.line.number, cells_by_column(leg), [RowFault("", "", _sentence(one))])
        for one in outcome.unplaced
        for leg in one.call.legs
    ]
    return [*_unread(outcome), *rows]


def unmatched(calls: Sequence[Unplaced]) -> list[Unmatched]:
    """What would settle the calls that are nobody's, what settles most of them first."""
    groups: dict[tuple[Any, ...], list[Unplaced]] = {}
    for one in calls:
        groups.setdefault(_settled_by(one), []).append(one)
    found = [_group(group) for group in groups.values()]
    return sorted(found, key=lambda one: -one.count)


def _settled_by(one: Unplaced) -> tuple[Any, ...]:
    if one.why in (Why.EXTENSION, Why.OUTSIDE):
        return one.why, one.extension.lower()
    return one.why, one.number


def _group(group: Sequence[Unplaced]) -> Unmatched:
    first, leg = group[0], group[0].call.legs[0]
    return Unmatched(
        first.why,
        first.number,
        first.extension,
        _reason(first),
        _command(first),
        len(group),
        leg.file,
        leg.line.number,
    )


def _reason(one: Unplaced) -> str:
    """Why nobody knows whose a call is, as a sentence without its end."""
    match one.why:
        case Why.NUMBER:
            return _("no customer or contact has {number}").format(number=one.number)
        case Why.AREA:
            return _("nobody has {number}, which is a local number without its area code").format(number=one.number)
        case Why.CUSTOMERS:
            return _("{number} is the number of {customers}; leave it to one").format(
                number=one.number, customers=_(" and of ").join(echo(name) for _id, name in one.customers)
            )
        case Why.WITHHELD:
            return _("the caller does not show a number")
        case Why.EXTENSION:
            return _("no rep has the extension {extension}").format(extension=echo(one.extension))
        case Why.OUTSIDE:
            return _("neither {number} nor {extension} is a rep's extension").format(
                number=one.number, extension=echo(one.extension)
            )


def _command(one: Unplaced) -> str:
    """What a person would type to settle it, with NAME, CUSTOMER, REP and CODE to fill in; "" where there is nothing to type."""
    match one.why:
        case Why.NUMBER:
            return f"salescli customer add NAME --phone {one.number}"
        case Why.AREA:
            return "--area-code CODE"
        case Why.EXTENSION | Why.OUTSIDE:
            return f"--extension {shlex.quote(typed.shown(one.extension))}=REP"
        case _:
            return ""


def _sentence(one: Unplaced) -> str:
    reason = _reason(one)
    if one.why is Why.NUMBER:
        return _("{reason}: `{command}`, or `salescli contact add CUSTOMER NAME --phone {number}`").format(
            reason=reason, command=_command(one), number=one.number
        )
    return _("{reason}: {command}").format(reason=reason, command=_command(one)) if _command(one) else reason


def _told(one: Unmatched) -> str:
    place = ngettext("{count} call, first {file}, line {line}", "{count} calls, first {file}, line {line}", one.count)
    return f"{one.reason} ({place.format(count=f'{one.count:,}', file=one.file, line=one.line)})"


def _unread(outcome: Outcome) -> list[Reject]:
    source = layout(",")
    return [Reject(source, one.file, one.line.number, one.cells, one.faults) for one in outcome.unread]


def _more(count: int) -> Iterator[str]:
    if count > 0:
        yield "  " + _("and {count} more").format(count=f"{count:,}")
