"""The pay curve: what a known plan pays at each step, by the same rules, and nothing written."""

import json
from datetime import date
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused as RefusedRun
from conftest import Run
from small_company import HEAD, SmallCompany, span

from salescli.errors import NotFound, NothingInForce, Refused, WrongUse
from salescli.ledger import files
from salescli.record import example
from salescli.record.example import book
from salescli.record.example.world import LAST
from salescli.render import html, xlsx
from salescli.render.data import to_json
from salescli.render.tables import to_plain
from salescli.reports import curve, pay
from salescli.reports.report import Report
from salescli.reports.view import View, versions_of

D = date
STEPS = [percent * 10 for percent in range(16)]
SELLER = """
[pay]
base_by = "calendar_days"
[post.seller]
title = "Seller"
base = "1000.00"
"""
FLAT = """
[[commission]]
key = "standard"
posts = ["seller"]
basis = "signed"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.06" }, { from = "100000", rate = "0.08" }, { from = "150000", rate = "0.10" } ]
"""
GRID = """
[[bonus]]
key = "target"
title = "Target bonus"
base = "1000.00"
by = "attainment:contract_amount"
grid = [ { from = "0", to_pay = "0" }, { from = "0.80", to_pay = "0.5" }, { from = "1.00", to_pay = "1" }, { from = "1.20", to_pay = "2" } ]
"""
POLICY = SELLER + FLAT + GRID


def _company(path: Path, policy: str = POLICY, signed: float = 50_000) -> SmallCompany:
    """zw, who has a target of 100,000 of contracts for January, and signed one of 50,000; ls signed one of 7,000."""
    made = SmallCompany(path / "l.db", policy)
    for code in ("zw", "ls"):
        made.hire(code, post="seller")
    made.target("zw", "contract_amount", "2024-01", yuan=100_000)
    made.contract(D(2024, 1, 3), signed, "zw")
    made.contract(D(2024, 1, 4), 7_000, "ls")
    return made


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    return _company(tmp_path)


def _curve(company: SmallCompany, rep: str = "zw", measure: str | None = None, **options: Any) -> Report:
    over = options.pop("over", "2024-01")
    with company.view(**options) as view:
        return curve.build(view, span(over), rep, measure)


def _of(report: Report, key: str) -> list[Any]:
    return [row[key] for row in report.rows]


def _pay(company: SmallCompany, rep: str = "zw") -> dict[str, Any]:
    with company.view() as view:
        return dict(pay.build(view, span("2024-01"), rep=rep).rows[0])


def test_the_steps_stand_where_the_plan_has_them(ours: SmallCompany) -> None:
    """6 % to 90 %, 8 % from 100 %, 10 % from 150 %; half a bonus from 80 %, one from 100 %, two from 120 %."""
    report = _curve(ours)
    assert _of(report, "attainment") == [Fraction(step, 100) for step in STEPS]
    assert _of(report, "actual") == [step * 100_000 for step in STEPS]
    assert _of(report, "base") == [100_000] * 16
    rates = [6] * 10 + [8] * 5 + [10]
    assert _of(report, "commission") == [step * 1_000 * rate for step, rate in zip(STEPS, rates, strict=True)]
    assert _of(report, "bonus") == [0] * 8 + [50_000] * 2 + [100_000] * 2 + [200_000] * 4
    assert _of(report, "total") == [
        sum(row[key] for key in ("base", "bonus", "commission")) - row["penalty"] + row["draw"] for row in report.rows
    ]


def test_of_nothing_the_base_is_paid_alone(ours: SmallCompany) -> None:
    first = _curve(ours).rows[0]
    assert (first["base"], first["bonus"], first["commission"], first["total"]) == (100_000, 0, 0, 100_000)


def test_at_the_target_it_is_what_is_paid(tmp_path: Path) -> None:
    """Who has signed what the target says is at 100 %: every figure is the payslip's."""
    made = _company(tmp_path, signed=100_000)
    paid, row = _pay(made), _curve(made).rows[10]
    assert row["attainment"] == 1
    assert {key: row[key] for key in curve.FIGURES} == {key: paid[key] for key in curve.FIGURES}


