"""Why a score and a grade are what they are, to the last fact; and every figure of a sheet reckoned again from the bottom."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import WHO, SmallCompany, span

from salescli.ledger import files
from salescli.measure import MeasureKey
from salescli.record import example
from salescli.reports import appraise, explained
from salescli.reports.appraise_reasons import Appraising, grade_reason, score_reason
from salescli.reports.commission import staff_of
from salescli.reports.measure_reasons import Basis, Telltale
from salescli.reports.measured import kind_of
from salescli.reports.targets import written
from salescli.reports.view import View, versions_of
from salescli.rules import reasons
from salescli.rules.reasons import Number, Reason, mistakes

D = date
LAST = D(2024, 12, 31)
PAY = {key: key for key in ("base", "bonus", "commission", "penalty", "true_up", "draw")} | {"total": "pay"}
"""The parts of a row's pay, and the figures that explain them."""
GRADES = 'grades = [ { from = "90", grade = "A" }, { from = "60", grade = "C" }, { from = "0", grade = "D" } ]'


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    return path


@contextmanager
def _view(path: Path) -> Iterator[View]:
    with files.open_for_reading(path, WHO) as ledger:
        yield View(ledger, LAST, "en", versions_of(ledger))


# Everybody of the example's year.


@pytest.mark.parametrize("over", ["2024Q1", "2024Q2", "2024Q3", "2024Q4", "2024-05", "2024"])
def test_every_score_and_grade_is_what_its_steps_come_to(made: Path, over: str) -> None:
    """Of every rep and quarter: no step that does not follow from those below it, and the top is the appraisal's own figure."""
    with _view(made) as view:
        told = Appraising(view, span(over))
        for member in told.done.members:
            code = member.person.code
            tree, done = told.grade(code), told.done.of.get(code)
            assert mistakes(tree) == [], code
            assert tree.result == (done.score if done else None), code
            if done:
                assert done.coverage == tree.steps[0].steps[-1].result


def test_no_tree_is_cut(made: Path) -> None:
    """Below each item stands the whole tree of its measure, fact by fact, as `explain` gives it by itself."""
    with _view(made) as view:
        told, period = Appraising(view, span("2024Q2")), span("2024Q2")
        basis = Basis(view, period, told.staff)
        for code, done in told.done.of.items():
            tree = told.score(code)
            telltale = Telltale(view, period, told.staff, told.staff.by_code[code], shared=basis)
            trees = [one for _number, one in reasons.walk(tree)]
            for one in [one for one in done.items if one.item.measure]:
                key = MeasureKey(one.item.measure or "")
                whole = telltale.attainment(key) if one.item.score == "attainment" else telltale.measure(key)
                assert any(replace(found, counts=True) == whole for found in trees), (code, key)


@pytest.mark.parametrize("over", ["2024Q2", "2024-05"])
def test_every_figure_of_a_sheet_is_reckoned_again(made: Path, over: str) -> None:
    """Actual, target, attainment and score of each item, the total, and each part of the pay, from the facts and numbers at the bottom."""
    with _view(made) as view:
        period = span(over)
        told = _Again(view, over)
        rows = appraise.build(view, period).rows
        assert {row["rep"] for row in rows} == {one.person.code for one in told.appraising.done.members}
        for row in rows:
            assert told.score(row["rep"]) == row["score"], row["rep"]
            items = told.items(row["rep"])
            assert len(items) == len(row["items"])
            for item, score in zip(row["items"], items, strict=True):
                assert (score, told.looked(row["rep"], item)) == (item["score"], _looked(item)), (row["rep"], item)
            assert told.pay(row["rep"]) == {key: value or 0 for key, value in row["pay"].items()}, row["rep"]


def _looked(item: dict[str, Any]) -> tuple[Any, Any, Any]:
    return item["actual"], item["target"], item["attainment"]


