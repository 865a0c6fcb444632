"""The worked cases of figures.md §5, read from pay_cases.toml and paid by a ledger that holds their facts."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_company import LONG_AGO, SmallCompany

from salescli.money import money_text, parse_money
from salescli.period import Period, parse_period
from salescli.policy.versions import digest_of
from salescli.reports import commission, drawn
from salescli.reports.view import View
from salescli.rules import reasons

Case = dict[str, Any]
CASES: list[Case] = tomllib.loads((Path(__file__).parent / "pay_cases.toml").read_text(encoding="utf-8"))["case"]
NAMES = [case["name"] for case in CASES]
FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
STAGES = '[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_worked_case(case: Case, tmp_path: Path) -> None:
    """A plan and a few facts pay exactly what the case says, line by line."""
    with looking(case, tmp_path) as view:
        got = commission.figures_of(view, asked(case), commission.staff_of(view))
        lines = [line for one in got.of("zw") for line in one.lines]
        assert [money_text(line.commission) for line in lines] == case.get("lines", [])
        assert money_text(got.commission("zw") or 0) == case["total"]
        for rep, total in case.get("others", {}).items():
            assert money_text(got.commission(rep) or 0) == total
        for part in case.get("notes", []):
            assert any(part in note for note in got.notes), got.notes


@pytest.mark.parametrize("case", [case for case in CASES if "draws" in case], ids=lambda case: case["name"])
def test_drawn_case(case: Case, tmp_path: Path) -> None:
    """What is paid of commission against a draw, and owed, month by month."""
    with looking(case, tmp_path) as view:
        got = drawn.draws_of(view, asked(case), commission.staff_of(view)).get("zw", ())
        said = [" ".join((m.month.name, *map(money_text, (m.earned, m.paid, m.owed)))) for m in got]
        assert said == case["draws"]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_months_sum_and_reasons_reckon(case: Case, tmp_path: Path) -> None:
    """Whatever the plan: the months' commission sums to the period's, and every number of the reasons follows from its steps."""
    with looking(case, tmp_path) as view:
        staff, period = commission.staff_of(view), asked(case)
        whole = commission.figures_of(view, period, staff)
        months = [commission.figures_of(view, month, staff) for month in period.months()]
        for rep in staff.by_code:
            if period.kind is not None:
                assert sum(month.commission(rep) or 0 for month in months) == (whole.commission(rep) or 0)
            for tree, result in (
                (commission.reason_of(view, rep, period)[0], whole.commission(rep)),
                (drawn.reason_of(view, rep, period)[0], _changes(view, rep, period)),
            ):
                assert reasons.mistakes(tree) == []
                assert tree.result == result


def _changes(view: View, rep: str, period: Period) -> int | None:
    months = drawn.draws_of(view, period, commission.staff_of(view)).get(rep)
    return None if months is None else sum(month.change for month in months)


def asked(case: Case) -> Period:
    """The case's period, as it is typed on its day."""
    return parse_period(case["period"], case.get("today", LAST))


@contextmanager
def looking(case: Case, folder: Path) -> Iterator[View]:
    """A ledger with the case in it, seen from its day."""
    company = SmallCompany(folder / "l.db")
    _people(company, case)
    _policies(company, case)
    _contracts(company, case)
    for fact in case.get("fact", []):
        _fact(company, fact)
    for one in case.get("target", []):
        yuan = float(one["amount"]) if "amount" in one else None
        company.target(one["who"], one["measure"], one["over"], yuan, one.get("number"))
    with company.view(on=case.get("today", LAST)) as view:
        yield view


# People.


