"""The pay of everybody and the payslip of one rep, on a real ledger."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_company import SmallCompany, fen, span

from salescli.errors import NotFound, NothingInForce, WrongUse
from salescli.ledger import files
from salescli.policy.versions import Versions
from salescli.record import example
from salescli.record.example import book
from salescli.record.example.world import LAST
from salescli.render.data import to_json
from salescli.render.tables import to_markdown
from salescli.reports import appraise, explained, pay, pay_lines
from salescli.reports.commission import staff_of
from salescli.reports.paid import pay_of
from salescli.reports.report import Report
from salescli.reports.settled import due_of
from salescli.reports.view import View, versions_of
from salescli.rules.pay import total_of
from salescli.rules.reasons import mistakes

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.lead]
title = "Lead"
base = "9000.00"
[post.free]
title = "Freelance"
[[commission]]
key = "standard"
title = { en = "Standard", zh = "标准提成" }
posts = ["rep", "free"]
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.05" } ]
[[penalty]]
key = "overdue_contact"
title = "Missed contact"
amount = "20.00"
[tracking]
grace_days = 0
[[tracking.interval]]
days = 10
"""


class Company(SmallCompany):
    """A small company whose people may have a base of their own."""

    def change(self, code: str, on: date, act: str, yuan: float | None = None, post: str | None = None) -> None:
        base = None if yuan is None else fen(yuan)
        self.append("rep_change", on, rep_id=self.ids[code], act=act, post=post, base=base)


@pytest.fixture
def ours(tmp_path: Path) -> Company:
    """zw earns 5 % of 10,000 in January and misses a contact; ls is a lead; fl has no base; ml left in 2023."""
    made = Company(tmp_path / "l.db", POLICY)
    for code, post in (("zw", "rep"), ("ls", "lead"), ("fl", "free"), ("ml", "rep")):
        made.hire(code, post=post)
    for code in ("zw", "ml"):
        made.change(code, D(2023, 1, 1), "raise", 6000)
    made.change("ml", D(2023, 12, 31), "depart")
    made.customer("华北机械", D(2024, 1, 2), owner="zw")
    made.money(made.contract(D(2024, 1, 3), 50_000, "zw"), D(2024, 1, 10), 10_000)
    made.money(made.contract(D(2023, 11, 3), 50_000, "ml"), D(2024, 1, 11), 4_000)
    return made


def _figures(report: Report) -> dict[str, Any]:
    return {row["rep"]: [row[key] for key in pay.FIGURES] for row in report.rows}


def _slip(report: Report) -> str:
    """What a person is handed."""
    assert report.instead is not None
    return to_markdown(report.instead)


def test_rows(ours: Company) -> None:
    """Everybody employed, and the leaver whose money still comes in; what has no value is no zero."""
    with ours.view(on=D(2024, 1, 20)) as view:
        report = pay.build(view, span("2024-01"))
        assert _figures(report) == {
            "fl": [None, 0, 0, 0, 0, 0, 0],
            "ls": [900_000, 0, None, 0, 0, 0, 900_000],
            "ml": [0, 0, 20_000, 0, 0, 0, 20_000],
            "zw": [600_000, 0, 50_000, 2_000, 0, 0, 648_000],
        }
        assert [row["post"] for row in report.rows] == ["free", "lead", "rep", "rep"]
        assert report.totals["total"] == 900_000 + 20_000 + 648_000
        assert any("fl" in note and "free" in note for note in report.notes)
        assert "Before tax and social insurance." in report.notes
        assert any("not over" in note for note in report.notes)
        assert "Not employed in 2024-01: ml." in report.notes


def test_a_month_in_which_nothing_is_due_to_a_leaver(ours: Company) -> None:
    """In February nothing comes in for ml any more: no row, unless asked for by name."""
    with ours.view() as view:
        assert "ml" not in _figures(pay.build(view, span("2024-02")))
        assert _figures(pay.build(view, span("2024-02"), rep="ml")) == {"ml": [0, 0, None, 0, 0, 0, 0]}


