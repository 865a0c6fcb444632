"""What must hold of shares, contracts, requests and assessments, in numbers."""

from datetime import date
from decimal import Decimal

import pytest

from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.facts.verified import ContractSums, Mark, RatedBy, Replaced, RequestSums, SharePercent
from salescli.rules import invariants
from salescli.rules.staff import Staff

ZW, LS, BOSS, OUTSIDER = 1, 2, 3, 4


def sums(
    amount: int = 100,
    lines: int | None = None,
    planned: int | None = None,
    paid: int = 0,
    refunded: int = 0,
    off: int = 0,
) -> ContractSums:
    return ContractSums(7, None, amount, 1, lines, planned, paid, refunded, off)


@pytest.mark.parametrize(
    ("percents", "says"),
    [(["100"], None), (["33.3", "66.7"], None), (["60", "39"], "99"), (["50", "50.001"], "100.001"), ([None], "0")],
)
def test_shares_sum_to_100_exactly(percents: list[str | None], says: str | None) -> None:
    parts = [SharePercent(5, 1, Decimal(one) if one else None) for one in percents]
    expected = [] if says is None else [("shares", 5, Decimal(says), Decimal(100))]
    assert [tuple(one) for one in invariants.shares(parts)] == expected


@pytest.mark.parametrize(
    ("contract", "kinds"),
    [
        (sums(), []),
        (sums(lines=100, paid=100), []),
        (sums(lines=99), ["lines"]),
        (sums(lines=0), ["lines"]),
        (sums(planned=100), []),
        (sums(planned=60), []),
        (sums(planned=101), ["planned"]),
        (sums(paid=120, refunded=20), []),
        (sums(paid=101), ["collected"]),
        (sums(paid=60, off=41), ["collected"]),
        (sums(paid=10, refunded=11), ["refunded"]),
    ],
)
def test_a_contract_and_what_its_parts_come_to(contract: ContractSums, kinds: list[str]) -> None:
    assert [one.kind for one in invariants.contracts([contract])] == kinds


def request(
    asked: int | None = 100,
    approvals: int = 1,
    approved: int | None = 100,
    rejections: int = 0,
    settlements: int = 0,
    paid: int | None = None,
) -> RequestSums:
    return RequestSums(7, "trip", asked, approvals + rejections, approvals, approved, settlements, paid)


@pytest.mark.parametrize(
    ("one", "kinds"),
    [
        (request(), []),
        (request(approvals=0, approved=None, rejections=1), []),
        (request(rejections=1), ["decisions"]),
        (request(approvals=2), ["decisions"]),
        (request(approved=101), ["decided"]),
        (request(asked=None, approved=101), []),
        (request(settlements=1, paid=100), []),
        (request(settlements=1, paid=101), ["paid"]),
        (request(approved=60, settlements=1, paid=61), ["paid"]),
        (request(settlements=2, paid=100), ["settlements"]),
        (request(asked=None, approved=None, settlements=1, paid=5000), []),
        (request(asked=100, approved=None, settlements=1, paid=101), ["paid"]),
        (request(approvals=0, approved=None, settlements=1, paid=0), ["paid"]),
        (request(approvals=0, approved=None, rejections=1, settlements=1, paid=1), ["paid"]),
    ],
)
def test_a_request_is_decided_and_paid_once_and_so_much(one: RequestSums, kinds: list[str]) -> None:
    """A trip whose cost nobody said is approved without an amount, and paid as it came."""
    assert [breach.kind for breach in invariants.requests([one])] == kinds


@pytest.mark.parametrize(
    ("score", "rater", "kinds"),
    [
        ("10", None, []),
        ("10", "manager", []),
        ("0", "self", []),
        ("10.5", "peer", ["score"]),
        ("11", "boss", ["score", "rater"]),
    ],
)
def test_an_assessment_gives_no_more_than_can_be_by_whom_the_rules_know(
    score: str, rater: str | None, kinds: list[str]
) -> None:
    marks = [Mark(7, Decimal(score), Decimal("10"), rater)]
    assert [breach.kind for breach in invariants.assessments(marks)] == kinds


@pytest.mark.parametrize(
    ("rater", "by", "right"),
    [
        ("self", ZW, None),
        ("manager", ZW, "self"),
        (None, ZW, "self"),
        ("self", LS, "peer"),
        ("peer", LS, None),
        ("manager", LS, "peer"),
        (None, LS, None),
        ("customer", LS, None),
        ("manager", BOSS, None),
        ("peer", BOSS, "manager"),
        ("manager", OUTSIDER, None),
        ("self", OUTSIDER, "nobody that the teams know"),
    ],
)
def test_nobody_rates_himself_or_as_another_than_the_teams_know(rater: str | None, by: int, right: str | None) -> None:
    """zw and ls stand in one team, which boss leads."""
    day = date(2024, 1, 1)
    jobs = [Employment(id, "c", "n", False, day, "hire", "rep", 1, None) for id in (ZW, LS)]
    staff = Staff(jobs, [TeamPlaceChange(1, "north", "N", day, None, BOSS)])
    found = list(invariants.ratings([RatedBy(7, date(2024, 3, 1), ZW, rater, by)], staff))
    expected = (
        [] if right is None else [("rating", 7, rater or "", right if right in ("self", "peer", "manager") else None)]
    )
    assert [tuple(one) for one in found] == expected


@pytest.mark.parametrize(
    ("pairs", "twice"),
    [
        ([(1, 3, False, True)], []),
        ([(1, 3, True, False)], []),
        ([(1, 3, True, True)], [3]),
        ([(1, 3, False, False), (3, 5, False, True)], []),
        ([(1, 3, True, False), (3, 5, False, True)], [5]),
        ([(1, 3, False, True), (1, 70, False, True)], [70]),
        ([(1, 3, True, True), (1, 70, True, True)], [3, 70]),
        ([(1, 3, False, True), (2, 4, False, True)], []),
    ],
)
def test_in_one_place_one_fact_counts(pairs: list[tuple[int, int, bool, bool]], twice: list[int]) -> None:
    """Put right once, or again and again; two copies may have put the same right each for itself."""
    assert [one.id for one in invariants.replacements(Replaced(*pair) for pair in pairs)] == twice
