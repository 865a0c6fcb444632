"""Merging as a person does it: what is missing is taken, codes that clash are refused with their cure, the rest is told."""

import json
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from whole_ledger import head, with_tables_of_others

from salescli.ledger import ids


def test_a_laptop_takes_a_copy_and_both_go_on(run: Run, company: Path, tmp_path: Path) -> None:
    """Where no ledger is, merge makes a copy with an origin of its own, without a policy of its own."""
    laptop = str(tmp_path / "laptop.db")
    answer = run("merge", str(company), "--ledger", laptop)
    assert answer.code == 0 and f"Took 17 facts of {company}.\n" in answer.out
    assert head(Path(laptop)) == head(company)
    run("log", "华北机械", "on the road", "--by", "visit", "--as", "zw", "--ledger", laptop)
    run("log", "华北机械", "in the office", "--by", "phone", "--as", "zw")
    trial = run("merge", laptop, "--dry-run")
    assert trial.out.startswith(f"1 fact of {laptop} would be taken.\n")
    assert head(company) not in trial.out
    assert run("merge", laptop).out.startswith(f"Took 1 fact of {laptop}.\n")
    assert run("merge", laptop).out.startswith(f"{laptop} has nothing that is missing here.\n")
    assert run("merge", str(company), "--ledger", laptop).code == 0
    assert head(Path(laptop)) == head(company)
    assert "on the road" in run("history", "华北机械").out


def test_a_trial_where_no_ledger_is(run: Run, company: Path, tmp_path: Path) -> None:
    answer = run("merge", str(company), "--dry-run", "--ledger", str(tmp_path / "none.db"))
    assert (answer.code, answer.out) == (5, "")
    assert not (tmp_path / "none.db").exists()


def test_a_clash_of_codes_is_a_refusal_with_the_cure(run: Run, refused: Any, company: Path, tmp_path: Path) -> None:
    laptop = str(tmp_path / "laptop.db")
    run("merge", str(company), "--ledger", laptop)
    run("team", "add", "east", "华东区", "--ledger", laptop)
    run("team", "add", "east", "华东大区")
    sentence = refused(4, "merge", laptop)
    assert "Nothing was taken, for a code means one thing: the team code 'east' is of " in sentence
    run("rep", "move", "ls", "--team", "east", "--on", "2024-03-01")  # something stands on it
    cure = shlex.split(sentence.split("`")[1].replace("code=…", "code=east-2"))[1:]
    assert 0 in (run(*cure, "--ledger", laptop).code, run(*cure).code)
    assert run("merge", laptop).code == 0


@pytest.fixture
def laptop(run: Run, company: Path, tmp_path: Path) -> str:
    """A copy of the company, with a contract that both have, and a receipt of 1,200 on it."""
    for words in ("contract sign 风机改造 10万 --code A --on 2024-03-05", "receipt A 1200 --on 2024-03-06"):
        assert run(*words.split()).code == 0
    path = str(tmp_path / "laptop.db")
    assert run("merge", str(company), "--ledger", path).code == 0
    return path


def conflicts(run: Run, *words: str) -> list[tuple[str, ...]]:
    """What a merge says does not go together: by kind, with the fact."""
    answer = run("merge", *words, "--json")
    assert answer.code == 0, answer
    return [(one["kind"], one["taken"]) for one in json.loads(answer.out)["conflicts"]]


def contract_of(company: Path) -> int:
    """The id of the only contract."""
    with closing(sqlite3.connect(company)) as connection:
        ((id,),) = connection.execute("SELECT id FROM contract").fetchall()
    return int(id)


