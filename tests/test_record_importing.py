"""`salescli import`: what goes in, what is rejected and why, what importing again does, and that nothing is ever half there."""

import csv
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Run
from openpyxl import Workbook

from salescli.ledger import files
from salescli.ledger.store import Who

HOSTILE = Path(__file__).parents[2] / "shared" / "data" / "hostile" / "blns.json"

HEAD = '[profile]\nkey = "p"\n'
CUSTOMERS = """
[[source]]
files = "customers.csv"
key = "No"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = "Day"
name = "Name"
phone = "Phone"
"""
SALES = """
[[source]]
name = "sales"
files = "sales*.csv"
key = "No"
[[source.fact]]
kind = "opportunity"
[source.fact.fields]
day = "Day"
code = "No"
name = { template = "{Customer} {No}" }
customer = "Customer"
[[source.fact]]
kind = "opportunity_owner"
[source.fact.fields]
day = "Day"
opportunity = { fact = "opportunity" }
rep = "Rep"
[[source.fact]]
kind = "stage_change"
key = ["No", "Stage"]
[source.fact.fields]
day = "Day"
opportunity = { fact = "opportunity" }
stage = "Stage"
amount = "Amount"
[[source.fact]]
kind = "contract"
when = { Stage = "won" }
[source.fact.fields]
day = "Day"
opportunity = { fact = "opportunity" }
amount = "Amount"
[[source.fact]]
kind = "contract_line"
when = { Stage = "won" }
[source.fact.fields]
day = "Day"
contract = { fact = "contract" }
product = { value = "GTX" }
quantity = { value = "1" }
unit_price = "Amount"
"""


