"""reports/remind/opportunities.py: what moved since the last working day, for managers, and what does not move, for owners."""

from datetime import date
from pathlib import Path

import pytest
from reminded_company import DAY, ZONES_AND_DAYS, Company, days_around, on_day, text_on

D = date
LIMITED = """
[tracking]
[[tracking.escalate]]
after_days = 3
to = "manager"
"""
MONDAY = D(2024, 3, 18)


@pytest.fixture
def company(tmp_path: Path) -> Company:
    """zw's opportunity `it` of acme, opened in January."""
    return opened(Company(tmp_path / "l.db", LIMITED))


def opened(company: Company) -> Company:
    company.customer("acme", D(2024, 1, 2))
    company.opportunity("it", D(2024, 1, 2), "zw", "acme")
    company.move("it", D(2024, 1, 2), "first", 1000)
    return company


def moves_on(company: Company, day: date, **asked: str) -> list[tuple[str, str]]:
    """Whose list has a stage change on a day, and of which opportunity."""
    rows = company.reminders(day, **asked).rows
    return [(row["rep"], row["opportunity"]) for row in rows if row["kind"] == "stage_changed"]


# A stage changed.


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_a_change_is_news_until_the_next_working_day(tmp_path: Path, zone: str, day: date) -> None:
    """Not the day before; from its day to the next Monday to Friday; on the working day after that no more."""
    company = opened(Company(tmp_path / "own.db", LIMITED, zone=zone))
    company.move("it", day, "second")
    following = (day + n * DAY for n in range(1, 9))
    first, second = [one for one in following if one.weekday() < 5][:2]
    assert moves_on(company, day - DAY) == []
    assert moves_on(company, day) == moves_on(company, first) == [("boss", "it")]
    assert moves_on(company, second) == []


def test_friday_is_news_on_monday(company: Company) -> None:
    """15 March is a Friday: it is news the whole weekend and on Monday."""
    company.move("it", D(2024, 3, 15), "second")
    seen = [bool(moves_on(company, D(2024, 3, day))) for day in range(14, 20)]
    assert seen == [False, True, True, True, True, False]


def test_holidays_and_make_up_workdays(tmp_path: Path) -> None:
    """Monday and Tuesday are off and Saturday is worked: what moved on Friday is old on Sunday, what moved on Saturday is
    news until Wednesday."""
    calendar = "[calendar]\nholidays = [2024-03-18, 2024-03-19]\nworkdays = [2024-03-16]\n"
    company = opened(Company(tmp_path / "own.db", calendar))
    company.opportunity("that", D(2024, 3, 1), "zw", "acme")
    for name, day in (("it", D(2024, 3, 15)), ("that", D(2024, 3, 16))):
        company.move(name, D(2024, 3, 2), "first")
        company.move(name, day, "second")
    seen = [[name for _who, name in moves_on(company, D(2024, 3, day))] for day in range(15, 22)]
    assert seen == [["it"], ["it", "that"], ["that"], ["that"], ["that"], ["that"], []]


def test_what_it_says(company: Company) -> None:
    """From which stage to which, by whom entered, and the latest amount, for the manager of its owner."""
    company.move("it", MONDAY, "won")
    (row,) = company.reminders(MONDAY).rows
    assert {key: row[key] for key in ("kind", "rep", "customer", "opportunity", "due_on", "days", "amount")} == {
        **{"kind": "stage_changed", "rep": "boss", "customer": "acme", "opportunity": "it"},
        **{"due_on": MONDAY, "days": 0, "amount": 100_000},
    }
    assert row["text"] == "it of ZW moved from first to won on 2024-03-18, entered by ZW; its amount is 1,000.00 CNY."


@pytest.mark.parametrize(
    ("actor", "seen", "remark"),
    [
        ("zw", True, "ZW: first → second"),
        ("clerk", True, "ZW: first → second · entered by clerk"),
        ("boss", False, ""),
    ],
)
def test_who_entered_it(tmp_path: Path, actor: str, seen: bool, remark: str) -> None:
    """What the manager did himself is no news to him."""
    company = opened(Company(tmp_path / "own.db", LIMITED))
    company.actor = actor
    company.move("it", MONDAY, "second")
    rows = company.reminders(MONDAY, actor="boss").rows
    assert [row["remark"] for row in rows] == ([remark] if seen else [])
    if seen:
        who = "ZW" if actor == "zw" else actor
        assert rows[0]["text"] == (
            f"it of ZW moved from first to second on 2024-03-18, entered by {who}; its amount is 1,000.00 CNY."
        )


