"""Whether the ledger can be trusted: whatever somebody did to the file is named, and a sound one is said to be sound."""

import json
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Answer, Run

from salescli.ledger import chain, files
from salescli.ledger.store import Who

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


def alter(path: Path, *statements: str) -> None:
    """What somebody does who knows how: the triggers away, the statements, and the triggers back as they were."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = off")
        connection.execute("PRAGMA ignore_check_constraints = on")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            connection.execute(statement)
        for _name, sql in triggers:
            connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(truncate)")


def schema(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("PRAGMA wal_checkpoint(truncate)")


def id_of(path: Path, sequence: int) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("SELECT origin FROM ledger").fetchone()[0]) << 32 | sequence


def rows(run: Run, *words: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(run("verify", *words, "--format", "json").out)["rows"]
    return found


def untrusted(run: Run) -> Answer:
    """The answer on a ledger that cannot be trusted: exit 5 and one sentence on stderr, beside the report."""
    answer = run("verify")
    assert answer.code == 5, answer
    assert answer.err.startswith("salescli: ") and answer.err.count("\n") == 1, answer.err
    return answer


def test_a_sound_ledger(company: Path, run: Run) -> None:
    answer = run("verify")
    assert (answer.code, answer.err) == (0, "")
    assert "17 facts: each is as it was recorded, and nothing is wrong." in answer.out


def test_the_example_team_is_sound(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2025-01-02")
    run("demo", str(tmp_path / "demo"))
    answer = run("verify", "--ledger", str(tmp_path / "demo" / "ledger.db"), "--statements", "--format", "json")
    assert (answer.code, json.loads(answer.out)["rows"]) == (0, [])


def test_no_ledger(ledger: Path, run: Run) -> None:
    answer = run("verify")
    assert (answer.code, answer.out) == (5, "") and "no ledger" in answer.err


def test_a_changed_value(company: Path, run: Run) -> None:
    """One letter of a customer's name, changed behind the ledger's back: its id is named, whatever came after it."""
    alter(company, "UPDATE customer SET name = '华北机器' WHERE name = '华北机械'")
    assert "#7 (customer): it, or its link" in untrusted(run).err
    assert [(row["check"], row["id"], row["state"]) for row in rows(run)] == [("chain", "7", "fault")]


def test_a_fact_removed_from_the_middle(company: Path, run: Run) -> None:
    gone = id_of(company, 14)
    alter(company, f"DELETE FROM contact WHERE id = {gone}", f"DELETE FROM fact WHERE id = {gone}")
    assert "#15 (opportunity): facts before it are missing" in untrusted(run).err


def test_a_row_without_its_envelope(company: Path, run: Run) -> None:
    alter(company, f"INSERT INTO team VALUES ({id_of(company, 99)}, '2024-01-02', 'ghost', 'Ghost')")
    assert "#99" in untrusted(run).err
    assert {(row["check"], row["id"]) for row in rows(run)} >= {("keys", "99"), ("chain", "99")}


def test_a_reference_to_nothing(company: Path, run: Run) -> None:
    alter(company, f"UPDATE contact SET customer_id = {id_of(company, 5000)}")
    assert ("keys", "14") in {(row["check"], row["id"]) for row in rows(run)}
    assert "#14 (contact): it refers to a customer that is not there" in untrusted(run).err


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("DROP TRIGGER receipt_no_update", "the trigger 'receipt_no_update' is missing"),
        ("CREATE TRIGGER sly AFTER INSERT ON receipt BEGIN SELECT 1; END", "the trigger 'sly' does not belong"),
        ("CREATE VIEW mine AS SELECT 1", "the view 'mine' does not belong"),
        ("CREATE TABLE mine (id)", "the table 'mine' does not belong"),
        ("CREATE TABLE stranger (a)", "the table 'stranger' does not belong"),
        ("DROP INDEX fact_source_key", "the index 'fact_source_key' is missing"),
        ("DROP VIEW receipt_in_force", "the view 'receipt_in_force' is missing"),
        ("ALTER TABLE customer ADD COLUMN secret TEXT", "the table 'customer' is not as the ledger's law has it"),
    ],
)
def test_another_schema(company: Path, run: Run, statement: str, named: str) -> None:
    schema(company, statement)
    answer = untrusted(run)
    assert named in answer.err
    assert answer.out


def test_a_renamed_view(company: Path, run: Run) -> None:
    """Under its own name stands another view, which hides what was received."""
    schema(
        company,
        "DROP VIEW receipt_in_force",
        "CREATE VIEW receipts AS SELECT * FROM receipt",
        "CREATE VIEW receipt_in_force AS SELECT * FROM receipt WHERE amount < 100",
    )
    texts = [row["text"] for row in rows(run)]
    assert "the view 'receipt_in_force' is not as the ledger's law has it" in texts
    assert "the view 'receipts' does not belong in a ledger" in texts


def test_an_index_more_is_a_note(company: Path, run: Run) -> None:
    schema(company, "CREATE INDEX quick ON receipt (amount)")
    answer = run("verify")
    assert answer.code == 0 and "'quick'" in answer.out


def test_a_damaged_page(company: Path, run: Run) -> None:
    schema(company, "PRAGMA user_version = 2")
    content = bytearray(company.read_bytes())
    with closing(sqlite3.connect(company)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'customer'").fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    content[(page - 1) * size : page * size] = b"\xa5" * size
    company.write_bytes(content)
    assert "cannot be trusted" in untrusted(run).err


@pytest.mark.parametrize("kept", [50, 3000, 0.3, 0.7, 0.98])
def test_a_truncated_file(company: Path, run: Run, kept: float) -> None:
    schema(company)
    content = company.read_bytes()
    company.write_bytes(content[: int(kept * len(content)) if kept < 1 else int(kept)])
    untrusted(run)


@pytest.mark.parametrize("content", [b"id,name\n1,x\n", b"PK\x03\x04" + bytes(5000), "合同".encode() * 3000])
def test_a_file_that_is_no_ledger(ledger: Path, run: Run, content: bytes) -> None:
    ledger.write_bytes(content)
    untrusted(run)


def test_another_programs_database(ledger: Path, run: Run) -> None:
    schema(ledger, "CREATE TABLE song (id INTEGER PRIMARY KEY, name TEXT)", "INSERT INTO song VALUES (1, 'x')")
    assert "not marked as a salescli ledger" in untrusted(run).err


def test_the_end_cut_off_behind_a_statement(company: Path, run: Run) -> None:
    """The chain alone does not miss its last facts; a statement knows the head that it was closed on."""
    with files.open_for_writing(company, Who("boss", "boss@here")) as ledger, ledger.write():
        head = f'{{"{ledger.origin}":[40,"{"ab" * 32}"]}}'
        rep = id_of(company, 3)
        ledger.append(
            "statement",
            date(2024, 3, 15),
            rep_id=rep,
            starts_on=date(2024, 2, 1),
            ends_on=date(2024, 3, 1),
            figures="{}",
            policy_digest="x",
            ledger_head=head,
        )
    assert "#18 (statement): the ledger that it was closed on is not this one" in untrusted(run).err


def test_of_several_damages_the_least_fact_is_named(company: Path, run: Run) -> None:
    """A reference to nothing in the contact (14), a changed name of a customer (7): the checks meet the contact first."""
    alter(
        company,
        f"UPDATE contact SET customer_id = {id_of(company, 5000)}",
        "UPDATE customer SET name = '华北机器' WHERE name = '华北机械'",
    )
    assert "#7 (customer)" in untrusted(run).err
    ids = [int(row["id"]) for row in rows(run)]
    assert ids == sorted(ids) and len(ids) == 3


# The head.


def head_of(run: Run) -> str:
    return str(json.loads(run("verify", "--format", "json").out)["head"])


def without_last(path: Path) -> None:
    """The end of the chain cut off: nothing in the file itself misses it."""
    with closing(sqlite3.connect(path)) as connection:
        id, kind = connection.execute("SELECT id, kind FROM fact ORDER BY id DESC LIMIT 1").fetchone()
    alter(path, f"DELETE FROM {kind} WHERE id = {id}", f"DELETE FROM fact WHERE id = {id}")


def test_the_head_is_printed(company: Path, run: Run) -> None:
    head = head_of(run)
    assert len(head) == 64 and f"The head is {head}; noted elsewhere," in " ".join(
        run("verify", "--format", "plain").out.split()
    )


def test_a_head_that_was_noted_earlier(company: Path, run: Run) -> None:
    """Whole, or the twelve digits that a sheet prints; facts that came since are no harm, facts that went are."""
    noted = head_of(run)
    run("customer", "add", "新客户")
    later = head_of(run)
    for head in (noted, noted[:12], f" {noted.upper()}\n", later):
        assert run("verify", "--head", head).code == 0, head
    without_last(company)
    assert run("verify").code == 0
    answer = run("verify", "--head", later[:12])
    assert (answer.code, answer.err) == (
        5,
        f"salescli: The ledger {company} cannot be trusted: it never had the head {later[:12]}: what was recorded before "
        "that was noted is cut off, or written anew. (1 fault)\n",
    )
    assert run("verify", "--head", noted).code == 0


def test_a_head_of_before_another_copy_was_merged(company: Path, run: Run, tmp_path: Path) -> None:
    noted = [head_of(run)]
    other = str(tmp_path / "other.db")
    run("merge", str(company), "--ledger", other)
    for name in ("甲", "乙", "丙"):
        run("customer", "add", name, "--ledger", other)
        run("customer", "add", f"{name}{name}")
        run("merge", other)
        noted.append(head_of(run))
    assert [run("verify", "--head", head).code for head in noted] == [0, 0, 0, 0]
    assert run("verify", "--head", "ab" * 32).code == 5


def test_so_many_copies_that_nobody_can_tell(company: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is said, and is no reason not to trust the ledger; the head as it is now, or as a period was closed on, is known."""
    from salescli.ledger import verifying

    monkeypatch.setattr(verifying, "MOST_HEADS", 3)
    assert run("verify", "--head", head_of(run)).code == 0
    answer = run("verify", "--head", "ab" * 32)
    assert answer.code == 0 and "it cannot be told whether the ledger ever had the head abababababab" in answer.out


