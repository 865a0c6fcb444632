"""What everybody's items come to on a real ledger: by which plan, of which facts, and what is not there."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from small_company import AFTERWARDS, SmallCompany, close, span

import salescli
from salescli.reports import appraisal_notes, statement
from salescli.reports.appraise_reasons import score_reason
from salescli.reports.appraised import Sheet, Sheets, below, sheets_of
from salescli.reports.commission import staff_of
from salescli.rules.appraisal import Scored
from salescli.rules.reasons import mistakes, walk
from salescli.terms import PeriodKind

D = date
GRADES = 'grades = [ { from = "90", grade = "A" }, { from = "60", grade = "C" }, { from = "0", grade = "D" } ]'
STARS = '[[appraisal.item]]\nmethod = "feedback"\nmeasure = "satisfaction"\nweight = "{weight}"\nscore = "rating"\n'
SHORTER = '[[appraisal.item]]\nmethod = "periods"\nweight = "{weight}"\n'


def _kpi(measure: str, weight: str = "100", score: str = "attainment", more: str = "") -> str:
    return (
        f'[[appraisal.item]]\nmethod = "kpi"\nmeasure = "{measure}"\nweight = "{weight}"\nscore = "{score}"\n{more}\n'
    )


def _plan(*items: str, period: str = "quarter", post: str = "rep") -> str:
    return f'[[appraisal]]\npost = "{post}"\nperiod = "{period}"\n{GRADES}\n{"".join(items)}'


def _company(path: Path, policy: str) -> SmallCompany:
    made = SmallCompany(path / "l.db", policy)
    made.customer("c1", D(2023, 1, 1))
    made.hire("zw")
    return made


def _sheets(company: SmallCompany, over: str = "2024Q1", on: date = AFTERWARDS) -> Sheets:
    with company.view(on) as view:
        return sheets_of(view, span(over), staff_of(view))


def _of(company: SmallCompany, rep: str = "zw", over: str = "2024Q1", on: date = AFTERWARDS) -> Sheet:
    return _sheets(company, over, on).of[rep]


def _items(sheet: Sheet) -> list[Scored]:
    assert sheet.appraised is not None
    return list(sheet.appraised.items)


def _score(sheet: Sheet) -> Decimal | None:
    return sheet.appraised.score if sheet.appraised else None


def _stars(company: SmallCompany, day: date, stars: int, rep: str = "zw") -> None:
    company.feedback(rep, day, "c1", "rating", stars)


# By which plan.


def test_a_plan_for_each_kind_of_period(tmp_path: Path) -> None:
    """Of a month by its own plan, of a quarter by the quarter's, of half a year by the year's; each says which it was."""
    plans = [_plan(STARS.format(weight=100), period=kind) for kind in ("month", "quarter", "year")]
    company = _company(tmp_path, "".join(plans))
    kinds = {}
    for over in ("2024-02", "2024Q1", "2024H1", "2024"):
        plan = _of(company, over=over).plan
        kinds[over] = plan.period.value if plan else None
    assert kinds == {"2024-02": "month", "2024Q1": "quarter", "2024H1": "year", "2024": "year"}


def test_posts_have_their_own_plans(tmp_path: Path) -> None:
    """A rep by stars, a manager by money; each ranked among his own post."""
    company = _company(tmp_path, _plan(STARS.format(weight=100)) + _plan(_kpi("collected"), post="manager"))
    company.hire("boss", post="manager")
    company.target("boss", "collected", "2024Q1", 100)
    company.money(company.contract(D(2024, 1, 5), 100, "boss"), D(2024, 1, 6), 50)
    _stars(company, D(2024, 1, 5), 4)
    sheets = _sheets(company)
    assert [(code, str(_score(one)), one.rank) for code, one in sheets.of.items()] == [
        ("boss", "50.00", 1),
        ("zw", "80.00", 1),
    ]


def test_two_posts_in_a_quarter(tmp_path: Path) -> None:
    """Manager from March on: by the manager's plan, and the facts of the whole quarter."""
    company = _company(tmp_path, _plan(STARS.format(weight=100)) + _plan(_kpi("collected"), post="manager"))
    company.job("zw", D(2024, 3, 1), "move", post="manager")
    company.target("zw", "collected", "2024Q1", 100)
    company.money(company.contract(D(2024, 1, 5), 100, "zw"), D(2024, 1, 6), 50)
    sheet = _of(company)
    assert sheet.member.post == "manager" and str(_score(sheet)) == "50.00"
    assert _of(company, over="2024-02").member.post == "rep"


