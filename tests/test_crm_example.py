"""examples/crm-sales-opportunities on the real data: run.sh as it stands, and every figure against a computation of its own
from the CSV files, with plain integers and nothing of the program's rules.
"""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "crm-sales-opportunities"
DATA = Path(__file__).parents[2] / "shared" / "data" / "crm-sales-opportunities"
LAST = "2017-12-31"
QUARTERS = ["2017Q1", "2017Q2", "2017Q3", "2017Q4"]

pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the CRM's files of ../shared/data are not there")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


@dataclass(frozen=True)
class Expected:
    """What the CSV files say, counted by the test."""

    people: list[str]
    won: dict[tuple[str, str], list[int]]
    """Values of won opportunities by agent and quarter."""

    def amount(self, person: str, quarter: str) -> int:
        return sum(self.won[person, quarter])


def quarter(day: str) -> str:
    return f"{day[:4]}Q{(int(day[5:7]) + 2) // 3}"


@pytest.fixture(scope="module")
def expected() -> Expected:
    won: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows("sales_pipeline.csv"):
        if row["deal_stage"] == "Won":
            won[row["sales_agent"], quarter(row["close_date"])].append(int(row["close_value"]))
    return Expected([row["sales_agent"] for row in rows("sales_teams.csv")], won)


