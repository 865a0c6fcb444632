"""The days that 21.75 stands for: working days, and public holidays that nobody works off."""

from datetime import date

from small_company import HEAD

from salescli.policy.versions import PolicyVersion, Versions
from salescli.rules.paid_days import exchanged, paid_days, working_days

D = date
OCTOBER = (D(2024, 10, 1), D(2024, 11, 1))
NATIONAL = [D(2024, 10, day) for day in (1, 2, 3, 4, 7)]


def _versions(calendar: str) -> Versions:
    return Versions([PolicyVersion(1, None, "", "", f"{HEAD}\n[calendar]\n{calendar}\n")])


def _listed(days: list[date]) -> str:
    return f"[{', '.join(map(str, days))}]"


def test_without_public_days_they_are_the_working_days() -> None:
    plain = _versions("")
    assert paid_days(plain, *OCTOBER) == working_days(plain, *OCTOBER)
    assert len(paid_days(plain, *OCTOBER)) == 23


def test_a_public_holiday_is_paid_and_one_that_is_worked_off_is_not() -> None:
    """Five weekdays off in October, for which a Sunday and a Saturday are worked: three of them are paid."""
    versions = _versions(f"holidays = {_listed(NATIONAL)}\nworkdays = [2024-09-29, 2024-10-12]")
    assert len(working_days(versions, *OCTOBER)) == 19
    paid = paid_days(versions, *OCTOBER)
    assert len(paid) == 22 and sum(day in paid for day in NATIONAL) == 3
    assert D(2024, 10, 12) in paid and D(2024, 10, 13) not in paid


def test_a_holiday_on_a_weekend_is_no_paid_day() -> None:
    """Saturday 5 October is off anyway."""
    assert D(2024, 10, 5) not in paid_days(_versions("holidays = [2024-10-05]"), *OCTOBER)


def test_which_day_off_a_make_up_workday_is_for() -> None:
    """The nearest that is left, of two as near the later; a Saturday far from any holiday is worked for none."""
    assert exchanged(NATIONAL, [D(2024, 10, 12)]) == {D(2024, 10, 7)}
    assert exchanged(NATIONAL, [D(2024, 9, 29), D(2024, 10, 12)]) == {D(2024, 10, 1), D(2024, 10, 7)}
    assert exchanged([D(2024, 5, 1), D(2024, 5, 3)], [D(2024, 5, 2)]) == {D(2024, 5, 3)}
    assert exchanged(NATIONAL, [D(2024, 11, 2)]) == set()
    assert exchanged([], [D(2024, 10, 12)]) == set()


def test_a_year_has_as_many_paid_days_as_21_75_a_month() -> None:
    """2023 has 260 weekdays (21.75 × 12 is 261): holidays, worked off or not, leave their number as it is."""
    year = (D(2023, 1, 1), D(2024, 1, 1))
    off = [D(2023, 10, 2), D(2023, 10, 3), D(2023, 10, 4), D(2023, 10, 5), D(2023, 10, 6)]
    listed = _versions(f"holidays = {_listed(off)}\nworkdays = [2023-10-07, 2023-10-08]")
    assert len(paid_days(_versions(""), *year)) == len(paid_days(listed, *year)) == 260
