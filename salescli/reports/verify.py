"""What is wrong with the ledger (`verify`): whether its file can be trusted, and whether the figures' own rules hold of its facts.

A fault is a reason not to trust the ledger: what is damaged, not as the schema has it, not as it was recorded, or was kept of a
closed period and is not what its facts come to. A note is what may be right and deserves a look: no command lets it in, but what
two copies said merges to it. The figures' rules are looked at only where the file is sound. Facts: all.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from gettext import gettext as _
from gettext import ngettext
from typing import TYPE_CHECKING, Any

from salescli import money, period
from salescli.errors import SalescliError, WrongUse
from salescli.facts.closed import Closing, StatementRow
from salescli.ledger import ids, kinds, verifying
from salescli.ledger.verifying import Examined, Fault
from salescli.period import Period
from salescli.reports import adding_up
from salescli.reports.adding_up import Breach
from salescli.reports.report import Column, Emphasis, Look, Report

if TYPE_CHECKING:
    from pathlib import Path

    from salescli.asked import Asked
    from salescli.ledger.store import Ledger
    from salescli.reports.view import View

Row = dict[str, Any]
FEW = 2
"""So many closings, the latest ones, are recomputed where nobody says; each takes as long as its appraisal."""
COUNTED = ("decisions", "settlements")
"""Checks whose figures are plain counts."""
WORDED = ("rater", "rating")
"""Checks of words."""
YEARS_AHEAD = 10
"""What happens later than so many years from now is taken for a typing error."""


def build(asked: "Asked", statements: bool | None = None, head: str | None = None) -> Report:
    """Everything that is wrong with the ledger, faults first, those of a fact in the order of ids.

    Args:
        statements: whether every closed period is recomputed; None: the latest few.
        head: one that was noted earlier, or its first digits.

    Raises:
        LedgerUnusable: there is none. WrongUse: the head is none.
    """
    from salescli.reports.view import looking

    noted = _head(head) if head is not None else None
    found = verifying.examined(asked.path)
    if _faults(found.faults):
        return _of_faults(found)
    with looking(asked) as view:
        if found.older:  # it has just been brought up to date
            found = verifying.examined(asked.path)
        if _faults(found.faults):
            return _of_faults(found)
        closings = _closings(view, statements)
        doubts = [*found.faults, *(verifying.cut_off(asked.path, noted) if noted else ())]
        rows = [*(_row(one, view.ledger.origin) for one in doubts), *closings[0], *_notes(view, asked.path)]
        rows.sort(key=lambda row: row["state"] != "fault")
        look = Look(emphasis=_emphasis(rows), stacked=False)
        said = [_summary(view, rows), _head_noted(view), *closings[1]]
        return view.report(
            "verify", _("Ledger verified"), _columns(), rows, rests_on_policy=False, notes=said, look=look
        )


def refusal(report: Report, path: "Path") -> str:
    """Why the ledger cannot be trusted, in a sentence with the first bad fact; "" where it can."""
    from salescli.money import shown

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


def _head(text: str) -> str:
    """A head as it was noted, in small digits.

    Raises:
        WrongUse: it is none.
    """
    head = text.strip().lower()
    if re.fullmatch("[0-9a-f]{12,64}", head):
        return head
    raise WrongUse(
        _("A head is 12 to 64 hexadecimal digits, as a sheet or a statement says it, not {given}.").format(
            given=repr(text[:40])
        )
    )


def _head_noted(view: "View") -> str:
    return _(
        "The head is {head}; noted elsewhere, it tells `salescli verify --head` later whether anything before it was cut off."
    ).format(head=view.ledger.head())


def _emphasis(rows: Iterable[Row]) -> list[Emphasis]:
    return ["soon" if row["state"] == "note" else "urgent" for row in rows]


def _of_faults(found: Examined) -> Report:
    """The report on a ledger that cannot be trusted, and perhaps not even be read: the file first, then fact by fact."""
    ordered = sorted(found.faults, key=lambda one: (one.note, one.id is not None, one.id or 0))
    rows = [_row(one, found.origin) for one in ordered]
    notes = [_("The figures' own rules are looked at once the ledger can be trusted.")]
    look = Look(emphasis=_emphasis(rows))
    on = period.today(found.zone)
    return Report("verify", _("Ledger verified"), _columns(), rows, found.currency, "", on, notes=notes, look=look)


def _summary(view: "View", rows: Sequence[Row]) -> str:
    counted = sum(last & ids.MOST_SEQUENCE for last, _hash in view.ledger.reached().lasts)
    if any(row["state"] == "fault" for row in rows):
        return _("{count} facts: their chain is whole, and the ledger cannot be trusted all the same.").format(
            count=f"{counted:,}"
        )
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
    today = period.today(ledger.zone).isoformat()
    for fault in verifying.doubts(path, period.instant_text(now), today, last.isoformat()):
        yield _row(fault, origin)
    for breach in adding_up.breaches(ledger):
        yield _breach(ledger, breach)


def unsound(ledger: "Ledger") -> list[Fault | Breach]:
    """What two copies that are sound each may come to: facts that stand on a voided one, and what does not add up."""
    return [*verifying.on_voided(ledger), *adding_up.breaches(ledger)]


def told(ledger: "Ledger", one: Fault | Breach) -> Row:
    """What was found unsound, in words and with the command that mends it."""
    return _row(one, ledger.origin) if isinstance(one, Fault) else _breach(ledger, one)


def _breach(ledger: "Ledger", one: Breach) -> Row:
    id, stored = ledger.show_id(one.id), ledger.stored(one.id)
    texts = {
        "shares": _("the shares sum to {says}%, not {right}%"),
        "lines": _("its lines come to {says}, its amount is {right}"),
        "collected": _("{says} were collected or written off of {right}"),
        "refunded": _("{says} were refunded of {right} received"),
        "replaced": _("it counts beside {says}, and one of them was recorded in the place of the other"),
        "planned": _("{says} fall due, its amount is {right}"),
        "decisions": _("it was decided {says} times"),
        "settlements": _("it was paid out {says} times"),
        "decided": _("{says} were approved of {right} asked for"),
        "paid": _("{says} were paid out, {right} were approved"),
        "score": _("it gave {says} of {right}"),
        "rater": _("it was given by {says}, whom the rules do not know"),
        "rating": _("it was given as by {says}; who entered it is to the rated: {right}"),
    }
    commands = {
        "shares": f'salescli void {id} --why "shares do not sum to 100"',
        "replaced": f'salescli void {id} --why "counted twice"',
        "lines": f'salescli correct {id} amount={_written(ledger, one, one.says)} --why "as its lines"',
    }
    shows = {"contract": f"salescli contract show {stored.fields.get('code', id)}"}
    shows |= {kind: f"salescli {kind} list" for kind in ("expense", "trip")}
    return {
        "state": "note",
        "check": one.kind,
        "id": id,
        "kind": kinds.word(stored.kind),
        "text": texts[one.kind].format(says=_written(ledger, one, one.says), right=_written(ledger, one, one.right)),
        "command": commands.get(one.kind, shows.get(stored.kind, f'salescli void {id} --why "cannot be"')),
    }


def _written(ledger: "Ledger", one: Breach, value: Any) -> str:
    if one.kind == "replaced" and value is not None:
        return ledger.show_id(value)
    if one.kind in COUNTED:
        return str(value)
    if one.kind in WORDED:
        return repr(value[:40]) if value else "—"
    return f"{value:f}" if isinstance(value, Decimal) else money.money_text(value or 0)


# The statements.


def _closings(view: "View", everyone: bool | None) -> tuple[list[Row], list[str]]:
    """What recomputes differently of the closed periods, and what is to be said of those left out."""
    from salescli.reports.closed import closings_of

    known = list(closings_of(view))
    taken = known if everyone else known[-FEW:] if everyone is None else []
    rows = [
        row for one in known for row in (*_unreadable(view, one), *(_recomputed(view, one) if one in taken else ()))
    ]
    left = len(known) - len(taken)
    said = ngettext(
        "{count} closed period was not recomputed; --statements does it.",
        "{count} closed periods were not recomputed; --statements does it.",
        left,
    )
    return rows, [said.format(count=left)] if left else []


def _unreadable(view: "View", one: Closing) -> Iterator[Row]:
    """The statements whose figures, or whose head, no salescli has written."""
    from salescli.reports.closed import statements_of

    for row in statements_of(view, one):
        if not _is_readable(row):
            yield _of_statement(view, one, row, _("what it kept cannot be read"))


def _is_readable(row: StatementRow) -> bool:
    from salescli.ledger.known import Head
    from salescli.reports.statement import of_figures
    from salescli.rules.statement import figures_in

    try:
        Head.of_text(row.ledger_head)
        of_figures(figures_in(row.figures))
    except (SalescliError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError):
        return False
    return True


def _recomputed(view: "View", one: Closing) -> Iterator[Row]:
    """The statements of a closing that say something else than is computed from the ledger as it was closed."""
    from salescli.reports.closed import as_closed, statements_of
    from salescli.reports.statement import kept_of

    statements = [row for row in statements_of(view, one) if _is_readable(row)]
    if not statements:
        return
    try:
        with as_closed(view, one) as closed:
            again = kept_of(closed, _days(one))
    except SalescliError as error:  # a policy of then that is none today, for instance: a reason, and no forgery
        why = _("it cannot be recomputed: {reason}").format(reason=error)
        yield from (_of_statement(view, one, row, why, note=True) for row in statements)
        return
    for row in statements:
        if again.get(row.rep) != row.figures:
            yield _of_statement(view, one, row, _differing(row.figures, again.get(row.rep)))
    for rep in sorted(again.keys() - {row.rep for row in statements_of(view, one)}):
        what = f"{rep} · {_days(one).name}: {_('when it was closed, nothing was kept of this rep')}"
        yield _row(Fault("statements", None, None, what), view.ledger.origin)


def _differing(kept: str, again: str | None) -> str:
    """How a statement differs, first of all in what it pays; it may have been changed, or be of another salescli's making."""
    from salescli.rules.statement import figures_in

    paid = [figures_in(text)["pay"]["total"] if text is not None else None for text in (kept, again)]
    said = _(
        "recomputed as closed, its figures differ; who has not changed it had another salescli, or other holidays, then"
    )
    if paid[0] != paid[1]:
        said = _(
            "it pays {kept}, and recomputed as closed {again}; who has not changed it had another salescli, or other "
            "holidays, then"
        )
    kept_, again_ = (money.money_text(one) if isinstance(one, int) else "—" for one in paid)
    return said.format(kept=kept_, again=again_)


