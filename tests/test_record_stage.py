"""record/stage.py: an opportunity goes from stage to stage."""

import json
from datetime import date
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files
from salescli.ledger.store import Who
from salescli.policy import starter

STAGE = ["stage", "风机改造"]


@pytest.mark.usefixtures("company")
def test_the_next_stage(run: Run, facts: Facts) -> None:
    """One line with the former stage, the days in it, and the amount last stated."""
    answer = run(*STAGE, "qualified", "--probability", "40%", "--close", "+2w", "--step", "报价", "--note", "电话")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == "风机改造 · prospecting → qualified · 14 days in prospecting · 120,000.00 CNY  #18\n"
    assert facts("stage_change")[-1] == ("2024-03-15", 15, "qualified", None, None, "0.40", "2024-03-29", "报价")
    assert facts("fact", "kind", "note")[-1] == ("stage_change", "电话")


@pytest.mark.usefixtures("company")
def test_another_amount(run: Run, facts: Facts) -> None:
    """The amount stated with the change is the one shown; a day has its singular."""
    run(*STAGE, "qualified", "--on", "yesterday", "--amount", "9万")
    assert run(*STAGE, "proposal").out == "风机改造 · qualified → proposal · 1 day in qualified · 90,000.00 CNY  #19\n"
    assert facts("stage_change", "amount") == [(12_000_000,), (9_000_000,), (None,)]


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("typed", "stage", "closes"),
    [
        ("neg", "negotiation", None),
        ("NEGOTIATION", "negotiation", None),
        ("Negotiation", "negotiation", None),
        ("商务谈判", "negotiation", None),
        ("won", "won", "won"),
        ("输单", "lost", "lost"),
    ],
)
def test_a_stage_by_key_beginning_or_title(run: Run, facts: Facts, typed: str, stage: str, closes: str | None) -> None:
    """How it closes is what the policy of the day says."""
    assert run(*STAGE, typed).code == 0
    assert facts("stage_change", "stage", "closes")[-1] == (stage, closes)


def test_closes_is_what_the_policy_of_that_day_says(run: Run, facts: Facts, company: Path) -> None:
    """A policy from April calls the last stage otherwise: unknown today, and from April it closes as won."""
    text = starter.text().replace('key = "won"', 'key = "signed"')
    with files.open_for_writing(company, Who("boss", "here")) as ledger, ledger.write():
        ledger.append("policy", date(2024, 3, 1), starts_on=date(2024, 4, 1), title="April", body=text, digest="-")
    assert run(*STAGE, "signed").code == 2
    assert run(*STAGE, "signed", "--on", "2024-04-02").code == 0
    assert facts("stage_change", "happened_on", "stage", "closes")[-1] == ("2024-04-02", "signed", "won")


@pytest.mark.usefixtures("company")
def test_going_back_warns(run: Run) -> None:
    run(*STAGE, "proposal", "--on", "2024-03-05")
    answer = run(*STAGE, "qualified")
    assert (answer.code, answer.err) == (0, "风机改造 goes back from proposal to qualified.\n")


@pytest.mark.usefixtures("company")
def test_repeating_warns(run: Run) -> None:
    """The stay goes on from its first day, whatever was said of the stage since."""
    assert run(*STAGE, "prosp", "--on", "2024-03-08").err == "风机改造 is in prospecting already, since 2024-03-01.\n"
    answer = run(*STAGE, "prosp", "--amount", "13万")
    assert answer.out == "风机改造 · prospecting · 14 days in prospecting · 130,000.00 CNY  #19\n"
    assert answer.err == "风机改造 is in prospecting already, since 2024-03-01.\n"


@pytest.mark.usefixtures("company")
def test_reopening_warns(run: Run) -> None:
    run(*STAGE, "lost", "--on", "2024-03-08")
    answer = run(*STAGE, "proposal")
    assert answer.out.startswith("风机改造 · lost → proposal · 7 days in lost")
    assert answer.err == "风机改造 was closed as lost on 2024-03-08; now it is in proposal.\n"


@pytest.mark.usefixtures("company")
def test_back_dated_behind_a_later_change(run: Run, facts: Facts) -> None:
    """It is counted from what stood on that day, and the later change stays the present stage: that is said."""
    run(*STAGE, "negotiation", "--on", "2024-03-12")
    answer = run(*STAGE, "qualified", "--on", "last tue")
    assert answer.out.startswith("风机改造 · prospecting → qualified · 4 days in prospecting · 120,000.00 CNY")
    assert (
        answer.err == "风机改造 is in negotiation since 2024-03-12, which stands; 2024-03-05 is part of its history.\n"
    )
    assert facts("stage_change", "happened_on")[-1] == ("2024-03-05",)


@pytest.mark.usefixtures("company")
def test_before_the_opening(run: Run) -> None:
    """A change may be older than the opportunity's entry: there is no former stage."""
    answer = run(*STAGE, "qualified", "--on", "2024-02-01")
    assert (answer.code, answer.out) == (0, "风机改造 · qualified  #18\n")


@pytest.mark.usefixtures("company")
def test_json(run: Run) -> None:
    answer = run(*STAGE, "prospecting", "--json")
    assert json.loads(answer.out) == {"id": "18"} and answer.err  # the warning stays beside it


@pytest.mark.usefixtures("company")
@pytest.mark.parametrize(
    ("code", "words", "said"),
    [
        (
            2,
            ["风机", "propsal"],
            "There is no stage 'propsal' on 2024-03-15; the policy then has prospecting, qualified,",
        ),
        (2, ["风机", "pro"], "There is no stage 'pro' on 2024-03-15"),
        (2, ["风机", ""], "There is no stage '' on 2024-03-15"),
        (2, ["风机", "won", "--probability", "150%"], "A probability lies between 0 % and 100 %, not '150%'"),
        (2, ["风机", "won", "--probability", "40"], '"40" is not a rate'),
        (2, ["风机", "won", "--amount", "many"], '"many" is not an amount'),
        (2, ["风机", "won", "--close", "13-45"], '"13-45" is not a day'),
        (2, ["风机", "won", "--on", "someday"], '"someday" is not a day'),
        (3, ["风扇", "won"], "There is no opportunity '风扇'."),
        (3, ["风扇改造", "won"], "There is no opportunity '风扇改造'. Did you mean 风机改造?"),
    ],
)
def test_what_is_refused(refused: Refused, code: int, words: list[str], said: str) -> None:
    assert refused(code, "stage", *words).startswith(said)


@pytest.mark.usefixtures("company")
def test_a_slip_is_answered_with_the_nearest_stage(refused: Refused) -> None:
    assert refused(2, *STAGE, "propsal").endswith(" Did you mean proposal?")


@pytest.mark.usefixtures("company")
def test_an_ambiguous_opportunity(run: Run, refused: Refused) -> None:
    run("opportunity", "open", "风机大修", "--as", "ls")
    said = refused(3, "stage", "风机", "won")
    assert said == "'风机' may mean several: 风机改造 (#15); 风机大修 (#18). Type more of the opportunity, or its id."


@pytest.mark.usefixtures("company")
def test_a_day_that_lies_ahead(run: Run, facts: Facts) -> None:
    """It is recorded, and said."""
    answer = run("stage", "风机", "proposal", "--on", "2024-03-18")
    assert (answer.code, answer.err) == (
        0,
        "2024-03-18 lies ahead; reports up to today, 2024-03-15, do not count it.\n",
    )
    assert facts("stage_change", "happened_on")[-1] == ("2024-03-18",)
