"""The way in for contracts: the value signed, what it sells and what of it falls due when; money has a room of its own."""

from dataclasses import dataclass
from datetime import date
from gettext import gettext as _
from typing import Annotated, Any

import typer

from salescli import money
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named, Owned
from salescli.facts.recorded import Planned, Price, SharePart, Signed, StageStep
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.policy.stages import Stage
from salescli.record import in_force, stage, typed
from salescli.terms import Closes

app = typed.room()
contract = typed.group(app, "contract", _("Contracts and what they sell. Example: salescli contract list"))

MOST_QUANTITY = 1_000_000_000  # as the ledger's law has it


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a product at a price, minor units."""

    product: Named
    quantity: int
    price: int


@dataclass(frozen=True, slots=True)
class Instalment:
    """So much falls due on a day, minor units."""

    due_on: date
    amount: int


@contract.command(
    "sign",
    help=_(
        "Sign a contract. Example: salescli contract sign 风机改造 12万 --code HT2024-001 "
        "--line GTX-Pro:20:4800 --instalment +30d:6万"
    ),
)
def sign(
    ctx: typer.Context,
    opportunity: Annotated[str, typer.Argument(help=_("opportunity: name, a part of it, code or id"))],
    amount: Annotated[str, typer.Argument(help=_("the value signed"))],
    code: Annotated[str | None, typer.Option("--code", help=_("the contract's number"))] = None,
    line: Annotated[list[str] | None, typer.Option("--line", help=_("PRODUCT:QUANTITY:PRICE of one, repeated"))] = None,
    instalment: Annotated[
        list[str] | None, typer.Option("--instalment", help=_("DAY:AMOUNT that falls due, repeated"))
    ] = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a contract signed on the day of --on; the opportunity is won from then, unless it is already."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "opportunity", opportunity)
        worth = money.parse_money(amount)
        code = typed.new_code(ledger, "contract", code) if code else None
        lines = [_line(ledger, text) for text in line or []]
        dues = [_instalment(text, day) for text in instalment or []]
        refuse_more_due_than_signed(ledger, sum(one.amount for one in dues), worth)
        warnings = _warnings(ledger, named, lines, worth, day)
        id = ledger.append("contract", day, note=note, code=code, opportunity_id=named.id, amount=worth)
        _append_parts(ledger, id, lines, dues, day)
        history = stage.steps(ledger, named)
        won = _win(ledger, named, stage.till(history, day), worth, day)
    signed = _("Signed {contract}").format(contract=code or named.name)
    parts = [signed, typed.priced(worth, ledger), *([named.name] if code else []), *([won.key] if won else [])]
    typed.answer(ledger, id, " · ".join(parts), as_json)
    for warning in [*warnings, *(stage.later(named, history, day) if won else [])]:
        typed.warn(warning)
    typed.warn_ahead(ledger, day)


@contract.command(
    "instalment",
    help=_("Plan when more of a contract falls due. Example: salescli contract instalment HT2024-001 2024-06-30:6万"),
)
def plan(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help=_("contract: its code, its opportunity's name, or id"))],
    instalment: Annotated[list[str], typer.Argument(metavar="DAY:AMOUNT…", help=_("what falls due on a day"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record instalments of a contract beside those that it has; a day is seen from that of --on."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day, named = asked.day(ledger), names.find(ledger, "contract", contract)
        dues = [_instalment(text, day) for text in instalment]
        (planned,) = ledger.read("planned_of", Planned, contract_id=named.id)
        due = planned.planned + sum(one.amount for one in dues)
        refuse_more_due_than_signed(ledger, due, planned.amount)
        ids = [_plan(ledger, named.id, one, day, note) for one in dues]
    sentence = _("Planned {contract}: {planned} of {amount} fall due").format(
        contract=named.label, planned=typed.priced(due, ledger), amount=typed.priced(planned.amount, ledger)
    )
    typed.answer(ledger, ids[0], sentence, as_json)
    typed.warn_ahead(ledger, day)


@contract.command("list", help=_("The contracts with what was collected and what is outstanding."))
def list_(
    ctx: typer.Context,
    opportunity: Annotated[str | None, typer.Option("--opportunity", help=_("only this opportunity's"))] = None,
) -> None:
    """Show the contracts."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "opportunity", opportunity) if opportunity else None
        asked.show(lists.contracts(view, named))


