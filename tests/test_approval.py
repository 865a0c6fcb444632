"""Who may decide a request (figures.md §8): the tree of teams, posts that approve, and who is there on the day."""

from datetime import date

import pytest

from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.policy.model import Policy
from salescli.policy.parse import parse_policy
from salescli.rules.approval import Bar, bar, deciders, may_approve
from salescli.rules.staff import Staff

D = date
DAY = D(2024, 3, 1)
JAN = D(2024, 1, 1)
HEAD = '[policy]\ntitle = "P"\n[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'
POSTS = HEAD + '[post.rep]\ntitle = "R"\n[post.manager]\ntitle = "M"\napproves = true\n[post.guest]\ntitle = "G"\n'
ALL, NORTH, BEIJING, SOUTH = 11, 12, 13, 14
BOSS, LEAD, CITY, ZW, LS, FREE, GONE, NOBODY_YET, JUNIOR = range(1, 10)


@pytest.fixture
def policy() -> Policy:
    return parse_policy(POSTS)


def _staff() -> Staff:
    """all (boss) ← north (lead) ← beijing (city: a lead with a post that does not approve) with zw; south without a lead."""

    def hired(id: int, code: str, post: str, team: int | None) -> Employment:
        return Employment(id, code, code.upper(), False, JAN, "hire", post, team, None)

    jobs = [
        hired(BOSS, "boss", "manager", ALL),
        hired(CITY, "city", "rep", BEIJING),
        hired(FREE, "free", "manager", None),
        hired(GONE, "gone", "manager", NORTH),
        Employment(GONE, "gone", "GONE", False, D(2024, 2, 28), "depart", None, None, None),
        hired(JUNIOR, "junior", "rep", None),
        hired(LEAD, "lead", "manager", NORTH),
        hired(LS, "ls", "rep", SOUTH),
        Employment(NOBODY_YET, "new", "NEW", True, None, None, None, None, None),
        hired(ZW, "zw", "rep", BEIJING),
    ]
    places = [
        TeamPlaceChange(ALL, "all", "All", JAN, None, BOSS),
        TeamPlaceChange(BEIJING, "beijing", "Beijing", JAN, NORTH, CITY),
        TeamPlaceChange(NORTH, "north", "North", JAN, ALL, GONE),
        TeamPlaceChange(NORTH, "north", "North", DAY, ALL, LEAD),
        TeamPlaceChange(SOUTH, "south", "South", JAN, None, None),
    ]
    return Staff(jobs, places)


def test_the_leads_above_nearest_first(policy: Policy) -> None:
    """The city's lead has no post that approves; the one of north does, then the boss."""
    assert deciders(_staff(), policy, ZW, DAY) == [LEAD, BOSS]


def test_a_leads_own_request_goes_to_the_lead_above(policy: Policy) -> None:
    assert deciders(_staff(), policy, LEAD, DAY) == [BOSS]
    assert bar(_staff(), policy, LEAD, LEAD, DAY) is Bar.OWN


def test_nobody_stands_above_the_lead_of_all(policy: Policy) -> None:
    """He has a team, so no other post will do."""
    assert deciders(_staff(), policy, BOSS, DAY) == []


def test_without_a_team_any_post_that_approves(policy: Policy) -> None:
    """Also for one with such a post himself, but not himself."""
    assert deciders(_staff(), policy, JUNIOR, DAY) == [BOSS, FREE, LEAD]
    assert deciders(_staff(), policy, FREE, DAY) == [BOSS, LEAD]


def test_a_team_without_a_lead(policy: Policy) -> None:
    assert deciders(_staff(), policy, LS, DAY) == []
    assert bar(_staff(), policy, BOSS, LS, DAY) is Bar.TEAM


@pytest.mark.parametrize(
    ("who", "why"),
    [(CITY, Bar.POST), (FREE, Bar.TEAM), (GONE, Bar.NOT_EMPLOYED), (NOBODY_YET, Bar.NOT_EMPLOYED), (LEAD, None)],
)
def test_why_somebody_may_not(policy: Policy, who: int, why: Bar | None) -> None:
    """A lead whose post does not, a manager of nothing, one who has left, a candidate; and the one who may."""
    assert bar(_staff(), policy, who, ZW, DAY) is why
    assert may_approve(_staff(), policy, who, ZW, DAY) is (why is None)


def test_the_day_decides(policy: Policy) -> None:
    """Until 28 February, his last day, the one who has left since led north."""
    assert deciders(_staff(), policy, ZW, D(2024, 2, 28)) == [GONE, BOSS]
    assert deciders(_staff(), policy, ZW, D(2024, 2, 29)) == [BOSS]


def test_the_policy_says_which_posts_approve() -> None:
    """Where it says of none, or does not know the post, nobody may."""
    assert deciders(_staff(), parse_policy(HEAD), ZW, DAY) == []
    assert deciders(_staff(), parse_policy(POSTS.replace("approves = true", "")), ZW, DAY) == []


def test_who_leads_two_teams_above_is_named_once(policy: Policy) -> None:
    jobs = [
        Employment(BOSS, "boss", "BOSS", False, JAN, "hire", "manager", ALL, None),
        Employment(ZW, "zw", "ZW", False, JAN, "hire", "rep", NORTH, None),
    ]
    places = [TeamPlaceChange(ALL, "all", "All", JAN, None, BOSS), TeamPlaceChange(NORTH, "n", "N", JAN, ALL, BOSS)]
    assert deciders(Staff(jobs, places), policy, ZW, DAY) == [BOSS]
