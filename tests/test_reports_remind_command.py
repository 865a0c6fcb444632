"""`salescli remind` as cron and people type it: when it is silent, what --check answers, and that it says the same twice."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Refused, Run
from reminded_company import POLICY, Company

from salescli.rules.reminders import Kind

D = date
APPROVING = POLICY + '[post.head]\ntitle = "Head"\napproves = true\n[[penalty]]\nkey = "late_trip_report"\n'
AFTER = 'per = "day"\nafter_days = 5\namount = "20.00"\n'


@pytest.fixture
def ours(ledger: Path) -> Company:
    """In the ledger that the commands read; boss approves."""
    company = Company(ledger, APPROVING + AFTER)
    company.job("boss", D(2023, 1, 1), "move", post="head")
    return company


def promise(company: Company, day: date) -> None:
    company.customer("acme", D(2024, 3, 1), owner="zw")
    company.talk("acme", D(2024, 3, 1), next_on=day)


def close(company: Company) -> None:
    """What was entered is written down."""
    with company.view():
        pass


# Silence.


@pytest.mark.parametrize(("day", "lines"), [("2024-03-14", 0), ("2024-03-15", 1), ("2024-03-16", 1)])
def test_cron_hears_nothing_when_nothing_is_due(ours: Company, run: Run, day: str, lines: int) -> None:
    """In a pipe, the day before, the day itself and the day after."""
    promise(ours, D(2024, 3, 15))
    close(ours)
    answer = run("remind", "--all", "--on", day)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.count("acme") == lines and bool(answer.out) == bool(lines)


def test_who_asks_for_a_format_gets_it(ours: Company, run: Run, tmp_path: Path) -> None:
    """An empty list is a list: a program that reads JSON or CSV, or a file, finds one."""
    close(ours)
    assert run("remind", "--all", "--format", "csv").out.count("\n") == 1
    assert json.loads(run("remind", "--all", "--format", "json").out)["rows"] == []
    assert run("remind", "--all", "--out", str(tmp_path / "due.md")).code == 0
    assert (tmp_path / "due.md").read_text(encoding="utf-8").startswith("## Reminders · 2024-03-15")


@pytest.mark.parametrize("format", ["table", "plain", "markdown", "html"])
def test_a_format_for_people_is_silent_too(ours: Company, run: Run, tmp_path: Path, format: str) -> None:
    """`salescli remind --all --format markdown | mail -E boss` sends nothing; a file that was named is there."""
    close(ours)
    assert run("remind", "--all", "--check", "--format", format).out == ""
    assert run("remind", "--all", "--format", format, "--out", str(tmp_path / "due")).code == 0
    assert "Reminders" in (tmp_path / "due").read_text(encoding="utf-8")


# --check.


@pytest.mark.parametrize(("day", "code"), [("2024-03-14", 0), ("2024-03-15", 10), ("2024-03-16", 10)])
def test_check(ours: Company, run: Run, day: str, code: int) -> None:
    """10 from the day on which there is something to do."""
    promise(ours, D(2024, 3, 15))
    close(ours)
    assert run("remind", "--all", "--check", "--on", day).code == code


def test_what_lies_ahead_is_not_due(ours: Company, run: Run) -> None:
    """--days shows it, --check does not count it."""
    promise(ours, D(2024, 3, 15))
    close(ours)
    answer = run("remind", "--all", "--check", "--days", "7", "--on", "2024-03-14")
    assert "acme" in answer.out and answer.code == 0


def test_news_is_nothing_to_do(ours: Company, run: Run) -> None:
    """A stage that changed and a target behind are shown, and --check answers 0."""
    ours.opportunity("it", D(2024, 3, 1), "zw")
    ours.move("it", D(2024, 3, 1), "first")
    ours.move("it", D(2024, 3, 15), "second")
    ours.target("zw", "collected", "2024-03", 1000)
    close(ours)
    answer = run("remind", "--all", "--check", "--format", "json")
    assert [row["kind"] for row in json.loads(answer.out)["rows"]] == ["stage_changed", "target_behind"]
    assert answer.code == 0


def test_a_request_is_due_at_once_and_a_report_by_its_last_day(ours: Company, run: Run) -> None:
    """A request on the day it is asked for; the report of a trip that ended on the 14th five days later, as the policy says."""
    ours.ask_for_money("zw", D(2024, 3, 10))
    ours.decide(ours.ask_to_travel("zw", D(2024, 3, 1), D(2024, 3, 13), D(2024, 3, 14)), D(2024, 3, 2))
    close(ours)
    assert run("remind", "--rep", "boss", "--check", "--on", "2024-03-09").code == 0
    assert run("remind", "--rep", "boss", "--check", "--on", "2024-03-10").code == 10
    assert run("remind", "--rep", "zw", "--check", "--on", "2024-03-18").code == 0
    assert run("remind", "--rep", "zw", "--check", "--on", "2024-03-19").code == 10


def test_check_asks_of_the_list_that_is_shown(ours: Company, run: Run) -> None:
    """What is another's is not due on one's own list."""
    promise(ours, D(2024, 3, 15))
    close(ours)
    assert run("remind", "--rep", "ls", "--check").code == 0
    assert run("remind", "--check", "--as", "ls").code == 0
    assert run("remind", "--check", "--as", "zw").code == 10


# The same again.


@pytest.fixture
def full(ours: Company) -> Company:
    """Something of every kind on 2024-03-15."""
    ours.policy(APPROVING + AFTER + '[[stage]]\nkey = "bid"\nstuck_after_days = 3\n')
    for name in ("due", "overdue", "interval", "new"):
        ours.customer(name, D(2024, 1, 2), owner="zw")
    ours.talk("due", D(2024, 3, 1), next_on=D(2024, 3, 15))
    ours.talk("overdue", D(2024, 3, 1), next_on=D(2024, 3, 5))
    ours.talk("interval", D(2024, 2, 1))
    ours.opportunity("moved", D(2024, 1, 2), "zw")
    ours.move("moved", D(2024, 3, 13), "open")
    ours.move("moved", D(2024, 3, 15), "bid")
    ours.opportunity("stuck", D(2024, 1, 2), "zw")
    ours.move("stuck", D(2024, 1, 2), "bid", 700)
    ours.contract(D(2024, 3, 1), 1000, "zw")
    ours.task("zw", D(2024, 3, 14))
    ours.ask_for_money("zw", D(2024, 3, 14))
    ours.decide(ours.ask_to_travel("zw", D(2024, 3, 1), D(2024, 3, 8), D(2024, 3, 9)), D(2024, 3, 2))
    ours.target("zw", "contract_amount", "2024-03", 9000)
    close(ours)
    return ours


def test_every_kind_in_its_order(full: Company, run: Run) -> None:
    """To do before news; the most days over first, then the largest amount, then the name; each thing once."""
    rows = json.loads(run("remind", "--all", "--format", "json").out)["rows"]
    assert sorted(row["kind"] for row in rows) == sorted(Kind)
    order = [
        (row["kind"] in ("stage_changed", "target_behind"), -row["days"], -float(row["amount"] or 0)) for row in rows
    ]
    assert order == sorted(order)
    assert all(row["text"].endswith(".") and "{" not in row["text"] for row in rows)
    keys = "kind rep name customer customer_id opportunity opportunity_id due_on days step amount text"
    assert all(list(row) == keys.split() for row in rows)


@pytest.mark.parametrize("format", ["plain", "markdown", "csv", "json"])
def test_the_same_ledger_and_day_say_the_same(full: Company, run: Run, format: str) -> None:
    """Byte for byte, in every format, whoever asks and in whatever language before."""
    words = ("remind", "--all", "--format", format)
    first = run(*words)
    run(*words, "--lang", "zh")
    assert first.code == 0 and run(*words, "--as", "zw").out == first.out


def test_as_it_was_known(full: Company, run: Run) -> None:
    """Under --as-of nothing entered later is there, and so no policy either."""
    answer = run("remind", "--all", "--as-of", "2020-01-01")
    assert (answer.code, answer.out) == (6, "")
    later = run("remind", "--all", "--as-of", "2999-01-01", "--format", "json")
    assert json.loads(later.out)["rows"] == json.loads(run("remind", "--all", "--format", "json").out)["rows"]


# Wrong use.


def test_one_list_at_a_time(ours: Company, refused: Refused) -> None:
    close(ours)
    assert refused(2, "remind", "--rep", "zw", "--all") == "--rep / --all exclude each other; give one of them."
    assert "'nobody here'" in refused(3, "remind", "--rep", "nobody here")
