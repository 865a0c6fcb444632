"""An older ledger is brought up to date once, whole or not at all, by whoever opens it first."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DAY, append_each, new, reading, writing

from salescli.errors import LedgerUnusable
from salescli.facts import Named
from salescli.ledger import files, law, migrations

ROOT = Path(__file__).parents[1]
Migration = Callable[[sqlite3.Connection], None]


NOW = files.VERSION


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of this version, which the next ones will call old, with one fact of every kind."""
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        append_each(ledger)
    return path


@pytest.fixture
def upgrade(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Make this program one of a later version, with these migrations from this one on."""

    def to(*steps: Migration) -> None:
        monkeypatch.setattr(files, "VERSION", NOW + len(steps))
        monkeypatch.setattr(migrations, "MIGRATIONS", dict(enumerate(steps, start=NOW)))

    return to


def nickname(connection: sqlite3.Connection) -> None:
    """A new column, as a version that knows nicknames would add it."""
    connection.execute("ALTER TABLE team ADD COLUMN nickname TEXT")


def version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        return int(connection.execute("PRAGMA user_version").fetchone()[0])


def columns(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[1] for row in connection.execute("PRAGMA table_info(team)")]


def test_every_step_of_this_program_leads_to_its_version() -> None:
    assert sorted(migrations.MIGRATIONS) == list(range(1, files.VERSION))


def test_recording_brings_it_up_to_date(old: Path, upgrade: Callable[..., None]) -> None:
    upgrade(nickname)
    with writing(old) as ledger, ledger.write():
        ledger.append("team", DAY, code="new", name="x", nickname="nick")
    assert (version(old), columns(old)[-1]) == (NOW + 1, "nickname")
    with reading(old) as ledger:
        assert ledger.verify_chain() == []  # the old rows' hashes know nothing of the new column


def test_a_report_brings_it_up_to_date(old: Path, upgrade: Callable[..., None]) -> None:
    """Nobody has to record something before a report works again; the report itself writes nothing."""
    upgrade(nickname)
    with reading(old) as ledger:
        assert len(ledger.read("names_team_part", Named, text="")) == 1
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            ledger._connection.execute("UPDATE team SET name = 'x'")
    assert version(old) == NOW + 1


def test_several_versions_at_once_and_each_step_once(old: Path, upgrade: Callable[..., None]) -> None:
    done = []
    upgrade(*(lambda _connection, number=number: done.append(number) for number in (1, 2, 3)))
    for opened in (reading, writing, reading):
        with opened(old) as ledger:
            assert ledger.verify_chain() == []
    assert (version(old), done) == (NOW + 3, [1, 2, 3])


@pytest.mark.parametrize("error", [sqlite3.OperationalError("disk"), KeyboardInterrupt(), ValueError("a bug")])
@pytest.mark.parametrize("opened", [reading, writing])
def test_one_that_fails_leaves_the_old_version(
    old: Path, upgrade: Callable[..., None], error: BaseException, opened: Callable[[Path], object]
) -> None:
    before = old.read_bytes()

    def fails(connection: sqlite3.Connection) -> None:
        nickname(connection)
        raise error

    upgrade(lambda connection: connection.execute("CREATE TABLE first (id)") and None, fails)
    with pytest.raises((LedgerUnusable, KeyboardInterrupt, ValueError)):
        opened(old)
    assert old.read_bytes() == before
    upgrade(nickname)
    with writing(old) as ledger:
        assert ledger.verify_chain() == []


def test_a_table_may_be_rebuilt_but_nothing_may_be_left_hanging(old: Path, upgrade: Callable[..., None]) -> None:
    """Foreign keys are off while a table is away, and checked before the new version counts."""

    def rebuilt(connection: sqlite3.Connection) -> None:
        connection.execute("PRAGMA legacy_alter_table = on")
        connection.execute(
            "CREATE TABLE team_new (id INTEGER PRIMARY KEY, happened_on TEXT, code TEXT, name TEXT) STRICT"
        )
        connection.execute("INSERT INTO team_new SELECT * FROM team")
        connection.execute("DROP TABLE team")
        connection.execute("ALTER TABLE team_new RENAME TO team")
        for guard in law.guards():
            if re.match("CREATE TRIGGER team_.*? ON team( |\n)", guard):
                connection.execute(guard)

    def losing(connection: sqlite3.Connection) -> None:
        connection.execute("DROP TRIGGER team_no_delete")
        connection.execute("DELETE FROM team")

    upgrade(losing)
    with pytest.raises(LedgerUnusable, match=r"cannot be brought up to date.*It is as it was"):
        writing(old)
    upgrade(rebuilt)
    with writing(old) as ledger:
        assert ledger.verify_chain() == []
        assert ledger._connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
    assert version(old) == NOW + 1


def test_a_version_that_no_way_leads_from(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "VERSION", NOW + 2)
    monkeypatch.setattr(migrations, "MIGRATIONS", {1: nickname})
    with pytest.raises(LedgerUnusable, match="cannot be brought up to date"):
        writing(old)
    assert version(old) == NOW


def test_a_held_ledger_is_brought_up_to_date_later(
    old: Path, upgrade: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.01)
    upgrade(nickname)
    with closing(sqlite3.connect(old, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        for opened in (reading, writing):
            with pytest.raises(LedgerUnusable, match="Another program is writing"):
                opened(old)
    with reading(old) as ledger:
        assert ledger.verify_chain() == []
    assert version(old) == NOW + 1


CHILD = """
import sys
from pathlib import Path
from salescli.ledger import files, law, migrations
from salescli.ledger.store import Who

def nickname(connection):
    connection.execute("ALTER TABLE team ADD COLUMN nickname TEXT")  # a second time it fails
    print("migrated", flush=True)
    if sys.argv[2] == "stop":
        sys.stdin.read()

files.VERSION, files.BUSY_SECONDS = files.VERSION + 1, 600.0
migrations.MIGRATIONS = {files.VERSION - 1: nickname}
print("ready", flush=True)
sys.stdin.readline()
opened = files.open_for_writing if sys.argv[3] == "writing" else files.open_for_reading
with opened(Path(sys.argv[1]), Who("zw", "here")) as ledger:
    assert ledger.verify_chain() == []
print("done", flush=True)
"""


@pytest.fixture
def child() -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """A process of the later version, which waits for a line before it opens the ledger."""
    started: list[subprocess.Popen[str]] = []

    def start(path: Path, *words: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(path), *words],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
        )  # fmt: skip
        started.append(process)
        assert process.stdout and process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def test_two_programs_that_start_at_once_migrate_once(old: Path, child: Callable[..., subprocess.Popen[str]]) -> None:
    processes = [child(old, "go", how) for how in ("writing", "reading", "writing", "reading")]
    for process in processes:
        go(process)
    said = [process.communicate()[0] for process in processes]
    assert sorted(said) == ["done\n"] * 3 + ["migrated\ndone\n"]
    assert [process.returncode for process in processes] == [0] * 4
    assert (version(old), columns(old)[-1]) == (NOW + 1, "nickname")


def test_one_that_is_killed_midway_leaves_the_old_version(
    old: Path, child: Callable[..., subprocess.Popen[str]]
) -> None:
    process = child(old, "stop", "writing")
    go(process)
    assert process.stdout and process.stdout.readline() == "migrated\n"
    process.kill()
    process.wait()
    assert (version(old), "nickname" in columns(old)) == (NOW, False)
    again = child(old, "go", "reading")
    go(again)
    assert again.communicate()[0] == "migrated\ndone\n"
    assert version(old) == NOW + 1
