import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli import period
from salescli.errors import WrongUse
from salescli.period import Period
from salescli.terms import PeriodKind

TODAY = date(2024, 3, 13)  # a Wednesday
days = st.dates(date(1901, 1, 1), date(2998, 12, 31))
kinds = st.sampled_from(list(PeriodKind))

HOSTILE = ["", " ", "\0", "2024\0", "２０２４", "\ud800", "9" * 60_000, "x" * 60_000, "\u202e2024", "2024\n03", "٢٠٢٤"]

PERIODS = [
    ("2024", "2024-01-01", "2024-12-31", "2024"),
    ("2024H1", "2024-01-01", "2024-06-30", "2024H1"),
    ("2024h2", "2024-07-01", "2024-12-31", "2024H2"),
    ("2024Q1", "2024-01-01", "2024-03-31", "2024Q1"),
    ("2024-Q4", "2024-10-01", "2024-12-31", "2024Q4"),
    (" 2024q1 ", "2024-01-01", "2024-03-31", "2024Q1"),
    ("2024-02", "2024-02-01", "2024-02-29", "2024-02"),
    ("2024-W10", "2024-03-04", "2024-03-10", "2024-W10"),
    ("2020-W53", "2020-12-28", "2021-01-03", "2020-W53"),
    ("2024-03-05", "2024-03-05", "2024-03-05", "2024-03-05"),
    ("2024-01-15..2024-02-03", "2024-01-15", "2024-02-03", "2024-01-15..2024-02-03"),
    ("2024-01-15 .. today", "2024-01-15", "2024-03-13", "2024-01-15..2024-03-13"),
    ("today", "2024-03-13", "2024-03-13", "2024-03-13"),
    ("Yesterday", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("this week", "2024-03-11", "2024-03-17", "2024-W11"),
    ("last week", "2024-03-04", "2024-03-10", "2024-W10"),
    ("next week", "2024-03-18", "2024-03-24", "2024-W12"),
    ("this month", "2024-03-01", "2024-03-31", "2024-03"),
    ("last  month", "2024-02-01", "2024-02-29", "2024-02"),
    ("next month", "2024-04-01", "2024-04-30", "2024-04"),
    ("this quarter", "2024-01-01", "2024-03-31", "2024Q1"),
    ("last quarter", "2023-10-01", "2023-12-31", "2023Q4"),
    ("next half", "2024-07-01", "2024-12-31", "2024H2"),
    ("last half", "2023-07-01", "2023-12-31", "2023H2"),
    ("last year", "2023-01-01", "2023-12-31", "2023"),
    ("ytd", "2024-01-01", "2024-03-13", "2024-01-01..2024-03-13"),
    ("QTD", "2024-01-01", "2024-03-13", "2024-01-01..2024-03-13"),
    ("mtd", "2024-03-01", "2024-03-13", "2024-03-01..2024-03-13"),
    ("last 30 days", "2024-02-13", "2024-03-13", "2024-02-13..2024-03-13"),
    ("last 1 day", "2024-03-13", "2024-03-13", "2024-03-13..2024-03-13"),
    ("FY2024", "2024-01-01", "2024-12-31", "FY2024"),
    ("fy2024q1", "2024-01-01", "2024-03-31", "FY2024Q1"),
    ("今天", "2024-03-13", "2024-03-13", "2024-03-13"),
    ("昨天", "2024-03-12", "2024-03-12", "2024-03-12"),
    ("本周", "2024-03-11", "2024-03-17", "2024-W11"),
    ("上周", "2024-03-04", "2024-03-10", "2024-W10"),
    ("本月", "2024-03-01", "2024-03-31", "2024-03"),
    ("上月", "2024-02-01", "2024-02-29", "2024-02"),
    ("上个月", "2024-02-01", "2024-02-29", "2024-02"),
    ("本季度", "2024-01-01", "2024-03-31", "2024Q1"),
    ("上季度", "2023-10-01", "2023-12-31", "2023Q4"),
    ("下半年", "2024-07-01", "2024-12-31", "2024H2"),
    ("今年", "2024-01-01", "2024-12-31", "2024"),
    ("去年", "2023-01-01", "2023-12-31", "2023"),
    ("2024年", "2024-01-01", "2024-12-31", "2024"),
    ("2024年3月", "2024-03-01", "2024-03-31", "2024-03"),
    ("2024年第一季度", "2024-01-01", "2024-03-31", "2024Q1"),
    ("2024年第四季度", "2024-10-01", "2024-12-31", "2024Q4"),
    ("2024年上半年", "2024-01-01", "2024-06-30", "2024H1"),
    ("2024年下半年", "2024-07-01", "2024-12-31", "2024H2"),
    ("最近30天", "2024-02-13", "2024-03-13", "2024-02-13..2024-03-13"),
]

NO_PERIODS = [
    *HOSTILE,
    *["2024Q5", "2024Q0", "2024H3", "2024-13", "2024-00", "2024-02-30", "2023-02-29", "2024-W54", "2021-W53"],
    *["24Q1", "20245", "Q1", "march", "last", "this day", "last 0 days", "last 99999 days", "FY24", "FY2024Q5"],
    *["1899", "3000", "0000", "9999", "..", "2024-01-01..", "..2024-01-01", "2024-01..2024-03", "a..b..c"],
    *["2024年第五季度", "2024年13月", "上上周", "2024年中半年"],
]


@pytest.mark.parametrize(("text", "first", "last", "name"), PERIODS)
def test_periods_as_people_type_them(text: str, first: str, last: str, name: str) -> None:
    """Today is Wednesday 2024-03-13."""
    found = period.parse_period(text, TODAY)
    assert (str(found.start), str(found.last), found.name) == (first, last, name)


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_wrong_use_with_three_right_ones(text: str) -> None:
    with pytest.raises(WrongUse) as raised:
        period.parse_period(text, TODAY)
    assert "2024Q1" in str(raised.value)
    assert "2024-03" in str(raised.value)
    assert len(str(raised.value)) < 160
    assert str(raised.value).isprintable()


def test_a_span_that_ends_before_it_starts_is_shown_the_right_way_round() -> None:
    for later, earlier in [("2024-03-05", "2024-03-01"), ("2024-03-05", "2024-03-04")]:
        with pytest.raises(WrongUse, match=f"would be {earlier}[.][.]{later}"):
            period.parse_period(f"{later}..{earlier}", TODAY)


@pytest.mark.parametrize(
    ("text", "starts", "first", "last"),
    [
        ("FY2024", 4, "2024-04-01", "2025-03-31"),
        ("FY2024Q1", 4, "2024-04-01", "2024-06-30"),
        ("FY2024-Q4", 4, "2025-01-01", "2025-03-31"),
        ("FY2024Q2", 12, "2025-03-01", "2025-05-31"),
        ("2024Q1", 4, "2024-01-01", "2024-03-31"),
    ],
)
def test_a_fiscal_year_is_named_by_the_year_it_starts_in(text: str, starts: int, first: str, last: str) -> None:
    found = period.parse_period(text, TODAY, starts)
    assert (str(found.start), str(found.last)) == (first, last)


@pytest.mark.parametrize("starts", [0, 13, -1])
def test_a_fiscal_start_that_is_no_month_is_wrong_use(starts: int) -> None:
    with pytest.raises(WrongUse):
        period.parse_period("FY2024", TODAY, starts)


typed_periods = st.sampled_from([text for text, *_ in PERIODS if ".." not in text])  # those that mean some on any day


@given(days, typed_periods, st.integers(1, 12))
def test_a_period_can_be_typed_by_its_name(today: date, text: str, starts: int) -> None:
    found = period.parse_period(text, today, starts)
    assert period.parse_period(found.name, today, starts) == found


pieces = st.sampled_from(
    [
        "2024",
        "-",
        "Q",
        "w",
        "h1",
        "03",
        "05",
        "..",
        "last",
        " ",
        "week",
        "days",
        "99999",
        "fy",
        "+",
        "d",
        "年",
        "月",
        "上",
    ]
)


@given(st.text(st.characters()) | st.lists(pieces).map("".join), st.dates(), st.booleans())
def test_any_text_on_any_day_is_understood_or_wrong_use(text: str, today: date, ahead: bool) -> None:
    for parse in (
        lambda: period.parse_period(text, today),
        lambda: period.parse_day(text, today, ahead),
        lambda: period.parse_instant(text, "UTC", today),
    ):
        try:
            parse()
        except WrongUse as error:
            assert len(str(error)) < 200


@given(typed_periods, st.dates())
def test_words_on_any_day_at_all_are_understood_or_wrong_use(text: str, today: date) -> None:
    try:
        assert period.parse_period(text, today).days > 0
    except WrongUse:
        assert not date(1901, 1, 1) <= today <= date(2998, 12, 31)


@given(days, st.sampled_from([PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR, PeriodKind.MONTH]))
def test_the_months_of_a_period_tile_it(day: date, kind: PeriodKind) -> None:
    whole = period.period_of(kind, day)
    months = whole.months()
    assert whole.contains(day)
    assert len(months) == {"month": 1, "quarter": 3, "half": 6, "year": 12}[kind]
    assert [months[0].start, *(month.end for month in months)] == [*(month.start for month in months), whole.end]
    assert all(month.kind is PeriodKind.MONTH for month in months)


@given(days, kinds)
def test_the_previous_period_ends_where_this_one_starts(day: date, kind: PeriodKind) -> None:
    this = period.period_of(kind, day)
    before = period.previous(this)
    assert (before.end, before.kind, this.kind) == (this.start, kind, kind)


def test_a_span_has_no_kind_and_nothing_before_it() -> None:
    for text in ["2024-01-15..2024-03-31", "2024-02-01..2024-04-30", "2024-W10", "2024-03-05"]:
        span = period.parse_period(text, TODAY)
        assert span.kind is None
        with pytest.raises(WrongUse):
            period.previous(span)
    assert period.parse_period("2024-01-01..2024-03-31", TODAY).kind is PeriodKind.QUARTER


def test_the_months_of_a_span_are_those_wholly_inside() -> None:
    span = period.parse_period("2024-01-15..2024-04-29", TODAY)
    assert [month.name for month in span.months()] == ["2024-02", "2024-03"]
    assert period.parse_period("2024-03-05", TODAY).months() == []


def test_the_calendar_around_a_day() -> None:
    found = [of(TODAY).name for of in (period.month_of, period.quarter_of, period.half_of, period.year_of)]
    assert found == ["2024-03", "2024Q1", "2024H1", "2024"]


@given(days, kinds, days)
def test_a_clipped_period_never_grows(day: date, kind: PeriodKind, end: date) -> None:
    whole = period.period_of(kind, day)
    clipped = whole.clip(end)
    assert (clipped.start, clipped.name) == (whole.start, whole.name)
    assert whole.start <= clipped.end <= whole.end
    assert clipped.days == 0 or clipped.end <= end


def test_periods_are_half_open_and_ordered() -> None:
    march = period.month_of(TODAY)
    assert (march.days, march.last) == (31, date(2024, 3, 31))
    assert march.contains(date(2024, 3, 1)) and march.contains(march.last) and not march.contains(march.end)
    assert period.previous(march) < march < Period(date(2024, 3, 2), date(2024, 3, 3), "")


DAYS = [
    ("2024-03-05", "2024-03-05", "2024-03-05"),
    ("2024/3/5", "2024-03-05", "2024-03-05"),
    ("20240305", "2024-03-05", "2024-03-05"),
    ("2024年3月5日", "2024-03-05", "2024-03-05"),
    ("03-05", "2024-03-05", "2025-03-05"),
    ("3/20", "2023-03-20", "2024-03-20"),
    ("3月5日", "2024-03-05", "2025-03-05"),
    ("03-13", "2024-03-13", "2024-03-13"),
    ("2-29", "2024-02-29", "2028-02-29"),
    ("today", "2024-03-13", "2024-03-13"),
    ("yesterday", "2024-03-12", "2024-03-12"),
    ("tomorrow", "2024-03-14", "2024-03-14"),
    ("今天", "2024-03-13", "2024-03-13"),
    ("明天", "2024-03-14", "2024-03-14"),
    ("后天", "2024-03-15", "2024-03-15"),
    ("昨天", "2024-03-12", "2024-03-12"),
    ("fri", "2024-03-08", "2024-03-15"),
    ("Friday", "2024-03-08", "2024-03-15"),
    ("wed", "2024-03-13", "2024-03-20"),
    ("周五", "2024-03-08", "2024-03-15"),
    ("星期日", "2024-03-10", "2024-03-17"),
    ("last fri", "2024-03-08", "2024-03-08"),
    ("last mon", "2024-03-04", "2024-03-04"),
    ("上周五", "2024-03-08", "2024-03-08"),
    ("this fri", "2024-03-15", "2024-03-15"),
    ("next tue", "2024-03-19", "2024-03-19"),
    ("下周一", "2024-03-18", "2024-03-18"),
    ("下周天", "2024-03-24", "2024-03-24"),
    ("+3d", "2024-03-16", "2024-03-16"),
    ("+2w", "2024-03-27", "2024-03-27"),
    ("-2d", "2024-03-11", "2024-03-11"),
]


@pytest.mark.parametrize(("text", "behind", "ahead"), DAYS)
def test_days_as_people_type_them(text: str, behind: str, ahead: str) -> None:
    """Today is Wednesday 2024-03-13: the day meant for a fact, and for something still to come."""
    assert str(period.parse_day(text, TODAY)) == behind
    assert str(period.parse_day(text, TODAY, ahead=True)) == ahead


@pytest.mark.parametrize(
    "text",
    [
        *HOSTILE,
        *[
            "2024-02-30",
            "2024-3",
            "2024",
            "13-01",
            "02-30",
            "00-00",
            "12",
            "fr",
            "frid",
            "last",
            "next week",
            "+3",
            "3d",
        ],
        *["+999999d", "-99999w", "+999999999d", "2024-03/05", "1899-12-31", "3000-01-01", "周八", "3月", "2024Q1"],
    ],
)
def test_what_is_no_day_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse) as raised:
        period.parse_day(text, TODAY)
    assert len(str(raised.value)) < 160
    assert str(raised.value).isprintable()


