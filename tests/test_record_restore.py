"""A ledger made anew from a backup or an export: equal, never over another unasked, and open to what others hold beyond it."""

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Facts, Run
from one_of_each import new, reading
from stranger import command, shelves, shut
from whole_ledger import filled, head, with_tables_of_others


@pytest.fixture
def full(ledger: Path) -> Path:
    """The ledger with one fact of every kind, and with texts that a file may stumble over."""
    return filled(ledger)


@pytest.mark.parametrize("files", ["csv", "json"])
def test_an_export_comes_back_as_an_equal_ledger(files: str, run: Run, full: Path, tmp_path: Path) -> None:
    answer = run("export", str(tmp_path / "out"), "--files", files)
    assert (answer.code, answer.err) == (0, "")
    back = tmp_path / "back.db"
    assert run("restore", str(tmp_path / "out"), "--ledger", str(back)).code == 0
    assert head(back) == head(full)
    with reading(full) as old, reading(back) as anew:
        for query in (
            "SELECT * FROM fact",
            "SELECT * FROM follow_up",
            "SELECT * FROM correction",
            "SELECT * FROM target",
        ):
            assert old._connection.execute(query).fetchall() == anew._connection.execute(query).fetchall()
    assert run("verify", "--ledger", str(back)).code == run("verify").code


def test_the_reports_of_what_came_back_are_the_same(run: Run, company: Path, tmp_path: Path) -> None:
    run("log", "华北机械", "asked for a quote", "--by", "phone", "--as", "zw")
    run("export", str(tmp_path / "out"))
    run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    for words in (
        ["funnel"],
        ["customer", "list"],
        ["history", "华北机械"],
        ["workload", "--period", "2024-03"],
        ["rep", "show", "zw"],
    ):
        one, other = run(*words).out, run(*words, "--ledger", str(tmp_path / "back.db")).out
        assert plain(one) == plain(other) != ""


def plain(report: str) -> str:
    """A report without whose copy an id is of, and as if its columns were as wide as one another."""
    return re.sub(r"[ -]+", " ", re.sub(r"\b[0-9a-z]{7}-(?=[0-9])", "", report))


Change = Callable[[Path], object]


def replaced(name: str, old: str, new: str) -> Change:
    def change(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8")
        assert old in text
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (replaced("customer.csv", "华北机械", "华北机器"), "is not what was recorded, from the fact"),
        (
            replaced("product_price.csv", "4821.00", "4821.001"),
            "product_price.csv, line 2: '4821.001' does not do for list_price",
        ),
        (replaced("customer.csv", "2024-02-01", "2024-02-31"), "makes no ledger: CHECK constraint failed"),
        (replaced("manifest.json", '"version": ', '"version": 9'), "was made by a newer salescli"),
        (replaced("manifest.json", '"salescli_export": 1', '"salescli_export": 7'), "is no manifest of an export"),
        (
            replaced("manifest.json", '"rep": 2', '"rep": 2, "sqlite_master": 1'),
            "there is no kind of fact 'sqlite_master'",
        ),
        (replaced("manifest.json", '"rep": 2', '"../rep": 2'), "is no manifest of an export"),
        (
            lambda folder: (folder / "team.csv").write_text("id,code\r\n,a\r\n,b\r\n"),
            "team.csv, line 2: None does not do for id",
        ),
        (lambda folder: (folder / "manifest.json").unlink(), "is no export of a ledger: it has no manifest.json"),
        (lambda folder: (folder / "customer.csv").unlink(), "cannot be read as a file of an export: No such file"),
        (
            lambda folder: (folder / "customer.csv").write_bytes(b"PK\x03\x04\xff"),
            "cannot be read as a file of an export",
        ),
        (lambda folder: (folder / "manifest.json").write_text("[" * 100_000), "is no manifest of an export"),
    ],
)
def test_an_export_that_was_changed(change: Change, sentence: str, run: Run, company: Path, tmp_path: Path) -> None:
    run("export", str(tmp_path / "out"))
    change(tmp_path / "out")
    answer = run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, answer.out, answer.err.count("\n")) == (5, "", 1)
    assert sentence in answer.err
    assert not list(tmp_path.glob("back*"))


