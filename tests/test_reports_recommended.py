"""reports/recommended.py, standard_figures.py, standard_words.py: what standards look at in a ledger, and what they recommend."""

import json
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import span
from standard_company import PLAN, StandardCompany, standard

from salescli.errors import NothingInForce, WrongUse
from salescli.ledger import files
from salescli.main import main
from salescli.record import example
from salescli.record.example import book
from salescli.record.example.world import LAST
from salescli.render.data import to_json
from salescli.reports import appraise, recommended
from salescli.reports.commission import staff_of
from salescli.reports.recommendation_reasons import recommendation_reason
from salescli.reports.view import View, versions_of
from salescli.rules.reasons import mistakes
from salescli.terms import Recommendation as Outcome

D = date


@pytest.fixture
def company(tmp_path: Path) -> Any:
    def make(when: str, recommend: str = "training", periods: int = 1, more: str = "", policy: str = "") -> Any:
        return StandardCompany(tmp_path, policy + standard(when, recommend, periods, more=more))

    return make


# What a name is.


def test_grade_and_score(company: Any) -> None:
    """Four stars of five are 80.00, a B; without any star there is neither."""
    ours = company("grade == B and score == 80")
    ours.stars("2024Q1", 4)
    assert (ours.met("2024Q1"), ours.met("2024Q2")) == (True, None)


@pytest.mark.parametrize(("yuan", "met"), [(1000, True), (999.99, False)])
def test_money_is_in_currency_units(company: Any, yuan: float, met: bool) -> None:
    """A thousand yuan are 1000, and not a hundred thousand fen."""
    ours = company("contract_amount >= 1000")
    ours.contract(D(2024, 2, 1), yuan, "zw")
    assert ours.met("2024Q1") is met
    assert ours.finding("2024Q1").periods[0].values == {"contract_amount": Fraction(str(yuan))}


def test_counts_ratios_and_what_a_plan_looks_at(company: Any) -> None:
    ours = company("contract_count == 1 and satisfaction >= 4 and win_rate >= 0")
    ours.contract(D(2024, 2, 1), 10, "zw")
    ours.stars("2024Q1", 4)
    assert ours.met("2024Q1") is None, "nothing was closed, so there is no win rate"
    ours.stage(next(name for name in ours.ids if name.startswith("opportunity")), D(2024, 2, 2), "won")
    assert ours.met("2024Q1") is True


def test_an_attainment_without_a_target_is_unknown(company: Any) -> None:
    """Half of the target is 0.5, on its bound; nothing sold with a target is 0, without any it is nothing."""
    ours = company("attainment:contract_amount <= 0.50")
    ours.contract(D(2024, 2, 1), 500, "zw")
    assert ours.met("2024Q1") is None
    ours.target("zw", "contract_amount", "2024Q1", 1000)
    ours.target("zw", "contract_amount", "2024Q2", 1000)
    assert (ours.met("2024Q1"), ours.met("2024Q2")) == (True, True)
    ours.contract(D(2024, 2, 2), 0.01, "zw")
    assert ours.met("2024Q1") is False


VOLUME = """
[[bonus]]
key = "volume"
title = { en = "Volume", zh = "销量奖" }
base = "2000.00"
period = "PERIOD"
by = "attainment:contract_amount"
grid = [ { from = "0", to_pay = "-0.50" }, { from = "0.80", to_pay = "0.80" }, { from = "1.00", to_pay = "1.00" } ]
settle = "year"
"""


def test_the_coefficient_of_a_bonus(company: Any) -> None:
    """Four fifths of the target give 0.80 of the bonus; without a target there is no line, and nothing is known."""
    ours = company("coefficient:volume >= 0.80", policy=VOLUME.replace("PERIOD", "quarter"))
    ours.target("zw", "contract_amount", "2024Q1", 1000)
    ours.contract(D(2024, 2, 1), 800, "zw")
    assert (ours.met("2024Q1"), ours.met("2024Q2"), ours.met("2024-01")) == (True, None, None)


