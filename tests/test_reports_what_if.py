"""Another policy beside the one in force: every difference, who gains and who loses, and what it costs, reckoned by hand."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import Run
from small_company import HEAD, SmallCompany, span

from salescli.policy.versions import Versions
from salescli.render.data import to_json
from salescli.render.tables import to_plain
from salescli.reports import bonus, commission, pay, penalties, what_if
from salescli.reports.commission import staff_of
from salescli.reports.report import Report

D = date
POLICY = """
[pay]
base_by = "calendar_days"
[post.seller]
title = "Seller"
base = "1000.00"
[post.lead]
title = "Lead"
base = "2000.00"
[[commission]]
key = "standard"
posts = ["seller"]
basis = "collected"
window = "month"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.05" } ]
[[bonus]]
key = "basic"
title = "Basic bonus"
base = "300.00"
posts = ["lead"]
[[penalty]]
key = "overdue_contact"
title = "Missed contact"
amount = "20.00"
[tracking]
[[tracking.interval]]
days = 10
"""
OTHER = POLICY.replace('rate = "0.05"', 'rate = "0.06"').replace("2000.00", "1900.00")
"""One per cent more commission, and 100 less base of a lead."""


@pytest.fixture
def ours(tmp_path: Path) -> SmallCompany:
    """In January zw collects 10,000 and ls 4,000; ww leads. In force: 1,500 + 1,200 + 2,300, of 14,000 collected."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    for code, post in (("zw", "seller"), ("ls", "seller"), ("ww", "lead")):
        made.hire(code, post=post)
    made.team("north")
    for code, yuan in (("zw", 10_000), ("ls", 4_000)):
        made.money(made.contract(D(2024, 1, 3), 50_000, code), D(2024, 1, 10), yuan)
    return made


def _report(company: SmallCompany, build: Any, other: str, over: str = "2024-01", **options: Any) -> Report:
    with company.view(other=other) as view:
        report: Report = build(view, span(over), **options)
        return report


def _moves(report: Report, key: str = "difference") -> dict[str, Any]:
    return {row["rep"]: row[key] for row in report.rows}


def _read(report: Report) -> list[list[Any]]:
    """What people read, row by row."""
    assert report.instead is not None
    keys = [column.key for column in report.instead.columns if column.shown]
    return [[row.get(key) for key in keys] for row in report.instead.rows]


# Pay.


def test_every_difference_of_pay(ours: SmallCompany) -> None:
    """zw 1 % of 10,000, ls 1 % of 4,000, ww 100 less base: −100 + 40 + 100."""
    report = _report(ours, pay.build, OTHER)
    assert _moves(report) == {"ls": 4_000, "ww": -10_000, "zw": 10_000}
    assert [(row["total"], row["in_force"]["total"]) for row in report.rows] == [
        (124_000, 120_000),
        (220_000, 230_000),
        (160_000, 150_000),
    ]
    assert report.totals["difference"] == 4_000
    assert (report.totals["total"], report.totals["in_force"]["total"]) == (504_000, 500_000)


def test_who_loses_most_is_read_first(ours: SmallCompany) -> None:
    """And what of the pay it is; programs get the rows by code."""
    report = _report(ours, pay.build, OTHER)
    assert _read(report) == [
        ["ww", "WW", 230_000, 220_000, -10_000, "Base −100.00"],
        ["ls", "LS", 120_000, 124_000, 4_000, "Commission +40.00"],
        ["zw", "ZW", 150_000, 160_000, 10_000, "Commission +100.00"],
    ]
    assert report.instead and report.instead.totals == {"now": 500_000, "new": 504_000, "difference": 4_000}
    assert report.instead.look.emphasis == ["soon", "good", "good"]


