"""The head of a sheet: whose it is, and what the appraisal comes to."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext

from salescli.period import Period
from salescli.policy.kinds import Missing
from salescli.reports.appraisal_words import percent, post_title
from salescli.reports.lists import titles
from salescli.reports.report import Column, Report
from salescli.reports.sheet.gathered import One, Row
from salescli.rules import appraisal as rule
from salescli.rules.staff import Staff

DAY = timedelta(days=1)  # one day


# Whose.


def person(one: One) -> Report:
    """Post, team and manager on the last day employed in the period, since when, and whether the period is closed."""
    member, staff, view = one.member, one.all.staff, one.all.view
    team_id = staff.team_on(member.person.id, member.day)
    lead = manager(staff, member.person.id, member.day)
    hired_on, last_day = _employed(staff, member.person.id, member.day, view.on)
    row: Row = {
        "post": _post(one, member.post) or None,
        "team": staff.teams[team_id].name if team_id is not None else None,
        "manager": staff.people[lead].name if lead is not None else None,
        "hired_on": hired_on,
        "last_day": last_day,
        "closed_on": view.closed_on,
    }
    columns = [
        Column("post", _("Post")),
        Column("team", _("Team")),
        Column("manager", _("Manager")),
        Column("hired_on", _("Hired on"), "date"),
        Column("last_day", _("Last day"), "date", shown=last_day is not None),
        Column("closed_on", _("Period closed on"), "date", shown=view.closed_on is not None),
    ]
    return one.section(_("Person"), columns, [row], notes=_posts_before(one, one.all.period))


def manager(staff: Staff, rep_id: int, day: date) -> int | None:
    """The nearest lead of the rep's team and the teams above it who is employed, never the rep; None: there is none.

    Who leads a team and stands in none looks up from the first team led.
    """
    led = staff.led_by(rep_id, day)
    first = staff.team_on(rep_id, day)
    for team_id in staff.path(led[0] if first is None and led else first, day):
        place = staff.place_on(team_id, day)
        if place and place.lead_id is not None and place.lead_id != rep_id and staff.employed_on(place.lead_id, day):
            return place.lead_id
    return None


def _employed(staff: Staff, rep_id: int, day: date, on: date) -> tuple[date | None, date | None]:
    """The first day of the stay that a day belongs to, and the last one where it is over."""
    stays = [(first, after) for first, after in staff.spans(rep_id) if first <= day]
    if not stays:
        return None, None
    first, after = stays[-1]
    return first, after - DAY if after is not None and after - DAY <= on else None


def _posts_before(one: One, period: Period) -> Iterator[str]:
    """The posts that a rep had in the period before the last one."""
    staff, rep_id = one.all.staff, one.person.id
    for day in staff.changes(rep_id, period.start, one.all.view.seen(period)[1]):
        before, after = staff.post_on(rep_id, day - DAY), staff.post_on(rep_id, day)
        if before and before != after and staff.employed_on(rep_id, day - DAY):
            yield _("{post} until {day}; the appraisal is by the plan of the last post.").format(
                post=_post(one, before), day=(day - DAY).isoformat()
            )


def _post(one: One, post: str | None) -> str:
    return post_title(one.all.found.policy, post, one.all.view.lang)


# What it comes to.


def result(one: One) -> Report:
    """Score, grade, rank and coverage; under another policy beside those of the one in force, and what differs."""
    rows = [{**_result(one, one.row, _of_how_many(one)), "under": _("this policy")}]
    what_if = one.all.view.what_if is not None
    if one.row.get("in_force"):
        rows.append({**_result(one, one.row["in_force"], None), "under": _("the policy in force")})
        rows.append(_difference(*rows))
    columns = [
        Column("under", pgettext("of a policy", "Under"), shown=what_if),
        Column("post", _("Post"), words=titles.post_titles(one.all.view), shown=what_if, under="under"),
        Column("score", _("Score"), "score", bar=not what_if),
        Column("grade", _("Grade")),
        Column("rank", _("Rank in the post")),
        Column("coverage", _("Coverage"), "percent"),
        Column("penalty_points", _("Penalty points"), "score"),
        Column("commission", _("Commission"), "money", shown=what_if),
        Column("total", _("Total pay"), "money", shown=what_if),
    ]
    return one.section(_("Result"), columns, rows, notes=_score_notes(one))


def _result(one: One, row: Row, count: int | None) -> Row:
    """A result; what nothing is known of is covered by nothing."""
    rank = row["rank"]
    said = _("{rank} of {count}").format(rank=rank, count=count) if count else str(rank)
    return {
        **{key: row[key] for key in ("score", "grade", "penalty_points")},
        "post": row["post"],
        "rank": None if rank is None else said,
        "coverage": row["coverage"] if row["coverage"] is not None else Fraction(0),
        "commission": row["pay"]["commission"],
        "total": row["pay"]["total"],
    }


def _difference(other: Row, in_force: Row) -> Row:
    """What the other policy gives more of what is a number; nothing where one of the two has none."""
    keys = ("score", "penalty_points", "commission", "total")
    more = {key: other[key] - in_force[key] for key in keys if None not in (other[key], in_force[key])}
    return {**dict.fromkeys(in_force), **more, "under": _("difference")}


def _of_how_many(one: One) -> int:
    everybody = one.all.found.of.values()
    return sum(other.rank is not None and other.member.post == one.member.post for other in everybody)


def _score_notes(one: One) -> Iterator[str]:
    """Why there is no score, or what the items come to before penalty points and without those that have no value."""
    done, plan, score = one.sheet.appraised, one.sheet.plan, one.row["score"]
    if done is None or plan is None:
        yield _("There is no score and no grade: no appraisal plan is for this post and period.")
    elif score is None and done.coverage:
        yield _("There is no score and no grade: an item has no value, and the plan wants all of them.")
    elif score is None:
        yield _("There is no score and no grade: nothing that the plan looks at has a value.")
    else:
        if done.coverage < 1 and plan.missing is Missing.ZERO:
            yield _("Items without a value count 0: {coverage} of the weight has one.").format(
                coverage=percent(done.coverage)
            )
        elif done.coverage < 1:
            yield _("The score is that of the {coverage} of the weight that has a value.").format(
                coverage=percent(done.coverage)
            )
        if one.sheet.points:
            yield _("The items come to {before}; {points} penalty points are taken off.").format(
                before=rule.total(done.items, plan.missing), points=f"{one.sheet.points.normalize():f}"
            )