def test_json(ours: Company) -> None:
    """The keys that scripts know; no value is null; the lines are there for one rep alone."""
    with ours.view() as view:
        rows = json.loads(to_json(pay.build(view, span("2024-01"), team=None)))["rows"]
        assert list(rows[1]) == ["rep", "name", "post", *pay.FIGURES]
        assert rows[1]["base"] == "9000.00" and rows[1]["commission"] is None
        one = json.loads(to_json(pay.build(view, span("2024-01"), rep="zw")))["rows"][0]
        assert [(line["part"], line["key"], line["amount"]) for line in one["lines"]] == [
            ("base", "2024-01", "6000.00"),
            ("commission", "standard", "500.00"),
            ("penalty", "overdue_contact", "-20.00"),
        ]
        assert one["lines"][1]["basis"] == "10000.00" and one["lines"][1]["rate"] == "0.05"
        assert one["lines"][1]["rule"] == "commission[standard]" and one["lines"][1]["policy"] == "Test"
        assert len(one["lines"][1]["facts"]) == 1


def test_the_payslip(ours: Company) -> None:
    """Who, post, period, policy and digest above; a line for each amount; the sum in words; a place to sign."""
    with ours.view() as view:
        text = _slip(pay.build(view, span("2024-01"), rep="zw"))
        head = view.ledger.head()[:12]
    assert text.startswith("## Payslip of zw ZW · Rep · 2024-01 (2024-01-01 … 2024-01-31) · CNY")
    assert f"ledger: {head}" in text and "policy: Test" in text
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    assert [line[0] for line in lines[2:]] == ["Base", "Commission", "Penalties", "Total"]
    assert [line[5] for line in lines[2:]] == ["6,000.00", "500.00", "-20.00", "6,480.00"]
    assert "Base 6,000.00 + bonuses 0.00 + commission 500.00" in text and "= 6,480.00." in text
    assert "Before tax and social insurance." in text and "Received by: …" in text


def test_a_waived_penalty_stays_on_the_payslip(ours: Company) -> None:
    """With 0.00, what it would have been, and who waived it and why."""
    customer = ours.ids["华北机械"]
    ours.append("waiver", D(2024, 1, 20), fact_id=customer, penalty="overdue_contact", why="出差在外")
    with ours.view() as view:
        report = pay.build(view, span("2024-01"), rep="zw")
        assert report.rows[0]["total"] == 650_000
        waived = report.rows[0]["lines"][-1]
        assert (waived["part"], waived["amount"]) == ("penalty", 0)
        assert "20.00 waived by boss: 出差在外" in waived["words"]


def test_leave_takes_nothing_off_and_the_payslip_says_so(ours: Company) -> None:
    """From 29 January into February: the days of January stand there, the base is whole."""
    ours.leave("zw", D(2024, 1, 29), D(2024, 2, 2))
    with ours.view() as view:
        report = pay.build(view, span("2024-01"), rep="zw")
        assert report.rows[0]["base"] == 600_000
        assert "On leave 2024-01-29 … 2024-01-31: leave takes nothing off the base." in report.notes
        assert not any("leave" in note for note in pay.build(view, span("2024-01"), rep="ls").notes)


def test_part_of_a_month_needs_base_by(tmp_path: Path) -> None:
    """Whoever asks for the joiner gets the error; for the others the report is there."""
    made = Company(tmp_path / "l.db", POLICY.replace('base_by = "calendar_days"', ""))
    made.hire("zw", post="lead")
    made.team("south")
    made.hire("ls", on=D(2024, 1, 15), post="lead", team="south")
    with made.view() as view:
        with pytest.raises(NothingInForce, match="base_by"):
            pay.build(view, span("2024-01"))
        with pytest.raises(NothingInForce, match="base_by"):
            pay.build(view, span("2024-01"), team="south")
        assert _figures(pay.build(view, span("2024-01"), rep="zw"))["zw"][-1] == 900_000
        assert pay_of(view, span("2024-01"), staff_of(view)).of("ls").total is None


