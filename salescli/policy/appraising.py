"""The blocks of a policy about appraisal: plans, their items, and the standards."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from salescli.measure import MeasureKey
from salescli.policy import kinds as k
from salescli.policy.blocks import AnyRow, Block, Keyed, ascending, fault_at, needs, refuses
from salescli.policy.conditions import Condition, parse_condition
from salescli.policy.rows import Row, Rows
from salescli.terms import Method, PeriodKind, Recommendation, Score

_HUNDRED = Decimal(100)
_OF_METHOD: Mapping[Method, Sequence[MeasureKey]] = {
    Method.QUALITY: (MeasureKey.QUALITY,),
    Method.FEEDBACK: (
        MeasureKey.SATISFACTION,
        MeasureKey.COMPLAINTS,
        MeasureKey.COMPLAINT_RESOLUTION,
        MeasureKey.SUGGESTIONS,
    ),
    Method.TASKS: (MeasureKey.TASK_COMPLETION,),
    Method.COMPETENCE: (MeasureKey.COMPETENCE, MeasureKey.DATA_QUALITY),
}
"""The measures of the methods that rest on evidence of their own; a key figure may be any measure."""


class ScoreRow(AnyRow):
    """A row of an item's grid: the score in points."""

    to_score: k.NotNegative


class GradeRow(AnyRow):
    """A row of an appraisal's grades: from which score on."""

    grade: k.GradeName


class Item(Block):
    """`[[appraisal.item]]`: a part of an appraisal (figures.md §9); weight out of 100, scores in points."""

    method: k.MethodWord
    measure: k.MeasureWord | None = None
    weight: k.Positive
    score: k.ScoreWord | None = None
    max_score: k.Positive = _HUNDRED
    grid: k.Many[ScoreRow] = ()
    assessment: k.AssessmentWord | None = None
    purpose: k.PurposeWord | None = None
    raters: dict[k.RaterWord, k.Rate] = Field(default_factory=dict)

    _rows = field_validator("grid")(ascending)

    @field_validator("raters")
    @classmethod
    def _raters_sum(cls, raters: dict[k.Rater, Decimal]) -> dict[k.Rater, Decimal]:
        if raters and sum(raters.values()) != 1:
            raise PydanticCustomError("sum", "sum", {"sum": str(sum(raters.values())), "whole": "1"})
        return raters

    @model_validator(mode="after")
    def _fits_method(self) -> "Item":
        because = f'method = "{self.method.value}"'
        if self.method in (Method.GOALS, Method.PERIODS):
            refuses(self, because, "measure", "assessment", "purpose", "raters")
        elif self.method is Method.ASSESSMENT:
            needs(self, "assessment", "score")
            refuses(self, because, "measure")
        else:
            needs(self, "measure", "score")
            refuses(self, because, "assessment", "purpose", "raters")
            self._refuse_another_methods_measure()
        if self.score is Score.GRID:
            needs(self, "grid")
        elif self.grid:
            raise fault_at("grid", "out_of_place", {"because": f'score = "{self.score.value if self.score else ""}"'})
        if self.score is Score.ATTAINMENT and self.measure is None:
            raise fault_at("score", "out_of_place", {"because": because})
        return self

    def _refuse_another_methods_measure(self) -> None:
        known = _OF_METHOD.get(self.method)
        if known and self.measure not in known:
            names = {"words": [key.value for key in known], "method": self.method.value}
            raise fault_at("measure", "not_of_method", {"found": str(self.measure), **names})

    @cached_property
    def table(self) -> Rows[Decimal]:
        """The grid value → score; the bounds of a money measure are minor units."""
        rows = Rows(tuple(Row(row.bound, row.above is not None, row.to_score) for row in self.grid))
        return rows.times(100) if self.measure in k.MONEY_MEASURES else rows


class Appraisal(Block):
    """`[[appraisal]]`: the appraisal plan of a post for one kind of period; weights sum to 100 exactly."""

    post: k.Text
    period: k.AnyKindWord
    missing: k.MissingWord = k.Missing.RENORMALISE
    grades: k.Many[GradeRow] = ()
    distribution: dict[k.GradeName, k.Band] = Field(default_factory=dict)
    items: k.Some[Item] = Field(alias="item")

    @field_validator("items")
    @classmethod
    def _weights(cls, items: tuple[Item, ...]) -> tuple[Item, ...]:
        total = sum((item.weight for item in items), Decimal(0))
        if total != _HUNDRED:
            raise PydanticCustomError("weights", "weights", {"sum": str(total)})
        return items

    @field_validator("grades")
    @classmethod
    def _grades(cls, grades: tuple[GradeRow, ...]) -> tuple[GradeRow, ...]:
        # The best grade is usually written first: rows may fall or rise, not both.
        rising = grades[::-1] if len(grades) > 1 and grades[1].order < grades[0].order else grades
        for row, following in pairwise(rising):
            if following.order <= row.order:
                raise PydanticCustomError("grades_order", "grades_order", {"grade": following.grade})
        if rising and rising[0].order > (Decimal(0), False):
            raise PydanticCustomError("grades_start", "grades_start", {"bound": str(rising[0].bound)})
        return grades

    @model_validator(mode="after")
    def _bands_name_grades(self) -> "Appraisal":
        known = [row.grade for row in self.grades]
        for grade in self.distribution:
            if grade not in known:
                raise fault_at(f"distribution.{grade}", "unknown_name", {"found": grade, "words": known})
        for item in self.items:
            if item.method is Method.PERIODS and self.period is PeriodKind.MONTH:
                raise fault_at("period", "no_shorter")
        return self

    @cached_property
    def table(self) -> Rows[str]:
        """The grades by printed score, ascending."""
        rows = sorted(self.grades, key=lambda row: row.order)
        return Rows(tuple(Row(row.bound, row.above is not None, row.grade) for row in rows))


class Standard(Keyed):
    """`[[standard]]`: a condition that recommends when it holds for `for_periods` periods running (figures.md §9);
    `raise_by` is a part of the base."""

    when: k.Text
    for_periods: k.Count = 1
    recommend: k.RecommendationWord
    raise_by: k.Rate | None = Field(default=None, alias="raise")

    @model_validator(mode="after")
    def _raise_with_pay_rise(self) -> "Standard":
        if self.raise_by is not None and self.recommend is not Recommendation.PAY_RISE:
            raise fault_at("raise", "out_of_place", {"because": f'recommend = "{self.recommend.value}"'})
        return self

    @cached_property
    def condition(self) -> Condition:
        """The tree of `when`."""
        return parse_condition(self.when)
