"""What must still hold when a fact was put right or taken back: money that cannot have gone back, codes that figures rest on.

It appends nothing.
"""

from collections.abc import Iterable
from gettext import gettext as _
from itertools import groupby

from salescli.errors import Refused
from salescli.facts.recorded import Balance, CashStep, Planned, Stored
from salescli.ledger.store import Ledger
from salescli.record import in_force, typed
from salescli.terms import ReceiptKind


def refuse_money(ledger: Ledger, stored: Stored) -> None:
    """After a receipt, refund or write-off was put right or taken back: what its contract collected was never below nothing.

    Raises:
        Refused: with the refunds or write-offs that come first.
    """
    if stored.kind != "receipt":
        return
    contract = int(stored.fields["contract_id"])
    if _least_collected(ledger.read("receipts_of", CashStep, contract_id=contract)) < 0:
        raise Refused(
            _("More of contract {id} would have been refunded than was collected; put the refund right first.").format(
                id=ledger.show_id(contract)
            )
        )
    balance = ledger.read("contract_balance", Balance, contract_id=contract)
    if stored.fields["kind"] == ReceiptKind.WRITE_OFF and balance and balance[0].outstanding < 0:
        raise Refused(
            _("More of contract {id} would be written off than is outstanding.").format(id=ledger.show_id(contract))
        )


def _least_collected(steps: Iterable[CashStep]) -> int:
    """The least that a contract had collected at the end of a day, minor units; the steps in the order of happening."""
    least = left = 0
    for _day, of_day in groupby(steps, key=lambda step: step.happened_on):
        left += sum(step.amount if step.kind == ReceiptKind.PAYMENT else -step.amount for step in of_day)
        least = min(least, left)
    return least


def refuse_renaming(ledger: Ledger, kind: str, id: int, old: str | None, new: str | None) -> None:
    """A code is not another one where a policy pays by it, or where the statements of closed periods are kept by it.

    Raises:
        Refused: with what comes first.
    """
    named = in_force.naming(ledger, kind, old or "", new or "")
    if named is not None:
        raise Refused(
            _(
                "The policy {title} names {old}, which would mean nothing any more; load one from the same day first that "
                "names both {old} and {new}."
            ).format(title=repr(named[:40]), old=typed.shown(old or ""), new=typed.shown(new or ""))
        )
    if kind == "rep" and any(other == "statement" for _id, other in ledger.hanging_on(id)):
        raise Refused(
            _("The statements of closed periods are kept by the code {old}; it stays.").format(
                old=typed.shown(old or "")
            )
        )


def refuse_below_planned(ledger: Ledger, contract: int) -> None:
    """After a contract's amount was put right: its instalments fall due within it.

    Raises:
        Refused: they sum to more.
    """
    for one in ledger.read("planned_of", Planned, contract_id=contract):
        if one.planned > one.amount:
            raise Refused(
                _("The instalments sum to {planned}, more than {amount}; put those right first.").format(
                    planned=typed.priced(one.planned, ledger), amount=typed.priced(one.amount, ledger)
                )
            )