def test_a_receipt_here_of_what_was_voided_there(run: Run, company: Path, laptop: str) -> None:
    """Neither copy alone is at fault; the merge names the receipt and what shows it, once."""
    for id in (contract_of(company) + 2, contract_of(company)):  # the receipt, then the contract with its stage
        assert run("void", ids.show(id, 0), "--why", "never signed", "--ledger", laptop).code == 0
    run("receipt", "A", "500", "--on", "2024-03-07")
    trial = run("merge", laptop, "--dry-run").err
    assert "it stands on a voided fact, of the kind contract" in trial
    answer = run("merge", laptop)
    assert answer.code == 0 and trial == answer.err
    assert "#21" not in answer.err and "of the fact 21:" in answer.err and "salescli void 21 --why" in answer.err
    assert run("merge", laptop).err == ""


def test_both_refund_the_whole(run: Run, laptop: str) -> None:
    """Together more went back than came in; what was unsound in a copy before is not the merge's to say."""
    for where in ([], ["--ledger", laptop]):
        assert run("refund", "A", "1200", "--on", "2024-03-08", *where).code == 0
    assert conflicts(run, laptop) == [("refunded", "18")]
    assert "refunded" in run("verify", "--format", "json").out
    run("log", "华北机械", "called", "--by", "phone", "--as", "zw", "--ledger", laptop)
    assert conflicts(run, laptop) == []


def test_both_closed_the_month(run: Run, company: Path, laptop: str) -> None:
    """It is said which closing counts, and what that means."""
    assert run("close", "2024-02").code == run("close", "2024-02", "--ledger", laptop).code == 0
    answer = run("merge", laptop)
    assert answer.code == 0
    assert "2024-02 was closed in two copies: the statements of the earlier closing count" in answer.err
    assert "`salescli statement 2024-02` shows what counts" in answer.err
    assert run("statement", "2024-02").code == 0
    assert conflicts(run, str(company), "--ledger", laptop)[0][0] == "closing"


def test_every_warning_names_a_command(run: Run, company: Path, laptop: str) -> None:
    """Each of which a person can type as it stands, or with what stands in < > filled in."""
    for where in ([], ["--ledger", laptop]):
        run("customer", "add", "西部钢铁", "--phone", "029-7777", *where)
    said = run("merge", laptop).err
    assert [kind for kind in ("name", "phone") if f"have one {kind}" in said] == ["name", "phone"]
    commands = said.replace("<name>", "西部钢").replace("<number>", "1").split("`")[1::2]
    assert len(commands) == 3
    for command in reversed(commands):  # the void last
        assert run(*shlex.split(command)[1:]).code == 0, command


def test_the_same_customer_in_two_copies_is_a_warning(run: Run, company: Path, tmp_path: Path) -> None:
    laptop = str(tmp_path / "laptop.db")
    run("merge", str(company), "--ledger", laptop)
    run("customer", "add", "西部钢铁", "--phone", "029-7777", "--ledger", laptop)
    run("customer", "add", "西部钢铁公司", "--phone", "0297777")
    answer = run("merge", laptop)
    assert answer.code == 0
    assert answer.err.count("have one phone, '029-7777'") == 1


def test_what_lies_in_a_closed_month_is_said(run: Run, company: Path, tmp_path: Path) -> None:
    laptop = str(tmp_path / "laptop.db")
    run("merge", str(company), "--ledger", laptop)
    run("log", "华北机械", "late", "--by", "visit", "--as", "zw", "--on", "2024-02-20", "--ledger", laptop)
    closed = run("close", "2024-02")
    assert closed.code == 0, closed
    assert "2024-02-20 lies in a closed period" in run("merge", laptop).err


def test_merging_itself_changes_nothing(run: Run, company: Path) -> None:
    before = head(company)
    assert run("merge", str(company), str(company)).code == 0
    assert head(company) == before


def test_other_programs_tables_are_left_where_they_are(run: Run, company: Path, tmp_path: Path) -> None:
    """On either side."""
    laptop = str(tmp_path / "laptop.db")
    with_tables_of_others(company)
    assert run("merge", str(company), "--ledger", laptop).code == 0
    run("log", "华北机械", "on the road", "--by", "visit", "--as", "zw", "--ledger", laptop)
    assert run("merge", laptop).code == 0
    assert run("verify", "--ledger", laptop).code == 0