@pytest.mark.parametrize("given", ["abc", "0123456789ag", "ab" * 33])
def test_what_is_no_head(company: Path, run: Run, given: str) -> None:
    answer = run("verify", "--head", given)
    assert answer.code == 2 and "A head is 12 to 64 hexadecimal digits" in answer.err


def test_a_ledger_of_version_1_is_brought_up_to_date_and_sound(ledger: Path, run: Run) -> None:
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.executescript((Path(__file__).parent / "ledgers" / "version-1.sql").read_text(encoding="utf-8"))
    """Its one statement keeps {}, which no salescli has written of anybody."""
    found = [(row["check"], row["id"], row["text"]) for row in rows(run, "--no-statements") if row["state"] == "fault"]
    assert found == [("statements", "39", "zw · 2024-01: what it kept cannot be read")]


def test_a_file_that_cannot_be_written(company: Path, run: Run) -> None:
    shutil.copy(company, company.with_name("copy.db"))
    company.with_name("copy.db").chmod(0o400)
    assert run("verify", "--ledger", str(company.with_name("copy.db"))).code == 0


# The figures' own rules.


def append(path: Path, kind: str, day: date = date(2024, 3, 1), /, **fields: Any) -> int:
    with files.open_for_writing(path, Who("clerk", "clerk@here")) as ledger, ledger.write():
        return ledger.append(kind, day, **fields)


