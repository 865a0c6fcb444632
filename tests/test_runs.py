"""rules/runs.py: which days of a rep may be added up, as no figure tells them apart."""

from datetime import date, timedelta

from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.rules.runs import Runs, each_day
from salescli.rules.staff import Staff

D = date
ZW, LS = 1, 2


def _staff(*places: TeamPlaceChange) -> Staff:
    """zw moves on 15 February; ls stays."""
    jobs = [
        Employment(LS, "ls", "LS", False, D(2023, 1, 1), "hire", "rep", 7, None),
        Employment(ZW, "zw", "ZW", False, D(2023, 1, 1), "hire", "rep", 7, None),
        Employment(ZW, "zw", "ZW", False, D(2024, 2, 15), "move", None, 8, None),
    ]
    return Staff(jobs, places)


def _firsts(runs: Runs, rep_id: int) -> list[date]:
    days = [D(2024, 1, 1) + timedelta(days=number) for number in range(91)]
    return sorted({runs(rep_id, day) for day in days})


def test_a_month_is_a_run_and_a_move_begins_another() -> None:
    runs = Runs(_staff(), D(2024, 1, 1), D(2024, 4, 1))
    assert _firsts(runs, LS) == [D(2024, 1, 1), D(2024, 2, 1), D(2024, 3, 1)]
    assert _firsts(runs, ZW) == [D(2024, 1, 1), D(2024, 2, 1), D(2024, 2, 15), D(2024, 3, 1)]
    assert [runs(ZW, D(2024, 2, day)) for day in (14, 15)] == [D(2024, 2, 1), D(2024, 2, 15)]


def test_a_team_that_moves_begins_a_run_for_everybody() -> None:
    """Also for who is no rep here: the day alone is told then."""
    place = TeamPlaceChange(7, "north", "North", D(2024, 3, 20), 9, None)
    runs = Runs(_staff(place), D(2024, 1, 1), D(2024, 4, 1))
    assert D(2024, 3, 20) in _firsts(runs, LS) and D(2024, 3, 20) in _firsts(runs, 99)


def test_a_period_that_begins_within_a_month_begins_a_run() -> None:
    runs = Runs(_staff(), D(2024, 1, 10), D(2024, 1, 20))
    assert runs(LS, D(2024, 1, 12)) == D(2024, 1, 10)


def test_for_who_tells_the_days_each_is_by_itself() -> None:
    assert each_day(LS, D(2024, 1, 12)) == D(2024, 1, 12)
