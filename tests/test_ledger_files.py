"""The ledger's file is made once, whole, for its owner alone; what is no ledger is left alone; a report writes nothing."""

import os
import shutil
import sqlite3
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from one_of_each import DAY, EACH, EARLY, LATE, WHO, append_each, append_one, new, reading, writing
from stranger import as_stranger, command, shelves, shut

from salescli import main as front
from salescli.errors import LedgerUnusable, WrongUse
from salescli.facts import Named
from salescli.ledger import files, law
from salescli.ledger.store import Ledger

BETWEEN = "2024-03-05T12:00:00.000000Z"
AFTER = "2024-03-07T00:00:00.000000Z"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one team."""
    path = new(tmp_path / "ledger.db")
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, recorded_at=EARLY, code="north", name="华北区")
    return path


def teams(path: Path) -> list[str]:
    with reading(path) as ledger:
        return [team.code for team in ledger.read("names_team_part", Named, text="")]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


# Where it is.


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"XDG_DATA_HOME": "/data", "HOME": "/home/zw"}, "/data/salescli/ledger.db"),
        ({"HOME": "/home/zw"}, "/home/zw/.local/share/salescli/ledger.db"),
        ({"XDG_DATA_HOME": "", "HOME": "/home/zw"}, "/home/zw/.local/share/salescli/ledger.db"),
        ({"XDG_DATA_HOME": "relative", "HOME": "/home/zw"}, "/home/zw/.local/share/salescli/ledger.db"),
    ],
)
def test_the_users_data_directory(environment: dict[str, str], place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert files.default_path() == Path(place)


def test_the_schema_is_found_in_the_package_and_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Installed, schema.sql lies in the package; in a checkout beside it."""
    beside = law.schema()
    package = tmp_path / "salescli"
    (package / "ledger").mkdir(parents=True)
    monkeypatch.setattr(law, "__file__", str(package / "ledger" / "law.py"))
    with pytest.raises(LedgerUnusable, match=r"schema\.sql is missing"):
        law.schema()
    for place in (tmp_path, package):
        (place / "schema.sql").write_text(beside + f"-- {place}", encoding="utf-8")
        assert law.schema() == beside + f"-- {place}"


# Creation.


