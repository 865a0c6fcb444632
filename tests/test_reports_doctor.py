"""What somebody should repair: each thing is found once, and the command printed beside it is the one that repairs it."""

import json
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who

Row = dict[str, Any]


def found(run: Run, *words: str) -> list[Row]:
    answer = run("doctor", "--all", *words, "--format", "json")
    assert (answer.code, answer.err) == (0, ""), answer
    rows: list[Row] = json.loads(answer.out)["rows"]
    return rows


def of_kind(run: Run, kind: str, *words: str) -> list[Row]:
    return [row for row in found(run, *words) if row["kind"] == kind]


def repair(run: Run, row: Row, **filled: str) -> None:
    """Run the command as it is printed, with what a person fills in."""
    words = shlex.split(row["command"])
    for name, value in filled.items():
        words = [word.replace(f"<{name}>", value) for word in words]
    assert words[0] == "salescli" and not any("<" in word for word in words), words
    answer = run(*words[1:])
    assert answer.code == 0, answer


def test_a_customer_that_is_there_twice(company: Path, run: Run) -> None:
    """The same name but for its form, width and spaces; nothing stands on the second one yet, so it may go."""
    run("customer", "add", "（华北 机械）有限公司", "--owner", "ls", "--phone", "021-5555")
    (row,) = of_kind(run, "customer_twice")
    assert (row["id"], row["rep"], row["text"]) == ("18", "ls", "is perhaps 华北机械 #7")
    assert row["command"] == 'salescli void 18 --why "twice: 7"'
    repair(run, row)
    assert of_kind(run, "customer_twice") == []


def test_a_second_customer_with_work_on_it_is_named_so_that_it_is_told_apart(company: Path, run: Run) -> None:
    """No two customers are joined: what was done stays where it is, and nobody takes the one for the other from then on."""
    run("customer", "add", "华北机械 'O'", "--owner", "ls")
    run("customer", "add", "华北机械（'O'）", "--owner", "ls")
    run("log", "#20", "called", "--by", "phone", "--as", "ls")
    (row,) = of_kind(run, "customer_twice")
    assert row["text"].startswith("is perhaps 华北机械 'O' #18; ")
    repair(run, row)
    assert of_kind(run, "customer_twice") == []
    assert "华北机械（'O'） (#18)" in run("customer", "show", "20").out


def test_a_customer_with_its_work_in_one_act(company: Path, run: Run) -> None:
    """As an import brings them in: voiding the customer would take its work along."""
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        id = ledger.append("customer", date(2024, 3, 1), name="华北机械公司")
        ledger.append("contact", date(2024, 3, 1), customer_id=id, name="王五")
    (row,) = of_kind(run, "customer_twice")
    assert "correct" in row["command"]


def test_one_of_one_name_and_one_number(company: Path, run: Run) -> None:
    """One thing to repair, and one command: what is taken back needs neither another number nor an owner nor a field."""
    run("customer", "add", "华北机械公司", "--phone", "010-8888")
    rows = [row for row in found(run) if row["id"] == "18"]
    assert [row["kind"] for row in rows] == ["customer_twice"]
    repair(run, rows[0])
    assert not [row for row in found(run) if row["id"] == "18"]


def test_one_number_of_two_customers(company: Path, run: Run) -> None:
    """However each is written, and the same number twice at one customer is nothing to repair."""
    run("customer", "add", "东方", "--owner", "ls", "--phone", "+86 138 0013 8000")
    run("contact", "add", "华北机械", "王五", "--phone", "138-0013-8000")
    run("contact", "add", "东方", "王五", "--phone", "13800138000")
    rows = of_kind(run, "phone_twice")
    assert [row["what"] for row in rows] == ["东方", "东方"]
    assert "+8613800138000 is also that of 华北机械" in rows[0]["text"]
    for row in rows:
        repair(run, row)
    assert of_kind(run, "phone_twice") == []


@pytest.mark.parametrize(
    ("phone", "rest"),
    [
        ("010-8888 1234 / 138-0013-8000", "010-8888 1234"),
        ("１３８００１３８０００；13911112222", "13911112222"),
        ("Li: 13800138000, Wang: 13911112222 ext 801", "Li: , Wang: 13911112222 ext 801"),
        ("13800138000 13911112222", "13911112222"),
    ],
)
def test_of_several_numbers_only_the_shared_one_goes(company: Path, run: Run, phone: str, rest: str) -> None:
    """Each that another has, with one command; the innocent number stays as it was entered."""
    run("customer", "add", "东方", "--owner", "ls", "--phone", "13800138000")
    run("customer", "add", "西方", "--owner", "ls", "--phone", phone)
    (row,) = of_kind(run, "phone_twice")
    repair(run, row)
    assert of_kind(run, "phone_twice") == []
    assert run("customer", "list", "--format", "json").out.count(json.dumps(rest, ensure_ascii=False)) == 1