class Place:
    """A folder with a profile and files, beside the ledger of the test."""

    def __init__(self, folder: Path, run: Run) -> None:
        self.folder = folder
        self.run = run
        self.rejects = folder / "rejects.csv"

    def profile(self, text: str) -> "Place":
        (self.folder / "p.toml").write_text(HEAD + text, encoding="utf-8")
        return self

    def file(self, name: str, *rows: list[str]) -> Path:
        with (self.folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return self.folder / name

    def imported(self, *words: str | Path, code: int = 0, profile: str = "p.toml") -> dict[str, Any]:
        """The JSON answer of an import of these files; a folder of the test's if none is named."""
        files = [str(word) for word in words] or [str(self.folder)]
        answer = self.run("import", *files, "--profile", str(self.folder / profile), "--json")
        assert answer.code == code, answer
        found: dict[str, Any] = json.loads(answer.out)
        return found

    def reason(self, *words: str | Path) -> str:
        """Why the one row of the file was rejected."""
        [reject] = self.imported(*words, code=4)["rejects"]
        return f"{reject['column'] or ''}={reject['value']}: {reject['reason']}"


@pytest.fixture
def place(tmp_path: Path, run: Run, company: Path) -> Place:
    """A folder of its own; the ledger knows the reps zw and ls, customers, and the product GTX at 4,821."""
    folder = tmp_path / "export"
    folder.mkdir()
    return Place(folder, run)


def head(run: Run) -> str:
    """The ledger's digest."""
    found: str = json.loads(run("funnel", "--on", "2024-03-15", "--format", "json").out)["head"]
    return found


def counts(answer: dict[str, Any], key: str) -> dict[str, int]:
    return {row["kind"]: row[key] for row in answer["kinds"] if row[key]}


COLUMNS = ["No", "Day", "Customer", "Rep", "Stage", "Amount"]
WON = ["A-1", "2024-03-04", "华北机械", "zw", "won", "4,500.50"]
OPEN = ["A-2", "2024-03-05", "华北电子", "李四", "Proposal", "12000"]


# What goes in.


def test_a_row_becomes_facts_as_the_commands_would_make_them(place: Place, facts: Facts) -> None:
    """The stage by its title, how it closes by the policy, the list price by the product's of the day."""
    place.profile(SALES).file("sales.csv", COLUMNS, WON, OPEN)
    answer = place.imported()
    new = {"opportunity": 2, "opportunity_owner": 2, "stage_change": 2, "contract": 1, "contract_line": 1}
    assert counts(answer, "new") == new
    assert answer["rows"] == {"read": 2, "new": 2, "left_out": 0, "rejected": 0}
    assert facts("stage_change", "happened_on", "stage", "closes", "amount")[-2:] == [
        ("2024-03-04", "won", "won", 450050),
        ("2024-03-05", "proposal", None, 1200000),
    ]
    assert facts("contract_line", "quantity", "unit_price", "list_price") == [(1, 450050, 482100)]
    assert facts("opportunity", "code", "name")[-2:] == [("A-1", "华北机械 A-1"), ("A-2", "华北电子 A-2")]


def test_the_table_counts_by_kind(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    answer = place.run("import", str(place.folder), "--profile", str(place.folder / "p.toml"))
    assert answer.code == 0 and answer.err == ""
    assert [line.split() for line in answer.out.splitlines() if line.startswith("stage_change")] == [
        ["stage_change", "1", "0", "0", "0"]
    ]
    assert "Rows read: 1; with something new: 1; left out by the profile: 0; rejected: 0." in answer.out
    assert "p.toml" in answer.out  # a file of the directory that no source takes


def test_a_workbook_is_imported_as_the_same_table_of_texts(place: Place, facts: Facts) -> None:
    import datetime

    place.profile(SALES.replace("sales*.csv", "sales.xlsx"))
    book = Workbook()
    assert book.active is not None
    book.active.append(COLUMNS)
    book.active.append(["A-1", datetime.date(2024, 3, 4), "华北机械", "zw", "won", 4500.5])
    book.save(place.folder / "sales.xlsx")
    place.imported()
    assert facts("contract", "happened_on", "amount") == [("2024-03-04", 450050)]


def test_rows_that_the_profile_leaves_out_are_counted(place: Place) -> None:
    place.profile(SALES.replace('key = "No"', 'key = "No"\nwhen = { Stage = "won" }', 1))
    place.file("sales.csv", COLUMNS, WON, OPEN)
    assert place.imported()["rows"] == {"read": 2, "new": 1, "left_out": 1, "rejected": 0}


def test_a_ledger_is_made_where_there_is_none(tmp_path: Path, run: Run, ledger: Path) -> None:
    """But not for a dry run, nor for a file that cannot be read."""
    place = Place(tmp_path, run).profile(CUSTOMERS)
    place.file("customers.csv", ["No", "Day", "Name"], ["1", "2024-01-01", "A"])
    words = ["import", str(tmp_path / "customers.csv"), "--profile", str(tmp_path / "p.toml")]
    assert (run(*words).code, ledger.exists()) == (2, False)  # no column Phone
    place.file("customers.csv", ["No", "Day", "Name", "Phone"], ["1", "2024-01-01", "A", ""])
    assert (run(*words, "--dry-run").code, ledger.exists()) == (5, False)
    assert (run(*words).code, ledger.exists()) == (0, True)


# Importing again.


def test_importing_again_adds_nothing(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, WON, OPEN)
    first, before = place.imported(), head(place.run)
    again = place.imported()
    assert counts(again, "known") == counts(first, "new") and not counts(again, "new")
    assert again["rows"]["new"] == 0
    assert head(place.run) == before


def test_what_is_new_of_a_known_row_goes_in(place: Place, facts: Facts) -> None:
    """The next export has the opportunity won: its new stage and its contract are all that is added."""
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    place.imported()
    place.file("sales.csv", COLUMNS, [*OPEN[:4], "won", "11000"])
    answer = place.imported()
    assert counts(answer, "new") == {"stage_change": 1, "contract": 1, "contract_line": 1}
    assert counts(answer, "known") == {"opportunity": 1, "opportunity_owner": 1}
    assert [stage for (stage,) in facts("stage_change", "stage")][-2:] == ["proposal", "won"]


def test_a_row_that_says_something_else_is_named_and_changes_nothing(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    place.imported()
    before = head(place.run)
    place.file("sales.csv", COLUMNS, [OPEN[0], "2024-03-06", "华北机械", *OPEN[3:5], "13000"])
    answer = place.imported(code=4)
    assert [(one["kind"], one["columns"]) for one in answer["differences"]] == [
        ("opportunity", ["Day", "Customer", "Customer"]),
        ("opportunity_owner", ["Day"]),
        ("stage_change", ["Day", "Amount"]),
    ]
    assert not answer["rejects"] and head(place.run) == before
    words = ["import", str(place.folder), "--profile", str(place.folder / "p.toml")]
    said = place.run(*words).err
    assert "3 facts differ from what was imported before" in said and "sales.csv, line 2: stage_change #" in said


def void(key: str) -> None:
    """Void what was imported under a source key, as a person would."""
    with files.open_for_writing(Path(os.environ["SALESCLI_LEDGER"]), Who("x", "x")) as ledger, ledger.write():
        ledger.void(ledger.fact_of_source_key(key) or 0, date(2024, 3, 1), "typed twice")


def test_a_fact_that_a_person_has_voided_is_neither_compared_nor_brought_back(place: Place, facts: Facts) -> None:
    place.profile(CUSTOMERS).file("customers.csv", ["No", "Day", "Name", "Phone"], ["1", "2024-01-01", "A", "1"])
    place.imported()
    [(key,)] = [row for row in facts("fact", "source_key") if row[0]]
    assert key == 'profile:p:customer:["1"]'
    void(key)
    place.file("customers.csv", ["No", "Day", "Name", "Phone"], ["1", "2024-01-01", "A", "2"])
    answer = place.imported()
    assert counts(answer, "known") == {"customer": 1} and not answer["differences"]


RECEIPTS = """
[[source]]
files = "receipts.csv"
key = "No"
[[source.fact]]
kind = "receipt"
[source.fact.fields]
day = "Day"
contract = { fact = "contract", key = "Deal" }
kind = { value = "payment" }
amount = "Amount"
"""


def test_nothing_new_is_hung_on_what_was_voided(place: Place, facts: Facts) -> None:
    """A receipt of a contract that was taken back is rejected with a sentence; it goes in once the contract counts again."""
    place.profile(SALES + RECEIPTS).file("sales.csv", COLUMNS, WON)
    place.imported()
    contract = str(facts("contract", "id")[0][0])
    voided = json.loads(place.run("void", contract, "--why", "never signed", "--json").out)
    place.file("receipts.csv", ["No", "Day", "Deal", "Amount"], ["R-1", "2024-03-06", "A-1", "100"])
    assert place.reason() == (
        'Deal=A-1: what was imported as “contract” with the key "A-1" is void; it counts again when its void is voided'
    )
    assert facts("receipt") == []
    place.run("void", voided["id"], "--why", "it was")
    assert counts(place.imported(), "new") == {"receipt": 1}


def test_what_is_new_hangs_on_what_was_recorded_anew(place: Place, facts: Facts) -> None:
    """A contract that was another opportunity's is another fact since: a new receipt is that one's, and twice put right the last one's."""
    place.profile(SALES.rsplit("[[source.fact]]", 1)[0] + RECEIPTS).file("sales.csv", COLUMNS, OPEN, WON)
    place.imported()
    for name in ("风机改造", "华北电子 A-2"):
        last = str(facts("contract", "id")[-1][0])
        assert place.run("correct", last, f"opportunity={name}", "--why", "mixed up").code == 0
    first, second, third = (id for (id,) in facts("contract", "id"))
    assert (second, third) == (first + 2, first + 4)
    place.file("receipts.csv", ["No", "Day", "Deal", "Amount"], ["R-1", "2024-03-06", "A-1", "100"])
    assert counts(place.imported(), "new") == {"receipt": 1}
    assert facts("receipt", "contract_id") == [(third,)]
    again = place.imported()
    assert counts(again, "known")["receipt"] == 1 and not again["differences"]


def test_of_a_fact_that_counts_once_later_rows_may_say_other_things(place: Place, facts: Facts) -> None:
    """A customer made from the rows of its opportunities: the first day stands."""
    once = '\n[[source.fact]]\nkind = "customer"\nkey = "Customer"\nonce = true\n[source.fact.fields]\n'
    fact = once + 'day = "Day"\nname = "Customer"\n'
    place.profile(SALES.replace("\n[[source.fact]]", fact + "[[source.fact]]", 1))
    rows = [["A-1", "2024-03-04", "Neu AG", *WON[3:]], ["A-2", "2024-03-05", "Neu AG", *OPEN[3:]]]
    place.file("sales.csv", COLUMNS, *rows)
    answer = place.imported()
    assert (counts(answer, "new")["customer"], counts(answer, "known"), answer["differences"]) == (
        1,
        {"customer": 1},
        [],
    )
    assert facts("customer", "happened_on", "name")[-1] == ("2024-03-04", "Neu AG")
    assert not place.imported()["differences"]


def test_the_same_row_twice_in_a_file_is_one(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN, OPEN)
    answer = place.imported()
    assert (
        counts(answer, "new")
        == counts(answer, "known")
        == {"opportunity": 1, "opportunity_owner": 1, "stage_change": 1}
    )


# How things stand.


STANDING = """
[[source]]
files = "standing.csv"
key = "No"
[[source.fact]]
kind = "stage_change"
changed_on = "Changed"
[source.fact.fields]
day = "Made"
opportunity = { value = "风机改造" }
stage = "Stage"
amount = "Amount"
"""
STANDS = ["No", "Made", "Changed", "Stage", "Amount"]


def stages(facts: Facts) -> list[tuple[Any, ...]]:
    """The stage changes that came by import."""
    return facts("stage_change", "happened_on", "stage", "amount")[1:]


def test_what_stands_otherwise_comes_again_on_the_day_of_the_change(place: Place, facts: Facts) -> None:
    """A file that says how things stand, and not how they came there: each change is a fact of its own, also back to what
    was before; a row that was touched and says the same is none."""
    place.profile(STANDING)
    days = ["2024-03-02", "2024-03-04", "2024-03-05", "2024-03-06", "2024-03-07"]
    states = [
        ("qualified", "100"),
        ("qualified", "100"),
        ("proposal", "100"),
        ("qualified", "100"),
        ("qualified", "90"),
    ]
    new = []
    for day, (stage, amount) in zip(days, states, strict=True):
        place.file("standing.csv", STANDS, ["1", days[0], day, stage, amount])
        new.append(counts(place.imported(), "new").get("stage_change", 0))
        assert not counts(place.imported(), "new")
    assert new == [1, 0, 1, 1, 1]
    assert stages(facts) == [
        ("2024-03-02", "qualified", 10000),
        ("2024-03-05", "proposal", 10000),
        ("2024-03-06", "qualified", 10000),
        ("2024-03-07", "qualified", 9000),
    ]


def test_several_states_in_one_file_are_changes_in_its_order(place: Place, facts: Facts) -> None:
    place.profile(STANDING)
    first, second = (
        ["1", "2024-03-02", "2024-03-02", "qualified", ""],
        ["1", "2024-03-02", "2024-03-05", "proposal", ""],
    )
    place.file("standing.csv", STANDS, first, second)
    assert counts(place.imported(), "new") == {"stage_change": 2}
    assert stages(facts) == [("2024-03-02", "qualified", None), ("2024-03-05", "proposal", None)]


def test_an_older_state_is_a_difference_and_changes_nothing(place: Place, facts: Facts) -> None:
    """Last month's file, imported by mistake; and one that does not say since when."""
    place.profile(STANDING)
    for day, stage in (("2024-03-02", "qualified"), ("2024-03-05", "proposal")):
        place.file("standing.csv", STANDS, ["1", "2024-03-02", day, stage, ""])
        place.imported()
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-04", "qualified", ""])
    answer = place.imported(code=4)
    assert [one["columns"] for one in answer["differences"]] == [["Stage"]] and not counts(answer, "new")
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "", "qualified", ""])
    assert place.reason() == "Changed=: it is empty, and stage_change needs changed_on"
    assert len(stages(facts)) == 2


def test_a_state_that_cannot_be_is_a_reject_and_the_former_stands(place: Place, facts: Facts) -> None:
    place.profile(STANDING)
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-02", "qualified", ""])
    place.imported()
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-05", "half won", ""])
    assert place.reason().startswith("Stage=half won: There is no stage 'half won'")
    assert stages(facts) == [("2024-03-02", "qualified", None)]


def test_a_voided_state_stays_voided_until_the_file_says_something_else(place: Place, facts: Facts) -> None:
    place.profile(STANDING)
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-02", "qualified", ""])
    place.imported()
    void('profile:p:stage_change:["1"]')
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-04", "qualified", ""])
    assert not counts(place.imported(), "new")
    place.file("standing.csv", STANDS, ["1", "2024-03-02", "2024-03-05", "proposal", ""])
    assert counts(place.imported(), "new") == {"stage_change": 1}
    assert stages(facts)[-1] == ("2024-03-05", "proposal", None)


# Dry runs.


def test_a_dry_run_shows_the_same_and_writes_nothing(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, WON, [*OPEN[:3], "nobody", *OPEN[4:]])
    before = head(place.run)
    words = ["import", str(place.folder), "--profile", str(place.folder / "p.toml"), "--json"]
    dry = json.loads(place.run(*words, "--dry-run").out)
    assert dry["dry_run"] is True and head(place.run) == before
    wet = json.loads(place.run(*words).out)
    assert {**dry, "dry_run": False} == wet
    assert head(place.run) != before
    assert "nothing was written" in place.run(*words[:-1], "--dry-run").out


# Rejects.


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("Day", "2024-02-30", "Day=2024-02-30: it is no day written YYYY-MM-DD"),
        ("Amount", "1.2.3", "Amount=1.2.3: it is no number written like 1,234.56"),
        ("Amount", "-5", "Amount=-5: an amount is not below 0"),
        ("Amount", "0.005", "Amount=0.005: an amount has at most two decimals"),
        ("Amount", "", "Amount=: it is empty, and contract needs amount"),
        ("Customer", "华北机", "Customer=华北机: there is no customer called so; did you mean 华北机械?"),
        ("Rep", "zz", "Rep=zz: there is no rep called so"),
        ("Stage", "Wonn", "Stage=Wonn: There is no stage 'Wonn' on 2024-03-04; the policy then has prospecting"),
        ("No", "", "No=: the key of opportunity is empty"),
        ("No", "a b", "No=a b: The code 'a b' does not do"),
        ("Rep", "", "Rep=: it is empty, and opportunity_owner needs rep"),
    ],
)
def test_a_row_at_fault_is_rejected_whole_with_its_cell(
    place: Place, facts: Facts, column: str, value: str, said: str
) -> None:
    row = dict(zip(COLUMNS, WON, strict=True)) | {column: value}
    place.profile(SALES).file("sales.csv", COLUMNS, list(row.values()), OPEN)
    before = len(facts("contract"))
    answer = place.imported(code=4)
    assert answer["rows"]["rejected"] == 1 and counts(answer, "new")["opportunity"] == 1
    assert counts(answer, "rejected")["opportunity"] == 1
    [reject] = answer["rejects"]
    reason = reject["reason"].split("; ")[0] if column in ("Day", "Amount", "No", "Rep") else reject["reason"]
    assert f"{reject['column']}={reject['value']}: {reason.removeprefix(column + ': ')}".startswith(said), reject
    assert (reject["file"], reject["line"]) == ("sales.csv", 2)
    assert len(facts("contract")) == before