def test_a_leaver_is_appraised_by_the_post_he_left(tmp_path: Path) -> None:
    """Gone on 10 February: the plan of that day, his facts until then, and no sheet in the next quarter."""
    company = _company(tmp_path, _plan(STARS.format(weight=100)))
    company.job("zw", D(2024, 2, 10), "depart")
    _stars(company, D(2024, 2, 10), 4)
    sheet = _of(company)
    assert (sheet.member.day, str(_score(sheet))) == (D(2024, 2, 10), "80.00")
    assert "zw" not in _sheets(company, "2024Q2").of


@pytest.mark.parametrize(("prorate", "target", "score"), [("days", 1500, "60.00"), ("none", 3000, "30.00")])
def test_a_joiner_in_the_middle_of_a_quarter(tmp_path: Path, prorate: str, target: int, score: str) -> None:
    """There from 16 May on, 46 of 91 days: a target of 2,967.39 counts for 1,500.00, and 900 is 60 % of it."""
    company = _company(tmp_path, f'[calendar]\nprorate = "{prorate}"\n' + _plan(_kpi("contract_amount")))
    company.hire("new", on=D(2024, 5, 16))
    company.target("new", "contract_amount", "2024Q2", 2967.39 if prorate == "days" else 3000)
    company.contract(D(2024, 6, 1), 900, "new")
    (item,) = _items(sheet := _of(company, "new", "2024Q2"))
    assert item.figure.target == target * 100 and str(_score(sheet)) == score


# Which facts.


STAGES = """
[[stage]]
key = "lead"
stuck_after_days = 10
[[stage]]
key = "offer"
stuck_after_days = 10
"""
GRID = 'grid = [ { from = "0", to_score = "100" }, { above = "0", to_score = "60" }, { above = "3", to_score = "0" } ]'


def test_stage_progress_conversion_and_stuck_opportunities_as_items(tmp_path: Path) -> None:
    """o1 came to lead and offer and was won, o2 stands in lead too long: two moves on of ten, two of three stages passed."""
    plan = _plan(
        _kpi("stage_advances", "40"),
        _kpi("stage_conversion", "40", "ratio"),
        _kpi("stuck_opportunities", "20", "grid", GRID),
    )
    company = _company(tmp_path, plan)
    body = company_stages(plan)
    company.append("policy", D(2023, 1, 1), starts_on=None, title="Test", body=body, digest="0" * 64)
    company.target("zw", "stage_advances", "2024Q1", number="10")
    for name, moves in (("o1", ("lead", "offer", "won")), ("o2", ("lead",))):
        company.opportunity(name, D(2024, 1, 1), "zw", "c1")
        for day, stage in enumerate(moves, start=2):
            company.stage(name, D(2024, 1, day), stage)
    advances, conversion, stuck = _items(_of(company))
    assert (advances.figure.value, advances.score) == (2, 20)
    assert (conversion.figure.value, conversion.score) == (Fraction(2, 3), Fraction(200, 3))
    assert (stuck.figure.value, stuck.score) == (1, 60)


def company_stages(plan: str) -> str:
    """A policy with two open stages, each with a limit."""
    ends = '[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'
    return f'[policy]\ntitle = "Test"\n{STAGES}{ends}[post.rep]\ntitle = "Rep"\n{plan}'


def test_less_is_better(tmp_path: Path) -> None:
    """One complaint where two were the target is 1.5 of it, held at 120; none at all is 2."""
    company = _company(tmp_path, _plan(_kpi("complaints", more='max_score = "120"')))
    company.hire("ls")
    for rep in ("zw", "ls"):
        company.target(rep, "complaints", "2024Q1", number="2")
    company.feedback("zw", D(2024, 1, 5), "c1", "complaint")
    sheets = _sheets(company)
    found = {code: _items(sheet)[0] for code, sheet in sheets.of.items()}
    assert (found["zw"].figure.attainment, found["zw"].score) == (Fraction(3, 2), 120)
    assert (found["ls"].figure.attainment, found["ls"].score) == (2, 120)


# Of whom nothing is known.

SALESCLI = Path(salescli.__file__).parent
SHIPPED = {"starter": SALESCLI / "policy" / "starter.toml", "demo": SALESCLI / "record" / "example" / "policy.toml"}


def _under(path: Path, shipped: str) -> SmallCompany:
    """A company under a policy that comes with the program."""
    company = _company(path, "")
    body = SHIPPED[shipped].read_text(encoding="utf-8")
    company.append("policy", D(2023, 1, 2), starts_on=None, title="Shipped", body=body, digest="0" * 64)
    return company


