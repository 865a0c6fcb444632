"""True-ups attacked: whatever comes after whichever closing, everybody is paid to the cent what all facts together come to."""

import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_company import HEAD, SmallCompany, close, span

from salescli.policy.versions import digest_of
from salescli.reports import commission, statement
from salescli.reports.closed import as_closed, closings_of, statements_of
from salescli.reports.paid import pay_of
from salescli.reports.paid_reasons import pay_reason
from salescli.reports.pay_lines import lines
from salescli.reports.settled import due_of
from salescli.reports.trued_up import moves_of, name_of
from salescli.rules.pay import total_of
from salescli.rules.reasons import mistakes

D = date
DAY = timedelta(days=1)
PLAN = """
[post.senior]
title = "Senior"
base = "2000.00"
[pay]
base_by = "calendar_days"
[[commission]]
key = "standard"
posts = ["rep", "senior"]
basis = "collected"
window = "quarter"
mode = "flat"
refund = "exact"
by = "amount"
rates = [ { from = "0", rate = "0.10" }, { from = "10000", rate = "0.20" } ]
"""
RICH = """
[calendar]
prorate = "days"
[bonus_year]
floor = "0.00"
[tracking]
grace_days = 0
[[tracking.interval]]
days = 20
[[commission]]
key = "costs"
posts = ["senior"]
basis = "profit"
window = "month"
mode = "split"
refund = "forward"
by = "amount"
of = "same"
rates = [ { from = "0", rate = "0.05" }, { from = "5000", rate = "0.08" } ]
[[commission]]
key = "aimed"
basis = "signed"
window = "quarter"
mode = "flat"
by = "attainment:collected"
rates = [ { from = "0", rate = "0.01" }, { from = "0.5", rate = "0.02" }, { from = "1", rate = "0.03" } ]
[[draw]]
posts = ["rep"]
amount = "300.00"
recoverable = true
[[bonus]]
key = "rated"
base = "500.00"
period = "quarter"
by = "grade"
grades = { A = "1.5", B = "1.0", C = "0.5", D = "0" }
[[bonus]]
key = "busy"
base = "100.00"
period = "month"
by = "follow_ups"
grid = [ { from = "0", to_pay = "0" }, { from = "2", to_pay = "1.00" } ]
[[bonus]]
key = "pooled"
base = "700.00"
period = "quarter"
by = "attainment:contract_amount"
settle = "year"
grid = [ { from = "0", to_pay = "-0.5" }, { from = "0.5", to_pay = "1.00" } ]
[[bonus]]
key = "complaints"
base = "60.00"
period = "month"
by = "complaint_resolution"
grid = [ { from = "0", to_pay = "0" }, { from = "0.5", to_pay = "1.00" } ]
[[bonus]]
key = "new"
base = "40.00"
period = "month"
by = "new_customers"
grid = [ { from = "0", to_pay = "0" }, { from = "1", to_pay = "1.00" } ]
[[penalty]]
key = "overdue_contact"
title = "Missed contact"
amount = "20.00"
points = "3"
[[penalty]]
key = "late_trip_report"
per = "day"
after_days = 5
amount = "2.00"
[[penalty]]
key = "entertainment_without_close"
after_days = 20
share = "0.30"
[[appraisal]]
post = "rep"
period = "quarter"
grades = [ { from = "90", grade = "A" }, { from = "75", grade = "B" }, { from = "60", grade = "C" }, { from = "0", grade = "D" } ]
[[appraisal.item]]
method = "kpi"
measure = "collected"
weight = "40"
score = "attainment"
[[appraisal.item]]
method = "quality"
measure = "quality"
weight = "30"
score = "ratio"
[[appraisal.item]]
method = "tasks"
measure = "task_completion"
weight = "30"
score = "ratio"
"""
REPS = ("zw", "ls", "wu")
MARKS = ("effectiveness", "professionalism", "problem_solving")
SPENT = ("entertainment", "gift")
NAMED = {"decision": "request", "settlement": "request", "waiver": "fact", "quality_review": "subject"}
OPEN = "2024-09"  # a month that no story closes: what changes later stands in the open ones up to it


# What holds after every story.


def check(company: SmallCompany, on: date) -> None:
    """Statements + true-ups + open months = the pay of the whole span with all facts; statements recompute; lines and trees sum."""
    whole = span(f"2024-01-01..{span(OPEN).last}")
    with company.view(on=on) as view:
        staff = commission.staff_of(view)
        due, anew = due_of(view, whole, staff), pay_of(view, whole, staff)
        assert {rep: due.of(rep).total for rep in staff.by_code} == {rep: anew.of(rep).total for rep in staff.by_code}
        for rep in staff.by_code:
            assert total_of(lines(due, rep)) == due.of(rep).total
            assert mistakes(pay_reason(view, rep, whole)[0]) == []
        for one in due.true_ups:
            for rep in one.of:
                moves = moves_of(view, one, rep)
                assert sum(move.amount for move in moves) == one.amount(rep)
                assert all(move.facts for move in moves)
        for closing in closings_of(view):
            kept = {row.rep: row.figures for row in statements_of(view, closing)}
            with as_closed(view, closing) as closed:
                assert statement.kept_of(closed, span(name_of(closing.starts_on, closing.ends_on))) == kept


