"""What a script gets: the shape of each report's JSON, which stays, and its values as text that loses nothing."""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from salescli.main import main
from salescli.record import example

FRAME = ["report", "period", "on", "as_of", "currency", "policy", "head", "rows", "totals", "notes"]
PAY = ["base", "bonus", "commission", "penalty", "true_up", "draw", "total"]
OTHER = Path(example.__file__).with_name("policy.toml")
"""A policy that is not in force: the example team's first one."""
ROWS = {
    "remind --all": ("kind rep name customer customer_id opportunity opportunity_id due_on days step amount text"),
    "funnel": "stage title count customers amount expected_revenue stuck median_days max_days",
    "funnel --period 2024Q4": "stage title reached entered advanced lost conversion median_days amount",
    "targets --period 2024Q4": "who name scope measure product target actual attainment variance pace",
    "commission --period 2024Q4": "rep name base rate commission",
    "commission --period 2024Q4 --lines": (
        "rep name contract contract_id fact kind happened_on base rate lift commission"
    ),
    "bonus --period 2024Q4": "rep name key title settle base coefficient amount paid",
    "penalties --period 2024Q4": "rep name key happened_on fact amount points waived why",
    "pay --period 2024Q4": "rep name base bonus commission penalty true_up draw total",
    "pay --period 2024Q4 --rep zw --curve": "attainment actual base bonus commission penalty draw total change",
    "appraise --period 2024Q4": "rep name post score coverage grade rank items pay recommendations",
    "pay --period 2024Q4 --policy OTHER": "rep name base bonus commission total cost in_force difference",
    "commission --period 2024Q4 --policy OTHER": "rep name base rate commission in_force difference",
    "bonus --period 2024Q4 --policy OTHER": "rep name key coefficient amount paid in_force difference",
    "penalties --period 2024Q4 --policy OTHER": "rep name key amount points in_force difference",
    "appraise --period 2024Q4 --policy OTHER": "rep score grade pay in_force score_difference pay_difference",
    "pay --period 2024Q4 --rep zw --curve --policy OTHER": "attainment total in_force difference",
    "measures": "key name unit definition better",
    "explain commission zw --period 2024Q4": "step text fact happened_on amount policy result tree",
    "assessments --period 2024Q4": (
        "rep name method purpose happened_on id score out_of mark rater entered_by entered_by_name count mean"
    ),
    "assessments --fit senior": "rank rep name post state fit met coverage requirements",
    "standing --period 2024Q4": ("rep name post grades history state amount standard recommendation evidence why"),
    "feedback list --period 2024Q4": (
        "happened_on id customer customer_id rep name kind rating content state days handler handler_name outcome closed_on"
    ),
    "expenses --period 2024Q4": (
        "happened_on id rep name category opportunity opportunity_id customer customer_id state amount approved settled "
        "limit_note decided_on decided_by why"
    ),
    "trips --period 2024Q4": (
        "happened_on from_day to_day days id rep name destination opportunity opportunity_id customer customer_id state "
        "cost approved spent settled outcome limit_note decided_on decided_by why"
    ),
    "profit": (
        "opportunity opportunity_id customer customer_id rep name collected expenses trips labour profit "
        "entertainment_without_close trip_count contracts trips_per_contract"
    ),
    "profit --by rep --period 2024Q4": "opportunity customer rep name collected expenses trips labour profit",
    "history 甬联模具 --kind customer": (
        "happened_on kind opportunity opportunity_id text stage amount probability expected_close days cumulative_days slipped "
        "changed why late_days voided voided_by recorded_by recorded_at id"
    ),
    "history zw --period 2024Q4": "happened_on kind text stage amount days changed recorded_by recorded_at id",
    "stuck": (
        "opportunity opportunity_id code customer customer_id rep name stage entered_on days limit over cumulative amount "
        "probability expected_revenue expected_close contacted_on next_step task task_id task_rep task_due_on"
    ),
    "forecast --period 2024Q4": (
        "month won expected_revenue best_case target gap historical_revenue opportunities stages"
    ),
    "doctor": "kind what id rep text command",
    "journal --period 2024Q4": (
        "recorded_at recorded_by id kind text happened_on before after reason state since_id since_by why note"
    ),
    "search 报价": "happened_on kind customer customer_id opportunity opportunity_id rep name text place id",
    "workload --period 2024Q4": (
        "rep name follow_ups customers minutes contacts_per_day unanswered phone visit wechat email meeting video message"
        " other opportunities stage_changes contracts trip_days expenses tasks_done"
    ),
}
DECIMAL = re.compile(r"-?\d+\.\d+|-?\d+")


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


@pytest.fixture
def answer(ledger: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    def ask(words: str) -> dict[str, Any]:
        before = dict(os.environ)
        capsys.readouterr()
        try:
            typed = [str(OTHER) if word == "OTHER" else word for word in words.split()]
            line = [*typed, "--format", "json", "--ledger", str(ledger), "--on", "2024-12-31", "--as", "yun"]
            assert main(line) == 0
        finally:
            os.environ.clear()
            os.environ.update(before)
        found: dict[str, Any] = json.loads(capsys.readouterr().out)
        return found

    yield ask


ANSWERED: dict[str, dict[str, Any]] = {}
"""What was answered before, so that what several tests look at is asked for once."""


@pytest.fixture
def answered(answer: Any) -> Any:
    return lambda words: ANSWERED[words] if words in ANSWERED else ANSWERED.setdefault(words, answer(words))


@pytest.mark.parametrize("words", ROWS)
def test_the_keys_stay(answered: Any, words: str) -> None:
    found = answered(words)
    assert list(found) == FRAME and found["report"] == words.split()[0]
    assert found["rows"], "nothing to hold a shape against"
    for row in found["rows"]:
        assert [key for key in ROWS[words].split() if key not in row] == []


@pytest.mark.parametrize("words", [words for words in ROWS if "--period" in words])
def test_a_period_is_half_open(answered: Any, words: str) -> None:
    assert answered(words)["period"] == {"name": "2024Q4", "start": "2024-10-01", "end": "2025-01-01"}


def test_money_and_ratios_are_decimal_text_and_counts_are_numbers(answer: Any) -> None:
    row = answer("funnel")["rows"][0]
    assert isinstance(row["count"], int) and re.fullmatch(r"\d+\.\d\d", row["amount"])
    appraised = answer("appraise --period 2024Q4")["rows"][0]
    assert re.fullmatch(r"\d+\.\d\d", appraised["score"]) and re.fullmatch(r"[01]\.\d+", appraised["coverage"])
    assert list(appraised["pay"]) == PAY and isinstance(appraised["recommendations"], list)
    item = appraised["items"][0]
    assert [
        k for k in ("method", "measure", "weight", "actual", "target", "attainment", "score") if k not in item
    ] == []


def test_the_tree_of_reasons_is_in_the_first_row(answer: Any) -> None:
    tree = answer("explain commission zw --period 2024Q4")["rows"][0]["tree"]
    wanted = ["title", "definition", "policy", "facts", "result", "steps"]
    assert [key for key in wanted if key not in tree] == []
    assert DECIMAL.fullmatch(tree["result"]) and tree["steps"]


def test_the_same_ledger_gives_the_same_text(answer: Any, answered: Any) -> None:
    assert all(answered(words) == answer(words) for words in ROWS)