def one_fact(what: str, **fields: str) -> str:
    lines = "".join(f"{name} = {value}\n" for name, value in fields.items())
    return f'[[source]]\nfiles = "x.csv"\nkey = "No"\n[[source.fact]]\nkind = "{what}"\n[source.fact.fields]\n{lines}'


@pytest.mark.parametrize(
    ("kind", "fields", "row", "said"),
    [
        ("rep", {"code": '"A"', "name": '"B"'}, ["zw", "Zoe"], "A=zw: another rep has this code already"),
        ("team", {"code": '"A"', "name": '"B"'}, ["north", "N"], "A=north: another team has this code already"),
        (
            "rep_change",
            {"rep": '"A"', "act": '"B"', "post": '"C"'},
            ["zw", "hire", "rep"],
            "B=hire: the rep is employed",
        ),
        ("rep_change", {"rep": '"A"', "act": '"B"'}, ["zw", "move"], "=: rep_change: it is empty, and act move needs"),
        (
            "rep_change",
            {"rep": '"A"', "act": '"B"', "post": '"C"'},
            ["zw", "move", "boss"],
            "C=boss: The policy knows no",
        ),
        ("rep_change", {"rep": '"A"', "act": '"B"'}, ["zw", "fire"], "B=fire: it is none of hire, move, raise, depart"),
        ("team_change", {"team": '"A"', "parent": '"A"'}, ["north"], "A=north: 华北区 cannot stand under 华北区"),
        ("product_price", {"product": '"A"', "cost": '"B"'}, ["GTX", ""], "=: product_price: neither a list price"),
        ("opportunity", {"name": '"A"', "rate": '"B"'}, ["X", "15"], "B=15: a rate lies between 0 and 1"),
        ("contact", {"customer": '"A"', "name": '"B"'}, ["江南", "Li"], "A=江南: there is no customer called so"),
        (
            "follow_up",
            {"customer": '"A"', "rep": '"B"', "channel": '"C"', "contact": '"D"'},
            ["华北电子", "zw", "phone", "李娜"],
            "D=李娜: there is no contact called so",
        ),
        (
            "follow_up",
            {"customer": '"A"', "rep": '"B"', "channel": '"C"'},
            ["华北电子", "zw", "fax"],
            "C=fax: it is none of",
        ),
        (
            "feedback",
            {"customer": '"A"', "rep": '"B"', "feedback_kind": '"C"', "rating": '"D"'},
            ["华北电子", "zw", "rating", "6"],
            "D=6: it is no whole number from 1 to 5",
        ),
        (
            "assessment",
            {"rep": '"A"', "method": '"B"', "score": '"C"', "out_of": '"D"'},
            ["zw", "exam", "110", "100"],
            "C=110: a score lies between 0 and what it is out of",
        ),
        (
            "leave",
            {"rep": '"A"', "from_day": '"B"', "to_day": '"C"'},
            ["zw", "2024-03-05", "2024-03-04"],
            "C=2024-03-04: the leave ends before it begins",
        ),
    ],
)
def test_the_ledger_refuses_what_its_commands_refuse(
    place: Place, kind: str, fields: dict[str, str], row: list[str], said: str
) -> None:
    place.profile(one_fact(kind, day='{ value = "2024-03-01" }', **fields))
    columns = ["No", "A", "B", "C", "D"]
    place.file("x.csv", columns, ["1", *row, *[""] * (4 - len(row))])
    assert place.reason(place.folder / "x.csv").startswith(said)


