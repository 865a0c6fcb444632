"""True-ups attacked: whatever comes after whichever closing, everybody is paid to the cent what all facts together come to."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from small_company import HEAD, WHO, SmallCompany, close, fen, span

from salescli.errors import NothingInForce
from salescli.ledger import files
from salescli.money import money_text
from salescli.policy.versions import digest_of
from salescli.reports import commission, pay, statement
from salescli.reports.closed import as_closed, closings_of, settled, statements_of
from salescli.reports.paid import pay_of
from salescli.reports.paid_reasons import pay_reason, true_up_reason
from salescli.reports.pay_lines import lines
from salescli.reports.settled import due_of
from salescli.reports.trued_up import moves_of, name_of, runs_of, true_ups_of
from salescli.reports.view import View, versions_of
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
FORMER = """
[[commission]]
key = "former"
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
of = "previous"
rates = [ { from = "0", rate = "0.01" }, { from = "5000", rate = "0.02" } ]
"""
OPEN = "2024-09"  # a month that no story closes: what changes later stands in the open ones up to it


# What holds after every story.


def check(company: SmallCompany, on: date, by_facts: bool = True) -> None:
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
                assert all(move.facts for move in moves) or not by_facts
        for closing in closings_of(view):
            kept = {row.rep: row.figures for row in statements_of(view, closing)}
            with as_closed(view, closing) as closed:
                assert statement.kept_of(closed, span(name_of(closing.starts_on, closing.ends_on))) == kept


class Story:
    """A random history: facts of every kind, back-dated ones too, voided and restored, of two copies, with closings in between."""

    def __init__(self, path: Path, seed: int, policy: str = PLAN + RICH) -> None:
        self.random = random.Random(seed)
        self.company = SmallCompany(path, policy)
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


@pytest.mark.parametrize("seed", range(4))
def test_whatever_comes_after_whichever_closing(seed: int, tmp_path: Path) -> None:
    story = Story(tmp_path / "l.db", seed)
    story.tell(70)
    assert story.closed
    check(story.company, story.today)


@pytest.mark.parametrize("seed", range(2))
def test_also_where_the_month_before_picks_the_tier(seed: int, tmp_path: Path) -> None:
    """A month that is closed picks it as it was closed; closed after the month that it picks for, no single fact tells why."""
    story = Story(tmp_path / "l.db", seed, PLAN + RICH + FORMER)
    story.tell(50)
    check(story.company, story.today, by_facts=False)


# One late fact each.


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """zw and the senior ls; zw's contract of 30,000 with 6,000 of it collected in January, ls' with 4,000; January is closed."""
    made = SmallCompany(tmp_path / "l.db", PLAN + LATE)
    made.hire("zw", D(2024, 1, 1))
    made.hire("ls", D(2024, 1, 1), post="senior")
    made.customer("c", D(2024, 1, 2), owner="zw")
    made.follow_up("zw", D(2024, 1, 2), "c")
    made.opportunity("deal", D(2024, 1, 2), "zw", customer="c")
    made.ids["A"] = made.contract(D(2024, 1, 3), 30_000, name="deal", dues={D(2024, 1, 5): 500})
    made.ids["paid"] = made.append(
        "receipt", D(2024, 1, 10), contract_id=made.ids["A"], kind="payment", amount=fen(6000)
    )
    made.opportunity("other", D(2024, 1, 2), "ls")
    made.ids["B"] = made.contract(D(2024, 1, 3), 30_000, name="other")
    made.money(made.ids["B"], D(2024, 1, 11), 4_000)
    made.ids["dinner"] = made.append(
        "expense",
        D(2024, 1, 12),
        rep_id=made.ids["ls"],
        opportunity_id=made.ids["other"],
        category="gift",
        amount=fen(900),
    )
    made.ids["trip"] = made.append(
        "trip", D(2024, 1, 15), rep_id=made.ids["ls"], opportunity_id=made.ids["other"], destination="x",
        from_day=D(2024, 1, 16), to_day=D(2024, 1, 16), cost=fen(100),
    )  # fmt: skip
    made.append("decision", D(2024, 1, 15), request_id=made.ids["trip"], verdict="approved", amount=fen(100))
    made.target("zw", "follow_ups", "2024-01", number="2")
    close(made, "2024-01", D(2024, 2, 5))
    return made


LATE = """
[tracking]
grace_days = 0
[[tracking.interval]]
days = 10
[[penalty]]
key = "overdue_contact"
title = "Missed contact"
amount = "20.00"
[[commission]]
key = "costs"
posts = ["senior"]
basis = "profit"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" } ]
[[bonus]]
key = "busy"
base = "100.00"
period = "month"
posts = ["rep"]
by = "attainment:follow_ups"
grid = [ { from = "0", to_pay = "0" }, { from = "1", to_pay = "1.00" } ]
"""


def money(made: SmallCompany, day: date, yuan: float, kind: str = "payment") -> None:
    made.money(made.ids["A"], day, yuan, kind)


def void(made: SmallCompany, what: str, effect: str = "void") -> None:
    made.append("void", D(2024, 2, 6), fact_id=made.ids[what], effect=effect, why="booked twice")


def about(made: SmallCompany, kind: str, day: date, what: str, column: str, **more: Any) -> None:
    made.append(kind, day, **{f"{column}_id": made.ids[what], **more})


CASES: dict[str, tuple[Callable[[SmallCompany], object], str, str]] = {
    "a late refund": (lambda c: money(c, D(2024, 1, 31), 1000, "refund"), "zw", "-100.00"),
    "a receipt of February takes nothing back": (lambda c: money(c, D(2024, 2, 1), 9000), "zw", "0.00"),
    "a receipt that lifts all of it to the next tier": (lambda c: money(c, D(2024, 1, 31), 4000), "zw", "1400.00"),
    "a voided receipt": (lambda c: void(c, "paid"), "zw", "-600.00"),
    "a void that was taken back": (lambda c: (void(c, "paid"), void(c, "paid", "restore")), "zw", "0.00"),
    "a voided contract": (lambda c: void(c, "A"), "zw", "-600.00"),
    "an instalment moves no commission on what was collected": (
        lambda c: about(c, "instalment", D(2024, 2, 6), "A", "contract", due_on=D(2024, 1, 20), amount=fen(500)), "zw", "0.00",
    ),
    "a back-dated share": (lambda c: c.share("deal", D(2024, 1, 3), zw="60", ls="40"), "zw", "-240.00"),
    "and whom it gives to": (lambda c: c.share("deal", D(2024, 1, 3), zw="60", ls="40"), "ls", "480.00"),
    "a share of the day after the signing": (
        lambda c: c.share("deal", D(2024, 1, 4), zw="60", ls="40"),
        "zw", "0.00",
    ),
    "a back-dated raise": (
        lambda c: c.append("rep_change", D(2024, 1, 17), rep_id=c.ids["ls"], act="raise", base=fen(4000)),
        "ls", "967.74",
    ),
    "a back-dated move to another post": (
        lambda c: c.job("zw", D(2024, 1, 17), "move", post="senior"),
        "zw", "967.74",
    ),
    "a back-dated departure": (lambda c: c.job("ls", D(2024, 1, 17), "depart"), "ls", "-903.23"),
    "a back-dated hire": (lambda c: c.hire("wu", D(2024, 1, 17), post="senior"), "wu", "967.74"),
    "a late target": (lambda c: c.target("zw", "follow_ups", "2024-01", number="1"), "zw", "100.00"),
    "a follow-up entered late; another contact is missed instead": (
        lambda c: c.follow_up("zw", D(2024, 1, 12), "c"), "zw", "100.00",
    ),
    "a late waiver": (lambda c: about(c, "waiver", D(2024, 2, 6), "follow", "fact", why="ill"), "zw", "20.00"),
    "a late decision on an expense": (
        lambda c: about(c, "decision", D(2024, 2, 6), "dinner", "request", verdict="approved", amount=fen(900)),
        "ls", "-90.00",
    ),
    "a late trip report with its cost": (
        lambda c: about(c, "trip_report", D(2024, 2, 6), "trip", "trip", outcome="x", cost=fen(300)),
        "ls", "-20.00",
    ),
    "a back-dated stage change moves no commission on what was collected": (
        lambda c: c.stage("deal", D(2024, 1, 20), "lost"),
        "zw", "0.00",
    ),
    "a policy of another copy that counts from January": (
        lambda c: c.policy(PLAN.replace("0.10", "0.15") + LATE, D(2024, 1, 1)),
        "zw", "300.00",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_one_late_fact(ours: SmallCompany, case: str) -> None:
    """What it changes of January stands in February to the cent, with the fact; January stays as it was paid."""
    act, rep, amount = CASES[case]
    before = paid(ours, "2024-01")
    ours.ids["follow"] = follow_up_of(ours)
    act(ours)
    assert paid(ours, "2024-01") == before
    with ours.view(on=D(2024, 2, 20)) as view:
        due = due_of(view, span("2024-02"), commission.staff_of(view))
        told = [line for line in lines(due, rep) if line.part == "true_up"]
        assert money_text(due.of(rep).true_up) == amount == money_text(sum(line.amount for line in told))
        assert len(told) == (amount != "0.00") and all(line.facts for line in told)
        tree = true_up_reason(view, rep, span("2024-02"))[0]
        assert mistakes(tree) == [] and money_text(int(tree.result or 0)) == amount
    check(ours, D(2024, 2, 20))


def follow_up_of(company: SmallCompany) -> int:
    """The follow-up that nobody followed up: it is missed on the thirteenth of January."""
    with company.view() as view:
        ((id,),) = view.ledger._ask("SELECT id FROM follow_up")
        return int(id)


def paid(company: SmallCompany, over: str) -> list[dict[str, Any]]:
    """Everybody's pay of a period, as its command shows it."""
    with company.view(on=D(2024, 6, 30)) as view, settled(view, span(over)) as seen:
        return [dict(row) for row in pay.build(seen, span(over)).rows]


