"""record/in_force.py: the stages and posts of the policy of a day, read lightly."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from salescli.errors import NothingInForce, WrongUse
from salescli.ledger import files
from salescli.ledger.store import Ledger, Who
from salescli.record import in_force

EARLY, LATE = date(2024, 3, 31), date(2024, 4, 1)
POLICIES = {
    date(2024, 1, 1): """
        [calendar]
        fiscal_year_starts = 4
        [[stage]]
        key = "lead"
        title = { en = "First talk", zh = "初谈" }
        probability = "10%"
        [[stage]]
        key = "leading"
        [[stage]]
        key = "won"
        closes = "won"
        [[stage]]
        key = "lost\\u001b"
        closes = "lost"
        [post.rep]
        title = { en = "Sales representative", zh = "销售代表" }
        [post.manager]
        title = "Manager"
    """,
    LATE: """
        [[stage]]
        key = "signed"
        title = "Signed"
        closes = "won"
        [[stage]]
        key = "gone"
        closes = "lost"
        [post.chief]
    """,
    date(2025, 1, 1): '[[stage]]\nkey = "won"\ncloses = "won"\n',
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger whose first policy starts with 2024, the next in April, one without posts in 2025."""
    files.create(tmp_path / "ledger.db", currency="CNY", zone="Asia/Shanghai")
    with files.open_for_writing(tmp_path / "ledger.db", Who("boss", "here")) as opened:
        with opened.write():
            for day, body in POLICIES.items():
                opened.append("policy", date(2024, 1, 1), starts_on=day, title="-", body=body, digest="-")
        yield opened


def test_the_policy_of_a_day(ledger: Ledger) -> None:
    """The latest that has started; before the first there is none, which has its own exit code."""
    assert in_force.text_on(ledger, EARLY) == POLICIES[date(2024, 1, 1)]
    assert in_force.text_on(ledger, LATE) == POLICIES[LATE]
    with pytest.raises(NothingInForce, match="No policy is in force on 2023-12-31; `salescli policy load FILE"):
        in_force.text_on(ledger, date(2023, 12, 31))
    assert NothingInForce.exit_code == 6


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("lead", "lead"),
        ("LEADI", "leading"),
        ("初谈", "lead"),
        ("first talk", "lead"),
        (" won ", "won"),
        ("lo", "lost\x1b"),
    ],
)
def test_a_stage(ledger: Ledger, typed: str, key: str) -> None:
    """Its key, a beginning of it, or its title; a whole key wins over another that begins with it."""
    assert in_force.stage(ledger, EARLY, typed).key == key


@pytest.mark.parametrize(
    ("day", "typed"), [(EARLY, "l"), (EARLY, "signed"), (LATE, "lead"), (EARLY, ""), (EARLY, "first")]
)
def test_no_stage(ledger: Ledger, day: date, typed: str) -> None:
    """None of that day's, or several; the sentence lists them and does nothing to a terminal."""
    with pytest.raises(WrongUse) as error:
        in_force.stage(ledger, day, typed)
    assert str(error.value).startswith(f"There is no stage {typed!r} on {day}; the policy then has ")
    assert str(error.value).isprintable()


def test_first_and_won(ledger: Ledger) -> None:
    """Where an opportunity opens, and where it is won; a policy without an open stage asks for one."""
    assert (in_force.first(ledger, EARLY).key, in_force.won(ledger, EARLY).key) == ("lead", "won")
    assert in_force.won(ledger, LATE).key == "signed"
    with pytest.raises(WrongUse, match="The policy in force on 2024-04-01 has no stage that is open"):
        in_force.first(ledger, LATE)


def test_a_post(ledger: Ledger) -> None:
    """By key or title, of any of the days; a policy that names no posts takes any."""
    assert in_force.post(ledger, "rep", EARLY) == in_force.post(ledger, "销售代表", EARLY) == "rep"
    assert in_force.post(ledger, "Manager", EARLY) == "manager"
    assert in_force.post(ledger, "chief", EARLY, LATE) == "chief"
    assert in_force.post(ledger, "juggler", date(2025, 1, 1)) == "juggler"
    with pytest.raises(WrongUse, match=r"The policy knows no post 'chieff'; it has chief. Did you mean chief"):
        in_force.post(ledger, "chieff", LATE)
    with pytest.raises(WrongUse, match="The post is empty"):
        in_force.post(ledger, " ", date(2025, 1, 1))


def test_the_fiscal_year(ledger: Ledger) -> None:
    """January where the policy does not say."""
    assert (in_force.fiscal_year_starts(ledger, EARLY), in_force.fiscal_year_starts(ledger, LATE)) == (4, 1)