def test_two_numbers_that_others_have_go_together(company: Path, run: Run) -> None:
    run("customer", "add", "东方", "--owner", "ls", "--phone", "13800138000")
    run("customer", "add", "南方", "--owner", "ls", "--phone", "13911112222")
    run("customer", "add", "西方", "--owner", "ls", "--phone", "13800138000, 13911112222, 13700001111")
    (row,) = of_kind(run, "phone_twice")
    assert "东方" in row["text"] and "南方" in row["text"]
    assert row["command"].startswith("salescli correct 22 phone=13700001111 ")
    repair(run, row)
    assert of_kind(run, "phone_twice") == []


def test_a_customer_of_nobody(company: Path, run: Run) -> None:
    (row,) = of_kind(run, "customer_owner")
    assert (row["what"], row["command"]) == ("江南化工", "salescli customer assign 11 <rep>")
    repair(run, row, rep="zw")
    assert of_kind(run, "customer_owner") == []


def test_a_customer_of_nobody_with_an_opportunity(company: Path, run: Run) -> None:
    """Whoever sells there is the one to own it: the command needs nothing filled in."""
    run("opportunity", "open", "泵站", "--customer", "江南化工", "--owner", "ls", "--amount", "1万", "--close", "+30d")
    run("customer", "release", "江南化工")
    (row,) = of_kind(run, "customer_owner")
    assert row["command"] == "salescli customer assign 11 ls"
    repair(run, row)
    assert of_kind(run, "customer_owner") == []


def test_an_opportunity_without_an_expected_close(company: Path, run: Run) -> None:
    (row,) = of_kind(run, "opportunity_fields")
    assert (row["what"], row["rep"], row["text"]) == ("风机改造", "zw", "without expected close")
    repair(run, row, day="+30d")
    assert of_kind(run, "opportunity_fields") == []


def test_an_opportunity_of_nobody_without_a_stage(company: Path, run: Run) -> None:
    """As an import may leave one; the customer's owner is who should have it."""
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        customer = ledger.find_id("7", "customer")
        ledger.append("opportunity", date(2024, 3, 1), name="泵站", customer_id=customer)
    (owner,) = of_kind(run, "opportunity_owner")
    assert owner["command"] == "salescli opportunity assign 18 zw"
    repair(run, owner)
    stage = next(row for row in of_kind(run, "opportunity_fields") if row["id"] == "18")
    assert stage["text"] == "without amount, expected close, stage"
    repair(run, stage, stage="qualified", amount="5万", day="2024-06-30")
    assert "18" not in {row["id"] for row in found(run)}


def test_a_stage_that_the_policy_does_not_have(company: Path, run: Run) -> None:
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        opportunity = ledger.find_id("15", "opportunity")
        ledger.append("stage_change", date(2024, 3, 2), opportunity_id=opportunity, stage="vanished")
    (row,) = of_kind(run, "unknown_stage")
    assert "the policy has no stage 'vanished'" in row["text"]
    repair(run, row, stage="qualified")
    assert of_kind(run, "unknown_stage") == []


def test_a_contract_without_instalments(company: Path, run: Run) -> None:
    """One that is paid in full is nothing to repair, one whose instalments come to all of it neither."""
    run("contract", "sign", "风机改造", "10万", "--code", "A", "--on", "2024-03-05")
    run("contract", "sign", "风机改造", "10万", "--code", "B", "--instalment", "+30d:4万", "--on", "2024-03-05")
    run("contract", "sign", "风机改造", "10万", "--code", "C", "--instalment", "+30d:10万", "--on", "2024-03-05")
    run("contract", "sign", "风机改造", "10万", "--code", "D", "--on", "2024-03-05")
    run("receipt", "D", "10万", "--on", "2024-03-06")
    rows = of_kind(run, "plan")
    assert [(row["what"], row["text"]) for row in rows] == [
        ("A", "has no instalments; all of it fell due when it was signed"),
        ("B", "its instalments come to 40,000.00 of 100,000.00"),
    ]
    for row in rows:
        repair(run, row, day="2024-06-30")
    assert of_kind(run, "plan") == []


def test_a_contract_of_which_two_copies_planned_more(company: Path, run: Run) -> None:
    run("contract", "sign", "风机改造", "10万", "--code", "A", "--instalment", "+30d:10万", "--on", "2024-03-05")
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        contract = ledger.find_id("18", "contract")
        ledger.append("instalment", date(2024, 3, 6), contract_id=contract, due_on=date(2024, 5, 1), amount=100)
    (row,) = of_kind(run, "plan")
    repair(run, row)
    assert of_kind(run, "plan") == []


def test_a_trip_that_was_never_reported(company: Path, run: Run) -> None:
    days = ["--from-day", "2024-03-04", "--to-day", "2024-03-05", "--as", "zw", "--on", "2024-03-01"]
    answer = run("trip", "request", "--opportunity", "风机改造", "--to", "上海", *days)
    assert answer.code == 0, answer
    with files.open_for_writing(company, Who("clerk", "clerk@here")) as ledger, ledger.write():
        ledger.append("decision", date(2024, 3, 2), request_id=ledger.find_id("18", "trip"), verdict="approved")
    (row,) = of_kind(run, "trip")
    assert (row["rep"], row["text"]) == ("zw", "over since 2024-03-05, not reported")
    repair(run, row, outcome="signed")
    assert of_kind(run, "trip") == []


