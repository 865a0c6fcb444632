"""A company whose reminders are looked at: who leads whom, a policy, and facts in short words; what is due stands in the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from small_company import SmallCompany, fen

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.reports import remind
from salescli.reports.report import Report
from salescli.reports.view import View

D = date
DAY = timedelta(days=1)
POLICY = """
[tracking]
unprocessed_after_hours = 48
remind_days_ahead = 0
[[tracking.interval]]
grade = "A"
days = 7
[[tracking.interval]]
days = 14
[[tracking.escalate]]
after_days = 3
to = "manager"
"""
ZONES_AND_DAYS = [
    ("Asia/Shanghai", D(2024, 2, 29)),  # a month's last day
    ("Asia/Shanghai", D(2024, 12, 31)),  # and a year's
    ("America/New_York", D(2024, 3, 10)),  # an hour is missing
    ("Europe/Berlin", D(2024, 3, 31)),  # the same on a month's last day
    ("America/New_York", D(2024, 11, 3)),  # an hour comes twice
]
"""Where the ledger is, and a day on which something is due: a deadline is a day of the calendar everywhere."""


class Company(SmallCompany):
    """The team north (lead boss) with zw, the team below it, city (no lead), with ls; follow-ups in short words."""

    def __init__(self, path: Path, policy: str = POLICY, zone: str = "Asia/Shanghai") -> None:
        if zone != "Asia/Shanghai":
            files.create(path, currency="CNY", zone=zone)
        self.actor = "zw"
        super().__init__(path, policy)
        self.hire("boss", post="manager")
        self.team("north", lead="boss")
        self.team("city", parent="north")
        self.hire("zw", team="north")
        self.hire("ls", team="city")

    def append(self, kind: str, day: date, /, **fields: Any) -> int:
        """As entered by the actor of the moment."""
        if self._ledger is None:
            ledger = self._open.enter_context(files.open_for_writing(self.path, Who(self.actor, "there")))
            self._ledger = self._open.enter_context(ledger.write())
        self._ledger.who = Who(self.actor, "there")
        return super().append(kind, day, **fields)

    def put_above(self, code: str, post: str = "manager") -> None:
        """Somebody who leads a team above north."""
        self.hire(code, post=post)
        self.team(f"team of {code}", lead=code)
        fields = {"team_id": self.ids["north"], "parent_id": self.ids[f"team of {code}"], "lead_id": self.ids["boss"]}
        self.append("team_change", D(2023, 1, 1), **fields)

    def talk(self, customer: str, on: date, rep: str = "zw", answered: bool = True, **more: Any) -> None:
        ids = {"customer_id": self.ids[customer], "rep_id": self.ids[rep]}
        self.append("follow_up", on, channel="phone", answered=answered, **ids, **more)

    def disqualify(self, customer: str, on: date) -> None:
        self.append("disqualification", on, customer_id=self.ids[customer], why="wrong number")

    def give(self, customer: str, on: date, rep: str | None) -> None:
        rep_id = self.ids[rep] if rep else None
        self.append("customer_owner", on, customer_id=self.ids[customer], rep_id=rep_id)

    def move(self, opportunity: str, on: date, stage: str, yuan: float | None = None, **more: Any) -> int:
        closes = stage if stage in ("won", "lost") else None
        amount = None if yuan is None else fen(yuan)
        about = {"opportunity_id": self.ids[opportunity], "stage": stage, "closes": closes, "amount": amount}
        return self.append("stage_change", on, **about, **more)

    def ask_for_money(self, rep: str, on: date, yuan: float = 480, **about: Any) -> int:
        fields = {"rep_id": self.ids[rep], "category": "entertainment", "amount": fen(yuan), **about}
        return self.append("expense", on, **fields)

    def ask_to_travel(self, rep: str, asked: date, first: date, last: date, yuan: float | None = None) -> int:
        cost = None if yuan is None else fen(yuan)
        days = {"from_day": first, "to_day": last}
        return self.append("trip", asked, rep_id=self.ids[rep], destination="Tianjin", cost=cost, **days)

    def decide(self, request: int, on: date, verdict: str = "approved") -> int:
        return self.append("decision", on, request_id=request, verdict=verdict)

    @contextmanager
    def seen_by(self, actor: str, on: date) -> Iterator[View]:
        with self.view(on) as view:
            view.ledger.who = Who(actor, "there")
            yield view

    def reminders(self, on: date, actor: str = "clerk", **asked: Any) -> Report:
        """The list on a day, everybody's unless asked otherwise."""
        with self.seen_by(actor, on) as view:
            return remind.build(view, **asked)


def on_day(company: Company, day: date, actor: str = "clerk", **asked: Any) -> list[tuple[Any, ...]]:
    """Kind, whose, customer and days over of the reminders on a day."""
    return brief(company.reminders(day, actor, **asked))


def brief(report: Report) -> list[tuple[Any, ...]]:
    return [(row["kind"], row["rep"], row["customer"], row["days"]) for row in report.rows]


def text_on(company: Company, day: date, actor: str = "clerk", **asked: Any) -> list[str]:
    """What the reminders of a day say."""
    return [row["text"] for row in company.reminders(day, actor, **asked).rows]


def days_around(company: Company, day: date) -> list[list[int]]:
    """The days over of what is on the list the day before, on the day and the day after."""
    return [[row["days"] for row in company.reminders(one).rows] for one in (day - DAY, day, day + DAY)]