def test_pay_is_for_whole_months(ours: Company) -> None:
    """A week has no pay; any months have, also two that are no quarter."""
    with ours.view() as view:
        for wrong in ("2024-W10", "2024-01-01..2024-01-30", "2024-03-05"):
            with pytest.raises(WrongUse, match="whole months"):
                pay.build(view, span(wrong))
        assert _figures(pay.build(view, span("2024-01-01..2024-02-29")))["ls"][0] == 1_800_000
        with pytest.raises(NotFound):
            pay.build(view, span("2024-01"), rep="nobody")


def test_before_the_period_begins(ours: Company) -> None:
    """Seen from December nobody has earned anything of January yet."""
    with ours.view(on=D(2023, 12, 15)) as view:
        assert {row["total"] for row in pay.build(view, span("2024-01")).rows} <= {0}


DRAW = """
[[draw]]
posts = ["rep"]
amount = "2000.00"
recoverable = true
"""


@pytest.fixture
def advanced(tmp_path: Path) -> Company:
    """zw earns 1,500, 2,375 and 0 in the first months of 2024 and leaves on 31 March; a draw of 2,000; base 6,000."""
    made = Company(tmp_path / "l.db", POLICY + DRAW)
    made.hire("zw", on=D(2024, 1, 1))
    made.change("zw", D(2024, 1, 1), "raise", 6000)
    made.change("zw", D(2024, 3, 31), "depart")
    contract = made.contract(D(2024, 1, 3), 100_000, "zw")
    made.money(contract, D(2024, 1, 10), 30_000)
    made.money(contract, D(2024, 2, 10), 47_500)
    return made


def test_a_draw(advanced: Company) -> None:
    """500 are advanced in January, 375 recovered in February; the commission stays what was earned."""
    with advanced.view() as view:
        rows = [pay.build(view, span(f"2024-0{month}"), rep="zw").rows[0] for month in (1, 2)]
        assert [(row["commission"], row["draw"], row["total"]) for row in rows] == [
            (150_000, 50_000, 800_000),
            (237_500, -37_500, 800_000),
        ]
        line = rows[1]["lines"][-1]
        assert (line["part"], line["amount"], line["rule"]) == ("draw", -37_500, "draw[1]")
        assert "recovered 375.00: paid 2,000.00, owed after it 125.00" in line["words"]


def test_an_open_draw_comes_off_the_last_payslip(advanced: Company) -> None:
    """In March 2,000 more are advanced; 2,125 are open, and come off the 8,000 of the last payslip."""
    with advanced.view() as view:
        row = pay.build(view, span("2024-03"), rep="zw").rows[0]
        assert (row["draw"], row["total"]) == (200_000 - 212_500, 587_500)
        assert [line["amount"] for line in row["lines"] if line["part"] == "draw"] == [200_000, -212_500]
        assert "2,125.00 of the draw was open; what is owed still is 0.00" in row["lines"][-1]["words"]
        quarter = pay.build(view, span("2024Q1"), rep="zw").rows[0]
        assert quarter["total"] == 800_000 + 800_000 + 587_500
        assert sum(line["amount"] for line in quarter["lines"]) == quarter["total"]


def test_an_open_draw_takes_no_more_than_the_payslip(advanced: Company) -> None:
    """Without a base the last payslip has 2,000 advanced: they go back, and 125 stay owed."""
    advanced.change("zw", D(2024, 3, 1), "raise", 0)
    with advanced.view() as view:
        row = pay.build(view, span("2024-03"), rep="zw").rows[0]
        assert (row["draw"], row["total"]) == (0, 0)
        assert "what is owed still is 125.00" in row["lines"][-1]["words"]


@pytest.mark.parametrize("over", ["2024-01", "2024-02", "2024-03", "2024Q1"])
def test_a_draw_is_explained(advanced: Company, over: str) -> None:
    """The trees of draw and pay add up, the last payslip's too, and end at the report's figures."""
    with advanced.view() as view:
        row = pay.build(view, span(over), rep="zw").rows[0]
        for figure in ("draw", "pay"):
            tree, _notes = explained.explainer(view, figure, span(over))(view, "zw", span(over))
            assert mistakes(tree) == []
            assert tree.result == row["total" if figure == "pay" else figure]


