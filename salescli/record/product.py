"""The way in for products: what is sold, and its list price and cost from a day."""

from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import WrongUse
from salescli.ledger import names
from salescli.record import typed

app = typed.room()
product = typed.group(app, "product", _("Products with price and cost. Example: salescli product list"))

ListPrice = Annotated[str | None, typer.Option("--price", help=_("list price of one"))]
Cost = Annotated[str | None, typer.Option("--cost", help=_("what one costs the company"))]


@product.command(
    "add", help=_('Add a product. Example: salescli product add GTX-Pro "GTX Pro" --price 4821 --cost 2900')
)
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("a short code that stays"))],
    name: Annotated[str | None, typer.Argument(help=_("the name, else the code"))] = None,
    price: ListPrice = None,
    cost: Cost = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a product and, where given, its first list price and cost."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        code = typed.new_code(ledger, "product", code)
        called = typed.name(code if name is None else name, _("The product"))
        id = ledger.append("product", day, note=note, code=code, name=called)
        listed, costs = typed.amount(price), typed.amount(cost)
        if listed is not None or costs is not None:
            ledger.append("product_price", day, product_id=id, list_price=listed, cost=costs)
    typed.answer(ledger, id, _("Added product {name}").format(name=called), as_json)


@product.command("price", help=_("Another list price or cost. Example: salescli product price GTX-Pro --price 4999"))
def price_(
    ctx: typer.Context,
    product: Annotated[str, typer.Argument(help=_("product: code or name"))],
    price: ListPrice = None,
    cost: Cost = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a product's list price and cost from the day of --on; what is not given stays."""
    from salescli.facts.recorded import Price

    if price is None and cost is None:
        raise WrongUse(_("Change what? Give --price, --cost or both."))
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "product", product)
        before = ledger.read("product_price_on", Price, product_id=named.id, day=day) or [Price(None, None)]
        listed = typed.amount(price) if price is not None else before[0].list_price
        costs = typed.amount(cost) if cost is not None else before[0].cost
        id = ledger.append("product_price", day, note=note, product_id=named.id, list_price=listed, cost=costs)
    typed.answer(
        ledger, id, _("{name} has a new price from {day}").format(name=named.name, day=day.isoformat()), as_json
    )


@product.command("list", help=_("Products with list price and cost on a day."))
def list_(ctx: typer.Context) -> None:
    """Show the products."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(lists.products(view))
