"""The way in for teams: their names, their place in the tree and who leads them."""

from datetime import date
from gettext import gettext as _
from typing import Annotated

import typer

from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named
from salescli.facts.recorded import TeamPlace
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import typed

app = typed.room()
team = typed.group(app, "team", _("Teams, their leads and their tree. Example: salescli team list"))

Lead = Annotated[str | None, typer.Option("--lead", help=_("who leads it: a rep"))]
Parent = Annotated[str | None, typer.Option("--parent", help=_("the team above it"))]


@team.command("add", help=_("Add a team. Example: salescli team add north 华北区 --parent sales"))
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("a short code that stays"))],
    name: Annotated[str, typer.Argument(help=_("the team's name"))],
    lead: Lead = None,
    parent: Parent = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a team and, where given, its lead and its parent."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        code, name = typed.new_code(ledger, "team", code), typed.name(name, _("The team"))
        above, leader = _found(ledger, parent, lead)
        id = ledger.append("team", day, note=note, code=code, name=name)
        if above or leader:
            ledger.append(
                "team_change",
                day,
                team_id=id,
                parent_id=above.id if above else None,
                lead_id=leader.id if leader else None,
            )
    typed.answer(ledger, id, _("Added team {name}").format(name=f"{code} {name}") + _place(above, leader), as_json)


@team.command("change", help=_("Another lead or parent. Example: salescli team change north --lead zw --on 2024-07-01"))
def change(
    ctx: typer.Context,
    team: Annotated[str, typer.Argument(help=_("team: code or name"))],
    lead: Lead = None,
    parent: Parent = None,
    no_lead: Annotated[bool, typer.Option("--no-lead", help=_("nobody leads it"))] = False,
    no_parent: Annotated[bool, typer.Option("--no-parent", help=_("it stands at the top"))] = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record who leads a team, or under which it stands, from the day of --on; what is not given stays."""
    _check_change(lead, parent, no_lead, no_parent)
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = names.find(ledger, "team", team)
        above, leader = _found(ledger, parent, lead)
        if above:
            refuse_circle(ledger, named, above, day)
        before = _before(ledger, named.id, day)
        id = ledger.append(
            "team_change",
            day,
            note=note,
            team_id=named.id,
            parent_id=None if no_parent else above.id if above else before.parent_id,
            lead_id=None if no_lead else leader.id if leader else before.lead_id,
        )
    sentence = _("Changed team {name} from {day}").format(name=named.label, day=day.isoformat())
    typed.answer(ledger, id, sentence + _place(above, leader), as_json)


@team.command("list", help=_("The teams with lead, parent and size on a day."))
def list_(ctx: typer.Context) -> None:
    """Show the teams."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        asked.show(lists.teams(view))


def _check_change(lead: str | None, parent: str | None, no_lead: bool, no_parent: bool) -> None:
    if (lead and no_lead) or (parent and no_parent):
        raise WrongUse(_("--lead and --no-lead, --parent and --no-parent exclude each other."))
    if not (lead or parent or no_lead or no_parent):
        raise WrongUse(_("Change what? Give --lead, --parent, --no-lead or --no-parent."))


def _found(ledger: Ledger, parent: str | None, lead: str | None) -> tuple[Named | None, Named | None]:
    return (
        names.find(ledger, "team", parent) if parent else None,
        names.find(ledger, "rep", lead) if lead else None,
    )


def _before(ledger: Ledger, team_id: int, day: date) -> TeamPlace:
    found = ledger.read("team_place_on", TeamPlace, team_id=team_id, day=day)
    return found[0] if found else TeamPlace(None, None)


def refuse_circle(ledger: Ledger, team: Named, above: Named, day: date) -> None:
    """A team may stand neither under itself nor under one that stands under it."""
    place: int | None = above.id
    seen: set[int] = set()
    while place is not None and place not in seen:
        if place == team.id:
            raise Refused(
                _("{team} cannot stand under {above}, which is itself or stands under it.").format(
                    team=typed.shown(team.label), above=typed.shown(above.label)
                )
            )
        seen.add(place)
        place = _before(ledger, place, day).parent_id


def _place(above: Named | None, leader: Named | None) -> str:
    parts = [_("under {team}").format(team=above.name)] if above else []
    parts += [_("led by {rep}").format(rep=leader.name)] if leader else []
    return "".join(f" · {part}" for part in parts)
