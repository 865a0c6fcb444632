"""What a ledger says of itself stands outside the chain; its first fact vouches for it, and what there cannot be is refused."""

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Facts, Refused, Run

from salescli.ledger import files, founding, law

READING = [["pay", "--period", "2024-03"], ["remind"], ["history", "华北机械"], ["customer", "show", "7"], ["doctor"]]
RECORDING = [["log", "7", "--by", "phone", "--as", "zw"], ["void", "last", "--why", "x"]]


def say(ledger: Path, **columns: object) -> None:
    """Another program changes the ledger's own row, and leaves the triggers as they were."""
    guards = [text for text in law.guards() if re.match(r"CREATE TRIGGER \w+\n?.* ON ledger\b", text, re.DOTALL)]
    assert guards
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = on")
        for text in guards:
            connection.execute(f"DROP TRIGGER {text.split()[2]}")
        for column, value in columns.items():
            connection.execute(f"UPDATE ledger SET {column} = ?", (value,))
        for text in guards:
            connection.execute(text)


def verified(run: Run) -> list[tuple[str, str]]:
    answer = run("verify", "--format", "json")
    assert answer.code == 5, answer
    return [(row["check"], row["text"]) for row in json.loads(answer.out)["rows"]]


def test_the_first_fact_says_what_the_ledger_was_made_as(company: Path, facts: Facts) -> None:
    assert facts("fact", "kind", "note")[0] == ("policy", "CNY · Asia/Shanghai")


@pytest.mark.parametrize(
    ("columns", "now"),
    [({"currency": "USD"}, "USD · Asia/Shanghai"), ({"zone": "UTC"}, "CNY · UTC"), ({"zone": "UTC", "origin": 7}, "CNY · UTC")],
)  # fmt: skip
def test_another_currency_or_zone_than_it_was_made_with(
    company: Path, run: Run, columns: dict[str, object], now: str
) -> None:
    """The hash of no fact breaks, and every report would print other money, or count other days."""
    say(company, **columns)
    assert verified(run) == [("own", f"it was made as CNY · Asia/Shanghai, and says {now} now")]


def test_a_ledger_that_was_made_before_it_was_noted_is_believed(run: Run, ledger: Path) -> None:
    """Of one whose first fact says nothing it cannot be known."""
    files.create(ledger, currency="CNY", zone="UTC")
    say(ledger, currency="USD")
    assert run("verify").code == 0


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("zone", "Asia/Nowhere", "'Asia/Nowhere' is no time zone"),
        ("zone", "../../etc/passwd", "'../../etc/passwd' is no time zone"),
        ("zone", "\x1b[31m", "'\\x1b[31m' is no time zone"),
        ("currency", "U\x1b]", "'U\\x1b]' is no currency"),
        ("currency", "usd", "'usd' is no currency"),
        ("origin", 1 << 40, "1099511627776 is no copy's number"),
    ],
)
def test_what_there_cannot_be_is_refused_by_every_command(
    company: Path, run: Run, refused: Refused, column: str, value: object, reason: str
) -> None:
    say(company, **{column: value})
    assert verified(run)[0] == ("own", reason)
    for words in READING + RECORDING:
        said = refused(5, *words)
        assert said == f"The ledger {company} cannot be used: {reason}; `salescli verify` tells more."


def test_remarks() -> None:
    assert founding.remarked(founding.remark("EUR", "Europe/Berlin")) == "EUR · Europe/Berlin"
    assert [founding.remarked(note) for note in (None, "", "our rules", "EUR · a b", "eur · UTC")] == [None] * 5
    assert founding.impossible(1, "CNY", "UTC") == []
    assert len(founding.impossible("1", 5, None)) == 3