@contract.command("show", help=_("What a contract sells, what falls due, and what came."))
def show(
    ctx: typer.Context,
    contract: Annotated[str, typer.Argument(help=_("contract: its code, its opportunity's name, or id"))],
) -> None:
    """Show a contract's lines, instalments, receipts, refunds and write-offs in their order."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "contract", contract)
        asked.show(lists.contract_history(view, named))


def _line(ledger: Ledger, text: str) -> Line:
    """What `GTX-Pro:20:4800` says: product, whole quantity, price of one."""
    product, *numbers = text.replace("：", ":").rsplit(":", 2)
    quantity = numbers[0].strip() if len(numbers) == 2 else ""
    if quantity.isascii() and quantity.isdigit() and 1 <= int(quantity[:20]) <= MOST_QUANTITY:
        return Line(names.find(ledger, "product", product), int(quantity), money.parse_money(numbers[1]))
    raise WrongUse(
        _(
            "A line is PRODUCT:QUANTITY:PRICE with a whole quantity from 1, for instance GTX-Pro:20:4800, not {given}."
        ).format(given=repr(text[:40]))
    )


def _instalment(text: str, day: date) -> Instalment:
    """What `2024-05-01:30000`, `+30d:3万` or `fri:500` says: a day, seen from that of --on, and an amount."""
    when, colon, amount = text.replace("：", ":").rpartition(":")
    due_on = typed.coming_day(when.strip(), day) if colon else None
    if due_on:
        return Instalment(due_on, typed.positive(amount))
    raise WrongUse(
        _("An instalment is DAY:AMOUNT, for instance +30d:60000, not {given}.").format(given=repr(text[:40]))
    )


def refuse_more_due_than_signed(ledger: Ledger, due: int, worth: int) -> None:
    """What falls due of a contract is not more than its value, minor units."""
    if due > worth:
        raise Refused(
            _("The instalments sum to {due}, more than the contract's {amount}.").format(
                due=typed.priced(due, ledger), amount=typed.priced(worth, ledger)
            )
        )


def listed(ledger: Ledger, product_id: int, day: date) -> int | None:
    """A product's list price on a day, minor units; None: it had none."""
    known = ledger.read("product_price_on", Price, product_id=product_id, day=day)
    return known[0].list_price if known else None


def _append_parts(ledger: Ledger, id: int, lines: list[Line], dues: list[Instalment], day: date) -> None:
    """Append the lines, each with the list price of its product on the day, and the instalments."""
    for line in lines:
        fields: dict[str, Any] = {"product_id": line.product.id, "quantity": line.quantity, "unit_price": line.price}
        fields["list_price"] = listed(ledger, line.product.id, day)
        ledger.append("contract_line", day, contract_id=id, **fields)
    for due in dues:
        _plan(ledger, id, due, day)


def _plan(ledger: Ledger, contract_id: int, due: Instalment, day: date, note: str | None = None) -> int:
    return ledger.append("instalment", day, note=note, contract_id=contract_id, due_on=due.due_on, amount=due.amount)


def _win(ledger: Ledger, opportunity: Named, history: list[StageStep], worth: int, day: date) -> Stage | None:
    """Append the change to won, and give that stage, unless the history says that the opportunity is won already."""
    if history and history[-1].closes == Closes.WON:
        return None
    won = in_force.won(ledger, day)
    stage.append(ledger, day, opportunity.id, won, amount=worth)
    return won


def _warnings(ledger: Ledger, opportunity: Named, lines: list[Line], worth: int, day: date) -> list[str]:
    """What a person should look at again: another contract, lines of another sum, credit that goes to nobody."""
    found = []
    others = ledger.read("contracts_of", Signed, opportunity_id=opportunity.id)
    if others:
        listed = ", ".join(f"{other.code or other.name} #{ledger.show_id(other.id)}" for other in others[:8])
        found.append(
            _("{opportunity} has been signed before: {contracts}.").format(
                opportunity=opportunity.name, contracts=listed
            )
        )
    sold = sum(line.quantity * line.price for line in lines)
    if lines and sold != worth:
        found.append(
            _("The lines sum to {lines}, the contract to {amount}.").format(
                lines=typed.priced(sold, ledger), amount=typed.priced(worth, ledger)
            )
        )
    if not _credited(ledger, opportunity, day):
        found.append(
            _(
                "{opportunity} is nobody's on {day}, so nobody has the credit; "
                "`salescli opportunity assign` with --on {day} gives it to a rep."
            ).format(opportunity=opportunity.name, day=day.isoformat())
        )
    return found


def _credited(ledger: Ledger, opportunity: Named, day: date) -> bool:
    """Whether an opportunity has an owner or shares on a day."""
    asked = {"opportunity_id": opportunity.id, "day": day}
    return bool(
        ledger.read("opportunity_owner_on", Owned, **asked) or ledger.read("share_parts_on", SharePart, **asked)
    )
