"""rules/missed.py: which deadlines were missed, on which day, for how many days and by whom (figures.md §6)."""

from collections.abc import Collection
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.missed import CustomerStage, DeadlineSet, OwnerChange
from salescli.policy.model import Interval, Tracking
from salescli.rules import missed
from salescli.rules.missed import Missed, OpenStages, Owners

D = date
START, END = D(2024, 3, 1), D(2024, 4, 1)
TRACKING = Tracking(
    grace_days=1,
    interval=(
        Interval(grade="A", days=7),
        Interval(stage="negotiation", days=5),
        Interval(days=30),
    ),
)


def _set(
    day: date = D(2024, 3, 1),
    next_on: date | None = None,
    replaced: date | None = None,
    ended: date | None = None,
    grade: str | None = "A",
) -> DeadlineSet:
    return DeadlineSet(5, "华北机械", grade, 77, day, next_on, replaced, ended)


def _missed(
    *settings: DeadlineSet,
    tracking: Tracking = TRACKING,
    stages: Collection[str] = (),
    owners: Owners | None = None,
    start: date = START,
    end: date = END,
) -> list[Missed]:
    whose = owners or Owners([OwnerChange(5, D(2023, 1, 1), 1)], {1: "zw", 2: "ls"})
    return missed.missed(settings, lambda _day: tracking, lambda _customer, _day: stages, whose, start, end)


@pytest.mark.parametrize(
    ("replaced", "days"),
    [
        pytest.param(D(2024, 3, 7), 0, id="before the deadline"),
        pytest.param(D(2024, 3, 8), 0, id="on it"),
        pytest.param(D(2024, 3, 9), 0, id="on the day of grace"),
        pytest.param(D(2024, 3, 10), 1, id="on the day after: missed, and one day late"),
        pytest.param(D(2024, 3, 12), 3, id="two days later"),
        pytest.param(None, 22, id="not at all till the end of March"),
    ],
)
def test_a_contact_about_the_deadline(replaced: date | None, days: int) -> None:
    """Grade A, contacted on 1 March: due on the 8th, one day of grace, missed on the 10th."""
    found = _missed(_set(replaced=replaced))
    assert sum(one.days for one in found) == days
    assert [(one.rep, one.deadline, one.missed_on, one.is_occurrence) for one in found] == (
        [("zw", D(2024, 3, 8), D(2024, 3, 10), True)] if days else []
    )


def test_a_day_said_goes_before_the_interval_and_never_before_its_own_day() -> None:
    """Next contact on 20 March: missed on the 22nd. One said for a day that was past already is due on the follow-up's own."""
    assert [one.missed_on for one in _missed(_set(next_on=D(2024, 3, 20)))] == [D(2024, 3, 22)]
    assert [one.missed_on for one in _missed(_set(next_on=D(2024, 2, 1)))] == [D(2024, 3, 3)]


def test_the_interval_of_the_stage_stood_in() -> None:
    """Grade B in negotiation 5 days, else 30, that is in April."""
    assert [one.missed_on for one in _missed(_set(grade="B"), stages={"negotiation"})] == [D(2024, 3, 8)]
    assert not _missed(_set(grade="B"))


def test_without_an_interval_nothing_is_missed() -> None:
    assert not _missed(_set(), tracking=Tracking())


def test_a_deadline_is_missed_once_and_its_days_are_each_periods_own() -> None:
    """Due on 8 March and never met: an occurrence of March, 22 days of it; none of April, 30 days of it."""
    april = _missed(_set(), start=D(2024, 4, 1), end=D(2024, 5, 1))
    assert [(one.is_occurrence, one.first, one.days) for one in april] == [(False, D(2024, 4, 1), 30)]


def test_the_last_day_of_a_period() -> None:
    """Missed on 31 March it is March's with one day, on 1 April not March's at all."""
    assert [one.days for one in _missed(_set(next_on=D(2024, 3, 29)))] == [1]
    assert not _missed(_set(next_on=D(2024, 3, 30)))


def test_leap_day() -> None:
    """Due on 27 February 2024: the day of grace is the 28th, missed on the 29th."""
    found = _missed(_set(D(2024, 2, 20), D(2024, 2, 27)), start=D(2024, 2, 1), end=D(2024, 3, 1))
    assert [(one.missed_on, one.days) for one in found] == [(D(2024, 2, 29), 1)]


def test_each_day_is_its_owners() -> None:
    """Missed on the 10th under zw; ls takes over on the 15th; released on the 20th, and from then on it is nobody's."""
    changes = [
        OwnerChange(5, day, rep) for day, rep in ((D(2024, 1, 1), 1), (D(2024, 3, 15), 2), (D(2024, 3, 20), None))
    ]
    found = _missed(_set(), owners=Owners(changes, {1: "zw", 2: "ls"}))
    assert [(one.rep, one.first, one.days, one.is_occurrence) for one in found] == [
        ("zw", D(2024, 3, 10), 5, True),
        ("ls", D(2024, 3, 15), 5, False),
    ]


def test_what_is_released_when_it_would_be_missed_is_missed_by_nobody() -> None:
    changes = [OwnerChange(5, D(2024, 1, 1), 1), OwnerChange(5, D(2024, 3, 10), None)]
    assert not _missed(_set(), owners=Owners(changes, {1: "zw"}))


def test_a_lead_that_was_disqualified_in_time_is_not_missed() -> None:
    assert not _missed(_set(ended=D(2024, 3, 9)))
    assert [one.days for one in _missed(_set(ended=D(2024, 3, 10)))] == [1]


def test_open_stages_on_a_day() -> None:
    """In negotiation from the 5th, won on the 9th; the other opportunity lost before."""
    found = OpenStages(
        [
            CustomerStage(5, 8, D(2024, 3, 1), "lost", "lost"),
            CustomerStage(5, 9, D(2024, 3, 1), "proposal", None),
            CustomerStage(5, 9, D(2024, 3, 5), "negotiation", None),
            CustomerStage(5, 9, D(2024, 3, 9), "won", "won"),
        ]
    )
    assert [found(5, D(2024, 3, day)) for day in (1, 5, 9)] == [{"proposal"}, {"negotiation"}, set()]
    assert not found(6, D(2024, 3, 5))


@given(
    gaps=st.lists(st.integers(0, 60), max_size=8),
    cuts=st.lists(st.integers(1, 365), max_size=4),
    grace=st.integers(0, 3),
)
def test_parts_of_a_year_add_up(gaps: list[int], cuts: list[int], grace: int) -> None:
    """Wherever a year is cut, occurrences and days of the pieces are those of the year."""
    days = [D(2024, 1, 1)]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    tracking = Tracking(grace_days=grace, interval=(Interval(days=10),))
    edges = [D(2024, 1, 1), *sorted(D(2024, 1, 1) + timedelta(days=cut) for cut in cuts), D(2025, 1, 1)]

    def over(start: date, end: date) -> tuple[int, int]:
        shown = [
            _set(day, replaced=min((later for later in days if day < later < end), default=None))
            for day in sorted(set(days))
            if day < end
        ]
        found = _missed(*shown, tracking=tracking, start=start, end=end)
        return sum(one.is_occurrence for one in found), sum(one.days for one in found)

    pieces = [over(start, end) for start, end in pairwise(edges)]
    assert tuple(map(sum, zip(*pieces, strict=True))) == over(edges[0], edges[-1])
