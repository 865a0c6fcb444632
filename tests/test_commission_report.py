"""The commission report and its reasons on a real ledger: what is loaded, shown, and summed."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from salescli import period
from salescli.errors import NotFound
from salescli.ledger import files
from salescli.ledger.store import Ledger, Who
from salescli.measure import MeasureKey
from salescli.policy.versions import Versions, digest_of, version_of
from salescli.render.data import to_csv, to_json
from salescli.reports import commission
from salescli.reports.measured import measured
from salescli.reports.view import View, versions_of
from salescli.rules import reasons

D = date
WHO = Who("zw", "zw@here")
HEAD = """
[policy]
title = "Test"
[[stage]]
key = "won"
title = "Won"
closes = "won"
[[stage]]
key = "lost"
title = "Lost"
closes = "lost"
[post.rep]
title = "Rep"
[post.manager]
title = "Manager"
"""
PLAN = """
[[commission]]
key = "standard"
title = "Standard"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.06" }, { from = "100000", rate = "0.08" } ]
"""


class Company:
    """A ledger under a test: adds facts by short words."""

    def __init__(self, path: Path, policy: str) -> None:
        files.create(path, currency="CNY", zone="Asia/Shanghai")
        self.path = path
        with self.writing() as ledger:
            text = HEAD + policy
            ledger.append("policy", D(2020, 1, 1), title="Test", body=text, digest=digest_of(text))
            self.team = ledger.append("team", D(2020, 1, 1), code="north", name="华北")
            self.reps = {code: self._hire(ledger, code, name, post, self.team) for code, name, post in PEOPLE}
        self.deals: dict[int, int] = {}

    def writing(self) -> "Writing":
        return Writing(self.path)

    def _hire(self, ledger: Ledger, code: str, name: str, post: str, team: int) -> int:
        id = ledger.append("rep", D(2020, 1, 1), code=code, name=name, candidate=False)
        ledger.append(
            "rep_change", D(2020, 1, 1), rep_id=id, act="hire", post=post, team_id=team if code == "zw" else None
        )
        return id

    def contract(self, ledger: Ledger, signed: date, yuan: int, rate: str | None = None, **shares: int) -> int:
        deal = ledger.append("opportunity", signed, name=f"Deal {signed} {yuan}", rate=rate)
        ledger.append("opportunity_owner", signed, opportunity_id=deal, rep_id=self.reps["zw"])
        if shares:
            share = ledger.append("share", signed, opportunity_id=deal)
            for code, percent in shares.items():
                ledger.append("share_part", signed, share_id=share, rep_id=self.reps[code], percent=str(percent))
        id = ledger.append("contract", signed, opportunity_id=deal, amount=yuan * 100)
        self.deals[id] = deal
        return id

    def view(self, on: date = D(2024, 12, 31), other: str | None = None) -> Iterator[View]:
        with files.open_for_reading(self.path, WHO) as ledger:
            own = versions_of(ledger)
            if other is None:
                yield View(ledger, on, "en", own)
            else:
                yield View(ledger, on, "en", Versions([version_of(0, HEAD + other)]), what_if=own)


class Writing:
    """One transaction on a company's ledger."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Ledger:
        self.ledger = files.open_for_writing(self.path, WHO)
        self.block = self.ledger.write()
        self.block.__enter__()
        return self.ledger

    def __exit__(self, *exc: object) -> None:
        self.block.__exit__(*exc)  # type: ignore[arg-type]
        self.ledger.__exit__(*exc)


PEOPLE = [("zw", "张伟", "rep"), ("ls", "李四", "rep"), ("boss", "孙七", "manager")]


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """zw has 100,000 of two contracts in 2024Q1, shares one of them with ls, and gives one back in Q2."""
    made = Company(tmp_path / "l.db", PLAN)
    with made.writing() as ledger:
        first = made.contract(ledger, D(2023, 12, 1), 60_000)
        second = made.contract(ledger, D(2024, 1, 3), 100_000, zw=40, ls=60)
        _money(ledger, D(2024, 1, 10), first, "payment", 60_000)
        _money(ledger, D(2024, 2, 10), second, "payment", 100_000)
        _money(ledger, D(2024, 2, 11), second, "write_off", 500)
        _money(ledger, D(2024, 5, 10), first, "refund", 60_000)
    return made


