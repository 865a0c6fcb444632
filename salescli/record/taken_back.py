"""What must still hold when facts were taken back or count again: what they stand on, and what they add up to; it appends nothing."""

from collections.abc import Iterable
from gettext import gettext as _

from salescli.errors import Refused
from salescli.facts.recorded import Replacement
from salescli.ledger import kinds
from salescli.ledger.store import Ledger
from salescli.record import sound, typed
from salescli.reports.adding_up import Breach, breaches_of

# What counts again.


def refuse_in_the_air(ledger: Ledger, id: int) -> None:
    """After a fact was said to count again: what it stands on counts, and what stands in its place or it in the place of does not.

    Raises:
        Refused: with what is void, or counts beside it.
    """
    if ledger.stored(id).voided:
        return
    for other in ledger.stood_on(id):
        if ledger.stored(other).voided:
            raise Refused(
                _("{kind} {id} stands on what is void, {other}; let that count again first.").format(
                    kind=kinds.word(ledger.stored(id).kind),
                    id=ledger.show_id(id),
                    other=f"{kinds.word(ledger.stored(other).kind)} {ledger.show_id(other)}",
                )
            )
    beside = [other for other in _in_the_place_of(ledger, id) if not ledger.stored(other).voided]
    if beside:
        raise Refused(
            _(
                "{other} counts, and one of the two was recorded in the place of the other: take that correction back."
            ).format(other=f"{kinds.word(ledger.stored(id).kind)} {ledger.show_id(beside[0])}")
        )


def _in_the_place_of(ledger: Ledger, id: int) -> list[int]:
    """The facts that corrections recorded in the place of one, it in the place of, and so on, in the order of ids."""
    found, waiting = {id}, [id]
    while waiting:
        here = waiting.pop()
        for one in ledger.read("replacements", Replacement, id=here):
            others = {one.old_id, one.new_id} if here in (one.old_id, one.new_id) else set()
            waiting += others - found
            found |= others
    return sorted(found - {id})


def refuse_below_planned(ledger: Ledger, id: int) -> None:
    """After an instalment counts again, or a contract's amount is not as it was put right any more: what falls due lies within it.

    Raises:
        Refused: it does not.
    """
    stored = ledger.stored(id)
    if stored.kind == "instalment" and not stored.voided:
        sound.refuse_below_planned(ledger, int(stored.fields["contract_id"]))
    if stored.kind == "correction" and stored.fields["field"] == "amount":
        sound.refuse_below_planned(ledger, int(stored.fields["fact_id"]))


# What adds up.


def refuse_worse(ledger: Ledger, ids: Iterable[int], before: Iterable[Breach]) -> None:
    """After facts were taken back or count again: nothing fails to add up that did before.

    Raises:
        Refused: with what does not.
    """
    there = {(one.kind, one.id) for one in before}
    for one in breaches_of(ledger, ids):
        if (one.kind, one.id) not in there:
            raise Refused(_said_of(ledger, one))


def _said_of(ledger: Ledger, one: Breach) -> str:
    texts = {
        "shares": _("The shares of {id} would sum to {says}%, not to 100."),
        "decisions": _("{id} would be decided twice; take the other decision back first."),
        "settlements": _("{id} would be paid out twice; take the other payment back first."),
        "decided": _("{says} of {id} would be approved, more than the {right} asked for."),
        "paid": _("{says} would be paid out of {id}, more than was approved; take the payment back first."),
    }
    is_money = one.kind in ("decided", "paid")
    says, right = (
        typed.priced(value, ledger) if is_money and isinstance(value, int) else str(value)
        for value in (one.says, one.right)
    )
    id = f"{kinds.word(ledger.stored(one.id).kind)} {ledger.show_id(one.id)}"
    return texts[one.kind].format(id=id, says=says, right=right)
