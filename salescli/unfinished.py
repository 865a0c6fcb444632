"""Where something is made before it has its name: a place beside its target, for its owner's eyes alone; what is made is not known here.

The maker holds the place as long as it lives. What a killed one left may be a copy of everything, so the next that makes
something at the same target removes it; where the system has no locks of that kind, nothing is removed.
"""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

SIBLINGS = ("-wal", "-shm", "-journal")
"""What SQLite puts beside a file."""


@contextmanager
def file(target: Path) -> Iterator[Path]:
    """An empty file beside the target; it and what SQLite puts beside it are gone after the block, unless they were renamed.

    Raises:
        OSError: it cannot be made.
    """
    with _held(target, lambda place: os.close(os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))) as place:
        yield place


@contextmanager
def folder(target: Path) -> Iterator[Path]:
    """An empty folder beside the target; it is gone after the block with all that is in it, unless it was renamed.

    Raises:
        OSError: it cannot be made.
    """
    with _held(target, lambda place: place.mkdir(mode=0o700)) as place:
        yield place


def remove_left(target: Path, first: Callable[[Path], object] = lambda _place: None) -> None:
    """Remove what killed makers of one's own account left beside a target, and nobody holds.

    Args:
        first: is done with each such place before it is removed.
    """
    try:
        beside = [place for place in target.parent.iterdir() if _is_of(target, place.name)]
    except OSError:
        return
    for place in beside:
        with suppress(OSError):
            handle = _lock(place)
            try:
                if handle is not None and os.fstat(handle).st_uid == os.geteuid():
                    first(place)
                    _remove(place)
            finally:
                _let_go(handle)


def followed(path: Path) -> Path:
    """Where a link leads, so that the link stays what it is; any other path as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def make_folders(folder: Path) -> None:
    """Make a folder and those above it that are missing, each for its owner's eyes alone whatever the umask.

    Raises:
        OSError: one cannot be made.
    """
    missing = [one for one in (folder, *folder.parents) if not one.is_dir()]
    for one in reversed(missing):
        one.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def _held(target: Path, make: Callable[[Path], object]) -> Iterator[Path]:
    remove_left(target)
    place, handle = _made(target, make)
    try:
        yield place
    finally:
        _remove(place)
        _let_go(handle)


def _made(target: Path, make: Callable[[Path], object]) -> tuple[Path, int | None]:
    """A place, and the handle that holds it; until it is held another may take it for one that was left."""
    import secrets

    while True:
        place = target.with_name(f"{target.name}.unfinished-{secrets.token_hex(4)}")
        make(place)
        with suppress(BlockingIOError, FileNotFoundError):
            handle = _lock(place)
            if place.exists():
                return place, handle
            _let_go(handle)


def _is_of(target: Path, name: str) -> bool:
    return bool(re.fullmatch(re.escape(target.name) + r"\.unfinished-[0-9a-f]{8}", name))


def _lock(place: Path) -> int | None:
    """A handle that holds a place as long as it is open; None: there are no such locks.

    Raises:
        BlockingIOError: somebody holds it. OSError: it is gone, or it is a link.
    """
    if fcntl is None:
        return None
    handle = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return handle
    except BlockingIOError:
        os.close(handle)
        raise
    except OSError:
        os.close(handle)
        return None


def _let_go(handle: int | None) -> None:
    if handle is not None:
        os.close(handle)


def _remove(place: Path) -> None:
    """The place itself last: as long as it is there, what lies beside it is found again."""
    if place.is_dir():
        import shutil

        shutil.rmtree(place, ignore_errors=True)
        return
    for ending in (*SIBLINGS, ""):
        with suppress(OSError):
            place.with_name(place.name + ending).unlink()
