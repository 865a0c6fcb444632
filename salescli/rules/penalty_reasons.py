"""Why a penalty is what it is, in words and numbers (figures.md §6, §10): made from the lines, only when asked."""

from collections.abc import Sequence
from fractions import Fraction
from gettext import gettext as _

from salescli import money
from salescli.policy.kinds import PenaltyKey, Per
from salescli.rules.penalties import Charge, PenaltyLine
from salescli.rules.reasons import Evidence, Reason


def reason(lines: Sequence[PenaltyLine], title: str) -> Reason:
    """The tree of some penalties of a rep: each with what caused it, what it costs, and the waiver that cancels it."""
    return Reason(
        title=title,
        definition=_("Σ of the penalties that were not waived, each under the policy in force on its day."),
        steps=[_of_line(line) for line in lines],
        result=sum(line.amount for line in lines),
        how="sum",
    )


def _of_line(line: PenaltyLine) -> Reason:
    lapse = line.lapse
    title = _("{title} on {day}: {what}, {words}").format(
        title=line.title, day=line.happened_on.isoformat(), what=lapse.what, words=_words(line)
    )
    facts = [Evidence(lapse.fact, lapse.what, lapse.since, lapse.spent or None)]
    imposed = [_of_charge(line, charge) for charge in line.charges]
    if line.waiver is None:
        return Reason(title, _definition(lapse.key), line.source, facts, imposed, line.amount, how="sum")
    cost = Reason(_("What it would have cost"), steps=imposed, result=line.imposed, how="sum")
    said = _("Waived by {who}: {why}").format(who=line.waiver.who, why=line.waiver.why)
    waived = Reason(said, facts=[Evidence(line.waiver.id, said, line.waiver.happened_on)], result=0, kind="count")
    return Reason(title, _definition(lapse.key), line.source, facts, [cost, waived], line.amount, how="product")


def _of_charge(line: PenaltyLine, charge: Charge) -> Reason:
    each = list(_each(charge))
    if charge.block.per is Per.OCCURRENCE:
        title = _("Once, on {day}").format(day=charge.first.isoformat())
        return Reason(title, policy=charge.source, steps=each, result=charge.amount, how="sum")
    title = _("Day by day from {day} on").format(day=charge.first.isoformat())
    days = Reason(_("Days charged in the period"), result=charge.days, kind="count")
    a_day = Reason(_("For each day"), policy=charge.source, steps=each, result=charge.each, how="sum")
    return Reason(title, policy=charge.source, steps=[days, a_day], result=charge.amount, how="product")


def _each(charge: Charge) -> list[Reason]:
    """The fixed amount and the share of one occurrence or day."""
    steps = []
    if charge.block.amount is not None:
        steps.append(Reason(_("The policy's amount"), policy=charge.source, result=charge.block.amount))
    if charge.block.share is not None:
        rate = Reason(_("The policy's share"), policy=charge.source, result=Fraction(charge.block.share), kind="rate")
        spent = Reason(_("What was spent"), result=charge.spent)
        title = _("{share} of {spent}").format(
            share=f"{charge.block.share * 100:f}".rstrip("0").rstrip(".") + " %",
            spent=money.money_text(charge.spent, grouped=True),
        )
        steps.append(Reason(title, steps=[spent, rate], result=charge.share, how="product", rounded=True))
    return steps


def _words(line: PenaltyLine) -> str:
    """Since when it was late, or what was spent on which day."""
    since = line.lapse.since.isoformat()
    match line.lapse.key:
        case PenaltyKey.OVERDUE_CONTACT:
            return _("to be contacted by {day}").format(day=since)
        case PenaltyKey.LATE_TRIP_REPORT:
            return _("trip that ended on {day}").format(day=since)
        case PenaltyKey.ENTERTAINMENT_WITHOUT_CLOSE:
            return _("entertainment on {day}").format(day=since)
        case PenaltyKey.TRIP_OVER_LIMIT:
            return _("trip that began on {day}").format(day=since)


def _definition(key: PenaltyKey) -> str:
    match key:
        case PenaltyKey.OVERDUE_CONTACT:
            return _("A contact is missed on the day after its deadline and the grace days, at that day's owner.")
        case PenaltyKey.LATE_TRIP_REPORT:
            return _("A report is late on the day after the trip's last day and the policy's days.")
        case PenaltyKey.ENTERTAINMENT_WITHOUT_CLOSE:
            return _(
                "An entertainment counts on the day its opportunity is lost, or when no contract follows in the policy's days."
            )
        case PenaltyKey.TRIP_OVER_LIMIT:
            return _("A trip over a limit that penalises counts on its first day.")
