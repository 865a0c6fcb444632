"""Whom a typed word means where a rep, a team or the company may stand."""

from pathlib import Path

import pytest
from conftest import Run
from small_company import WHO, SmallCompany

from salescli.errors import NotFound
from salescli.ledger import files
from salescli.ledger.whose import whose_of
from salescli.terms import Scope


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The reps zw and both, the teams north and both."""
    made = SmallCompany(tmp_path / "l.db")
    for team in ("north", "both"):
        made.team(team)
    for rep in ("zw", "both"):
        made.hire(rep)
    with made.view():
        pass
    return made.path


@pytest.mark.parametrize(
    ("typed", "scope", "code"),
    [
        ("zw", Scope.REP, "zw"),
        ("north", Scope.TEAM, "north"),
        ("nor", Scope.TEAM, "north"),
        ("team:both", Scope.TEAM, "both"),
        ("TEAM：both", Scope.TEAM, "both"),
        ("rep: both", Scope.REP, "both"),
        (" Company ", Scope.COMPANY, None),
    ],
)
def test_who_is_meant(path: Path, typed: str, scope: Scope, code: str | None) -> None:
    with files.open_for_reading(path, WHO) as ledger:
        found, named = whose_of(ledger, typed)
        assert (found, named.code if named else None) == (scope, code)


def test_who_is_not_known_or_is_two(path: Path) -> None:
    """Where a rep and a team are called so, it says how to write which; what was typed does nothing to a terminal."""
    with files.open_for_reading(path, WHO) as ledger:
        with pytest.raises(NotFound, match=r"rep:both BOTH; team:both Both\. Write one so: rep:both\."):
            whose_of(ledger, "both")
        for typed in ("nobody", "", "team:zw", "\x1b[31m"):
            with pytest.raises(NotFound) as error:
                whose_of(ledger, typed)
            assert "\x1b" not in str(error.value)


def test_a_name_that_would_do_something_to_a_terminal(run: Run, ledger: Path) -> None:
    """Both candidates are called alike, with an escape in the name."""
    assert run("team", "add", "t1", "\x1b[31mred").code == 0
    assert run("rep", "add", "r1", "\x1b[31mred", "--post", "rep").code == 0
    answer = run("explain", "collected", "\x1b[31mred", "--period", "2024Q1")
    assert answer.code == 3 and "\x1b" not in answer.err and ledger.exists()