def test_without_an_amount(tmp_path: Path) -> None:
    company = Company(tmp_path / "own.db", LIMITED)
    company.opportunity("it", D(2024, 3, 1), "zw")
    company.move("it", D(2024, 3, 1), "first")
    company.move("it", MONDAY, "second")
    assert text_on(company, MONDAY) == [
        "it of ZW moved from first to second on 2024-03-18, entered by ZW; nobody stated an amount."
    ]


def test_no_change_of_the_stage(company: Company) -> None:
    """Another amount, a new opportunity, and one without an owner are no news."""
    company.move("it", MONDAY, "first", 2000)
    company.opportunity("new", MONDAY, "zw", "acme")
    company.move("new", MONDAY, "first")
    company.opportunity("nobody's", D(2024, 3, 1))
    company.move("nobody's", D(2024, 3, 1), "first")
    company.move("nobody's", MONDAY, "second")
    assert moves_on(company, MONDAY) == []


def test_one_line_each(company: Company) -> None:
    """Two changes: from the stage before both to the latest; a new amount after it leaves it, and shows in it."""
    company.move("it", MONDAY, "second")
    company.move("it", MONDAY, "third")
    company.move("it", MONDAY + DAY, "third", 3000)
    (row,) = company.reminders(MONDAY + DAY).rows
    assert (row["remark"], row["amount"], row["due_on"]) == ("ZW: first → second → third", 300_000, MONDAY)
    assert row["text"].startswith("it of ZW moved from first to third on 2024-03-18, ")
    company.move("it", MONDAY + DAY, "first")
    (row,) = company.reminders(MONDAY + DAY).rows
    assert row["remark"] == "ZW: first → second → third → first"
    assert row["text"].startswith("it of ZW moved from third to first on 2024-03-19, ")


def test_a_back_dated_change_counts_by_its_day_in_the_world(company: Company) -> None:
    """Entered last for the tenth, it is old, and comes between: the change of Monday is from its stage."""
    company.move("it", MONDAY, "third")
    company.move("it", D(2024, 3, 10), "second")
    assert [row["remark"] for row in company.reminders(MONDAY).rows] == ["ZW: second → third"]
    assert moves_on(company, D(2024, 3, 10)) == [("boss", "it")]


def test_whose_news_it_is(tmp_path: Path) -> None:
    """The manager's of the owner on that day: a lead's own is the chief's, and a team without a lead looks further up."""
    company = Company(tmp_path / "own.db", LIMITED)
    company.put_above("chief")
    for rep in ("zw", "ls", "boss", "chief"):
        company.opportunity(f"of {rep}", D(2024, 3, 1), rep)
        company.move(f"of {rep}", D(2024, 3, 1), "first")
        company.move(f"of {rep}", MONDAY, "second")
    assert moves_on(company, MONDAY) == [("chief", "of boss"), ("boss", "of ls"), ("boss", "of zw")]
    assert moves_on(company, MONDAY, actor="zw") == []
    assert moves_on(company, MONDAY, actor="chief") == [("chief", "of boss")]


def test_a_calendar_that_is_not_known(tmp_path: Path) -> None:
    """Of a country without known holidays the plain week counts, and that is said."""
    company = opened(Company(tmp_path / "own.db", '[calendar]\ncountry = "XX"\n'))
    company.move("it", D(2024, 3, 15), "second")
    report = company.reminders(MONDAY)
    assert [row["kind"] for row in report.rows] == ["stage_changed"]
    assert report.notes and "XX" in report.notes[0]


# Stuck.


STUCK = """
[[stage]]
key = "bid"
title = "Bidding"
stuck_after_days = 14
[[stage]]
key = "endless"
[tracking]
[[tracking.escalate]]
after_days = 3
to = "manager"
"""