@pytest.mark.parametrize("text", ["1899-12-31", "3000-01-01"])
def test_a_day_too_far_away_is_a_day(text: str) -> None:
    """It is said which years are taken."""
    with pytest.raises(WrongUse) as raised:
        period.parse_day(text, TODAY)
    assert str(raised.value) == f'"{text}" is a day too far away; the years 1900 to 2999 are taken.'


@given(days, st.sampled_from(["mon", "tue", "wed", "thu", "fri", "sat", "sun"]))
def test_a_bare_weekday_is_within_a_week(today: date, name: str) -> None:
    past, coming = period.parse_day(name, today), period.parse_day(name, today, ahead=True)
    assert past <= today < coming
    assert coming - past == timedelta(days=7)


@given(days, days)
def test_a_bare_month_day_is_the_nearest(today: date, day: date) -> None:
    text = f"{day:%m-%d}"
    past, coming = period.parse_day(text, today), period.parse_day(text, today, ahead=True)
    assert past <= today <= coming
    assert {f"{past:%m-%d}", f"{coming:%m-%d}"} == {text}


INSTANTS = [
    ("2024-03-05", "Asia/Shanghai", "2024-03-05T16:00:00.000000Z"),
    ("2024-03-05", "UTC", "2024-03-06T00:00:00.000000Z"),
    ("yesterday", "Asia/Shanghai", "2024-03-12T16:00:00.000000Z"),
    ("2024-03-30", "Europe/Berlin", "2024-03-30T23:00:00.000000Z"),
    ("2024-03-31", "Europe/Berlin", "2024-03-31T22:00:00.000000Z"),
    ("2024-03-05T08:15", "Asia/Shanghai", "2024-03-05T00:15:00.000001Z"),
    ("2024-03-05 08:15:30", "UTC", "2024-03-05T08:15:30.000001Z"),
    ("2024-03-05T08:15:30.5z", "Asia/Shanghai", "2024-03-05T08:15:30.500001Z"),
    ("2024-03-05T08:15:30+08:00", "UTC", "2024-03-05T00:15:30.000001Z"),
]