def test_how_many_gain_and_lose(ours: SmallCompany) -> None:
    notes = _report(ours, pay.build, OTHER).notes
    assert "Beside the policy in force: 2 reps gain 140.00 · 1 rep loses 100.00; in all +40.00." in notes


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("0.05", "3 reps stay the same; in all 0.00."),
        ("0.050001", "1 rep gains 0.01 · 2 reps stay the same; in all +0.01."),  # zw 500.01, ls 200.004
        ("0.049999", "1 rep loses 0.01 · 2 reps stay the same; in all −0.01."),  # zw 499.99, ls 199.996
    ],
)
def test_a_cent_is_a_gain_or_a_loss(ours: SmallCompany, rate: str, said: str) -> None:
    other = POLICY.replace('rate = "0.05"', f'rate = "{rate}"')
    assert f"Beside the policy in force: {said}" in _report(ours, pay.build, other).notes


def test_what_it_costs_of_the_money_collected(ours: SmallCompany) -> None:
    """5,040 of 14,000 is 36.0 %, 5,000 are 35.7 %; of each rep's own money, and none of who collected nothing."""
    report = _report(ours, pay.build, OTHER)
    assert (
        "Pay under this policy (base + bonuses + commission + true-ups ± draws − penalties) is 36.0% of the 14,000.00 "
        "collected in 2024-01; under the one in force 35.7%." in report.notes
    )
    assert (
        "Commission under this policy is 6.0% of the 14,000.00 collected in 2024-01; under the one in force 5.0%."
        in report.notes
    )
    found = json.loads(to_json(report))
    assert [(row["cost"], row["in_force"]["cost"]) for row in found["rows"]] == [
        ("0.3100", "0.3000"),
        (None, None),
        ("0.1600", "0.1500"),
    ]
    assert (found["totals"]["cost"], found["totals"]["in_force"]["cost"]) == ("0.3600", "0.3571")


def test_money_of_nobody_is_collected_too(ours: SmallCompany) -> None:
    ours.money(ours.contract(D(2024, 1, 3), 9_000, None), D(2024, 1, 12), 6_000)
    assert any("of the 20,000.00 collected" in note for note in _report(ours, pay.build, OTHER).notes)


def test_where_nothing_was_collected_there_is_no_share(ours: SmallCompany) -> None:
    report = _report(ours, pay.build, OTHER, "2024-02")
    assert "Nothing was collected in 2024-02, so what is paid is no share of it." in report.notes
    assert (report.totals["cost"], report.totals["in_force"]["cost"]) == (None, None)
    assert not any("% of the" in note for note in report.notes)


def test_a_team_s_cost_is_of_its_own_money(ours: SmallCompany) -> None:
    """zw alone is in the north: 1,600 of 10,000."""
    ours.job("zw", D(2024, 1, 1), "move", team="north")
    report = _report(ours, pay.build, OTHER, team="north")
    assert list(_moves(report)) == ["zw"]
    assert any(
        "is 16.0% of the 10,000.00 collected in 2024-01; under the one in force 15.0%" in n for n in report.notes
    )


def test_the_payslip_shows_both(ours: SmallCompany) -> None:
    """Part by part, a penalty with its sign; below it the other policy's lines; nothing to sign."""
    ours.customer("c1", D(2024, 1, 2), "zw")
    other = OTHER.replace('amount = "20.00"', 'amount = "50.00"')
    slip = _report(ours, pay.build, other, rep="zw").instead
    assert slip and [tuple(row.values()) for row in slip.rows] == [
        ("base", 100_000, 100_000, 0),
        ("commission", 50_000, 60_000, 10_000),
        ("penalty", -2_000, -5_000, -3_000),
    ]
    assert slip.totals == {"now": 148_000, "new": 155_000, "difference": 7_000}
    (lines,) = slip.sections
    assert [line["amount"] for line in lines.rows] == [100_000, 60_000, -5_000]
    assert not any("Issued by" in note or "Beside" in note for note in slip.notes)


# A policy that lacks a block, or is not there.


