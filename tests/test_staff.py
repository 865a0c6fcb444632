"""Who had which post, team and base on a day."""

from datetime import date

from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.rules.staff import Place, Staff

D = date


def _staff() -> Staff:
    jobs = [
        Employment(1, "ca", "Candidate", True, None, None, None, None, None),
        Employment(2, "ls", "李四", False, D(2024, 1, 10), "hire", "rep", 7, 600000),
        Employment(2, "ls", "李四", False, D(2024, 4, 1), "move", "manager", None, None),
        Employment(2, "ls", "李四", False, D(2024, 5, 1), "raise", None, None, 900000),
        Employment(2, "ls", "李四", False, D(2024, 6, 30), "depart", None, None, None),
        Employment(2, "ls", "李四", False, D(2024, 9, 1), "hire", "rep", None, None),
        Employment(3, "zw", "张伟", False, D(2024, 1, 1), "hire", "manager", 8, None),
        Employment(3, "zw", "张伟", False, D(2024, 2, 1), "depart", None, None, None),
        Employment(3, "zw", "张伟", False, D(2024, 2, 1), "hire", None, None, None),
    ]
    places = [
        TeamPlaceChange(7, "north", "华北", D(2024, 1, 1), 8, 2),
        TeamPlaceChange(8, "all", "全国", D(2024, 1, 1), None, 3),
        TeamPlaceChange(9, "new", "新", None, None, None),
    ]
    return Staff(jobs, places)


def test_jobs_by_day() -> None:
    """What a change does not say stays as before; before the hiring nothing holds."""
    staff = _staff()
    assert staff.post_on(2, D(2024, 1, 9)) is None and not staff.was_hired(2, D(2024, 1, 9))
    assert staff.post_on(2, D(2024, 3, 31)) == "rep" and staff.post_on(2, D(2024, 4, 1)) == "manager"
    assert staff.team_on(2, D(2024, 4, 1)) == 7
    assert staff.base_on(2, D(2024, 4, 30)) == 600000 and staff.base_on(2, D(2024, 5, 1)) == 900000


def test_employment() -> None:
    """The departing day is the last one; a candidate is never employed; hired again on the last day is one stay."""
    staff = _staff()
    assert staff.employed_on(2, D(2024, 6, 30)) and not staff.employed_on(2, D(2024, 7, 1))
    assert not staff.employed(2, D(2024, 7, 1), D(2024, 9, 1)) and staff.employed(2, D(2024, 7, 1), D(2024, 9, 2))
    assert list(staff.employment(2, D(2024, 6, 1), D(2024, 10, 1))) == [
        (D(2024, 6, 1), D(2024, 7, 1)),
        (D(2024, 9, 1), D(2024, 10, 1)),
    ]
    assert not staff.employed(1, D(2000, 1, 1), D(2100, 1, 1)) and not staff.was_hired(1, D(2100, 1, 1))
    assert staff.spans(3) == [(D(2024, 1, 1), None)]
    assert list(staff.changes(2, D(2024, 4, 1), D(2024, 6, 30))) == [D(2024, 5, 1)]


def test_teams() -> None:
    """Members are those of the team and of the teams below it."""
    staff, day = _staff(), D(2024, 3, 1)
    assert staff.members(8, day) == [2, 3] and staff.members(7, day) == [2]
    assert list(staff.teams_above(2, day)) == [7, 8]
    assert staff.led_by(3, day) == [8]
    assert staff.place_on(7, day) == Place(8, 2) and staff.place_on(9, day) is None
    assert staff.by_code["zw"].id == 3 and staff.code_of[2] == "ls"