def _people(company: SmallCompany, case: Case) -> None:
    people = {"zw": {}} | {code: {} for contract in case["contract"] for code in contract.get("shares", {})}
    people |= {code: {} for contract in case["contract"] for code in contract.get("owners", {}).values()}
    people |= case.get("people", {})
    for code, about in people.items():
        company.hire(code, on=about.get("hired", LONG_AGO), post=about.get("post", "rep"))
    for team in case.get("team", []):
        company.team(team["code"], team.get("parent"), team.get("lead"))
    for code, about in people.items():
        if "team" in about:
            company.job(code, about.get("hired", LONG_AGO), "move", team=about["team"])
        for move in about.get("moves", []):
            company.job(code, move["on"], "move", post=move.get("post"), team=move.get("team"))
        if "left" in about:
            company.job(code, about["left"], "depart")


# Policy.


def _policies(company: SmallCompany, case: Case) -> None:
    posts = {"rep": {}, "manager": {}} | case.get("posts", {})
    head = STAGES + "".join(f"[post.{key}]\n{_keys(post)}" for key, post in posts.items())
    plans = [{"key": "plan", "basis": "collected", **plan} for plan in case["plan"]]
    blocks = [("commission", plan) for plan in plans] + [("draw", one) for one in case.get("draw", [])]
    for starts in sorted({block.get("from", date.min) for _heading, block in blocks}):
        # A later version has the plans that begin with it, and those of other names as they were.
        latest = {
            (heading, block.get("key")): block for heading, block in blocks if block.get("from", date.min) <= starts
        }
        text = '[policy]\ntitle = "Case"\n' + head + "".join(map(_block, latest, latest.values()))
        day = None if starts == date.min else starts
        company.append("policy", LONG_AGO, starts_on=day, title="Case", body=text, digest=digest_of(text))


def _block(name: tuple[str, object], block: Case) -> str:
    return f"[[{name[0]}]]\n{_keys({key: value for key, value in block.items() if key != 'from'})}"


def _keys(table: Case) -> str:
    return "".join(f"{key} = {_toml(value)}\n" for key, value in table.items())


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{key} = {_toml(one)}' for key, one in value.items())} }}"
    return f'"{value}"' if isinstance(value, str) else str(value)


# Money.


def _contracts(company: SmallCompany, case: Case) -> None:
    signed = {fact["contract"]: fact["amount"] for fact in case.get("fact", []) if fact["what"] == "contract"}
    for contract in case["contract"]:
        code, day = contract["code"], contract.get("signed", FIRST)
        deal = company.append("opportunity", day, name=code, rate=contract.get("preset"))
        company.ids[f"opportunity {code}"] = deal
        for since, owner in {str(LONG_AGO): "zw", **contract.get("owners", {})}.items():
            on = date.fromisoformat(since)
            company.append("opportunity_owner", on, opportunity_id=deal, rep_id=company.ids[owner])
        if "shares" in contract:
            company.share(f"opportunity {code}", LONG_AGO, **contract["shares"])
        amount = parse_money(signed.get(code, contract.get("amount", "1000000")))
        id = company.ids[code] = company.append("contract", day, code=code, opportunity_id=deal, amount=amount)
        for product, price in contract.get("sells", {}).items():
            if product not in company.ids:
                company.product(product)
            company.line(id, day, product, 1, float(price))
        for due in contract.get("due", []):
            company.append("instalment", day, contract_id=id, due_on=due["on"], amount=parse_money(due["amount"]))


def _fact(company: SmallCompany, fact: Case) -> None:
    if fact["what"] in ("payment", "refund"):
        company.money(company.ids[fact["contract"]], fact["on"], float(fact["amount"]), fact["what"])
        return
    if fact["what"] == "contract":
        return  # it was signed with its amount
    about = {"rep_id": company.ids["zw"], "opportunity_id": company.ids[f"opportunity {fact['contract']}"]}
    amount = parse_money(fact["amount"])
    if fact["what"] == "expense":
        id = company.append("expense", fact["on"], category="gift", amount=amount, **about)
    else:
        days = {"from_day": fact["on"], "to_day": fact.get("until", fact["on"])}
        id = company.append("trip", fact["on"], destination="x", cost=amount, **days, **about)
    verdict = fact.get("verdict", "approved")
    company.append(
        "decision", fact["on"], request_id=id, verdict=verdict, amount=amount if verdict == "approved" else None
    )
