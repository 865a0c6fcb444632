"""Working days under the policies in force: the company's, and a rep's within employment and less leave."""

from datetime import date

import pytest
from small_company import HEAD

from salescli.errors import NothingInForce
from salescli.facts.measured import LeaveRow
from salescli.policy.model import Calendar
from salescli.policy.versions import PolicyVersion, Versions
from salescli.rules.working_days import WorkingDays, public_days

D = date
FEB = (D(2024, 2, 1), D(2024, 3, 1))


def _version(calendar: str, starts: date | None = None) -> PolicyVersion:
    return PolicyVersion(1, starts, "", "", f"{HEAD}\n[calendar]\n{calendar}\n")


def _days(versions: Versions, *leaves: LeaveRow) -> WorkingDays:
    return WorkingDays(versions, lambda rep: [FEB] if rep == 1 else [(D(2024, 2, 27), FEB[1])], leaves, *FEB)


def test_without_a_policy_the_plain_week() -> None:
    assert len(_days(Versions([])).company) == 21


def test_listed_holidays_and_make_up_workdays() -> None:
    """Friday 9 is off, Sunday 4 is worked."""
    days = _days(Versions([_version("holidays = [2024-02-09]\nworkdays = [2024-02-04]")])).company
    assert len(days) == 21 and D(2024, 2, 9) not in days and D(2024, 2, 4) in days


def test_each_day_by_the_policy_of_that_day() -> None:
    """From 10 February on another policy counts, which lists no holiday; the older one's Monday 12 is worked then."""
    old = _version("holidays = [2024-02-09, 2024-02-12]")
    days = _days(Versions([old, _version("", D(2024, 2, 10))])).company
    assert D(2024, 2, 9) not in days and D(2024, 2, 12) in days


def test_a_reps_days_less_leave_within_employment() -> None:
    """Away from Thursday 1 to Monday 5, overlapping; employed from Tuesday 27 on: Tuesday to leap Thursday."""
    leaves = [LeaveRow(1, D(2024, 1, 20), D(2024, 2, 5)), LeaveRow(1, D(2024, 2, 5), D(2024, 2, 5))]
    days = _days(Versions([]), *leaves)
    assert len(days.of(1)) == 18 and days.of(1)[0] == D(2024, 2, 6)
    assert days.of(2) == [D(2024, 2, 27), D(2024, 2, 28), D(2024, 2, 29)]


def test_listed_days_override_the_countrys() -> None:
    """In China 12 February 2024 is off and Sunday 18 worked; the policy says otherwise."""
    pytest.importorskip("chinese_calendar")
    policy = Calendar.model_validate({"country": "CN", "workdays": [D(2024, 2, 12)], "holidays": [D(2024, 2, 18)]})
    public = public_days(policy, *FEB)
    assert D(2024, 2, 12) in public.workdays and D(2024, 2, 12) not in public.holidays
    assert D(2024, 2, 18) in public.holidays and D(2024, 2, 18) not in public.workdays
    assert D(2024, 2, 13) in public.holidays


def test_a_country_whose_days_are_not_known_is_said() -> None:
    pytest.importorskip("chinese_calendar")
    with pytest.raises(NothingInForce, match="2199"):
        WorkingDays(Versions([_version('country = "CN"')]), lambda _rep: [], [], D(2199, 1, 1), D(2199, 2, 1))
