"""rules/reminders.py: to whom something climbs, days of stages and trips, what is due, and what comes first."""

from dataclasses import dataclass
from datetime import date

import pytest

from salescli.facts.tracked import RepDesk
from salescli.policy.stages import Stage
from salescli.policy.title import Title
from salescli.rules import reminders
from salescli.rules.reminders import Kind


@dataclass(frozen=True)
class Rung:
    after_days: int
    to: str = "manager"


WANG, ZHAO, QIAN = (RepDesk(id, code, code, None, False) for id, code in ((1, "WANG"), (2, "ZHAO"), (3, "QIAN")))
POSTS = {1: "lead", 2: "director", 3: "director"}


def climbed(*rungs: Rung, leads: tuple[RepDesk, ...] = (WANG, ZHAO, QIAN)) -> list[str]:
    found = reminders.climbed_to(reminders.ladder(rungs), leads, lambda lead: POSTS.get(lead.id))
    return [lead.code for lead in found]


def test_each_manager_is_one_higher() -> None:
    """Rows of 3, 10 and 20 days, in whatever order they stand: the manager, that one's manager, and so on."""
    assert climbed() == []
    assert climbed(Rung(3)) == ["WANG"]
    assert climbed(Rung(10), Rung(3)) == ["WANG", "ZHAO"]
    assert climbed(Rung(3), Rung(10), Rung(20), Rung(30)) == ["WANG", "ZHAO", "QIAN"]


def test_a_post_is_the_nearest_who_has_it() -> None:
    """After 3 days the director, after 10 the manager: a person is named once."""
    assert climbed(Rung(3, "director")) == ["ZHAO"]
    assert climbed(Rung(3, "director"), Rung(10)) == ["ZHAO", "WANG"]
    assert climbed(Rung(3), Rung(10), Rung(20, "director")) == ["WANG", "ZHAO"]
    assert climbed(Rung(3, "owner")) == []


def test_where_nobody_stands_above() -> None:
    assert climbed(Rung(3), leads=()) == []
    assert climbed(Rung(3), Rung(10), leads=(WANG,)) == ["WANG"]


@pytest.mark.parametrize("days", [0, 14, 30])
def test_the_last_day_in_a_stage(days: int) -> None:
    """Entered 2024-02-15 with a limit: that many calendar days later, over the leap day."""
    stage = Stage("bid", Title("Bid", None), None, None, days)
    assert (reminders.stuck_after(date(2024, 2, 15), stage) or date.min).toordinal() == date(
        2024, 2, 15
    ).toordinal() + days


def test_no_limit_no_last_day() -> None:
    assert reminders.stuck_after(date(2024, 2, 15), None) is None
    assert reminders.stuck_after(date(2024, 2, 15), Stage("bid", Title("Bid", None), None, None, None)) is None


def test_a_trip_is_to_be_reported_by_its_last_day_or_as_much_later_as_the_penalty_waits() -> None:
    assert reminders.report_due_on(date(2024, 2, 27), None) == date(2024, 2, 27)
    assert reminders.report_due_on(date(2024, 2, 27), 5) == date(2024, 3, 3)


def test_what_is_due() -> None:
    """Whatever is to be done and whose day has come; news never."""
    now = {kind for kind in Kind if reminders.is_due(kind, 0)}
    assert now == set(Kind) - {Kind.STAGE_CHANGED, Kind.TARGET_BEHIND}
    assert not [kind for kind in Kind if reminders.is_due(kind, -1)]


def test_what_comes_first() -> None:
    """News last, whatever its amount; then days over, amount, name."""
    ordered = [
        (Kind.DUE, 5, None, "z"),
        (Kind.TASK, 1, 900, "b"),
        (Kind.DUE, 1, 100, "a"),
        (Kind.DUE, 1, 100, "b"),
        (Kind.RECEIVABLE, 1, None, "a"),
        (Kind.RECEIVABLE, -3, 10_000, "a"),
        (Kind.STAGE_CHANGED, 0, 10, "a"),
        (Kind.TARGET_BEHIND, -9, 90_000, "a"),
    ]
    assert sorted(reversed(ordered), key=lambda one: reminders.urgency(*one)) == ordered
