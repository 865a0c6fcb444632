"""Lists of products, opportunities and contracts, and what happened with one opportunity or contract."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from gettext import gettext as _
from typing import Any

from salescli.facts.listed import ListedContract, ListedOpportunity, ListedProduct
from salescli.facts.names import Named
from salescli.policy.stages import Stage
from salescli.reports.history import of_opportunity
from salescli.reports.lists import titles
from salescli.reports.lists.history import history
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules import stages as rule

Row = dict[str, Any]


def products(view: View) -> Report:
    """The products with the list price and cost of the day, and since when they stand."""
    rows = [_product_row(view, one) for one in view.ledger.read("listed_products", ListedProduct, day=view.on)]
    return view.report("products", _("Products"), _product_columns(), rows, rests_on_policy=False)


def opportunities(view: View, owner: Named | None, everybody: bool) -> Report:
    """The opportunities open on the day; one rep's alone where given.

    Args:
        everybody: also those that are won or lost.
    """
    stages = titles.stages(view)
    rows = [
        _opportunity_row(view, one, stages)
        for one in view.ledger.read("listed_opportunities", ListedOpportunity, day=view.on)
        if (everybody or one.closes is None) and (owner is None or one.rep == owner.code)
    ]
    look = Look(emphasis=["quiet" if row["closes"] else "soon" if row["stuck"] else None for row in rows])
    columns = _opportunity_columns(titles.stage_titles(view))
    totals = _sums(rows, ["amount"])
    return view.report(
        "opportunities", _("Opportunities"), columns, rows, totals=totals, rests_on_policy=False, look=look
    )


def opportunity_history(view: View, opportunity: Named) -> Report:
    """An opportunity's owners, shares, stages, follow-ups, contracts, money, requests and tasks in their order."""
    return of_opportunity(view, opportunity)


def contracts(view: View, opportunity: Named | None) -> Report:
    """The contracts signed by the day, of one opportunity where given, with what came in and what is still due."""
    of = opportunity.id if opportunity else None
    listed = view.ledger.read("listed_contracts", ListedContract, day=view.on, opportunity_id=of)
    rows = [_contract_row(view, one) for one in listed]
    totals = _sums(rows, ["amount", "collected", "written_off", "outstanding", "overdue"])
    look = Look(emphasis=["soon" if row["overdue"] else None for row in rows])
    return view.report(
        "contracts", _("Contracts"), _contract_columns(), rows, totals=totals, rests_on_policy=False, look=look
    )


def contract_history(view: View, contract: Named) -> Report:
    """A contract's signing, lines, plan and money in their order."""
    title = _("History of {name}").format(name=contract.label)
    return history(view, "contract_history", "contract_history", title, {}, contract_id=contract.id)


def _sums(rows: Sequence[Row], keys: Iterable[str]) -> Row:
    return {key: sum(row[key] or 0 for row in rows) for key in keys}


def _product_row(view: View, one: ListedProduct) -> Row:
    return {
        "product": one.product,
        "name": one.name,
        "list_price": one.list_price,
        "cost": one.cost,
        "since": one.since,
        "id": view.ledger.show_id(one.id),
    }


def _product_columns() -> list[Column]:
    return [
        Column("product", _("Product")),
        Column("name", _("Name")),
        Column("list_price", _("List price"), "money"),
        Column("cost", _("Cost"), "money"),
        Column("since", _("Since"), "date"),
        Column("id", _("Id")),
    ]


def _opportunity_row(view: View, one: ListedOpportunity, stages: Mapping[str, Stage]) -> Row:
    show = view.ledger.show_id
    stage = stages.get(one.stage or "")
    days = (view.on - one.entered_on).days if one.closes is None else None
    return {
        "opportunity": one.opportunity,
        "opportunity_id": show(one.id),
        "code": one.code,
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
        "rep": one.rep,
        "name": one.name,
        "stage": one.stage,
        "closes": one.closes,
        "days": days,
        "stuck": int(days is not None and rule.is_stuck(days, stage)),
        "probability": _probability(one, stage),
        "amount": one.amount,
        "expected_close": one.expected_close,
        "next_step": one.next_step,
        "rate": one.rate,
        "opened_on": one.opened_on,
    }


def _probability(one: ListedOpportunity, stage: Stage | None) -> Decimal | None:
    return rule.probability(str(one.probability) if one.probability is not None else None, stage)


def _opportunity_columns(stages: Mapping[str, str]) -> list[Column]:
    return [
        Column("opportunity", _("Opportunity")),
        Column("opportunity_id", _("Id")),
        Column("code", _("Code"), under="opportunity"),
        Column("customer", _("Customer"), under="opportunity"),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), under="opportunity"),
        Column("stage", _("Stage"), words=stages),
        Column("closes", _("Closed"), shown=False),
        Column("days", _("Days in stage"), "count"),
        Column("stuck", _("Stuck"), "count", shown=False),
        Column("probability", _("Win prob."), "rate"),
        Column("amount", _("Amount"), "money"),
        Column("expected_close", _("Expected close"), "date"),
        Column("next_step", _("Next step"), under="opportunity"),
        Column("rate", _("Rate"), "rate", shown=False),
        Column("opened_on", _("Opened on"), "date", shown=False),
    ]


def _contract_row(view: View, one: ListedContract) -> Row:
    show = view.ledger.show_id
    return {
        "contract": one.code or one.opportunity,
        "contract_id": show(one.id),
        "opportunity": one.opportunity,
        "opportunity_id": show(one.opportunity_id),
        "customer": one.customer,
        "customer_id": show(one.customer_id) if one.customer_id is not None else None,
        "rep": one.rep,
        "name": one.name,
        "signed_on": one.signed_on,
        "amount": one.amount,
        "collected": one.collected,
        "written_off": one.written_off,
        "outstanding": one.amount - one.collected - one.written_off,
        "overdue": max(0, one.due - one.collected - one.written_off),
    }


def _contract_columns() -> list[Column]:
    return [
        Column("contract", _("Contract")),
        Column("contract_id", _("Id")),
        Column("opportunity", _("Opportunity"), under="contract"),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("customer", _("Customer"), under="contract"),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=False),
        Column("name", _("Rep"), under="contract"),
        Column("signed_on", _("Signed on"), "date"),
        Column("amount", _("Amount"), "money"),
        Column("collected", _("Collected"), "money"),
        Column("written_off", _("Written off"), "money", shown=False),
        Column("outstanding", _("Outstanding"), "money"),
        Column("overdue", _("Overdue"), "money"),
    ]
