"""backup, restore, export and merge as a person types them: what they say, what they refuse, and that nothing is lost on the way."""

import csv
import json
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from one_of_each import append_each, append_one, new, reading, writing

HOSTILE = [
    "",
    "\\",
    "\\N",
    '"',
    "a\r\nb",
    "\r",
    "=1+1",
    "\ufeff",
    "null",
    "a,b;c\td",
    "\u2028",
    "\x00",
    "🙂" * 9,
    "x" * 200_000,
]


@pytest.fixture
def full(ledger: Path) -> Path:
    """The ledger with one fact of every kind, and with texts that a file may stumble over."""
    new(ledger)
    with writing(ledger) as open_one, open_one.write():
        known = append_each(open_one)
        for text in HOSTILE:
            append_one(open_one, known, "follow_up", content=text, note=text)
            append_one(open_one, known, "correction", field="grade", value=text)
    return ledger


def head(path: Path) -> str:
    with reading(path) as open_one:
        assert open_one.verify_chain() == []
        return open_one.head()


def said(run: Run, *words: str) -> Any:
    answer = run(*words, "--json")
    assert (answer.code, answer.err) == (0, ""), answer
    return json.loads(answer.out)


# backup, restore


def test_backup_and_restore_say_what_they_did(run: Run, company: Path, tmp_path: Path) -> None:
    answer = run("backup", str(tmp_path / "b.db"))
    assert answer.out == f"Backed up 17 facts to {tmp_path / 'b.db'}, verified; its head is {head(company)}.\n"
    again = run("backup", str(tmp_path / "b.db"))
    assert (again.code, again.out) == (4, "")
    assert again.err == f"salescli: There is something at {tmp_path / 'b.db'} already; --force replaces it.\n"
    assert run("restore", str(tmp_path / "b.db")).code == 4
    before = head(company)
    run("team", "add", "new", "新")
    answer = run("restore", str(tmp_path / "b.db"), "--replace")
    assert answer.out.startswith(
        f"Restored 17 facts to {company}, verified; its head is {before}.\nThe ledger that was "
    )
    assert head(company) == before
    (kept,) = tmp_path.glob("ledger.db.before-restored-*Z")
    assert head(kept) != before


def test_answers_for_a_script(run: Run, company: Path, tmp_path: Path) -> None:
    answer = said(run, "backup", str(tmp_path / "b.db"))
    assert answer == {"file": str(tmp_path / "b.db"), "facts": 17, "head": head(company)}
    answer = said(run, "merge", str(tmp_path / "b.db"))
    assert answer == {"taken": {str(tmp_path / "b.db"): 0}, "head": head(company), "dry_run": False}
    answer = said(run, "restore", str(tmp_path / "b.db"), "--ledger", str(tmp_path / "c.db"))
    assert answer == {"ledger": str(tmp_path / "c.db"), "facts": 17, "head": head(company), "kept": None}


@pytest.mark.parametrize(
    "words", [["backup", "b.db"], ["restore", "b.db"], ["export", "d"], ["merge", "b.db"]], ids=lambda words: words[0]
)
@pytest.mark.parametrize("option", [["--on", "2024-03-01"], ["--as-of", "2024-03-01"], ["--format", "csv"]])
def test_a_ledger_is_taken_whole_and_now(words: list[str], option: list[str], refused: Any, company: Path) -> None:
    assert option[0] in refused(2, *words, *option)


# export and back


@pytest.mark.parametrize("files", ["csv", "json"])
def test_an_export_comes_back_as_an_equal_ledger(files: str, run: Run, full: Path, tmp_path: Path) -> None:
    answer = run("export", str(tmp_path / "out"), "--files", files)
    assert (answer.code, answer.err) == (0, "")
    back = tmp_path / "back.db"
    assert run("restore", str(tmp_path / "out"), "--ledger", str(back)).code == 0
    assert head(back) == head(full)
    with reading(full) as old, reading(back) as anew:
        for query in (
            "SELECT * FROM fact",
            "SELECT * FROM follow_up",
            "SELECT * FROM correction",
            "SELECT * FROM target",
        ):
            assert old._connection.execute(query).fetchall() == anew._connection.execute(query).fetchall()
    assert run("verify", "--ledger", str(back)).code == run("verify").code


