"""What a figure that can be explained or disputed is called; which there are is explained's affair."""

from gettext import gettext as _
from gettext import pgettext

from salescli.measure import MEASURE_WORDS
from salescli.period import Period
from salescli.policy.model import Policy
from salescli.reports.item_reasons import assessment_title
from salescli.reports.measured import title_of
from salescli.reports.view import View


def figure_title(view: View, period: Period, figure: str) -> str:
    """A figure by its name on the command line, in words; one that is not known here as it stands."""
    name, _colon, key = figure.partition(":")
    if name in MEASURE_WORDS:
        return title_of(name, view.lang)
    if name == "assessment" and key:
        return assessment_title(key)
    if key in MEASURE_WORDS:
        return _families().get(name, "{what}").format(what=title_of(key, view.lang))
    return _of_policy(view.versions.on(period.last).policy, name, key, view.lang) or _plain().get(name, figure)


def _of_policy(policy: Policy, name: str, key: str, lang: str) -> str:
    """The title that the policy gives a bonus, a penalty or a standard; "" where it has none of the key."""
    if name == "bonus" and (bonus := policy.bonus(key)):
        return bonus.title.text(lang)
    if name == "recommendation":
        return next((one.title.text(lang) for one in policy.standards if one.key == key), "")
    return next((one.title.text(lang) for one in policy.penalties if name == "penalty" and one.key == key), "")


def _plain() -> dict[str, str]:
    return {
        "score": _("Score"),
        "grade": _("Grade"),
        "coverage": _("Coverage"),
        "rank": _("Rank"),
        "goals": _("Personal goals"),
        "periods": _("Shorter periods"),
        "pay": _("Total pay"),
        "base": pgettext("pay", "Base"),
        "bonus": _("Bonuses"),
        "commission": _("Commission"),
        "draw": _("Draw"),
        "penalty": _("Penalties"),
        "true_up": _("True-ups"),
    }


def _families() -> dict[str, str]:
    return {"attainment": _("Attainment of {what}"), "target": _("Target for {what}")}
