"""What everybody's items come to on a real ledger: by which plan, of which facts, and what is not there."""

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from small_company import AFTERWARDS, SmallCompany, span

from salescli.reports.appraised import Sheet, Sheets, below, sheets_of
from salescli.reports.commission import staff_of
from salescli.rules.appraisal import Scored
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
