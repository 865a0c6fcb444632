"""Why a figure of a team or of the company is what it is: member by member, each fact where its rep stood on that day."""

import json
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from small_company import WHO, SmallCompany, span

from salescli.ledger import files
from salescli.measure import MeasureKey
from salescli.record import example
from salescli.reports import explained, team_reasons
from salescli.reports.commission import staff_of
from salescli.reports.measured import measured
from salescli.reports.targets import targets_of
from salescli.reports.view import View, versions_of
from salescli.rules import reasons
from salescli.rules.measures import MEASURES
from salescli.rules.targets import Key
from salescli.terms import Scope

D = date
K = MeasureKey
LAST = D(2024, 12, 31)


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path = tmp_path_factory.mktemp("example") / "ledger.db"
    example.build(path)
    with files.open_for_reading(path, WHO) as ledger:
        yield View(ledger, LAST, "en", versions_of(ledger))


@pytest.mark.parametrize("over", ["2024Q2", "2024-11"])
def test_every_figure_of_every_team_is_what_its_steps_come_to(year: View, over: str) -> None:
    """Each measure, target and attainment of each team and of the company; the top is the reports' own figure."""
    staff, period = staff_of(year), span(over)
    found = measured(year, period, [(key, None) for key in MEASURES], staff)
    targets = targets_of(year, period, staff)
    for team in [None, *staff.teams.values()]:
        told = team_reasons.team_telltale(year, team.code if team else None, period)
        for key in MEASURES:
            tree, target, reached = told.measure(key), told.target(key), told.attainment(key)
            assert [reasons.mistakes(one) for one in (tree, target, reached)] == [[], [], []], (team, key)
            whole = found.of_team(team.id, (key, None)) if team else found.of_company((key, None))
            assert tree.result == whole.value, (team, key)
            own = targets.find(Key(Scope.TEAM, team.id, key) if team else Key(Scope.COMPANY, None, key))
            assert target.result == (own.value if own else None), (team, key)


@pytest.fixture
def company(tmp_path: Path) -> SmallCompany:
    """North, in which zw stands and ls from February on, and above it all; a customer's opportunity is nobody's."""
    made = SmallCompany(tmp_path / "l.db")
    made.team("all")
    made.team("north", parent="all")
    made.hire("zw", team="north")
    made.hire("ls")
    made.job("ls", D(2024, 2, 1), "move", team="north")
    for rep, day, yuan in (("zw", D(2024, 1, 5), 100), ("ls", D(2024, 1, 6), 30), ("ls", D(2024, 2, 6), 50)):
        made.contract(day, yuan, rep)
    made.contract(D(2024, 2, 7), 7)
    return made


def _told(company: SmallCompany, figure: str, team: str | None, over: str = "2024Q1") -> reasons.Reason:
    with company.view() as view:
        tree, _notes = explained.team_explainer(view, figure, span(over))(view, team, span(over))
        assert reasons.mistakes(tree) == []
        return tree


def _members(tree: reasons.Reason) -> list[tuple[str, Any]]:
    return [(step.title, step.result) for step in tree.steps]


def test_who_moves_takes_nothing_along(company: SmallCompany) -> None:
    """What ls sold before he came to north is not north's; the company has it, and what is nobody's, last."""
    assert _members(_told(company, "contract_amount", "north")) == [("ls LS", 5000), ("zw ZW", 10000)]
    assert _members(_told(company, "contract_amount", "all")) == [("ls LS", 5000), ("zw ZW", 10000)]
    everybody = _told(company, "contract_amount", None)
    assert _members(everybody) == [("ls LS", 8000), ("zw ZW", 10000), ("What is nobody's", 700)]
    assert everybody.result == 18700 and everybody.title == "Contract amount of Company, 2024Q1"
    assert len([one for _number, one in reasons.walk(everybody) if one.facts]) == 4


def test_a_ratio_is_sums_over_sums(company: SmallCompany) -> None:
    """zw won one of one, ls none of three: one of four, not the mean of 100 % and 0 %."""
    for number, (rep, stage) in enumerate((("zw", "won"), ("ls", "lost"), ("ls", "lost"), ("ls", "lost"))):
        company.opportunity(f"o{number}", D(2024, 2, 1), rep)
        company.stage(f"o{number}", D(2024, 3, 1), stage)
    tree = _told(company, "win_rate", "north")
    assert tree.result == Fraction(1, 4)
    above, below = tree.steps
    assert _members(above) == [("zw ZW", 1)] and _members(below) == [("ls LS", 3), ("zw ZW", 1)]


def test_a_composite_is_composed_after_its_parts_are_rolled_up(company: SmallCompany) -> None:
    """Mastery 1 and 0.5 are 0.75, proficiency is 0.4 of one: 0.575, not the mean of 0.7 and 0.5."""
    for rep, method, score in (("zw", "mastery", "1"), ("ls", "mastery", "0.5"), ("zw", "proficiency", "0.4")):
        about = {"rep_id": company.ids[rep], "method": method, "score": score, "out_of": "1"}
        company.append("assessment", D(2024, 1, 20), rater="manager", **about)
    tree = _told(company, "competence", "north")
    assert tree.result == Fraction(575, 1000)
    ratings = [one for _number, one in reasons.walk(tree) if one.title == "Mastery rating ÷ its maximum"]
    assert ratings[0].result == Fraction(3, 4) and _members(ratings[0].steps[0]) == [("ls LS", 0.5), ("zw ZW", 1)]


def test_targets_are_the_teams_own(company: SmallCompany) -> None:
    """North's own 300, whatever its people's are; the company has none, which is no value."""
    company.target("TEAM:north", "contract_amount", "2024Q1", 300)
    company.target("zw", "contract_amount", "2024Q1", 1000)
    assert _told(company, "target:contract_amount", "north").result == 30000
    assert _told(company, "attainment:contract_amount", "north").result == Fraction(1, 2)
    assert _told(company, "attainment:contract_amount", None).result is None
    with company.view() as view:
        _tree, notes = team_reasons.target_reason(view, None, span("2024Q1"), "contract_amount")
        assert notes == ["Company has no target of Contract amount for 2024Q1."]


# On the command line.


def test_a_team_or_the_company_on_the_command_line(
    company: SmallCompany, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By code, by team:code and by `company`, in any case; a rep as ever."""
    with company.view():
        pass
    monkeypatch.setenv("SALESCLI_LEDGER", str(company.path))
    from salescli.main import main

    def ask(figure: str, who: str) -> tuple[int, Any, str]:
        words = ["--lang", "en", "--on", "2024-12-31", "explain", figure, who, "--period", "2024Q1", "--format", "json"]
        code = main(words)
        out, err = capsys.readouterr()
        return code, json.loads(out)["rows"][0]["tree"]["result"] if out else None, err

    for who, amount in (("north", "150.00"), ("team:north", "150.00"), ("company", "187.00"), ("COMPANY", "187.00")):
        assert ask("contract_amount", who)[:2] == (0, amount)
    assert ask("contract_amount", "ls")[:2] == (0, "80.00") and ask("contract_amount", "rep:ls")[:2] == (0, "80.00")
    code, _none, said = ask("commission", "team:north")
    assert code == 2 and said.startswith("salescli: commission is a person's; of a team or the company there are:")
    assert ask("score", "company")[0] == 2 and ask("weather", "company")[0] == 2
    code, _none, said = ask("contract_amount", "nowhere")
    assert code == 3 and "no rep 'nowhere'" in said and "no team 'nowhere'" in said
    assert ask("pay", "north")[0] == 3
