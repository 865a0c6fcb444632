"""Statements as a person reads them, and as a script gets them: what was kept, unmoved, and what changed since."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from small_company import SmallCompany, close, span

from salescli.record import example
from salescli.reports import statement
from salescli.reports.commission import staff_of
from salescli.reports.paid import pay_of
from salescli.rules.statement import digest_of

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.senior]
title = { en = "Senior", zh = "高级销售" }
base = "2000.00"
[[commission]]
key = "standard"
basis = "collected"
window = "quarter"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.10" }, { from = "10000", rate = "0.20" } ]
[[appraisal]]
post = "senior"
period = "month"
grades = [ { from = "60", grade = "A" }, { from = "0", grade = "C" } ]
[[appraisal.item]]
method = "kpi"
measure = "collected"
weight = "70"
score = "attainment"
[[appraisal.item]]
method = "quality"
measure = "quality"
weight = "30"
score = "ratio"
"""
MONTH = ["month", "base", "bonus", "commission", "penalty", "true_up", "draw", "total"]
ITEM = ["method", "measure", "assessment", "weight", "actual", "target", "attainment", "score"]
ROW = [
    *("rep", "name", "post", "score", "penalty_points", "coverage", "grade", "rank", *MONTH[1:]),
    *("later", "trued_up", "same", "id", "months", "items", "true_ups", "recommendations"),
]