def _days(one: Closing) -> Period:
    from salescli.reports.trued_up import name_of

    return Period(one.starts_on, one.ends_on, name_of(one.starts_on, one.ends_on))


def _of_statement(view: "View", one: Closing, row: StatementRow, why: str, note: bool = False) -> Row:
    name = _days(one).name
    return {
        "state": "note" if note else "fault",
        "check": "statements",
        "id": view.ledger.show_id(row.id),
        "kind": kinds.word("statement"),
        "text": f"{row.rep} · {name}: {why}",
        "command": f"salescli statement {name} {row.rep}",
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
        "own": _("what the ledger is"),
        "schema": _("schema"),
        "integrity": _("file's integrity"),
        "keys": _("references"),
        "chain": _("chain"),
        "head": _("head"),
        "voided": _("voided"),
        "clock": _("clock"),
        "future": _("future"),
        "shares": _("shares"),
        "replaced": _("corrections"),
        "lines": _("lines of a contract"),
        "collected": _("money of a contract"),
        "refunded": _("refunds"),
        "planned": _("instalments"),
        "decisions": _("decisions"),
        "settlements": _("payments"),
        "decided": _("approved amount"),
        "paid": _("paid amount"),
        "score": _("score"),
        "rater": _("rater"),
        "rating": _("rater"),
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
