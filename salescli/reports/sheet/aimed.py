"""What a rep aims at beside the own targets: personal goals, the duties of the post, and what the organisation is to reach."""

from collections.abc import Iterator
from gettext import gettext as _

from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.gathered import One
from salescli.reports.sheet.scored import target_columns, target_row
from salescli.reports.targets import EMPHASIS
from salescli.terms import Scope


def goals(one: One) -> Report:
    """The personal goals with their progress, and what the post asks for."""
    rows = one.all.goals.get(one.person.code, ())
    columns = [
        Column("title", _("Goal")),
        Column("weight", _("Weight"), "count"),
        Column("progress", _("Progress"), "percent", bar=True),
        Column("progress_on", _("As of"), "date"),
        Column("due_on", _("Due"), "date"),
    ]
    return one.section(_("Personal goals and development"), columns, rows, notes=_goal_notes(one, bool(rows)))


def _goal_notes(one: One, any_goal: bool) -> Iterator[str]:
    if not any_goal:
        yield _("No personal goal is set.")
    post = one.all.found.policy.post(one.member.post) if one.member.post else None
    if post and post.duties:
        yield _("Duties of the post: {duties}.").format(duties=post.duties.text(one.all.view.lang))


def organisation(one: One) -> Report | None:
    """The targets of the company and of the teams in which the rep stands; None: there are none."""
    staff, member = one.all.staff, one.member
    above = {staff.teams[team].code for team in staff.teams_above(member.person.id, member.day)}
    rows = [
        target_row(row, one.all.view.lang)
        for row in one.all.of_all
        if row["scope"] == Scope.COMPANY or row["who"] in above
    ]
    if not rows:
        return None
    columns = [Column("name", _("Who")), *target_columns()]
    look = Look(grouped=("name",), emphasis=[EMPHASIS.get(row["status"] or "") for row in rows])
    return one.section(_("Targets of the organisation"), columns, rows, look=look)