@pytest.mark.parametrize("shipped", SHIPPED)
@pytest.mark.parametrize("over", ["2024Q1", "2024"])
def test_a_new_rep_without_a_single_fact(tmp_path: Path, shipped: str, over: str) -> None:
    """No customer reached on any working day is a number, and no score: no worst grade, no rank, and each item says why."""
    company = _under(tmp_path, shipped)
    sheet = _of(company, over=over)
    assert sheet.appraised and (sheet.appraised.coverage, sheet.appraised.grade, sheet.rank) == (0, None, None)
    assert _score(sheet) is None
    counted = [one.why for one in _items(sheet) if one.item.measure == "contacts_per_day"]
    assert counted == (["nothing is known of the rep in the period"] if over == "2024Q1" else [])
    assert all(one.why for one in _items(sheet))
    with company.view() as view:
        tree, _notes = score_reason(view, "zw", span(over))
        assert tree.result is None and mistakes(tree) == []


@pytest.mark.parametrize("shipped", SHIPPED)
def test_one_fact_or_one_target_makes_everything_count(tmp_path: Path, shipped: str) -> None:
    """A target and nothing sold of it; four stars and nobody called: the contacts of 0 a day count again."""
    company = _under(tmp_path, shipped)
    company.hire("ls")
    company.target("zw", "collected", "2024Q1", 1000)
    _stars(company, D(2024, 1, 5), 4, "ls")
    sheets = _sheets(company)
    assert {code: str(_score(one)) for code, one in sheets.of.items()} == {"zw": "0.00", "ls": "40.00"}
    assert {code: one.rank for code, one in sheets.of.items()} == {"zw": 2, "ls": 1}


def test_a_missed_customer_is_something_known(tmp_path: Path) -> None:
    """Nothing stuck and a customer neglected: the score of the one, less the points of the other."""
    tracking = '[tracking]\n[[tracking.interval]]\ndays = 30\n[[penalty]]\nkey = "overdue_contact"\npoints = "3"\n'
    company = _company(tmp_path, _plan(_kpi("stuck_opportunities", score="grid", more=GRID)) + tracking)
    assert _score(_of(company)) is None, "the best score of nothing at all"
    company.customer("c2", D(2024, 1, 10), "zw")
    assert str(_score(_of(company, on=D(2024, 3, 1)))) == "97.00"


def test_whose_score_rests_on_little_is_named(tmp_path: Path) -> None:
    """Stars alone are 40 of 100: a note of the table and of the sheet; whoever has 60 is not in it."""
    company = _company(tmp_path, _plan(STARS.format(weight=40), _kpi("collected", "60")))
    for code in ("ls", "ww"):
        company.hire(code)
        company.target(code, "collected", "2024Q1", 100)
    _stars(company, D(2024, 1, 5), 4)
    with company.view() as view:
        sheets = sheets_of(view, span("2024Q1"), staff_of(view))
        everybody = list(sheets.of.values())
        said = "The score of zw rests on less than half of the weight of the plan."
        assert said in list(appraisal_notes.of_everybody(view, span("2024Q1"), sheets, everybody))
        assert said in list(appraisal_notes.of_these(view, span("2024Q1"), sheets, [sheets.of["zw"]]))
        assert not [note for note in appraisal_notes.of_these(view, span("2024Q1"), sheets, [sheets.of["ls"]])]


# Shorter periods.


def test_a_year_goes_by_the_longest_shorter_plan(tmp_path: Path) -> None:
    """With plans of a month and of a quarter a year is the mean of its quarters, half a year with its own plan likewise."""
    plans = [_plan(STARS.format(weight=100), period=kind) for kind in ("month", "quarter")]
    plans += [_plan(SHORTER.format(weight=100), period=kind) for kind in ("half", "year")]
    company = _company(tmp_path, "".join(plans))
    for day, stars in ((D(2024, 1, 5), 5), (D(2024, 2, 5), 5), (D(2024, 3, 5), 2), (D(2024, 4, 5), 3)):
        _stars(company, day, stars)
    half = _of(company, over="2024H1")
    assert str(_score(half)) == "70.00"  # 4 stars in the first quarter, 3 in the second
    assert str(_score(_of(company, over="2024"))) == "70.00"  # of half-years: the second has none
    with company.view() as view:
        policy = view.versions.on(D(2024, 12, 31)).policy
        assert below(policy, "rep", PeriodKind.YEAR) is PeriodKind.HALF
        assert below(policy, "rep", PeriodKind.HALF) is PeriodKind.QUARTER
        assert below(policy, "rep", PeriodKind.MONTH) is None and below(policy, "manager", PeriodKind.YEAR) is None


