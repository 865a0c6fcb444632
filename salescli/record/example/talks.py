"""The example's follow-ups: who spoke with which customer when, of what, and when they meant to speak again."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from salescli import money
from salescli.record.example.book import Book, Entry, happens, soon, stream
from salescli.record.example.cast import Cast
from salescli.record.example.deals import Deal, Sold
from salescli.record.example.world import DAY, LAST, Customer, World, table

LAST_TALK = LAST - DAY
"""What was to be done on the last day is still to do."""
# Days to the next contact, by what it was about and then by the customer's grade.
_GAPS = {"first": 8, "prospecting": 13, "qualified": 12, "proposal": 9, "negotiation": 6, "service": 17, "dun": 10}
_KEEP = {"A": 19, "B": 27}
_MINUTES = {"phone": (3, 25), "visit": (40, 150), "meeting": (45, 120), "video": (30, 70)}
_CHANNELS = {
    "first": "phone phone phone wechat visit other",
    "prospecting": "phone phone visit wechat email other",
    "qualified": "visit visit phone wechat email video",
    "proposal": "visit meeting email video phone wechat",
    "negotiation": "visit meeting phone phone wechat email",
    "service": "visit phone wechat video email",
    "dun": "phone phone phone visit wechat email",
    "keep": "phone phone wechat wechat visit message other",
}


@dataclass(frozen=True, slots=True)
class Talk:
    """What a follow-up is about."""

    topic: str
    deal: Deal | None
    opportunity: Entry | None


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up as entered, with the rep and whether the next contact was kept in time."""

    entry: Entry
    rep: str
    customer: str
    missed: bool


def record(book: Book, cast: Cast, sold: Sold) -> list[FollowUp]:
    """Enter every customer's follow-ups."""
    found: list[FollowUp] = []
    for customer in cast.world.customers:
        if customer.short not in cast.world.leads:
            found += _with(book, cast, sold, customer)
    return found


def _with(book: Book, cast: Cast, sold: Sold, customer: Customer) -> list[FollowUp]:
    """One customer's follow-ups, from the first call on."""
    world, chance = cast.world, stream("talks", customer.short)
    until, fixed_next = _end(world, customer)
    deals = sold.of(customer)
    found: list[FollowUp] = []
    day = world.working(customer.entered + timedelta(days=chance.choice((0, 0, 1, 1, 2))))
    while day <= until:
        owner = customer.owner(day)
        if not owner:
            day = world.working(day + timedelta(days=10))
            continue
        rep = world.doing(owner, day)
        talk = _talk(deals, day, first=not found)
        answered = not (found and happens(chance, 9))
        planned = world.working(day + timedelta(days=_gap(chance, world, customer, talk, answered)))
        following = max(day + DAY, _actual(world, chance, rep, planned))
        ends = following > until
        if ends and fixed_next:
            planned, answered = fixed_next, True
        shown = planned if (ends and fixed_next) or happens(chance, 88) else None
        entry = _enter(book, cast, chance, customer, talk, rep, day, answered, shown)
        found.append(FollowUp(entry, rep, customer.short, missed=not ends and (following - planned).days > 2))
        day = following
    return found


def _end(world: World, customer: Customer) -> tuple[date, date | None]:
    """The last day anybody spoke with the customer, and the next contact meant then where the story wants one."""
    if customer.short in world.ended:
        return world.ended[customer.short][0], None
    if customer.short in world.neglected:
        return world.neglected[customer.short]
    return LAST_TALK, LAST if customer.short in world.book["due"] else None


def _talk(known: list[tuple[Deal, Entry]], day: date, *, first: bool) -> Talk:
    """What there is to speak of: an open deal, money owed, a delivery, or nothing in particular."""
    deals = [(deal, entry) for deal, entry in known if deal.opened <= day]
    if first:
        return Talk("first", None, None)
    for deal, entry in deals:
        if deal.contract and deal.contract.owing(day):
            return Talk("dun", deal, entry)
    for deal, entry in reversed(deals):
        if deal.is_open(day):
            return Talk(deal.stage(day) or "keep", deal, entry)
    for deal, entry in reversed(deals):
        if deal.contract and deal.contract.day <= day < deal.contract.day + timedelta(days=60):
            return Talk("service", deal, entry)
    return Talk("keep", None, None)


