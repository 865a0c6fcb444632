import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli import calendar
from salescli.errors import NothingInForce, WrongUse

NONE: frozenset[date] = frozenset()
FEB = (date(2024, 2, 1), date(2024, 3, 1))
days = st.dates(date(2020, 1, 1), date(2025, 12, 31))


def test_a_plain_month_has_its_weekdays() -> None:
    """February 2024: 29 days from a Thursday, 21 of them Monday to Friday."""
    assert calendar.working_days(*FEB, NONE, NONE) == 21


def test_holidays_leave_and_make_up_workdays() -> None:
    """A holiday on Friday 9 counts off, one on Saturday 10 does not; Sunday 4 is worked; Monday 5 is leave."""
    holidays = frozenset({date(2024, 2, 9), date(2024, 2, 10)})
    workdays = frozenset({date(2024, 2, 4)})
    assert calendar.working_days(*FEB, holidays, workdays) == 21
    leave = calendar.days_between(date(2024, 2, 3), date(2024, 2, 6))  # Sat, Sun (worked), Mon
    assert calendar.working_days(*FEB, holidays, workdays, leave) == 19


def test_a_make_up_workday_wins_over_a_holiday() -> None:
    day = date(2024, 2, 9)
    assert calendar.is_working_day(day, frozenset({day}), frozenset({day}))


def test_only_the_days_of_employment_count() -> None:
    """Hired on Monday 5, left on Friday 9: both days are worked; nothing outside, nothing where they do not meet."""
    hired, left = date(2024, 2, 5), date(2024, 2, 9)
    assert calendar.working_days(*FEB, NONE, NONE, first_day=hired, last_day=left) == 5
    assert calendar.working_days(*FEB, NONE, NONE, first_day=hired) == 19
    assert calendar.working_days(*FEB, NONE, NONE, last_day=date(2024, 1, 5)) == 0
    assert calendar.working_days(*FEB, NONE, NONE, first_day=date(2024, 4, 1)) == 0


def test_an_empty_span_has_no_days() -> None:
    assert calendar.working_days(FEB[1], FEB[0], NONE, NONE) == 0
    assert calendar.days_between(FEB[1], FEB[0]) == NONE


@given(days, days, days, st.frozensets(days, max_size=20), st.frozensets(days, max_size=20), st.frozensets(days))
def test_working_days_add_up_over_any_cut(
    a: date, b: date, c: date, holidays: frozenset[date], workdays: frozenset[date], leave: frozenset[date]
) -> None:
    start, cut, end = sorted((a, b, c))
    counts = [
        calendar.working_days(*span, holidays, workdays, leave) for span in ((start, cut), (cut, end), (start, end))
    ]
    assert counts[0] + counts[1] == counts[2] <= (end - start).days


def test_china_from_its_package() -> None:
    """Spring Festival 2024: off 10 to 17 February, worked on Sundays 4 and 18."""
    pytest.importorskip("chinese_calendar")
    public = calendar.public_days("CN", *FEB)
    assert date(2024, 2, 12) in public.holidays
    assert public.workdays == {date(2024, 2, 4), date(2024, 2, 18)}
    assert calendar.working_days(*FEB, public.holidays, public.workdays) == 18


def test_china_agrees_with_the_package_day_by_day() -> None:
    package = pytest.importorskip("chinese_calendar")
    start, end = date(2023, 1, 1), date(2025, 1, 1)
    public = calendar.public_days("CN", start, end)
    for day in (start + timedelta(days=number) for number in range((end - start).days)):
        assert calendar.is_working_day(day, public.holidays, public.workdays) == package.is_workday(day)


def test_a_year_the_package_does_not_know_names_the_extra() -> None:
    pytest.importorskip("chinese_calendar")
    with pytest.raises(NothingInForce, match=r"2199.*salescli\[cn\]"):
        calendar.public_days("CN", date(2199, 1, 1), date(2199, 2, 1))


def test_the_end_of_the_last_known_year_asks_for_no_year_more() -> None:
    constants = pytest.importorskip("chinese_calendar.constants")
    year = max(constants.holidays).year
    assert calendar.public_days("CN", date(year, 12, 1), date(year + 1, 1, 1)).workdays == NONE


def test_without_the_package_the_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "chinese_calendar", None)
    with pytest.raises(WrongUse, match=r"salescli\[cn\]"):
        calendar.public_days("CN", *FEB)


@pytest.mark.parametrize("country", ["", "cn", "DE", "\0", "\ud800", "X" * 60_000])
def test_an_unknown_country_is_wrong_use(country: str) -> None:
    with pytest.raises(WrongUse) as raised:
        calendar.public_days(country, *FEB)
    assert len(str(raised.value)) < 200