SHARE = one_fact("share", day='{ value = "2024-03-02" }', opportunity='{ value = "风机改造" }') + "".join(
    f'[[source.fact.part]]\nrep = "R{at}"\npercent = "P{at}"\n' for at in (1, 2)
)


def test_shares_must_sum_to_100_and_name_each_rep_once(place: Place, facts: Facts) -> None:
    place.profile(SHARE)
    columns = ["No", "R1", "P1", "R2", "P2"]
    path = place.file("x.csv", columns, ["1", "zw", "60", "ls", "40"])
    place.imported(path)
    assert [percent for (percent,) in facts("share_part", "percent")] == ["60", "40"]
    place.file("x.csv", columns, ["2", "zw", "60", "ls", "39.99"])
    assert "The shares sum to 99.99, not to 100" in place.reason(path)
    place.file("x.csv", columns, ["2", "zw", "60", "张伟", "40"])
    assert "has two shares" in place.reason(path)
    place.file("x.csv", columns, ["2", "zw", "60", "nobody", "40"])
    assert "there is no rep called so" in place.reason(path)
    assert len(facts("share")) == 1


def test_no_more_goes_back_than_came_and_no_more_falls_due_than_was_signed(place: Place) -> None:
    """Row by row, in the order of the file."""
    place.run("contract", "sign", "风机改造", "100", "--code", "C-1", "--on", "2024-03-02")
    money = one_fact("receipt", day='"Day"', contract='"A"', kind='"B"', amount='"C"')
    due = one_fact("instalment", day='{ value = "2024-03-02" }', contract='"A"', due_on='"B"', amount='"C"')
    place.profile(money + due.replace("x.csv", "due.csv"))
    place.file(
        "x.csv",
        ["No", "Day", "A", "B", "C"],
        ["1", "2024-03-03", "C-1", "payment", "60"],
        ["2", "2024-03-04", "C-1", "refund", "61"],
        ["3", "2024-03-04", "C-1", "refund", "10"],
        ["4", "2024-03-05", "C-1", "write-off", "51"],
        ["5", "2024-03-05", "C-1", "write-off", "50"],
        ["6", "2024-03-05", "风机改造", "payment", "0"],
    )
    place.file(
        "due.csv", ["No", "A", "B", "C"], ["1", "风机改造", "2024-04-01", "70"], ["2", "C-1", "2024-05-01", "31"]
    )
    answer = place.imported(place.folder / "x.csv", place.folder / "due.csv", code=4)
    assert [(one["file"], one["line"], one["reason"].split(",")[0]) for one in answer["rejects"]] == [
        ("x.csv", 3, "the most that can be refunded then is what was collected"),
        ("x.csv", 5, "the most that can be written off is what is outstanding"),
        ("x.csv", 7, "an amount must be above 0 here"),
        ("due.csv", 3, "the instalments sum to more than the contract's 100.00 CNY"),
    ]


