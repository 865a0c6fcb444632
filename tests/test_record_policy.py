"""record/policy.py: a policy file checked, loaded from a day on, shown and compared."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.policy.starter import starter_text

pytestmark = pytest.mark.usefixtures("company")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The starter policy with another title and a higher first rate, from July on."""
    text = starter_text().replace('"Starter policy"', '"Summer rules"').replace('rate = "0.02"', 'rate = "0.025"')
    return written(tmp_path / "summer.toml", text.replace("# from = 2024-01-01", "from = 2024-07-01"))


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def closed(ledger: Path, start: date, end: date) -> None:
    """Close a period for one rep, as `close` will."""
    with files.open_for_writing(ledger, Who("boss", "here")) as kept, kept.write():
        rep = kept.find_id("3", "rep")
        figures = {"figures": "{}", "policy_digest": "x", "ledger_head": "x"}
        kept.append("statement", end, rep_id=rep, starts_on=start, ends_on=end, **figures)  # type: ignore[arg-type]


# check


def test_check(run: Run, rules: Path) -> None:
    """Ok, the title in the person's language, the first day, and what there is."""
    answer = run("policy", "check", str(rules))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "summer.toml is ok · Summer rules · from 2024-07-01 on · 6 stages · 2 posts · 1 commission plan · 6 bonuses · "
        "4 penalties · 3 limits · 2 appraisal plans · 3 standards\n"
    )
    assert "初始制度" in run("policy", "check", str(rules), "--lang", "zh").out


def test_check_needs_no_ledger(run: Run, rules: Path, ledger: Path) -> None:
    ledger.unlink()
    assert run("policy", "check", str(rules)).code == 0
    assert not ledger.exists()


def test_check_of_the_least(run: Run, tmp_path: Path) -> None:
    """What is not there is not named; without a first day it says so."""
    least = '[policy]\ntitle = "T"\n[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'
    answer = run("policy", "check", str(written(tmp_path / "t.toml", least)))
    assert answer.out == "t.toml is ok · T · no first day; load it with --from DAY, or from ever · 2 stages\n"


@pytest.mark.parametrize("command", ["check", "load"])
def test_faults(run: Run, facts: Facts, tmp_path: Path, command: str) -> None:
    """All of them, and nothing is loaded."""
    text = starter_text().replace('rate = "0.02"', 'rate = "two"').replace("closes = ", "close = ")
    answer = run("policy", command, str(written(tmp_path / "bad.toml", text)))
    assert (answer.code, answer.out) == (2, "")
    assert "commission[1].rates[1].rate" in answer.err and "closes" in answer.err
    assert len(facts("policy")) == 1


def test_no_file(refused: Refused, tmp_path: Path) -> None:
    assert "cannot be read" in refused(2, "policy", "check", str(tmp_path / "none.toml"))


# load


def test_load(run: Run, facts: Facts, rules: Path) -> None:
    """As it stands, from the day the file names."""
    answer = run("policy", "load", str(rules), "--note", "董事会通过")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Loaded Summer rules · counts from 2024-07-01 on  #18\n"
    assert facts("policy", "happened_on", "starts_on", "title", "body")[-1] == (
        "2024-03-15",
        "2024-07-01",
        "Summer rules",
        rules.read_text(encoding="utf-8"),
    )
    assert facts("fact", "note")[-1] == ("董事会通过",)


def test_from_another_day(run: Run, facts: Facts, rules: Path) -> None:
    """--from overrides the file's own day, and says so; a day and a month alone are the coming ones."""
    answer = run("policy", "load", str(rules), "--from", "04-01")
    assert answer.out == (
        "Loaded Summer rules · counts from 2024-04-01 on · not from 2024-07-01 as the file says  #18\n"
    )
    assert facts("policy", "starts_on")[-1] == ("2024-04-01",)
    assert run("policy", "load", str(rules), "--from", "soon").code == 2


def test_until_the_next(run: Run, rules: Path, tmp_path: Path) -> None:
    """A version loaded before a later one says when that one follows."""
    run("policy", "load", str(rules))
    spring = written(tmp_path / "spring.toml", starter_text().replace('"Starter policy"', '"Spring"'))
    answer = run("policy", "load", str(spring), "--from", "2024-04-01")
    assert (
        answer.out == "Loaded Spring · counts from 2024-04-01 on · until 2024-07-01, when Summer rules follows  #19\n"
    )
    assert run("policy", "load", str(spring), "--json").out == '{"id": "20"}\n'


