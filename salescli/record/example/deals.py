"""The example's opportunities with their stages, shares, contracts and money: first imagined whole, then entered as facts."""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from salescli.record.example.book import OFFICE, Book, Entry, clock, happens, soon, stream
from salescli.record.example.cast import Cast
from salescli.record.example.money_in import Contract, pay, trouble
from salescli.record.example.world import DAY, LAST, Customer, Person, Product, World, table

OPEN = ("prospecting", "qualified", "proposal", "negotiation")
WON, LOST = "won", "lost"
_USUAL_DAYS = {"prospecting": 19, "qualified": 18, "proposal": 15, "negotiation": 11, LOST: 45}
_LOST_AFTER = (12, 30, 36, 22)
_GRADE_SIZE = {"A": 140, "B": 100}
_PAUSE = {"A": 90, "B": 120}
_HURRY = date(2024, 9, 9)
"""From then on everybody fills the funnel for the year's end."""


@dataclass(frozen=True, slots=True)
class Step:
    """A stage reached on a day, with what was known then."""

    day: date
    stage: str
    amount: int
    expected: date | None
    probability: str | None = None
    next_step: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """So many of a product at a price in fen."""

    product: Product
    quantity: int
    price: int
    listed: int


@dataclass(frozen=True, slots=True)
class Deal:
    """An opportunity from its opening to the end of the story.

    Attributes:
        shares: dated parts by rep code in percent, empty for the owner's 100.
    """

    customer: Customer
    name: str
    project: str
    opened: date
    owner: str
    steps: tuple[Step, ...]
    lines: tuple[Line, ...]
    contract: Contract | None
    shares: dict[date, dict[str, int]] = field(default_factory=dict)

    def stage(self, day: date) -> str | None:
        """The stage on a day; None: not opened yet."""
        reached = [step.stage for step in self.steps if step.day <= day]
        return reached[-1] if reached else None

    def is_open(self, day: date) -> bool:
        """Whether it is opened and not closed on a day."""
        return self.stage(day) in OPEN

    def goes_on(self, day: date) -> bool:
        """Whether it is open on a day, or will be again."""
        return self.is_open(day) or any(step.day > day for step in self.steps)

    def worth(self, day: date) -> int:
        """Its amount as known on a day."""
        return [step.amount for step in self.steps if step.day <= day][-1]


@dataclass(frozen=True, slots=True)
class Sold:
    """The deals and the facts made of them, in the same order."""

    deals: list[Deal]
    opportunities: list[Entry]

    def of(self, customer: Customer) -> list[tuple[Deal, Entry]]:
        """A customer's deals with their opportunity facts."""
        pairs = zip(self.deals, self.opportunities, strict=True)
        return [(deal, entry) for deal, entry in pairs if deal.customer is customer]


def plan(world: World) -> list[Deal]:
    """All deals in the order of opening, with contract codes in the order of signing."""
    found = [deal for customer in world.customers if _buys(world, customer) for deal in _deals(world, customer)]
    found.sort(key=lambda deal: (deal.opened, deal.name))
    _special(world, found)
    trouble([deal.contract for deal in found if deal.contract])
    return found


def record(book: Book, cast: Cast, deals: list[Deal]) -> Sold:
    """Enter the deals."""
    codes = _codes(deals)
    return Sold(deals, [_enter(book, cast, deal, codes.get(id(deal))) for deal in deals])


# Imagining.


def _buys(world: World, customer: Customer) -> bool:
    return customer.short not in world.leads and customer.short not in world.ended


