"""The way in for people: who sells, and each change of post, team, base and employment."""

from datetime import date
from gettext import gettext as _
from gettext import ngettext
from typing import Annotated, Any

import typer

from salescli import money
from salescli.asked import Asked
from salescli.errors import Refused, WrongUse
from salescli.facts.names import Named
from salescli.facts.recorded import Act, Belongings
from salescli.ledger import names
from salescli.ledger.store import Ledger
from salescli.record import in_force, typed

app = typed.room()
rep = typed.group(app, "rep", _("People: who sells, their posts, teams and pay. Example: salescli rep list"))

Rep = Annotated[str, typer.Argument(help=_("rep: code, name or a part of it"))]
Post = Annotated[str | None, typer.Option("--post", help=_("a post of the policy, for instance rep"))]
Team = Annotated[str | None, typer.Option("--team", help=_("team: code or name"))]
Base = Annotated[str | None, typer.Option("--base", help=_("base pay per month, else the post's"))]
Hired = Annotated[str | None, typer.Option("--hired", help=_("first day employed, else the day of --on"))]


@rep.command(
    "add", help=_("Add a person. Example: salescli rep add zw 张伟 --post rep --team north --hired 2024-01-08")
)
def add(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("a short code that stays: letters, digits, . _ -"))],
    name: Annotated[str, typer.Argument(help=_("the full name"))],
    post: Post = None,
    team: Team = None,
    hired: Hired = None,
    base: Base = None,
    candidate: Annotated[bool, typer.Option("--candidate", help=_("assessed, not yet hired"))] = False,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a person and, unless a candidate, the hiring."""
    asked: Asked = ctx.obj
    if candidate and (post or team or hired or base):
        raise WrongUse(_("A candidate has no post, team, base or first day yet; `salescli rep hire` gives them."))
    with asked.recording() as ledger:
        today = asked.day(ledger)
        day = typed.past_day(hired, today)
        code, name = typed.new_code(ledger, "rep", code), typed.name(name, _("The rep"))
        id = ledger.append("rep", day, note=note, code=code, name=name, candidate=candidate)
        job = _("candidate") if candidate else _hire(ledger, id, day, today, post, team, base)[1]
    typed.answer(ledger, id, _("Added {name}").format(name=f"{code} {name}") + f" · {job}", as_json)


@rep.command(
    "hire", help=_("Hire a candidate, or somebody again. Example: salescli rep hire zw --post rep --team north")
)
def hire(
    ctx: typer.Context,
    rep: Rep,
    post: Post = None,
    team: Team = None,
    hired: Hired = None,
    base: Base = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a candidate, or somebody who had left, is employed from a day."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        today = asked.day(ledger)
        day = typed.past_day(hired, today)
        named = names.find(ledger, "rep", rep)
        refuse_employed(ledger, named, day)
        id, job = _hire(ledger, named.id, day, today, post, team, base, note)
    typed.answer(ledger, id, _("Hired {name}").format(name=named.label) + f" · {job}", as_json)


@rep.command("move", help=_("A new post or team. Example: salescli rep move zw --team south --on 2024-07-01"))
def move(
    ctx: typer.Context,
    rep: Rep,
    post: Post = None,
    team: Team = None,
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record that a rep has another post or team from the day of --on."""
    if not post and not team:
        raise WrongUse(_("Move to what? Give --post, --team or both."))
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = _working(ledger, rep, day)
        place = names.find(ledger, "team", team) if team else None
        chosen = in_force.post(ledger, post, day) if post else None
        id = ledger.append(
            "rep_change", day, note=note, rep_id=named.id, act="move", post=chosen, team_id=place.id if place else None
        )
    sentence = _("{name} from {day}: {job}").format(
        name=named.label, day=day.isoformat(), job=_job(chosen, place, None)
    )
    typed.answer(ledger, id, sentence, as_json)


