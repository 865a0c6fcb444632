"""The example's people, teams, products, customers and their owners, as facts; what they do is told elsewhere."""

from dataclasses import dataclass
from datetime import date, timedelta

from salescli.record.example.book import OFFICE, Book, Entry, clock, happens, soon, stream
from salescli.record.example.world import LAST, Customer, Person, World

OPENING = date(2023, 9, 1)
"""The day the ledger was begun: teams, people and products are entered that morning, whenever they joined."""


@dataclass(frozen=True, slots=True)
class Cast:
    """The facts that others refer to: reps and products by code, customers and their contacts by short name."""

    world: World
    reps: dict[str, Entry]
    teams: dict[str, Entry]
    products: dict[str, Entry]
    customers: dict[str, Entry]
    contacts: dict[str, list[Entry]]


def record(book: Book, world: World) -> Cast:
    """Enter everybody and everything, at the opening or when they came."""
    cast = Cast(world, {}, {}, {}, {}, {})
    for row in world.team["team"]:
        cast.teams[row["code"]] = book.add("team", OPENING, clock(OPENING, 9, 10), code=row["code"], name=row["name"])
    for person in world.people.values():
        cast.reps[person.code] = _person(book, cast, person)
    _teams(book, cast)
    _changes(book, cast)
    _candidate(book, cast)
    _products(book, cast)
    for customer in world.customers:
        _customer(book, cast, customer)
    return cast


def _person(book: Book, cast: Cast, person: Person) -> Entry:
    at = max(clock(OPENING, 9, 20), clock(person.hired, 10))
    rep = book.add("rep", person.hired, at, code=person.code, name=person.name, candidate=False)
    book.add(
        "rep_change",
        person.hired,
        at,
        rep_id=rep,
        act="hire",
        post=person.post,
        team_id=cast.teams[person.team],
        base=person.base,
    )
    return rep


def _teams(book: Book, cast: Cast) -> None:
    for row in cast.world.team["team"]:
        above = cast.teams[row["parent"]] if "parent" in row else None
        team, lead = cast.teams[row["code"]], cast.reps[row["lead"]]
        book.add("team_change", OPENING, clock(OPENING, 9, 40), team_id=team, parent_id=above, lead_id=lead)


def _changes(book: Book, cast: Cast) -> None:
    for row in cast.world.team["change"]:
        team = cast.teams[row["team"]] if "team" in row else None
        job = {"post": row.get("post"), "team_id": team, "base": row.get("base")}
        at = clock(row["on"], 9, 30)
        book.add(
            "rep_change", row["on"], at, "lzy", row.get("note"), rep_id=cast.reps[row["rep"]], act=row["act"], **job
        )


def _candidate(book: Book, cast: Cast) -> None:
    row = cast.world.team["candidate"]
    at = clock(row["on"], 15)
    cast.reps[row["code"]] = book.add("rep", row["on"], at, "lzy", code=row["code"], name=row["name"], candidate=True)


def _products(book: Book, cast: Cast) -> None:
    for product in cast.world.products:
        at = clock(OPENING, 10)
        entry = cast.products[product.code] = book.add("product", OPENING, at, code=product.code, name=product.name)
        for since, price, cost in product.prices:
            at = max(clock(OPENING, 10), clock(since, 9) - timedelta(days=3))
            book.add("product_price", since, at, product_id=entry, list_price=price, cost=cost)


def _customer(book: Book, cast: Cast, customer: Customer) -> None:
    chance = stream("customer", customer.short)
    first = customer.owners[0][1]
    by, at = first or OFFICE, soon(chance, customer.entered, 9, late=0)
    entry = cast.customers[customer.short] = book.add(
        "customer",
        customer.entered,
        at,
        by,
        name=customer.name,
        grade=customer.grade or None,
        source=customer.source,
        phone=None if happens(chance, 8) else f"0{chance.randrange(310, 580)}-{chance.randrange(5550000, 5560000)}",
        industry=customer.industry,
        region=f"{customer.region}·{customer.city}",
    )
    _owners(book, cast, customer, entry)
    if customer.short in cast.world.ended:
        day, why = cast.world.ended[customer.short]
        book.add("disqualification", day, soon(chance, day), by, customer_id=entry, why=why)
    if customer.short not in cast.world.leads:
        _contacts(book, cast, customer, entry)


def _owners(book: Book, cast: Cast, customer: Customer, entry: Entry) -> None:
    for number, (day, owner) in enumerate(customer.owners):
        if owner or number:
            by, at = (entry.by, entry.at) if not number else ("lzy", clock(day, 10, 15))
            book.add("customer_owner", day, at, by, customer_id=entry, rep_id=cast.reps[owner] if owner else None)


def _contacts(book: Book, cast: Cast, customer: Customer, entry: Entry) -> None:
    chance = stream("contacts", customer.short)
    cast.contacts[customer.short] = []
    for number in range({"A": 3, "B": 2}.get(customer.grade, 1)):
        day = min(customer.entered + timedelta(days=number * chance.randrange(5, 60)), LAST)
        name, title = cast.world.person_at(customer, number)
        # Numbers of a range that no network assigns, so that nobody real is in the example.
        phone = f"100{chance.randrange(10**8):08d}"
        mail = f"contact{chance.randrange(100, 999)}@example.com" if happens(chance, 55) else None
        by, at = entry.by, soon(chance, cast.world.working(day), 14)
        person = book.add("contact", day, at, by, customer_id=entry, name=name, title=title, phone=phone, email=mail)
        cast.contacts[customer.short].append(person)
