"""What was recorded, when, by whom, and what became of it: nothing disappears from the journal."""

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Refused, Run

Row = dict[str, Any]


def rows(run: Run, *words: str) -> list[Row]:
    answer = run("journal", *words, "--format", "json")
    assert (answer.code, answer.err) == (0, ""), answer
    found: list[Row] = json.loads(answer.out)["rows"]
    return found


def row_of(run: Run, id: str, *words: str) -> Row:
    return next(row for row in rows(run, *words) if row["id"] == id)


def test_the_latest_first(company: Path, run: Run) -> None:
    """The company was recorded today, whatever the days it speaks of."""
    found = rows(run)
    assert [row["id"] for row in found] == [str(number) for number in range(17, 0, -1)]
    opened = found[2]
    assert (opened["kind"], opened["recorded_by"], opened["happened_on"]) == ("opportunity", "clerk", "2024-03-01")
    assert opened["recorded_at"].startswith("2024-03-15 ") and "风机改造" in opened["text"]


def test_a_period_is_of_the_days_of_recording(company: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-20")
    run("team", "add", "south", "华南区", "--on", "2024-03-15")
    assert [row["id"] for row in rows(run)] == ["18"]
    assert [row["id"] for row in rows(run, "--period", "2024-04")] == ["18"]
    assert len(rows(run, "--period", "2024-03")) == 17
    assert rows(run, "--period", "2024-02") == []


def test_of_one_person_and_of_one_kind(company: Path, run: Run) -> None:
    run("log", "华北机械", "called", "--by", "phone", "--as", "zw")
    run("log", "华北电子", "called", "--by", "phone", "--as", "ls")
    assert [row["id"] for row in rows(run, "--by", "zw")] == ["18"]
    assert [row["id"] for row in rows(run, "--by", "张伟")] == ["18"]
    assert len(rows(run, "--by", "clerk")) == 17
    assert [row["id"] for row in rows(run, "--kind", "follow-up")] == ["19", "18"]
    assert rows(run, "--by", "nobody") == []


def test_a_kind_that_there_is_not(company: Path, refused: Refused) -> None:
    assert "--kind is a kind of fact" in refused(2, "journal", "--kind", "sqlite_master")
    assert "--kind is a kind of fact" in refused(2, "journal", "--kind", "ledger")


def test_a_voided_fact_stays_with_by_whom_and_why(company: Path, run: Run) -> None:
    run("void", "14", "--why", "left the company", "--as", "boss")
    row = row_of(run, "14")
    assert [row[key] for key in ("state", "since_id", "since_by", "why")] == ["void", "18", "boss", "left the company"]
    assert row_of(run, "18")["text"].startswith("Void")
    assert row_of(run, "18")["reason"] == "left the company"


def test_a_void_taken_back(company: Path, run: Run) -> None:
    run("void", "14", "--why", "left", "--as", "boss")
    run("void", "18", "--why", "is back", "--as", "boss")
    row = row_of(run, "14")
    assert (row["state"], row["why"]) == ("restored", "is back")
    assert [one["reason"] for one in rows(run, "--kind", "void")] == ["is back", "left"]
    assert "is back" in run("journal", "--kind", "void").out


def test_why_it_was_recorded(company: Path, run: Run) -> None:
    """A correction that was itself taken back keeps its own reason beside that of the void; other kinds have none."""
    run("correct", "7", "phone=1", "--why", "typing error", "--as", "boss")
    run("void", "18", "--why", "it was right", "--as", "boss")
    row = row_of(run, "18")
    assert (row["reason"], row["state"], row["why"]) == ("typing error", "void", "it was right")
    assert row_of(run, "7")["reason"] is None


def test_a_correction_in_place_says_old_and_new(company: Path, run: Run) -> None:
    """Twice: what stood there before the second one is what the first one said."""
    run("correct", "7", "phone=010-9999", "--why", "typing error", "--as", "boss")
    run("correct", "7", "phone=", "--why", "gone", "--as", "boss")
    first, second = row_of(run, "18"), row_of(run, "19")
    assert (first["before"], first["after"]) == ("phone=010-8888", "phone=010-9999")
    assert (second["before"], second["after"]) == ("phone=010-9999", "phone=")
    customer = row_of(run, "7")
    assert [customer[key] for key in ("state", "since_id", "since_by", "why")] == ["corrected", "19", "boss", "gone"]


def test_a_fact_recorded_anew_says_what_it_replaced(company: Path, run: Run) -> None:
    run("contract", "sign", "风机改造", "10万", "--code", "A", "--on", "2024-03-05")
    run("receipt", "A", "1200", "--on", "2024-03-06")
    receipt = rows(run, "--kind", "receipt")[0]["id"]
    run("correct", receipt, "amount=2100", "--why", "digits swapped", "--as", "boss")
    new, old = rows(run, "--kind", "receipt")
    assert (new["before"], new["after"]) == ("amount=1200.00", "amount=2100.00")
    assert (old["state"], old["why"]) == ("void", "digits swapped")


def test_the_most_that_are_shown(company: Path, run: Run) -> None:
    answer = run("journal", "--most", "2")
    assert "Only the latest 2 facts are shown; --most shows more." in answer.out
    assert [row["id"] for row in rows(run, "--most", "2")] == ["17", "16"]
    assert "shown" not in run("journal", "--most", "17").out


def test_as_it_was_known(company: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came after that day is not there, nor what it did to earlier facts."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-18")
    run("void", "14", "--why", "left", "--as", "boss")
    run("correct", "7", "phone=1", "--why", "typing error", "--as", "boss")
    then = rows(run, "--as-of", "2024-03-15")
    assert len(then) == 17 and {row["state"] for row in then} == {None}
    assert {row["state"] for row in rows(run)} == {None, "void", "corrected"}


def test_a_hostile_text_is_shown_and_does_nothing(company: Path, run: Run) -> None:
    run("void", "14", "--why", "[red]x[/b]\u202e=1+1", "--as", "boss")
    answer = run("journal")
    assert answer.code == 0 and "[red]x[/b]" in answer.out
