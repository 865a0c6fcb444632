"""reports/missed.py on a real ledger: what sets a deadline and what replaces it."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from small_company import AFTERWARDS, SmallCompany, span

from salescli.period import Period
from salescli.reports.commission import staff_of
from salescli.reports.missed import missed_of
from salescli.rules.missed import Missed

D = date
POLICY = """
[tracking]
grace_days = 1
[[tracking.interval]]
stage = "open"
days = 5
[[tracking.interval]]
days = 10
"""
BY_DAY = '[[penalty]]\nkey = "overdue_contact"\nper = "day"\namount = "1.00"\n'


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw owns c1 from 1 January 2024 on; ten days between contacts, one of grace."""
    made = SmallCompany(tmp_path / "l.db", POLICY)
    made.hire("zw")
    made.hire("ls")
    made.customer("c1", D(2024, 1, 1), "zw")
    return made


def _missed(company: SmallCompany, over: str, on: date = AFTERWARDS) -> list[Missed]:
    with company.view(on) as view:
        return list(missed_of(view, span(over), staff_of(view)))


def test_a_customer_never_contacted_counts_from_its_first_day(company: SmallCompany) -> None:
    """Owned on 1 January: due on the 11th, missed on the 13th; what set the deadline is the customer."""
    (one,) = _missed(company, "2024-01")
    assert (one.deadline, one.missed_on, one.days, one.fact) == (D(2024, 1, 11), D(2024, 1, 13), 19, company.ids["c1"])
    assert not _missed(company, "2024-01", on=D(2024, 1, 12))
    assert [one.days for one in _missed(company, "2024-01", on=D(2024, 1, 13))] == [1]


def test_who_was_contacted_before_being_owned_was_contacted(company: SmallCompany) -> None:
    company.customer("c2", D(2024, 1, 1), "ls", D(2024, 1, 5))
    company.follow_up("zw", D(2024, 1, 2), "c2")
    assert [one.deadline for one in _missed(company, "2024-01") if one.rep == "ls"] == [D(2024, 1, 12)]


def test_an_unanswered_call_replaces_nothing_and_anybodys_answered_one_does(company: SmallCompany) -> None:
    """zw rings in vain on the 10th; ls reaches the customer on the 12th, the day of grace: the next is due on the 22nd."""
    company.follow_up("zw", D(2024, 1, 10), "c1", answered=False)
    company.follow_up("ls", D(2024, 1, 12), "c1")
    assert [(one.rep, one.deadline) for one in _missed(company, "2024-01")] == [("zw", D(2024, 1, 22))]


def test_of_one_days_follow_ups_the_last_entered_sets_the_deadline(company: SmallCompany) -> None:
    about = {"customer_id": company.ids["c1"], "rep_id": company.ids["zw"], "channel": "phone", "answered": True}
    company.append("follow_up", D(2024, 1, 2), next_on=D(2024, 1, 3), **about)
    last = company.append("follow_up", D(2024, 1, 2), next_on=D(2024, 1, 20), **about)
    assert [(one.deadline, one.fact) for one in _missed(company, "2024-01")] == [(D(2024, 1, 20), last)]


@pytest.mark.parametrize("penalty", ["", BY_DAY])
def test_what_happens_after_the_period_changes_nothing_of_it(company: SmallCompany, penalty: str) -> None:
    """Missed in January, the five days of February are February's where days cost something; else it was missed, once."""
    company.policy(POLICY + penalty)
    company.follow_up("zw", D(2024, 2, 5), "c1")
    assert [one.days for one in _missed(company, "2024-01")] == [19]
    earlier = [(False, 5)] if penalty else []
    assert [(one.is_occurrence, one.days) for one in _missed(company, "2024-02")] == [*earlier, (True, 13)]


