"""Whose rows a report of reps shows: one rep's, a team's with the teams below it, or everybody's; no report is made here."""

from collections.abc import Callable

from salescli.ledger import names
from salescli.period import Period
from salescli.reports.view import View
from salescli.rules.staff import Staff


def wanted_reps(view: View, staff: Staff, period: Period, rep: str | None, team: str | None) -> Callable[[str], bool]:
    """Which reps, by code, were asked for; a team's are those who stand in it on the period's last day, or the view's.

    Raises:
        NotFound: no such rep or team.
    """
    day = min(period.last, view.on)
    if rep:
        code = names.find(view.ledger, "rep", rep).code
        return lambda one: one == code
    if team:
        team_id = names.find(view.ledger, "team", team).id
        return lambda one: staff.is_in(staff.by_code[one].id, team_id, day)
    return lambda _one: True
