"""The fixed readings: what an absent key of a policy means, as `policy show` prints them; nothing else is assumed."""

from dataclasses import dataclass
from gettext import gettext as _


@dataclass(frozen=True, slots=True)
class Reading:
    """An absent `key` reads as `value`; `words` say it to a person."""

    key: str
    value: str
    words: str


def readings() -> list[Reading]:
    """Every fixed reading (policy.md, top), in the order of the policy's blocks."""
    return [
        Reading("posts, teams, reps", _("everybody"), _("A block that names nobody is for everybody.")),
        Reading("title", "key", _("Without a title the key is shown.")),
        Reading("calendar.prorate", "none", _("Targets are not reduced for joiners and leavers.")),
        Reading("credit.on", "signed", _("The shares on the day of signing decide whose the money is.")),
        Reading("tracking.grace_days", "0", _("A contact is missed on the day after its deadline.")),
        Reading("post.approves", "false", _("A post does not approve requests.")),
        Reading("commission.credit_on", "credit.on", _("A commission plan takes the shares as [credit] says.")),
        Reading("commission.rate_on", "received", _("The policy of the day the money came gives the rate.")),
        Reading("commission.refund", "exact", _("A refund takes back exactly what its contract earned.")),
        Reading("commission.of", "same", _("The window itself picks the tier.")),
        Reading("commission.of_team, bonus.of_team", "false", _("The rep's own figures count, not the team's.")),
        Reading("bonus.period", "month", _("A bonus is evaluated for a month.")),
        Reading("bonus.linear", "false", _("A bonus grid has steps.")),
        Reading("bonus.settle", "period", _("A bonus is paid at once.")),
        Reading("penalty.per", "occurrence", _("A penalty is charged once for each occurrence.")),
        Reading("penalty.times", "1", _("A penalty counts from the first time on.")),
        Reading("appraisal.missing", "renormalise", _("Items without a value leave their weight to the others.")),
        Reading("appraisal.item.max_score", "100", _("A score is at most 100 points.")),
        Reading("standard.for_periods", "1", _("One period is enough for a standard.")),
    ]