def test_shares_of_99(company: Path, run: Run) -> None:
    """What no command records, an import by another program may: 60 and 39 percent."""
    share = append(company, "share", opportunity_id=id_of(company, 15))
    append(company, "share_part", share_id=share, rep_id=id_of(company, 3), percent="60")
    append(company, "share_part", share_id=share, rep_id=id_of(company, 5), percent="39")
    (row,) = rows(run)
    assert (row["state"], row["check"], row["id"], row["text"]) == (
        "note",
        "shares",
        "18",
        "the shares sum to 99%, not 100%",
    )
    answer = run("verify")
    assert answer.code == 0 and "the notes deserve a look" in answer.out


def test_shares_of_three_decimals_sum_exactly(company: Path, run: Run) -> None:
    share = append(company, "share", opportunity_id=id_of(company, 15))
    for rep, percent in ((3, "33.335"), (5, "66.665")):
        append(company, "share_part", share_id=share, rep_id=id_of(company, rep), percent=percent)
    assert rows(run) == []


def test_a_contract_and_its_parts(company: Path, run: Run) -> None:
    """Lines of 90 against 100, 120 received of 100, and of another contract more refunded than came."""
    opportunity, product = id_of(company, 15), id_of(company, 12)
    one = append(company, "contract", code="A", opportunity_id=opportunity, amount=10_000)
    append(company, "contract_line", contract_id=one, product_id=product, quantity=3, unit_price=3_000)
    append(company, "receipt", contract_id=one, kind="payment", amount=12_000)
    other = append(company, "contract", code="B", opportunity_id=opportunity, amount=10_000)
    append(company, "receipt", contract_id=other, kind="refund", amount=100)
    assert {(row["check"], row["id"], row["text"]) for row in rows(run)} == {
        ("lines", "18", "its lines come to 90.00, its amount is 100.00"),
        ("collected", "18", "120.00 were collected or written off of 100.00"),
        ("refunded", "21", "1.00 were refunded of 0.00 received"),
    }


