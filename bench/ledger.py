"""A large ledger for measurements: a company of many years with everything that the reports read, always the same.

Usage: python bench/ledger.py FILE [--reps 200] [--customers 50000] [--follow-ups 1000000] [--years 4]
It is written through the ledger's own door and ends on 2024-12-31; a million follow-ups take some minutes.
"""

import argparse
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from salescli.ledger import files, starter
from salescli.ledger.store import Ledger, Who
from salescli.period import instant_text

LAST = date(2024, 12, 31)
WHO = Who("bench", "bench@bench")
CHANNELS = ("phone", "visit", "wechat", "email", "meeting")
OPEN_STAGES = ("prospecting", "qualified", "proposal", "negotiation")
TEAM_SIZE = 10
RECENT = timedelta(days=120)  # what is open still began within this time


class Company:
    """What has been entered so far, by its ids, and the chance that made it."""

    def __init__(self, ledger: Ledger, asked: argparse.Namespace) -> None:
        self.ledger, self.asked, self.chance = ledger, asked, Random("bench")
        self.first = date(LAST.year - asked.years + 1, 1, 1)
        self.days = (LAST - self.first).days + 1
        self.reps: list[int] = []
        self.customers: list[int] = []

    def append(self, kind: str, day: date, /, **fields: Any) -> int:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        return self.ledger.append(kind, day, recorded_at=instant_text(at), **fields)

    def owner(self, customer: int) -> int:
        return self.reps[customer % len(self.reps)]

    def day(self, share: float) -> date:
        return self.first + timedelta(days=int(self.days * share))

    def some_day(self) -> date:
        return self.first + timedelta(days=self.chance.randrange(self.days))


def hire(company: Company) -> None:
    """Teams of ten under one head, each led by its first rep, a manager."""
    head = company.append("team", company.first, code="all", name="Everybody")
    company.append("team_change", company.first, team_id=head)
    team = head
    for number in range(company.asked.reps):
        leads = number % TEAM_SIZE == 0
        rep = company.append("rep", company.first, code=f"r{number:04}", name=f"销售{number:04}", candidate=False)
        if leads:
            team = company.append("team", company.first, code=f"t{number // TEAM_SIZE:03}", name=f"团队{number:04}")
            company.append("team_change", company.first, team_id=team, parent_id=head, lead_id=rep)
        company.append(
            "rep_change", company.first, rep_id=rep, act="hire", post="manager" if leads else "rep", team_id=team
        )
        company.reps.append(rep)


def acquire(company: Company) -> None:
    """Customers of all grades, entered over the first half, each with an owner."""
    for number in range(company.asked.customers):
        day = company.day(number / company.asked.customers / 2)
        customer = company.append(
            "customer", day, name=f"客户{number:06}", grade="ABC"[number % 3], phone=f"1{number:010}"
        )
        company.append("customer_owner", day, customer_id=customer, rep_id=company.owner(number))
        company.customers.append(customer)


