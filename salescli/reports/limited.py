"""What the limits say of a request that is being asked for, in sentences, and what its note says afterwards; nothing is written here.

Facts: the opportunity's stage changes up to the day, and all its trips and entertainment that stand. Policy: [[limit]],
[[stage]] of the day of the request (none in force: no limit).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from gettext import gettext as _

from salescli import money
from salescli.errors import NothingInForce
from salescli.facts.names import Named
from salescli.facts.requested import Chances, SpentOn
from salescli.policy.kinds import LimitKind, Over
from salescli.policy.stages import stage_keys
from salescli.policy.versions import PolicyVersion
from salescli.reports.view import View
from salescli.rules import limits as rule
from salescli.rules.limits import Breach, Counts


@dataclass(frozen=True, slots=True)
class Checked:
    """What the limits say of a request.

    Attributes:
        refusal: the sentence that refuses it; None: it may go in, with `note` as its limit_note.
        warnings: sentences for who asks: what a limit that it breaks will mean.
    """

    refusal: str | None = None
    note: str | None = None
    warnings: tuple[str, ...] = ()


def trip(view: View, opportunity: Named, first: date, last: date) -> Checked:
    """A trip for an opportunity, asked for on the view's day; both its days are included."""
    return _checked(view, opportunity, rule.of_trip(first, last))


def expense(view: View, opportunity: Named | None, category: str, amount: int) -> Checked:
    """An expense asked for on the view's day; only entertainment on an opportunity has a limit."""
    if opportunity is None or category != LimitKind.ENTERTAINMENT:
        return Checked()
    return _checked(view, opportunity, rule.of_entertainment(amount))


def words(note: str | None, currency: str, verdict: str | None = None, why: str | None = None) -> str | None:
    """A limit_note in words; one in a person's own words as it stands.

    Args:
        verdict, why: of the decision so far (None: there is none), which may have said "over limit".
    """
    says_over_limit = rule.reason(why)[0]
    broken = rule.broken(note)
    return " · ".join(_noted(one, currency, verdict, says_over_limit) for one in broken) if broken else note


def reason_in_words(why: str | None) -> str | None:
    """A decision's reason as people read it."""
    says_over_limit, reason = rule.reason(why)
    return _("over limit: {why}").format(why=reason) if says_over_limit else reason


def _checked(view: View, opportunity: Named, adds: Counts) -> Checked:
    version = _version(view)
    if version is None or not any(limit.kind in adds for limit in version.policy.limits):
        return Checked()
    known = view.ledger.read("opportunity_chances", Chances, opportunity_id=opportunity.id, day=view.on)[0]
    chance = rule.chance(known, {stage.key: stage for stage in stage_keys(version.text)})
    before = rule.used(view.ledger.read("requests_of_opportunity", SpentOn, opportunity_id=opportunity.id))
    found = rule.breaches(version.policy.limits, chance, known.amount or 0, before, adds)
    if refusing := rule.refusing(found):
        return Checked(_refusal(view, opportunity, refusing[0], adds, chance, known.amount))
    return Checked(None, rule.note(found), tuple(_warning(one, view.ledger.currency) for one in found))


def _version(view: View) -> PolicyVersion | None:
    try:
        return view.versions.on(view.on)
    except NothingInForce:
        return None


# Sentences.


def _refusal(view: View, opportunity: Named, one: Breach, adds: Counts, chance: Decimal, amount: int | None) -> str:
    """The limit, what is used of it, what this would make, and on what the limit rests."""
    currency = view.ledger.currency
    percent = f"{money.round_decimal(chance * 100, 2):f}".rstrip("0").rstrip(".")
    return _(
        "The limit of {kind} on {opportunity} is {most} at a win probability of {probability} and an amount of {amount}; "
        "{used} used, and this would make {makes}."
    ).format(
        kind=_kinds()[one.kind],
        opportunity=money.echo(opportunity.name),
        most=_counted(one.kind, one.most, currency),
        probability=f"{percent}%",
        amount=f"{money.money_text(amount or 0, grouped=True)} {currency}",
        used=_counted(one.kind, one.makes - adds[one.kind], currency),
        makes=_counted(one.kind, one.makes, currency),
    )


def _warning(one: Breach, currency: str) -> str:
    if one.over is Over.APPROVE:
        return _("Over the limit, {limit}: it needs a decision that says so (--over-limit --why).").format(
            limit=_bare(one, currency)
        )
    if one.kind is LimitKind.ENTERTAINMENT:
        return _("Over the limit, {limit}: it goes through and stays marked.").format(limit=_bare(one, currency))
    return _("Over the limit, {limit}: it goes through and becomes a penalty.").format(limit=_bare(one, currency))


def _noted(one: Breach, currency: str, verdict: str | None, says_over_limit: bool) -> str:
    limit, consequence = _bare(one, currency), _consequence(one, verdict, says_over_limit)
    return _("{limit}, {consequence}").format(limit=limit, consequence=consequence) if consequence else limit


def _consequence(one: Breach, verdict: str | None, says_over_limit: bool) -> str | None:
    """What a broken limit means, or meant, for the request; None: nothing, as for one that is rejected."""
    if verdict == "rejected":
        return None
    if one.over is not Over.APPROVE:
        return _("penalised")
    if verdict is None:
        return _("needs a decision that says so")
    if says_over_limit:
        return _("approved over the limit")
    return _("kept to by what was approved") if one.kind is LimitKind.ENTERTAINMENT else None


def _bare(one: Breach, currency: str) -> str:
    return _("{kind} {makes} of {most}").format(
        kind=_kinds()[one.kind],
        makes=_counted(one.kind, one.makes, currency),
        most=_counted(one.kind, one.most, currency),
    )


def _counted(kind: LimitKind, count: int, currency: str) -> str:
    return f"{money.money_text(count, grouped=True)} {currency}" if kind is LimitKind.ENTERTAINMENT else str(count)


def _kinds() -> Mapping[LimitKind, str]:
    return {
        LimitKind.TRIPS: _("trips"),
        LimitKind.TRIP_DAYS: _("days on trips"),
        LimitKind.ENTERTAINMENT: _("entertainment"),
    }