def test_without_shorter_plans_there_is_nothing_to_take_the_mean_of(tmp_path: Path) -> None:
    company = _company(tmp_path, _plan(SHORTER.format(weight=60), STARS.format(weight=40), period="year"))
    _stars(company, D(2024, 1, 5), 5)
    sheet = _of(company, over="2024")
    assert str(_score(sheet)) == "100.00" and sheet.appraised and sheet.appraised.coverage == Decimal("0.4")
    assert [one.why for one in _items(sheet)] == ["nothing to measure", ""]


def test_a_year_that_is_not_over_is_the_mean_of_what_has_begun(tmp_path: Path) -> None:
    """On 10 April the first quarter and the ten days of the second; who came in April has that one alone."""
    company = _company(tmp_path, _plan(STARS.format(weight=100)) + _plan(SHORTER.format(weight=100), period="year"))
    company.hire("new", on=D(2024, 4, 1))
    for rep, day, stars in (("zw", D(2024, 1, 5), 5), ("zw", D(2024, 4, 5), 3), ("new", D(2024, 4, 5), 4)):
        _stars(company, day, stars, rep)
    sheets = _sheets(company, "2024", D(2024, 4, 10))
    assert {code: str(_score(one)) for code, one in sheets.of.items()} == {"zw": "80.00", "new": "80.00"}


def _closing_year(path: Path) -> SmallCompany:
    """Two quarters of 100 and 60, the first closed in April; a rating of it comes in later."""
    company = _company(path, _plan(STARS.format(weight=100)) + _plan(SHORTER.format(weight=100), period="year"))
    _stars(company, D(2024, 1, 5), 5)
    _stars(company, D(2024, 4, 5), 3)
    close(company, "2024Q1", D(2024, 4, 10))
    _stars(company, D(2024, 3, 5), 1)
    return company


def test_a_closed_quarter_counts_in_the_year_as_its_statement_says(tmp_path: Path) -> None:
    """Signed at 100.00; the star that came in later moves the quarter reckoned now, and not the year's mean."""
    company = _closing_year(tmp_path)
    with company.view() as view:
        (kept,) = statement.build(view, span("2024Q1")).rows
    assert str(_score(_of(company))) == "60.00", "reckoned with what is known now"
    sheet = _of(company, over="2024")
    assert (kept["score"], str(_score(sheet))) == (Decimal(100), "80.00")
    assert list(sheet.notes) == [
        "Of the shorter periods these count as they were closed, whatever was recorded since: 2024Q1."
    ]
    with company.view() as view:
        tree, notes = score_reason(view, "zw", span("2024"))
        assert str(tree.result) == "80.00" and mistakes(tree) == [] and list(sheet.notes) == notes
        quarters = [one for _number, one in walk(tree) if one.title.startswith("Score of zw ZW, 2024Q")]
        assert [str(one.result) for one in quarters[:2]] == ["100.00", "60.00"]


def test_a_year_closed_after_its_quarter_recomputes_to_the_same(tmp_path: Path) -> None:
    """Its statement has the quarter's signed score too, and later facts move neither."""
    company = _closing_year(tmp_path)
    close(company, "2024", D(2025, 1, 10))
    _stars(company, D(2024, 2, 5), 1)
    with company.view() as view:
        (kept,) = statement.build(view, span("2024")).rows
    assert (kept["score"], kept["same"], str(_score(_of(company, over="2024")))) == (Decimal(80), True, "80.00")