def test_a_policy_without_commission_pays_none(ours: SmallCompany) -> None:
    """What it has no block for pays nothing, which is a loss."""
    bare = POLICY[: POLICY.index("[[commission]]")]
    assert _moves(_report(ours, pay.build, bare)) == {"ls": -20_000, "ww": -30_000, "zw": -50_000}
    report = _report(ours, commission.build, bare)
    assert [
        (row["rep"], row["commission"], row["in_force"]["commission"], row["difference"]) for row in report.rows
    ] == [
        ("ls", None, 20_000, -20_000),
        ("zw", None, 50_000, -50_000),
    ]
    assert _read(report) == [["zw", "ZW", 50_000, 0, -50_000], ["ls", "LS", 20_000, 0, -20_000]]


def test_what_the_policy_in_force_lacks_is_gained(tmp_path: Path) -> None:
    made = SmallCompany(tmp_path / "l.db")
    made.hire("zw", post="seller")
    made.money(made.contract(D(2024, 1, 3), 50_000, "zw"), D(2024, 1, 10), 10_000)
    (row,) = _report(made, commission.build, POLICY).rows
    assert (row["commission"], row["in_force"], row["difference"]) == (50_000, None, 50_000)


@pytest.mark.parametrize("build", [pay.build, commission.build, bonus.build, penalties.build])
def test_without_a_policy_in_force_nothing_stands_beside(ours: SmallCompany, build: Any) -> None:
    ours.customer("c1", D(2024, 1, 2), "zw")
    with ours.view(other=POLICY) as view:
        report = build(replace(view, what_if=Versions([])), span("2024-01"))
    assert report.rows and {row["in_force"] for row in report.rows} == {None}
    assert {row["difference"] for row in report.rows} == {None}
    assert "The ledger has no policy in 2024-01, so there is nothing to compare with." in report.notes
    assert {row["now"] for row in report.instead.rows} == {None}
    assert to_plain(report.instead)


@pytest.mark.parametrize("build", [pay.build, commission.build, bonus.build, penalties.build])
def test_without_another_policy_there_is_no_second_side(ours: SmallCompany, build: Any) -> None:
    ours.customer("c1", D(2024, 1, 2), "zw")
    with ours.view() as view:
        report = build(view, span("2024-01"))
    assert not {"in_force", "difference", "cost"} & {key for row in report.rows for key in row}
    assert not any("Beside" in note or "collected in" in note for note in report.notes)
    assert report.instead is None


# The parts of pay.


def test_commission(ours: SmallCompany) -> None:
    """The row's own keys, and the same ones in force; its cost alone, 6 and 5 %."""
    report = _report(ours, commission.build, OTHER)
    row = json.loads(to_json(report))["rows"][0]
    assert row["in_force"] == {"base": "4000.00", "rate": "0.05", "commission": "200.00"}
    assert (row["commission"], row["rate"], row["difference"]) == ("240.00", "0.06", "40.00")
    assert report.totals["difference"] == 14_000
    assert [note for note in report.notes if "collected in" in note] == [
        "Commission under this policy is 6.0% of the 14,000.00 collected in 2024-01; under the one in force 5.0%."
    ]
    assert "Beside the policy in force: 2 reps gain 140.00; in all +140.00." in report.notes


def test_the_lines_of_commission_are_the_other_policy_s(ours: SmallCompany) -> None:
    report = _report(ours, commission.build, OTHER, lines=True)
    assert [row["commission"] for row in report.rows] == [24_000, 60_000]
    assert "These are the other policy's lines; without --lines both stand here." in report.notes


def test_bonuses(ours: SmallCompany) -> None:
    """A bonus more, and another that is gone; what neither policy pays is not read."""
    more = POLICY.replace('"basic"', '"more"').replace("300.00", "350.00").replace("Basic", "More")
    report = _report(ours, bonus.build, more)
    assert [(row["key"], row["paid"], row["difference"]) for row in report.rows] == [
        ("more", 35_000, 35_000),
        ("basic", None, -30_000),
    ]
    assert report.totals["difference"] == 5_000
    assert _read(report) == [
        ["WW (ww)", "More bonus", "2024-01", 0, 35_000, 35_000],
        ["WW (ww)", "Basic bonus", "2024-01", 30_000, 0, -30_000],
    ]
    nothing = _report(ours, bonus.build, POLICY.replace("300.00", "0.00"), "2024-01")
    assert len(_read(nothing)) == 1 and _read(_report(ours, bonus.build, POLICY, "2024-01", rep="zw")) == []