class _Again:
    """The figures of a sheet, from their trees alone."""

    def __init__(self, view: View, over: str) -> None:
        self.view, self.period = view, span(over)
        self.appraising = Appraising(view, self.period)
        self._basis = Basis(view, self.period, self.appraising.staff)

    def score(self, rep: str) -> Number | None:
        return _again(self.appraising.score(rep))

    def items(self, rep: str) -> list[Number | None]:
        """The scores in the plan's order, each the second step of weight × score."""
        tree = self.appraising.score(rep)
        if not tree.steps:
            return []
        weighed = _step(tree, "Σ weight × score").steps
        return [_again(step.steps[1]) for step in weighed]

    def looked(self, rep: str, item: dict[str, Any]) -> tuple[Any, Any, Any]:
        if item["measure"] is None:  # its score alone stands on a tree of its own
            return _looked(item)
        key, kind = MeasureKey(item["measure"]), kind_of(item["measure"])
        staff = self.appraising.staff
        telltale = Telltale(self.view, self.period, staff, staff.by_code[rep], shared=self._basis)
        actual, target = (_again(tree) for tree in (telltale.measure(key), telltale.target(key)))
        reached = _again(telltale.attainment(key))
        return written(_exact(actual), kind), written(_exact(target), kind), _exact(reached)

    def pay(self, rep: str) -> dict[str, Number]:
        found = {}
        for key, figure in PAY.items():
            tree, _notes = explained.explainer(self.view, figure, self.period)(self.view, rep, self.period)
            found[key] = _again(tree) or 0
        return found


def _again(reason: Reason) -> Number | None:
    """What a tree comes to, with no number believed but those of the facts and the policy at its bottom."""
    if reason.how == "stated":
        return reason.result
    return reasons.reckoned(replace(reason, steps=[replace(step, result=_again(step)) for step in reason.steps]))


