"""Facts as files for other programs, all of them or a rep's own, and that nobody gets what is not for his eyes."""

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run
from one_of_each import reading
from whole_ledger import filled, head, no_text, rows, with_tables_of_others


@pytest.fixture
def full(ledger: Path) -> Path:
    """The ledger with one fact of every kind, and with texts that a file may stumble over."""
    return filled(ledger)


def test_the_files_are_for_other_programs_and_for_their_owner_alone(run: Run, company: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        run("export", str(tmp_path / "out"))
    finally:
        os.umask(before)
    modes = {stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "out").iterdir()}
    assert (modes, stat.S_IMODE((tmp_path / "out").stat().st_mode)) == ({0o600}, 0o700)
    prices = rows(tmp_path / "out", "product_price")
    with reading(company) as open_one:
        origin = open_one.reached().lasts[0][0] >> 32
    assert [(row["list_price"], row["cost"], row["recorded_by"]) for row in prices] == [("4821.00", "2900.00", "clerk")]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert prices[0]["id"] == f"{manifest['origin']}-13" and prices[0]["product_id"] == f"{manifest['origin']}-12"
    assert (manifest["facts"], manifest["head"], manifest["counts"]["customer"]) == (17, head(company), 3)
    assert origin


def test_a_folder_with_something_in_it(refused: Any, company: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter").write_text("dear")
    assert "is not empty" in refused(4, "export", str(tmp_path / "out"))
    assert "csv, json or parquet, not 'xlsx'" in refused(2, "export", str(tmp_path / "out2"), "--files", "xlsx")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["letter"]


def test_an_export_that_fails_leaves_no_folder(refused: Any, company: Path, tmp_path: Path) -> None:
    refused(3, "export", str(tmp_path / "out"), "--for", "nobody")
    assert not (tmp_path / "out").exists()


# For a rep.


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
    told = [row["content"] for row in rows(tmp_path / "zw", "follow_up")]
    assert told == ["of the rep himself", "a colleague helped", "on the rep's opportunity"]
    assert [row["name"] for row in rows(tmp_path / "zw", "customer")] == ["华北机械", "江南化工"]
    assert [row["code"] for row in rows(tmp_path / "zw", "rep")] == ["zw"]
    assert len(rows(tmp_path / "zw", "rep_change")) == 1 and len(rows(tmp_path / "zw", "customer_owner")) == 2
    assert [row["name"] for row in rows(tmp_path / "zw", "opportunity")] == ["风机改造"]
    assert rows(tmp_path / "zw", "policy") == rows(tmp_path / "zw", "product") == []


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


def test_a_manager_gets_no_colleagues_figures(run: Run, company: Path, tmp_path: Path) -> None:
    """What the manager recorded of others is theirs: job, target, assessment, requests, statements; of customers it is the manager's."""
    manager = ["--as", "lzy"]
    assert run("rep", "add", "lzy", "林志远", "--post", "manager", "--hired", "2024-01-02").code == 0
    lines = [
        ["rep", "add", "wu", "吴", "--post", "rep", "--hired", "2024-01-08"],
        ["customer", "add", "西部钢铁", "--owner", "ls"],
        ["contact", "add", "西部钢铁", "王工"],
        ["log", "西部钢铁", "by the manager", "--by", "visit"],
        ["assess", "ls", "--method", "interview", "--purpose", "promotion", "--score", "80", "--out-of", "100"],
        ["target", "set", "ls", "contract_amount", "2024Q1", "100万"],
        ["close", "2024-02"],
    ]
    for line in lines:
        answer = run(*line, *manager)
        assert answer.code == 0, answer
    request = run("expense", "request", "50", "--as", "ls", "--category", "travel", "--json")
    assert request.code == 0, request
    decided = run("expense", "reject", json.loads(request.out)["id"], "--why", "private", "--json", *manager)
    assert decided.code == 0, decided
    assert run("void", json.loads(decided.out)["id"], "--why", "a slip", *manager).code == 0
    assert run("export", str(tmp_path / "out"), "--for", "lzy").code == 0
    own = {kind.stem: rows(tmp_path / "out", kind.stem) for kind in (tmp_path / "out").glob("*.csv")}
    assert own.keys() == {"rep", "rep_change", "customer", "contact", "follow_up", "statement"}
    assert [row["code"] for row in own["rep"]] == ["lzy"]
    assert {row["rep_id"] for kind in own for row in own[kind] if "rep_id" in row} == {own["rep"][0]["id"]}
    assert len(own["statement"]) == 1


def test_a_share_is_about_those_who_have_a_part_in_it(run: Run, company: Path, tmp_path: Path) -> None:
    """Recorded by a manager who has none, it is not the manager's; the owner gets all of it, another the one part."""
    assert run("rep", "add", "lzy", "林志远", "--post", "manager", "--hired", "2024-01-02").code == 0
    answer = run("opportunity", "share", "风机改造", "zw=60", "ls=40", "--as", "lzy")
    assert answer.code == 0, answer
    for rep, parts in (("lzy", 0), ("zw", 2), ("ls", 1)):
        assert run("export", str(tmp_path / rep), "--for", rep).code == 0
        assert len(rows(tmp_path / rep, "share_part")) == parts, rep
        assert len(rows(tmp_path / rep, "share")) == (rep == "zw")


def test_nobody_learns_where_others_sit(run: Run, company: Path, tmp_path: Path) -> None:
    """Login and machine of who recorded are in an export of all, and not in a rep's own."""
    run("export", str(tmp_path / "all"))
    run("export", str(tmp_path / "zw"), "--for", "zw", "--files", "json")
    assert all("recorded_from" in row for row in rows(tmp_path / "all", "customer"))
    text = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "zw").iterdir())
    assert '"recorded_by"' in text and "recorded_from" not in text and "clerk@" not in text


