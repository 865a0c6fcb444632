"""A place where something is made is beside its target, its owner's alone, gone at the end; only what nobody holds is swept away."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from salescli import unfinished

ROOT = Path(__file__).parents[1]
HOLDS = """
import sys
from pathlib import Path
from salescli import unfinished
with getattr(unfinished, sys.argv[2])(Path(sys.argv[1])) as place:
    if place.is_dir():
        (place / "rep.csv").write_text("everybody's pay")
    print(place, flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["file", "folder"])
def holder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that is making a file or a folder at the target `b`, and the place where it does."""
    line = [sys.executable, "-c", HOLDS, str(tmp_path / "b"), request.param]
    process = subprocess.Popen(line, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout
    yield process, Path(process.stdout.readline().strip())
    process.kill()
    process.communicate()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_file(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with unfinished.file(tmp_path / "b.db") as place:
            assert (place.parent, mode(place), place.read_bytes()) == (tmp_path, 0o600, b"")
            assert place.name.startswith("b.db.unfinished-")
            place.with_name(place.name + "-wal").touch()
    finally:
        os.umask(before)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_fails_and_one_that_gets_its_name(tmp_path: Path) -> None:
    with pytest.raises(KeyError), unfinished.folder(tmp_path / "out") as place:
        assert mode(place) & 0o077 == 0
        (place / "a").touch()
        raise KeyError
    assert not list(tmp_path.iterdir())
    with unfinished.folder(tmp_path / "out") as place:
        place.rename(tmp_path / "out")
    assert [one.name for one in tmp_path.iterdir()] == ["out"]


def test_what_a_living_one_makes_stays(holder: tuple[subprocess.Popen[str], Path], tmp_path: Path) -> None:
    _process, place = holder
    unfinished.remove_left(tmp_path / "b")
    with unfinished.file(tmp_path / "b"):
        assert place.exists()


def test_what_a_killed_one_left_is_gone(holder: tuple[subprocess.Popen[str], Path], tmp_path: Path) -> None:
    """With what SQLite put beside it; what is another target's, or only looks like it, stays."""
    process, place = holder
    process.kill()
    process.wait()
    others = [
        "b.db",
        "bb.unfinished-00000000",
        "b.unfinished-0000000",
        "b.unfinished-0000000g",
        "xb.unfinished-00000000",
    ]
    for name in others:
        (tmp_path / name).touch()
    if place.is_file():
        place.with_name(place.name + "-journal").touch()
    seen: list[Path] = []
    unfinished.remove_left(tmp_path / "b", seen.append)
    assert seen == [place]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(others)


def test_what_is_no_file_is_not_touched(tmp_path: Path) -> None:
    """A pipe is not waited for, and a link not followed."""
    (tmp_path / "letter").write_text("dear")
    os.mkfifo(tmp_path / "c.unfinished-00000000")
    (tmp_path / "b.unfinished-00000000").symlink_to(tmp_path / "letter")
    unfinished.remove_left(tmp_path / "b")
    unfinished.remove_left(tmp_path / "c")
    assert (tmp_path / "letter").read_text() == "dear" and (tmp_path / "b.unfinished-00000000").is_symlink()
    unfinished.remove_left(tmp_path / "nowhere" / "b")


def test_where_a_link_leads(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert unfinished.followed(tmp_path / "link") == tmp_path / "real"
    assert unfinished.followed(Path("b.db")) == Path("b.db")


def test_folders_for_their_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        unfinished.make_folders(tmp_path / "a" / "b" / "c")
        unfinished.make_folders(tmp_path / "a" / "b" / "c")
    finally:
        os.umask(before)
    assert [mode(tmp_path / one) for one in ("a", "a/b", "a/b/c")] == [0o700] * 3
    (tmp_path / "file").touch()
    with pytest.raises(OSError):
        unfinished.make_folders(tmp_path / "file" / "x")
