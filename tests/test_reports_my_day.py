"""What bare `salescli` shows on a terminal: three short sections, one's own or everybody's."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from conftest import Run
from small_company import SmallCompany

from salescli.ledger.store import Who
from salescli.reports import my_day
from salescli.reports.view import View

D = date
POLICY = """
[tracking]
unprocessed_after_hours = 24
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


class Company(SmallCompany):
    """zw collected 100 in May and 60 in April; ls nothing; leads are unprocessed after a day."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, POLICY)
        self.hire("zw")
        self.hire("ls")
        contract = self.contract(D(2024, 4, 2), 160, "zw", dues={D(2024, 12, 1): 160})
        self.money(contract, D(2024, 4, 10), 60)
        self.money(contract, D(2024, 5, 10), 100)
        self.money(contract, D(2024, 6, 10), 1000)

    def target(self, yuan: int, rep: str | None = None) -> None:
        whose = {"scope": "rep", "rep_id": self.ids[rep]} if rep else {"scope": "company"}
        days = {"starts_on": D(2024, 4, 1), "ends_on": D(2024, 7, 1), "exact": False}
        self.append("target", D(2024, 3, 1), measure="collected", amount=yuan * 100, **whose, **days)

    @contextmanager
    def seen_by(self, actor: str, on: date = D(2024, 5, 31)) -> Iterator[View]:
        with self.view(on) as view:
            view.ledger.who = Who(actor, "there")
            yield view


@pytest.fixture
def ours(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db")


def test_a_reps_day(ours: Company) -> None:
    """Own leads, own target with the month beside the quarter, own commission, nothing after today."""
    ours.target(300, "zw")
    ours.target(500, "ls")
    for name, rep in (("mine", "zw"), ("other", "ls")):
        ours.customer(name, D(2024, 5, 1), owner=rep)
    with ours.seen_by("zw") as view:
        due, targets, commission = my_day.build(view)
    assert [row["customer"] for row in due.rows] == ["mine"]
    keys = ("measure", "target", "actual", "attainment", "month_actual", "month_attainment")
    assert [tuple(row[key] for key in keys) for row in targets.rows] == [
        ("collected", 30_000, 16_000, Fraction(8, 15), 10_000, Fraction(1)),
    ]
    assert [(row["rep"], row["base"], row["commission"]) for row in commission.rows] == [("zw", 16_000, 800)]
    assert [report.title for report in (due, targets, commission)] == [
        "Reminders of ZW",
        "Targets so far, ZW",
        "Commission so far",
    ]
    assert commission.period and commission.period.name == "2024Q2"


def test_a_managers_day(ours: Company) -> None:
    """Who is no rep sees everybody's, and of the targets the company's; without one the teams', else the reps'."""
    ours.target(320, "zw")
    ours.target(320, "ls")
    for name, rep in (("mine", "zw"), ("other", "ls")):
        ours.customer(name, D(2024, 5, 1), owner=rep)
    with ours.seen_by("chief") as view:
        due, targets, commission = my_day.build(view)
    assert [row["customer"] for row in due.rows] == ["mine", "other"]
    assert [row["who"] for row in targets.rows] == ["ls", "zw"]
    assert [row["rep"] for row in commission.rows] == ["ls", "zw"]
    assert commission.totals["commission"] == 800
    ours.target(900)
    with ours.seen_by("chief") as view:
        targets = my_day.build(view)[1]
    assert [(row["who"], row["target"], row["actual"]) for row in targets.rows] == [("company", 90_000, 16_000)]
    assert targets.title == "Targets so far, Company"


def test_the_most_urgent_twelve(ours: Company) -> None:
    """A long list is cut, and a note says how many more there are and what shows them."""
    for number in range(14):
        ours.customer(f"lead {number:02}", D(2024, 5, 1 + number), owner="zw")
    with ours.seen_by("zw") as view:
        due = my_day.build(view)[0]
    assert [row["customer"] for row in due.rows] == [f"lead {number:02}" for number in range(12)]
    assert due.notes == ["2 more; `salescli remind` shows them."]
    assert len(due.look.emphasis) == 12


def test_nothing_yet(ours: Company) -> None:
    """Without targets the section says how to set one; without reminders there is nothing to show."""
    with ours.seen_by("zw") as view:
        due, targets, _commission = my_day.build(view)
    assert (due.rows, targets.rows) == ([], [])
    assert targets.notes == ["No target meets 2024Q2; `salescli target set` sets one."]


# Bare `salescli`.


def on_a_terminal(ledger: Path, *words: str) -> tuple[int, str]:
    """Run `salescli` on a real terminal of 80 columns; gives the exit code and what was seen, without colours."""
    ours, theirs = os.openpty()
    environment = {**os.environ, "SALESCLI_LEDGER": str(ledger), "COLUMNS": "80", "TERM": "xterm"}
    with subprocess.Popen(
        [sys.executable, "-m", "salescli", *words], stdout=theirs, stderr=theirs, env=environment
    ) as run:
        os.close(theirs)
        seen = b""
        try:
            while piece := os.read(ours, 65536):
                seen += piece
        except OSError:  # the other end is closed
            pass
        os.close(ours)
    return run.returncode, re.sub("\x1b\\[[0-9;]*m", "", seen.decode("utf-8")).replace("\r\n", "\n")


def test_on_a_terminal(company: Path) -> None:
    """Three sections, each with its heading, a line apart."""
    code, seen = on_a_terminal(company, "--as", "zw")
    assert code == 0, seen
    headings = [block.splitlines()[0] for block in seen.strip().split("\n\n")]
    assert [heading.split(" · ")[0] for heading in headings] == [
        "Reminders of 张伟",
        "Targets so far",
        "Commission so far",
    ]
    assert max(len(line) for line in seen.splitlines()) <= 80


def test_without_a_ledger(tmp_path: Path) -> None:
    """A hint how to make one, and exit 5."""
    code, seen = on_a_terminal(tmp_path / "none.db")
    assert code == 5
    assert "`salescli init` makes one, `salescli demo` an example." in seen
    assert not (tmp_path / "none.db").exists()


def test_one_report_has_one_format(company: Path) -> None:
    """Three reports are no JSON document and no file."""
    code, seen = on_a_terminal(company, "--format", "json")
    assert code == 2 and "--format and --out belong to one report" in seen


def test_in_a_pipe(run: Run) -> None:
    """Nobody is there to see a day: the help, and no ledger is asked for."""
    answer = run()
    assert answer.code == 0 and answer.out.startswith("Usage: salescli")
