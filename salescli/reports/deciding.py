"""Why somebody may not decide a request, in a sentence that says who may; the one who records asks here, and nothing is written.

Facts: people with their posts, teams with their leads, on the view's day. Policy: [post] approves, of that day.
"""

from gettext import gettext as _

from salescli import money
from salescli.errors import NothingInForce
from salescli.facts.names import Owned
from salescli.facts.requested import Request
from salescli.reports import limited
from salescli.reports.commission import staff_of
from salescli.reports.view import View
from salescli.rules import limits
from salescli.rules.approval import Bar, bar, deciders
from salescli.rules.staff import Staff

NAMED = 3


def refusal(view: View, acting: Owned | None, request: Request) -> str | None:
    """Why who acts may not decide a request on the view's day; None: he may.

    Raises:
        NothingInForce: no policy on that day says which posts approve.
    """
    policy, staff = view.versions.on(view.on).policy, staff_of(view)
    found = deciders(staff, policy, request.rep_id, view.on)
    if acting is None:
        return _("{actor} is no rep's code, and a rep decides; say who with --as CODE. {who}").format(
            actor=repr(view.ledger.who.actor[:40]), who=_who_may(view, staff, found, request)
        )
    kept = bar(staff, policy, acting.id, request.rep_id, view.on)
    return _barred(view, kept, acting, request) + _who_may(view, staff, found, request) if kept else None


def undecidable(view: View, requester: Owned) -> str | None:
    """That nobody may decide what a rep asks for on the view's day; None: somebody may, or no policy is in force."""
    try:
        policy = view.versions.on(view.on).policy
    except NothingInForce:
        return None
    return None if deciders(staff_of(view), policy, requester.id, view.on) else nobody_above(requester.name)


def nobody_above(requester: str) -> str:
    """What is said where nobody may decide a request."""
    return _("Nobody who may decide it stands above {requester}.").format(requester=requester)


def over_limit(view: View, request: Request, granted: int | None, says: bool) -> str | None:
    """Why an approval of this amount needs --over-limit, or must not have it; None: it is as it should be."""
    broken = limits.broken(request.limit_note)
    if not says and limits.needs_word(broken, request.amount, granted):
        return _(
            "The request is over its limit ({note}); approve it with --over-limit and --why, or reject it."
        ).format(note=limited.words(request.limit_note, view.ledger.currency))
    if says and request.limit_note is None:
        return _("The request keeps to its limits; approve it without --over-limit.")
    return None


def kept_reason(why: str | None, says_over_limit: bool) -> str | None:
    """The reason of an approval as it is kept with the decision."""
    return limits.over_limit(why) if why is not None and says_over_limit else why


def said_reason(why: str | None) -> tuple[bool, str | None]:
    """Whether the reason that a decision keeps says "over limit", and the reason alone."""
    return limits.reason(why)


def _barred(view: View, kept: Bar, acting: Owned, request: Request) -> str:
    said = {"rep": money.echo(acting.name), "other": money.echo(request.name), "day": view.on.isoformat()}
    match kept:
        case Bar.OWN:
            return _("{rep} does not decide a request of {rep}'s own. ").format(**said)
        case Bar.NOT_EMPLOYED:
            return _("{rep} is not employed on {day}. ").format(**said)
        case Bar.POST:
            return _("{rep} has no post that approves on {day}. ").format(**said)
        case Bar.TEAM:
            return _("{rep} leads no team that {other} stands in on {day}. ").format(**said)


def _who_may(view: View, staff: Staff, found: list[int], request: Request) -> str:
    people = [staff.people[one] for one in found[:NAMED]]
    if people:
        return _("Who may: {names}.").format(names=", ".join(money.echo(f"{one.code} {one.name}") for one in people))
    if staff.team_on(request.rep_id, view.on) is None:
        return _("Nobody may: no rep of that day has a post that approves.")
    return _("Nobody may: no rep with a post that approves leads a team above {other}.").format(
        other=money.echo(request.name)
    )
