"""Closing a period: what is kept, what stays, and what comes later."""

from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

RULES = """
[policy]
title = "Ten percent"
[[stage]]
key = "open"
probability = "0.5"
[[stage]]
key = "won"
closes = "won"
[[stage]]
key = "lost"
closes = "lost"
[post.rep]
title = "Rep"
base = "1000.00"
[post.manager]
title = "Manager"
approves = true
[[commission]]
key = "standard"
posts = ["rep"]
basis = "collected"
window = "quarter"
mode = "flat"
refund = "exact"
by = "amount"
rates = [ { from = "0", rate = "0.10" }, { from = "10000", rate = "0.20" } ]
"""


@pytest.fixture
def paid(run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """One rep, a contract of 30,000, and 6,000 of it collected in January; today is the fifth of February."""
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES, encoding="utf-8")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-02-05")
    for words in (
        ["init", "--with-policy", str(rules)],
        ["rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2023-01-01"],
        ["rep", "add", "boss", "老板", "--post", "manager", "--hired", "2023-01-01"],
        ["opportunity", "open", "风机", "--as", "zw", "--on", "2024-01-02"],
        ["contract", "sign", "风机", "30000", "--code", "C1", "--on", "2024-01-03"],
        ["receipt", "C1", "6000", "--on", "2024-01-10"],
    ):
        assert run(*words).code == 0
    return run


def pay(run: Run, period: str, *more: str) -> tuple[str, str]:
    """The true-ups and the total of zw's pay."""
    import json

    answer = run("pay", "--period", period, "--rep", "zw", "--format", "json", *more)
    row = json.loads(answer.out)["rows"][0]
    return row["true_up"], row["total"]


def test_a_closed_month_stays_and_what_comes_later_stands_in_the_next(paid: Run) -> None:
    """1,000 + 10 % of 6,000; 1,000 more of January lift nothing, 5,000 more lift all of it to 20 %."""
    assert paid("close", "2024-01").out == "Closed 2024-01 · 2 statements  #13\n"
    assert pay(paid, "2024-01") == ("0.00", "1600.00")
    assert pay(paid, "2024-02") == ("0.00", "1000.00")
    late = paid("receipt", "C1", "1000", "--on", "2024-01-31")
    assert late.err == "2024-01-31 lies in a closed period; what this changes of it is trued up in 2024-02.\n"
    assert pay(paid, "2024-01") == ("0.00", "1600.00")
    assert pay(paid, "2024-02") == ("100.00", "1100.00")
    paid("receipt", "C1", "5000", "--on", "2024-01-31")
    assert pay(paid, "2024-02") == ("1800.00", "2800.00")
    assert pay(paid, "2024-01") == ("0.00", "1600.00")


def test_each_line_of_a_true_up_says_which_fact_came_when_and_what_it_changed(paid: Run) -> None:
    paid("close", "2024-01")
    paid("receipt", "C1", "1000", "--on", "2024-01-31", "--as", "boss")
    paid("refund", "C1", "6000", "--on", "2024-01-31")
    out = paid("pay", "--period", "2024-02", "--rep", "zw", "--format", "plain").out
    assert "Receipt · 1,000.00 CNY · C1 · 2024-01-31, entered on " in out
    assert " by boss after 2024-01 was closed on 2024-02-05: Commission +100.00" in out
    assert "Refund · 6,000.00 CNY · C1 · 2024-01-31" in out and "Commission −600.00" in out