def talk(company: Company) -> None:
    """Follow-ups as they fall due: each says the next day, and most of the next ones keep it, a few days late at times."""
    spans = [(LAST - company.day(place / company.asked.customers / 2)).days for place in range(company.asked.customers)]
    every = max(2, sum(spans) // company.asked.follow_ups)
    for number, (day, customer, ahead) in enumerate(sorted(_talks(company, spans, every))):
        company.append(
            "follow_up",
            day,
            customer_id=company.customers[customer],
            rep_id=company.owner(customer),
            channel=CHANNELS[number % 5],
            answered=number % 7 != 0,
            minutes=number % 40,
            content=f"谈了第{number}次",
            next_on=day + timedelta(days=ahead) if number % 10 else None,
            next_step="送样品" if number % 3 else None,
        )


def _talks(company: Company, spans: list[int], every: int) -> Iterator[tuple[date, int, int]]:
    """The day, the customer's place and the days to the next one."""
    for customer, span in enumerate(spans):
        left = span - company.chance.randrange(every)
        while left >= 0:
            ahead = company.chance.randrange(every // 2, every * 3 // 2 + 1)
            yield LAST - timedelta(days=left), customer, ahead
            left -= ahead + company.chance.choice((-1, 0, 0, 0, 0, 0, 1, 3))


def sell(company: Company) -> None:
    """Opportunities one after the other: of ten, five are won; of the others of the last months some are open still."""
    count = company.asked.customers * company.asked.years // 10
    for number in range(count):
        customer, day = company.chance.randrange(len(company.customers)), company.day(number / count)
        deal = company.append("opportunity", day, name=f"项目{number:06}", customer_id=company.customers[customer])
        company.append("opportunity_owner", day, opportunity_id=deal, rep_id=company.owner(customer))
        is_new = day > LAST - RECENT
        outcome = "won" if number % 10 < 5 else None if is_new and number % 10 > 7 else "lost"
        amount = company.chance.randrange(1, 500) * 100_000
        for stage, on in steps(company, day, outcome):
            closes = stage if stage in ("won", "lost") else None
            company.append(
                "stage_change",
                on,
                opportunity_id=deal,
                stage=stage,
                closes=closes,
                amount=amount,
                expected_close=day + timedelta(days=120),
            )
            if closes == "won":
                sign(company, deal, on, amount)


def steps(company: Company, day: date, outcome: str | None) -> Iterator[tuple[str, date]]:
    """The stages of one opportunity with their days, as far as they have come."""
    stages = [*OPEN_STAGES, outcome] if outcome else OPEN_STAGES[: 1 + company.chance.randrange(4)]
    for stage in stages:
        if day > LAST:
            return
        yield stage, day
        day += timedelta(days=company.chance.randrange(5, 40))


def sign(company: Company, deal: int, day: date, amount: int) -> None:
    """A contract in two instalments; most of the money comes."""
    contract = company.append("contract", day, opportunity_id=deal, amount=amount)
    half = amount // 2
    for after, part in ((30, half), (90, amount - half)):
        due = day + timedelta(days=after)
        company.append("instalment", day, contract_id=contract, due_on=due, amount=part)
        paid = due + timedelta(days=company.chance.randrange(-5, 20))
        if paid <= LAST and company.chance.randrange(100) < 97:
            company.append("receipt", paid, contract_id=contract, kind="payment", amount=part)


def spend(company: Company) -> None:
    """Expenses and trips, nearly all decided, settled and reported."""
    for number in range(company.asked.reps * company.asked.years * 10):
        rep, day = company.reps[number % len(company.reps)], company.some_day()
        customer = company.customers[number % len(company.customers)]
        expense = company.append(
            "expense", day, rep_id=rep, customer_id=customer, category="entertainment", amount=30_000
        )
        trip = company.append("trip", day, rep_id=rep, destination="太原", from_day=day, to_day=day, cost=80_000)
        if number % 10 or day <= LAST - RECENT:
            company.append(
                "decision", day, request_id=expense, verdict="approved", amount=30_000, rep_id=company.reps[0]
            )
            company.append("decision", day, request_id=trip, verdict="approved", amount=80_000, rep_id=company.reps[0])
            company.append("settlement", day, request_id=expense, amount=30_000)
            company.append("trip_report", day, trip_id=trip, outcome="签了意向", cost=75_000)


def serve(company: Company) -> None:
    """Tasks, feedback of all kinds and ratings of competence."""
    for number in range(company.asked.reps * company.asked.years * 15):
        rep, day = company.reps[number % len(company.reps)], company.some_day()
        task = company.append("task", day, rep_id=rep, task_kind="service", title="回访", due_on=day)
        if number % 10 or day <= LAST - RECENT:
            company.append("task_done", day, task_id=task)
        customer = company.customers[number % len(company.customers)]
        kind = ("rating", "rating", "rating", "complaint", "suggestion")[number % 5]
        rating = 1 + company.chance.randrange(5) if kind == "rating" else None
        feedback = company.append("feedback", day, customer_id=customer, rep_id=rep, feedback_kind=kind, rating=rating)
        if kind == "complaint":
            company.append("feedback_close", day, feedback_id=feedback, rep_id=rep, outcome="已解决")


def aim(company: Company) -> None:
    """A target of contracts for every rep and month of the last year, and of collected money for its quarters."""
    for rep in company.reps:
        about = {"scope": "rep", "rep_id": rep, "exact": False}
        for month in range(1, 13):
            start = date(LAST.year, month, 1)
            end = date(LAST.year + month // 12, month % 12 + 1, 1)
            company.append(
                "target",
                company.first,
                measure="contract_amount",
                starts_on=start,
                ends_on=end,
                amount=2_000_000,
                **about,
            )
        for quarter in range(4):
            start = date(LAST.year, 3 * quarter + 1, 1)
            end = date(LAST.year + quarter // 3, 3 * (quarter + 1) % 12 + 1, 1)
            company.append(
                "target", company.first, measure="collected", starts_on=start, ends_on=end, amount=5_000_000, **about
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--reps", type=int, default=200)
    parser.add_argument("--customers", type=int, default=50_000)
    parser.add_argument("--follow-ups", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=4)
    asked = parser.parse_args()
    starter.make(asked.file, WHO, lang="en")
    with files.open_for_writing(asked.file, WHO) as ledger, ledger.write():
        company = Company(ledger, asked)
        for part in (hire, acquire, talk, sell, spend, serve, aim):
            part(company)


if __name__ == "__main__":
    main()