def test_more_penalty_is_a_loss(ours: SmallCompany) -> None:
    """Twice 30 instead of 20: the difference says what is taken off more, the sentence what is lost."""
    ours.customer("c1", D(2024, 1, 2), "zw")
    ours.customer("c2", D(2024, 1, 2), "ls")
    other = POLICY.replace('amount = "20.00"', 'amount = "30.00"')
    report = _report(ours, penalties.build, other)
    assert _moves(report) == {"zw": 1_000, "ls": 1_000}
    assert "Beside the policy in force: 2 reps lose 20.00; in all −20.00." in report.notes
    assert report.instead and report.instead.look.emphasis == ["soon", "soon"]
    assert [row[0] for row in _read(report)] == ["LS (ls)", "ZW (zw)"]


def test_several_rows_of_a_rep_are_one_gain_or_loss() -> None:
    """Two up and one down of zw come to nothing; what is not known of somebody is neither."""
    rows: list[dict[str, Any]] = [{"rep": "zw", "difference": move} for move in (50, 50, -100)]
    rows += [{"rep": "ls", "difference": 1}, {"rep": "ww", "difference": -1}, {"rep": "ww", "difference": None}]
    assert what_if.moves_of(rows, "difference") == {"zw": 0, "ls": 1, "ww": None}
    order = [row["rep"] for row in what_if.ordered([{**row} for row in rows], "difference", taken=False)]
    assert list(dict.fromkeys(order)) == ["zw", "ls", "ww"]


# Closed periods, and the file.


def test_costs_are_of_the_period_and_the_day_seen(ours: SmallCompany) -> None:
    """Looked at from the fifth, the money of the tenth is not there yet."""
    with ours.view(on=D(2024, 1, 5), other=OTHER) as view:
        costs = what_if.costs_of(view, span("2024-01"), staff_of(view))
        assert costs is not None and costs.new.of(None) == 0 and costs.of(5, 5, None) == (None, None)


RULES = HEAD + POLICY