def test_a_true_up_that_was_paid_is_not_paid_again(paid: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    paid("close", "2024-01")
    paid("receipt", "C1", "1000", "--on", "2024-01-31")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-05")
    assert paid("close", "2024-02").code == 0
    assert pay(paid, "2024-02") == ("100.00", "1100.00")
    assert pay(paid, "2024-03") == ("0.00", "1000.00")
    paid("receipt", "C1", "500", "--on", "2024-01-31")
    assert pay(paid, "2024-03") == ("50.00", "1050.00")
    assert pay(paid, "2024Q1") == ("150.00", "3750.00")  # 1,600 + 1,100 + 1,050


def test_a_voided_receipt_is_taken_back_in_the_next_month(paid: Run, ledger: Path) -> None:
    from datetime import date

    from salescli.ledger import files
    from salescli.ledger.store import Who

    paid("close", "2024-01")
    who = Who("lin", "lin@here")
    with files.open_for_writing(ledger, who) as open, open.write():
        open.void(open.find_id("11", "receipt"), date(2024, 2, 5), "booked twice")
    assert pay(paid, "2024-01") == ("0.00", "1600.00")
    assert pay(paid, "2024-02") == ("-600.00", "400.00")


def test_the_statement_recomputes_to_the_cent_on_another_day(paid: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    paid("close", "2024-01")
    before = paid("statement", "2024-01", "--format", "json").out
    paid("receipt", "C1", "5000", "--on", "2024-01-31")
    monkeypatch.setenv("SALESCLI_TODAY", "2025-07-01")
    after = paid("statement", "2024-01", "zw", "--format", "json", "--lang", "zh").out
    import json

    was, now = json.loads(before), json.loads(after)
    (own,) = [row for row in was["rows"] if row["rep"] == "zw"]
    assert own["same"] is True and own["later"] == "0.00" and own["total"] == "1600.00"
    assert {**now["rows"][0], "later": "0.00"} == own
    assert now["rows"][0]["later"] == "1600.00"  # 11,000 at 20 % is 2,200, of which 600 were in it


def test_the_months_of_a_quarter_and_the_quarter_itself_can_be_closed(
    paid: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid("close", "2024-01")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-02")
    paid("receipt", "C1", "1000", "--on", "2024-01-31")
    assert paid("close", "2024Q1").code == 0
    assert pay(paid, "2024Q1") == ("100.00", "3700.00")
    assert pay(paid, "2024-04") == ("0.00", "1000.00")


# What is refused.


def test_a_period_that_is_not_over_is_not_closed(paid: Run, refused: Refused) -> None:
    said = refused(4, "close", "2024-02")
    assert said == "2024-02 ends on 2024-02-29; it can be closed from 2024-03-01 on."


def test_a_period_is_closed_once(paid: Run, refused: Refused) -> None:
    paid("close", "2024-01")
    said = refused(4, "close", "2024-01")
    assert said == "2024-01 was closed on 2024-02-05 already, with 2024-01-01 … 2024-01-31."


def test_weeks_are_not_closed(paid: Run, refused: Refused) -> None:
    assert "2024-W02" in refused(2, "close", "2024-W02")


def test_a_rep_without_a_post_that_approves_closes_nothing(paid: Run, refused: Refused) -> None:
    assert refused(4, "close", "2024-01", "--as", "zw") == (
        "张伟 has no post that approves on 2024-02-05; a manager does this."
    )
    assert paid("close", "2024-01", "--as", "boss").code == 0


def test_strict_refuses_what_lies_in_a_closed_period(paid: Run, refused: Refused) -> None:
    paid("close", "2024-01")
    said = refused(4, "receipt", "C1", "10", "--on", "2024-01-31", "--strict")
    assert said.startswith("2024-01-31 lies in a closed period")
    assert paid("receipt", "C1", "10", "--on", "2024-02-01", "--strict").code == 0


def test_strict_belongs_to_what_records(paid: Run, refused: Refused) -> None:
    assert "--strict" in refused(2, "pay", "--period", "2024-01", "--strict")


def test_a_policy_may_not_count_inside_a_closed_period(paid: Run, refused: Refused, tmp_path: Path) -> None:
    paid("close", "2024-01")
    said = refused(4, "policy", "load", str(tmp_path / "rules.toml"), "--from", "2024-01-15")
    assert "2024-01-15" in said and "2024-02-01" in said


def test_nobody_to_pay_is_said(run: Run, refused: Refused, ledger: Path) -> None:
    run("init")
    assert "2023Q1" in refused(4, "close", "2023Q1")


def test_a_statement_of_an_open_period_is_not_there(paid: Run, refused: Refused) -> None:
    said = refused(6, "statement", "2024-01")
    assert said == "2024-01 is not closed; `salescli close 2024-01` closes it once it is over."


def test_what_is_kept_is_figures_and_no_sentences(paid: Run, facts: Facts) -> None:
    paid("close", "2024-01", "--lang", "zh")
    kept = [row[0] for row in facts("statement", "figures")]
    assert len(kept) == 2 and all("张伟" not in text and "没有" not in text for text in kept)


# The order of closings.


def test_an_open_month_before_is_told(paid: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", "2024-06-05")
    first = paid("close", "2024-02")
    assert first.code == 0 and first.err == "2024-01 before it is open still; what it pays is not kept yet.\n"
    later = paid("close", "2024-05")
    assert later.err == "2024-03 … 2024-04 before it are open still; what they pay is not kept yet.\n"
    assert paid("close", "2024-03").err == ""  # what lies before the first closing is told once


def test_a_period_is_not_closed_ahead(paid: Run, refused: Refused) -> None:
    said = refused(4, "close", "2024-02", "--on", "2024-03-02")
    assert said == "2024-03-02 is not yet: a period is closed today or on an earlier day."


def test_closings_follow_one_another(paid: Run, refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is closed after March was does not come before it: March would be counted in it again."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-10")
    paid("close", "2024-03", "--on", "2024-04-05")
    said = refused(4, "close", "2024-01", "--on", "2024-04-02")
    assert (
        said == "2024-03 was closed on 2024-04-05; what is closed after it is not closed on an earlier day, 2024-04-02."
    )
    assert paid("close", "2024-01", "--on", "2024-04-05").code == 0


def test_closed_as_of_some_days_ago(paid: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Closed today on the second of February: what happened on the third is not seen, what was entered by today is."""
    paid("receipt", "C1", "1000", "--on", "2024-01-31")
    assert paid("close", "2024-01", "--on", "2024-02-02").code == 0
    assert "Closed on 2024-02-02" in paid("statement", "2024-01").out
    assert pay(paid, "2024-01") == ("0.00", "1700.00")


def test_a_rep_whose_name_is_another_s_code(paid: Run) -> None:
    paid("rep", "add", "x", "zw", "--post", "rep", "--hired", "2023-01-01")
    assert paid("close", "2024-01").out.startswith("Closed 2024-01 · 3 statements")


def test_a_dry_run_writes_nothing(paid: Run, facts: Facts) -> None:
    before = facts("fact", "id")
    out = paid("close", "2024-01", "--dry-run").out
    assert "A dry run: nothing was kept." in out and "1,600.00" in out
    assert facts("fact", "id") == before


# What lies in a closed period, by whichever command.


@pytest.mark.parametrize(
    "words",
    [
        ["target", "set", "zw", "collected", "2024-01", "900"],
        ["leave", "add", "zw", "--from-day", "2024-01-08", "--to-day", "2024-01-09"],
        ["rep", "raise", "zw", "2000", "--on", "2024-01-15"],
        ["expense", "approve", "EXPENSE", "--as", "boss"],
        ["review", "CALL", "--effectiveness", "5", "--professionalism", "5", "--problem-solving", "5", "--as", "boss"],
    ],
    ids=lambda words: " ".join(words[:2]),
)
def test_what_speaks_of_a_closed_day_is_told_and_refused_under_strict(paid: Run, words: list[str]) -> None:
    """Not its own day counts: an approval of today of an expense of January moves January."""
    import json

    def id_of(*line: str) -> str:
        answer = paid(*line, "--json")
        assert answer.code == 0, answer
        return str(json.loads(answer.out)["id"])

    paid("customer", "add", "华北机械", "--owner", "zw", "--on", "2024-01-02")
    known = {
        "EXPENSE": id_of("expense", "request", "90", "--category", "gift", "--opportunity", "风机", "--as", "zw", "--on", "2024-01-20"),
        "CALL": id_of("log", "华北机械", "hi", "--by", "phone", "--as", "zw", "--on", "2024-01-20"),
    }  # fmt: skip
    line = [known.get(word, word) for word in words]
    paid("close", "2024-01")
    strict = paid(*line, "--strict")
    assert strict.code == 4 and "lies in a closed period; without --strict" in strict.err, strict
    told = paid(*line)
    assert told.code == 0 and "lies in a closed period; what this changes of it is trued up in 2024-02." in told.err, (
        told
    )


def test_what_an_open_month_s_waiver_waives_is_not_in_the_closed_one(paid: Run, ledger: Path, tmp_path: Path) -> None:
    """The call was in January, the contact was missed in February: waiving it touches February alone."""
    rules = (
        RULES
        + '[tracking]\ngrace_days = 0\n[[tracking.interval]]\ndays = 20\n[[penalty]]\nkey = "overdue_contact"\namount = "20.00"\n'
    )
    (tmp_path / "more.toml").write_text(rules, encoding="utf-8")
    paid("policy", "load", str(tmp_path / "more.toml"), "--from", "2024-01-01")
    paid("customer", "add", "华北机械", "--owner", "zw", "--on", "2024-01-02")
    call = paid("log", "华北机械", "hi", "--by", "phone", "--as", "zw", "--on", "2024-01-14").out.split("#")[-1].strip()
    paid("close", "2024-01")
    waived = paid("waive", call, "--why", "ill", "--strict", "--as", "boss")
    assert (waived.code, waived.err) == (0, "") and "2024-02-04" in waived.out


def test_several_days_are_counted(paid: Run, tmp_path: Path) -> None:
    """An import of many days names the first, how many there are, and every month in which they show."""
    paid("close", "2024-01")
    table = tmp_path / "targets.csv"
    table.write_text(
        "who,measure,period,value\nzw,collected,2024-01,10\nzw,collected,2024-02,10\nboss,collected,2024,10\n"
    )
    said = paid("target", "import", str(table)).err
    assert said == "2024-01-01 lies in a closed period; what this changes of it is trued up in 2024-02.\n"


# Seen partly closed.


def test_a_quarter_with_a_closed_month_says_so(paid: Run) -> None:
    paid("close", "2024-01")
    note = "Closed already: 2024-01. Pay has them as their statements do; other figures count later facts too."
    for report in ("pay", "commission", "penalties", "bonus", "targets"):
        assert note in paid(report, "--period", "2024Q1").out, report
    assert note not in paid("pay", "--period", "2024-02").out


@pytest.mark.parametrize(
    "words", ["pay", "commission", "commission --lines", "bonus", "penalties", "targets", "explain pay zw"]
)
def test_a_closed_period_is_shown_as_closed(paid: Run, words: str) -> None:
    paid("close", "2024-01")
    before = paid(*words.split(), "--period", "2024-01", "--format", "json").out
    paid("receipt", "C1", "5000", "--on", "2024-01-31")
    after = paid(*words.split(), "--period", "2024-01")
    assert paid(*words.split(), "--period", "2024-01", "--format", "json").out == before
    assert "2024-01 was closed on 2024-02-05: the figures are as closed" in after.out


def test_what_is_no_pay_figure_stays_as_it_is(paid: Run) -> None:
    """Work and profit count what came later, closed or not."""
    paid("close", "2024-01")
    paid("receipt", "C1", "5000", "--on", "2024-01-31")
    out = paid("profit", "--period", "2024-01").out
    assert "11,000.00" in out and "closed" not in out


def test_what_if_of_a_closed_period_counts_the_facts_as_closed(paid: Run, tmp_path: Path) -> None:
    import json

    paid("close", "2024-01")
    paid("receipt", "C1", "5000", "--on", "2024-01-31")
    other = tmp_path / "other.toml"
    other.write_text(RULES.replace("0.10", "0.30"), encoding="utf-8")
    answer = paid("commission", "--period", "2024-01", "--policy", str(other), "--format", "json")
    (row,) = [one for one in json.loads(answer.out)["rows"] if one["rep"] == "zw"]
    assert (row["commission"], row["in_force"]["commission"]) == ("1800.00", "600.00")


def test_a_statement_is_not_taken_back(paid: Run, refused: Refused) -> None:
    """By its id or as what was recorded last: the period stays closed."""
    paid("close", "2024-01")
    for what in ("13", "last"):
        assert refused(4, "void", what, "--why", "too early") == (
            "A statement is not taken back; what changes the closed period is trued up in an open month."
        )
    assert pay(paid, "2024-01") == ("0.00", "1600.00")