def test_a_name_that_several_have_is_a_reject_and_no_guess(place: Place) -> None:
    place.run("customer", "add", "华北电子", "--on", "2024-02-02")
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    assert "there are 2 customer facts called so (#9, #18)" in place.reason()


def test_a_row_that_makes_the_same_code_twice_is_rejected_whole(place: Place, facts: Facts) -> None:
    """Somebody is his own manager: the second person of the row has a code that the first one has taken."""
    people = '[[source]]\nfiles = "x.csv"\nkey = "A"\n'
    for name in ("manager", "agent"):
        people += f'[[source.fact]]\nkind = "rep"\nname = "{name}"\n[source.fact.fields]\n'
        people += f'day = {{ value = "2024-01-01" }}\ncode = {{ column = "{name}", make = "code" }}\nname = "{name}"\n'
    place.profile(people).file("x.csv", ["A", "manager", "agent"], ["1", "Ann", "Ann"], ["2", "Ann", "Bob"])
    before = len(facts("rep"))
    answer = place.imported(place.folder / "x.csv", code=4)
    assert [(one["line"], one["column"]) for one in answer["rejects"]] == [(2, "agent")]
    assert len(facts("rep")) == before + 2  # Ann of the second row is no second Ann: the first row left nothing


ALL_SORTS = """
[[source]]
files = "x.csv"
key = "No"
[[source.fact]]
kind = "customer"
when = { Adds = { filled = true } }
[source.fact.fields]
day = "Day"
name = "Adds"
[[source.fact]]
kind = "product_price"
when = { Price = { filled = true } }
[source.fact.fields]
day = "Day"
product = { value = "GTX" }
list_price = "Price"
[[source.fact]]
kind = "opportunity"
when = { Customer = { filled = true } }
[source.fact.fields]
day = "Day"
name = "No"
customer = "Customer"
[[source.fact]]
kind = "contract"
when = { Sold = { filled = true } }
[source.fact.fields]
day = "Day"
opportunity = { value = "风机改造" }
amount = "Sold"
[[source.fact]]
kind = "contract_line"
when = { Sold = { filled = true } }
[source.fact.fields]
day = "Day"
contract = { fact = "contract" }
product = { value = "GTX" }
quantity = { value = "1" }
unit_price = "Sold"
[[source.fact]]
kind = "customer_owner"
when = { Owner = { filled = true } }
[source.fact.fields]
day = "Day"
customer = "Customer"
rep = "Owner"
"""