def test_what_stands_on_a_voided_fact(company: Path, run: Run) -> None:
    """The customer is void, its contact, owner and opportunity are not."""
    append(company, "void", fact_id=id_of(company, 7), effect="void", why="twice")
    found = rows(run)
    assert {(row["check"], row["id"]) for row in found} == {("voided", "8"), ("voided", "14"), ("voided", "15")}
    command = next(row["command"] for row in found if row["id"] == "14")
    assert command == 'salescli void 14 --why "stands on a voided fact"'


def test_facts_of_the_future(company: Path, run: Run) -> None:
    """Recorded next year by a clock that is wrong, which dates nothing that follows, or about a day that nobody plans yet."""
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        ledger.append("team", date(2024, 3, 1), recorded_at="2025-01-01T00:00:00.000000Z", code="x", name="X")
    append(company, "team", date(2204, 3, 1), code="y", name="Y")
    assert [(row["check"], row["id"]) for row in rows(run)] == [("clock", "18"), ("future", "19")]


def test_money_of_a_day_to_come(company: Path, run: Run) -> None:
    """A contract and a receipt of next week, which nobody has signed or received yet; a leave of next week is as it should be."""
    contract = append(
        company, "contract", date(2024, 3, 18), code="A", opportunity_id=id_of(company, 15), amount=10_000
    )
    append(company, "receipt", date(2024, 3, 19), contract_id=contract, kind="payment", amount=5_000)
    days = {"from_day": date(2024, 3, 18), "to_day": date(2024, 3, 20)}
    append(company, "leave", date(2024, 3, 18), rep_id=id_of(company, 3), **days)
    assert [(row["check"], row["id"], row["text"]) for row in rows(run)] == [
        ("future", "18", "it is of a day to come: 2024-03-18"),
        ("future", "19", "it is of a day to come: 2024-03-19"),
    ]


def test_requests_that_do_not_add_up(company: Path, run: Run) -> None:
    """What two copies decided and paid each for itself comes together; each is told once, as a note."""
    one = append(company, "expense", rep_id=id_of(company, 3), category="office", amount=10_000)
    append(company, "decision", request_id=one, verdict="approved", amount=12_000)
    append(company, "decision", request_id=one, verdict="rejected", why="no")
    for _copy in range(2):
        append(company, "settlement", request_id=one, amount=10_000)
    assert {(row["state"], row["check"], row["id"], row["text"]) for row in rows(run)} == {
        ("note", "decisions", "18", "it was decided 2 times"),
        ("note", "settlements", "18", "it was paid out 2 times"),
        ("note", "decided", "18", "120.00 were approved of 100.00 asked for"),
        ("note", "paid", "18", "200.00 were paid out, 120.00 were approved"),
    }


def test_what_two_copies_put_right_each_for_itself(company: Path, run: Run, tmp_path: Path) -> None:
    """Both corrections are right in their copy; merged, the receipt would count twice, and that is told."""
    run("contract", "sign", "风机改造", "120000", "--code", "HT-1")
    run("receipt", "HT-1", "1000")
    other = str(tmp_path / "other.db")
    run("merge", str(company), "--ledger", other)
    received = json.loads(run("journal", "--kind", "receipt", "--format", "json", "--ledger", other).out)["rows"][0][
        "id"
    ]
    assert run("correct", "20", "amount=100", "--why", "x").code == 0
    assert run("correct", received, "amount=200", "--why", "x", "--ledger", other).code == 0
    assert run("merge", other).code == 0
    (row,) = rows(run)
    assert (row["state"], row["check"]) == ("note", "replaced")
    assert " counts beside " in row["text"] and "22" in (row["id"], row["text"].split()[3].strip(","))


def test_more_due_than_signed(company: Path, run: Run) -> None:
    contract = append(company, "contract", code="A", opportunity_id=id_of(company, 15), amount=10_000)
    append(company, "instalment", contract_id=contract, due_on=date(2024, 4, 1), amount=10_001)
    (row,) = rows(run)
    assert (row["check"], row["id"], row["text"]) == ("planned", "18", "100.01 fall due, its amount is 100.00")


def test_an_assessment_that_cannot_be(company: Path, run: Run) -> None:
    about = {"rep_id": id_of(company, 3), "method": "exam", "purpose": "appraisal"}
    append(company, "assessment", score="11", out_of="10", rater="the moon", **about)
    assert {(row["check"], row["id"], row["text"]) for row in rows(run)} == {
        ("score", "18", "it gave 11 of 10"),
        ("rater", "18", "it was given by 'the moon', whom the rules do not know"),
    }


# The statements.


@pytest.fixture
def closed(company: Path, run: Run) -> Path:
    """Two reps of 5,000 a month, January and February closed: statements 20 … 23."""
    for rep in ("zw", "ls"):
        assert run("rep", "raise", rep, "5000", "--on", "2024-01-08").code == 0
    for month in ("2024-01", "2024-02"):
        assert run("close", month).code == 0
    return company