def test_the_same_again(run: Run, facts: Facts, rules: Path) -> None:
    """Is there already; after another one of the same day it is not."""
    run("policy", "load", str(rules))
    answer = run("policy", "load", str(rules))
    assert answer.out == "Summer rules is there already and counts from 2024-07-01 on; nothing was recorded  #18\n"
    assert json.loads(run("policy", "load", str(rules), "--json").out) == {"id": "18"}
    assert len(facts("policy")) == 2
    text = rules.read_text(encoding="utf-8")
    run("policy", "load", str(written(rules, text + "\n# a remark\n")))
    assert "#20" in run("policy", "load", str(written(rules, text))).out


@pytest.mark.parametrize("start", ["2024-01-01", "2024-02-15", "2024-03-31", "2023-12-01"])
def test_never_inside_a_closed_period(run: Run, ledger: Path, refused: Refused, rules: Path, start: str) -> None:
    """Its figures stand: neither from one of its days nor from an earlier one would these rules count there."""
    closed(ledger, date(2024, 1, 1), date(2024, 4, 1))
    said = refused(4, "policy", "load", str(rules), "--from", start)
    assert said == (
        f"The policy would count from {start} on, inside the closed period from 2024-01-01 to 2024-03-31; "
        "the first day still open is 2024-04-01."
    )


def test_beside_a_closed_period(run: Run, ledger: Path, rules: Path, tmp_path: Path) -> None:
    """After it, and before it where another version starts in between."""
    run("policy", "load", str(rules), "--from", "2024-01-01")
    closed(ledger, date(2024, 1, 1), date(2024, 4, 1))
    other = written(tmp_path / "other.toml", starter_text() + "\n# another\n")
    assert run("policy", "load", str(other), "--from", "2024-04-01").code == 0
    assert run("policy", "load", str(other), "--from", "2023-06-01").code == 0
    assert run("policy", "load", str(other), "--from", "2024-01-01").code == 4


def test_stages_that_the_new_rules_do_not_have(run: Run, rules: Path) -> None:
    """Where opportunities stand in them, they are named; not by rules that count on other days."""
    text = rules.read_text(encoding="utf-8").replace('key = "prospecting"', 'key = "first_call"')
    written(rules, text)
    assert run("policy", "load", str(rules), "--from", "2020-01-01").err == (
        "1 open opportunity stands in the stage prospecting, which this policy does not have; `salescli stage` moves it.\n"
    )
    run("policy", "load", str(written(rules, starter_text())), "--from", "2021-01-01")
    assert run("policy", "load", str(written(rules, text)), "--from", "2020-06-01").err == ""
    assert "prospecting" in run("policy", "load", str(rules), "--from", "2024-07-01").err


# show


def test_show(run: Run, rules: Path, tmp_path: Path) -> None:
    """Exactly the text in force on the day, so that a copy is the same policy; the readings stand beside it."""
    run("policy", "load", str(rules))
    answer = run("policy", "show", "--on", "2024-08-01")
    assert answer.out == rules.read_text(encoding="utf-8")
    assert tomllib.loads(answer.out)["policy"]["title"]["en"] == "Summer rules"
    assert "In force on 2024-08-01: Summer rules (2024-07-01)." in answer.err
    assert "appraisal.item.max_score = 100" in answer.err and "tracking.grace_days = 0" in answer.err
    copy = written(tmp_path / "copy.toml", answer.out)
    assert "is there already" in run("policy", "load", str(copy)).out
    assert tomllib.loads(run("policy", "show").out)["policy"]["title"]["en"] == "Starter policy"