def test_the_reports_of_what_came_back_are_the_same(run: Run, company: Path, tmp_path: Path) -> None:
    run("log", "华北机械", "asked for a quote", "--by", "phone", "--as", "zw")
    run("export", str(tmp_path / "out"))
    run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    for words in (
        ["funnel"],
        ["customer", "list"],
        ["history", "华北机械"],
        ["workload", "--period", "2024-03"],
        ["rep", "show", "zw"],
    ):
        assert run(*words).out == run(*words, "--ledger", str(tmp_path / "back.db")).out != ""


def test_the_files_are_for_other_programs_and_for_their_owner_alone(run: Run, company: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run("export", str(tmp_path / "out"))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()}
    assert (modes, stat.S_IMODE((tmp_path / "out").stat().st_mode)) == ({0o600}, 0o700)
    rows = read(tmp_path / "out", "product_price")
    with reading(company) as open_one:
        origin = open_one.reached().lasts[0][0] >> 32
    assert [(row["list_price"], row["cost"], row["recorded_by"]) for row in rows] == [("4821.00", "2900.00", "clerk")]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert rows[0]["id"] == f"{manifest['origin']}-13" and rows[0]["product_id"] == f"{manifest['origin']}-12"
    assert (manifest["facts"], manifest["head"], manifest["counts"]["customer"]) == (17, head(company), 3)
    assert origin


def read(folder: Path, kind: str) -> list[dict[str, str]]:
    if not (folder / f"{kind}.csv").exists():
        return []
    with (folder / f"{kind}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_folder_with_something_in_it(refused: Any, company: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter").write_text("dear")
    assert "is not empty" in refused(4, "export", str(tmp_path / "out"))
    assert "csv or json, not 'parquet'" in refused(2, "export", str(tmp_path / "out2"), "--files", "parquet")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["letter"]


def test_an_export_that_fails_leaves_no_folder(refused: Any, company: Path, tmp_path: Path) -> None:
    refused(3, "export", str(tmp_path / "out"), "--for", "nobody")
    assert not (tmp_path / "out").exists()


Change = Callable[[Path], object]


def replaced(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (replaced("customer.csv", "华北机械", "华北机器"), "is not what was recorded, from the fact"),
        (
            replaced("product_price.csv", "4821.00", "4821.001"),
            "product_price.csv, line 2: '4821.001' does not do for list_price",
        ),
        (replaced("customer.csv", "2024-02-01", "2024-02-31"), "makes no ledger: CHECK constraint failed"),
        (replaced("manifest.json", '"version": ', '"version": 9'), "was made by a newer salescli"),
        (replaced("manifest.json", '"salescli_export": 1', '"salescli_export": 7'), "is no manifest of an export"),
        (
            replaced("manifest.json", '"rep": 2', '"rep": 2, "sqlite_master": 1'),
            "there is no kind of fact 'sqlite_master'",
        ),
        (replaced("manifest.json", '"rep": 2', '"../rep": 2'), "is no manifest of an export"),
        (lambda folder: (folder / "manifest.json").unlink(), "is no export of a ledger: it has no manifest.json"),
        (lambda folder: (folder / "customer.csv").unlink(), "cannot be read as a file of an export: No such file"),
        (
            lambda folder: (folder / "customer.csv").write_bytes(b"PK\x03\x04\xff"),
            "cannot be read as a file of an export",
        ),
        (lambda folder: (folder / "manifest.json").write_text("[" * 100_000), "is no manifest of an export"),
    ],
)
def test_an_export_that_was_changed(change: Change, sentence: str, run: Run, company: Path, tmp_path: Path) -> None:
    run("export", str(tmp_path / "out"))
    change(tmp_path / "out")
    answer = run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, answer.out, answer.err.count("\n")) == (5, "", 1)
    assert sentence in answer.err
    assert not list(tmp_path.glob("back*"))


