"""The example's leave, expenses, trips and tasks: what is asked for, decided, paid and done around the selling."""

from datetime import date, timedelta
from random import Random
from typing import Any

from salescli.record.example.book import OFFICE, Book, Entry, clock, happens, soon, stream
from salescli.record.example.cast import Cast
from salescli.record.example.deals import Deal, Sold
from salescli.record.example.world import DAY, LAST, Customer

_TASKS = {
    "development": (
        "走访{short}，摸清设备台账",
        "本月新增两家有效线索",
        "整理{industry}行业目标客户名单",
        "约见{short}的决策人",
        "把{short}的报价方案改完并汇报",
    ),
    "service": (
        "回访{short}的使用情况",
        "取回{short}的验收单",
        "处理{short}的报警误报问题",
        "给{short}做一次操作培训",
        "与{short}对账并盖章",
    ),
    "target": ("完成本季度签约目标的进度汇报", "本季度回款清单逐笔落实", "提交下季度商机预测", "清理停滞商机"),
}
TOP = "lzy"
_DONE = ("已完成", "客户反馈良好", "已在周会上汇报", "资料已归档", None, None)
_OUTCOMES = (
    "完成现场勘查，拿到点位清单，客户同意下周出方案",
    "与设备部、采购各谈一次，对方认可方案，价格待定",
    "安装调试完成，培训操作工，验收单已签",
    "拜访三家，两家有明确需求，一家转明年",
    "决策人出面，付款方式谈妥，等合同流程",
)


def record(book: Book, cast: Cast, sold: Sold) -> None:
    """Enter all of it."""
    for row in cast.world.team["leave"]:
        asked = cast.world.working(row["from"] - timedelta(days=7))
        days = {"from_day": row["from"], "to_day": row["to"], "leave_kind": row["kind"]}
        book.add("leave", asked, clock(asked, 9, 50), row["rep"], rep_id=cast.reps[row["rep"]], **days)
    for number, (deal, opportunity) in enumerate(zip(sold.deals, sold.opportunities, strict=True)):
        _expenses(book, cast, deal, opportunity)
        if number % 3 == 1:
            _trip(book, cast, deal, opportunity)
    _trips_of_december(book, cast, sold)
    for rep in cast.world.people:
        _tasks(book, cast, rep)


# Expenses.


def _expenses(book: Book, cast: Cast, deal: Deal, opportunity: Entry) -> None:
    chance = stream("expenses", deal.name)
    for step in deal.steps:
        if step.stage in ("proposal", "negotiation") and happens(chance, 42):
            day = cast.world.working(step.day + timedelta(days=chance.randrange(1, 7)))
            if day <= LAST and deal.is_open(day):
                rich = deal.worth(day) >= 10_000_000
                amount = chance.randrange(18, 90 if rich else 45) * 1000
                _expense(book, cast, chance, deal, opportunity, day, "entertainment", amount)
        elif step.stage == "qualified" and happens(chance, 22):
            category = chance.choice(("transport", "sample", "printing"))
            _expense(book, cast, chance, deal, opportunity, step.day, category, chance.randrange(60, 900) * 100)


def _expense(
    book: Book, cast: Cast, chance: Random, deal: Deal, opportunity: Entry, day: date, category: str, amount: int
) -> None:
    rep = cast.world.doing(deal.customer.owner(day) or deal.owner, day)
    if rep == TOP:  # nobody stands above the manager who could decide it
        return
    customer = cast.customers[deal.customer.short]
    request = book.add(
        "expense",
        day,
        soon(chance, day, 10, late=4),
        rep,
        note="与客户采购、设备部共餐" if category == "entertainment" and happens(chance, 50) else None,
        rep_id=cast.reps[rep],
        opportunity_id=opportunity,
        customer_id=customer,
        category=category,
        amount=amount,
    )
    _decide(book, cast, chance, request, rep, day, amount, cut=12, reject=6)