def _deals(world: World, customer: Customer) -> list[Deal]:
    """A customer's deals, each begun some time after the one before has closed."""
    chance = stream("deals", customer.short)
    projects = table("phrases.toml")["projects"]
    chance.shuffle(projects)
    found: list[Deal] = []
    day = world.working(customer.entered + timedelta(days=chance.randrange(4, 26)))
    until, _next = world.neglected.get(customer.short, (LAST, LAST))  # what nobody calls about does not move
    while day < until - timedelta(days=8) and projects:
        owner = customer.owner(day)
        if owner:
            found.append(_deal(world, chance, customer, world.people[owner], projects.pop(), day, until))
            day = max(day, found[-1].steps[-1].day)
        pause = _percent(chance, _PAUSE.get(customer.grade, 190), 40, 200)
        day = world.working(day + timedelta(days=pause // 3 if day >= _HURRY else pause))
    return found


def _deal(
    world: World, chance: Random, customer: Customer, rep: Person, project: str, opened: date, until: date
) -> Deal:
    path = _path(world, chance, rep, opened, until)
    last, stage = path[-1]
    lines = _lines(world, chance, customer, rep, last)
    final = sum(line.quantity * line.price for line in lines)
    contract = Contract(last, final, customer.city) if stage == WON else None
    if contract:
        pay(world, stream("money", customer.short, project), contract, rep)
    steps = _steps(chance, path, final)
    return Deal(customer, customer.short + project, project, opened, rep.code, steps, lines, contract)


def _lines(world: World, chance: Random, customer: Customer, rep: Person, day: date) -> tuple[Line, ...]:
    found = []
    for product in chance.sample(world.products, chance.choice((1, 2, 2, 3))):
        scale = rep.size * _GRADE_SIZE.get(customer.grade, 65)
        quantity = max(1, product.many * scale * chance.randrange(45, 160) // 1_000_000)
        listed = product.price(day)
        found.append(Line(product, quantity, listed * chance.randrange(rep.price, 101) // 100_000 * 1000, listed))
    return tuple(found)


def _path(world: World, chance: Random, rep: Person, opened: date, until: date) -> list[tuple[date, str]]:
    """The stages with their days, as far as the story goes."""
    stages = _stages(chance, happens(chance, rep.win))
    path, day = [(opened, stages[0])], opened
    for before, stage in itertools.pairwise(stages):
        day = _workday(
            world, day + timedelta(days=_percent(chance, _USUAL_DAYS[before] * rep.pace // 100, 40, 180)), stage
        )
        if day > until:
            break
        path.append((day, stage))
    return path


def _stages(chance: Random, wins: bool) -> list[str]:
    """The stages visited: mostly in order, some skipped, some gone back over, a few reopened after a loss."""
    stages = list(OPEN[1:] if happens(chance, 20) else OPEN)
    if happens(chance, 14) and len(stages) == len(OPEN):
        stages.remove("qualified")
    if happens(chance, 10):
        stages += ["proposal", "negotiation"]
    if wins:
        return [*stages, WON]
    after = chance.choices(OPEN, _LOST_AFTER)[0]
    cut = stages[: stages.index(after) + 1] if after in stages else stages[:1]
    if happens(chance, 12):
        return [*cut, LOST, "proposal", "negotiation", WON if happens(chance, 60) else LOST]
    return [*cut, LOST]


def _workday(world: World, day: date, stage: str) -> date:
    """The working day from the day on; nobody signs in the month of the spring festival."""
    if stage == WON and (day.year, day.month) == (2024, 2):
        day = date(2024, 3, 1) + timedelta(days=day.day // 2)
    return world.working(day)


def _percent(chance: Random, usual: int, low: int, high: int) -> int:
    return max(2, usual * chance.randrange(low, high) // 100)


def _steps(chance: Random, path: list[tuple[date, str]], final: int) -> tuple[Step, ...]:
    hints = {key: topic["step"] for key, topic in table("phrases.toml")["topic"].items()}
    found = []
    for day, stage in path:
        close = stage in (WON, LOST)
        amount = final if stage == WON else _estimate(chance, final, sharp=stage == "negotiation")
        left = sum(_USUAL_DAYS[one] for one in OPEN[OPEN.index(stage) :]) if not close else 0
        expected = (
            None if close or happens(chance, 6) else day + timedelta(days=left * chance.randrange(80, 150) // 100)
        )
        own = f"0.{chance.randrange(15, 90)}" if not close and happens(chance, 10) else None
        step = chance.choice(hints[stage]) if not close and happens(chance, 60) else None
        found.append(Step(day, stage, amount, expected, own, step))
    return tuple(found)


def _estimate(chance: Random, final: int, *, sharp: bool) -> int:
    """What the amount was thought to be: in thousands, nearer to the end when it is sharp."""
    return max(
        100_000, final * (chance.randrange(98, 112) if sharp else chance.randrange(80, 130)) // 10_000_000 * 100_000
    )


def _special(world: World, deals: list[Deal]) -> None:
    """Give some deals shares."""
    for number, deal in enumerate(deals):
        day = deal.opened + DAY
        others = dict.fromkeys([world.lead_of(deal.owner, day), "lzy", "zw", "cj"])
        mate, third = [one for one in others if one != deal.owner][:2]
        if number % 16 == 5:
            deal.shares[day] = {deal.owner: 60, mate: 40}
        if number % 48 == 21 and len(deal.steps) > 2:
            deal.shares[deal.steps[1].day] = {deal.owner: 70, mate: 30}
        if number % 60 == 37:
            deal.shares[day] = {deal.owner: 50, mate: 30, third: 20}


def _codes(deals: list[Deal]) -> dict[int, str]:
    """Contract codes by deal, numbered within each year in the order of signing."""
    counts: dict[int, int] = {}
    codes = {}
    for deal in sorted((deal for deal in deals if deal.contract), key=lambda deal: deal.steps[-1].day):
        year = deal.steps[-1].day.year
        counts[year] = counts.get(year, 0) + 1
        codes[id(deal)] = f"HT{year}-{counts[year]:03d}"
    return codes


# Entering.


def _enter(book: Book, cast: Cast, deal: Deal, code: str | None) -> Entry:
    chance = stream("enter", deal.name)
    customer = cast.customers[deal.customer.short]
    at, by = soon(chance, deal.opened), deal.owner
    rate = "0.04" if chance.randrange(100) < 4 else "0.01" if chance.randrange(100) < 3 else None
    opportunity = book.add("opportunity", deal.opened, at, by, name=deal.name, customer_id=customer, rate=rate)
    owners = {deal.opened: by} | {
        day: owner or cast.world.lead_of(by, day)  # nobody's customer, but somebody minds the deal
        for day, owner in deal.customer.owners
        if day > deal.opened and deal.goes_on(day)
    }
    for day, owner in owners.items():
        when, who = (at, by) if day == deal.opened else (clock(day, 10, 30), "lzy")
        book.add("opportunity_owner", day, when, who, opportunity_id=opportunity, rep_id=cast.reps[owner])
    _enter_shares(book, cast, deal, opportunity)
    for number, step in enumerate(deal.steps):
        doing = cast.world.doing(deal.customer.owner(step.day) or by, step.day)
        _enter_step(
            book, opportunity, step, soon(chance, step.day, 10, late=10) if number else at, doing if number else by
        )
    if deal.contract:
        _enter_contract(book, cast, deal, opportunity, code)
    return opportunity


def _enter_step(book: Book, opportunity: Entry, step: Step, at: datetime, by: str) -> None:
    book.add(
        "stage_change",
        step.day,
        at,
        by,
        opportunity_id=opportunity,
        stage=step.stage,
        closes=step.stage if step.stage in (WON, LOST) else None,
        amount=step.amount,
        probability=step.probability,
        expected_close=step.expected,
        next_step=step.next_step,
    )


def _enter_shares(book: Book, cast: Cast, deal: Deal, opportunity: Entry) -> None:
    for day, parts in deal.shares.items():
        at, lead = clock(day, 16, 5), cast.world.lead_of(deal.owner, day)
        share = book.add("share", day, at, lead, opportunity_id=opportunity)
        for rep, percent in parts.items():
            book.add("share_part", day, at, lead, share_id=share, rep_id=cast.reps[rep], percent=str(percent))


def _enter_contract(book: Book, cast: Cast, deal: Deal, opportunity: Entry, code: str | None) -> None:
    signed = deal.contract
    if signed is None:
        return
    chance = stream("contract", deal.name)
    at = soon(chance, signed.day, 11, late=10)
    contract = book.add("contract", signed.day, at, OFFICE, code=code, opportunity_id=opportunity, amount=signed.amount)
    for line in deal.lines:
        sold: dict[str, Any] = {"product_id": cast.products[line.product.code], "quantity": line.quantity}
        book.add(
            "contract_line", signed.day, at, contract_id=contract, unit_price=line.price, list_price=line.listed, **sold
        )
    for due in signed.plan:
        book.add("instalment", signed.day, at, contract_id=contract, due_on=due.day, amount=due.amount)
    for money in signed.money:
        paid = soon(chance, money.day, 14, late=12)
        book.add(
            "receipt", money.day, paid, note=money.note, contract_id=contract, kind=money.kind, amount=money.amount
        )
