"""Who and what the example's story is about, read from the TOML files beside: people, customers, products, days."""

import tomllib
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from salescli.calendar import is_working_day
from salescli.record.example.book import stream

START = date(2023, 9, 4)
LAST = date(2024, 12, 31)
DAY = timedelta(days=1)


def table(name: str) -> dict[str, Any]:
    """A TOML file of this package."""
    return tomllib.loads(text(name))


def text(name: str) -> str:
    """The text of a file of this package."""
    return (Path(__file__).parent / name).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Person:
    """A rep and the manner of working: see team.toml."""

    code: str
    name: str
    post: str
    team: str
    hired: date
    base: int
    win: int
    size: int
    pace: int
    late: int
    price: int
    marks: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer; owners are its dated history, "" while it is nobody's."""

    name: str
    short: str
    city: str
    region: str
    industry: str
    grade: str
    source: str
    entered: date
    owners: tuple[tuple[date, str], ...]

    def owner(self, day: date) -> str:
        """Whose it is on a day."""
        place = bisect_right(self.owners, day, key=lambda change: change[0])
        return self.owners[place - 1][1] if place else ""


@dataclass(frozen=True, slots=True)
class Product:
    """What is sold, with its dated list prices in fen and the quantity that is usual."""

    code: str
    name: str
    many: int
    prices: tuple[tuple[date, int, int], ...]

    def price(self, day: date) -> int:
        """The list price on a day."""
        return [price for since, price, _cost in self.prices if since <= day][-1]


@dataclass(frozen=True)
class World:
    """Everything read, and what follows from it alone."""

    team: dict[str, Any] = field(default_factory=lambda: table("team.toml"))
    book: dict[str, Any] = field(default_factory=lambda: table("customers.toml"))

    @cached_property
    def people(self) -> dict[str, Person]:
        """The reps by code."""
        return {row["code"]: Person(**row) for row in self.team["rep"]}

    @cached_property
    def products(self) -> list[Product]:
        """The products in their order."""
        later = self.team["price"]
        return [
            Product(
                row["code"],
                row["name"],
                row["many"],
                (
                    (date(2023, 1, 1), row["price"], row["cost"]),
                    *((new["on"], new["price"], new["cost"]) for new in later if new["product"] == row["code"]),
                ),
            )
            for row in self.team["product"]
        ]

    @cached_property
    def customers(self) -> list[Customer]:
        """The customers with their owners, the handovers done."""
        owners = {row[1]: [(row[7], row[8])] for row in self.book["rows"]}
        ended = {row[0] for row in self.book["disqualified"]}
        for handover in self.team["handover"]:
            passing = [
                short
                for short, history in owners.items()
                if history[-1][1] == handover["from"] and history[0][0] < handover["on"] and short not in ended
            ]
            for number, short in enumerate(passing[: handover.get("only", len(passing))]):
                owners[short].append((handover["on"], handover["to"][number % len(handover["to"])]))
        owners["椒江缝制"].append((date(2024, 10, 28), "wxm"))  # released in September
        columns = ("name", "short", "city", "region", "industry", "grade", "source", "entered")
        return [
            Customer(**dict(zip(columns, row, strict=False)), owners=tuple(owners[row[1]])) for row in self.book["rows"]
        ]

    @cached_property
    def leads(self) -> set[str]:
        """Short names of the customers that nobody has processed by the end."""
        return {one.short for one in self.customers if one.entered >= self.book["unprocessed_from"]}

    @cached_property
    def ended(self) -> dict[str, tuple[date, str]]:
        """Short names of those that were disqualified, with the day and the reason."""
        return {short: (day, why) for short, day, why in self.book["disqualified"]}

    @cached_property
    def neglected(self) -> dict[str, tuple[date, date]]:
        """Short names of those whom nobody called at last, with the last contact and the next one that was meant."""
        return {short: (last, following) for short, last, following in self.book["neglected"]}

    @cached_property
    def _days_off(self) -> tuple[frozenset[date], frozenset[date]]:
        days = table("policy.toml")["calendar"]
        return frozenset(days["holidays"]), frozenset(days["workdays"])

    def works(self, day: date) -> bool:
        """Whether the team works on the day."""
        return is_working_day(day, *self._days_off)

    def working(self, day: date) -> date:
        """The day itself, or the next on which the team works."""
        while not self.works(day):
            day += DAY
        return day

    def away(self, rep: str, day: date) -> bool:
        """Whether the rep is on leave."""
        return any(row["rep"] == rep and row["from"] <= day <= row["to"] for row in self.team["leave"])

    def team_of(self, rep: str, day: date) -> str:
        """The rep's team on a day."""
        moves = [row["team"] for row in self.team["change"] if row["rep"] == rep and "team" in row and row["on"] <= day]
        return str(moves[-1]) if moves else self.people[rep].team

    def lead_of(self, rep: str, day: date) -> str:
        """Who leads the rep's team on a day: never the rep, who then answers to the manager."""
        leads = {row["code"]: row["lead"] for row in self.team["team"]}
        lead = str(leads[self.team_of(rep, day)])
        return lead if lead != rep else str(leads["sales"])

    def employed(self, rep: str, day: date) -> bool:
        """Whether the rep is with the team on a day."""
        gone = [row["on"] for row in self.team["change"] if row["rep"] == rep and row["act"] == "depart"]
        return self.people[rep].hired <= day and (not gone or day <= gone[0])

    def doing(self, rep: str, day: date) -> str:
        """Who does the rep's work on a day: the lead stands in during leave."""
        return self.lead_of(rep, day) if self.away(rep, day) else rep

    def person_at(self, customer: Customer, number: int) -> tuple[str, str]:
        """Name and title of a customer's contact number 0, 1, …"""
        chance = stream("person", customer.short, number)
        people = self.book["people"]
        return chance.choice(people["family"]) + chance.choice(people["given"]), chance.choice(people["titles"])
