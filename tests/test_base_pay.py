"""The base of a month: the worked cases of base_cases.toml, and what holds of every month."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_company import HEAD, span

from salescli import money
from salescli.errors import NothingInForce
from salescli.facts.staff import Employment
from salescli.period import Period, month_of
from salescli.policy.versions import PolicyVersion, Versions, version_of
from salescli.rules.base_pay import BasePay
from salescli.rules.staff import Staff

D = date
CASES = tomllib.loads((Path(__file__).parent / "base_cases.toml").read_text(encoding="utf-8"))["case"]
METHODS = ("calendar_days", "working_days", "21.75")
POSTS = HEAD.replace('[post.rep]\ntitle = "Rep"', '[post.rep]\ntitle = "Rep"\nbase = "6000.00"')
LATER = D(2030, 1, 1)
Job = Mapping[str, Any]


def _policy(by: str | None = None, calendar: Mapping[str, Sequence[date]] | None = None) -> str:
    days = [f"{key} = [{', '.join(map(str, found))}]" for key, found in (calendar or {}).items()]
    pay = f'[pay]\nbase_by = "{by}"\n' if by else ""
    return "\n".join([POSTS, '[post.lead]\nbase = "9000.00"\n[post.free]', pay, "[calendar]", *days])


def _versions(text: str, rep_from: date | None = None) -> Versions:
    found = [version_of(1, text)]
    if rep_from:
        found.append(version_of(2, text.replace("6000.00", "7000.00"), rep_from))
    return Versions(found)


def _staff(jobs: Sequence[Job]) -> Staff:
    rows = [
        Employment(
            1, "zw", "张伟", False, job["on"], job["act"], job.get("post"), job.get("team"), _fen(job.get("base"))
        )
        for job in jobs
    ]
    return Staff(rows, [])


def _fen(text: str | None) -> int | None:
    return None if text is None else money.parse_money(text)


def _hired(on: date = D(2023, 1, 1), post: str = "rep") -> Job:
    return {"on": on, "act": "hire", "post": post}


def _paid(versions: Versions, jobs: Sequence[Job], month: Period, on: date = LATER) -> int | None:
    found = BasePay(versions, _staff(jobs), on).of(1, month)
    assert found is not None
    return found.amount


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_worked_case(case: dict[str, Any]) -> None:
    versions = _versions(_policy(case.get("by"), case.get("calendar")), case.get("rep_from"))
    amount = _paid(versions, case["jobs"], span(case["month"]))
    assert ("none" if amount is None else money.money_text(amount)) == case["pays"]


@pytest.mark.parametrize(
    "jobs",
    [
        [_hired(D(2024, 4, 2))],
        [_hired(), {"on": D(2024, 4, 29), "act": "depart"}],
        [_hired(), {"on": D(2024, 4, 30), "act": "raise", "base": "6500.00"}],
    ],
    ids=["joiner", "leaver", "raise"],
)
def test_part_of_a_month_without_base_by_is_an_error(jobs: Sequence[Job]) -> None:
    """It names who, the key and the day; nothing is assumed in its place."""
    with pytest.raises(NothingInForce, match=r"zw.*2024-04.*\[pay\] base_by.*2024-04-30"):
        _paid(_versions(_policy()), jobs, span("2024-04"))


def test_base_by_is_the_one_of_the_months_last_day() -> None:
    """From 20 April the days are counted by another rule: April is reckoned by it, March by the old one."""
    old, new = version_of(1, _policy("calendar_days")), version_of(2, _policy("working_days"), D(2024, 4, 20))
    jobs = [_hired(D(2024, 3, 31)), {"on": D(2024, 4, 1), "act": "depart"}]
    assert _paid(Versions([old, new]), jobs, span("2024-03")) == 19_355
    assert _paid(Versions([old, new]), jobs, span("2024-04")) == 27_273


def test_who_is_not_employed_has_no_base() -> None:
    """Neither before hiring, nor after leaving, nor a candidate."""
    staff = Staff(
        [
            Employment(1, "zw", "张伟", False, D(2024, 3, 1), "hire", "rep", None, None),
            Employment(1, "zw", "张伟", False, D(2024, 3, 31), "depart", None, None, None),
            Employment(2, "ca", "何宇", True, None, None, None, None, None),
        ],
        [],
    )
    bases = BasePay(_versions(_policy()), staff, LATER)
    assert [bases.of(1, span(month)) is None for month in ("2024-02", "2024-03", "2024-04")] == [True, False, True]
    assert bases.of(2, span("2024-03")) is None


def test_a_candidate_who_is_hired_is_paid_from_that_day() -> None:
    """Known since March, employed from 15 April: 16 of 30 days."""
    assert _paid(_versions(_policy("calendar_days")), [_hired(D(2024, 4, 15))], span("2024-04")) == 320_000


def test_what_happens_after_the_day_looked_from_is_not_known() -> None:
    """Seen on 15 April: the raise of the 20th is hidden, the leaver of the 25th is there still, May has not begun."""
    jobs = [
        _hired(),
        {"on": D(2024, 4, 20), "act": "raise", "base": "9000.00"},
        {"on": D(2024, 4, 25), "act": "depart"},
    ]
    versions = _versions(_policy("calendar_days"))
    assert _paid(versions, jobs, span("2024-04"), on=D(2024, 4, 15)) == 600_000
    assert _paid(versions, jobs, span("2024-04"), on=D(2024, 4, 25)) == (19 * 600_000 + 6 * 900_000) // 30
    assert BasePay(versions, _staff(jobs), D(2024, 4, 15)).of(1, span("2024-05")) is None


def test_before_the_first_policy_an_own_base_counts() -> None:
    """A post is not described on those days, so it has no base there; the rep's own needs no policy."""
    late = Versions([PolicyVersion(1, D(2024, 6, 1), "Late", "", _policy("calendar_days"))])
    assert _paid(late, [_hired()], span("2024-04")) is None
    assert _paid(late, [{**_hired(), "base": "5000.00"}], span("2024-04")) == 500_000


