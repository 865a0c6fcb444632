"""The reasons of a figure as a person reads them; what the tree holds is tested with the commission report."""

import re
from datetime import date
from pathlib import Path

import pytest
from small_company import SmallCompany, span

from salescli.render.data import to_csv
from salescli.render.tables import to_plain
from salescli.render.terminal import to_terminal
from salescli.reports import explain
from salescli.reports.report import Report

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


def test_programs_see_what_they_saw(reasons: Report) -> None:
    """CSV has its columns as ever; what is for eyes alone is not among them."""
    assert to_csv(reasons).splitlines()[0] == "step,fact,text,happened_on,amount,policy,result"
    assert "  Plan standard" in to_plain(reasons)
