"""examples/salesforce-export on the real data: run.sh as it stands, everything against what the CSV files say, reckoned here
with nothing of the program's; and what a later export, with more of everything, brings.
"""

import csv
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from conftest import Run as Command

from salescli.exchange.reading import parse_profile

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "salesforce-export"
DATA = Path(__file__).parents[2] / "shared" / "data" / "salesforce-export"
LAST = "2023-10-28"
NOTHING = "000000000000000AAA"
OWNERS = {"005Hp00000hnUYPIA2": "owner-1", "005Hp00000hjWWrIAM": "owner-2"}
STAGES = {
    "Prospecting": "prospecting",
    "Qualification": "qualification",
    "Needs Analysis": "needs_analysis",
    "Value Proposition": "value_proposition",
    "Id. Decision Makers": "decision_makers",
    "Perception Analysis": "perception_analysis",
    "Proposal/Price Quote": "proposal",
    "Negotiation/Review": "negotiation",
    "Closed Won": "won",
    "Closed Lost": "lost",
}
Rows = list[dict[str, str]]


def rows(name: str, folder: Path = DATA) -> Rows:
    with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def histories(folder: Path = DATA) -> dict[str, Rows]:
    """The rows of the history by opportunity, in the file's order."""
    found: dict[str, Rows] = defaultdict(list)
    for row in rows("OpportunityHistory", folder):
        found[row["OpportunityId"]].append(row)
    return found


def money(dollars: str) -> str:
    return f"{dollars}.00"


def cents(dollars: str) -> int:
    return int(dollars) * 100