def test_the_coefficient_of_a_monthly_bonus_in_a_quarter_is_the_mean(company: Any) -> None:
    """1.00, −0.50 and 1.00 are 0.50; where one month has no line, it is unknown."""
    ours = company("coefficient:volume == 0.50", policy=VOLUME.replace("PERIOD", "month"))
    for month in ("2024-01", "2024-02", "2024-03", "2024-04"):
        ours.target("zw", "contract_amount", month, 100)
    for day in (D(2024, 1, 5), D(2024, 3, 5), D(2024, 4, 5)):
        ours.contract(day, 100, "zw")
    assert (ours.met("2024Q1"), ours.met("2024Q2")) == (True, None)


def test_the_pool_of_the_year_so_far(company: Any) -> None:
    """−1,000 of the first quarter and 2,000 of the second are 1,000 by June; in March they were below zero."""
    ours = company("bonus_year < 0", policy=VOLUME.replace("PERIOD", "quarter"))
    for quarter in ("2024Q1", "2024Q2"):
        ours.target("zw", "contract_amount", quarter, 1000)
    ours.contract(D(2024, 4, 1), 1000, "zw")
    assert ours.finding("2024Q1").periods[0].values == {"bonus_year": -1000}
    assert ours.finding("2024Q2").periods[0].values == {"bonus_year": 1000}
    assert ours.finding("2024-05").periods[0].values == {"bonus_year": -1000}
    assert ours.met("2024-02") is None, "nothing has accrued yet"


def test_the_latest_assessment_of_the_period_never_a_self_rating(company: Any) -> None:
    ours = company("assessment:interview >= 0.80")
    ours.assess(D(2024, 1, 5), "9")
    ours.assess(D(2024, 2, 5), "8")
    ours.assess(D(2024, 3, 5), "10", rater="self")
    assert ours.finding("2024Q1").periods[0].values == {"assessment:interview": Fraction(4, 5)}
    assert (ours.met("2024Q1"), ours.met("2024Q2")) == (True, None)


def test_an_assessment_for_a_purpose(company: Any) -> None:
    ours = company("assessment:interview:promotion >= 0.80")
    ours.assess(D(2024, 1, 5), "9", purpose="training")
    assert ours.met("2024Q1") is None
    ours.assess(D(2024, 1, 4), "9")
    assert ours.met("2024Q1") is True


# Periods.


def test_so_many_periods_running(company: Any) -> None:
    """D in the first and second quarter; a quarter without any score between two breaks the run."""
    ours = company("grade == D", periods=2)
    for quarter in ("2024Q1", "2024Q2", "2024Q4"):
        ours.stars(quarter, 1)
    assert [ours.met(quarter) for quarter in ("2024Q1", "2024Q2", "2024Q3", "2024Q4")] == [None, True, None, None]
    assert [ours.finding(quarter).nearly for quarter in ("2024Q1", "2024Q4")] == [True, True]


def test_before_somebody_was_there_is_unknown(company: Any) -> None:
    """Hired in the second quarter: what asks for nothing bad does not hold of the first."""
    ours = company("complaints == 0", periods=2)
    ours.hire("new", D(2024, 4, 15))
    assert (ours.met("2024Q2", "new"), ours.met("2024Q3", "new")) == (None, True)
    assert [one.employed for one in ours.finding("2024Q2", "new").periods] == [False, True]


def test_another_post_in_between_counts_by_its_own_plan(company: Any) -> None:
    """A manager has no plan, so no grade; the period is unknown and breaks the run."""
    ours = company("grade == D", periods=2)
    for quarter in ("2024Q1", "2024Q2", "2024Q3"):
        ours.stars(quarter, 1)
    ours.job("zw", D(2024, 4, 1), "move", post="manager")
    ours.job("zw", D(2024, 7, 1), "move", post="rep")
    assert [ours.met(quarter) for quarter in ("2024Q2", "2024Q3")] == [None, None]


