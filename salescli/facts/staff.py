"""Rows of people's jobs and teams' places, whole histories of them; what holds on a day is the rules' work."""

from datetime import date
from typing import NamedTuple


class Employment(NamedTuple):
    """A change of a rep's job (employments.sql): None fields stay as before; base in minor units per month."""

    rep_id: int
    code: str
    name: str
    candidate: bool
    happened_on: date | None
    act: str | None
    post: str | None
    team_id: int | None
    base: int | None


class TeamPlaceChange(NamedTuple):
    """From a day a team stands under this parent and is led by this rep (team_places.sql); None: nobody, the top."""

    team_id: int
    code: str
    name: str
    happened_on: date | None
    parent_id: int | None
    lead_id: int | None