# Which closing, which month.


def test_a_true_up_stands_in_the_first_open_month_and_is_paid_once(ours: SmallCompany) -> None:
    """+1,400 for January stand in February; closed with it they are paid; what comes then stands in March, alone."""
    money(ours, D(2024, 1, 31), 4000)
    close(ours, "2024-02", D(2024, 3, 4))
    assert told(ours, "2024-03") == []
    money(ours, D(2024, 1, 30), 1000)
    assert told(ours, "2024-03") == [("True-up of 2024-01", "200.00")]
    assert [row["true_up"] for row in paid(ours, "2024-02") if row["rep"] == "zw"] == [fen(1400)]


def told(company: SmallCompany, over: str, rep: str = "zw", on: date = D(2024, 6, 30)) -> list[tuple[str, str]]:
    with company.view(on=on) as view:
        due = due_of(view, span(over), commission.staff_of(view))
        return [(line.title, money_text(line.amount)) for line in lines(due, rep) if line.part == "true_up"]


def test_closing_out_of_order(ours: SmallCompany) -> None:
    """February is open while March is closed: January's true-up stands in February, March's own in April."""
    close(ours, "2024-03", D(2024, 4, 4))
    money(ours, D(2024, 1, 31), 1000)
    money(ours, D(2024, 3, 20), 100)
    assert told(ours, "2024-02") == [("True-up of 2024-01", "100.00")]
    assert told(ours, "2024-04") == [("True-up of 2024-03", "10.00")]
    check(ours, D(2024, 6, 30))


