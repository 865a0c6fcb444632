"""What a fact that is put right or taken back must still keep to: limits, and money that cannot have gone back; it appends nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from gettext import gettext as _
from itertools import groupby
from typing import Any

from salescli.asked import Asked
from salescli.errors import Refused
from salescli.facts.names import Named
from salescli.facts.recorded import Balance, CashStep, Planned, Stored
from salescli.ledger.store import Ledger
from salescli.record import decision, typed
from salescli.terms import ReceiptKind


def within_limits(asked: Asked, ledger: Ledger, kind: str, fields: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The limit_note of an expense or trip as it should have been on its day; of other kinds nothing.

    Raises:
        Refused: a limit that lets nothing through would be passed.
    """
    if kind not in ("expense", "trip"):
        return {}
    from salescli.reports import limited

    view, deal = replace(decision.view_of(asked, ledger), on=day), _deal(ledger, fields)
    if kind == "expense":
        checked = limited.expense(view, deal, str(fields["category"]), int(fields["amount"] or 0))
        return {"limit_note": decision.held(checked).note}
    if deal is None:
        return {}
    first, last = (date.fromisoformat(str(fields[name])) for name in ("from_day", "to_day"))
    return {"limit_note": decision.held(limited.trip(view, deal, first, last)).note}


def _deal(ledger: Ledger, fields: Mapping[str, Any]) -> Named | None:
    id = fields.get("opportunity_id")
    return next(iter(ledger.read("names_opportunity_of_id", Named, id=id)), None) if id is not None else None


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