def test_each_period_by_the_policy_in_force_then(company: Any) -> None:
    """Two stars are a D under the first policy and a B from July on; the standard is the asked period's."""
    ours = company("grade == D", periods=2)
    kinder = PLAN.replace('"60"', '"30"')
    ours.policy(kinder + standard("grade != A", "probation", 2), D(2024, 7, 1))
    for quarter in ("2024Q1", "2024Q2", "2024Q3"):
        ours.stars(quarter, 2)
    (one,) = ours.recommended("2024Q3")
    assert one.outcome is Outcome.PROBATION
    assert [looked.values["grade"] for looked in one.finding.periods] == ["D", "B"]
    assert ours.recommended("2024Q2")[0].outcome is Outcome.TRAINING


def test_months_half_years_and_years(company: Any) -> None:
    ours = company("satisfaction >= 4", periods=2)
    for month in ("2024-01", "2024-02"):
        ours.stars(month, 4)
    ours.stars("2023Q1", 4)
    found = [ours.met(name) for name in ("2024-02", "2024-03", "2024H1", "2024")]
    assert found == [True, None, None, True]
    with pytest.raises(WrongUse, match="month, quarter, half or year"):
        ours.met("2024-01-05..2024-02-04")


def test_without_a_policy(company: Any, tmp_path: Path) -> None:
    ours = company("grade == D")
    with ours.view(other=PLAN) as view:
        assert recommended.recommendations_of(view, span("2024Q1"), staff_of(view)) == {}
    from salescli.policy.versions import Versions

    with ours.view() as view:
        empty = View(view.ledger, view.on, view.lang, Versions([]))
        with pytest.raises(NothingInForce):
            recommended.recommendations_of(empty, span("2024Q1"), staff_of(view))


# What is recommended.


def test_a_pay_rise_from_what_base_to_what_base(company: Any) -> None:
    """5 % of the rep's own 6,543.21 as it was on the last day of the quarter is 327.16."""
    ours = company("grade == A", "pay_rise", more='raise = "0.05"')
    ours.stars("2024Q1", 5)
    ours.base(D(2024, 2, 1), 654_321)
    ours.base(D(2024, 4, 1), 999_999)
    (one,) = ours.recommended("2024Q1")
    assert (one.base, one.amount, one.new_base) == (654_321, 32_716, 687_037)
    assert recommended.words_of(one, "en") == [
        "Pay rise, by the standard Rule s",
        "2024Q1: Grade A",
        "Base 6,543.21 → 6,870.37 a month, 327.16 more (5% of the base)",
    ]
    assert "标准s" in recommended.words_of(one, "zh")[0]


def test_the_base_of_the_post_and_no_base_at_all(company: Any) -> None:
    ours = company("grade == A", "pay_rise", more='raise = "0.10"')
    ours.stars("2024Q1", 5)
    (one,) = ours.recommended("2024Q1")
    assert (one.base, one.amount) == (None, None)
    assert recommended.words_of(one, "en")[-1] == "No base is known, so no amount is proposed."
    rich = PLAN + standard("grade == A", "pay_rise", more='raise = "0.10"')
    ours.append("policy", D(2023, 1, 1), **_loaded(rich))
    (one,) = ours.recommended("2024Q1")
    assert (one.base, one.amount) == (600_000, 60_000)


def _loaded(text: str) -> dict[str, Any]:
    from small_company import HEAD

    from salescli.policy.versions import digest_of

    body = HEAD.replace('title = "Rep"', 'title = "Rep"\nbase = "6000.00"') + text
    return {"starts_on": None, "title": "Test", "body": body, "digest": digest_of(body)}


def test_a_pay_rise_without_a_raise_names_no_amount(company: Any) -> None:
    ours = company("grade == A", "pay_rise")
    ours.stars("2024Q1", 5)
    (one,) = ours.recommended("2024Q1")
    assert one.amount is None
    assert recommended.words_of(one, "en")[-1] == "The standard names no raise, so no amount is proposed."