def test_a_quarter_closed_around_a_month_that_was_closed(ours: SmallCompany) -> None:
    """February first, then the quarter: January and March are the quarter's own, and February counts once."""
    close(ours, "2024-03", D(2024, 4, 4))
    close(ours, "2024Q1", D(2024, 4, 5))
    money(ours, D(2024, 1, 31), 1000)
    assert told(ours, "2024-04") == [("True-up of 2024-01", "100.00")]
    money(ours, D(2024, 2, 11), 1000)
    assert told(ours, "2024-04")[1:] == [("True-up of 2024Q1", "100.00")]
    check(ours, D(2024, 6, 30))


def test_a_year_after_its_quarters(ours: SmallCompany) -> None:
    for over, on in (
        ("2024Q1", D(2024, 4, 5)),
        ("2024Q2", D(2024, 7, 5)),
        ("2024H2", D(2025, 1, 5)),
        ("2024", D(2025, 1, 6)),
    ):
        close(ours, over, on)
    with ours.view(on=D(2025, 1, 6)) as view:
        (own,) = [row for row in statement.build(view, span("2024")).rows if row["rep"] == "zw"]
        assert own["same"] is True and own["commission"] == fen(600)
        months = [f"2024-{number:02}" for number in range(1, 13)]
        assert [month["month"] for month in own["months"]] == months, "as the statements of the quarters have them"
        assert sum(month["commission"] or 0 for month in own["months"]) == fen(600)
    money(ours, D(2024, 1, 31), 1000)
    assert told(ours, "2025-01", on=D(2025, 2, 1)) == [("True-up of 2024-01", "100.00")]