@pytest.fixture
def closing(run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """zw collected 6,000 in January, which is closed; afterwards 1,000 more of it came to light."""
    for name, text in (("rules", RULES), ("other", RULES.replace('rate = "0.05"', 'rate = "0.06"'))):
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-02-05")
    _type(
        run,
        ["init", "--with-policy", str(tmp_path / "rules.toml")],
        ["rep", "add", "zw", "张伟", "--post", "seller", "--hired", "2023-01-01"],
        ["opportunity", "open", "风机", "--as", "zw", "--on", "2024-01-02"],
        ["contract", "sign", "风机", "30000", "--code", "C1", "--on", "2024-01-03"],
        ["receipt", "C1", "6000", "--on", "2024-01-10"],
        ["close", "2024-01", "--as", "boss"],
        ["receipt", "C1", "1000", "--on", "2024-01-31"],
    )
    return run


def _type(run: Run, *lines: Sequence[str]) -> None:
    for words in lines:
        answer = run(*words)
        assert answer.code == 0, answer


def _row(run: Run, over: str, *words: str) -> dict[str, Any]:
    answer = run("pay", "--period", over, "--rep", "zw", "--format", "json", *words)
    assert answer.code == 0, answer
    found: dict[str, Any] = json.loads(answer.out)["rows"][0]
    return found


def test_a_closed_period_is_compared_as_it_was_closed(closing: Run, tmp_path: Path) -> None:
    """5 and 6 % of the 6,000 that were known."""
    row = _row(closing, "2024-01", "--policy", str(tmp_path / "other.toml"))
    assert (row["commission"], row["in_force"]["commission"], row["difference"]) == ("360.00", "300.00", "60.00")


def test_what_is_trued_up_of_before_is_no_difference(closing: Run, tmp_path: Path) -> None:
    """February has 50 of January to true up: under both, so the same policy differs in nothing and pays as always."""
    paid = _row(closing, "2024-02")
    assert paid["true_up"] == "50.00"
    same = _row(closing, "2024-02", "--policy", str(tmp_path / "rules.toml"))
    assert (same["difference"], same["total"], same["in_force"]["total"]) == ("0.00", paid["total"], paid["total"])


def test_a_quarter_with_closed_months_is_reckoned_anew(closing: Run, tmp_path: Path) -> None:
    """On all 7,000: the total is the statement's with its true-up, and the difference 1 % of it; a note says so."""
    paid = _row(closing, "2024Q1")
    answer = closing("pay", "--period", "2024Q1", "--format", "json", "--policy", str(tmp_path / "other.toml"))
    found = json.loads(answer.out)
    (row,) = found["rows"]
    assert (row["in_force"]["total"], row["difference"]) == (paid["total"], "70.00")
    assert "Months of 2024Q1 are closed: both policies are reckoned on all facts known now." in found["notes"]


CLOSED = "both policies are reckoned on"


@pytest.mark.parametrize("over", ["2024-01", "2024Q1"])
def test_what_the_figures_of_closed_months_rest_on_is_said_once(
    closing: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, over: str
) -> None:
    """A quarter closed after its months is seen as it was closed, which alone is said; an open one of closed months as of now."""
    words = ("appraise", "--period", over, "--format", "json", "--policy", str(tmp_path / "other.toml"))
    said = {
        "2024-01": "2024-01 was closed on 2024-02-05: both policies are reckoned on the facts that were known then.",
        "2024Q1": "Months of 2024Q1 are closed: both policies are reckoned on all facts known now.",
    }
    assert [note for note in json.loads(closing(*words).out)["notes"] if "closed" in note] == [said[over]]
    monkeypatch.setenv("SALESCLI_TODAY", "2024-04-05")
    _type(closing, ["close", "2024-02", "--as", "boss"], ["close", "2024Q1", "--as", "boss"])
    said["2024Q1"] = "2024Q1 was closed on 2024-04-05: both policies are reckoned on the facts that were known then."
    assert [note for note in json.loads(closing(*words).out)["notes"] if "closed" in note] == [said[over]]


FORMER = """
[bonus_year]
floor = "0.00"
[[commission]]
key = "yearly"
posts = ["seller"]
basis = "collected"
window = "year"
mode = "flat"
by = "amount"
rates = [ { from = "0", rate = "0.01" }, { from = "8000", rate = "0.02" } ]
[[bonus]]
key = "pooled"
base = "700.00"
period = "quarter"
settle = "year"
[[draw]]
posts = ["seller"]
amount = "900.00"
recoverable = true
[[appraisal]]
post = "seller"
period = "quarter"
grades = [ { from = "50", grade = "A" }, { from = "0", grade = "C" } ]
[[appraisal.item]]
method = "kpi"
measure = "collected"
weight = "100"
score = "attainment"
"""
LATTER = FORMER.replace('"0.02"', '"0.03"').replace("700.00", "200.00").replace('"900.00"', '"100.00"')


@pytest.fixture
def revised(run: Run, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Rules from ever, and others from October on; zw collects 6,000 in August and 4,000 in November, and missed his customer."""
    (tmp_path / "rules.toml").write_text(RULES + FORMER, encoding="utf-8")
    latter = (RULES + LATTER).replace('title = "Test"', 'title = "Latter"\nfrom = 2024-10-01')
    (tmp_path / "latter.toml").write_text(latter, encoding="utf-8")
    monkeypatch.setenv("SALESCLI_TODAY", "2024-12-31")
    _type(
        run,
        ["init", "--with-policy", str(tmp_path / "rules.toml")],
        ["policy", "load", str(tmp_path / "latter.toml")],
        ["rep", "add", "zw", "张伟", "--post", "seller", "--hired", "2023-01-01"],
        ["rep", "add", "ls", "李四", "--post", "seller", "--hired", "2023-01-01"],
        ["customer", "add", "华北机械", "--owner", "zw", "--on", "2024-11-01"],
        ["opportunity", "open", "风机", "--as", "zw", "--on", "2024-01-02"],
        ["contract", "sign", "风机", "30000", "--code", "C1", "--on", "2024-01-03"],
        ["receipt", "C1", "6000", "--on", "2024-08-10"],
        ["receipt", "C1", "4000", "--on", "2024-11-10"],
        ["target", "set", "zw", "collected", "2024Q4", "9000"],
    )
    return run


@pytest.mark.parametrize("command", ["appraise", "pay", "commission", "bonus", "penalties"])
def test_the_very_policy_in_force_differs_in_nothing(revised: Run, tmp_path: Path, command: str) -> None:
    """Of the quarter that it counts in: the year's windows and pools began under the former rules, and stay theirs."""
    answer = revised(command, "--period", "2024Q4", "--format", "json", "--policy", str(tmp_path / "latter.toml"))
    found = json.loads(answer.out)
    key = "pay_difference" if command == "appraise" else "difference"
    assert found["rows"] and {row[key] for row in found["rows"]} <= {"0.00"}
    amounts = {name for name in found["rows"][0] if name in found["rows"][0]["in_force"]}
    assert all(row[name] == row["in_force"][name] for row in found["rows"] for name in amounts)
    assert (
        "The other policy counts from 2024-10-01 on; the days before it keep the policies that were in force."
        in found["notes"]
    )


def test_another_policy_counts_from_the_period_s_first_day(revised: Run, tmp_path: Path) -> None:
    """Asked of the third quarter the latter rules count there; asked of the fourth, August's money keeps its 1 % and lifts to 2 %.

    November in force: 10,000 in the window reach the tier, 3 % of 4,000 + 2 % of 6,000 − the 60 of August."""
    words = ("--format", "json", "--policy", str(tmp_path / "latter.toml"))
    rows = {
        over: next(
            row for row in json.loads(revised("commission", "--period", over, *words).out)["rows"] if row["rep"] == "zw"
        )
        for over in ("2024Q3", "2024Q4")
    }
    of_each = {over: (row["commission"], row["in_force"]["commission"]) for over, row in rows.items()}
    month = 0.05
    assert of_each == {
        "2024Q3": (f"{6_000 * month + 60:.2f}", f"{6_000 * month + 60:.2f}"),
        "2024Q4": (f"{4_000 * month + 180:.2f}", f"{4_000 * month + 180:.2f}"),
    }
    explained = revised("explain", "commission", "zw", "--period", "2024Q4", *words)
    assert json.loads(explained.out)["rows"][0]["result"] == rows["2024Q4"]["commission"]


@pytest.mark.parametrize("command", ["pay", "commission", "bonus", "penalties", "appraise"])
def test_nothing_is_written(closing: Run, facts: Any, ledger: Path, tmp_path: Path, command: str) -> None:
    before, bytes_before = facts("fact", "id", "hash"), ledger.read_bytes()
    answer = closing(command, "--period", "2024-01", "--policy", str(tmp_path / "other.toml"))
    assert answer.code == 0, answer
    assert (facts("fact", "id", "hash"), ledger.read_bytes()) == (before, bytes_before)


def test_a_faulty_policy_is_refused(closing: Run, tmp_path: Path) -> None:
    (tmp_path / "faulty.toml").write_text("[policy]\n", encoding="utf-8")
    answer = closing("pay", "--period", "2024-01", "--policy", str(tmp_path / "faulty.toml"))
    assert (answer.code, answer.out) == (2, "")
