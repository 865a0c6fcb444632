"""reports/entered.py on a real ledger: what is counted day by day comes to the same as what is looked at entry by entry."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

import pytest
from small_company import SmallCompany, span

from salescli.measure import MeasureKey
from salescli.period import instant_text
from salescli.reports.commission import staff_of
from salescli.reports.entered import Entered
from salescli.reports.measured import measured
from salescli.reports.measuring import BY_DAYS
from salescli.rules.runs import each_day

D = date
K = MeasureKey
POLICY = """
[tracking]
data_entry_hours = {hours}
wanted_fields = ["follow_up.content", "follow_up.next_on", "follow_up.happened_at", "customer.phone"]
"""
LAST = D(2024, 12, 31)


def _spoken(
    company: SmallCompany, rep: str, day: date, entered: datetime, at: str | None = None, **also: object
) -> int:
    about = {"customer_id": company.ids["c"], "channel": "phone", "answered": True, **also}
    return company.append(
        "follow_up", day, rep_id=company.ids[rep], happened_at=at, recorded_at=instant_text(entered), **about
    )


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw and ls in the team north; ls goes to south on 10 March; 24 hours to enter a follow-up, from 20 March on six."""
    made = SmallCompany(tmp_path / "l.db", POLICY.format(hours=24))
    made.policy(POLICY.format(hours=6), starts=D(2024, 3, 20))
    made.team("all")
    for code in ("north", "south"):
        made.team(code, parent="all")
    for code in ("zw", "ls"):
        made.hire(code, team="north")
    made.job("ls", D(2024, 3, 10), "move", team="south")
    made.customer("c", D(2024, 1, 1), "zw")
    return made


def _busy(company: SmallCompany) -> None:
    """Follow-ups with and without a time, a content, a next day; entered in time, late and very late; some voided."""
    chance = Random(7)
    for number in range(300):
        day = D(2024, 2, 20) + timedelta(days=chance.randrange(45))
        entered = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=chance.randrange(70))
        at = f"{chance.randrange(24):02}:{chance.randrange(60):02}" if chance.random() < 0.5 else None
        id = _spoken(
            company,
            chance.choice(("zw", "ls")),
            day,
            entered,
            at,
            answered=chance.random() < 0.8,
            content=chance.choice(("x", "", None)),
            next_on=day if chance.random() < 0.5 else None,
        )
        if number % 20 == 0:
            company.append("void", day, fact_id=id, effect="void", why="twice")


@pytest.mark.parametrize("over", ["2024Q1", "2024-03", "2024-03-05..2024-03-25"])
def test_counted_or_told_the_figures_are_the_same(company: SmallCompany, over: str) -> None:
    """Of reps, of teams that one of them left meanwhile, and of the company; with policies that change within the month."""
    _busy(company)
    asked = [(key, None) for key in sorted(BY_DAYS)]
    with company.view(LAST) as view:
        staff, period = staff_of(view), span(over)
        counted, told = (measured(view, period, asked, staff, told=told) for told in (False, True))
        for one in asked:
            for rep in ("zw", "ls"):
                assert counted.of_rep(rep, one).value == told.of_rep(rep, one).value is not None
            for team in ("north", "south", "all"):
                id = company.ids[team]
                assert counted.of_team(id, one).value == told.of_team(id, one).value is not None
            assert counted.of_company(one).value == told.of_company(one).value
            assert sum(len(tally.parts) for tally in counted.tallies[one].values()) < 60


def test_every_field_that_may_be_wanted_is_counted(company: SmallCompany) -> None:
    """Filled once of two."""
    from salescli.rules.entries import known_fields

    day, at = D(2024, 3, 1), datetime(2024, 3, 1, 9, tzinfo=UTC)
    company.opportunity("o", day, "zw", "c")
    contact = company.append("contact", day, customer_id=company.ids["c"], name="x")
    _spoken(company, "zw", day, at)
    filled = {"opportunity_id": company.ids["o"], "contact_id": contact, "minutes": 5, "content": "x", "next_step": "y"}
    _spoken(company, "zw", day, at, "10:00", next_on=day, **filled)
    with company.view(LAST) as view:
        entered = Entered(view, day, D(2024, 3, 2), lambda _kind: lambda _day: (), lambda _day: 24, each_day, False)
        (counted,) = entered.days()
    assert {name: getattr(counted, name) for name in known_fields("follow_up")} == dict.fromkeys(
        known_fields("follow_up"), 1
    )
    assert (counted.follow_ups, counted.customers, counted.first_at) == (2, 1, "10:00")


def test_one_late_entry_of_a_day_is_late_alone(company: SmallCompany) -> None:
    """On 1 March in Shanghai (the day ends at 16:00 UTC): 24 hours after 09:30 for one, after midnight for the other."""
    day = D(2024, 3, 1)
    _spoken(company, "zw", day, datetime(2024, 3, 2, 1, 31, tzinfo=UTC), "09:30")
    _spoken(company, "zw", day, datetime(2024, 3, 2, 16, 0, tzinfo=UTC))
    with company.view(LAST) as view:
        found = measured(view, span("2024-03"), [(K.DATA_QUALITY, None)], staff_of(view))
        assert found.of_rep("zw", (K.DATA_QUALITY, None)).mean("timeliness") == Fraction(1, 2)


def test_what_is_said_of_one_measure_is_not_said_of_another(tmp_path: Path) -> None:
    """A policy without data_entry_hours: a note of data quality, each time that it is asked for, and of nothing else."""
    company = SmallCompany(tmp_path / "l.db")
    company.hire("zw")
    with company.view(LAST) as view:
        staff, period = staff_of(view), span("2024-03")
        for key, count in ((K.DATA_QUALITY, 1), (K.CONTRACT_AMOUNT, 0), (K.COMPETENCE, 1), (K.DATA_QUALITY, 1)):
            notes = measured(view, period, [(key, None)], staff).notes
            assert sum("data_entry_hours" in note for note in notes) == count, key