def test_two_closings_on_one_day(ours: SmallCompany) -> None:
    """March and then the quarter, both on the fourth of April: in the order of entry, though the quarter begins earlier."""
    close(ours, "2024-03", D(2024, 4, 4))
    close(ours, "2024Q1", D(2024, 4, 4))
    with ours.view(on=D(2024, 4, 4)) as view:
        assert [(one.starts_on.month, one.ends_on.month) for one in closings_of(view)] == [(1, 2), (3, 4), (1, 4)]
    check(ours, D(2024, 6, 30))


def test_seen_from_before_the_closing_nothing_is_closed(ours: SmallCompany) -> None:
    """On the fourth of February January is open, and what came later in entry is in it."""
    money(ours, D(2024, 1, 31), 1000)
    with ours.view(on=D(2024, 2, 4)) as view:
        staff = commission.staff_of(view)
        assert closings_of(view) == [] and true_ups_of(view, staff, span("2024-02")) == []
        assert due_of(view, span("2024-01"), staff).of("zw").commission == fen(700)


def test_as_known_at_an_instant(ours: SmallCompany) -> None:
    """As known before the late fact there is no true-up; before the closing nothing is closed."""
    with ours.view() as view:
        closed_at = view.ledger._ask("SELECT max(recorded_at) FROM fact")[0][0]
    money(ours, D(2024, 1, 31), 1000)
    with ours.view():  # what is recorded together is recorded at one instant
        pass
    money(ours, D(2024, 1, 31), 1000)
    with ours.view() as view:
        last_two = view.ledger._ask("SELECT recorded_at FROM fact ORDER BY id DESC LIMIT 2")
    (second,), (first,) = last_two
    for at, true_up in (
        (closed_at, None),
        (first, "0.00"),
        (second, "100.00"),
        ("2999-01-01T00:00:00.000000Z", "200.00"),
    ):
        with files.open_for_reading(ours.path, WHO, as_of=at) as ledger:
            view = View(ledger, D(2024, 2, 20), "en", versions_of(ledger), as_of=at)
            due = due_of(view, span("2024-02"), commission.staff_of(view))
            assert (money_text(due.of("zw").true_up) if closings_of(view) else None) == true_up
            assert sum(line.amount for line in lines(due, "zw") if line.part == "true_up") == due.of("zw").true_up


def test_leap_day(ours: SmallCompany) -> None:
    """A receipt of the twenty-ninth of February is February's, and late once February is closed."""
    close(ours, "2024-02", D(2024, 3, 1))
    money(ours, D(2024, 2, 29), 500)
    assert told(ours, "2024-03") == [("True-up of 2024-02", "50.00")]


