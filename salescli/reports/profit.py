"""Profit (利润, figures.md §3, §8): what opportunities brought in, less what was spent on them, by opportunity, customer or rep.

profit = collected − approved expenses − approved trips (travel) − labour (their days up to the view's × the post's daily cost),
each on its own day: a receipt's, or that of the request. By opportunity and by customer the money is whole, and `rep` is the owner
on the last day; by rep it is shared by credit, as the measure `profit` is, which the rows always agree with.
`entertainment_without_close` is that part of the expenses which is entertainment without close as of the view's day: where the
policy of that day has the penalty entertainment_without_close with after_days, what that penalty counts by then (the opportunity
lost, or no contract so many days after; neither `times` nor a waiver matters), and the column's title says the days; else what is
on opportunities lost or without a contract. `trips_per_contract` = trips ÷ contracts signed. Facts: receipts, approved expenses
and trips, contracts, shares and owners, stage changes. Policy: [post] daily_cost, [credit], [[penalty]].
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli import money
from salescli.errors import WrongUse
from salescli.facts.measured import MeasureFact
from salescli.facts.names import Named
from salescli.facts.penalised import Entertainment
from salescli.facts.spent import CutTrip, EntertainmentId, SpentOpportunity
from salescli.ledger import names
from salescli.period import Period
from salescli.policy.kinds import PenaltyKey
from salescli.reports import cut_trips
from salescli.reports.commission import staff_of
from salescli.reports.measuring import Reading
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.reports.whose import wanted_reps
from salescli.rules import profit as rule
from salescli.rules.measures import NOBODY
from salescli.rules.penalties import Blocks, blocks_of
from salescli.rules.profit import Spending, Sums
from salescli.rules.roster import roster
from salescli.rules.staff import Staff

Row = dict[str, Any]
BY = ("opportunity", "customer", "rep")
NOTHING: Mapping[str, None] = dict.fromkeys(("opportunity", "opportunity_id", "customer", "customer_id"))
DAY = timedelta(days=1)


def build(
    view: View,
    period: Period | None = None,
    opportunity: str | None = None,
    by: str | None = None,
    rep: str | None = None,
    team: str | None = None,
) -> Report:
    """The profit of a period, or of all days up to the view's; of one opportunity, rep, or team where named.

    Args:
        by: what a row is: opportunity (also where none is said), customer or rep.

    Raises:
        WrongUse: `by` is something else.
        NotFound: no such opportunity, rep or team.
    """
    if by is not None and by not in BY:
        raise WrongUse(_("--by is one of {words}, not {given}.").format(words=", ".join(BY), given=repr(by[:40])))
    whole = period or Period(date.min, view.on + DAY, "")
    named = names.find(view.ledger, "opportunity", opportunity) if opportunity else None
    staff = staff_of(view)
    reading = Reading(view, whole, staff)
    known, blocks = _known(view, reading, named), _blocks(view)
    spending = _spending(view, reading, known, named, blocks)
    if by == "rep":
        about = _about(view, known[named.id]) if named else NOTHING
        found = _by_rep(view, reading, spending, whole, about)
    else:
        sums = rule.by_opportunity(spending, reading.daily_cost)
        found = _by_customer(view, sums, known) if by == "customer" else _by_opportunity(view, sums, known, named)
    if rep or team:
        wanted = wanted_reps(view, staff, whole, rep, team)
        found = [(about, sums) for about, sums in found if about["rep"] is not None and wanted(about["rep"])]
    rows = [{**about, "name": _name(staff, about), **_figures(sums)} for about, sums in found]
    return view.report(
        "profit",
        _title(named),
        _columns(by or "opportunity", rows, _after_days(blocks)),
        rows,
        period=period,
        totals=_figures(rule.total(sums for _about, sums in found)),
        notes=[*reading.notes, *_notes(view, reading, rows, named, by), *_cut(view, period, named)],
        look=Look(emphasis=["urgent" if row["profit"] < 0 else None for row in rows]),
    )


def _title(named: Named | None) -> str:
    return _("Profit of {opportunity}").format(opportunity=named.name) if named else _("Profit")


def _notes(view: View, reading: Reading, rows: Sequence[Row], named: Named | None, by: str | None) -> Iterator[str]:
    aside = sum(one.numerator for one in reading.expenses if one.opportunity_id is None)
    if aside and named is None:
        yield _("Approved expenses of {amount} are for no opportunity and stand in no row.").format(
            amount=f"{money.money_text(aside, grouped=True)} {view.ledger.currency}"
        )
    if by == "rep" and any(row["rep"] is None for row in rows):
        yield _("The row without a rep is nobody's: there was no owner on that day.")


def _cut(view: View, period: Period | None, named: Named | None) -> Iterator[str]:
    """What is said of trips that are asked for in one period and begin in another."""
    if period is not None:
        days = {"start": period.start, "end": period.end, "on": view.on}
        found = view.ledger.read("cut_trips", CutTrip, opportunity_id=named.id if named else None, **days)
        yield from cut_trips.notes(((one.happened_on, one.from_day) for one in found), period)


# What is read from the ledger.


def _known(view: View, reading: Reading, named: Named | None) -> Mapping[int, SpentOpportunity]:
    """The opportunities that money was received for or spent on, and the one named; whose they are on the last day."""
    days = {"start": reading.start, "end": reading.end, "day": reading.last, "on": view.on}
    asked = {"opportunity_id": named.id if named else None}
    return {one.id: one for one in view.ledger.read("opportunities_spent_on", SpentOpportunity, **days, **asked)}


def _blocks(view: View) -> Sequence[Blocks]:
    """What the policies up to the view's day say of entertainment without close."""
    return blocks_of(view.versions, PenaltyKey.ENTERTAINMENT_WITHOUT_CLOSE, view.on + DAY)