def test_only_its_owner_reads_it_whatever_the_umask(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        path = new(tmp_path / "a" / "b" / "ledger.db")
        with writing(path) as ledger, ledger.write():
            ledger.append("team", DAY, code="north", name="x")
            files_there = sorted(path.parent.iterdir())
            assert [(file.name, mode(file)) for file in files_there] == [
                ("ledger.db", 0o600),
                ("ledger.db-shm", 0o600),
                ("ledger.db-wal", 0o600),
            ]
        assert [mode(folder) for folder in (path.parent, path.parent.parent)] == [0o700, 0o700]
    finally:
        os.umask(before)


def test_what_a_new_ledger_is(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    assert files.create(path, currency="EUR", zone="Europe/Berlin") is True
    assert files.create(path, currency="CNY", zone="Asia/Shanghai") is False  # it is there, and stays as it is
    with reading(path) as ledger:
        assert (ledger.currency, ledger.zone) == ("EUR", "Europe/Berlin")
        assert 1 <= ledger.origin < 1 << 31
        assert ledger.verify_chain() == []
    with closing(sqlite3.connect(path)) as connection:
        pragmas = ("journal_mode", "application_id", "user_version", "integrity_check")
        found = [connection.execute(f"PRAGMA {pragma}").fetchone()[0] for pragma in pragmas]
    assert found == ["wal", files.APPLICATION_ID, files.VERSION, "ok"]


def test_copies_stay_apart(tmp_path: Path) -> None:
    origins = set()
    for number in range(5):
        with reading(new(tmp_path / f"{number}.db")) as ledger:
            origins.add(ledger.origin)
    assert len(origins) == 5


@pytest.mark.parametrize("currency", ["", "cny", "CN", "CNYX", "¥¥¥", "人民币", "C\0Y", "JPY", "KWD"])
def test_a_currency_of_hundredths(tmp_path: Path, currency: str) -> None:
    with pytest.raises(WrongUse):
        files.create(tmp_path / "ledger.db", currency=currency, zone="UTC")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("zone", ["", "Peking", "../etc/passwd", "Asia/Shanghai\0"])
def test_a_time_zone_that_there_is(tmp_path: Path, zone: str) -> None:
    with pytest.raises(WrongUse):
        files.create(tmp_path / "ledger.db", currency="CNY", zone=zone)
    assert list(tmp_path.iterdir()) == []


def test_the_first_facts_are_there_with_the_ledger_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"

    def fails(ledger: Ledger) -> None:
        ledger.append("team", DAY, code="north", name="x")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        files.create(path, currency="CNY", zone="UTC", who=WHO, first=fails)
    assert files.missing(path)
    assert files.create(
        path, currency="CNY", zone="UTC", who=WHO, first=lambda ledger: ledger.append("team", DAY, code="n", name="x")
    )
    assert teams(path) == ["n"]


def test_an_empty_file_becomes_a_ledger(tmp_path: Path) -> None:
    """Left by a creation that was killed, or by `touch`: for everybody to read, until a ledger is in it."""
    path = tmp_path / "ledger.db"
    path.touch(mode=0o644)
    with pytest.raises(LedgerUnusable, match="There is no ledger at"):
        reading(path)
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="north", name="x")
    assert teams(path) == ["north"]
    assert mode(path) == 0o600


def test_an_empty_file_becomes_a_whole_ledger_at_the_first_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the starter policy, as where there was no file."""
    path = tmp_path / "ledger.db"
    path.touch()
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    assert front.main(["team", "add", "north", "华北区", "--lang", "en"]) == 0
    assert "A new ledger was made at" in capsys.readouterr().err
    with closing(sqlite3.connect(path)) as connection:
        kinds = connection.execute("SELECT kind FROM fact ORDER BY id").fetchall()
    assert kinds[:2] == [("policy",), ("team",)]


# What is no ledger.


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE song (title)")


def numbered(path: Path, application: int, version: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA application_id = {application}")
        connection.execute(f"PRAGMA user_version = {version}")


NO_LEDGER: dict[str, Callable[[Path], object]] = {
    "text": lambda path: path.write_text("Dear diary, " * 1000),
    "one byte": lambda path: path.write_bytes(b"x"),
    "zeros": lambda path: path.write_bytes(bytes(8192)),
    "another program's": other_program,
    "cut off": lambda path: path.write_bytes(new(path.with_name("whole.db")).read_bytes()[:5000]),
    "only the header": lambda path: path.write_bytes(new(path.with_name("whole.db")).read_bytes()[:100]),
}


@pytest.mark.parametrize("make", NO_LEDGER.values(), ids=NO_LEDGER)
@pytest.mark.parametrize("opened", [reading, writing])
def test_what_is_no_ledger_is_named_and_left_alone(tmp_path: Path, make: Callable[[Path], object], opened: Any) -> None:
    path = tmp_path / "ledger.db"
    make(path)
    before = path.read_bytes()
    with pytest.raises(LedgerUnusable, match=r"ledger\.db"), opened(path) as ledger:
        ledger.read("names_team", Named, text="x")
    assert path.read_bytes() == before


@pytest.mark.parametrize("opened", [reading, writing])
def test_a_folder_is_no_file(tmp_path: Path, opened: Any) -> None:
    with pytest.raises(LedgerUnusable, match="is a folder; a ledger is a file in one"):
        opened(tmp_path)


@pytest.mark.parametrize("opened", [reading, writing])
def test_a_ledger_of_a_newer_program(path: Path, opened: Any) -> None:
    numbered(path, files.APPLICATION_ID, files.VERSION + 1)
    with pytest.raises(
        LedgerUnusable,
        match=rf"made by a newer salescli \(version {files.VERSION + 1}, this one knows {files.VERSION}\); upgrade",
    ):
        opened(path)


@pytest.mark.parametrize(
    ("application", "version"), [(0, 1), (files.APPLICATION_ID, 0), (files.APPLICATION_ID, -1), (5, 5)]
)
def test_a_file_that_does_not_say_it_is_one(path: Path, application: int, version: int) -> None:
    numbered(path, application, version)
    for opened in (reading, writing):
        with pytest.raises(LedgerUnusable, match="is no salescli ledger"):
            opened(path)


@pytest.mark.parametrize(
    "statement", ["DROP TRIGGER ledger_no_delete; DELETE FROM ledger", "DROP TABLE ledger", "DROP TABLE fact"]
)
def test_a_ledger_that_was_gutted_is_a_sentence(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(statement)
    with pytest.raises(LedgerUnusable), reading(path) as ledger:
        ledger.verify_chain()
    with pytest.raises(LedgerUnusable), writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="south", name="x")


def test_a_report_on_a_missing_ledger_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="`salescli init` makes one"):
        reading(tmp_path / "no" / "ledger.db")
    assert list(tmp_path.iterdir()) == []


def test_no_sign_of_a_path_reaches_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\u202e\n.db"
    with pytest.raises(LedgerUnusable) as caught:
        reading(path)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    "name", ["a b", "?mode=memory", "#1", "100%", "%41", "华北", "'", '"', ":memory:", "file:x", "-x"]
)
def test_any_name_is_a_files_name(tmp_path: Path, name: str) -> None:
    """SQLite's addresses would read ?, # and % in their own way."""
    path = new(tmp_path / name)
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="north", name="x")
    assert teams(path) == ["north"]
    assert (tmp_path / name).stat().st_size > 0