def test_what_was_entered_ahead_for_a_day_after_the_closing(tmp_path: Path) -> None:
    """On the fifth of February an approval of the ninth is in the ledger already; the closing does not see it yet."""
    made = SmallCompany(tmp_path / "l.db", PLAN + LATE)
    made.hire("ls", D(2024, 1, 1), post="senior")
    made.money(made.contract(D(2024, 1, 3), 30_000, "ls", name=None), D(2024, 1, 11), 4_000)
    deal = next(id for name, id in made.ids.items() if name.startswith("opportunity of"))
    asked = made.append(
        "expense", D(2024, 1, 12), rep_id=made.ids["ls"], opportunity_id=deal, category="gift", amount=fen(900)
    )
    made.append("decision", D(2024, 2, 9), request_id=asked, verdict="approved", amount=fen(900))
    close(made, "2024-01", D(2024, 2, 5))
    assert told(made, "2024-02", "ls", on=D(2024, 2, 8)) == []
    assert told(made, "2024-02", "ls", on=D(2024, 2, 9)) == [("True-up of 2024-01", "-90.00")]
    with made.view(on=D(2024, 2, 9)) as view:
        (line,) = [
            x for x in lines(due_of(view, span("2024-02"), commission.staff_of(view)), "ls") if x.part == "true_up"
        ]
        assert "for a day after 2024-01 was closed on 2024-02-05: Commission −90.00" in line.words


def test_a_base_that_cannot_be_reckoned_any_more_is_said(tmp_path: Path) -> None:
    """Without [pay] base_by part of a month has no base: a back-dated departure gives no true-up of minus everything."""
    made = SmallCompany(tmp_path / "l.db", PLAN.replace('base_by = "calendar_days"', ""))
    made.hire("ls", D(2024, 1, 1), post="senior")
    made.hire("zw", D(2024, 1, 1), post="senior")
    close(made, "2024-01", D(2024, 2, 5))
    made.job("ls", D(2024, 1, 17), "depart")
    with made.view(on=D(2024, 2, 20)) as view:
        due = due_of(view, span("2024-02"), commission.staff_of(view))
        assert due.of("ls").true_up == 0 and "base_by" in str(due.faults["ls"]) and "zw" not in due.faults
        with pytest.raises(NothingInForce, match="base_by"):
            pay.build(view, span("2024-02"), rep="ls")


# Draws, pools, leavers, grades.


def test_a_draw_is_reckoned_with_all_facts_and_the_difference_is_trued_up(tmp_path: Path) -> None:
    """Nothing earned in January, 300 advanced; 200 of January come late: 280 of them were advanced already."""
    made = SmallCompany(tmp_path / "l.db", PLAN + '[[draw]]\nposts = ["rep"]\namount = "300.00"\nrecoverable = true\n')
    made.hire("zw", D(2023, 1, 1))
    contract = made.contract(D(2024, 1, 3), 30_000, "zw")
    close(made, "2024-01", D(2024, 2, 5))
    made.money(contract, D(2024, 1, 31), 5_000)
    assert told(made, "2024-02") == [("True-up of 2024-01", "200.00")]
    made.money(contract, D(2024, 2, 1), 2_000)
    check(made, D(2024, 6, 30))


def test_a_back_dated_first_fact_moves_where_the_draw_begins(tmp_path: Path) -> None:
    """The ledger's first work is of January; a contract of December comes late: December drew 300 too, which was never paid."""
    made = SmallCompany(tmp_path / "l.db", PLAN + '[[draw]]\nposts = ["rep"]\namount = "300.00"\nrecoverable = true\n')
    made.hire("zw", D(2023, 1, 1))
    made.contract(D(2024, 1, 3), 30_000, "zw")
    close(made, "2023-12", D(2024, 1, 5))
    close(made, "2024-01", D(2024, 2, 5))
    made.contract(D(2023, 12, 20), 500, "zw")
    assert told(made, "2024-02") == [("True-up of 2023-12", "300.00")]
    with made.view(on=D(2024, 2, 20)) as view:
        staff, whole = commission.staff_of(view), span("2023-12-01..2024-02-29")
        assert due_of(view, whole, staff).of("zw").total == pay_of(view, whole, staff).of("zw").total == fen(900)


