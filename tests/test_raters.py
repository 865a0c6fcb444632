"""rules/raters.py: who rates whom by the teams of a day."""

from datetime import date

import pytest
from small_company import SmallCompany

from salescli.reports.assessments import rater_by_teams

D = date


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> SmallCompany:
    """Boss leads sales and above it nobody; lead leads north below it; zw, ls stand in north, ot in south; hy is a candidate."""
    company = SmallCompany(tmp_path_factory.mktemp("raters") / "l.db")
    for code in ("boss", "lead"):
        company.hire(code, post="manager")
    company.team("sales", lead="boss")
    company.team("north", parent="sales", lead="lead")
    company.team("south", parent="sales")
    company.job("boss", D(2023, 2, 1), "move", team="sales")
    company.job("lead", D(2023, 2, 1), "move", team="north")
    for code, team in (("zw", "north"), ("ls", "north"), ("ot", "south")):
        company.hire(code, team=team)
    company.ids["hy"] = company.append("rep", D(2023, 1, 1), code="hy", name="HY", candidate=True)
    company.job("ot", D(2024, 7, 1), "move", team="north")
    return company


@pytest.mark.parametrize(
    ("rated", "rater", "role"),
    [
        ("zw", "lead", "manager"),
        ("zw", "boss", "manager"),
        ("lead", "zw", "subordinate"),
        ("boss", "ls", "subordinate"),
        ("lead", "boss", "manager"),
        ("boss", "lead", "subordinate"),
        ("zw", "ls", "peer"),
        ("zw", "ot", None),
        ("ot", "lead", None),
        ("hy", "boss", None),
    ],
)
def test_seen_from_the_rated(ours: SmallCompany, rated: str, rater: str, role: str | None) -> None:
    """Who leads the team or one above it, the other way round, of the same team; of another team nothing."""
    with ours.view() as view:
        assert rater_by_teams(view.ledger, ours.ids[rated], ours.ids[rater], D(2024, 3, 1)) == role


def test_the_teams_are_those_of_the_day(ours: SmallCompany) -> None:
    with ours.view() as view:
        assert rater_by_teams(view.ledger, ours.ids["ot"], ours.ids["lead"], D(2024, 7, 1)) == "manager"
        assert rater_by_teams(view.ledger, ours.ids["ot"], ours.ids["zw"], D(2024, 7, 1)) == "peer"