def test_a_locked_ledger_is_exit_5_and_nothing_is_lost(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "BUSY_SECONDS", 0.01)
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        assert front.main(["team", "add", "south", "x", "--lang", "en"]) == 5
        out, err = capsys.readouterr()
        said = f"Another program is writing to the ledger {path} and has not finished. Nothing was recorded; try again."
        assert (out, err) == ("", f"salescli: {said}\n")
        assert teams(path) == ["north"]  # a reader does not wait
        holder.execute("ROLLBACK")
    assert front.main(["team", "add", "south", "x", "--lang", "en"]) == 0
    assert teams(path) == ["north", "south"]


# Files and folders that cannot be written.


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody may look into."""
    yield from shelves()


def make_shelved(folder: Path) -> Path:
    path = new(folder / "ledger.db")
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="north", name="x")
    return path


def test_a_ledger_in_a_closed_folder_is_read(shelf: Path) -> None:
    """On a read-only medium SQLite cannot make the file that readers and writers share."""
    path = shut(make_shelved(shelf))
    assert as_stranger(lambda: teams(path)) == ["north"]
    assert sorted(file.name for file in shelf.iterdir()) == ["ledger.db"]


COMMANDS = (["verify"], ["customer", "list"])


@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_a_ledger_of_an_earlier_version_is_read_where_it_cannot_be_written(
    shelf: Path, folder: int, wal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it would be once it is brought up to date, by `verify` and reports too; the file stays as it is."""
    path = shelf / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "ledgers" / "version-1.sql").read_text(encoding="utf-8"))
        if wal:
            connection.execute("PRAGMA journal_mode = wal")
    content = path.read_bytes()
    (shelf / "new").mkdir()
    as_it_will_be = shelf / "new" / "old.db"
    as_it_will_be.write_bytes(content)
    right = [command(*words, "--ledger", str(as_it_will_be)) for words in COMMANDS]
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    shutil.rmtree(as_it_will_be.parent)
    shut(path).parent.chmod(folder)
    for words, (code, out, err) in zip(COMMANDS, right, strict=True):
        assert command(*words) == (code, out, err.replace(str(as_it_will_be), str(path)))
    assert [code for code, _out, _err in right] == [5, 0]  # the statement of that ledger is none
    assert path.read_bytes() == content


def test_a_ledger_that_a_reader_left_open_files_beside_is_read_there_too(shelf: Path) -> None:
    path = make_shelved(shelf)
    assert teams(path) == ["north"]
    assert len(list(shelf.iterdir())) == 3
    shut(path)
    assert as_stranger(lambda: teams(path)) == ["north"]


def test_what_was_not_put_down_yet_is_never_left_out_in_silence(shelf: Path) -> None:
    """A writer was killed, and the folder closed: the last facts are in the -wal alone."""
    path = make_shelved(shelf)
    with writing(path) as ledger:
        with ledger.write():
            ledger.append("team", DAY, code="south", name="x")
        shut(path)
        path.with_name("ledger.db-shm").unlink()
        assert as_stranger(lambda: _teams_or_sentence(path)) in (["north", "south"], ["a sentence"])
        with pytest.raises(LedgerUnusable, match="is being written, or was not closed"):
            files._copy_in_memory(path)


