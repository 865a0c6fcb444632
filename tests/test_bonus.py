"""The worked cases of figures.md §6, read from bonus_cases.toml; what is due when, and the pool, as pure arithmetic."""

import tomllib
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli import money, period
from salescli.facts.staff import Employment
from salescli.measure import MEASURE_WORDS, MeasureKey
from salescli.policy.model import Bonus
from salescli.policy.rows import Row, Rows, interpolate
from salescli.rules import bonus as rule
from salescli.rules import bonus_reasons
from salescli.rules.bonus import Axis, BonusLine, Due, Looks, Missing
from salescli.rules.reasons import Reason, mistakes
from salescli.rules.staff import Staff

READ = tomllib.loads((Path(__file__).parent / "bonus_cases.toml").read_text(encoding="utf-8"))
CASES, POOLS = READ["case"], READ["pool"]
D = date
QUARTER = period.parse_period("2024Q1", D(2024, 12, 31))
DUE = Due("zw", 1, QUARTER, D(2024, 3, 31), D(2024, 3, 31), D(2024, 12, 31))


class Stated:
    """What a bonus looks at, as it stands."""

    def axis(self, line: BonusLine, axis: Axis) -> Reason:
        return Reason(axis.measure, result=axis.value, kind="ratio")

    def grade(self, line: BonusLine) -> Reason:
        return Reason("grade", kind="score")


STATED = Stated()


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    """A bonus pays exactly what the case says, and its reasons come to the same."""
    line = _line(case["bonus"], case["looks"])
    if "no_line" in case:
        assert isinstance(line, Missing) and line.why == case["no_line"]
        return
    assert isinstance(line, BonusLine)
    assert (line.coefficient, money.money_text(line.amount or 0)) == (Fraction(case["coefficient"]), case["amount"])
    tree = bonus_reasons.of_key([line], "why", STATED)
    assert mistakes(tree) == [] and tree.result == line.amount


@pytest.mark.parametrize("case", POOLS, ids=[case["name"] for case in POOLS])
def test_worked_pool(case: dict[str, Any]) -> None:
    """The pool of a year stands and pays what the case says."""
    lines = rule.accrued([_accrued(amount) for amount in case["amounts"]])
    floor = money.parse_money(case["floor"], signed=True) if "floor" in case else None
    pool = rule.pool_of(lines, QUARTER, D(2024, 12, 31), "pool", floor, "policy")
    assert [money.money_text(line.pool or 0) for line in lines] == case["stands"]
    assert money.money_text(pool.pool or 0) == case["stands"][-1]
    assert money.money_text(pool.paid) == case["pays"]
    assert [line.paid for line in lines] == [0] * len(lines)
    tree = bonus_reasons.of_all([pool], "why", STATED)
    assert mistakes(tree) == [] and tree.result == pool.paid


def _line(written: dict[str, Any], looks: dict[str, str]) -> BonusLine | Missing:
    bonus = Bonus.model_validate({"key": "b", **written})
    grade = looks.get("grade")
    axes = tuple(_axis(bonus, name, value) for name, value in looks.items() if name != "grade")
    return rule.line_of(DUE, bonus, Looks(axes, None if grade == "none" else grade), "B", "policy · bonus[b]")


def _axis(bonus: Bonus, name: str, value: str) -> Axis:
    by = next((by for by in bonus.by if by.text == name), None)
    measure = name.removeprefix("attainment:")
    if value == "none":
        return Axis(by, measure, None)
    is_money = measure == name and MEASURE_WORDS[MeasureKey(measure)].written == "money"
    found = Fraction(money.parse_money(value)) if is_money else Fraction(value)
    if measure == name:
        return Axis(by, measure, found)
    return Axis(by, measure, found)


def _accrued(amount: str) -> BonusLine:
    """A line of a bonus that settles by the year and came to this amount."""
    sign = "-" if amount.startswith("-") else ""
    written = {"base": amount.lstrip("-"), "by": "grade", "grades": {"A": f"{sign}1"}, "settle": "year"}
    line = _line(written, {"grade": "A"})
    assert isinstance(line, BonusLine)
    return line