# Where it goes, and what is in the file.


def test_other_programs_tables_are_no_facts(run: Run, company: Path, tmp_path: Path) -> None:
    with_tables_of_others(company)
    for words in (["all"], ["zw", "--for", "zw"]):
        answer = run("export", str(tmp_path / words[0]), *words[1:])
        assert (answer.code, answer.err) == (0, ""), answer
        assert not [file for file in (tmp_path / words[0]).iterdir() if file.stem in ("notes_of_mine", "customer_copy")]


@pytest.mark.parametrize("there", [False, True])
def test_what_is_no_text_is_a_sentence(there: bool, refused: Refused, company: Path, tmp_path: Path) -> None:
    no_text(company)
    if there:
        (tmp_path / "out").mkdir()
    before = sorted(tmp_path.glob("out*"))
    said = refused(5, "export", str(tmp_path / "out"))
    assert said.startswith(f"The ledger {company} cannot be read: Could not decode to UTF-8")
    assert sorted(tmp_path.glob("out*")) == before
    assert not there or not list((tmp_path / "out").iterdir())


def test_an_empty_folder_stays_the_one_it_is(run: Run, company: Path, tmp_path: Path) -> None:
    """One may stand in it, it may be a disk of its own, and a link stays a link."""
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    number = (tmp_path / "real").stat().st_ino
    assert run("export", str(tmp_path / "out")).code == 0
    assert (tmp_path / "out").is_symlink() and (tmp_path / "real").stat().st_ino == number
    assert json.loads((tmp_path / "real" / "manifest.json").read_text())["head"] == head(company)
    assert all(file.suffix in (".csv", ".json") for file in (tmp_path / "real").iterdir())


def test_folders_that_are_made_are_their_owners(run: Run, company: Path, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert run("export", str(tmp_path / "new" / "deep" / "out")).code == 0
    finally:
        os.umask(before)
    folders = [tmp_path / "new", tmp_path / "new" / "deep", tmp_path / "new" / "deep" / "out"]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 3


def test_a_file_is_no_folder(refused: Refused, company: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a letter")
    assert "cannot be written to" in refused(5, "export", str(tmp_path / "out"))
    assert "cannot be written to" in refused(5, "export", str(tmp_path / "out" / "of" / "it"))
    assert (tmp_path / "out").read_text() == "a letter"
