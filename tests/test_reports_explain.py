"""The reasons of a figure as a person reads them; what the tree holds is tested with the commission report."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from small_company import SmallCompany, span

from salescli.errors import WrongUse
from salescli.ledger import files
from salescli.main import main
from salescli.measure import MeasureKey
from salescli.period import Period
from salescli.record import example
from salescli.record.example import book
from salescli.record.example.world import LAST
from salescli.render.data import to_csv, to_json
from salescli.render.tables import to_plain
from salescli.render.terminal import to_terminal
from salescli.render.wrapping import width_of
from salescli.reports import explain, explained, recommended
from salescli.reports.appraised import sheets_of
from salescli.reports.commission import staff_of
from salescli.reports.measured import measured
from salescli.reports.paid import Paid, pay_of
from salescli.reports.report import Report
from salescli.reports.targets import targets_of
from salescli.reports.view import View, versions_of
from salescli.rules.measures import MEASURES, attainment
from salescli.rules.reasons import Number, mistakes, walk
from salescli.rules.staff import Staff
from salescli.rules.targets import Key
from salescli.terms import Scope

D = date
POLICY = """
[[commission]]
key = "standard"
title = "Standard"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.05" } ]
"""


@pytest.fixture
def reasons(tmp_path: Path) -> Report:
    """Two receipts of zw at 5 %."""
    ours = SmallCompany(tmp_path / "l.db", POLICY)
    ours.hire("zw")
    contract = ours.contract(D(2024, 1, 2), 2000, "zw")
    for day, yuan in ((10, 1000), (11, 234.5)):
        ours.money(contract, D(2024, 1, day), yuan)
    with ours.view() as view:
        return explain.build(view, "commission", "zw", span("2024Q1"))


def test_steps_stand_below_what_they_add_up_to(reasons: Report) -> None:
    """Each row has its number, stands one level further in than the one above, and has its result as a figure."""
    steps = [row["step"] for row in reasons.rows]
    assert steps[:4] == ["=", "1", "1.1", "1.1.1"]
    assert list(reasons.look.levels) == [0 if step == "=" else step.count(".") + 1 for step in steps]
    assert [row["value"] for row in reasons.rows][:2] == [6_173, 6_173]
    assert reasons.rows[0]["result"] == "61.73"


def test_a_policy_is_said_once(reasons: Report) -> None:
    """Neither repeated by the steps below it nor by the next of the same level."""
    said = [row["source"] for row in reasons.rows if row["source"]]
    assert said and len(said) == len(set(said))
    assert {row["policy"] for row in reasons.rows if row["policy"]} == set(said)


def test_on_a_terminal(reasons: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    """Numbered, indented, the definition below its step, results to the right; no line wider than the terminal."""
    monkeypatch.setenv("COLUMNS", "80")
    lines = re.sub("\x1b\\[[0-9;]*m", "", to_terminal(reasons)).splitlines()
    assert max(map(len, lines)) <= 80
    assert re.fullmatch(r"=  +61\.73  +Commission of zw ZW, 2024Q1", lines[3]), lines[3]
    place = lines[3].index("Commission")
    first = next(line for line in lines if line.startswith("1 "))
    assert first.index("Plan standard") == place + 2 and " 61.73 " in first
    assert any(re.match(rf" {{{place},}}Σ over the plans", line) for line in lines)


def test_a_deep_tree_is_readable_on_eighty_columns(year: View, monkeypatch: pytest.MonkeyPatch) -> None:
    """A score goes down ten levels: every reason has room for words beside its result, and wide terminals have the steps too."""
    report = explain.build(year, "score", "zw", span("2024Q4"))
    assert max(report.look.levels) >= 10
    shown = {}
    for columns in (80, 100, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        text = re.sub("\x1b\\[[0-9;]*m", "", to_terminal(report))
        shown[columns] = text.splitlines()
        assert max(map(width_of, shown[columns])) <= columns
    assert any(
        line.endswith("100,224.00  4240                      Contract HT2024-043 外滩电梯点检数字")
        for line in shown[80]
    )
    assert any(line.endswith(" Contract HT2024-043 外滩电梯点检数字化 on 2024-10-08") for line in shown[100])
    assert [line.startswith("Step ") for line in (shown[80][3], shown[100][2], shown[200][2])] == [False, False, True]


def test_programs_see_what_they_saw(reasons: Report) -> None:
    """CSV has its columns as ever; what is for eyes alone is not among them."""
    assert to_csv(reasons).splitlines()[0] == "step,fact,text,happened_on,amount,policy,result"
    assert "  Plan standard" in to_plain(reasons)


def test_how_a_step_goes_into_the_one_above(reasons: Report) -> None:
    """People read + − × ÷ before it; programs read how, and what counts, and can reckon it again."""
    assert reasons.rows[1]["sign"] == "+"
    tree = json.loads(to_json(reasons))["rows"][0]["tree"]
    assert (tree["how"], tree["kind"], tree["rounded"]) == ("sum", "money", False)
    assert [step["counts"] for step in tree["steps"]] == [True]


def test_only_so_many_levels(tmp_path: Path) -> None:
    """People may leave out what lies deeper, and are told how much; the tree that programs get is whole."""
    ours = SmallCompany(tmp_path / "l.db", POLICY)
    ours.hire("zw")
    contract = ours.contract(D(2024, 1, 2), 2000, "zw")
    ours.money(contract, D(2024, 1, 10), 1000)
    with ours.view() as view:
        whole = explain.build(view, "commission", "zw", span("2024Q1"))
        deepest = max(whole.look.levels)
        for depth in range(deepest + 2):
            report = explain.build(view, "commission", "zw", span("2024Q1"), depth)
            assert [row["step"] for row in report.rows] == [
                row["step"] for row, level in zip(whole.rows, whole.look.levels, strict=True) if level <= depth
            ]
            assert json.loads(to_json(report))["rows"][0]["tree"] == json.loads(to_json(whole))["rows"][0]["tree"]
            left = len(whole.rows) - len(report.rows)
            said = [note for note in report.notes if "not shown" in note]
            assert said == ([f"{left} steps below these are not shown."] if left > 1 else said if left else [])
            assert to_plain(report)
        assert [row["sign"] for row in explain.build(view, "commission", "zw", span("2024Q1"), 1).rows] == [None, "+"]


def test_depth_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--depth 0 is the figure alone; a depth below that is a usage error."""
    ours = SmallCompany(tmp_path / "l.db", POLICY)
    ours.hire("zw")
    with ours.view():
        pass
    monkeypatch.setenv("SALESCLI_LEDGER", str(ours.path))
    words = ["explain", "commission", "zw", "--period", "2024Q1", "--on", "2024-12-31", "--format", "csv", "--depth"]
    assert main([*words, "0"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2
    assert main([*words, "-1"]) == 2


def test_a_step_of_many_facts_names_them(tmp_path: Path) -> None:
    """People read the facts of a month day by day, of very many the first; programs have all of them."""
    ours = SmallCompany(tmp_path / "l.db")
    ours.hire("zw")
    ours.customer("c1", D(2024, 1, 1))
    made = [ours.follow_up("zw", D(2024, 1, 2 + number // 2), "c1") for number in range(20)]
    with ours.view() as view:
        report = explain.build(view, "follow_ups", "zw", span("2024Q1"))
        (row,) = [row for row in report.rows if row["facts"]]
        ids = [view.ledger.show_id(one) for one in made]
        assert row["facts"].startswith(f"01-02: {ids[0]}, {ids[1]}; 01-03: {ids[2]}, ")
        assert ids[15] in row["facts"] and row["facts"].endswith(" and 4 more, which JSON lists")
        tree = json.loads(to_json(report))["rows"][0]["tree"]
        assert [fact["fact"] for fact in tree["steps"][0]["facts"]] == ids
        assert row["facts"] in to_plain(report) and "facts" not in to_csv(report).splitlines()[0]


@pytest.mark.parametrize("figure", ["data_quality", "competence"])
def test_what_is_missing_is_named_beside_what_counts(tmp_path: Path, figure: str) -> None:
    """Two customers and three follow-ups, entered long after: a fact that lacks a field, came late or was voided says so itself."""
    wanted = '[tracking]\ndata_entry_hours = 24\nwanted_fields = ["customer.phone", "customer.industry", "follow_up.next_on"]\n'
    ours = SmallCompany(tmp_path / "l.db", wanted)
    ours.hire("zw")
    for name, given in (("c1", {"phone": "010-8888"}), ("c2", {"phone": "010-9999", "industry": "steel"})):
        ours.ids[name] = ours.append("customer", D(2024, 1, 3), name=name, **given)
        ours.append("customer_owner", D(2024, 1, 3), customer_id=ours.ids[name], rep_id=ours.ids["zw"])
    first, second, void = (ours.follow_up("zw", D(2024, 1, day), "c1") for day in (4, 4, 5))
    ours.append("void", D(2024, 1, 9), fact_id=void, effect="void", why="not so")
    with ours.view() as view:
        report = explain.build(view, figure, "zw", span("2024Q1"))
        c1, first, second, void = map(view.ledger.show_id, (ours.ids["c1"], first, second, void))
        said = {row["title"]: (row["own"], row["facts"]) for row in report.rows if row["facts"]}
        assert said == {
            "Wanted fields filled of 2024-01": (
                None,
                f"Wanted but missing: industry (01-03: {c1}) · Wanted but missing: next_on (01-04: {first}, {second})",
            ),
            "Follow-ups entered in time of 2024-01": (None, f"Entered late (01-04: {first}, {second})"),
            "Entries left standing of 2024-01": (None, f"Voided or corrected (01-05: {void})"),
        }
        assert all(facts in to_plain(report) for _own, facts in said.values())
        facts = [
            fact
            for _number, one in walk(explained.explainer(view, figure, span("2024Q1"))(view, "zw", span("2024Q1"))[0])
            for fact in one.facts
        ]
        assert [view.ledger.show_id(fact.fact) for fact in facts] == [c1, first, second, first, second, void]
        assert [row["fact"] for row in report.rows if row["facts"]] == [c1, first, void]  # programs have them as ever


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("comission", "Did you mean commission"),
        ("penalty:overdue", "Did you mean penalty:overdue_contact"),
        ("attainment:collectd", "attainment:collected"),
        ("天气", "there are: pay, base, bonus, "),
        ("bonus:", "Did you mean bonus"),
        ("\x1b[31m", r"\x1b[31m"),
    ],
)
def test_a_figure_that_there_is_not(tmp_path: Path, typed: str, said: str) -> None:
    """The near ones are named, else all of them; what was typed does nothing to a terminal."""
    penalty = '[[penalty]]\nkey = "overdue_contact"\namount = "20.00"\n'
    ours = SmallCompany(tmp_path / "l.db", POLICY + penalty)
    ours.hire("zw")
    with ours.view() as view, pytest.raises(WrongUse) as error:
        explain.build(view, typed, "zw", span("2024Q1"))
    assert said in str(error.value) and "\x1b" not in str(error.value)


# Every figure of the example team's year.


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path = tmp_path_factory.mktemp("explain") / "ledger.db"
    example.build(path)
    with files.open_for_reading(path, book.SYSTEM) as ledger:
        yield View(ledger, LAST, "en", versions_of(ledger))


SAMPLED: Sequence[tuple[str, Sequence[str]]] = (
    ("2024Q2", ("wxm", "cj", "wht")),  # the joiner of May among them
    ("2024-09", ("zl", "sq")),  # the leaver's last month, with the pool
    ("2024-05", ("wxm", "hy", "lf", "ln", "lzy")),  # the candidate among them
    ("2024-12", ("zw", "zj")),  # the year's pools
    ("2024Q4", ("ml",)),
    ("2024", ("zl",)),
)


@pytest.mark.parametrize(("name", "reps"), SAMPLED, ids=[name for name, _reps in SAMPLED])
def test_every_figure_is_what_its_steps_come_to(year: View, name: str, reps: Sequence[str]) -> None:
    """Reckoned again from the bottom of each tree, and the top is the report's own figure to the cent.

    Measures, targets and attainments of everybody are test_reports_measure_reasons' affair: here of one alone.
    """
    period = span(name)
    shown = _Shown(year, period)
    figures = list(explained.known(year, period))
    assert {"pay", "bonus:volume", "bonus:bonus_year", "penalty:overdue_contact", "attainment:collected"} <= {*figures}
    for rep in reps:
        for figure in [one for one in figures if (name, rep) == ("2024Q2", "wxm") or not explained.is_for_teams(one)]:
            tree, _notes = explained.explainer(year, figure, period)(year, rep, period)
            assert mistakes(tree) == [], (figure, rep)
            if not figure.startswith("recommendation"):  # no number of a report: whether a standard is met
                assert tree.result == shown.figure(figure, rep), (figure, rep)


def test_everybody_is_sampled(year: View) -> None:
    """Each person's figures are walked in some period."""
    assert {rep for _name, reps in SAMPLED for rep in reps} == {*staff_of(year).by_code}


class _Shown:
    """The figures as the reports have them."""

    def __init__(self, view: View, period: Period) -> None:
        self.staff: Staff = staff_of(view)
        self.paid: Paid = pay_of(view, period, self.staff)
        self._measured = measured(view, period, [(key, None) for key in MEASURES], self.staff)
        self._targets = targets_of(view, period, self.staff)
        self._value = cache(self._measure)
        self._met = cache(self._standards)
        self._view, self._period = view, period
        self._sheets = sheets_of(view, period, self.staff)

    def figure(self, figure: str, rep: str) -> Number | None:
        """A rep's figure by its name."""
        name, _colon, key = figure.partition(":")
        if not key and name in MEASURES:
            return self._value(rep, name)
        if name in ("attainment", "target"):
            target = self._targets.find(Key(Scope.REP, self.staff.by_code[rep].id, MeasureKey(key)))
            goal = target.value if target else None
            less = MEASURES[MeasureKey(key)].less_is_better
            return goal if name == "target" else attainment(self._value(rep, key), goal, less)
        if name == "draw":
            return self.paid.of(rep).draw if rep in self.paid.draws else None
        if name == "recommendation":
            met = self._met(rep)[key]
            return None if met is None else int(met)
        if name in ("score", "grade", "coverage", "rank", "goals", "periods", "assessment"):
            return self._of_sheet(name, key, rep)
        return self._of_key(name, key, rep) if key else self._of_pay(name, rep)

    def _of_sheet(self, name: str, key: str, rep: str) -> Number | None:
        sheet = self._sheets.of.get(rep)
        if sheet is None or sheet.appraised is None:
            return None
        plain: dict[str, Number | None] = {"coverage": sheet.appraised.coverage, "rank": sheet.rank}
        if name in plain:
            return plain[name]
        if name in ("score", "grade"):
            return sheet.appraised.score
        items = [one for one in sheet.appraised.items if one.item.method == name]
        return next((one.figure.value for one in items if not key or one.item.assessment == key.split(":")[0]), None)

    def _standards(self, rep: str) -> dict[str, bool | None]:
        """By its key, whether each standard is met."""
        with recommended.history_of(self._view, self._period, self.staff) as history:
            return {one.standard.key: one.met for one in recommended.findings_of(history, rep)}

    def _measure(self, rep: str, key: str) -> Fraction | None:
        return self._measured.of_rep(rep, (MeasureKey(key), None)).value

    def _of_pay(self, name: str, rep: str) -> int | None:
        pay = self.paid.of(rep)
        return (
            pay.total
            if name == "pay"
            else {
                "base": pay.base,
                "bonus": pay.bonus,
                "commission": pay.commission,
                "penalty": pay.penalty,
                "true_up": pay.true_up,
            }[name]
        )

    def _of_key(self, name: str, key: str, rep: str) -> int | None:
        if name == "penalty":
            return sum(line.amount for line in self.paid.penalties.of(rep) if line.key == key)
        lines = [line for line in self.paid.bonuses.of(rep) if line.key == key]
        amounts = [line.paid if line.is_pool else line.amount or 0 for line in lines]
        return sum(amounts) if lines else None