def _money(ledger: Ledger, day: date, contract: int, kind: str, yuan: int) -> None:
    ledger.append("receipt", day, contract_id=contract, kind=kind, amount=yuan * 100)


def _q(text: str) -> period.Period:
    return period.parse_period(text, D(2024, 12, 31))


def test_rows_per_rep(company: Company) -> None:
    """Everybody covered has a row, with base, effective rate and commission; the manager has no plan and none."""
    for view in company.view():
        report = commission.build(view, _q("2024Q1"))
        assert [(r["rep"], r["base"], str(r["rate"]), r["commission"]) for r in report.rows] == [
            ("ls", 6_000_000, "0.060000", 360_000),
            ("zw", 10_000_000, "0.080000", 800_000),
        ]
        assert report.totals == {"base": 16_000_000, "commission": 1_160_000}
        shown = json.loads(to_json(report))["rows"][1]
        assert shown == {"rep": "zw", "name": "张伟", "base": "100000.00", "rate": "0.08", "commission": "8000.00"}


def test_lines(company: Company) -> None:
    """Each fact's line, by ids that people type; they sum to the rows."""
    for view in company.view():
        report = commission.build(view, _q("2024Q1"), rep="zw", lines=True)
        assert [(r["happened_on"], r["base"], r["lift"], r["commission"]) for r in report.rows] == [
            (D(2024, 1, 10), 6_000_000, 0, 360_000),
            (D(2024, 2, 10), 4_000_000, 120_000, 440_000),
        ]
        assert all(view.ledger.find_id(r["fact"], "receipt") for r in report.rows)
        assert report.totals["commission"] == 800_000
        assert to_csv(report).splitlines()[0].startswith("rep,name,contract,contract_id,fact,kind,happened_on,base")


def test_a_refund_finds_its_earlier_window(company: Company) -> None:
    """In the second quarter all that the contract earned in the first goes back, at the tier it ended with."""
    for view in company.view():
        assert [r["commission"] for r in commission.build(view, _q("2024Q2"), rep="zw").rows] == [-480_000]
        assert [r["commission"] for r in commission.build(view, _q("2024"), rep="zw").rows] == [320_000]


def test_nothing_after_the_day_counts(company: Company) -> None:
    """Seen from the end of January there is January's money alone."""
    for view in company.view(on=D(2024, 1, 31)):
        assert [r["commission"] for r in commission.build(view, _q("2024Q1")).rows] == [0, 360_000]


def test_teams_and_unknown_people(company: Company) -> None:
    """A team shows its members; a name that means nobody is said."""
    for view in company.view():
        assert [r["rep"] for r in commission.build(view, _q("2024Q1"), team="north").rows] == ["zw"]
        with pytest.raises(NotFound):
            commission.build(view, _q("2024Q1"), rep="nobody")


def test_what_if(company: Company) -> None:
    """Under another policy a row's own keys are the other's, and in_force holds today's."""
    other = PLAN.replace("0.06", "0.05")
    for view in company.view(other=other):
        rows = {row["rep"]: row for row in commission.build(view, _q("2024Q1")).rows}
        assert rows["ls"]["commission"] == 300_000
        assert rows["ls"]["in_force"] == {"base": 6_000_000, "rate": Decimal("0.06"), "commission": 360_000}
        assert rows["ls"]["difference"] == -60_000


def test_no_plan_says_so(tmp_path: Path) -> None:
    """A policy without commission gives no rows and says why."""
    for view in Company(tmp_path / "l.db", "").view():
        report = commission.build(view, _q("2024Q1"))
        assert report.rows == [] and "no commission plan" in report.notes[0]


def test_two_plans(tmp_path: Path) -> None:
    """Who is covered by two plans has the sum of both, and the lines name the plan."""
    made = Company(tmp_path / "l.db", PLAN + PLAN.replace("standard", "signing").replace("collected", "signed"))
    with made.writing() as ledger:
        contract = made.contract(ledger, D(2024, 1, 3), 50_000)
        _money(ledger, D(2024, 1, 10), contract, "payment", 10_000)
    for view in made.view():
        rows = commission.build(view, _q("2024Q1"), rep="zw", lines=True).rows
        assert {row["plan"]: row["commission"] for row in rows} == {"standard": 60_000, "signing": 300_000}
        assert commission.build(view, _q("2024Q1"), rep="zw").rows[0]["commission"] == 360_000


