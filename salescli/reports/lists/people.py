"""Lists of people and teams: who has which post, team and base on a day; who leads what."""

from datetime import date, timedelta
from gettext import gettext as _
from gettext import pgettext
from typing import Any

from salescli.facts.listed import ListedRep, ListedTeam
from salescli.facts.names import Named
from salescli.facts.staff import Employment, TeamPlaceChange
from salescli.reports.lists import titles
from salescli.reports.lists.history import history
from salescli.reports.report import Column, Look, Report
from salescli.reports.view import View
from salescli.rules.staff import Span, Staff

Row = dict[str, Any]


def reps(view: View, team: Named | None, everybody: bool) -> Report:
    """Everybody with post, team and base on the day; of one team and the teams below it where given.

    Args:
        everybody: also who has left.
    """
    staff = _staff(view)
    bases = titles.post_bases(view)
    listed = [
        _rep_row(view, staff, rep, bases)
        for rep in view.ledger.read("listed_reps", ListedRep, day=view.on)
        if team is None or (rep.id in staff.people and staff.is_in(rep.id, team.id, view.on))
    ]
    rows = [row for row in listed if everybody or row["state"] != "left"]
    look = Look(emphasis=["quiet" if row["state"] == "left" else None for row in rows])
    return view.report("reps", _("Reps"), _rep_columns(view), rows, rests_on_policy=False, look=look)


def rep_history(view: View, rep: Named) -> Report:
    """What changed about one rep's job, and when."""
    title = _("History of {name}").format(name=rep.label)
    return history(view, "rep_history", "rep_history", title, titles.post_titles(view), rep_id=rep.id)


def teams(view: View) -> Report:
    """The teams with their lead, the team above and how many people they have, those of the teams below included."""
    staff = _staff(view)
    rows = [_team_row(view, staff, team) for team in view.ledger.read("listed_teams", ListedTeam, day=view.on)]
    return view.report("teams", _("Teams"), _team_columns(), rows, rests_on_policy=False)


def _staff(view: View) -> Staff:
    return Staff(view.ledger.read("employments", Employment), view.ledger.read("team_places", TeamPlaceChange))


def _rep_row(view: View, staff: Staff, rep: ListedRep, bases: Any) -> Row:
    day = view.on
    stay = _stay(staff, rep.id, day)
    team = staff.teams.get(staff.team_on(rep.id, day) or 0) if stay else None
    post = staff.post_on(rep.id, day) if stay else None
    own = staff.base_on(rep.id, day) if stay else None
    return {
        "rep": rep.code,
        "name": rep.name,
        "post": post,
        "team": team.code if team else None,
        "team_name": team.name if team else None,
        "base": own if own is not None else bases.get(post),
        "state": _state(rep, stay, day),
        "hired_on": stay[0] if stay else None,
        "departed_on": stay[1] - timedelta(days=1) if stay and stay[1] and stay[1] <= day else None,
        "id": view.ledger.show_id(rep.id),
    }


def _stay(staff: Staff, rep_id: int, day: date) -> Span | None:
    """The latest employment that has begun by the day."""
    begun = [span for span in staff.spans(rep_id) if span[0] <= day]
    return begun[-1] if begun else None


def _state(rep: ListedRep, stay: Span | None, day: date) -> str:
    if stay is None:
        return "candidate" if rep.candidate else "not_hired"
    return "left" if stay[1] and stay[1] <= day else "employed"


def _rep_columns(view: View) -> list[Column]:
    states = {
        "employed": _("employed"),
        "candidate": _("candidate"),
        "not_hired": _("not hired yet"),
        "left": _("left"),
    }
    return [
        Column("rep", _("Rep")),
        Column("name", pgettext("of a person", "Name")),
        Column("post", _("Post"), words=titles.post_titles(view)),
        Column("team", _("Team"), shown=False),
        Column("team_name", _("Team")),
        Column("base", pgettext("pay", "Base"), "money"),
        Column("state", _("State"), words=states),
        Column("hired_on", _("Hired on"), "date"),
        Column("departed_on", _("Last day"), "date"),
        Column("id", _("Id")),
    ]


def _team_row(view: View, staff: Staff, team: ListedTeam) -> Row:
    place = staff.place_on(team.id, view.on)
    lead = staff.people.get(place.lead_id) if place and place.lead_id is not None else None
    above = staff.teams.get(place.parent_id) if place and place.parent_id is not None else None
    return {
        "team": team.code,
        "name": team.name,
        "lead": lead.code if lead else None,
        "lead_name": lead.name if lead else None,
        "parent": above.code if above else None,
        "parent_name": above.name if above else None,
        "size": len(staff.members(team.id, view.on)),
        "id": view.ledger.show_id(team.id),
    }


def _team_columns() -> list[Column]:
    return [
        Column("team", _("Team")),
        Column("name", _("Name")),
        Column("lead", _("Lead"), shown=False),
        Column("lead_name", _("Lead")),
        Column("parent", _("Under"), shown=False),
        Column("parent_name", _("Under")),
        Column("size", _("People"), "count"),
        Column("id", _("Id")),
    ]