def test_more_is_never_paid_less(ours: SmallCompany) -> None:
    """The plan only rises; `change` is what a step brings, and the first has none."""
    report = _curve(ours)
    totals, changes = _of(report, "total"), _of(report, "change")
    assert all(before <= after for before, after in pairwise(totals))
    assert changes == [None, *(after - before for before, after in pairwise(totals))]


def test_two_facts_make_one_attainment(ours: SmallCompany) -> None:
    """With 30,000 more the steps are the same: the facts are scaled together."""
    before = _of(_curve(ours), "total")
    ours.contract(D(2024, 1, 20), 30_000, "zw")
    assert _of(_curve(ours), "total") == before


def test_only_the_period_s_facts_are_scaled(ours: SmallCompany) -> None:
    """A contract of December is neither in January's attainment nor in its pay."""
    before = _of(_curve(ours), "total")
    ours.contract(D(2023, 12, 20), 80_000, "zw")
    assert _of(_curve(ours), "total") == before


def test_a_shared_contract(ours: SmallCompany) -> None:
    """Half of another 60,000 is zw's: 80,000 of the target; it is scaled whole, and his half makes the attainment."""
    ours.opportunity("deal", D(2024, 1, 2), "zw")
    ours.share("deal", D(2024, 1, 2), zw="50", ls="50")
    ours.contract(D(2024, 1, 9), 60_000, name="deal")
    report = _curve(ours)
    assert _of(report, "attainment") == [Fraction(step, 100) for step in STEPS]
    assert any("80,000.00 are there (80.0%)" in note for note in report.notes)


def test_the_attainment_is_what_the_rounded_amounts_come_to(tmp_path: Path) -> None:
    """Three of 11.11 for a target of 50.00: 16.67 each at 100 %, so 50.01 and 100.02 %."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.hire("zw", post="seller")
    made.target("zw", "contract_amount", "2024-01", yuan=50)
    for day in (3, 4, 5):
        made.contract(D(2024, 1, day), 11.11, "zw")
    row = _curve(made).rows[10]
    assert (row["actual"], row["attainment"]) == (5_001, Fraction(5_001, 5_000))


COLLECTED = FLAT.replace('"signed"', '"collected"').replace("flat", "split")


def test_collected_money(tmp_path: Path) -> None:
    """Split: 6 % to 100,000, 8 % to 150,000, 10 % above; the refund is scaled with the receipts."""
    made = _company(tmp_path, SELLER + COLLECTED)
    made.target("zw", "collected", "2024-01", yuan=100_000)
    contract = made.contract(D(2023, 12, 1), 500_000, "zw")
    made.money(contract, D(2024, 1, 5), 60_000)
    made.money(contract, D(2024, 1, 9), 10_000, "refund")
    report = _curve(made, measure="collected")
    assert _of(report, "actual") == [step * 100_000 for step in STEPS]
    # Received are 6/5 of the net; the refund takes back its sixth of what that earned.
    assert _of(report, "commission") == [_split(step * 120_000) * 5 // 6 for step in STEPS]


def _split(fen: int) -> int:
    """Commission of an amount, in fen: 6 % to 100,000 yuan, 8 % to 150,000, 10 % above."""
    return (
        min(fen, 10_000_000) * 6 + max(0, min(fen, 15_000_000) - 10_000_000) * 8 + max(0, fen - 15_000_000) * 10
    ) // 100


def test_products_keep_their_part(tmp_path: Path) -> None:
    """A fifth of the contract is P at 3 %, the rest is 6, 8, 10 % by what the table's own part reaches."""
    made = SmallCompany(tmp_path / "l.db", SELLER + FLAT + '[[commission.product]]\nproduct = "P"\nrate = "0.03"\n')
    made.hire("zw", post="seller")
    for product in ("P", "Q"):
        made.product(product)
    made.target("zw", "contract_amount", "2024-01", yuan=100_000)
    contract = made.contract(D(2024, 1, 3), 10_000, "zw")
    made.line(contract, D(2024, 1, 3), "P", 1, 2_000)
    made.line(contract, D(2024, 1, 3), "Q", 4, 2_000)
    assert _of(_curve(made), "commission") == [
        step * 1_000 * 3 // 5 + step * 800 * (8 if step * 800 >= 100_000 else 6) for step in STEPS
    ]