def test_a_training_names_the_weakest_item(company: Any) -> None:
    ours = company("grade == D")
    ours.stars("2024Q1", 2)
    (one,) = ours.recommended("2024Q1")
    assert recommended.words_of(one, "en") == [
        "Training, by the standard Rule s",
        "2024Q1: Grade D",
        "Customer satisfaction: score 40.00 of 100; the full score would add 60.00 points to the total",
    ]


POSTS = """
[post.lead]
title = { en = "Lead", zh = "主管" }
requires = { interview = "0.80", exam = "0.60" }
[post.desk]
title = "Desk"
requires = { interview = "0.60" }
[post.lab]
title = "Lab"
requires = { simulation = "0.60" }
[post.field]
title = "Field"
requires = { interview = "0.50", exam = "0.60" }
"""


def test_a_placement_names_the_posts_that_fit(company: Any) -> None:
    """An interview of 0.6: the desk wants no more, the field an exam that nobody has set yet; the lead wants 0.8, which is
    not met; nothing is known for the lab."""
    ours = company("grade == D", "placement", policy=POSTS)
    ours.stars("2024Q1", 1)
    ours.assess(D(2023, 5, 1), "6")
    (one,) = ours.recommended("2024Q1")
    assert recommended.words_of(one, "en")[2:] == [
        "Desk: meets all that it requires",
        "Field: meets what is known, 1 of 2 requirements",
    ]
    (row,) = recommended.rows_of([one])
    assert [(post["post"], post["met"]) for post in row["details"]["posts"]] == [("desk", True), ("field", False)]


@pytest.mark.parametrize("recommend", ["placement", "transfer"])
def test_where_no_post_fits_none_is_proposed(company: Any, recommend: str) -> None:
    """An interview of 0.4 meets no post's, and a sentence says so; explain has it too."""
    ours = company("grade == D", recommend, policy=POSTS)
    ours.stars("2024Q1", 1)
    ours.assess(D(2023, 5, 1), "4")
    said = "No post is proposed: of no other one are all the requirements met that are known."
    (one,) = ours.recommended("2024Q1")
    assert recommended.words_of(one, "en")[2:] == [said]
    assert recommended.rows_of([one])[0]["details"]["posts"] == []
    with ours.view() as view:
        tree, _notes = recommendation_reason(view, "zw", span("2024Q1"), "s")
    assert said in [step.title for step in tree.steps] and mistakes(tree) == []


def test_who_has_left_is_recommended_nothing(company: Any) -> None:
    """On the last day of the quarter one is still there."""
    ours = company("grade == D", "dismissal")
    for code, day in (("gone", D(2024, 3, 30)), ("last", D(2024, 3, 31))):
        ours.hire(code)
        ours.stars("2024Q1", 1, code)
        ours.job(code, day, "depart")
    assert ours.met("2024Q1", "gone") is True
    assert [len(ours.recommended("2024Q1", code)) for code in ("gone", "last")] == [0, 1]


def test_recommendations_that_contradict_each_other_both_stand(company: Any) -> None:
    ours = company("grade == D", "dismissal", policy=standard("score < 50", "pay_rise", key="t", more='raise = "0.05"'))
    ours.stars("2024Q1", 1)
    with ours.view() as view:
        found = recommended.recommendations_of(view, span("2024Q1"), staff_of(view))
        notes = list(recommended.notes_of(found))
        report = appraise.build(view, span("2024Q1"))
    assert [one.outcome.value for one in found["zw"]] == ["pay_rise", "dismissal"]
    assert notes == ["zw: Pay rise / Dismissal are recommended at once; a person decides."]
    assert notes[0] in report.notes


# As programs get it.


