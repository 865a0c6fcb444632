"""What people read for the words of an appraisal: methods, items and their columns, how a score comes about, posts and kinds of periods."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from gettext import gettext as _
from gettext import pgettext

from salescli import money
from salescli.measure import MEASURE_WORDS
from salescli.policy.model import Item, Policy
from salescli.reports.evidence_words import METHODS, RATERS, SELF
from salescli.reports.measured import title_of
from salescli.reports.report import Column
from salescli.rules.rated import raters_of
from salescli.terms import AssessmentMethod, Method, PeriodKind, Score

WHOLE = 100  # points: what is said only where it is another


def method_titles() -> Mapping[str, str]:
    """The methods of items (考核方法), as they are stored, each with its title."""
    return {
        Method.KPI.value: pgettext("appraisal", "key figure"),
        Method.QUALITY.value: pgettext("appraisal", "quality of communication"),
        Method.FEEDBACK.value: pgettext("appraisal", "customers' feedback"),
        Method.TASKS.value: pgettext("appraisal", "tasks"),
        Method.COMPETENCE.value: pgettext("appraisal", "competence"),
        Method.ASSESSMENT.value: pgettext("appraisal", "assessment"),
        Method.GOALS.value: pgettext("appraisal", "personal goals"),
        Method.PERIODS.value: pgettext("appraisal", "shorter periods"),
    }


def item_columns() -> tuple[Column, ...]:
    """The columns of the items of an appraisal; people read one word for what an item looks at."""
    return (
        Column("method", _("Method"), words=method_titles()),
        Column("measure", _("Measure")),
        Column("assessment", _("Assessment")),
        Column("weight", _("Weight"), "count"),
        Column("actual", _("Actual"), kind_in="kind"),
        Column("target", _("Target"), kind_in="kind"),
        Column("attainment", _("Attainment"), "percent"),
        Column("score", _("Score"), "score"),
    )


def name_of(item: Item) -> str:
    """An item by what it looks at: its measure, its assessment, else its method."""
    return (item.measure or item.assessment or item.method).value


def item_titles(lang: str) -> Mapping[str, str]:
    """What people read for name_of an item, whatever it looks at."""
    return {
        **{key.value: _assessment_title(key.value) for key in AssessmentMethod},
        **{one.value: _other_title(one.value) for one in (Method.GOALS, Method.PERIODS)},
        **{key.value: title_of(key, lang) for key in MEASURE_WORDS},
    }


def item_title(item: Item, lang: str) -> str:
    """What people read for name_of one item."""
    if item.measure is not None:
        return title_of(item.measure, lang)
    return _assessment_title(item.assessment.value) if item.assessment else _other_title(item.method.value)


def _assessment_title(method: str) -> str:
    return _("Assessment: {method}").format(method=METHODS.title(method))


def _other_title(method: str) -> str:
    return _("Personal goals") if method == Method.GOALS.value else _("Shorter periods")


def how_scored(item: Item) -> str:
    """How an item's value becomes points, and who rates where it says so, in a few words."""
    said = {
        Score.ATTAINMENT: _("attainment × 100"),
        Score.RATIO: _("ratio × 100"),
        Score.RATING: _("rating ÷ maximum × 100"),
        Score.GRID: _("points by a table"),
        None: "",
    }[item.score]
    most = _("at most {points}").format(points=f"{item.max_score.normalize():f}") if item.max_score != WHOLE else ""
    raters = ", ".join(
        f"{RATERS.title(rater.value)} {money.round_decimal(weight * 100, 2).normalize():f}%"
        for rater, weight in raters_of(item).items()
    )
    return " · ".join(filter(None, [said, most, raters]))


def is_of_self(item: Item) -> bool:
    """Whether an item is the rep's own word about himself alone."""
    return {rater.value for rater in raters_of(item)} == {SELF}


def percent(part: Fraction | Decimal) -> str:
    """A part of a whole in a sentence."""
    return f"{money.round_decimal(part * 100, 1):,}%"


def post_title(policy: Policy, post: str | None, lang: str) -> str:
    """What a policy calls a post; one that it does not describe by its key."""
    known = policy.post(post) if post else None
    return known.title.text(lang) if known else post or ""


def kind_title(kind: PeriodKind) -> str:
    """What a kind of period is called."""
    return {
        PeriodKind.MONTH: _("month"),
        PeriodKind.QUARTER: _("quarter"),
        PeriodKind.HALF: _("half-year"),
        PeriodKind.YEAR: _("year"),
    }[kind]
