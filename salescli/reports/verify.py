"""What is wrong with the ledger (`verify`): whether its file can be trusted, and whether the figures' own rules hold of its facts.

A fault is a reason not to trust the ledger: what is damaged, not as the schema has it, or not as it was recorded. A note is what
may be right and deserves a look. The figures' rules are looked at only where there is no fault. Facts: all.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

from salescli import money, period
from salescli.errors import SalescliError
from salescli.facts.closed import Closing
from salescli.facts.verified import ContractSums, SharePercent
from salescli.ledger import ids, kinds, verifying
from salescli.ledger.verifying import Examined, Fault
from salescli.period import Period
from salescli.reports.report import Column, Look, Report
from salescli.rules import invariants
from salescli.rules.invariants import Breach

if TYPE_CHECKING:
    from pathlib import Path

    from salescli.asked import Asked
    from salescli.reports.view import View

Row = dict[str, Any]
FEW = 2
"""So many closings, the latest ones, are recomputed where nobody says; each takes as long as its appraisal."""
YEARS_AHEAD = 10
"""What happens later than so many years from now is taken for a typing error."""


def build(asked: "Asked", statements: bool | None = None) -> Report:
    """Everything that is wrong with the ledger, faults first.

    Args:
        statements: whether every closed period is recomputed; None: the latest few.

    Raises:
        LedgerUnusable: there is none.
    """
    from salescli.reports.view import looking

    found = verifying.examined(asked.path)
    if _faults(found.faults):
        return _of_faults(found)
    with looking(asked) as view:
        if found.older:  # it has just been brought up to date
            found = verifying.examined(asked.path)
        if _faults(found.faults):
            return _of_faults(found)
        closings = _closings(view, statements)
        rows = [*(_row(one, view.ledger.origin) for one in found.faults), *_notes(view, asked.path), *closings[0]]
        look = Look(emphasis=["soon" for _one in rows], stacked=False)
        said = [_summary(view, rows), *closings[1]]
        return view.report(
            "verify", _("Ledger verified"), _columns(), rows, rests_on_policy=False, notes=said, look=look
        )


def refusal(report: Report, path: "Path") -> str:
    """Why the ledger cannot be trusted, in a sentence with the first bad fact; "" where it can."""
    from salescli.ledger.store import shown

    faults = [row for row in report.rows if row["state"] == "fault"]
    if not faults:
        return ""
    first = next((row for row in faults if row["id"]), faults[0])
    what = _("#{id} ({kind}): {text}").format(**first) if first["id"] else first["text"]
    said = ngettext(
        "The ledger {path} cannot be trusted: {what}. ({count} fault)",
        "The ledger {path} cannot be trusted: {what}. ({count} faults)",
        len(faults),
    )
    plain = "".join(c if c.isprintable() else "?" for c in what)  # a crafted file's names
    return said.format(path=shown(path), what=plain, count=len(faults))


def _faults(found: Iterable[Fault]) -> list[Fault]:
    return [one for one in found if not one.note]


def _of_faults(found: Examined) -> Report:
    """The report on a ledger that cannot be trusted, and perhaps not even be read."""
    rows = [_row(one, found.origin) for one in found.faults]
    notes = [_("The figures' own rules are looked at once the ledger can be trusted.")]
    look = Look(emphasis=["soon" if row["state"] == "note" else "urgent" for row in rows])
    on = period.today(found.zone)
    return Report("verify", _("Ledger verified"), _columns(), rows, found.currency, "", on, notes=notes, look=look)


def _summary(view: "View", rows: Sequence[Row]) -> str:
    counted = sum(last & ids.MOST_SEQUENCE for last, _hash in view.ledger.reached().lasts)
    if rows:
        return _(
            "{count} facts: each is as it was recorded, and the ledger can be trusted; the notes deserve a look."
        ).format(count=f"{counted:,}")
    return _("{count} facts: each is as it was recorded, and nothing is wrong.").format(count=f"{counted:,}")


# The notes.


def _notes(view: "View", path: "Path") -> Iterator[Row]:
    origin, ledger = view.ledger.origin, view.ledger
    now = period.now(ledger.zone)
    last = date(min(now.year + YEARS_AHEAD, date.max.year), 12, 31)
    for fault in verifying.doubts(path, period.instant_text(now), last.isoformat()):
        yield _row(fault, origin)
    sums = ledger.read("verify_contracts", ContractSums)
    codes = {one.id: one.code or ledger.show_id(one.id) for one in sums}
    for breach in (*invariants.shares(ledger.read("verify_shares", SharePercent)), *invariants.contracts(sums)):
        yield _breach(view, breach, codes)


def _breach(view: "View", one: Breach, codes: Mapping[int, str]) -> Row:
    id, kind = view.ledger.show_id(one.id), "share" if one.kind == "shares" else "contract"
    texts = {
        "shares": _("the shares sum to {says}%, not {right}%"),
        "lines": _("its lines come to {says}, its amount is {right}"),
        "collected": _("{says} were collected or written off of {right}"),
        "refunded": _("{says} were refunded of {right} received"),
    }
    commands = {
        "shares": f'salescli void {id} --why "shares do not sum to 100"',
        "lines": f'salescli correct {id} amount={_written(one.says)} --why "as its lines"',
    }
    return {
        "state": "note",
        "check": one.kind,
        "id": id,
        "kind": kinds.word(kind),
        "text": texts[one.kind].format(says=_written(one.says), right=_written(one.right)),
        "command": commands.get(one.kind, f"salescli contract show {codes.get(one.id, id)}"),
    }


def _written(value: Any) -> str:
    return money.money_text(value) if isinstance(value, int) else f"{value:f}"


# The statements.


def _closings(view: "View", everyone: bool | None) -> tuple[list[Row], list[str]]:
    """What recomputes differently of the closed periods, and what is to be said of those left out."""
    from salescli.reports.closed import closings_of

    known = list(closings_of(view))
    taken = known if everyone else known[-FEW:] if everyone is None else []
    rows = [row for one in taken for row in _recomputed(view, one)]
    left = len(known) - len(taken)
    said = ngettext(
        "{count} closed period was not recomputed; --statements does it.",
        "{count} closed periods were not recomputed; --statements does it.",
        left,
    )
    return rows, [said.format(count=left)] if left else []


def _recomputed(view: "View", one: Closing) -> Iterator[Row]:
    """The statements of a closing that say something else than is computed from the ledger as it was closed."""
    from salescli.reports.closed import as_closed, statements_of
    from salescli.reports.statement import kept_of
    from salescli.reports.trued_up import name_of

    over = Period(one.starts_on, one.ends_on, name_of(one.starts_on, one.ends_on))
    try:
        with as_closed(view, one) as closed:
            again = kept_of(closed, over)
    except (SalescliError, ValueError, TypeError, AttributeError) as error:  # the latter: its head is none
        again, why = {}, _("it cannot be recomputed: {reason}").format(reason=error)
    else:
        why = _("recomputed as closed, its figures differ")
    for row in statements_of(view, one):
        if again.get(row.rep) != row.figures:
            yield {
                "state": "note",
                "check": "statements",
                "id": view.ledger.show_id(row.id),
                "kind": kinds.word("statement"),
                "text": f"{row.rep} · {over.name}: {why}",
                "command": f"salescli statement {over.name} {row.rep}",
            }


# Rows and columns.


def _row(one: Fault, origin: int) -> Row:
    id = ids.show(one.id, origin) if one.id is not None else None
    return {
        "state": "note" if one.note else "fault",
        "check": one.check,
        "id": id,
        "kind": kinds.word(one.kind) if one.kind else None,
        "text": one.text,
        "command": _cure(one, id),
    }


def _cure(one: Fault, id: str | None) -> str | None:
    if not one.note:
        return "salescli restore <backup> --replace"
    if one.check == "voided":
        return f'salescli void {id} --why "stands on a voided fact"'
    if one.check == "future" and id:
        return f'salescli void {id} --why "not yet"'
    return None


def _columns() -> list[Column]:
    checks = {
        "file": _("file"),
        "schema": _("schema"),
        "integrity": _("file's integrity"),
        "keys": _("references"),
        "chain": _("chain"),
        "voided": _("voided"),
        "clock": _("clock"),
        "future": _("future"),
        "shares": _("shares"),
        "lines": _("lines of a contract"),
        "collected": _("money of a contract"),
        "refunded": _("refunds"),
        "statements": _("statements"),
    }
    return [
        Column("state", _("State"), words={"fault": _("fault"), "note": _("note")}),
        Column("check", _("Check"), words=checks),
        Column("id", _("Id")),
        Column("kind", _("Kind")),
        Column("text", _("What")),
        Column("command", _("Cure"), under="text"),
    ]