def test_public_holidays_of_a_country() -> None:
    """With the country's calendar as with the days listed: 10 paid days until 15 October 2024."""
    pytest.importorskip("chinese_calendar")
    text = _policy("21.75").replace("[calendar]", '[calendar]\ncountry = "CN"')
    assert _paid(_versions(text), [_hired(), {"on": D(2024, 10, 15), "act": "depart"}], span("2024-10")) == 275_862


@given(
    by=st.sampled_from(METHODS),
    month=st.dates(D(2023, 1, 1), D(2024, 12, 31)).map(month_of),
    days=st.lists(st.integers(0, 40), min_size=1, max_size=5, unique=True),
    bases=st.lists(st.integers(0, 2_000_000), min_size=5, max_size=5),
)
def test_no_month_pays_more_than_its_highest_base(by: str, month: Period, days: list[int], bases: list[int]) -> None:
    """Hired, raised and lowered on any days around a month: never below zero, never over the highest base."""
    first, *later = sorted(month.start - timedelta(days=5) + timedelta(days=day) for day in days)
    jobs: list[Job] = [{**_hired(first), "base": money.money_text(bases[0])}]
    jobs += [
        {"on": day, "act": "raise", "base": money.money_text(base)} for day, base in zip(later, bases[1:], strict=False)
    ]
    found = BasePay(_versions(_policy(by)), _staff(jobs), LATER).of(1, month)
    if found is not None:
        assert 0 <= (found.amount or 0) <= max(piece.base or 0 for piece in found.pieces)


@given(
    by=st.sampled_from(METHODS), month=st.dates(D(2023, 1, 1), D(2024, 12, 31)).map(month_of), cut=st.integers(1, 30)
)
def test_a_raise_to_the_same_base_changes_nothing(by: str, month: Period, cut: int) -> None:
    """However the month is cut, the same base on both sides is the base."""
    day = month.start + timedelta(days=cut)
    same = [{**_hired(), "base": "6000.01"}, {"on": day, "act": "raise", "base": "6000.01"}]
    split = [{**_hired(), "base": "6000.00"}, {"on": day, "act": "raise", "base": "6000.01"}]
    assert _paid(_versions(_policy(by)), same, month) == 600_001
    assert _paid(_versions(_policy(by)), split, month) in (600_000, 600_001)