def test_show_into_a_file(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    answer = run("policy", "show", "--out", str(path))
    assert (answer.code, answer.out, path.read_text(encoding="utf-8")) == (0, "", starter_text())
    assert run("policy", "show", "--out", str(tmp_path)).code == 2
    assert run("policy", "show", "--format", "json").code == 2


def test_show_of_a_policy_from_ever(run: Run, rules: Path, ledger: Path) -> None:
    """A ledger begun with rules has them on every day; without a ledger it is exit 5."""
    ledger.unlink()
    assert run("policy", "show").code == 5
    run("init", "--with-policy", str(rules))
    assert run("policy", "show", "--on", "2020-01-01").out == rules.read_text(encoding="utf-8")


# diff


def diff(run: Run, *words: str) -> dict[str, tuple[str | None, str | None]]:
    rows = json.loads(run("policy", "diff", *words, "--format", "json").out)["rows"]
    return {row["key"]: (row["before"], row["after"]) for row in rows}


def test_diff_with_the_one_in_force(run: Run, rules: Path) -> None:
    """A file is the new side."""
    assert diff(run, str(rules)) == {
        "policy.title.en": ("Starter policy", "Summer rules"),
        "policy.from": (None, "2024-07-01"),
        "commission[standard].rates[1].rate": ("0.02", "0.025"),
    }


def test_diff_with_what_is_no_name(run: Run, rules: Path) -> None:
    """Too long for a file's name, or with a sign that none has."""
    for text in ("a" * 400, "a\x00b"):
        answer = run("policy", "diff", text)
        assert (answer.code, answer.out) == (2, "") and "is neither a policy file nor a day" in answer.err, answer


def test_diff_of_days(run: Run, rules: Path) -> None:
    """A later day is the new side, an earlier one the old; of two words the first is the old one."""
    run("policy", "load", str(rules))
    title = ("Starter policy", "Summer rules")
    assert diff(run, "2024-08-01")["policy.title.en"] == title
    assert diff(run, "2024-03-01", "--on", "2024-08-01")["policy.title.en"] == title
    assert diff(run, "2024-03-01", "2024-08-01")["policy.title.en"] == title
    assert diff(run, "2024-08-01", "2024-03-01")["policy.title.en"] == title[::-1]
    assert diff(run, str(rules), "2024-08-01") == {}


def test_diff_says_its_sides(run: Run, rules: Path) -> None:
    out = run("policy", "diff", str(rules)).out
    assert "Before: Starter policy. After: Summer rules." in out and "3 values differ." in out


@pytest.mark.parametrize(("word", "part"), [("maybe", "neither a policy file nor a day"), ("x.toml", "cannot be read")])
def test_diff_with_nothing(refused: Refused, word: str, part: str) -> None:
    assert part in refused(2, "policy", "diff", word)


# list


def test_list(run: Run, rules: Path) -> None:
    """Every version with the days it counts, seen from the day of --on."""
    run("policy", "load", str(rules))
    run("policy", "load", str(rules), "--from", "2024-01-01")
    rows = json.loads(run("policy", "list", "--format", "json").out)["rows"]
    assert [(row["id"], row["title"], row["starts_on"]) for row in rows] == [
        ("1", "Starter policy", None),
        ("18", "Summer rules", "2024-07-01"),
        ("19", "Summer rules", "2024-01-01"),
    ]
    assert [(row["last_on"], row["state"]) for row in rows] == [
        ("2023-12-31", "past"),
        (None, "coming"),
        ("2024-06-30", "in_force"),
    ]
    run("policy", "load", str(written(rules, starter_text())), "--from", "2024-01-01")
    rows = json.loads(run("policy", "list", "--format", "json").out)["rows"]
    assert [row["state"] for row in rows] == ["past", "coming", "replaced", "in_force"]


def test_a_version_of_a_closed_period_is_not_taken_back(
    run: Run, ledger: Path, refused: Refused, rules: Path, facts: Facts
) -> None:
    """Nor let count again: what was paid by it would be another pay without a word."""
    run("policy", "load", str(rules), "--from", "2024-02-01")
    run("policy", "load", str(rules), "--from", "2024-04-01")
    closed(ledger, date(2024, 1, 1), date(2024, 4, 1))
    assert facts("policy", "id") == [(1,), (18,), (19,)]
    for id, start in (("1", "from ever"), ("18", "from 2024-02-01 on")):
        assert refused(4, "void", id, "--why", "x") == (
            f"The policy counts {start}, inside the closed period from 2024-01-01 to 2024-03-31, and stays as it is."
        )
    assert run("void", "19", "--why", "of April on").code == 0
    assert run("void", "21", "--why", "right after all").code == 0


def test_a_version_that_was_void_when_a_period_was_closed_stays_void(
    run: Run, ledger: Path, refused: Refused, rules: Path
) -> None:
    run("policy", "load", str(rules), "--from", "2024-02-01")
    run("void", "18", "--why", "x")
    closed(ledger, date(2024, 1, 1), date(2024, 4, 1))
    assert refused(4, "void", "19", "--why", "x") == (
        "The policy would count from 2024-02-01 on, inside the closed period from 2024-01-01 to 2024-03-31; it stays void."
    )


def test_a_version_that_another_of_the_same_first_day_hides_is_taken_back(
    run: Run, ledger: Path, rules: Path, tmp_path: Path
) -> None:
    other = written(tmp_path / "other.toml", rules.read_text(encoding="utf-8").replace("0.025", "0.026"))
    for file in (rules, other):
        assert run("policy", "load", str(file), "--from", "2024-02-01").code == 0
    closed(ledger, date(2024, 1, 1), date(2024, 4, 1))
    assert run("void", "18", "--why", "never counted").code == 0
