"""record/leave.py: days away, which of them are working days, and that none counts twice."""

import json
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

pytestmark = pytest.mark.usefixtures("company")

ADD = ["leave", "add", "zw", "--from-day"]


def test_a_leave(run: Run, facts: Facts) -> None:
    """Friday to Tuesday takes three working days."""
    answer = run("leave", "add", "张伟", "--from-day", "fri", "--to-day", "2024-03-26", "--kind", "年假", "--note", "n")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "Leave of 张伟 from 2024-03-22 to 2024-03-26 · annual · 3 working days  #18\n"
    assert facts("leave") == [("2024-03-15", 3, "2024-03-22", "2024-03-26", "annual")]
    assert facts("fact", "note")[-1] == ("n",)


def test_one_day(run: Run, facts: Facts) -> None:
    """Without a last day it is the first; without a kind there is none; it may be entered afterwards."""
    assert run(*ADD, "2024-03-11").out == "Leave of 张伟 from 2024-03-11 to 2024-03-11 · 1 working day  #18\n"
    assert json.loads(run(*ADD, "2024-03-16", "--json").out) == {"id": "19"}
    assert facts("leave", "happened_on", "from_day", "leave_kind") == [
        ("2024-03-15", "2024-03-11", None),
        ("2024-03-15", "2024-03-16", None),
    ]


@pytest.mark.parametrize(
    ("typed", "kept"), [("Sick", "sick"), ("病假", "sick"), ("调休", "compensatory"), ("x y", "x y")]
)
def test_kinds(run: Run, facts: Facts, typed: str, kept: str) -> None:
    """In either language, or a word of one's own."""
    run(*ADD, "2024-03-20", "--kind", typed)
    assert facts("leave", "leave_kind") == [(kept,)]


@pytest.mark.parametrize(
    ("first", "last"), [("2024-03-20", "2024-03-22"), ("2024-03-22", "2024-03-25"), ("2024-03-01", "2024-03-31")]
)
def test_overlapping(run: Run, facts: Facts, refused: Refused, first: str, last: str) -> None:
    """Not one day twice for the same rep; it says which leave stands there. Another rep may be away too."""
    run(*ADD, "2024-03-21", "--to-day", "2024-03-22")
    said = refused(4, *ADD, first, "--to-day", last)
    assert said == ("张伟 is away from 2024-03-21 to 2024-03-22 already, by the leave 18; the days would count twice.")
    assert run("leave", "add", "ls", "--from-day", first, "--to-day", last).code == 0
    assert run(*ADD, "2024-04-01").code == 0


def test_it_cannot_end_before_it_begins(refused: Refused) -> None:
    said = refused(2, *ADD, "2024-03-20", "--to-day", "2024-03-19")
    assert said == "The leave would end on 2024-03-19, before it begins on 2024-03-20; --to-day is its last day."


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nobody", "--from-day", "fri"], 3),
        (["zw", "--from-day", "someday"], 2),
        (["zw", "--from-day", "fri", "--to-day", ""], 2),
        (["zw", "--from-day", "fri", "--kind", " "], 2),
    ],
)
def test_what_is_not_there(refused: Refused, words: list[str], code: int) -> None:
    """No such rep, no day, no last day, no kind."""
    refused(code, "leave", "add", *words)


def test_somebody_who_has_left_or_is_not_there_yet(run: Run, refused: Refused) -> None:
    """Both ends lie in the employment; what was before may still be entered."""
    assert refused(4, *ADD, "2024-01-05").startswith("zw 张伟 is not employed on 2024-01-05")
    run("rep", "depart", "zw", "--on", "2024-03-20")
    said = refused(4, *ADD, "2024-03-19", "--to-day", "2024-03-21")
    assert said == "zw 张伟 departed on 2024-03-20, before 2024-03-21."
    assert run(*ADD, "2024-03-19", "--to-day", "2024-03-20").code == 0


def test_public_holidays_and_make_up_workdays(run: Run, tmp_path: Path) -> None:
    """They are the policy's of the day; where the holidays are not known, the days are said instead."""
    plain = tmp_path / "policy.toml"
    body = (
        '[policy]\ntitle = "Own"\n[calendar]\nholidays = [2024-04-04]\nworkdays = [2024-04-07]\n'
        '[[stage]]\nkey = "won"\ncloses = "won"\n[[stage]]\nkey = "lost"\ncloses = "lost"\n'
    )
    plain.write_text(body, encoding="utf-8")
    assert run("policy", "load", str(plain), "--from", "2024-04-01").code == 0
    assert run(*ADD, "2024-04-03", "--to-day", "2024-04-07").out.endswith(" · 3 working days  #19\n")
    plain.write_text(body.replace("[calendar]\n", '[calendar]\ncountry = "CN"\n'), encoding="utf-8")
    assert run("policy", "load", str(plain), "--from", "2050-01-01").code == 0
    assert run(*ADD, "2050-01-03", "--to-day", "2050-01-05").out.endswith(" · 3 days  #21\n")


def test_leave_shortens_the_rate_of_contacts(run: Run) -> None:
    """Distinct customers a day ÷ working days: eight of March up to the 15th are left of eleven."""

    def rate() -> str:
        words = ["explain", "contacts_per_day", "zw", "--period", "2024-03", "--format", "json"]
        return str(json.loads(run(*words).out)["rows"][0]["tree"]["result"])

    for day in ("2024-03-12", "2024-03-13"):
        run("log", "华北机械", "--on", day)
    assert rate() == "0.1818"
    run(*ADD, "2024-03-04", "--to-day", "2024-03-06")
    assert rate() == "0.2500"


def test_list(run: Run) -> None:
    """Everybody's, one rep's, or what meets a period."""
    run(*ADD, "2024-03-28", "--to-day", "2024-04-02")
    run("leave", "add", "ls", "--from-day", "2024-05-06")

    def ids(*words: str) -> list[str]:
        return [row["id"] for row in json.loads(run("leave", "list", *words, "--format", "json").out)["rows"]]

    assert ids() == ["18", "19"]
    assert ids("--rep", "ls") == ["19"]
    assert ids("--period", "2024-04") == ["18"]
