"""What came of an import, in words: a table of counts by kind, JSON for scripts, and sentences about what did not go in."""

from collections.abc import Iterator
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from pathlib import Path
from typing import Any

from salescli.exchange.matching import Plan
from salescli.exchange.rejects import Reject
from salescli.ledger.store import Ledger
from salescli.record.importing.bringing import Differing, Outcome
from salescli.reports.report import Column, Report

ROWS = ("read", "new", "left_out", "rejected")
FIRST = 5
"""How many rejects and differences are told; the file and the JSON have all."""


def table(outcome: Outcome, plan: Plan, ledger: Ledger, day: date, dry_run: bool) -> Report:
    """A row per kind with what is new, known already, different and rejected; rows and files in notes."""
    counts = {"new": outcome.new, "known": outcome.known, "differing": outcome.differing, "rejected": outcome.rejected}
    titles = {"new": _("new"), "known": _("known already"), "differing": _("differing"), "rejected": _("rejected")}
    rows = outcome.rows
    said = _("Rows read: {read}; with something new: {new}; left out by the profile: {left_out}; rejected: {rejected}.")
    return Report(
        name="import",
        title=_("Dry run, nothing was written") if dry_run else _("Imported"),
        columns=[Column("kind", _("kind")), *(Column(key, title, "count") for key, title in titles.items())],
        rows=[{"kind": kind, **{key: count[kind] for key, count in counts.items()}} for kind in outcome.kinds],
        totals={key: count.total() for key, count in counts.items()},
        notes=[said.format(**{key: f"{rows[key]:,}" for key in ROWS}), *_about_files(plan)],
        currency=ledger.currency,
        head=ledger.head(),
        on=day,
    )


def data(outcome: Outcome, plan: Plan, dry_run: bool) -> dict[str, Any]:
    """The same for a script, with every reject and difference."""
    counts = {"new": outcome.new, "known": outcome.known, "differing": outcome.differing, "rejected": outcome.rejected}
    return {
        "dry_run": dry_run,
        "rows": {key: outcome.rows[key] for key in ROWS},
        "kinds": [{"kind": kind, **{key: count[kind] for key, count in counts.items()}} for kind in outcome.kinds],
        "not_read": [path.name for path in plan.unread],
        "without_file": [source.called for source in plan.without],
        "rejects": [_reject(reject) for reject in outcome.rejects],
        "differences": [
            {"file": one.file, "line": one.line, "kind": one.kind, "id": one.id, "columns": list(one.columns)}
            for one in outcome.differences
        ],
    }


def _about_files(plan: Plan) -> Iterator[str]:
    """Which files of a directory were not read, and for which sources there was none."""
    if plan.unread:
        yield _("Not read, as the profile has no source for them: {files}.").format(
            files=", ".join(path.name for path in plan.unread[:8]) + ("…" if len(plan.unread) > 8 else "")
        )
    for source in plan.without:
        yield _("There is no file {pattern}; nothing of it was imported.").format(pattern=", ".join(source.files))


def problems(outcome: Outcome, rejects: Path | None) -> Iterator[str]:
    """The first rejects and differences, and where the others are."""
    if outcome.rejects:
        count = len(outcome.rejects)
        yield ngettext("{count} row was rejected:", "{count} rows were rejected:", count).format(count=f"{count:,}")
        yield from (f"  {told(reject)}" for reject in outcome.rejects[:FIRST])
        yield from _more(count)
        if rejects:
            yield _("They are in {path}; mend them there and import that file.").format(path=rejects)
        else:
            yield _("--rejects FILE writes them into a file to mend and import.")
    if outcome.differences:
        count = len(outcome.differences)
        yield ngettext(
            "{count} fact differs from what was imported before; the ledger keeps what it has:",
            "{count} facts differ from what was imported before; the ledger keeps what it has:",
            count,
        ).format(count=f"{count:,}")
        yield from (f"  {_different(one)}" for one in outcome.differences[:FIRST])
        yield from _more(count)


def _more(count: int) -> Iterator[str]:
    if count > FIRST:
        yield "  " + _("and {count} more").format(count=f"{count - FIRST:,}")


def told(reject: Reject) -> str:
    """Where a rejected row stands, what is at fault in it, and why."""
    first = reject.faults[0]
    place = _("{file}, line {line}").format(file=reject.file, line=reject.line)
    if not first.column:
        return f"{place}: {reject.reason}"
    return _("{place}, {column} {value}: {reason}").format(
        place=place, column=first.column, value=f"“{first.value[:40]}”", reason=first.reason
    )


def _different(one: Differing) -> str:
    return _("{file}, line {line}: {kind} #{id}: {columns}").format(
        file=one.file, line=one.line, kind=one.kind, id=one.id, columns=", ".join(one.columns)
    )


def _reject(reject: Reject) -> dict[str, Any]:
    first = reject.faults[0]
    return {
        "file": reject.file,
        "line": reject.line,
        "column": first.column or None,
        "value": first.value,
        "reason": reject.reason,
    }