def test_what_a_rejected_row_made_is_forgotten(place: Place, facts: Facts) -> None:
    """A customer and a price of a row that fails at its last fact: the rows after it do not find them."""
    place.profile(ALL_SORTS).file(
        "x.csv",
        ["No", "Day", "Adds", "Price", "Customer", "Sold", "Owner"],
        ["1", "2024-03-02", "Neu AG", "99", "Neu AG", "5", "nobody"],
        ["2", "2024-03-02", "", "", "Neu AG", "", ""],
        ["3", "2024-03-02", "", "", "", "5", ""],
    )
    answer = place.imported(place.folder / "x.csv", code=4)
    assert [(one["line"], one["column"], one["reason"].split(";")[0]) for one in answer["rejects"]] == [
        (2, "Owner", "there is no rep called so"),
        (3, "Customer", "there is no customer called so"),
    ]
    assert facts("contract_line", "list_price") == [(482100,)]


def test_a_row_that_refers_to_a_rejected_one_is_rejected_too(place: Place) -> None:
    """A contract line of a file of its own, whose opportunity did not go in."""
    lines = one_fact(
        "contract_line",
        day='"Day"',
        contract='{ fact = "contract", key = "Sale" }',
        product='{ value = "GTX" }',
        quantity='"C"',
        unit_price='"D"',
    ).replace("x.csv", "lines.csv")
    place.profile(SALES.split('[[source.fact]]\nkind = "contract_line"')[0] + lines)
    place.file("sales.csv", COLUMNS, [*WON[:3], "nobody", *WON[4:]])
    place.file("lines.csv", ["No", "Day", "Sale", "C", "D"], ["1", "2024-03-04", "A-1", "1", "5"])
    answer = place.imported(code=4)
    assert answer["rejects"][1]["reason"] == 'no row with the key "A-1" was imported as “contract”'
    assert (answer["rejects"][1]["column"], answer["rejects"][1]["value"]) == ("Sale", "A-1")


def test_the_rejects_file_is_mended_and_imported_until_nothing_is_left(place: Place, facts: Facts) -> None:
    """The same file is read and written; what is imported stays, what is still at fault stays in it."""
    place.profile(SALES).file(
        "sales.csv", COLUMNS, WON, OPEN, ["A-3", "x", *OPEN[2:]], ["A-4", *OPEN[1:3], "y", *OPEN[4:]]
    )
    words = ["import", "--profile", str(place.folder / "p.toml"), "--rejects", str(place.rejects)]
    answer = place.run(*words, str(place.folder / "sales.csv"))
    assert answer.code == 4
    assert "2 rows were rejected:" in answer.err and "sales.csv, line 4, Day “x”: it is no day" in answer.err
    assert f"They are in {place.rejects}" in answer.err

    text = place.rejects.read_text(encoding="utf-8-sig")
    place.rejects.write_text(text.replace(",x,", ",2024-03-06,"), encoding="utf-8")
    assert place.run(*words, str(place.rejects)).code == 4
    rows = list(csv.DictReader(place.rejects.open(encoding="utf-8-sig")))
    assert [(row["#source"], row["#file"], row["#line"], row["#column"], row["No"]) for row in rows] == [
        ("sales", "rejects.csv", "3", "Rep", "A-4")
    ]
    place.rejects.write_text(place.rejects.read_text(encoding="utf-8-sig").replace(",y,", ",zw,"), encoding="utf-8")
    assert place.run(*words, str(place.rejects)).code == 0
    assert place.rejects.read_text(encoding="utf-8-sig") == "#source,#file,#line,#column,#value,#reason\n"
    assert [code for (code,) in facts("opportunity", "code")][-4:] == ["A-1", "A-2", "A-3", "A-4"]
    again = place.imported(place.folder / "sales.csv", code=4)
    assert not counts(again, "new")


def test_no_file_that_is_read_is_lost(place: Place) -> None:
    """Neither the export itself, nor, on a dry run, the mended rows of a rejects file."""
    export = place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    before = export.read_bytes()
    words = ["import", "--profile", str(place.folder / "p.toml"), "--rejects"]
    answer = place.run(*words, str(export), str(export))
    assert (answer.code, export.read_bytes()) == (2, before) and "is being imported" in answer.err
    mended = "#source,#file,#line,#column,#value,#reason,No,Day,Customer,Rep,Stage,Amount\n"
    mended += "sales,a.csv,2,Day,x,no day,A-9,2024-03-05,华北电子,zw,proposal,5\n"
    place.rejects.write_text(mended, encoding="utf-8")
    answer = place.run(*words, str(place.rejects), str(place.rejects), "--dry-run")
    assert (answer.code, place.rejects.read_text(encoding="utf-8")) == (2, mended)