def test_a_leaver_s_open_draw_and_what_comes_later(tmp_path: Path) -> None:
    """Who left in January still owes of the draw; what is collected of January later is trued up in February, to nobody employed."""
    made = SmallCompany(tmp_path / "l.db", PLAN + '[[draw]]\nposts = ["rep"]\namount = "300.00"\nrecoverable = true\n')
    made.hire("zw", D(2023, 1, 1))
    contract = made.contract(D(2023, 12, 3), 30_000, "zw")
    made.job("zw", D(2024, 1, 31), "depart")
    close(made, "2023-12", D(2024, 1, 5))
    close(made, "2024-01", D(2024, 2, 5))
    made.money(contract, D(2024, 1, 20), 9_000)
    with made.view(on=D(2024, 2, 20)) as view:
        report = pay.build(view, span("2024-02"))
        assert [(row["rep"], row["true_up"]) for row in report.rows] == [("zw", told_in_fen(made, "2024-02"))]
        assert any("Not employed in 2024-02: zw" in note for note in report.notes)
        staff, whole = commission.staff_of(view), span("2023-12-01..2024-02-29")
        assert due_of(view, whole, staff).of("zw").total == pay_of(view, whole, staff).of("zw").total


def told_in_fen(company: SmallCompany, over: str) -> int:
    return sum(fen(float(amount)) for _title, amount in told(company, over, on=D(2024, 2, 20)))


def test_a_leaver_s_bonus_of_a_quarter_that_was_not_over(tmp_path: Path) -> None:
    """Who leaves in January is paid the quarter's bonus with January; what February brings to it is trued up, entered in time or not."""
    made = SmallCompany(
        tmp_path / "l.db",
        PLAN + '[[bonus]]\nkey = "q"\nbase = "500.00"\nperiod = "quarter"\nby = "collected"\n'
        'grid = [ { from = "0", to_pay = "0" }, { from = "100.00", to_pay = "1" } ]\n',
    )  # fmt: skip
    made.hire("zw", D(2023, 1, 1))
    contract = made.contract(D(2023, 12, 3), 30_000, "zw")
    made.job("zw", D(2024, 1, 31), "depart")
    close(made, "2024-01", D(2024, 2, 5))
    made.money(contract, D(2024, 2, 20), 1_000)
    assert told(made, "2024-02") == [("True-up of 2024-01", "500.00")]
    check(made, D(2024, 6, 30))


def test_the_year_s_pool_with_quarters_closed(tmp_path: Path) -> None:
    """+4,000 and −2,500 of closed quarters, −3,000 of an open one, under a floor of 0; what is late moves the pool in December."""
    grid = '[ { from = "0", to_pay = "-1" }, { from = "2", to_pay = "1" } ]'
    made = SmallCompany(
        tmp_path / "l.db",
        f'[bonus_year]\nfloor = "0.00"\n[[bonus]]\nkey = "y"\nbase = "1000.00"\nperiod = "quarter"\nsettle = "year"\nby = "follow_ups"\n'
        f"grid = {grid}\n",
    )
    made.hire("zw", D(2023, 1, 1))
    made.customer("c", D(2023, 1, 2), owner="zw")
    for day in (D(2024, 1, 9), D(2024, 2, 9), D(2024, 8, 1), D(2024, 8, 2)):
        made.follow_up("zw", day, "c")
    for over, on in (("2024Q1", D(2024, 4, 5)), ("2024Q2", D(2024, 7, 5)), ("2024Q3", D(2024, 10, 5))):
        close(made, over, on)
    made.follow_up("zw", D(2024, 4, 9), "c")
    made.follow_up("zw", D(2024, 5, 9), "c")
    with made.view(on=D(2024, 12, 31)) as view:
        staff = commission.staff_of(view)
        due, anew = due_of(view, span("2024"), staff), pay_of(view, span("2024"), staff)
        assert (
            due.of("zw").total == anew.of("zw").total == fen(2000)
        )  # +1,000 +1,000 +1,000 −1,000, all due in December
        assert due.of("zw").true_up == 0


