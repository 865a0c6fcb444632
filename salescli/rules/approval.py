"""Who may decide a request (figures.md §8): by post and by the tree of teams, on one day; no request, no limit, no sentence.

Never one's own; by a rep whose post approves (by the policy handed in, that of the day) and who leads the requester's team
or a team above it; where the requester has no team, by any such post. Who is not employed on the day decides nothing.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from salescli.policy.model import Policy
from salescli.rules.staff import Staff


class Bar(StrEnum):
    """Why somebody may not decide a request, the first that holds."""

    OWN = "own"
    NOT_EMPLOYED = "not_employed"
    POST = "post"
    TEAM = "team"


def deciders(staff: Staff, policy: Policy, requester: int, day: date) -> list[int]:
    """Who may decide a rep's request on a day, by rep id: the nearest lead first; without a team by code. Maybe nobody."""
    found = _leads_above(staff, requester, day) if staff.team_on(requester, day) is not None else staff.people
    return [one for one in dict.fromkeys(found) if one != requester and _approves(staff, policy, one, day)]


def may_approve(staff: Staff, policy: Policy, decider: int, requester: int, day: date) -> bool:
    """Whether one rep may decide another's request on a day; both by rep id."""
    return bar(staff, policy, decider, requester, day) is None


def bar(staff: Staff, policy: Policy, decider: int, requester: int, day: date) -> Bar | None:
    """What keeps a rep from deciding another's request on a day; None: nothing does."""
    if decider == requester:
        return Bar.OWN
    if not staff.employed_on(decider, day):
        return Bar.NOT_EMPLOYED
    if not _approves(staff, policy, decider, day):
        return Bar.POST
    return None if decider in deciders(staff, policy, requester, day) else Bar.TEAM


def _leads_above(staff: Staff, rep_id: int, day: date) -> Iterator[int]:
    """The leads of the rep's own team and of every team above it, from below."""
    for team_id in staff.teams_above(rep_id, day):
        place = staff.place_on(team_id, day)
        if place is not None and place.lead_id is not None:
            yield place.lead_id


def _approves(staff: Staff, policy: Policy, rep_id: int, day: date) -> bool:
    name = staff.post_on(rep_id, day) if staff.employed_on(rep_id, day) else None
    post = policy.post(name) if name is not None else None
    return post is not None and post.approves