@pytest.mark.parametrize(("text", "zone", "limit"), INSTANTS)
def test_known_as_of(text: str, zone: str, limit: str) -> None:
    """A day is known at its end in the zone (the night the clocks change too); an instant includes itself."""
    assert period.parse_instant(text, zone, TODAY) == limit


@pytest.mark.parametrize(
    "text", [*HOSTILE, "2024-03-05T25:00", "2024-03-05T8:15", "9999-12-31T23:59:59", "2024Q1", "T"]
)
def test_what_is_no_instant_is_wrong_use(text: str) -> None:
    with pytest.raises(WrongUse) as raised:
        period.parse_instant(text, "UTC", TODAY)
    assert len(str(raised.value)) < 180


@given(
    st.datetimes(datetime(1901, 1, 1), datetime(2998, 1, 1)),
    st.integers(-720, 720),
    st.integers(0, 10**9),
)
def test_instants_as_text_sort_as_they_happened(moment: datetime, offset: int, later: int) -> None:
    first = moment.replace(tzinfo=timezone(timedelta(minutes=offset)))
    second = (first + timedelta(microseconds=later)).astimezone(UTC)
    assert (period.instant_text(first) <= period.instant_text(second)) and len(period.instant_text(first)) == 27
    assert datetime.fromisoformat(period.instant_text(first)) == first
    assert period.checked_instant(period.instant_text(first)) == period.instant_text(first)


