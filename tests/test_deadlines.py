"""rules/deadlines.py: the day of the next contact, unprocessed leads, and who minds what."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from salescli.facts.tracked import NextContact, RepDesk, TeamDesk
from salescli.rules import deadlines


@dataclass(frozen=True)
class Row:
    grade: str | None
    stage: str | None
    days: int


INTERVALS = [Row("A", None, 7), Row(None, "negotiation", 5), Row(None, None, 30)]
CONTACT = NextContact(1, "华北机械", "B", 9, date(2024, 3, 1), None, None, None, None, False)


def test_the_next_contact_day_of_the_follow_up_is_the_deadline_whatever_the_interval() -> None:
    """Contacted 2024-03-01, next contact said for 2024-06-01, grade A (7 days)."""
    contact = CONTACT._replace(grade="A", next_on=date(2024, 6, 1))
    assert deadlines.deadline(contact, INTERVALS, set()) == date(2024, 6, 1)


def test_without_a_day_said_the_first_interval_that_matches_counts() -> None:
    """Contacted 2024-03-01: grade A 7 days, a negotiation 5, everybody else 30; grade A in negotiation takes the first row."""
    assert deadlines.deadline(CONTACT, INTERVALS, set()) == date(2024, 3, 31)
    assert deadlines.deadline(CONTACT, INTERVALS, {"negotiation"}) == date(2024, 3, 6)
    assert deadlines.deadline(CONTACT._replace(grade="A"), INTERVALS, {"negotiation"}) == date(2024, 3, 8)


def test_an_interval_with_grade_and_stage_asks_for_both() -> None:
    """One row: grade A in negotiation, 3 days."""
    both = [Row("A", "negotiation", 3)]
    assert deadlines.interval_days(both, "A", {"negotiation"}) == 3
    assert deadlines.interval_days(both, "A", {"proposal"}) is None
    assert deadlines.interval_days(both, None, {"negotiation"}) is None


def test_no_interval_no_deadline() -> None:
    """Contacted 2024-03-01, and the policy has no interval; or never owned, never contacted."""
    assert deadlines.deadline(CONTACT, [], set()) is None
    assert deadlines.deadline(CONTACT._replace(contacted_on=None), INTERVALS, set()) is None


def test_never_contacted_counts_from_the_first_day_it_was_owned() -> None:
    """Owned since 2024-02-01, no answered follow-up, 30 days."""
    contact = CONTACT._replace(contacted_on=None, first_owned_on=date(2024, 2, 1))
    assert deadlines.deadline(contact, INTERVALS, set()) == date(2024, 3, 2)


def test_hours_are_whole_days_from_the_midnight_of_the_entry() -> None:
    """Entered 2024-02-28: 24 hours are one day, 25 two, 0 none."""
    entered = date(2024, 2, 28)
    assert deadlines.unprocessed_on(entered, 24) == date(2024, 2, 29)
    assert deadlines.unprocessed_on(entered, 25) == date(2024, 3, 1)
    assert deadlines.unprocessed_on(entered, 0) == entered


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(0, 10_000), st.integers(-400, 400))
def test_entered_by_is_exactly_what_has_become_unprocessed(on: date, hours: int, shift: int) -> None:
    """Any entry: it is by the latest entry if and only if its own day has come."""
    entered = on + timedelta(days=shift)
    assert (entered <= deadlines.entered_by(on, hours)) == (deadlines.unprocessed_on(entered, hours) <= on)


def test_overdue_from_the_next_day_missed_after_the_grace() -> None:
    """Deadline 2024-03-10: on the day 0, the next day 1; with one day of grace missed on 2024-03-12."""
    due = date(2024, 3, 10)
    assert [deadlines.days_over(due, day) for day in (date(2024, 3, 8), due, date(2024, 3, 11))] == [-2, 0, 1]
    assert deadlines.missed_on(due, 1) == date(2024, 3, 12)


def test_only_a_first_row_with_a_stage_asks_for_stages() -> None:
    """Grade A meets its own row first; everybody else meets that of negotiation; where no row fits, nothing is asked."""
    assert not deadlines.asks_for_stage(INTERVALS, "A")
    assert deadlines.asks_for_stage(INTERVALS, "B") and deadlines.asks_for_stage(INTERVALS, None)
    assert not deadlines.asks_for_stage([Row("A", "negotiation", 3)], "B")
    assert not deadlines.asks_for_stage([], "A")


def desks(*, head_gone: bool = False) -> deadlines.Desks:
    """Team 10 led by 3 under team 11 led by 4; reps 1 (here) and 2 (gone) in team 10."""
    reps = [
        RepDesk(1, "WANG", "王伟", 10, False),
        RepDesk(2, "LI", "李娜", 10, True),
        RepDesk(3, "ZHAO", "赵敏", 10, head_gone),
        RepDesk(4, "QIAN", "钱进", 11, False),
    ]
    teams = [TeamDesk(10, 11, 3), TeamDesk(11, None, 4)]
    return deadlines.Desks({rep.id: rep for rep in reps}, {team.id: team for team in teams})


def test_what_belonged_to_one_who_left_goes_to_the_lead_of_the_last_team_still_here() -> None:
    """李娜 left team 10: its lead 赵敏 minds her customers, or, gone too, the lead above."""
    assert desks().minder(2) == desks().reps[3]
    assert desks(head_gone=True).minder(2) == desks().reps[4]
    assert desks().minder(1) == desks().reps[1]
    assert desks().minder(None) is None


def test_a_lead_answers_to_the_lead_above_and_the_top_to_nobody() -> None:
    """王伟 → 赵敏 → 钱进 → nobody."""
    here = desks()
    assert [lead and lead.code for lead in map(here.manager, here.reps.values())] == ["ZHAO", "ZHAO", "QIAN", None]


def test_the_leads_above_from_below() -> None:
    """王伟 → 赵敏, 钱进; 赵敏, who is gone, is left out; a lead who stands in no team looks up from the team led."""
    here = desks()
    assert [lead.code for lead in here.leads_above(here.reps[1])] == ["ZHAO", "QIAN"]
    assert [lead.code for lead in desks(head_gone=True).leads_above(here.reps[1])] == ["QIAN"]
    assert [lead.code for lead in here.leads_above(here.reps[3]._replace(team_id=None))] == ["QIAN"]
    assert here.leads_above(here.reps[1]._replace(team_id=None)) == []


def test_the_lead_of_a_team() -> None:
    """Or the nearest above who is still here; of a team that nobody knows nobody."""
    lead, above = desks().lead(10), desks(head_gone=True).lead(10)
    assert lead and lead.code == "ZHAO" and above and above.code == "QIAN"
    assert desks().lead(99) is None


def test_a_team_holds_the_teams_below_it_and_a_loop_of_teams_ends() -> None:
    """王伟 of team 10 is under 11 too; teams 20 and 21 are each other's parents."""
    here = desks()
    assert here.is_under(here.reps[1], 11) and not here.is_under(here.reps[4], 10)
    looped = deadlines.Desks(
        {5: RepDesk(5, "X", "X", 20, True)}, {20: TeamDesk(20, 21, None), 21: TeamDesk(21, 20, None)}
    )
    assert looped.minder(5) is None