@pytest.mark.parametrize("said", [None, D(2024, 1, 30)])
@pytest.mark.parametrize("grace", [0, 1, 25])
def test_what_was_set_long_ago_is_missed_once_its_days_are_over(
    company: SmallCompany, said: date | None, grace: int
) -> None:
    """Set on 20 January for the 30th, by the interval or by what was said: missed the day after the grace, and never again."""
    company.policy(POLICY.replace("grace_days = 1", f"grace_days = {grace}"))
    about = {"customer_id": company.ids["c1"], "rep_id": company.ids["zw"], "channel": "phone", "answered": True}
    company.append("follow_up", D(2024, 1, 20), next_on=said, **about)
    late = D(2024, 1, 31) + timedelta(days=grace)
    for first in (late - timedelta(days=1), late, late + timedelta(days=1)):
        with company.view() as view:
            found = missed_of(view, Period(first, first + timedelta(days=1), ""), staff_of(view))
        assert [one.missed_on for one in found if one.is_occurrence] == [late] * (first == late)


def test_the_stage_of_the_day_on_which_the_deadline_was_set(company: SmallCompany) -> None:
    """Spoken to on the 2nd with an opportunity in the stage open: due five days later, though it was lost on the 4th."""
    company.opportunity("o", D(2024, 1, 1), "zw", "c1")
    company.stage("o", D(2024, 1, 2), "open")
    company.follow_up("zw", D(2024, 1, 2), "c1")
    company.stage("o", D(2024, 1, 4), "lost")
    assert [one.deadline for one in _missed(company, "2024-01")] == [D(2024, 1, 7)]


def test_a_disqualified_lead_has_no_deadline_until_somebody_speaks_to_it_again(company: SmallCompany) -> None:
    company.append("disqualification", D(2024, 1, 5), customer_id=company.ids["c1"], why="closed down")
    assert not _missed(company, "2024Q1")
    company.follow_up("zw", D(2024, 2, 1), "c1")
    assert [one.deadline for one in _missed(company, "2024Q1")] == [D(2024, 2, 11)]


def test_a_voided_follow_up_replaces_nothing(company: SmallCompany) -> None:
    wrong = company.follow_up("zw", D(2024, 1, 9), "c1")
    company.append("void", D(2024, 1, 9), fact_id=wrong, effect="void", why="twice")
    assert [one.deadline for one in _missed(company, "2024-01")] == [D(2024, 1, 11)]


def test_without_a_policy_nothing_is_asked(tmp_path: Path) -> None:
    company = SmallCompany(tmp_path / "l.db")
    company.hire("zw")
    company.customer("c1", D(2024, 1, 1), "zw")
    assert not _missed(company, "2024")


def test_of_several_open_opportunities_each_stage_counts_and_the_deadline_is_one(company: SmallCompany) -> None:
    """One in no stage yet, one lost, two in the stage open: due five days later, missed once."""
    for name in ("a", "b", "c", "d"):
        company.opportunity(name, D(2024, 1, 1), "zw", "c1")
    company.stage("b", D(2024, 1, 2), "lost")
    for name in ("c", "d"):
        company.stage(name, D(2024, 1, 2), "open")
    company.follow_up("zw", D(2024, 1, 2), "c1")
    assert [(one.deadline, one.days) for one in _missed(company, "2024-01")] == [(D(2024, 1, 7), 23)]


def test_who_was_reached_again_by_the_day_that_was_said_has_kept_it(company: SmallCompany) -> None:
    """On the day itself, not on the day after the grace; the day that was past when it was said is the follow-up's own."""
    about = {"customer_id": company.ids["c1"], "rep_id": company.ids["zw"], "channel": "phone", "answered": True}
    for day, said in ((2, 5), (5, 8), (10, 12), (14, 13), (16, 31)):
        company.append("follow_up", D(2024, 1, day), next_on=D(2024, 1, said), **about)
    assert [(one.deadline, one.days) for one in _missed(company, "2024-01")] == [
        (D(2024, 1, 8), 1),
        (D(2024, 1, 12), 1),
        (D(2024, 1, 14), 1),
    ]