def environment(ledger: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {
        "PATH": path,
        "SALESCLI_LEDGER": str(ledger),
        "LANG": "C.UTF-8",
        "LANGUAGE": "en",
        "LC_ALL": "",
    }


@dataclass(frozen=True)
class Run:
    """What run.sh left and said."""

    ledger: Path
    said: str

    def facts(self, query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(f"{self.ledger.as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The whole job, done once by the script itself."""
    ledger = tmp_path_factory.mktemp("crm") / "crm.db"
    done = subprocess.run(
        ["sh", str(EXAMPLE / "run.sh"), str(DATA), str(ledger)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(ledger),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Run(ledger, done.stdout)


Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def ask(example: Run) -> Ask:
    """A report on the example's ledger, seen from its last day."""

    def report(*words: str) -> dict[str, Any]:
        done = subprocess.run(
            [sys.executable, "-m", "salescli", *words, "--on", LAST, "--format", "json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment(example.ledger),
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    return report


# What went in.


def test_no_opportunity_is_lost(example: Run) -> None:
    """8,800 rows, 8,800 opportunities under the CRM's own numbers, and nothing was rejected."""
    codes = [code for (code,) in example.facts("SELECT code FROM opportunity ORDER BY id")]
    assert codes == [row["opportunity_id"] for row in rows("sales_pipeline.csv")] and len(codes) == 8800
    rejects = example.ledger.with_name("crm-rejects.csv").read_text(encoding="utf-8-sig")
    assert rejects == "#source,#file,#line,#column,#value,#reason\n"


def test_importing_again_added_nothing(example: Run) -> None:
    """The script imports twice; the second time every fact was known."""
    again = example.said.split("── The import again: nothing is new")[1].split("──")[0]
    [total] = [line.split() for line in again.splitlines() if line.startswith("Total")]
    assert total[1] == "0" and total[3:] == ["0", "0"]
    [(keyed,)] = example.facts("SELECT count(*) FROM fact WHERE source_key IS NOT NULL")
    first = example.said.split("── The import\n")[1].split("──")[0]
    [total] = [line.split() for line in first.splitlines() if line.startswith("Total")]
    assert int(total[1].replace(",", "")) == keyed


def test_quirks_are_mended_by_the_profile(example: Run) -> None:
    """GTXPro is GTX Pro; misspelt sectors and countries are right; rows without an account have no customer."""
    pipeline = rows("sales_pipeline.csv")
    sold = dict(
        example.facts(
            "SELECT name, count(*) FROM contract_line AS l JOIN product AS p ON p.id = l.product_id GROUP BY name"
        )
    )
    wanted = Counter(row["product"].replace("GTXPro", "GTX Pro") for row in pipeline if row["deal_stage"] == "Won")
    assert sold == wanted
    [(without,)] = example.facts("SELECT count(*) FROM opportunity WHERE customer_id IS NULL")
    assert without == sum(not row["account"] for row in pipeline) == 1425
    words = {word for pair in example.facts("SELECT industry, region FROM customer") for word in pair}
    assert {"technology", "Philippines"} <= words and not {"technolgy", "Philipines"} & words


def test_everybody_has_a_post_a_team_and_a_lead(ask: Ask) -> None:
    """35 agents in the teams of their six managers; the teams stand under the three offices."""
    people = {row["name"]: row for row in ask("rep", "list")["rows"]}
    teams = {row["name"]: row for row in ask("team", "list")["rows"]}
    listed = rows("sales_teams.csv")
    assert len(people) == 41 and len(teams) == 9
    for row in listed:
        assert people[row["sales_agent"]]["team"] == teams[f"Team {row['manager']}"]["team"]
        assert people[row["manager"]]["rep"] == teams[f"Team {row['manager']}"]["lead"]
        assert teams[f"Team {row['manager']}"]["parent"] == teams[row["regional_office"]]["team"]


# The funnel.


def test_the_funnel_on_the_last_day(ask: Ask) -> None:
    open_ones = Counter(
        row["deal_stage"].lower()
        for row in rows("sales_pipeline.csv")
        if row["deal_stage"] in ("Prospecting", "Engaging")
    )
    found = {row["stage"]: row["count"] for row in ask("funnel")["rows"]}
    assert found == open_ones == {"prospecting": 500, "engaging": 1589}


@pytest.mark.parametrize(
    ("name", "amount"),
    [("2017Q1", 1_134_672), ("2017Q2", 3_086_111), ("2017Q3", 2_982_255), ("2017Q4", 2_802_496)],
)
def test_what_was_won_by_quarter(ask: Ask, expected: Expected, name: str, amount: int) -> None:
    assert sum(expected.amount(person, name) for person in expected.people) == amount
    stages = {row["stage"]: row for row in ask("funnel", "--period", name)["rows"]}
    assert stages["won"]["amount"] == f"{amount}.00"
    won, lost = (
        sum(row["deal_stage"] == stage and quarter(row["close_date"]) == name for row in rows("sales_pipeline.csv"))
        for stage in ("Won", "Lost")
    )
    assert (stages["won"]["reached"], stages["lost"]["reached"]) == (won, lost)


# Commission.


def commission(dollars: int) -> int:
    """A quarter's commission in cents: each slice of the money at the rate of policy.toml's row that it lies in."""
    plan = tomllib.loads((EXAMPLE / "policy.toml").read_text(encoding="utf-8"))["commission"][0]
    assert (plan["basis"], plan["window"], plan["mode"], plan["by"]) == ("collected", "quarter", "split", "amount")
    table = [(int(row["from"]), int(row["rate"].removeprefix("0.").ljust(4, "0"))) for row in plan["rates"]]
    earned = 0  # in ten-thousandths of a dollar
    for (start, rate), (end, _next) in zip(table, [*table[1:], (dollars, 0)], strict=True):
        earned += max(0, min(dollars, end) - start) * rate
    return (earned + 50) // 100  # to the cent, half up: nothing here is below zero


def cents(text: str) -> int:
    whole, point, hundredths = text.partition(".")
    assert point and len(hundredths) == 2
    return int(whole + hundredths)


def test_the_tests_own_commission_is_right() -> None:
    """A cross-check by hand: 120,000 is 50,000 at 3.25 %, 50,000 at 4.75 % and 20,000 at 6.75 %."""
    assert commission(120_000) == 162_500 + 237_500 + 135_000
    assert (commission(0), commission(1054)) == (0, 3426)  # 34.255 is rounded up


@pytest.mark.parametrize("name", QUARTERS)
def test_everybodys_commission_of_a_quarter_to_the_cent(ask: Ask, expected: Expected, name: str) -> None:
    """All 35 agents, and nobody else: five have nothing, and a row."""
    found = ask("commission", "--period", name)["rows"]
    assert {row["name"]: (cents(row["base"]), cents(row["commission"])) for row in found} == {
        person: (expected.amount(person, name) * 100, commission(expected.amount(person, name)))
        for person in expected.people
    }
    assert sum(row["base"] == row["commission"] == "0.00" for row in found) == 5


def test_everybodys_commission_of_the_year_is_the_sum_of_the_quarters(ask: Ask, expected: Expected) -> None:
    found = {row["name"]: cents(row["commission"]) for row in ask("commission", "--period", "2017")["rows"]}
    assert found == {
        person: sum(commission(expected.amount(person, name)) for name in QUARTERS) for person in expected.people
    }


# Completion.


def targets() -> dict[tuple[str, str, str], str]:
    with (EXAMPLE / "targets.csv").open(newline="", encoding="utf-8") as file:
        return {(row["who"], row["measure"], row["period"]): row["value"] for row in csv.DictReader(file)}


def four_places(ratio: Fraction) -> str:
    """Half up, with the four decimals it always has."""
    tenthousandths = (ratio.numerator * 20_000 + ratio.denominator) // (2 * ratio.denominator)
    return f"{tenthousandths // 10_000}.{tenthousandths % 10_000:04d}"


@pytest.mark.parametrize("name", QUARTERS)
def test_everybodys_completion_of_a_quarter(ask: Ask, expected: Expected, name: str) -> None:
    """Contract amount and number of contracts against their targets, of all 35 people."""
    given = targets()
    found = [row for row in ask("targets", "--period", name)["rows"] if row["scope"] == "rep"]
    for measure, actual in (
        ("contract_amount", lambda values: f"{sum(values)}.00"),
        ("contract_count", lambda values: len(values)),
    ):
        mine = {row["name"]: row for row in found if row["measure"] == measure}
        assert sorted(mine) == sorted(expected.people)
        for person, row in mine.items():
            values = expected.won[person, name]
            target = int(given[row["who"], measure, name])
            reached = sum(values) if measure == "contract_amount" else len(values)
            assert row["actual"] == actual(values), person
            assert Fraction(str(row["target"])) == target
            assert row["attainment"] == four_places(Fraction(reached, target)), person
            assert Fraction(str(row["variance"])) == reached - target


@pytest.mark.parametrize("name", QUARTERS)
def test_the_teams_and_the_company_are_the_sums_of_their_people(ask: Ask, expected: Expected, name: str) -> None:
    found = {row["name"]: row["actual"] for row in ask("targets", "--period", name)["rows"] if row["scope"] != "rep"}
    teams: Counter[str] = Counter()
    for row in rows("sales_teams.csv"):
        for team in (f"Team {row['manager']}", "Company"):
            teams[team] += expected.amount(row["sales_agent"], name)
    assert found == {team: f"{amount}.00" for team, amount in teams.items()}


def test_everybody_is_on_the_appraisal_with_the_same_figures(ask: Ask, expected: Expected) -> None:
    given = targets()
    found = {row["name"]: row for row in ask("appraise", "--period", "2017Q4")["rows"] if row["post"] == "rep"}
    assert sorted(found) == sorted(expected.people)
    for person, row in found.items():
        [item] = [one for one in row["items"] if one["measure"] == "contract_amount"]
        amount, target = expected.amount(person, "2017Q4"), int(given[row["rep"], "contract_amount", "2017Q4"])
        assert Fraction(item["actual"]) == amount and Fraction(item["target"]) == target
        assert item["attainment"] == four_places(Fraction(amount, target))
        assert cents(row["pay"]["commission"]) == commission(amount)


# A worse export.


def test_rows_that_nobody_can_mend_are_rejects_and_the_others_go_in(tmp_path: Path) -> None:
    """An agent whom nobody knows, a product that is not there, a day that is none, an amount that is none."""
    place = tmp_path / "data"
    shutil.copytree(DATA, place)
    broken = place / "sales_pipeline.csv"
    lines = broken.read_text(encoding="utf-8").splitlines()
    changes = {
        1: ("Moses Frase", "Moses"),
        2: ("GTXPro", "GTYPro"),
        3: ("2017-03-07", "2017-02-29"),
        4: (",588", ",5.8.8"),
    }
    for at, (old, new) in changes.items():
        assert old in lines[at]
        lines[at] = lines[at].replace(old, new)
    broken.chmod(0o644)
    broken.write_text("\n".join(lines), encoding="utf-8")
    ledger = tmp_path / "l.db"
    words = ["import", str(place), "--profile", str(EXAMPLE / "profile.toml"), "--json"]
    for line in (["init", "--with-policy", str(EXAMPLE / "policy.toml")], words):
        done = subprocess.run(
            [sys.executable, "-m", "salescli", *line], capture_output=True, text=True, env=environment(ledger)
        )
    answer = json.loads(done.stdout)
    assert done.returncode == 4
    assert [(one["line"], one["column"], one["value"]) for one in answer["rejects"]] == [
        (2, "sales_agent", "Moses"),
        (3, "product", "GTYPro"),
        (4, "close_date", "2017-02-29"),
        (5, "close_value", "5.8.8"),
    ]
    new = {row["kind"]: row["new"] for row in answer["kinds"]}
    assert (new["opportunity"], new["receipt"]) == (8796, 4234)
