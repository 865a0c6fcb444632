"""record/example: the invented team's ledger is the same each time, whole, and has something to say in every report."""

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Facts, Run

from salescli.ledger import files
from salescli.policy.parse import parse_policy
from salescli.record import example
from salescli.record.example import book, rules
from salescli.record.example.world import LAST, START, World
from salescli.rules.reminders import Kind

Report = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


@pytest.fixture
def report(made: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Report:
    """A report on the example as seen from its last day."""
    monkeypatch.setenv("SALESCLI_LEDGER", str(made))
    monkeypatch.setenv("SALESCLI_TODAY", LAST.isoformat())

    def shown(*words: str) -> dict[str, Any]:
        answer = run(*words, "--format", "json")
        assert answer.code == 0, answer
        found: dict[str, Any] = json.loads(answer.out)
        return found

    return shown


@pytest.fixture
def ledger(made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Instead of an empty one, for `facts`."""
    monkeypatch.setenv("SALESCLI_LEDGER", str(made))
    monkeypatch.setenv("LANG", "C.UTF-8")
    return made


def test_built_twice(made: Path, tmp_path: Path) -> None:
    """The same facts with the same ids, instants and hashes, so the same head."""
    example.build(tmp_path / "again.db")
    heads = []
    for path in (made, tmp_path / "again.db"):
        with files.open_for_reading(path, book.SYSTEM) as ledger:
            heads.append(ledger.head())
    assert heads[0] == heads[1]


def test_its_size_and_kinds(facts: Facts) -> None:
    """Some thousand facts, of every kind that a person records."""
    kinds = Counter(kind for (kind,) in facts("fact", "kind"))
    assert 3_000 < kinds.total() < 8_000
    assert set(kinds) == {
        *("rep", "team", "team_change", "rep_change", "customer", "customer_owner", "disqualification", "contact"),
        *("product", "product_price", "opportunity", "opportunity_owner", "share", "share_part", "stage_change"),
        *("follow_up", "contract", "contract_line", "instalment", "receipt", "expense", "trip", "decision"),
        *("settlement", "trip_report", "task", "task_done", "leave", "goal", "goal_progress", "feedback"),
        *("feedback_close", "quality_review", "assessment", "target", "policy", "void", "waiver"),
    }


def test_its_policies_are_without_fault() -> None:
    """Both versions; the second one counts from July."""
    first, second = parse_policy(rules.first_version()), parse_policy(rules.second_version())
    assert (str(first.starts_on), str(second.starts_on)) == ("2023-01-01", "2024-07-01")
    assert first.tree["commission"] != second.tree["commission"]


def test_before_its_policy(run: Run, ledger: Path) -> None:
    """No policy counted in 2020: exit 6, with what to do."""
    answer = run("policy", "show", "--on", "2020-01-01")
    assert answer.code == 6 and "2020-01-01" in answer.err


def test_its_days(facts: Facts) -> None:
    """What happened lies in the story, or was before it (hirings); only planned days lie after it."""
    for kind in ("follow_up", "stage_change", "contract", "receipt", "expense"):
        days = [day for (day,) in facts(kind, "happened_on")]
        assert START.isoformat() <= min(days) and max(days) <= LAST.isoformat()
    works = World().works
    talked = {day for (day,) in facts("follow_up", "happened_on")}
    assert all(works(day) for day in map(type(LAST).fromisoformat, talked))


def test_shares_sum_to_the_whole(facts: Facts) -> None:
    sums: Counter[int] = Counter()
    for share, percent in facts("share_part", "share_id", "percent"):
        sums[share] += int(percent)
    assert set(sums.values()) == {100} and len(sums) == len(facts("share"))


def test_instalments_and_money_stay_within_their_contract(facts: Facts) -> None:
    """What is due sums to the contract or nothing; never more comes than was signed, never more goes back than came."""
    amounts = dict(facts("contract", "id", "amount"))
    due: Counter[int] = Counter()
    for contract, amount in facts("instalment", "contract_id", "amount"):
        due[contract] += amount
    assert all(due[contract] == amounts[contract] for contract in due)
    money = {kind: Counter[int]() for kind in ("payment", "refund", "write_off")}
    for contract, kind, amount in facts("receipt_in_force", "contract_id", "kind", "amount"):
        money[kind][contract] += amount
    for contract, amount in amounts.items():
        paid, back, lost = (money[kind][contract] for kind in money)
        assert 0 <= paid - back <= amount - lost


# What there is to see on its last day.


def test_reminders(report: Report) -> None:
    """Something of every kind, but everybody says a next day, so no interval is broken; some nobody's; it can be read."""
    rows = report("remind", "--all")["rows"]
    kinds = Counter(row["kind"] for row in rows)
    assert set(kinds) == {*Kind} - {Kind.INTERVAL}
    assert 20 <= len(rows) - kinds["target_behind"] <= 80 and max(kinds.values()) <= 40
    assert {row["rep"] for row in rows} >= {None, "zj", "zw", "lf"}


def test_funnel(report: Report) -> None:
    """Something in every open stage, and something stuck."""
    rows = report("funnel")["rows"]
    assert [row["stage"] for row in rows] == ["prospecting", "qualified", "proposal", "negotiation"]
    assert all(row["count"] for row in rows) and sum(row["stuck"] for row in rows)


def test_commission(report: Report) -> None:
    """Two policies, shares, preset rates, refunds; the one who left still has money from contracts signed before."""
    year = {row["rep"]: row for row in report("commission", "--period", "2024")["rows"]}
    assert len(year) == 11 and all(float(row["commission"]) > 0 for row in year.values())
    lines = [row for q in range(1, 5) for row in report("commission", "--period", f"2024Q{q}", "--lines")["rows"]]
    assert {"payment", "refund"} <= {row["kind"] for row in lines}
    assert any(float(row["commission"]) < 0 for row in lines)
    rates = {row["rate"] for row in lines if row["plan"] == "standard"}
    assert {"0.015", "0.012", "0.04", "0.01"} <= rates  # of either policy, and preset ones
    assert float(year["zl"]["commission"]) > 0
    late = report("commission", "--period", "2024Q4", "--rep", "zl")["rows"]
    assert float(late[0]["base"]) > 0


def test_targets(report: Report) -> None:
    """Far above, far below, and in between; a joiner's and a leaver's; who has none has a row without."""
    rows = [row for q in range(1, 5) for row in report("targets", "--period", f"2024Q{q}")["rows"]]
    reached = [float(row["attainment"]) for row in rows if row["attainment"] is not None]
    assert sum(one > 1.2 for one in reached) >= 10 and sum(one < 0.5 for one in reached) >= 10
    assert sum(0.8 <= one <= 1.2 for one in reached) >= 10
    assert {row["who"] for row in rows} >= {"company", "east", "north", "wxm", "zl"}
    assert any(row["target"] is None for row in rows)


def test_a_joiner_and_a_leaver(report: Report) -> None:
    """Their targets shrink to the days employed."""
    q2 = {
        (r["who"], r["measure"]): r["target"] for r in report("targets", "--period", "2024Q2", "--rep", "wxm")["rows"]
    }
    assert q2["wxm", "contract_amount"] == "36923.08"  # 60,000 × 56 ÷ 91: employed from 6 May
    q3 = {(r["who"], r["measure"]): r["target"] for r in report("targets", "--period", "2024Q3", "--rep", "zl")["rows"]}
    assert q3["zl", "contract_amount"] == "160434.78"  # 180,000 × 82 ÷ 92: until 20 September


def test_nobody_sells_after_leaving(facts: Facts) -> None:
    """What the leaver had under way went to others: no opportunity of his is signed after his last day."""
    gone = dict(facts("rep", "code", "id"))["zl"]
    owners = {
        deal: (day, rep)
        for day, deal, rep in sorted(facts("opportunity_owner", "happened_on", "opportunity_id", "rep_id"))
    }
    for day, deal in facts("contract", "happened_on", "opportunity_id"):
        assert day <= "2024-09-20" or owners[deal][1] != gone