@pytest.fixture
def closed(run: Run, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> SmallCompany:
    """zw collected 6,000 of a target of 9,000 in January and 1,000 in February; January is closed on 5 February, February on 5 March.

    A thousand of January came in between: it is in February's statement."""
    made = SmallCompany(ledger, POLICY)
    made.hire("zw", D(2024, 1, 1), post="senior")
    made.hire("ls", D(2024, 1, 1))
    made.target("zw", "collected", "2024-01", 9_000)
    made.ids["A"] = made.contract(D(2024, 1, 3), 30_000, "zw")
    made.money(made.ids["A"], D(2024, 1, 10), 6_000)
    made.money(made.ids["A"], D(2024, 2, 10), 1_000)
    close(made, "2024-01", D(2024, 2, 5))
    made.money(made.ids["A"], D(2024, 1, 31), 1_000)
    close(made, "2024-02", D(2024, 3, 5))
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-15")
    return made


def of_zw(run: Run, over: str, *more: str) -> dict[str, Any]:
    rows: list[dict[str, Any]] = json.loads(run("statement", over, "zw", "--format", "json", *more).out)["rows"]
    return rows[0]


def test_the_keys_stay(closed: SmallCompany, run: Run) -> None:
    row = of_zw(run, "2024-02")
    assert list(row) == ROW
    assert list(row["months"][0]) == MONTH and list(row["items"][0]) == ITEM
    assert row["true_ups"] == [{"of": "2024-01", "month": "2024-02", "amount": "100.00"}]


def test_everything_that_was_kept(closed: SmallCompany, run: Run) -> None:
    row = of_zw(run, "2024-01")
    assert (row["score"], row["grade"], row["coverage"]) == ("66.67", "A", "0.70")
    paid = {"month": "2024-01", "base": "2000.00", "commission": "600.00", "total": "2600.00"}
    assert row["months"] == [{**dict.fromkeys(MONTH, "0.00"), **paid}]
    kpi, quality = row["items"]
    assert (kpi["actual"], kpi["target"], kpi["attainment"], kpi["score"]) == ("6000.00", "9000.00", "0.6667", "66.67")
    assert (quality["actual"], quality["score"]) == (None, None)


def test_what_changed_since_and_what_of_it_is_trued_up(closed: SmallCompany, run: Run) -> None:
    """100 of January were trued up with February; 3,000 more come in March: January moved by 900 in all, of which 100 are paid."""
    assert [of_zw(run, "2024-01")[key] for key in ("later", "trued_up")] == ["100.00", "100.00"]
    closed.money(closed.ids["A"], D(2024, 1, 31), 3_000)
    with closed.view():
        pass
    january, february = of_zw(run, "2024-01"), of_zw(run, "2024-02")
    assert [january[key] for key in ("total", "later", "trued_up")] == ["2600.00", "1400.00", "100.00"]
    assert [february[key] for key in ("total", "later", "trued_up")] == ["2200.00", "100.00", "0.00"]
    assert january["same"] is True and february["same"] is True


def test_everybody_s_is_a_table_on_a_terminal(closed: SmallCompany, run: Run) -> None:
    """A line each within 80 columns, with the changes; a script gets all that was kept."""
    lines = run("statement", "2024-01").out.splitlines()
    (zw,) = [line for line in lines if line.startswith("zw ")]
    assert zw.split() == ["zw", "ZW", "66.67", "A", "2,600.00", "100.00", "100.00"]
    assert max(len(line) for line in lines if line.startswith(("Rep ", "zw ", "ls ", "Total "))) <= 80
    assert "`salescli statement 2024-01 REP` for one" in lines[-1]
    assert run("statement", "2024-01", "--format", "csv").out.startswith(",".join(ROW[:19]) + "\n")


def _since(company: SmallCompany, over: str, on: date) -> tuple[int, int]:
    """What changed of zw's statement, and what of it is trued up; with it the statement is what all facts come to."""
    with company.view(on=on) as view:
        (row,) = statement.build(view, span(over), "zw").rows
        assert row["total"] + row["later"] == pay_of(view, span(over), staff_of(view)).of("zw").total
        return row["later"], row["trued_up"]


def test_a_year_closed_after_its_quarters_holds_what_they_trued_up(tmp_path: Path) -> None:
    """1,000 of March come in May, trued up with April; 500 of December in 2025: that alone is new to the year, till January is closed."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.hire("zw", D(2024, 1, 1), post="senior")
    contract = made.contract(D(2024, 1, 3), 30_000, "zw")
    for quarter, on in (("2024Q1", D(2024, 4, 5)), ("2024Q2", D(2024, 7, 5)), ("2024Q3", D(2024, 10, 5))):
        close(made, quarter, on)
        made.money(contract, span(quarter).last, 1_000)
    close(made, "2024Q4", D(2025, 1, 5))
    close(made, "2024", D(2025, 1, 6))
    assert _since(made, "2024", D(2025, 1, 7)) == (0, 0)
    assert _since(made, "2024Q1", D(2025, 1, 7)) == (10_000, 10_000)
    made.money(contract, D(2024, 12, 31), 500)
    assert _since(made, "2024", D(2025, 1, 7)) == (5_000, 0)
    close(made, "2025-01", D(2025, 2, 5))
    assert _since(made, "2024", D(2025, 2, 7)) == (5_000, 5_000)


def test_a_quarter_closed_after_two_of_its_months(tmp_path: Path) -> None:
    """What of January is trued up with February is February's statement's, and the quarter's."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.hire("zw", D(2024, 1, 1), post="senior")
    contract = made.contract(D(2024, 1, 3), 30_000, "zw")
    close(made, "2024-01", D(2024, 2, 5))
    made.money(contract, D(2024, 1, 31), 1_000)
    close(made, "2024-02", D(2024, 3, 5))
    close(made, "2024Q1", D(2024, 4, 5))
    assert _since(made, "2024Q1", D(2024, 4, 7)) == (0, 0)
    assert _since(made, "2024-01", D(2024, 4, 7)) == (10_000, 10_000)


def test_a_person_is_shown_what_was_kept_of_him(closed: SmallCompany, run: Run) -> None:
    out = run("statement", "2024-02", "zw").out
    assert out.startswith("Statement of zw ZW · Senior · 2024-02 (2024-02-01 … 2024-02-29) · CNY\n")
    for part in ("2024-02  2,000.00", "Appraisal\n", "Collected", "True-ups\n", "2024-01  2024-02", "Score —, grade —"):
        assert part in out
    assert "Recomputed as closed: the same to the cent." in out
    shown = run("statement", "2024-01", "zw", "--lang", "zh").out
    assert "高级销售" in shown and "senior" not in shown and "collected" not in shown


def test_nobody_else_s_is_shown_with_it(closed: SmallCompany, run: Run) -> None:
    assert "LS" in run("statement", "2024-01").out and "LS" not in run("statement", "2024-01", "zw").out


def test_an_open_dispute_stands_on_it(closed: SmallCompany, run: Run) -> None:
    run("dispute", "commission", "zw", "--period", "2024-01", "--why", "HT-007 is missing", "--as", "zw")
    said = "Open dispute #"
    assert (
        said in run("statement", "2024-01").out
        and "of ZW on Commission, 2024-01: HT-007 is missing" in run("statement", "2024-01").out
    )
    assert said not in run("statement", "2024-01", "ls").out and said not in run("statement", "2024-02").out


def test_a_dry_run_shows_what_would_be_kept(
    closed: SmallCompany, run: Run, facts: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest is the one that closing gives."""
    for day in range(1, 4):
        closed.money(closed.ids["A"], D(2024, 3, day), 100)
    with closed.view():
        pass
    before = facts("fact", "id")
    dry = run("close", "2024-03", "--on", "2024-03-31", "--dry-run")
    assert dry.code == 4  # today is the fifteenth of March
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    dry = run("close", "2024-03", "--dry-run", "--json")
    assert facts("fact", "id") == before
    report = json.loads(dry.out)
    assert [row["rep"] for row in report["rows"]] == ["ls", "zw"] and report["rows"][1]["commission"] == "30.00"
    assert all(row[key] is None for row in report["rows"] for key in ("later", "trued_up", "same", "id"))
    run("close", "2024-03")
    kept = [text for (text,) in facts("statement", "figures")][-2:]
    assert digest_of(kept)[:12] in report["notes"][0]


def test_a_month_that_was_closed_with_its_quarter_names_it(
    closed: SmallCompany, run: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    run("close", "2024Q1")
    said = refused(6, "statement", "2024-03")
    assert said == "2024-03 was closed with 2024Q1; `salescli statement 2024Q1` shows its statements."


def test_another_machine_another_day_another_language(closed: SmallCompany, run: Run, tmp_path: Path) -> None:
    """The file copied to a machine with another zone, home and language, a year later, with more facts: the same to the cent."""
    before = of_zw(run, "2024-02")
    copy = tmp_path / "elsewhere" / "copy.db"
    copy.parent.mkdir()
    with closed.view():
        shutil.copy(closed.path, copy)
    env = {
        "PATH": os.environ["PATH"], "HOME": str(tmp_path / "home"), "TZ": "America/Los_Angeles", "LANG": "zh_CN.UTF-8",
        "SALESCLI_TODAY": "2025-07-01", "SALESCLI_LEDGER": str(copy), "PYTHONHASHSEED": "7", "USER": "somebody",
    }  # fmt: skip
    words = [sys.executable, "-m", "salescli", "statement", "2024-02", "zw", "--format", "json"]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1])
    report = json.loads(done.stdout)
    assert report["rows"] == [before] and before["same"] is True
    assert any("完全一致" in note for note in report["notes"])


def test_a_ledger_of_another_language_keeps_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The demo's first quarter reckoned in English and in Chinese: not a sign of what is kept differs."""
    from dataclasses import replace

    path = tmp_path / "demo.db"
    example.build(path)
    from salescli.ledger import files
    from salescli.ledger.store import Who
    from salescli.reports.view import View, versions_of

    with files.open_for_reading(path, Who("lin", "lin@here")) as ledger:
        view = View(ledger, D(2024, 4, 5), "en", versions_of(ledger))
        english = statement.kept_of(view, span("2024Q1"))
        monkeypatch.setenv("LANGUAGE", "zh")
        assert statement.kept_of(replace(view, lang="zh"), span("2024Q1")) == english


def test_what_was_kept_has_no_float(closed: SmallCompany, facts: Any) -> None:
    """A float would be another text on another machine."""

    def numbers(value: Any) -> list[Any]:
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return [value, *(number for one in inner for number in numbers(one))]

    for (text,) in facts("statement", "figures"):
        assert not any(isinstance(number, float) for number in numbers(json.loads(text)))
