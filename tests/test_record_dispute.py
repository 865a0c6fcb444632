"""A question on a figure: asked, seen, answered once, and by somebody else."""

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


def test_a_reason_is_needed(company: object, refused: Refused) -> None:
    assert "--why" in refused(2, "dispute", "pay", "zw", "--period", "2024-03", "--why", " ")


def test_nobody_answers_his_own(company: object, run: Run, refused: Refused) -> None:
    run(*ASK, "--as", "zw")
    assert refused(4, "answer", "18", "yes", "--as", "zw") == (
        "张伟 does not answer 张伟's own dispute; a manager does."
    )


def test_it_is_answered_once(company: object, run: Run, refused: Refused) -> None:
    run(*ASK)
    run("answer", "18", "no")
    assert refused(4, "answer", "18", "yes") == "The dispute 18 was answered on 2024-03-15 by clerk: no."


def test_what_is_no_dispute_is_not_answered(company: object, refused: Refused) -> None:
    assert "'7'" in refused(3, "answer", "7", "yes")