UNITS = GRID.replace("contract_amount", "units_sold")


def test_units_are_whole(tmp_path: Path) -> None:
    """Of a target of 8 units: 10 % is 0.8, so 1; 50 % is 4. The bonus looks at what they come to."""
    made = SmallCompany(tmp_path / "l.db", SELLER + UNITS)
    made.hire("zw", post="seller")
    made.product("P")
    made.target("zw", "units_sold", "2024-01", number="8")
    contract = made.contract(D(2024, 1, 3), 500, "zw")
    for _line in range(5):
        made.line(contract, D(2024, 1, 3), "P", 1, 100)
    report = _curve(made, measure="units_sold")
    assert _of(report, "actual") == [0, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 10, 11, 12]
    assert _of(report, "attainment")[:2] == [0, Fraction(1, 8)]
    assert _of(report, "bonus") == [0] * 9 + [50_000, 100_000, 100_000] + [200_000] * 4
    assert any("Units are whole" in note for note in report.notes)


# Which measure.


def test_the_measure_that_most_plans_look_at(tmp_path: Path) -> None:
    """Commission looks at what was collected, the bonus and the appraisal at contracts; without that target the other."""
    appraisal = """
[[appraisal]]
post = "seller"
period = "month"
grades = [ { from = "0", grade = "A" } ]
[[appraisal.item]]
method = "kpi"
measure = "contract_amount"
weight = "100"
score = "attainment"
"""
    made = SmallCompany(tmp_path / "l.db", SELLER + COLLECTED + GRID + appraisal)
    made.hire("zw", post="seller")
    made.money(made.contract(D(2024, 1, 3), 50_000, "zw"), D(2024, 1, 9), 20_000)
    with pytest.raises(
        NothingInForce, match=r"zw has no target for contract_amount in 2024-01; set one: .*target set zw"
    ):
        _curve(made)
    made.target("zw", "collected", "2024-01", yuan=40_000)
    assert "Attainment is of Collected: the target is 40,000.00, and 20,000.00 are there (50.0%); 1 of" in _first(made)
    made.target("zw", "contract_amount", "2024-01", yuan=40_000)
    assert "Attainment is of Contract amount: " in _first(made) and "2 of the rep's plans look at it" in _first(made)
    assert "Attainment is of Collected: " in _first(made, "回款额")


def _first(company: SmallCompany, measure: str | None = None) -> str:
    return _curve(company, measure=measure).notes[0]


# What if.


def test_another_policy_beside(ours: SmallCompany) -> None:
    """Two per cent more at each tier: 2 % of what is signed is the difference."""
    other = POLICY.replace('"0.06"', '"0.08"').replace(
        '"0.08" }, { from = "150000", rate = "0.10"', '"0.10" }, { from = "150000", rate = "0.12"'
    )
    assert other.count('"0.08"') == 1 and '"0.12"' in other
    report = _curve(ours, other=other)
    assert _of(report, "difference") == [step * 2_000 for step in STEPS]
    assert [row["in_force"]["total"] for row in report.rows] == _of(_curve(ours), "total")
    found = json.loads(to_json(report))["rows"][15]
    assert (found["total"], found["in_force"]["total"], found["difference"]) == ("21000.00", "18000.00", "3000.00")


def test_the_other_policy_lacks_a_plan(ours: SmallCompany) -> None:
    report = _curve(ours, measure="contract_amount", other=SELLER)
    assert set(_of(report, "total")) == {100_000}
    assert report.rows[15]["difference"] == 100_000 - 1_800_000


# Refusals.


def test_what_cannot_be_scaled(ours: SmallCompany) -> None:
    """A sentence says which measures can."""
    for wrong in ("win_rate", "profit", "nonsense"):
        with pytest.raises(WrongUse, match=rf"contract_amount / collected / units_sold, not of '{wrong}'"):
            _curve(ours, measure=wrong)


