"""What the report commands refuse before they look at anything."""

import pytest
from conftest import Refused


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize("option", ["--rep", "--team"])
@pytest.mark.parametrize("report", ["pay", "bonus", "penalties", "commission", "targets", "appraise"])
def test_an_empty_name_is_not_everybody(refused: Refused, report: str, option: str) -> None:
    """A script whose $REP is not set must not get the pay of all."""
    said = refused(2, report, "--period", "2024Q1", option, "")
    assert said == f"The option {option} is empty; give a value, or leave it out."


@pytest.mark.usefixtures("company")
def test_rep_and_team_exclude_each_other(refused: Refused) -> None:
    assert "exclude each other" in refused(2, "pay", "--period", "2024Q1", "--rep", "zw", "--team", "north")