def _exact(number: Number | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _step(tree: Reason, title: str) -> Reason:
    return next(one for _number, one in reasons.walk(tree) if one.title == title)


def _titled(tree: Reason, start: str) -> list[Reason]:
    return [one for _number, one in reasons.walk(tree) if one.title.startswith(start)]


# Raters, goals, shorter periods.


def _plan(items: str, period: str = "quarter", missing: str = "renormalise") -> str:
    return f'[[appraisal]]\npost = "rep"\nperiod = "{period}"\nmissing = "{missing}"\n{GRADES}\n{items}'


INTERVIEW = """
[[appraisal.item]]
method = "assessment"
assessment = "interview"
purpose = "appraisal"
weight = "100"
score = "rating"
raters = { manager = "0.7", peer = "0.3" }
"""


def _assess(company: SmallCompany, score: str, rater: str | None, day: date = D(2024, 2, 1)) -> int:
    about = {"rep_id": company.ids["zw"], "method": "interview", "purpose": "appraisal"}
    return company.append("assessment", day, score=score, out_of="10", rater=rater, **about)


def test_assessments_are_told_with_their_raters(tmp_path: Path) -> None:
    """The manager 8, two peers 6 and 7, at 0.7 and 0.3: 75.50; each mark by its fact, day and role, the rep's own apart."""
    company = SmallCompany(tmp_path / "l.db", _plan(INTERVIEW))
    company.hire("zw")
    counted = [_assess(company, "8", "manager"), _assess(company, "6", "peer"), _assess(company, "7", "peer")]
    apart, unnamed = _assess(company, "10", "self"), _assess(company, "1", "customer", D(2024, 3, 1))
    with company.view() as view:
        tree, notes = score_reason(view, "zw", span("2024Q1"))
        assert str(tree.result) == "75.50" and mistakes(tree) == []
        marks = {fact.fact: (one, fact) for one in _titled(tree, "Assessment by ") for fact in one.facts}
        assert set(marks) == {*counted, apart, unnamed}
        assert [marks[id][0].result for id in counted] == [Fraction(8, 10), Fraction(6, 10), Fraction(7, 10)]
        assert [marks[id][0].counts for id in (*counted, apart, unnamed)] == [True, True, True, False, False]
        assert marks[apart][0].definition == "Stands apart: nobody rates himself."
        assert marks[unnamed][1].text == "Assessment by customer on 2024-03-01"
        assert notes == ["1 assessment of zw (interview) by customer counts nothing: the plan names manager, peer."]


def test_an_assessment_that_nobody_gave(tmp_path: Path) -> None:
    """Only the rep's own: no score and no grade, and the tree says why, with the mark beside it."""
    company = SmallCompany(tmp_path / "l.db", _plan(INTERVIEW))
    company.hire("zw")
    own = _assess(company, "10", "self")
    with company.view() as view:
        tree, notes = grade_reason(view, "zw", span("2024Q1"))
        assert tree.result is None and mistakes(tree) == [] and notes == []
        assert own in {fact.fact for _number, one in reasons.walk(tree) for fact in one.facts}
        assert _step(tree, "Coverage").result == 0


@pytest.mark.parametrize("missing", ["renormalise", "zero", "incomplete"])
def test_nothing_known_has_a_tree_without_a_result(tmp_path: Path, missing: str) -> None:
    company = SmallCompany(tmp_path / "l.db", _plan(INTERVIEW, missing=missing))
    company.hire("zw")
    with company.view() as view:
        tree, _notes = score_reason(view, "zw", span("2024Q1"))
        assert tree.result is None and mistakes(tree) == []


YEAR = """
[[appraisal.item]]
method = "periods"
weight = "60"
[[appraisal.item]]
method = "goals"
weight = "40"
"""
STARS = """
[[appraisal.item]]
method = "feedback"
measure = "satisfaction"
weight = "100"
score = "rating"
"""


def test_goals_and_shorter_periods_are_told_to_their_facts(tmp_path: Path) -> None:
    """Quarters of 100 and 60 with their ratings, two without any; a goal half done by its latest progress, one untouched."""
    company = SmallCompany(tmp_path / "l.db", _plan(STARS) + _plan(YEAR, "year"))
    company.hire("zw")
    company.customer("c1", D(2023, 1, 1))
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    company.feedback("zw", D(2024, 4, 5), "c1", "rating", 3)
    goals = [company.append("goal", D(2024, 1, 5), rep_id=company.ids["zw"], title=f"goal {n}") for n in (1, 2)]
    company.append("goal_progress", D(2024, 2, 1), goal_id=goals[0], progress="0.9")
    latest = company.append("goal_progress", D(2024, 5, 1), goal_id=goals[0], progress="0.5")
    with company.view() as view:
        tree, _notes = score_reason(view, "zw", span("2024"))
        assert str(tree.result) == "58.00" and mistakes(tree) == []
        quarters = {f"2024Q{number}": _step(tree, f"Score of zw ZW, 2024Q{number}") for number in range(1, 5)}
        assert [(one.result, one.counts) for one in quarters.values()] == [
            (Decimal("100.00"), True),
            (Decimal("60.00"), True),
            (None, False),
            (None, False),
        ]
        assert [fact.text for one in _titled(quarters["2024Q2"], "Rating of 3 stars") for fact in one.facts]
        told = [fact.fact for title in ("goal 1", "goal 2", "Progress") for fact in _facts(tree, title)]
        assert told == [*goals, latest]


def _facts(tree: Reason, title: str) -> list[reasons.Evidence]:
    return [fact for one in _titled(tree, title) for fact in one.facts]


def test_penalty_points_are_told_by_their_facts(tmp_path: Path) -> None:
    """A customer missed on 31 January: a point off; waived it stands no more."""
    tracking = '[tracking]\n[[tracking.interval]]\ndays = 30\n[[penalty]]\nkey = "overdue_contact"\npoints = "1"\n'
    company = SmallCompany(tmp_path / "l.db", _plan(STARS) + tracking)
    company.hire("zw")
    company.customer("c1", D(2024, 1, 1), "zw")
    company.feedback("zw", D(2024, 1, 5), "c1", "rating", 5)
    with company.view(D(2024, 2, 15)) as view:
        tree, _notes = score_reason(view, "zw", span("2024Q1"))
        assert str(tree.result) == "99.00" and mistakes(tree) == []
        (penalty,) = _step(tree, "Penalty points").steps
        assert [fact.fact for fact in penalty.facts] == [company.ids["c1"]] and "penalty" in penalty.policy
    company.append("waiver", D(2024, 2, 5), fact_id=company.ids["c1"], why="holidays")
    with company.view(D(2024, 2, 15)) as view:
        tree, _notes = score_reason(view, "zw", span("2024Q1"))
        assert str(tree.result) == "100.00" and _step(tree, "Penalty points").steps == []


def test_who_has_no_plan_or_no_job(tmp_path: Path) -> None:
    company = SmallCompany(tmp_path / "l.db", _plan(STARS))
    company.hire("zw", post="manager")
    company.hire("new", on=D(2024, 5, 1))
    with company.view() as view:
        for rep, said in (("zw", "no appraisal plan"), ("new", "not employed")):
            tree, notes = grade_reason(view, rep, span("2024Q1"))
            assert tree.result is None and said in notes[0]
        assert staff_of(view).by_code["zw"].name == "ZW"