def _decide(
    book: Book, cast: Cast, chance: Random, request: Entry, rep: str, day: date, amount: int, *, cut: int, reject: int
) -> bool:
    """Let the lead decide some days later, unless the year has ended; what is approved is paid out after that."""
    decided = cast.world.working(day + timedelta(days=chance.choice((0, 1, 1, 2, 4))))
    lead = cast.world.lead_of(rep, decided)
    if decided > LAST - DAY:
        return False
    fields: dict[str, Any] = {"request_id": request, "rep_id": cast.reps[lead]}
    at = soon(chance, decided, 16, late=0)
    if happens(chance, reject):
        book.add("decision", decided, at, lead, verdict="rejected", why="未事先说明事由，不予批准", **fields)
        return False
    granted, why = (amount * 8 // 10, "按标准核减") if happens(chance, cut) else (amount, None)
    decision = book.add("decision", decided, at, lead, verdict="approved", amount=granted, why=why, **fields)
    paid = cast.world.working(decided + timedelta(days=chance.randrange(5, 30)))
    if paid <= LAST:
        book.add(
            "settlement", paid, max(soon(chance, paid, 15), decision.at), OFFICE, request_id=request, amount=granted
        )
    return True


# Trips.


def _trip(book: Book, cast: Cast, deal: Deal, opportunity: Entry) -> None:
    chance = stream("trip", deal.name)
    first = cast.world.working(deal.opened + timedelta(days=chance.randrange(6, 40)))
    last = first + timedelta(days=chance.choice((0, 1, 1, 2)))
    if last < LAST - timedelta(days=12) and deal.is_open(first):
        late = chance.choice((1, 1, 2, 3, 4, 8))
        _travel(book, cast, chance, deal, opportunity, first, last, late)


def _travel(
    book: Book, cast: Cast, chance: Random, deal: Deal, opportunity: Entry, first: date, last: date, late: int | None
) -> None:
    """One trip; late: days from its end to its report, None for none."""
    rep = cast.world.doing(deal.customer.owner(first) or deal.owner, first)
    if rep == TOP:
        return
    asked = first - timedelta(days=3)
    cost = ((last - first).days + 1) * chance.randrange(38, 75) * 1000
    trip = book.add(
        "trip",
        asked,
        soon(chance, asked, 9, late=0),
        rep,
        rep_id=cast.reps[rep],
        opportunity_id=opportunity,
        destination=deal.customer.city,
        from_day=first,
        to_day=last,
        cost=cost,
    )
    if not _decide(book, cast, chance, trip, rep, asked, cost, cut=5, reject=3) or late is None:
        return
    told = last + timedelta(days=late)
    spent = cost * chance.randrange(80, 106) // 100
    book.add(
        "trip_report",
        told,
        soon(chance, told, 16, late=0),
        rep,
        trip_id=trip,
        outcome=chance.choice(_OUTCOMES),
        cost=spent,
    )


def _trips_of_december(book: Book, cast: Cast, sold: Sold) -> None:
    """Two trips that nobody has reported on, and one that nobody has decided."""
    days = ((date(2024, 12, 11), date(2024, 12, 13)), (date(2024, 12, 18), date(2024, 12, 19)), (date(2025, 1, 2),) * 2)
    deals = [pair for pair in zip(sold.deals, sold.opportunities, strict=True) if pair[0].is_open(LAST)]
    for (deal, opportunity), (first, last) in zip(deals[::5], days, strict=False):
        _travel(book, cast, stream("december", deal.name), deal, opportunity, first, last, None)


# Tasks.


def _tasks(book: Book, cast: Cast, rep: str) -> None:
    """Three to five tasks a quarter for each rep, most of them done by their day."""
    chance, world = stream("tasks", rep), cast.world
    own = [customer for customer in world.customers if any(owner == rep for _day, owner in customer.owners)]
    for month in range(16):
        for _number in range(chance.choice((1, 1, 2))):
            given = world.working(date(2023 + (8 + month) // 12, (8 + month) % 12 + 1, chance.randrange(4, 20)))
            due = world.working(given + timedelta(days=chance.randrange(7, 26)))
            if world.employed(rep, given) and world.employed(rep, due) and not world.away(rep, due) and given <= LAST:
                _task(book, cast, chance, rep, own, given, due)


def _task(book: Book, cast: Cast, chance: Random, rep: str, own: list[Customer], given: date, due: date) -> None:
    world, kind = cast.world, chance.choice(("development", "service", "target"))
    known = [
        customer
        for customer in own
        if customer.owner(given) == rep and customer.short not in world.leads | set(world.ended)
    ]
    customer = chance.choice(known) if known and kind != "target" else None
    if customer is None:
        kind = "target"
    names = {"short": customer.short, "industry": customer.industry} if customer else {}
    lead = TOP if world.lead_of(rep, given) == rep else world.lead_of(rep, given)
    task = book.add(
        "task",
        given,
        soon(chance, given, 9, late=0),
        lead,
        rep_id=cast.reps[rep],
        task_kind=kind,
        title=chance.choice(_TASKS[kind]).format(**names),
        due_on=due,
        customer_id=cast.customers[customer.short] if customer else None,
    )
    in_time = happens(chance, world.people[rep].tasks)
    done = (
        world.working(max(given, due - timedelta(days=chance.randrange(3, 7))))
        if in_time
        else due + timedelta(days=chance.randrange(2, 20))
    )
    soon_enough = done > LAST - timedelta(days=30) and not in_time  # of those of the last weeks some are open still
    if done <= LAST and not (soon_enough and happens(chance, 45)):
        book.add("task_done", done, soon(chance, done, 16, late=0), rep, task_id=task, outcome=chance.choice(_DONE))
