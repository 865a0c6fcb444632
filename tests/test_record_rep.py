"""record/rep.py: people, and every change of their jobs."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")
ADD = ["rep", "add"]


def test_add(run: Run, facts: Facts) -> None:
    words = ["--post", "rep", "--team", "north", "--hired", "last mon", "--base", "6,500", "--note", "内推"]
    answer = run(*ADD, "ww", "王五", *words)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Added ww 王五 · rep · 华北区 · 6,500.00 CNY · from 2024-03-04  #18\n"
    assert facts("rep")[-1] == ("2024-03-04", "ww", "王五", 0)
    assert facts("rep_change")[-1] == ("2024-03-04", 18, "hire", "rep", 2, 650_000)
    assert facts("fact", "kind", "note")[-2:] == [("rep", "内推"), ("rep_change", None)]


def test_the_first_day(run: Run, facts: Facts) -> None:
    """--hired, else the day of --on, else today; without --base the post's counts, which is not 0."""
    run(*ADD, "a", "甲", "--post", "rep", "--hired", "2024-02-01", "--on", "2024-02-20")
    run(*ADD, "b", "乙", "--post", "rep", "--on", "2024-02-20")
    run(*ADD, "c", "丙", "--post", "销售代表", "--base", "0")
    assert facts("rep_change", "happened_on", "base")[-3:] == [
        ("2024-02-01", None),
        ("2024-02-20", None),
        ("2024-03-15", 0),
    ]
    assert facts("rep_change", "post")[-1] == ("rep",)  # found by its title


def test_a_candidate_is_hired_later(run: Run, facts: Facts, refused: Refused) -> None:
    assert run(*ADD, "ww", "王五", "--candidate").out == "Added ww 王五 · candidate  #18\n"
    assert facts("rep", "candidate")[-1] == (1,) and len(facts("rep_change")) == 2
    assert refused(4, "rep", "raise", "ww", "7000") == (
        "ww 王五 is not employed on 2024-03-15; `salescli rep hire` records a hiring."
    )
    answer = run("rep", "hire", "ww", "--post", "rep", "--hired", "+2w", "--note", "试用")
    assert answer.out == "Hired ww 王五 · rep · from 2024-03-29  #19\n"
    assert facts("fact", "kind", "note")[-1] == ("rep_change", "试用")
    assert refused(4, "rep", "hire", "ww", "--post", "rep", "--on", "2024-04-01") == (
        "ww 王五 is employed already on 2024-04-01."
    )


def test_move(run: Run, facts: Facts) -> None:
    """Another post, another team or both; what is not given stays (null)."""
    run("team", "add", "south", "华南区")
    assert run("rep", "move", "zw", "--team", "华南").out == "zw 张伟 from 2024-03-15: 华南区  #19\n"
    answer = run("rep", "move", "张伟", "--post", "manager", "--team", "north", "--on", "2024-07-01")
    assert answer.out == "zw 张伟 from 2024-07-01: manager · 华北区  #20\n"
    assert facts("rep_change")[-2:] == [
        ("2024-03-15", 3, "move", None, 18, None),
        ("2024-07-01", 3, "move", "manager", 2, None),
    ]


def test_raise(run: Run, facts: Facts) -> None:
    assert run("rep", "raise", "zw", "0.72万", "--on", "2024-04-01").out == (
        "zw 张伟 from 2024-04-01: base 7,200.00 CNY  #18\n"
    )
    assert facts("rep_change")[-1] == ("2024-04-01", 3, "raise", None, None, 720_000)


def test_depart(run: Run, facts: Facts, refused: Refused) -> None:
    """The last day; what is still the rep's is named with the commands that give it to others."""
    answer = run("rep", "depart", "zw", "--on", "2024-03-29")
    assert answer.out == "zw 张伟 departs on 2024-03-29  #18\n"
    assert answer.err.splitlines() == [
        "1 customer is still 张伟's; `salescli customer assign` gives it to somebody else.",
        "1 open opportunity is still 张伟's; `salescli opportunity assign` gives it to somebody else.",
    ]
    assert facts("rep_change")[-1] == ("2024-03-29", 3, "depart", None, None, None)
    assert refused(4, "rep", "move", "zw", "--team", "north", "--on", "2024-04-01").startswith(
        "zw 张伟 is not employed"
    )
    assert run("rep", "move", "zw", "--team", "north").code == 0  # before the last day
    assert run("rep", "hire", "zw", "--post", "rep", "--on", "2024-05-06").code == 0