def test_what_is_written_while_it_is_copied_is_not_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def slowly(file: Path) -> bytes:
        content = real(file)
        with writing(path) as ledger, ledger.write():
            ledger.append("team", DAY, code="south", name="x")
        return content

    monkeypatch.setattr(Path, "read_bytes", slowly)
    with pytest.raises(LedgerUnusable, match="is being written"):
        files._copy_in_memory(path)


def _teams_or_sentence(path: Path) -> list[str]:
    try:
        return teams(path)
    except LedgerUnusable:
        return ["a sentence"]


def test_recording_there_is_a_sentence(shelf: Path) -> None:
    path = shut(make_shelved(shelf))

    def record() -> None:
        with writing(path) as ledger, ledger.write():
            ledger.append("team", DAY, code="south", name="x")

    with pytest.raises(LedgerUnusable, match=r"cannot be (written|used)"):
        as_stranger(record)


def test_a_ledger_that_may_not_be_read_is_a_sentence(shelf: Path) -> None:
    path = make_shelved(shelf)
    path.chmod(0o000)
    with pytest.raises(LedgerUnusable, match=r"cannot be (used|read)"):
        as_stranger(lambda: teams(path))
    path.parent.chmod(0o000)
    with pytest.raises(LedgerUnusable, match="Permission denied"):
        as_stranger(lambda: teams(path))


@pytest.mark.parametrize(
    "words", [["customer", "list"], ["verify"], ["team", "add", "x", "y"], ["export", "/nowhere/out"]]
)
def test_it_is_the_ledger_that_is_unusable_and_not_the_command(shelf: Path, words: list[str]) -> None:
    """Named with --ledger too."""
    path = make_shelved(shelf)
    path.chmod(0o000)
    code, out, err = command("--ledger", str(path), *words)
    assert (code, out, err.count("\n")) == (5, "", 1) and err.startswith("salescli: The ledger "), err


def test_a_ledger_cannot_be_made_where_nothing_can(shelf: Path) -> None:
    shelf.chmod(0o555)
    for path in (shelf / "ledger.db", shelf / "new" / "ledger.db"):
        with pytest.raises(LedgerUnusable, match="cannot be made at"):
            as_stranger(lambda path=path: new(path) and None)
    (file := Path(tempfile.mkstemp()[1])).touch()
    try:
        with pytest.raises(LedgerUnusable, match="cannot be made at"):
            new(file / "ledger.db")
    finally:
        file.unlink()


# As it was known.


@pytest.fixture(scope="module")
def _history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, int]]:
    """One of each early; later another of each, and a void of the first."""
    path = new(tmp_path_factory.mktemp("files") / "ledger.db")
    with writing(path) as ledger, ledger.write():
        ids = append_each(ledger)
        for kind in EACH:
            if kind not in ("void", "leave"):
                append_one(ledger, ids, kind, recorded_at=LATE)
        for kind in EACH:
            if kind not in ("void", "leave"):
                ledger.append("void", DAY, recorded_at=LATE, fact_id=ids[kind], effect="void", why="x")
    return path, ids


@pytest.mark.parametrize("kind", [kind for kind in EACH if kind not in ("void", "leave")])
def test_every_view_shows_what_was_known(_history: tuple[Path, dict[str, int]], kind: str) -> None:
    """Facts recorded later, and later voids, are invisible; the instant itself is not yet known."""
    path, ids = _history
    seen = {}
    for as_of in (EARLY, BETWEEN, LATE, AFTER, None):
        with reading(path, as_of) as ledger:
            seen[as_of] = ledger._connection.execute(f"SELECT id FROM {kind}_in_force ORDER BY id").fetchall()
    assert (seen[EARLY], seen[BETWEEN], seen[LATE]) == ([], [(ids[kind],)], [(ids[kind],)])
    assert len(seen[AFTER]) == 1 and seen[AFTER] == seen[None] != seen[BETWEEN]


