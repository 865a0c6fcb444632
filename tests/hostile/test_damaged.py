"""A ledger that another program has changed behind the chain's back: whatever stands in it now, every command gives a figure or one
sentence, none says that salescli is at fault, and `verify` says where the damage is."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from conftest import Refused, Run, surroundings
from desk import Desk, acting

MORE = [
    ["log", "华北机械", "报价", "--by", "phone", "--on", "2024-02-05", "--as", "zw"],
    ["opportunity", "share", "风机改造", "zw=60", "ls=40", "--on", "2024-03-01"],
    ["contract", "sign", "风机改造", "12万", "--code", "HT1", "--instalment", "2024-03-05:12万", "--on", "2024-03-02"],
    ["receipt", "HT1", "6万", "--on", "2024-03-05"],
    ["expense", "request", "480", "--category", "office", "--as", "zw", "--on", "2024-03-04"],
    ["trip", "request", "--opportunity", "风机改造", "--to", "太原", "--from-day", "2024-03-11", "--as", "zw"],
    ["target", "set", "zw", "contract_amount", "2024-02", "50万"],
    ["task", "add", "zw", "回访", "--kind", "service", "--due", "2024-03-20"],
    ["assess", "zw", "--method", "exam", "--purpose", "training", "--score", "8", "--out-of", "10"],
    ["close", "2024-02"],
]
DAMAGES = {
    "a day that is none": "UPDATE receipt SET happened_on = '2024-02-31'",
    "a day of a rep that is none": "UPDATE rep_change SET happened_on = '2024-99-99'",
    "a day of a policy that is none": "UPDATE policy SET starts_on = 'ever'",
    "instants that are none": "UPDATE fact SET recorded_at = 'yesterday'",
    "a percentage out of all measure": "UPDATE share_part SET percent = '1e5'",
    "a policy that is no TOML": "UPDATE policy SET body = '[[['",
    "a rep that is not there": "DELETE FROM rep",
    "an opportunity that is not there": "DELETE FROM opportunity",
    "a customer that is not there": "DELETE FROM customer",
    "an amount beyond all bounds": "UPDATE contract SET amount = 9223372036854775807",
    "a statement that kept nothing": "UPDATE statement SET figures = '{}'",
    "a statement that kept something else": "UPDATE statement SET figures = '[[1]]'",
    "a head that is none": "UPDATE statement SET ledger_head = '[[1, 2]]'",
    "a target that is none": "UPDATE target SET starts_on = 'x'",
    "texts that are no text": "UPDATE customer SET name = CAST(x'ff1b5b' AS TEXT)",
    "a channel that is none": "UPDATE follow_up SET channel = '\\x1b'",
    "a stage that is none": "UPDATE stage_change SET stage = 'heaven'",
    "facts of a kind that is none": "UPDATE fact SET kind = 'sqlite_master' WHERE kind = 'receipt'",
    "two tables in one place": (
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'rep') WHERE name = 'customer'"
    ),
    "facts without a hash": "UPDATE fact SET hash = x'00'",
}
COMMANDS = [
    *(["pay", "--period", "2024-03"], ["bonus", "--period", "2024-03"], ["standing", "--period", "2024-03"]),
    *(["funnel"], ["stuck"], ["remind", "--all"], ["history", "zw"], ["search", "风"], ["journal"], ["doctor"]),
    *(["statement", "2024-02"], ["opportunity", "list"], ["contract", "show", "HT1"], ["expenses"], ["policy", "show"]),
    *(["explain", "pay", "zw", "--period", "2024-03"], ["close", "2024-01"], ["receipt", "HT1", "5"]),
]


@contextmanager
def behind_its_back(ledger: Path) -> Iterator[sqlite3.Connection]:
    """Another program at the file: nothing guards the rows meanwhile, and afterwards the guards stand as before."""
    with closing(sqlite3.connect(ledger, isolation_level=None)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.execute("PRAGMA ignore_check_constraints = on")
        connection.execute("PRAGMA writable_schema = on")
        for name, _sql in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _name, sql in triggers:
            connection.execute(sql)


@pytest.fixture(scope="module")
def _working_file(tmp_path_factory: pytest.TempPathFactory, _company_file: Path) -> Path:
    with pytest.MonkeyPatch.context() as monkeypatch:
        path = surroundings(tmp_path_factory.mktemp("damaged") / "ledger.db", monkeypatch)
        shutil.copy(_company_file, path)
        desk = Desk()
        for words in MORE:
            desk.types(0, *words)
    return path


@pytest.fixture
def working(ledger: Path, _working_file: Path) -> Path:
    """The company with one of each thing that money comes of, and a closed month."""
    shutil.copy(_working_file, ledger)
    return ledger


@pytest.mark.parametrize("damage", DAMAGES)
def test_every_command_says_a_sentence(working: Path, run: Run, monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    monkeypatch.chdir(working.parent)
    with behind_its_back(working) as connection:
        assert connection.execute(DAMAGES[damage]).rowcount > 0
    assert run("verify").code == 5
    for words in COMMANDS:
        answer = run(*words)
        assert answer.code in (0, 2, 3, 4, 5, 6), (words, answer)
        assert not acting(answer.out + answer.err), (words, answer)
        assert answer.code == 0 or answer.err.startswith("salescli: "), (words, answer)


@pytest.mark.parametrize("words", [["journal"], ["close", "2024-01"], ["funnel"]], ids=" ".join)
def test_where_a_command_stumbles_the_ledger_is_named(working: Path, refused: Refused, words: list[str]) -> None:
    with behind_its_back(working) as connection:
        connection.execute(DAMAGES["a policy that is no TOML"])
        connection.execute(DAMAGES["a day that is none"])
    assert refused(5, *words) == (
        f"The ledger {working} is not as it was recorded, so this cannot be computed; `salescli verify` says where."
    )


def test_where_the_ledger_is_whole_the_fault_is_the_programs(
    working: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("salescli.reports.funnel.build", lambda *_given, **_named: {}["nothing"])
    answer = run("funnel")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("salescli: A fault of salescli: KeyError in ")