def test_departing_with_nothing_left(run: Run) -> None:
    run("customer", "release", "华北电子")
    assert run("rep", "depart", "ls").err == ""


def test_list_and_show(run: Run, refused: Refused) -> None:
    """Who is employed, of one team or with those who have left; one person's history."""
    run("rep", "depart", "ls", "--on", "2024-03-01")

    def listed(*words: str) -> list[str]:
        return [row["rep"] for row in json.loads(run("rep", "list", *words, "--format", "json").out)["rows"]]

    assert listed() == ["zw"] and listed("--all") == ["ls", "zw"] and listed("--team", "北") == ["zw"]
    assert listed("--on", "2024-03-01") == ["ls", "zw"]
    assert "2024-01-08" in run("rep", "show", "zw").out
    assert refused(3, "rep", "show", "wang").startswith("There is no rep 'wang'.")


def test_json(run: Run) -> None:
    lines = [[*ADD, "ww", "王五", "--candidate"], ["rep", "hire", "ww", "--post", "rep"]]
    lines += [["rep", "move", "ww", "--team", "north"], ["rep", "raise", "ww", "1"], ["rep", "depart", "ww"]]
    assert [json.loads(run(*line, "--json").out) for line in lines] == [{"id": str(id)} for id in range(18, 23)]


@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (4, ["add", "zw", "张薇", "--post", "rep"], "The rep code zw is there already: 张伟."),
        (2, ["add", "a b", "王五", "--post", "rep"], "The code 'a b' does not do"),
        (2, ["add", "ww", " ", "--post", "rep"], "The rep is empty; give it a name."),
        (2, ["add", "ww", "王五"], "Hired as what? Give --post, for instance --post rep."),
        (
            2,
            ["add", "ww", "王五", "--post", "reb"],
            "The policy knows no post 'reb'; it has rep, manager. Did you mean rep?",
        ),
        (2, ["add", "ww", "王五", "--post", "rep", "--base", "much"], '"much" is not an amount'),
        (2, ["add", "ww", "王五", "--post", "rep", "--base", ""], "The option --base is empty;"),
        (2, ["add", "ww", "王五", "--post", "rep", "--hired", "soon"], '"soon" is not a day'),
        (3, ["add", "ww", "王五", "--post", "rep", "--team", "nord"], "There is no team 'nord'. Did you mean north?"),
        (
            2,
            ["add", "ww", "王五", "--candidate", "--post", "rep"],
            "A candidate has no post, team, base or first day yet",
        ),
        (4, ["hire", "zw", "--post", "rep"], "zw 张伟 is employed already on 2024-03-15."),
        (2, ["move", "zw"], "Move to what? Give --post, --team or both."),
        (2, ["move", "zw", "--post", "reb"], "The policy knows no post 'reb'"),
        (3, ["move", "zhang", "--team", "north"], "There is no rep 'zhang'."),
        (4, ["move", "zw", "--team", "north", "--on", "2024-01-07"], "zw 张伟 is not employed on 2024-01-07"),
        (2, ["raise", "zw", "--", "-5"], '"-5" is not an amount'),
        (3, ["depart", "张维"], "There is no rep '张维'. Did you mean 张伟?"),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "rep", *words).startswith(said)


def test_an_ambiguous_rep(run: Run, refused: Refused) -> None:
    run(*ADD, "zwl", "张伟力", "--post", "rep")
    assert refused(3, "rep", "depart", "张") == (
        "'张' may mean several: zw 张伟 (#3); zwl 张伟力 (#18). Type more of the rep, or its id."
    )
    assert run("rep", "depart", "张伟").out.startswith("zw 张伟 departs")  # the whole name wins


def test_hostile_names(run: Run, refused: Refused) -> None:
    """Wherever a name is repeated, nothing of it reaches the terminal."""
    name = "\x1b[31m[/b]\u202ex\x00"
    shown = [run(*ADD, "ww", name, "--post", "rep").out, run("rep", "raise", "ww", "1").out]
    shown += [run("customer", "add", "甲", "--as", "ww").out, run("rep", "depart", "ww").err]
    shown += [refused(4, "rep", "raise", "ww", "1", "--on", "+9d"), refused(4, *ADD, "ww", "x", "--post", "rep")]
    run("rep", "hire", "ww", "--post", "rep", "--on", "+9d")
    shown.append(refused(4, "rep", "hire", "ww", "--post", "rep", "--on", "+9d"))
    assert all(line and line.removesuffix("\n").isprintable() for line in shown), shown
