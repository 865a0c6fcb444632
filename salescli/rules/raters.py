"""Who rates whom, seen from the rated (figures.md §9), by the teams of a day; what a rating weighs is in rated."""

from datetime import date

from salescli.policy.kinds import Rater
from salescli.rules.staff import Staff


def by_teams(staff: Staff, rated: int, rater: int, day: date) -> Rater | None:
    """The manager leads a team of the rated or one above it, a subordinate is led so by the rated, a peer has the same team.

    None: the teams say nothing.
    """
    if _leads(staff, rater, rated, day):
        return Rater.MANAGER
    if _leads(staff, rated, rater, day):
        return Rater.SUBORDINATE
    team = staff.team_on(rated, day)
    return Rater.PEER if team is not None and team == staff.team_on(rater, day) else None


def _leads(staff: Staff, lead: int, rep: int, day: date) -> bool:
    """Whether somebody leads the team in which a rep stands, or one above it."""
    return not set(staff.led_by(lead, day)).isdisjoint(staff.teams_above(rep, day))
