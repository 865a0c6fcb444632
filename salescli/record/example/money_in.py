"""What is due and what is paid on an imagined contract: on time, late, in parts, back again or never."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from salescli.record.example.book import happens
from salescli.record.example.world import LAST, Person, World

# Percent of the contract and days after signing.
_PLANS = (
    ((100, 30),),
    ((30, 5), (60, 60), (10, 180)),
    ((50, 7), (50, 60)),
    ((30, 5), (70, 45)),
    ((30, 5), (30, 45), (30, 90), (10, 240)),
    (),
)
_OFTEN = (18, 30, 20, 18, 10, 4)


@dataclass(frozen=True, slots=True)
class Due:
    """So much in fen falls due on a day."""

    day: date
    amount: int


@dataclass(frozen=True, slots=True)
class Money:
    """A payment, a refund or a write-off on a day, in fen."""

    day: date
    kind: str
    amount: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract signed on a day; plan and money are filled in as the story is imagined."""

    day: date
    amount: int
    city: str
    plan: list[Due] = field(default_factory=list)
    money: list[Money] = field(default_factory=list)

    def kept(self, day: date) -> int:
        """Payments less refunds up to and on a day."""
        parts = {"payment": 1, "refund": -1, "write_off": 0}
        return sum(parts[one.kind] * one.amount for one in self.money if one.day <= day)

    def owing(self, day: date) -> Due | None:
        """What is overdue on a day, with the day since when."""
        late = [due for due in self.plan if due.day < day]
        met = self.kept(day) + sum(one.amount for one in self.money if one.kind == "write_off" and one.day <= day)
        for due in late:
            if met < due.amount:
                return Due(due.day, sum(one.amount for one in late if one.day >= due.day) - met)
            met -= due.amount
        return None


def pay(world: World, chance: Random, contract: Contract, rep: Person) -> None:
    """Imagine the plan and the payments of a contract; a rep who seldom wins is also paid late."""
    plan = chance.choices(_PLANS, _OFTEN)[0]
    left = contract.amount
    for number, (percent, days) in enumerate(plan):
        amount = left if number == len(plan) - 1 else contract.amount * percent // 100
        left -= amount
        contract.plan.append(Due(world.working(contract.day + timedelta(days=days)), amount))
    tardy = 15 + (100 - rep.win) // 2
    floor = contract.day  # money comes in order
    for due in contract.plan or [Due(contract.day, contract.amount)]:
        if happens(chance, tardy // 6):
            break  # and nothing more is ever paid
        floor = _meet(world, chance, contract, due, tardy, floor)


def _meet(world: World, chance: Random, contract: Contract, due: Due, tardy: int, floor: date) -> date:
    """Pay what is due: on time, late or in two parts, and not after the story's last day; gives the day of it."""
    delay = chance.randrange(-4, 4)
    if happens(chance, tardy):
        delay = chance.randrange(6, 45)
    if happens(chance, tardy // 5):
        delay = chance.randrange(80, 200)
    first = due.amount
    if happens(chance, 14):
        first = due.amount * chance.choice((40, 50, 60)) // 100
    day = _arrive(world, contract, max(due.day + timedelta(days=delay), floor), first)
    if first < due.amount:
        day = _arrive(world, contract, day + timedelta(days=chance.randrange(15, 60)), due.amount - first)
    return day


def _arrive(world: World, contract: Contract, day: date, amount: int) -> date:
    day = world.working(day)
    if day <= LAST:
        contract.money.append(Money(day, "payment", amount))
    return day


def trouble(contracts: list[Contract]) -> None:
    """Let some contracts go wrong: goods sent back, one undone whole, and money given up."""
    paid = [one for one in contracts if one.money]
    for contract in paid[6::15]:
        first = contract.money[0]
        _give_back(contract, first.day + timedelta(days=24), first.amount * 8 // 100, "部分网关退货")
    undone = [
        one for one in paid if one.day >= date(2024, 8, 1) and one.kept(LAST) == one.amount and len(one.money) == 1
    ]
    for contract in undone[:1]:
        _give_back(contract, date(2024, 11, 21), contract.amount, "客户搬迁，合同解除，全额退款")
    owing = [one for one in contracts if _long_owed(one, date(2024, 9, 27))]
    for contract, day in zip(owing[:2], (date(2024, 9, 27), date(2024, 12, 26)), strict=False):
        rest = contract.amount - contract.kept(LAST)
        contract.money.append(Money(day, "write_off", rest, "多次催收无果，对方停产，按坏账处理"))


def _give_back(contract: Contract, day: date, amount: int, why: str) -> None:
    if day <= LAST:
        contract.money.append(Money(day, "refund", amount, why))


def _long_owed(contract: Contract, day: date) -> bool:
    """Whether something has been overdue for four weeks, with no money since and nothing sent back."""
    due = contract.owing(day)
    given_back = any(one.kind == "refund" for one in contract.money)
    return bool(
        due and due.day < day - timedelta(days=28) and not given_back and contract.kept(LAST) == contract.kept(day)
    )