def test_a_grade_moved_by_a_late_review_moves_its_bonus(tmp_path: Path) -> None:
    """Reviewed 5 of 5 the quarter is an A and pays 1.5; a late review of 1 of 5 makes it a C, which pays 0.5."""
    made = SmallCompany(
        tmp_path / "l.db",
        '[[bonus]]\nkey = "rated"\nbase = "500.00"\nperiod = "quarter"\nby = "grade"\ngrades = { A = "1.5", C = "0.5" }\n'
        '[[appraisal]]\npost = "rep"\nperiod = "quarter"\ngrades = [ { from = "90", grade = "A" }, { from = "0", grade = "C" } ]\n'
        '[[appraisal.item]]\nmethod = "quality"\nmeasure = "quality"\nweight = "100"\nscore = "ratio"\n',
    )
    made.hire("zw", D(2023, 1, 1))
    made.customer("c", D(2024, 1, 2), owner="zw")
    one = made.follow_up("zw", D(2024, 1, 9), "c")
    made.review(one, D(2024, 1, 10), 5, 5, 5)
    close(made, "2024Q1", D(2024, 4, 5))
    made.review(one, D(2024, 4, 9), 1, 1, 1)
    with made.view(on=D(2024, 4, 20)) as view:
        (line,) = [
            x for x in lines(due_of(view, span("2024-04"), commission.staff_of(view)), "zw") if x.part == "true_up"
        ]
        assert (
            money_text(line.amount) == "-500.00" and "Quality review" in line.words and "Bonuses −500.00" in line.words
        )
        (own,) = statement.build(view, span("2024Q1")).rows
        assert (own["grade"], own["later"], own["same"]) == ("A", fen(-500), True)


# What is itemised.


def test_a_share_is_one_fact_with_its_parts(ours: SmallCompany) -> None:
    """Taken apart its first row would take everything from zw, and its parts give most of it back."""
    ours.share("deal", D(2024, 1, 3), zw="60", ls="40")
    with ours.view(on=D(2024, 2, 20)) as view:
        (one,) = true_ups_of(view, commission.staff_of(view), span("2024-02"))
        assert [len(move.facts) for move in moves_of(view, one, "zw")] == [3]


def test_what_was_entered_and_voided_after_the_closing_is_no_line(ours: SmallCompany) -> None:
    ours.ids["late"] = ours.append(
        "receipt", D(2024, 1, 31), contract_id=ours.ids["A"], kind="payment", amount=fen(900)
    )
    money(ours, D(2024, 1, 31), 100)
    void(ours, "late")
    assert told(ours, "2024-02") == [("True-up of 2024-01", "10.00")]


def test_facts_that_cancel_each_other_out_beside_one_that_does_not_are_all_told(ours: SmallCompany) -> None:
    money(ours, D(2024, 1, 31), 1000)
    money(ours, D(2024, 1, 31), 1000, "refund")
    money(ours, D(2024, 1, 31), 100)
    assert [amount for _title, amount in told(ours, "2024-02")] == ["100.00", "-100.00", "10.00"]


def test_facts_of_others_are_no_lines_of_mine(ours: SmallCompany) -> None:
    """Twenty late receipts of ls' and one of zw's."""
    for day in range(1, 21):
        ours.money(ours.ids["B"], D(2024, 1, day), 10)
    money(ours, D(2024, 1, 31), 100)
    assert told(ours, "2024-02") == [("True-up of 2024-01", "10.00")]
    assert len(told(ours, "2024-02", "ls")) == 20


def test_months_that_are_neighbours_are_one_run() -> None:
    months = [span(name) for name in ("2024-01", "2024-02", "2024-04", "2024-10", "2024-11", "2024-12")]
    assert [run.name for run in runs_of(months)] == ["2024-01-01..2024-02-29", "2024-04", "2024Q4"]
