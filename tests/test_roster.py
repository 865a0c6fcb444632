"""Who has a place in a report about a period, as far as it is known on the day looked from."""

from datetime import date

from small_company import span

from salescli.facts.measured import LeaveRow
from salescli.facts.staff import Employment
from salescli.rules.roster import known_employment, present, roster
from salescli.rules.staff import Staff

D = date
Q1 = span("2024Q1")
LATER = D(2024, 12, 31)


def _staff() -> Staff:
    jobs = [
        Employment(1, "aa", "A", True, None, None, None, None, None),
        Employment(2, "bb", "B", False, D(2024, 1, 1), "hire", "rep", None, None),
        Employment(2, "bb", "B", False, D(2024, 2, 1), "move", "senior", None, None),
        Employment(2, "bb", "B", False, D(2024, 3, 10), "depart", None, None, None),
        Employment(3, "cc", "C", False, D(2024, 3, 31), "hire", "rep", None, None),
        Employment(4, "dd", "D", False, D(2023, 1, 1), "hire", None, None, None),
        Employment(4, "dd", "D", False, D(2023, 12, 31), "depart", None, None, None),
        Employment(5, "ee", "E", False, D(2024, 4, 1), "hire", "rep", None, None),
    ]
    return Staff(jobs, [])


def test_everybody_employed_on_a_day_of_the_period() -> None:
    """A candidate, who left the day before, and who came the day after are not there; one day is enough."""
    members = roster(_staff(), Q1, LATER)
    assert [(member.person.code, member.post, member.day) for member in members] == [
        ("bb", "senior", D(2024, 3, 10)),
        ("cc", "rep", D(2024, 3, 31)),
    ]


def test_the_post_is_the_one_of_the_last_day_employed() -> None:
    """Looked at before the move there is still the old post; before the departure the rep is to stay."""
    staff = _staff()
    assert [(m.person.code, m.post) for m in roster(staff, Q1, D(2024, 1, 20))] == [("bb", "rep")]
    assert [m.person.code for m in roster(staff, span("2024Q2"), D(2024, 3, 1))] == ["bb"]
    assert [m.person.code for m in roster(staff, span("2024Q2"), LATER)] == ["cc", "ee"]


def test_leaving_is_known_from_its_day_on() -> None:
    staff = _staff()
    assert list(known_employment(staff, 2, Q1, D(2024, 3, 9))) == [(Q1.start, Q1.end)]
    assert list(known_employment(staff, 2, Q1, D(2024, 3, 10))) == [(Q1.start, D(2024, 3, 11))]


def test_a_leave_of_a_whole_month_is_long() -> None:
    """Away from 20 January to 3 March: all of it is missed. 5 to 28 February: the target stays as it is."""
    long = LeaveRow(2, D(2024, 1, 20), D(2024, 3, 3))
    short = LeaveRow(2, D(2024, 2, 5), D(2024, 2, 28))
    staff = _staff()
    assert len(present(staff, [long], 2, Q1, LATER)) == 19 + 7
    assert len(present(staff, [short], 2, Q1, LATER)) == 70
    assert len(present(staff, [LeaveRow(3, D(2024, 1, 20), D(2024, 3, 3))], 2, Q1, LATER)) == 70
