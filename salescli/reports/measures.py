"""Every measure with its definition, its unit and which way is better (figures.md §3); what a measure counts stands in rules.

Facts and policy: none; a measure is the same under every policy.
"""

from gettext import gettext as _

from salescli.measure import MEASURE_WORDS
from salescli.reports.report import Column, Report
from salescli.reports.view import View
from salescli.rules.measures import MEASURES, Measure


def build(view: View) -> Report:
    """The measures in the glossary's order."""
    rows = [_row(MEASURES[key], view.lang) for key in MEASURE_WORDS]
    return view.report("measures", _("Measures"), _columns(), rows, rests_on_policy=False)


def _row(measure: Measure, lang: str) -> dict[str, object]:
    return {
        "key": measure.key.value,
        "name": measure.title["zh" if lang.startswith("zh") else "en"],
        "title_en": measure.title["en"],
        "title_zh": measure.title["zh"],
        "unit": measure.unit,
        "definition": measure.definition(),
        "better": "less" if measure.less_is_better else "more",
        "product": measure.product,
    }


def _columns() -> list[Column]:
    units = {"money": _("money"), "count": _("count"), "ratio": _("ratio"), "rating": _("rating")}
    return [
        Column("key", _("Measure")),
        Column("name", _("Name"), under="key"),
        Column("title_en", _("English"), shown=False),
        Column("title_zh", _("Chinese"), shown=False),
        Column("unit", _("Unit"), words=units),
        Column("definition", _("Definition")),
        Column("better", _("Better"), words={"more": _("more"), "less": _("less")}),
        Column("product", _("By product"), "flag", words={True: _("yes"), False: ""}),
    ]