def standing(tmp_path: Path, zone: str = "Asia/Shanghai", since: date = D(2024, 3, 1), policy: str = STUCK) -> Company:
    """zw's opportunity `it`, in bidding since a day, where 14 days are allowed."""
    company = Company(tmp_path / "own.db", policy, zone=zone)
    company.opportunity("it", since - DAY, "zw")
    company.move("it", since, "bid", 1000, next_step="ask the buyer")
    return company


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_stuck_from_the_day_after_its_limit(tmp_path: Path, zone: str, day: date) -> None:
    """Neither the day before the limit nor on it: longer than the limit is from the next day."""
    company = standing(tmp_path, zone, since=day - 14 * DAY)
    assert days_around(company, day) == [[], [], [1]]
    (row,) = company.reminders(day + DAY).rows
    assert (row["kind"], row["rep"], row["due_on"], row["step"]) == ("stuck", "zw", day, "ask the buyer")


def test_what_stuck_says(tmp_path: Path) -> None:
    """In which stage, since when, and until when it might."""
    company = standing(tmp_path)
    assert text_on(company, D(2024, 3, 17)) == [
        "it is stuck: in Bidding since 2024-03-01, it should have moved on by 2024-03-15, 2 days ago."
    ]


def test_stuck_climbs(tmp_path: Path) -> None:
    """Two days over it is the owner's alone, three the manager's too."""
    company = standing(tmp_path)
    assert on_day(company, D(2024, 3, 17), actor="boss") == []
    assert on_day(company, D(2024, 3, 18), actor="boss") == [("stuck", "zw", None, 3)]


def test_another_amount_does_not_move_it(tmp_path: Path) -> None:
    company = standing(tmp_path)
    company.move("it", D(2024, 3, 10), "bid", 5000)
    (row,) = company.reminders(D(2024, 3, 16)).rows
    assert (row["days"], row["amount"]) == (1, 500_000)


def test_reopened(tmp_path: Path) -> None:
    """Lost on the fifth and taken up again on the tenth: the days count from the tenth."""
    company = standing(tmp_path)
    company.move("it", D(2024, 3, 5), "lost")
    company.move("it", D(2024, 3, 10), "bid")
    assert on_day(company, D(2024, 3, 20)) == []
    assert on_day(company, D(2024, 3, 24)) == []
    assert [row for row in on_day(company, D(2024, 3, 25)) if row[0] == "stuck"] == [("stuck", "zw", None, 1)]


def test_reopened_in_a_stage_that_closed_once(tmp_path: Path) -> None:
    """Under an earlier policy bidding closed an opportunity: what is taken up in it again begins a new stay."""
    company = standing(tmp_path)
    company.append("stage_change", D(2024, 3, 5), opportunity_id=company.ids["it"], stage="bid", closes="lost")
    company.move("it", D(2024, 3, 10), "bid")
    assert on_day(company, D(2024, 3, 24)) == []
    assert on_day(company, D(2024, 3, 25)) == [("stuck", "zw", None, 1)]


def test_back_dated(tmp_path: Path) -> None:
    """A move entered afterwards for an earlier day: it came to bidding on the eighth, from elsewhere."""
    company = standing(tmp_path, since=D(2024, 3, 8))
    company.move("it", D(2024, 2, 20), "bid")
    assert [row[3] for row in on_day(company, D(2024, 3, 23)) if row[0] == "stuck"] == [18]
    company.move("it", D(2024, 3, 7), "endless")
    assert [row[3] for row in on_day(company, D(2024, 3, 23)) if row[0] == "stuck"] == [1]


def test_no_limit_no_stuck(tmp_path: Path) -> None:
    """A stage without a limit, one that the policy does not know, a closed one, and an opportunity without any stage."""
    company = Company(tmp_path / "own.db", STUCK)
    for name, stage in (("a", "endless"), ("b", "unheard of"), ("c", "won"), ("d", None)):
        company.opportunity(name, D(2023, 1, 1), "zw")
        if stage:
            company.move(name, D(2023, 1, 2), stage)
    assert on_day(company, D(2024, 12, 31)) == []


def test_a_leavers_opportunity(tmp_path: Path) -> None:
    """It is the manager's to move; without a manager it is nobody's, with the command that gives it an owner."""
    company = standing(tmp_path)
    company.job("zw", D(2024, 3, 10), "depart")
    assert on_day(company, D(2024, 3, 16)) == [("stuck", "boss", None, 1)]
    company.job("boss", D(2024, 3, 10), "depart")
    report = company.reminders(D(2024, 3, 16))
    assert [row["rep"] for row in report.rows] == [None]
    assert report.notes == [
        "1 opportunity or instalment of these belongs to nobody; `salescli opportunity assign` gives it an owner."
    ]
