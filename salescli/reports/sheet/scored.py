"""What was to be reached and what the plan looks at: targets with their figures, items with their scores."""

from collections.abc import Iterator, Mapping
from gettext import gettext as _
from typing import Any

from salescli.reports.appraisal_words import how_scored, is_of_self, item_titles, method_titles, name_of
from salescli.reports.evidence_words import PURPOSES
from salescli.reports.measured import title_of
from salescli.reports.report import Column, Look, Report
from salescli.reports.sheet.gathered import One, Row
from salescli.reports.targets import EMPHASIS
from salescli.rules import appraisal as rule
from salescli.rules.appraisal import Scored
from salescli.rules.rated import raters_of

SEPARATOR = " · "


def targets(one: One) -> Report:
    """The rep's targets of the period with what was reached of them."""
    rows = [target_row(row, one.all.view.lang) for row in one.all.targets.get(one.person.code, ())]
    nothing = [] if rows else [_("No target meets the period.")]
    look = Look(emphasis=[EMPHASIS.get(row["status"] or "") for row in rows])
    return one.section(_("Figures with targets"), target_columns(), rows, notes=nothing, look=look)


def target_row(row: Mapping[str, Any], lang: str) -> Row:
    """A target as a sheet shows it: its measure in words, with the product where it has one."""
    title, product = title_of(row["measure"], lang), row["product"]
    return {**row, "measure": f"{title} ({product})" if product else title}


def target_columns() -> list[Column]:
    """The columns of targets on a sheet."""
    return [
        Column("measure", _("Measure")),
        Column("target", _("Target"), kind_in="kind"),
        Column("actual", _("Actual"), kind_in="kind"),
        Column("attainment", _("Attainment"), "percent", bar=True),
        Column("variance", _("Variance"), kind_in="kind"),
    ]


def items(one: One) -> Report:
    """The plan's items: what each looks at, by which method, and how many points it came to."""
    done = one.sheet.appraised
    if done is None:
        return one.section(_("Items"), notes=[_("No appraisal plan is for this post and period.")])
    rows = [_item(one, item, row) for item, row in zip(done.items, one.row["items"], strict=True)]
    totals = {"weight": rule.WHOLE, "score": one.row["score"]}
    columns = [
        Column("item", _("Item"), words=item_titles(one.all.view.lang)),
        Column("how", _("Method"), under="item"),
        Column("weight", _("Weight"), "count"),
        Column("actual", _("Actual"), kind_in="kind"),
        Column("target", _("Target"), kind_in="kind"),
        Column("attainment", _("Attainment"), "percent"),
        Column("score", _("Score"), "score", bar=True),
        Column("why", _("Why no score"), under="item"),
    ]
    return one.section(_("Items"), columns, rows, totals=totals, notes=_assessed(one))


def _item(one: One, item: Scored, row: Mapping[str, Any]) -> Row:
    method = method_titles()[item.item.method.value]
    kind = "percent" if item.item.assessment else row["kind"]
    how = SEPARATOR.join(filter(None, [method, how_scored(item.item)]))
    return {**row, "kind": kind, "item": name_of(item.item), "how": how}


def _assessed(one: One) -> Iterator[str]:
    """Which marks an assessment's score is made of; what the rep says about himself must not be taken for what others say."""
    done, titles = one.sheet.appraised, item_titles(one.all.view.lang)
    for item in done.items if done else ():
        if item.item.assessment and is_of_self(item.item):
            yield _(
                "{item}: what the rep says about himself; nobody else's rating is in it, and it counts with its weight of {weight}."
            ).format(item=titles[name_of(item.item)], weight=f"{item.item.weight.normalize():f}")
        elif item.item.assessment and item.score is not None:
            purpose = item.item.purpose
            yield _(
                "{item}: the mean of every mark of the period for {purpose}, {how}; standards and fits look at the latest"
                " marks alone, each alike."
            ).format(
                item=titles[name_of(item.item)],
                purpose=PURPOSES.title(purpose.value) if purpose else _("any purpose"),
                how=_("raters weighted") if raters_of(item.item) else _("each alike"),
            )
