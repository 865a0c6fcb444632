"""A question on a figure: asked, seen, answered once, and by somebody else."""

import json

from conftest import Facts, Refused, Run

ASK = ("dispute", "commission", "zw", "--period", "2024-03", "--why", "HT-007 is missing")


def test_a_dispute_is_open_until_it_is_answered(company: object, run: Run) -> None:
    assert run(*ASK, "--as", "zw").out == "Disputed Commission · 张伟 · 2024-03 · HT-007 is missing  #18\n"
    assert "HT-007 is missing" in run("disputes", "--open").out
    answered = run("answer", "18", "it was signed in April")
    assert answered.out == "Answered the dispute of Commission · 张伟 · it was signed in April  #19\n"
    assert "HT-007" not in run("disputes", "--open").out
    assert "it was signed in April" in run("disputes").out


def test_it_is_kept_with_its_period_and_its_reason(company: object, run: Run, facts: Facts) -> None:
    run(*ASK)
    assert facts("dispute", "rep_id", "figure", "starts_on", "ends_on", "why") == [
        (3, "commission", "2024-03-01", "2024-04-01", "HT-007 is missing")
    ]


def test_only_a_figure_that_there_is_can_be_disputed(company: object, run: Run, refused: Refused) -> None:
    said = refused(2, "dispute", "commision", "zw", "--period", "2024-03", "--why", "x")
    assert said.startswith("There is no figure 'commision'. Did you mean commission")


def test_of_what_is_not_there_yet_nothing_is_disputed(company: object, refused: Refused) -> None:
    """A month that has not begun, and one before the rep came."""
    assert refused(4, "dispute", "pay", "zw", "--period", "2024-04", "--why", "x") == (
        "2024-04 has not begun, so there is no figure of it."
    )
    assert refused(4, "dispute", "pay", "zw", "--period", "2023-12", "--why", "x") == (
        "张伟 was not employed by the end of 2023-12, so there is no figure of it."
    )


def test_a_reason_is_needed(company: object, refused: Refused) -> None:
    assert "--why" in refused(2, "dispute", "pay", "zw", "--period", "2024-03", "--why", " ")


def test_nobody_answers_his_own(company: object, run: Run, refused: Refused) -> None:
    run(*ASK, "--as", "zw")
    assert refused(4, "answer", "18", "yes", "--as", "zw") == (
        "张伟 does not answer 张伟's own dispute; a manager does."
    )


def test_a_figure_is_questioned_by_its_person_or_a_lead_above(company: object, run: Run, refused: Refused) -> None:
    """Not by a peer; the lead of the person's team may, and whoever is no rep, as a clerk."""
    said = refused(4, *ASK, "--as", "ls")
    assert said == "李四 does not question a figure of 张伟; 张伟 does, or who leads a team above 张伟."
    run("team", "add", "east", "华东区", "--lead", "ls", "--on", "2024-01-02")
    run("rep", "move", "zw", "--team", "east", "--on", "2024-03-01")
    for actor in ("ls", "zw", "clerk"):
        assert run(*ASK, "--as", actor).code == 0
    shown = json.loads(run("disputes", "--format", "json").out)["rows"]
    assert [row["asked_by"] for row in shown] == ["ls", "zw", "clerk"]


def test_who_stands_in_no_team_is_asked_for_by_a_post_that_approves(
    company: object, run: Run, refused: Refused
) -> None:
    """As with requests: of 李四, who is in no team, by any manager and by no other rep."""
    ask = ("dispute", "pay", "ls", "--period", "2024-03", "--why", "too low")
    run("rep", "add", "lzy", "林志远", "--post", "manager", "--hired", "2024-01-08")
    assert run(*ask, "--as", "lzy").code == 0
    assert refused(4, *ask, "--as", "zw").startswith("张伟 does not question a figure of 李四")


def test_it_is_answered_once(company: object, run: Run, refused: Refused) -> None:
    run(*ASK)
    run("answer", "18", "no")
    assert refused(4, "answer", "18", "yes") == "The dispute 18 was answered on 2024-03-15 by clerk: no."


def test_what_is_no_dispute_is_not_answered(company: object, refused: Refused) -> None:
    assert "'7'" in refused(3, "answer", "7", "yes")


def test_a_figure_is_called_by_its_name_and_kept_by_its_key(company: object, run: Run) -> None:
    """People read what it is called in their language; a script gets what `explain` takes."""
    for figure in ("attainment:collected", "win_rate", "pay"):
        run("dispute", figure, "zw", "--period", "2024-03", "--why", "too low")
    shown = run("disputes").out
    assert "Attainment of Collected" in shown and "attainment:collected" not in shown and "win_rate" not in shown
    rows = json.loads(run("disputes", "--format", "json").out)["rows"]
    assert [row["figure"] for row in rows] == ["attainment:collected", "win_rate", "pay"]
    keys = "happened_on id rep name figure over why asked_by state answer answered_on answered_by"
    assert list(rows[0]) == keys.split()
    assert [(row["state"], row["over"]) for row in rows] == [("open", "2024-03")] * 3


def test_open_ones_come_first_then_the_answered_with_who_answered(company: object, run: Run) -> None:
    run(*ASK, "--on", "2024-03-11")
    run("dispute", "pay", "zw", "--period", "2024-03", "--why", "too low")
    run("answer", "18", "no", "--as", "boss")
    rows = json.loads(run("disputes", "--format", "json").out)["rows"]
    assert [(row["id"], row["state"], row["answered_by"]) for row in rows] == [
        ("19", "open", None), ("18", "answered", "boss"),
    ]  # fmt: skip
    assert [row["id"] for row in json.loads(run("disputes", "--open", "--format", "json").out)["rows"]] == ["19"]
    assert json.loads(run("disputes", "--rep", "ls", "--format", "json").out)["rows"] == []


def test_seen_from_before_the_answer_it_is_open(company: object, run: Run) -> None:
    run(*ASK, "--on", "2024-03-11")
    run("answer", "18", "no", "--on", "2024-03-14")
    assert "HT-007" in run("disputes", "--open", "--on", "2024-03-13").out
    assert "HT-007" not in run("disputes", "--on", "2024-03-10").out


def test_a_dispute_touches_no_closed_figure(company: object, run: Run) -> None:
    """It is about a closed month and changes nothing of it, also under --strict."""
    run("close", "2024-02")
    asked = run("dispute", "pay", "zw", "--period", "2024-02", "--why", "too low", "--strict")
    assert (asked.code, asked.err) == (0, "")
    assert run("answer", asked.out.split("#")[-1].strip(), "no", "--strict").code == 0
    assert "Changed since" not in run("statement", "2024-02").out