def _after_days(blocks: Sequence[Blocks]) -> int | None:
    """How long the policy of the view's day waits for a contract; None: it does not say."""
    block = blocks[-1].block if blocks else None
    return block.after_days if block else None


def _spending(
    view: View,
    reading: Reading,
    known: Mapping[int, SpentOpportunity],
    named: Named | None,
    blocks: Sequence[Blocks],
) -> Spending:
    days = {"start": reading.start, "end": reading.end}
    spending = Spending(
        collected=reading.collected,
        expenses=reading.expenses,
        trips=reading.trips,
        contracts=view.ledger.read("measure_contract_count", MeasureFact, product_id=None, **days),
        unclosed=_unclosed(view, reading, known, blocks),
    )
    return spending.of(named.id) if named else spending


def _unclosed(
    view: View, reading: Reading, known: Mapping[int, SpentOpportunity], blocks: Sequence[Blocks]
) -> Sequence[MeasureFact]:
    """The expenses that are entertainment without close."""
    if _after_days(blocks) is None:
        days = {"start": reading.start, "end": reading.end}
        entertainment = {one.id for one in view.ledger.read("entertainment_expenses", EntertainmentId, **days)}
        return rule.unclosed(reading.expenses, entertainment, known.values())
    entertainments = view.ledger.read("entertainments", Entertainment, end=reading.end, on=view.on)
    return rule.unclosed_in_time(reading.expenses, entertainments, blocks)


# Rows.


def _by_opportunity(
    view: View, sums: Mapping[int, Sums], known: Mapping[int, SpentOpportunity], named: Named | None
) -> list[tuple[Row, Sums]]:
    """The best first; the one named stands there also without any money."""
    ids = {named.id: None} if named else sums
    found = [(_about(view, known[id]), sums.get(id, Sums())) for id in ids]
    return sorted(found, key=lambda pair: (-pair[1].profit, pair[0]["opportunity"] or ""))


def _by_customer(view: View, sums: Mapping[int, Sums], known: Mapping[int, SpentOpportunity]) -> list[tuple[Row, Sums]]:
    """The best first; opportunities without a customer are one row."""
    groups: dict[int | None, list[int]] = defaultdict(list)
    for id in sums:
        groups[known[id].customer_id].append(id)
    found = []
    for ids in groups.values():
        about = {
            **_about(view, known[ids[0]]),
            "opportunity": None,
            "opportunity_id": None,
            "rep": known[ids[0]].customer_rep,
        }
        found.append((about, rule.total(sums[id] for id in ids)))
    return sorted(found, key=lambda pair: (-pair[1].profit, pair[0]["customer"] or ""))


def _by_rep(
    view: View, reading: Reading, spending: Spending, period: Period, about: Mapping[str, Any]
) -> list[tuple[Row, Sums]]:
    """Everybody employed in the period, and whoever has a part in it, by code; what is nobody's last."""
    sums = rule.by_rep(spending, reading.daily_cost, reading.shares(spending.opportunities), reading.staff.code_of)
    members = (
        [] if about["opportunity_id"] else [member.person.code for member in roster(reading.staff, period, view.on)]
    )
    codes = sorted({*members, *sums}, key=lambda code: (code == NOBODY, code))
    return [({**about, "rep": code or None}, sums.get(code, Sums())) for code in codes]


def _about(view: View, one: SpentOpportunity) -> Row:
    return {
        "opportunity": one.name,
        "opportunity_id": view.ledger.show_id(one.id),
        "customer": one.customer,
        "customer_id": None if one.customer_id is None else view.ledger.show_id(one.customer_id),
        "rep": one.rep,
    }


def _name(staff: Staff, about: Row) -> str | None:
    return staff.by_code[about["rep"]].name if about["rep"] in staff.by_code else None


def _figures(sums: Sums) -> Row:
    return {
        "collected": sums.collected,
        "expenses": sums.expenses,
        "trips": sums.trips,
        "labour": sums.labour,
        "spent": sums.spent,
        "profit": sums.profit,
        "entertainment_without_close": sums.unclosed,
        "trip_count": sums.trip_count,
        "contracts": sums.contracts,
        "trips_per_contract": sums.trips_per_contract,
    }


def _columns(by: str, rows: Sequence[Row], after_days: int | None) -> list[Column]:
    is_single = by == "opportunity"
    unclosed = _("Without close") if after_days is None else _("Without close, {days} d").format(days=after_days)
    is_unclosed = any(row["entertainment_without_close"] for row in rows)
    return [
        Column("opportunity", _("Opportunity"), shown=is_single),
        Column("opportunity_id", _("Opportunity's id"), shown=False),
        Column("customer", _("Customer"), shown=by != "rep", under="opportunity"),
        Column("customer_id", _("Customer's id"), shown=False),
        Column("rep", _("Rep"), shown=by == "rep"),
        Column("name", pgettext("of a person", "Name"), under=by),
        Column("collected", _("Collected"), "money"),
        Column("expenses", _("Expenses"), "money", shown=is_single),
        Column("trips", _("Travel"), "money", shown=is_single),
        Column("labour", _("Labour"), "money", shown=is_single),
        Column("spent", _("Spent"), "money", shown=not is_single, data=False),
        Column("profit", _("Profit"), "money"),
        Column("entertainment_without_close", unclosed, "money", shown=is_unclosed),
        Column("trip_count", _("Trips"), "count", shown=not is_single),
        Column("contracts", _("Contracts"), "count", shown=False),
        Column("trips_per_contract", _("Trips per contract"), "ratio", shown=not is_single),
    ]