def test_an_instant_without_zone_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="zone"):
        period.instant_text(datetime(2024, 3, 5))


@pytest.mark.parametrize(
    "text", [*HOSTILE, "2024-03-05", "2024-03-05T08:15:30Z", "2024-03-05T08:15:30.000000Z' OR 1 --", "20240305T081530Z"]
)
def test_only_the_ledgers_own_form_is_a_checked_instant(text: str) -> None:
    with pytest.raises(WrongUse):
        period.checked_instant(text)


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "UTC", "utc", "Europe/Berlin", "America/Los_Angeles"])
def test_the_given_day_replaces_the_clocks(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the hour, the instant now falls on the given day in the zone."""
    monkeypatch.setenv("SALESCLI_TODAY", "2024-03-13")
    assert period.today(zone) == period.today(None) == TODAY
    place = UTC if zone.lower() == "utc" else ZoneInfo(zone)
    assert period.now(zone).astimezone(place).date() == TODAY
    assert period.now(zone).tzinfo is UTC


def test_without_it_the_clock_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SALESCLI_TODAY", raising=False)
    before = datetime.now(UTC)
    assert before <= period.now() <= period.now("Asia/Shanghai") <= datetime.now(UTC)
    assert period.today("UTC") in (before.date(), datetime.now(UTC).date())


@pytest.mark.parametrize(
    "text", ["tomorrow", "2024-02-30", "20240313", "２０２４-03-13", "0001-01-01", "9999-12-31", "x" * 999]
)
def test_a_given_day_that_is_none_is_named(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SALESCLI_TODAY", text)
    with pytest.raises(WrongUse, match="SALESCLI_TODAY"):
        period.today("UTC")
    with pytest.raises(WrongUse, match="SALESCLI_TODAY"):
        period.now()


@pytest.mark.parametrize("zone", ["", "Mars", "Asia", "../etc", "/etc/passwd", "\0", "\ud800", "x" * 60_000, "CN"])
def test_what_is_no_zone_is_wrong_use(zone: str) -> None:
    for use in (lambda: period.check_zone(zone), lambda: period.today(zone), lambda: period.now(zone)):
        with pytest.raises(WrongUse) as raised:
            use()
        assert len(str(raised.value)) < 160


def test_the_start_pays_for_nothing_heavy() -> None:
    """Neither the import nor the clock brings dateutil, zoneinfo or fractions."""
    heavy = ("dateutil", "zoneinfo", "fractions", "typer", "sqlite3")
    code = (
        "import sys, salescli.money; from salescli import period; period.today(None); period.now();"
        f"print([m for m in sys.modules if m.split('.')[0] in {heavy}])"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