def test_reasons(company: Company) -> None:
    """The tree names facts, policy and steps, and every number of it is what its steps come to."""
    for view in company.view():
        top, notes = commission.reason_of(view, "zw", _q("2024Q1"))
        assert (top.result, notes, reasons.mistakes(top)) == (800_000, [], [])
        window = top.steps[0].steps[0]
        lines = [step for step in window.steps if step.counts]
        assert [line.result for line in lines] == [360_000, 440_000]
        assert "commission[standard]" in window.policy
        assert view.ledger.show_id(lines[1].facts[0].fact) and lines[1].facts[0].amount == 10_000_000
        assert any("40 % of 100,000.00" in one.title for _number, one in reasons.walk(lines[1]))


SUMS = [f'window = "{window}"\nmode = "{mode}"\nby = "amount"\nrefund = "{refund}"\nrates = [ {{ from = "0", rate = "0.06" }}, '
        '{ from = "100000", rate = "0.08" } ]'
        for window in ("receipt", "contract", "month", "quarter", "year")
        for mode in ("flat", "split") for refund in ("exact", "forward")]  # fmt: skip
KINDS = [
    f'window = "quarter"\nmode = "flat"\nrefund = "{refund}"\n{kind}'
    for refund in ("exact", "forward")
    for kind in (
        'by = "days_from_due"\nrates = [ { from = "0", rate = "0.05" }, { above = "20", rate = "0.03" } ]',
        'by = "amount"\nof = "previous"\nrates = [ { from = "0", rate = "0.06" }, { from = "30000", rate = "0.08" } ]',
        'by = "amount"\nbasis = "profit"\nrates = [ { from = "0", rate = "0.06" }, { from = "30000", rate = "0.08" } ]',
        'by = "attainment:collected"\nrates = [ { from = "0", rate = "0.04" }, { from = "0.50", rate = "0.06" } ]',
        'by = "attainment:contract_amount"\nrates = [ { from = "0", rate = "0.04" }, { from = "0.50", rate = "0.06" } ]',
        'by = "attainment:collection_rate"\nrates = [ { from = "0", rate = "0.04" }, { from = "0.50", rate = "0.06" } ]',
        'by = "attainment:profit"\nof = "previous"\nrates = [ { from = "0", rate = "0.04" }, { from = "0.50", rate = "0.06" } ]',
        'by = "amount"\nfloor = "300.00"\nrates = [ { from = "0", rate = "0.06" } ]',
        'by = "amount"\ncap = "2000.00"\nrates = [ { from = "0", rate = "0.06" }, { from = "30000", rate = "0.08" } ]',
        'by = "amount"\nof_team = true\nposts = ["manager"]\nrates = [ { from = "0", rate = "0.01" }, { from = "30000", rate = "0.02" } ]',
    )
]  # fmt: skip


@pytest.mark.parametrize("plan", SUMS + KINDS)
def test_months_sum_to_the_year_as_loaded(tmp_path: Path, plan: str) -> None:
    """Each month is computed from what it loads alone, older money included; they sum to the year, and their reasons reckon."""
    basis = "" if "basis" in plan else 'basis = "collected"\n'
    posts = "" if "posts" in plan else 'posts = ["rep"]\n'
    made = Company(tmp_path / "l.db", f'[[commission]]\nkey = "standard"\n{posts}{basis}{plan}\n')
    _fill(made, Random(plan))
    for view in made.view(on=D(2025, 12, 31)):
        staff = commission.staff_of(view)
        year = commission.figures_of(view, _q("2024"), staff)
        months = [commission.figures_of(view, month, staff) for month in _q("2024").months()]
        assert any(year.commission(rep) for rep in staff.by_code)
        for rep in staff.by_code:
            assert sum(month.commission(rep) or 0 for month in months) == (year.commission(rep) or 0)
            for asked in (*_q("2024").months()[:4], _q("2024Q3"), _q("2024")):
                assert reasons.mistakes(commission.reason_of(view, rep, asked)[0]) == []