def test_the_last_word_that_was_known_counts(path: Path) -> None:
    words = [("void", 1), ("restore", 2), ("void", 3), ("restore", 3), ("void", 5)]
    with writing(path) as ledger, ledger.write():
        (team,) = ledger.read("names_team", Named, text="north")
        for effect, minute in words:
            instant = f"2024-03-06T09:0{minute}:00.000000Z"
            ledger.append("void", DAY, recorded_at=instant, fact_id=team.id, effect=effect, why="so")
    seen = []
    for minute in range(8):
        with reading(path, f"2024-03-06T09:0{minute}:00.000000Z") as ledger:
            seen.append(len(ledger.read("names_team", Named, text="north")))
    assert seen == [1, 1, 0, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    "text", ["2024-03-05", "now", "' OR 1", "2024-03-05T08:00:00Z", "2024-03-05T08:00:00.000000Z' --", ""]
)
def test_an_instant_and_nothing_else_gets_into_a_view(path: Path, text: str) -> None:
    if text:
        with pytest.raises(WrongUse):
            reading(path, text)


def test_a_crafted_name_gets_into_no_statement(path: Path) -> None:
    """A table of another's making beside ours is a table, whatever it is called."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute('CREATE TABLE "a; DROP TABLE team; --" (id)')
        connection.execute('CREATE VIEW "a; DROP TABLE team; --_in_force" AS SELECT 1')
    with reading(path, AFTER) as ledger:
        assert len(ledger.read("names_team", Named, text="north")) == 1


# A file that somebody else has made.


HARMFUL = "CREATE VIEW team_in_force AS SELECT harm() AS id, '' AS code, '' AS name"
LYING = "CREATE VIEW team_in_force AS SELECT id, happened_on, 'south' AS code, 'x' AS name FROM team"
DELETING = "CREATE TRIGGER a AFTER INSERT ON fact BEGIN DELETE FROM ledger; END"
WRITING = "CREATE TRIGGER a AFTER INSERT ON team BEGIN INSERT INTO void VALUES (1, '2024-01-01', 1, 'void', 'x'); END"


@pytest.mark.parametrize("view", [HARMFUL, LYING])
def test_another_programs_view_is_not_believed(path: Path, view: str) -> None:
    """The schema's own is read instead, so that neither a lie nor a function with side effects gets in."""
    craft(path, "DROP VIEW team_in_force", view)
    with reading(path) as ledger:
        ledger._connection.create_function("harm", 0, lambda: 1)
        assert [team.code for team in ledger.read("names_team", Named, text="north")] == ["north"]


@pytest.mark.parametrize(
    ("statements", "named"),
    [
        (("DROP VIEW team_in_force", LYING), "'view team_in_force'"),
        ((DELETING,), "'trigger a'"),
        ((WRITING,), "'trigger a'"),
        (("DROP TRIGGER fact_no_update",), "'trigger fact_no_update'"),
        (("CREATE VIEW spare AS SELECT 1",), "'view spare'"),
    ],
)
def test_nothing_is_recorded_where_triggers_or_views_are_not_the_ledgers(
    path: Path, statements: tuple[str, ...], named: str
) -> None:
    """Another's trigger would write by itself; without ours a fact could be changed. It can be read, and verified."""
    craft(path, *statements)
    with pytest.raises(LedgerUnusable, match="salescli verify") as refused:
        writing(path)
    assert named in str(refused.value)
    assert teams(path) == ["north"]


def test_a_trigger_with_a_name_that_acts_on_a_terminal_is_named_harmlessly(path: Path) -> None:
    craft(path, 'CREATE TRIGGER "\x1b[31m" AFTER INSERT ON fact BEGIN SELECT 1; END')
    with pytest.raises(LedgerUnusable) as refused:
        writing(path)
    assert str(refused.value).isprintable()


def test_a_table_or_index_of_another_program_does_no_harm(path: Path) -> None:
    craft(path, "CREATE TABLE spare (x)", "CREATE INDEX spare_x ON spare (x)", "ANALYZE")
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code="south", name="x")
    assert teams(path) == ["north", "south"]


def craft(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.skipif(sys.platform == "win32", reason="names of another kind")
def test_a_link_leads_to_the_ledger(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(path)
    with writing(link) as ledger, ledger.write():
        ledger.append("team", DAY, code="south", name="x")
    assert teams(path) == teams(link) == ["north", "south"]