def test_targets_that_the_appraisal_asks_for(company: Path, run: Run) -> None:
    rows = of_kind(run, "target", "--rep", "zw")
    assert rows and all("2024Q1" in row["text"] and row["rep"] == "zw" for row in rows)
    for row in rows:
        repair(run, row, target="50%" if "rate" in row["command"] else "50万")
    assert of_kind(run, "target", "--rep", "zw") == []
    assert of_kind(run, "target", "--rep", "ls")


def test_somebody_without_a_team(company: Path, run: Run) -> None:
    (row,) = [row for row in of_kind(run, "rep_fields") if row["text"] == "without a team"]
    assert (row["what"], row["command"]) == ("李四", "salescli rep move ls --team <team>")
    repair(run, row, team="north")
    assert [row for row in of_kind(run, "rep_fields") if row["text"] == "without a team"] == []


def test_who_has_left_needs_no_team(company: Path, run: Run) -> None:
    run("rep", "depart", "ls", "--on", "2024-03-01")
    assert [row for row in of_kind(run, "rep_fields") if row["rep"] == "ls"] == []


def test_wanted_fields(company: Path, run: Run) -> None:
    """The starter's policy wants a customer's phone and industry."""
    row = next(row for row in of_kind(run, "customer_fields") if row["id"] == "7")
    assert row["text"] == "without industry"
    assert row["command"] == 'salescli correct 7 industry=<industry> --why "was missing"'
    repair(run, row, industry="机械")
    assert "7" not in {row["id"] for row in of_kind(run, "customer_fields")}


def test_a_disqualified_lead_needs_nothing(company: Path, run: Run) -> None:
    assert "11" in {row["id"] for row in found(run)}
    run("customer", "disqualify", "江南化工", "--why", "closed down")
    assert "11" not in {row["id"] for row in found(run)}


def test_of_one_rep_and_of_a_team(company: Path, run: Run) -> None:
    assert {row["rep"] for row in found(run, "--rep", "ls")} == {"ls"}
    assert {row["rep"] for row in found(run, "--team", "north")} == {"zw"}
    assert None in {row["rep"] for row in found(run)}


def test_rep_and_team_exclude_each_other(company: Path, refused: Refused) -> None:
    assert "--rep / --team exclude each other" in refused(2, "doctor", "--rep", "ls", "--team", "north")


def test_a_few_of_each_kind_unless_all_are_asked_for(company: Path, run: Run) -> None:
    for number in range(5):
        run("customer", "add", f"客户{number}", "--phone", f"010-6000000{number}")
    answer = run("doctor")
    assert answer.out.count("salescli customer assign") == 3
    assert "There are more" in answer.out and "Customers of nobody: 6" in answer.out
    assert run("doctor", "--all").out.count("salescli customer assign") == 6


def test_nothing_to_repair(ledger: Path, run: Run) -> None:
    run("init")
    assert "Nothing is to be repaired." in run("doctor").out


def test_no_policy(tmp_path: Path, run: Run) -> None:
    path = tmp_path / "bare.db"
    files.create(path, currency="CNY", zone="Asia/Shanghai")
    (row,) = found(run, "--ledger", str(path))
    assert (row["kind"], row["command"]) == ("policy", "salescli policy load <file>")


def test_work_before_the_first_policy(company: Path, tmp_path: Path, run: Run) -> None:
    """Whatever rests on rules cannot be computed of those days; a later policy alone is nothing to repair."""
    path = tmp_path / "bare.db"
    files.create(path, currency="CNY", zone="Asia/Shanghai")
    rules = tmp_path / "rules.toml"
    rules.write_text(run("policy", "show").out, encoding="utf-8")
    words = ("--ledger", str(path))
    assert run("policy", "load", str(rules), "--from", "2024-03-01", *words).code == 0
    assert [row for row in found(run, *words) if row["kind"] == "policy"] == []
    with files.open_for_writing(path, Who("clerk", "clerk@here")) as ledger, ledger.write():
        ledger.append("opportunity", date(2024, 2, 20), name="泵站")
    (row,) = of_kind(run, "policy", *words)
    assert row["text"] == "none is in force before 2024-03-01, and there is work since 2024-02-20"
    repair(run, row | {"command": row["command"] + f" --ledger {path}"}, file=str(rules))
    assert of_kind(run, "policy", *words) == []


@pytest.mark.parametrize("day", ["2023-12-31", "2024-02-15"])
def test_on_an_earlier_day_what_came_later_is_not_missing(company: Path, run: Run, day: str) -> None:
    assert of_kind(run, "opportunity_fields", "--on", day) == []
