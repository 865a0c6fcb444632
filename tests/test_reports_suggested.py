"""`salescli target suggest`: every part of a suggestion, whose it is, and that nothing is set without --set."""

from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Run
from small_company import SmallCompany, span

from salescli.errors import WrongUse
from salescli.reports import suggested
from salescli.reports.report import Report

D = date


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """zw signed 800 in 2022Q1, 1,000 in 2023Q1 and 600 in 2023Q4; an opportunity of 2,000 at 40 % for February, half of it ls's."""
    made = SmallCompany(tmp_path / "l.db")
    made.team("north")
    made.hire("zw", on=D(2022, 1, 1), team="north")
    made.hire("ls", on=D(2023, 12, 1), team="north")
    for day, yuan in ((D(2022, 2, 1), 800), (D(2023, 3, 31), 1000), (D(2023, 12, 31), 600)):
        made.contract(day, yuan, "zw")
    for name, close in (("o", D(2024, 2, 1)), ("later", D(2024, 4, 1))):
        made.opportunity(name, D(2023, 12, 1), "zw")
        made.append(
            "stage_change",
            D(2023, 12, 1),
            opportunity_id=made.ids[name],
            stage="open",
            amount=200_000,
            probability="0.4",
            expected_close=close,
        )
    made.share("o", D(2023, 12, 2), zw="50", ls="50")
    return made


def _report(company: SmallCompany, over: str = "2024Q1", **of: str) -> Report:
    with company.view(D(2023, 12, 31)) as view:
        return suggested.build(view, span(over), **of)


def test_every_part_of_a_suggestion(company: SmallCompany) -> None:
    """1,000 grown by a quarter, 400 in the funnel, 400 a quarter in 2023: (1,250 + 400 + 400) ÷ 3."""
    (row,) = _report(company, rep="zw").rows
    assert (row["last_year"], float(row["growth"]), row["funnel"], row["history"]) == (100_000, 0.25, 40_000, 40_000)
    assert row["suggested"] == 68_333 and row["target"] is None


def test_who_was_not_there_has_no_history_of_it(company: SmallCompany) -> None:
    """ls came in December 2023: no last year, one quarter of nothing, and the half of the opportunity."""
    (row,) = _report(company, rep="ls").rows
    assert (row["last_year"], row["growth"], row["funnel"], row["history"], row["suggested"]) == (
        None,
        None,
        40_000,
        0,
        20_000,
    )


def test_the_company_the_teams_and_the_reps(company: SmallCompany) -> None:
    rows = _report(company).rows
    assert [row["who"] for row in rows] == ["company", "north", "ls", "zw"]
    assert [row["funnel"] for row in rows] == [80_000, 80_000, 40_000, 40_000]
    assert [row["who"] for row in _report(company, team="north").rows] == ["north", "ls", "zw"]


def test_of_measures_that_have_targets(company: SmallCompany) -> None:
    """Units have a target last year, satisfaction cannot be suggested as it does not add up."""
    company.target("zw", "units_sold", "2023Q1", number="12")
    company.target("zw", "satisfaction", "2023Q1", number="4")
    company.target("zw", "contract_amount", "2024", 4800)
    rows = _report(company, rep="zw").rows
    assert [(row["measure"], row["target"]) for row in rows] == [("units_sold", None), ("contract_amount", 120_000)]


def test_a_span_that_no_target_is_for(company: SmallCompany) -> None:
    with pytest.raises(WrongUse, match="month, quarter, half or year"):
        _report(company, "2024-01-01..2024-01-15")


def test_nothing_is_set_without_being_asked_to(ledger: Path, run: Run, facts: Facts) -> None:
    """120,000 at 10 % is expected in May; with --set that becomes the quarter's target, and the second time it is there already."""
    for line in (
        ["rep", "add", "zw", "张伟", "--post", "rep", "--hired", "2024-03-01"],
        ["customer", "add", "华北机械", "--owner", "zw"],
        ["opportunity", "open", "风机改造", "--customer", "华北机械", "--amount", "12万", "--close", "2024-05-20"],
    ):
        assert run(*line).code == 0, run(*line)
    assert run("target", "suggest", "2024Q2", "--rep", "zw").code == 0
    assert not facts("target")
    answer = run("target", "suggest", "2024Q2", "--rep", "zw", "--set")
    assert answer.code == 0 and answer.err.startswith("Set 1 target  #"), answer
    assert facts("target", "measure", "amount") == [("contract_amount", 1_200_000)]
    assert "1 was there already" in run("target", "suggest", "2024Q2", "--rep", "zw", "--set").err