# Properties.

AMOUNTS = st.lists(st.integers(-10_000_000, 10_000_000), min_size=1, max_size=12)


@given(AMOUNTS, st.none() | st.integers(-1_000_000, 1_000_000))
def test_a_pool_is_the_sum_of_its_lines_and_never_pays_under_its_floor(amounts: list[int], floor: int | None) -> None:
    lines = rule.accrued([_accrued(money.money_text(amount)) for amount in amounts])
    pool = rule.pool_of(lines, QUARTER, D(2024, 12, 31), "pool", floor, "policy")
    assert pool.pool == lines[-1].pool == sum(amounts)
    assert pool.paid == (sum(amounts) if floor is None else max(floor, sum(amounts)))


POINTS = st.lists(
    st.tuples(st.integers(0, 300), st.integers(-200, 200)), min_size=1, max_size=6, unique_by=lambda p: p[0]
)


@given(POINTS, st.fractions(-1, 5))
def test_a_straight_line_stays_between_its_neighbours(points: list[tuple[int, int]], value: Fraction) -> None:
    """On a point its coefficient, between two something between theirs, outside the end's."""
    ordered = sorted(points)
    table = Rows(tuple(Row(Decimal(x) / 100, False, Decimal(y) / 100) for x, y in ordered))
    at = max(0, table.index(value))
    near = [table.rows[at].value, table.rows[min(at + 1, len(ordered) - 1)].value]
    if value < table.rows[0].bound:
        near = [table.rows[0].value]
    assert min(near) <= interpolate(table, value) <= max(near)
    for row in table.rows:
        assert interpolate(table, row.bound) == row.value


# Whom, and when.


def _staff(*acts: tuple[date, str]) -> Staff:
    return Staff([Employment(1, "zw", "ZW", False, day, act, "rep", None, None) for day, act in acts], [])


def _dues(staff: Staff, over: str, on: date = D(2025, 6, 30)) -> list[tuple[date, date, date]]:
    found = rule.due(staff, period.parse_period(over, on), on)
    return [(one.due_on, one.day, one.stay_ends_on) for one in found]


def test_who_stays_is_due_on_the_last_day_and_pooled_at_the_end_of_the_year() -> None:
    staff = _staff((D(2023, 1, 1), "hire"))
    assert _dues(staff, "2024Q1") == [(D(2024, 3, 31), D(2024, 3, 31), D(2024, 12, 31))]


def test_who_joins_in_the_middle_is_due_with_the_others() -> None:
    staff = _staff((D(2024, 2, 15), "hire"))
    assert _dues(staff, "2024Q1") == [(D(2024, 3, 31), D(2024, 3, 31), D(2024, 12, 31))]
    assert _dues(staff, "2024-01") == []


def test_who_leaves_is_due_and_pooled_in_the_last_month_employed() -> None:
    staff = _staff((D(2023, 1, 1), "hire"), (D(2024, 2, 10), "depart"))
    assert _dues(staff, "2024Q1") == [(D(2024, 2, 10), D(2024, 2, 10), D(2024, 2, 10))]
    assert _dues(staff, "2024Q2") == []


def test_a_departure_that_is_still_to_come_is_not_known_yet() -> None:
    staff = _staff((D(2023, 1, 1), "hire"), (D(2024, 2, 10), "depart"))
    assert _dues(staff, "2024Q1", on=D(2024, 1, 31)) == [(D(2024, 3, 31), D(2024, 1, 31), D(2024, 12, 31))]


def test_who_comes_back_has_a_pool_for_each_stay() -> None:
    staff = _staff((D(2023, 1, 1), "hire"), (D(2024, 2, 10), "depart"), (D(2024, 5, 1), "hire"))
    assert [_dues(staff, over)[0][2] for over in ("2024Q1", "2024Q2", "2024")] == [
        D(2024, 2, 10),
        D(2024, 12, 31),
        D(2024, 12, 31),
    ]


def test_a_period_that_has_not_begun_is_not_evaluated() -> None:
    assert _dues(_staff((D(2023, 1, 1), "hire")), "2024Q2", on=D(2024, 3, 31)) == []