@rep.command("raise", help=_("A new base pay per month. Example: salescli rep raise zw 6500 --on 2024-07-01"))
def raise_(
    ctx: typer.Context,
    rep: Rep,
    base: Annotated[str, typer.Argument(help=_("the new base per month"))],
    note: typed.Note = None,
    as_json: typed.AsJson = False,
) -> None:
    """Record a rep's base pay from the day of --on."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = _working(ledger, rep, day)
        minor = money.parse_money(base)
        id = ledger.append("rep_change", day, note=note, rep_id=named.id, act="raise", base=minor)
    sentence = _("{name} from {day}: base {base}").format(
        name=named.label, day=day.isoformat(), base=typed.priced(minor, ledger)
    )
    typed.answer(ledger, id, sentence, as_json)


@rep.command("depart", help=_("Somebody leaves. Example: salescli rep depart zw --on 2024-09-30"))
def depart(ctx: typer.Context, rep: Rep, note: typed.Note = None, as_json: typed.AsJson = False) -> None:
    """Record that a rep's last day was the day of --on, and say what is still the rep's."""
    asked: Asked = ctx.obj
    with asked.recording() as ledger:
        day = asked.day(ledger)
        named = _working(ledger, rep, day)
        id = ledger.append("rep_change", day, note=note, rep_id=named.id, act="depart")
        left = ledger.read("belongings_of", Belongings, rep_id=named.id, day=day)[0]
    typed.answer(ledger, id, _("{name} departs on {day}").format(name=named.label, day=day.isoformat()), as_json)
    _warn_of_belongings(named, left)


@rep.command("list", help=_("Everybody with post, team and base on a day."))
def list_(
    ctx: typer.Context,
    team: Team = None,
    everybody: Annotated[bool, typer.Option("--all", help=_("also who has left"))] = False,
) -> None:
    """Show the reps."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        place = names.find(view.ledger, "team", team) if team else None
        asked.show(lists.reps(view, place, everybody))


@rep.command("show", help=_("A person's history of posts, teams and pay."))
def show(ctx: typer.Context, rep: Rep) -> None:
    """Show what changed about one rep's job, and when."""
    from salescli.reports import lists
    from salescli.reports.view import looking

    asked: Asked = ctx.obj
    with looking(asked) as view:
        named = names.find(view.ledger, "rep", rep)
        asked.show(lists.rep_history(view, named))


def _hire(
    ledger: Ledger,
    rep_id: int,
    day: date,
    today: date,
    post: str | None,
    team: str | None,
    base: str | None,
    note: str | None = None,
) -> tuple[int, str]:
    """Append the hiring; gives its id and the job in words."""
    if not post:
        raise WrongUse(_("Hired as what? Give --post, for instance --post rep."))
    chosen = in_force.post(ledger, post, day, today)
    place = names.find(ledger, "team", team) if team else None
    minor = typed.amount(base)
    fields: dict[str, Any] = {"post": chosen, "team_id": place.id if place else None, "base": minor}
    id = ledger.append("rep_change", day, note=note, rep_id=rep_id, act="hire", **fields)
    pay = typed.priced(minor, ledger) if minor is not None else None
    return id, _job(chosen, place, pay) + " · " + _("from {day}").format(day=day.isoformat())


def _warn_of_belongings(rep: Named, left: Belongings) -> None:
    """Say what a rep who departs still owns, and which command gives it to others."""
    if left.customers:
        typed.warn(
            ngettext(
                "{count} customer is still {name}'s; `salescli customer assign` gives it to somebody else.",
                "{count} customers are still {name}'s; `salescli customer assign` gives them to others.",
                left.customers,
            ).format(count=left.customers, name=rep.name)
        )
    if left.opportunities:
        typed.warn(
            ngettext(
                "{count} open opportunity is still {name}'s; `salescli opportunity assign` gives it to somebody else.",
                "{count} open opportunities are still {name}'s; `salescli opportunity assign` gives them to others.",
                left.opportunities,
            ).format(count=left.opportunities, name=rep.name)
        )


def _job(post: str | None, team: Named | None, pay: str | None) -> str:
    return " · ".join(part for part in (post, team.name if team else None, pay) if part)


def _employed(ledger: Ledger, rep: Named, day: date) -> bool:
    latest = ledger.read("rep_act_on", Act, rep_id=rep.id, day=day)
    return bool(latest) and latest[0].act != "depart"


def _working(ledger: Ledger, text: str, day: date) -> Named:
    """The rep meant, who must be employed on the day."""
    named = names.find(ledger, "rep", text)
    refuse_unemployed(ledger, named, day)
    return named


def refuse_employed(ledger: Ledger, rep: Named, day: date) -> None:
    """Nobody is hired who is employed on that day."""
    if _employed(ledger, rep, day):
        raise Refused(
            _("{name} is employed already on {day}.").format(name=typed.shown(rep.label), day=day.isoformat())
        )


def refuse_unemployed(ledger: Ledger, rep: Named, day: date) -> None:
    """Nobody's job changes who has none on that day."""
    if not _employed(ledger, rep, day):
        raise Refused(
            _("{name} is not employed on {day}; `salescli rep hire` records a hiring.").format(
                name=typed.shown(rep.label), day=day.isoformat()
            )
        )