class Story:
    """A random history: facts of every kind, back-dated ones too, voided and restored, of two copies, with closings in between."""

    def __init__(self, path: Path, seed: int) -> None:
        self.random = random.Random(seed)
        self.company = SmallCompany(path, PLAN + RICH)
        self.today = self.closed_on = D(2024, 1, 3)
        self.closed: set[str] = set()
        self.facts: dict[str, list[int]] = {}
        self.voided: set[int] = set()
        for rep in REPS:
            self.company.hire(rep)
        self.home = self._ledger.origin

    @property
    def _ledger(self) -> Any:
        self.company.append(
            "leave", D(2023, 1, 1), rep_id=self.company.ids["zw"], from_day=D(2023, 1, 1), to_day=D(2023, 1, 1)
        )
        return self.company._ledger

    def tell(self, steps: int) -> None:
        """Let time pass, enter facts, and close what is over now and then."""
        for _step in range(steps):
            self.today = min(D(2024, 8, 5), self.today + timedelta(days=self.random.randint(0, 5)))
            with self._copy():
                self.fact()
            if self.random.random() < 0.12:
                self.close()

    def _copy(self) -> Any:
        """Now and then what follows is another copy's, merged in with a clock of its own."""
        return another_copy(self._ledger, self.random) if self.random.random() < 0.15 else nullcontext()

    def close(self) -> None:
        """Close a month or quarter that is over, in any order, today or as of some days ago."""
        months = [month for month in span("2024").months() if month.end <= self.today and month.name not in self.closed]
        for month in months[:2][-1:]:
            quarter = span(f"2024Q{(month.start.month - 1) // 3 + 1}")
            over = quarter if quarter.end <= self.today and self.random.random() < 0.3 else month
            days_ago = self.today - timedelta(days=self.random.choice([0, 0, 4, 12]))
            self.closed_on = max(days_ago, over.end, self.closed_on)
            close(self.company, over.name, self.closed_on)
            self.closed.update(month.name for month in over.months())

    # One fact.

    def fact(self) -> None:
        kinds = (
            *("contract", "contract", *("receipt",) * 5, "share", "stage_change", "target", "leave", "customer"),
            *("customer_owner", *("follow_up",) * 3, "quality_review", "feedback", "feedback_close", "waiver"),
            *("expense", "trip", "decision", "decision", "settlement", "trip_report", "rep_change", "void", "void"),
            *("task", "task_done", "opportunity_owner", "instalment", "policy"),
        )
        kind = self.random.choice(kinds)
        made = getattr(self, f"_{kind}", None)
        fields = made() if made else self._about(kind)
        if fields is not None:
            self._add(kind, fields.pop("on", self.day()), **fields)

    def _add(self, kind: str, day: date, /, **fields: Any) -> int:
        id = self.company.append(kind, day, **fields)
        self.facts.setdefault(kind, []).append(id)
        return id

    def day(self) -> date:
        """Today, or long ago, or now and then ahead."""
        if self.random.random() < 0.08:
            return self.today + timedelta(days=self.random.randint(0, 60))
        back = self.random.choice([0, 0, 1, 3, 10, 40, 80])
        return max(D(2024, 1, 1), self.today - timedelta(days=self.random.randint(0, back)))

    def rep(self) -> int:
        return self.company.ids[self.random.choice(REPS)]

    def one_of(self, *kinds: str) -> int | None:
        known = [id for kind in kinds for id in self.facts.get(kind, ())]
        return self.random.choice(known) if known else None

    def _about(self, kind: str) -> dict[str, Any] | None:
        """A fact that is about another."""
        chance = self.random
        about, more = {
            "stage_change": (("opportunity",), {"stage": "won", "closes": "won"}),
            "opportunity_owner": (("opportunity",), {"rep_id": self.rep()}),
            "customer_owner": (("customer",), {"rep_id": self.rep()}),
            "follow_up": (("customer",), {"rep_id": self.rep(), "channel": "phone", "answered": True}),
            "quality_review": (("follow_up",), dict.fromkeys(MARKS, chance.randint(1, 5))),
            "feedback": (("customer",), {"rep_id": self.rep(), "feedback_kind": "complaint"}),
            "feedback_close": (("feedback",), {}),
            "waiver": (("follow_up", "customer", "trip"), {"why": "x"}),
            "decision": (("expense", "trip"), {"verdict": chance.choice(["approved", "rejected"]), "amount": 20_000}),
            "settlement": (("expense", "trip"), {"amount": 15_000}),
            "trip_report": (("trip",), {"outcome": "x", "cost": 35_000}),
            "task_done": (("task",), {}),
            "instalment": (("contract",), {"due_on": self.day(), "amount": 10_000}),
            "expense": (("opportunity",), {"rep_id": self.rep(), "category": chance.choice(SPENT), "amount": 30_000}),
        }[kind]
        other = self.one_of(*about)
        return None if other is None else {f"{NAMED.get(kind, about[0])}_id": other, **more}

    def _contract(self) -> dict[str, Any]:
        day = self.day()
        deal = self._add("opportunity", day, name=f"o{self.random.random()}")
        self._add("opportunity_owner", day, opportunity_id=deal, rep_id=self.rep())
        return {"on": day, "opportunity_id": deal, "amount": self.random.choice([100_000, 500_000, 2_000_050])}

    def _receipt(self) -> dict[str, Any] | None:
        contract, kind = (
            self.one_of("contract"),
            self.random.choice(["payment", "payment", "payment", "refund", "write_off"]),
        )
        amount = (
            self.random.choice([100_000, 333_333, 1_500_000])
            if kind == "payment"
            else self.random.choice([10_000, 33_333])
        )
        return None if contract is None else {"contract_id": contract, "kind": kind, "amount": amount}

    def _share(self) -> None:
        deal, day = self.one_of("opportunity"), self.day()
        if deal is not None:
            share = self._add("share", day, opportunity_id=deal)
            for code, percent in zip(self.random.sample(REPS, 2), ("60", "40"), strict=True):
                self.company.append("share_part", day, share_id=share, rep_id=self.company.ids[code], percent=percent)

    def _target(self) -> dict[str, Any]:
        over = span(self.random.choice(["2024Q1", "2024Q2", "2024-02", "2024-03", "2024-05", "2024"]))
        days = {"starts_on": over.start, "ends_on": over.end}
        measure, amount = self.random.choice(["collected", "contract_amount"]), self.random.choice([100_000, 800_000])
        return {"scope": "rep", "rep_id": self.rep(), "measure": measure, "amount": amount, "exact": False, **days}

    def _leave(self) -> dict[str, Any]:
        first = self.day() - timedelta(days=self.random.randint(0, 30))
        return {"rep_id": self.rep(), "from_day": first, "to_day": first + timedelta(days=self.random.randint(0, 20))}

    def _customer(self) -> dict[str, Any]:
        return {"name": f"c{self.random.random()}"}

    def _trip(self) -> dict[str, Any] | None:
        deal, first = self.one_of("opportunity"), self.day() - timedelta(days=self.random.randint(-5, 10))
        about = {"rep_id": self.rep(), "opportunity_id": deal, "destination": "x", "cost": 40_000}
        return None if deal is None else {**about, "from_day": first, "to_day": first + 2 * DAY}

    def _task(self) -> dict[str, Any]:
        due = self.day() + timedelta(days=self.random.randint(0, 20))
        return {"rep_id": self.rep(), "task_kind": "service", "title": "x", "due_on": due}

    def _rep_change(self) -> dict[str, Any]:
        act = self.random.choice(["move", "raise", "raise", "depart", "hire"])
        post = self.random.choice(["rep", "senior"]) if act in ("move", "hire") else None
        return {"rep_id": self.rep(), "act": act, "post": post, "base": 150_000 if act == "raise" else None}

    def _void(self) -> dict[str, Any] | None:
        fact = self.one_of(*self.facts)
        if fact is None or fact in self.facts.get("void", ()):
            return None
        effect = "restore" if fact in self.voided else "void"
        (self.voided.discard if effect == "restore" else self.voided.add)(fact)
        return {"fact_id": fact, "effect": effect, "why": "x"}

    def _policy(self) -> dict[str, Any] | None:
        """Of another copy, which knew of no closing: it may count from a closed day on."""
        body = HEAD + PLAN.replace('"0.10"', f'"0.{self.random.randint(10, 19)}"') + RICH
        starts = self.random.choice([D(2024, 2, 1), D(2024, 3, 15), D(2024, 5, 1), None])
        return (
            {"starts_on": starts, "title": "x", "body": body, "digest": digest_of(body)}
            if self.random.random() < 0.3
            else None
        )


@contextmanager
def another_copy(ledger: Any, chance: random.Random) -> Iterator[None]:
    """What is appended inside is of another origin, recorded at some instant of the year."""
    home, own = ledger.origin, ledger.append
    at = f"2024-0{chance.randint(1, 7)}-11T00:00:00.{chance.randint(0, 999_999):06}Z"
    ledger.append = lambda *kind, **fields: own(*kind, recorded_at=at, **fields)
    ledger.origin = 77
    ledger._last = ledger._tail()
    yield
    del ledger.append
    ledger.origin = home
    ledger._last = ledger._tail()


@pytest.mark.parametrize("seed", range(6))
def test_whatever_comes_after_whichever_closing(seed: int, tmp_path: Path) -> None:
    story = Story(tmp_path / "l.db", seed)
    story.tell(70)
    assert story.closed
    check(story.company, story.today)
