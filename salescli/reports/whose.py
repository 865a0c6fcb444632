"""Whose rows a report of reps shows: one rep's, a team's with the teams below it, or everybody's; and how a sentence names many of them.

No report is made here.
"""

from collections.abc import Callable, Iterable
from gettext import gettext as _

from salescli.ledger import names
from salescli.period import Period
from salescli.reports.view import View
from salescli.rules.staff import Staff

MANY, FIRST = 12, 10  # from more names than this a sentence gives the first ones and the number of the others


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


def several(names: Iterable[str]) -> str:
    """Names in a sentence, each once: all of them where they are few, else the first ones and how many more there are."""
    each = list(dict.fromkeys(names))
    if len(each) <= MANY:
        return ", ".join(each)
    return _("{names} and {count} more").format(names=", ".join(each[:FIRST]), count=len(each) - FIRST)
