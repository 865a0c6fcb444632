"""record/assessment.py: assessments of reps and candidates, who rated, and the ratings of competence."""

import json

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

INTERVIEW = ["assess", "zw", "--method", "interview", "--purpose", "promotion", "--score"]


def test_an_assessment(run: Run, facts: Facts) -> None:
    """The decimals stay exactly as they were typed."""
    answer = run(*INTERVIEW, "7.50", "--out-of", "10", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Assessed 张伟 · interview · promotion · 7.50 of 10  #18\n"
    assert facts("assessment") == [("2024-03-15", 3, "interview", "promotion", "7.50", "10", None)]
    assert facts("fact", "note")[-1] == ("n",)


def test_in_chinese_of_a_candidate(run: Run, facts: Facts) -> None:
    run("rep", "add", "hy", "何宇", "--candidate")
    words = ["--method", "面试", "--purpose", "选拔", "--score", "84", "--out-of", "100", "--rater", "上级"]
    assert json.loads(run("assess", "何宇", *words, "--on", "2024-03-11", "--json").out) == {"id": "19"}
    assert facts("assessment") == [("2024-03-11", 18, "interview", "selection", "84", "100", "manager")]


@pytest.mark.parametrize(
    ("method", "kept"),
    [
        ("履历评判", "resume"),
        ("答卷考试", "exam"),
        ("心理测验", "psychometric"),
        ("情景模拟", "simulation"),
        ("评价中心技术", "centre"),
        ("center", "centre"),
        ("观察评定", "observation"),
        ("业绩考核", "performance"),
        ("熟练程度", "proficiency"),
        ("功能掌握", "mastery"),
        ("Inter", "interview"),
    ],
)
def test_methods(run: Run, facts: Facts, method: str, kept: str) -> None:
    run("assess", "zw", "--method", method, "--purpose", "考核", "--score", "1", "--out-of", "5")
    assert facts("assessment", "method", "purpose") == [(kept, "appraisal")]


def test_other_words(refused: Refused) -> None:
    said = refused(2, "assess", "zw", "--method", "magic", "--purpose", "appraisal", "--score", "1", "--out-of", "5")
    assert said.startswith("The method is one of resume, exam, ") and said.endswith(", not 'magic'.")
    said = refused(2, "assess", "zw", "--method", "exam", "--purpose", "fun", "--score", "1", "--out-of", "5")
    assert said == "The purpose is one of selection, promotion, appraisal, training, placement, not 'fun'."
    assert "The rater is one of" in refused(2, *INTERVIEW, "1", "--out-of", "5", "--rater", "god")


def test_only_ratings_of_competence_go_without_a_purpose(run: Run, facts: Facts, refused: Refused) -> None:
    said = refused(2, "assess", "zw", "--method", "exam", "--score", "1", "--out-of", "5")
    assert said == ("What is the exam for? Give --purpose: selection, promotion, appraisal, training, placement.")
    run("assess", "zw", "--method", "mastery", "--score", "1", "--out-of", "5")
    assert facts("assessment", "method", "purpose") == [("mastery", None)]


@pytest.mark.parametrize(
    ("score", "most", "said"),
    [
        ("10.1", "10", "A score of 10.1 is more than 10, the most that could be given."),
        ("0", "0", "What a score is out of lies above 0, not '0'."),
        ("x", "10", "The score is a plain number, for instance 85 or 7.5, not 'x'."),
        ("1", "1e1", "What it is out of is a plain number, for instance 85 or 7.5, not '1e1'."),
        ("nan", "10", "The score is a plain number, for instance 85 or 7.5, not 'nan'."),
        ("７", "10", "The score is a plain number, for instance 85 or 7.5, not '７'."),
        ("-1", "10", "The score is a plain number, for instance 85 or 7.5, not '-1'."),
    ],
)
def test_a_score_lies_between_0_and_the_most(refused: Refused, score: str, most: str, said: str) -> None:
    assert refused(2, *INTERVIEW, score, "--out-of", most) == said


def test_the_ends_are_scores_too(run: Run, facts: Facts) -> None:
    for score in ("0", "10"):
        run(*INTERVIEW, score, "--out-of", "10")
    assert facts("assessment", "score") == [("0",), ("10",)]


def test_nobody(refused: Refused) -> None:
    refused(3, "assess", "nobody", *INTERVIEW[2:], "1", "--out-of", "5")


# Who rated.


def test_nobody_assesses_himself_but_apart(run: Run, facts: Facts, refused: Refused) -> None:
    """What a rep gives himself is a self rating, said or not, and never anything else."""
    answer = run(*INTERVIEW, "5", "--out-of", "5", "--as", "zw")
    assert answer.out == "Assessed 张伟 · interview · promotion · 5 of 5 · rated by: self  #18\n"
    run(*INTERVIEW, "5", "--out-of", "5", "--as", "zw", "--rater", "自评")
    said = refused(4, *INTERVIEW, "5", "--out-of", "5", "--as", "zw", "--rater", "peer")
    assert said == "张伟 does not assess 张伟, but as --rater self, which stands apart."
    assert facts("assessment", "rater") == [("self",), ("self",)]


def test_a_self_rating_is_not_anothers(run: Run, facts: Facts, refused: Refused) -> None:
    """A clerk may enter what a rep wrote about himself."""
    said = refused(4, *INTERVIEW, "5", "--out-of", "5", "--as", "ls", "--rater", "self")
    assert said == "李四 is not 张伟; a self rating is entered by 张伟, or by a clerk."
    run(*INTERVIEW, "5", "--out-of", "5", "--rater", "self")
    assert facts("assessment", "rater") == [("self",)]


def test_who_rates_is_seen_from_the_teams(run: Run, facts: Facts) -> None:
    """A lead is the manager of his people, they are subordinates to him; else what is said, else nothing."""
    run("team", "add", "east", "华东区", "--lead", "ls", "--on", "2024-01-08")
    run("rep", "move", "zw", "--team", "east", "--on", "2024-03-01")
    for words in (["--as", "ls"], ["--as", "ls", "--rater", "customer"], ["--as", "ls", "--on", "2024-02-20"]):
        run(*INTERVIEW, "5", "--out-of", "5", *words)
    run("assess", "ls", *INTERVIEW[2:], "5", "--out-of", "5", "--as", "zw")
    run(*INTERVIEW, "5", "--out-of", "5")
    assert facts("assessment", "rater") == [("manager",), ("customer",), (None,), ("subordinate",), (None,)]


def test_competence_follows(run: Run) -> None:
    """The latest of each rating by somebody else ÷ its maximum; what one gives oneself counts nothing."""

    def parts() -> list[str]:
        words = ["explain", "competence", "zw", "--period", "2024Q1", "--format", "json"]
        tree = json.loads(run(*words).out)["rows"][0]["tree"]
        return [part for part in _results(tree) if part in ("0.6000", "0.9000", "1.0000")]

    def rate(method: str, score: str, *words: str) -> None:
        assert run("assess", "zw", "--method", method, "--score", score, "--out-of", "10", *words).code == 0

    rate("proficiency", "10", "--as", "zw")
    assert "1.0000" not in parts()
    rate("proficiency", "9", "--on", "2024-03-01")
    assert "0.9000" in parts()
    rate("proficiency", "6")
    assert "0.6000" in parts() and "0.9000" not in parts()


def _results(tree: dict[str, object]) -> list[str]:
    """Every result in a tree of reasons."""
    steps = tree["steps"]
    assert isinstance(steps, list)
    return [str(tree["result"]), *(found for step in steps for found in _results(step))]


def test_nobody_is_another_than_the_teams_know(run: Run, facts: Facts, refused: Refused) -> None:
    """A peer is no manager for saying so; a customer's word may be entered by anybody, and a clerk enters what others gave."""
    run("rep", "move", "ls", "--team", "north", "--on", "2024-03-01")
    said = refused(4, *INTERVIEW, "5", "--out-of", "5", "--rater", "manager", "--as", "ls")
    assert said == "By the teams of 2024-03-15, 李四 is peer to 张伟, not manager; leave --rater out."
    for words in (["--rater", "peer", "--as", "ls"], ["--rater", "customer", "--as", "ls"], ["--rater", "manager"]):
        assert run(*INTERVIEW, "5", "--out-of", "5", *words).code == 0
    assert run(*INTERVIEW, "5", "--out-of", "5", "--rater", "manager", "--as", "ls", "--on", "2024-02-01").code == 0
    assert facts("assessment", "rater") == [("peer",), ("customer",), ("manager",), ("manager",)]