def test_the_end_of_an_export_is_missed_too(run: Run, company: Path, tmp_path: Path) -> None:
    """A chain cannot know that its last facts were cut off; the manifest's head does."""
    run("team", "add", "last", "末", "--on", "2024-03-01")
    run("export", str(tmp_path / "out"), "--files", "json")
    rows = (tmp_path / "out" / "team.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (tmp_path / "out" / "team.jsonl").write_text("".join(rows[:-1]), encoding="utf-8")
    replaced("manifest.json", '"facts": 18', '"facts": 17')(tmp_path / "out")
    answer = run("restore", str(tmp_path / "out"), "--ledger", str(tmp_path / "back.db"))
    assert (answer.code, "facts at its end are missing" in answer.err) == (5, True), answer


# Beyond the backup.


def contents(facts: Facts) -> list[str]:
    return [content for (content,) in facts("follow_up", "content")]


@pytest.mark.parametrize("source", ["b.db", "out"])
def test_what_was_recorded_after_the_backup_comes_back(
    source: str, run: Run, facts: Facts, company: Path, tmp_path: Path
) -> None:
    """Restored, gone on with, and then the ledger that was kept is merged: everything is there, and it goes on so in both."""
    laptop = str(tmp_path / "laptop.db")
    words = ("--by", "phone", "--as", "zw")
    assert run("backup", str(tmp_path / "b.db")).code == 0 and run("export", str(tmp_path / "out")).code == 0
    run("log", "华北机械", "after the backup", *words)
    assert run("merge", str(company), "--ledger", laptop).code == 0
    assert run("restore", str(tmp_path / source), "--replace").code == 0
    assert head(company) == head(tmp_path / "b.db") and contents(facts) == []
    run("log", "华北机械", "after the restore", *words)
    (kept,) = tmp_path.glob("ledger.db.before-restored-*Z")
    answer = run("merge", str(kept))
    assert (answer.code, f"Took 1 fact of {kept}.\n" in answer.out) == (0, True), answer
    assert sorted(contents(facts)) == ["after the backup", "after the restore"]
    assert run("merge", laptop).out.startswith(f"{laptop} has nothing that is missing here.\n")
    for other in (kept, Path(laptop)):
        run("log", "华北机械", f"in {other.name}", *words, "--ledger", str(other))
        assert run("merge", str(other)).code == 0
        assert run("merge", str(company), "--ledger", str(other)).code == 0
    assert len(contents(facts)) == 4
    assert run("merge", str(company), "--ledger", str(kept)).code == 0
    assert head(kept) == head(company)
    assert run("verify").code == 0


def test_a_lost_ledger_and_a_copy_that_knows_more(run: Run, facts: Facts, company: Path, tmp_path: Path) -> None:
    """The disk is gone, the backup is of yesterday, and the laptop took this morning's facts before: they come back from there."""
    laptop = str(tmp_path / "laptop.db")
    run("backup", str(tmp_path / "b.db"))
    run("log", "华北机械", "this morning", "--by", "phone", "--as", "zw")
    run("merge", str(company), "--ledger", laptop)
    for file in tmp_path.glob("ledger.db*"):
        file.unlink()
    assert run("restore", str(tmp_path / "b.db")).code == 0
    run("log", "华北机械", "this afternoon", "--by", "phone", "--as", "zw")
    assert run("merge", laptop).code == 0
    assert sorted(contents(facts)) == ["this afternoon", "this morning"]


# Where it goes.


def test_a_link_to_the_ledger_stays_a_link(run: Run, company: Path, tmp_path: Path) -> None:
    """The ledger that it leads to gives way, with what is in its -wal, and is kept as a file of its own beside it."""
    (tmp_path / "disk").mkdir()
    real, link = tmp_path / "disk" / "real.db", tmp_path / "link.db"
    shutil.move(company, real)
    link.symlink_to(real)
    run("backup", str(tmp_path / "b.db"), "--ledger", str(link))
    run("team", "add", "since", "后", "--ledger", str(link))
    before = head(link)
    answer = run("restore", str(tmp_path / "b.db"), "--replace", "--ledger", str(link))
    assert answer.code == 0, answer
    (kept,) = (tmp_path / "disk").glob("real.db.before-restored-*Z")
    assert f"is kept as {kept}." in answer.out
    assert link.is_symlink() and not real.is_symlink() and not kept.is_symlink() and not kept.samefile(real)
    assert (head(link), head(real), head(kept)) == (head(tmp_path / "b.db"), head(tmp_path / "b.db"), before)
    assert not list(tmp_path.glob("link.db?*"))


def test_other_programs_tables_stay_behind(run: Run, company: Path, tmp_path: Path) -> None:
    with_tables_of_others(company)
    run("backup", str(tmp_path / "b.db"))
    answer = run("restore", str(tmp_path / "b.db"), "--replace")
    assert (answer.code, answer.err) == (0, ""), answer
    assert head(company) == head(tmp_path / "b.db")
    assert run("verify").code == 0


@pytest.fixture
def shelf() -> Iterator[Path]:
    yield from shelves()


def test_what_one_may_not_read_or_write(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A backup in a closed folder, one that is not readable, and a closed place for the ledger: a sentence each."""
    (shelf / "closed").mkdir()
    there = new(shelf / "closed" / "b.db")
    shut(there).parent.chmod(0o700)
    monkeypatch.setenv("SALESCLI_LEDGER", str(shelf / "ledger.db"))
    said = f"salescli: The ledger {there} cannot be used: Permission denied.\n"
    assert command("restore", str(there)) == (5, "", said)
    secret, readable = new(shelf / "secret.db"), new(shelf / "b.db")
    secret.chmod(0o000)
    readable.chmod(0o644)
    code, out, err = command("restore", str(secret))
    assert (code, out, err.count("\n")) == (5, "", 1) and str(secret) in err
    for words in ([], ["--replace"]):
        code, out, err = command("restore", str(readable), "--ledger", str(there), *words)
        assert (code, out) == (5, "") and err.endswith(f"cannot be written to {there}: Permission denied.\n"), err