def test_nothing_to_scale(ours: SmallCompany) -> None:
    """A target, and nothing sold; of refunds alone neither."""
    ours.target("ls", "collected", "2024-01", yuan=5)
    with pytest.raises(Refused, match="ls has nothing in Collected in 2024-01, so there is nothing to scale"):
        _curve(ours, "ls", "collected")
    ours.money(ours.contract(D(2023, 12, 3), 500, "ls"), D(2024, 1, 9), 100, "refund")
    with pytest.raises(Refused, match="nothing to scale"):
        _curve(ours, "ls", "collected")


def test_no_target(ours: SmallCompany) -> None:
    with pytest.raises(NothingInForce, match="set one: salescli target set ls contract_amount 2024-01 VALUE"):
        _curve(ours, "ls")
    ours.target("ls", "contract_amount", "2024-01", yuan=0)
    with pytest.raises(NothingInForce, match="is 0"):
        _curve(ours, "ls")


def test_wrong_people_and_periods(ours: SmallCompany) -> None:
    with pytest.raises(NotFound):
        _curve(ours, "nobody")
    with pytest.raises(WrongUse, match="whole months"):
        _curve(ours, over="2024-01-01..2024-01-15")


def test_without_a_base_that_is_known(tmp_path: Path) -> None:
    """Half a month and no `[pay] base_by`: refused as the pay is."""
    made = SmallCompany(tmp_path / "l.db", POLICY.replace('base_by = "calendar_days"', ""))
    made.hire("zw", D(2024, 1, 10), post="seller")
    made.target("zw", "contract_amount", "2024-01", yuan=100)
    made.contract(D(2024, 1, 12), 50, "zw")
    with pytest.raises(NothingInForce, match="base_by"):
        _curve(made)


# What is left behind.


def test_nothing_is_left_behind(ours: SmallCompany) -> None:
    """The file is the same, and who looks on from the same view sees what is there."""
    with ours.view() as view:
        before, bytes_before = pay.build(view, span("2024-01")).rows, ours.path.read_bytes()
        curve.build(view, span("2024-01"), "zw")
        assert pay.build(view, span("2024-01")).rows == before
    assert ours.path.read_bytes() == bytes_before


def test_after_a_refusal_the_facts_are_as_they_are(ours: SmallCompany) -> None:
    ours.target("zw", "contract_amount", "2024-01", yuan=80_000_000_000_000)
    with ours.view() as view:
        before = pay.build(view, span("2024-01")).rows
        with pytest.raises(Refused, match=r"more than 90,000,000,000,000\.00"):
            curve.build(view, span("2024-01"), "zw")
        assert pay.build(view, span("2024-01")).rows == before


# For people.


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_format(ours: SmallCompany, lang: str) -> None:
    report = _curve(ours, lang=lang)
    assert "100.0%" in to_plain(report) and "100.0%" in html.to_html(report) and xlsx.to_xlsx(report)


def test_a_bar_says_how_much_of_the_most(ours: SmallCompany) -> None:
    """1,000 of 18,000, and all of it at the end; programs get no bar."""
    report = _curve(ours)
    assert (report.rows[0]["part"], report.rows[15]["part"]) == (Fraction(1, 18), 1)
    assert "part" not in json.loads(to_json(report))["rows"][0]


# On the command line.


@pytest.fixture
def typed(run: Run, ledger: Path, tmp_path: Path) -> Run:
    rules = tmp_path / "rules.toml"
    rules.write_text(HEAD + POLICY, encoding="utf-8")
    for words in (
        ["init", "--with-policy", str(rules)],
        ["rep", "add", "zw", "张伟", "--post", "seller", "--hired", "2023-01-01"],
        ["opportunity", "open", "风机", "--as", "zw", "--on", "2024-01-02"],
        ["contract", "sign", "风机", "50000", "--code", "C1", "--on", "2024-01-03"],
        ["target", "set", "zw", "contract_amount", "2024-01", "100000"],
    ):
        answer = run(*words)
        assert answer.code == 0, answer
    return run