def _gap(chance: Random, world: World, customer: Customer, talk: Talk, answered: bool) -> int:
    """Days to the next contact that the rep means to have."""
    if not answered:
        return 1
    usual = _GAPS.get(talk.topic) or _KEEP.get(customer.grade, 40)
    return max(2, usual * chance.randrange(60, 125) // 100)


def _actual(world: World, chance: Random, rep: str, planned: date) -> date:
    """The day the next contact really happens: mostly as planned, sometimes sooner, by some reps late."""
    if happens(chance, world.people[rep].late):
        return world.working(planned + timedelta(days=chance.randrange(3, 10)))
    if happens(chance, 12):
        return world.working(planned - timedelta(days=chance.randrange(1, 4)))
    return planned


def _enter(
    book: Book,
    cast: Cast,
    chance: Random,
    customer: Customer,
    talk: Talk,
    rep: str,
    day: date,
    answered: bool,
    following: date | None,
) -> Entry:
    channel = chance.choice(_CHANNELS[talk.topic].split()) if answered else "phone"
    number = chance.randrange(len(cast.contacts[customer.short]))
    contact = cast.contacts[customer.short][number]
    if contact.day > day:
        number, contact = 0, cast.contacts[customer.short][0]
    hour, minute = chance.choice((9, 9, 10, 10, 11, 14, 14, 15, 15, 16, 17)), chance.randrange(0, 60, 5)
    content, step = _words(chance, cast.world, customer, talk, channel, number, day, answered)
    return book.add(
        "follow_up",
        day,
        soon(chance, day, hour + 1, late=6),
        rep,
        customer_id=cast.customers[customer.short],
        rep_id=cast.reps[rep],
        opportunity_id=talk.opportunity,
        contact_id=contact if answered else None,
        channel=channel,
        answered=answered,
        happened_at=f"{hour:02d}:{minute:02d}",
        minutes=chance.randrange(*_MINUTES[channel]) if answered and channel in _MINUTES else None,
        content=content,
        next_on=following,
        next_step=step if following else None,
    )


@cache
def _phrases() -> dict[str, Any]:
    return table("phrases.toml")


def _words(
    chance: Random, world: World, customer: Customer, talk: Talk, channel: str, number: int, day: date, answered: bool
) -> tuple[str, str]:
    """The content and the next step, put together from phrases.toml."""
    phrases = _phrases()
    filled = _filled(chance, world, customer, talk, number, day)
    if not answered:
        missed = phrases["unanswered"]
        return chance.choice(missed["said"]).format(**filled), chance.choice(missed["step"])
    topic = phrases["topic"][talk.topic]
    said = chance.choice(phrases["opening"][channel]) + chance.choice(topic["said"])
    told = (said + "。" + chance.choice(topic["took"]) if happens(chance, 75) else said + "。").format(**filled)
    return told, chance.choice(topic["step"]).format(**filled)


def _filled(chance: Random, world: World, customer: Customer, talk: Talk, number: int, day: date) -> dict[str, object]:
    name, title = world.person_at(customer, number)
    owed = talk.deal.contract.owing(day) if talk.deal and talk.deal.contract else None
    sum_ = owed.amount if owed and talk.topic == "dun" else talk.deal.worth(day) if talk.deal else 0
    product = chance.choice(talk.deal.lines).product if talk.deal else chance.choice(world.products[:4])
    return {
        "contact": name[0] + _called(title),
        "product": product.name.split(" ")[0],
        "project": talk.deal.project if talk.deal else "",
        "rival": chance.choice(_phrases()["rivals"]),
        "city": customer.city,
        "sum": _in_words(sum_),
        "days": (day - owed.day).days if owed and talk.topic == "dun" else chance.choice((2, 3, 4)),
        "count": chance.choice((6, 8, 12, 15, 20, 30)),
    }


def _called(title: str) -> str:
    """How a title is said after a family name: 采购经理 → 经理."""
    return next((short for short in ("主任", "科长", "经理", "主管") if title.endswith(short)), "总")


def _in_words(minor: int) -> str:
    """An amount as it is said: 12.3万 or 8,500元."""
    if minor < 1_000_000:
        return money.money_text(minor, grouped=True).removesuffix(".00") + "元"
    tenths = minor // 100_000
    return f"{tenths // 10}.{tenths % 10}万".replace(".0万", "万")