def test_the_end_of_an_export_is_missed_too(run: Run, company: Path, tmp_path: Path) -> None:
    """A chain cannot know that its last facts were cut off; the manifest's head does."""
    run("team", "add", "last", "末", "--on", "2024-03-01")
    run("export", str(tmp_path / "out"), "--files", "json")
    rows = (tmp_path / "out" / "team.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "out" / "team.jsonl").write_text("".join(rows[:-1]), encoding="utf-8")
    replaced("manifest.json", '"facts": 18', '"facts": 17')(tmp_path / "out")
    answer = run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, "facts at its end are missing" in answer.err) == (5, True), answer


# export --for


def test_a_rep_gets_the_reps_own_facts(run: Run, company: Path, tmp_path: Path) -> None:
    """What names or was recorded by the rep, and the customers and opportunities while they are the rep's."""
    run("customer", "assign", "江南化工", "zw", "--on", "2024-02-05")
    run("log", "江南化工", "of the rep himself", "--by", "phone", "--as", "zw", "--on", "2024-03-01")
    run("log", "江南化工", "a colleague helped", "--by", "phone", "--as", "ls", "--on", "2024-03-02")
    run("log", "华北电子", "of another's customer", "--by", "phone", "--as", "ls", "--on", "2024-03-02")
    run("log", "华北机械", "on the rep's opportunity", "--by", "phone", "--as", "ls", "--on", "2024-03-02")
    run("customer", "assign", "江南化工", "ls", "--on", "2024-03-10")
    run("log", "江南化工", "after it passed to another", "--by", "phone", "--as", "ls", "--on", "2024-03-12")
    assert run("export", str(tmp_path / "zw"), "--for", "zw").code == 0
    told = [row["content"] for row in read(tmp_path / "zw", "follow_up")]
    assert told == ["of the rep himself", "a colleague helped", "on the rep's opportunity"]
    assert [row["name"] for row in read(tmp_path / "zw", "customer")] == ["华北机械", "江南化工"]
    assert [row["code"] for row in read(tmp_path / "zw", "rep")] == ["zw"]
    assert len(read(tmp_path / "zw", "rep_change")) == 1 and len(read(tmp_path / "zw", "customer_owner")) == 2
    assert [row["name"] for row in read(tmp_path / "zw", "opportunity")] == ["风机改造"]
    assert read(tmp_path / "zw", "policy") == read(tmp_path / "zw", "product") == []


def test_another_reps_pay_appraisal_and_expenses_stay_out(run: Run, full: Path, tmp_path: Path) -> None:
    """One fact of every kind, of zw and recorded by zw; ls, who owns the customer's next opportunity, gets none of the rest."""
    assert run("rep", "add", "ls", "李四", "--post", "rep", "--hired", "2024-01-08", "--as", "boss").code == 0
    run("opportunity", "open", "ls-1", "--customer", "华北机械厂", "--amount", "1", "--as", "ls")
    assert run("export", str(tmp_path / "ls"), "--for", "ls").code == 0
    kinds = {file.stem for file in (tmp_path / "ls").glob("*.csv")}
    assert kinds <= {"rep", "rep_change", "opportunity", "opportunity_owner", "stage_change", "void"}
    assert run("export", str(tmp_path / "zw"), "--for", "zw").code == 0
    kinds = {file.stem for file in (tmp_path / "zw").glob("*.csv")}
    assert {"statement", "expense", "decision", "settlement", "assessment", "target", "dispute_answer"} <= kinds


def test_a_reps_own_facts_are_no_ledger(run: Run, company: Path, tmp_path: Path) -> None:
    answer = run("export", str(tmp_path / "zw"), "--for", "zw")
    assert answer.out.endswith(f"facts of zw to {tmp_path / 'zw'}; a ledger cannot be made of them.\n")
    answer = run("restore", str(tmp_path / "zw"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, "holds the facts of zw alone" in answer.err) == (5, True)
    assert not (tmp_path / "back.db").exists()


# merge


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
    words = sentence.split("`")[1].replace('"', "").split()[1:]
    cure = [*words[:3], " ".join(words[3:])]
    assert max(run(*cure).code, 0) == 0 or run(*cure, "--ledger", laptop).code == 0
    assert run("merge", laptop).code == 0


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
