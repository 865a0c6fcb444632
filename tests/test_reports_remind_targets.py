"""reports/remind/behind.py: targets that run and are behind their pace, whose they are, and what they say."""

from datetime import date
from pathlib import Path

import pytest
from reminded_company import DAY, ZONES_AND_DAYS, Company, days_around, on_day, text_on

from salescli.rules import measures

D = date
LAST = D(2024, 3, 29)  # a Friday, the last working day of the month


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "l.db", "")


def collects(company: Company, rep: str, on: date, yuan: float) -> None:
    company.money(company.contract(D(2024, 1, 1), yuan, rep, dues={D(2025, 12, 31): yuan}), on, yuan)


def behind(company: Company, day: date, actor: str = "clerk", **asked: str) -> list[tuple[str, int, int | None]]:
    """Whose target is behind on a day, the days, and the amount missing."""
    rows = company.reminders(day, actor, **asked).rows
    assert {row["kind"] for row in rows} <= {"target_behind"}
    return [(row["rep"], row["days"], row["amount"]) for row in rows]


@pytest.mark.parametrize(("zone", "day"), ZONES_AND_DAYS)
def test_while_it_runs(tmp_path: Path, zone: str, day: date) -> None:
    """From its first working day to its last day, that one included, and no longer; days are those left."""
    company = Company(tmp_path / "own.db", "", zone=zone)
    first = day - 9 * DAY
    company.target("zw", "collected", f"{first}..{day}", 1000)
    assert days_around(company, day) == [[-1], [0], []]
    assert on_day(company, first - DAY) == []


def test_the_pace(company: Company) -> None:
    """21 working days in March: 1,000 to be collected by the 15th, the 11th of them, are 523.81; a cent less is behind."""
    company.target("zw", "collected", "2024-03", 1000)
    collects(company, "zw", D(2024, 3, 1), 523.80)
    day = D(2024, 3, 15)
    assert behind(company, day) == [("zw", -16, 1)]
    collects(company, "zw", day, 0.01)
    assert behind(company, day) == []
    assert behind(company, day + 3 * DAY) == [("zw", -13, 4762)]


def test_reached_is_not_behind(company: Company) -> None:
    company.target("zw", "collected", "2024-03", 1000)
    collects(company, "zw", D(2024, 3, 1), 1000)
    assert behind(company, LAST) == []


def test_what_it_says(company: Company) -> None:
    """What was reached, the target, the pace, and how many days are left."""
    company.target("zw", "collected", "2024-03", 1000)
    company.target("zw", "follow_ups", "2024-03", number="21")
    company.target("zw", "collection_rate", "2024-03", number="0.9")
    company.customer("acme", D(2024, 3, 1))
    company.talk("acme", D(2024, 3, 1), next_on=D(2025, 1, 1))
    assert text_on(company, D(2024, 3, 15)) == [
        "Collected of ZW in 2024-03 is 0.00 CNY of 1,000.00 CNY; the pace is 523.81 CNY, with 16 days left.",
        "Follow-ups of ZW in 2024-03 is 1 of 21; the pace is 11, with 16 days left.",
    ]
    assert text_on(company, D(2024, 3, 31))[1] == (
        "Follow-ups of ZW in 2024-03 is 1 of 21; the pace is 21, and today is the last day."
    )
    (row, _other) = company.reminders(D(2024, 3, 15)).rows
    assert (row["due_on"], row["customer"], row["step"], row["over"]) == (D(2024, 3, 31), None, None, None)


def test_whose(company: Company) -> None:
    """A rep's own, a team's its lead's, past a team without one, the company's whoever leads all; a leaver's nobody's."""
    company.hire("gone", team="north")
    company.job("gone", D(2024, 3, 10), "depart")
    for number, who in enumerate(("zw", "gone", "boss", "TEAM:north", "TEAM:city", "COMPANY")):
        company.target(who, "collected", "2024-03", 1000 * (number + 1))
    assert behind(company, LAST) == [
        ("boss", -2, 600_000),
        ("boss", -2, 500_000),
        ("boss", -2, 400_000),
        ("boss", -2, 300_000),
        ("zw", -2, 100_000),
    ]
    assert [row["subject"] for row in company.reminders(LAST, rep="boss").rows] == [
        "Collected · Company",
        "Collected · City",
        "Collected · North",
        "Collected",
    ]
    assert behind(company, LAST, actor="zw") == [("zw", -2, 100_000)]


