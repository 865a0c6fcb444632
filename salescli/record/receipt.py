"""The way in for money against a contract: receipts, refunds and write-offs."""

from datetime import date
from gettext import gettext as _
from itertools import accumulate
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.names import Named
from salescli.facts.recorded import Balance, CashStep
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import typed
from salescli.terms import ReceiptKind

app = typed.room()

Contract = Annotated[str, typer.Argument(help=_("contract: its code, its opportunity's name, or id"))]
Amount = Annotated[str, typer.Argument(help=_("above 0, for instance 12,000.50 or 1.2万"))]
Why = Annotated[str | None, typer.Option("--why", "--note", help=_("the reason, kept with the fact"))]


@app.command("receipt", help=_("Money came. Example: salescli receipt HT2024-001 60000 --on yesterday"))
def receipt(
    ctx: typer.Context, contract: Contract, amount: Amount, note: typed.Note = None, as_json: typed.AsJson = False
) -> None:
    """Record money received for a contract; more than is outstanding is taken, with a warning."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, minor = asked.day(ledger), typed.positive(amount)
        named = names.find(ledger, "contract", contract)
        balance = balance_of(ledger, named)
        id = _append(ledger, day, named, ReceiptKind.PAYMENT, minor, note)
        after = balance_of(ledger, named)
    _answer(ledger, id, _("Received {amount} for {contract}"), named, minor, after, as_json)
    _warn_of_day(ledger, named, balance, day)
    for warning in more_than_outstanding(ledger, named, minor, balance):
        typed.warn(warning)


@app.command("refund", help=_('Money went back. Example: salescli refund HT2024-001 5000 --note "two units returned"'))
def refund(
    ctx: typer.Context, contract: Contract, amount: Amount, note: typed.Note = None, as_json: typed.AsJson = False
) -> None:
    """Record money given back of a contract; never more than was collected of it."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, minor = asked.day(ledger), typed.positive(amount)
        named = names.find(ledger, "contract", contract)
        refuse_refund(ledger, named, minor, day)
        id = _append(ledger, day, named, ReceiptKind.REFUND, minor, note)
        after = balance_of(ledger, named)
    _answer(ledger, id, _("Refunded {amount} of {contract}"), named, minor, after, as_json)
    _warn_of_day(ledger, named, after, day)


@app.command("write-off", help=_('Bad debt. Example: salescli write-off HT2024-001 3000 --why "the customer closed"'))
def write_off(
    ctx: typer.Context, contract: Contract, amount: Amount, why: Why = None, as_json: typed.AsJson = False
) -> None:
    """Record money of a contract that is given up; never more than is outstanding."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, minor = asked.day(ledger), typed.positive(amount)
        named = names.find(ledger, "contract", contract)
        refuse_write_off(ledger, named, minor)
        id = _append(ledger, day, named, ReceiptKind.WRITE_OFF, minor, why)
        after = balance_of(ledger, named)
    _answer(ledger, id, _("Wrote off {amount} of {contract}"), named, minor, after, as_json)
    _warn_of_day(ledger, named, after, day)


def more_than_outstanding(ledger: Ledger, contract: Named, minor: int, before: Balance) -> list[str]:
    """A sentence where more comes in, minor units, than was outstanding before."""
    if minor <= before.outstanding:
        return []
    sentence = _("That is {over} more than was outstanding of {contract}; recorded all the same.")
    over = typed.priced(minor - max(before.outstanding, 0), ledger)
    return [sentence.format(over=over, contract=contract.label)]


def refuse_refund(ledger: Ledger, contract: Named, minor: int, day: date) -> None:
    """Never more goes back, minor units, than was collected."""
    there = refundable(ledger.read("receipts_of", CashStep, contract_id=contract.id), day)
    if minor > there:
        raise Refused(
            _("{amount} cannot be refunded of {contract} on {day}; the most is what was collected, {most}.").format(
                amount=typed.priced(minor, ledger),
                contract=typed.shown(contract.label),
                day=day.isoformat(),
                most=typed.priced(there, ledger),
            )
        )


def refuse_write_off(ledger: Ledger, contract: Named, minor: int) -> None:
    """Never more is given up, minor units, than is outstanding."""
    left = balance_of(ledger, contract).outstanding
    if minor > left:
        raise Refused(
            _("{amount} of {contract} cannot be written off; the most is what is outstanding, {most}.").format(
                amount=typed.priced(minor, ledger),
                contract=typed.shown(contract.label),
                most=typed.priced(max(left, 0), ledger),
            )
        )


def _append(ledger: Ledger, day: date, contract: Named, kind: ReceiptKind, minor: int, note: str | None) -> int:
    return ledger.append("receipt", day, note=note, contract_id=contract.id, kind=str(kind), amount=minor)


def balance_of(ledger: Ledger, contract: Named) -> Balance:
    """How a contract stands with all money that is known."""
    return ledger.read("contract_balance", Balance, contract_id=contract.id)[0]


def refundable(steps: list[CashStep], day: date) -> int:
    """The most that a refund on a day may be, minor units: no day from then on may end with less than nothing collected."""
    sums = list(accumulate(step.amount if step.kind == ReceiptKind.PAYMENT else -step.amount for step in steps))
    before = sum(step.happened_on <= day for step in steps)
    return max(0, min([sums[before - 1] if before else 0, *sums[before:]]))


def _answer(ledger: Ledger, id: int, sentence: str, contract: Named, minor: int, after: Balance, as_json: bool) -> None:
    """One line: what happened, and how the contract stands with all money that is known."""
    done = sentence.format(amount=typed.priced(minor, ledger), contract=contract.label)
    stands = _("collected {collected} of {amount}, outstanding {outstanding}").format(
        collected=typed.priced(after.collected, ledger),
        amount=typed.priced(after.amount, ledger),
        outstanding=typed.priced(max(after.outstanding, 0), ledger),
    )
    typed.answer(ledger, id, f"{done} · {stands}", as_json)


def _warn_of_day(ledger: Ledger, contract: Named, balance: Balance, day: date) -> None:
    typed.warn_ahead(ledger, day)
    if day < balance.signed_on:
        typed.warn(
            _("{contract} was signed on {signed}, after {day}; recorded all the same.").format(
                contract=contract.label, signed=balance.signed_on.isoformat(), day=day.isoformat()
            )
        )