def test_what_if(ours: Company) -> None:
    """Under another policy the row's own keys are the other's, in_force holds today's, and nothing is written."""
    other = POLICY.replace("0.05", "0.10").replace("9000.00", "9500.00")
    with ours.view(other=other) as view:
        rows = {row["rep"]: row for row in pay.build(view, span("2024-01")).rows}
        assert rows["zw"]["commission"] == 100_000 and rows["zw"]["in_force"]["commission"] == 50_000
        assert rows["zw"]["difference"] == 50_000
        assert rows["ls"]["base"] == 950_000 and rows["ls"]["in_force"]["base"] == 900_000
        assert pay.build(view, span("2024-01")).totals["difference"] == 50_000 + 50_000 + 20_000
        assert "In force: Base 6,000.00" in _slip(pay.build(view, span("2024-01"), rep="zw"))


def test_what_if_where_no_policy_is_in_force(tmp_path: Path) -> None:
    """The ledger has no policy for those days: in_force is null, the other policy's pay is there."""
    made = Company(tmp_path / "l.db")
    made.hire("zw", post="lead")
    with made.view(other=POLICY) as view:
        none = View(view.ledger, view.on, "en", view.versions, what_if=Versions([]))
        row = pay.build(none, span("2024-01")).rows[0]
        assert row["total"] == 900_000 and row["in_force"] is None and row["difference"] is None


def test_the_appraisal_has_the_same_pay(ours: Company) -> None:
    """Under `pay`, by the same keys; who is paid but not employed has no appraisal."""
    with ours.view() as view:
        paid = _figures(pay.build(view, span("2024-01")))
        sheets = {row["rep"]: row["pay"] for row in appraise.build(view, span("2024-01")).rows}
        assert {rep: [one[key] for key in pay.FIGURES] for rep, one in sheets.items()} == {
            rep: each for rep, each in paid.items() if rep != "ml"
        }


def test_an_appraisal_is_there_without_base_by(tmp_path: Path) -> None:
    """The joiner's pay has no base and no total, and a note says why."""
    made = Company(tmp_path / "l.db", POLICY.replace('base_by = "calendar_days"', ""))
    made.hire("ls", on=D(2024, 1, 15), post="lead")
    with made.view() as view:
        report = appraise.build(view, span("2024-01"))
        assert report.rows[0]["pay"]["base"] is None and report.rows[0]["pay"]["total"] is None
        assert any("base_by" in note for note in report.notes)


# The example team's year.


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pay") / "ledger.db"
    example.build(path)
    return path


def test_months_sum_to_quarters_and_the_year(year: Path) -> None:
    """Every part of everybody's pay, to the cent."""
    with files.open_for_reading(year, book.SYSTEM) as ledger:
        view = View(ledger, LAST, "en", versions_of(ledger))
        staff = staff_of(view)
        parts = {span.name: pay_of(view, span, staff) for span in _spans()}
    for rep in staff.by_code:
        for whole, pieces in (("2024", QUARTERS), *zip(QUARTERS, MONTHS_OF, strict=True)):
            for key in pay.FIGURES:
                summed = [getattr(parts[name].of(rep), key) for name in pieces]
                assert sum(one or 0 for one in summed) == (getattr(parts[whole].of(rep), key) or 0), (rep, whole, key)


def test_the_lines_sum_to_the_total(year: Path) -> None:
    """Of everybody, in each month and in the year."""
    with files.open_for_reading(year, book.SYSTEM) as ledger:
        view = View(ledger, LAST, "en", versions_of(ledger))
        staff = staff_of(view)
        for period in _spans():
            due = due_of(view, period, staff)
            for rep in due.reps():
                lines = pay_lines.lines(due, rep)
                assert total_of(lines) == due.of(rep).total
                assert all(line.title and line.over and line.rule for line in lines)


QUARTERS = ("2024Q1", "2024Q2", "2024Q3", "2024Q4")
MONTHS_OF = tuple(tuple(f"2024-{quarter * 3 + month:02}" for month in (1, 2, 3)) for quarter in range(4))


def _spans() -> list[Any]:
    return [span(name) for name in ("2024", *QUARTERS, *(month for each in MONTHS_OF for month in each))]