def environment(ledger: Path) -> dict[str, str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return os.environ | {
        "PATH": path,
        "SALESCLI_LEDGER": str(ledger),
        "LANG": "C.UTF-8",
        "LANGUAGE": "en",
        "LC_ALL": "",
    }


def asked(ledger: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(f"{ledger.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()


@dataclass(frozen=True)
class Example:
    """What run.sh left and said."""

    ledger: Path
    said: str

    def facts(self, query: str) -> list[tuple[Any, ...]]:
        return asked(self.ledger, query)

    def part(self, title: str) -> str:
        """What was printed under a title."""
        return self.said.split(f"── {title}\n")[1].split("\n──")[0]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Example:
    """The whole job, done once by the script itself."""
    if not DATA.exists():
        pytest.skip("the Salesforce export of ../shared/data is not there")
    ledger = tmp_path_factory.mktemp("salesforce") / "s.db"
    done = subprocess.run(
        ["sh", str(EXAMPLE / "run.sh"), str(DATA), str(ledger)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(ledger),
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return Example(ledger, done.stdout)


Ask = Callable[..., dict[str, Any]]


@pytest.fixture
def ask(example: Example, run: Command) -> Ask:
    """A report on the example's ledger, seen from the day on which its records were made unless the words say another."""

    def report(*words: str, on: str = LAST) -> dict[str, Any]:
        answer = run(*words, "--ledger", str(example.ledger), "--on", on, "--format", "json")
        assert answer.code == 0, answer.err
        found: dict[str, Any] = json.loads(answer.out)
        return found

    return report


# What went in.


def test_every_row_became_what_it_is(example: Example) -> None:
    """How many facts of each kind, counted from the files."""
    leads, cases = rows("lead"), rows("case")
    converted = [row for row in leads if row["Status"] == "Closed - Converted"]
    won = [row for row in rows("opportunity") if row["IsWon"] == "1"]
    expected = {
        "team": len(rows("UserRole")),
        "team_change": sum(row["ParentRoleId"] != NOTHING for row in rows("UserRole")),
        "rep": len({row["OwnerId"] for name in ("account", "lead", "opportunity", "case") for row in rows(name)}),
        "customer": len(rows("account")) + len(leads) - len(converted),
        "customer_owner": len(rows("account")) + len(leads) - len(converted),
        "contact": len(leads),
        "follow_up": sum(row["Status"] == "Working - Contacted" for row in leads),
        "disqualification": sum(row["Status"] == "Closed - Not Converted" for row in leads),
        "product": len(rows("Product2")),
        "product_price": len({row["Product2Id"] for row in rows("PricebookEntry")}),
        "opportunity": 31,
        "opportunity_owner": 31 + len(won),
        "stage_change": 62,
        "contract": len(won),
        "feedback": sum(row["AccountId"] != NOTHING for row in cases),
        "feedback_close": sum(row["Status"] == "Closed" for row in rows("CaseHistory2")),
    }
    found = dict(example.facts("SELECT kind, count(*) FROM fact WHERE source_key IS NOT NULL GROUP BY kind"))
    assert found == expected | {"rep_change": expected["rep"]}


def test_nothing_was_rejected(example: Example) -> None:
    rejects = example.ledger.with_name("s-rejects.csv").read_text(encoding="utf-8-sig")
    assert rejects == "#source,#file,#line,#column,#value,#reason\n"


def totals(said: str) -> list[str]:
    """New, known already, differing and rejected."""
    [total] = [line.split()[1:] for line in said.splitlines() if line.startswith("Total")]
    return total


def test_the_dry_run_said_what_the_import_did(example: Example) -> None:
    dry, real = example.part("What would come of the import"), example.part("The import")
    assert "Dry run, nothing was written" in dry
    assert totals(dry) == totals(real)
    [(keyed,)] = example.facts("SELECT count(*) FROM fact WHERE source_key IS NOT NULL")
    assert totals(real)[0] == str(keyed)


def test_importing_again_added_nothing(example: Example) -> None:
    new, _known, differing, rejected = totals(example.part("The import again: nothing is new"))
    assert (new, differing, rejected) == ("0", "0", "0")


# Stage history.


def test_each_opportunity_has_its_changes_in_the_files_order(example: Example) -> None:
    """Stage, amount, probability, expected close and day of all 62, and no opening stage beside them."""
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for code, *change in example.facts(
        "SELECT code, change.happened_on, stage, closes, amount, probability, expected_close"
        " FROM stage_change AS change JOIN opportunity ON opportunity.id = opportunity_id"
        " JOIN fact ON fact.id = change.id ORDER BY change.happened_on, recorded_at, change.id"
    ):
        found[code].append((*change[:4], Fraction(change[4]), change[5]))
    assert found == {
        id: [
            (
                row["CreatedDate"][:10],
                STAGES[row["StageName"]],
                {"Closed Won": "won"}.get(row["StageName"]),
                cents(row["Amount"]),
                Fraction(int(row["Probability"]), 100),
                row["CloseDate"][:10],
            )
            for row in changes
        ]
        for id, changes in histories().items()
    }


def test_the_last_change_is_how_the_opportunity_stands(ask: Ask) -> None:
    """Stage, amount, probability, expected close, owner and customer of all 31, as opportunity.csv has them."""
    accounts = {row["Id"]: row["Name"] for row in rows("account")}
    found = {row["code"]: row for row in ask("opportunity", "list", "--all")["rows"]}
    assert len(found) == 31
    for row in rows("opportunity"):
        standing = found[row["Id"]]
        assert standing["opportunity"] == row["Name"]
        assert standing["customer"] == accounts[row["AccountId"]]
        assert standing["rep"] == OWNERS[row["OwnerId"]]
        assert standing["stage"] == STAGES[row["StageName"]]
        assert standing["amount"] == money(row["Amount"])
        assert Fraction(standing["probability"]) == Fraction(int(row["Probability"]), 100)
        assert standing["expected_close"] == row["CloseDate"][:10]
        assert (standing["closes"] == "won") == (row["IsWon"] == "1")


def slips(ledger: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Of each change of each opportunity: close date before and after, stage before, amount before and after."""
    query = """
      SELECT code, lag(expected_close) OVER own, expected_close, lag(stage) OVER own, lag(amount) OVER own, amount
      FROM stage_change AS change
      JOIN opportunity ON opportunity.id = opportunity_id
      JOIN fact ON fact.id = change.id
      WINDOW own AS (PARTITION BY opportunity_id ORDER BY change.happened_on, recorded_at, change.id)
      ORDER BY change.happened_on, recorded_at, change.id
    """
    found: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for code, *change in asked(ledger, query):
        found[code].append(tuple(change))
    return found


def test_close_dates_slipped_as_the_history_says(example: Example) -> None:
    """Every opportunity was to close on 2018-10-01 first; then on the day that opportunity.csv has. Salesforce's own note of
    the stage before agrees; its notes of the amount and close date before are empty in this export."""
    changes, found = histories(), slips(example.ledger)
    closes = {row["Id"]: row["CloseDate"][:10] for row in rows("opportunity")}
    assert found.keys() == changes.keys() == closes.keys()
    for id, rows_of_it in changes.items():
        first, second = found[id]
        assert first[:3] == (None, "2018-10-01", None)
        assert second[:2] == ("2018-10-01", closes[id])
        assert [row["FromOpportunityStageName"] and STAGES[row["FromOpportunityStageName"]] for row in rows_of_it] == [
            "",
            second[2],
        ]
        assert second[3] == second[4] == cents(rows_of_it[1]["Amount"])
        assert {row[name] for row in rows_of_it for name in ("PrevAmount", "PrevCloseDate")} == {""}


def told(row: dict[str, Any], *names: str) -> tuple[Any, ...]:
    return tuple(row[name] for name in names)


def test_the_history_of_one_opportunity(ask: Ask) -> None:
    """Made, owned, and its close date moved by nearly five years: exactly this, in this order."""
    found = ask("history", "006Hp000015Yh8AIAS")["rows"]
    names = ("happened_on", "kind", "stage", "amount", "probability", "expected_close", "slipped")
    stands = ("needs_analysis", "675000.00", "0.2")
    assert [told(row, *names) for row in found] == [
        (LAST, "opportunity", None, None, None, None, None),
        (LAST, "opportunity_owner", None, None, None, None, None),
        (LAST, "stage_change", *stands, "2018-10-01", None),
        (LAST, "stage_change", *stands, "2023-09-18", 1813),
    ]
    assert "slipped from 2018-10-01 to 2023-09-18 by 1813 days" in found[3]["text"]
    assert {row["recorded_by"] for row in found} == {"salesforce-import"}


def test_the_history_of_every_opportunity_shows_its_slip(ask: Ask) -> None:
    """Days between the first close date and the opportunity's own."""
    for row in rows("opportunity"):
        changes = [one for one in ask("history", row["Id"])["rows"] if one["kind"] == "stage_change"]
        days = (date.fromisoformat(row["CloseDate"][:10]) - date(2018, 10, 1)).days
        assert [one["slipped"] for one in changes] == [None, days], row["Name"]


def days_in_stage(changes: Rows, on: str) -> int:
    """Days since the first row of the last run of the same stage."""
    at = len(changes) - 1
    while at and changes[at - 1]["StageName"] == changes[at]["StageName"]:
        at -= 1
    return (date.fromisoformat(on) - date.fromisoformat(changes[at]["CreatedDate"][:10])).days


@pytest.mark.parametrize("on", [LAST, "2023-11-18"])
def test_days_in_stage(ask: Ask, on: str) -> None:
    """The second change kept the stage, so it counts from the first."""
    changes = histories()
    found = {row["code"]: row["days"] for row in ask("opportunity", "list", on=on)["rows"]}
    assert found == {id: days_in_stage(rows_of_it, on) for id, rows_of_it in changes.items() if id in found}
    assert found.keys() == {row["Id"] for row in rows("opportunity") if row["IsClosed"] == "0"}


def test_the_funnel_is_what_opportunity_csv_says(ask: Ask) -> None:
    """Open opportunities per stage, their customers, their amounts, and Salesforce's own expected revenue."""
    stages: dict[str, Rows] = defaultdict(list)
    for row in rows("opportunity"):
        if row["IsClosed"] == "0":
            stages[STAGES[row["StageName"]]].append(row)
    found = ask("funnel")
    assert {row["stage"]: row["count"] for row in found["rows"]} == {key: len(own) for key, own in stages.items()}
    for row in found["rows"]:
        own = stages[row["stage"]]
        assert row["customers"] == len({one["AccountId"] for one in own})
        assert row["amount"] == money(str(sum(int(one["Amount"]) for one in own)))
        assert row["expected_revenue"] == money(str(sum(int(one["ExpectedRevenue"]) for one in own)))
    assert found["totals"]["expected_revenue"] == "1094500.00"


def test_what_was_won_over_the_year(ask: Ask) -> None:
    stages = {row["stage"]: row for row in ask("funnel", "--period", "2023")["rows"]}
    won = [int(row["Amount"]) for row in rows("opportunity") if row["IsWon"] == "1"]
    assert (stages["won"]["reached"], stages["won"]["amount"]) == (len(won), money(str(sum(won))))
    assert stages["lost"]["reached"] == 0


# What was won.


def test_what_was_won_is_a_contract_and_nothing_was_paid(example: Example) -> None:
    found = example.facts("SELECT code, happened_on, amount FROM contract ORDER BY code")
    assert found == sorted(
        (row["Id"], row["CloseDate"][:10], cents(row["Amount"])) for row in rows("opportunity") if row["IsWon"] == "1"
    )
    assert example.facts("SELECT count(*) FROM receipt") == [(0,)]


@pytest.mark.parametrize("name", ["2023Q3", "2023Q4"])
def test_the_owner_has_the_contracts_of_a_quarter(ask: Ask, name: str) -> None:
    """Signed before the records were made, and the owner's nonetheless."""
    months = {"2023Q3": ("07", "08", "09"), "2023Q4": ("10", "11", "12")}[name]
    amount = sum(
        int(row["Amount"]) for row in rows("opportunity") if row["IsWon"] == "1" and row["CloseDate"][5:7] in months
    )
    [figure, *steps] = ask("explain", "contract_amount", "owner-1", "--period", name)["rows"]
    assert figure["result"] == money(str(amount)) and steps


def test_products_have_the_list_price_of_the_standard_book(ask: Ask) -> None:
    prices = {row["Product2Id"]: row["UnitPrice"] for row in rows("PricebookEntry")}
    found = {row["product"]: (row["name"], row["list_price"]) for row in ask("product", "list")["rows"]}
    assert found == {row["ProductCode"]: (row["Name"], money(prices[row["Id"]])) for row in rows("Product2")}


# Customers, leads, complaints, teams.


def first_filled(row: dict[str, str], *names: str) -> str | None:
    return next((row[name] for name in names if row[name]), None)


def test_accounts_are_customers(example: Example) -> None:
    found = {
        name: tuple(rest)
        for name, *rest in example.facts("SELECT name, phone, industry, region, grade, source FROM customer")
    }
    grades = {"Hot": "A", "Warm": "B", "Cold": "C", "High": "A", "Medium": "B", "Low": "C"}
    for row in rows("account"):
        region = first_filled(row, "BillingState", "ShippingState", "BillingCountry", "ShippingCountry")
        grade = first_filled(row, "Rating", "CustomerPriority__c")
        assert found[row["Name"]] == (
            row["Phone"] or None,
            row["Industry"] or None,
            region,
            grade and grades[grade],
            None,
        )
    assert found["Edge Communications"][2:4] == ("TX", "A")
    assert found["United Oil & Gas, UK"][2:4] == ("UK", "A")  # by its priority: it has no rating


def test_leads_are_customers_with_a_contact_until_they_are_converted(example: Example) -> None:
    """A converted one is a contact of the account that has its company's name."""
    found = example.facts(
        "SELECT customer.name, contact.name, contact.title, contact.email, customer.source, owner.rep_id IS NOT NULL"
        " FROM contact JOIN customer ON customer.id = contact.customer_id"
        " JOIN customer_owner AS owner ON owner.customer_id = customer.id ORDER BY contact.name"
    )
    assert found == sorted(
        (
            (
                row["Company"],
                f"{row['FirstName']} {row['LastName']}",
                row["Title"],
                row["Email"],
                None if row["Status"] == "Closed - Converted" else row["LeadSource"],
                1,
            )
            for row in rows("lead")
        ),
        key=lambda line: line[1],
    )
    accounts = {row["Name"] for row in rows("account")}
    converted = [row["Company"] for row in rows("lead") if row["Status"] == "Closed - Converted"]
    assert len(converted) == 3 and set(converted) <= accounts


def test_leads_that_nobody_spoke_to_are_to_be_processed(ask: Ask) -> None:
    """Not the contacted, the closed and the converted ones; and accounts that nothing is known of."""
    due = [row["customer"] for row in ask("remind", "--all", on="2023-11-18")["rows"] if row["kind"] == "unprocessed"]
    sold = {row["AccountId"] for row in rows("opportunity")}
    assert sorted(due) == sorted(
        [row["Company"] for row in rows("lead") if row["Status"] == "Open - Not Contacted"]
        + [row["Name"] for row in rows("account") if row["Id"] not in sold]
    )


def test_cases_are_complaints_closed_when_their_history_says_so(example: Example, ask: Ask) -> None:
    accounts = {row["Id"]: row["Name"] for row in rows("account")}
    closed = {row["CaseId"] for row in rows("CaseHistory2") if row["Status"] == "Closed"}
    found = example.facts(
        "SELECT customer.name, feedback.happened_on, feedback_kind, content, closing.happened_on"
        " FROM feedback JOIN customer ON customer.id = customer_id"
        " LEFT JOIN feedback_close AS closing ON closing.feedback_id = feedback.id ORDER BY content"
    )
    assert found == sorted(
        (
            (
                accounts[row["AccountId"]],
                LAST,
                "complaint",
                f"{row['CaseNumber']} {row['Subject']}",
                LAST if row["Id"] in closed else None,
            )
            for row in rows("case")
        ),
        key=lambda line: line[3],
    )
    assert closed == {row["Id"] for row in rows("case") if row["IsClosed"] == "1"}
    [figure, *_steps] = ask("explain", "complaint_resolution", "owner-1", "--period", "2023Q4")["rows"]
    assert figure["result"] == "0.8846" and (len(closed), len(rows("case"))) == (23, 26)  # 23 ÷ 26


def test_the_complaints_that_are_open(ask: Ask) -> None:
    accounts = {row["Id"]: row["Name"] for row in rows("account")}
    found = ask("feedback", "list", "--open")["rows"]
    assert sorted(row["customer"] for row in found) == sorted(
        accounts[row["AccountId"]] for row in rows("case") if row["IsClosed"] == "0"
    )


def test_roles_are_a_tree_of_teams(ask: Ask) -> None:
    names = {row["Id"]: row["Name"] for row in rows("UserRole")}
    teams = ask("team", "list")["rows"]
    called = {row["team"]: row["name"] for row in teams}
    assert {row["name"]: row["parent"] and called[row["parent"]] for row in teams} == {
        row["Name"]: names.get(row["ParentRoleId"]) for row in rows("UserRole")
    }


# A later export.


@dataclass(frozen=True)
class Export:
    """A copy of the data that goes on: rows appended and changed, and imported into a ledger of the test's."""

    folder: Path
    run: Command
    ledger: Path

    def change(self, name: str, id: str, **cells: str) -> None:
        """Other cells in the row with this id."""
        self._write(name, [row | cells if row["Id"] == id else row for row in rows(name, self.folder)])

    def add(self, name: str, like: str, **cells: str) -> None:
        """Another row at the end, like the one with this id but for some cells."""
        own = rows(name, self.folder)
        [model] = [row for row in own if row["Id"] == like]
        self._write(name, [*own, model | cells])

    def _write(self, name: str, own: Rows) -> None:
        assert own != rows(name, self.folder)
        with (self.folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, list(own[0]), quoting=csv.QUOTE_ALL, lineterminator="\n")
            writer.writeheader()
            writer.writerows(own)

    def imported(self, *words: str, code: int = 0, profile: Path = EXAMPLE / "profile.toml") -> dict[str, Any]:
        answer = self.run("import", str(self.folder), "--profile", str(profile), "--json", *words)
        assert answer.code == code, answer
        found: dict[str, Any] = json.loads(answer.out)
        return found

    def facts(self, query: str) -> list[tuple[Any, ...]]:
        return asked(self.ledger, query)


def new(answer: dict[str, Any]) -> dict[str, int]:
    return {row["kind"]: row["new"] for row in answer["kinds"] if row["new"]}


@pytest.fixture
def export(tmp_path: Path, run: Command, ledger: Path) -> Export:
    """A copy of the data, and a ledger with the example's policy and nothing in it."""
    if not DATA.exists():
        pytest.skip("the Salesforce export of ../shared/data is not there")
    folder = tmp_path / "export"
    folder.mkdir()
    for path in DATA.glob("*.csv"):
        (folder / path.name).write_bytes(path.read_bytes())
    answer = run("init", "--currency", "USD", "--with-policy", str(EXAMPLE / "policy.toml"))
    assert answer.code == 0, answer.err
    return Export(folder, run, ledger)


PLANT = "006Hp000015Yh8AIAS"  # United Oil Plant Standby Generators, in needs analysis


def history_of(id: str) -> str:
    """The id of an opportunity's last row of history."""
    return histories()[id][-1]["Id"]


def test_a_dry_run_writes_nothing(export: Export) -> None:
    before = export.facts("SELECT id, hash FROM fact")
    assert new(export.imported("--dry-run"))["stage_change"] == 62
    assert export.facts("SELECT id, hash FROM fact") == before


def test_a_later_export_adds_the_changes_that_are_new(export: Export) -> None:
    """Two more changes, the second of which wins it; before and after as Salesforce notes them itself, and days in the stage
    between."""
    export.imported()
    proposal = {
        "Id": "008Hp000031aaa1IAA",
        "CreatedDate": "2023-11-07 09:00:00",
        "StageName": "Proposal/Price Quote",
        "FromOpportunityStageName": "Needs Analysis",
        "Amount": "700000",
        "PrevAmount": "675000",
        "CloseDate": "2023-12-01 00:00:00",
        "PrevCloseDate": "2023-09-18 00:00:00",
        "Probability": "75",
    }
    won = {
        "Id": "008Hp000031aaa2IAA",
        "CreatedDate": "2023-11-27 16:30:00",
        "StageName": "Closed Won",
        "FromOpportunityStageName": "Proposal/Price Quote",
        "Amount": "690000",
        "PrevAmount": "700000",
        "CloseDate": "2023-11-27 00:00:00",
        "PrevCloseDate": "2023-12-01 00:00:00",
        "Probability": "100",
    }
    last = history_of(PLANT)
    export.add("OpportunityHistory", last, **proposal)
    standing = {"StageName": "Proposal/Price Quote", "Amount": "700000", "Probability": "75"}
    export.change("opportunity", PLANT, **standing, CloseDate=proposal["CloseDate"])
    assert new(export.imported()) == {"stage_change": 1}
    listed = json.loads(export.run("opportunity", "list", "--on", "2023-11-20", "--format", "json").out)["rows"]
    days = {row["code"]: row["days"] for row in listed}
    assert (days.pop(PLANT), set(days.values())) == (13, {23})

    export.add("OpportunityHistory", last, **won)
    standing = {"StageName": "Closed Won", "Amount": "690000", "Probability": "100", "IsWon": "1", "IsClosed": "1"}
    export.change("opportunity", PLANT, **standing, CloseDate=won["CloseDate"])
    assert new(export.imported()) == {"stage_change": 1, "opportunity_owner": 1, "contract": 1}
    assert not new(export.imported())

    for found, row in zip(slips(export.ledger)[PLANT][-2:], (proposal, won), strict=True):
        assert found == (
            row["PrevCloseDate"][:10],
            row["CloseDate"][:10],
            STAGES[row["FromOpportunityStageName"]],
            cents(row["PrevAmount"]),
            cents(row["Amount"]),
        )
    history = json.loads(export.run("history", PLANT, "--on", "2023-11-30", "--format", "json").out)["rows"]
    changes = [told(row, "stage", "slipped", "days") for row in history if row["kind"] == "stage_change"]
    assert changes == [
        ("needs_analysis", None, None),
        ("needs_analysis", 1813, None),
        ("proposal", 74, 10),
        ("won", -4, 20),
    ]
    signed = export.facts(f"SELECT happened_on, amount FROM contract WHERE code = '{PLANT}'")
    assert signed == [("2023-11-27", 690_000_00)]


def test_another_owner_has_it_from_the_day_of_the_change(export: Export) -> None:
    """And back again; whose it was before stays as it was, and an older export changes nothing."""
    export.imported()
    first, second = OWNERS
    query = f"""
      SELECT owner.happened_on, rep.code FROM opportunity_owner AS owner
      JOIN opportunity ON opportunity.id = opportunity_id JOIN rep ON rep.id = rep_id
      WHERE opportunity.code = '{PLANT}' ORDER BY owner.id
    """
    export.change("opportunity", PLANT, OwnerId=second, LastModifiedDate="2023-11-03 10:00:00")
    assert new(export.imported()) == {"opportunity_owner": 1}
    export.change("opportunity", PLANT, LastModifiedDate="2023-11-05 10:00:00")
    assert not new(export.imported())
    export.change("opportunity", PLANT, OwnerId=first, LastModifiedDate="2023-12-01 10:00:00")
    assert new(export.imported()) == {"opportunity_owner": 1}
    owners = [(LAST, "owner-1"), ("2023-11-03", "owner-2"), ("2023-12-01", "owner-1")]
    assert export.facts(query) == owners

    export.change("opportunity", PLANT, OwnerId=second, LastModifiedDate="2023-11-03 10:00:00")
    answer = export.imported(code=4)
    assert not new(answer)
    assert [(one["kind"], one["columns"]) for one in answer["differences"]] == [("opportunity_owner", ["OwnerId"])]
    assert export.facts(query) == owners


def test_another_price_is_one_from_the_day_of_the_change(export: Export) -> None:
    export.imported()
    [entry] = [row for row in rows("PricebookEntry") if row["Id"] == "01uHp00000Pok4xIAB"]
    assert entry["UnitPrice"] == "25000"
    export.change("PricebookEntry", entry["Id"], UnitPrice="27500", LastModifiedDate="2024-01-01 08:00:00")
    assert new(export.imported()) == {"product_price": 1}
    for on, price in ((LAST, "25000.00"), ("2023-12-31", "25000.00"), ("2024-01-01", "27500.00")):
        listed = json.loads(export.run("product", "list", "--on", on, "--format", "json").out)["rows"]
        assert {row["product"]: row["list_price"] for row in listed}["GC1040"] == price


def test_a_next_step_is_seen_where_the_opportunity_stands(export: Export) -> None:
    export.imported()
    export.change("opportunity", PLANT, NextStep="Send the offer", LastModifiedDate="2023-11-02 10:00:00")
    assert new(export.imported()) == {"stage_change": 1}
    listed = json.loads(export.run("opportunity", "list", "--on", "2023-11-02", "--format", "json").out)["rows"]
    [standing] = [row for row in listed if row["code"] == PLANT]
    assert (
        standing["next_step"],
        standing["stage"],
        standing["amount"],
        standing["expected_close"],
        standing["days"],
    ) == (
        "Send the offer",
        "needs_analysis",
        "675000.00",
        "2023-09-18",
        5,
    )


def test_a_lead_that_goes_on(export: Export) -> None:
    """Spoken to, then given up; another is converted: a contact of its account."""
    export.imported()
    lead = next(row for row in rows("lead") if row["Status"] == "Open - Not Contacted")
    export.change("lead", lead["Id"], Status="Working - Contacted", LastModifiedDate="2023-11-02 10:00:00")
    assert new(export.imported()) == {"follow_up": 1}
    export.change("lead", lead["Id"], Status="Closed - Not Converted", LastModifiedDate="2023-11-30 10:00:00")
    assert new(export.imported()) == {"disqualification": 1}
    [account] = [row["Id"] for row in rows("account") if row["Name"] == "GenePoint"]
    model = {"Id": "00QHp00001zzzzzMAX", "Company": "Gene Point", "FirstName": "Eve", "LastName": "Converted"}
    export.add("lead", lead["Id"], **model, IsConverted="1", ConvertedAccountId=account, Status="Closed - Converted")
    assert new(export.imported()) == {"contact": 1}
    who = "SELECT customer.name FROM contact JOIN customer ON customer.id = customer_id WHERE contact.name = 'Eve Converted'"
    assert export.facts(who) == [("GenePoint",)]


def test_a_complaint_that_is_closed_later(export: Export) -> None:
    export.imported()
    case = next(row for row in rows("case") if row["Status"] == "New")
    [entry] = [row["Id"] for row in rows("CaseHistory2") if row["CaseId"] == case["Id"]]
    closing = {"Id": "02DHp0000zzzzzzMAR", "Status": "Closed", "LastModifiedDate": "2023-11-10 10:00:00"}
    export.add("CaseHistory2", entry, **closing)
    export.add(
        "CaseHistory2", entry, **closing | {"Id": "02DHp0000zzzzz2MAR", "LastModifiedDate": "2023-12-24 10:00:00"}
    )
    assert new(export.imported()) == {"feedback_close": 1}
    closed = "SELECT closing.happened_on FROM feedback_close AS closing JOIN feedback ON feedback.id = feedback_id"
    assert export.facts(f"{closed} WHERE content LIKE '{case['CaseNumber']} %'") == [("2023-11-10",)]


def test_what_is_deleted_is_left_out(export: Export) -> None:
    export.change("opportunity", PLANT, IsDeleted="1")
    for row in histories()[PLANT]:
        export.change("OpportunityHistory", row["Id"], IsDeleted="1")
    export.change("account", "001Hp00002fmBy8IAE", IsDeleted="true")
    found = new(export.imported())
    assert (found["opportunity"], found["stage_change"]) == (30, 60)
    assert export.facts("SELECT 1 FROM customer WHERE name = 'Sample Account for Entitlements'") == []


def test_data_loader_writes_true_and_false_and_instants(export: Export) -> None:
    """The same org read by another of Salesforce's tools becomes the same facts."""
    for path in export.folder.glob("*.csv"):
        name = path.stem
        own = rows(name, export.folder)
        words = {"0": "false", "1": "true"}
        for row in own:
            for column, cell in row.items():
                if column.startswith("Is") and cell in words:
                    row[column] = words[cell]
                row[column] = re.sub(r"^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$", r"\1T\2.000Z", row[column])
        export._write(name, own)
    mine = export.imported()
    assert not mine["rejects"] and (new(mine)["contract"], new(mine)["stage_change"]) == (18, 62)
    for path in DATA.glob("*.csv"):
        shutil.copyfile(path, export.folder / path.name)
    assert not new(export.imported())


def test_what_cannot_be_understood_is_rejected_with_its_reason(export: Export) -> None:
    """A stage that the policy does not have, a change of an opportunity that is not there, an amount that is none: those
    rows, each with its line, column and reason, and no other."""
    last = history_of(PLANT)
    export.add("OpportunityHistory", last, Id="008x1", StageName="Commit")
    export.add("OpportunityHistory", last, Id="008x2", OpportunityId="006nobody")
    export.change("opportunity", "006Hp000015Yh7kIAC", AccountId="001nobody")
    for row in histories()["006Hp000015Yh7kIAC"]:
        export.change("OpportunityHistory", row["Id"], Amount="a lot")
    answer = export.imported(code=4)
    said = [(one["file"], one["line"], one["column"], one["value"]) for one in answer["rejects"]]
    first, second = [
        at for at, row in enumerate(rows("OpportunityHistory"), 2) if row["OpportunityId"] == "006Hp000015Yh7kIAC"
    ]
    assert said == [
        ("opportunity.csv", 2, "AccountId", "001nobody"),
        ("OpportunityHistory.csv", first, "Amount", "a lot"),
        ("OpportunityHistory.csv", second, "Amount", "a lot"),
        ("OpportunityHistory.csv", 64, "StageName", "Commit"),
        ("OpportunityHistory.csv", 65, "OpportunityId", "006nobody"),
    ]
    reasons = [one["reason"] for one in answer["rejects"]]
    assert "001nobody" in reasons[0] and "imported as “customer”" in reasons[0]
    assert "prospecting" in reasons[3] and "imported as “opportunity”" in reasons[4]
    assert (new(answer)["opportunity"], new(answer)["stage_change"]) == (30, 60)


def test_an_owner_without_a_line_in_the_profile_keeps_the_id(export: Export) -> None:
    """And a queue is nobody."""
    export.change("account", "001Hp00002fmBy8IAE", OwnerId="005Hp00000nobodyXX")
    lead = next(row for row in rows("lead") if row["Status"] == "Open - Not Contacted")
    export.change("lead", lead["Id"], OwnerId="00GHp00000queueXXX")
    assert not export.imported()["rejects"]
    assert export.facts("SELECT code, name FROM rep ORDER BY code") == [
        ("005Hp00000nobodyXX", "005Hp00000nobodyXX"),
        ("owner-1", "First owner"),
    ]
    unowned = (
        "SELECT name FROM customer WHERE NOT EXISTS (SELECT 1 FROM customer_owner WHERE customer_id = customer.id)"
    )
    assert export.facts(unowned) == [(lead["Company"],)]


def test_payments_come_from_bookkeeping(export: Export, tmp_path: Path) -> None:
    """With a profile of its own, that names the contract by the opportunity's id."""
    export.imported()
    text = (ROOT / "examples" / "import-profiles.md").read_text(encoding="utf-8")
    [recipe] = re.findall(r"((?:^    .+\n)+)", text.split("**Money from another system.**")[1], re.MULTILINE)[:1]
    block = re.sub("^    ", "", recipe, flags=re.MULTILINE)
    profile = tmp_path / "books.toml"
    profile.write_text(
        f'[profile]\nkey = "books"\n[[source]]\nfiles = "paid.csv"\nkey = "No"\n{block}', encoding="utf-8"
    )
    won = next(row for row in rows("opportunity") if row["IsWon"] == "1")
    paid = f"No,Contract,Paid on,Amount\n1,{won['Id']},2023-10-30,1000.50\n"
    (export.folder / "paid.csv").write_text(paid, encoding="utf-8")
    assert new(export.imported(profile=profile)) == {"receipt": 1}
    received = "SELECT contract.code, receipt.happened_on, receipt.amount FROM receipt JOIN contract ON contract.id = contract_id"
    assert export.facts(received) == [(won["Id"], "2023-10-30", 100_050)]


# What README.md says of other exports.


def blocks() -> Iterator[str]:
    """The profile blocks that the page shows."""
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")
    for indent, block in re.findall(r"^( *)```toml\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL):
        yield re.sub(f"^{indent}", "", block, flags=re.MULTILINE)


def with_users_and_activities() -> str:
    """The profile as the page says to change it: people from User.csv, contacts and activities behind the rest."""
    text = (EXAMPLE / "profile.toml").read_text(encoding="utf-8")
    people, others = blocks()
    start, rest = text.split('[[source]]\nname = "people"', 1)
    return f"{start}{people}\n{rest[rest.index('# ── Products') :]}\n{others}"


def test_the_pages_blocks_are_of_the_language() -> None:
    sources = {source.called: source for source in parse_profile(with_users_and_activities()).sources}
    assert sources["people"].files == ("User.csv",)
    assert {"contacts", "activities"} < sources.keys()


def test_users_contacts_and_activities_of_a_fuller_export(export: Export, tmp_path: Path) -> None:
    """People with their names and teams, a contact, a call: and everything else refers to the people as before."""
    first, second = OWNERS
    role = next(row["Id"] for row in rows("UserRole") if row["Name"] == "Western Sales Team")
    account = next(row["Id"] for row in rows("account") if row["Name"] == "GenePoint")
    files = {
        "User": [
            "Id,Alias,FirstName,LastName,UserType,UserRoleId,CreatedDate",
            f"{first},ASmith,Anna,Smith,Standard,{role},2020-01-02 10:00:00",
            f"{second},auto,,Automation,Standard,{NOTHING},2020-01-02 10:00:00",
            f"005Hp000000chatIAA,chat,,Chatter,CsnOnly,{NOTHING},2020-01-02 10:00:00",
        ],
        "Contact": [
            "Id,IsDeleted,AccountId,FirstName,LastName,Title,Phone,MobilePhone,Email,CreatedDate",
            f"003x,0,{account},Edna,Frank,VP,(650) 867-3450,,efrank@genepoint.com,2023-10-28 20:45:25",
            f"003y,0,{NOTHING},No,Account,,,,,2023-10-28 20:45:25",
        ],
        "Task": [
            "Id,IsDeleted,IsClosed,AccountId,OwnerId,ActivityDate,TaskSubtype,Subject",
            f"00Tx,0,1,{account},{first},2023-10-30 00:00:00,Call,Asked for a quote",
            f"00Ty,0,0,{account},{first},2023-11-30 00:00:00,Task,Still to be done",
        ],
    }
    for name, lines in files.items():
        (export.folder / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    profile = tmp_path / "mine.toml"
    profile.write_text(with_users_and_activities(), encoding="utf-8")
    answer = export.imported(profile=profile)
    assert not answer["rejects"]
    assert new(answer)["stage_change"] == 62 and new(answer)["contact"] == len(rows("lead")) + 1
    people = "SELECT rep.code, rep.name, team.name FROM rep JOIN rep_change ON rep_id = rep.id LEFT JOIN team ON team.id = team_id"
    assert export.facts(people) == [("asmith", "Anna Smith", "Western Sales Team"), ("auto", "Automation", None)]
    calls = "SELECT happened_on, content FROM follow_up WHERE channel = 'phone'"
    assert export.facts(calls) == [("2023-10-30", "Asked for a quote")]
    assert Counter(export.facts("SELECT rep_id IS NOT NULL FROM opportunity_owner")) == {(1,): 49}