def test_a_row_as_programs_get_it(company: Any) -> None:
    ours = company("grade == A and 1000 < contract_amount", "pay_rise", 2, more='raise = "0.05"')
    ours.base(D(2023, 1, 2), 600_000)
    for quarter, yuan in (("2024Q1", 2000), ("2024Q2", 1000.01)):
        ours.stars(quarter, 5)
        ours.contract(span(quarter).start, yuan, "zw")
    with ours.view() as view:
        (row,) = json.loads(to_json(appraise.build(view, span("2024Q2"))))["rows"]
    (one,) = row["recommendations"]
    assert {key: one[key] for key in ("recommend", "standard", "when", "amount")} == {
        "recommend": "pay_rise",
        "standard": "s",
        "when": "grade == A and 1000 < contract_amount",
        "amount": "300.00",
    }
    grade = {"figure": "grade", "value": "A", "operator": "==", "bound": "A", "against": None}
    money = {"figure": "contract_amount", "operator": ">", "bound": "1000", "against": None}
    assert one["evidence"] == [
        {"period": "2024Q1", **grade, "met": True, "decides": True},
        {"period": "2024Q1", **money, "value": "2000.00", "met": True, "decides": True},
        {"period": "2024Q2", **grade, "met": True, "decides": True},
        {"period": "2024Q2", **money, "value": "1000.01", "met": True, "decides": True},
    ]
    assert one["details"] == {"base": "6000.00", "new_base": "6300.00", "items": [], "posts": []}


def test_evidence_in_words(company: Any) -> None:
    """A value is said to as many places as it takes to stand on its side of the bound; what was not decisive is left out."""
    when = "grade == D or attainment:contract_amount < 0.50 or contract_amount >= profit or not (win_rate < 50%)"
    ours = company(when)
    ours.target("zw", "contract_amount", "2024Q1", 10000)
    ours.contract(D(2024, 1, 5), 4999.9, "zw")
    ours.stage(next(name for name in ours.ids if name.startswith("opportunity")), D(2024, 1, 6), "won")
    ours.stars("2024Q1", 5)
    (one,) = ours.recommended("2024Q1")
    assert recommended.words_of(one, "en")[1] == (
        "2024Q1: Attainment of Contract amount 49.999% < 50%; Contract amount 4,999.90 ≥ 0.00; Win rate 100%, not < 50%"
    )


def test_a_closed_period_is_seen_as_it_was_closed(
    company: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A first quarter closed with one star keeps its D, whatever is entered for it later."""
    ours = company("grade == D", periods=2)
    ours.hire("boss", post="manager")
    for quarter in ("2024Q1", "2024Q2"):
        ours.stars(quarter, 1)
    assert ours.met("2024Q2") is True
    monkeypatch.setenv("SALESCLI_LEDGER", str(ours.path))
    assert main(["close", "2024Q1", "--on", "2024-07-01", "--as", "clerk"]) == 0, capsys.readouterr().err
    for _time in range(9):
        ours.stars("2024Q1", 5)
    assert ours.met("2024Q2") is True
    assert ours.met("2024Q1") is False, "looked at as it is now, it is another grade"


# The example team.


def test_the_example_teams_year(tmp_path: Path) -> None:
    """Each kind of standard is met by somebody, and everything recommended has evidence for every period."""
    path = tmp_path / "ledger.db"
    example.build(path)
    with files.open_for_reading(path, book.SYSTEM) as ledger:
        view = View(ledger, LAST, "en", versions_of(ledger))
        staff = staff_of(view)
        year = [recommended.recommendations_of(view, span(f"2024Q{quarter}"), staff) for quarter in (1, 2, 3, 4)]
    every = [one for found in year for each in found.values() for one in each]
    assert {one.outcome.value for one in every} == {"pay_rise", "training", "dismissal"}
    for one in every:
        assert len(one.finding.periods) == one.standard.for_periods
        assert all(looked.met for looked in one.finding.periods)
    assert [one.outcome.value for one in year[3]["zj"]] == ["training", "dismissal"]
    assert [one.amount for one in year[3]["wxm"]] == [30_000]