def _fill(made: Company, random: Random) -> None:
    """Twelve contracts of two years with receipts, refunds, instalments, expenses and targets."""
    with made.writing() as ledger:
        boss = made.reps["boss"]
        ledger.append("team_change", D(2020, 1, 1), team_id=made.team, parent_id=None, lead_id=boss)
        for _number in range(12):
            signed = D(2023, 1, 1) + timedelta(days=random.randrange(600))
            contract, left = made.contract(ledger, signed, 100_000, **random.choice([{}, {"zw": 33, "ls": 67}])), 0
            for month in (30, 120, 200):
                due = signed + timedelta(days=month)
                ledger.append("instalment", signed, contract_id=contract, due_on=due, amount=2_000_000)
            for day in sorted(random.sample(range(400), 5)):
                if left and random.random() < 0.5:
                    kind, amount = "refund", random.randint(1, left)
                    left -= amount
                else:
                    kind, amount = "payment", random.randint(1, 30_000)
                    left += amount
                _money(ledger, signed + timedelta(days=day), contract, kind, amount)
            spent = signed + timedelta(days=random.randrange(200))
            deal = made.deals[contract]
            asked = ledger.append("expense", spent, rep_id=made.reps["zw"], opportunity_id=deal, category="gift",
                                  amount=random.randint(1, 500_000))  # fmt: skip
            ledger.append("decision", spent, request_id=asked, verdict="approved", amount=None)
        for measure in ("collected", "contract_amount", "profit"):
            _target(ledger, made.reps["zw"], measure, amount=6_000_000)
        _target(ledger, made.reps["zw"], "collection_rate", number="0.8")


def _target(ledger: Ledger, rep: int, measure: str, **value: object) -> None:
    for start, end in ((D(2023, 1, 1), D(2024, 1, 1)), (D(2024, 1, 1), D(2025, 1, 1))):
        ledger.append("target", D(2023, 1, 1), scope="rep", rep_id=rep, measure=measure, starts_on=start, ends_on=end,
                      exact=False, **value)  # fmt: skip


def test_profit_is_the_measure_of_that_name(tmp_path: Path) -> None:
    """What a plan on profit looks at is what the measure says: the same facts, shares and cents."""
    made = Company(tmp_path / "l.db", PLAN.replace("collected", "profit"))
    _fill(made, Random(1))
    for view in made.view(on=D(2025, 12, 31)):
        staff = commission.staff_of(view)
        figures = commission.figures_of(view, _q("2024"), staff)
        profit = measured(view, _q("2024"), [(MeasureKey.PROFIT, None)], staff)
        for rep in ("zw", "ls"):
            assert figures.base(rep) == profit.of_rep(rep, (MeasureKey.PROFIT, None)).value


def test_what_changes_commission_is_named(tmp_path: Path) -> None:
    """A line for a cost, and one for the signing that lifts earlier money: with the fact and without a contract's number."""
    by = 'by = "attainment:contract_amount"'
    made = Company(
        tmp_path / "l.db", PLAN.replace("collected", "profit").replace('by = "amount"', by).replace("100000", "1")
    )
    with made.writing() as ledger:
        contract = made.contract(ledger, D(2024, 1, 3), 10_000)
        _money(ledger, D(2024, 1, 10), contract, "payment", 10_000)
        spent = ledger.append("expense", D(2024, 1, 20), rep_id=made.reps["zw"], opportunity_id=made.deals[contract],
                              category="gift", amount=100_000)  # fmt: skip
        ledger.append("decision", D(2024, 1, 20), request_id=spent, verdict="approved", amount=None)
        made.contract(ledger, D(2024, 3, 1), 50_000)
        _target(ledger, made.reps["zw"], "contract_amount", amount=20_000_000)
    for view in made.view():
        rows = commission.build(view, _q("2024Q1"), rep="zw", lines=True).rows
        assert [(row["kind"], row["base"], row["commission"]) for row in rows] == [
            ("payment", 1_000_000, 60_000),
            ("expense", -100_000, -6_000),
            ("attainment", 0, 18_000),
        ]
        assert [bool(row["contract_id"]) for row in rows] == [True, False, False]
        assert all(row["fact"] for row in rows)