def test_the_command(typed: Run) -> None:
    """With the measure behind it, in front, or left to be found; the period typed as always."""
    words = ["pay", "--period", "2024-01", "--rep", "zw"]
    asked = [[*words, "--curve"], [*words, "--curve", "contract_amount"], ["pay", "合同金额", *words[1:], "--curve"]]
    found = [typed(*each, "--format", "json") for each in asked]
    assert [answer.code for answer in found] == [0, 0, 0] and len({answer.out for answer in found}) == 1
    rows = json.loads(found[0].out)["rows"]
    assert [row["attainment"] for row in rows] == [f"{step / 100:.4f}" for step in STEPS]
    assert (rows[0]["total"], rows[10]["total"], rows[15]["total"]) == ("1000.00", "10000.00", "18000.00")


def test_a_closed_period_is_drawn_as_it_was_closed(typed: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came to light afterwards is not there: 50 % are, not 90."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-02-05")
    assert typed("close", "2024-01", "--as", "boss").code == 0
    assert typed("contract", "sign", "风机", "40000", "--code", "C2", "--on", "2024-01-20").code == 0
    answer = typed("pay", "--period", "2024-01", "--rep", "zw", "--curve", "--format", "json")
    notes = json.loads(answer.out)["notes"]
    assert any("50,000.00 are there (50.0%)" in note for note in notes), answer
    assert any("2024-01 was closed on 2024-02-05" in note for note in notes)


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (2, ["--curve"], "say whose with --rep"),
        (2, ["--curve", "--team", "north"], "say whose with --rep"),
        (2, ["--rep", "zw", "--team", "north", "--curve"], "exclude each other"),
        (2, ["--rep", "", "--curve"], "--rep is empty"),
        (2, ["--rep", "zw", "contract_amount"], "'contract_amount' is no option of pay; a measure belongs to --curve"),
        (2, ["--rep", "zw", "--curve", "win_rate"], "not of 'win_rate'"),
        (3, ["--rep", "nobody", "--curve"], "nobody"),
        (4, ["--rep", "zw", "--curve", "--on", "2024-01-02"], "nothing to scale"),
        (6, ["--rep", "zw", "--curve", "collected"], "salescli target set zw collected 2024-01 VALUE"),
    ],
)
def test_what_is_refused(typed: Run, refused: RefusedRun, code: int, words: list[str], said: str) -> None:
    assert said in refused(code, "pay", "--period", "2024-01", *words)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("curve") / "ledger.db"
    example.build(path)
    return path


def test_the_example_team(year: Path, run: Run) -> None:
    """Bonuses that settle by the year, shares, refunds, grades, penalties: 16 rows that never fall."""
    answer = run("pay", "--period", "2024Q4", "--rep", "zw", "--curve", "--ledger", str(year), "--on", "2024-12-31",
                 "--format", "json")  # fmt: skip
    totals = [Fraction(row["total"]) for row in json.loads(answer.out)["rows"]]
    assert len(totals) == 16 and all(before <= after for before, after in pairwise(totals))


@pytest.mark.parametrize("rep", ["zw", "cj", "sq", "wxm"])
@pytest.mark.parametrize(("over", "measure"), [("2024Q4", "contract_amount"), ("2024-12", "collected")])
def test_where_it_stands_it_is_what_is_paid(
    year: Path, monkeypatch: pytest.MonkeyPatch, rep: str, over: str, measure: str
) -> None:
    """After a step to nothing and one beyond, the step to what is there pays to the cent what the payslip says."""
    with files.open_for_reading(year, book.SYSTEM) as ledger:
        view = View(ledger, LAST, "en", versions_of(ledger))
        paid = pay.build(view, span(over), rep=rep).rows[0]
        drawn = curve._curve(view, span(over), rep, measure)
        there = drawn.actual / drawn.target
        monkeypatch.setattr(curve, "STEPS", (Fraction(0), there * 2, there))
        row = curve.build(view, span(over), rep, measure).rows[2]
    assert row["attainment"] == there
    assert {key: row[key] for key in curve.FIGURES} == {key: paid[key] for key in curve.FIGURES}
