"""A backup as a person makes it: what it says, what it refuses, and that nothing else is touched."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Refused, Run
from one_of_each import new
from stranger import command, shelves, shut
from whole_ledger import head, no_text, with_tables_of_others


def test_backup_and_restore_say_what_they_did(run: Run, company: Path, tmp_path: Path) -> None:
    answer = run("backup", str(tmp_path / "b.db"))
    assert answer.out == f"Backed up 17 facts to {tmp_path / 'b.db'}, verified; its head is {head(company)}.\n"
    again = run("backup", str(tmp_path / "b.db"))
    assert (again.code, again.out) == (4, "")
    assert again.err == f"salescli: There is something at {tmp_path / 'b.db'} already; --force replaces it.\n"
    assert run("restore", str(tmp_path / "b.db")).code == 4
    before = head(company)
    run("team", "add", "new", "新")
    answer = run("restore", str(tmp_path / "b.db"), "--replace")
    assert answer.out.startswith(
        f"Restored 17 facts to {company}, verified; its head is {before}.\nThe ledger that was "
    )
    assert head(company) == before
    (kept,) = tmp_path.glob("ledger.db.before-restored-*Z")
    assert head(kept) != before


@pytest.fixture
def shelf() -> Iterator[Path]:
    yield from shelves()


def test_other_programs_tables_go_along(run: Run, company: Path, tmp_path: Path) -> None:
    """They are no reason to be without a backup; `verify` alone speaks of them."""
    with_tables_of_others(company)
    answer = run("backup", str(tmp_path / "b.db"))
    assert (answer.code, answer.err) == (0, ""), answer
    assert head(tmp_path / "b.db") == head(company)


def test_what_is_wrong_with_the_copy_is_said_of_the_name_that_was_typed(
    refused: Refused, company: Path, tmp_path: Path
) -> None:
    no_text(company)
    sentence = refused(5, "backup", str(tmp_path / "b.db"))
    assert sentence.startswith(f"{tmp_path / 'b.db'} cannot be read: Could not decode to UTF-8")
    assert not list(tmp_path.glob("b.db*"))


def test_a_pipe_or_a_device_stays_what_it_is(refused: Refused, company: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for target in (tmp_path / "pipe", tmp_path / "link", Path("/dev/null")):
        said = refused(2, "backup", str(target), "--force")
        assert said == f"{target} is a device or a pipe; a backup is a file."
    assert (tmp_path / "pipe").is_fifo() and Path("/dev/null").is_char_device()


def test_a_link_stays_a_link(run: Run, refused: Refused, company: Path, tmp_path: Path) -> None:
    """The backup goes to where it leads, whether something is there already or not."""
    (tmp_path / "usb").mkdir()
    (tmp_path / "b.db").symlink_to(tmp_path / "usb" / "real.db")
    assert run("backup", str(tmp_path / "b.db")).code == 0
    assert "--force replaces it" in refused(4, "backup", str(tmp_path / "b.db"))
    run("team", "add", "new", "新")
    assert run("backup", str(tmp_path / "b.db"), "--force").code == 0
    assert (tmp_path / "b.db").is_symlink()
    assert [file.name for file in (tmp_path / "usb").glob("*.db")] == ["real.db"]
    assert head(tmp_path / "usb" / "real.db") == head(company)


def test_a_folder_that_one_may_not_look_into(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the ledger or of the target: a sentence, and no fault of the program."""
    (shelf / "closed").mkdir()
    path = new(shelf / "closed" / "ledger.db")
    monkeypatch.setenv("SALESCLI_LEDGER", str(path))
    shut(path).parent.chmod(0o700)
    assert command("backup", str(shelf / "b.db")) == (
        5,
        "",
        f"salescli: The ledger {path} cannot be used: Permission denied.\n",
    )
    open_one = new(shelf / "open.db")
    open_one.chmod(0o644)
    monkeypatch.setenv("SALESCLI_LEDGER", str(open_one))
    target = path.parent / "b.db"
    said = f"salescli: The backup cannot be written to {target}: Permission denied.\n"
    assert command("backup", str(target)) == (5, "", said)
    assert command("backup", str(target), "--force") == (5, "", said)