def test_a_rejects_file_that_cannot_be_written_leaves_the_ledger_as_it_was(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    before = head(place.run)
    answer = place.run(
        *("import", str(place.folder), "--profile", str(place.folder / "p.toml")),
        *("--rejects", str(place.folder / "none" / "r.csv")),
    )
    assert answer.code == 2 and "cannot be written" in answer.err
    assert head(place.run) == before


def test_a_file_that_breaks_off_takes_the_whole_run_back(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, WON)
    with (place.folder / "sales.csv").open("a") as file:
        file.write('A-2,"never closed\n')
    before = head(place.run)
    answer = place.run("import", str(place.folder), "--profile", str(place.folder / "p.toml"))
    assert answer.code == 2 and "a quote is never closed. Nothing was imported." in answer.err
    assert head(place.run) == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--profile", "none.toml"], 2, "none.toml cannot be read"),
        ([], 2, "--profile"),
        (["--profile", "p.toml", "--format", "csv"], 2, "--format belongs to reports"),
    ],
)
def test_wrong_use_is_a_sentence(
    place: Place, words: list[str], code: int, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(place.folder)
    place.profile(SALES).file("sales.csv", COLUMNS, OPEN)
    answer = place.run("import", "sales.csv", *words)
    assert answer.code == code and said in answer.err and "Traceback" not in answer.err


# Hostile cells.


@pytest.mark.skipif(not HOSTILE.exists(), reason="the hostile strings of ../shared/data are not there")
def test_hostile_names_and_notes_come_out_as_they_went_in(place: Place, facts: Facts) -> None:
    """A name without the space around it, as a typed one; nothing is run, lost or changed, on a terminal nothing acts."""
    strings = json.loads(HOSTILE.read_text(encoding="utf-8"))
    place.profile(CUSTOMERS + 'note = "Name"\nindustry = "Name"\n')
    rows = [[str(at), "2024-01-01", text, ""] for at, text in enumerate(strings)]
    place.file("customers.csv", ["No", "Day", "Name", "Phone"], *rows)
    answer = place.imported(code=4)
    blank = [at for at, text in enumerate(strings) if not text.strip()]
    assert [one["reason"].split(",")[0] for one in answer["rejects"]] == ["it is empty"] * len(blank)
    kept = [text for text in strings if text.strip()]
    assert facts("customer", "name", "industry")[-len(kept) :] == [(text.strip(), text) for text in kept]
    assert [note for note, key in facts("fact", "note", "source_key") if key] == kept
    listed = json.loads(place.run("customer", "list", "--format", "json").out)["rows"]
    assert {text.strip() for text in kept} <= {row["customer"] for row in listed}
    assert not counts(place.imported(code=4), "new")
    told = place.run("import", str(place.folder), "--profile", str(place.folder / "p.toml"))
    assert not any(ord(sign) < 32 and sign != "\n" for sign in told.err + told.out)


def test_hostile_cells_in_rejects_cannot_act_on_a_terminal(place: Place) -> None:
    place.profile(SALES).file("sales.csv", COLUMNS, ["A-1", "\x1b[2J\u202e", *OPEN[2:]])
    answer = place.run("import", str(place.folder), "--profile", str(place.folder / "p.toml"))
    assert "\\x1b[2J\\u202e" in answer.err and "\x1b" not in answer.err


# Two at once, and sudden death.


MANY = 6000


def many(place: Place) -> list[str]:
    """A long import as a process of its own."""
    place.profile(CUSTOMERS)
    rows = [[str(at), "2024-01-01", f"Customer {at}", ""] for at in range(MANY)]
    place.file("customers.csv", ["No", "Day", "Name", "Phone"], *rows)
    return [
        *(sys.executable, "-m", "salescli", "import", str(place.folder / "customers.csv")),
        *("--profile", str(place.folder / "p.toml")),
    ]


def content(path: Path) -> list[Any]:
    """What a ledger says, whatever the instants of entry are: the facts with their keys, in order."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(
            "SELECT fact.id, kind, source_key, name, happened_on FROM fact LEFT JOIN customer USING (id) ORDER BY fact.id"
        ).fetchall()


def is_written(path: Path) -> bool:
    """Whether another process is inside a transaction that writes."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        connection.execute("ROLLBACK")
        return False


def test_an_import_that_is_killed_leaves_nothing_and_can_be_run_again(
    place: Place, company: Path, tmp_path: Path
) -> None:
    """kill -9 in the middle; the second run ends as one that nobody disturbed."""
    words = many(place)
    before = content(company)
    other = tmp_path / "other.db"
    other.write_bytes(company.read_bytes())
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not is_written(company):
        time.sleep(0.005)
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "the import was over before it could be killed"
    assert content(company) == before
    assert subprocess.run(words, capture_output=True).returncode == 0
    undisturbed = subprocess.run(words, capture_output=True, env=os.environ | {"SALESCLI_LEDGER": str(other)})
    assert undisturbed.returncode == 0
    assert content(company) == content(other) and len(content(company)) == len(before) + MANY


def test_others_read_while_an_import_writes(place: Place) -> None:
    """A report in the middle of an import waits for nobody, and shows the ledger as it was before."""
    before = head(place.run)
    process = subprocess.Popen(many(place), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seen = set()
    while process.poll() is None:
        seen.add(head(place.run))
    assert process.returncode == 0
    assert before in seen and seen <= {before, head(place.run)}


def test_two_imports_at_once_bring_everything_in_once(place: Place, facts: Facts) -> None:
    words = many(place)
    both = [subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for _again in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert len([key for (key,) in facts("fact", "source_key") if key]) == MANY


# The bar.


def test_a_bar_runs_on_a_terminal_and_nowhere_else(place: Place) -> None:
    """On stderr, with the file's name; what goes to a pipe holds nothing of it."""
    import pty

    words = many(place)
    master, slave = pty.openpty()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=slave, env=os.environ | {"TERM": "xterm"})
    os.close(slave)
    drawn = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        drawn += part
    os.close(master)
    assert process.stdout is not None
    printed = process.stdout.read()
    assert process.wait() == 0
    assert b"customers.csv" in drawn and b"%" in drawn and b"\x1b[" in drawn
    assert b"\x1b" not in printed and b"customer" in printed


# A CRM's own wide export, with a history of stages.

SALESFORCE = Path(__file__).parents[2] / "shared" / "data" / "salesforce-export"
WIDE = """
[[source]]
name = "accounts"
files = "account.csv"
key = "Id"
[[source.fact]]
kind = "customer"
[source.fact.fields]
day = { value = "2023-01-01" }
name = "Name"
phone = "Phone"
industry = "Industry"

[[source]]
name = "leads"
files = "lead.csv"
key = "Id"
when = { Status = { is_not = "Closed - Converted" } }
[[source.fact]]
kind = "customer"
name = "lead"
[source.fact.fields]
day = "CreatedDate"
name = "Company"
source = "LeadSource"
grade = { column = "Rating", translate = { Hot = "A", Warm = "B", Cold = "C" } }
[[source.fact]]
kind = "contact"
[source.fact.fields]
day = "CreatedDate"
customer = { fact = "lead" }
name = { template = "{FirstName} {LastName}" }
title = "Title"
email = "Email"
[[source.fact]]
kind = "disqualification"
when = { Status = "Closed - Not Converted" }
[source.fact.fields]
day = "LastModifiedDate"
customer = { fact = "lead" }
why = "Status"

[[source]]
name = "opportunities"
files = "opportunity.csv"
key = "Id"
empty = "000000000000000AAA"
when = { IsDeleted = "0" }
[[source.fact]]
kind = "opportunity"
[source.fact.fields]
day = "CreatedDate"
code = "Id"
name = "Name"
customer = { fact = "customer", key = "AccountId" }
[[source.fact]]
kind = "opportunity_owner"
[source.fact.fields]
day = "CreatedDate"
opportunity = { fact = "opportunity" }
rep = { column = "OwnerId", translate = { "005Hp00000hnUYPIA2" = "zw" } }

[[source]]
name = "history"
files = "OpportunityHistory.csv"
key = "Id"
[[source.fact]]
kind = "stage_change"
[source.fact.fields]
day = "CreatedDate"
opportunity = { fact = "opportunity", key = "OpportunityId" }
amount = "Amount"
probability = { column = "Probability", times = "0.01" }
expected_close = "CloseDate"
[source.fact.fields.stage]
column = "StageName"
[source.fact.fields.stage.translate]
"Closed Won" = "won"
Qualification = "qualified"
"Needs Analysis" = "qualified"
"Value Proposition" = "proposal"
"Id. Decision Makers" = "proposal"
"Perception Analysis" = "proposal"
"Proposal/Price Quote" = "proposal"
"Negotiation/Review" = "negotiation"

[[source]]
name = "cases"
files = "case.csv"
key = "Id"
when = { AccountId = { filled = true, is_not = "000000000000000AAA" } }
[[source.fact]]
kind = "feedback"
[source.fact.fields]
day = "CreatedDate"
customer = { fact = "customer", key = "AccountId" }
rep = { value = "zw" }
feedback_kind = { value = "complaint" }
content = "Subject"
[[source.fact]]
kind = "feedback_close"
when = { ClosedDate = { filled = true } }
[source.fact.fields]
day = "ClosedDate"
feedback = { fact = "feedback" }
outcome = "Status"
"""


@pytest.mark.skipif(not SALESFORCE.exists(), reason="the Salesforce export of ../shared/data is not there")
def test_wide_rows_and_a_history_of_stages(place: Place, facts: Facts) -> None:
    """Of 43 columns and more those that the profile names; of two changes in one second the order of the file."""
    place.profile(WIDE)
    answer = place.imported(SALESFORCE)
    assert not answer["rejects"]
    new = counts(answer, "new")
    assert (new["opportunity"], new["stage_change"]) == (31, 62)

    with (SALESFORCE / "OpportunityHistory.csv").open(newline="") as file:
        history = [row for row in csv.DictReader(file)]
    changes = facts("stage_change", "opportunity_id", "expected_close", "amount", "probability")[-62:]
    assert [close for _id, close, _amount, _p in changes] == [row["CloseDate"][:10] for row in history]
    assert [amount for *_rest, amount, _p in changes] == [int(row["Amount"]) * 100 for row in history]
    assert [float(p) for *_rest, p in changes] == [int(row["Probability"]) / 100 for row in history]
    slipped = {id: [close[:4] for other, close, _a, _p in changes if other == id] for id, *_rest in changes}
    assert set(map(tuple, slipped.values())) == {("2018", "2023")}

    with (SALESFORCE / "lead.csv").open(newline="") as file:
        leads = [row for row in csv.DictReader(file) if row["Status"] != "Closed - Converted"]
    assert (new["customer"], new["contact"]) == (13 + len(leads), len(leads))
    with (SALESFORCE / "case.csv").open(newline="") as file:
        cases = [row for row in csv.DictReader(file) if row["AccountId"].strip("0A")]
    assert new["feedback"] == len(cases)
    assert new["feedback_close"] == sum(bool(row["ClosedDate"]) for row in cases)
    assert not counts(place.imported(SALESFORCE), "new")