def test_penalty_points_of_a_scored_quarter_are_not_taken_off_the_year_again(tmp_path: Path) -> None:
    """A point off in February and one in August: the first is in the first quarter's score, the third quarter has none."""
    tracking = '[tracking]\n[[tracking.interval]]\ndays = 30\n[[penalty]]\nkey = "overdue_contact"\npoints = "1"\n'
    plans = _plan(STARS.format(weight=100)) + _plan(SHORTER.format(weight=100), period="year")
    company = _company(tmp_path, plans + tracking)
    for customer, day in (("early", D(2024, 1, 10)), ("late", D(2024, 7, 20))):
        company.customer(customer, day, "zw")
    _stars(company, D(2024, 1, 5), 5)
    company.follow_up("zw", D(2024, 2, 12), "early")
    company.job("zw", D(2024, 8, 31), "depart")
    company.append("customer_owner", D(2024, 2, 13), customer_id=company.ids["early"], rep_id=None)
    quarters = {over: _of(company, over=over) for over in ("2024Q1", "2024Q3")}
    assert [(str(_score(one)), one.points) for one in quarters.values()] == [("99.00", 1), ("None", 1)]
    with company.view() as view:
        sheets = sheets_of(view, span("2024"), staff_of(view))
        sheet = sheets.of["zw"]
        assert (str(_score(sheet)), sheet.points, sheet.taken_before) == ("98.00", 1, 1)
        said = "Penalty points that the scores of shorter periods are less already are not taken off again: zw 1."
        assert said in list(appraisal_notes.of_these(view, span("2024"), sheets, [sheet]))
        tree, _notes = score_reason(view, "zw", span("2024"))
        assert str(tree.result) == "98.00" and mistakes(tree) == []
        top = next(one for one in tree.steps[0].steps if one.title == "Penalty points")
        assert [(step.counts, bool(step.definition)) for step in top.steps] == [(False, True), (True, False)]


def test_a_quarter_closed_with_its_half_counts_as_the_half_was_closed(tmp_path: Path) -> None:
    """No statement has the quarter's own score: it is reckoned by the ledger as it was then."""
    company = _company(tmp_path, _plan(STARS.format(weight=100)) + _plan(SHORTER.format(weight=100), period="year"))
    _stars(company, D(2024, 1, 5), 5)
    _stars(company, D(2024, 4, 5), 3)
    close(company, "2024H1", D(2024, 7, 10))
    for day in (D(2024, 3, 5), D(2024, 5, 5)):
        _stars(company, day, 1)
    assert str(_score(_of(company, over="2024"))) == "80.00"
    with company.view() as view:
        tree, _notes = score_reason(view, "zw", span("2024"))
        assert str(tree.result) == "80.00" and mistakes(tree) == []


def test_beside_a_what_if_a_closed_quarter_is_reckoned_by_the_other_policy(tmp_path: Path) -> None:
    """The facts are those of the closing on both sides; a most of 80 points makes 80 and 60 of 100 and 60."""
    company = _closing_year(tmp_path)
    most = STARS.format(weight=100) + 'max_score = "80"\n'
    other = _plan(most) + _plan(SHORTER.format(weight=100), period="year")
    with company.view(other=other) as view:
        new = sheets_of(view, span("2024"), staff_of(view)).of["zw"]
        now = sheets_of(view.in_force(), span("2024"), staff_of(view)).of["zw"]
    assert (str(_score(new)), str(_score(now))) == ("70.00", "80.00")


# Assessments.


EXAM = """
[[appraisal.item]]
method = "assessment"
assessment = "exam"
purpose = "appraisal"
weight = "100"
score = "rating"
raters = {raters}
"""


def _exam(company: SmallCompany, score: str, rater: str | None) -> None:
    about = {"rep_id": company.ids["zw"], "method": "exam", "purpose": "appraisal", "out_of": "100"}
    company.append("assessment", D(2024, 2, 1), score=score, rater=rater, **about)


def test_who_is_not_named_counts_nothing_and_a_note_says_so(tmp_path: Path) -> None:
    company = _company(tmp_path, _plan(EXAM.format(raters='{ manager = "0.7", peer = "0.3" }')))
    for score, rater in (("80", "manager"), ("10", "customer"), ("20", None), ("100", "self")):
        _exam(company, score, rater)
    sheet = _of(company)
    assert str(_score(sheet)) == "80.00"
    assert list(sheet.notes) == [
        "2 assessments of zw (exam) by customer, somebody count nothing: the plan names manager, peer."
    ]


def test_self_beside_others_is_left_out_and_a_note_says_so(tmp_path: Path) -> None:
    company = _company(tmp_path, _plan(EXAM.format(raters='{ manager = "0.8", self = "0.2" }')))
    _exam(company, "60", "manager")
    _exam(company, "100", "self")
    sheet = _of(company)
    assert str(_score(sheet)) == "60.00"
    assert [note for note in sheet.notes if "nobody rates himself" in note]


def test_nobody_rates_himself(tmp_path: Path) -> None:
    """The rep's own exam is no score, whatever the plan says of raters."""
    for number, raters in enumerate(('{ manager = "1" }', "{}")):
        (tmp_path / str(number)).mkdir()
        company = _company(tmp_path / str(number), _plan(EXAM.format(raters=raters)))
        _exam(company, "100", "self")
        sheet = _of(company)
        assert (_score(sheet), sheet.rank, list(sheet.notes)) == (None, None, [])
