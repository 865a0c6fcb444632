"""record/team.py: teams, their leads and their tree."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")
ADD, CHANGE = ["team", "add"], ["team", "change"]


def test_add(run: Run, facts: Facts) -> None:
    """A team alone is one fact; with a parent or a lead its place is another."""
    assert run(*ADD, "sales", "销售部", "--note", "x").out == "Added team sales 销售部  #18\n"
    answer = run(*ADD, "tj", "天津组", "--parent", "华北", "--lead", "张伟", "--on", "-1w")
    assert (answer.code, answer.out) == (0, "Added team tj 天津组 · under 华北区 · led by 张伟  #19\n")
    assert facts("team")[-2:] == [("2024-03-15", "sales", "销售部"), ("2024-03-08", "tj", "天津组")]
    assert facts("team_change") == [("2024-03-08", 19, 2, 3)]


def test_change(run: Run, facts: Facts) -> None:
    """What is not given stays as it was on that day."""
    run(*ADD, "sales", "销售部", "--on", "2024-01-02")
    assert run(*CHANGE, "north", "--parent", "sales", "--lead", "zw", "--on", "2024-02-01").out == (
        "Changed team north 华北区 from 2024-02-01 · under 销售部 · led by 张伟  #19\n"
    )
    run(*CHANGE, "north", "--lead", "ls", "--on", "昨天")
    run(*CHANGE, "north", "--no-parent")
    run(*CHANGE, "north", "--no-lead", "--on", "2024-03-01")
    assert facts("team_change") == [
        ("2024-02-01", 2, 18, 3),
        ("2024-03-14", 2, 18, 5),
        ("2024-03-15", 2, None, 5),
        ("2024-03-01", 2, 18, None),
    ]


def test_no_circle(run: Run, refused: Refused) -> None:
    """Neither under itself nor under one below it, on that day."""
    run(*ADD, "tj", "天津组", "--parent", "north", "--on", "2024-03-01")
    run(*ADD, "hd", "河东", "--parent", "tj", "--on", "2024-03-01")
    said = "north 华北区 cannot stand under {}, which is itself or stands under it."
    assert refused(4, *CHANGE, "north", "--parent", "north") == said.format("north 华北区")
    assert refused(4, *CHANGE, "north", "--parent", "hd") == said.format("hd 河东")
    assert run(*CHANGE, "north", "--parent", "hd", "--on", "2024-02-01").code == 0  # hd stood alone then


def test_list(run: Run) -> None:
    """With the lead of the day."""
    run(*CHANGE, "north", "--lead", "zw")
    assert "张伟" in run("team", "list").out and "张伟" not in run("team", "list", "--on", "yesterday").out


def test_json(run: Run) -> None:
    assert json.loads(run(*ADD, "sales", "销售部", "--json").out) == {"id": "18"}
    assert json.loads(run(*CHANGE, "north", "--parent", "sales", "--json").out) == {"id": "19"}


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (4, ["add", "north", "北"], "The team code north is there already: 华北区."),
        (2, ["add", "a/b", "北"], "The code 'a/b' does not do"),
        (2, ["add", "x", ""], "The team is empty; give it a name."),
        (3, ["add", "x", "北", "--lead", "zz"], "There is no rep 'zz'."),
        (3, ["add", "x", "北", "--parent", "nort h"], "There is no team 'nort h'. Did you mean north?"),
        (2, ["add", "x", "北", "--on", "x"], '"x" is not a day'),
        (2, ["change", "north"], "Change what? Give --lead, --parent, --no-lead or --no-parent."),
        (2, ["change", "north", "--lead", "zw", "--no-lead"], "--lead and --no-lead, --parent and --no-parent exclude"),
        (3, ["change", "nord", "--no-lead"], "There is no team 'nord'. Did you mean north?"),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "team", *words).startswith(said)


def test_an_ambiguous_team(run: Run, refused: Refused) -> None:
    run(*ADD, "n2", "华北二区")
    assert refused(3, *CHANGE, "华北", "--no-lead") == (
        "'华北' may mean several: north 华北区 (#2); n2 华北二区 (#18). Type more of the team, or its id."
    )


def test_hostile_names(run: Run, refused: Refused) -> None:
    shown = [run(*ADD, "x", "\x1b[2J[/b]\x00'").out, run(*CHANGE, "x", "--lead", "zw").out]
    shown += [refused(4, *CHANGE, "x", "--parent", "x"), refused(4, *ADD, "x", "y")]
    assert all(line and line.removesuffix("\n").isprintable() for line in shown), shown
