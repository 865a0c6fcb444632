"""A backup is whole, verified and for its owner alone; a ledger is made of one without anything being lost."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from one_of_each import DAY, WHO, append_each, new, reading, writing

from salescli.errors import LedgerUnusable, Refused, WrongUse
from salescli.ledger import copies, files, merging

ROOT = Path(__file__).parents[1]
VERSION_1 = Path(__file__).parent / "ledgers" / "version-1.sql"

WRITES = """
import sys
from datetime import date
from pathlib import Path
from salescli.ledger import files
from salescli.ledger.store import Who
with files.open_for_writing(Path(sys.argv[1]), Who("zw", "here")) as ledger:
    for number in range(1_000_000):
        with ledger.write():
            id = ledger.append("team", date(2024, 3, 5), code=f"t{number}", name="x", note="x" * 3000)
        print(id & 0xFFFFFFFF, flush=True)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with one fact of every kind, in a folder of its own."""
    path = new(tmp_path / "team" / "ledger.db")
    with writing(path) as ledger, ledger.write():
        append_each(ledger)
    return path


def backup(path: Path, target: Path, force: bool = False) -> copies.Copied:
    return copies.backup(path, WHO, target, force=force)


def restore(path: Path, source: Path, replace: bool = False) -> copies.Copied:
    with copies.opened(source, WHO) as other:
        return copies.make(
            path, WHO, currency=other.currency, zone=other.zone, replace=replace,
            fill=lambda ledger: merging.take(ledger, [other]),
        )  # fmt: skip


def head(path: Path) -> str:
    with reading(path) as ledger:
        assert ledger.verify_chain() == []
        return ledger.head()


def team(path: Path, code: str) -> None:
    with writing(path) as ledger, ledger.write():
        ledger.append("team", DAY, code=code, name="x")


# Backup.


def test_a_backup_is_one_file_for_its_owner_alone(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "backups" / "b.db"
    target.parent.mkdir()
    before = os.umask(0)
    try:
        copied = backup(path, target)
    finally:
        os.umask(before)
    assert copied.head == head(path) == head(target)
    assert [file.name for file in target.parent.iterdir() if "-" not in file.name] == ["b.db"]
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_a_backup_while_others_write(path: Path, tmp_path: Path) -> None:
    """What was acknowledged before it began is in each; each is whole and can be gone on with."""
    process = subprocess.Popen([sys.executable, "-c", WRITES, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    try:
        sizes = []
        for number in range(4):
            acknowledged = [int(process.stdout.readline()) for _line in range(20)][-1]
            copied = backup(path, tmp_path / f"{number}.db")
            assert copied.facts >= acknowledged
            sizes.append(copied.facts)
    finally:
        process.kill()
        process.communicate()
    assert sizes == sorted(set(sizes))
    assert merging_takes_nothing(path, tmp_path / "0.db")
    restored = restore(tmp_path / "anew.db", tmp_path / "3.db")
    assert restored.facts == sizes[-1]


def merging_takes_nothing(path: Path, other: Path) -> bool:
    with copies.opened(other, WHO) as opened, writing(path) as ledger, ledger.write():
        return merging.take(ledger, [opened]).counts == [0]


def test_a_backup_never_goes_over_something_unasked(path: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.db"
    target.write_text("a letter")
    with pytest.raises(Refused, match="--force replaces it"):
        backup(path, target)
    assert target.read_text() == "a letter"
    assert backup(path, target, force=True).head == head(target)


def test_a_backup_goes_elsewhere_than_the_ledger(path: Path, tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is the ledger itself"):
        backup(path, path, force=True)
    (tmp_path / "same.db").symlink_to(path)
    with pytest.raises(WrongUse, match="is the ledger itself"):
        backup(path, tmp_path / "same.db", force=True)
    with pytest.raises(WrongUse, match="is a folder"):
        backup(path, tmp_path, force=True)


def test_a_place_that_cannot_be_written(path: Path, tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match=r"The backup cannot be written to .*: No such file or directory\."):
        backup(path, tmp_path / "nowhere" / "b.db")


def test_no_ledger_no_backup(tmp_path: Path) -> None:
    with pytest.raises(LedgerUnusable, match="There is no ledger at"):
        backup(tmp_path / "none.db", tmp_path / "b.db")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_ledger_makes_no_backup(path: Path, tmp_path: Path) -> None:
    """It names the first bad fact, and the backup that was there stays."""
    good = backup(path, tmp_path / "b.db").head
    tamper(path)
    with pytest.raises(LedgerUnusable, match=r"is not what was recorded, from the fact .*-1 on"):
        backup(path, tmp_path / "b.db", force=True)
    assert head(tmp_path / "b.db") == good
    assert sorted(file.name for file in tmp_path.iterdir() if "-" not in file.name) == ["b.db", "team"]


def tamper(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        (law,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'rep_no_update'").fetchone()
        connection.execute("DROP TRIGGER rep_no_update")
        connection.execute("UPDATE rep SET name = 'x'")
        connection.execute(law)


# Restore.


def test_a_ledger_from_a_backup(path: Path, tmp_path: Path) -> None:
    """Same facts, same ids, same head; what is recorded in both from then on are other facts, which merge."""
    backup(path, tmp_path / "b.db")
    anew = tmp_path / "new" / "ledger.db"
    copied = restore(anew, tmp_path / "b.db")
    assert (copied.head, copied.kept) == (head(path), None)
    with reading(path) as old, reading(anew) as new_one:
        assert (new_one.currency, new_one.zone) == (old.currency, old.zone)
        assert new_one.reached() == old.reached() and new_one.origin != old.origin
    team(path, "old")
    team(anew, "new")
    for ours, theirs in ((path, anew), (anew, path)):
        with copies.opened(theirs, WHO) as other, writing(ours) as ledger, ledger.write():
            assert merging.take(ledger, [other]).counts == [1]
    assert head(path) == head(anew)
    assert [mode(file) for file in (anew, anew.parent)] == [0o600, 0o700]


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nothing_is_overwritten_in_silence(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "b.db")
    team(path, "since")
    before = head(path)
    with pytest.raises(Refused, match="--replace"):
        restore(path, tmp_path / "b.db")
    assert head(path) == before
    copied = restore(path, tmp_path / "b.db", replace=True)
    assert copied.kept is not None and copied.kept.name.startswith("ledger.db.before-restored-2")
    assert (head(path), head(copied.kept)) == (copied.head, before)
    assert mode(copied.kept) == 0o600


def test_a_damaged_ledger_gives_way_with_all_that_lies_beside_it(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "b.db")
    path.write_bytes(b"noise" * 5000)
    Path(f"{path}-wal").write_bytes(b"more noise")
    copied = restore(path, tmp_path / "b.db", replace=True)
    assert copied.kept and copied.kept.read_bytes() == b"noise" * 5000
    assert Path(f"{copied.kept}-wal").read_bytes() == b"more noise"
    assert head(path) == copied.head


def test_a_ledger_that_others_have_open_stays(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(copies, "WAIT_MS", 10)
    backup(path, tmp_path / "b.db")
    with reading(path) as other:
        other.head()
        with pytest.raises(LedgerUnusable, match=r"Others have the ledger .* open"):
            restore(path, tmp_path / "b.db", replace=True)
    assert sorted(file.name for file in path.parent.iterdir() if "-" not in file.name) == ["ledger.db"]
    assert restore(path, tmp_path / "b.db", replace=True).kept


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"PK\x03\x04 a zip", "is no salescli ledger"), (b"", "There is no ledger at"), (None, "There is no ledger at")],
)
def test_what_is_no_ledger(content: bytes | None, said: str, path: Path, tmp_path: Path) -> None:
    source = tmp_path / "b.db"
    if content is not None:
        source.write_bytes(content)
    before = head(path)
    with pytest.raises(LedgerUnusable, match=said):
        restore(path, source, replace=True)
    assert head(path) == before


def test_a_newer_ledger_another_programs_and_a_broken_one(path: Path, tmp_path: Path) -> None:
    for statement, said in (
        (f"PRAGMA user_version = {files.VERSION + 1}", "was made by a newer salescli"),
        ("PRAGMA application_id = 5", "is no salescli ledger"),
    ):
        shutil.copy(path, tmp_path / "b.db")
        with closing(sqlite3.connect(tmp_path / "b.db")) as connection:
            connection.execute(statement)
        with pytest.raises(LedgerUnusable, match=said):
            restore(tmp_path / "anew.db", tmp_path / "b.db")
    backup(path, tmp_path / "c.db")
    tamper(tmp_path / "c.db")
    with pytest.raises(LedgerUnusable, match="is not what was recorded"):
        restore(tmp_path / "anew.db", tmp_path / "c.db")
    assert not list(tmp_path.glob("anew*"))


def test_a_backup_cut_short(path: Path, tmp_path: Path) -> None:
    backup(path, tmp_path / "b.db")
    content = (tmp_path / "b.db").read_bytes()
    (tmp_path / "b.db").write_bytes(content[: len(content) // 8192 * 4096])
    with pytest.raises(LedgerUnusable, match=r"b\.db"):
        restore(tmp_path / "anew.db", tmp_path / "b.db")
    assert not list(tmp_path.glob("anew*"))


def test_a_backup_of_an_earlier_version(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.executescript(VERSION_1.read_text(encoding="utf-8"))
    copied = restore(tmp_path / "anew.db", tmp_path / "old.db")
    assert head(tmp_path / "anew.db") == copied.head
    with copies.opened(tmp_path / "old.db", WHO) as other:
        assert other.head() == copied.head
