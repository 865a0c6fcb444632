"""What waits for a word: `approval` for who may decide a request, `trip_report` for who was on a trip (figures.md §8).

`approval`: an expense or a trip on which nothing was decided, since the day it was asked for, until it is. It is for the nearest
who may decide it (rules.approval); where the requester has no team every post that approves may, and it is for the first of them by
code; where nobody may, it is nobody's; a policy whose posts never approve has none. `trip_report`: an approved trip that is over
and not reported. It is due by its last day, or by as many days later as the penalty late_trip_report waits.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from gettext import gettext as _

from salescli import money
from salescli.facts.reminded import UndecidedRequest, UnreportedTrip
from salescli.facts.tracked import RepDesk
from salescli.policy.kinds import PenaltyKey
from salescli.reports import deciding, limited
from salescli.reports.lists.history import categories
from salescli.reports.remind.reminder import About, Reminder, Watch
from salescli.rules import approval
from salescli.rules.reminders import Kind, report_due_on


def approvals(watch: Watch) -> Iterator[Reminder]:
    """The requests that nobody has decided."""
    if not any(post.approves for post in watch.policy.posts.values()):
        return
    deciders = cache(lambda rep_id: approval.deciders(watch.staff, watch.policy, rep_id, watch.on))
    who_may, asked_for = cache(lambda rep_id: _who_may(watch, rep_id, deciders(rep_id))), _AskedFor(watch)
    for request in watch.view.ledger.read("undecided_requests", UndecidedRequest, day=watch.on):
        nearest = next(iter(deciders(request.rep_id)), None)
        minder = watch.desks.reps[nearest] if nearest is not None else None
        yield _approval(watch, request, minder, {**asked_for.words(request), "who_may": who_may(request.rep_id)})


def _approval(watch: Watch, request: UndecidedRequest, minder: RepDesk | None, words: Mapping[str, str]) -> Reminder:
    over_limit = limited.words(request.limit_note, watch.view.ledger.currency)
    free = "" if request.amount is not None else "free "
    return Reminder(
        kind=Kind.APPROVAL,
        fact=request.id,
        minder=minder,
        subject=words["requester"],
        due_on=request.asked_on,
        days=watch.days_over(request.asked_on),
        about=About(request.customer, request.customer_id, request.opportunity, request.opportunity_id),
        step=f"salescli {request.kind} approve {words['id']}",
        amount=request.amount,
        variant=f"{free}{request.kind}",
        words=words,
        remark=" · ".join(part for part in (words["called"], over_limit) if part),
    )


class _AskedFor:
    """What a request is for, in words that are looked up once."""

    def __init__(self, watch: Watch) -> None:
        self._watch, self._categories, self._trip = watch, categories(), _("trip to {what}")

    def words(self, request: UndecidedRequest) -> Mapping[str, str]:
        """Who asks for what, what it is called, what it costs and under which id."""
        ledger, is_trip = self._watch.view.ledger, request.kind == "trip"
        what = request.what if is_trip else self._categories.get(request.what, request.what)
        amount = "" if request.amount is None else money.money_text(request.amount, grouped=True)
        return {
            "requester": self._watch.desks.reps[request.rep_id].name,
            "what": what,
            "called": self._trip.format(what=what) if is_trip else what,
            "priced": f"{amount} {ledger.currency}",
            "id": ledger.show_id(request.id),
        }


def _who_may(watch: Watch, rep_id: int, deciders: Sequence[int]) -> str:
    """What is to be said where it is not simply the nearest lead's."""
    requester = watch.desks.reps[rep_id].name
    if not deciders:
        return deciding.nobody_above(requester)
    if watch.staff.team_on(rep_id, watch.on) is None:
        return _("{requester} is in no team, so everybody whose post approves may decide it.").format(
            requester=requester
        )
    return ""


def trip_reports(watch: Watch) -> Iterator[Reminder]:
    """The approved trips that are over and not reported, and whose report is due."""
    penalty = watch.policy.penalty(PenaltyKey.LATE_TRIP_REPORT)
    after_days = penalty.after_days if penalty else None
    remark = _("trip to {what}, until {last}")
    for trip in watch.view.ledger.read("unreported_trips", UnreportedTrip, day=watch.on):
        due_on = report_due_on(trip.to_day, after_days)
        if due_on > watch.until:
            continue
        last = trip.to_day.isoformat()
        yield Reminder(
            kind=Kind.TRIP_REPORT,
            fact=trip.id,
            minder=watch.minder(trip.rep_id),
            subject=trip.customer or trip.opportunity or trip.destination,
            due_on=due_on,
            days=watch.days_over(due_on),
            about=About(trip.customer, trip.customer_id, trip.opportunity, trip.opportunity_id),
            step=f"salescli trip report {watch.view.ledger.show_id(trip.id)}",
            words={"destination": trip.destination, "last": last},
            remark=remark.format(what=trip.destination, last=last),
        )
