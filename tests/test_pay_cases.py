"""The worked cases of figures.md §5, read from pay_cases.toml."""

import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from salescli import money, period
from salescli.facts.credited import CreditChange, LineWeight, MoneyFact
from salescli.facts.staff import Employment
from salescli.policy.model import Commission
from salescli.rules.commission_plan import Terms
from salescli.rules.commission_walk import Earnings, Setting, earnings
from salescli.rules.credit import Credits
from salescli.rules.plans import terms_of
from salescli.rules.staff import Staff

CASES = tomllib.loads((Path(__file__).parent / "pay_cases.toml").read_text(encoding="utf-8"))["case"]
FIRST = date(2024, 1, 1)
KINDS = {"payment": "payment", "refund": "refund", "contract": "signed"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    """A plan and a few facts pay exactly what the case says, line by line."""
    got = commission_of(case).earned
    assert [money.money_text(line.commission) for line in got["zw"][0].lines] == case["lines"]
    assert money.money_text(got["zw"][0].commission or 0) == case["total"]
    for rep, total in case.get("others", {}).items():
        assert money.money_text(got[rep][0].commission or 0) == total


def commission_of(case: dict[str, Any]) -> Earnings:
    """The commission of a case's period, all its facts known."""
    asked = period.parse_period(case["period"], FIRST)
    contracts = {contract["code"]: contract for contract in case["contract"]}
    numbers = {code: number for number, code in enumerate(contracts, start=1)}
    setting = Setting(
        terms_on=_plans(case["plan"]),
        credits=Credits(_credits(contracts, numbers)),
        staff=_staff(contracts),
        weights={numbers[code]: _weights(numbers[code], contract) for code, contract in contracts.items()},
    )
    return earnings(setting, _facts(case["fact"], contracts, numbers), asked.start, asked.end)


def _plans(written: list[dict[str, Any]]) -> Any:
    versions = []
    for plan in written:
        block = {"key": "plan", "title": "plan", "basis": "collected", **plan}
        starts = block.pop("from", date.min)
        versions.append((starts, {"plan": _terms(block, str(starts))}))
    return lambda day: [terms for starts, terms in versions if starts <= day][-1]


def _terms(block: dict[str, Any], label: str) -> Terms:
    return terms_of(Commission.model_validate(block), "signed", label)


def _credits(contracts: dict[str, Any], numbers: dict[str, int]) -> list[CreditChange]:
    changes = []
    for code, contract in contracts.items():
        shares = contract.get("shares", {"zw": "100"})
        changes += [
            CreditChange(numbers[code], date.min, numbers[code], rep, Decimal(part)) for rep, part in shares.items()
        ]
    return changes


def _staff(contracts: dict[str, Any]) -> Staff:
    codes = sorted({"zw", *(rep for contract in contracts.values() for rep in contract.get("shares", {}))})
    rows = [
        Employment(n, code, code, False, date(2020, 1, 1), "hire", "rep", None, None) for n, code in enumerate(codes)
    ]
    return Staff(rows, [])


def _weights(number: int, contract: dict[str, Any]) -> list[LineWeight]:
    sells = contract.get("sells", {}).items()
    return [LineWeight(number, product, product, money.parse_money(amount)) for product, amount in sells]


def _facts(written: list[dict[str, Any]], contracts: dict[str, Any], numbers: dict[str, int]) -> list[MoneyFact]:
    facts, collected = [], dict.fromkeys(contracts, 0)
    for number, row in enumerate(written, start=1):
        code, contract = row["contract"], contracts[row["contract"]]
        fact = MoneyFact(
            id=number,
            kind=KINDS[row["what"]],
            happened_on=row["on"],
            recorded_at=f"2024-01-01T00:00:{number:02d}.000000Z",
            contract_id=numbers[code],
            contract=code,
            signed_on=contract.get("signed", FIRST),
            opportunity_id=numbers[code],
            preset=Decimal(contract["preset"]) if "preset" in contract else None,
            amount=money.parse_money(row["amount"]),
            before=0 if row["what"] == "contract" else collected[code],
        )
        collected[code] += fact.signed_amount if fact.kind != "signed" else 0
        facts.append(fact)
    return facts