def test_the_companys(company: Company) -> None:
    """Of all who lead a team with none above it, on each one's list and once on everybody's; where nobody does, nobody's."""
    company.put_above("chief")
    company.hire("amy", post="manager")
    company.team("south", lead="amy")
    company.target("COMPANY", "collected", "2024-03", 1000)
    assert behind(company, LAST) == [("amy", -2, 100_000)]
    for who in ("amy", "chief"):
        assert behind(company, LAST, actor=who) == behind(company, LAST, rep=who) == [(who, -2, 100_000)]
    assert behind(company, LAST, rep="boss") == behind(company, LAST, actor="zw") == []
    for who in ("amy", "chief"):
        company.job(who, D(2024, 3, 20), "depart")
    assert behind(company, LAST) == [(None, -2, 100_000)]
    (note,) = company.reminders(LAST).notes
    assert note == "1 of these is nobody's, as nobody leads the team; `salescli team change` gives it a lead."


def test_each_as_it_was_set(company: Company) -> None:
    """The month's and the quarter's apart; set again for the same days, the last one counts; a wider one has no part."""
    company.target("zw", "collected", "2024-03", 9000)
    company.target("zw", "collected", "2024-03", 1000)
    company.target("zw", "collected", "2024Q1", 2000)
    assert behind(company, LAST) == [("zw", -2, 200_000), ("zw", -2, 100_000)]


def test_where_less_is_better(company: Company) -> None:
    """Two complaints where one is the target: behind, with no amount."""
    company.target("zw", "complaints", "2024-03", number="1")
    company.customer("acme", D(2024, 3, 1))
    company.disqualify("acme", D(2024, 3, 1))
    assert behind(company, LAST) == []
    for day in (1, 4):
        company.feedback("zw", D(2024, 3, day), "acme", "complaint")
    assert behind(company, LAST) == [("zw", -2, None)]


def test_a_ratio_without_a_value_is_not_behind(company: Company) -> None:
    """Nothing was due, so there is no collection rate; a measure that is not known is left alone."""
    company.target("zw", "collection_rate", "2024-03", number="0.9")
    company.target("zw", "smiles", "2024-03", number="10")
    assert behind(company, LAST) == []


def test_of_a_product(company: Company) -> None:
    company.product("GTX")
    company.target("zw", "units_sold", "2024-03", number="10", product="GTX")
    assert text_on(company, LAST) == [
        "Units sold (GTX) of ZW in 2024-03 is 0 of 10; the pace is 10, with 2 days left.",
    ]


def test_only_what_is_asked_is_computed(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a rep's list only the measures of the rep's own targets that run."""
    company.target("zw", "collected", "2024-03", 1000)
    company.target("ls", "contract_amount", "2024-03", 1000)
    company.target("zw", "follow_ups", "2024-04", number="9")
    computed = []
    known = measures.Measure.tally

    def noted(measure: measures.Measure) -> measures.Tally:
        computed.append(measure.key.value)
        return known(measure)

    monkeypatch.setattr(measures.Measure, "tally", noted)
    assert behind(company, LAST, rep="zw") == [("zw", -2, 100_000)]
    assert set(computed) == {"collected"}


def test_a_calendar_that_is_not_known(tmp_path: Path) -> None:
    """Without working days there is no pace and nobody is behind it; that is said once."""
    company = Company(tmp_path / "own.db", '[calendar]\ncountry = "XX"\n')
    company.target("zw", "collected", "2024-03", 1000)
    report = company.reminders(LAST)
    assert report.rows == [] and len(report.notes) == 1 and "XX" in report.notes[0]