def forge(path: Path, id: int, figures: str) -> None:
    """A statement's figures changed by one who knows all: the chain from there on is reckoned anew."""
    alter(path, f"UPDATE statement SET figures = '{figures}' WHERE id = {id_of(path, id)}")
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        before, links = b"", []
        for fact in connection.execute("SELECT * FROM fact ORDER BY id"):
            row = connection.execute(f"SELECT * FROM {fact['kind']} WHERE id = ?", (fact["id"],)).fetchone()
            envelope = {key: fact[key] for key in chain.ENVELOPE}
            before = chain.link(before, envelope, dict(row))
            links.append(f"UPDATE fact SET hash = x'{before.hex()}' WHERE id = {fact['id']}")
    alter(path, *links)


def figures_of(path: Path, id: int) -> str:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT figures FROM statement WHERE id = ?", (id_of(path, id),)).fetchone()
    return str(found[0])


def test_statements_that_recompute_are_sound(closed: Path, run: Run) -> None:
    """Whatever was recorded since."""
    run("rep", "raise", "zw", "9000", "--on", "2024-01-08")
    assert (run("verify", "--statements").code, rows(run, "--statements")) == (0, [])


def test_a_forged_statement(closed: Path, run: Run) -> None:
    """5,000 more for oneself, and the chain reckoned anew: the facts still say what it was."""
    kept = figures_of(closed, 23)
    pay = json.loads(kept)["pay"]["total"]
    forge(closed, 23, kept.replace(f'"total":{pay}', f'"total":{pay + 500_000}'))
    assert files.open_for_reading(closed, Who("boss", "here")).verify_chain() == []
    answer = untrusted(run)
    assert "#23 (statement): zw · 2024-02: it pays" in answer.err
    assert "nothing is wrong" not in answer.out and "the ledger cannot be trusted all the same" in answer.out
    assert [(row["state"], row["check"], row["id"]) for row in rows(run)] == [("fault", "statements", "23")]
    assert run("verify", "--no-statements").code == 0


def test_a_forged_score(closed: Path, run: Run) -> None:
    """What is paid is the same, what is appraised is not."""
    kept = json.loads(figures_of(closed, 23))
    kept["appraisal"]["rank"] = 7
    forge(closed, 23, json.dumps(kept, sort_keys=True, ensure_ascii=False, separators=(",", ":")))
    assert "#23 (statement): zw · 2024-02: recomputed as closed, its figures differ" in untrusted(run).err


@pytest.mark.parametrize(
    "figures", ["", "{", "[]", '{"pay": {}}', '{"appraisal":3,"months":{},"pay":{},"true_ups":[]}']
)
def test_figures_that_cannot_be_read(closed: Path, run: Run, figures: str) -> None:
    """Though none is recomputed."""
    forge(closed, 22, figures)
    answer = run("verify", "--no-statements")
    assert answer.code == 5 and "#22 (statement): ls · 2024-02: what it kept cannot be read" in answer.err


def test_a_statement_that_is_missing(closed: Path, run: Run) -> None:
    """Closing keeps everybody's: one is gone, and the chain was reckoned anew without it."""
    without_last(closed)
    assert "zw · 2024-02: when it was closed, nothing was kept of this rep" in untrusted(run).err


def test_a_forged_statement_that_others_were_closed_on(closed: Path, run: Run) -> None:
    """Those of February know the head that January's are a part of."""
    forge(closed, 20, figures_of(closed, 20).replace("0", "1"))
    assert "#22 (statement): the ledger that it was closed on is not this one" in untrusted(run).err


def test_a_policy_that_cannot_be_read_any_more_is_a_reason(closed: Path, run: Run) -> None:
    """Of then, in the words of another salescli; it was taken back since."""
    with files.open_for_writing(closed, Who("boss", "boss@here")) as ledger, ledger.write():
        policy = ledger.append("policy", date(2024, 3, 1), title="old", body="[policy]", digest="x")
        head = ledger.reached().text
        days = {"starts_on": date(2023, 12, 1), "ends_on": date(2024, 1, 1), "policy_digest": "x", "ledger_head": head}
        ledger.append("statement", date(2024, 3, 15), rep_id=id_of(closed, 3), figures=figures_of(closed, 21), **days)
        ledger.void(policy, date(2024, 3, 15), "x")
    (row,) = rows(run)
    assert (row["state"], row["check"], row["id"]) == ("note", "statements", "25")
    assert row["text"].startswith("zw · 2023-12: it cannot be recomputed: ")
